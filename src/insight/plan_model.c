/* Plans of time for sources that are too large to be tried (declared in plan_parts.h). */
#include <math.h>

#include "src/insight/plan_parts.h"

/* For each arc, random reads and steps of arithmetic (rel_pace), in the seconds that `scripts/bench plans`
 * prints for them: a faster kernel is a smaller number here. */
static const struct {
    double gathers, steps;
} families[REL_FAMILY_COUNT] = {
    [REL_FAMILY_PAGERANK] = {8.3, 0},       [REL_FAMILY_DEGREE] = {0, 0.01},
    [REL_FAMILY_HITS] = {4.8, 0},           [REL_FAMILY_EIGENVECTOR] = {4, 0},
    [REL_FAMILY_CORE] = {7.2, 0},           [REL_FAMILY_RECIPROCITY] = {0, 0.05},
    [REL_FAMILY_COMPONENT_SIZE] = {0.2, 0},
};

/* Arcs are followed along chains or squares in these; the exponent of m was fitted like the constants. */
static double steep(rel_family f, const rel_plan_size *s, const rel_scoring_opts *o, const rel_pace *pace,
                    int threads)
{
    const double edges = s->directed ? s->arcs : s->arcs / 2;
    switch (f) {
    case REL_FAMILY_TRIANGLES: return 0.29 * pow(edges, 1.35) * pace->step / threads;
    case REL_FAMILY_LOCAL_BRIDGES: return 0.13 * pow(edges, 1.35) * pace->step / threads;
    case REL_FAMILY_CONSTRAINT: return 2.2 * pow(edges, 1.5) * pace->step / threads;
    case REL_FAMILY_DISTANCES:
        if (rel_plan_is_exact(f, s, o)) return s->accounts * s->arcs / 64 * 8 * pace->gather;
        return s->arcs * 13 * (pace->gather + ldexp(1, o->precision) * pace->stream);
    case REL_FAMILY_BETWEENNESS:
        if (rel_plan_is_exact(f, s, o)) return s->accounts / 16 * s->arcs * 4 * pace->gather;
        return log(s->accounts / o->delta) / (o->epsilon * o->epsilon) / 4 * sqrt(s->arcs) * pace->gather;
    default: return 0;
    }
}

/* How often packed rows are decoded. */
static double passes(rel_family f, const rel_plan_size *s, const rel_scoring_opts *o)
{
    if (f != REL_FAMILY_DISTANCES) return families[f].gathers;
    return rel_plan_is_exact(f, s, o) ? s->accounts / 64 * 8 : 13;
}

double rel_plan_model(rel_family f, const rel_plan_size *s, const rel_scoring_opts *o, const rel_pace *pace,
                      int threads, bool packed)
{
    const double gathers = families[f].gathers * s->arcs, steps = families[f].steps * s->arcs;
    const double decode = packed ? passes(f, s, o) * s->arcs * (1.7 * pace->stream + 0.4 * pace->step) : 0;
    return gathers * pace->gather + steps * pace->step + decode + steep(f, s, o, pace, threads);
}

double rel_plan_model_opening(const rel_plan_size *s, const rel_pace *pace)
{
    if (s->kind == REL_SOURCE_SNAPSHOT) return 0;
    if (s->kind == REL_SOURCE_WORKSPACE) return s->arcs * 400 * pace->step;
    return s->text_bytes * 8 * pace->stream + s->arcs * 8 * pace->gather;
}
