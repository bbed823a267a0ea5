/* Groups of accounts that the rules of a campaign speak of: the values of a column (community, platform,
 * lang,
 * ...), or tiers by followers; and how rules name them: "community=3", "lang:fr=8". */
#ifndef REL_INSIGHT_PICKING_GROUPS_H
#define REL_INSIGHT_PICKING_GROUPS_H

#include "src/insight/source.h"

/* name, word, followers from */
#define REL_TIER_LIST(X)                                                                                     \
    X(NANO, "nano", 0)                                                                                       \
    X(MICRO, "micro", 10000)                                                                                 \
    X(MID, "mid", 100000)                                                                                    \
    X(MACRO, "macro", 500000)                                                                                \
    X(MEGA, "mega", 1000000)                                                                                 \
    X(UNKNOWN, "unknown", INT64_MAX) /* how many follow is not known */

typedef enum rel_tier {
#define X(name, word, from) REL_TIER_##name,
    REL_TIER_LIST(X)
#undef X
        REL_TIER_COUNT
} rel_tier;

const char *rel_tier_word(int tier); /* NULL beyond the last one */
/* followers < 0: not known. */
rel_tier rel_tier_of(int64_t followers);

typedef struct rel_picking_groups {
    char column[64];
    int32_t *group; /* n; -1: in none */
    int32_t count;
    rel_str *name;     /* count: the value, as text, terminated */
    int64_t *accounts; /* count: how many belong to it */
} rel_picking_groups;

/* Groups by a vertex column, numbered as its values come; "tier" is made from the column followers unless
 * there is a column of that name. Everything is scratch of ctx. option is for the sentence: "--max-per".
 * Errors: E_USAGE (no such column, with the columns that there are), E_MEM. */
REL_CHECKED
rel_status rel_picking_groups_make(rel_ctx *ctx, const rel_graph *g, const char *option, rel_str column,
                                   rel_picking_groups *groups);
/* The group of that value; E_USAGE when no account has it, with the nearest value. */
REL_CHECKED
rel_status rel_picking_group_find(rel_ctx *ctx, const rel_picking_groups *groups, const char *option,
                                  rel_str value, int32_t *group);
/* The graph gets a column "community" when it has none or nothing in it: by Leiden's method with the
 * command's seed, which a note says. *found: communities there are now; 0: they were known. Errors: those of
 * rel_group. */
REL_CHECKED
rel_status rel_picking_need_communities(rel_ctx *ctx, rel_graph *g, rel_vid *found);

/* Fills what is missing in the column "lang" of a workspace's graph by what accounts write
 * (post_languages.h); nothing for other sources. Errors: those of reading the workspace. */
REL_CHECKED
rel_status rel_picking_need_languages(rel_ctx *ctx, rel_source *source);

/* "column=number" or "column:value=number". */
typedef struct rel_picking_item {
    rel_str column;
    rel_str value; /* missing: each value */
    double number;
} rel_picking_item;

/* Cuts the next item off a comma list; number from 0 to high, whole when asked. Errors: E_USAGE. */
REL_CHECKED
rel_status rel_picking_item_cut(rel_ctx *ctx, const char *option, bool whole, double high, rel_str *rest,
                                rel_picking_item *item);

#endif
