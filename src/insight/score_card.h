/* Score cards: what speaks for and against an account that might carry a message, trait by trait. Each trait
 * has a number, a unit and a sample size of its own, or is missing with a reason: what is not known is never
 * 0, and there is no sum of everything. Policies (policy.h) decide what counts.
 *
 * Sources: burstiness: Goh, Barabasi, "Burstiness and memory in complex systems", EPL 81(4), 2008; 50 posts a
 * day: Howard, Kollanyi, "Bots, #StrongerIn, and #Brexit", arXiv 1606.06356, 2016; acts in concert: Pacheco
 * et al., "Uncovering coordinated networks on social media: methods and case studies", ICWSM 2021;
 * participation: algorithms/structure/bridging.h; betweenness: algorithms/centrality/betweenness_sampling.h.
 * Definitions, units and thresholds are in docs/commands/card.md. */
#ifndef REL_INSIGHT_SCORE_CARD_H
#define REL_INSIGHT_SCORE_CARD_H

#include "ingest/account_facts.h"
#include "src/insight/scoring.h"

enum {
    REL_CARD_HOPS = 2,       /* of reachable accounts */
    REL_CARD_MIN_POSTS = 10, /* of resonance */
    REL_CARD_MIN_FOLLOWERS = 2000,
    REL_CARD_MIN_INTERVALS = 9,    /* between posts, of burstiness and regular intervals */
    REL_CARD_PEERS = 100,          /* accounts nearest in size that one is compared with */
    REL_CARD_MIN_PEERS = 10,       /* fewer are no comparison */
    REL_CARD_CONCERT_SECONDS = 60, /* shares of one post this near are made together, */
    REL_CARD_CONCERT_POSTS = 3,    /* in concert when two accounts do so on so many posts; */
    REL_CARD_CONCERT_CROWD = 20,   /* of a crowd, so many shares that follow are looked at */
};

/* group, word (of JSON) */
#define REL_TRAIT_GROUP_LIST(X)                                                                              \
    X(REACH, "reach", N_("reach"))                                                                           \
    X(RESONANCE, "resonance", N_("resonance"))                                                               \
    X(RELEVANCE, "relevance", N_("relevance"))                                                               \
    X(SENTIMENT, "sentiment", N_("sentiment towards the brand"))                                             \
    X(ACTIVITY, "activity", N_("activity"))                                                                  \
    X(RESPONSIVENESS, "responsiveness", N_("responsiveness"))                                                \
    X(POSITION, "position", N_("position"))                                                                  \
    X(AUTHENTICITY, "authenticity", N_("authenticity"))                                                      \
    X(SATURATION, "saturation", N_("saturation"))                                                            \
    X(GROWTH, "growth", N_("growth"))

typedef enum rel_trait_group {
#define X(name, word, title) REL_TRAITS_##name,
    REL_TRAIT_GROUP_LIST(X)
#undef X
        REL_TRAIT_GROUPS
} rel_trait_group;

/* name, group, word (of JSON and policies), title, unit of the number, unit of the sample, which end is the
 * better one: HIGH, LOW, or NEITHER (then no policy may weigh it) */
