#include "graph/edgelist.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "graph/build_taking.h"
#include "graph/edge_intern.h"
#include "graph/edge_lines.h"
#include "graph/edge_numbers.h"
#include "graph/edgelist_sizes.h"
#include "graph/owner.h"
#include "graph/readers.h"
#include "src/base/hash.h"
#include "src/base/input.h"
#include "src/base/time.h"

enum {
    CHUNK_BYTES = 1 << 20,           /* what one thread parses at a time */
    MAPPED_BLOCK = 64 * 1024 * 1024, /* of a mapped file; its pages go when it was parsed */
    STREAM_BLOCK = 16 * 1024 * 1024, /* of an unpacked or piped one */
    RENAME_BATCH = 1 << 16,          /* edges whose numbers become text at once */
};

typedef struct column {
    void *data;
    size_t capacity;
} column;

typedef struct reading {
    rel_ctx *ctx;
    const char *path;
    rel_edgelist_opts opts;
    rel_edgelist_sizes sizes;
    rel_edge_form form;
    column end32[2], end64[2]; /* numbers, or provisional ids of text names */
    column value, time;
    column block_name[2]; /* text: the names of one block */
    rel_interner *interner;
    column chunks, bounds, rows; /* of one block: results, where lines begin, where rows go */
    int64_t count;               /* edges so far */
    int64_t lines;               /* before this block */
    uint64_t largest;
    bool has_value, has_time; /* there are third and fourth columns */
    bool any_not_time, any_attributes;
} reading;

static rel_status grow(reading *r, column *c, int64_t need, size_t size)
{
    return rel_grow(r->ctx, &c->data, &c->capacity, (size_t)need, size, "an edge list");
}

static void drop(column *c)
{
    free(c->data);
    *c = (column){0};
}

/* The columns could not hold what came: making them over, for the edges so far. */

static rel_status widen(reading *r)
{
    for (int side = 0; side < 2; side++) {
        const rel_status st = grow(r, &r->end64[side], r->count + 1, sizeof(uint64_t));
        if (st != REL_OK) return st;
        const uint32_t *from = r->end32[side].data;
        uint64_t *to = r->end64[side].data;
        for (int64_t i = 0; i < r->count; i++) to[i] = from[i];
        drop(&r->end32[side]);
    }
    r->form = REL_EDGE_WIDE;
    return REL_OK;
}

static rel_edge_name print_number(char *text, uint32_t *used, uint64_t number)
{
    const uint32_t at = *used;
    const int len = snprintf(text + at, REL_NAME_NUMBER_TEXT, "%" PRIu64, number);
    *used += (uint32_t)len;
    return (rel_edge_name){rel_hash64(text + at, (size_t)len), at, (uint32_t)len};
}

/* Numbers were kept exactly as they stood, so their text can be written again. */
static rel_status rename_to_text(reading *r)
{
    rel_status st;
    char *text = NULL;
    rel_edge_name *name[2];
    const rel_arena_mark mark = rel_scratch_mark(r->ctx);
    REL_TRY(rel_interner_new(r->ctx, &r->interner));
    REL_TRY(rel_scratch(r->ctx, &text, RENAME_BATCH, 2 * REL_NAME_NUMBER_TEXT, "names"));
    for (int side = 0; side < 2; side++) {
        REL_TRY(rel_scratch(r->ctx, &name[side], RENAME_BATCH, sizeof *name[side], "names"));
        REL_TRY(grow(r, &r->end32[side], r->count + 1, sizeof(uint32_t)));
    }
    uint32_t *end32[2] = {r->end32[0].data, r->end32[1].data};
    const uint64_t *end64[2] = {r->end64[0].data, r->end64[1].data};
    for (int64_t first = 0; first < r->count; first += RENAME_BATCH) {
        const int64_t count = r->count - first < RENAME_BATCH ? r->count - first : RENAME_BATCH;
        uint32_t used = 0;
        for (int64_t i = 0; i < 2 * count; i++) {
            const int64_t e = first + (i >> 1);
            const uint64_t number = r->form == REL_EDGE_WIDE ? end64[i & 1][e] : end32[i & 1][e];
            name[i & 1][i >> 1] = print_number(text, &used, number);
        }
        REL_TRY(rel_intern_edges(r->ctx, r->interner, text, name[0], name[1], count, end32[0] + first,
                                 end32[1] + first));
    }
    drop(&r->end64[0]);
    drop(&r->end64[1]);
    r->form = REL_EDGE_TEXT;
out:
    rel_scratch_release(r->ctx, mark);
    return st;
}

