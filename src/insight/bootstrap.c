#include "src/insight/bootstrap.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

static rel_status check(rel_ctx *ctx, const rel_bootstrap_opts *o)
{
    if (o->replicates < 1 || o->k < 1)
        return rel_fail(ctx, REL_E_USAGE, "bootstrap: needs 1 replicate and a top of 1 or more");
    for (int i = 0; i < o->ranking.criteria; i++)
        if (rel_criterion_family(o->ranking.by[i]) == REL_FAMILY_SHARES)
            return rel_fail(ctx, REL_E_USAGE,
                            "bootstrap: '%s' does not come from the edges that are resampled",
                            rel_criterion_word((int)o->ranking.by[i]));
    return REL_OK;
}

/* One replicate after another. */
typedef struct state {
    const rel_bootstrap_opts *o;
    const rel_ranking *base;
    const rel_vid *vertex;
    rel_resampler resampler;
    uint8_t *in_top; /* n: among the first k of the base */
    uint32_t *place; /* n: in the replicate */
    uint32_t *rank;  /* replicates of account i from i * replicates on */
    rel_bootstrap *b;
} state;

static void count_replicate(state *s, const rel_ranking *r)
{
    rel_bootstrap *b = s->b;
    int64_t again = 0;
    for (int64_t i = 0; i < r->count; i++) s->place[r->order[i]] = (uint32_t)i;
    for (int64_t i = 0; i < b->k; i++) again += s->in_top[r->order[i]];
    b->overlap += (double)again / (double)b->k;
    for (int64_t i = 0; i < b->count; i++) {
        const uint32_t place = s->place[s->vertex[i]];
        s->rank[i * s->o->replicates + b->replicates] = place + 1;
        b->account[i].top_share += place < b->k;
    }
    b->replicates++;
}

/* The kernels' own progress and notes would be told once a replicate. */
static rel_status replicate(rel_ctx *ctx, state *s)
{
    rel_status st;
    rel_graph g;
    rel_ranking r = {0};
    rel_ranking_opts o = s->o->ranking;
    rel_progress_fn *const progress = ctx->progress;
    rel_note_fn *const note = ctx->note;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    o.top = 0;
    o.standings = false;
    o.source = NULL;
    rel_resample(ctx, &s->resampler, (uint64_t)s->b->replicates, &g);
    ctx->progress = NULL;
    ctx->note = NULL;
    st = rel_rank(ctx, &g, &o, &r);
    ctx->progress = progress;
    ctx->note = note;
    if (st == REL_E_NOCONV) {
        s->b->not_converged++;
        rel_forgive(ctx);
        st = REL_OK;
    }
    if (st == REL_OK) count_replicate(s, &r);
    rel_ranking_free(&r);
    rel_scratch_release(ctx, mark);
    return st;
}

static int by_rank(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void summarize(state *s)
{
    rel_bootstrap *b = s->b;
    const int64_t done = b->replicates;
    if (!done) return;
    b->overlap /= (double)done;
    for (int64_t i = 0; i < b->count; i++) {
        uint32_t *rank = s->rank + i * s->o->replicates;
        qsort(rank, (size_t)done, sizeof *rank, by_rank);
        b->account[i].low = rank[(int64_t)floor(0.025 * (double)(done - 1))];
        b->account[i].high = rank[(int64_t)ceil(0.975 * (double)(done - 1))];
        b->account[i].top_share /= (double)done;
    }
}

static rel_status allocate(rel_ctx *ctx, const rel_graph *g, state *s)
{
    rel_status st;
    rel_bootstrap *b = s->b;
    size_t ranks;
    if (__builtin_mul_overflow((size_t)b->count, (size_t)s->o->replicates, &ranks)) ranks = SIZE_MAX;
    REL_TRY(rel_alloc(ctx, &b->account, (size_t)b->count, sizeof *b->account, "bootstrap"));
    REL_TRY(rel_resampler_init(ctx, g, s->o->unit, &s->resampler));
    REL_TRY(rel_scratch(ctx, &s->in_top, g->n, 1, "bootstrap"));
    REL_TRY(rel_scratch(ctx, &s->place, g->n, sizeof *s->place, "bootstrap"));
    REL_TRY(rel_scratch_unset(ctx, &s->rank, ranks, sizeof *s->rank, "ranks of the bootstrap"));
    for (int64_t i = 0; i < b->k; i++) s->in_top[s->base->order[i]] = 1;
out:
    return st;
}

rel_status rel_bootstrap_ranking(rel_ctx *ctx, const rel_graph *g, const rel_ranking *base,
                                 const rel_bootstrap_opts *o, const rel_vid *vertex, int64_t count,
                                 rel_bootstrap *b)
{
    rel_status st;
    state s = {.o = o, .base = base, .vertex = vertex, .b = b};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *b = (rel_bootstrap){.count = count, .k = o->k < base->count ? o->k : base->count};
    REL_TRY(check(ctx, o));
    REL_TRY(allocate(ctx, g, &s));
    while (b->replicates < o->replicates && (st = rel_poll(ctx)) == REL_OK) {
        st = replicate(ctx, &s);
        if (st != REL_OK) break;
        rel_progress(ctx, "bootstrap", "replicates", b->replicates, o->replicates);
    }
    summarize(&s);
out:
    rel_scratch_release(ctx, mark);
    if (st != REL_OK && (st != REL_E_STOPPED || !b->replicates)) rel_bootstrap_free(b);
    return st;
}

void rel_bootstrap_free(rel_bootstrap *b)
{
    free(b->account);
    *b = (rel_bootstrap){0};
}
