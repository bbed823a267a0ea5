/* Cascades as text: any bytes give cascades in order of time with each account once, or a sentence. Accounts
 * are a to z. */
#include <math.h>
#include <stdlib.h>

#include "ingest/cascade_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) abort();
}

static rel_vid find(const void *user, rel_str name)
{
    (void)user;
    return name.len == 1 && name.s[0] >= 'a' && name.s[0] <= 'z' ? (rel_vid)(name.s[0] - 'a') : REL_VID_NONE;
}

static void check(const rel_cascades *c, const rel_cascade_file_counts *counts)
{
    require(c->count == counts->cascades && c->acts == counts->acts);
    for (int64_t i = 0; i < c->count; i++) {
        uint32_t seen = 0;
        require(c->off[i] < c->off[i + 1]);
        for (int64_t a = c->off[i]; a < c->off[i + 1]; a++) {
            require(isfinite(c->time[a]) && c->account[a] < 26 && !(seen >> c->account[a] & 1));
            require(a == c->off[i] || c->time[a - 1] < c->time[a] ||
                    (c->time[a - 1] == c->time[a] && c->account[a - 1] < c->account[a]));
            seen |= UINT32_C(1) << c->account[a];
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rel_ctx ctx;
    rel_cascades c = {0};
    rel_cascade_file_counts counts = {0};
    rel_ctx_init(&ctx, 1);
    const rel_status st =
        rel_cascade_text_read(&ctx, (rel_str){(const char *)data, size}, "test", find, NULL, &c, &counts);
    require(st == REL_OK ? counts.cascades > 0 : st == REL_E_DATA && ctx.message[0] && c.count == 0);
    check(&c, &counts);
    rel_cascades_free(&c);
    require(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return 0;
}
