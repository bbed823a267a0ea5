/* Measuring: medians of several runs, the peer in the same run, one JSON line a result. A bench program is
 * never a test: machines differ and are shared, only ratios of one run hold. */
#ifndef REL_BENCH_BENCH_H
#define REL_BENCH_BENCH_H

#include "src/base/json_writer.h"

enum { BENCH_RUNS_MAX = 99 };

/* One measured thing. Texts are borrowed. What is 0 or NULL is not known and not printed. */
typedef struct bench_result {
    const char *what;  /* "pagerank", "write graphml" */
    const char *by;    /* "relais", "igraph" */
    const char *input; /* "k20u" */
    int threads;
    double items;     /* what the rate counts: edges, posts, bytes */
    const char *unit; /* "edges", "posts", "MB" */
    double patience;  /* in: seconds after which no further run begins; 0: all are made */
    int runs;         /* that were made */
    double seconds;   /* median */
    double fastest, slowest;
    double processor;   /* median seconds of processor time, all threads: on a crowded machine it says more */
    int64_t peak_bytes; /* peak resident memory of the process during the runs, or so far */
    int64_t scratch_bytes; /* the peak above what was resident before the first run */
    int64_t graph_bytes;   /* of the graph that the runs read */
    double traffic;        /* bytes that a run must read and write whatever it does */
    double of_triad;       /* traffic / seconds as a share of the triad's with as many threads */
    double slower;         /* seconds as a multiple of those of relais with as many threads */
    const char *answer;    /* how the answer was verified, with figures */
} bench_result;

typedef rel_status bench_call(rel_ctx *ctx, void *user);

/* Runs call `runs` times (odd, at most BENCH_RUNS_MAX) and fills runs, seconds, fastest, slowest, processor,
 * peak_bytes and scratch_bytes. Returns the first failure; says its sentence on standard error. */
REL_CHECKED
rel_status bench_time(rel_ctx *ctx, int runs, bench_call *call, void *user, bench_result *r);
/* Median of count > 0 values, which are sorted; of the two in the middle the mean. */
double bench_median(double *value, int count);

/* {"what":..., "by":..., "seconds":..., "rate":...} on standard output, and a line for eyes on standard
 * error. */
void bench_print(const bench_result *r);
/* Any other line: j holds one object and is freed. */
void bench_print_json(rel_json *j);
/* All lines printed so far. */
rel_str bench_lines(void);

/* Peak resident memory of this process in bytes, and the present one. */
int64_t bench_peak_bytes(void);
int64_t bench_resident_bytes(void);
/* Gives freed memory back and sets the peak to the present use, where the system allows it (Linux). */
void bench_reset_peak(void);

/* Memory bandwidth: bytes a second of a[i] = b[i] + s c[i] on arrays far larger than the last cache, best of
 * ten; 24 bytes for each i, as the STREAM benchmark counts. Errors: E_MEM, E_DATA (a wrong sum). */
REL_CHECKED
rel_status bench_triad(rel_ctx *ctx, int threads, double *bytes_per_second);
/* The processor's name as the system tells it. */
void bench_machine(char *name, size_t room);

#endif
