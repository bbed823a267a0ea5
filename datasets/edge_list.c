/* Lists of edges: sorting them, dropping repeats, writing them. */
#include "datasets/edge_list.h"

#include <stdlib.h>

#include "datasets/pen.h"
#include "src/base/outfile.h"
#include "src/base/par.h"

enum { BLOCK_EDGES = 1 << 15, EDGE_BYTES = 24, BLOCKS_A_THREAD = 4 };

void rel_edge_list_free(rel_edge_list *l)
{
    free(l->source);
    free(l->target);
    *l = (rel_edge_list){0};
}

rel_edges rel_edge_list_as_edges(const rel_edge_list *l)
{
    return (rel_edges){.count = l->count, .source = l->source, .target = l->target};
}

static int ascending(const void *a, const void *b)
{
    const rel_vid x = *(const rel_vid *)a, y = *(const rel_vid *)b;
    return x < y ? -1 : x > y;
}

/* Sorts a row and drops what stands twice; returns what is left. */
static int64_t tidy_row(rel_vid *row, int64_t len)
{
    int64_t kept = 0;
    if (len > 1) qsort(row, (size_t)len, sizeof *row, ascending);
    for (int64_t i = 0; i < len; i++)
        if (i == 0 || row[i] != row[i - 1]) row[kept++] = row[i];
    return kept;
}

/* Rows differ in length like the degrees, hence the dynamic schedule. */
static void tidy_rows(int threads, rel_vid n, const int64_t *off, rel_vid *adj, int64_t *kept)
{
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1024)
    for (int64_t v = 0; v < n; v++) kept[v] = tidy_row(adj + off[v], off[v + 1] - off[v]);
}

static void copy_rows(int threads, rel_vid n, const int64_t *from, const rel_vid *adj, const int64_t *to,
                      rel_edge_list *l)
{
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1024)
    for (int64_t v = 0; v < n; v++) {
        memcpy(l->target + to[v], adj + from[v], (size_t)(to[v + 1] - to[v]) * sizeof *adj);
        for (int64_t e = to[v]; e < to[v + 1]; e++) l->source[e] = (rel_vid)v;
    }
}

rel_status rel_edge_list_tidy(rel_ctx *ctx, rel_edge_list *l)
{
    rel_status st;
    int64_t *off = NULL, *kept = NULL;
    rel_vid *adj = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &off, (size_t)l->n + 1, sizeof *off, "row positions"));
    REL_TRY(rel_scratch(ctx, &kept, (size_t)l->n + 1, sizeof *kept, "row lengths"));
    REL_TRY(rel_scratch(ctx, &adj, (size_t)l->count, sizeof *adj, "rows"));
    for (rel_eid e = 0; e < l->count; e++) off[l->source[e]] += l->source[e] != l->target[e];
    rel_par_prefix(ctx->threads, off, l->n);
    memcpy(kept, off, ((size_t)l->n + 1) * sizeof *kept);
    for (rel_eid e = 0; e < l->count; e++)
        if (l->source[e] != l->target[e]) adj[kept[l->source[e]]++] = l->target[e];
    REL_TRY(rel_poll(ctx));
    tidy_rows(ctx->threads, l->n, off, adj, kept);
    rel_par_prefix(ctx->threads, kept, l->n);
    l->count = kept[l->n];
    copy_rows(ctx->threads, l->n, off, adj, kept, l);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static size_t format_block(const rel_edge_list *l, rel_eid first, char *room)
{
    const rel_eid last = l->count - first < BLOCK_EDGES ? l->count : first + BLOCK_EDGES;
    rel_pen p = rel_pen_on(room, BLOCK_EDGES * EDGE_BYTES);
    for (rel_eid e = first; e < last; e++) {
        rel_pen_digits(&p, l->source[e]);
        rel_pen_raw(&p, " ", 1);
        rel_pen_digits(&p, l->target[e]);
        rel_pen_raw(&p, "\n", 1);
    }
    return (size_t)(p.at - room);
}

static void format_blocks(int threads, const rel_edge_list *l, rel_eid first, int count, char **room,
                          size_t *size)
{
    (void)threads;
#pragma omp parallel for num_threads(threads)
    for (int i = 0; i < count; i++) size[i] = format_block(l, first + (rel_eid)i * BLOCK_EDGES, room[i]);
}

rel_status rel_edge_list_write(rel_ctx *ctx, const rel_edge_list *l, const char *path, const char *comment)
{
    rel_status st;
    rel_outfile f = {0};
    char **room = NULL;
    size_t *size = NULL;
    const int slots = ctx->threads * BLOCKS_A_THREAD;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &room, (size_t)slots, sizeof *room, "blocks"));
    REL_TRY(rel_scratch(ctx, &size, (size_t)slots, sizeof *size, "block sizes"));
    for (int i = 0; i < slots; i++)
        REL_TRY(rel_scratch(ctx, &room[i], BLOCK_EDGES * EDGE_BYTES, 1, "block text"));
    REL_TRY(rel_outfile_open(ctx, path, &f));
    rel_outfile_puts(&f, comment);
    for (rel_eid first = 0; first < l->count; first += (rel_eid)slots * BLOCK_EDGES) {
        const rel_eid blocks = (l->count - first + BLOCK_EDGES - 1) / BLOCK_EDGES;
        const int count = blocks < slots ? (int)blocks : slots;
        REL_TRY(rel_poll(ctx));
        format_blocks(ctx->threads, l, first, count, room, size);
        for (int i = 0; i < count; i++) rel_outfile_add(&f, room[i], size[i]);
        rel_progress(ctx, "writing", "edges", first, l->count);
    }
    REL_TRY(rel_outfile_close(&f));
out:
    if (st != REL_OK) rel_outfile_discard(&f);
    rel_scratch_release(ctx, mark);
    return st;
}
