#include "src/insight/plan.h"

#include <math.h>

#include "algorithms/centrality/betweenness_sampling.h"
#include "src/base/memory.h"
#include "src/base/pace.h"

/* Which arrays of the graph a family of kernels reads: pages of a mapped snapshot that are not read take no
 * memory. WEIGHTS: those of the rows it reads. */
enum {
    OUT_OFF = 1,
    OUT_ROWS = 2,
    IN_OFF = 4,
    IN_ROWS = 8,
    WEIGHTS = 16,
    OUT_WEIGHTS = 32, /* without the rows */
    IN_WEIGHTS = 64,
    OFFS = OUT_OFF | IN_OFF
};
#define IN_SIDE (OFFS | IN_ROWS)
#define BOTH_SIDES (OFFS | OUT_ROWS | IN_ROWS)

/* What a family needs, as the headers of its kernels say: a new kernel is a new row. Bytes of scratch a
 * vertex, an arc, a vertex and thread; copies of the rows that are made; and the time: random reads for each
 * arc, and steps of arithmetic for each. Those were fitted to measured runs on Kronecker graphs. */
typedef struct family_plan {
    bool planned;
    int reads;
    double vertex, arc, vertex_thread;
    int reordered;      /* directions copied in the order of degrees, from reorder_from arcs on */
    bool one_direction; /* copies a directed graph as an undirected one */
    double gathers, steps;
} family_plan;

enum {
    REORDER_FROM = 1 << 20,
    BETWEENNESS_DISTANCES = 8, /* at which one of 16 sources finds a vertex */
};                             /* as in the options of the kernels */

static const family_plan families[REL_FAMILY_COUNT] = {
    [REL_FAMILY_PAGERANK] = {true, IN_SIDE | WEIGHTS | OUT_WEIGHTS, 28, 0, 0, 1, false, 8.3, 0},
    [REL_FAMILY_DEGREE] = {true, OFFS, 0, 0, 0, 0, false, 0, 0.01},
    [REL_FAMILY_HITS] = {true, BOTH_SIDES | WEIGHTS, 40, 0, 0, 2, false, 4.8, 0},
    [REL_FAMILY_EIGENVECTOR] = {true, IN_SIDE | WEIGHTS, 24, 0, 0, 1, false, 4, 0},
    [REL_FAMILY_CORE] = {true, BOTH_SIDES, 16, 0, 0, 0, false, 7.2, 0},
    [REL_FAMILY_TRIANGLES] = {true, BOTH_SIDES, 40, 2, 9, 0, true, 0, 0},
    [REL_FAMILY_CONSTRAINT] = {true, BOTH_SIDES | WEIGHTS, 8, 8, 16, 0, true, 0, 0},
    [REL_FAMILY_LOCAL_BRIDGES] = {true, BOTH_SIDES, 8, 0, 1, 0, true, 0, 0},
    [REL_FAMILY_RECIPROCITY] = {true, BOTH_SIDES, 0, 0, 0, 0, false, 0, 0.05},
    [REL_FAMILY_COMPONENT_SIZE] = {true, BOTH_SIDES, 8, 0, 0, 0, false, 0.2, 0},
    [REL_FAMILY_DISTANCES] = {true, IN_SIDE, 38, 0, 0, 2, false, 0, 0},
    [REL_FAMILY_BETWEENNESS] = {true, BOTH_SIDES, 13, 0, 29, 0, false, 0, 0},
};

/* Bytes of the parts of a plain graph. */
typedef struct sides {
    double off, rows, weights;
} sides;

static sides sides_of(const rel_plan_size *s)
{
    return (sides){8 * s->accounts, 4 * s->arcs, s->weighted ? 4 * s->arcs : 0};
}

/* The arrays that the families read, each once. An undirected graph has one direction. */
static double bytes_read(const rel_plan_size *s, int reads)
{
    const sides b = sides_of(s);
    double bytes = 0;
    if (!s->directed) {
        if (reads & OUT_OFF) reads |= IN_OFF;
        if (reads & OUT_WEIGHTS) reads |= IN_WEIGHTS;
        if (reads & OUT_ROWS) reads |= IN_ROWS;
        reads &= ~(OUT_OFF | OUT_ROWS | OUT_WEIGHTS);
    }
    if (reads & OUT_OFF) bytes += b.off;
    if (reads & IN_OFF) bytes += b.off;
    if (reads & OUT_WEIGHTS && !(reads & OUT_ROWS)) bytes += b.weights;
    if (reads & IN_WEIGHTS && !(reads & IN_ROWS)) bytes += b.weights;
    if (reads & OUT_ROWS) bytes += b.rows + (reads & WEIGHTS ? b.weights : 0);
    if (reads & IN_ROWS) bytes += b.rows + (reads & WEIGHTS ? b.weights : 0);
    return bytes;
}

