#include "algorithms/diffusion/influence_bounds.h"

#include <math.h>
#include <stdbool.h>

static double log_gamma(double x)
{
    int sign;
    return lgamma_r(x, &sign);
}

double rel_log_choose(double n, double k)
{
    if (!(k > 0 && k < n)) return 0;
    return log_gamma(n + 1) - log_gamma(k + 1) - log_gamma(n - k + 1);
}

/* The continued fraction of the incomplete beta function (Abramowitz, Stegun, 26.5.8), from its front by the
 * products of Lentz: f stays the value so far, c and d are quotients of successive numerators and
 * denominators. */
static double beta_fraction(double x, double a, double b)
{
    static const double TINY = 1e-300, ENOUGH = 1e-13;
    double f = 1, c = 1, d = 0;
    for (int64_t i = 1; i < 1000000; i++) {
        const double m = (double)(i / 2);
        const double term = i % 2 ? -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
                                  : m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 + term * d;
        c = 1 + term / c;
        d = 1 / (fabs(d) < TINY ? TINY : d);
        if (fabs(c) < TINY) c = TINY;
        f *= c * d;
        if (fabs(c * d - 1) < ENOUGH) break;
    }
    return 1 / f;
}

/* Regularised incomplete beta function for x below the mean of the distribution, where the fraction is quick.
 */
static double beta_tail(double x, double a, double b, double log_front)
{
    if (x <= 0) return 0;
    return exp(a * log(x) + b * log1p(-x) + log_front) / a * beta_fraction(x, a, b);
}

/* The x below the mean at which the tail is delta, from below: tail(x) <= delta. */
static double beta_quantile(double a, double b, double delta)
{
    const double log_front = log_gamma(a + b) - log_gamma(a) - log_gamma(b), mean = a / (a + b);
    const double need = log(delta), spread = sqrt(mean * (1 - mean) / (a + b)),
                 start = sqrt(-2 * need) * spread;
    double low = mean - 2 * start, high = mean;
    while (low > 0 && beta_tail(low, a, b, log_front) > delta) low = mean - 2 * (mean - low);
    if (low < 0) low = 0;
    for (int i = 0; i < 60 && high - low > 1e-7 * spread; i++) {
        const double middle = low + (high - low) / 2;
        if (beta_tail(middle, a, b, log_front) > delta)
            high = middle;
        else
            low = middle;
    }
    return low;
}

/* P(at least `hits` | x) is the tail of the beta distribution of (hits, samples - hits + 1). */
double rel_share_low(int64_t hits, int64_t samples, double delta)
{
    if (hits <= 0) return 0;
    return beta_quantile((double)hits, (double)(samples - hits) + 1, delta);
}

double rel_share_high(int64_t hits, int64_t samples, double delta)
{
    if (hits >= samples) return 1;
    return 1 - beta_quantile((double)(samples - hits), (double)hits + 1, delta);
}

double rel_looks_first(double log_sets, double delta)
{
    const double share = 1 - exp(-1), fail = log(6 / delta),
                 root = share * sqrt(fail) + sqrt(share * (log_sets + fail));
    return 2 * root * root;
}

double rel_looks_most(double log_sets, double delta, double epsilon, double best_share)
{
    return rel_looks_first(log_sets, delta) / (epsilon * epsilon * best_share);
}
