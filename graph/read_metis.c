/* Reading METIS (and Chaco) graphs: a line of sizes, then one line a vertex with its neighbours, each edge in
 * both lines. Source: Karypis, "METIS, a software package for partitioning", manual of version 5.1,
 * section 4.1. */
#include <stdio.h>
#include <stdlib.h>

#include "graph/readers.h"
#include "graph/text_scan.h"

enum { CONSTRAINTS_MAX = 64, SAMPLE_LINES = 2000 };

typedef struct sizes {
    int64_t n, m;
    bool vertex_size, vertex_weight, edge_weight;
    int64_t constraints;
} sizes;

static const rel_word_rules PLAIN = {.quotes = ""};

static bool is_comment(rel_str line)
{
    return line.len && line.s[0] == '%';
}

/* "n m [fmt [ncon]]"; false: it is something else. */
static bool read_sizes(rel_str line, sizes *s)
{
    rel_word word;
    rel_str found;
    *s = (sizes){.constraints = 1};
    if (!rel_word_i64(&line, &PLAIN, &s->n, &found) || !rel_word_i64(&line, &PLAIN, &s->m, &found) ||
        s->n < 0 || s->m < 0)
        return false;
    if (!rel_word_next(&line, &PLAIN, &word)) return true;
    if (word.text.len > 3) return false;
    for (size_t i = 0; i < word.text.len; i++) {
        const size_t place = word.text.len - 1 - i;
        const char c = word.text.s[i];
        if (c != '0' && c != '1') return false;
        *(place == 0 ? &s->edge_weight : place == 1 ? &s->vertex_weight : &s->vertex_size) = c == '1';
    }
    if (!rel_word_next(&line, &PLAIN, &word)) return true;
    if (!rel_str_to_i64(word.text, &s->constraints) || s->constraints < 1 || s->constraints > CONSTRAINTS_MAX)
        return false;
    return !rel_word_next(&line, &PLAIN, &word);
}

/* -------- what an edge is in its two lines -------- */

/* Each edge stands in the line of its smaller end and in that of its larger one: the sums over both must
 * agree. */
typedef struct balance {
    uint64_t up, down; /* of the entries of smaller ends, of larger ones */
    int64_t entries, loops;
} balance;

static uint64_t mix(uint64_t x)
{
    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93u;
    x ^= x >> 32;
    x *= 0xd6e8feb86659fd93u;
    return x ^ x >> 32;
}

static void balance_add(balance *b, int64_t vertex, int64_t neighbour, double weight)
{
    uint64_t bits;
    const uint64_t low = (uint64_t)(vertex < neighbour ? vertex : neighbour),
                   high = (uint64_t)(vertex < neighbour ? neighbour : vertex);
    memcpy(&bits, &weight, sizeof bits);
    const uint64_t hash = mix(mix(low << 32 | high) + bits);
    b->entries++;
    if (vertex == neighbour)
        b->loops++;
    else if (vertex < neighbour)
        b->up += hash;
    else
        b->down += hash;
}

/* -------- lines of vertices -------- */

typedef struct reading {
    rel_text_file *f;
    sizes sizes;
    int64_t vertex; /* from 1 */
    balance balance;
    int size_column, weight_column[CONSTRAINTS_MAX], edge_column;
} reading;

static rel_status bad_word(const reading *r, const char *expected, rel_str found)
{
    return rel_fail(r->f->ctx, REL_E_DATA,
                    "'%s' line %" PRId64 ": expected %s of vertex %" PRId64 ", found '%.*s'",
                    REL_TEXT_AT(r->f), expected, r->vertex, REL_SHOWN(found));
}

static rel_status read_number(const reading *r, rel_str *line, int column, const char *what)
{
    double value;
    rel_str found;
    if (!rel_word_f64(line, &PLAIN, &value, &found)) return bad_word(r, what, found);
    return rel_import_set_number(r->f->imp, REL_IMPORT_VERTICES, column, r->vertex - 1, value);
}

