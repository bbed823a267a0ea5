#include "src/base/pace.h"

#include "src/base/rng.h"
#include "src/base/time.h"

enum { WORDS = 1 << 21, TRIES = 3, STEPS = 1 << 20, LANES = 1024 };

/* a = b + 3 c: 24 bytes a word. */
static double time_stream(int threads, double *a, const double *b, const double *c)
{
    const double began = rel_clock();
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int64_t i = 0; i < WORDS; i++) a[i] = b[i] + 3 * c[i];
    return (rel_clock() - began) / (24.0 * WORDS);
}

/* sum[k] is kept, so that the reads are not left out. */
static double time_gather(int threads, const double *from, double *sum)
{
    const double began = rel_clock();
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int64_t k = 0; k < LANES; k++) {
        double total = 0;
        for (uint64_t i = 0; i < WORDS / LANES; i++)
            total += from[rel_mix64((uint64_t)k * WORDS + i) & (WORDS - 1)];
        sum[k] = total;
    }
    return (rel_clock() - began) / WORDS;
}

static double time_step(double *result)
{
    const double began = rel_clock();
    uint64_t x = 1;
    for (int i = 0; i < STEPS; i++) x = rel_mix64(x);
    *result = (double)x;
    return (rel_clock() - began) / STEPS;
}

static double least(double a, double b)
{
    return a < b ? a : b;
}

rel_status rel_pace_measure(rel_ctx *ctx, rel_pace *pace)
{
    rel_status st;
    double *a, *b, *c;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *pace = (rel_pace){1, 1, 1};
    REL_TRY(rel_scratch(ctx, &a, WORDS, sizeof *a, "measuring the machine"));
    REL_TRY(rel_scratch(ctx, &b, WORDS, sizeof *b, "measuring the machine"));
    REL_TRY(rel_scratch(ctx, &c, WORDS, sizeof *c, "measuring the machine"));
    for (int64_t i = 0; i < WORDS; i++) b[i] = c[i] = (double)i;
    for (int i = 0; i < TRIES; i++) {
        pace->stream = least(pace->stream, time_stream(ctx->threads, a, b, c));
        pace->gather = least(pace->gather, time_gather(ctx->threads, b, a));
        pace->step = least(pace->step, time_step(a));
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}
