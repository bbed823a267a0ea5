#include "algorithms/diffusion/rr_parts.h"

/* P(at most j of d), for j = 0, 1, ...: probabilities by their quotients. */
typedef struct tally {
    double d, point, sum;
    int j;
} tally;

static tally none_of(uint64_t d)
{
    const double point = d == 1 ? 0 : exp((double)d * log1p(-1 / (double)d));
    return (tally){.d = (double)d, .point = point, .sum = point};
}

static void step(tally *t)
{
    const double j = t->j++;
    t->point = t->d == 1 ? 1 : t->point * (t->d - j) / ((j + 1) * (t->d - 1));
    t->sum += t->point;
}

/* The quantile at u with all the bits that u has. Beyond 1e-18 no double below 1 remains. */
int rel_rr_binomial_slowly(double u, uint64_t d)
{
    tally t = none_of(d);
    while (u >= t.sum && (double)t.j < t.d && (t.j < 2 || t.point > 1e-18)) step(&t);
    return t.j;
}

static uint32_t whole(double x)
{
    return x <= 0 ? 0 : x >= 0x1p32 ? UINT32_MAX : (uint32_t)x;
}

static void widen(rel_rr_class *c, uint64_t d)
{
    tally t = none_of(d);
    for (int j = 0; j < REL_RR_STEPS; j++) {
        const bool certain = (double)j >= t.d;
        const uint32_t low = certain ? UINT32_MAX : whole(t.sum * 0x1p32),
                       high = certain ? UINT32_MAX : whole(ceil(t.sum * 0x1p32));
        if (low < c->low[j]) c->low[j] = low;
        if (high > c->high[j]) c->high[j] = high;
        if (!certain) step(&t);
    }
}

/* Of the limit for many senders, Poisson with mean 1, all differ by at most 1 / d (Barbour, Hall, "On the
 * rate of Poisson convergence", 1984). */
static void widen_to_limit(rel_rr_class *c, double away)
{
    double point = exp(-1), sum = point;
    for (int j = 0; j < REL_RR_STEPS; j++) {
        c->low[j] = whole((sum - away) * 0x1p32);
        c->high[j] = whole(ceil((sum + away) * 0x1p32));
        point /= j + 1;
        sum += point;
    }
}

/* A class for each small degree, then one for each power of two: the degrees of a class agree so closely that
 * few random numbers fall between their bounds, and the table stays in the nearest cache however many
 * distinct degrees a graph has. */
void rel_rr_classes_fill(rel_rr_class *of)
{
    enum { ENUMERATED = 12 }; /* powers of two whose degrees are all looked at */
    for (int i = 0; i < REL_RR_CLASSES; i++)
        for (int j = 0; j < REL_RR_STEPS; j++) of[i].low[j] = UINT32_MAX, of[i].high[j] = 0;
    for (uint64_t d = 1; d < REL_RR_DENSE; d++) widen(&of[d], d);
    for (unsigned b = 8; b < 32; b++) {
        rel_rr_class *c = &of[REL_RR_DENSE - 8 + b];
        if (b >= ENUMERATED) widen_to_limit(c, ldexp(1, -(int)b));
        for (uint64_t d = (uint64_t)1 << b; b < ENUMERATED && d < (uint64_t)2 << b; d++) widen(c, d);
    }
}
