/* One row of posts on its way into the batch: what post_row.c reads of it and post_row_acts.c makes its
 * author do. */
#ifndef REL_INGEST_POST_ROW_STATE_H
#define REL_INGEST_POST_ROW_STATE_H

#include "ingest/post_row.h"
#include "ingest/table_value.h"

/* What the post answers, shares or quotes. */
typedef struct rel_post_reference {
    rel_str post, author_id, handle;
} rel_post_reference;

typedef struct rel_post_row_state {
    const rel_post_plan *plan;
    const rel_ingest_opts *opts;
    rel_batch *b;
    const rel_str *field;
    const struct cJSON *const *tree; /* NULL: a table */
    size_t fields;
    int64_t line;
    char platform_room[REL_PLATFORM_TEXT], id_room[4 + REL_HASH_TEXT];
    rel_str platform, author_id, handle, name;
    rel_post_record post;
    rel_account_record profile;
    bool has_kind; /* the row says what it is */
    rel_kind_meaning means;
    rel_kind kind;
    rel_post_reference share, reply, quote;
    rel_str comment_on;        /* id of the post that this one is a comment on */
    rel_post_reference sharer; /* who shared the post and so brought it into the table */
    bool answers_in_text;      /* reply is the first ">>1234" of the text, more may follow */
} rel_post_row_state;

/* The value of a role, trimmed; missing or empty when there is none. */
rel_str rel_post_row_cell(const rel_post_row_state *r, rel_post_role role);

static inline bool rel_post_row_mapped(const rel_post_row_state *r, rel_post_role role)
{
    return r->plan->column[role] >= 0;
}

static inline bool rel_post_reference_given(const rel_post_reference *ref)
{
    return ref->post.s || ref->author_id.s || ref->handle.s;
}

/* An account of the row's platform. */
rel_account_ref rel_post_row_account(const rel_post_row_state *r, rel_str id, rel_str handle);
/* A time besides that of the post: one that is none counts as missing. */
int64_t rel_post_row_optional_time(const rel_post_row_state *r, rel_post_role role);

/* Takes the next ">>1234" of a text that names posts so: the digits; missing when there is none left. */
rel_str rel_post_row_answered(rel_str *text);

/* Stores the author with what the row says of them. */
void rel_post_row_author(rel_post_row_state *r);
/* What the author of a stored post did by it; what a row is that is no post (a like, a follow); that somebody
 * shared the post. */
void rel_post_row_acts(rel_post_row_state *r);
void rel_post_row_bare_act(rel_post_row_state *r);
void rel_post_row_shared(rel_post_row_state *r);
/* Hashtags and links only, as of a post that came along. */
void rel_post_row_context(rel_post_row_state *r);

#endif
