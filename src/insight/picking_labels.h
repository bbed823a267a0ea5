/* What communities are called in the words of a campaign. */
#ifndef REL_INSIGHT_PICKING_LABELS_H
#define REL_INSIGHT_PICKING_LABELS_H

#include "src/insight/picking_groups.h"
#include "src/insight/source.h"

/* label[c], terminated, scratch of ctx: of a workspace that holds posts and is not too large, what the
 * community talks about (community_card.h), else its name, where it is more than a number, else "community
 * 3". Errors: those of rel_cards_make. */
REL_CHECKED
rel_status rel_picking_labels(rel_ctx *ctx, const rel_source *source, const rel_picking_groups *community,
                              rel_str **label);

#endif
