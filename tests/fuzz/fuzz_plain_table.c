#define _GNU_SOURCE
/* Tables that people write by hand: any bytes are rows of trimmed fields, a list of accounts, numbers of
 * accounts and weights of an audience, or are refused with a sentence. The accounts are those of a graph of
 * six. */
#include <math.h>

#include "graph/builder.h"
#include "ingest/plain_table.h"
#include "src/insight/account_list.h"
#include "src/insight/picking_audience.h"
#include "tests/fuzz/fuzz_file.h"

enum { N = 6, FIELDS_MAX = 256 };

static void make_graph(rel_ctx *ctx, rel_graph *g)
{
    static const char *const names[N] = {"x:1", "x:2", "y:1", "y:2", "y:3", "x:9"};
    static const char *const handles[N] = {"Ann", "bob", "ann", "Cat", NULL, "a,b"};
    static const char *const langs[N] = {"fr", "fr", "en", "en", NULL, "fr"};
    static const int64_t community[N] = {0, 0, 1, 1, 2, 2};
    const rel_vid source[] = {0, 1, 2}, target[] = {1, 2, 3};
    const rel_edges edges = {.count = 3, .source = source, .target = target};
    rel_str name[N], handle[N], lang[N];
    for (int v = 0; v < N; v++) {
        name[v] = rel_str_of(names[v]);
        handle[v] = rel_str_of(handles[v]);
        lang[v] = rel_str_of(langs[v]);
    }
    require(rel_graph_build(ctx, N, &edges, REL_BUILD_DEFAULTS, g) == REL_OK);
    require(rel_graph_set_names(ctx, g, name) == REL_OK);
    require(rel_graph_add_vertex_attribute(ctx, g, "handle", REL_ATTRIBUTE_TEXT, handle, NULL) == REL_OK);
    require(rel_graph_add_vertex_attribute(ctx, g, "lang", REL_ATTRIBUTE_TEXT, lang, NULL) == REL_OK);
    require(rel_graph_add_vertex_attribute(ctx, g, "community", REL_ATTRIBUTE_I64, community, NULL) ==
            REL_OK);
}

typedef struct rows {
    int64_t count, line;
} rows;

static rel_status take(void *user, const rel_plain_row *row)
{
    rows *r = user;
    require(row->index == r->count++ && row->line > r->line);
    require(row->fields > 0 && row->fields <= FIELDS_MAX);
    r->line = row->line;
    for (int i = 0; i < row->fields; i++) {
        const rel_str f = row->field[i], trimmed = rel_str_trim(f);
        require(trimmed.len == f.len);
    }
    return REL_OK;
}

static void check_list(rel_ctx *ctx, rel_status st, const rel_account_list *l)
{
    uint8_t seen[N] = {0};
    require(st == REL_OK || (st == REL_E_DATA && ctx->message[0]));
    if (st != REL_OK) return;
    require(l->count <= N && l->unknown >= 0 && (l->unknown > 0) == (l->first_unknown[0] != '\0'));
    for (int64_t i = 0; i < l->count; i++) require(l->v[i] < N && !seen[l->v[i]]++);
}

static void lists(rel_ctx *ctx, const rel_graph *g, const char *path, bool skip)
{
    static const char *const numbers[] = {"cost", "price", "fee", "value", NULL};
    const rel_account_list_opts opts = {.skip_unknown = skip, .may_be_empty = skip};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    rel_account_list l;
    double value[N];
    rel_status st = rel_account_list_read(ctx, g, path, opts, &l);
    check_list(ctx, st, &l);
    require(st != REL_OK || skip || (l.count && !l.unknown));
    st = rel_account_values_read(ctx, g, path, numbers, 0, 1e15, opts, value, &l);
    check_list(ctx, st, &l);
    for (int v = 0; v < N && st == REL_OK; v++) {
        l.count -= !isnan(value[v]);
        require(isnan(value[v]) || (value[v] >= 0 && value[v] <= 1e15));
    }
    require(st != REL_OK || l.count == 0);
    rel_scratch_release(ctx, mark);
}

static void audience(rel_ctx *ctx, const rel_graph *g, const char *path)
{
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    const rel_account_list_opts opts = {.skip_unknown = true};
    rel_picking_audience a;
    const rel_status st = rel_picking_audience_make(ctx, g, path, NULL, opts, &a);
    require(st == REL_OK || ((st == REL_E_DATA || st == REL_E_USAGE) && ctx->message[0]));
    for (int v = 0; v < N && st == REL_OK; v++)
        require(a.weight[v] >= 0 && a.weight[v] <= REL_AUDIENCE_WEIGHT_MAX);
    require(st != REL_OK || (a.accounts > 0 && isfinite(a.total)));
    rel_scratch_release(ctx, mark);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static rel_graph g;
    rel_ctx ctx;
    rows r = {0};
    rel_ctx_init(&ctx, 1);
    if (!g.n) make_graph(&ctx, &g);
    const rel_status st = rel_plain_table_parse(&ctx, (rel_str){(const char *)data, size}, "test", take, &r);
    require(st == REL_OK || (st == REL_E_DATA && ctx.message[0]));
    const fuzz_file f = fuzz_file_open(data, size);
    lists(&ctx, &g, f.path, false);
    lists(&ctx, &g, f.path, true);
    audience(&ctx, &g, f.path);
    fuzz_file_close(f);
    require(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return 0;
}
