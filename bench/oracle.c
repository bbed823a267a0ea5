#include "bench/oracle.h"

#include <math.h>
#include <stdlib.h>

typedef struct walk {
    const rel_graph *g;
    double damping;
    const double *jump, *out_weight;
    double *share, *next;
} walk;

static double row_weight(const rel_csr *c, rel_vid v, bool weighted)
{
    if (!weighted || !c->weight) return (double)(c->off[v + 1] - c->off[v]);
    double sum = 0;
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) sum += (double)c->weight[e];
    return sum;
}

static double row_sum(const rel_csr *c, rel_vid v, bool weighted, const double *x)
{
    double sum = 0;
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++)
        sum += x[c->adj[e]] * (weighted && c->weight ? (double)c->weight[e] : 1);
    return sum;
}

/* One round; returns how much mass moved. */
static double pagerank_round(int threads, const walk *w, bool weighted, double *score)
{
    const rel_vid n = w->g->n;
    double lost = 0, moved = 0;
    (void)threads;
    for (rel_vid v = 0; v < n; v++) {
        w->share[v] = w->out_weight[v] > 0 ? score[v] / w->out_weight[v] : 0;
        if (!(w->out_weight[v] > 0)) lost += score[v];
    }
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1024)
    for (rel_vid v = 0; v < n; v++)
        w->next[v] = (1 - w->damping + w->damping * lost) * (w->jump ? w->jump[v] : 1 / (double)n) +
                     w->damping * row_sum(&w->g->in, v, weighted, w->share);
    for (rel_vid v = 0; v < n; v++) {
        moved += fabs(w->next[v] - score[v]);
        score[v] = w->next[v];
    }
    return moved;
}

rel_status oracle_pagerank(rel_ctx *ctx, const rel_graph *g, double damping, const double *jump,
                           bool weighted, double *score)
{
    enum { ROUNDS_MAX = 1000 };
    static const double FINE = 1e-15, NOISE = 1e-12;
    rel_status st;
    double *share = NULL, *next = NULL, *out_weight = NULL, moved = INFINITY;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &share, g->n, sizeof *share, "oracle"));
    REL_TRY(rel_scratch(ctx, &next, g->n, sizeof *next, "oracle"));
    REL_TRY(rel_scratch(ctx, &out_weight, g->n, sizeof *out_weight, "oracle"));
    for (rel_vid v = 0; v < g->n; v++) out_weight[v] = row_weight(&g->out, v, weighted);
    const walk w = {g, damping, jump, out_weight, share, next};
    for (int round = 0; round < ROUNDS_MAX && moved > FINE; round++) {
        const double before = moved;
        moved = pagerank_round(ctx->threads, &w, weighted, score);
        if (moved < NOISE && moved >= before) break;
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

void oracle_gather(int threads, const rel_csr *c, rel_vid n, const double *x, double *y)
{
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1024)
    for (rel_vid v = 0; v < n; v++) y[v] = row_sum(c, v, true, x);
}

/* One search: the vertices in the order in which they are found, and what each thread keeps. */
typedef struct search {
    rel_vid *order;
    int32_t *distance; /* -1: not found */
    double *paths, *dependency;
} search;

static rel_vid breadth_first(const rel_csr *c, rel_vid n, rel_vid from, search *s)
{
    rel_vid found = 1;
    for (rel_vid v = 0; v < n; v++) s->distance[v] = -1;
    s->order[0] = from;
    s->distance[from] = 0;
    for (rel_vid i = 0; i < found; i++) {
        const rel_vid v = s->order[i];
        for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) {
            if (s->distance[c->adj[e]] >= 0) continue;
            s->distance[c->adj[e]] = s->distance[v] + 1;
            s->order[found++] = c->adj[e];
        }
    }
    return found;
}

static void brandes(const rel_csr *c, rel_vid n, rel_vid from, search *s)
{
    const rel_vid found = breadth_first(c, n, from, s);
    for (rel_vid v = 0; v < n; v++) s->paths[v] = s->dependency[v] = 0;
    s->paths[from] = 1;
    for (rel_vid i = 0; i < found; i++) {
        const rel_vid v = s->order[i];
        for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++)
            if (s->distance[c->adj[e]] == s->distance[v] + 1) s->paths[c->adj[e]] += s->paths[v];
    }
    for (rel_vid i = found; i-- > 0;) {
        const rel_vid v = s->order[i];
        for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) {
            const rel_vid w = c->adj[e];
            if (s->distance[w] == s->distance[v] + 1)
                s->dependency[v] += s->paths[v] / s->paths[w] * (1 + s->dependency[w]);
        }
    }
    s->dependency[from] = 0;
}

