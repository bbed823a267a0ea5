#include "graph/write_common.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>

#include "graph/write_look.h"
#include "graph/write_times.h"
#include "src/base/number_text.h"
#include "src/base/time.h"
#include "src/base/utf8.h"

/* Room for the fixed text of a row and of each of its columns: every writer's rows stay well below. */
enum { ROW_ROOM = 4096, COLUMN_ROOM = 256 + 6 * REL_WRITE_ID };

/* Words with a meaning of their own for a reader: Gephi matches them without case, networkx and graphology
 * keep their own attributes under some. A column of that name gets a prefix. */
static const char *const RESERVED[] = {
    "id", "label", "nodelabel", "x",        "xpos",  "y",   "ypos", "z",      "zpos", "size", "r",    "g",
    "b",  "color", "timeset",   "interval", "start", "end", "viz",  "spells", "pid",  "for",  "shape"};
static const char *const RESERVED_EDGE[] = {"weight", "edge_weight", "edgelabel",    "edge_label",
                                            "kind",   "type",        "source",       "target",
                                            "layer",  "key",         "networkx_key", "thickness"};

static bool is_among(const char *word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rel_str_is_nocase(rel_str_of(word), list[i])) return true;
    return false;
}

static bool is_taken(const rel_write_plan *p, const char *id)
{
    for (int i = 0; i < p->vertex_columns; i++)
        if (rel_str_is_nocase(rel_str_of(id), p->vertex_column[i].id)) return true;
    for (int i = 0; i < p->edge_columns; i++)
        if (rel_str_is_nocase(rel_str_of(id), p->edge_column[i].id)) return true;
    return false;
}

/* A name that no reader takes for something else and that no other column has. */
static void choose_id(const rel_write_plan *p, const char *name, bool edge, char id[REL_WRITE_ID])
{
    char plain[REL_WRITE_ID / 2];
    size_t len = 0;
    for (const char *s = name; *s && len + 1 < sizeof plain; s++) {
        const unsigned char c = (unsigned char)*s;
        plain[len++] = c >= 0x80 || isalnum(c) || strchr("_-.", c) ? (char)c : '_';
    }
    plain[len] = '\0';
    rel_utf8_printable(plain); /* a character may have been cut */
    const bool reserved =
        !*plain || is_among(plain, RESERVED, sizeof RESERVED / sizeof *RESERVED) ||
        (edge && is_among(plain, RESERVED_EDGE, sizeof RESERVED_EDGE / sizeof *RESERVED_EDGE));
    snprintf(id, REL_WRITE_ID, "%s%s", reserved ? "relais_" : "", plain);
    if (edge && is_taken(p, id)) snprintf(id, REL_WRITE_ID, "edge_%s", plain);
    for (int k = 2; is_taken(p, id); k++) snprintf(id, REL_WRITE_ID, "relais_%s_%d", plain, k);
}

static void add_column(const rel_write_plan *p, rel_write_column *list, int *count, const rel_attribute *a,
                       bool edge)
{
    rel_write_column *c = &list[*count];
    *c = (rel_write_column){.attribute = a,
                            .time = a->type == REL_ATTRIBUTE_I64 && rel_attribute_is_time_name(a->name)};
    choose_id(p, a->name, edge, c->id);
    ++*count;
}

static bool is_layer(const rel_write_plan *p, const rel_attribute *a)
{
    for (int k = 0; k < p->layers; k++)
        if (p->layer[k].weight == a) return true;
    return false;
}

/* Colours and sizes that came with a file: taken over or replaced by ours, never columns. */
static bool is_look(const rel_attribute *a)
{
    static const char *const LOOKS[] = {"r", "g", "b", "size", "edge_r", "edge_g", "edge_b"};
    return a->type != REL_ATTRIBUTE_TEXT && is_among(a->name, LOOKS, sizeof LOOKS / sizeof *LOOKS);
}

/* What a vertex shows otherwise than as a column. */
static bool is_shown(const rel_write_plan *p, const rel_attribute *a)
{
    if (rel_str_is_nocase(rel_str_of(a->name), "label") && p->labels && p->label[0] == a) return true;
    return a == p->x || a == p->y || is_look(a);
}

