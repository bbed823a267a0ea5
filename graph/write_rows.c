#include "graph/write_rows.h"

#include <math.h>
#include <stdlib.h>

#include "src/base/rng.h"

enum {
    BLOCK_BYTES = 1024 * 1024,
    BLOCKS_A_THREAD = 8,
    MAX_ROWS = 1 << 20,
    FEW_ROWS = 1024,    /* do not need many blocks */
    FIRST_ROWS = 64,    /* of a block, until their size is known */
    SAMPLE_ROWS = 4096, /* for an estimate */
    SAMPLE_STREAM = 1,
    AHEAD = 8, /* arcs */
};

/* Writes rows from first on at p, as long as last is not reached and the next surely fits before end. *next
 * becomes the first that was not written; when it did not fit, *need is the room that it may take. */
typedef char *rows_fn(const void *state, int64_t first, int64_t last, char *p, const char *end, int64_t *next,
                      size_t *need);

typedef struct block {
    char *data, *used;
    int64_t first, next, last; /* rows formatted up to next, all of the block when it is last */
    size_t need;
} block;

/* Two rounds take turns: while the blocks of one are formatted, those of the other go to the file. */
typedef struct writer {
    rel_ctx *ctx;
    rel_outfile *f;
    rows_fn *rows;
    const void *state;
    int blocks;        /* of a round */
    block *now, *past; /* past is NULL in the first round */
    int past_put;      /* blocks of past that went to the file whole */
    char *big;         /* for a row that fits in no block */
    size_t big_bytes;
} writer;

static void format_block(const writer *w, block *b, int64_t first, int64_t last)
{
    b->first = first;
    b->last = last;
    b->used = w->rows(w->state, first, last, b->data, b->data + BLOCK_BYTES, &b->next, &b->need);
}

/* Puts the blocks of the past round up to the first one that some row did not fit in. */
static void put_past(writer *w)
{
    for (w->past_put = 0; w->past && w->past_put < w->blocks; w->past_put++) {
        const block *b = &w->past[w->past_put];
        if (b->next < b->last) return;
        rel_outfile_add(w->f, b->data, (size_t)(b->used - b->data));
    }
}

