/* Between the files that make score cards (score_card.h). */
#ifndef REL_INSIGHT_SCORE_CARD_PARTS_H
#define REL_INSIGHT_SCORE_CARD_PARTS_H

#include <math.h>

#include "src/base/sort.h"
#include "src/insight/score_card.h"

enum { REL_NAMES_BRAND = 1, REL_NAMES_COMPETITOR = 2 }; /* bits: what a post or handle is about */

/* The words by which a brand and its competitors are known. */
typedef struct rel_card_word {
    rel_str text;     /* small letters; of a handle with '@' in front */
    rel_str platform; /* of a handle; empty: any */
    uint8_t names;
    bool handle;
} rel_card_word;

typedef struct rel_card_words {
    rel_card_word *word; /* scratch */
    size_t count, capacity;
    rel_buf folded; /* the text that was looked at last */
} rel_card_words;

typedef struct rel_card_work {
    rel_ctx *ctx;
    const rel_source *source;
    const rel_graph *g;
    const rel_card_opts *o;
    rel_score_cards *c;
    rel_facts *facts; /* NULL: no workspace */
    rel_card_words words;
    uint8_t *names;   /* by post row: what the post is about */
    uint8_t *account; /* by account row: whose handle it is */
    uint32_t *posts;  /* n: collected posts */
} rel_card_work;

static inline bool rel_card_wants(const rel_card_work *w, uint64_t traits)
{
    return (w->o->traits & traits) != 0;
}

/* Makes the column of a trait, all of it missing for this reason. Errors: E_MEM. */
REL_CHECKED
rel_status rel_card_column(rel_card_work *w, rel_trait trait, bool sample, rel_missing why);
static inline void rel_card_put(rel_card_work *w, rel_trait trait, rel_vid v, double value, int64_t sample)
{
    rel_trait_column *c = &w->c->column[trait];
    if (!c->value) return;
    c->value[v] = value;
    c->why[v] = REL_MISSING_KNOWN;
    if (c->sample) c->sample[v] = sample < UINT32_MAX ? (uint32_t)sample : UINT32_MAX;
}
/* Why there is no number; how large the sample was all the same. */
static inline void rel_card_lacks(rel_card_work *w, rel_trait trait, rel_vid v, rel_missing why,
                                  int64_t sample)
{
    rel_trait_column *c = &w->c->column[trait];
    if (!c->value) return;
    c->why[v] = (uint8_t)why;
    if (c->sample) c->sample[v] = (uint32_t)sample;
}

/* -------- score_card_brand.c -------- */

/* The words of the options, else those of the table; counts them in the cards. Errors: E_USAGE, E_MEM, those
 * of rel_facts_brand. */
REL_CHECKED
rel_status rel_card_words_read(rel_card_work *w);
void rel_card_words_free(rel_card_words *words);
/* Adds to *names what the text and the hashtags are about. */
REL_CHECKED
rel_status rel_card_words_find(rel_ctx *ctx, rel_card_words *words, const rel_post_fact *post,
                               uint8_t *names);
/* What the account of this handle stands for. */
uint8_t rel_card_words_account(const rel_card_words *words, rel_str platform, rel_str handle);

/* -------- what fills columns -------- */

/* Audience, profile, sentiment; reachable, PageRank, betweenness, participation where they are wanted. */
REL_CHECKED
rel_status rel_card_graph(rel_card_work *w);
/* The period where no post tells: from the first to the last time of an edge. */
void rel_card_period_of_edges(rel_card_work *w);
/* Traits that need the end of the period: age of the account, posts a day. */
REL_CHECKED
rel_status rel_card_age(rel_card_work *w);
/* Posts, then acts, then what follows from both. */
REL_CHECKED
rel_status rel_card_posts(rel_card_work *w);
REL_CHECKED
rel_status rel_card_profiles(rel_card_work *w);

/* What rel_card_posts keeps until the acts are read. */
typedef struct rel_card_items {
    rel_sort_item *item; /* malloc's */
    int64_t count;
    size_t capacity;
} rel_card_items;
REL_CHECKED
rel_status rel_card_items_add(rel_ctx *ctx, rel_card_items *items, uint64_t key, uint64_t value);

/* Acts: answers, shares in concert, momentum; marks w->names by whom posts address. */
REL_CHECKED
rel_status rel_card_acts(rel_card_work *w);

#endif
