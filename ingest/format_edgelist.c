/* Plain edge lists: two names a line and perhaps a time, a weight, a kind, separated by blanks or tabs; lines
 * that begin with # or % are comments. As the SNAP collection, networkx and many programs write them. */
#include <stdlib.h>

#include "ingest/csv_sniff.h"
#include "ingest/edge_row.h"
#include "src/base/i18n.h"

enum { COLUMNS_MAX = 16, SAMPLE_ROWS = 100 };

/* Splits a line at blanks. What follows a { is networkx' dictionary of attributes, given apart. Returns the
 * number of columns, those above COLUMNS_MAX only counted. */
static size_t split(rel_str line, rel_str column[COLUMNS_MAX], rel_str *attributes)
{
    size_t n = 0, i = 0;
    *attributes = REL_STR_MISSING;
    while (i < line.len) {
        while (i < line.len && (line.s[i] == ' ' || line.s[i] == '\t' || line.s[i] == '\r')) i++;
        const size_t from = i;
        if (i < line.len && line.s[i] == '{' && n >= 2) {
            *attributes = (rel_str){line.s + i, line.len - i};
            break;
        }
        while (i < line.len && line.s[i] != ' ' && line.s[i] != '\t' && line.s[i] != '\r') i++;
        if (i == from) break;
        if (n < COLUMNS_MAX) column[n] = (rel_str){line.s + from, i - from};
        n++;
    }
    return n;
}

/* The number behind 'weight': in a dictionary; missing when there is none. */
static rel_str weight_in(rel_str attributes)
{
    static const char key[] = "'weight':";
    const size_t len = sizeof key - 1;
    for (size_t i = 0; i + len <= attributes.len; i++) {
        if (memcmp(attributes.s + i, key, len) != 0) continue;
        rel_str rest = {attributes.s + i + len, attributes.len - i - len};
        size_t end = 0;
        while (end < rest.len && rest.s[end] != ',' && rest.s[end] != '}') end++;
        return rel_str_trim((rel_str){rest.s, end});
    }
    return REL_STR_MISSING;
}

/* -------- the beginning of a file -------- */

typedef struct sample {
    rel_edge_table table;
    rel_str cell[SAMPLE_ROWS * COLUMNS_MAX];
    rel_str header[COLUMNS_MAX];
    int64_t header_line;
    size_t others;   /* lines with another number of columns */
    size_t braces;   /* lines with a dictionary of attributes */
    bool dictionary; /* weights come from {'weight': ...} */
} sample;

static bool next_line(rel_str *rest, rel_str *line, int64_t *number)
{
    if (!rest->len) return false;
    *line = rel_str_cut(rest, '\n');
    ++*number;
    return true;
}

/* A first line of names that the roles know, above lines of other things. */
static bool is_header(const rel_probe *probe, const rel_str *column, size_t n)
{
    if (probe->opts && probe->opts->no_header) return false;
    return n >= 2 && rel_mapping_names_in(&rel_edge_roles, column, n) == n;
}

static void take_sample(const rel_probe *probe, sample *s)
{
    rel_str rest = probe->first, line, column[COLUMNS_MAX], attributes;
    int64_t number = 0;
    *s = (sample){.table = {.columns = {.path = probe->path}, .cell = s->cell, .sep = ' '}};
    while (s->table.rows < SAMPLE_ROWS && next_line(&rest, &line, &number)) {
        line = rel_str_trim(line);
        if (!line.len || line.s[0] == '#' || line.s[0] == '%') continue;
        /* What the probe cuts in the middle is no line. */
        if (!rest.s && !probe->whole && s->table.rows) break;
        const size_t n = split(line, column, &attributes);
        if (!s->table.columns.count) {
            s->table.columns.count = n < COLUMNS_MAX ? n : COLUMNS_MAX;
            if (n <= COLUMNS_MAX && is_header(probe, column, n)) {
                memcpy(s->header, column, n * sizeof *column);
                s->table.columns.header = s->header;
                s->header_line = number;
                continue;
            }
        }
        if (n != s->table.columns.count) {
            s->others++;
            continue;
        }
        memcpy(&s->cell[s->table.rows++ * n], column, n * sizeof *column);
        s->braces += attributes.s != NULL;
        s->dictionary |= weight_in(attributes).s != NULL;
    }
}

