/* Files of X v2 pages of any size, for measuring readers: the shape of what `twarc2 search` keeps, with
 * invented people. Every post and every user is a function of the seed and its number, so any part of the
 * file can be written by any thread. */
#ifndef REL_DATASETS_X_V2_BULK_H
#define REL_DATASETS_X_V2_BULK_H

#include "src/base/ctx.h"

typedef struct rel_x_v2_bulk_opts {
    int64_t posts;  /* >= 1; 100 a page */
    int64_t users;  /* 0: one for each 5 posts */
    int64_t days;   /* the posts are spread over */
    bool long_form; /* as twarc really writes: annotations, ", " and \u escapes; about twice the bytes */
    bool flattened; /* one tweet a line, with its author and the tweet it refers to inside */
} rel_x_v2_bulk_opts;

#define REL_X_V2_BULK_DEFAULTS ((rel_x_v2_bulk_opts){.posts = 100000, .days = 30})

/* What was written, for checking a reader. */
typedef struct rel_x_v2_bulk_counts {
    int64_t posts, pages, bytes;
    int64_t originals, shares, replies, quotes;
    int64_t mentions;   /* entities.mentions of collected tweets, all of them */
    int64_t unresolved; /* references whose tweet is not in the page */
} rel_x_v2_bulk_counts;

/* Writes path ("-": standard output), newest post first as search replies are. Same bytes at any thread
 * count. counts may be NULL. Memory: 1 MiB for each thread and page under way. Errors: E_USAGE, E_IO, E_MEM,
 * E_STOPPED. */
REL_CHECKED
rel_status rel_x_v2_bulk_write(rel_ctx *ctx, const char *path, const rel_x_v2_bulk_opts *opts,
                               rel_x_v2_bulk_counts *counts);

#endif
