#include "algorithms/diffusion/learning_check.h"

#include <math.h>
#include <omp.h>

enum { BLOCK = 64 }; /* cascades that one thread sums up; cut by their number alone */
static const double EDGE = 1e-6;
/* Where the bins begin: finer where most situations are. */
static const double from[REL_CALIBRATION_BINS] = {0, .005, .01, .02, .05, .1, .2, .3, .5, .7};

/* What one block of cascades adds up to. */
typedef struct tally {
    int64_t situations[REL_CALIBRATION_BINS], reached[REL_CALIBRATION_BINS], untold, initiators;
    double predicted[REL_CALIBRATION_BINS], likelihood, rank;
} tally;

/* One thread's cascade. */
typedef struct hand {
    uint8_t *in;      /* n: the account is in it */
    double *value;    /* n: foretold, or told less heard */
    rel_vid *touched; /* n */
    rel_vid count;
} hand;

typedef struct judging {
    const rel_exposures *x;
    const float *p;
    hand *hands;
    tally *tallies;
    bool all; /* not the likelihood alone */
} judging;

/* -------- situations -------- */

static void add_situation(tally *t, double foretold, bool happened)
{
    const double q = fmin(fmax(foretold, EDGE), 1 - EDGE);
    int b = REL_CALIBRATION_BINS - 1;
    while (b > 0 && foretold < from[b]) b--;
    t->situations[b]++;
    t->reached[b] += happened;
    t->predicted[b] += foretold;
    t->likelihood += happened ? log(q) : log1p(-q);
}

static void judge_acts(const judging *j, int64_t cascade, tally *t)
{
    const rel_exposures *x = j->x;
    const rel_cascades *c = x->cascades;
    for (int64_t a = c->off[cascade]; a < c->off[cascade + 1]; a++) {
        double reached = 0;
        for (int64_t k = x->off[a]; k < x->off[a + 1]; k++)
            reached += (double)j->p[x->edge[k]] * (1 - reached);
        if (x->off[a] < x->off[a + 1])
            add_situation(t, reached, true);
        else
            t->untold += a > c->off[cascade];
    }
}

/* Those who are not in the cascade and give attention to somebody who is. */
static void judge_silent(const judging *j, int64_t cascade, hand *h, tally *t)
{
    const rel_exposures *x = j->x;
    const rel_cascades *c = x->cascades;
    h->count = 0;
    for (int64_t a = c->off[cascade]; a < c->off[cascade + 1]; a++) {
        const rel_vid w = c->account[a];
        for (int64_t k = x->sender_off[w]; k < x->sender_off[w + 1]; k++) {
            const rel_eid e = x->sender_edge[k];
            const rel_vid v = x->receiver[e];
            if (h->in[v]) continue;
            if (h->value[v] < 0) {
                h->value[v] = 0;
                h->touched[h->count++] = v;
            }
            h->value[v] += (double)j->p[e] * (1 - h->value[v]);
        }
    }
    for (rel_vid i = 0; i < h->count; i++) {
        add_situation(t, h->value[h->touched[i]], false);
        h->value[h->touched[i]] = -1;
    }
}

/* -------- initiators -------- */

static void judge_initiator(const judging *j, int64_t cascade, hand *h, tally *t)
{
    const rel_exposures *x = j->x;
    const rel_cascades *c = x->cascades;
    const int64_t first = c->off[cascade], last = c->off[cascade + 1];
    double above = 0;
    if (last - first < 2) return;
    for (int64_t a = first; a < last; a++) h->value[c->account[a]] = 0;
    for (int64_t a = first; a < last; a++) {
        const rel_vid w = c->account[a];
        for (int64_t k = x->sender_off[w]; k < x->sender_off[w + 1]; k++) {
            const rel_eid e = x->sender_edge[k];
            if (!h->in[x->receiver[e]]) continue;
            h->value[w] += (double)j->p[e];
            h->value[x->receiver[e]] -= (double)j->p[e];
        }
    }
    const double of_initiator = h->value[c->account[first]];
    for (int64_t a = first + 1; a < last; a++) {
        const double other = h->value[c->account[a]];
        above += other > of_initiator ? 1 : other == of_initiator ? 0.5 : 0;
    }
    for (int64_t a = first; a < last; a++) h->value[c->account[a]] = -1;
    t->initiators++;
    t->rank += above / (double)(last - first - 1);
}

