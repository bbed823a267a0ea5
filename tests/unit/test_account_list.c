/* Lists of accounts as people give them, numbers of accounts, and the brands of a workspace. */
#include <math.h>
#include <stdlib.h>

#include "graph/builder.h"
#include "src/insight/account_list.h"
#include "tests/check.h"
#include "tests/workspace_kit.h"

enum { N = 6 };

static rel_status make_graph(rel_ctx *ctx, rel_graph *g)
{
    static const char *const names[N] = {"x:1", "x:2", "y:1", "y:2", "y:3", "x:9"};
    static const char *const handles[N] = {"Ann", "bob", "ann", "Cat", NULL, "rival"};
    const rel_vid source[] = {0, 1, 2}, target[] = {1, 2, 3};
    const rel_edges edges = {.count = 3, .source = source, .target = target};
    rel_str name[N], handle[N];
    for (int v = 0; v < N; v++) {
        name[v] = rel_str_of(names[v]);
        handle[v] = rel_str_of(handles[v]);
    }
    rel_status st;
    REL_TRY(rel_graph_build(ctx, N, &edges, REL_BUILD_DEFAULTS, g));
    REL_TRY(rel_graph_set_names(ctx, g, name));
    st = rel_graph_add_vertex_attribute(ctx, g, "handle", REL_ATTRIBUTE_TEXT, handle, NULL);
out:
    return st;
}

static const char *write_file(const char *text, char path[512])
{
    kit_fresh("account_list.csv", path);
    FILE *f = fopen(path, "wb");
    fputs(text, f);
    fclose(f);
    return path;
}

/* The list as text: "x:1 x:2", or the sentence without the folder. */
static const char *listed(rel_ctx *ctx, const rel_graph *g, const char *given, rel_account_list_opts o,
                          rel_account_list *list)
{
    static char text[2 * REL_MESSAGE_MAX + 8];
    char room[REL_NAME_NUMBER_TEXT];
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (rel_account_list_read(ctx, g, given, o, list) != REL_OK) {
        const char *name = strstr(ctx->message, "account_list.csv");
        snprintf(text, sizeof text, "%s%s%s", name ? name : ctx->message, ctx->hint[0] ? "; " : "",
                 ctx->hint);
    } else {
        size_t len = 0;
        text[0] = '\0';
        for (int64_t i = 0; i < list->count; i++) {
            const rel_str v = rel_names_get(&g->names, list->v[i], room);
            len += (size_t)snprintf(text + len, sizeof text - len, "%s%.*s", i ? " " : "", REL_STR_ARG(v));
        }
    }
    rel_scratch_release(ctx, mark);
    return text;
}

static rel_status read_and_release(rel_ctx *ctx, const rel_graph *g, const char *path)
{
    rel_account_list l;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    const size_t used = ctx->arena.used_bytes;
    const rel_status st = rel_account_list_read(ctx, g, path, (rel_account_list_opts){0}, &l);
    CHECK(st == REL_OK || ctx->arena.used_bytes == used);
    rel_scratch_release(ctx, mark);
    return st;
}

static void lists(rel_ctx *ctx, const rel_graph *g)
{
    const rel_account_list_opts strict = {0}, lenient = {.skip_unknown = true};
    rel_account_list l;
    char path[512];
    CHECK_TEXT(listed(ctx, g, "@BOB, x:1,,bob", strict, &l), "x:2 x:1");
    CHECK_TEXT(listed(ctx, g, "@ann", strict, &l),
               "several accounts have the handle '@ann'; say which one: 'x:1' or 'y:1'");
    CHECK_TEXT(listed(ctx, g, "bbo", strict, &l), "no account 'bbo' in this graph; did you mean 'bob'?");
    CHECK_TEXT(listed(ctx, g, write_file("bob\ny:1\n@cat\n", path), strict, &l), "x:2 y:1 y:2");
    CHECK_TEXT(listed(ctx, g, write_file("note;id;platform\na;2;x\nb;1;y\nc;1;y\n", path), strict, &l),
               "x:2 y:1");
    CHECK_TEXT(listed(ctx, g, write_file("handle,platform\nbob,x\n", path), strict, &l), "x:2");
    CHECK_TEXT(listed(ctx, g, write_file("bob\ncta\n", path), strict, &l),
               "account_list.csv' line 2: no account 'cta' in this graph; did you mean 'Cat'?");
    CHECK_TEXT(listed(ctx, g, write_file("account\nann\n", path), strict, &l),
               "account_list.csv' line 2: several accounts have the handle 'ann'; say which one: 'x:1' or "
               "'y:1'");
    CHECK_TEXT(listed(ctx, g, write_file("dan\nbob\neve\n", path), lenient, &l), "x:2");
    CHECK(l.unknown == 2);
    CHECK_TEXT(l.first_unknown, "dan");
    CHECK_TEXT(listed(ctx, g, write_file("dan\neve\n", path), lenient, &l),
               "account_list.csv': none of its 2 accounts is in the graph; the first is 'dan'");
    CHECK_TEXT(listed(ctx, g, write_file("dan\n", path),
                      (rel_account_list_opts){.skip_unknown = true, .may_be_empty = true}, &l),
               "");
    CHECK_TEXT(listed(ctx, g, write_file("", path), strict, &l), "account_list.csv' names no account");
    CHECK_TEXT(listed(ctx, g, " , ", strict, &l), "' , ' names no account");
    write_file("bob\ny:1\n", path);
    CHECK_TORTURE(ctx, read_and_release(ctx, g, path), (void)0);
}

