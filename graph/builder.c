#include "graph/builder.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "graph/build_steps.h"
#include "graph/build_taking.h"
#include "graph/owner.h"
#include "graph/transpose.h"

/* Word 1 of an item: the weight's bits, and the layer above them. Word 2: the time. */
static inline uint64_t pack_weight(float weight, uint8_t layer)
{
    uint32_t bits;
    memcpy(&bits, &weight, sizeof bits);
    return (uint64_t)layer << 32 | bits;
}

static inline uint64_t *put_item(uint64_t *item, int words, rel_vid row, rel_vid column, uint64_t weight,
                                 uint64_t time)
{
    item[0] = (uint64_t)row << 32 | column;
    if (words > 1) item[1] = weight;
    if (words > 2) item[2] = time;
    return item + words;
}

static int64_t produce_edges(const void *state, int64_t first, int64_t last, uint64_t *item, rel_tally *tally)
{
    const rel_edge_source *s = state;
    const rel_edges *e = &s->edges;
    const uint64_t *begin = item;
    for (int64_t i = first; i < last; i++) {
        const rel_vid u = e->source[i], v = e->target[i];
        const float weight = e->weight ? e->weight[i] : 1;
        const uint8_t layer = e->layer ? e->layer[i] : 0;
        const uint64_t time = e->time && s->words > 2 ? (uint64_t)e->time[i] : 0;
        if (u >= s->n || v >= s->n) {
            tally->bad_vertex++;
        } else if (layer >= REL_KIND_COUNT) {
            tally->bad_layer++;
        } else if (u == v) {
            tally->self_loops++;
        } else if (!(weight > 0) || isinf(weight)) {
            tally->bad_weight++;
        } else {
            const uint64_t packed = pack_weight(weight, layer);
            tally->layers |= 1u << layer;
            item = put_item(item, s->words, s->by_target ? v : u, s->by_target ? u : v, packed, time);
            if (s->both_ways) item = put_item(item, s->words, v, u, packed, time);
        }
    }
    return (item - begin) / s->words;
}

/* The usual case, without a branch that could be guessed wrong. */
static int64_t produce_plain(const void *state, int64_t first, int64_t last, uint64_t *item, rel_tally *tally)
{
    const rel_edge_source *s = state;
    const rel_vid *row = s->by_target ? s->edges.target : s->edges.source;
    const rel_vid *column = s->by_target ? s->edges.source : s->edges.target;
    const uint64_t *begin = item;
    int64_t bad = 0, loops = 0;
    for (int64_t i = first; i < last; i++) {
        const rel_vid u = row[i], v = column[i];
        const bool outside = u >= s->n || v >= s->n, loop = u == v && !outside;
        bad += outside;
        loops += loop;
        *item = (uint64_t)u << 32 | v;
        item += !outside && !loop;
    }
    tally->bad_vertex += bad;
    tally->self_loops += loops;
    return item - begin;
}

rel_status rel_build_take(rel_ctx *ctx, rel_build_space *space, size_t bytes, void *out, const char *what)
{
    for (int k = 0; k < 2; k++) {
        void *block = space->spare[k];
        if (!block || space->spare_bytes < bytes) continue;
        space->spare[k] = NULL;
        if (bytes < space->spare_bytes / 4 * 3) {
            void *smaller = realloc(block, bytes + 1);
            if (smaller) block = smaller;
        }
        memcpy(out, &block, sizeof block);
        return REL_OK;
    }
    return rel_big_alloc(ctx, out, bytes, 1, what);
}

static void free_taken(rel_edges *e)
{
    free((void *)(uintptr_t)e->source);
    free((void *)(uintptr_t)e->target);
    free((void *)(uintptr_t)e->weight);
    free((void *)(uintptr_t)e->layer);
    free((void *)(uintptr_t)e->time);
    *e = (rel_edges){0};
}

/* Arrays that were given away: two can hold neighbours, the rest goes. */
static void make_spare(rel_build_space *space, rel_edges *taken)
{
    space->spare_bytes = (size_t)taken->count * sizeof *taken->source;
    space->spare[0] = (void *)(uintptr_t)taken->source;
    space->spare[1] = (void *)(uintptr_t)taken->target;
    taken->source = taken->target = NULL;
    free_taken(taken);
}

