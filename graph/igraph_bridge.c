/* The one door to igraph: layouts and communities of small graphs.
 *
 * igraph's error handling is set to ours for the time of a call: nothing is printed, nothing leaks, and its
 * words end up in the sentence of the failure. Its handlers are global to the process, so calls through this
 * door take turns. */
#include <igraph/igraph.h>
#include <inttypes.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#include "graph/builder.h"
#include "graph/foreign_communities.h"
#include "graph/foreign_layout.h"
#include "graph/weights.h"

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

/* What igraph said during the call of this thread. */
static _Thread_local char error_words[512];

/* Every level that an error passes calls this; the ones further out have less to say. */
static void keep_error(const char *reason, const char *file, int line, igraph_error_t code)
{
    (void)file;
    (void)line;
    (void)code;
    if (!*error_words) snprintf(error_words, sizeof error_words, "%s", reason);
    IGRAPH_FINALLY_FREE();
}

/* igraph would end the program here. */
static void keep_fatal(const char *reason, const char *file, int line)
{
    fprintf(stderr, "igraph: %s (%s:%d)\n", reason, file, line);
    abort();
}

typedef struct session {
    igraph_error_handler_t *error;
    igraph_warning_handler_t *warning;
    igraph_fatal_handler_t *fatal;
} session;

static session begin(void)
{
    pthread_mutex_lock(&turn);
    error_words[0] = '\0';
    return (session){igraph_set_error_handler(keep_error),
                     igraph_set_warning_handler(igraph_warning_handler_ignore),
                     igraph_set_fatal_handler(keep_fatal)};
}

static void end(session s)
{
    igraph_set_fatal_handler(s.fatal);
    igraph_set_warning_handler(s.warning);
    igraph_set_error_handler(s.error);
    pthread_mutex_unlock(&turn);
}

/* -------- layouts -------- */

static igraph_error_t copy_graph(const rel_graph *g, igraph_t *to)
{
    igraph_vector_int_t ends;
    rel_eid at = 0;
    igraph_error_t code = igraph_vector_int_init(&ends, 2 * (g->directed ? g->m : g->m / 2));
    if (code) return code;
    for (rel_vid u = 0; u < g->n; u++)
        for (rel_eid e = g->out.off[u]; e < g->out.off[u + 1]; e++) {
            if (!g->directed && g->out.adj[e] < u) continue;
            VECTOR(ends)[at++] = u;
            VECTOR(ends)[at++] = g->out.adj[e];
        }
    code = igraph_create(to, &ends, g->n, false);
    igraph_vector_int_destroy(&ends);
    return code;
}

static igraph_error_t place_all(const igraph_t *g, rel_foreign_layout layout, rel_vid n, uint64_t seed,
                                igraph_matrix_t *at)
{
    enum { FR_ITERATIONS = 500, KK_ITERATIONS = 50 };
    igraph_rng_seed(igraph_rng_default(), (igraph_uint_t)seed);
    switch (layout) {
    case REL_FOREIGN_LAYOUT_FR:
        return igraph_layout_fruchterman_reingold(g, at, false, FR_ITERATIONS, sqrt((double)n),
                                                  IGRAPH_LAYOUT_NOGRID, NULL, NULL, NULL, NULL, NULL);
    case REL_FOREIGN_LAYOUT_KK:
        return igraph_layout_kamada_kawai(g, at, false, KK_ITERATIONS * (igraph_integer_t)n, 0,
                                          n > 1 ? (double)n : 1, NULL, NULL, NULL, NULL, NULL);
    case REL_FOREIGN_LAYOUT_CIRCLE: break;
    }
    return igraph_layout_circle(g, at, igraph_vss_all());
}

rel_status rel_foreign_layout_make(rel_ctx *ctx, const rel_graph *g, rel_foreign_layout layout, float *x,
                                   float *y)
{
    static const char *const words[] = {
#define X(name, word, most) word,
        REL_FOREIGN_LAYOUT_LIST(X)
#undef X
    };
    static const rel_vid limits[] = {
#define X(name, word, most) most,
        REL_FOREIGN_LAYOUT_LIST(X)
#undef X
    };
    igraph_t copy;
    igraph_matrix_t at;
    if (g->n > limits[layout]) {
        rel_fail(ctx, REL_E_LIMIT, "layout %s: %" PRIu32 " accounts, it takes at most %" PRIu32,
                 words[layout], g->n, limits[layout]);
        return rel_hint(ctx, "the layouts forceatlas2 and linlog have no such limit");
    }
    const session s = begin();
    igraph_error_t code = igraph_matrix_init(&at, 0, 0);
    const bool has_matrix = !code;
    if (!code) code = copy_graph(g, &copy);
    const bool has_graph = !code;
    if (!code) code = place_all(&copy, layout, g->n, ctx->seed, &at);
    for (rel_vid v = 0; !code && v < g->n; v++) {
        x[v] = (float)MATRIX(at, v, 0);
        y[v] = (float)MATRIX(at, v, 1);
    }
    if (has_graph) igraph_destroy(&copy);
    if (has_matrix) igraph_matrix_destroy(&at);
    end(s);
    if (code == IGRAPH_ENOMEM) return rel_fail(ctx, REL_E_MEM, "no memory for layout %s", words[layout]);
    if (code)
        return rel_fail(ctx, REL_E_DATA, "layout %s: igraph refused: %s", words[layout],
                        *error_words ? error_words : igraph_strerror(code));
    return REL_OK;
}

