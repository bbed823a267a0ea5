#include "algorithms/simd.h"

rel_simd rel_simd_best(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl"))
        return REL_SIMD_AVX512;
    if (__builtin_cpu_supports("avx2")) return REL_SIMD_AVX2;
#endif
    return REL_SIMD_PORTABLE;
}

bool rel_simd_has(rel_simd wanted)
{
    return wanted <= rel_simd_best();
}
