#include "bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "src/base/time.h"

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double bench_median(double *value, int count)
{
    qsort(value, (size_t)count, sizeof *value, by_value);
    return (value[(count - 1) / 2] + value[count / 2]) / 2;
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
    const double begin = rel_clock();
    rel_arena_trim(&ctx->arena);
    const int64_t before = bench_resident_bytes();
    if (runs > BENCH_RUNS_MAX) runs = BENCH_RUNS_MAX;
    for (r->runs = 0; r->runs < runs; r->runs++) {
        const double start = rel_clock(), processor_start = processor_clock();
        if (r->runs && r->patience > 0 && start - begin > r->patience) break;
        const rel_status st = call(ctx, user);
        seconds[r->runs] = rel_clock() - start;
        processor[r->runs] = processor_clock() - processor_start;
        if (st != REL_OK) {
            fprintf(stderr, "%s by %s: %s\n", r->what, r->by, ctx->message);
            return st;
        }
    }
    r->processor = bench_median(processor, r->runs);
    r->seconds = bench_median(seconds, r->runs);
    r->fastest = seconds[0];
    r->slowest = seconds[r->runs - 1];
    r->peak_bytes = bench_peak_bytes();
    r->scratch_bytes = r->peak_bytes > before ? r->peak_bytes - before : 0;
    return REL_OK;
}

/* The lines of this process: a bench program makes one table at its end. */
static rel_buf lines;

rel_str bench_lines(void)
{
    return (rel_str){lines.data ? lines.data : "", lines.len};
}

void bench_print_json(rel_json *j)
{
    rel_json_newline(j);
    if (j->status == REL_OK) j->status = rel_buf_add(j->ctx, &lines, j->out.data, j->out.len);
    if (j->status == REL_OK) fwrite(j->out.data, 1, j->out.len, stdout);
    if (j->status != REL_OK) fprintf(stderr, "%s\n", j->ctx->message);
    fflush(stdout);
    rel_buf_free(&j->out);
}

static void add_known(rel_json *j, const char *key, double value)
{
    if (value > 0) rel_json_f64(j, key, value);
}

static void print_eyes(const bench_result *r, double rate)
{
    fprintf(stderr,
            "%-24s %-10s %-24s %d thread(s)  %9.4f s  processor %9.4f s  %12.4g %s/s  peak %6.0f MiB  %s\n",
            r->what, r->by, r->input, r->threads, r->seconds, r->processor, rate, r->unit,
            (double)r->peak_bytes / (1 << 20), r->answer ? r->answer : "");
}

void bench_print(const bench_result *r)
{
    rel_ctx ctx;
    rel_json j;
    const double rate = r->seconds > 0 ? r->items / r->seconds : 0;
    rel_ctx_init(&ctx, 1);
    rel_json_init(&j, &ctx);
    rel_json_begin_object(&j, NULL);
    rel_json_text(&j, "what", rel_str_of(r->what));
    rel_json_text(&j, "by", rel_str_of(r->by));
    rel_json_text(&j, "input", rel_str_of(r->input));
    rel_json_i64(&j, "threads", r->threads);
    rel_json_f64(&j, "items", r->items);
    rel_json_text(&j, "unit", rel_str_of(r->unit));
    rel_json_i64(&j, "runs", r->runs);
    rel_json_f64(&j, "seconds", r->seconds);
    rel_json_f64(&j, "fastest", r->fastest);
    rel_json_f64(&j, "slowest", r->slowest);
    add_known(&j, "processor", r->processor);
    rel_json_f64(&j, "rate", rate);
    add_known(&j, "peak_bytes", (double)r->peak_bytes);
    add_known(&j, "scratch_bytes", (double)r->scratch_bytes);
    add_known(&j, "graph_bytes", (double)r->graph_bytes);
    add_known(&j, "traffic_bytes", r->traffic);
    add_known(&j, "of_triad", r->of_triad);
    add_known(&j, "slower", r->slower);
    if (r->answer) rel_json_text(&j, "answer", rel_str_of(r->answer));
    rel_json_text(&j, "version", rel_str_of(REL_VERSION));
    rel_json_end_object(&j);
    bench_print_json(&j);
    print_eyes(r, rate);
    rel_ctx_free(&ctx);
}

static int64_t status_bytes(const char *key)
{
    char line[256];
    int64_t kib = 0;
    FILE *f = fopen("/proc/self/status", "r");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, key, strlen(key)) == 0) kib = strtoll(line + strlen(key), NULL, 10);
    if (f) fclose(f);
    return kib * 1024;
}

int64_t bench_peak_bytes(void)
{
    return status_bytes("VmHWM:");
}

int64_t bench_resident_bytes(void)
{
    return status_bytes("VmRSS:");
}

void bench_reset_peak(void)
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
    FILE *f = fopen("/proc/self/clear_refs", "w");
    if (!f) return;
    fputs("5", f);
    fclose(f);
}
