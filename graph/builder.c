#include "graph/builder.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "graph/build_taking.h"
#include "graph/owner.h"
#include "graph/partition.h"
#include "src/base/par.h"
#include "src/base/time.h"

/* Word 1 of an item: the weight's bits, and the layer above them. Word 2: the time. */
static inline uint64_t pack_weight(float weight, uint8_t layer)
{
    uint32_t bits;
    memcpy(&bits, &weight, sizeof bits);
    return (uint64_t)layer << 32 | bits;
}

static inline float weight_of(const uint64_t *item)
{
    const uint32_t bits = (uint32_t)item[1];
    float weight;
    memcpy(&weight, &bits, sizeof weight);
    return weight;
}

static inline unsigned layer_of(const uint64_t *item)
{
    return (unsigned)(item[1] >> 32);
}

/* Edges as a source of items. */
typedef struct edge_source {
    rel_edges edges;
    rel_vid n;
    int words;
    bool by_target;   /* rows are targets */
    bool both_ways;   /* undirected: each edge gives two arcs */
    rel_edges *taken; /* arrays to free when they were dealt out, or NULL */
} edge_source;

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
    const edge_source *s = state;
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

/* What a run of equal items sums up to. */
static float run_weight(const uint64_t *item, int64_t count, int words)
{
    double sum = 0;
    if (words == 1) return (float)count;
    for (int64_t i = 0; i < count; i++) sum += (double)weight_of(item + i * words);
    return sum < FLT_MAX ? (float)sum : FLT_MAX;
}

static inline int64_t run_length(const uint64_t *item, int64_t left, int words)
{
    int64_t k = 1;
    while (k < left && item[k * words] == item[0]) k++;
    return k;
}

/* Numbers that decide which arrays there will be. */
typedef struct sums {
    int64_t merged;
    int64_t not_unit; /* arcs whose weight is not 1 */
} sums;

/* off[row] becomes the number of arcs of each row. */
static sums count_rows(int threads, const rel_parts *p, rel_vid rows, rel_eid *off)
{
    int64_t merged = 0, not_unit = 0;
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1) reduction(+ : merged, not_unit)
    for (int part = 0; part < p->parts; part++) {
        const rel_vid first = rel_part_first_row(p, part), last = rel_part_last_row(p, part, rows);
        if (last > first) memset(off + first, 0, (size_t)(last - first) * sizeof *off);
        int64_t run;
        for (int64_t i = p->start[part]; i < p->start[part + 1]; i += run) {
            const uint64_t *item = p->item + i * p->words;
            run = run_length(item, p->start[part + 1] - i, p->words);
            off[item[0] >> 32]++;
            merged += run - 1;
            if (p->words > 1 || run > 1) not_unit += run_weight(item, run, p->words) != 1;
        }
    }
    return (sums){merged, not_unit};
}

/* Where the arcs go; NULL: not wanted. */
typedef struct arrays {
    rel_eid *off;
    rel_vid *adj;
    float *weight;
    float *layer[REL_KIND_COUNT];
    int64_t *first_time, *last_time;
    uint8_t *has_time;
    bool times_missing;
} arrays;

static void emit_layers(const arrays *a, const uint64_t *item, int64_t run, int words, rel_eid e)
{
    double sum[REL_KIND_COUNT] = {0};
    for (int64_t i = 0; i < run; i++) sum[layer_of(item + i * words)] += (double)weight_of(item + i * words);
    for (int k = 0; k < REL_KIND_COUNT; k++)
        if (a->layer[k]) a->layer[k][e] = sum[k] < FLT_MAX ? (float)sum[k] : FLT_MAX;
}

static bool emit_times(const arrays *a, const uint64_t *item, int64_t run, rel_eid e)
{
    int64_t first = INT64_MAX, last = INT64_MIN;
    for (int64_t i = 0; i < run; i++) {
        const int64_t t = (int64_t)item[i * 3 + 2];
        if (t == REL_TIME_MISSING) continue;
        if (t < first) first = t;
        if (t > last) last = t;
    }
    const bool has = first <= last;
    a->first_time[e] = has ? first : 0;
    a->last_time[e] = has ? last : 0;
    a->has_time[e] = has;
    return has;
}

static void emit(int threads, const rel_parts *p, arrays *a)
{
    bool any_layer = false;
    int64_t missing = 0;
    for (int k = 0; k < REL_KIND_COUNT; k++) any_layer = any_layer || a->layer[k];
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1) reduction(+ : missing)
    for (int part = 0; part < p->parts; part++) {
        rel_eid e = a->off[rel_part_first_row(p, part)];
        int64_t run;
        for (int64_t i = p->start[part]; i < p->start[part + 1]; i += run, e++) {
            const uint64_t *item = p->item + i * p->words;
            run = run_length(item, p->start[part + 1] - i, p->words);
            a->adj[e] = (rel_vid)item[0];
            if (a->weight) a->weight[e] = run_weight(item, run, p->words);
            if (any_layer) emit_layers(a, item, run, p->words, e);
            if (a->first_time) missing += !emit_times(a, item, run, e);
        }
    }
    a->times_missing = missing > 0;
}

static rel_status alloc_column(rel_ctx *ctx, rel_graph *g, const char *name, rel_attribute_type type,
                               void *out)
{
    rel_attribute a = {.type = type, .count = g->m};
    void *values;
    strncpy(a.name, name, sizeof a.name - 1);
    rel_status st = rel_graph_alloc(ctx, g, &values, (size_t)g->m, rel_attribute_size(type), name);
    if (st != REL_OK) return st;
    a.value.b = values;
    memcpy(out, &values, sizeof values);
    return rel_graph_put_column(ctx, g, &g->edge_attributes, &a);
}

