/* PageRank of an undirected graph: conjugate gradients.
 *
 * For a unit of strength the system is symmetric: (strength - d W) u = b. Vertices whose neighbours are all
 * in the core are not neighbours of each other, so that their u follows from the core's in closed form; what
 * is left for the core (the Schur complement) has a far better condition. Steps are floats, which costs
 * conjugate gradients nothing that shows; everything else is double and follows these steps exactly, so that
 * the residual is the true one to the precision of double. */
#include <math.h>

#include "algorithms/centrality/pagerank_parts.h"

/* What the vertices outside the core hold when the core holds `score`: exact. given[0] is 0 when the core
 * holds nothing yet. */
static void settle_others(const rel_pagerank_state *s, rel_vid first, rel_vid last, const double given[2],
                          rel_pagerank_sums *sums)
{
    (void)sums;
    for (rel_vid v = first; v < last; v++) {
        const double received = given[0] > 0 ? rel_pagerank_hear_double(s, s->score, v) : 0;
        s->left[v] = (rel_pagerank_landing(s, v) + s->damping * received) / s->strength[v];
    }
}

/* The diagonal of the system: a vertex gets back some of what it sends to those outside the core. */
static double diagonal(const rel_pagerank_state *s, rel_vid v)
{
    double back = 0;
    for (rel_eid e = s->middle ? s->middle[v] : 0; s->middle && e < s->in.off[v + 1]; e++) {
        const double weight = s->in.weight ? (double)s->in.weight[e] : 1;
        back += weight * weight / s->strength[s->in.adj[e]];
    }
    return s->strength[v] - s->damping * s->damping * back;
}

static void measure(const rel_pagerank_state *s, rel_vid first, rel_vid last, const double given[2],
                    rel_pagerank_sums *sums)
{
    for (rel_vid v = first; v < last; v++) {
        double received = rel_pagerank_hear_others(s, s->left, v);
        s->left[v] = s->scale[v] = 0;
        s->step[v] = 0;
        if (!(given[0] > 0)) s->score[v] = 0;
        if (!(s->strength[v] > 0)) continue;
        if (given[0] > 0) received += rel_pagerank_hear_double(s, s->score, v);
        s->left[v] = rel_pagerank_landing(s, v) - s->strength[v] * s->score[v] + s->damping * received;
        s->scale[v] = (float)(1 / diagonal(s, v));
        sums->at[0] += s->left[v] * s->left[v] * (double)s->scale[v];
        sums->at[1] += fabs(s->left[v]);
        sums->at[2] += s->left[v];
    }
}

/* The next step: given[0] times the last one, and the scaled residual. */
static void turn(const rel_pagerank_state *s, rel_vid first, rel_vid last, const double given[2],
                 rel_pagerank_sums *sums)
{
    (void)sums;
    for (rel_vid v = first; v < last; v++)
        s->step[v] = (float)(s->left[v] * (double)s->scale[v] + given[0] * (double)s->step[v]);
}

static void pass_on(const rel_pagerank_state *s, rel_vid first, rel_vid last, const double given[2],
                    rel_pagerank_sums *sums)
{
    (void)given;
    (void)sums;
    for (rel_vid v = first; v < last; v++)
        s->left[v] = s->damping * rel_pagerank_hear_float(s, s->step, v) / s->strength[v];
}

static void receive(const rel_pagerank_state *s, rel_vid first, rel_vid last, const double given[2],
                    rel_pagerank_sums *sums)
{
    double bend = 0;
    (void)given;
    for (rel_vid v = first; v < last; v++) {
        const double received =
            rel_pagerank_hear_float(s, s->step, v) + rel_pagerank_hear_others(s, s->left, v);
        s->change[v] = s->strength[v] * (double)s->step[v] - s->damping * received;
        bend += s->change[v] * (double)s->step[v];
    }
    sums->at[0] += bend;
}

