/* The part of a graph that some of its vertices span (declared in graph/graph.h). */
#include <stdlib.h>
#include <string.h>

#include "graph/builder.h"
#include "graph/owner.h"
#include "src/base/par.h"

typedef struct selection {
    const rel_graph *g;
    rel_vid n;             /* vertices kept */
    const rel_vid *old;    /* n: their vertex in g, ascending */
    const uint64_t *kept;  /* a bit for each vertex of g */
    const rel_vid *before; /* how many are kept before the vertices of each word of bits */
} selection;

/* The vertex here of a vertex of g, or REL_VID_NONE. Bits and not an array of numbers: they stay in the cache
 * where most neighbours are not kept, and a small part of a large graph is taken without writing n numbers.
 */
static inline rel_vid number_of(const selection *s, rel_vid v)
{
    const uint64_t word = s->kept[v / 64], bit = (uint64_t)1 << v % 64;
    if (!(word & bit)) return REL_VID_NONE;
    return s->before[v / 64] + (rel_vid)__builtin_popcountll(word & (bit - 1));
}

static bool is_kept(const selection *s, rel_vid v)
{
    return s->kept[v / 64] >> v % 64 & 1;
}

/* Rows stay sorted: vertices keep their order. *position[e here] becomes the arc's place in g's direction. */
static rel_status take_rows(rel_ctx *ctx, const selection *s, const rel_csr *from, rel_graph *g, rel_csr *to,
                            rel_eid **position)
{
    rel_status st;
    rel_eid *off;
    rel_vid *adj;
    float *weight = NULL;
    REL_TRY(rel_graph_alloc(ctx, g, &off, (size_t)s->n + 1, sizeof *off, "rows"));
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024)
    for (rel_vid u = 0; u < s->n; u++) {
        rel_eid count = 0;
        for (rel_eid e = from->off[s->old[u]]; e < from->off[s->old[u] + 1]; e++)
            count += is_kept(s, from->adj[e]);
        off[u] = count;
    }
    const rel_eid m = rel_par_prefix(ctx->threads, off, s->n);
    REL_TRY(rel_graph_alloc(ctx, g, &adj, (size_t)m, sizeof *adj, "neighbours"));
    if (from->weight) REL_TRY(rel_graph_alloc(ctx, g, &weight, (size_t)m, sizeof *weight, "weights"));
    if (position) REL_TRY(rel_big_alloc(ctx, position, (size_t)m, sizeof **position, "places of edges"));
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024)
    for (rel_vid u = 0; u < s->n; u++) {
        rel_eid to_e = off[u];
        for (rel_eid e = from->off[s->old[u]]; e < from->off[s->old[u] + 1]; e++) {
            const rel_vid to_u = number_of(s, from->adj[e]);
            if (to_u == REL_VID_NONE) continue;
            adj[to_e] = to_u;
            if (weight) weight[to_e] = from->weight[e];
            if (position) (*position)[to_e] = e;
            to_e++;
        }
    }
    g->m = m;
    *to = (rel_csr){off, adj, weight};
out:
    return st;
}

static rel_status take_numbers(rel_ctx *ctx, const selection *s, rel_graph *g)
{
    uint64_t *number;
    const rel_names *from = &s->g->names;
    const rel_status st = rel_graph_alloc(ctx, g, &number, s->n, sizeof *number, "vertex numbers");
    if (st != REL_OK) return st;
    for (rel_vid v = 0; v < s->n; v++)
        number[v] = from->form == REL_NAMES_U64 ? from->number[s->old[v]] : s->old[v];
    g->names = (rel_names){.form = REL_NAMES_U64, .n = s->n, .number = number};
    return REL_OK;
}

static rel_status take_texts(rel_ctx *ctx, const selection *s, rel_graph *g)
{
    rel_status st;
    uint64_t *off;
    char *text;
    rel_vid *sorted, found = 0;
    const rel_names *from = &s->g->names;
    REL_TRY(rel_graph_alloc(ctx, g, &off, (size_t)s->n + 1, sizeof *off, "names"));
    off[0] = 0;
    for (rel_vid v = 0; v < s->n; v++)
        off[v + 1] = off[v] + (from->off[s->old[v] + 1] - from->off[s->old[v]]);
    REL_TRY(rel_graph_alloc(ctx, g, &text, off[s->n], 1, "names"));
    REL_TRY(rel_graph_alloc(ctx, g, &sorted, s->n, sizeof *sorted, "names"));
    for (rel_vid v = 0; v < s->n; v++)
        memcpy(text + off[v], from->text + from->off[s->old[v]], off[v + 1] - off[v]);
    for (rel_vid i = 0; i < from->n; i++)
        if (is_kept(s, from->sorted[i])) sorted[found++] = number_of(s, from->sorted[i]);
    g->names = (rel_names){.form = REL_NAMES_TEXT, .n = s->n, .off = off, .text = text, .sorted = sorted};
out:
    return st;
}

/* Where value i of the column comes from. */
typedef struct places {
    const rel_vid *vertex; /* one of the two is NULL */
    const rel_eid *arc;
} places;

static inline int64_t place(places p, int64_t i)
{
    return p.vertex ? (int64_t)p.vertex[i] : p.arc[i];
}