/* Cuts the next neighbour off, with its weight. Zero: there is none left. */
static rel_status next_neighbour(reading *r, rel_str *line, int64_t *neighbour, double *weight)
{
    rel_word word;
    rel_str found;
    *neighbour = 0;
    *weight = 1;
    if (!rel_word_next(line, &PLAIN, &word)) return REL_OK;
    if (!rel_str_to_i64(word.text, neighbour) || *neighbour < 1 || *neighbour > r->sizes.n)
        return bad_word(r, "the number of a neighbour", word.text);
    if (r->sizes.edge_weight && !rel_word_f64(line, &PLAIN, weight, &found))
        return bad_word(r, "the weight of an edge", found);
    return REL_OK;
}

/* An edge is taken where it stands first. */
static rel_status take_neighbour(reading *r, int64_t neighbour, double weight)
{
    rel_status st = REL_OK;
    int64_t row;
    balance_add(&r->balance, r->vertex, neighbour, weight);
    if (neighbour < r->vertex) return REL_OK;
    REL_TRY(rel_import_edge(r->f->imp, (rel_vid)(r->vertex - 1), (rel_vid)(neighbour - 1), false, &row));
    if (r->sizes.edge_weight)
        st = rel_import_set_number(r->f->imp, REL_IMPORT_EDGES, r->edge_column, row, weight);
out:
    return st;
}

static rel_status read_vertex(reading *r, rel_str line)
{
    rel_status st = REL_OK;
    int64_t neighbour;
    double weight;
    if (r->sizes.vertex_size) REL_TRY(read_number(r, &line, r->size_column, "the size"));
    for (int64_t k = 0; r->sizes.vertex_weight && k < r->sizes.constraints; k++)
        REL_TRY(read_number(r, &line, r->weight_column[k], "the weight"));
    REL_TRY(next_neighbour(r, &line, &neighbour, &weight));
    while (neighbour) {
        REL_TRY(take_neighbour(r, neighbour, weight));
        REL_TRY(next_neighbour(r, &line, &neighbour, &weight));
    }
out:
    return st;
}

static rel_status make_columns(reading *r)
{
    rel_status st = REL_OK;
    rel_import *imp = r->f->imp;
    char name[32];
    if (r->sizes.vertex_size)
        REL_TRY(rel_import_column(imp, REL_IMPORT_VERTICES, REL_STR_LIT("size"), REL_IMPORT_NUMBER,
                                  &r->size_column));
    for (int64_t k = 0; r->sizes.vertex_weight && k < r->sizes.constraints; k++) {
        const bool one = r->sizes.constraints == 1;
        const int len = snprintf(name, sizeof name, one ? "weight" : "weight%" PRId64, k + 1);
        REL_TRY(rel_import_column(imp, REL_IMPORT_VERTICES, (rel_str){name, (size_t)len}, REL_IMPORT_NUMBER,
                                  &r->weight_column[k]));
    }
    if (r->sizes.edge_weight)
        st = rel_import_column(imp, REL_IMPORT_EDGES, REL_STR_LIT("weight"), REL_IMPORT_NUMBER,
                               &r->edge_column);
out:
    return st;
}

/* -------- an edge that stands in one line only -------- */

typedef struct entry {
    int64_t low, high, line;
    double weight;
    bool up;
} entry;

static int by_edge(const void *x, const void *y)
{
    const entry *a = x, *b = y;
    if (a->low != b->low) return a->low < b->low ? -1 : 1;
    if (a->high != b->high) return a->high < b->high ? -1 : 1;
    if (a->weight != b->weight) return a->weight < b->weight ? -1 : 1;
    return a->up - b->up;
}

