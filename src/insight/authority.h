/* Social authority: how often the posts of an account are shared.
 *
 * Sources: h-index: Hirsch, "An index to quantify an individual's scientific research output", PNAS 102(46),
 * 2005, with posts for papers and shares for citations; per post: Pal, Counts, "Identifying topical
 * authorities in microblogs", WSDM 2011 (retweet impact). */
#ifndef REL_INSIGHT_AUTHORITY_H
#define REL_INSIGHT_AUTHORITY_H

#include "ingest/post_shares.h"

/* From the posts of n accounts:
 * per_post[v]: shares of the own posts of v, by their number; NaN when it has none (or was never collected).
 * h_index[v]: the largest h such that h posts of v have at least h shares each, whether they were collected
 * or are only known from their shares; NaN when no post is known. Either may be NULL. Cost: O(posts + n).
 * Scratch: 4 bytes a post, 12 an account. Errors: E_MEM. */
REL_CHECKED
rel_status rel_authority(rel_ctx *ctx, const rel_post_shares_list *posts, rel_vid n, double *per_post,
                         double *h_index);

#endif
