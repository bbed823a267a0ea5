#include "graph/write_rows.h"

#include <math.h>
#include <stdlib.h>

#include "src/base/rng.h"

enum {
    BLOCK_BYTES = 256 * 1024,
    BLOCKS_A_THREAD = 4,
    FIRST_ROWS = 64,    /* of a block, until their size is known */
    SAMPLE_ROWS = 4096, /* for an estimate */
    SAMPLE_STREAM = 1,
};

/* Writes rows from first on at p, as long as last is not reached and the next surely fits before end. *next
 * becomes the first that was not written; when it did not fit, *need is the room that it may take. */
typedef char *rows_fn(const void *state, int64_t first, int64_t last, char *p, const char *end, int64_t *next,
                      size_t *need);

typedef struct block {
    char *data, *used;
    int64_t next, last;
    size_t need;
} block;

typedef struct writer {
    rel_ctx *ctx;
    rel_outfile *f;
    rows_fn *rows;
    const void *state;
    block *block;
    int blocks;
    char *big; /* for a row that fits in no block */
    size_t big_bytes;
} writer;

/* What of a block did not fit, in order, on this thread. */
static rel_status finish_block(writer *w, block *b)
{
    rel_status st = REL_OK;
    while (b->next < b->last && w->f->status == REL_OK) {
        if (b->need > BLOCK_BYTES) REL_TRY(rel_grow(w->ctx, &w->big, &w->big_bytes, b->need, 1, "a row"));
        char *room = b->need > BLOCK_BYTES ? w->big : b->data;
        const size_t size = b->need > BLOCK_BYTES ? w->big_bytes : BLOCK_BYTES;
        const char *used = w->rows(w->state, b->next, b->last, room, room + size, &b->next, &b->need);
        rel_outfile_add(w->f, room, (size_t)(used - room));
    }
out:
    return st;
}

/* One round: every block takes `rows` rows from *done on. */
static rel_status write_round(writer *w, int64_t *done, int64_t count, int64_t rows, int64_t *bytes)
{
    rel_status st = REL_OK;
    const int64_t start = *done;
    /* dynamic: rows differ in length, and so do the blocks. */
#pragma omp parallel for num_threads(w->ctx->threads) schedule(dynamic, 1)
    for (int i = 0; i < w->blocks; i++) {
        block *b = &w->block[i];
        b->next = start + i * rows < count ? start + i * rows : count;
        b->last = b->next + rows < count ? b->next + rows : count;
        b->used = w->rows(w->state, b->next, b->last, b->data, b->data + BLOCK_BYTES, &b->next, &b->need);
    }
    const int64_t before = w->f->written_bytes;
    for (int i = 0; i < w->blocks; i++) {
        block *b = &w->block[i];
        rel_outfile_add(w->f, b->data, (size_t)(b->used - b->data));
        REL_TRY(finish_block(w, b));
        *done = b->last;
    }
    *bytes = w->f->written_bytes - before;
    st = w->f->status;
out:
    return st;
}

static rel_status write_rows(rel_ctx *ctx, rel_outfile *f, int64_t count, rows_fn *rows, const void *state,
                             const char *unit)
{
    rel_status st;
    writer w = {.ctx = ctx, .f = f, .rows = rows, .state = state, .blocks = ctx->threads * BLOCKS_A_THREAD};
    char *room = NULL;
    int64_t done = 0, each = FIRST_ROWS, bytes = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &w.block, (size_t)w.blocks, sizeof *w.block, "blocks"));
    REL_TRY(rel_scratch(ctx, &room, (size_t)w.blocks, BLOCK_BYTES, "blocks"));
    for (int i = 0; i < w.blocks; i++) w.block[i].data = room + (size_t)i * BLOCK_BYTES;
    while (done < count) {
        REL_TRY(rel_poll(ctx));
        rel_progress(ctx, "writing", unit, done, count);
        const int64_t before = done;
        REL_TRY(write_round(&w, &done, count, each, &bytes));
        /* As many rows as fill a good half of a block: the rest is room for longer ones. */
        const double row = (double)bytes / (double)(done - before);
        each = (int64_t)fmin(fmax(BLOCK_BYTES * 0.6 / fmax(row, 1), 1), 65536);
    }
out:
    free(w.big);
    rel_scratch_release(ctx, mark);
    return st;
}

