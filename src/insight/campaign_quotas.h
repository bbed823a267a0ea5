/* Quotas of a campaign: at most, and at least, so many picks of each group. */
#ifndef REL_INSIGHT_CAMPAIGN_QUOTAS_H
#define REL_INSIGHT_CAMPAIGN_QUOTAS_H

#include "algorithms/diffusion/pick_rules.h"
#include "src/insight/campaign_groups.h"

enum { REL_CAMPAIGN_QUOTAS = 16 };

typedef struct rel_campaign_quotas {
    int count; /* columns */
    rel_quota quota[REL_CAMPAIGN_QUOTAS];
    rel_campaign_groups groups[REL_CAMPAIGN_QUOTAS];
    int64_t *most[REL_CAMPAIGN_QUOTAS], *least[REL_CAMPAIGN_QUOTAS]; /* what quota[].at_most, at_least are */
} rel_campaign_quotas;

/* max_per and min_per: comma lists of "community=3" (of each community) and "lang:fr=8" (of one value), or
 * NULL. One value's rule goes before that for each value. Everything is scratch of ctx. Errors: E_USAGE (what
 * is no rule; no such column or value; said twice; more than REL_CAMPAIGN_QUOTAS columns), E_MEM. */
REL_CHECKED
rel_status rel_campaign_quotas_parse(rel_ctx *ctx, const rel_graph *g, const char *max_per,
                                     const char *min_per, rel_campaign_quotas *quotas);
/* A rel_group_name_fn; user is the rel_campaign_quotas. */
const char *rel_campaign_quota_group(const void *user, int quota, int32_t group);

#endif
