#include "datasets/edge_list.h"
#include "datasets/generators.h"
#include "src/base/rng.h"

enum { MAX_SCALE = 31, MAX_FACTOR = 1024, LEVELS_A_THROW = 4 };
/* Streams. */
enum { THROW = 0x200, SHUFFLE };

/* Bounds of the quarters in 2^-16: 0.57, + 0.19, + 0.19. */
enum { QUARTER_A = 37356, QUARTER_B = 49807, QUARTER_C = 62259 };

/* One throw: a quarter of the matrix at each level; 16 random bits a level. */
static void throw_edge(uint64_t seed, int scale, int64_t number, rel_vid *u, rel_vid *v)
{
    rel_vid row = 0, column = 0;
    uint64_t bits = 0;
    for (int level = 0; level < scale; level++) {
        if (level % LEVELS_A_THROW == 0)
            bits = rel_rand(seed, THROW, (uint64_t)number * 8 + (uint64_t)(level / LEVELS_A_THROW));
        const uint32_t t = bits & 0xffff;
        bits >>= 16;
        row = row << 1 | (t >= QUARTER_B);
        column = column << 1 | ((t >= QUARTER_A && t < QUARTER_B) || t >= QUARTER_C);
    }
    *u = row;
    *v = column;
}

static void throw_edges(int threads, uint64_t seed, rel_rmat_opts o, const rel_vid *label, rel_edge_list *l)
{
    (void)threads;
#pragma omp parallel for num_threads(threads)
    for (int64_t i = 0; i < l->count; i++) {
        rel_vid u, v;
        throw_edge(seed, o.scale, i, &u, &v);
        u = label[u];
        v = label[v];
        const bool swap = !o.directed && u > v;
        l->source[i] = swap ? v : u;
        l->target[i] = swap ? u : v;
    }
}

static void shuffle(uint64_t seed, rel_vid *label, rel_vid n)
{
    for (rel_vid i = 0; i < n; i++) label[i] = i;
    for (rel_vid i = n; i > 1; i--) {
        const rel_vid j = (rel_vid)rel_rand_below(seed, SHUFFLE, i, i), swapped = label[i - 1];
        label[i - 1] = label[j];
        label[j] = swapped;
    }
}

rel_status rel_generate_rmat(rel_ctx *ctx, rel_rmat_opts o, rel_edge_list *l)
{
    rel_status st = REL_OK;
    rel_vid *label = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *l = (rel_edge_list){.directed = o.directed};
    if (o.scale < 1 || o.scale > MAX_SCALE)
        return rel_fail(ctx, REL_E_USAGE, "rmat: '%d' is not a scale from 1 to %d", o.scale, MAX_SCALE);
    if (o.edge_factor < 1 || o.edge_factor > MAX_FACTOR)
        return rel_fail(ctx, REL_E_USAGE, "rmat: '%d' is not an edge factor from 1 to %d", o.edge_factor,
                        MAX_FACTOR);
    l->n = (rel_vid)1 << o.scale;
    l->count = (rel_eid)o.edge_factor << o.scale;
    REL_TRY(rel_alloc(ctx, &l->source, (size_t)l->count, sizeof *l->source, "edges"));
    REL_TRY(rel_alloc(ctx, &l->target, (size_t)l->count, sizeof *l->target, "edges"));
    REL_TRY(rel_scratch(ctx, &label, l->n, sizeof *label, "vertex numbers"));
    shuffle(ctx->seed, label, l->n);
    throw_edges(ctx->threads, ctx->seed, o, label, l);
    REL_TRY(rel_edge_list_tidy(ctx, l));
out:
    if (st != REL_OK) rel_edge_list_free(l);
    rel_scratch_release(ctx, mark);
    return st;
}
