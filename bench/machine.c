/* What the machine can do: its memory bandwidth, its name. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench/bench.h"
#include "src/base/time.h"

enum { ROUNDS = 10 };
static const double SCALE = 3;

static void triad_round(int threads, int64_t n, double *a, const double *b, const double *c)
{
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int64_t i = 0; i < n; i++) a[i] = b[i] + SCALE * c[i];
}

static void first_touch(int threads, int64_t n, double *a, double *b, double *c)
{
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int64_t i = 0; i < n; i++) {
        a[i] = 0;
        b[i] = (double)(i & 15);
        c[i] = 1;
    }
}

/* Each array four times the last cache, where the system tells it, and at least 128 MiB. */
static int64_t triad_length(void)
{
    int64_t bytes = (int64_t)1 << 27;
#ifdef _SC_LEVEL3_CACHE_SIZE
    const int64_t cache = (int64_t)sysconf(_SC_LEVEL3_CACHE_SIZE);
    if (4 * cache > bytes) bytes = 4 * cache;
#endif
    return bytes / (int64_t)sizeof(double);
}

rel_status bench_triad(rel_ctx *ctx, int threads, double *bytes_per_second)
{
    rel_status st;
    const int64_t n = triad_length();
    double *a = NULL, *b = NULL, *c = NULL, best = INFINITY;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &a, (size_t)n, sizeof *a, "triad"));
    REL_TRY(rel_scratch_unset(ctx, &b, (size_t)n, sizeof *b, "triad"));
    REL_TRY(rel_scratch_unset(ctx, &c, (size_t)n, sizeof *c, "triad"));
    first_touch(threads, n, a, b, c);
    for (int round = 0; round < ROUNDS; round++) {
        const double start = rel_clock();
        triad_round(threads, n, a, b, c);
        best = fmin(best, rel_clock() - start);
    }
    for (int64_t i = 0; i < n; i++)
        if (a[i] != (double)(i & 15) + SCALE) st = rel_fail(ctx, REL_E_DATA, "triad: a wrong sum");
    *bytes_per_second = (double)(3 * n) * sizeof(double) / best;
out:
    rel_scratch_release(ctx, mark);
    return st;
}

void bench_machine(char *name, size_t room)
{
    static const char key[] = "model name";
    char line[256];
    FILE *f = fopen("/proc/cpuinfo", "r");
    snprintf(name, room, "unknown processor");
    while (f && fgets(line, sizeof line, f)) {
        const char *colon = strchr(line, ':');
        if (strncmp(line, key, sizeof key - 1) != 0 || !colon) continue;
        const rel_str value = rel_str_trim(rel_str_of(colon + 1));
        snprintf(name, room, "%.*s", REL_STR_ARG(value));
        break;
    }
    if (f) fclose(f);
}