static rel_status add_column(reading *r, column *c, bool *has)
{
    const rel_status st = grow(r, c, r->count + 1, sizeof(double));
    if (st != REL_OK) return st;
    double *value = c->data;
    for (int64_t i = 0; i < r->count; i++) value[i] = rel_edge_no_value();
    *has = true;
    return REL_OK;
}

static rel_status make_over(reading *r, int needs)
{
    rel_status st = REL_OK;
    if (needs & REL_EDGE_NEED_TEXT)
        REL_TRY(rename_to_text(r));
    else if (needs & REL_EDGE_NEED_WIDE)
        REL_TRY(widen(r));
    if (needs & REL_EDGE_NEED_VALUES) REL_TRY(add_column(r, &r->value, &r->has_value));
    if (needs & REL_EDGE_NEED_TIMES) REL_TRY(add_column(r, &r->time, &r->has_time));
out:
    return st;
}

/* One block: whole lines, each with its line feed, in chunks that threads parse. */

typedef struct block {
    rel_str text;
    int64_t chunks;
    size_t *bound; /* chunks + 1: a chunk owns the lines whose line feed lies in its bytes */
    int64_t *row;  /* chunks + 1: rows before, when every line is an edge */
    rel_edge_chunk *result;
} block;

static rel_status cut_block(reading *r, rel_str text, block *b)
{
    rel_status st;
    const size_t chunk = r->sizes.chunk_bytes;
    *b = (block){.text = text, .chunks = (int64_t)((text.len + chunk - 1) / chunk)};
    REL_TRY(grow(r, &r->bounds, b->chunks + 1, sizeof *b->bound));
    REL_TRY(grow(r, &r->rows, b->chunks + 1, sizeof *b->row));
    REL_TRY(grow(r, &r->chunks, b->chunks + 1, sizeof *b->result));
    b->bound = r->bounds.data;
    b->row = r->rows.data;
    b->result = r->chunks.data;
    b->bound[0] = 0;
    for (int64_t c = 1; c < b->chunks; c++) {
        const size_t end = (size_t)c * chunk, begin = end - chunk;
        size_t at = end;
        while (at > begin && text.s[at - 1] != '\n') at--;
        b->bound[c] = at > begin ? at : b->bound[c - 1];
    }
    b->bound[b->chunks] = text.len;
#pragma omp parallel for num_threads(r->ctx->threads) schedule(dynamic, 1)
    for (int64_t c = 0; c < b->chunks; c++)
        b->row[c + 1] = rel_edge_count_lines(text.s + b->bound[c], b->bound[c + 1] - b->bound[c]);
    b->row[0] = 0;
    for (int64_t c = 0; c < b->chunks; c++) b->row[c + 1] += b->row[c];
out:
    return st;
}

/* Where the rows of a chunk go. `first` counts from the edges so far. */
static rel_edge_rows rows_at(const reading *r, int64_t first)
{
    const int64_t at = r->count + first;
    rel_edge_rows rows = {.form = r->form,
                          .third_is_time = r->opts.third == REL_THIRD_TIME,
                          .ignore_third = r->opts.third == REL_THIRD_NONE};
    switch (r->form) {
    case REL_EDGE_NARROW:
        rows.source32 = (uint32_t *)r->end32[0].data + at;
        rows.target32 = (uint32_t *)r->end32[1].data + at;
        break;
    case REL_EDGE_WIDE:
        rows.source64 = (uint64_t *)r->end64[0].data + at;
        rows.target64 = (uint64_t *)r->end64[1].data + at;
        break;
    case REL_EDGE_TEXT:
        rows.source_name = (rel_edge_name *)r->block_name[0].data + first;
        rows.target_name = (rel_edge_name *)r->block_name[1].data + first;
        break;
    }
    if (r->has_value) rows.value = (double *)r->value.data + at;
    if (r->has_time) rows.time = (double *)r->time.data + at;
    return rows;
}

