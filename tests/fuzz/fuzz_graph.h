/* Feeds the bytes to one reader of graph files: any bytes give a sound graph or a sentence. Its detector sees
 * them, too. */
#ifndef REL_TESTS_FUZZ_GRAPH_H
#define REL_TESTS_FUZZ_GRAPH_H

#include "graph/builder.h"
#include "graph/readers.h"
#include "graph/snapshot_verify.h"
#include "tests/fuzz/fuzz_file.h"

static inline int fuzz_graph(const uint8_t *data, size_t size, int (*detect)(const char *path, rel_str first),
                             rel_status (*read)(rel_ctx *ctx, const char *path, int directions, rel_graph *g))
{
    rel_ctx ctx;
    rel_graph g;
    rel_ctx_init(&ctx, 1);
    const fuzz_file f = fuzz_file_open(data, size);
    const int sure = detect(f.path, (rel_str){(const char *)data, size});
    require(sure >= 0 && sure <= 100);
    const rel_status st = read(&ctx, f.path, REL_BUILD_BOTH, &g);
    require(st == REL_OK || ((st == REL_E_DATA || st == REL_E_LIMIT) && *ctx.message && !g.owner));
    if (st == REL_OK) require(rel_graph_verify(&ctx, f.path, &g) == REL_OK);
    rel_graph_free(&g);
    fuzz_file_close(f);
    require(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return 0;
}

#endif
