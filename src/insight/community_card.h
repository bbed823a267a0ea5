/* Cards: what can be said of each community, so that it explains itself: how it hangs together, who leads it,
 * through whom it is joined with which others, what it talks about, and a name drawn from all this. */
#ifndef REL_INSIGHT_COMMUNITY_CARD_H
#define REL_INSIGHT_COMMUNITY_CARD_H

#include "algorithms/community/community_quality.h"
#include "algorithms/community/community_roles.h"
#include "src/insight/community_shape.h"
#include "src/insight/community_talk.h"
#include "src/insight/source.h"

enum {
    REL_CARD_LEADERS = 5,
    REL_CARD_BRIDGES = 3,
    REL_CARD_BROKERS = 3,
    REL_CARD_PLATFORMS = 8,
};

#define REL_CARD_LABEL_SHARE 0.1 /* of a community's authors use a term of its label, at least */

/* A member that stands out. */
typedef struct rel_card_leader {
    rel_vid v;
    double score; /* PageRank in the community alone */
} rel_card_leader;

/* Another community, and what goes there and comes from there (by weight; an undirected edge is both). */
typedef struct rel_card_bridge {
    rel_vid community;
    double given, received;
    rel_vid through; /* the member whose edges with it weigh the most, ties by smaller vertex */
} rel_card_bridge;

/* A member between communities: the most pairs of accounts joined as gatekeeper, representative or liaison.
 */
typedef struct rel_card_broker {
    rel_vid v;
    double participation, z;
    rel_cartography part;
    rel_broker pairs;
} rel_card_broker;

typedef struct rel_card_platform {
    rel_str name;
    uint32_t accounts;
} rel_card_platform;

typedef struct rel_card {
    double share;       /* of all accounts */
    double ratio;       /* weight inside / weight outside; NaN when nothing leaves or enters */
    double mean_degree; /* members that one is joined with, on average */
    rel_shape shape;
    double sentiment; /* mean of the accounts' column "sentiment"; NaN: nothing is known of it */

    int64_t posts, acts;          /* INT64_MIN: not known, the source holds none */
    double posts_rate, acts_rate; /* per account and week; NaN: not known */
    rel_talk_language *language;  /* what is spoken, or what profiles say, the most accounts first */
    int languages;
    rel_card_platform platform[REL_CARD_PLATFORMS]; /* the most accounts first, then by name */
    int platforms;

    rel_card_leader leader[REL_CARD_LEADERS];
    rel_card_bridge bridge[REL_CARD_BRIDGES]; /* the largest sum of both ways first */
    rel_card_broker broker[REL_CARD_BROKERS];
    int leaders, bridges, brokers;
    rel_talk talk;
} rel_card;

typedef struct rel_cards {
    rel_vid count;                /* communities */
    rel_str *label;               /* count, no two alike */
    rel_community_inside *inside; /* count */
    rel_community_cut *cut;       /* count */
    rel_vid *leader;              /* count: the first by PageRank */
    rel_vid wanted;               /* cards, of the first communities */
    rel_card *card;
    double weeks; /* from the first to the last post or act, at least a day; NaN: not known */
    rel_shape_figures figures;
    rel_shape shape; /* of the whole network */
    bool texts;      /* the source holds posts */
    rel_community_rows rows;
    rel_community_flows flows;
    int layers; /* of flows.layer */
    rel_kind layer[REL_KIND_COUNT];
} rel_cards;

/* Cards of a partition: community[v] < count, numbered by descending size. source: where the graph comes
 * from; a workspace adds what its posts say, in the period of its projection; NULL: nothing but the graph.
 * Everything is scratch of ctx.
 *
 * A label is the most over-represented hashtag and word ("#jardin, potager"), two of one kind when there is
 * none of the other, each used by a tenth of its authors and none part of the other; without any, the
 * leader's handle or name. Of communities that would have the same, the first keeps it; another one gets its
 * leader added, then a number.
 *
 * Needs both directions. Cost: that of rel_talks, rel_brokers and rel_triangles, and one PageRank inside
 * communities. Memory: theirs; about 1 KB a wanted community and 200 bytes any other. The same at any thread
 * count. Errors: E_USAGE (a direction is missing, a number is too large, a community is empty), E_DATA,
 * E_IO, E_MEM, E_LIMIT,
 * E_STOPPED. */
REL_CHECKED
rel_status rel_cards_make(rel_ctx *ctx, const rel_graph *g, const rel_vid *community, rel_vid count,
                          const rel_source *source, rel_vid wanted, rel_cards *cards);

/* Two sentences about a card in the user's language, appended. */
REL_CHECKED
rel_status rel_card_summary(rel_ctx *ctx, const rel_graph *g, const rel_cards *cards, rel_vid c,
                            rel_buf *text);

/* The handle of a vertex with '@', else its name; into b, which is emptied. */
REL_CHECKED
rel_status rel_card_name(rel_ctx *ctx, const rel_graph *g, rel_vid v, rel_buf *b);

#endif
