#include "bench/command.h"

#include <errno.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "datasets/generators.h"
#include "graph/graph_file.h"

/* Trials when there are any, else the average. */
static const char *const usual_patterns[] = {"^Trial Time: *([0-9.eE+-]+)", "^Average Time: *([0-9.eE+-]+)"};

rel_status bench_command_parse(rel_ctx *ctx, const char *text, bench_command *c)
{
    const char *colon = strchr(text, ':'), *equals = colon ? strchr(colon, '=') : NULL;
    *c = (bench_command){0};
    if (!equals || colon == text || equals == colon + 1 || !equals[1] ||
        (size_t)(colon - text) >= sizeof c->name || (size_t)(equals - colon - 1) >= sizeof c->kernel)
        return rel_fail(ctx, REL_E_USAGE, "option '--peer': '%s' is not NAME:KERNEL=COMMAND", text);
    memcpy(c->name, text, (size_t)(colon - text));
    memcpy(c->kernel, colon + 1, (size_t)(equals - colon - 1));
    c->command = equals + 1;
    return REL_OK;
}

/* The pairs of the graph, each once, counted from `base`. */
static rel_status pairs_of(rel_ctx *ctx, const bench_graph *b, rel_vid base, rel_edge_list *l)
{
    rel_status st;
    const rel_csr *c = &b->graph.out;
    *l = (rel_edge_list){.n = b->graph.n, .directed = b->graph.directed};
    REL_TRY(rel_alloc(ctx, &l->source, (size_t)b->edges, sizeof *l->source, "edges"));
    REL_TRY(rel_alloc(ctx, &l->target, (size_t)b->edges, sizeof *l->target, "edges"));
    for (rel_vid v = 0; v < b->graph.n; v++)
        for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) {
            if (!l->directed && c->adj[e] < v) continue;
            l->source[l->count] = v + base;
            l->target[l->count++] = c->adj[e] + base;
        }
out:
    return st;
}

/* Matrix Market keeps the lower triangle of a symmetric matrix: row >= column. */
static rel_status write_pairs(rel_ctx *ctx, const bench_graph *b, bool matrix, const char *path)
{
    char head[160] = "";
    rel_edge_list l;
    rel_status st = pairs_of(ctx, b, matrix ? 1 : 0, &l);
    if (matrix)
        snprintf(head, sizeof head, "%%%%MatrixMarket matrix coordinate pattern %s\n%u %u %lld\n",
                 b->graph.directed ? "general" : "symmetric", (unsigned)l.n, (unsigned)l.n,
                 (long long)l.count);
    if (matrix && !b->graph.directed) {
        rel_vid *smaller = l.source;
        l.source = l.target;
        l.target = smaller;
    }
    if (st == REL_OK) st = rel_edge_list_write(ctx, &l, path, head);
    rel_edge_list_free(&l);
    return st;
}

static rel_status write_metis(rel_ctx *ctx, const bench_graph *b, const char *path)
{
    const rel_csr *c = &b->graph.out;
    if (b->graph.directed) return rel_fail(ctx, REL_E_USAGE, "{metis}: graph '%s' is directed", b->name);
    FILE *f = fopen(path, "w");
    if (!f) return rel_fail(ctx, REL_E_IO, "cannot open '%s': %s", path, strerror(errno));
    fprintf(f, "%u %lld\n", (unsigned)b->graph.n, (long long)b->edges);
    for (rel_vid v = 0; v < b->graph.n; v++) {
        for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) fprintf(f, "%u ", (unsigned)c->adj[e] + 1);
        putc('\n', f);
    }
    const bool bad = ferror(f) != 0;
    if (fclose(f) != 0 || bad) return rel_fail(ctx, REL_E_IO, "cannot write '%s': %s", path, strerror(errno));
    return REL_OK;
}

/* Writes the file of that form once; its path into the buffer. */
static rel_status add_file(rel_ctx *ctx, const bench_graph *b, const char *folder, const char *form,
                           rel_buf *out)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s.%s", folder, b->name, form);
    const rel_status st = rel_buf_puts(ctx, out, path);
    if (st != REL_OK || access(path, R_OK) == 0) return st;
    if (strcmp(form, "el") == 0 || strcmp(form, "mtx") == 0) return write_pairs(ctx, b, form[0] == 'm', path);
    if (strcmp(form, "metis") == 0) return write_metis(ctx, b, path);
    return rel_graph_file_write(ctx, &b->graph, path, form, NULL);
}

static rel_status add_word(rel_ctx *ctx, const bench_graph *b, const char *folder, int threads, rel_str word,
                           rel_buf *out)
{
    char form[32];
    rel_str text = word;
    const rel_str kind = rel_str_cut(&text, ':');
    if (rel_str_is(word, "graph")) return rel_buf_puts(ctx, out, b->name);
    if (rel_str_is(word, "threads")) return rel_buf_printf(ctx, out, "%d", threads);
    if (text.s && (rel_str_is(kind, "directed") || rel_str_is(kind, "undirected"))) {
        const bool wanted = rel_str_is(kind, "directed") == b->graph.directed;
        return wanted ? rel_buf_add(ctx, out, text.s, text.len) : REL_OK;
    }
    if (word.len >= sizeof form)
        return rel_fail(ctx, REL_E_USAGE, "option '--peer': {%.*s} is not known", REL_STR_ARG(word));
    snprintf(form, sizeof form, "%.*s", REL_STR_ARG(word));
    return add_file(ctx, b, folder, form, out);
}

