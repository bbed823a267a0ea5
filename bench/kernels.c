#include "bench/kernels.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "graph/builder.h"
#include "graph/pack.h"

rel_status bench_subject_init(rel_ctx *ctx, const bench_graph *input, bench_subject *s)
{
    rel_status st;
    const size_t n = input->graph.n;
    *s = (bench_subject){.input = input, .g = &input->graph, .read = &input->graph, .peer_share = 1};
    REL_TRY(rel_alloc(ctx, &s->score, n, sizeof *s->score, "scores"));
    REL_TRY(rel_alloc(ctx, &s->score2, n, sizeof *s->score2, "scores"));
    REL_TRY(rel_alloc(ctx, &s->number, n, sizeof *s->number, "numbers"));
    REL_TRY(rel_alloc(ctx, &s->counts, n, sizeof *s->counts, "counts"));
    REL_TRY(rel_alloc(ctx, &s->jump, n, sizeof *s->jump, "jumps"));
    for (size_t v = 0; v < n; v++) s->jump[v] = v % 97 == 0 ? 97 / (double)(n + 96) : 0;
    double sum = 0;
    for (size_t v = 0; v < n; v++) sum += s->jump[v];
    for (size_t v = 0; v < n; v++) s->jump[v] /= sum;
out:
    return st;
}

/* The rows of the graph again as pairs; of an undirected one each pair once. */
rel_status bench_subject_need_peer(rel_ctx *ctx, bench_subject *s)
{
    const rel_graph *g = s->g;
    const rel_eid count = (rel_eid)s->input->edges;
    igraph_vector_int_t pairs;
    rel_eid at = 0;
    if (s->has_peer) return REL_OK;
    rel_status st = bench_igraph(ctx, igraph_vector_int_init(&pairs, 2 * count));
    if (st != REL_OK) return st;
    igraph_vector_init(&s->peer_weight, g->out.weight ? count : 0);
    for (rel_vid v = 0; v < g->n; v++)
        for (rel_eid e = g->out.off[v]; e < g->out.off[v + 1]; e++) {
            if (!g->directed && g->out.adj[e] < v) continue;
            VECTOR(pairs)[2 * at] = v;
            VECTOR(pairs)[2 * at + 1] = g->out.adj[e];
            if (g->out.weight) VECTOR(s->peer_weight)[at] = (igraph_real_t)g->out.weight[e];
            at++;
        }
    st = bench_igraph(ctx, igraph_create(&s->peer, &pairs, g->n, g->directed));
    igraph_vector_int_destroy(&pairs);
    igraph_vector_init(&s->peer_score, g->n);
    igraph_vector_int_init(&s->peer_number, g->n);
    s->has_peer = st == REL_OK;
    return st;
}

/* A copy of the graph, built again, with its rows packed. */
rel_status bench_subject_need_packed(rel_ctx *ctx, bench_subject *s)
{
    rel_status st = REL_OK;
    const rel_csr *c = &s->g->out;
    rel_vid *source = NULL, *target = NULL;
    const int directions = s->g->directed ? REL_BUILD_BOTH : REL_BUILD_OUT;
    rel_edges edges = {0};
    if (s->packed.n) return REL_OK;
    REL_TRY(rel_alloc(ctx, &source, (size_t)s->input->edges, sizeof *source, "edges"));
    REL_TRY(rel_alloc(ctx, &target, (size_t)s->input->edges, sizeof *target, "edges"));
    for (rel_vid v = 0; v < s->g->n; v++)
        for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) {
            if (!s->g->directed && c->adj[e] < v) continue;
            source[edges.count] = v;
            target[edges.count++] = c->adj[e];
        }
    edges.source = source;
    edges.target = target;
    REL_TRY(
        rel_graph_build(ctx, s->g->n, &edges, (rel_build_opts){s->g->directed, REL_BUILD_BOTH}, &s->packed));
    st = rel_graph_pack(ctx, &s->packed, directions);
out:
    free(source);
    free(target);
    return st;
}

void bench_subject_free(bench_subject *s)
{
    if (s->has_peer) {
        igraph_destroy(&s->peer);
        igraph_vector_destroy(&s->peer_weight);
        igraph_vector_destroy(&s->peer_score);
        igraph_vector_int_destroy(&s->peer_number);
    }
    rel_graph_free(&s->packed);
    rel_cascades_free(&s->cascades);
    free(s->score);
    free(s->score2);
    free(s->number);
    free(s->counts);
    free(s->jump);
    *s = (bench_subject){0};
}

void bench_found(bench_answer *a, bool good, const char *format, ...)
{
    va_list list;
    size_t len = strlen(a->words);
    if (!good) a->good = false;
    len += (size_t)snprintf(a->words + len, sizeof a->words - len, "%s%s", len ? "; " : "",
                            good ? "" : "WRONG: ");
    va_start(list, format);
    if (len < sizeof a->words) vsnprintf(a->words + len, sizeof a->words - len, format, list);
    va_end(list);
}

void bench_found_near(bench_answer *a, const bench_subject *s, double floor, double tolerance)
{
    double worst = 0;
    if (!s->peer_ran) return;
    for (rel_vid v = 0; v < s->g->n; v++) {
        const double mine = s->score[v], peer = VECTOR(s->peer_score)[v];
        if (isnan(mine) && isnan(peer)) continue;
        const double off = fabs(mine - peer) / fmax(floor, fabs(peer));
        worst = off <= worst ? worst : off; /* NaN stays */
    }
    bench_found(a, worst <= tolerance, "igraph: largest relative difference %.1e", worst);
}

rel_status bench_igraph(rel_ctx *ctx, igraph_error_t code)
{
    if (code == IGRAPH_SUCCESS) return REL_OK;
    return rel_fail(ctx, REL_E_LIMIT, "igraph: %s", igraph_strerror(code));
}

void bench_choose(const rel_graph *g, rel_vid *vertex, int count)
{
    rel_vid v = 0;
    for (int k = 0; k < count; k++) {
        rel_vid tried = 0;
        do v = (rel_vid)(((uint64_t)v + 65537) % g->n);
        while (g->out.off[v] == g->out.off[v + 1] && ++tried < g->n);
        vertex[k] = v;
    }
}

double bench_traffic(const bench_subject *s, int directions, double bytes_a_vertex)
{
    const double arc = s->g->out.weight ? 8 : 4;
    return directions * (arc * (double)s->g->m + 8 * (double)s->g->n) + bytes_a_vertex * (double)s->g->n;
}
