/* Reading GraphML by way of igraph: its parser knows the many dialects. */
#define _GNU_SOURCE 1 /* fopencookie */

#include <stdio.h>

#include "graph/foreign_graph.h"
#include "graph/readers.h"
#include "src/base/input.h"

/* A FILE over two pieces of memory: the head with changed types, and the rest of the file. */
typedef struct pieces {
    rel_str piece[2];
    int at;
} pieces;

static ssize_t read_pieces(void *cookie, char *data, size_t size)
{
    pieces *p = cookie;
    while (p->at < 2 && p->piece[p->at].len == 0) p->at++;
    if (p->at == 2) return 0;
    rel_str *from = &p->piece[p->at];
    const size_t len = from->len < size ? from->len : size;
    memcpy(data, from->s, len);
    from->s += len;
    from->len -= len;
    return (ssize_t)len;
}

static rel_status read_foreign(rel_ctx *ctx, const char *path, rel_str file, const rel_graphml_head *head,
                               rel_foreign **f)
{
    int64_t warnings;
    pieces p = {{{head->text.data, head->text.len}, {file.s + head->len, file.len - head->len}}, 0};
    FILE *in = fopencookie(&p, "r", (cookie_io_functions_t){.read = read_pieces});
    if (!in) return rel_fail(ctx, REL_E_MEM, "no memory to read '%s'", path);
    const rel_status st = rel_foreign_read(ctx, in, path, REL_FOREIGN_GRAPHML, f, &warnings);
    fclose(in);
    return st;
}

/* Graphs in the file; nested ones count, those in comments do not. */
static int64_t count_graphs(rel_str file)
{
    int64_t count = 0;
    for (const char *p = file.s, *end = file.s + file.len; p && p < end;) {
        p = memchr(p, '<', (size_t)(end - p));
        if (!p) break;
        if (end - p > 4 && memcmp(p, "<!--", 4) == 0) {
            for (p += 4; p < end && !(end - p > 3 && memcmp(p, "-->", 3) == 0);) p++;
            continue;
        }
        if (end - p > 7 && memcmp(p, "<graph", 6) == 0 && strchr(" \t\r\n>", p[6])) count++;
        p++;
    }
    return count;
}

rel_status rel_graphml_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g)
{
    rel_status st;
    rel_input *in = NULL;
    rel_str file;
    rel_graphml_head head = {0};
    rel_foreign *f = NULL;
    const rel_foreign_rules rules = {.path = path, .head = &head, .directions = directions};
    *g = (rel_graph){0};
    REL_TRY(rel_input_open(ctx, path, &in));
    REL_TRY(rel_input_whole(ctx, in, &file));
    if (!file.len) {
        st = rel_fail(ctx, REL_E_DATA, "'%s' is empty: expected GraphML", path);
        goto out;
    }
    REL_TRY(rel_graphml_head_read(ctx, file, &head));
    REL_TRY(read_foreign(ctx, path, file, &head, &f));
    const int64_t graphs = count_graphs(file);
    if (graphs > 1) rel_note(ctx, "'%s' holds %lld graphs; the first was read", path, (long long)graphs);
    st = rel_foreign_graph(ctx, f, &rules, g);
out:
    rel_foreign_delete(f);
    rel_graphml_head_free(&head);
    rel_input_close(in);
    return st;
}

static bool contains(rel_str s, const char *word)
{
    const size_t len = strlen(word);
    for (size_t i = 0; i + len <= s.len; i++)
        if (memcmp(s.s + i, word, len) == 0) return true;
    return false;
}

int rel_graphml_detect(const char *path, rel_str first)
{
    const char *dot = strrchr(path, '.');
    const rel_str head = {first.s, first.len < 4096 ? first.len : 4096};
    if (contains(head, "<graphml")) return 100;
    /* Longer comments, or UTF-16: the name says it. */
    return head.len && dot && rel_str_is_nocase(rel_str_of(dot), ".graphml") ? 60 : 0;
}
