/* PageRank of a directed graph: Jacobi's rounds in residual form.
 *
 * Each round moves the residual into the scores, rounded to float, and puts what the rounding left and what
 * the neighbours then send into the new residual: b - (I - d S) y is the residual after any number of rounds,
 * to the precision of double, though only floats are gathered. */
#include <math.h>

#include "algorithms/centrality/pagerank_parts.h"

/* The residual of the scores as they are. `change` serves as what a unit of weight carries. */
static void carry(const rel_pagerank_state *s, rel_vid first, rel_vid last, const double given[2],
                  rel_pagerank_sums *sums)
{
    (void)given;
    for (rel_vid v = first; v < last; v++) {
        if (!(s->strength[v] > 0)) s->score[v] = 0;
        s->change[v] = s->strength[v] > 0 ? s->score[v] / s->strength[v] : 0;
        sums->at[0] += s->score[v];
    }
}

static void measure(const rel_pagerank_state *s, rel_vid first, rel_vid last, const double given[2],
                    rel_pagerank_sums *sums)
{
    (void)given;
    for (rel_vid v = first; v < last; v++) {
        if (!(s->strength[v] > 0)) continue;
        s->left[v] =
            rel_pagerank_landing(s, v) + s->damping * rel_pagerank_hear_double(s, s->change, v) - s->score[v];
        sums->at[0] += s->left[v];
        sums->at[1] += fabs(s->left[v]);
    }
}

static void begin(const rel_pagerank_state *s, rel_vid first, rel_vid last, const double given[2],
                  rel_pagerank_sums *sums)
{
    (void)given;
    (void)sums;
    for (rel_vid v = first; v < last; v++) {
        s->score[v] = 0;
        s->left[v] = rel_pagerank_landing(s, v);
    }
}

/* Scales the scores by 1 + given[0], which changes the residual in a way that is known without an edge read,
 * then moves it into the scores. Vertices without out-edges wait for the end: nobody hears from them. */
static void move(const rel_pagerank_state *s, rel_vid first, rel_vid last, const double given[2],
                 rel_pagerank_sums *sums)
{
    const double more = given[0];
    double total = 0;
    for (rel_vid v = first; v < last; v++) {
        const double strength = s->strength[v], scaled = (1 + more) * s->score[v],
                     left = (1 + more) * s->left[v] - more * rel_pagerank_landing(s, v);
        const float step = strength > 0 ? (float)(left / strength) : 0;
        const double moved = (double)step * strength;
        s->step[v] = step;
        s->score[v] = scaled + moved;
        s->left[v] = left - moved;
        total += s->score[v];
    }
    sums->at[0] += total;
}

/* Pull, not push: each vertex is written by one thread and there are no atomics. */
static void receive(const rel_pagerank_state *s, rel_vid first, rel_vid last, const double given[2],
                    rel_pagerank_sums *sums)
{
    double sum = 0, size = 0;
    (void)given;
    for (rel_vid v = first; v < last; v++) {
        if (!(s->strength[v] > 0)) continue;
        s->left[v] += s->damping * rel_pagerank_hear_float(s, s->step, v);
        sum += s->left[v];
        size += fabs(s->left[v]);
    }
    sums->at[0] += sum;
    sums->at[1] += size;
}

/* All of the mass of vertices with out-edges, `held`, is heard by somebody. */
static void note(rel_pagerank_state *s, rel_pagerank_sums residual, double held)
{
    s->sum = residual.at[0];
    s->size = residual.at[1];
    s->total = 1 - s->sum + s->damping * held;
}

void rel_pagerank_directed_begin(int threads, rel_pagerank_state *s, rel_pagerank_start from)
{
    const double none[2] = {0};
    if (from == REL_PAGERANK_COLD) {
        rel_pagerank_pass(threads, s, 0, s->core, false, begin, none);
        note(s, (rel_pagerank_sums){{s->landed, s->landed}}, 0);
        return;
    }
    const double held = rel_pagerank_pass(threads, s, 0, s->core, false, carry, none).at[0];
    note(s, rel_pagerank_pass(threads, s, 0, s->core, true, measure, none), held);
    s->round++;
}

rel_status rel_pagerank_directed(rel_ctx *ctx, rel_pagerank_state *s)
{
    rel_status st = REL_OK;
    const double none[2] = {0};
    const int from = s->round;
    const double first = s->size;
    while (s->round < s->max_rounds && rel_pagerank_error(s) > s->aim) {
        /* The scores are wrong by a multiple of themselves as long as the residual has a sum: that is the
         * part that would go away most slowly. */
        const double rest = s->landed - s->sum, given[2] = {rest > 0 ? s->sum / rest : 0};
        REL_TRY(rel_poll(ctx));
        const double held = rel_pagerank_pass(ctx->threads, s, 0, s->core, false, move, given).at[0];
        note(s, rel_pagerank_pass(ctx->threads, s, 0, s->core, true, receive, none), held);
        s->round++;
        rel_progress(ctx, "pagerank", "rounds", s->round, rel_pagerank_expected(s, from, first));
    }
out:
    return st;
}