/* -------- all cascades -------- */

static void judge_block(const judging *j, int64_t block, hand *h)
{
    const rel_cascades *c = j->x->cascades;
    tally *t = &j->tallies[block];
    const int64_t end = (block + 1) * BLOCK < c->count ? (block + 1) * BLOCK : c->count;
    for (int64_t i = block * BLOCK; i < end; i++) {
        for (int64_t a = c->off[i]; a < c->off[i + 1]; a++) h->in[c->account[a]] = 1;
        judge_acts(j, i, t);
        judge_silent(j, i, h, t);
        if (j->all) judge_initiator(j, i, h, t);
        for (int64_t a = c->off[i]; a < c->off[i + 1]; a++) h->in[c->account[a]] = 0;
    }
}

static rel_status make_hands(rel_ctx *ctx, rel_vid n, hand **hands)
{
    rel_status st;
    REL_TRY(rel_scratch(ctx, hands, (size_t)ctx->threads, sizeof **hands, "threads"));
    for (int i = 0; i < ctx->threads; i++) {
        hand *h = &(*hands)[i];
        REL_TRY(rel_scratch(ctx, &h->in, n, 1, "accounts of a cascade"));
        REL_TRY(rel_scratch_unset(ctx, &h->value, n, sizeof *h->value, "accounts of a cascade"));
        REL_TRY(rel_scratch_unset(ctx, &h->touched, n, sizeof *h->touched, "accounts of a cascade"));
        for (rel_vid v = 0; v < n; v++) h->value[v] = -1;
    }
out:
    return st;
}

static rel_status judge(rel_ctx *ctx, judging *j, tally *sum)
{
    rel_status st;
    const int64_t blocks = (j->x->cascades->count + BLOCK - 1) / BLOCK;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *sum = (tally){0};
    REL_TRY(rel_poll(ctx));
    REL_TRY(make_hands(ctx, j->x->g->n, &j->hands));
    REL_TRY(rel_scratch(ctx, &j->tallies, (size_t)blocks, sizeof *j->tallies, "cascades judged"));
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1)
    for (int64_t b = 0; b < blocks; b++) judge_block(j, b, &j->hands[omp_get_thread_num()]);
    for (int64_t b = 0; b < blocks; b++) {
        const tally *t = &j->tallies[b];
        for (int i = 0; i < REL_CALIBRATION_BINS; i++) {
            sum->situations[i] += t->situations[i];
            sum->reached[i] += t->reached[i];
            sum->predicted[i] += t->predicted[i];
        }
        sum->untold += t->untold;
        sum->initiators += t->initiators;
        sum->likelihood += t->likelihood;
        sum->rank += t->rank;
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static void describe(const tally *t, rel_learning_check *check)
{
    double error = 0;
    for (int i = 0; i < REL_CALIBRATION_BINS; i++) {
        const double count = (double)t->situations[i];
        check->bin[i] = (rel_calibration){from[i], t->situations[i], t->predicted[i] / count,
                                          (double)t->reached[i] / count};
        check->situations += t->situations[i];
        check->reached += t->reached[i];
        error += fabs(t->predicted[i] - (double)t->reached[i]);
    }
    check->untold = t->untold;
    check->log_likelihood = t->likelihood;
    check->calibration_error = error / (double)check->situations;
    check->initiators = t->initiators;
    check->initiator_rank = t->rank / (double)t->initiators;
}

rel_status rel_learning_check_make(rel_ctx *ctx, const rel_exposures *x, const float *p,
                                   rel_learning_check *check)
{
    tally sum;
    judging j = {.x = x, .p = p, .all = true};
    *check = (rel_learning_check){.cascades = x->cascades->count};
    const rel_status st = judge(ctx, &j, &sum);
    if (st == REL_OK) describe(&sum, check);
    return st;
}

rel_status rel_learning_likelihood(rel_ctx *ctx, const rel_exposures *x, const float *p, double *likelihood)
{
    tally sum;
    judging j = {.x = x, .p = p};
    const rel_status st = judge(ctx, &j, &sum);
    *likelihood = sum.likelihood;
    return st;
}
