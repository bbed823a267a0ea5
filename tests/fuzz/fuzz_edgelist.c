/* Text edge lists: any bytes give a sound graph or a sentence, and the same whether they are read at once or
 * in pieces of a few bytes. The first byte chooses the options. */
#define _GNU_SOURCE
#include "graph/edgelist_sizes.h"
#include "graph/readers.h"
#include "graph/snapshot_verify.h"
#include "tests/fuzz/fuzz_file.h"
#include "tests/graph_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1) return 0;
    rel_ctx ctx, other;
    rel_graph g, again;
    rel_ctx_init(&ctx, 1);
    rel_ctx_init(&other, 1);
    rel_edgelist_opts opts = REL_EDGELIST_DEFAULTS;
    opts.directed = !(data[0] & 1);
    opts.third = data[0] >> 1 & 3;
    const rel_edgelist_sizes small = {1 + (data[0] >> 4), 16, data[0] >> 3 & 1, false};
    const fuzz_file f = fuzz_file_open(data + 1, size - 1);
    const rel_status st = rel_edgelist_read(&ctx, f.path, opts, &g);
    require(st == REL_OK || (st == REL_E_DATA && *ctx.message && !g.owner));
    require(rel_edgelist_read_sized(&other, f.path, opts, small, &again) == st);
    if (st == REL_OK) {
        require(rel_graph_verify(&ctx, f.path, &g) == REL_OK);
        require(same_graph(&g, &again));
        for (rel_vid v = 0; v < g.n; v++) {
            char room[REL_NAME_NUMBER_TEXT];
            require(rel_names_find(&g.names, rel_names_get(&g.names, v, room)) == v);
        }
    } else {
        require(strcmp(ctx.message, other.message) == 0);
    }
    const int likeness = rel_edgelist_detect("x", (rel_str){(const char *)data + 1, size - 1});
    require(likeness >= 0 && likeness <= 100);
    rel_graph_free(&g);
    rel_graph_free(&again);
    fuzz_file_close(f);
    rel_ctx_free(&ctx);
    rel_ctx_free(&other);
    return 0;
}
