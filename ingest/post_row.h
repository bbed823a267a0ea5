/* Rows of posts: a plan says once for a file where things stand; then every row becomes a post, its author
 * and what the author did by it. */
#ifndef REL_INGEST_POST_ROW_H
#define REL_INGEST_POST_ROW_H

#include "ingest/csv_sniff.h"
#include "ingest/preset.h"
#include "ingest/table_roles.h"
#include "ingest/table_time.h"

typedef struct rel_post_plan {
    int column[REL_POST_ROLES];
    rel_more_columns more; /* used with a preset */
    bool author_is_id;     /* 'author' holds ids of the platform */
    bool author_is_name;   /* 'author' stands beside a handle: it is the name that people see */
    bool target_is_id;     /* the same for 'target_author' */
    bool reads_text;       /* mentions, hashtags and links come from the text where no column has them */
    rel_date_order dates;
    rel_kind target_kind; /* what a row does to its target when it does not say */
    rel_kind_words *words;
    const rel_preset *preset; /* borrowed; NULL: none */
    const char *platform;     /* of rows that do not say, borrowed; NULL: "other" */
} rel_post_plan;

/* preset: NULL when there is none; must live as long as the plan.
 * Errors: E_USAGE (of --map, --kinds, --kind; no column for the author; nothing to read besides), E_MEM. */
REL_CHECKED
rel_status rel_post_plan_make(rel_ctx *ctx, const rel_csv_sample *sample, const char *path,
                              const rel_ingest_opts *opts, const rel_preset *preset, rel_post_plan *plan);
void rel_post_plan_free(rel_post_plan *plan);

/* How sure we may be that this is a table of posts, 0 to 100. */
int rel_post_table_score(const rel_csv_sample *sample, const char *path, const rel_ingest_opts *opts);

/* tree: of JSON records the columns that hold a list or an object, else NULL; NULL as a whole in tables. */
void rel_post_row(const rel_post_plan *plan, const rel_ingest_opts *opts, rel_batch *b, const rel_str *field,
                  const struct cJSON *const *tree, size_t fields, int64_t line);

#endif
