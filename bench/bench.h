/* Measuring: medians of several runs, the peer in the same run, one JSON line a result. A bench program is
 * never a test: machines differ and are shared, only ratios of one run hold. */
#ifndef REL_BENCH_BENCH_H
#define REL_BENCH_BENCH_H

#include "src/base/ctx.h"

enum { BENCH_RUNS_MAX = 99 };

/* One measured thing. */
typedef struct bench_result {
    const char *what;  /* "pagerank", "graphml write" */
    const char *by;    /* "relais", "igraph" */
    const char *input; /* "rmat scale 20" */
    int threads;
    double items;     /* what the rate counts: edges, posts, bytes */
    const char *unit; /* "edges", "posts", "MB" */
    double seconds;   /* median */
    double fastest, slowest;
    double processor;   /* median seconds of processor time, all threads: on a crowded machine it says more */
    int64_t peak_bytes; /* peak resident memory of the process so far */
} bench_result;

typedef rel_status bench_call(rel_ctx *ctx, void *user);

/* Runs call `runs` times (odd, at most BENCH_RUNS_MAX) and fills seconds, fastest and slowest. Returns the
 * first failure; says its sentence on standard error. */
REL_CHECKED
rel_status bench_time(rel_ctx *ctx, int runs, bench_call *call, void *user, bench_result *r);
/* {"what":..., "by":..., "seconds":..., "rate":...} on standard output, and a line for eyes on standard
 * error. */
void bench_print(const bench_result *r);
/* Peak resident memory of this process in bytes. */
int64_t bench_peak_bytes(void);
/* Sets the peak back to the present use, where the system allows it (Linux). */
void bench_reset_peak(void);

#endif
