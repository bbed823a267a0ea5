/* --map and --kinds, and the values of cells: any text is taken or refused with a sentence. */
#include <stdlib.h>

#include "ingest/cell_list.h"
#include "ingest/record.h"
#include "ingest/table_roles.h"
#include "ingest/table_time.h"
#include "ingest/table_value.h"
#include "ingest/text_entities.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) abort();
}

static void map(rel_ctx *ctx, const char *text)
{
    static const rel_str header[] = {{"source", 6}, {"a,b", 3}, {"source", 6}, {"", 0}, {"2021", 4}};
    const rel_columns columns = {"t.csv", header, 5}, nameless = {"t.csv", NULL, 5};
    int column[REL_ROLE_MAX];
    rel_kind_words *words;
    rel_kind kind;
    const rel_columns *tables[] = {&columns, &nameless};
    for (int i = 0; i < 2; i++) {
        const rel_status st = rel_mapping_make(ctx, &rel_edge_roles, tables[i], text, column);
        require(st == REL_OK || (st == REL_E_USAGE && ctx->message[0]));
        for (int r = 0; st == REL_OK && r < REL_EDGE_ROLES; r++) require(column[r] >= -1 && column[r] < 5);
    }
    rel_mapping_by_name(text);
    if (rel_kind_words_make(ctx, text, NULL, &words) != REL_OK) return;
    rel_kind_words_find(words, rel_str_of(text), &kind);
    free(words);
}

static void values(rel_ctx *ctx, rel_str s)
{
    rel_str id;
    int64_t count, left_out = 0;
    double weight;
    rel_entity e;
    if (rel_cell_id(s, &id)) require(id.len <= s.len);
    if (rel_cell_count(s, &count)) require(count == REL_COUNT_MISSING || count >= 0);
    for (int order = REL_DATE_ISO; order <= REL_DATE_UNCLEAR; order++)
        if (rel_table_time(s, (rel_date_order)order, &count)) require(count >= -86400);
    if (rel_cell_weight(s, s.len & 1, &weight)) require(weight > 0);
    for (size_t at = 0, before = 0; rel_entity_next(s, &at, &e); before = at)
        require(at > before && at <= s.len && e.text.len > 0 && e.text.s + e.text.len <= s.s + s.len);
    for (int what = 0; what < 3; what++) {
        rel_cell_item *item;
        size_t n;
        const rel_arena_mark mark = rel_scratch_mark(ctx);
        require(rel_cell_list(ctx, s, (rel_cell_list_of)what, s.len & 1 ? '|' : 0, &item, &n, &left_out) ==
                REL_OK);
        require(n <= REL_CELL_LIST_MAX);
        rel_scratch_release(ctx, mark);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rel_ctx ctx;
    char *text = malloc(size + 1);
    if (!text) return 0;
    rel_ctx_init(&ctx, 1);
    if (size) memcpy(text, data, size);
    text[size] = '\0';
    map(&ctx, text);
    values(&ctx, (rel_str){text, size});
    free(text);
    rel_ctx_free(&ctx);
    return 0;
}
