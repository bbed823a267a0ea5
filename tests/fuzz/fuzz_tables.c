/* Tables of tools: the first byte chooses the preset, the second whether its header is put before the bytes,
 * the third the size of the blocks. */
#define _GNU_SOURCE
#include "ingest/preset.h"
#include "ingest/table_roles.h"
#include "tests/fuzz/fuzz_reader.h"

enum { HEADER_MAX = 8192 };

static size_t add_name(char *header, size_t used, const char *name)
{
    const size_t len = strlen(name), more = len + (used > 0);
    if (used + more + 1 >= HEADER_MAX) return used;
    if (used) header[used++] = ',';
    memcpy(header + used, name, len);
    return used + len;
}

/* All columns that the preset knows; a name that ends in * is one that begins so. */
static size_t header_of(const rel_preset *p, char header[HEADER_MAX])
{
    size_t used = 0;
    for (size_t i = 0; i < p->has_count; i++) used = add_name(header, used, p->has[i]);
    for (size_t r = 0; r < p->roles->roles; r++)
        for (size_t c = 0; c < p->role[r].columns; c++) used = add_name(header, used, p->role[r].column[c]);
    header[used++] = '\n';
    return used;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { INPUT_MAX = 1 << 16 };
    static uint8_t input[INPUT_MAX];
    int presets = 0;
    if (size < 3 || size > INPUT_MAX - HEADER_MAX) return 0;
    while (rel_preset_builtin(presets)) presets++;
    const char *name = rel_preset_builtin(data[0] % presets);
    const rel_ingest_opts opts = {
        .preset = name, .rt_mentions = data[1] & 2, .subject = data[1] & 4 ? "@velmio" : NULL};
    size_t used = 1;
    input[0] = data[2];
    if (data[1] & 1) {
        rel_ctx ctx;
        rel_preset *p = NULL;
        rel_ctx_init(&ctx, 1);
        fuzz_require(rel_preset_find(&ctx, name, &p) == REL_OK && p, "preset");
        if (!p->json) used += header_of(p, (char *)input + 1);
        free(p);
        rel_ctx_free(&ctx);
    }
    memcpy(input + used, data + 3, size - 3);
    return fuzz_reader(input, used + size - 3, &opts);
}