/* What the rows of vertices and edges need. */
typedef struct row_state {
    const rel_write_plan *plan;
    const rel_document *d;
    int only; /* layer that is written, -1 is none; ALL_LAYERS */
} row_state;

enum { ALL_LAYERS = -2 };

static size_t name_bytes(const rel_write_plan *p, rel_vid v)
{
    const rel_names *names = &p->g->names;
    return names->form == REL_NAMES_TEXT ? (size_t)(names->off[v + 1] - names->off[v]) : REL_NAME_NUMBER_TEXT;
}

static size_t column_bytes(const rel_write_column *column, int count, int64_t i)
{
    size_t sum = 0;
    for (int k = 0; k < count; k++)
        if (column[k].attribute->type == REL_ATTRIBUTE_TEXT)
            sum += rel_attribute_text(column[k].attribute, i).len;
    return sum;
}

static size_t vertex_bytes(const rel_write_plan *p, rel_vid v)
{
    char room[REL_NAME_NUMBER_TEXT];
    const size_t text = 2 * name_bytes(p, v) + rel_write_label(p, v, room).len +
                        column_bytes(p->vertex_column, p->vertex_columns, v);
    return p->vertex_room + REL_ESCAPE_MAX * text;
}

static char *vertex_rows(const void *state, int64_t first, int64_t last, char *p, const char *end,
                         int64_t *next, size_t *need)
{
    const row_state *s = state;
    *need = 0;
    for (*next = first; *next < last; ++*next) {
        const size_t room = vertex_bytes(s->plan, (rel_vid)*next);
        if (room > (size_t)(end - p)) {
            *need = room;
            break;
        }
        p = s->d->vertex(p, s->plan, (rel_vid)*next);
    }
    return p;
}

