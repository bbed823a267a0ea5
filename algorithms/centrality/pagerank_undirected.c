/* PageRank of an undirected graph: conjugate gradients.
 *
 * For a unit of strength the system is symmetric: (strength - d W) u = b. Vertices whose neighbours are all
 * in the core are not neighbours of each other, so that their u follows from the core's in closed form; what
 * is left for the core (the Schur complement) has a far better condition. Steps are floats, which costs
 * conjugate gradients nothing that shows; everything else is double and follows these steps exactly, so that
 * the residual is the true one to the precision of double. */
#include <math.h>

#include "algorithms/centrality/pagerank_parts.h"
#include "algorithms/rounds.h"

/* What the vertices outside the core hold when the core holds `score`: exact. given[0] is 0 when the core
 * holds nothing yet. */
static void settle_others(const rel_pagerank_state *s, rel_vid first, rel_vid last, const double given[2],
                          rel_pagerank_sums *sums)
{
    (void)sums;
    for (rel_vid v = first; v < last; v++) {
        double received = 0;
        if (given[0] > 0)
            received = rel_pagerank_gather_double(s->score, &s->in, s->in.off[v], s->in.off[v + 1]);
        s->left[v] = (rel_pagerank_landing(s, v) + s->damping * received) / s->strength[v];
    }
}

static rel_eid middle(const rel_pagerank_state *s, rel_vid v)
{
    return s->middle ? s->middle[v] : s->in.off[v + 1];
}

/* The diagonal of the system: a vertex gets back some of what it sends to those outside the core. */
static double diagonal(const rel_pagerank_state *s, rel_vid v)
{
    double back = 0;
    for (rel_eid e = middle(s, v); e < s->in.off[v + 1]; e++) {
        const double weight = s->in.weight ? (double)s->in.weight[e] : 1;
        back += weight * weight / s->strength[s->in.adj[e]];
    }
    return s->strength[v] - s->damping * s->damping * back;
}

static void measure(const rel_pagerank_state *s, rel_vid first, rel_vid last, const double given[2],
                    rel_pagerank_sums *sums)
{
    for (rel_vid v = first; v < last; v++) {
        const rel_eid half = middle(s, v);
        double received = rel_pagerank_gather_double(s->left, &s->in, half, s->in.off[v + 1]);
        s->left[v] = s->scale[v] = 0;
        s->step[v] = 0;
        if (!(given[0] > 0)) s->score[v] = 0;
        if (!(s->strength[v] > 0)) continue;
        if (given[0] > 0) received += rel_pagerank_gather_double(s->score, &s->in, s->in.off[v], half);
        s->left[v] = rel_pagerank_landing(s, v) - s->strength[v] * s->score[v] + s->damping * received;
        s->scale[v] = (float)(1 / diagonal(s, v));
        sums->at[0] += s->left[v] * s->left[v] * (double)s->scale[v];
        sums->at[1] += fabs(s->left[v]);
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
        s->left[v] = s->damping * rel_pagerank_gather_float(s->step, &s->in, s->in.off[v], s->in.off[v + 1]) /
                     s->strength[v];
}

static void receive(const rel_pagerank_state *s, rel_vid first, rel_vid last, const double given[2],
                    rel_pagerank_sums *sums)
{
    double bend = 0;
    (void)given;
    for (rel_vid v = first; v < last; v++) {
        const rel_eid half = middle(s, v);
        const double received = rel_pagerank_gather_float(s->step, &s->in, s->in.off[v], half) +
                                rel_pagerank_gather_double(s->left, &s->in, half, s->in.off[v + 1]);
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
    double slope = 0, size = 0;
    for (rel_vid v = first; v < last; v++) {
        const double left = s->left[v] - far * s->change[v];
        s->score[v] += far * (double)s->step[v];
        s->left[v] = left;
        slope += left * left * (double)s->scale[v];
        size += fabs(left);
    }
    sums->at[0] += slope;
    sums->at[1] += size;
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

rel_status rel_pagerank_undirected(rel_ctx *ctx, rel_pagerank_state *s, bool cold)
{
    rel_status st = REL_OK;
    const int threads = ctx->threads;
    /* The mass of vertices with edges grows to 1 / (1 - d) of what lands there. */
    const double grown = s->landed / (1 - s->damping);
    double given[2] = {0}, start[2] = {0};
    const double held = cold ? 0 : rel_pagerank_pass(threads, s, 0, s->busy, false, hold, given).at[0];
    if (held > 0) {
        start[0] = 1;
        start[1] = grown / held;
        rel_pagerank_pass(threads, s, 0, s->core, false, divide, start);
        s->round++;
    }
    rel_pagerank_pass(threads, s, s->core, s->busy, false, settle_others, start);
    rel_pagerank_sums now = rel_pagerank_pass(threads, s, 0, s->core, true, measure, start);
    const int from = s->round;
    const double first = now.at[1];
    while (s->round + 1 < s->max_rounds && now.at[0] > 0) {
        REL_TRY(rel_poll(ctx));
        rel_pagerank_pass(threads, s, 0, s->core, false, turn, given);
        rel_pagerank_pass(threads, s, s->core, s->busy, false, pass_on, given);
        const double bend = rel_pagerank_pass(threads, s, 0, s->core, true, receive, given).at[0];
        const double far[2] = {now.at[0] / bend};
        const double before = now.at[0];
        now = rel_pagerank_pass(threads, s, 0, s->core, false, go, far);
        given[0] = now.at[0] / before;
        const double total = grown - now.at[1] / (1 - s->damping) + 1 - s->landed;
        s->round++;
        rel_progress(ctx, "pagerank", "rounds", s->round,
                     rel_rounds_expected(from, first, s->round, now.at[1], s->aim * total));
        if (now.at[1] <= s->aim * total) break;
    }
out:
    rel_pagerank_pass(threads, s, 0, s->core, false, multiply, given);
    return st;
}
