#include "bench/table.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

typedef struct table {
    cJSON **line;
    size_t lines, capacity;
    FILE *out;
} table;

static const char *text_of(const cJSON *line, const char *key)
{
    const char *s = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(line, key));
    return s ? s : "";
}

static double number_of(const cJSON *line, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(line, key);
    return cJSON_IsNumber(item) ? item->valuedouble : 0;
}

static bool is(const cJSON *line, const char *key, const char *value)
{
    return strcmp(text_of(line, key), value) == 0;
}

static rel_status parse(rel_ctx *ctx, rel_str lines, table *t)
{
    for (int64_t number = 1; lines.s && lines.len; number++) {
        const rel_str line = rel_str_cut(&lines, '\n');
        const rel_status st = rel_grow(ctx, &t->line, &t->capacity, t->lines + 1, sizeof *t->line, "lines");
        if (st != REL_OK) return st;
        cJSON *object = cJSON_ParseWithLength(line.s, line.len);
        if (!cJSON_IsObject(object)) {
            cJSON_Delete(object);
            return rel_fail(ctx, REL_E_DATA, "line %lld: expected a JSON object", (long long)number);
        }
        t->line[t->lines++] = object;
    }
    return REL_OK;
}

/* Three digits, as a person writes them. */
static void put_figure(FILE *out, double x)
{
    fprintf(out, "%.*f", x >= 99.95 ? 0 : x >= 9.995 ? 1 : x >= 0.9995 ? 2 : x >= 0.09995 ? 3 : 4, x);
}

static void put_seconds(FILE *out, double s)
{
    if (s < 0.001) {
        put_figure(out, 1e6 * s);
        fputs(" us", out);
    } else if (s < 0.1) {
        put_figure(out, 1e3 * s);
        fputs(" ms", out);
    } else {
        put_figure(out, s);
        fputs(" s", out);
    }
}

/* A median is one of three runs at least; else it is said how many there were. */
static void put_runs(FILE *out, const cJSON *line)
{
    const double runs = number_of(line, "runs");
    if (runs == 1) fputs(", 1 run", out);
    if (runs == 2) fputs(", 2 runs", out);
}

/* How many: in millions from a million on. */
static void put_count(FILE *out, double count, const char *what)
{
    fputc(' ', out);
    if (count < 1e6) {
        fprintf(out, "%.0f", count);
    } else {
        put_figure(out, 1e-6 * count);
        fputs(" M", out);
    }
    fprintf(out, " %s", what);
}

/* A vertical bar would end the cell. */
static void put_text(FILE *out, const char *s)
{
    for (; *s; s++) fputs(*s == '|' ? "\\|" : (char[]){*s, 0}, out);
}

/* Who was measured, with how many threads. */
typedef struct column {
    const char *by;
    int threads;
} column;

enum { COLUMNS_MAX = 32 };

typedef struct columns {
    column at[COLUMNS_MAX];
    int own, all; /* those of relais come first */
} columns;

static void add_column(columns *c, const cJSON *line)
{
    const column new = {text_of(line, "by"), (int)number_of(line, "threads")};
    for (int i = 0; i < c->all; i++)
        if (c->at[i].threads == new.threads && strcmp(c->at[i].by, new.by) == 0) return;
    if (c->all < COLUMNS_MAX) c->at[c->all++] = new;
}

static columns find_columns(const table *t, const char *graph)
{
    columns c = {0};
    for (size_t i = 0; i < t->lines; i++)
        if (is(t->line[i], "input", graph) && is(t->line[i], "by", "relais")) add_column(&c, t->line[i]);
    c.own = c.all;
    for (size_t i = 0; i < t->lines; i++)
        if (is(t->line[i], "input", graph) && !is(t->line[i], "by", "relais")) add_column(&c, t->line[i]);
    return c;
}

static const cJSON *find_result(const table *t, const char *graph, const char *what, column c)
{
    for (size_t i = 0; i < t->lines; i++)
        if (is(t->line[i], "input", graph) && is(t->line[i], "what", what) && is(t->line[i], "by", c.by) &&
            (int)number_of(t->line[i], "threads") == c.threads)
            return t->line[i];
    return NULL;
}

