/* Components, cores, triangles, pairs and bridges. */
#include <math.h>

#include "algorithms/structure/bridging.h"
#include "algorithms/structure/components.h"
#include "algorithms/structure/kcore.h"
#include "algorithms/structure/pairs.h"
#include "algorithms/structure/triangles.h"
#include "bench/kernels.h"
#include "bench/oracle.h"

enum { SAMPLE = 1000 };

static rel_status components(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return rel_components_weak(ctx, s->read, s->number, NULL, NULL);
}

static rel_status strong(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return rel_components_strong(ctx, s->g, s->number, NULL, NULL);
}

static rel_status peer_components(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return bench_igraph(ctx, igraph_connected_components(&s->peer, &s->peer_number, NULL, NULL, IGRAPH_WEAK));
}

static rel_status peer_strong(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return bench_igraph(ctx,
                        igraph_connected_components(&s->peer, &s->peer_number, NULL, NULL, IGRAPH_STRONG));
}

/* igraph's numbers as ours. */
static void take_numbers(const bench_subject *s, rel_vid *number)
{
    for (rel_vid v = 0; v < s->g->n; v++) number[v] = (rel_vid)VECTOR(s->peer_number)[v];
}

typedef rel_status groups_of(rel_ctx *ctx, const rel_graph *g, rel_vid *label);

static rel_status check_groups(rel_ctx *ctx, bench_subject *s, groups_of *plain, const char *whose,
                               bench_answer *a)
{
    rel_status st;
    bool same = false;
    rel_vid *other = NULL, groups = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &other, s->g->n, sizeof *other, "check"));
    for (rel_vid v = 0; v < s->g->n; v++) groups = s->number[v] >= groups ? s->number[v] + 1 : groups;
    REL_TRY(plain(ctx, s->g, other));
    REL_TRY(oracle_same_groups(ctx, s->g->n, s->number, other, &same));
    bench_found(a, same, "the same %u groups as by %s", (unsigned)groups, whose);
    if (s->peer_ran) {
        take_numbers(s, other);
        REL_TRY(oracle_same_groups(ctx, s->g->n, s->number, other, &same));
        bench_found(a, same, "as igraph's");
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status check_components(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    return check_groups(ctx, s, oracle_weak, "union and find", a);
}

static rel_status check_strong(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    return check_groups(ctx, s, oracle_strong, "Tarjan's search", a);
}

static rel_status kcore(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return rel_kcore(ctx, s->g, s->number);
}

static rel_status peer_kcore(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return bench_igraph(ctx, igraph_coreness(&s->peer, &s->peer_number, IGRAPH_ALL));
}

static rel_status check_kcore(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    rel_status st;
    rel_vid *other = NULL, most = 0;
    int64_t wrong = 0, wrong_peer = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &other, s->g->n, sizeof *other, "check"));
    REL_TRY(oracle_core(ctx, s->g, other));
    for (rel_vid v = 0; v < s->g->n; v++) {
        most = s->number[v] > most ? s->number[v] : most;
        wrong += s->number[v] != other[v];
        wrong_peer += s->peer_ran && (igraph_integer_t)s->number[v] != VECTOR(s->peer_number)[v];
    }
    bench_found(a, wrong == 0, "the same cores as by plain peeling, up to %u", (unsigned)most);
    if (s->peer_ran) bench_found(a, wrong_peer == 0, "as igraph's");
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status triangles(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return rel_triangles(ctx, s->g, NULL, &s->total);
}

static rel_status peer_triangles(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return bench_igraph(ctx, igraph_adjacent_triangles(&s->peer, &s->peer_score, igraph_vss_all()));
}

/* Vertices chosen over the graph, and their triangles and bridges counted plainly. */
typedef struct sample {
    rel_vid vertex[SAMPLE];
    int64_t triangles[SAMPLE], bridges[SAMPLE];
} sample;

static rel_status take_sample(rel_ctx *ctx, const rel_graph *g, sample *p)
{
    bench_choose(g, p->vertex, SAMPLE);
    return oracle_circles(ctx, g, p->vertex, SAMPLE, p->triangles, p->bridges);
}

