#include "bench/bench.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "src/base/time.h"

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double processor_clock(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

rel_status bench_time(rel_ctx *ctx, int runs, bench_call *call, void *user, bench_result *r)
{
    double seconds[BENCH_RUNS_MAX], processor[BENCH_RUNS_MAX];
    if (runs > BENCH_RUNS_MAX) runs = BENCH_RUNS_MAX;
    for (int i = 0; i < runs; i++) {
        const double start = rel_clock(), processor_start = processor_clock();
        const rel_status st = call(ctx, user);
        seconds[i] = rel_clock() - start;
        processor[i] = processor_clock() - processor_start;
        if (st != REL_OK) {
            fprintf(stderr, "%s by %s: %s\n", r->what, r->by, ctx->message);
            return st;
        }
    }
    qsort(seconds, (size_t)runs, sizeof *seconds, by_value);
    qsort(processor, (size_t)runs, sizeof *processor, by_value);
    r->processor = processor[runs / 2];
    r->seconds = seconds[runs / 2];
    r->fastest = seconds[0];
    r->slowest = seconds[runs - 1];
    r->peak_bytes = bench_peak_bytes();
    return REL_OK;
}

void bench_print(const bench_result *r)
{
    const double rate = r->seconds > 0 ? r->items / r->seconds : 0;
    printf("{\"what\":\"%s\",\"by\":\"%s\",\"input\":\"%s\",\"threads\":%d,\"items\":%.0f,\"unit\":\"%s\","
           "\"seconds\":%.6g,"
           "\"fastest\":%.6g,\"slowest\":%.6g,\"processor\":%.6g,\"rate\":%.6g,\"peak_bytes\":%" PRId64
           ",\"version\":\"%s\"}\n",
           r->what, r->by, r->input, r->threads, r->items, r->unit, r->seconds, r->fastest, r->slowest,
           r->processor, rate, r->peak_bytes, REL_VERSION);
    fflush(stdout);
    fprintf(stderr,
            "%-24s %-10s %-24s %d thread(s)  %9.4f s  processor %9.4f s  %12.4g %s/s  peak %6.0f MiB\n",
            r->what, r->by, r->input, r->threads, r->seconds, r->processor, rate, r->unit,
            (double)r->peak_bytes / (1 << 20));
}

int64_t bench_peak_bytes(void)
{
    char line[256];
    int64_t kib = 0;
    FILE *f = fopen("/proc/self/status", "r");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, "VmHWM:", 6) == 0) kib = strtoll(line + 6, NULL, 10);
    if (f) fclose(f);
    return kib * 1024;
}

void bench_reset_peak(void)
{
    FILE *f = fopen("/proc/self/clear_refs", "w");
    if (!f) return;
    fputs("5", f);
    fclose(f);
}