static rel_status take_text_values(rel_ctx *ctx, const rel_attribute *from, places p, rel_graph *g,
                                   rel_attribute *a)
{
    uint64_t *off;
    char *text;
    rel_status st = rel_graph_alloc(ctx, g, &off, (size_t)a->count + 1, sizeof *off, a->name);
    if (st != REL_OK) return st;
    off[0] = 0;
    for (int64_t i = 0; i < a->count; i++)
        off[i + 1] = off[i] + (from->value.off[place(p, i) + 1] - from->value.off[place(p, i)]);
    st = rel_graph_alloc(ctx, g, &text, off[a->count], 1, a->name);
    if (st != REL_OK) return st;
    for (int64_t i = 0; i < a->count; i++)
        memcpy(text + off[i], from->text + from->value.off[place(p, i)], off[i + 1] - off[i]);
    a->value.off = off;
    a->text = text;
    return REL_OK;
}

static rel_status take_values(rel_ctx *ctx, const rel_attribute *from, places p, rel_graph *g,
                              rel_attribute *a)
{
    const size_t size = rel_attribute_size(from->type);
    uint8_t *copy;
    const rel_status st = rel_graph_alloc(ctx, g, &copy, (size_t)a->count, size, a->name);
    if (st != REL_OK) return st;
    for (int64_t i = 0; i < a->count; i++)
        memcpy(copy + (size_t)i * size, from->value.b + (size_t)place(p, i) * size, size);
    a->value.b = copy;
    return REL_OK;
}

static rel_status take_column(rel_ctx *ctx, const rel_attribute *from, places p, int64_t count, rel_graph *g,
                              rel_attributes *table)
{
    rel_status st;
    uint8_t *present;
    rel_attribute a = {.type = from->type, .count = count};
    memcpy(a.name, from->name, sizeof a.name);
    REL_TRY(a.type == REL_ATTRIBUTE_TEXT ? take_text_values(ctx, from, p, g, &a)
                                         : take_values(ctx, from, p, g, &a));
    if (from->present) {
        REL_TRY(rel_graph_alloc(ctx, g, &present, (size_t)count, 1, a.name));
        for (int64_t i = 0; i < count; i++) present[i] = from->present[place(p, i)];
        a.present = present;
    }
    REL_TRY(rel_graph_put_column(ctx, g, table, &a));
out:
    return st;
}

static rel_status take_table(rel_ctx *ctx, const rel_attributes *from, places p, int64_t count, rel_graph *g,
                             rel_attributes *to)
{
    rel_status st = REL_OK;
    for (int i = 0; st == REL_OK && i < from->count; i++)
        st = take_column(ctx, &from->column[i], p, count, g, to);
    return st;
}

/* Bits of the word that begins at vertex 64 * word. */
static uint64_t take_word(const uint8_t *keep, rel_vid n, rel_vid word)
{
    uint64_t bits = 0, any[8] = {1};
    const uint64_t first = (uint64_t)word * 64, last = n - first > 64 ? first + 64 : n;
    if (last - first == sizeof any) memcpy(any, keep + first, sizeof any);
    if (!(any[0] | any[1] | any[2] | any[3] | any[4] | any[5] | any[6] | any[7])) return 0;
    for (uint64_t v = first; v < last; v++) bits |= (uint64_t)(keep[v] != 0) << (v - first);
    return bits;
}

static rel_status select_kept(rel_ctx *ctx, const rel_graph *g, const uint8_t *keep, selection *s)
{
    rel_status st;
    uint64_t *kept = NULL;
    rel_vid *before = NULL, *old = NULL;
    const rel_vid words = (rel_vid)(((uint64_t)g->n + 63) / 64);
    *s = (selection){.g = g};
    REL_TRY(rel_scratch_unset(ctx, &kept, words, sizeof *kept, "vertices kept"));
    REL_TRY(rel_scratch_unset(ctx, &before, words, sizeof *before, "vertices kept"));
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (rel_vid w = 0; w < words; w++) kept[w] = take_word(keep, g->n, w);
    for (rel_vid w = 0; w < words; w++) {
        before[w] = s->n;
        s->n += (rel_vid)__builtin_popcountll(kept[w]);
    }
    REL_TRY(rel_scratch_unset(ctx, &old, s->n, sizeof *old, "vertices kept"));
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (rel_vid w = 0; w < words; w++) {
        rel_vid at = before[w];
        for (uint64_t bits = kept[w]; bits; bits &= bits - 1)
            old[at++] = w * 64 + (rel_vid)__builtin_ctzll(bits);
    }
    s->old = old;
    s->kept = kept;
    s->before = before;
out:
    return st;
}

rel_status rel_graph_subgraph(rel_ctx *ctx, const rel_graph *g, const uint8_t *keep, rel_graph *out)
{
    rel_status st;
    selection s;
    rel_eid *position = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    const bool edge_columns = g->edge_attributes.count > 0 && g->out.off;
    *out = (rel_graph){.directed = g->directed};
    REL_TRY(select_kept(ctx, g, keep, &s));
    out->n = s.n;
    if (g->out.off) REL_TRY(take_rows(ctx, &s, &g->out, out, &out->out, edge_columns ? &position : NULL));
    if (g->in.off && g->in.off == g->out.off)
        out->in = out->out;
    else if (g->in.off)
        REL_TRY(take_rows(ctx, &s, &g->in, out, &out->in, NULL));
    REL_TRY(g->names.form == REL_NAMES_TEXT ? take_texts(ctx, &s, out) : take_numbers(ctx, &s, out));
    REL_TRY(
        take_table(ctx, &g->vertex_attributes, (places){.vertex = s.old}, s.n, out, &out->vertex_attributes));
    if (edge_columns)
        REL_TRY(take_table(ctx, &g->edge_attributes, (places){.arc = position}, out->m, out,
                           &out->edge_attributes));
out:
    free(position);
    rel_scratch_release(ctx, mark);
    if (st != REL_OK) rel_graph_free(out);
    return st;
}