/* Braces of the shell, "${x}" and "{ a; }", are left alone: a form is a word of small letters, with or
 * without a text after it. */
static size_t word_length(const char *at)
{
    const size_t letters = strspn(at, "abcdefghijklmnopqrstuvwxyz");
    const char *end = strchr(at, '}');
    if (!letters || !end) return 0;
    return at + letters == end || at[letters] == ':' ? (size_t)(end - at) : 0;
}

static rel_status expand(rel_ctx *ctx, const bench_command *c, const bench_graph *b, const char *folder,
                         int threads, rel_buf *out)
{
    rel_status st = REL_OK;
    for (const char *at = c->command; st == REL_OK && *at;) {
        const size_t len = *at == '{' && (at == c->command || at[-1] != '$') ? word_length(at + 1) : 0;
        if (len) {
            st = add_word(ctx, b, folder, threads, (rel_str){at + 1, len}, out);
            at += len + 2;
        } else {
            st = rel_buf_add(ctx, out, at++, 1);
        }
    }
    return st;
}

/* The child: its output goes into the pipe, its standard error is ours. Never returns. */
static void become(const char *command, int threads, int output)
{
    char text[16];
    snprintf(text, sizeof text, "%d", threads);
    setenv("OMP_NUM_THREADS", text, 1);
    dup2(output, STDOUT_FILENO);
    close(output);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

static rel_status read_all(rel_ctx *ctx, int from, rel_buf *out)
{
    rel_status st = REL_OK;
    char room[4096];
    ssize_t got;
    while (st == REL_OK && (got = read(from, room, sizeof room)) > 0)
        st = rel_buf_add(ctx, out, room, (size_t)got);
    return st;
}

static rel_status run_shell(rel_ctx *ctx, const char *command, int threads, rel_buf *out, int64_t *peak)
{
    int ends[2], state = 0;
    struct rusage use;
    if (pipe(ends) != 0) return rel_fail(ctx, REL_E_IO, "cannot make a pipe: %s", strerror(errno));
    fflush(NULL);
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        become(command, threads, ends[1]);
    }
    close(ends[1]);
    rel_status st = child < 0 ? rel_fail(ctx, REL_E_IO, "cannot start '%s': %s", command, strerror(errno))
                              : read_all(ctx, ends[0], out);
    close(ends[0]);
    if (child < 0) return st;
    if (wait4(child, &state, 0, &use) != child)
        return rel_fail(ctx, REL_E_IO, "lost '%s': %s", command, strerror(errno));
    *peak = (int64_t)use.ru_maxrss * 1024;
    if (st == REL_OK && (!WIFEXITED(state) || WEXITSTATUS(state)))
        st = rel_fail(ctx, REL_E_IO, "'%s' ended with %d", command,
                      WIFEXITED(state) ? WEXITSTATUS(state) : state);
    return st;
}

/* How many lines match, their first groups in seconds[]; -1: the pattern is none. */
static int find_seconds(const char *text, const char *pattern, double *seconds)
{
    int count = 0;
    regex_t re;
    regmatch_t m[2];
    if (regcomp(&re, pattern, REG_EXTENDED | REG_NEWLINE) != 0) return -1;
    while (re.re_nsub && count < BENCH_RUNS_MAX && regexec(&re, text, 2, m, 0) == 0) {
        if (rel_str_to_f64((rel_str){text + m[1].rm_so, (size_t)(m[1].rm_eo - m[1].rm_so)}, &seconds[count]))
            count++;
        text += m[0].rm_eo > 0 ? m[0].rm_eo : 1;
    }
    regfree(&re);
    return count;
}

rel_status bench_command_run(rel_ctx *ctx, const bench_command *c, const bench_graph *b, const char *folder,
                             int threads, bench_result *r)
{
    rel_status st;
    rel_buf command = {0}, output = {0};
    double seconds[BENCH_RUNS_MAX];
    int count = 0;
    REL_TRY(expand(ctx, c, b, folder, threads, &command));
    REL_TRY(run_shell(ctx, command.data, threads, &output, &r->peak_bytes));
    const char *const own[] = {c->pattern};
    const char *const *pattern = c->pattern ? own : usual_patterns;
    for (int i = 0; i < (c->pattern ? 1 : 2) && !count; i++)
        count = find_seconds(output.data ? output.data : "", pattern[i], seconds);
    if (count < 0) {
        st = rel_fail(ctx, REL_E_USAGE, "option '--seconds': '%s' is no regular expression", c->pattern);
    } else if (!count) {
        st = rel_fail(ctx, REL_E_DATA, "peer '%s': no line of its output says seconds", c->name);
    } else {
        r->runs = count;
        r->seconds = bench_median(seconds, count);
        r->fastest = seconds[0];
        r->slowest = seconds[count - 1];
    }
out:
    rel_buf_free(&command);
    rel_buf_free(&output);
    return st;
}