static rel_status alloc_arrays(rel_ctx *ctx, rel_graph *g, const edge_source *s, const rel_tally *tally,
                               bool weighted, arrays *a)
{
    rel_status st;
    REL_TRY(rel_graph_alloc(ctx, g, &a->adj, (size_t)g->m, sizeof *a->adj, "neighbours"));
    if (weighted) REL_TRY(rel_graph_alloc(ctx, g, &a->weight, (size_t)g->m, sizeof *a->weight, "weights"));
    if (s->both_ways || s->by_target) return REL_OK;
    for (int k = 0; s->edges.layer && k < REL_KIND_COUNT; k++)
        if (tally->layers >> k & 1)
            REL_TRY(alloc_column(ctx, g, rel_kind_word((rel_kind)k), REL_ATTRIBUTE_F32, &a->layer[k]));
    if (s->edges.time) {
        REL_TRY(alloc_column(ctx, g, "first_time", REL_ATTRIBUTE_I64, &a->first_time));
        REL_TRY(alloc_column(ctx, g, "last_time", REL_ATTRIBUTE_I64, &a->last_time));
        REL_TRY(rel_graph_alloc(ctx, g, &a->has_time, (size_t)g->m, 1, "times"));
    }
out:
    return st;
}

/* Two columns share the array, of which g may drop only one's: each gets its own. */
static rel_status set_missing_times(rel_ctx *ctx, rel_graph *g, arrays *a)
{
    uint8_t *copy;
    if (!a->first_time) return REL_OK;
    if (!a->times_missing) {
        rel_graph_drop(g, a->has_time);
        return REL_OK;
    }
    const rel_status st = rel_graph_alloc(ctx, g, &copy, (size_t)g->m, 1, "times");
    if (st != REL_OK) return st;
    memcpy(copy, a->has_time, (size_t)g->m);
    g->edge_attributes.column[g->edge_attributes.count - 2].present = a->has_time;
    g->edge_attributes.column[g->edge_attributes.count - 1].present = copy;
    return REL_OK;
}

static void free_taken(rel_edges *e)
{
    if (!e) return;
    free((void *)(uintptr_t)e->source);
    free((void *)(uintptr_t)e->target);
    free((void *)(uintptr_t)e->weight);
    free((void *)(uintptr_t)e->layer);
    free((void *)(uintptr_t)e->time);
    *e = (rel_edges){0};
}

/* One direction from the edges: dealt out by row, sorted, merged. */
static rel_status build_direction(rel_ctx *ctx, rel_graph *g, const edge_source *s, rel_csr *csr)
{
    rel_status st;
    rel_parts p = {0};
    rel_tally tally;
    arrays a = {0};
    const rel_item_source source = {s->edges.count, s->both_ways ? 2 : 1, s->words, produce_edges, s};
    REL_TRY(rel_parts_make(ctx, &source, g->n, &p, &tally));
    free_taken(s->taken);
    REL_TRY(rel_parts_sort(ctx, &p, g->n));
    REL_TRY(rel_graph_alloc(ctx, g, &a.off, (size_t)g->n + 1, sizeof *a.off, "rows"));
    const sums sum = count_rows(ctx->threads, &p, g->n, a.off);
    g->m = rel_par_prefix(ctx->threads, a.off, g->n);
    REL_TRY(alloc_arrays(ctx, g, s, &tally, sum.not_unit > 0, &a));
    emit(ctx->threads, &p, &a);
    REL_TRY(set_missing_times(ctx, g, &a));
    *csr = (rel_csr){a.off, a.adj, a.weight};
    g->dropped =
        (rel_graph_dropped){tally.self_loops, s->both_ways ? sum.merged / 2 : sum.merged, tally.bad_weight};
    st = rel_poll(ctx);
out:
    rel_parts_free(&p);
    return st;
}

static rel_status build(rel_ctx *ctx, rel_vid n, const rel_edges *edges, rel_edges *taken,
                        rel_build_opts opts, rel_graph *g)
{
    rel_status st;
    *g = (rel_graph){0};
    if (n > REL_VID_MAX)
        return rel_fail(ctx, REL_E_LIMIT, "a graph can have %" PRIu32 " vertices, not more", REL_VID_MAX);
    if (!(opts.directions & REL_BUILD_BOTH))
        return rel_fail(ctx, REL_E_USAGE, "a graph needs a direction to be built in");
    const bool only_in = opts.directed && !(opts.directions & REL_BUILD_OUT);
    edge_source s = {.edges = *edges, .n = n, .words = 1, .by_target = only_in, .both_ways = !opts.directed};
    s.taken = taken;
    if (only_in || !opts.directed) {
        s.edges.layer = NULL;
        s.edges.time = NULL;
    }
    if (s.edges.weight || s.edges.layer) s.words = 2;
    if (s.edges.time) s.words = 3;
    g->n = n;
    g->directed = opts.directed;
    g->names = (rel_names){.form = REL_NAMES_INDEX, .n = n};
    REL_TRY(build_direction(ctx, g, &s, only_in ? &g->in : &g->out));
    if (!opts.directed)
        g->in = g->out;
    else if (opts.directions == REL_BUILD_BOTH)
        REL_TRY(rel_graph_need_in(ctx, g));
    return REL_OK;
out:
    rel_graph_free(g);
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
