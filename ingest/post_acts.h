/* What a post makes its author do: shares, replies, quotes, comments, mentions. For readers that have a
 * rel_post_record at hand; see record.h for what each becomes. */
#ifndef REL_INGEST_POST_ACTS_H
#define REL_INGEST_POST_ACTS_H

#include "ingest/format.h"

/* The author of the post acts by it on `target` (may be unknown when target_post is there). Self interactions
 * and unresolved targets are counted by the batch. */
void rel_post_act(rel_batch *b, const rel_post_record *post, rel_kind kind, rel_account_ref target,
                  rel_str target_post);

/* A mention; the same account twice in one post counts once, also when it is named once by id and handle and
 * then by the handle alone. from: b->interactions before the first act of the post. Missing id and handle:
 * nothing happens. */
void rel_post_mention(rel_batch *b, const rel_post_record *post, size_t from, rel_str native_id,
                      rel_str handle);

/* What the text alone says, for sources without fields for it: mentions by handle, hashtags, links, each when
 * asked for. At most REL_POST_MENTIONS_MAX (reading.h) of each post, the rest is counted. */
typedef struct rel_text_wishes {
    bool mentions, tags, links;
} rel_text_wishes;
void rel_post_text(rel_batch *b, const rel_post_record *post, size_t from, rel_text_wishes wishes);

/* A like or a follow: an act that is no post. Its act_id is made of what it is, so that reading it again adds
 * nothing. */
void rel_bare_act(rel_batch *b, rel_kind kind, rel_account_ref source, rel_account_ref target,
                  rel_str platform, rel_str target_post, int64_t time);

#endif