/* The total is a third of the triangles through each vertex, which are counted another way and, for some
 * vertices, plainly. */
static rel_status check_triangles(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    rel_status st;
    sample p;
    int64_t total = 0, wrong = 0, sum = 0;
    REL_TRY(rel_triangles(ctx, s->g, s->counts, &total));
    REL_TRY(take_sample(ctx, s->g, &p));
    for (int k = 0; k < SAMPLE; k++) wrong += s->counts[p.vertex[k]] != p.triangles[k];
    for (rel_vid v = 0; v < s->g->n; v++) sum += s->counts[v];
    bench_found(a, wrong == 0 && sum == 3 * s->total && total == s->total,
                "%lld, as by vertices, %d of them counted plainly", (long long)s->total, SAMPLE);
    if (s->peer_ran)
        bench_found(a, (int64_t)igraph_vector_sum(&s->peer_score) == 3 * s->total, "as igraph's");
out:
    return st;
}

static rel_status clustering(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return rel_clustering(ctx, s->g, s->score, NULL);
}

static rel_status peer_clustering(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return bench_igraph(ctx, igraph_transitivity_local_undirected(&s->peer, &s->peer_score, igraph_vss_all(),
                                                                  IGRAPH_TRANSITIVITY_ZERO));
}

static rel_status check_clustering(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    sample p;
    double worst = 0;
    const rel_status st = take_sample(ctx, s->g, &p);
    for (int k = 0; st == REL_OK && k < SAMPLE; k++) {
        const double d = (double)(s->g->out.off[p.vertex[k] + 1] - s->g->out.off[p.vertex[k]]);
        const double exact = d > 1 ? (double)p.triangles[k] / (d * (d - 1) / 2) : 0;
        worst = fmax(worst, fabs(s->score[p.vertex[k]] - exact));
    }
    bench_found(a, worst <= 1e-12, "%d vertices: largest error %.1e", SAMPLE, worst);
    bench_found_near(a, s, 1, 1e-12);
    return st;
}

static rel_status reciprocity(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return rel_reciprocity(ctx, s->g, s->score, &s->value);
}

static rel_status peer_reciprocity(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return bench_igraph(ctx, igraph_reciprocity(&s->peer, &s->peer_value, true, IGRAPH_RECIPROCITY_DEFAULT));
}

static rel_status check_reciprocity(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    rel_vid some[SAMPLE];
    int64_t returned = 0, wrong = 0;
    (void)ctx;
    bench_choose(s->g, some, SAMPLE);
    for (rel_vid v = 0; v < s->g->n; v++)
        for (rel_eid e = s->g->out.off[v]; e < s->g->out.off[v + 1]; e++)
            returned += rel_graph_find(s->g, s->g->out.adj[e], v) >= 0;
    for (int k = 0; k < SAMPLE; k++) {
        const rel_vid v = some[k];
        int64_t mine = 0;
        const rel_eid degree = s->g->out.off[v + 1] - s->g->out.off[v];
        for (rel_eid e = s->g->out.off[v]; e < s->g->out.off[v + 1]; e++)
            mine += rel_graph_find(s->g, s->g->out.adj[e], v) >= 0;
        wrong += fabs(s->score[v] - (degree ? (double)mine / (double)degree : 0)) > 1e-12;
    }
    const double off = fabs(s->value - (double)returned / (double)s->g->m);
    bench_found(a, wrong == 0 && off <= 1e-12, "%.4f, as by looking up each edge", s->value);
    if (s->peer_ran) bench_found(a, fabs(s->value - s->peer_value) <= 1e-12, "as igraph's");
    return REL_OK;
}

static double traffic_both(const bench_subject *s)
{
    return (s->g->directed ? 2 : 1) * (4 * (double)s->g->m + 8 * (double)s->g->n) + 8 * (double)s->g->n;
}

static rel_status assortativity(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return rel_assortativity(ctx, s->g, &s->value);
}

