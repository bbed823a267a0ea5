/* Preset files: any bytes are a preset within its limits, or are refused with a sentence. What is taken then
 * reads a small table. */
#include <stdlib.h>

#include "ingest/preset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) abort();
}

static void check(rel_ctx *ctx, const rel_preset *p)
{
    static const rel_str header[] = {{"id", 2}, {"author", 6}, {"text", 4}, {"", 0}};
    const rel_columns columns = {"t.csv", header, 4};
    int column[REL_ROLE_MAX];
    rel_more_columns more;
    require(strcmp(p->name, "fuzz") == 0 && p->title && p->yields && p->roles);
    require(p->has_count <= REL_PRESET_NAMES_MAX && p->lacks_count <= REL_PRESET_NAMES_MAX);
    for (size_t r = 0; r < p->roles->roles; r++) {
        require(p->role[r].columns <= REL_ROLE_COLUMNS);
        for (size_t i = 0; i < p->role[r].columns; i++)
            require(p->role[r].column[i][0] && (!p->json || p->role[r].column[i][0] == '/'));
    }
    rel_preset_fits(p, header, 4);
    require(rel_preset_columns(ctx, p->roles, &columns, NULL, p, column, &more) == REL_OK);
    for (size_t r = 0; r < p->roles->roles; r++) {
        require(column[r] >= REL_NO_COLUMN && column[r] < 4);
        rel_mapping_cell(column, &more, r, header, 4);
    }
    rel_kind_words *words;
    require(rel_kind_words_make(ctx, NULL, p->kinds, &words) == REL_OK);
    free(words);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rel_preset *p;
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    const rel_status st = rel_preset_parse(&ctx, (rel_str){(const char *)data, size}, "fuzz", &p);
    require(st == REL_OK || ((st == REL_E_DATA || st == REL_E_LIMIT) && ctx.message[0] && !p));
    if (st == REL_OK) check(&ctx, p);
    free(p);
    require(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return 0;
}
