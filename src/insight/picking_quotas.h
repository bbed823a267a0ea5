/* Quotas of a campaign: at most, and at least, so many picks of each group. */
#ifndef REL_INSIGHT_PICKING_QUOTAS_H
#define REL_INSIGHT_PICKING_QUOTAS_H

#include "algorithms/diffusion/pick_rules.h"
#include "src/insight/picking_groups.h"

enum { REL_PICKING_QUOTAS = 16 };

typedef struct rel_picking_quotas {
    int count; /* columns */
    rel_quota quota[REL_PICKING_QUOTAS];
    rel_picking_groups groups[REL_PICKING_QUOTAS];
    int64_t *most[REL_PICKING_QUOTAS], *least[REL_PICKING_QUOTAS]; /* what quota[].at_most, at_least are */
} rel_picking_quotas;

/* max_per and min_per: comma lists of "community=3" (of each community) and "lang:fr=8" (of one value), or
 * NULL. One value's rule goes before that for each value. Everything is scratch of ctx. Errors: E_USAGE (what
 * is no rule; no such column or value; said twice; more than REL_PICKING_QUOTAS columns), E_MEM. */
REL_CHECKED
rel_status rel_picking_quotas_parse(rel_ctx *ctx, const rel_graph *g, const char *max_per,
                                    const char *min_per, rel_picking_quotas *quotas);
/* A rel_group_name_fn; user is the rel_picking_quotas. */
const char *rel_picking_quota_group(const void *user, int quota, int32_t group);

#endif
