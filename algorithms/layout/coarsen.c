#include "algorithms/layout/coarsen.h"

enum { SIZE_MAX_OF_CLUSTER = 16, SWEEPS = 3 };

typedef struct state {
    const rel_links *fine;
    const float *mass;
    rel_vid *of;     /* the cluster of each vertex */
    rel_vid *size;   /* of each cluster; clusters are named by a vertex */
    float *weight;   /* mass of each cluster */
    rel_vid *row;    /* whom the row at hand names */
    float *joined;   /* strength from the vertex at hand into each cluster, else 0 */
    rel_vid *around; /* the clusters for which it is not 0; later: the group that is being filled */
} state;

static float strength(const rel_links *l, rel_eid e)
{
    return l->strength ? l->strength[e] : 1;
}

/* Into the neighbouring cluster with room that it is joined with most, for its mass. */
static bool move(state *s, rel_vid v)
{
    const rel_links *l = s->fine;
    rel_vid found = 0, best = s->of[v];
    float most = 0;
    for (rel_eid e = l->off[v]; e < l->off[v + 1]; e++) {
        const rel_vid c = s->of[l->adj[e]];
        if (!(s->joined[c] > 0)) s->around[found++] = c;
        s->joined[c] += strength(l, e);
    }
    for (rel_vid k = 0; k < found; k++) {
        const rel_vid c = s->around[k];
        const bool own = c == s->of[v];
        const float score = s->joined[c] / (own ? s->weight[c] - s->mass[v] : s->weight[c]);
        s->joined[c] = 0;
        if (!own && s->size[c] >= SIZE_MAX_OF_CLUSTER) continue;
        if (score > most || (own && score >= most)) {
            most = score;
            best = c;
        }
    }
    if (best == s->of[v]) return false;
    s->size[s->of[v]]--;
    s->weight[s->of[v]] -= s->mass[v];
    s->of[v] = best;
    s->size[best]++;
    s->weight[best] += s->mass[v];
    return true;
}

/* Those left alone because their neighbours' clusters are full, like the many around a star, and those
 * without neighbours: together with others who have the same strongest neighbour. */
static void gather_rest(state *s)
{
    const rel_links *l = s->fine;
    const rel_vid n = l->n;
    for (rel_vid c = 0; c <= n; c++) s->around[c] = REL_VID_NONE;
    for (rel_vid v = 0; v < n; v++) {
        rel_vid near = n;
        float most = 0;
        if (s->size[s->of[v]] > 1) continue;
        for (rel_eid e = l->off[v]; e < l->off[v + 1]; e++)
            if (strength(l, e) > most) {
                most = strength(l, e);
                near = s->of[l->adj[e]];
            }
        const rel_vid group = s->around[near];
        if (group == REL_VID_NONE || s->size[group] >= SIZE_MAX_OF_CLUSTER) {
            s->around[near] = s->of[v];
            continue;
        }
        s->size[s->of[v]]--;
        s->of[v] = group;
        s->size[group]++;
    }
}

/* Clusters become 0, 1, ... by their first vertex; returns how many. */
static rel_vid number(state *s)
{
    const rel_vid n = s->fine->n;
    rel_vid count = 0;
    for (rel_vid c = 0; c < n; c++) s->around[c] = REL_VID_NONE;
    for (rel_vid v = 0; v < n; v++) {
        rel_vid *name = &s->around[s->of[v]];
        if (*name == REL_VID_NONE) *name = count++;
        s->of[v] = *name;
    }
    return count;
}

/* The members of each cluster, one cluster after the other. */
static void list_members(const state *s, rel_vid count, rel_vid *start, rel_vid *member)
{
    const rel_vid n = s->fine->n;
    for (rel_vid c = 0; c <= count; c++) start[c] = 0;
    for (rel_vid v = 0; v < n; v++) start[s->of[v]]++;
    for (rel_vid c = 0, sum = 0; c <= count; c++) {
        const rel_vid size = start[c];
        start[c] = sum;
        sum += size;
    }
    for (rel_vid v = 0; v < n; v++) member[start[s->of[v]]++] = v;
    for (rel_vid c = count; c > 0; c--) start[c] = start[c - 1];
    start[0] = 0;
}

