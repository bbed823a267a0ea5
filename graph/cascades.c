#include "graph/cascades.h"

#include <stdlib.h>

typedef struct act {
    double time;
    rel_vid account;
} act;

static rel_status need(rel_ctx *ctx, rel_cascades *c, size_t acts)
{
    rel_status st;
    REL_TRY(rel_grow(ctx, &c->account, &c->account_capacity, acts, sizeof *c->account, "cascades"));
    st = rel_grow(ctx, &c->time, &c->time_capacity, acts, sizeof *c->time, "cascades");
out:
    return st;
}

static rel_status put_end(rel_ctx *ctx, rel_cascades *c)
{
    const rel_status st =
        rel_grow(ctx, &c->off, &c->off_capacity, (size_t)c->count + 2, sizeof *c->off, "cascades");
    if (st != REL_OK) return st;
    if (c->count == 0) c->off[0] = 0;
    c->off[++c->count] = c->acts;
    return REL_OK;
}

rel_status rel_cascades_add(rel_ctx *ctx, rel_cascades *c, rel_vid account, double time)
{
    const rel_status st = need(ctx, c, (size_t)c->acts + 1);
    if (st != REL_OK) return st;
    c->account[c->acts] = account;
    c->time[c->acts++] = time;
    return REL_OK;
}

static int by_account(const void *a_, const void *b_)
{
    const act *a = a_, *b = b_;
    if (a->account != b->account) return a->account < b->account ? -1 : 1;
    return a->time < b->time ? -1 : a->time > b->time;
}

static int by_time(const void *a_, const void *b_)
{
    const act *a = a_, *b = b_;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    return a->account < b->account ? -1 : a->account > b->account;
}

rel_status rel_cascades_end(rel_ctx *ctx, rel_cascades *c, int64_t *repeated)
{
    rel_status st = REL_OK;
    act *acts = NULL;
    size_t kept = 0;
    const int64_t first = c->count ? c->off[c->count] : 0;
    const size_t n = (size_t)(c->acts - first);
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (n == 0) goto out;
    REL_TRY(rel_scratch_unset(ctx, &acts, n, sizeof *acts, "a cascade"));
    for (size_t i = 0; i < n; i++)
        acts[i] = (act){c->time[first + (int64_t)i], c->account[first + (int64_t)i]};
    qsort(acts, n, sizeof *acts, by_account);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || acts[i].account != acts[i - 1].account) acts[kept++] = acts[i];
    qsort(acts, kept, sizeof *acts, by_time);
    for (size_t i = 0; i < kept; i++) {
        c->account[first + (int64_t)i] = acts[i].account;
        c->time[first + (int64_t)i] = acts[i].time;
    }
    c->acts = first + (int64_t)kept;
    *repeated += (int64_t)(n - kept);
    st = put_end(ctx, c);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_cascades_append(rel_ctx *ctx, rel_cascades *c, const rel_cascades *from, int64_t first,
                               int64_t last)
{
    rel_status st = REL_OK;
    for (int64_t i = first; i < last; i++) {
        const int64_t begin = from->off[i], n = from->off[i + 1] - begin;
        REL_TRY(need(ctx, c, (size_t)(c->acts + n)));
        for (int64_t k = 0; k < n; k++) {
            c->account[c->acts + k] = from->account[begin + k];
            c->time[c->acts + k] = from->time[begin + k];
        }
        c->acts += n;
        REL_TRY(put_end(ctx, c));
    }
out:
    return st;
}

void rel_cascades_free(rel_cascades *c)
{
    free(c->off);
    free(c->account);
    free(c->time);
    *c = (rel_cascades){0};
}
