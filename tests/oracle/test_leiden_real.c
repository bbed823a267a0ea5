/* Leiden on small networks of real people whose groups are known, beside igraph: undirected, each pair once,
 * the largest component, medians of 5 seeds. */
#include <igraph/igraph.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include "algorithms/community/community_compare.h"
#include "algorithms/community/leiden.h"
#include "algorithms/structure/components.h"
#include "graph/builder.h"
#include "tests/check.h"

enum { SEEDS = 5, VERTICES_MAX = 10000, EDGES_MAX = 40000 };

/* NMI: the median of igraph's Leiden that was measured once, or less where ours has a higher modularity:
 * polblogs 0.6320 is the partition of the highest known modularity; igraph's has 0.6320 after two iterations,
 * and 0.6404 with a modularity that is 0.00002 lower, when it ends by itself. */
typedef struct known {
    const char *edges, *labels; /* labels NULL: the edges are GML, whose nodes have a value */
    double nmi;
} known;
static const known cases[] = {
    {"email-eu-core/email-Eu-core.txt.gz", "email-eu-core/email-Eu-core-department-labels.txt", 0.592},
    {"classics/football.gml", NULL, 0.885},
    {"classics/polblogs.gml.gz", NULL, 0.6319},
    {"karateclub-lastfm/edges.csv.gz", "karateclub-lastfm/target.csv", 0.622},
};

typedef struct network {
    rel_vid n, label[VERTICES_MAX], id[VERTICES_MAX];
    rel_eid m;
    rel_vid source[EDGES_MAX], target[EDGES_MAX];
} network;

static bool pair_of(const char *line, unsigned *a, unsigned *b)
{
    return sscanf(line, "%u%*[ ,\t]%u", a, b) == 2;
}

static void read_pairs(network *w, gzFile edges, gzFile labels)
{
    char line[256];
    unsigned a, b;
    while (gzgets(edges, line, sizeof line))
        if (pair_of(line, &a, &b) && w->m < EDGES_MAX) {
            w->source[w->m] = a;
            w->target[w->m++] = b;
        }
    while (gzgets(labels, line, sizeof line))
        if (pair_of(line, &a, &b) && a < VERTICES_MAX) {
            w->label[a] = b;
            if (w->n <= a) w->n = a + 1;
        }
}

static rel_vid place_of(const network *w, rel_vid id)
{
    rel_vid v = 0;
    while (v < w->n && w->id[v] != id) v++;
    return v;
}

static void read_gml(network *w, gzFile edges)
{
    char line[4096], key[32];
    bool in_edge = false;
    unsigned x;
    while (gzgets(edges, line, sizeof line)) {
        const int words = sscanf(line, " %31s %u", key, &x);
        if (words > 0 && strcmp(key, "edge") == 0) in_edge = true;
        if (words != 2) continue;
        if (!in_edge && strcmp(key, "id") == 0 && w->n < VERTICES_MAX) w->id[w->n++] = x;
        if (!in_edge && strcmp(key, "value") == 0 && w->n) w->label[w->n - 1] = x;
        if (in_edge && strcmp(key, "source") == 0 && w->m < EDGES_MAX) w->source[w->m] = place_of(w, x);
        if (in_edge && strcmp(key, "target") == 0 && w->m < EDGES_MAX) w->target[w->m++] = place_of(w, x);
    }
}

/* Labels of those outside the largest component become REL_VID_NONE; they keep no edges either. */
static void keep_largest(rel_ctx *ctx, network *w, rel_graph *g)
{
    rel_vid *component = malloc(w->n * sizeof *component), count;
    const rel_edges all = {.count = w->m, .source = w->source, .target = w->target};
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    opts.directed = false;
    CHECK_OK(ctx, rel_graph_build(ctx, w->n, &all, opts, g));
    CHECK_OK(ctx, rel_components_weak(ctx, g, component, &count, NULL)); /* 0 is the largest */
    rel_graph_free(g);
    rel_edges kept = {.source = w->source, .target = w->target};
    for (rel_eid e = 0; e < w->m; e++)
        if (component[w->source[e]] == 0) {
            w->source[kept.count] = w->source[e];
            w->target[kept.count++] = w->target[e];
        }
    for (rel_vid v = 0; v < w->n; v++)
        if (component[v]) w->label[v] = REL_VID_NONE;
    CHECK_OK(ctx, rel_graph_build(ctx, w->n, &kept, opts, g));
    free(component);
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *x)
{
    qsort(x, SEEDS, sizeof *x, ascending);
    return x[SEEDS / 2];
}