/* Row of cluster c, not written when sum is NULL; returns its length. */
static rel_vid merge_rows(state *s, rel_vid c, const rel_vid *member, rel_vid members, rel_vid *adj,
                          float *sum)
{
    const rel_links *l = s->fine;
    rel_vid found = 0;
    for (rel_vid k = 0; k < members; k++)
        for (rel_eid e = l->off[member[k]]; e < l->off[member[k] + 1]; e++) {
            const rel_vid to = s->of[l->adj[e]];
            if (to == c) continue;
            if (!(s->joined[to] > 0)) adj[found++] = to;
            s->joined[to] += strength(l, e);
        }
    for (rel_vid k = 0; k < found; k++) {
        if (sum) sum[k] = s->joined[adj[k]];
        s->joined[adj[k]] = 0;
    }
    return found;
}

/* Every row is merged twice: to know how long it is, and to write it. */
static rel_status contract(rel_ctx *ctx, state *s, rel_vid count, rel_coarse *c)
{
    rel_status st;
    const rel_vid n = s->fine->n;
    rel_eid *off = NULL;
    rel_vid *adj = NULL, *start = s->size, *member = s->around, *row = s->row;
    float *sum = NULL;
    REL_TRY(rel_scratch_unset(ctx, &off, (size_t)count + 1, sizeof *off, "fewer vertices"));
    REL_TRY(rel_scratch(ctx, &c->mass, count, sizeof *c->mass, "fewer vertices"));
    list_members(s, count, start, member);
    off[0] = 0;
    for (rel_vid k = 0; k < count; k++)
        off[k + 1] = off[k] + merge_rows(s, k, member + start[k], start[k + 1] - start[k], row, NULL);
    REL_TRY(rel_scratch_unset(ctx, &adj, (size_t)off[count], sizeof *adj, "fewer edges"));
    REL_TRY(rel_scratch_unset(ctx, &sum, (size_t)off[count], sizeof *sum, "fewer edges"));
    for (rel_vid k = 0; k < count; k++)
        merge_rows(s, k, member + start[k], start[k + 1] - start[k], adj + off[k], sum + off[k]);
    for (rel_vid v = 0; v < n; v++) c->mass[s->of[v]] += s->mass[v];
    c->links = *s->fine;
    c->links.n = count;
    c->links.off = off;
    c->links.adj = adj;
    c->links.strength = sum;
    c->links.radius = NULL;
out:
    return st;
}

rel_status rel_coarsen(rel_ctx *ctx, const rel_links *fine, const float *mass, rel_coarse *c)
{
    rel_status st;
    const rel_vid n = fine->n;
    state s = {.fine = fine, .mass = mass};
    *c = (rel_coarse){0};
    REL_TRY(rel_scratch_unset(ctx, &s.of, n, sizeof *s.of, "clusters"));
    c->parent = s.of;
    REL_TRY(rel_scratch_unset(ctx, &s.size, (size_t)n + 1, sizeof *s.size, "clusters"));
    REL_TRY(rel_scratch_unset(ctx, &s.around, (size_t)n + 1, sizeof *s.around, "clusters"));
    REL_TRY(rel_scratch_unset(ctx, &s.weight, n, sizeof *s.weight, "clusters"));
    REL_TRY(rel_scratch_unset(ctx, &s.row, n, sizeof *s.row, "clusters"));
    REL_TRY(rel_scratch(ctx, &s.joined, n, sizeof *s.joined, "clusters"));
    for (rel_vid v = 0; v < n; v++) {
        s.of[v] = v;
        s.size[v] = 1;
        s.weight[v] = mass[v];
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        REL_TRY(rel_poll(ctx));
        rel_vid moved = 0;
        for (rel_vid v = 0; v < n; v++) moved += move(&s, v);
        if (moved < n / 100) break;
    }
    gather_rest(&s);
    REL_TRY(contract(ctx, &s, number(&s), c));
out:
    return st;
}