static rel_status choose_columns(rel_ctx *ctx, rel_write_plan *p)
{
    rel_status st;
    const rel_attributes *va = &p->g->vertex_attributes, *ea = &p->g->edge_attributes;
    REL_TRY(rel_scratch(ctx, &p->vertex_column, (size_t)va->count + 1, sizeof *p->vertex_column, "columns"));
    REL_TRY(rel_scratch(ctx, &p->edge_column, (size_t)ea->count + 1, sizeof *p->edge_column, "columns"));
    for (int i = 0; i < va->count; i++)
        if (!is_shown(p, &va->column[i]))
            add_column(p, p->vertex_column, &p->vertex_columns, &va->column[i], false);
    for (int i = 0; i < ea->count; i++) {
        const rel_attribute *a = &ea->column[i];
        if (!is_layer(p, a) && !is_look(a) && a != p->first && a != p->last && a != p->times)
            add_column(p, p->edge_column, &p->edge_columns, a, true);
    }
    p->vertex_room = ROW_ROOM + COLUMN_ROOM * (size_t)p->vertex_columns;
    p->edge_room = ROW_ROOM + COLUMN_ROOM * (size_t)p->edge_columns;
out:
    return st;
}

static void choose_layers(rel_write_plan *p)
{
    if (p->opts.one_edge_per_pair) return;
    for (int k = 0; k < REL_KIND_COUNT; k++) {
        const rel_attribute *a = rel_attribute_find(&p->g->edge_attributes, rel_kind_word((rel_kind)k));
        if (a && a->type == REL_ATTRIBUTE_F32) p->layer[p->layers++] = (rel_write_layer){(rel_kind)k, a};
    }
}

bool rel_write_in_layer(const rel_write_plan *p, int layer, rel_eid arc)
{
    const rel_attribute *a = p->layer[layer].weight;
    return !rel_attribute_is_missing(a, arc) && a->value.f32[arc] > 0;
}

static void choose_labels(rel_write_plan *p)
{
    static const char *const FROM[REL_WRITE_LABELS] = {"label", "handle", "name"};
    for (int i = 0; i < REL_WRITE_LABELS; i++) {
        const rel_attribute *a = rel_attribute_find(&p->g->vertex_attributes, FROM[i]);
        if (a && a->type == REL_ATTRIBUTE_TEXT) p->label[p->labels++] = a;
    }
}

/* Bytes that stay as they are in every format. */
static bool is_plain(unsigned char c)
{
    return c > ' ' && c < 0x7F && !strchr("\"&'<>\\,;", c);
}

static rel_status check_names(rel_ctx *ctx, rel_write_plan *p)
{
    const rel_names *names = &p->g->names;
    int64_t odd = 0;
    p->names_plain = true;
    if (names->form != REL_NAMES_TEXT || !p->g->n) return REL_OK;
    for (rel_vid v = 0; v < p->g->n; v++)
        if (names->off[v] == names->off[v + 1])
            return rel_fail(ctx, REL_E_DATA, "cannot write the graph: the name of vertex %u is empty", v);
    const int64_t last = (int64_t)names->off[p->g->n];
#pragma omp parallel for num_threads(ctx->threads) reduction(+ : odd) schedule(static)
    for (int64_t i = (int64_t)names->off[0]; i < last; i++) odd += !is_plain((unsigned char)names->text[i]);
    p->names_plain = odd == 0;
    return REL_OK;
}

static void widen(int64_t *first, int64_t *last, rel_vid v, int64_t from, int64_t to)
{
    if (first[v] == REL_TIME_MISSING || from < first[v]) first[v] = from;
    if (last[v] == REL_TIME_MISSING || to > last[v]) last[v] = to;
}

