/* The campaign in memory, between the parts that make it and the parts that write it. */
#ifndef REL_DATASETS_CAMPAIGN_MODEL_H
#define REL_DATASETS_CAMPAIGN_MODEL_H

#include "datasets/campaign.h"
#include "datasets/words.h"
#include "graph/types.h"

typedef enum rel_platform { REL_ON_X, REL_ON_MASTODON, REL_ON_BLUESKY, REL_PLATFORMS } rel_platform;
extern const char *const rel_platform_words[REL_PLATFORMS]; /* "x", "mastodon", "bluesky" */

/* Streams of random numbers; 64 throws an index where dice are used. */
enum {
    REL_DRAW_COMMUNITY = 0x400,
    REL_DRAW_PERSON,
    REL_DRAW_ACCOUNT,
    REL_DRAW_FOLLOW,
    REL_DRAW_EDGE,
    REL_DRAW_CAUSE,
    REL_DRAW_COIN,
    REL_DRAW_DELAY,
    REL_DRAW_POST,
    REL_DRAW_WORDS,
    REL_DRAW_REPLY,
    REL_DRAW_LIKE,
    REL_DRAW_SALE,
    REL_DRAW_KEY,
};

enum { REL_NATIVE_ID = 64 };

typedef struct rel_member {
    uint32_t person, community;
    rel_platform platform;
    rel_lang lang;
    int topic;
    int brand;         /* official account of this brand, or -1 */
    bool is_protected; /* never posts in public */
    bool outside;      /* only mentioned by others: nothing else is known */
    bool in_concert;   /* one of the coordinated accounts */
    double fame, activity;
    uint64_t number;            /* X and Mastodon: numeric id */
    char native[REL_NATIVE_ID]; /* the id that makes the key: X number, Mastodon user@host, Bluesky DID */
    char handle[REL_NATIVE_ID]; /* as mentions show it: X name, Mastodon user@host, Bluesky domain */
    char name[REL_WORDS_NAME], bio[REL_WORDS_BIO];
    int64_t created_ms;
    int64_t followers, following, posts;
} rel_member;

typedef enum rel_act { REL_ACT_ORIGINAL, REL_ACT_REPLY, REL_ACT_SHARE, REL_ACT_QUOTE } rel_act;
typedef enum rel_fate {
    REL_FATE_COLLECTED,
    REL_FATE_EARLIER, /* from before the collection: seen only inside other records */
    REL_FATE_GONE,    /* deleted since */
} rel_fate;

#define REL_NOBODY UINT32_MAX
#define REL_NO_POST INT64_MIN

typedef struct rel_message {
    rel_act act;
    rel_fate fate;
    uint32_t author;
    int64_t target; /* message that it shares, quotes or answers, or REL_NO_POST */
    int64_t cause; /* shares and quotes: the message through which it was seen; REL_NO_POST: seen elsewhere */
    int64_t cascade; /* the original that it all began with */
    int64_t time_ms;
    uint64_t number; /* X and Mastodon: numeric id; Bluesky: record key as a number */
    rel_tone tone;
    int brand;     /* that it is about, or -1 */
    bool has_code; /* carries the author's campaign link */
    bool in_concert;
    uint32_t mentioned; /* whom it mentions besides the answered, or REL_NOBODY */
    int64_t shares, replies, quotes, likes, views;
} rel_message;

typedef struct rel_sale {
    int64_t time_ms, cents;
    int64_t cause; /* message, or REL_NO_POST: nobody's share */
    bool has_code, has_link;
} rel_sale;

typedef struct rel_like {
    uint32_t who;
    int64_t what, time_ms;
    bool taken_back;
} rel_like;

typedef struct rel_campaign {
    rel_ctx *ctx;
    rel_campaign_opts o;
    uint64_t seed;
    int64_t start_ms, end_ms, retrieved_ms;

    rel_member *member; /* by platform, then community; those outside last */
    uint32_t members, inside;
    uint32_t platform_first[REL_PLATFORMS + 1];
    uint32_t communities;
    uint32_t official[REL_BRANDS][REL_PLATFORMS]; /* the brands' accounts */

    /* Followers of v: follower[in_off[v] .. in_off[v + 1]). */
    int64_t *in_off, follows;
    uint32_t *follower;
    double *probability;      /* that the follower shares what v shared */
    uint32_t *tried, *passed; /* times v shared or wrote, times the coin said yes */

    rel_message *message;
    size_t messages, message_capacity;
    rel_sale *sale;
    size_t sales, sale_capacity;
    rel_like *like;
    size_t likes, like_capacity;
    int64_t *order; /* messages by time */
} rel_campaign;

/* Each stage adds to the campaign; what is there is freed by rel_campaign_free. */
REL_CHECKED
rel_status rel_campaign_people(rel_campaign *c);
REL_CHECKED
rel_status rel_campaign_follows(rel_campaign *c);
REL_CHECKED
rel_status rel_campaign_messages(rel_campaign *c);
REL_CHECKED
rel_status rel_campaign_sales(rel_campaign *c);
void rel_campaign_free(rel_campaign *c);

/* The text of a message in the form of its platform, with mentions, tags and links. */
void rel_campaign_draft(const rel_campaign *c, int64_t message, rel_draft *d);
/* The native id of a message as its platform gives it (Bluesky: at-uri). */
enum { REL_MESSAGE_ID = 160 };
void rel_campaign_message_id(const rel_campaign *c, int64_t message, char id[REL_MESSAGE_ID]);
/* The campaign link that an account spreads. */
void rel_campaign_code(const rel_campaign *c, uint32_t member, char code[16]);
void rel_campaign_link(const rel_campaign *c, uint32_t member, char link[96]);
/* True when the follow v <- follower number e was taken back during the campaign, and when it was made in it;
 * *at_ms tells when it was made. Bluesky only. */
bool rel_campaign_follow_is_new(const rel_campaign *c, int64_t e, int64_t *at_ms);
bool rel_campaign_follow_is_undone(const rel_campaign *c, int64_t e);

/* Writing: each writes its files and adds to the counts. */
typedef struct rel_tally rel_tally;
REL_CHECKED
rel_status rel_campaign_write_x(const rel_campaign *c, const char *folder, rel_tally *t);
REL_CHECKED
rel_status rel_campaign_write_mastodon(const rel_campaign *c, const char *folder, rel_tally *t);
REL_CHECKED
rel_status rel_campaign_write_bluesky(const rel_campaign *c, const char *folder, rel_tally *t);
REL_CHECKED
rel_status rel_campaign_write_tables(const rel_campaign *c, const char *folder, rel_tally *t);

#endif
