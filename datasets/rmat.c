#include "datasets/edge_list.h"
#include "datasets/generators.h"
#include "src/base/rng.h"

enum { MAX_SCALE = 31, MAX_FACTOR = 1024, LEVELS_A_THROW = 4 };
/* Streams. */
enum { THROW = 0x200, SHUFFLE, THROW_AGAIN = 0x300 };

/* Bounds of the quarters in 2^-16: 0.57, + 0.19, + 0.19. */
enum { QUARTER_A = 37356, QUARTER_B = 49807, QUARTER_C = 62259 };

/* One throw: a quarter of the matrix at each level; 16 random bits a level. */
static void throw_once(uint64_t seed, uint64_t stream, int scale, int64_t number, rel_vid *u, rel_vid *v)
{
    rel_vid row = 0, column = 0;
    uint64_t bits = 0;
    for (int level = 0; level < scale; level++) {
        if (level % LEVELS_A_THROW == 0)
            bits = rel_rand(seed, stream, (uint64_t)number * 8 + (uint64_t)(level / LEVELS_A_THROW));
        const uint32_t t = bits & 0xffff;
        bits >>= 16;
        row = row << 1 | (t >= QUARTER_B);
        column = column << 1 | ((t >= QUARTER_A && t < QUARTER_B) || t >= QUARTER_C);
    }
    *u = row;
    *v = column;
}

/* Which throws there are, and what they hit. */
typedef struct throws {
    uint64_t seed;
    rel_rmat_opts opts;
    rel_vid n;
    const rel_vid *label;
} throws;

static void throw_edge(const throws *t, int64_t number, rel_vid *u, rel_vid *v)
{
    rel_vid row, column;
    throw_once(t->seed, THROW, t->opts.scale, number, &row, &column);
    for (uint64_t again = 0; row >= t->n || column >= t->n; again++)
        throw_once(t->seed, THROW_AGAIN + again, t->opts.scale, number, &row, &column);
    row = t->label[row];
    column = t->label[column];
    const bool swap = !t->opts.directed && row > column;
    *u = swap ? column : row;
    *v = swap ? row : column;
}

static void throw_block(const void *state, int64_t first, int64_t last, rel_vid *source, rel_vid *target)
{
    for (int64_t i = first; i < last; i++) throw_edge(state, i, &source[i - first], &target[i - first]);
}

static void throw_edges(int threads, const throws *t, rel_edge_list *l)
{
    (void)threads;
#pragma omp parallel for num_threads(threads)
    for (int64_t i = 0; i < l->count; i++) throw_edge(t, i, &l->source[i], &l->target[i]);
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

/* Checks the options and fills in what they leave open; label is scratch. */
static rel_status prepare(rel_ctx *ctx, rel_rmat_opts o, throws *t)
{
    rel_status st = REL_OK;
    rel_vid *label = NULL;
    if (o.vertices) {
        if (o.vertices < 2 || o.vertices > (rel_vid)1 << MAX_SCALE)
            return rel_fail(ctx, REL_E_USAGE, "rmat: '%u' is not a number of vertices from 2 to 2^%d",
                            o.vertices, MAX_SCALE);
        for (o.scale = 1; (rel_vid)1 << o.scale < o.vertices;) o.scale++;
    }
    if (o.scale < 1 || o.scale > MAX_SCALE)
        return rel_fail(ctx, REL_E_USAGE, "rmat: '%d' is not a scale from 1 to %d", o.scale, MAX_SCALE);
    if (o.edge_factor < 1 || o.edge_factor > MAX_FACTOR)
        return rel_fail(ctx, REL_E_USAGE, "rmat: '%d' is not an edge factor from 1 to %d", o.edge_factor,
                        MAX_FACTOR);
    *t = (throws){.seed = ctx->seed, .opts = o, .n = o.vertices ? o.vertices : (rel_vid)1 << o.scale};
    if (!o.throws) t->opts.throws = (int64_t)o.edge_factor * t->n;
    REL_TRY(rel_scratch(ctx, &label, t->n, sizeof *label, "vertex numbers"));
    shuffle(ctx->seed, label, t->n);
    t->label = label;
out:
    return st;
}

rel_status rel_generate_rmat(rel_ctx *ctx, rel_rmat_opts o, rel_edge_list *l)
{
    rel_status st;
    throws t;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *l = (rel_edge_list){.directed = o.directed};
    REL_TRY(prepare(ctx, o, &t));
    l->n = t.n;
    l->count = t.opts.throws;
    REL_TRY(rel_alloc(ctx, &l->source, (size_t)l->count, sizeof *l->source, "edges"));
    REL_TRY(rel_alloc(ctx, &l->target, (size_t)l->count, sizeof *l->target, "edges"));
    throw_edges(ctx->threads, &t, l);
    REL_TRY(rel_edge_list_tidy(ctx, l));
out:
    if (st != REL_OK) rel_edge_list_free(l);
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_generate_rmat_packed(rel_ctx *ctx, rel_rmat_opts o, size_t room_bytes, rel_graph *g)
{
    rel_status st;
    throws t;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *g = (rel_graph){0};
    REL_TRY(prepare(ctx, o, &t));
    const rel_edge_stream stream = {t.n, t.opts.throws, throw_block, &t};
    const rel_pack_stream_opts opts = {
        .directed = o.directed, .directions = REL_BUILD_IN, .room_bytes = room_bytes};
    st = rel_graph_pack_stream(ctx, &stream, opts, g);
out:
    rel_scratch_release(ctx, mark);
    return st;
}
