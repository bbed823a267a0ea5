/* Between the files that make cards (community_card.h). */
#ifndef REL_INSIGHT_CARD_PARTS_H
#define REL_INSIGHT_CARD_PARTS_H

#include "src/insight/community_card.h"

/* Fills cards->label from the terms and leaders. Errors: E_MEM. */
REL_CHECKED
rel_status rel_card_labels(rel_ctx *ctx, const rel_graph *g, rel_cards *cards);

/* What the accounts' columns say: platforms, languages of profiles (when nothing is said), sentiment. Errors:
 * E_MEM. */
REL_CHECKED
rel_status rel_card_columns(rel_ctx *ctx, const rel_graph *g, const rel_cards *cards, rel_vid c,
                            rel_card *card);

#endif
