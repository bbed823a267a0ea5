#include "src/cli/account_args.h"

#include <inttypes.h>


static bool is_there(const rel_accounts *a, rel_vid v)
{
    for (int64_t i = 0; i < a->count; i++)
        if (a->v[i] == v) return true;
    return false;
}

rel_status rel_accounts_parse(rel_ctx *ctx, const rel_graph *g, const char *list, int64_t max,
                              rel_accounts *accounts)
{
    rel_status st;
    rel_str rest = rel_str_of(list);
    *accounts = (rel_accounts){0};
    REL_TRY(rel_scratch(ctx, &accounts->v, (size_t)max, sizeof *accounts->v, "accounts"));
    while (rest.s) {
        rel_vid v;
        const rel_str one = rel_str_trim(rel_str_cut(&rest, ','));
        if (!one.len) continue;
        REL_TRY(rel_account_find(ctx, g, one, &v));
        if (is_there(accounts, v)) continue;
        if (accounts->count == max) return rel_fail(ctx, REL_E_USAGE, "more than %" PRId64 " accounts", max);
        accounts->v[accounts->count++] = v;
    }
    if (!accounts->count) st = rel_fail(ctx, REL_E_USAGE, "'%s' names no account", list);
out:
    return st;
}

bool rel_any_handle(const rel_graph *g, const rel_vid *v, int64_t count)
{
    if (!v) count = g->n;
    for (int64_t i = 0; i < count; i++)
        if (rel_handle_of(g, v ? v[i] : (rel_vid)i).s) return true;
    return false;
}