#define REL_TRAIT_LIST(X)                                                                                    \
    X(FOLLOWERS, REACH, "followers", N_("followers"), N_("accounts"), "", HIGH)                              \
    X(AUDIENCE, REACH, "audience", N_("audience in the graph"), N_("accounts"), "", HIGH)                    \
    X(REACHABLE, REACH, "reachable", N_("reachable in two steps"), N_("accounts"), "", HIGH)                 \
    X(ENGAGEMENT_PER_FOLLOWER, RESONANCE, "engagement_per_follower", N_("engagement per follower"),          \
      N_("reactions a post and follower"), N_("posts"), HIGH)                                                \
    X(ENGAGEMENT_PER_VIEW, RESONANCE, "engagement_per_view", N_("engagement per view"),                      \
      N_("reactions a view"), N_("posts"), HIGH)                                                             \
    X(BRAND_SHARE, RELEVANCE, "brand_share", N_("posts that name the brand"), N_("share of posts"),          \
      N_("posts"), HIGH)                                                                                     \
    X(BRAND_LIFT, RELEVANCE, "brand_lift", N_("brand posts against all accounts"),                           \
      N_("times the share of all"), N_("posts"), HIGH)                                                       \
    X(BRAND_AGE, RELEVANCE, "brand_age", N_("last post that names the brand"), N_("days before the end"),    \
      N_("posts"), LOW)                                                                                      \
    X(SENTIMENT, SENTIMENT, "sentiment", N_("sentiment"), N_("-1 to 1"), "", HIGH)                           \
    X(POSTS_PER_WEEK, ACTIVITY, "posts_per_week", N_("posts a week"), N_("posts"), N_("posts"), HIGH)        \
    X(ACTIVE_WEEKS, ACTIVITY, "active_weeks", N_("weeks with a post"), N_("share of weeks"), N_("weeks"),    \
      HIGH)                                                                                                  \
    X(BURSTINESS, ACTIVITY, "burstiness", N_("burstiness"), N_("-1 clockwork, 0 chance, 1 bursts"),          \
      N_("intervals"), NEITHER)                                                                              \
    X(ANSWER_SHARE, RESPONSIVENESS, "answer_share", N_("answers"), N_("share of posts to it"), N_("posts"),  \
      HIGH)                                                                                                  \
    X(ANSWER_HOURS, RESPONSIVENESS, "answer_hours", N_("time to answer"), N_("hours, median"),               \
      N_("answers"), LOW)                                                                                    \
    X(PAGERANK, POSITION, "pagerank", N_("PageRank"), N_("share of visits"), "", HIGH)                       \
    X(BETWEENNESS, POSITION, "betweenness", N_("betweenness"), N_("share of pairs"), N_("paths"), HIGH)      \
    X(PARTICIPATION, POSITION, "participation", N_("participation"), N_("0 one community, 1 many"),          \
      N_("edges"), HIGH)                                                                                     \
    X(BOT_FLAG, AUTHENTICITY, "bot_flag", N_("says it is a bot"), N_("0 or 1"), "", NEITHER)                 \
    X(ACCOUNT_AGE, AUTHENTICITY, "account_age", N_("age of the account"), N_("days"), "", HIGH)              \
    X(FOLLOWER_RATIO, AUTHENTICITY, "follower_ratio", N_("followers by accounts followed"), N_("ratio"),     \
      N_("accounts followed"), NEITHER)                                                                      \
    X(POSTS_PER_DAY, AUTHENTICITY, "posts_per_day", N_("posts a day since it was made"), N_("posts a day"),  \
      N_("days"), NEITHER)                                                                                   \
    X(BUSIEST_DAY, AUTHENTICITY, "busiest_day", N_("posts on its busiest day"), N_("posts"), N_("posts"),    \
      NEITHER)                                                                                               \
    X(REPEATED_TEXTS, AUTHENTICITY, "repeated_texts", N_("posts with a text used before"),                   \
      N_("share of posts"), N_("posts"), LOW)                                                                \
    X(REGULAR_INTERVALS, AUTHENTICITY, "regular_intervals", N_("posts at regular intervals"),                \
      N_("share of intervals"), N_("intervals"), LOW)                                                        \
    X(HANDLE_DIGITS, AUTHENTICITY, "handle_digits", N_("digits at the end of the handle"), N_("digits"), "", \
      NEITHER)                                                                                               \
    X(FOLLOWER_JUMP, AUTHENTICITY, "follower_jump", N_("largest jump of followers in a week"),               \
      N_("share of followers"), N_("profiles"), NEITHER)                                                     \
    X(IN_CONCERT, AUTHENTICITY, "in_concert", N_("shares in concert with others"), N_("share of shares"),    \
      N_("shares"), LOW)                                                                                     \
    X(COMPETITOR_SHARE, SATURATION, "competitor_share", N_("posts that name competitors"),                   \
      N_("share of posts"), N_("posts"), LOW)                                                                \
    X(FOLLOWER_GROWTH, GROWTH, "follower_growth", N_("followers gained"), N_("followers a month"),           \
      N_("profiles"), HIGH)                                                                                  \
    X(MOMENTUM, GROWTH, "momentum", N_("momentum of attention"), N_("-1 falling, 1 rising"), N_("acts"), HIGH)

typedef enum rel_trait {
#define X(name, group, word, title, unit, sample, better) REL_TRAIT_##name,
    REL_TRAIT_LIST(X)
#undef X
        REL_TRAIT_COUNT
} rel_trait;

#define REL_TRAIT_BIT(t) (UINT64_C(1) << (t))
#define REL_TRAITS_ALL (REL_TRAIT_BIT(REL_TRAIT_COUNT) - 1)

typedef enum rel_trait_better { REL_TRAIT_HIGH, REL_TRAIT_LOW, REL_TRAIT_NEITHER } rel_trait_better;

typedef struct rel_trait_info {
    const char *word, *title, *unit, *sample; /* titles and units: English, for gettext; sample: "" none */
    rel_trait_group group;
    rel_trait_better better;
} rel_trait_info;
const rel_trait_info *rel_trait_about(rel_trait trait);
const char *rel_trait_word(int trait); /* NULL beyond the last one */
const char *rel_trait_group_word(rel_trait_group group);
const char *rel_trait_group_title(rel_trait_group group); /* English, for gettext */