static void numbers(rel_ctx *ctx, const rel_graph *g)
{
    static const char *const names[] = {"cost", "price", NULL};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    double value[N];
    rel_account_list l;
    char path[512];
    write_file("account,price,note\nbob,2.5,a\nx:1,,b\ny:1,0,c\n", path);
    CHECK_OK(ctx, rel_account_values_read(ctx, g, path, names, 0, INFINITY, (rel_account_list_opts){0}, value,
                                          &l));
    CHECK(l.count == 2 && l.v[0] == 1 && l.v[1] == 2 && value[1] == 2.5 && value[2] == 0 && isnan(value[0]));
    struct {
        const char *file, *sentence;
    } wrong[] = {
        {"bob,cheap\n", "line 1: expected a number"},
        {"bob,-1\n", "line 1: expected a number from 0 up"},
        {"bob,nan\n", "line 1: expected a number"},
        {"bob,1\nx:2,2\n", "line 2: a second number for 'x:2'"},
        {"bob\n", "line 1: expected two columns, account and number, or a header that names them"},
        {"bob,1\nx:1\n", "line 2: expected an account and its number"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        write_file(wrong[i].file, path);
        CHECK(rel_account_values_read(ctx, g, path, names, 0, INFINITY, (rel_account_list_opts){0}, value,
                                      &l) == REL_E_DATA);
        const char *found = strstr(ctx->message, "line");
        CHECK_TEXT(found, wrong[i].sentence);
    }
    write_file("bob,1.5\n", path);
    CHECK(rel_account_values_read(ctx, g, path, names, 0, 1, (rel_account_list_opts){0}, value, &l) ==
          REL_E_DATA);
    CHECK(strstr(ctx->message, "expected a number from 0 to 1") != NULL);
    rel_scratch_release(ctx, mark);
}

static void brands(rel_ctx *ctx, const rel_graph *g)
{
    char path[512];
    rel_account_list l;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    rel_workspace *w = kit_open(ctx, kit_fresh("account_list.relais", path), REL_WORKSPACE_CREATE);
    CHECK(rel_account_list_brands(ctx, g, path, true, &l) == REL_E_DATA);
    CHECK(strstr(ctx->message, "no account of the brand is known") != NULL);
    kit_rows(w, "INSERT INTO brand VALUES('Own', 1, 'handle', '', 'bob')");
    CHECK(rel_account_list_brands(ctx, g, path, false, &l) == REL_E_DATA);
    CHECK(strstr(ctx->message, "no competitor's account is known") != NULL);
    kit_rows(w, "INSERT INTO brand VALUES('A', 0, 'handle', 'y', '@ANN'), ('B', 0, 'handle', '', 'rival'),"
                " ('B', 0, 'handle', '', 'unheard'), ('B', 0, 'keyword', '', 'cat'),"
                " ('C', 0, 'handle', 'y', 'bob')");
    CHECK_OK(ctx, rel_account_list_brands(ctx, g, path, false, &l));
    CHECK(l.count == 2 && l.v[0] == 2 && l.v[1] == 5 && l.unknown == 2);
    CHECK_TEXT(l.first_unknown, "unheard");
    kit_rows(w, "INSERT INTO brand VALUES('D', 0, 'handle', '', 'ann')");
    CHECK_OK(ctx, rel_account_list_brands(ctx, g, path, false, &l));
    CHECK(l.count == 3 && l.v[2] == 0); /* on every platform */
    CHECK_OK(ctx, rel_account_list_brands(ctx, g, path, true, &l));
    CHECK(l.count == 1 && l.v[0] == 1 && l.unknown == 0);
    rel_workspace_close(w);
    kit_fresh("account_list.relais", path);
    rel_scratch_release(ctx, mark);
}

int main(void)
{
    rel_ctx ctx;
    rel_graph g;
    char path[512];
    rel_ctx_init(&ctx, 2);
    CHECK_OK(&ctx, make_graph(&ctx, &g));
    lists(&ctx, &g);
    numbers(&ctx, &g);
    brands(&ctx, &g);
    kit_fresh("account_list.csv", path);
    rel_graph_free(&g);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