/* The median modularity of igraph's own search. */
static double igraph_finds(const rel_graph *g)
{
    igraph_vector_int_t pairs, membership;
    igraph_vector_t degree;
    igraph_t peer;
    double q[SEEDS];
    igraph_vector_int_init(&pairs, 0);
    igraph_vector_int_init(&membership, 0);
    igraph_vector_init(&degree, 0);
    for (rel_vid v = 0; v < g->n; v++)
        for (rel_eid e = g->out.off[v]; e < g->out.off[v + 1]; e++) {
            if (g->out.adj[e] < v) continue;
            igraph_vector_int_push_back(&pairs, v);
            igraph_vector_int_push_back(&pairs, g->out.adj[e]);
        }
    igraph_create(&peer, &pairs, g->n, false);
    igraph_strength(&peer, &degree, igraph_vss_all(), IGRAPH_ALL, true, NULL);
    for (igraph_uint_t seed = 0; seed < SEEDS; seed++) {
        igraph_rng_seed(igraph_rng_default(), seed + 1);
        igraph_community_leiden(&peer, NULL, &degree, 1 / (double)g->m, 0.01, false, 2, &membership, NULL,
                                NULL);
        igraph_modularity(&peer, &membership, NULL, 1, false, &q[seed]);
    }
    igraph_vector_int_destroy(&pairs);
    igraph_vector_int_destroy(&membership);
    igraph_vector_destroy(&degree);
    igraph_destroy(&peer);
    return median(q);
}

static void measure(rel_ctx *ctx, const known *k, network *w)
{
    rel_graph g = {0};
    double q[SEEDS], nmi[SEEDS];
    rel_leiden_opts opts = REL_LEIDEN_DEFAULTS;
    opts.weighted = false; /* pairs that know each other both ways would weigh 2 */
    keep_largest(ctx, w, &g);
    rel_vid *community = malloc(g.n * sizeof *community);
    for (int i = 0; i < SEEDS; i++) {
        rel_leiden_result r;
        rel_likeness like;
        ctx->seed = (uint64_t)i + 1;
        CHECK_OK(ctx, rel_leiden(ctx, &g, opts, community, &r));
        CHECK_OK(ctx, rel_communities_compare(ctx, g.n, community, w->label, &like));
        q[i] = r.quality;
        nmi[i] = like.nmi;
    }
    const double theirs = igraph_finds(&g);
    fprintf(stderr, "%s: modularity %.5f, igraph's %.5f, NMI %.4f\n", k->edges, median(q), theirs,
            median(nmi));
    CHECK(median(q) >= theirs - .001);
    CHECK(median(nmi) >= k->nmi);
    rel_graph_free(&g);
    free(community);
}

int main(void)
{
    rel_ctx ctx;
    int seen = 0;
    rel_ctx_init(&ctx, 2);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char path[1024];
        network *w = calloc(1, sizeof *w);
        snprintf(path, sizeof path, "%s/%s", REL_SHARED_DATA, cases[i].edges);
        const gzFile edges = gzopen(path, "r");
        snprintf(path, sizeof path, "%s/%s", REL_SHARED_DATA, cases[i].labels ? cases[i].labels : "");
        const gzFile labels = cases[i].labels ? gzopen(path, "r") : NULL;
        if (w && edges && (labels || !cases[i].labels)) {
            if (labels)
                read_pairs(w, edges, labels);
            else
                read_gml(w, edges);
            measure(&ctx, &cases[i], w);
            seen++;
        }
        if (edges) gzclose(edges);
        if (labels) gzclose(labels);
        free(w);
    }
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    if (!seen) fprintf(stderr, "skipped: no real data in '%s'\n", REL_SHARED_DATA);
    return seen ? CHECK_REPORT() : 77;
}