static bool is_exact_betweenness(const rel_plan_size *s, const rel_scoring_opts *o)
{
    return o->exact || s->accounts * s->arcs <= REL_BETWEENNESS_EXACT_WORK;
}

static bool is_exact_distances(const rel_plan_size *s, const rel_scoring_opts *o)
{
    return o->exact || s->accounts * s->arcs <= REL_EXACT_DISTANCES_WORK;
}

/* Scratch of one family on plain rows. */
static double scratch_of(rel_family f, const rel_plan_size *s, const rel_scoring_opts *o, int threads)
{
    const family_plan *p = &families[f];
    const double n = s->accounts, m = s->arcs, weight = s->weighted && p->reads & WEIGHTS ? 8 : 4;
    double bytes = p->vertex * n + p->arc * m + p->vertex_thread * n * threads;
    if (f == REL_FAMILY_CONSTRAINT) /* of a directed graph two undirected copies with weights */
        return (s->directed ? 40 : 32) * n + 8 * n * threads + (s->directed ? 32 : weight) * m;
    const int copies = s->directed ? p->reordered : p->reordered ? 1 : 0;
    if (f == REL_FAMILY_DISTANCES) {
        if (is_exact_distances(s, o)) return 40 * n;
        return bytes + 2 * n * ldexp(1, o->precision) + 16 * n + 4 * m;
    }
    if (f == REL_FAMILY_BETWEENNESS && is_exact_betweenness(s, o))
        return (168 + 6 * BETWEENNESS_DISTANCES) * n + 4 * m * (s->directed ? 2 : 1);
    if (copies && m >= REORDER_FROM) bytes += 8 * n + copies * (8 * n + weight * m);
    if (p->one_direction && s->directed) bytes += 8 * n + 8 * m;
    return bytes;
}

/* The same for kernels that work on packed rows: they make no copies. */
static double packed_scratch_of(rel_family f, const rel_plan_size *s)
{
    return s->accounts * (f == REL_FAMILY_PAGERANK ? 24 : f == REL_FAMILY_DEGREE ? 8 : 20);
}

/* What reading a text holds at its peak, and what it leaves: columns of numbers, parts that are dealt out,
 * rows; both directions are made. */
enum {
    TEXT_ARC_PEAK = 15,
    TEXT_WEIGHTED_ARC_PEAK = 31,
    TEXT_WINDOW = 16 << 20,
    WORKSPACE_ACT_PEAK = 40,
    WORKSPACE_ACCOUNT = 400
};

static double opening_peak(const rel_plan_size *s, double graph)
{
    if (s->kind == REL_SOURCE_SNAPSHOT) return graph;
    if (s->kind == REL_SOURCE_WORKSPACE) return graph + WORKSPACE_ACT_PEAK * s->arcs;
    const double arc = s->weighted ? TEXT_WEIGHTED_ARC_PEAK : TEXT_ARC_PEAK;
    return fmax(graph, arc * s->arcs + 24 * s->accounts + fmin(s->text_bytes, TEXT_WINDOW));
}

static double whole_graph(const rel_plan_size *s)
{
    const double names = s->kind == REL_SOURCE_WORKSPACE ? WORKSPACE_ACCOUNT : 8;
    return bytes_read(s, BOTH_SIDES | WEIGHTS) + names * s->accounts;
}

/* Packed rows that are read as they are, or all of them unpacked beside them. */
static double packed_graph(const rel_plan_size *s, bool stays)
{
    const double direction = s->packed_bytes + 4.04 * s->accounts;
    const double directions = s->both_packed && s->directed ? 2 : 1;
    if (stays) return directions * direction + 8 * s->accounts;
    return directions * direction + 8 * s->accounts + whole_graph(s);
}

double rel_plan_opening(const rel_plan_size *s)
{
    return opening_peak(s, s->packed ? packed_graph(s, true) : whole_graph(s));
}

/* Strengths read weights alone, degrees do not. */
static int weights_of(rel_criterion by)
{
    switch (by) {
    case REL_BY_STRENGTH: return IN_WEIGHTS | OUT_WEIGHTS;
    case REL_BY_IN_STRENGTH: return IN_WEIGHTS;
    case REL_BY_OUT_STRENGTH: return OUT_WEIGHTS;
    default: return 0;
    }
}

enum { RANKING_BYTES = 32 }; /* a vertex: sorting the scores */

