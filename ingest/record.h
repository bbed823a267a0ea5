/* Records: what readers make of a platform's export and the workspace stores. A reader fills batches; one
 * batch holds what a block of input yields, in input order. Batches are filled by several threads, one each,
 * and stored one after another in input order, so the workspace does not depend on the number of threads.
 *
 * All text in a batch is valid UTF-8 without characters that XML 1.0 forbids: rel_batch_text and the
 * functions here make it so and count what they replaced. */
#ifndef REL_INGEST_RECORD_H
#define REL_INGEST_RECORD_H

#include "graph/types.h"
#include "src/base/arena.h"
#include "src/base/hash.h"
#include "src/base/str.h"
#include "src/base/time.h"

/* Counts and flags that a source may leave out. Missing is never 0. */
#define REL_COUNT_MISSING INT64_MIN
enum { REL_FLAG_MISSING = -1 };
/* Of one stored text; longer ones are cut between characters and counted. */
enum { REL_FIELD_MAX_BYTES = 1024 * 1024 };

/* Position of an account in its batch. */
typedef uint32_t rel_account_ref;
#define REL_ACCOUNT_UNKNOWN UINT32_MAX

/* An account as one batch knows it: what its records say is merged, the latest seen_at wins, field by field,
 * a missing field never replaces one that is there. */
typedef struct rel_account_record {
    rel_hash128 key_hash; /* of the key */
    rel_str key;          /* "platform:native-id"; "platform:@handle" (folded) when only the handle is known */
    rel_str platform;
    rel_str handle, name, bio, url, location, lang;
    int64_t created, seen_at; /* seen_at: when the source was retrieved, else the time of the act */
    int64_t followers, following, posts;
    int8_t verified, bot, is_protected; /* 0, 1 or REL_FLAG_MISSING */
    bool observed; /* own posts or profile were collected; only mentioned otherwise */
} rel_account_record;

typedef enum rel_post_kind {
    REL_POST_ORIGINAL, REL_POST_REPLY, REL_POST_SHARE, REL_POST_QUOTE, REL_POST_COMMENT
} rel_post_kind;

typedef struct rel_post_record {
    rel_str platform, id; /* id: native, unique on the platform */
    rel_account_ref author;
    rel_post_kind kind;
    int64_t time;         /* REL_TIME_MISSING allowed */
    int64_t time_error;   /* 0: the source says the time. Else it is estimated ("18h ago"), and the true one lies at
                           * most this many seconds from it */
    int64_t retrieved_at; /* latest wins for the counts; REL_TIME_MISSING counts as earliest */
    rel_str text, lang, url, conversation_id;
    rel_str target_id; /* native id of the post that this one replies to, shares or quotes; may be missing */
    int64_t likes, replies, shares, quotes, views;
    bool collected; /* false: came along as context (shared, quoted, replied to), is not collected activity */
    /* Filled by rel_batch_add_post, so that this is done where several threads work: */
    rel_hash128 id_hash; /* of platform and id */
    uint64_t said;       /* hash of all but author and collected */
} rel_post_record;

/* A hashtag or a link of a post. */
typedef struct rel_tag_record {
    rel_str platform, post_id;
    rel_str tag; /* without '#', as written */
} rel_tag_record;

typedef struct rel_link_record {
    rel_str platform, post_id;
    rel_str url; /* expanded when the source says so */
} rel_link_record;

/* source gives attention to target. A share points at the original author. When the target account is not
 * known but its post is, target is REL_ACCOUNT_UNKNOWN and target_post says which: it is resolved when that
 * post is stored, by this or a later run. */
typedef struct rel_interaction_record {
    rel_kind kind;
    rel_account_ref source, target;
    int64_t time;        /* REL_TIME_MISSING allowed (a follow without date) */
    rel_str platform;
    rel_str post_id;     /* the post that is the act; missing for follows, likes and plain edges */
    rel_str target_post; /* native id, may be missing */
    rel_str act_id;      /* id of an act that is no post (Bluesky like or follow: its at-uri), for deletes */
    double weight;       /* 1 unless the source says otherwise */
} rel_interaction_record;

/* Somebody took something back. Stored, so that a later file does not bring it back. */
typedef struct rel_delete_record {
    enum rel_delete_what { REL_DELETE_POST, REL_DELETE_ACT, REL_DELETE_ACCOUNT } what;
    rel_str platform;
    rel_str id; /* native id of the post, act id, or native id of the account */
    int64_t time;
} rel_delete_record;

/* Why a record was not stored. Names are part of the workspace format and of --json. */
#define REL_REJECT_LIST(X)                                                              \
    X(BAD_JSON, "bad_json", "is not valid JSON")                                        \
    X(TRUNCATED, "truncated", "ends in the middle")                                     \
    X(TOO_LARGE, "too_large", "is larger than a record may be")                         \
    X(TOO_DEEP, "too_deep", "is nested deeper than a record may be")                    \
    X(WRONG_TYPE, "wrong_type", "has a field of the wrong type")                        \
    X(NO_ID, "no_id", "has no id")                                                      \
    X(NO_AUTHOR, "no_author", "has no author")                                          \
    X(NO_SUBJECT, "no_subject", "is a list of followers that does not say whose")       \
    X(BAD_TIME, "bad_time", "has a time that is none")                                  \
    X(BAD_NUMBER, "bad_number", "has a number that is none")                            \
    X(BAD_KIND, "bad_kind", "has a kind of interaction that is not known")              \
    X(MISSING_FIELD, "missing_field", "lacks a field that it needs")                    \
    X(BAD_ROW, "bad_row", "has another number of columns than the header")              \
    X(BAD_QUOTES, "bad_quotes", "has quotes that do not end")                           \
    X(PLATFORM_ERROR, "platform_error", "is an error message of the platform")          \
    X(UNKNOWN_RECORD, "unknown_record", "is of no kind that this format has")

