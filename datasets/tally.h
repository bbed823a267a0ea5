/* What was written into each file, for checking what a reader finds. */
#ifndef REL_DATASETS_TALLY_H
#define REL_DATASETS_TALLY_H

#include "datasets/campaign_model.h"

enum { REL_TALLY_FILES = 16 };

/* Of one file. Collected posts only, unless said otherwise. */
typedef struct rel_file_tally {
    const char *name, *format; /* format: as `relais formats` calls it; NULL: none of ours */
    int64_t records;           /* lines, rows without header, or elements of the array */
    int64_t posts[4];          /* by rel_act */
    int64_t context_posts;     /* that came along inside others and are nowhere collected in this file */
    int64_t interactions[REL_KIND_COUNT];
    int64_t reply_mentions; /* of the mentions: of the account that the post answers */
    int64_t share_mentions; /* mentions inside shares; not among the mentions */
    int64_t tags, links;    /* in posts that are no shares */
    int64_t deletes;        /* things taken back later in the file; they are counted above, too */
    int64_t unresolved;     /* interactions whose target account the file does not tell */
    uint8_t *observed;      /* per member: 1 named, 2 profile or own post */
} rel_file_tally;

struct rel_tally {
    rel_ctx *ctx;
    size_t members;
    int files;
    rel_file_tally file[REL_TALLY_FILES];
};

/* The entry of a new file; NULL when memory is out (or the table is full). */
REL_CHECKED
rel_status rel_tally_add(rel_tally *t, const char *name, const char *format, rel_file_tally **file);
void rel_tally_free(rel_tally *t);

static inline void rel_tally_name(rel_file_tally *f, uint32_t who)
{
    f->observed[who] |= 1;
}
static inline void rel_tally_observe(rel_file_tally *f, uint32_t who)
{
    f->observed[who] |= 3;
}
/* A post in collected form: its act, interactions and what its text names. */
void rel_tally_post(rel_file_tally *f, const rel_campaign *c, int64_t message, const rel_draft *draft);
/* truth/counts.json */
REL_CHECKED
rel_status rel_tally_write(rel_tally *t, const rel_campaign *c, const char *folder);

#endif