static rel_status peer_assortativity(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return bench_igraph(ctx, igraph_assortativity_degree(&s->peer, &s->peer_value, true));
}

/* The correlation by its definition. */
static rel_status check_assortativity(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    const rel_graph *g = s->g;
    long double x1 = 0, y1 = 0, x2 = 0, y2 = 0, xy = 0;
    const long double m = (long double)g->m;
    (void)ctx;
    for (rel_vid v = 0; v < g->n; v++)
        for (rel_eid e = g->out.off[v]; e < g->out.off[v + 1]; e++) {
            const rel_vid w = g->out.adj[e];
            const long double x = (long double)(g->out.off[v + 1] - g->out.off[v]),
                              y = (long double)(g->in.off[w + 1] - g->in.off[w]);
            x1 += x;
            y1 += y;
            x2 += x * x;
            y2 += y * y;
            xy += x * y;
        }
    const double exact = (double)((xy - x1 * y1 / m) / sqrtl((x2 - x1 * x1 / m) * (y2 - y1 * y1 / m)));
    bench_found(a, fabs(s->value - exact) <= 1e-9, "%.4f, error %.1e", s->value, fabs(s->value - exact));
    if (s->peer_ran) bench_found(a, fabs(s->value - s->peer_value) <= 1e-9, "as igraph's");
    return REL_OK;
}

static double traffic_one(const bench_subject *s)
{
    return 4 * (double)s->g->m + 16 * (double)s->g->n;
}

static rel_status participation(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return rel_participation(ctx, s->g, s->input->community, s->input->communities, s->score);
}

/* By the definition, for some vertices of an undirected graph. */
static rel_status check_participation(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    rel_status st;
    rel_vid some[SAMPLE];
    double *into = NULL, worst = 0;
    const rel_csr *c = &s->g->out;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &into, s->input->communities, sizeof *into, "check"));
    bench_choose(s->g, some, SAMPLE);
    for (int k = 0; k < SAMPLE; k++) {
        double all = 0, squares = 0;
        const rel_eid first = c->off[some[k]], last = c->off[some[k] + 1];
        for (rel_eid e = first; e < last; e++) {
            into[s->input->community[c->adj[e]]] += c->weight ? (double)c->weight[e] : 1;
            all += c->weight ? (double)c->weight[e] : 1;
        }
        for (uint32_t i = 0; i < s->input->communities; i++) squares += into[i] * into[i];
        for (rel_eid e = first; e < last; e++) into[s->input->community[c->adj[e]]] = 0;
        worst = fmax(worst, fabs(s->score[some[k]] - (all > 0 ? 1 - squares / (all * all) : 0)));
    }
    bench_found(a, worst <= 1e-12, "%d vertices: largest error %.1e", SAMPLE, worst);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static double traffic_participation(const bench_subject *s)
{
    return bench_traffic(s, 1, 12);
}

static rel_status constraint(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return rel_constraint(ctx, s->g, s->score);
}

/* igraph reads the rows of all neighbours of a vertex: so many arcs. */
static double meetings(const rel_graph *g, rel_vid v)
{
    double sum = 0;
    for (rel_eid e = g->out.off[v]; e < g->out.off[v + 1]; e++)
        sum += (double)(g->out.off[g->out.adj[e] + 1] - g->out.off[g->out.adj[e]]);
    return sum;
}

/* Some vertices, and all of a small graph: the sum of the squared degrees is too much for igraph. Its time is
 * scaled up by the arcs to read. */
static igraph_integer_t some_constraints(bench_subject *s, rel_vid *some)
{
    enum { PLENTY = 20 * SAMPLE };
    const rel_graph *g = s->g;
    double all = 0, part = 0;
    for (rel_vid v = 0; v < g->n; v++) all += pow((double)(g->out.off[v + 1] - g->out.off[v]), 2);
    if (all < 2e9 || g->n < PLENTY) return 0;
    bench_choose(g, some, PLENTY);
    for (int k = 0; k < PLENTY; k++) part += meetings(g, some[k]);
    s->peer_share = part / all;
    return PLENTY;
}

