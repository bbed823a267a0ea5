/* The brands of a workspace: the handles and words that are the own brand's or a competitor's. */
#ifndef REL_INGEST_BRAND_H
#define REL_INGEST_BRAND_H

#include "ingest/workspace.h"

/* One handle: platform is empty when it holds on any; borrowed until the next. */
typedef rel_status rel_brand_handle_fn(rel_ctx *ctx, void *user, rel_str brand, rel_str platform,
                                       rel_str handle);

/* Hands over each handle of the own brand, or of all competitors, in the order of brand, platform, handle.
 * Errors: E_IO, E_DATA; those of `take`. */
REL_CHECKED
rel_status rel_brand_handles(rel_ctx *ctx, rel_workspace *w, bool own, rel_brand_handle_fn *take, void *user);

#endif
