#include "src/insight/plan.h"

#include <math.h>

#include "algorithms/centrality/betweenness_sampling.h"
#include "src/insight/plan_parts.h"

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

/* What memory a family needs, as the headers of its kernels say: a new kernel is a new row. Bytes of scratch
 * a vertex, an arc, a vertex and thread, and copies of the rows that are made. */
typedef struct family_plan {
    bool planned;
    int reads;
    double vertex, arc, vertex_thread;
    int reordered;      /* directions copied in the order of degrees, from reorder_from arcs on */
    bool one_direction; /* copies a directed graph as an undirected one */
} family_plan;

enum {
    REORDER_FROM = 1 << 20,
    BETWEENNESS_DISTANCES = 8, /* at which one of 16 sources finds a vertex */
};                             /* as in the options of the kernels */

static const family_plan families[REL_FAMILY_COUNT] = {
    [REL_FAMILY_PAGERANK] = {true, IN_SIDE | WEIGHTS | OUT_WEIGHTS, 28, 0, 0, 1, false},
    [REL_FAMILY_DEGREE] = {true, OFFS, 0, 0, 0, 0, false},
    [REL_FAMILY_HITS] = {true, BOTH_SIDES | WEIGHTS, 40, 0, 0, 2, false},
    [REL_FAMILY_EIGENVECTOR] = {true, IN_SIDE | WEIGHTS, 24, 0, 0, 1, false},
    [REL_FAMILY_CORE] = {true, BOTH_SIDES, 16, 0, 0, 0, false},
    [REL_FAMILY_TRIANGLES] = {true, BOTH_SIDES, 40, 2, 9, 0, true},
    [REL_FAMILY_CONSTRAINT] = {true, BOTH_SIDES | WEIGHTS, 8, 8, 16, 0, true},
    [REL_FAMILY_LOCAL_BRIDGES] = {true, BOTH_SIDES, 8, 0, 1, 0, true},
    [REL_FAMILY_RECIPROCITY] = {true, BOTH_SIDES, 0, 0, 0, 0, false},
    [REL_FAMILY_COMPONENT_SIZE] = {true, BOTH_SIDES, 8, 0, 0, 0, false},
    [REL_FAMILY_DISTANCES] = {true, IN_SIDE, 38, 0, 0, 2, false},
    [REL_FAMILY_BETWEENNESS] = {true, BOTH_SIDES, 13, 0, 29, 0, false},
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

bool rel_plan_is_exact(rel_family f, const rel_plan_size *s, const rel_scoring_opts *o)
{
    const double most = f == REL_FAMILY_DISTANCES ? REL_EXACT_DISTANCES_WORK : REL_BETWEENNESS_EXACT_WORK;
    return o->exact || s->accounts * s->arcs <= most;
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
        if (rel_plan_is_exact(f, s, o)) return 40 * n;
        return bytes + 2 * n * ldexp(1, o->precision) + 16 * n + 4 * m;
    }
    if (f == REL_FAMILY_BETWEENNESS && rel_plan_is_exact(f, s, o))
        return (168 + 6 * BETWEENNESS_DISTANCES) * n + 4 * m * (s->directed ? 2 : 1);
    if (copies && m >= REORDER_FROM) bytes += 8 * n + copies * (8 * n + weight * m);
    if (p->one_direction && s->directed) bytes += 8 * n + 8 * m;
    return bytes;
}

/* The same for kernels that work on packed rows: they make no copies. */
static double packed_scratch_of(rel_family f, const rel_plan_size *s, const rel_scoring_opts *o)
{
    double vertex = 20;
    if (f == REL_FAMILY_PAGERANK) vertex = s->directed ? 28 : 32;
    if (f == REL_FAMILY_DEGREE) vertex = 8;
    if (f == REL_FAMILY_DISTANCES) vertex = rel_plan_is_exact(f, s, o) ? 44 : 18 + ldexp(2, o->precision);
    return s->accounts * vertex;
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

/* Packed rows that are read as they are, in both directions or in one, or all of them unpacked beside them.
 */
static double packed_graph(const rel_plan_size *s, bool stays, bool both)
{
    const double direction = s->packed_bytes + 4.04 * s->accounts;
    const double directions = both && s->both_packed && s->directed ? 2 : 1;
    if (stays) return directions * direction + 8 * s->accounts;
    return directions * direction + 8 * s->accounts + whole_graph(s);
}

double rel_plan_opening(const rel_plan_size *s)
{
    return opening_peak(s, s->packed ? packed_graph(s, true, true) : whole_graph(s));
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
    bool stays = s->packed, both = false;
    double scratch = RANKING_BYTES * s->accounts;
    for (int i = 0; i < criteria; i++) {
        const rel_family f = rel_criterion_family(by[i]);
        if (!families[f].planned)
            return rel_fail(ctx, REL_E_USAGE, "criterion '%s' has no plan", rel_criterion_word((int)by[i]));
        reads |= families[f].reads | weights_of(by[i]);
        stays = stays && rel_criterion_reads_packed(by[i]);
        both = both || f != REL_FAMILY_DISTANCES; /* distances read in-rows alone */
    }
    for (int i = 0; i < criteria; i++) {
        const rel_family f = rel_criterion_family(by[i]);
        scratch = fmax(scratch, stays ? packed_scratch_of(f, s, o) : scratch_of(f, s, o, ctx->threads));
    }
    *plan = (rel_plan){0};
    plan->graph = s->packed                        ? packed_graph(s, stays, both || !stays)
                  : s->kind == REL_SOURCE_SNAPSHOT ? bytes_read(s, reads)
                                                   : whole_graph(s);
    plan->memory = fmax(opening_peak(s, plan->graph), plan->graph + 8 * s->accounts * criteria + scratch);
    return REL_OK;
}