/* Signals of authenticity: traits whose number, from a threshold on, is a reason to look twice. Raised where
 * the number is at least (MIN) or below (MAX) the threshold and the sample is large enough. */
#define REL_SIGNAL_LIST(X)                                                                                   \
    X(BOT_FLAG, MIN, 1, 0)                                                                                   \
    X(ACCOUNT_AGE, MAX, 30, 0)                                                                               \
    X(FOLLOWER_RATIO, MAX, 0.1, 500)                                                                         \
    X(POSTS_PER_DAY, MIN, 50, 1)                                                                             \
    X(BUSIEST_DAY, MIN, 50, 0)                                                                               \
    X(REPEATED_TEXTS, MIN, 0.5, 5)                                                                           \
    X(REGULAR_INTERVALS, MIN, 0.5, 9)                                                                        \
    X(HANDLE_DIGITS, MIN, 5, 0)                                                                              \
    X(FOLLOWER_JUMP, MIN, 0.5, 2)                                                                            \
    X(IN_CONCERT, MIN, 0.5, 5)

typedef struct rel_signal {
    rel_trait trait;
    bool below; /* raised below the threshold, else from it on */
    double threshold;
    uint32_t sample; /* needed at least */
} rel_signal;
/* -1, and NULL, for a trait that is no signal. */
int rel_signal_index(rel_trait trait);
const rel_signal *rel_signal_of(rel_trait trait);
/* The first `count` signals that are raised, apart from the bot flag and shares in concert, that together
 * make an account suspected. */
enum { REL_SUSPECTED_SIGNALS = 2 };

/* Why a trait is missing; name, word (of JSON), words. */
#define REL_MISSING_LIST(X)                                                                                  \
    X(KNOWN, "known", "")                                                                                    \
    X(SKIPPED, "skipped", N_("not asked for"))                                                               \
    X(NO_WORKSPACE, "no_workspace", N_("a graph file holds no posts and acts"))                              \
    X(NO_PROFILE, "no_profile", N_("no profile of it tells"))                                                \
    X(NO_POSTS, "no_posts", N_("no post of it was collected"))                                               \
    X(NO_TIMES, "no_times", N_("its posts have no time"))                                                    \
    X(FEW_POSTS, "few_posts", N_("fewer than 10 posts with counts"))                                         \
    X(FEW_VIEWS, "few_views", N_("fewer than 10 posts with counts and views"))                               \
    X(FEW_FOLLOWERS, "few_followers", N_("fewer than 2000 followers"))                                       \
    X(FEW_INTERVALS, "few_intervals", N_("fewer than 10 posts with a time"))                                 \
    X(FEW_TEXTS, "few_texts", N_("no post of its own with a text to compare"))                               \
    X(FEW_PROFILES, "few_profiles", N_("no two profiles at least a week apart"))                             \
    X(NO_WEEK, "no_week", N_("no two profiles at most a week apart"))                                        \
    X(NO_BRAND, "no_brand", N_("no brand is known: --brand, or the table brand"))                            \
    X(NO_COMPETITOR, "no_competitor", N_("no competitor is known: --competitor, or the table brand"))        \
    X(NOT_NAMED, "not_named", N_("no post of it names the brand"))                                           \
    X(NAMED_BY_NONE, "named_by_none", N_("no post at all names the brand"))                                  \
    X(NO_SENTIMENT, "no_sentiment", N_("nothing tells: a graph file may, in a column sentiment"))            \
    X(NOT_ADDRESSED, "not_addressed", N_("no post to it was collected"))                                     \
    X(NO_ANSWERS, "no_answers", N_("no answer of it was collected"))                                         \
    X(NO_COMMUNITIES, "no_communities", N_("no communities are stored: relais communities SOURCE --save"))   \
    X(NO_HANDLE, "no_handle", N_("its handle is not known"))                                                 \
    X(FOLLOWS_NOBODY, "follows_nobody", N_("it follows nobody"))                                             \
    X(NO_SHARES, "no_shares", N_("no share of it with a time and a post was collected"))                     \
    X(NO_ATTENTION, "no_attention", N_("no act with a time is directed at it"))                              \
    X(NO_PERIOD, "no_period", N_("nothing has a time"))

typedef enum rel_missing {
#define X(name, word, words) REL_MISSING_##name,
    REL_MISSING_LIST(X)
#undef X
} rel_missing;
const char *rel_missing_word(rel_missing why);  /* "no_posts" */
const char *rel_missing_words(rel_missing why); /* English, for gettext */

typedef struct rel_card_opts {
    uint64_t traits;   /* bits of those wanted; what is costly is left out where nobody asks */
    const char *brand; /* "word,two words,@handle": replaces the own brand of the table; NULL: the table */
    const char *competitor; /* likewise the competitors */
    rel_pagerank_opts pagerank;
    double epsilon; /* of betweenness, where the graph is too large for the exact one */
} rel_card_opts;