/* The vertex whose row holds the arc. */
static rel_vid source_of(const rel_graph *g, rel_eid arc)
{
    rel_vid low = 0, high = g->n - 1; /* off[low] <= arc < off[high + 1] */
    while (low < high) {
        const rel_vid middle = low + (high - low) / 2;
        if (g->out.off[middle + 1] <= arc)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The rows of one arc: one a layer, or one when it is in no layer. */
static char *arc_rows(const row_state *s, rel_write_edge *e, char *p)
{
    const rel_write_plan *plan = s->plan;
    const uint64_t ids = (uint64_t)plan->layers + 1;
    bool any = false;
    for (int k = 0; k < plan->layers; k++) {
        const rel_attribute *a = plan->layer[k].weight;
        if (rel_attribute_is_missing(a, e->arc) || !(a->value.f32[e->arc] > 0)) continue;
        any = true;
        if (s->only != ALL_LAYERS && s->only != k) continue;
        e->layer = k;
        e->weight = a->value.f32[e->arc];
        e->id = (uint64_t)e->arc * ids + (uint64_t)k;
        p = s->d->edge(p, plan, e);
    }
    if (any || (s->only != ALL_LAYERS && s->only != -1)) return p;
    e->layer = -1;
    e->weight = plan->g->out.weight ? plan->g->out.weight[e->arc] : 1;
    e->id = (uint64_t)e->arc * ids + (uint64_t)plan->layers;
    return s->d->edge(p, plan, e);
}

static char *edge_rows(const void *state, int64_t first, int64_t last, char *p, const char *end,
                       int64_t *next, size_t *need)
{
    const row_state *s = state;
    const rel_write_plan *plan = s->plan;
    const rel_graph *g = plan->g;
    rel_write_edge e = {.u = first < last ? source_of(g, first) : 0};
    const size_t times = plan->layers ? (size_t)plan->layers : 1;
    *need = 0;
    for (*next = first; *next < last; ++*next) {
        e.arc = *next;
        while (g->out.off[e.u + 1] <= e.arc) e.u++;
        e.v = g->out.adj[e.arc];
        if (!g->directed && e.v < e.u) continue; /* the other arc of the edge is written */
        const size_t text = name_bytes(plan, e.u) + name_bytes(plan, e.v) +
                            column_bytes(plan->edge_column, plan->edge_columns, e.arc);
        const size_t room = times * (plan->edge_room + REL_ESCAPE_MAX * text);
        if (room > (size_t)(end - p)) {
            *need = room;
            break;
        }
        p = arc_rows(s, &e, p);
    }
    return p;
}

static rel_status add_frame(rel_ctx *ctx, const rel_write_plan *plan, rel_frame *frame, rel_outfile *f)
{
    rel_status st = REL_OK;
    rel_buf text = {0};
    if (frame) REL_TRY(frame(ctx, plan, &text));
    rel_outfile_add(f, text.data, text.len);
out:
    rel_buf_free(&text);
    return st;
}

static rel_status write_edges(rel_ctx *ctx, const rel_write_plan *plan, const rel_document *d, rel_outfile *f)
{
    rel_status st = REL_OK;
    rel_buf line = {0};
    row_state s = {plan, d, ALL_LAYERS};
    const int64_t arcs = plan->g->n ? plan->g->out.off[plan->g->n] : 0;
    if (!d->layer_head) return write_rows(ctx, f, arcs, edge_rows, &s, "edges");
    for (int k = 0; k <= plan->layers; k++) {
        s.only = k < plan->layers ? k : -1;
        line.len = 0;
        REL_TRY(d->layer_head(ctx, plan, s.only, &line));
        rel_outfile_add(f, line.data, line.len);
        REL_TRY(write_rows(ctx, f, arcs, edge_rows, &s, "edges"));
    }
out:
    rel_buf_free(&line);
    return st;
}

rel_status rel_document_rows(rel_ctx *ctx, const rel_write_plan *plan, const rel_document *d, rel_outfile *f)
{
    rel_status st;
    const row_state s = {plan, d, ALL_LAYERS};
    REL_TRY(add_frame(ctx, plan, d->head, f));
    if (d->vertex) REL_TRY(write_rows(ctx, f, plan->g->n, vertex_rows, &s, "accounts"));
    REL_TRY(add_frame(ctx, plan, d->middle, f));
    if (d->edge) REL_TRY(write_edges(ctx, plan, d, f));
    REL_TRY(add_frame(ctx, plan, d->tail, f));
    st = f->status;
out:
    return st;
}

rel_status rel_document_write(rel_ctx *ctx, const rel_graph *g, const char *path, const rel_write_opts *opts,
                              const rel_document *d)
{
    rel_status st;
    rel_write_plan plan;
    rel_outfile f = {0};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_write_plan_make(ctx, g, opts, &plan));
    REL_TRY(rel_outfile_open(ctx, path, &f));
    REL_TRY(rel_document_rows(ctx, &plan, d, &f));
    REL_TRY(rel_outfile_close(&f));
out:
    rel_outfile_discard(&f);
    rel_scratch_release(ctx, mark);
    return st;
}

/* Bytes of all rows, from some of them. */
static double sample(rel_ctx *ctx, int64_t count, rows_fn *rows, const row_state *s)
{
    char *room = NULL;
    size_t room_bytes = 0, need = BLOCK_BYTES;
    double bytes = 0;
    const int64_t asked = count < SAMPLE_ROWS ? count : SAMPLE_ROWS;
    for (int64_t k = 0; k < asked; k++) {
        const int64_t i = count == asked ? k
                                         : (int64_t)rel_rand_below(REL_SEED_DEFAULT, SAMPLE_STREAM,
                                                                   (uint64_t)k, (uint64_t)count);
        for (int64_t next = i; next == i;) {
            if (need > room_bytes && rel_grow(ctx, &room, &room_bytes, need, 1, "a row") != REL_OK) goto out;
            bytes += (double)(rows(s, i, i + 1, room, room + room_bytes, &next, &need) - room);
        }
    }
out:
    free(room);
    return asked ? bytes / (double)asked * (double)count : 0;
}

int64_t rel_document_estimate(const rel_graph *g, const rel_write_opts *opts, const rel_document *d)
{
    rel_ctx ctx;
    rel_write_plan plan;
    rel_buf text = {0};
    double bytes = -1;
    rel_ctx_init(&ctx, 1);
    if (rel_write_plan_make(&ctx, g, opts, &plan) == REL_OK &&
        (!d->head || d->head(&ctx, &plan, &text) == REL_OK) &&
        (!d->middle || d->middle(&ctx, &plan, &text) == REL_OK)) {
        const row_state s = {&plan, d, ALL_LAYERS};
        bytes = (double)text.len;
        if (d->vertex) bytes += sample(&ctx, g->n, vertex_rows, &s);
        if (d->edge && g->n) bytes += sample(&ctx, g->out.off[g->n], edge_rows, &s);
    }
    rel_buf_free(&text);
    rel_ctx_free(&ctx);
    return bytes < 0 ? -1 : (int64_t)bytes;
}
