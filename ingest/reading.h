/* What the readers of posts have in common. */
#ifndef REL_INGEST_READING_H
#define REL_INGEST_READING_H

#include "ingest/format.h"
#include "ingest/json_access.h"

/* A field that may be left out: a time that is none counts as missing and is counted. */
int64_t rel_optional_time(const cJSON *item, int64_t *ignored);
/* The same for a text. */
rel_str rel_optional_text(const cJSON *item, int64_t *ignored);

/* The text with "&amp;", "&lt;" and "&gt;", as X and Reddit keep these characters, as the characters; in
 * scratch memory of the context when there are any. Sets b->status when memory is out. */
rel_str rel_unescaped_text(rel_batch *b, rel_str text);

/* Says why a post cannot be stored. The first that applies: the id is missing or of a wrong type, the time is
 * none, the author is missing or of a wrong type. A post of the context (not collected) is only counted as an
 * ignored field of the record that it came with. */
typedef struct rel_post_fault {
    bool collected;
    bool bad_id; /* there is none that can be used */
    bool bad_time, bad_author;
    const cJSON *id, *author; /* the fields as they stand; NULL: missing */
} rel_post_fault;
/* True when there is a fault. */
bool rel_reject_post(rel_batch *b, int64_t line, const rel_post_fault *fault);

/* Own activity of the account was collected. */
void rel_batch_observe(rel_batch *b, rel_account_ref ref, int64_t seen_at);

/* Adds an interaction of weight 1 unless the batch already has one of this kind, with this target, since
 * `from` (its number of interactions before the post). At most REL_POST_MENTIONS_MAX of a post are added, the
 * rest is counted. */
enum { REL_POST_MENTIONS_MAX = 1000 };
void rel_add_once(rel_batch *b, size_t from, const rel_interaction_record *interaction);

/* What tells apart two acts that are no posts and have no id of their own ("like x:12 345"), so that reading
 * them again adds nothing. The text lives in room. */
enum { REL_ACT_ID_TEXT = 1400 };
rel_str rel_make_act_id(char room[REL_ACT_ID_TEXT], rel_kind kind, rel_str account_key, rel_str post);

/* "@name" or a bare id, as --subject and collectors write it: the id when there are only digits or it starts
 * with "did:", else the handle. */
void rel_subject_parse(rel_str text, rel_str *id, rel_str *handle);

/* Whether one of the words (the last is NULL) stands in the name of a file, without its folders, parted from
 * what else stands there by "_", "-", "." or a blank. ASCII letters count without case. */
bool rel_file_name_has(const char *path, const char *const *words);

/* Whose followers, or friends, a file lists that does not say so itself. */
typedef struct rel_list_owner {
    rel_str id,
        handle; /* as rel_subject_parse gives them, borrowed from path and options; both missing: not known */
    bool following; /* those whom the owner follows, not those who follow the owner */
    bool is_list;   /* --subject was given, or the name has a word for followers or friends */
    bool by_name;   /* the name of the file said whose: worth a note */
} rel_list_owner;

/* The owner is --subject, else what the name of the file says, as collectors write it: a word ("followers",
 * "follower", "friends", "friend", "following", "followees") and, behind or before it, an id or a handle,
 * parted by "_", "-", "." or a blank: followers_12345.json, follower_ids_12345.txt.gz, friends-@name.json,
 * name_followers.jsonl; or the word is the folder: friends/12345.json. The word alone says which side, also
 * beside --subject; without a word they are followers.
 *
 * A wrong owner is worse than none, so a name that may mean something else says nothing: less than 5 digits
 * (a page, a year), 8 digits that are a date, words such as "get", "twitter" or "page2", and text on both
 * sides of the word unless one is an id or has an "@". */
rel_list_owner rel_list_owner_of(const char *path, const rel_ingest_opts *opts);
/* Says so when the name of the file told whose list it is. For the setup of a format that has found a list. */
void rel_list_owner_note(rel_ctx *ctx, const char *path, const rel_list_owner *owner);

#endif
