/* Which instructions a kernel with vector code uses. The choice is made at run time, so that one program runs
 * everywhere; all choices give the same bits. */
#ifndef REL_ALGORITHMS_SIMD_H
#define REL_ALGORITHMS_SIMD_H

#include <stdbool.h>

typedef enum rel_simd {
    REL_SIMD_BEST, /* what the processor has */
    REL_SIMD_PORTABLE,
    REL_SIMD_AVX2,
    REL_SIMD_AVX512, /* foundation, BW and VL */
} rel_simd;

/* The best of this processor; never REL_SIMD_BEST. */
rel_simd rel_simd_best(void);
/* False when the processor lacks it. */
bool rel_simd_has(rel_simd wanted);

#endif
