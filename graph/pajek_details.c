#include "graph/pajek_details.h"

#include "src/base/number_text.h"

const rel_word_rules rel_pajek_words = {.quotes = "\"'"};

/* Parameters as Pajek's manual lists them, and the columns they become. Both tables end with NULL. */
typedef struct parameter {
    const char *key, *column;
} parameter;

static const parameter OF_VERTICES[] = {
    {"x_fact", "x_fact"}, {"y_fact", "y_fact"}, {"phi", "phi"}, {"r", "radius"},  {"q", "q"},
    {"ic", "ic"},         {"bc", "bc"},         {"bw", "bw"},   {"lc", "lc"},     {"la", "la"},
    {"lr", "lr"},         {"lphi", "lphi"},     {"fos", "fos"}, {"font", "font"}, {"url", "url"},
    {"s_size", "s_size"}, {NULL, NULL},
};

static const parameter OF_EDGES[] = {
    {"w", "w"},     {"c", "c"},       {"p", "p"},   {"s", "s"},   {"a", "a"},   {"a1", "a1"},
    {"a2", "a2"},   {"k1", "k1"},     {"k2", "k2"}, {"h1", "h1"}, {"h2", "h2"}, {"ap", "ap"},
    {"l", "label"}, {"lp", "lp"},     {"lr", "lr"}, {"lc", "lc"}, {"la", "la"}, {"lphi", "lphi"},
    {"fos", "fos"}, {"font", "font"}, {NULL, NULL},
};

static int find_parameter(rel_import_table table, rel_str key)
{
    const parameter *list = table == REL_IMPORT_VERTICES ? OF_VERTICES : OF_EDGES;
    for (int i = 0; list[i].key; i++)
        if (rel_str_is_nocase(key, list[i].key)) return i;
    return -1;
}

/* *known is a column + 1, or 0. */
static rel_status set(rel_text_file *f, rel_import_table table, int64_t row, int *known, const char *name,
                      rel_str text)
{
    rel_status st;
    int column = *known - 1;
    if (column < 0) {
        REL_TRY(rel_import_column(f->imp, table, rel_str_of(name), REL_IMPORT_ANY, &column));
        *known = column + 1;
    }
    st = rel_import_set(f->imp, table, column, row, text, f->lines.number);
out:
    return st;
}

static void leave_out(rel_pajek_details *d, const rel_text_file *f)
{
    if (d->unknown++ == 0) d->unknown_line = f->lines.number;
}

/* Times. */

/* Intervals a-b, a-*, or single times a: the earliest start, and the latest end unless one is open. False:
 * not of numbers. */
static bool read_times(rel_str list, int64_t *first, int64_t *last, bool *open)
{
    bool any = false;
    *open = false;
    while (list.s) {
        rel_str interval = rel_str_trim(rel_str_cut(&list, ','));
        int64_t from, to;
        const rel_str start = rel_str_trim(rel_str_cut(&interval, '-'));
        const rel_str end = interval.s ? rel_str_trim(interval) : start;
        if (!rel_str_to_i64(start, &from)) return false;
        const bool endless = rel_str_is(end, "*");
        if (!endless && !rel_str_to_i64(end, &to)) return false;
        *open = *open || endless;
        if (!any || from < *first) *first = from;
        if (!endless && (!any || to > *last)) *last = to;
        if (endless && !any) *last = from;
        any = true;
    }
    return any;
}

/* "[5-10,12-*]" at the start of rest, which is cut off. */
static rel_status take_times(rel_pajek_details *d, rel_text_file *f, rel_import_table table, int64_t row,
                             rel_str *rest)
{
    rel_status st;
    int64_t first = 0, last = 0;
    bool open;
    char room[REL_NUMBER_TEXT];
    rel_str list = {rest->s + 1, rest->len - 1};
    rel_str behind = list;
    list = rel_str_cut(&behind, ']');
    *rest = behind.s ? behind : (rel_str){rest->s + rest->len, 0};
    if (!read_times(list, &first, &last, &open)) {
        leave_out(d, f);
        return REL_OK;
    }
    rel_str text = {room, (size_t)(rel_put_i64(room, first) - room)};
    REL_TRY(set(f, table, row, &d->first_time[table], "first_time", text));
    if (open) return REL_OK;
    text.len = (size_t)(rel_put_i64(room, last) - room);
    st = set(f, table, row, &d->last_time[table], "last_time", text);
out:
    return st;
}

/* One parameter and its value, or a shape. */
static rel_status take_parameter(rel_pajek_details *d, rel_text_file *f, rel_import_table table, int64_t row,
                                 bool may_be_shape, rel_str *rest)
{
    rel_word key, value;
    rel_str text;
    if (!rel_word_next(rest, &rel_pajek_words, &key)) return REL_OK;
    const int i = find_parameter(table, key.text);
    if (i < 0 && may_be_shape) return set(f, table, row, &d->shape, "shape", key.text);
    const bool has_value = rel_word_next(rest, &rel_pajek_words, &value);
    if (i < 0 || !has_value) {
        leave_out(d, f);
        return REL_OK;
    }
    const rel_status st = rel_text_of(f, value, &text);
    if (st != REL_OK) return st;
    const parameter *list = table == REL_IMPORT_VERTICES ? OF_VERTICES : OF_EDGES;
    return set(f, table, row, &d->column[table][i], list[i].column, text);
}

rel_status rel_pajek_take_details(rel_pajek_details *d, rel_text_file *f, rel_import_table table, int64_t row,
                                  rel_str rest)
{
    rel_status st = REL_OK;
    bool is_first = table == REL_IMPORT_VERTICES;
    for (;;) {
        while (rest.len && (*rest.s == ' ' || *rest.s == '\t')) rest = (rel_str){rest.s + 1, rest.len - 1};
        if (!rest.len) return REL_OK;
        if (*rest.s == '[')
            REL_TRY(take_times(d, f, table, row, &rest));
        else
            REL_TRY(take_parameter(d, f, table, row, is_first, &rest));
        is_first = false;
    }
out:
    return st;
}
