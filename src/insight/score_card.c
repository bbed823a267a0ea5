#include "src/insight/score_card.h"

#include <stdlib.h>

#include "src/base/i18n.h"
#include "src/base/time.h"
#include "src/insight/score_card_parts.h"

/* -------- words -------- */

static const rel_trait_info about[] = {
#define X(name, group_, word_, title_, unit_, sample_, better_)                                              \
    {.word = word_,                                                                                          \
     .title = title_,                                                                                        \
     .unit = unit_,                                                                                          \
     .sample = sample_,                                                                                      \
     .group = REL_TRAITS_##group_,                                                                           \
     .better = REL_TRAIT_##better_},
    REL_TRAIT_LIST(X)
#undef X
};

static const char *const group_word[] = {
#define X(name, word, title) word,
    REL_TRAIT_GROUP_LIST(X)
#undef X
};

static const char *const group_title[] = {
#define X(name, word, title) title,
    REL_TRAIT_GROUP_LIST(X)
#undef X
};

static const char *const missing_word[] = {
#define X(name, word, words) word,
    REL_MISSING_LIST(X)
#undef X
};

static const char *const missing_words[] = {
#define X(name, word, words) words,
    REL_MISSING_LIST(X)
#undef X
};

enum { MIN = false, MAX = true };
static const rel_signal signals[] = {
#define X(name, side, threshold_, sample_)                                                                   \
    {.trait = REL_TRAIT_##name, .below = side, .threshold = threshold_, .sample = sample_},
    REL_SIGNAL_LIST(X)
#undef X
};
enum { SIGNALS = sizeof signals / sizeof *signals };

const rel_trait_info *rel_trait_about(rel_trait trait)
{
    return &about[trait];
}

const char *rel_trait_word(int trait)
{
    return trait >= 0 && trait < REL_TRAIT_COUNT ? about[trait].word : NULL;
}

const char *rel_trait_group_word(rel_trait_group group)
{
    return group_word[group];
}

const char *rel_trait_group_title(rel_trait_group group)
{
    return group_title[group];
}

const char *rel_missing_word(rel_missing why)
{
    return missing_word[why];
}

const char *rel_missing_words(rel_missing why)
{
    return missing_words[why];
}

int rel_signal_index(rel_trait trait)
{
    for (int i = 0; i < SIGNALS; i++)
        if (signals[i].trait == trait) return i;
    return -1;
}

const rel_signal *rel_signal_of(rel_trait trait)
{
    const int i = rel_signal_index(trait);
    return i >= 0 ? &signals[i] : NULL;
}

/* -------- what a card says -------- */

double rel_trait_value(const rel_score_cards *cards, rel_trait trait, rel_vid v)
{
    const double *value = cards->column[trait].value;
    return value ? value[v] : NAN;
}

int64_t rel_trait_sample(const rel_score_cards *cards, rel_trait trait, rel_vid v)
{
    const uint32_t *sample = cards->column[trait].sample;
    return sample ? (int64_t)sample[v] : -1;
}

rel_missing rel_trait_why(const rel_score_cards *cards, rel_trait trait, rel_vid v)
{
    const rel_trait_column *c = &cards->column[trait];
    return c->value ? (rel_missing)c->why[v] : c->all;
}

bool rel_signal_raised(const rel_score_cards *cards, rel_trait trait, rel_vid v)
{
    const int i = rel_signal_index(trait);
    return i >= 0 && (cards->signals[v] >> i & 1);
}

/* -------- columns -------- */

rel_status rel_card_column(rel_card_work *w, rel_trait trait, bool sample, rel_missing why)
{
    rel_status st;
    rel_trait_column *c = &w->c->column[trait];
    const rel_vid n = w->g->n;
    c->all = why;
    REL_TRY(rel_alloc(w->ctx, &c->why, n, sizeof *c->why, "score cards"));
    if (sample) REL_TRY(rel_alloc(w->ctx, &c->sample, n, sizeof *c->sample, "score cards"));
    REL_TRY(rel_alloc(w->ctx, &c->value, n, sizeof *c->value, "score cards"));
    for (rel_vid v = 0; v < n; v++) {
        c->value[v] = NAN;
        c->why[v] = (uint8_t)why;
    }
out:
    return st;
}

void rel_score_cards_free(rel_score_cards *cards)
{
    for (int t = 0; t < REL_TRAIT_COUNT; t++) {
        free(cards->column[t].value);
        free(cards->column[t].sample);
        free(cards->column[t].why);
    }
    free(cards->signals);
    free(cards->observed);
    free(cards->suspected);
    free(cards->by_size);
    *cards = (rel_score_cards){0};
}

/* -------- what follows from the columns -------- */

static bool raised(const rel_score_cards *c, const rel_signal *s, rel_vid v)
{
    const double x = rel_trait_value(c, s->trait, v);
    if (isnan(x) || (s->sample && rel_trait_sample(c, s->trait, v) < (int64_t)s->sample)) return false;
    return s->below ? x < s->threshold : x >= s->threshold;
}

static void raise_signals(rel_score_cards *c)
{
    const unsigned bot = 1U << rel_signal_index(REL_TRAIT_BOT_FLAG);
    const unsigned concert = 1U << rel_signal_index(REL_TRAIT_IN_CONCERT);
    for (rel_vid v = 0; v < c->n; v++) {
        unsigned bits = 0;
        for (int i = 0; i < SIGNALS; i++)
            if (raised(c, &signals[i], v)) bits |= 1U << i;
        c->signals[v] = (uint16_t)bits;
        const int others = __builtin_popcount(bits & ~(bot | concert));
        c->suspected[v] = (bits & (bot | concert)) || others >= REL_SUSPECTED_SIGNALS;
    }
}

static rel_status order_by_size(rel_card_work *w)
{
    rel_status st = REL_OK;
    rel_score_cards *c = w->c;
    rel_sort_item *item;
    const rel_arena_mark mark = rel_scratch_mark(w->ctx);
    const double *followers = c->column[REL_TRAIT_FOLLOWERS].value;
    c->size = REL_TRAIT_AUDIENCE;
    for (rel_vid v = 0; followers && v < c->n; v++)
        if (!isnan(followers[v])) c->size = REL_TRAIT_FOLLOWERS;
    REL_TRY(rel_scratch_unset(w->ctx, &item, c->n, sizeof *item, "sizes"));
    for (rel_vid v = 0; v < c->n; v++) {
        const double x = rel_trait_value(c, c->size, v);
        if (!isnan(x)) item[c->sized++] = (rel_sort_item){rel_sort_key_f64(x), v};
    }
    REL_TRY(rel_sort_radix(w->ctx, item, c->sized));
    for (rel_vid i = 0; i < c->sized; i++) c->by_size[i] = (rel_vid)item[i].value;
out:
    rel_scratch_release(w->ctx, mark);
    return st;
}

/* -------- sources -------- */

#define POST_TRAITS                                                                                          \
    (REL_TRAITS_ALL &                                                                                        \
     ~(REL_TRAIT_BIT(REL_TRAIT_FOLLOWERS) | REL_TRAIT_BIT(REL_TRAIT_AUDIENCE) |                              \
       REL_TRAIT_BIT(REL_TRAIT_REACHABLE) | REL_TRAIT_BIT(REL_TRAIT_SENTIMENT) | POSITION_TRAITS |           \
       REL_TRAIT_BIT(REL_TRAIT_BOT_FLAG) | REL_TRAIT_BIT(REL_TRAIT_FOLLOWER_RATIO) |                         \
       REL_TRAIT_BIT(REL_TRAIT_HANDLE_DIGITS) | PROFILE_TRAITS))
#define POSITION_TRAITS                                                                                      \
    (REL_TRAIT_BIT(REL_TRAIT_PAGERANK) | REL_TRAIT_BIT(REL_TRAIT_BETWEENNESS) |                              \
     REL_TRAIT_BIT(REL_TRAIT_PARTICIPATION))
#define PROFILE_TRAITS (REL_TRAIT_BIT(REL_TRAIT_FOLLOWER_JUMP) | REL_TRAIT_BIT(REL_TRAIT_FOLLOWER_GROWTH))

/* Every column gets a reason before it gets numbers. */
static void say_why(rel_card_work *w, bool workspace)
{
    for (int t = 0; t < REL_TRAIT_COUNT; t++) {
        const bool facts = ((POST_TRAITS | PROFILE_TRAITS) >> t & 1) != 0;
        w->c->column[t].all = facts && !workspace ? REL_MISSING_NO_WORKSPACE : REL_MISSING_SKIPPED;
    }
}

static rel_status read_facts(rel_card_work *w)
{
    rel_status st;
    rel_workspace *workspace = NULL;
    const rel_projection_opts *o = &w->source->projection;
    REL_TRY(rel_workspace_open(w->ctx, w->source->path, REL_WORKSPACE_READ, &workspace));
    REL_TRY(rel_facts_open(w->ctx, workspace, &w->g->names, o->since, o->until, &w->facts));
    if (rel_card_wants(w, POST_TRAITS)) REL_TRY(rel_card_posts(w));
    if (rel_card_wants(w, PROFILE_TRAITS)) REL_TRY(rel_card_profiles(w));
out:
    rel_facts_close(w->facts);
    rel_workspace_close(workspace);
    return st;
}

void rel_card_period_of_edges(rel_card_work *w)
{
    const rel_attribute *first = rel_attribute_find(&w->g->edge_attributes, "first_time");
    const rel_attribute *last = rel_attribute_find(&w->g->edge_attributes, "last_time");
    if (!first || !last || first->type != REL_ATTRIBUTE_I64 || last->type != REL_ATTRIBUTE_I64) return;
    for (rel_eid e = 0; e < w->g->m; e++) {
        if (rel_attribute_is_missing(first, e) || rel_attribute_is_missing(last, e)) continue;
        rel_score_cards *c = w->c;
        if (c->first == REL_TIME_MISSING || first->value.i64[e] < c->first) c->first = first->value.i64[e];
        if (c->last == REL_TIME_MISSING || last->value.i64[e] > c->last) c->last = last->value.i64[e];
    }
}

rel_status rel_score_cards_make(rel_ctx *ctx, const rel_source *source, const rel_card_opts *opts,
                                rel_score_cards *cards)
{
    rel_status st;
    const rel_graph *g = &source->graph;
    rel_card_work w = {.ctx = ctx, .source = source, .g = g, .o = opts, .c = cards};
    *cards = (rel_score_cards){.n = g->n, .first = REL_TIME_MISSING, .last = REL_TIME_MISSING};
    if (!g->out.off || !g->in.off)
        return rel_fail(ctx, REL_E_USAGE, "score cards need both directions of the graph");
    const bool workspace = source->kind == REL_SOURCE_WORKSPACE;
    say_why(&w, workspace);
    REL_TRY(rel_alloc(ctx, &cards->signals, g->n, sizeof *cards->signals, "score cards"));
    REL_TRY(rel_alloc(ctx, &cards->observed, g->n, 1, "score cards"));
    REL_TRY(rel_alloc(ctx, &cards->suspected, g->n, 1, "score cards"));
    REL_TRY(rel_alloc(ctx, &cards->by_size, g->n, sizeof *cards->by_size, "score cards"));
    REL_TRY(rel_card_graph(&w));
    if (workspace)
        REL_TRY(read_facts(&w));
    else
        rel_card_period_of_edges(&w);
    REL_TRY(rel_card_age(&w));
    raise_signals(cards);
    st = order_by_size(&w);
out:
    if (st != REL_OK) rel_score_cards_free(cards);
    return st;
}