static rel_status make_room(reading *r, int64_t more)
{
    rel_status st;
    const int64_t need = r->count + more;
    for (int side = 0; side < 2; side++) {
        if (r->form == REL_EDGE_WIDE)
            REL_TRY(grow(r, &r->end64[side], need, sizeof(uint64_t)));
        else
            REL_TRY(grow(r, &r->end32[side], need, sizeof(uint32_t)));
        if (r->form == REL_EDGE_TEXT) REL_TRY(grow(r, &r->block_name[side], more, sizeof(rel_edge_name)));
    }
    if (r->has_value) REL_TRY(grow(r, &r->value, need, sizeof(double)));
    if (r->has_time) REL_TRY(grow(r, &r->time, need, sizeof(double)));
out:
    return st;
}

static void move_rows(void *data, size_t size, int64_t to, int64_t from, int64_t count)
{
    if (data && to != from)
        memmove((char *)data + (size_t)to * size, (char *)data + (size_t)from * size, (size_t)count * size);
}

/* Comments and blank lines leave gaps behind each chunk's rows: closes them. Returns the rows. */
static int64_t close_gaps(reading *r, const block *b)
{
    int64_t used = 0;
    for (int64_t c = 0; c < b->chunks; c++) {
        const int64_t count = b->result[c].count, from = b->row[c];
        for (int side = 0; side < 2; side++) {
            if (r->form == REL_EDGE_NARROW)
                move_rows(r->end32[side].data, sizeof(uint32_t), r->count + used, r->count + from, count);
            else if (r->form == REL_EDGE_WIDE)
                move_rows(r->end64[side].data, sizeof(uint64_t), r->count + used, r->count + from, count);
            else
                move_rows(r->block_name[side].data, sizeof(rel_edge_name), used, from, count);
        }
        if (r->has_value) move_rows(r->value.data, sizeof(double), r->count + used, r->count + from, count);
        if (r->has_time) move_rows(r->time.data, sizeof(double), r->count + used, r->count + from, count);
        used += count;
    }
    return used;
}

static rel_status explain_bad(reading *r, const block *b, int64_t c)
{
    const char *bad = b->result[c].bad, *from = b->text.s + b->bound[c], *end = b->text.s + b->text.len;
    const char *eol = memchr(bad, '\n', (size_t)(end - bad));
    const rel_edge_rows rows = rows_at(r, 0);
    const int64_t line = r->lines + b->row[c] + rel_edge_count_lines(from, (size_t)(bad - from)) + 1;
    return rel_edge_explain(r->ctx, r->path, line, (rel_str){bad, (size_t)(eol - bad)}, &rows);
}

static rel_status parse_block(reading *r, rel_str text)
{
    rel_status st;
    block b;
    REL_TRY(cut_block(r, text, &b));
    for (int needs = 1; needs;) {
        REL_TRY(make_room(r, b.row[b.chunks]));
#pragma omp parallel for num_threads(r->ctx->threads) schedule(dynamic, 1)
        for (int64_t c = 0; c < b.chunks; c++) {
            const rel_edge_rows rows = rows_at(r, b.row[c]);
            rel_edge_parse(text.s, text.s + b.bound[c], b.bound[c + 1] - b.bound[c], &rows, &b.result[c]);
        }
        needs = 0;
        for (int64_t c = 0; c < b.chunks; c++) needs |= b.result[c].needs;
        if (needs) REL_TRY(make_over(r, needs));
    }
    for (int64_t c = 0; c < b.chunks; c++) {
        if (b.result[c].bad) return explain_bad(r, &b, c);
        if (b.result[c].largest > r->largest) r->largest = b.result[c].largest;
        r->any_not_time = r->any_not_time || b.result[c].any_not_time;
        r->any_attributes = r->any_attributes || b.result[c].any_attributes;
    }
    const int64_t rows = close_gaps(r, &b);
    if (r->form == REL_EDGE_TEXT)
        REL_TRY(rel_intern_edges(r->ctx, r->interner, text.s, r->block_name[0].data, r->block_name[1].data,
                                 rows, (uint32_t *)r->end32[0].data + r->count,
                                 (uint32_t *)r->end32[1].data + r->count));
    r->count += rows;
    r->lines += b.row[b.chunks];
out:
    return st;
}

