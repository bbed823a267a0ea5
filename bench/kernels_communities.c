#include "algorithms/community/communities.h"
#include "algorithms/community/community_compare.h"
#include "algorithms/community/leiden.h"
#include "bench/kernels.h"

static rel_status leiden(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    rel_leiden_result r;
    const rel_status st = rel_leiden(ctx, s->g, REL_LEIDEN_DEFAULTS, s->number, &r);
    if (st == REL_OK) s->value = r.quality;
    if (st == REL_OK) s->total = r.count;
    return st;
}

/* Two iterations, as igraph's interfaces do by default. */
static rel_status peer_leiden(rel_ctx *ctx, void *user)
{
    bench_subject *s = user;
    const igraph_vector_t *weight = igraph_vector_size(&s->peer_weight) ? &s->peer_weight : NULL;
    igraph_error_t e = igraph_strength(&s->peer, &s->peer_score, igraph_vss_all(), IGRAPH_ALL, true, weight);
    const double all = igraph_vector_sum(&s->peer_score);
    if (e == IGRAPH_SUCCESS)
        e = igraph_community_leiden(&s->peer, weight, &s->peer_score, 1 / all, 0.01, false, 2,
                                    &s->peer_number, NULL, NULL);
    if (e == IGRAPH_SUCCESS)
        e = igraph_modularity(&s->peer, &s->peer_number, weight, 1, false, &s->peer_value);
    return bench_igraph(ctx, e);
}

/* Modularity by the definition, community by community. */
static rel_status plain_modularity(rel_ctx *ctx, const rel_graph *g, const rel_vid *community, double *value)
{
    rel_status st;
    double *strength = NULL, inside = 0, all = 0, expected = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &strength, g->n, sizeof *strength, "check"));
    for (rel_vid v = 0; v < g->n; v++)
        for (rel_eid e = g->out.off[v]; e < g->out.off[v + 1]; e++) {
            const double w = g->out.weight ? (double)g->out.weight[e] : 1;
            strength[community[v]] += w;
            all += w;
            inside += community[v] == community[g->out.adj[e]] ? w : 0;
        }
    for (rel_vid c = 0; c < g->n; c++) expected += strength[c] / all * (strength[c] / all);
    *value = inside / all - expected;
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* The modularity is the one claimed, every community is connected, and nothing found by igraph or planted is
 * better by more than this. */
static rel_status check_leiden(rel_ctx *ctx, bench_subject *s, bench_answer *a)
{
    rel_status st;
    double plain, planted = -1;
    rel_vid bad;
    rel_likeness like;
    const double short_by = 0.0015;
    REL_TRY(plain_modularity(ctx, s->g, s->number, &plain));
    REL_TRY(rel_communities_disconnected(ctx, s->g, s->number, &bad));
    bench_found(a, plain > s->value - 1e-9 && plain < s->value + 1e-9, "modularity %.5f", plain);
    bench_found(a, bad == 0, "%lld communities, %u disconnected", (long long)s->total, (unsigned)bad);
    REL_TRY(plain_modularity(ctx, s->g, s->input->community, &planted));
    /* communities at random have about none */
    if (planted > 0.1) {
        REL_TRY(rel_communities_compare(ctx, s->g->n, s->number, s->input->community, &like));
        bench_found(a, plain > planted - short_by, "planted: %.5f, NMI %.4f", planted, like.nmi);
    }
    if (s->peer_ran) bench_found(a, plain > s->peer_value - short_by, "igraph's %.5f", s->peer_value);
out:
    return st;
}

const bench_kernel bench_kernels_communities[] = {
    {"leiden", leiden, peer_leiden, check_leiden, .graphs = ON_UNDIRECTED},
    {0},
};