static void put_heading(const table *t, const cJSON *graph, const columns *c)
{
    fprintf(t->out, "### %s\n\n%s:", text_of(graph, "graph"), text_of(graph, "title"));
    put_count(t->out, number_of(graph, "vertices"), "vertices,");
    put_count(t->out, number_of(graph, "edges"), "edges, ");
    put_figure(t->out, 1e-6 * number_of(graph, "bytes"));
    fputs(" MB.\n\n| kernel |", t->out);
    for (int i = 0; i < c->own; i++)
        fprintf(t->out, " %d thread%s |", c->at[i].threads, c->at[i].threads > 1 ? "s" : "");
    fputs(" M edges/s | bytes/edge | of triad |", t->out);
    for (int i = c->own; i < c->all; i++) {
        fputc(' ', t->out);
        put_text(t->out, c->at[i].by);
        fprintf(t->out, ", %d thread%s |", c->at[i].threads, c->at[i].threads > 1 ? "s" : "");
    }
    fputs(" answer |\n|", t->out);
    for (int i = 0; i < c->all + 5; i++) fputs(" --- |", t->out);
    fputc('\n', t->out);
}

/* A figure for each number of threads, with " / " between; nothing where it is not known. */
static void put_own(const table *t, const cJSON *const *own, int count, const char *key, double scale,
                    const char *unit)
{
    bool any = false;
    fputc(' ', t->out);
    for (int i = 0; i < count; i++) {
        if (!own[i] || !(number_of(own[i], key) > 0)) continue;
        fputs(any ? " / " : "", t->out);
        put_figure(t->out, scale * number_of(own[i], key));
        any = true;
    }
    fprintf(t->out, "%s |", any ? unit : "");
}

/* Scratch and graph together, of the run with most threads. */
static void put_bytes(const table *t, const cJSON *last)
{
    fputc(' ', t->out);
    if (last)
        put_figure(t->out, (number_of(last, "graph_bytes") + number_of(last, "scratch_bytes")) /
                               number_of(last, "items"));
    fputs(" |", t->out);
}

/* A peer's seconds, and how many times as fast relais is: with as many threads, and with each number of
 * threads beside a peer that has only one. */
static void put_peer(const table *t, const cJSON *peer, const cJSON *const *own, int count, bool single)
{
    fputc(' ', t->out);
    if (peer) {
        const char *between = " (";
        const int threads = (int)number_of(peer, "threads");
        put_seconds(t->out, number_of(peer, "seconds"));
        for (int i = 0; i < count; i++) {
            if (!own[i] || (!single && (int)number_of(own[i], "threads") != threads)) continue;
            fputs(between, t->out);
            put_figure(t->out, number_of(peer, "seconds") / number_of(own[i], "seconds"));
            fputs("x", t->out);
            between = ", ";
        }
        if (*between == ',') fputc(')', t->out);
    }
    fputs(" |", t->out);
}

static bool is_single(const columns *c, int i)
{
    for (int k = c->own; k < c->all; k++)
        if (k != i && strcmp(c->at[k].by, c->at[i].by) == 0) return false;
    return c->at[i].threads == 1;
}

static void put_row(const table *t, const char *graph, const char *what, const columns *c)
{
    const cJSON *own[COLUMNS_MAX] = {NULL}, *last = NULL;
    fprintf(t->out, "| %s |", what);
    for (int i = 0; i < c->own; i++) {
        own[i] = find_result(t, graph, what, c->at[i]);
        fputc(' ', t->out);
        if (own[i]) {
            put_seconds(t->out, number_of(own[i], "seconds"));
            put_runs(t->out, own[i]);
        }
        fputs(" |", t->out);
        if (own[i]) last = own[i];
    }
    put_own(t, own, c->own, "rate", 1e-6, "");
    put_bytes(t, last);
    put_own(t, own, c->own, "of_triad", 100, " %");
    for (int i = c->own; i < c->all; i++)
        put_peer(t, find_result(t, graph, what, c->at[i]), own, c->own, is_single(c, i));
    fputc(' ', t->out);
    put_text(t->out, last ? text_of(last, "answer") : "");
    fputs(" |\n", t->out);
}

/* A line before `end` has these values. */
static bool seen_before(const table *t, size_t end, const char *key, const char *value, const char *what)
{
    for (size_t i = 0; i < end; i++)
        if (is(t->line[i], key, value) && is(t->line[i], "what", what)) return true;
    return false;
}

