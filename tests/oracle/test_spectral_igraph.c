/* Eigenvector, HITS and Katz on random graphs. Several vectors may belong to the largest eigenvalue, so what
 * is compared with igraph is the eigenvalue, and the vector must satisfy the equation. Katz must satisfy its
 * equation, which has one answer. The same bits at 1, 2, 8 threads, reordered or not within the tolerance. */
#include <math.h>

#include "algorithms/centrality/spectral.h"
#include "tests/check.h"
#include "tests/oracle/random_graph.h"

enum { GRAPHS = 24 };

/* y = A x, or A' x when back. */
static void times(const rel_graph *g, const double *x, double *y, bool back)
{
    for (rel_vid v = 0; v < g->n; v++) y[v] = 0;
    for (rel_vid u = 0; u < g->n; u++)
        for (rel_eid e = g->out.off[u]; e < g->out.off[u + 1]; e++) {
            const rel_vid v = g->out.adj[e];
            const double weight = g->out.weight ? (double)g->out.weight[e] : 1;
            y[back ? u : v] += weight * x[back ? v : u];
        }
}

/* Largest |y - factor x|. */
static double off_by(const double *y, double factor, const double *x, rel_vid n)
{
    double worst = 0;
    for (rel_vid v = 0; v < n; v++) worst = fmax(worst, fabs(y[v] - factor * x[v]));
    return worst;
}

static void eigenvector(rel_ctx *ctx, random_graph *r, rel_spectral_opts o)
{
    const rel_vid n = r->graph.n;
    double *x = malloc(n * sizeof *x), *y = malloc(n * sizeof *y), value;
    igraph_vector_t theirs;
    igraph_real_t their_value;
    ctx->threads = 1;
    CHECK_OK(ctx, rel_eigenvector(ctx, &r->graph, o, x, &value, NULL));
    times(&r->graph, x, y, false);
    CHECK(off_by(y, value, x, n) <= 1.01e-9 * (value + 1));
    if (!igraph_is_directed(&r->oracle)) {
        igraph_arpack_options_t arpack;
        igraph_arpack_options_init(&arpack);
        igraph_vector_init(&theirs, 0);
        igraph_eigenvector_centrality(&r->oracle, &theirs, &their_value, false, true, &r->weight, &arpack);
        CHECK(fabs(value - their_value) < 1e-6 * (value + 1));
        igraph_vector_destroy(&theirs);
    }
    for (ctx->threads = 2; ctx->threads <= 8; ctx->threads *= 4) {
        CHECK_OK(ctx, rel_eigenvector(ctx, &r->graph, o, y, NULL, NULL));
        CHECK(memcmp(x, y, n * sizeof *x) == 0);
    }
    free(x);
    free(y);
}

static void hits(rel_ctx *ctx, random_graph *r, rel_spectral_opts o)
{
    const rel_vid n = r->graph.n;
    double *a = malloc(n * sizeof *a), *h = malloc(n * sizeof *h), *x = malloc(n * sizeof *x), value;
    double *y = malloc(n * sizeof *y), *again = malloc(n * sizeof *again);
    igraph_vector_t hub, authority;
    igraph_real_t their_value;
    igraph_arpack_options_t arpack;
    igraph_arpack_options_init(&arpack);
    igraph_vector_init(&hub, 0);
    igraph_vector_init(&authority, 0);
    ctx->threads = 1;
    CHECK_OK(ctx, rel_hits(ctx, &r->graph, o, h, a, &value, NULL));
    times(&r->graph, a, x, true);
    times(&r->graph, x, y, false);
    CHECK(off_by(y, value, a, n) <= 1e-8 * (value + 1));
    igraph_hub_and_authority_scores(&r->oracle, &hub, &authority, &their_value, true, &r->weight, &arpack);
    CHECK(fabs(value - their_value) < 1e-6 * (value + 1));
    for (ctx->threads = 2; ctx->threads <= 8; ctx->threads *= 4) {
        CHECK_OK(ctx, rel_hits(ctx, &r->graph, o, x, again, NULL, NULL));
        CHECK(memcmp(a, again, n * sizeof *a) == 0 && memcmp(h, x, n * sizeof *h) == 0);
    }
    igraph_vector_destroy(&hub);
    igraph_vector_destroy(&authority);
    free(a);
    free(h);
    free(x);
    free(y);
    free(again);
}

static void katz(rel_ctx *ctx, random_graph *r, rel_spectral_opts o)
{
    const rel_vid n = r->graph.n;
    double *x = malloc(n * sizeof *x), *y = malloc(n * sizeof *y), *again = malloc(n * sizeof *again),
           most = 0;
    for (rel_vid v = 0; v < n; v++) x[v] = 1;
    times(&r->graph, x, y, false);
    for (rel_vid v = 0; v < n; v++) most = fmax(most, y[v]);
    const double alpha = 0.9 / fmax(most, 1);
    ctx->threads = 1;
    CHECK_OK(ctx, rel_katz(ctx, &r->graph, alpha, o, x, NULL));
    times(&r->graph, x, y, false);
    for (rel_vid v = 0; v < n; v++) CHECK(fabs(1 + alpha * y[v] - x[v]) < 1e-8);
    for (ctx->threads = 2; ctx->threads <= 8; ctx->threads *= 4) {
        CHECK_OK(ctx, rel_katz(ctx, &r->graph, alpha, o, again, NULL));
        CHECK(memcmp(x, again, n * sizeof *x) == 0);
    }
    free(x);
    free(y);
    free(again);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    for (uint64_t seed = 0; seed < GRAPHS; seed++) {
        const rel_vid n = seed % 8 == 7 ? 20000 : (rel_vid)(5 + seed * seed * 2);
        rel_spectral_opts o = REL_SPECTRAL_DEFAULTS;
        random_graph r = {0};
        if (seed % 4 < 2) o.reorder_from = 0;
        o.max_rounds = 100000;
        CHECK_OK(&ctx, random_graph_make(&ctx, seed, n, (rel_eid)n * (rel_eid)(4 + seed % 5), seed % 2 == 0,
                                         seed % 3 == 0, &r));
        /* Large random graphs have cycles, which the eigenvector of a directed one needs. */
        if (seed % 2 == 1 || n > 100) eigenvector(&ctx, &r, o);
        hits(&ctx, &r, o);
        katz(&ctx, &r, o);
        random_graph_free(&r);
    }
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
