/* `relais map --html`: the map as an interactive page. */
#ifndef REL_CLI_MAP_PAGE_H
#define REL_CLI_MAP_PAGE_H

#include "src/cli/cli.h"
#include "src/insight/mapping.h"
#include "src/report/page.h"

typedef struct rel_map_page_args {
    const char *output;
    rel_str title;
    int64_t accounts, edges; /* as in rel_page */
} rel_map_page_args;

/* E_USAGE in a program that was built without the page. */
REL_CHECKED
rel_status rel_map_page_check(rel_ctx *ctx);
/* Writes the page, with the score of the map and a few others that are quickly had. Errors: those of the
 * scores and of the page. */
REL_CHECKED
rel_status rel_map_page(rel_ctx *ctx, const rel_graph *g, const rel_map *m, const rel_map_opts *how,
                        const rel_map_page_args *a, rel_page_result *result);

#endif
