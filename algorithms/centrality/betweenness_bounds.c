#include <math.h>

#include "algorithms/centrality/betweenness_sampling_parts.h"

/* Relative entropy of Bernoulli p to Bernoulli q: n draws of q hit a share of p or beyond with a probability
 * of at most exp(-n entropy(p, q)). */
static double entropy(double p, double q)
{
    if (q <= 0) return p > 0 ? INFINITY : 0;
    if (q >= 1) return p < 1 ? INFINITY : 0;
    return (p > 0 ? p * log(p / q) : 0) + (p < 1 ? (1 - p) * log((1 - p) / (1 - q)) : 0);
}

/* The q between p and end where the entropy passes `most`; errs to the side of end. */
static double solve(double p, double end, double most)
{
    double inside = p, outside = end;
    if (entropy(p, end) <= most) return end;
    for (int k = 0; k < 60; k++) {
        const double q = (inside + outside) / 2;
        if (entropy(p, q) <= most)
            inside = q;
        else
            outside = q;
    }
    return outside;
}

rel_bounds rel_chernoff(int64_t hits, int64_t samples, double log_low, double log_high)
{
    const double n = (double)samples, p = (double)hits / n;
    return (rel_bounds){solve(p, 0, log_low / n), solve(p, 1, log_high / n)};
}

/* Check k spends 1 / ((k + 1)(k + 2)) of delta: they add up to 1, and the first gets half. */
static double part_of_check(int k)
{
    return 1 / ((k + 1.0) * (k + 2.0));
}

rel_status rel_plan_new(rel_ctx *ctx, double epsilon, double delta, int64_t inner, rel_sampling_plan *p)
{
    rel_status st;
    *p = (rel_sampling_plan){.epsilon = epsilon, .delta = delta, .inner = inner};
    p->phase = (int64_t)ceil(4 / epsilon);
    REL_TRY(rel_scratch(ctx, &p->low, (size_t)p->phase + 1, sizeof *p->low, "shares of error"));
    REL_TRY(rel_scratch(ctx, &p->high, (size_t)p->phase + 1, sizeof *p->high, "shares of error"));
out:
    return st;
}

/* How far the ends may lie from the estimate: epsilon, or, when only the first `top` are asked for, half of
 * the gap to the next where that is wider. The others need an upper end only, below the last of the first. */
static void widths(const rel_sampling_plan *p, const int64_t *vertices, int64_t top)
{
    int64_t before = 0, above = -1, lowest = -1;
    for (int64_t h = 0; h <= p->phase; h++) p->low[h] = p->high[h] = p->epsilon;
    for (int64_t h = p->phase; top && h >= 0; h--) {
        if (!vertices[h]) continue;
        const bool among = before < top;
        const int64_t next = among ? above : lowest;
        const double gap = next < 0 ? 1 : fmax(p->epsilon, (double)(next - h) / 2 / (double)p->phase);
        if (!among || vertices[h] == 1) p->high[h] = gap;
        if (!among) p->low[h] = 1;
        if (lowest >= 0 && lowest == above && vertices[above] == 1) p->low[above] = gap;
        if (among) lowest = h;
        before += vertices[h];
        above = h;
    }
}

static double wrong(const rel_sampling_plan *p, int64_t hits, double samples, bool high)
{
    const double share = (double)hits / (double)p->phase;
    const double end = high ? fmin(share + p->high[hits], 1) : fmax(share - p->low[hits], 0);
    return exp(-samples * entropy(share, end));
}

static double sum_wrong(const rel_sampling_plan *p, const int64_t *vertices, double samples)
{
    double sum = 0;
    for (int64_t h = 1; h <= p->phase; h++)
        if (vertices[h])
            sum += (double)vertices[h] * (wrong(p, h, samples, false) + wrong(p, h, samples, true));
    return sum;
}

static double log_floor(const rel_sampling_plan *p, int k)
{
    return -log(p->delta * part_of_check(k) / (4 * (double)p->inner));
}

/* Half of delta goes to all ends alike. The other half goes to those whom the first phase hit, so that all
 * would reach their width with the same number of samples if the first phase had found the exact values. */
void rel_plan_share(rel_sampling_plan *p, const int64_t *vertices, int64_t top)
{
    const double budget = p->delta * part_of_check(0) / 2;
    widths(p, vertices, top);
    double few = 0, many = log_floor(p, 0) / (p->epsilon * p->epsilon);
    for (int k = 0; k < 60; k++) {
        const double samples = (few + many) / 2;
        if (sum_wrong(p, vertices, samples) <= budget)
            many = samples;
        else
            few = samples;
    }
    const double rest = p->high[0] < 1 ? log_floor(p, 0) / -log1p(-p->high[0]) : 0;
    const double sum = sum_wrong(p, vertices, many);
    for (int64_t h = 1; h <= p->phase; h++) {
        const double low = wrong(p, h, many, false), high = wrong(p, h, many, true);
        p->low[h] = sum > 0 ? low / sum : 0;
        p->high[h] = sum > 0 ? high / sum : 0;
    }
    p->low[0] = p->high[0] = 0;
    p->first = fmax(fmax(0.8 * many, rest), 1);
}

double rel_plan_log(const rel_sampling_plan *p, const double *part, int64_t hits, int k)
{
    return -log(p->delta * part_of_check(k) * (0.25 / (double)p->inner + part[hits] / 2));
}

int64_t rel_plan_check(const rel_sampling_plan *p, int k, bool *last)
{
    const double cap = ceil(log_floor(p, k) / (2 * p->epsilon * p->epsilon));
    double samples = p->first;
    for (int i = 0; i < k; i++) samples *= 1.2;
    *last = ceil(samples) >= cap;
    return (int64_t)fmin(ceil(samples), cap);
}

int64_t rel_plan_cap(const rel_sampling_plan *p)
{
    bool last = false;
    int64_t samples = 0;
    for (int k = 0; !last; k++) samples = rel_plan_check(p, k, &last);
    return samples;
}
