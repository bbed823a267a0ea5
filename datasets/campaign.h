/* A campaign with known truth: a brand, its competitors and the people who talk about them in French and
 * English, on X, Mastodon and Bluesky. People belong to planted communities and follow each other; posts
 * spread from followed to follower by independent cascades with a known probability on every edge; a small
 * group shares in concert; shares lead to sales. The records are written in the platforms' own forms, with
 * the gaps that real files have, and the truth is written beside them. docs/datasets.md describes every file.
 */
#ifndef REL_DATASETS_CAMPAIGN_H
#define REL_DATASETS_CAMPAIGN_H

#include "src/base/ctx.h"

typedef struct rel_campaign_opts {
    int64_t accounts; /* on all three platforms, 100 to 10^7 */
    int64_t posts;    /* the first cascade that passes this number is the last, 100 to 10^8 */
    int64_t days;     /* original posts are written within, 1 to 1000; what follows from them may be later */
    double mixing;    /* share of the follows that leave the community, 0 to 1 */
    double mean_follows; /* accounts that one follows, 1 to 200 */
    double branching;    /* shares that one share leads to on average, 0 to 0.95 */
    int64_t coordinated; /* accounts that share in concert, 0 to 1000; on X */
    bool flattened;      /* X posts one a line, as `twarc2 flatten` writes, instead of pages */
} rel_campaign_opts;

#define REL_CAMPAIGN_DEFAULTS                                                                                \
    ((rel_campaign_opts){.accounts = 1000,                                                                   \
                         .posts = 3000,                                                                      \
                         .days = 28,                                                                         \
                         .mixing = 0.25,                                                                     \
                         .mean_follows = 12,                                                                 \
                         .branching = 0.6,                                                                   \
                         .coordinated = 12})

/* Writes the files into the folder, which is made when it is not there. Depends on ctx->seed and opts alone.
 * Memory: about 600 bytes an account, 32 a follow, 100 a post. Errors: E_USAGE (a range), E_IO, E_MEM,
 * E_STOPPED; files that were finished before stay. */
REL_CHECKED
rel_status rel_campaign_write(rel_ctx *ctx, const char *folder, const rel_campaign_opts *opts);

#endif
