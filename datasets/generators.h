/* Random graphs with known properties, for tests and measuring. Each edge is a function of the seed and its
 * number, so the result does not depend on the number of threads. */
#ifndef REL_DATASETS_GENERATORS_H
#define REL_DATASETS_GENERATORS_H

#include "graph/builder.h"
#include "graph/pack_stream.h"

/* A list of edges, ascending by (source, target), each once, without self loops. Given to you, free with
 * rel_edge_list_free. rel_edge_list_as_edges makes it fit rel_graph_build. */
typedef struct rel_edge_list {
    rel_vid n;
    rel_eid count;
    bool directed; /* when not, each edge stands once, with source < target */
    rel_vid *source, *target;
} rel_edge_list;

void rel_edge_list_free(rel_edge_list *l);
rel_edges rel_edge_list_as_edges(const rel_edge_list *l);

/* Kronecker graph of Graph500: 2^scale vertices, edge_factor 2^scale throws with the probabilities 0.57,
 * 0.19, 0.19, 0.05 of the four quarters, vertex numbers permuted; what falls on one place twice, or on the
 * diagonal, is dropped. Chakrabarti, Zhan, Faloutsos, "R-MAT: A recursive model for graph mining", SDM 2004;
 * graph500.org, "Kronecker generator". The quarter probabilities hold within 2^-16. Cost: O(scale m); 12
 *  bytes a throw and 12 a vertex. Errors: E_USAGE (scale 1 to 31, edge_factor 1 to 1024, vertices
 * from 2), E_MEM, E_STOPPED. */
typedef struct rel_rmat_opts {
    int scale, edge_factor;
    bool directed;
    rel_vid vertices; /* 0: 2^scale; else so many, of the scale that is just large enough: throws that hit a
                         vertex beyond are repeated */
    int64_t throws;   /* 0: edge_factor a vertex */
} rel_rmat_opts;
REL_CHECKED
rel_status rel_generate_rmat(rel_ctx *ctx, rel_rmat_opts opts, rel_edge_list *list);
/* The same edges as packed rows (see graph/pack_stream.h), without a list of them: of a directed graph the
 * in-rows. Throws are made room for `room_bytes` at a time. */
REL_CHECKED
rel_status rel_generate_rmat_packed(rel_ctx *ctx, rel_rmat_opts opts, size_t room_bytes, rel_graph *g);

/* Planted communities: power laws of degree (exponent 2.5) and of community size (exponent 1.5), and a share
 * `mixing` of each vertex's edges that leave its community; stubs are joined at random, inside and outside
 * apart. Undirected. After Lancichinetti, Fortunato, Radicchi, "Benchmark graphs for testing community
 * detection algorithms", Phys. Rev. E 78, 2008. */
typedef struct rel_planted_opts {
    rel_vid vertices;
    double mean_degree;
    double mixing;              /* 0 to 1 */
    rel_vid min_size, max_size; /* of a community */
    rel_vid max_degree;
    bool spill; /* edges for which a community is too small leave it; else those who are in it have fewer */
} rel_planted_opts;
#define REL_PLANTED_DEFAULTS                                                                                 \
    ((rel_planted_opts){.vertices = 10000,                                                                   \
                        .mean_degree = 15,                                                                   \
                        .mixing = 0.3,                                                                       \
                        .min_size = 20,                                                                      \
                        .max_size = 1000,                                                                    \
                        .max_degree = 300})

/* community: room for vertices numbers, filled with 0, 1, ... *communities of them; list as above.
 * Errors: E_USAGE (a range), E_MEM. */
REL_CHECKED
rel_status rel_generate_planted(rel_ctx *ctx, rel_planted_opts opts, rel_edge_list *list, uint32_t *community,
                                uint32_t *communities);

/* A number from `low` to `high` with density falling as x^-exponent; u in [0, 1). exponent is not 1. */
double rel_power_law(double u, double exponent, double low, double high);

/* Writes "source target" lines under comment lines ('#'). Same bytes at any thread count. Errors: E_IO,
 * E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_edge_list_write(rel_ctx *ctx, const rel_edge_list *l, const char *path, const char *comment);

#endif
