#include "graph/pack_stream.h"

#include "graph/owner.h"
#include "graph/pack_rows.h"
#include "graph/reorder.h"
#include "src/base/par.h"

enum { STEP_BLOCKS = 1 << 14 }; /* blocks of edges between two looks at whether to stop */

typedef struct building {
    const rel_edge_stream *stream;
    bool both_ways, by_target;
    const rel_vid *rank; /* old -> new */
    rel_vid first, last; /* rows that are collected now, new numbers */
    int64_t base;        /* arcs before row `first` */
    int64_t *end;        /* by new number, + 1: where row v - 1 ends in adj, from base on */
    rel_vid *adj;
    uint32_t *column; /* how often each is a neighbour, by new number; NULL: not asked for */
    int64_t loops;
} building;

/* Degrees of rows and columns by old number. */
static int64_t count_block(const building *b, int64_t first, uint32_t *row, uint32_t *column)
{
    rel_vid source[REL_STREAM_BLOCK], target[REL_STREAM_BLOCK];
    const int64_t left = b->stream->count - first, count = left < REL_STREAM_BLOCK ? left : REL_STREAM_BLOCK;
    int64_t loops = 0;
    b->stream->produce(b->stream->state, first, first + count, source, target);
    for (int64_t i = 0; i < count; i++) {
        const rel_vid u = b->by_target ? target[i] : source[i], v = b->by_target ? source[i] : target[i];
        if (u == v) {
            loops++;
            continue;
        }
        __atomic_fetch_add(&row[u], 1, __ATOMIC_RELAXED);
        __atomic_fetch_add(b->both_ways ? &row[v] : &column[v], 1, __ATOMIC_RELAXED);
    }
    return loops;
}

/* Puts a neighbour into its row; the order within a row does not matter, as rows are sorted before they are
 * packed. */
static inline void put(const building *b, rel_vid row, rel_vid column)
{
    if (row < b->first || row >= b->last) return;
    const int64_t place = __atomic_fetch_add(&b->end[row + 1], 1, __ATOMIC_RELAXED);
    b->adj[place - b->base] = column;
}

static void collect_block(const building *b, int64_t first)
{
    rel_vid source[REL_STREAM_BLOCK], target[REL_STREAM_BLOCK];
    const int64_t left = b->stream->count - first, count = left < REL_STREAM_BLOCK ? left : REL_STREAM_BLOCK;
    b->stream->produce(b->stream->state, first, first + count, source, target);
    for (int64_t i = 0; i < count; i++) {
        if (source[i] == target[i]) continue;
        const rel_vid u = b->rank[source[i]], v = b->rank[target[i]];
        put(b, b->by_target ? v : u, b->by_target ? u : v);
        if (b->both_ways) put(b, v, u);
    }
}

/* One walk through all edges: counts when row is given, else collects. */
static rel_status walk(rel_ctx *ctx, building *b, uint32_t *row, uint32_t *column)
{
    rel_status st = REL_OK;
    const int64_t blocks = (b->stream->count + REL_STREAM_BLOCK - 1) / REL_STREAM_BLOCK;
    int64_t loops = 0;
    for (int64_t from = 0; from < blocks; from += STEP_BLOCKS) {
        const int64_t to = blocks - from < STEP_BLOCKS ? blocks : from + STEP_BLOCKS;
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 16) reduction(+ : loops)
        for (int64_t k = from; k < to; k++) {
            if (row)
                loops += count_block(b, k * REL_STREAM_BLOCK, row, column);
            else
                collect_block(b, k * REL_STREAM_BLOCK);
        }
        rel_progress(ctx, row ? "counting edges" : "collecting edges", "edges", to * REL_STREAM_BLOCK,
                     b->stream->count);
        REL_TRY(rel_poll(ctx));
    }
    if (row) b->loops = loops;
out:
    return st;
}

static uint32_t row_degree(const void *state, rel_vid v)
{
    const building *b = state;
    return (uint32_t)(b->end[v + 1] - b->end[v]);
}

static void row_items(const void *state, rel_vid v, uint64_t *item)
{
    const building *b = state;
    for (int64_t e = b->end[v]; e < b->end[v + 1]; e++) *item++ = (uint64_t)b->adj[e - b->base] << 32;
}

static void row_kept(const void *state, rel_vid v, const uint64_t *item, uint32_t count)
{
    const building *b = state;
    (void)v;
    for (uint32_t i = 0; i < count; i++) __atomic_fetch_add(&b->column[item[i] >> 32], 1, __ATOMIC_RELAXED);
}

/* Rows from b->first on that fit into `arcs`, at least one. start[v] is where row v begins. */
static rel_vid rows_that_fit(const building *b, const int64_t *start, int64_t arcs)
{
    const rel_vid n = b->stream->n;
    rel_vid last = b->first + 1;
    while (last < n && start[last + 1] - start[b->first] <= arcs) last++;
    return last;
}

