#include "src/insight/egonet.h"

#include <math.h>

/* -------- the network -------- */

/* Edges with both ends in the network, those of them that are returned, those without a centre. */
static rel_status count_edges(rel_ctx *ctx, const rel_graph *g, const uint8_t *step, rel_egonet *net)
{
    enum { ROUND = 1 << 16 };
    rel_status st = REL_OK;
    int64_t returned = 0;
    for (rel_vid u = 0; u < g->n; u++) {
        if (u % ROUND == 0) REL_TRY(rel_poll(ctx));
        if (!step[u]) continue;
        for (rel_eid e = g->out.off[u]; e < g->out.off[u + 1]; e++) {
            const rel_vid v = g->out.adj[e];
            if (!step[v]) continue;
            net->edges++;
            net->others += step[u] > 1 && step[v] > 1;
            returned += g->directed && rel_graph_find(g, v, u) >= 0;
        }
    }
    const double others = (double)(net->accounts - net->at[0]);
    net->density = others > 1 ? (double)net->others / (others * (others - 1)) : NAN;
    net->reciprocity = g->directed && net->edges ? (double)returned / (double)net->edges : NAN;
    if (!g->directed) {
        net->edges /= 2;
        net->others /= 2;
    }
out:
    return st;
}

rel_status rel_egonet_measure(rel_ctx *ctx, const rel_graph *g, const rel_ego_opts *opts, uint8_t *step,
                              rel_egonet *net)
{
    rel_status st;
    *net = (rel_egonet){0};
    if (opts->hops > REL_EGONET_HOPS_MAX)
        return rel_fail(ctx, REL_E_USAGE, "ego network: %d hops are more than %d", opts->hops,
                        REL_EGONET_HOPS_MAX);
    if (!g->out.off || !g->in.off) return rel_fail(ctx, REL_E_USAGE, "ego network: a direction is missing");
    REL_TRY(rel_ego(ctx, g, *opts, step, net->at));
    for (int d = 0; d <= opts->hops; d++) net->accounts += net->at[d];
    st = count_edges(ctx, g, step, net);
out:
    return st;
}

/* -------- structural holes -------- */

typedef struct holes_state {
    const rel_graph *g;
    uint8_t *contact;
    double *share;    /* of the account's weight that goes to a contact */
    double *indirect; /* and by way of the others */
} holes_state;

static double weight_of(const rel_csr *rows, rel_eid e)
{
    return rows->weight ? (double)rows->weight[e] : 1;
}

/* Both directions of a directed graph; those of an undirected one are the same rows. */
static int directions(const rel_graph *g, const rel_csr *rows[2])
{
    rows[0] = &g->out;
    rows[1] = &g->in;
    return g->directed ? 2 : 1;
}

static double strength(const rel_graph *g, rel_vid v)
{
    const rel_csr *rows[2];
    double sum = 0;
    for (int d = 0; d < directions(g, rows); d++)
        for (rel_eid e = rows[d]->off[v]; e < rows[d]->off[v + 1]; e++) sum += weight_of(rows[d], e);
    return sum;
}

static void mark_contacts(holes_state *s, rel_vid v, rel_holes *holes)
{
    const rel_csr *rows[2];
    const double all = strength(s->g, v);
    for (int d = 0; d < directions(s->g, rows); d++)
        for (rel_eid e = rows[d]->off[v]; e < rows[d]->off[v + 1]; e++) {
            const rel_vid q = rows[d]->adj[e];
            holes->contacts += !s->contact[q];
            s->contact[q] = 1;
            s->share[q] += weight_of(rows[d], e) / all;
        }
}

/* The ties of one contact to the others; returns arcs, each that is returned a half. */
static double follow_contact(holes_state *s, rel_vid q)
{
    const rel_csr *rows[2];
    const double all = strength(s->g, q);
    double ties = 0;
    for (int d = 0; d < directions(s->g, rows); d++)
        for (rel_eid e = rows[d]->off[q]; e < rows[d]->off[q + 1]; e++) {
            const rel_vid j = rows[d]->adj[e];
            if (!s->contact[j]) continue;
            s->indirect[j] += s->share[q] * weight_of(rows[d], e) / all;
            if (d == 0) ties += rel_graph_find(s->g, j, q) >= 0 ? 0.5 : 1;
        }
    return ties;
}

rel_status rel_holes_around(rel_ctx *ctx, const rel_graph *g, rel_vid v, rel_holes *holes)
{
    rel_status st;
    holes_state s = {.g = g};
    double ties = 0, constraint = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *holes = (rel_holes){.effective_size = NAN, .constraint = NAN};
    if (!g->out.off || !g->in.off) return rel_fail(ctx, REL_E_USAGE, "ego network: a direction is missing");
    REL_TRY(rel_scratch(ctx, &s.contact, g->n, 1, "contacts"));
    REL_TRY(rel_scratch(ctx, &s.share, g->n, sizeof *s.share, "contacts"));
    REL_TRY(rel_scratch(ctx, &s.indirect, g->n, sizeof *s.indirect, "contacts"));
    mark_contacts(&s, v, holes);
    for (rel_vid q = 0; q < g->n; q++)
        if (s.contact[q]) ties += follow_contact(&s, q);
    holes->ties = (int64_t)ties;
    if (holes->contacts == 0) goto out;
    for (rel_vid j = 0; j < g->n; j++)
        if (s.contact[j]) constraint += (s.share[j] + s.indirect[j]) * (s.share[j] + s.indirect[j]);
    holes->constraint = constraint;
    holes->effective_size = (double)holes->contacts - 2 * (double)holes->ties / (double)holes->contacts;
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* -------- as a graph -------- */

rel_status rel_egonet_graph(rel_ctx *ctx, const rel_graph *g, const uint8_t *step, rel_graph *out)
{
    rel_status st;
    int64_t *value;
    rel_vid next = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *out = (rel_graph){0};
    REL_TRY(rel_scratch(ctx, &value, g->n, sizeof *value, "columns of the ego network"));
    REL_TRY(rel_graph_subgraph(ctx, g, step, out));
    for (rel_vid v = 0; v < g->n; v++)
        if (step[v]) value[next++] = step[v] - 1;
    REL_TRY(rel_graph_add_vertex_attribute(ctx, out, "ego_distance", REL_ATTRIBUTE_I64, value, NULL));
    for (rel_vid v = 0; v < out->n; v++) value[v] = out->in.off[v + 1] - out->in.off[v];
    st = rel_graph_add_vertex_attribute(ctx, out, "in_degree", REL_ATTRIBUTE_I64, value, NULL);
out:
    if (st != REL_OK) rel_graph_free(out);
    rel_scratch_release(ctx, mark);
    return st;
}
