/* What the tests of learning share: cascades in arrays, and cascades drawn from known probabilities. */
#ifndef REL_TESTS_CASCADE_KIT_H
#define REL_TESTS_CASCADE_KIT_H

#include <math.h>
#include <stdlib.h>

#include "graph/builder.h"
#include "graph/cascades.h"
#include "src/base/rng.h"
#include "tests/check.h"

enum { KIT_STREAM_INITIATOR = 101, KIT_STREAM_EDGE, KIT_STREAM_DELAY, KIT_STREAM_P };

/* Edges "ab ac": a gives attention to b, a to c. n accounts. */
static inline rel_graph kit_graph(rel_ctx *ctx, rel_vid n, const char *pairs)
{
    rel_graph g = {0};
    rel_vid source[64], target[64];
    int64_t m = 0;
    for (const char *p = pairs; *p; p += p[2] ? 3 : 2) {
        source[m] = (rel_vid)(p[0] - 'a');
        target[m++] = (rel_vid)(p[1] - 'a');
    }
    const rel_edges edges = {.count = m, .source = source, .target = target};
    CHECK_OK(ctx, rel_graph_build(ctx, n, &edges, REL_BUILD_DEFAULTS, &g));
    return g;
}

/* "a0 b1 c5": one cascade. */
static inline void kit_cascade(rel_ctx *ctx, rel_cascades *c, const char *acts)
{
    int64_t repeated = 0;
    for (const char *p = acts; *p;) {
        char *end;
        const rel_vid v = (rel_vid)(*p - 'a');
        const double time = strtod(p + 1, &end);
        CHECK_OK(ctx, rel_cascades_add(ctx, c, v, time));
        p = *end ? end + 1 : end;
    }
    CHECK_OK(ctx, rel_cascades_end(ctx, c, &repeated));
}

/* One run of the independent cascade from an account drawn at random, each step a random time later. p in the
 * order of g->out.adj; number tells the draws of one cascade from those of another. */
static inline void kit_draw(rel_ctx *ctx, const rel_graph *g, const float *p, uint64_t number,
                            rel_cascades *c)
{
    int64_t repeated = 0;
    rel_vid *queue = malloc(g->n * sizeof *queue), head = 0, tail = 0;
    double *when = malloc(g->n * sizeof *when);
    for (rel_vid v = 0; v < g->n; v++) when[v] = -1;
    queue[tail++] = (rel_vid)rel_rand_below(ctx->seed, KIT_STREAM_INITIATOR, number, g->n);
    when[queue[0]] = 0;
    while (head < tail) {
        const rel_vid w = queue[head++];
        CHECK_OK(ctx, rel_cascades_add(ctx, c, w, when[w]));
        for (rel_eid k = g->in.off[w]; k < g->in.off[w + 1]; k++) {
            const rel_vid v = g->in.adj[k];
            const rel_eid e = rel_graph_find(g, v, w);
            const uint64_t index = number * (uint64_t)g->m + (uint64_t)e;
            if (when[v] >= 0 || rel_rand_unit(ctx->seed, KIT_STREAM_EDGE, index) >= (double)p[e]) continue;
            when[v] = when[w] + 1 + rel_rand_unit(ctx->seed, KIT_STREAM_DELAY, index) * 0x1p-20;
            queue[tail++] = v;
        }
    }
    CHECK_OK(ctx, rel_cascades_end(ctx, c, &repeated));
    free(queue);
    free(when);
}

#endif