static rel_status peer_constraint(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    igraph_vs_t which = igraph_vss_all();
    igraph_vector_int_t list;
    const igraph_vector_t *weight = igraph_vector_size(&s->peer_weight) ? &s->peer_weight : NULL;
    const igraph_integer_t count = some_constraints(s, (rel_vid *)s->counts);
    igraph_vector_int_init(&list, count);
    for (igraph_integer_t k = 0; k < count; k++) VECTOR(list)[k] = ((rel_vid *)s->counts)[k];
    if (count) igraph_vs_vector(&which, &list);
    const rel_status st = bench_igraph(ctx, igraph_constraint(&s->peer, &s->peer_score, which, weight));
    igraph_vector_int_destroy(&list);
    return st;
}

static rel_status check_constraint(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    rel_vid some[SAMPLE];
    double exact[SAMPLE], worst = 0;
    bench_choose(s->g, some, SAMPLE);
    const rel_status st = oracle_constraint(ctx, s->g, some, SAMPLE, exact);
    for (int k = 0; st == REL_OK && k < SAMPLE; k++)
        worst = fmax(worst, fabs(s->score[some[k]] - exact[k]) / exact[k]);
    bench_found(a, worst <= 1e-9, "%d vertices: largest relative error %.1e", SAMPLE, worst);
    if (!s->peer_ran || s->peer_share == 1) {
        bench_found_near(a, s, 1, 1e-6);
        return st;
    }
    const rel_vid *chosen = (const rel_vid *)s->counts;
    const igraph_integer_t count = igraph_vector_size(&s->peer_score);
    worst = 0;
    for (igraph_integer_t k = 0; k < count; k++)
        worst = fmax(worst, fabs(s->score[chosen[k]] - VECTOR(s->peer_score)[k]) / s->score[chosen[k]]);
    bench_found(a, worst <= 1e-6, "igraph's %d: largest relative difference %.1e", (int)count, worst);
    igraph_vector_resize(&s->peer_score, s->g->n);
    return st;
}

static rel_status local_bridges(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    return rel_local_bridges(ctx, s->g, s->counts, &s->total);
}

static rel_status check_local_bridges(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    sample p;
    int64_t wrong = 0, sum = 0;
    const rel_status st = take_sample(ctx, s->g, &p);
    for (int k = 0; st == REL_OK && k < SAMPLE; k++) wrong += s->counts[p.vertex[k]] != p.bridges[k];
    for (rel_vid v = 0; v < s->g->n; v++) sum += s->counts[v];
    bench_found(a, wrong == 0 && sum == 2 * s->total, "%lld, %d vertices counted plainly",
                (long long)s->total, SAMPLE);
    return st;
}

const bench_kernel bench_kernels_structure[] = {
    {"components", components, peer_components, check_components, .graphs = ON_ALL},
    {"components-packed", components, NULL, check_components, .graphs = ON_ALL, .packed = true},
    {"strong", strong, peer_strong, check_strong, .graphs = ON_DIRECTED},
    {"kcore", kcore, peer_kcore, check_kcore, .graphs = ON_UNDIRECTED},
    {"triangles", triangles, peer_triangles, check_triangles, .graphs = ON_UNDIRECTED},
    {"clustering", clustering, peer_clustering, check_clustering, .graphs = ON_UNDIRECTED},
    {"reciprocity", reciprocity, peer_reciprocity, check_reciprocity, .graphs = ON_DIRECTED,
     .traffic = traffic_both},
    {"assortativity", assortativity, peer_assortativity, check_assortativity, .graphs = ON_ALL,
     .traffic = traffic_one},
    {"participation", participation, NULL, check_participation, .graphs = ON_UNDIRECTED,
     .traffic = traffic_participation},
    {"constraint", constraint, peer_constraint, check_constraint, .graphs = ON_UNDIRECTED},
    {"local-bridges", local_bridges, NULL, check_local_bridges, .graphs = ON_UNDIRECTED},
    {0},
};
