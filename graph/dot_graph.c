#include "graph/dot_graph.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
    JOINED_MAX = 10000000, /* and so many more for every byte of the file: */
    JOINED_A_BYTE = 8,
    DEFAULTS_MAX = 1024, /* every node or edge gets all of them */
};

typedef struct rel_dot_pair {
    uint64_t ends; /* the two vertices, + 1: 0 is empty */
    int64_t row;
} rel_dot_pair;

void rel_dot_graph_init(rel_dot_graph *g, rel_ctx *ctx, rel_import *imp, const char *path, rel_str file)
{
    *g = (rel_dot_graph){.ctx = ctx,
                         .imp = imp,
                         .path = path,
                         .file = file,
                         .numbers = true,
                         .position = {-1, -1, -1},
                         .cluster = -1};
}

void rel_dot_graph_free(rel_dot_graph *g)
{
    for (int64_t i = 0; g->group_names && i < rel_import_vertices(g->group_names); i++) {
        free(g->group[i].members.item);
        free(g->group[i].defaults[0].item);
        free(g->group[i].defaults[1].item);
    }
    free(g->group);
    rel_import_free(g->group_names);
    for (int t = 0; t < 2; t++) {
        free(g->defaults[t].item);
        rel_known_columns_free(&g->known[t]);
    }
    free(g->pair);
    rel_arena_free(&g->texts);
}

/* -------- lists -------- */

rel_status rel_dot_attributes_add(rel_ctx *ctx, rel_dot_attributes *list, const rel_dot_attribute *item)
{
    const rel_status st =
        rel_grow(ctx, &list->item, &list->room, list->count + 1, sizeof *list->item, "attributes");
    if (st == REL_OK) list->item[list->count++] = *item;
    return st;
}

rel_status rel_dot_vertices_add(rel_ctx *ctx, rel_dot_vertices *list, rel_vid v)
{
    const rel_status st =
        rel_grow(ctx, &list->item, &list->room, list->count + 1, sizeof *list->item, "vertices");
    if (st == REL_OK) list->item[list->count++] = v;
    return st;
}

static int by_number(const void *x, const void *y)
{
    const rel_vid a = *(const rel_vid *)x, b = *(const rel_vid *)y;
    return a < b ? -1 : a > b;
}

void rel_dot_vertices_unique(rel_dot_vertices *list, size_t from)
{
    size_t kept = from;
    if (list->count == from) return;
    qsort(list->item + from, list->count - from, sizeof *list->item, by_number);
    for (size_t i = from + 1; i < list->count; i++)
        if (list->item[i] != list->item[kept]) list->item[++kept] = list->item[i];
    list->count = kept + 1;
}

/* -------- attributes -------- */

static bool is_one_of(rel_str name, const char *const *names)
{
    while (*names && !rel_str_is(name, *names)) names++;
    return *names != NULL;
}

/* What says how Graphviz drew something, and nothing about it; and what relais adds for the eye. */
static bool is_drawing(const rel_dot_graph *g, rel_str name, rel_import_table table)
{
    static const char *const look[2][6] = {{"shape", "style", "fixedsize", "width", "fillcolor", NULL},
                                           {"color", NULL}};
    static const char *const drawn[] = {"lp",     "xlp",      "head_lp", "tail_lp", "rects",
                                        "lwidth", "vertices", "lheight", NULL};
    if (g->own && is_one_of(name, look[table])) return true;
    if (name.len >= 6 && name.s[0] == '_' && memcmp(name.s + name.len - 5, "draw_", 5) == 0) return true;
    if (table == REL_IMPORT_EDGES && rel_str_is(name, "pos")) return true;
    return is_one_of(name, drawn);
}

/* "x,y" or "x,y,z", perhaps with "!" behind. False: it is none. */
static rel_status set_position(rel_dot_graph *g, int64_t row, rel_str value, bool *done)
{
    static const char *const names[] = {"x", "y", "z"};
    rel_status st = REL_OK;
    double at[3];
    int n = 0;
    rel_str rest = rel_str_trim(value);
    *done = false;
    if (rest.len && rest.s[rest.len - 1] == '!') rest.len--;
    while (rest.s && n < 3) {
        const rel_str part = rel_str_trim(rel_str_cut(&rest, ','));
        if (!rel_str_to_f64(part, &at[n])) return REL_OK;
        n++;
    }
    if (rest.s || n < 2) return REL_OK;
    for (int k = 0; k < n; k++) {
        if (g->position[k] < 0)
            REL_TRY(rel_import_column(g->imp, REL_IMPORT_VERTICES, rel_str_of(names[k]), REL_IMPORT_NUMBER,
                                      &g->position[k]));
        REL_TRY(rel_import_set_number(g->imp, REL_IMPORT_VERTICES, g->position[k], row, at[k]));
    }
    *done = true;
out:
    return st;
}

