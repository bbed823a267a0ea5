/* Snapshots: any bytes, also with checksums that fit, give a sound graph or a sentence; a sound graph can be
 * used and written again. */
#define _GNU_SOURCE
#include "graph/builder.h"
#include "graph/snapshot.h"
#include "tests/fuzz/fuzz_file.h"
#include "tests/graph_check.h"
#include "tests/snapshot_seal.h"

static void use(rel_ctx *ctx, rel_graph *g)
{
    rel_graph part;
    uint8_t *keep = malloc((size_t)g->n + 1);
    require(keep && rel_graph_need_in(ctx, g) == REL_OK && rel_graph_need_out(ctx, g) == REL_OK);
    for (rel_vid v = 0; v < g->n; v++) {
        char room[REL_NAME_NUMBER_TEXT];
        require(rel_names_find(&g->names, rel_names_get(&g->names, v, room)) == v);
        keep[v] = v % 3 != 1;
        for (rel_eid e = g->out.off[v]; e < g->out.off[v + 1]; e++)
            require(rel_graph_find(g, v, g->out.adj[e]) == e);
    }
    for (int i = 0; i < g->vertex_attributes.count; i++)
        for (rel_vid v = 0; v < g->n; v++) {
            const rel_attribute *a = &g->vertex_attributes.column[i];
            const rel_str text = rel_attribute_text(a, v);
            require(!text.s || a->type == REL_ATTRIBUTE_TEXT);
            (void)rel_attribute_f64(a, v);
        }
    require(rel_graph_subgraph(ctx, g, keep, &part) == REL_OK);
    rel_graph_free(&part);
    free(keep);
}

static void open_bytes(rel_ctx *ctx, const void *data, size_t size)
{
    rel_graph g;
    const fuzz_file f = fuzz_file_open(data, size);
    const rel_status quick = rel_snapshot_open(ctx, f.path, false, &g);
    require(quick == REL_OK || (quick == REL_E_DATA && *ctx->message && !g.owner));
    rel_graph_free(&g);
    const rel_status st = rel_snapshot_open(ctx, f.path, true, &g);
    require(st == REL_OK || (st == REL_E_DATA && *ctx->message && !g.owner));
    require(st != REL_OK || quick == REL_OK);
    if (st == REL_OK) use(ctx, &g);
    rel_graph_free(&g);
    fuzz_file_close(f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    open_bytes(&ctx, data, size);
    unsigned char *sealed = malloc(size + 1);
    require(sealed);
    if (size) memcpy(sealed, data, size);
    seal_snapshot(sealed, size);
    open_bytes(&ctx, sealed, size);
    free(sealed);
    rel_ctx_free(&ctx);
    return 0;
}