static void put_graph(const table *t, const cJSON *line)
{
    const char *graph = text_of(line, "graph");
    const columns c = find_columns(t, graph);
    put_heading(t, line, &c);
    for (size_t i = 0; i < t->lines; i++)
        if (is(t->line[i], "input", graph) && !seen_before(t, i, "input", graph, text_of(t->line[i], "what")))
            put_row(t, graph, text_of(t->line[i], "what"), &c);
    fputc('\n', t->out);
}

static void put_machine(const table *t, const cJSON *line)
{
    const cJSON *triad;
    fprintf(t->out, "relais %s on %s", text_of(line, "version"), text_of(line, "machine"));
    const char *between = "; triad ";
    cJSON_ArrayForEach(triad, cJSON_GetObjectItemCaseSensitive(line, "triad"))
    {
        fputs(between, t->out);
        put_figure(t->out, 1e-9 * number_of(triad, "bytes_per_second"));
        fprintf(t->out, " GB/s with %.0f thread%s", number_of(triad, "threads"),
                number_of(triad, "threads") > 1 ? "s" : "");
        between = ", ";
    }
    fputs(".\n\n", t->out);
}

static bool on_a_graph(const table *t, const char *input)
{
    for (size_t i = 0; i < t->lines; i++)
        if (*input && is(t->line[i], "graph", input)) return true;
    return false;
}

/* Plans beside what the commands then took. */
static void put_plans(const table *t)
{
    int plans = 0, near = 0;
    for (size_t i = 0; i < t->lines; i++) {
        const cJSON *line = t->line[i];
        if (!is(line, "what", "plan")) continue;
        if (plans++ == 0)
            fputs("| rank | threads | planned | range | took | took / planned | found by | planning took |\n"
                  "| --- | --- | --- | --- | --- | --- | --- | --- |\n",
                  t->out);
        fprintf(t->out, "| %s | %.0f | ", text_of(line, "input"), number_of(line, "threads"));
        put_seconds(t->out, number_of(line, "planned"));
        fputs(" | ", t->out);
        put_seconds(t->out, number_of(line, "low"));
        fputs(" to ", t->out);
        put_seconds(t->out, number_of(line, "high"));
        fputs(" | ", t->out);
        put_seconds(t->out, number_of(line, "seconds"));
        fprintf(t->out, " | %.2f | %s | ", number_of(line, "times"), text_of(line, "basis"));
        put_seconds(t->out, number_of(line, "planning"));
        fputs(" |\n", t->out);
        near += number_of(line, "times") >= 0.75 && number_of(line, "times") <= 1.25;
    }
    if (plans) fprintf(t->out, "\n%d of %d within 25 %%.\n\n", near, plans);
}

static void put_others(const table *t)
{
    bool any = false;
    for (size_t i = 0; i < t->lines; i++) {
        const cJSON *line = t->line[i];
        if (!*text_of(line, "what") || is(line, "what", "plan") || on_a_graph(t, text_of(line, "input")))
            continue;
        if (!any)
            fputs("| what | by | input | threads | seconds | a second | peak memory |\n"
                  "| --- | --- | --- | --- | --- | --- | --- |\n",
                  t->out);
        any = true;
        fprintf(t->out, "| %s | %s | %s | %.0f | ", text_of(line, "what"), text_of(line, "by"),
                text_of(line, "input"), number_of(line, "threads"));
        put_seconds(t->out, number_of(line, "seconds"));
        fprintf(t->out, " | %.4g %s |", number_of(line, "rate"), text_of(line, "unit"));
        if (number_of(line, "peak_bytes") > 0)
            fprintf(t->out, " %.0f MiB", number_of(line, "peak_bytes") / (1 << 20));
        fputs(" |\n", t->out);
    }
}

rel_status bench_table_write(rel_ctx *ctx, rel_str lines, FILE *out)
{
    table t = {.out = out};
    const rel_status st = parse(ctx, lines, &t);
    for (size_t i = 0; st == REL_OK && i < t.lines; i++) {
        if (*text_of(t.line[i], "machine")) put_machine(&t, t.line[i]);
        const char *graph = text_of(t.line[i], "graph");
        if (*graph && !seen_before(&t, i, "graph", graph, "")) put_graph(&t, t.line[i]);
    }
    if (st == REL_OK) put_plans(&t);
    if (st == REL_OK) put_others(&t);
    for (size_t i = 0; i < t.lines; i++) cJSON_Delete(t.line[i]);
    free(t.line);
    return st;
}
