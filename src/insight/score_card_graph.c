/* Traits of an account's place in the graph, and of its profile as the vertex columns tell it. */
#include "algorithms/centrality/betweenness_sampling.h"
#include "algorithms/centrality/distances.h"
#include "algorithms/structure/bridging.h"
#include "src/base/time.h"
#include "src/insight/account.h"
#include "src/insight/communities_of.h"
#include "src/insight/score_card_parts.h"

enum { DAY = 86400 };

static rel_vid in_degree(const rel_graph *g, rel_vid v)
{
    return (rel_vid)(g->in.off[v + 1] - g->in.off[v]);
}

static rel_status audience(rel_card_work *w)
{
    const rel_status st = rel_card_column(w, REL_TRAIT_AUDIENCE, false, REL_MISSING_KNOWN);
    for (rel_vid v = 0; st == REL_OK && v < w->g->n; v++)
        rel_card_put(w, REL_TRAIT_AUDIENCE, v, in_degree(w->g, v), 0);
    return st;
}

/* -------- profiles -------- */

/* A column of numbers, NULL when there is none or it holds texts. */
static const rel_attribute *numbers(const rel_card_work *w, const char *name)
{
    const rel_attribute *a = rel_attribute_find(&w->g->vertex_attributes, name);
    return a && a->type != REL_ATTRIBUTE_TEXT ? a : NULL;
}

static rel_status from_column(rel_card_work *w, rel_trait trait, const char *name, rel_missing why)
{
    const rel_attribute *a = numbers(w, name);
    if (!a) {
        w->c->column[trait].all = why;
        return REL_OK;
    }
    const rel_status st = rel_card_column(w, trait, false, why);
    for (rel_vid v = 0; st == REL_OK && v < w->g->n; v++)
        if (!isnan(rel_attribute_f64(a, v))) rel_card_put(w, trait, v, rel_attribute_f64(a, v), 0);
    return st;
}

static rel_status follower_ratio(rel_card_work *w)
{
    const rel_attribute *followers = numbers(w, "followers"), *following = numbers(w, "following");
    const rel_trait t = REL_TRAIT_FOLLOWER_RATIO;
    w->c->column[t].all = REL_MISSING_NO_PROFILE;
    if (!followers || !following) return REL_OK;
    const rel_status st = rel_card_column(w, t, true, REL_MISSING_NO_PROFILE);
    for (rel_vid v = 0; st == REL_OK && v < w->g->n; v++) {
        const double by = rel_attribute_f64(followers, v), whom = rel_attribute_f64(following, v);
        if (isnan(by) || isnan(whom)) continue;
        if (whom > 0)
            rel_card_put(w, t, v, by / whom, (int64_t)whom);
        else
            rel_card_lacks(w, t, v, REL_MISSING_FOLLOWS_NOBODY, 0);
    }
    return st;
}

/* Of the part of the handle that the account chose: before the host. */
static int trailing_digits(rel_str handle)
{
    int digits = 0;
    size_t end = 0;
    while (end < handle.len && handle.s[end] != '@' && handle.s[end] != '.') end++;
    while (end > 0 && handle.s[end - 1] >= '0' && handle.s[end - 1] <= '9') {
        digits++;
        end--;
    }
    return digits;
}

static rel_status handle_digits(rel_card_work *w)
{
    const rel_status st = rel_card_column(w, REL_TRAIT_HANDLE_DIGITS, false, REL_MISSING_NO_HANDLE);
    for (rel_vid v = 0; st == REL_OK && v < w->g->n; v++) {
        const rel_str handle = rel_handle_of(w->g, v);
        if (handle.len) rel_card_put(w, REL_TRAIT_HANDLE_DIGITS, v, trailing_digits(handle), 0);
    }
    return st;
}

/* A column that is not there says nothing against anybody. */
static void observed(rel_card_work *w)
{
    const rel_attribute *a = numbers(w, "observed");
    for (rel_vid v = 0; v < w->g->n; v++) w->c->observed[v] = !a || rel_attribute_f64(a, v) == 1;
}

rel_status rel_card_age(rel_card_work *w)
{
    rel_status st = REL_OK;
    const rel_attribute *created = numbers(w, "created"), *posts = numbers(w, "posts");
    const rel_missing none = w->c->last == REL_TIME_MISSING ? REL_MISSING_NO_PERIOD : REL_MISSING_NO_PROFILE;
    w->c->column[REL_TRAIT_ACCOUNT_AGE].all = w->c->column[REL_TRAIT_POSTS_PER_DAY].all = none;
    if (!created || w->c->last == REL_TIME_MISSING) return REL_OK;
    REL_TRY(rel_card_column(w, REL_TRAIT_ACCOUNT_AGE, false, none));
    if (posts) REL_TRY(rel_card_column(w, REL_TRAIT_POSTS_PER_DAY, true, none));
    for (rel_vid v = 0; v < w->g->n; v++) {
        const double days = ((double)w->c->last - rel_attribute_f64(created, v)) / DAY;
        if (!(days >= 0)) continue; /* missing, or made after the end */
        rel_card_put(w, REL_TRAIT_ACCOUNT_AGE, v, days, 0);
        const double count = posts ? rel_attribute_f64(posts, v) : NAN;
        if (!isnan(count)) rel_card_put(w, REL_TRAIT_POSTS_PER_DAY, v, count / fmax(days, 1), (int64_t)days);
    }
out:
    return st;
}