/* A vertex is there from the first to the last time of its edges. */
static rel_status choose_spans(rel_ctx *ctx, rel_write_plan *p)
{
    rel_status st;
    const rel_graph *g = p->g;
    int64_t *first = NULL, *last = NULL, from, to, without = 0;
    p->first = rel_attribute_find(&g->edge_attributes, "first_time");
    p->last = rel_attribute_find(&g->edge_attributes, "last_time");
    if (!p->first || !p->last || p->first->type != REL_ATTRIBUTE_I64 || p->last->type != REL_ATTRIBUTE_I64)
        return rel_fail(ctx, REL_E_USAGE, "a dynamic file needs edges with times, and these have none");
    REL_TRY(rel_scratch(ctx, &first, g->n, sizeof *first, "first times"));
    REL_TRY(rel_scratch(ctx, &last, g->n, sizeof *last, "last times"));
    for (rel_vid v = 0; v < g->n; v++) first[v] = last[v] = REL_TIME_MISSING;
    for (rel_vid u = 0; u < g->n; u++)
        for (rel_eid e = g->out.off[u]; e < g->out.off[u + 1]; e++) {
            if (!rel_write_edge_span(p, e, &from, &to)) {
                without++;
                continue;
            }
            widen(first, last, u, from, to);
            widen(first, last, g->out.adj[e], from, to);
        }
    if (without) rel_note(ctx, "%lld edges have no time: they are there all the time", (long long)without);
    p->vertex_first = first;
    p->vertex_last = last;
out:
    return st;
}

rel_status rel_write_plan_make(rel_ctx *ctx, const rel_graph *g, const rel_write_opts *opts,
                               rel_write_plan *p)
{
    rel_status st = REL_OK;
    *p = (rel_write_plan){.g = g};
    if (opts) p->opts = *opts;
    if (g->n && !g->out.off)
        return rel_fail(ctx, REL_E_USAGE, "a graph is written by its outgoing edges, and they are not there");
    REL_TRY(check_names(ctx, p));
    choose_layers(p);
    choose_labels(p);
    p->opts.dynamic = p->opts.dynamic || p->opts.timestamps;
    if (p->opts.dynamic && g->n) REL_TRY(choose_spans(ctx, p));
    if (p->opts.timestamps && g->n) REL_TRY(rel_write_choose_times(ctx, p));
    REL_TRY(rel_write_choose_colors(ctx, p));
    REL_TRY(rel_write_choose_sizes(ctx, p));
    rel_write_choose_positions(ctx, p);
    REL_TRY(choose_columns(ctx, p));
out:
    return st;
}

int64_t rel_write_edge_count(const rel_graph *g, bool one_edge_per_pair)
{
    const rel_write_opts opts = {.one_edge_per_pair = one_edge_per_pair};
    rel_write_plan p = {.g = g, .opts = opts};
    int64_t count = 0;
    if (one_edge_per_pair) return g->directed ? g->m : g->m / 2;
    choose_layers(&p);
    for (rel_vid u = 0; u < g->n; u++)
        for (rel_eid e = g->out.off[u]; e < g->out.off[u + 1]; e++) {
            if (!g->directed && g->out.adj[e] < u) continue;
            int in = 0;
            for (int k = 0; k < p.layers; k++) in += rel_write_in_layer(&p, k, e);
            count += in ? in : 1;
        }
    return count;
}

rel_str rel_write_name(const rel_write_plan *p, rel_vid v, char room[REL_NAME_NUMBER_TEXT])
{
    const rel_names *names = &p->g->names;
    if (names->form == REL_NAMES_TEXT)
        return (rel_str){names->text + names->off[v], (size_t)(names->off[v + 1] - names->off[v])};
    char *end = rel_put_u64(room, names->form == REL_NAMES_U64 ? names->number[v] : v);
    return (rel_str){room, (size_t)(end - room)};
}

rel_str rel_write_label(const rel_write_plan *p, rel_vid v, char room[REL_NAME_NUMBER_TEXT])
{
    for (int i = 0; i < p->labels; i++) {
        const rel_str text = rel_attribute_text(p->label[i], v);
        if (rel_str_trim(text).len) return text;
    }
    return rel_write_name(p, v, room);
}

