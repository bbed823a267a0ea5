/* The size of a source from as little of it as possible (declared in plan.h). */
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "graph/snapshot.h"
#include "ingest/workspace.h"
#include "src/base/input.h"
#include "src/base/memory.h"
#include "src/base/progress.h"
#include "src/insight/plan.h"

enum { SAMPLE_BYTES = 1 << 20, SEEN_BITS = 1 << 22 };

static rel_status of_snapshot(rel_ctx *ctx, const char *path, rel_plan_size *size)
{
    rel_graph g;
    const rel_status st = rel_snapshot_open(ctx, path, false, &g);
    if (st != REL_OK) return st;
    const rel_packed *p = &g.packed;
    const rel_packed_rows *rows = p->in.block ? &p->in : &p->out;
    size->accounts = g.n;
    size->arcs = (double)g.m;
    size->directed = g.directed;
    size->weighted = g.out.weight || g.in.weight || p->weighted;
    size->packed = rel_is_packed(p);
    size->both_packed = p->in.block && p->out.block;
    if (size->packed) size->packed_bytes = (double)rows->block[rel_packed_blocks(g.n)];
    rel_graph_free(&g);
    return REL_OK;
}

/* Every interaction may be an edge of its own; most workspaces have somewhat fewer. */
static rel_status of_workspace(rel_ctx *ctx, const char *path, rel_plan_size *size)
{
    rel_status st;
    rel_workspace *w = NULL;
    rel_workspace_summary s;
    REL_TRY(rel_workspace_open(ctx, path, REL_WORKSPACE_READ, &w));
    REL_TRY(rel_workspace_summarize(ctx, w, &s));
    for (int k = 0; k < REL_KIND_COUNT; k++) size->arcs += (double)s.interactions[k];
    size->accounts = (double)s.accounts;
    size->directed = size->weighted = size->estimated = true;
out:
    rel_workspace_close(w);
    return st;
}

/* --- edge lists --------------------------------------------------------------------------------------------
 */

typedef struct sample {
    double edges;
    bool third, all_numbers;
    double largest; /* of the numbers */
    uint8_t *seen;  /* a bit for each hash of a name */
    double distinct;
} sample;

static rel_str next_field(rel_str *line)
{
    size_t at = 0, begin;
    while (at < line->len && strchr(" \t,;\r", line->s[at])) at++;
    begin = at;
    while (at < line->len && !strchr(" \t,;\r", line->s[at])) at++;
    const rel_str field = {line->s + begin, at - begin};
    *line = (rel_str){line->s + at, line->len - at};
    return field;
}

static void take_name(sample *s, rel_str name)
{
    const uint64_t bit = rel_hash64(name.s, name.len) % SEEN_BITS;
    int64_t number;
    s->distinct += !(s->seen[bit / 8] >> (bit % 8) & 1);
    s->seen[bit / 8] |= (uint8_t)(1u << (bit % 8));
    if (rel_str_to_i64(name, &number) && number >= 0)
        s->largest = fmax(s->largest, (double)number);
    else
        s->all_numbers = false;
}

static void take_line(sample *s, rel_str line)
{
    if (line.len == 0 || line.s[0] == '#' || line.s[0] == '%') return;
    const rel_str from = next_field(&line), to = next_field(&line);
    if (to.len == 0) return;
    s->third = s->third || next_field(&line).len > 0;
    s->edges++;
    take_name(s, from);
    take_name(s, to);
}

/* How many there are when `draws` of them, drawn alike, were so many different ones: n (1 - e^(-draws/n)). */
static double population(double distinct, double draws, double most)
{
    double low = distinct, high = most;
    for (int i = 0; i < 60; i++) {
        const double n = (low + high) / 2;
        if (n * -expm1(-draws / n) < distinct)
            low = n;
        else
            high = n;
    }
    return high;
}

/* Numbers usually count from 0 or 1 without large gaps, and the largest of a sample is near the largest of
 * all; where they are more than the edges, and for other names, the share of names that come again tells. */
static double accounts_of(const sample *s, double edges)
{
    const double most = fmax(2 * edges, s->distinct);
    const double drawn = population(s->distinct, 2 * s->edges, most);
    if (s->all_numbers && s->largest < edges) return s->largest + 1;
    return drawn;
}

/* Takes the complete lines of text; returns the bytes of those. */
static size_t take_lines(sample *s, const char *text, size_t len)
{
    size_t used = 0;
    for (const char *end; (end = memchr(text + used, '\n', len - used));) {
        take_line(s, (rel_str){text + used, (size_t)(end - text) - used});
        used = (size_t)(end - text) + 1;
    }
    return used;
}

