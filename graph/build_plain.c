#include <stdlib.h>

#include "graph/build_steps.h"
#include "graph/owner.h"

typedef struct plain {
    rel_vid rows;
    rel_eid *off;
    rel_vid *adj;
    int64_t *kept; /* parts: arcs after merging */
} plain;

static bool has_repetitions(const plain *b, rel_vid first, rel_vid last, rel_eid begin)
{
    bool found = false;
    for (rel_vid r = first; r < last; r++) {
        for (rel_eid e = begin + 1; e < b->off[r + 1]; e++) found |= b->adj[e] == b->adj[e - 1];
        begin = b->off[r + 1];
    }
    return found;
}

/* Merged arcs go over the part's items, as count << 32 | column; the rows' ends follow. */
static int64_t merge_part(const plain *b, const rel_parts *p, int part)
{
    uint64_t *out = p->item + p->start[part];
    const rel_vid first = rel_part_first_row(p, part), last = rel_part_last_row(p, part, b->rows);
    rel_eid begin = p->start[part];
    int64_t kept = 0;
    for (rel_vid r = first; r < last; r++) {
        const rel_eid end = b->off[r + 1];
        for (rel_eid e = begin, next; e < end; e = next) {
            for (next = e + 1; next < end && b->adj[next] == b->adj[e];) next++;
            const uint64_t count = (uint64_t)(next - e) < UINT32_MAX ? (uint64_t)(next - e) : UINT32_MAX;
            out[kept++] = count << 32 | b->adj[e];
        }
        begin = end;
        b->off[r + 1] = p->start[part] + kept;
    }
    return kept;
}

static void place_part(void *state, const rel_parts *p, int part, const uint64_t *item)
{
    const plain *b = state;
    const rel_vid first = rel_part_first_row(p, part), last = rel_part_last_row(p, part, b->rows);
    rel_part_scatter(p, part, item, b->rows, b->off, b->adj, NULL);
    b->kept[part] = p->start[part + 1] - p->start[part];
    if (has_repetitions(b, first, last, p->start[part])) b->kept[part] = merge_part(b, p, part);
}

/* Arcs of all parts without gaps. One after the other: a part may move to where the one before was. */
static void move_arcs(const plain *b, const rel_parts *p)
{
    rel_eid to = 0;
    for (int part = 0; part < p->parts; part++) {
        const rel_eid from = p->start[part];
        const uint64_t *merged = p->item + from;
        const int64_t kept = b->kept[part];
        if (kept == p->start[part + 1] - from)
            memmove(b->adj + to, b->adj + from, (size_t)kept * sizeof *b->adj);
        else
            for (int64_t k = 0; k < kept; k++) b->adj[to + k] = (rel_vid)merged[k];
        to += kept;
    }
}

/* Weights and ends of rows; base[part] is the first arc of the part now. */
static void weigh(int threads, const plain *b, const rel_parts *p, const rel_eid *base, float *weight)
{
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1)
    for (int part = 0; part < p->parts; part++) {
        const rel_eid from = p->start[part];
        const uint64_t *merged = p->item + from;
        const bool is_merged = b->kept[part] != p->start[part + 1] - from;
        for (int64_t k = 0; k < b->kept[part]; k++)
            weight[base[part] + k] = is_merged ? (float)(merged[k] >> 32) : 1;
        for (rel_vid r = rel_part_first_row(p, part); r < rel_part_last_row(p, part, b->rows); r++)
            b->off[r + 1] -= from - base[part];
    }
}

static rel_status merge_arcs(rel_ctx *ctx, rel_graph *g, plain *b, const rel_parts *p, float **weight)
{
    rel_status st;
    rel_eid *base, at = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &base, (size_t)p->parts, sizeof *base, "merging edges"));
    REL_TRY(rel_graph_alloc(ctx, g, weight, (size_t)g->m, sizeof **weight, "weights"));
    for (int part = 0; part < p->parts; part++) {
        base[part] = at;
        at += b->kept[part];
    }
    weigh(ctx->threads, b, p, base, *weight);
    move_arcs(b, p);
    if (g->m < p->start[p->parts] / 4 * 3) {
        void *smaller = realloc(b->adj, (size_t)g->m * sizeof *b->adj + 1);
        if (smaller) b->adj = smaller;
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_build_plain(rel_ctx *ctx, rel_graph *g, rel_build_space *space, rel_csr *csr, int64_t *merged)
{
    rel_status st;
    rel_parts *p = &space->parts;
    plain b = {.rows = g->n};
    float *weight = NULL;
    const int64_t items = p->start[p->parts];
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &b.kept, (size_t)p->parts, sizeof *b.kept, "merging edges"));
    REL_TRY(rel_graph_alloc(ctx, g, &b.off, (size_t)g->n + 1, sizeof *b.off, "rows"));
    REL_TRY(rel_build_take(ctx, space, (size_t)items * sizeof *b.adj, &b.adj, "neighbours"));
    b.off[0] = 0;
    REL_TRY(rel_parts_sort(ctx, p, (rel_sort_plan){.columns = g->n, .visit = place_part, .state = &b}));
    g->m = 0;
    for (int part = 0; part < p->parts; part++) g->m += b.kept[part];
    *merged = items - g->m;
    if (*merged) REL_TRY(merge_arcs(ctx, g, &b, p, &weight));
    REL_TRY(rel_graph_adopt(ctx, g, b.adj));
    *csr = (rel_csr){b.off, b.adj, weight};
    b.adj = NULL;
out:
    free(b.adj);
    rel_scratch_release(ctx, mark);
    return st;
}