#define REL_CARD_DEFAULTS                                                                                    \
    ((rel_card_opts){.traits = REL_TRAITS_ALL, .pagerank = REL_PAGERANK_DEFAULTS, .epsilon = 0.02})

/* Accounts times arcs up to which betweenness is exact here. */
#define REL_CARD_BETWEENNESS_WORK 1e9

/* A trait of all accounts. value NULL: missing for everybody, for the reason `all`. */
typedef struct rel_trait_column {
    double *value;    /* n; NaN: missing */
    uint32_t *sample; /* n; NULL: none */
    uint8_t *why;     /* n rel_missing */
    rel_missing all;
} rel_trait_column;

typedef struct rel_score_cards {
    rel_vid n;
    rel_trait_column column[REL_TRAIT_COUNT];
    rel_way reachable, betweenness;        /* how they were computed */
    uint16_t *signals;                     /* n: bit i: the i-th signal of REL_SIGNAL_LIST is raised */
    uint8_t *observed;                     /* n: profile or own posts were collected */
    uint8_t *suspected;                    /* n: of automation, see rel_card_suspected */
    int64_t first, last;                   /* of posts and acts; REL_TIME_MISSING: nothing has a time */
    int64_t posts, brand_posts;            /* collected ones of accounts of the graph; that name the brand */
    int64_t brand_words, competitor_words; /* keywords and handles that were looked for */
    rel_trait size;                        /* FOLLOWERS where anybody's are known, else AUDIENCE */
    rel_vid *by_size;                      /* sized vertices in ascending order of size, then vertex */
    rel_vid sized;                         /* how many have a size */
} rel_score_cards;

/* Cards of all accounts of source->graph, which needs both directions. Of a workspace, posts, acts and
 * profiles are read once, in the period of the source's projection; of other sources the traits that need
 * them are missing, and what the vertex columns of a workspace's export say (followers, following, posts,
 * bot, created, observed, handle, sentiment, community) counts.
 *
 * Suspected of automation is who has the platform's bot flag, shares in concert, or raises
 * REL_SUSPECTED_SIGNALS other signals.
 *
 * Cost: one reading of the workspace and sorts of its posts and acts; PageRank, HyperBall (exact distances
 * where accounts x arcs <= 1e10) and sampled betweenness. Memory of the result: 9 bytes an account and trait
 * that has a column, 13 with samples, and 8 an account; while it is made, 60 bytes an account, 49 a post, 32
 * an act that is a share, an answer or addressed to somebody, and 16 a pair of shares of one post made
 * together (at most REL_CARD_CONCERT_CROWD a share); arrays that grow may be half empty. Same bytes at any
 * thread count. Errors: E_USAGE (a direction is missing; --brand with nothing in it), E_IO, E_DATA, E_MEM,
 * E_LIMIT, E_STOPPED; *cards is {0} then. Yours: rel_score_cards_free. */
REL_CHECKED
rel_status rel_score_cards_make(rel_ctx *ctx, const rel_source *source, const rel_card_opts *opts,
                                rel_score_cards *cards);
/* Accepts {0}. */
void rel_score_cards_free(rel_score_cards *cards);

/* NaN: missing. */
double rel_trait_value(const rel_score_cards *cards, rel_trait trait, rel_vid v);
/* -1: the trait has none. */
int64_t rel_trait_sample(const rel_score_cards *cards, rel_trait trait, rel_vid v);
rel_missing rel_trait_why(const rel_score_cards *cards, rel_trait trait, rel_vid v);
bool rel_signal_raised(const rel_score_cards *cards, rel_trait trait, rel_vid v);

/* percent[v]: share of the other accounts that have the trait which are below v, in percent, those with the
 * same number by half; a trait whose low end is the better one counts from above. NaN: missing; 100: v alone
 * has it. Scratch 32 bytes an account. Errors: E_MEM. */
REL_CHECKED
rel_status rel_trait_percentiles(rel_ctx *ctx, const rel_score_cards *cards, rel_trait trait,
                                 double *percent);
/* The same among accounts of similar size: the REL_CARD_PEERS nearest, in the order of size, that have the
 * trait. peers[v]: how many they are. NaN: no number or size, or fewer peers than REL_CARD_MIN_PEERS.
 * wanted: 1 for each account that is asked for; NULL: all. Scratch 4 bytes an account. Errors: E_MEM. */
REL_CHECKED
rel_status rel_trait_peer_percentiles(rel_ctx *ctx, const rel_score_cards *cards, rel_trait trait,
                                      const uint8_t *wanted, double *percent, int *peers);

#endif
