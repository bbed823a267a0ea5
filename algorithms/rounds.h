/* How many rounds an iteration will take, told from how its error has fallen: for progress and for plans. */
#ifndef REL_ALGORITHMS_ROUNDS_H
#define REL_ALGORITHMS_ROUNDS_H

#include <math.h>
#include <stdint.h>

/* Rounds in all until the error is at most `aim`, when it was `first` after `from` rounds, is `now` after
 * `round` of them, and falls by the same factor each time; 0 when that cannot be told. */
static inline int64_t rel_rounds_expected(int64_t from, double first, int64_t round, double now, double aim)
{
    if (!(now > aim)) return round;
    if (round <= from || !(aim > 0) || !(now < first) || !isfinite(first)) return 0;
    const double more = ceil((double)(round - from) * log(aim / first) / log(now / first));
    return more < 1e9 ? from + (int64_t)more : 0;
}

#endif