/* Before the first edge: a byte order mark, comments, and perhaps the headings of columns. */
static rel_status parse_first_block(reading *r, rel_str text)
{
    if (text.len >= 3 && memcmp(text.s, "\xEF\xBB\xBF", 3) == 0) text = (rel_str){text.s + 3, text.len - 3};
    if (text.len >= 14 && memcmp(text.s, "%%MatrixMarket", 14) == 0)
        return rel_fail(r->ctx, REL_E_DATA, "'%s' is a MatrixMarket file, which relais does not read",
                        r->path);
    rel_str rest = text;
    while (rest.len) {
        const rel_str line = rel_str_trim(rel_str_cut(&rest, '\n'));
        r->lines++;
        if (line.len == 0 || line.s[0] == '#' || line.s[0] == '%') continue;
        if (!rel_edge_is_heading(line)) break;
        rel_note(r->ctx, "'%s' line %" PRId64 ": '%.*s' was taken for the headings of columns", r->path,
                 r->lines, REL_STR_ARG(line));
        return rest.len ? parse_block(r, rest) : REL_OK;
    }
    r->lines = 0;
    return text.len ? parse_block(r, text) : REL_OK;
}

static rel_status parse_next(reading *r, rel_str text, bool *first)
{
    rel_status st = *first ? parse_first_block(r, text) : parse_block(r, text);
    *first = false;
    return st == REL_OK ? rel_poll(r->ctx) : st;
}

/* Length up to the last line feed in it. */
static size_t whole_lines(const char *text, size_t len)
{
    while (len && text[len - 1] != '\n') len--;
    return len;
}

static rel_status line_too_long(reading *r)
{
    return rel_fail(r->ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected lines of at most %d bytes", r->path,
                    r->lines + 1, REL_EDGE_LINE_MAX);
}

/* The last line, when nothing ends it. */
static rel_status parse_tail(reading *r, const char *tail, size_t len, bool *first)
{
    char *copy;
    if (!len) return REL_OK;
    if (len > REL_EDGE_LINE_MAX) return line_too_long(r);
    rel_status st = rel_alloc(r->ctx, &copy, len + 1, 1, "a line");
    if (st != REL_OK) return st;
    memcpy(copy, tail, len);
    copy[len] = '\n';
    st = parse_next(r, (rel_str){copy, len + 1}, first);
    free(copy);
    return st;
}

/* Length of the lines that begin the text: as many as fit a block, or one. 0: no line ends within the text,
 * or the first is too long. */
static size_t next_lines(const reading *r, const char *text, size_t len)
{
    const size_t room = len < r->sizes.block_bytes ? len : r->sizes.block_bytes;
    const size_t lines = whole_lines(text, room);
    if (lines) return lines;
    const size_t more = len - room < REL_EDGE_LINE_MAX ? len - room : REL_EDGE_LINE_MAX;
    const char *eol = memchr(text + room, '\n', more);
    return eol ? (size_t)(eol - text) + 1 : 0;
}

static rel_status read_mapped(reading *r, rel_input *in)
{
    rel_status st;
    rel_str all;
    bool first = true;
    size_t at = 0, len;
    REL_TRY(rel_input_whole(r->ctx, in, &all));
    while ((len = next_lines(r, all.s + at, all.len - at)) > 0) {
        REL_TRY(parse_next(r, (rel_str){all.s + at, len}, &first));
        at += len;
        rel_input_leave(in, at);
        rel_progress(r->ctx, "reading", "bytes", (int64_t)at, (int64_t)all.len);
        if (r->sizes.one_block) return REL_OK;
    }
    st = parse_tail(r, all.s + at, all.len - at, &first);
out:
    return st;
}

static rel_status read_stream(reading *r, rel_input *in)
{
    rel_status st;
    char *text = NULL;
    size_t len = 0, got = 1, lines;
    bool first = true;
    const size_t room = r->sizes.block_bytes + REL_EDGE_LINE_MAX;
    REL_TRY(rel_big_alloc(r->ctx, &text, room, 1, "an edge list"));
    do {
        while (got > 0 && len < room) {
            REL_TRY(rel_input_read(r->ctx, in, text + len, room - len, &got));
            len += got;
        }
        lines = next_lines(r, text, len);
        if (!lines) break;
        REL_TRY(parse_next(r, (rel_str){text, lines}, &first));
        memmove(text, text + lines, len - lines);
        len -= lines;
        rel_progress(r->ctx, "reading", "bytes", rel_input_consumed(in), rel_input_size(in));
    } while (!r->sizes.one_block);
    if (!r->sizes.one_block) st = parse_tail(r, text, len, &first);
out:
    free(text);
    return st;
}