/* Goes given[0] times the step. */
static void go(const rel_pagerank_state *s, rel_vid first, rel_vid last, const double given[2],
               rel_pagerank_sums *sums)
{
    const double far = given[0];
    double slope = 0, size = 0, sum = 0;
    for (rel_vid v = first; v < last; v++) {
        const double left = s->left[v] - far * s->change[v];
        s->score[v] += far * (double)s->step[v];
        s->left[v] = left;
        slope += left * left * (double)s->scale[v];
        size += fabs(left);
        sum += left;
    }
    sums->at[0] += slope;
    sums->at[1] += size;
    sums->at[2] += sum;
}

static void hold(const rel_pagerank_state *s, rel_vid first, rel_vid last, const double given[2],
                 rel_pagerank_sums *sums)
{
    (void)given;
    for (rel_vid v = first; v < last; v++)
        if (s->strength[v] > 0) sums->at[0] += s->score[v];
}

/* From scores to scores for a unit of strength, which the rounds hold, given[1] times as large. */
static void divide(const rel_pagerank_state *s, rel_vid first, rel_vid last, const double given[2],
                   rel_pagerank_sums *sums)
{
    (void)sums;
    for (rel_vid v = first; v < last; v++)
        s->score[v] = s->strength[v] > 0 ? given[1] * s->score[v] / s->strength[v] : 0;
}

static void multiply(const rel_pagerank_state *s, rel_vid first, rel_vid last, const double given[2],
                     rel_pagerank_sums *sums)
{
    (void)given;
    (void)sums;
    for (rel_vid v = first; v < last; v++) s->score[v] *= s->strength[v];
}

/* The mass of vertices with edges is 1 / (1 - d) of what lands there or is missing from the residual. */
static void note(rel_pagerank_state *s, rel_pagerank_sums residual)
{
    s->slope = residual.at[0];
    s->size = residual.at[1];
    s->sum = residual.at[2];
    s->total = (s->landed - s->sum) / (1 - s->damping) + 1 - s->landed;
}

void rel_pagerank_undirected_begin(int threads, rel_pagerank_state *s, rel_pagerank_start from)
{
    double start[2] = {from == REL_PAGERANK_AGAIN, 1};
    if (from == REL_PAGERANK_WARM) {
        const double held = rel_pagerank_pass(threads, s, 0, s->busy, false, hold, start).at[0];
        start[0] = held > 0;
        start[1] = held > 0 ? s->landed / (1 - s->damping) / held : 0;
    }
    if (start[0] > 0) {
        rel_pagerank_pass(threads, s, 0, s->core, false, divide, start);
        s->round++;
    }
    rel_pagerank_pass(threads, s, s->core, s->busy, false, settle_others, start);
    note(s, rel_pagerank_pass(threads, s, 0, s->core, true, measure, start));
}

rel_status rel_pagerank_undirected(rel_ctx *ctx, rel_pagerank_state *s)
{
    rel_status st = REL_OK;
    const int threads = ctx->threads;
    double given[2] = {0};
    const int from = s->round;
    const double first = s->size;
    while (s->round < s->max_rounds && s->slope > 0 && rel_pagerank_error(s) > s->aim) {
        REL_TRY(rel_poll(ctx));
        rel_pagerank_pass(threads, s, 0, s->core, false, turn, given);
        rel_pagerank_pass(threads, s, s->core, s->busy, false, pass_on, given);
        const double bend = rel_pagerank_pass(threads, s, 0, s->core, true, receive, given).at[0];
        const double before = s->slope, far[2] = {before / bend};
        note(s, rel_pagerank_pass(threads, s, 0, s->core, false, go, far));
        given[0] = s->slope / before;
        s->round++;
        rel_progress(ctx, "pagerank", "rounds", s->round, rel_pagerank_expected(s, from, first));
    }
out:
    rel_pagerank_pass(threads, s, 0, s->core, false, multiply, given);
    return st;
}