static rel_status set_attribute(rel_dot_graph *g, rel_import_table table, int64_t row,
                                const rel_dot_attribute *a)
{
    rel_status st;
    int column;
    bool done = false;
    /* "\N" is the name, and dot writes it as everybody's label. */
    if (rel_str_is(a->name, "label") && (rel_str_is(a->value, "\\N") || rel_str_is(a->value, "\\E")))
        return REL_OK;
    if (is_drawing(g, a->name, table)) {
        g->drawn++;
        return REL_OK;
    }
    if (table == REL_IMPORT_VERTICES && rel_str_is(a->name, "pos"))
        REL_TRY(set_position(g, row, a->value, &done));
    if (done) return REL_OK;
    REL_TRY(rel_known_column(g->ctx, &g->known[table], g->imp, table, a->name, REL_IMPORT_ANY, &column));
    st = rel_import_set(g->imp, table, column, row, a->value, a->line);
out:
    return st;
}

rel_status rel_dot_set(rel_dot_graph *g, rel_import_table table, int64_t row, const rel_dot_attributes *list)
{
    rel_status st = REL_OK;
    for (size_t i = 0; i < list->count && st == REL_OK; i++)
        st = set_attribute(g, table, row, &list->item[i]);
    return st;
}

/* -------- defaults -------- */

/* The same text for as long as the file is read. */
static rel_status keep_longer(rel_dot_graph *g, rel_str *text)
{
    if (text->s >= g->file.s && text->s < g->file.s + g->file.len) return REL_OK;
    char *copy = rel_arena_take(&g->texts, text->len + 1, 1);
    if (!copy) return rel_fail(g->ctx, REL_E_MEM, "no memory for the texts of '%s'", g->path);
    memcpy(copy, text->s, text->len);
    text->s = copy;
    return REL_OK;
}

rel_status rel_dot_take_defaults(rel_dot_graph *g, rel_import_table table, const rel_dot_attributes *list)
{
    rel_status st = REL_OK;
    rel_dot_attributes *d = &g->defaults[table];
    for (size_t i = 0; i < list->count && st == REL_OK; i++) {
        rel_dot_attribute a = list->item[i];
        size_t k = g->scope[table];
        REL_TRY(keep_longer(g, &a.name));
        REL_TRY(keep_longer(g, &a.value));
        while (k < d->count && !rel_str_eq(d->item[k].name, a.name)) k++;
        if (k < d->count)
            d->item[k] = a;
        else if (d->count >= DEFAULTS_MAX)
            st = rel_fail(g->ctx, REL_E_LIMIT, "'%s': a table can have %d attributes, not more", g->path,
                          DEFAULTS_MAX);
        else
            st = rel_dot_attributes_add(g->ctx, d, &a);
    }
out:
    return st;
}

rel_status rel_dot_open_scope(rel_dot_graph *g, int64_t group, size_t outer[2])
{
    rel_status st = REL_OK;
    for (int t = 0; t < 2; t++) {
        outer[t] = g->scope[t];
        g->scope[t] = g->defaults[t].count;
        for (size_t i = 0; group >= 0 && i < g->group[group].defaults[t].count && st == REL_OK; i++)
            st = rel_dot_attributes_add(g->ctx, &g->defaults[t], &g->group[group].defaults[t].item[i]);
    }
    return st;
}

rel_status rel_dot_close_scope(rel_dot_graph *g, int64_t group, const size_t outer[2])
{
    rel_status st = REL_OK;
    for (int t = 0; t < 2; t++) {
        if (group >= 0) g->group[group].defaults[t].count = 0;
        for (size_t i = g->scope[t]; group >= 0 && i < g->defaults[t].count && st == REL_OK; i++)
            st = rel_dot_attributes_add(g->ctx, &g->group[group].defaults[t], &g->defaults[t].item[i]);
        g->defaults[t].count = g->scope[t];
        g->scope[t] = outer[t];
    }
    return st;
}

/* -------- vertices and edges -------- */

static bool is_whole(rel_str id)
{
    for (size_t i = 0; i < id.len; i++)
        if (id.s[i] < '0' || id.s[i] > '9') return false;
    return id.len > 0;
}

rel_status rel_dot_add_vertex(rel_dot_graph *g, rel_str id, rel_vid *v)
{
    rel_status st;
    const int64_t before = rel_import_vertices(g->imp);
    REL_TRY(rel_import_vertex(g->imp, id, v));
    if (rel_import_vertices(g->imp) == before) return REL_OK;
    g->numbers = g->numbers && is_whole(id);
    st = rel_dot_set(g, REL_IMPORT_VERTICES, *v, &g->defaults[REL_IMPORT_VERTICES]);
out:
    return st;
}

static uint64_t ends_of(const rel_dot_graph *g, rel_vid u, rel_vid v)
{
    if (!g->directed && u > v) return ((uint64_t)v << 32 | u) + 1;
    return ((uint64_t)u << 32 | v) + 1;
}