bool rel_write_edge_span(const rel_write_plan *p, rel_eid arc, int64_t *first, int64_t *last)
{
    if (!p->first || rel_attribute_is_missing(p->first, arc) || rel_attribute_is_missing(p->last, arc))
        return false;
    *first = p->first->value.i64[arc];
    *last = p->last->value.i64[arc];
    return rel_time_writable(*first) && rel_time_writable(*last) && *first <= *last;
}

bool rel_write_vertex_span(const rel_write_plan *p, rel_vid v, int64_t *first, int64_t *last)
{
    if (!p->vertex_first || p->vertex_first[v] == REL_TIME_MISSING) return false;
    *first = p->vertex_first[v];
    *last = p->vertex_last[v];
    return true;
}

bool rel_write_has(const rel_write_column *c, int64_t i)
{
    const rel_attribute *a = c->attribute;
    if (rel_attribute_is_missing(a, i)) return false;
    switch (a->type) {
    case REL_ATTRIBUTE_F32: return isfinite(a->value.f32[i]);
    case REL_ATTRIBUTE_F64: return isfinite(a->value.f64[i]);
    case REL_ATTRIBUTE_I64: return !c->time || rel_time_writable(a->value.i64[i]);
    case REL_ATTRIBUTE_BOOL:
    case REL_ATTRIBUTE_TEXT: break;
    }
    return true;
}

static rel_status about_edges(rel_ctx *ctx, const rel_write_plan *p, rel_buf *text)
{
    rel_status st;
    if (p->g->directed) REL_TRY(rel_buf_puts(ctx, text, "An edge from A to B: A gives attention to B.\n"));
    if (p->layers)
        REL_TRY(rel_buf_puts(ctx, text,
                             "One edge for each pair and kind of interaction; weight: the sum of the "
                             "weights of the interactions of this kind.\n"));
    else
        REL_TRY(rel_buf_puts(ctx, text,
                             p->g->out.weight ? "One edge for each pair; weight: the sum over all that "
                                                "connects the pair.\n"
                                              : "One edge for each pair; weight: always 1.\n"));
    if (p->layers > 1) {
        REL_TRY(rel_buf_puts(ctx, text, "Colours of edges:"));
        for (int k = 0; k < p->layers; k++) {
            const rel_rgb c = rel_write_layer_color(p->layer[k].kind);
            REL_TRY(rel_buf_printf(ctx, text, "%s %s #%02X%02X%02X", k ? "," : "",
                                   rel_kind_word(p->layer[k].kind), c.r, c.g, c.b));
        }
        REL_TRY(rel_buf_puts(ctx, text, ".\n"));
    }
out:
    return st;
}

rel_status rel_write_about(rel_ctx *ctx, const rel_write_plan *p, rel_buf *text)
{
    rel_status st;
    if (p->opts.title) REL_TRY(rel_buf_printf(ctx, text, "%s\n", p->opts.title));
    REL_TRY(rel_buf_puts(ctx, text, "Written by relais " REL_VERSION));
    if (p->opts.description) REL_TRY(rel_buf_printf(ctx, text, ", %s", p->opts.description));
    REL_TRY(rel_buf_puts(ctx, text, "\n"));
    REL_TRY(about_edges(ctx, p, text));
    if (p->colors == REL_COLORS_CATEGORY)
        REL_TRY(rel_buf_printf(ctx, text,
                               "Colours of nodes: %s; the %d largest have their own, the others are grey.\n",
                               p->color->name, REL_PALETTE - 1));
    if (p->colors == REL_COLORS_GRADIENT)
        REL_TRY(rel_buf_printf(ctx, text, "Colours of nodes: %s, from dark (low) to bright (high).\n",
                               p->color->name));
    if (p->size_name)
        REL_TRY(rel_buf_printf(ctx, text, "Sizes of nodes: %s, linear from %d to %d.\n", p->size_name,
                               REL_WRITE_SIZE_MIN, REL_WRITE_SIZE_MAX));
    while (text->len && text->data[text->len - 1] == '\n') text->data[--text->len] = '\0';
out:
    return st;
}