rel_status rel_plan_rank_memory(rel_ctx *ctx, const rel_plan_size *s, const rel_criterion *by, int criteria,
                                const rel_scoring_opts *o, rel_plan *plan)
{
    int reads = 0;
    bool stays = s->packed;
    double scratch = RANKING_BYTES * s->accounts;
    for (int i = 0; i < criteria; i++) {
        const rel_family f = rel_criterion_family(by[i]);
        if (!families[f].planned)
            return rel_fail(ctx, REL_E_USAGE, "criterion '%s' has no plan", rel_criterion_word((int)by[i]));
        reads |= families[f].reads | weights_of(by[i]);
        stays = stays && rel_criterion_reads_packed(by[i]);
    }
    for (int i = 0; i < criteria; i++) {
        const rel_family f = rel_criterion_family(by[i]);
        scratch = fmax(scratch, stays ? packed_scratch_of(f, s) : scratch_of(f, s, o, ctx->threads));
    }
    *plan = (rel_plan){0};
    plan->graph = s->packed                        ? packed_graph(s, stays)
                  : s->kind == REL_SOURCE_SNAPSHOT ? bytes_read(s, reads)
                                                   : whole_graph(s);
    plan->memory = fmax(opening_peak(s, plan->graph), plan->graph + 8 * s->accounts * criteria + scratch);
    return REL_OK;
}

/* --- time --------------------------------------------------------------------------------------------------
 */

/* Arcs are followed along chains or squares in these; the exponent of m was fitted like the constants. */
static double steep_seconds(rel_family f, const rel_plan_size *s, const rel_scoring_opts *o,
                            const rel_pace *pace, int threads)
{
    const double edges = s->directed ? s->arcs : s->arcs / 2;
    switch (f) {
    case REL_FAMILY_TRIANGLES: return 0.29 * pow(edges, 1.35) * pace->step / threads;
    case REL_FAMILY_LOCAL_BRIDGES: return 0.13 * pow(edges, 1.35) * pace->step / threads;
    case REL_FAMILY_CONSTRAINT: return 2.2 * pow(edges, 1.5) * pace->step / threads;
    case REL_FAMILY_DISTANCES:
        if (is_exact_distances(s, o)) return s->accounts * s->arcs / 64 * 8 * pace->gather;
        return s->arcs * 13 * (pace->gather + ldexp(1, o->precision) * pace->stream);
    case REL_FAMILY_BETWEENNESS:
        if (is_exact_betweenness(s, o)) return s->accounts / 16 * s->arcs * 4 * pace->gather;
        return log(s->accounts / o->delta) / (o->epsilon * o->epsilon) / 4 * sqrt(s->arcs) * pace->gather;
    default: return 0;
    }
}

static double kernel_seconds(rel_family f, const rel_plan_size *s, const rel_scoring_opts *o,
                             const rel_pace *pace, int threads, bool stays)
{
    const family_plan *p = &families[f];
    const double decode =
        stays ? p->gathers * s->arcs * 1.7 * pace->stream + p->gathers * s->arcs * 0.4 * pace->step : 0;
    return s->arcs * (p->gathers * pace->gather + p->steps * pace->step) + decode +
           steep_seconds(f, s, o, pace, threads);
}

rel_status rel_plan_rank(rel_ctx *ctx, const rel_plan_size *s, const rel_criterion *by, int criteria,
                         const rel_scoring_opts *o, rel_plan *plan)
{
    rel_status st;
    rel_pace pace;
    bool done[REL_FAMILY_COUNT] = {false}, stays = s->packed;
    REL_TRY(rel_plan_rank_memory(ctx, s, by, criteria, o, plan));
    const int64_t before = rel_memory_used();
    REL_TRY(rel_pace_measure(ctx, &pace));
    plan->memory += (double)before;
    for (int i = 0; i < criteria; i++) stays = stays && rel_criterion_reads_packed(by[i]);
    plan->open_seconds =
        s->text_bytes * 8 * pace.stream + (s->text_bytes > 0 ? s->arcs * 8 * pace.gather : 0);
    if (s->kind == REL_SOURCE_WORKSPACE) plan->open_seconds = s->arcs * 400 * pace.step;
    plan->seconds = plan->open_seconds + s->accounts * 32 * pace.step;
    for (int i = 0; i < criteria; i++) {
        const rel_family f = rel_criterion_family(by[i]);
        if (!done[f]) plan->seconds += kernel_seconds(f, s, o, &pace, ctx->threads, stays);
        done[f] = true;
    }
out:
    return st;
}