/* -------- communities -------- */

typedef struct foreign_search {
    igraph_t graph;
    igraph_vector_t weight;
    igraph_vector_int_t found;
    bool graph_ready, weight_ready, found_ready;
} foreign_search;

static igraph_error_t take_graph(const rel_graph *g, bool weighted, foreign_search *f)
{
    igraph_vector_int_t ends;
    const rel_eid edges = g->directed ? g->m : g->m / 2;
    igraph_error_t code = igraph_vector_int_init(&ends, 2 * edges);
    if (code) return code;
    rel_eid at = 0;
    code = igraph_vector_init(&f->weight, edges);
    f->weight_ready = !code;
    for (rel_vid u = 0; !code && u < g->n; u++)
        for (rel_eid e = g->out.off[u]; e < g->out.off[u + 1]; e++) {
            if (!g->directed && g->out.adj[e] < u) continue;
            VECTOR(ends)[2 * at] = u;
            VECTOR(ends)[2 * at + 1] = g->out.adj[e];
            VECTOR(f->weight)[at++] = weighted ? (double)g->out.weight[e] : 1;
        }
    if (!code) code = igraph_create(&f->graph, &ends, g->n, g->directed);
    f->graph_ready = !code;
    igraph_vector_int_destroy(&ends);
    return code;
}

/* igraph cuts the tree of merges only where it is given room for both. */
static igraph_error_t walk(foreign_search *f)
{
    igraph_vector_t modularity;
    igraph_matrix_int_t merges;
    igraph_error_t code = igraph_vector_init(&modularity, 0);
    if (code) return code;
    code = igraph_matrix_int_init(&merges, 0, 0);
    if (!code) {
        code = igraph_community_walktrap(&f->graph, &f->weight, REL_WALKTRAP_STEPS, &merges, &modularity,
                                         &f->found);
        igraph_matrix_int_destroy(&merges);
    }
    igraph_vector_destroy(&modularity);
    return code;
}

static igraph_error_t search_foreign(const rel_graph *g, rel_foreign_method method, bool weighted,
                                     uint64_t seed, foreign_search *f)
{
    igraph_real_t length;
    igraph_error_t code = take_graph(g, weighted, f);
    if (code) return code;
    code = igraph_vector_int_init(&f->found, 0);
    f->found_ready = !code;
    if (code) return code;
    if (method == REL_FOREIGN_WALKTRAP) return walk(f);
    igraph_rng_seed(igraph_rng_default(), seed);
    return igraph_community_infomap(&f->graph, &f->weight, NULL, REL_INFOMAP_TRIALS, &f->found, &length);
}

static rel_status check_small(rel_ctx *ctx, const rel_graph *g, const char *name, bool weighted)
{
    const rel_eid edges = g->directed ? g->m : g->m / 2;
    if (g->n > REL_FOREIGN_VERTICES_MAX || edges > REL_FOREIGN_EDGES_MAX) {
        rel_fail(ctx, REL_E_LIMIT,
                 "%s: %" PRIu32 " accounts and %" PRId64 " edges, it takes at most %d and %d", name, g->n,
                 edges, REL_FOREIGN_VERTICES_MAX, REL_FOREIGN_EDGES_MAX);
        return rel_hint(ctx, "the methods leiden, louvain and label-propagation have no such limit");
    }
    return weighted ? rel_graph_check_weights(ctx, g, REL_BUILD_OUT, name) : REL_OK;
}

rel_status rel_foreign_communities(rel_ctx *ctx, const rel_graph *g, rel_foreign_method method, bool weighted,
                                   rel_vid *community)
{
    const char *name = method == REL_FOREIGN_INFOMAP ? "infomap" : "walktrap";
    foreign_search f = {0};
    rel_status st = check_small(ctx, g, name, weighted);
    if (st != REL_OK) return st;
    const session s = begin();
    const igraph_error_t code = search_foreign(g, method, weighted && g->out.weight, ctx->seed, &f);
    for (rel_vid v = 0; !code && v < g->n; v++) community[v] = (rel_vid)VECTOR(f.found)[v];
    if (f.found_ready) igraph_vector_int_destroy(&f.found);
    if (f.graph_ready) igraph_destroy(&f.graph);
    if (f.weight_ready) igraph_vector_destroy(&f.weight);
    end(s);
    if (code == IGRAPH_ENOMEM)
        st = rel_fail(ctx, REL_E_MEM, "no memory for %s", name);
    else if (code)
        st = rel_fail(ctx, REL_E_DATA, "%s: igraph refused: %s", name,
                      *error_words ? error_words : igraph_strerror(code));
    return st;
}
