/* Reading NCOL, the other format of LGL (Large Graph Layout): lines "name name [weight]" of an undirected
 * graph. Nothing in the lines tells it from a text edge list; its extension does. */
#include "graph/edge_lines.h"
#include "graph/edgelist.h"
#include "graph/readers.h"

rel_status rel_ncol_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g)
{
    const rel_edgelist_opts opts = {.directed = false, .directions = directions, .third = REL_THIRD_WEIGHT};
    return rel_edgelist_read(ctx, path, opts, g);
}

int rel_ncol_detect(const char *path, rel_str first)
{
    if (!rel_path_has_extension(path, "ncol") || !first.len) return 0;
    return rel_edge_likeness(first) > 0 ? 90 : 60;
}