/* Collects and packs one room full of rows after another. end[v + 1] is where row v begins, until it is
 * collected; then where it ends, which is where the next one begins. */
static rel_status pack_parts(rel_ctx *ctx, building *b, rel_packer *p, size_t room_bytes)
{
    rel_status st = REL_OK;
    const rel_vid n = b->stream->n;
    const int64_t arcs = (int64_t)(room_bytes / sizeof *b->adj);
    const rel_pack_source source = {row_degree, row_items, b->column ? row_kept : NULL, b, false};
    for (b->first = 0; b->first < n; b->first = b->last) {
        const rel_arena_mark mark = rel_scratch_mark(ctx);
        b->base = b->end[b->first + 1];
        b->last = rows_that_fit(b, b->end + 1, arcs);
        const int64_t size = b->end[b->last + 1] - b->base;
        st = rel_scratch_unset(ctx, &b->adj, (size_t)size, sizeof *b->adj, "edges being packed");
        if (st == REL_OK) st = walk(ctx, b, NULL, NULL);
        if (st == REL_OK) st = rel_pack_rows(ctx, p, &source, b->first, b->last);
        rel_scratch_release(ctx, mark);
        if (st != REL_OK) break;
    }
    return st;
}

/* Numbers vertices by descending out-degree, and says where each row will begin. */
static rel_status arrange(rel_ctx *ctx, building *b, uint32_t *row, uint32_t *column, rel_reorder *r)
{
    rel_status st;
    const rel_vid n = b->stream->n;
    const uint32_t *out = b->by_target ? column : row;
    REL_TRY(rel_scratch_unset(ctx, &b->end, (size_t)n + 2, sizeof *b->end, "rows"));
    for (rel_vid v = 0; v < n; v++) b->end[v] = out[v];
    rel_par_prefix(ctx->threads, b->end, n);
    const rel_csr degrees = {.off = b->end};
    REL_TRY(rel_reorder_by_degree(ctx, &degrees, n, r));
    b->rank = r->rank;
    for (rel_vid v = 0; v < n; v++) b->end[v + 1] = row[r->order[v]];
    rel_par_prefix(ctx->threads, b->end + 1, n);
    b->end[0] = 0;
out:
    return st;
}

static rel_status build(rel_ctx *ctx, building *b, rel_pack_stream_opts o, rel_packer *p, rel_graph *g)
{
    rel_status st;
    uint32_t *row = NULL, *column = NULL;
    rel_vid *order = NULL;
    rel_reorder r = {0};
    const rel_vid n = g->n;
    REL_TRY(rel_graph_alloc(ctx, g, &order, n, sizeof *order, "order by degree"));
    REL_TRY(rel_graph_alloc(ctx, g, &column, n, sizeof *column, "degrees"));
    REL_TRY(rel_scratch(ctx, &row, n, sizeof *row, "degrees"));
    for (rel_vid v = 0; v < n; v++) column[v] = 0;
    REL_TRY(walk(ctx, b, row, column));
    REL_TRY(arrange(ctx, b, row, column, &r));
    if (n) memcpy(order, r.order, n * sizeof *order);
    for (rel_vid v = 0; v < n; v++) column[v] = 0;
    if (b->by_target) b->column = column;
    REL_TRY(rel_packer_begin(ctx, g, false, p));
    const int64_t thrown = n ? b->end[n + 1] : 0;
    REL_TRY(pack_parts(ctx, b, p, o.room_bytes));
    g->m = p->arcs;
    g->dropped.self_loops = b->loops;
    g->dropped.merged = (thrown - g->m) / (b->both_ways ? 2 : 1);
    REL_TRY(rel_packer_finish(ctx, p, b->by_target ? &g->packed.in : &g->packed.out));
    if (b->both_ways) g->packed.in = g->packed.out;
    g->packed.order = order;
    g->packed.decode = rel_packed_best_decoder();
    if (b->by_target)
        g->packed.out_degree = column;
    else
        rel_graph_drop(g, column);
out:
    return st;
}

rel_status rel_graph_pack_stream(rel_ctx *ctx, const rel_edge_stream *s, rel_pack_stream_opts o, rel_graph *g)
{
    rel_status st;
    rel_packer p = {0};
    building b = {
        .stream = s, .both_ways = !o.directed, .by_target = o.directed && o.directions == REL_BUILD_IN};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *g = (rel_graph){.n = s->n, .directed = o.directed, .names = {.form = REL_NAMES_INDEX, .n = s->n}};
    if (o.directed && o.directions != REL_BUILD_IN && o.directions != REL_BUILD_OUT)
        return rel_fail(ctx, REL_E_USAGE, "packing: there is no direction to pack");
    st = build(ctx, &b, o, &p, g);
    rel_packer_free(&p);
    if (st != REL_OK) rel_graph_free(g);
    rel_scratch_release(ctx, mark);
    return st;
}
