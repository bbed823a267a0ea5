#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "graph/build_steps.h"
#include "graph/owner.h"
#include "src/base/par.h"
#include "src/base/time.h"

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

/* What a run of equal items sums up to. */
static float run_weight(const uint64_t *item, int64_t count, int words)
{
    double sum = 0;
    for (int64_t i = 0; i < count; i++) sum += (double)weight_of(item + i * words);
    return sum < FLT_MAX ? (float)sum : FLT_MAX;
}

static inline int64_t run_length(const uint64_t *item, int64_t left, int words)
{
    int64_t k = 1;
    while (k < left && item[k * words] == item[0]) k++;
    return k;
}

/* What counting leaves: the number of arcs of each row, and of each part what decides on the arrays. */
typedef struct counting {
    rel_vid rows;
    rel_eid *off;
    int64_t *merged;   /* parts: items summed into another */
    int64_t *not_unit; /* parts: arcs whose weight is not 1 */
} counting;

static void count_part(void *state, const rel_parts *p, int part, const uint64_t *item)
{
    const counting *c = state;
    const rel_vid first = rel_part_first_row(p, part), last = rel_part_last_row(p, part, c->rows);
    const int64_t items = p->start[part + 1] - p->start[part];
    if (last > first) memset(c->off + first, 0, (size_t)(last - first) * sizeof *c->off);
    for (int64_t i = 0, run; i < items; i += run, item += run * p->words) {
        run = run_length(item, items - i, p->words);
        c->off[item[0] >> 32]++;
        c->merged[part] += run - 1;
        c->not_unit[part] += run_weight(item, run, p->words) != 1;
    }
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

static rel_status alloc_arrays(rel_ctx *ctx, rel_graph *g, const rel_edge_source *s, uint32_t layers,
                               bool weighted, arrays *a)
{
    rel_status st;
    REL_TRY(rel_graph_alloc(ctx, g, &a->adj, (size_t)g->m, sizeof *a->adj, "neighbours"));
    if (weighted) REL_TRY(rel_graph_alloc(ctx, g, &a->weight, (size_t)g->m, sizeof *a->weight, "weights"));
    if (s->both_ways || s->by_target) return REL_OK;
    for (int k = 0; s->edges.layer && k < REL_KIND_COUNT; k++)
        if (layers >> k & 1)
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

rel_status rel_build_full(rel_ctx *ctx, rel_graph *g, rel_build_space *space, const rel_edge_source *s,
                          uint32_t layers, rel_csr *csr, int64_t *merged)
{
    rel_status st;
    arrays a = {0};
    counting c = {.rows = g->n};
    rel_parts *p = &space->parts;
    int64_t not_unit = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &c.merged, (size_t)p->parts, sizeof *c.merged, "counting edges"));
    REL_TRY(rel_scratch(ctx, &c.not_unit, (size_t)p->parts, sizeof *c.not_unit, "counting edges"));
    REL_TRY(rel_graph_alloc(ctx, g, &a.off, (size_t)g->n + 1, sizeof *a.off, "rows"));
    c.off = a.off;
    REL_TRY(rel_parts_sort(
        ctx, p,
        (rel_sort_plan){.columns = g->n, .by_row = true, .keep = true, .visit = count_part, .state = &c}));
    *merged = 0;
    for (int part = 0; part < p->parts; part++) {
        *merged += c.merged[part];
        not_unit += c.not_unit[part];
    }
    g->m = rel_par_prefix(ctx->threads, a.off, g->n);
    REL_TRY(alloc_arrays(ctx, g, s, layers, not_unit > 0, &a));
    emit(ctx->threads, p, &a);
    REL_TRY(set_missing_times(ctx, g, &a));
    *csr = (rel_csr){a.off, a.adj, a.weight};
out:
    rel_scratch_release(ctx, mark);
    return st;
}