static rel_dot_pair *find_pair(const rel_dot_graph *g, uint64_t ends)
{
    uint64_t h = ends * UINT64_C(0x9e3779b97f4a7c15);
    h ^= h >> 32;
    size_t i = (size_t)h & (g->pair_slots - 1);
    while (g->pair[i].ends && g->pair[i].ends != ends) i = (i + 1) & (g->pair_slots - 1);
    return &g->pair[i];
}

static rel_status grow_pairs(rel_dot_graph *g)
{
    enum { FIRST_SLOTS = 1024 };
    rel_status st;
    rel_dot_pair *old = g->pair;
    const size_t slots = g->pair_slots;
    if (2 * (g->pairs + 1) <= slots) return REL_OK;
    REL_TRY(rel_alloc(g->ctx, &g->pair, slots ? 2 * slots : FIRST_SLOTS, sizeof *g->pair,
                      "edges of a strict graph"));
    g->pair_slots = slots ? 2 * slots : FIRST_SLOTS;
    for (size_t i = 0; i < slots; i++)
        if (old[i].ends) *find_pair(g, old[i].ends) = old[i];
    free(old);
    return REL_OK;
out:
    g->pair = old;
    return st;
}

rel_status rel_dot_add_edge(rel_dot_graph *g, rel_vid u, rel_vid v, int64_t *row)
{
    rel_status st;
    rel_dot_pair *slot = NULL;
    if (g->strict) {
        REL_TRY(grow_pairs(g));
        slot = find_pair(g, ends_of(g, u, v));
        if (slot->ends) {
            *row = slot->row;
            return REL_OK;
        }
    }
    REL_TRY(rel_import_edge(g->imp, u, v, g->directed, row));
    REL_TRY(rel_dot_set(g, REL_IMPORT_EDGES, *row, &g->defaults[REL_IMPORT_EDGES]));
    if (slot) {
        *slot = (rel_dot_pair){ends_of(g, u, v), *row};
        g->pairs++;
    }
out:
    return st;
}

/* -------- subgraphs -------- */

rel_status rel_dot_count_joined(rel_dot_graph *g, size_t more)
{
    const size_t most = JOINED_MAX + JOINED_A_BYTE * g->file.len;
    g->joined += more;
    if (g->joined <= most) return REL_OK;
    return rel_fail(g->ctx, REL_E_LIMIT, "'%s': its groups make more than %zu edges", g->path, most);
}

rel_status rel_dot_find_group(rel_dot_graph *g, int64_t within, rel_str name, int64_t *group)
{
    rel_status st;
    rel_buf key = {0};
    rel_vid number;
    if (!g->group_names) REL_TRY(rel_import_begin(g->ctx, g->path, &g->group_names));
    REL_TRY(rel_buf_printf(g->ctx, &key, "%" PRId64 ":", within));
    REL_TRY(rel_buf_add(g->ctx, &key, name.s, name.len));
    const size_t before = (size_t)rel_import_vertices(g->group_names);
    REL_TRY(rel_grow(g->ctx, &g->group, &g->group_room, before + 1, sizeof *g->group, "subgraphs"));
    g->group[before] = (rel_dot_group){0};
    REL_TRY(rel_import_vertex(g->group_names, (rel_str){key.data, key.len}, &number));
    *group = number;
out:
    rel_buf_free(&key);
    return st;
}

rel_status rel_dot_merge_group(rel_dot_graph *g, int64_t group, rel_dot_vertices *members, size_t from)
{
    rel_status st;
    rel_dot_vertices *own = &g->group[group].members;
    REL_TRY(rel_dot_count_joined(g, own->count));
    for (size_t i = from; i < members->count; i++)
        REL_TRY(rel_dot_vertices_add(g->ctx, own, members->item[i]));
    rel_dot_vertices_unique(own, 0);
    members->count = from;
    for (size_t i = 0; i < own->count; i++) REL_TRY(rel_dot_vertices_add(g->ctx, members, own->item[i]));
out:
    return st;
}

/* Graphviz draws a frame around what is in a cluster; of clusters in clusters the inner one counts. */
rel_status rel_dot_mark_cluster(rel_dot_graph *g, rel_str name, const rel_dot_vertices *members, size_t from)
{
    static const char start[] = "cluster";
    rel_status st = REL_OK;
    if (name.len < sizeof start - 1 || memcmp(name.s, start, sizeof start - 1) != 0) return REL_OK;
    if (g->cluster < 0)
        REL_TRY(
            rel_import_column(g->imp, REL_IMPORT_VERTICES, rel_str_of(start), REL_IMPORT_TEXT, &g->cluster));
    for (size_t i = from; i < members->count && st == REL_OK; i++) {
        const rel_vid v = members->item[i];
        if (!rel_import_get(g->imp, REL_IMPORT_VERTICES, g->cluster, v).s)
            st = rel_import_set(g->imp, REL_IMPORT_VERTICES, g->cluster, v, name, 0);
    }
out:
    return st;
}