/* All entries but loops, in a second look at a file whose words are good. */
static rel_status list_entries(reading *r, entry *list, int64_t *count)
{
    rel_status st;
    bool head = true;
    *count = 0;
    rel_lines_begin(&r->f->lines, r->f->all);
    r->vertex = 0;
    while (rel_text_line(r->f, &st)) {
        rel_str line = r->f->lines.line;
        rel_word word;
        int64_t neighbour;
        double weight;
        if (is_comment(line)) continue;
        if (head) {
            head = false;
            continue;
        }
        if (++r->vertex > r->sizes.n) break;
        for (int64_t k = r->sizes.vertex_size + r->sizes.vertex_weight * r->sizes.constraints; k > 0; k--)
            (void)rel_word_next(&line, &PLAIN, &word);
        REL_TRY(next_neighbour(r, &line, &neighbour, &weight));
        while (neighbour) {
            const bool up = r->vertex < neighbour;
            if (r->vertex != neighbour)
                list[(*count)++] = (entry){up ? r->vertex : neighbour, up ? neighbour : r->vertex,
                                           r->f->lines.number, weight, up};
            REL_TRY(next_neighbour(r, &line, &neighbour, &weight));
        }
    }
out:
    return st;
}

static rel_status say_lonely(reading *r)
{
    rel_status st;
    entry *list;
    int64_t count, i = 0;
    const rel_arena_mark mark = rel_scratch_mark(r->f->ctx);
    REL_TRY(rel_scratch_unset(r->f->ctx, &list, (size_t)r->balance.entries, sizeof *list, "edges"));
    REL_TRY(list_entries(r, list, &count));
    qsort(list, (size_t)count, sizeof *list, by_edge);
    while (i + 1 < count && list[i].low == list[i + 1].low && list[i].high == list[i + 1].high &&
           list[i].weight == list[i + 1].weight && list[i].up != list[i + 1].up)
        i += 2;
    if (i == count) i = 0;
    const entry *e = &list[i];
    rel_fail(r->f->ctx, REL_E_DATA,
             "'%s' line %" PRId64 ": expected the edge of vertices %" PRId64 " and %" PRId64
             " in the lines of both, with one weight, found it in this one only",
             r->f->path, e->line, e->low, e->high);
    st = rel_hint(r->f->ctx, "METIS has no directions; a list of directed edges is read as an edge list");
out:
    rel_scratch_release(r->f->ctx, mark);
    return st;
}

/* Without doubling, which a wrong number of edges need not survive. */
static bool is_twice(int64_t entries, int64_t edges)
{
    return entries % 2 == 0 && entries / 2 == edges;
}

static rel_status check_edges(reading *r)
{
    const balance *b = &r->balance;
    const int64_t edges = rel_import_edges(r->f->imp);
    if (b->up != b->down) return say_lonely(r);
    /* Programs count a loop once or twice. */
    if (r->sizes.m == edges || is_twice(b->entries, r->sizes.m) || r->sizes.m == edges - b->loops)
        return REL_OK;
    return rel_fail(r->f->ctx, REL_E_DATA,
                    "'%s': expected the %" PRId64 " edges that its first line says, found %" PRId64,
                    r->f->path, r->sizes.m, edges);
}

/* -------- the file -------- */

static rel_status read_head(reading *r)
{
    rel_status st;
    rel_text_file *f = r->f;
    bool found = false;
    while (!found && rel_text_line(f, &st))
        found = !is_comment(f->lines.line) && rel_str_trim(f->lines.line).len;
    if (!found)
        return st != REL_OK ? st
                            : rel_fail(f->ctx, REL_E_DATA, "'%s': expected a first line of sizes, found none",
                                       f->path);
    if (!read_sizes(f->lines.line, &r->sizes))
        return rel_fail(f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64 ": expected 'vertices edges [format [weights]]', found '%.*s'",
                        REL_TEXT_AT(f), REL_SHOWN(f->lines.line));
    /* Every vertex has a line. */
    if (r->sizes.n > (int64_t)f->all.len)
        return rel_fail(f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64 ": expected a line for each of %" PRId64
                        " vertices, found fewer",
                        REL_TEXT_AT(f), r->sizes.n);
    return REL_OK;
}