/* The third column as weights; missing ones are 1. */
static rel_status take_weights(reading *r, rel_edges *edges)
{
    float *weight;
    const double *value = r->value.data;
    const rel_status st = rel_big_alloc(r->ctx, &weight, (size_t)r->count, sizeof *weight, "weights");
    if (st != REL_OK) return st;
    edges->weight = weight;
#pragma omp parallel for num_threads(r->ctx->threads) schedule(static)
    for (int64_t i = 0; i < r->count; i++) weight[i] = rel_edge_is_no_value(value[i]) ? 1 : (float)value[i];
    return REL_OK;
}

/* A column as times: seconds, milliseconds and microseconds are told apart by their size, as in
 * rel_time_parse. */
static rel_status take_times(reading *r, const column *c, rel_edges *edges)
{
    int64_t *time;
    const double *value = c->data;
    const rel_status st = rel_big_alloc(r->ctx, &time, (size_t)r->count, sizeof *time, "times");
    if (st != REL_OK) return st;
    edges->time = time;
#pragma omp parallel for num_threads(r->ctx->threads) schedule(static)
    for (int64_t i = 0; i < r->count; i++) {
        if (rel_edge_is_no_value(value[i])) {
            time[i] = REL_TIME_MISSING;
            continue;
        }
        const int64_t t = (int64_t)value[i];
        time[i] = t >= 100000000000000 ? t / 1000000 : t >= 100000000000 ? t / 1000 : t;
    }
    return REL_OK;
}

static rel_status take_values(reading *r, rel_edges *edges)
{
    rel_status st = REL_OK;
    const bool third_is_time =
        r->has_value && !r->has_time &&
        (r->opts.third == REL_THIRD_TIME || (r->opts.third == REL_THIRD_AUTO && !r->any_not_time));
    if (r->has_time) REL_TRY(take_times(r, &r->time, edges));
    drop(&r->time);
    if (third_is_time)
        REL_TRY(take_times(r, &r->value, edges));
    else if (r->has_value)
        REL_TRY(take_weights(r, edges));
    drop(&r->value);
out:
    return st;
}

/* Vertices for the names: *named gets n and names. */
static rel_status take_ends(reading *r, rel_edges *edges, rel_graph *named)
{
    rel_status st;
    if (r->form == REL_EDGE_TEXT) {
        int64_t mended;
        REL_TRY(rel_intern_finish(r->ctx, r->interner, r->count, r->end32[0].data, r->end32[1].data, named,
                                  &mended));
        if (mended)
            rel_note(r->ctx,
                     "'%s': %" PRId64 " names were no valid text; U+FFFD stands for what could not be read",
                     r->path, mended);
    } else {
        rel_numbering numbering;
        rel_edge_ends ends = {.count = r->count, .largest = r->largest};
        for (int side = 0; side < 2; side++) {
            ends.narrow[side] = r->end32[side].data;
            ends.wide[side] = r->end64[side].data;
        }
        REL_TRY(rel_edge_number(r->ctx, &ends, &numbering));
        if (r->form == REL_EDGE_WIDE) {
            for (int side = 0; side < 2; side++) {
                drop(&r->end64[side]);
                r->end32[side].data = numbering.end[side];
            }
        }
        named->n = numbering.n;
        named->names = (rel_names){.form = numbering.number ? REL_NAMES_U64 : REL_NAMES_INDEX,
                                   .n = numbering.n,
                                   .number = numbering.number};
        st = numbering.number ? rel_graph_adopt(r->ctx, named, numbering.number) : REL_OK;
        if (st != REL_OK) free(numbering.number);
    }
    if (st != REL_OK) return st;
    edges->source = r->end32[0].data;
    edges->target = r->end32[1].data;
    r->end32[0] = r->end32[1] = (column){0};
out:
    return st;
}

/* Hands the names' arrays over to the graph that was built. */
static rel_status move_names(rel_ctx *ctx, rel_graph *from, rel_graph *to)
{
    const void *const blocks[] = {from->names.number, from->names.off, from->names.text, from->names.sorted};
    const rel_status st = rel_graph_reserve(ctx, to, 4);
    if (st != REL_OK) return st;
    for (int i = 0; i < 4; i++)
        if (rel_graph_disown(from, blocks[i]))
            to->owner->block[to->owner->count++] = (void *)(uintptr_t)blocks[i];
    to->names = from->names;
    return REL_OK;
}

