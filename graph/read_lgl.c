/* Reading LGL: "# name" begins a vertex, and each line behind it names a neighbour, perhaps with a weight.
 * Source: Adai, Date, Wieland, Marcotte, "LGL: creating a map of protein function ...", J. Mol. Biol. 340,
 * 2004. */
#include "graph/readers.h"
#include "graph/text_edges.h"

static const rel_word_rules PLAIN = {.quotes = ""};

/* A line cut into words: a sign and one word begin a vertex, one or two words are a neighbour. */
typedef struct lgl_line {
    bool is_head;
    rel_str name, weight; /* missing when not there */
    bool good;
} lgl_line;

static lgl_line cut_line(rel_str line)
{
    lgl_line l = {.good = true};
    rel_word word;
    double value;
    l.is_head = *line.s == '#';
    if (l.is_head) line = (rel_str){line.s + 1, line.len - 1};
    if (rel_word_next(&line, &PLAIN, &word)) l.name = word.text;
    if (!l.is_head && rel_word_next(&line, &PLAIN, &word)) l.weight = word.text;
    l.good = l.name.s && (!l.weight.s || rel_str_to_f64(l.weight, &value)) && !rel_str_trim(line).len;
    return l;
}

static rel_status take_name(rel_text_file *f, rel_str raw, rel_vid *v)
{
    rel_str text;
    const rel_status st = rel_text_plain(f, raw, &text);
    return st == REL_OK ? rel_import_vertex(f->imp, text, v) : st;
}

/* As cut_line finds it, and without the rest. */
static rel_str first_name(rel_str line)
{
    rel_word word;
    if (*line.s == '#') line = (rel_str){line.s + 1, line.len - 1};
    return rel_word_next(&line, &PLAIN, &word) ? word.text : REL_STR_MISSING;
}

/* The names of the lines that come next. */
static void look_ahead(const rel_text_file *f)
{
    rel_str name[REL_IMPORT_EXPECTED];
    rel_lines lines = f->lines;
    int count = 0;
    while (count < REL_IMPORT_EXPECTED && rel_lines_next(&lines)) {
        const rel_str line = rel_str_trim(lines.line);
        if (line.len) name[count++] = first_name(line);
    }
    rel_import_expect(f->imp, name, count);
}

static rel_status refuse(const rel_text_file *f, rel_str line)
{
    return rel_fail(f->ctx, REL_E_DATA,
                    "'%s' line %" PRId64 ": expected '# name', or a name and perhaps a weight, found '%.*s'",
                    REL_TEXT_AT(f), REL_SHOWN(line));
}

static rel_status read_lgl(rel_text_file *f)
{
    rel_status st;
    rel_text_edges edges = {.directed = false};
    rel_vid head = 0, v;
    bool begun = false;
    int64_t edge;
    rel_import_default_directed(f->imp, false);
    for (int64_t taken = 0; rel_text_line(f, &st);) {
        const rel_str line = rel_str_trim(f->lines.line);
        if (!line.len) continue;
        if (taken++ % REL_IMPORT_EXPECTED == 0) look_ahead(f);
        const lgl_line l = cut_line(line);
        if (!l.good || (!begun && !l.is_head)) return refuse(f, line);
        REL_TRY(take_name(f, l.name, l.is_head ? &head : &v));
        begun = true;
        if (!l.is_head) REL_TRY(rel_text_edge(f, &edges, head, v, l.weight, &edge));
    }
out:
    return st;
}

rel_status rel_lgl_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g)
{
    const rel_import_rules rules = {.directions = directions};
    return rel_text_graph(ctx, path, &rules, read_lgl, g);
}

/* An edge list with comments may look alike: "# a" and "1 2". What tells is a line of one name, which no edge
 * list has, or heads all over the file. */
int rel_lgl_detect(const char *path, rel_str first)
{
    enum { LINES = 400, HEADS = 3 };
    const bool named = rel_path_has_extension(path, "lgl");
    int64_t heads = 0, heads_behind = 0, alone = 0, others = 0;
    rel_lines l;
    rel_lines_begin(&l, first);
    while (l.number < LINES && rel_lines_next(&l)) {
        const rel_str line = rel_str_trim(l.line);
        if (!line.len) continue;
        if (l.at >= first.s + first.len && heads + others > 1) break; /* the last line may be cut */
        const lgl_line cut = cut_line(line);
        if (!cut.good || (!heads && !cut.is_head)) return named ? 60 : 0;
        heads += cut.is_head;
        heads_behind += cut.is_head && others > 0;
        others += !cut.is_head;
        alone += !cut.is_head && !cut.weight.s;
    }
    if (!others) return named && heads ? 60 : 0;
    if (named) return 90;
    if (alone) return 86;
    return heads_behind >= HEADS && 20 * heads >= others ? 82 : 0;
}
