/* What a workspace knows of the accounts of a graph beside their edges, streamed row by row: posts with their
 * texts and counts, acts, profiles over time, and the brand's words. For analyses that look at everything
 * once. */
#ifndef REL_INGEST_ACCOUNT_FACTS_H
#define REL_INGEST_ACCOUNT_FACTS_H

#include "graph/names.h"
#include "ingest/workspace.h"

/* A post, collected or not, in ascending order of rows. Texts are borrowed until the callback returns. */
typedef struct rel_post_fact {
    int64_t row;    /* post.id */
    int64_t shared; /* row of the post that it shares; 0: no share, or not known */
    rel_vid author; /* REL_VID_NONE: not in the graph */
    bool share;
    bool collected;     /* and in the period */
    int64_t time;       /* REL_TIME_MISSING: not known */
    rel_str text;       /* its own */
    const rel_str *tag; /* its own, without '#' */
    size_t tags;
    int64_t likes, replies, shares, quotes, views; /* INT64_MIN: not known */
} rel_post_fact;

/* An act that is no follow, in the order of the table. */
typedef struct rel_act_fact {
    rel_kind kind;
    rel_vid source, target; /* REL_VID_NONE: not in the graph, or not known */
    int64_t target_row;     /* account.id of the target; 0: not known */
    int64_t time, count;    /* REL_TIME_MISSING: not known */
    int64_t post;           /* post.id of the post that is the act; 0: none */
    rel_str post_id;        /* its native id */
    rel_str target_post;    /* native id of the post that it is about */
} rel_act_fact;

/* A profile on one day: by account, then by day. */
typedef struct rel_profile_fact {
    rel_vid account;
    int64_t day, followers; /* INT64_MIN: not known */
} rel_profile_fact;

/* A row of the table brand. */
typedef struct rel_brand_fact {
    bool own, handle;
    rel_str platform, value;
} rel_brand_fact;

typedef rel_status rel_post_fact_fn(void *user, const rel_post_fact *post);
typedef rel_status rel_act_fact_fn(void *user, const rel_act_fact *act);
typedef rel_status rel_profile_fact_fn(void *user, const rel_profile_fact *profile);
typedef rel_status rel_brand_fact_fn(void *user, const rel_brand_fact *brand);
typedef rel_status rel_handle_fact_fn(void *user, int64_t row, rel_str platform, rel_str handle);

typedef struct rel_facts rel_facts;

/* Opens the facts of the accounts named (account keys in ascending order of their rows, as rel_project makes
 * them) from since on and before until; REL_TIME_MISSING: no bound. With a bound, posts and acts without a
 * time are left out (a post that is left out is told, as not collected). The workspace is seen as it was at
 * this moment until the facts are closed. Memory: 4 bytes an account. Errors: E_USAGE (a name is no account
 * of this workspace), E_IO, E_DATA, E_MEM; *facts is NULL then. */
REL_CHECKED
rel_status rel_facts_open(rel_ctx *ctx, rel_workspace *w, const rel_names *names, int64_t since,
                          int64_t until, rel_facts **facts);
/* Accepts NULL. */
void rel_facts_close(rel_facts *facts);

/* One past the greatest post.id, account.id. */
int64_t rel_facts_post_rows(const rel_facts *facts);
int64_t rel_facts_account_rows(const rel_facts *facts);

/* Each calls fn for every row; a failure of fn ends it and is returned. Cost: one look at every row of the
 * table; for posts a look-up for each share, for acts one for each act that is a post. Errors: E_IO, E_DATA,
 * E_MEM, E_STOPPED, those of fn. */
REL_CHECKED
rel_status rel_facts_posts(rel_ctx *ctx, rel_facts *facts, rel_post_fact_fn *fn, void *user);
REL_CHECKED
rel_status rel_facts_acts(rel_ctx *ctx, rel_facts *facts, rel_act_fact_fn *fn, void *user);
REL_CHECKED
rel_status rel_facts_profiles(rel_ctx *ctx, rel_facts *facts, rel_profile_fact_fn *fn, void *user);
REL_CHECKED
rel_status rel_facts_brand(rel_ctx *ctx, rel_facts *facts, rel_brand_fact_fn *fn, void *user);
/* Every account that has a handle, in or out of the graph. */
REL_CHECKED
rel_status rel_facts_handles(rel_ctx *ctx, rel_facts *facts, rel_handle_fact_fn *fn, void *user);

#endif