typedef enum rel_reject {
#define X(name, word, sentence) REL_REJECT_##name,
    REL_REJECT_LIST(X)
#undef X
        REL_REJECT_COUNT
} rel_reject;

const char *rel_reject_word(rel_reject reason);
const char *rel_reject_sentence(rel_reject reason); /* English, for gettext */

typedef struct rel_reject_record {
    rel_reject reason;
    int64_t line;  /* 1-based, where the record starts */
    rel_str detail; /* which field, what was found; short; may be missing */
} rel_reject_record;

/* Things that are no loss but should be said. */
typedef struct rel_batch_counts {
    int64_t records;            /* read, good or bad */
    int64_t rejected[REL_REJECT_COUNT];
    int64_t self_interactions;  /* left out: somebody answers or mentions themself */
    int64_t text_replaced;      /* invalid or forbidden characters that became U+FFFD */
    int64_t text_cut;           /* texts over REL_FIELD_MAX_BYTES */
    int64_t fields_ignored;     /* optional fields of a wrong type or out of range, taken as missing */
    int64_t ignored;            /* records that carry nothing for us (an identity event, a compliance line) */
    int64_t unresolved_targets; /* interactions whose target account the source does not tell */
    int64_t times_estimated;    /* posts whose time is estimated */
} rel_batch_counts;

/* Adds all of more to sum. */
void rel_batch_counts_add(rel_batch_counts *sum, const rel_batch_counts *more);

enum { REL_BATCH_REJECT_MAX = 64 }; /* listed per batch; all are counted */

typedef struct rel_batch {
    rel_account_record *account; size_t accounts, account_capacity;
    rel_post_record *post; size_t posts, post_capacity;
    rel_tag_record *tag; size_t tags, tag_capacity;
    rel_link_record *link; size_t links, link_capacity;
    rel_interaction_record *interaction; size_t interactions, interaction_capacity;
    rel_delete_record *delete_; size_t deletes, delete_capacity;
    rel_reject_record *reject; size_t rejects, reject_capacity;
    rel_batch_counts counts;
    int64_t end_offset; /* unpacked bytes of the input up to the end of this batch, for resuming */
    int64_t end_line;

    size_t parse_bytes; /* most that parsing into it held besides */

    rel_ctx *ctx;       /* of the thread that fills it; borrowed */
    rel_status status;  /* of the first failure (memory); later calls do nothing */
    rel_arena text;     /* owns every slice */
    struct rel_account_slot *slot; size_t slots; /* hash table account key -> account */
    rel_str last_platform, last_post_id; /* slices of text that the next record most likely repeats */
} rel_batch;

void rel_batch_init(rel_batch *b);
/* Empties it for the next block and keeps its memory. */
void rel_batch_reset(rel_batch *b, rel_ctx *ctx);
void rel_batch_free(rel_batch *b);
/* Bytes that it holds on to, and that parsing into it did. */
size_t rel_batch_memory(const rel_batch *b);

/* A copy of s that lives as long as the batch, made valid. Missing stays missing. */
rel_str rel_batch_text(rel_batch *b, rel_str s);

/* The account with this native id; added when new. When native_id is missing or empty the handle is the key
 * (without '@', case folded). Both missing: REL_ACCOUNT_UNKNOWN. The handle, when given, is remembered.
 * The pointer from rel_batch_account_at is valid until the next account is added. Cost O(1). */
rel_account_ref rel_batch_account(rel_batch *b, rel_str platform, rel_str native_id, rel_str handle);
rel_account_record *rel_batch_account_at(rel_batch *b, rel_account_ref ref);
/* Merges the profile fields of *profile (key, platform and hash are ignored) into the account: a field that is
 * there replaces one that is missing or was seen earlier. Text is copied. */
void rel_batch_profile(rel_batch *b, rel_account_ref ref, const rel_account_record *profile);
/* A record with every field missing, to be filled. */
rel_account_record rel_account_record_empty(void);
rel_post_record rel_post_record_empty(void);

/* These copy the record and its text. A post without platform, id or author is left out. */
void rel_batch_add_post(rel_batch *b, const rel_post_record *post);
/* A tag or link that the post has already is not added again. */
void rel_batch_add_tag(rel_batch *b, rel_str platform, rel_str post_id, rel_str tag);
void rel_batch_add_link(rel_batch *b, rel_str platform, rel_str post_id, rel_str url);
/* Leaves out and counts an interaction with oneself. One whose target account is unknown is counted as
 * unresolved, and left out when its post is unknown too. */
void rel_batch_add_interaction(rel_batch *b, const rel_interaction_record *interaction);
void rel_batch_add_delete(rel_batch *b, const rel_delete_record *record);
/* Counts a rejected record and lists it with its line. */
void rel_batch_reject(rel_batch *b, rel_reject reason, int64_t line, const char *format, ...) REL_PRINTF(4, 5);

#endif
