/* Reading GML (Newman's collections, networkx, twarc-network) by way of igraph. */
#define _GNU_SOURCE 1 /* fmemopen of any size */

#include <stdio.h>

#include "graph/foreign_graph.h"
#include "graph/readers.h"
#include "src/base/input.h"

rel_status rel_gml_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g)
{
    rel_status st;
    rel_input *in = NULL;
    rel_str file;
    rel_foreign *f = NULL;
    FILE *text = NULL;
    int64_t warnings;
    const rel_foreign_rules rules = {.path = path, .numeric_ids = true, .directions = directions};
    *g = (rel_graph){0};
    REL_TRY(rel_input_open(ctx, path, &in));
    REL_TRY(rel_input_whole(ctx, in, &file));
    if (!file.len) {
        st = rel_fail(ctx, REL_E_DATA, "'%s' is empty: expected GML", path);
        goto out;
    }
    /* Read only: the text stays as it is. */
    text = fmemopen((void *)(uintptr_t)file.s, file.len, "r");
    if (!text) {
        st = rel_fail(ctx, REL_E_MEM, "no memory to read '%s'", path);
        goto out;
    }
    REL_TRY(rel_foreign_read(ctx, text, path, REL_FOREIGN_GML, &f, &warnings));
    st = rel_foreign_graph(ctx, f, &rules, g);
out:
    if (text) fclose(text);
    rel_foreign_delete(f);
    rel_input_close(in);
    return st;
}

/* The word `graph`, blanks and a bracket, after comments and other keys. */
int rel_gml_detect(const char *path, rel_str first)
{
    const char *dot = strrchr(path, '.');
    const bool named = dot && rel_str_is_nocase(rel_str_of(dot), ".gml");
    rel_str rest = {first.s, first.len < 4096 ? first.len : 4096};
    while (rest.len) {
        rel_str line = rel_str_trim(rel_str_cut(&rest, '\n'));
        if (line.len < 5 || memcmp(line.s, "graph", 5) != 0) continue;
        line = rel_str_trim((rel_str){line.s + 5, line.len - 5});
        if (!line.len) line = rel_str_trim(rel_str_cut(&rest, '\n'));
        if (line.len && line.s[0] == '[') return 95;
    }
    return named && first.len ? 60 : 0;
}
