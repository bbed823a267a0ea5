/* The kernels that bench_kernels measures, each with its counterpart of igraph and the check of its answer.
 * To add one: write three short functions and a row of the table in the file of its kind. */
#ifndef REL_BENCH_KERNELS_H
#define REL_BENCH_KERNELS_H

#include <igraph/igraph.h>

#include "bench/bench.h"
#include "bench/graphs.h"
#include "graph/cascades.h"

/* One graph, what the kernel found and what igraph found. */
typedef struct bench_subject {
    const bench_graph *input;
    const rel_graph *g;
    const rel_graph *read;  /* what the kernel is given: g, or the same packed */
    rel_graph packed;       /* {0} until it is needed */
    double *score, *score2; /* n each */
    rel_vid *number;        /* n */
    int64_t *counts;        /* n */
    double value;           /* what is one for the whole graph */
    int64_t total;
    int rounds;            /* of an iteration, for its traffic */
    rel_cascades cascades; /* to learn from; {0} until they are needed */

    bool has_peer; /* igraph's graph is there */
    bool peer_ran; /* igraph's answer of this kernel is there */
    igraph_t peer;
    igraph_vector_t peer_weight; /* empty: none */
    igraph_vector_t peer_score;
    igraph_vector_int_t peer_number;
    double peer_value, peer_share; /* share of the work that igraph did, 1 unless it says */
    double katz_alpha;             /* 0: not known yet */
    double *jump;                  /* of the personalised PageRank */
} bench_subject;

/* What a check found, in words, with figures. */
typedef struct bench_answer {
    bool good;
    char words[320];
} bench_answer;

typedef rel_status bench_prepare(rel_ctx *ctx, bench_subject *s);
typedef rel_status bench_check(rel_ctx *ctx, bench_subject *s, bench_answer *a);

/* Which graphs a kernel is measured on. */
enum { ON_DIRECTED = 1, ON_UNDIRECTED = 2, ON_ALL = 3, ON_WEIGHTED = 4 /* and on no other */ };

typedef struct bench_kernel {
    const char *name;
    bench_call *mine;
    bench_call *peer;   /* igraph's; NULL when it has none */
    bench_check *check; /* after mine, and after peer when it ran */
    int graphs;
    double (*traffic)(const bench_subject *s); /* NULL: not known */
    bool (*fits)(const rel_graph *g);          /* for what is slow by nature; NULL: any graph */
    bool packed;                               /* given the graph with packed rows */
    bool by_igraph;         /* nothing but igraph verifies the answer: not measured without it */
    bench_prepare *prepare; /* before all, not timed; NULL: nothing */
} bench_kernel;

/* Each ends with a row without a name. */
extern const bench_kernel bench_kernels_walks[];       /* bench/kernels_walks.c */
extern const bench_kernel bench_kernels_paths[];       /* bench/kernels_paths.c */
extern const bench_kernel bench_kernels_audience[];    /* bench/kernels_audience.c */
extern const bench_kernel bench_kernels_structure[];   /* bench/kernels_structure.c */
extern const bench_kernel bench_kernels_communities[]; /* bench/kernels_communities.c */
extern const bench_kernel bench_kernels_diffusion[];   /* bench/kernels_diffusion.c */
extern const bench_kernel bench_kernels_cascades[];    /* bench/kernels_cascades.c */
extern const bench_kernel bench_kernels_layout[];      /* bench/kernels_layout.c */

/* Takes the arrays; igraph's graph and the packed one are made when they are first needed. */
REL_CHECKED
rel_status bench_subject_init(rel_ctx *ctx, const bench_graph *input, bench_subject *s);
REL_CHECKED
rel_status bench_subject_need_peer(rel_ctx *ctx, bench_subject *s);
REL_CHECKED
rel_status bench_subject_need_packed(rel_ctx *ctx, bench_subject *s);
void bench_subject_free(bench_subject *s);

/* Adds a finding to the words; good false makes the whole answer wrong. */
void bench_found(bench_answer *a, bool good, const char *format, ...) REL_PRINTF(3, 4);
/* Compares scores with igraph's, when it ran: the largest difference relative to max(floor, value). */
void bench_found_near(bench_answer *a, const bench_subject *s, double floor, double tolerance);
/* igraph's error code as a status with its words. */
REL_CHECKED
rel_status bench_igraph(rel_ctx *ctx, igraph_error_t code);

/* count vertices with neighbours, spread over the graph. */
void bench_choose(const rel_graph *g, rel_vid *vertex, int count);

/* Bytes that pass at least: the rows of a direction read once, and `vectors` of `bytes` a vertex. */
double bench_traffic(const bench_subject *s, int directions, double bytes_a_vertex);

#endif