static rel_status read_metis(rel_text_file *f)
{
    rel_status st;
    reading r = {.f = f};
    REL_TRY(read_head(&r));
    REL_TRY(rel_import_numbered(f->imp, r.sizes.n, 1));
    REL_TRY(make_columns(&r));
    rel_import_default_directed(f->imp, false);
    while (rel_text_line(f, &st)) {
        const rel_str line = f->lines.line;
        if (is_comment(line)) continue;
        if (r.vertex < r.sizes.n) {
            r.vertex++;
            REL_TRY(read_vertex(&r, line));
        } else if (rel_str_trim(line).len) {
            st = rel_fail(f->ctx, REL_E_DATA,
                          "'%s' line %" PRId64 ": expected the end behind %" PRId64 " vertices, found '%.*s'",
                          REL_TEXT_AT(f), r.sizes.n, REL_SHOWN(line));
            goto out;
        }
    }
    REL_TRY(st);
    /* Editors cut empty lines off the end of a file: the vertices there have no edges. */
    st = check_edges(&r);
out:
    return st;
}

rel_status rel_metis_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g)
{
    const rel_import_rules rules = {.directions = directions};
    return rel_text_graph(ctx, path, &rules, read_metis, g);
}

/* -------- detection -------- */

/* One line of a sample; false: it is none of METIS. Edges between lines of the sample are weighed against
 * each other. */
static bool sample_line(const sizes *s, rel_str line, int64_t vertex, int64_t lines, balance *b, balance *all)
{
    rel_word word;
    int64_t neighbour;
    double weight = 1;
    rel_str found;
    for (int64_t k = s->vertex_size + s->vertex_weight * s->constraints; k > 0; k--)
        if (!rel_word_f64(&line, &PLAIN, &weight, &found)) return false;
    while (rel_word_next(&line, &PLAIN, &word)) {
        if (!rel_str_to_i64(word.text, &neighbour) || neighbour < 1 || neighbour > s->n) return false;
        weight = 1;
        if (s->edge_weight && !rel_word_f64(&line, &PLAIN, &weight, &found)) return false;
        balance_add(all, vertex, neighbour, weight);
        if (neighbour <= lines) balance_add(b, vertex, neighbour, weight);
    }
    return true;
}

/* The lines of sizes and of vertices in `first`, the last of which may be cut. */
static bool find_head(rel_lines *l, sizes *s)
{
    while (rel_lines_next(l))
        if (!is_comment(l->line) && rel_str_trim(l->line).len) return read_sizes(l->line, s);
    return false;
}

int rel_metis_detect(const char *path, rel_str first)
{
    enum { WHOLE_BYTES = 64 * 1024 }; /* a look at a file that is longer ends in the middle of a line */
    rel_lines l, again;
    sizes s;
    balance within = {0}, all = {0};
    int64_t lines = 0, vertex = 0;
    const char *dot = strrchr(path, '.');
    const bool named =
        dot && (rel_str_is_nocase(rel_str_of(dot), ".graph") || rel_str_is_nocase(rel_str_of(dot), ".metis"));
    const bool whole = first.len < WHOLE_BYTES;
    rel_lines_begin(&l, first);
    if (!find_head(&l, &s) || s.n < 1) return 0;
    for (again = l;
         lines < s.n && lines < SAMPLE_LINES && rel_lines_next(&again) && (whole || again.at < again.end);)
        lines += !is_comment(again.line);
    if (whole && lines < s.n && !named) return 0;
    while (vertex < lines && rel_lines_next(&l)) {
        if (is_comment(l.line)) continue;
        vertex++;
        if (!sample_line(&s, l.line, vertex, lines, &within, &all)) return named ? 20 : 0;
    }
    if (within.up != within.down) return named ? 20 : 0;
    if (lines == s.n && !is_twice(all.entries, s.m) && !is_twice(all.entries - all.loops, s.m) &&
        !is_twice(all.entries + all.loops, s.m))
        return named ? 30 : 0;
    /* Few edges within the sample prove little. */
    const bool proved = lines == s.n || within.entries > 4;
    return proved && all.loops * 10 <= all.entries ? 92 : named ? 85 : 0;
}