/* A piece from the middle of a plain file, as many lists are sorted: lines grow longer with their numbers.
 * Returns the bytes taken. */
static size_t take_middle(sample *s, const char *path, double size, char *text)
{
    size_t used = 0;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    const ssize_t got = fd < 0 ? 0 : pread(fd, text, SAMPLE_BYTES, (off_t)(size / 2));
    const char *line = got > 0 ? memchr(text, '\n', (size_t)got) : NULL;
    if (line) used = take_lines(s, line + 1, (size_t)(got - (line + 1 - text)));
    if (fd >= 0) close(fd);
    return used;
}

static rel_status of_text(rel_ctx *ctx, const char *path, rel_plan_size *size)
{
    rel_status st;
    rel_input *in = NULL;
    char *text = NULL;
    size_t got, used = 0;
    sample s = {.all_numbers = true};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &text, SAMPLE_BYTES, 1, "sample of a file"));
    REL_TRY(rel_scratch(ctx, &s.seen, SEEN_BITS / 8, 1, "sample of a file"));
    REL_TRY(rel_input_open(ctx, path, &in));
    REL_TRY(rel_input_read(ctx, in, text, SAMPLE_BYTES, &got));
    const double packed = (double)rel_input_consumed(in);
    used = take_lines(&s, text, got);
    if (used < got && got < SAMPLE_BYTES) {
        take_line(&s, (rel_str){text + used, got - used});
        used = got;
    }
    const bool whole = got < SAMPLE_BYTES;
    const double ratio = packed > 0 ? (double)got / packed : 1;
    size->text_bytes = whole ? (double)got : (double)rel_input_size(in) * ratio;
    if (!whole && rel_input_is_plain(in)) used += take_middle(&s, path, size->text_bytes, text);
    size->arcs = whole || used == 0 ? s.edges : s.edges * size->text_bytes / (double)used;
    size->accounts = whole ? s.distinct : accounts_of(&s, size->arcs);
    size->weighted = s.third;
    size->directed = true;
    size->estimated = !whole;
out:
    rel_input_close(in);
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_plan_size_of(rel_ctx *ctx, const char *path, rel_plan_size *size)
{
    rel_status st;
    const rel_graph_format *format;
    *size = (rel_plan_size){0};
    if (strcmp(path, "-") == 0)
        return rel_fail(ctx, REL_E_USAGE, "standard input cannot be looked at before it is read");
    REL_TRY(rel_source_kind_of(ctx, path, &size->kind));
    if (size->kind == REL_SOURCE_SNAPSHOT) return of_snapshot(ctx, path, size);
    if (size->kind == REL_SOURCE_WORKSPACE) return of_workspace(ctx, path, size);
    REL_TRY(rel_graph_file_format(ctx, path, &format));
    if (strcmp(format->name, "edgelist") != 0)
        return rel_fail(ctx, REL_E_USAGE, "'%s': files of format %s are not planned for", path, format->name);
    st = of_text(ctx, path, size);
out:
    return st;
}

enum { LARGE_BYTES = 64 << 20 }; /* of a file that is looked at before it is read */

rel_status rel_plan_check_reading(rel_ctx *ctx, const char *path)
{
    struct stat info;
    rel_plan_size size;
    rel_source_kind kind;
    const rel_graph_format *format;
    char need[32], have[32];
    rel_status st = REL_OK;
    if (strcmp(path, "-") == 0 || stat(path, &info) != 0 || info.st_size < LARGE_BYTES) return REL_OK;
    REL_TRY(rel_source_kind_of(ctx, path, &kind));
    if (kind != REL_SOURCE_GRAPH_FILE) return REL_OK;
    REL_TRY(rel_graph_file_format(ctx, path, &format));
    if (strcmp(format->name, "edgelist") != 0) return REL_OK;
    REL_TRY(rel_plan_size_of(ctx, path, &size));
    const double needed = rel_plan_opening(&size), available = (double)rel_memory_available();
    if (available == 0 || needed <= available) return REL_OK;
    rel_human_bytes(need, sizeof need, needed);
    rel_human_bytes(have, sizeof have, available);
    st = rel_fail(ctx, REL_E_LIMIT, "'%s': reading it takes about %s of memory, and %s are free", path, need,
                  have);
out:
    return st;
}