/* A block with a row that did not fit: the rest of its rows one after the other. */
static rel_status put_rest(writer *w, block *b)
{
    rel_status st = REL_OK;
    rel_outfile_add(w->f, b->data, (size_t)(b->used - b->data));
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

/* Formats `each` rows a block from start on, and writes the past round meanwhile. */
static rel_status do_round(writer *w, int64_t start, int64_t count, int64_t each)
{
    rel_status st = REL_OK;
    /* dynamic: blocks differ in length. */
#pragma omp parallel for num_threads(w->ctx->threads) schedule(dynamic, 1)
    for (int i = 0; i <= w->blocks; i++) {
        const int64_t first = start + (i - 1) * each;
        if (i == 0)
            put_past(w);
        else
            format_block(w, &w->now[i - 1], first < count ? first : count,
                         first + each < count ? first + each : count);
    }
    for (int i = w->past_put; w->past && i < w->blocks; i++) REL_TRY(put_rest(w, &w->past[i]));
    st = w->f->status;
out:
    return st;
}

/* As many rows as fill a good half of a block: the rest is room for longer ones. */
static int64_t rows_a_block(const writer *w, int64_t each)
{
    int64_t bytes = 0, rows = 0;
    for (int i = 0; i < w->blocks; i++) {
        bytes += w->now[i].used - w->now[i].data;
        rows += w->now[i].next - w->now[i].first;
    }
    if (bytes <= 0 || rows <= 0) return each;
    const double fill = BLOCK_BYTES * 0.6 * (double)rows / (double)bytes;
    return (int64_t)fmin(fmax(fill, 1), MAX_ROWS);
}

static rel_status make_blocks(rel_ctx *ctx, writer *w, block **list)
{
    rel_status st;
    char *room = NULL;
    REL_TRY(rel_scratch(ctx, list, (size_t)w->blocks, sizeof **list, "blocks"));
    REL_TRY(rel_scratch(ctx, &room, (size_t)w->blocks, BLOCK_BYTES, "blocks"));
    for (int i = 0; i < w->blocks; i++) (*list)[i].data = room + (size_t)i * BLOCK_BYTES;
out:
    return st;
}

static rel_status write_rows(rel_ctx *ctx, rel_outfile *f, int64_t count, rows_fn *rows, const void *state,
                             const char *unit)
{
    rel_status st;
    writer w = {.ctx = ctx, .f = f, .rows = rows, .state = state};
    block *spare = NULL;
    int64_t start = 0, each = FIRST_ROWS;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    w.blocks = (int)fmin(ctx->threads * BLOCKS_A_THREAD, 1 + (double)count / FEW_ROWS);
    REL_TRY(make_blocks(ctx, &w, &w.now));
    REL_TRY(make_blocks(ctx, &w, &spare));
    while (start < count || w.past) {
        REL_TRY(rel_poll(ctx));
        rel_progress(ctx, "writing", unit, start < count ? start : count, count);
        REL_TRY(do_round(&w, start, count, each));
        const bool more = start < count;
        start += w.blocks * each;
        each = rows_a_block(&w, each);
        block *const formatted = w.now;
        w.now = w.past ? w.past : spare;
        w.past = more ? formatted : NULL;
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

enum { INSTANT_BYTES = 24 }; /* "2023-05-01T09:00:00Z, " is shorter */

/* An instant and its layer in the column take 6 bytes or more. */
static size_t instants_bytes(const rel_write_plan *p, rel_eid arc)
{
    return p->times ? rel_attribute_text(p->times, arc).len : 0;
}
_Static_assert(6 * (int)REL_ESCAPE_MAX >= (int)INSTANT_BYTES, "room for an instant");

static size_t vertex_bytes(const rel_write_plan *p, rel_vid v)
{
    char room[REL_NAME_NUMBER_TEXT];
    const size_t text = 2 * name_bytes(p, v) + rel_write_label(p, v, room).len +
                        column_bytes(p->vertex_column, p->vertex_columns, v);
    const size_t times = p->vertex_times ? INSTANT_BYTES * (size_t)p->vertex_times[v].count : 0;
    return p->vertex_room + REL_ESCAPE_MAX * text + times;
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
        if (!rel_write_in_layer(plan, k, e->arc)) continue;
        any = true;
        if (s->only != ALL_LAYERS && s->only != k) continue;
        e->layer = k;
        e->weight = plan->layer[k].weight->value.f32[e->arc];
        e->id = (uint64_t)e->arc * ids + (uint64_t)k;
        p = s->d->edge(p, plan, e);
    }
    if (any || (s->only != ALL_LAYERS && s->only != -1)) return p;
    e->layer = -1;
    e->weight = plan->g->out.weight ? plan->g->out.weight[e->arc] : 1;
    e->id = (uint64_t)e->arc * ids + (uint64_t)plan->layers;
    return s->d->edge(p, plan, e);
}

/* Targets lie anywhere: their names are asked for before their turn comes. always_inline: gcc 12 takes a
 * function that only prefetches for one without effects, and leaves its calls out. */
__attribute__((always_inline)) static inline void prefetch_names(const rel_graph *g, rel_eid arc,
                                                                 rel_eid last)
{
    const rel_names *names = &g->names;
    if (names->form != REL_NAMES_TEXT) return;
    if (arc + 2 * AHEAD < last) __builtin_prefetch(&names->off[g->out.adj[arc + 2 * AHEAD]]);
    if (arc + AHEAD < last) __builtin_prefetch(names->text + names->off[g->out.adj[arc + AHEAD]]);
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
        prefetch_names(g, e.arc, last);
        if (!g->directed && e.v < e.u) continue; /* the other arc of the edge is written */
        const size_t text = name_bytes(plan, e.u) + name_bytes(plan, e.v) +
                            column_bytes(plan->edge_column, plan->edge_columns, e.arc) +
                            instants_bytes(plan, e.arc);
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