static int detect(const rel_probe *probe)
{
    if (!rel_looks_like_table_text(probe->first)) return 0;
    sample *s = malloc(sizeof *s);
    if (!s) return 0;
    take_sample(probe, s);
    int score = 0;
    /* One line in five may be damaged. */
    if (s->table.rows && s->others * 5 <= s->table.rows && s->table.columns.count >= 2)
        score = rel_edge_table_score(&s->table, probe->opts);
    /* Names without any number tell less, unless every line has attributes. */
    if (score < 50 && s->others) score = 0;
    if (score < 50 && s->table.rows && s->braces == s->table.rows) score = 50;
    /* Tabs may separate cells that hold blanks: CSV sees that better. */
    if (score > 0) score += s->table.columns.header || (probe->opts && probe->opts->map) ? -5 : 5;
    free(s);
    return score;
}

typedef struct list_plan {
    rel_edge_plan edge;
    size_t columns;
    bool dictionary;
} list_plan;

static rel_status setup(rel_ctx *ctx, const rel_probe *probe, const rel_ingest_opts *opts, void **out)
{
    rel_status st;
    sample *s;
    list_plan *plan = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *out = NULL;
    REL_TRY(rel_scratch(ctx, &s, 1, sizeof *s, "sample of an edge list"));
    REL_TRY(rel_alloc(ctx, &plan, 1, sizeof *plan, "plan of an edge list"));
    take_sample(probe, s);
    if (s->table.columns.count < 2) {
        st = rel_fail(ctx, REL_E_DATA, "'%s': no edge list: expected two names a line, separated by blanks",
                      probe->path);
        goto out;
    }
    plan->columns = s->table.columns.count;
    REL_TRY(rel_edge_plan_make(ctx, &s->table, opts, NULL, &plan->edge));
    plan->edge.header_line = s->header_line;
    plan->dictionary = s->dictionary && plan->edge.column[REL_EDGE_WEIGHT] < 0;
    /* The weight in the dictionary is given as one column more. */
    if (plan->dictionary) plan->edge.column[REL_EDGE_WEIGHT] = (int)plan->columns;
    *out = plan;
    plan = NULL;
out:
    free(plan);
    rel_scratch_release(ctx, mark);
    return st;
}

static void free_setup(void *setup_)
{
    list_plan *plan = setup_;
    if (plan) rel_edge_plan_free(&plan->edge);
    free(plan);
}

static rel_column_view view(const void *setup_)
{
    const list_plan *plan = setup_;
    return (rel_column_view){.roles = &rel_edge_roles, .column = plan->edge.column};
}

static void read_line(const rel_source_info *info, rel_batch *b, rel_str record, int64_t line)
{
    const list_plan *plan = info->setup;
    rel_str column[COLUMNS_MAX + 1], attributes;
    if (line == plan->edge.header_line) {
        b->counts.records--; /* a header is no record */
        return;
    }
    size_t n = split(record, column, &attributes);
    if (n != plan->columns) {
        rel_batch_reject(b, REL_REJECT_BAD_ROW, line, "%zu columns, expected %zu", n, plan->columns);
        return;
    }
    if (plan->dictionary) column[n++] = weight_in(attributes);
    rel_edge_row(&plan->edge, b, column, n, line);
}

const rel_format rel_format_edgelist = {
    .name = "edgelist",
    .title = N_("edge list: two names a line and perhaps a time, a weight, a kind"),
    .yields = N_("interactions, accounts"),
    .framing = REL_FRAMING_LINES,
    .detect = detect,
    .setup = setup,
    .free_setup = free_setup,
    .view = view,
    .read_line = read_line,
};
