/* GML: any bytes give a sound graph or a sentence. igraph is fuzzed along. */
#define _GNU_SOURCE
#include "graph/builder.h"
#include "graph/readers.h"
#include "graph/snapshot_verify.h"
#include "tests/fuzz/fuzz_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rel_ctx ctx;
    rel_graph g;
    rel_ctx_init(&ctx, 1);
    const fuzz_file f = fuzz_file_open(data, size);
    const rel_status st = rel_gml_read_file(&ctx, f.path, REL_BUILD_BOTH, &g);
    require(st == REL_OK || ((st == REL_E_DATA || st == REL_E_LIMIT) && *ctx.message && !g.owner));
    if (st == REL_OK) require(rel_graph_verify(&ctx, f.path, &g) == REL_OK);
    rel_graph_free(&g);
    fuzz_file_close(f);
    rel_ctx_free(&ctx);
    return 0;
}