static rel_status make_graph(reading *r, rel_graph *g)
{
    rel_status st;
    rel_graph named = {0};
    rel_edges edges = {.count = r->count};
    const rel_build_opts opts = {.directed = r->opts.directed, .directions = r->opts.directions};
    if (!r->count)
        return rel_fail(r->ctx, REL_E_DATA, "'%s' holds no edges: expected lines of two vertex names",
                        r->path);
    if (r->any_attributes) rel_note(r->ctx, "'%s': attributes other than weight were left out", r->path);
    REL_TRY(take_values(r, &edges));
    REL_TRY(take_ends(r, &edges, &named));
    REL_TRY(rel_graph_build_taking(r->ctx, named.n, &edges, opts, g));
    REL_TRY(move_names(r->ctx, &named, g));
out:
    if (st != REL_OK) {
        rel_graph_free(g);
        free((void *)(uintptr_t)edges.source);
        free((void *)(uintptr_t)edges.target);
        free((void *)(uintptr_t)edges.weight);
        free((void *)(uintptr_t)edges.time);
    }
    rel_graph_free(&named);
    return st;
}

static void free_reading(reading *r)
{
    column *const all[] = {&r->end32[0], &r->end32[1], &r->end64[0],      &r->end64[1],
                           &r->value,    &r->time,     &r->block_name[0], &r->block_name[1],
                           &r->chunks,   &r->bounds,   &r->rows};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) drop(all[i]);
    rel_interner_delete(r->interner);
    r->interner = NULL;
}

rel_status rel_edgelist_read_sized(rel_ctx *ctx, const char *path, rel_edgelist_opts opts,
                                   rel_edgelist_sizes sizes, rel_graph *g)
{
    rel_status st;
    rel_input *in = NULL;
    reading r = {.ctx = ctx, .path = path, .opts = opts, .sizes = sizes};
    *g = (rel_graph){0};
    REL_TRY(rel_input_open(ctx, path, &in));
    if (!rel_input_is_plain(in)) r.sizes.stream = true;
    if (!r.sizes.block_bytes) r.sizes.block_bytes = r.sizes.stream ? STREAM_BLOCK : MAPPED_BLOCK;
    REL_TRY(r.sizes.stream ? read_stream(&r, in) : read_mapped(&r, in));
    rel_input_close(in);
    in = NULL;
    drop(&r.block_name[0]);
    drop(&r.block_name[1]);
    st = make_graph(&r, g);
out:
    rel_input_close(in);
    free_reading(&r);
    return st;
}

/* Text is at most 2^32 bytes a block, as names are kept by their place in it. */
_Static_assert((int64_t)MAPPED_BLOCK + REL_EDGE_LINE_MAX < UINT32_MAX, "places of names are 32 bits");

rel_status rel_edgelist_read(rel_ctx *ctx, const char *path, rel_edgelist_opts opts, rel_graph *g)
{
    return rel_edgelist_read_sized(ctx, path, opts, (rel_edgelist_sizes){.chunk_bytes = CHUNK_BYTES}, g);
}

rel_status rel_edgelist_read_part(rel_ctx *ctx, const char *path, rel_edgelist_opts opts, size_t bytes,
                                  rel_graph *g)
{
    const rel_edgelist_sizes sizes = {.chunk_bytes = CHUNK_BYTES, .block_bytes = bytes, .one_block = true};
    return rel_edgelist_read_sized(ctx, path, opts, sizes, g);
}

int rel_edgelist_detect(const char *path, rel_str first)
{
    static const char *const extensions[] = {".el", ".edges", ".edgelist", ".wel"};
    const int likeness = rel_edge_likeness(first);
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && likeness && i < sizeof extensions / sizeof *extensions; i++)
        if (rel_str_is_nocase(rel_str_of(dot), extensions[i])) return likeness + 15;
    return likeness;
}

rel_status rel_edgelist_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g)
{
    rel_edgelist_opts opts = REL_EDGELIST_DEFAULTS;
    opts.directions = directions;
    return rel_edgelist_read(ctx, path, opts, g);
}