static rel_status searches_new(rel_ctx *ctx, rel_vid n, bool paths, search **out)
{
    rel_status st;
    search *s = NULL;
    REL_TRY(rel_scratch(ctx, &s, (size_t)ctx->threads, sizeof *s, "oracle"));
    for (int t = 0; t < ctx->threads; t++) {
        REL_TRY(rel_scratch(ctx, &s[t].order, n, sizeof(rel_vid), "oracle"));
        REL_TRY(rel_scratch(ctx, &s[t].distance, n, sizeof(int32_t), "oracle"));
        if (!paths) continue;
        REL_TRY(rel_scratch(ctx, &s[t].paths, n, sizeof(double), "oracle"));
        REL_TRY(rel_scratch(ctx, &s[t].dependency, n, sizeof(double), "oracle"));
    }
    *out = s;
out:
    return st;
}

rel_status oracle_betweenness(rel_ctx *ctx, const rel_graph *g, const rel_vid *source, int count,
                              double *score)
{
    rel_status st;
    search *s = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(searches_new(ctx, g->n, true, &s));
    for (rel_vid v = 0; v < g->n; v++) score[v] = 0;
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (int t = 0; t < ctx->threads; t++)
        for (int k = t; k < count; k += ctx->threads) {
            brandes(&g->out, g->n, source[k], &s[t]);
#pragma omp critical
            for (rel_vid v = 0; v < g->n; v++) score[v] += s[t].dependency[v];
        }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status oracle_harmonic(rel_ctx *ctx, const rel_graph *g, const rel_vid *target, int count,
                           double *harmonic)
{
    rel_status st;
    search *s = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(searches_new(ctx, g->n, false, &s));
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (int t = 0; t < ctx->threads; t++)
        for (int k = t; k < count; k += ctx->threads) {
            const rel_vid found = breadth_first(&g->in, g->n, target[k], &s[t]);
            harmonic[k] = 0;
            for (rel_vid i = found; i-- > 1;) harmonic[k] += 1 / (double)s[t].distance[s[t].order[i]];
        }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_vid root_of(rel_vid *parent, rel_vid v)
{
    while (parent[v] != v) v = parent[v] = parent[parent[v]];
    return v;
}

rel_status oracle_weak(rel_ctx *ctx, const rel_graph *g, rel_vid *label)
{
    (void)ctx;
    for (rel_vid v = 0; v < g->n; v++) label[v] = v;
    for (rel_vid v = 0; v < g->n; v++)
        for (rel_eid e = g->out.off[v]; e < g->out.off[v + 1]; e++) {
            const rel_vid a = root_of(label, v), b = root_of(label, g->out.adj[e]);
            label[a > b ? a : b] = a > b ? b : a;
        }
    for (rel_vid v = 0; v < g->n; v++) label[v] = root_of(label, v);
    return REL_OK;
}

/* Tarjan's search with its own stack: `path` holds the vertices on the way down, `open` those without a
 * component yet. */
typedef struct tarjan {
    const rel_csr *c;
    rel_vid *low, *index, *label, *path, *open;
    rel_eid *next;
    rel_vid paths, opens, count;
} tarjan;

static void enter(tarjan *t, rel_vid v)
{
    t->low[v] = t->index[v] = ++t->count;
    t->next[v] = t->c->off[v];
    t->path[t->paths++] = t->open[t->opens++] = v;
}

static void leave(tarjan *t, rel_vid v)
{
    t->paths--;
    if (t->paths && t->low[v] < t->low[t->path[t->paths - 1]]) t->low[t->path[t->paths - 1]] = t->low[v];
    if (t->low[v] != t->index[v]) return;
    rel_vid w;
    do {
        w = t->open[--t->opens];
        t->label[w] = v;
    } while (w != v);
}

static void tarjan_from(tarjan *t, rel_vid start)
{
    enter(t, start);
    while (t->paths) {
        const rel_vid v = t->path[t->paths - 1];
        if (t->next[v] == t->c->off[v + 1]) {
            leave(t, v);
            continue;
        }
        const rel_vid w = t->c->adj[t->next[v]++];
        if (!t->index[w])
            enter(t, w);
        else if (t->label[w] == REL_VID_NONE && t->index[w] < t->low[v])
            t->low[v] = t->index[w];
    }
}

rel_status oracle_strong(rel_ctx *ctx, const rel_graph *g, rel_vid *label)
{
    rel_status st;
    tarjan t = {.c = &g->out, .label = label};
    rel_vid **const arrays[] = {&t.low, &t.index, &t.path, &t.open};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        REL_TRY(rel_scratch(ctx, arrays[i], g->n, sizeof(rel_vid), "oracle"));
    REL_TRY(rel_scratch(ctx, &t.next, g->n, sizeof *t.next, "oracle"));
    for (rel_vid v = 0; v < g->n; v++) label[v] = REL_VID_NONE;
    for (rel_vid v = 0; v < g->n; v++)
        if (!t.index[v]) tarjan_from(&t, v);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status oracle_same_groups(rel_ctx *ctx, rel_vid n, const rel_vid *a, const rel_vid *b, bool *same)
{
    rel_status st;
    rel_vid *to = NULL, *from = NULL; /* number of one <-> number of the other, + 1 */
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &to, n, sizeof *to, "oracle"));
    REL_TRY(rel_scratch(ctx, &from, n, sizeof *from, "oracle"));
    *same = true;
    for (rel_vid v = 0; v < n && *same; v++) {
        if (!to[a[v]] && !from[b[v]]) {
            to[a[v]] = b[v] + 1;
            from[b[v]] = a[v] + 1;
        }
        *same = to[a[v]] == b[v] + 1 && from[b[v]] == a[v] + 1;
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* Takes off everybody with at most k neighbours left, for k = 0, 1, ...: a stack holds who is next. */
rel_status oracle_core(rel_ctx *ctx, const rel_graph *g, rel_vid *core)
{
    rel_status st;
    int64_t *left = NULL;
    rel_vid *stack = NULL, gone = 0, height = 0, *alive = NULL, alives = 0;
    const rel_csr *c = &g->out;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &left, g->n, sizeof *left, "oracle"));
    REL_TRY(rel_scratch(ctx, &stack, g->n, sizeof *stack, "oracle"));
    REL_TRY(rel_scratch(ctx, &alive, g->n, sizeof *alive, "oracle"));
    for (rel_vid v = 0; v < g->n; v++) {
        left[v] = c->off[v + 1] - c->off[v];
        alive[alives++] = v;
        core[v] = REL_VID_NONE;
    }
    for (rel_vid k = 0; gone < g->n; k++) {
        rel_vid kept = 0;
        for (rel_vid i = 0; i < alives; i++) {
            const rel_vid v = alive[i];
            if (core[v] != REL_VID_NONE) continue;
            if (left[v] > k) {
                alive[kept++] = v;
                continue;
            }
            core[v] = k;
            stack[height++] = v;
        }
        alives = kept;
        for (; height; gone++) {
            const rel_vid v = stack[--height];
            for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) {
                const rel_vid w = c->adj[e];
                if (core[w] != REL_VID_NONE || --left[w] > k) continue;
                core[w] = k;
                stack[height++] = w;
            }
        }
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status oracle_circles(rel_ctx *ctx, const rel_graph *g, const rel_vid *vertex, int count,
                          int64_t *triangles, int64_t *bridges)
{
    rel_status st;
    const rel_csr *c = &g->out;
    uint8_t *known = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &known, g->n, 1, "oracle"));
    for (int k = 0; k < count; k++) {
        const rel_vid v = vertex[k];
        triangles[k] = bridges[k] = 0;
        for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) known[c->adj[e]] = 1;
        for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) {
            int64_t common = 0;
            const rel_vid w = c->adj[e];
            for (rel_eid i = c->off[w]; i < c->off[w + 1]; i++) common += known[c->adj[i]];
            triangles[k] += common;
            bridges[k] += common == 0;
        }
        triangles[k] /= 2;
        for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) known[c->adj[e]] = 0;
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* The share of v's weight that goes along arc e. */
static double share_of(const rel_csr *c, rel_vid v, rel_eid e)
{
    return (c->weight ? (double)c->weight[e] : 1) / row_weight(c, v, true);
}

/* p_vj + sum over q of p_vq p_qj for every j, gathered in `way`. */
static double constraint_of(const rel_csr *c, rel_vid v, double *way)
{
    double sum = 0;
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) {
        const rel_vid q = c->adj[e];
        const double first = share_of(c, v, e), whole = row_weight(c, q, true);
        way[q] += first;
        for (rel_eid i = c->off[q]; i < c->off[q + 1]; i++)
            way[c->adj[i]] += first * (c->weight ? (double)c->weight[i] : 1) / whole;
    }
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) sum += way[c->adj[e]] * way[c->adj[e]];
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) {
        const rel_vid q = c->adj[e];
        way[q] = 0;
        for (rel_eid i = c->off[q]; i < c->off[q + 1]; i++) way[c->adj[i]] = 0;
    }
    return sum;
}

rel_status oracle_constraint(rel_ctx *ctx, const rel_graph *g, const rel_vid *vertex, int count,
                             double *constraint)
{
    double *way = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    const rel_status st = rel_scratch(ctx, &way, g->n, sizeof *way, "oracle");
    for (int k = 0; st == REL_OK && k < count; k++) constraint[k] = constraint_of(&g->out, vertex[k], way);
    rel_scratch_release(ctx, mark);
    return st;
}