/* -------- the place in the graph -------- */

static rel_status reachable(rel_card_work *w)
{
    rel_status st;
    rel_scoring_opts o = REL_SCORING_DEFAULTS;
    rel_scoring s = {.g = w->g, .opts = &o};
    REL_TRY(rel_card_column(w, REL_TRAIT_REACHABLE, false, REL_MISSING_KNOWN));
    o.hops = REL_CARD_HOPS;
    s.score[REL_BY_REACH] = w->c->column[REL_TRAIT_REACHABLE].value;
    REL_TRY(rel_score_distances(w->ctx, &s));
    w->c->reachable = s.way[REL_BY_REACH];
out:
    return st;
}

static rel_status pagerank(rel_card_work *w)
{
    rel_status st;
    REL_TRY(rel_card_column(w, REL_TRAIT_PAGERANK, false, REL_MISSING_KNOWN));
    st = rel_pagerank(w->ctx, w->g, w->o->pagerank, w->c->column[REL_TRAIT_PAGERANK].value, NULL);
out:
    return st;
}

static rel_status betweenness(rel_card_work *w)
{
    rel_status st;
    bool exact;
    rel_sampled r = {0};
    const rel_sampling_opts o = {.epsilon = w->o->epsilon, .delta = 0.1};
    rel_trait_column *c = &w->c->column[REL_TRAIT_BETWEENNESS];
    const bool large = (double)w->g->n * (double)w->g->m > REL_CARD_BETWEENNESS_WORK;
    REL_TRY(rel_card_column(w, REL_TRAIT_BETWEENNESS, large, REL_MISSING_KNOWN));
    r.score = c->value;
    REL_TRY(rel_betweenness_auto(w->ctx, w->g, o, REL_CARD_BETWEENNESS_WORK, &r, &exact));
    if (!exact) w->c->betweenness = (rel_way){REL_METHOD_SAMPLING, r.widest, r.samples};
    for (rel_vid v = 0; large && v < w->g->n; v++)
        rel_card_put(w, REL_TRAIT_BETWEENNESS, v, c->value[v], r.samples);
out:
    return st;
}

static bool any_community(const rel_graph *g)
{
    const rel_attribute *a = rel_attribute_find(&g->vertex_attributes, "community");
    for (rel_vid v = 0; a && v < g->n; v++)
        if (!rel_attribute_is_missing(a, v)) return true;
    return false;
}

static rel_status participation(rel_card_work *w)
{
    rel_status st;
    uint32_t *community, count;
    const rel_graph *g = w->g;
    rel_trait_column *c = &w->c->column[REL_TRAIT_PARTICIPATION];
    const rel_arena_mark mark = rel_scratch_mark(w->ctx);
    c->all = REL_MISSING_NO_COMMUNITIES;
    if (!any_community(g)) return REL_OK;
    REL_TRY(rel_card_column(w, REL_TRAIT_PARTICIPATION, true, REL_MISSING_KNOWN));
    REL_TRY(rel_scratch(w->ctx, &community, g->n, sizeof *community, "communities"));
    REL_TRY(rel_communities_of(w->ctx, g, community, &count));
    REL_TRY(rel_participation(w->ctx, g, community, count, c->value));
    for (rel_vid v = 0; v < g->n; v++) {
        const int64_t edges = in_degree(g, v) + (g->directed ? g->out.off[v + 1] - g->out.off[v] : 0);
        rel_card_put(w, REL_TRAIT_PARTICIPATION, v, c->value[v], edges);
    }
out:
    rel_scratch_release(w->ctx, mark);
    return st;
}

rel_status rel_card_graph(rel_card_work *w)
{
    rel_status st;
    observed(w);
    REL_TRY(audience(w));
    REL_TRY(from_column(w, REL_TRAIT_FOLLOWERS, "followers", REL_MISSING_NO_PROFILE));
    REL_TRY(from_column(w, REL_TRAIT_BOT_FLAG, "bot", REL_MISSING_NO_PROFILE));
    REL_TRY(from_column(w, REL_TRAIT_SENTIMENT, "sentiment", REL_MISSING_NO_SENTIMENT));
    REL_TRY(follower_ratio(w));
    REL_TRY(handle_digits(w));
    if (rel_card_wants(w, REL_TRAIT_BIT(REL_TRAIT_REACHABLE))) REL_TRY(reachable(w));
    if (rel_card_wants(w, REL_TRAIT_BIT(REL_TRAIT_PAGERANK))) REL_TRY(pagerank(w));
    if (rel_card_wants(w, REL_TRAIT_BIT(REL_TRAIT_BETWEENNESS))) REL_TRY(betweenness(w));
    if (rel_card_wants(w, REL_TRAIT_BIT(REL_TRAIT_PARTICIPATION))) REL_TRY(participation(w));
out:
    return st;
}