static void free_space(rel_build_space *space)
{
    rel_parts_free(&space->parts);
    free(space->spare[0]);
    free(space->spare[1]);
}

/* One direction from the edges: dealt out by row, sorted, merged. */
static rel_status build_direction(rel_ctx *ctx, rel_graph *g, const rel_edge_source *s, rel_edges *taken,
                                  rel_build_space *space, rel_csr *csr)
{
    rel_status st;
    rel_tally tally;
    int64_t merged = 0;
    const rel_item_source source = {s->edges.count, s->both_ways ? 2 : 1, s->words,
                                    s->words == 1 && !s->both_ways ? produce_plain : produce_edges, s};
    REL_TRY(rel_parts_make(ctx, &source, g->n, &space->parts, &tally));
    if (taken && s->both_ways) free_taken(taken); /* too small for two arcs an edge */
    if (taken) make_spare(space, taken);
    REL_TRY(s->words == 1 ? rel_build_plain(ctx, g, space, csr, &merged)
                          : rel_build_full(ctx, g, space, s, tally.layers, csr, &merged));
    g->dropped = (rel_graph_dropped){tally.self_loops, s->both_ways ? merged / 2 : merged, tally.bad_weight};
    st = rel_poll(ctx);
out:
    return st;
}

/* The other direction, in the memory that is left. */
static rel_status build_other(rel_ctx *ctx, rel_graph *g, rel_build_space *space)
{
    rel_status st;
    rel_vid *adj = NULL;
    REL_TRY(rel_build_take(ctx, space, (size_t)g->m * sizeof *adj, &adj, "neighbours"));
    REL_TRY(rel_graph_adopt(ctx, g, adj));
    const rel_vid *block = adj;
    adj = NULL;
    st = rel_graph_transpose(ctx, g, &g->out, &g->in, (rel_vid *)(uintptr_t)block, &space->parts);
out:
    free(adj);
    return st;
}

static rel_status build(rel_ctx *ctx, rel_vid n, const rel_edges *edges, rel_edges *taken,
                        rel_build_opts opts, rel_graph *g)
{
    rel_status st;
    rel_build_space space = {0};
    *g = (rel_graph){0};
    if (n > REL_VID_MAX)
        return rel_fail(ctx, REL_E_LIMIT, "a graph can have %" PRIu32 " vertices, not more", REL_VID_MAX);
    if (!(opts.directions & REL_BUILD_BOTH))
        return rel_fail(ctx, REL_E_USAGE, "a graph needs a direction to be built in");
    const bool only_in = opts.directed && !(opts.directions & REL_BUILD_OUT);
    rel_edge_source s = {
        .edges = *edges, .n = n, .words = 1, .by_target = only_in, .both_ways = !opts.directed};
    if (only_in || !opts.directed) {
        s.edges.layer = NULL;
        s.edges.time = NULL;
    }
    if (s.edges.weight || s.edges.layer) s.words = 2;
    if (s.edges.time) s.words = 3;
    g->n = n;
    g->directed = opts.directed;
    g->names = (rel_names){.form = REL_NAMES_INDEX, .n = n};
    REL_TRY(build_direction(ctx, g, &s, taken, &space, only_in ? &g->in : &g->out));
    if (!opts.directed)
        g->in = g->out;
    else if (opts.directions == REL_BUILD_BOTH)
        REL_TRY(build_other(ctx, g, &space));
out:
    free_space(&space);
    if (st != REL_OK) rel_graph_free(g);
    return st;
}

rel_status rel_graph_build(rel_ctx *ctx, rel_vid n, const rel_edges *edges, rel_build_opts opts, rel_graph *g)
{
    return build(ctx, n, edges, NULL, opts, g);
}

rel_status rel_graph_build_taking(rel_ctx *ctx, rel_vid n, rel_edges *edges, rel_build_opts opts,
                                  rel_graph *g)
{
    const rel_edges copy = *edges;
    const rel_status st = build(ctx, n, &copy, edges, opts, g);
    free_taken(edges);
    return st;
}
