#include "src/insight/mapping.h"

#include <math.h>
#include <stdlib.h>

#include "algorithms/community/communities.h"
#include "src/insight/account.h"
#include "src/insight/communities_of.h"
#include "src/insight/community_card.h"
#include "src/insight/grouping.h"

enum { CARDS = 12, CARDS_ARCS = 5000000 };

static rel_status find_communities(rel_ctx *ctx, const rel_graph *g, rel_map *m)
{
    rel_status st;
    rel_grouping grouping = {0};
    const rel_group_opts opts = REL_GROUP_DEFAULTS;
    REL_TRY(rel_alloc(ctx, &m->community, g->n, sizeof *m->community, "communities"));
    if (rel_attribute_find(&g->vertex_attributes, "community")) {
        uint32_t count;
        REL_TRY(rel_communities_of(ctx, g, m->community, &count));
        st = rel_communities_number(ctx, g->n, m->community, &m->count);
        goto out;
    }
    REL_TRY(rel_group(ctx, g, &opts, &grouping));
    m->count = grouping.count;
    memcpy(m->community, grouping.community, (size_t)g->n * sizeof *m->community);
out:
    rel_grouping_free(&grouping);
    return st;
}

/* -1, 0, 1: a's score is below, the same, above; no score is below all. */
static int compare(double a, double b)
{
    if (isnan(a) || isnan(b)) return isnan(b) - isnan(a);
    return (a > b) - (a < b);
}

static void describe(const rel_graph *g, rel_map *m)
{
    for (rel_vid c = 0; c < m->count; c++) m->communities[c] = (rel_map_community){.leader = REL_VID_NONE};
    for (rel_vid v = 0; v < g->n; v++) {
        rel_map_community *c = &m->communities[m->community[v]];
        c->accounts++;
        if (c->leader == REL_VID_NONE || compare(m->score[v], m->score[c->leader]) > 0) c->leader = v;
    }
}

/* The labels of cards, where making these is a matter of moments. */
static rel_status make_cards(rel_ctx *ctx, const rel_graph *g, const rel_map_opts *o, const rel_map *m,
                             rel_cards *cards)
{
    *cards = (rel_cards){0};
    if (g->m > CARDS_ARCS) return REL_OK;
    const rel_vid wanted = m->count < CARDS ? m->count : CARDS;
    return rel_cards_make(ctx, g, m->community, m->count, o->source, wanted, cards);
}

/* Labels point into one text, which moves while it grows: their places are kept until it is complete. */
static rel_status label(rel_ctx *ctx, const rel_graph *g, const rel_map_opts *o, rel_map *m)
{
    rel_status st = REL_OK;
    size_t *start = NULL; /* of the label and of the summary of each community; then the end */
    rel_cards cards = {0};
    char room[REL_NAME_NUMBER_TEXT];
    const rel_attribute *known = rel_attribute_find(&g->vertex_attributes, "community");
    const bool text = known && known->type == REL_ATTRIBUTE_TEXT;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (!text && m->count) REL_TRY(make_cards(ctx, g, o, m, &cards));
    REL_TRY(rel_scratch(ctx, &start, 2 * (size_t)m->count + 1, sizeof *start, "labels"));
    for (rel_vid c = 0; c < m->count; c++) {
        const rel_vid leader = m->communities[c].leader;
        rel_str name = text          ? rel_attribute_text(known, leader)
                       : cards.label ? cards.label[c]
                                     : REL_STR_MISSING;
        if (!name.s) name = rel_called(g, leader, room);
        start[2 * c] = m->text.len;
        REL_TRY(rel_buf_add(ctx, &m->text, name.s ? name.s : "", name.len));
        start[2 * c + 1] = m->text.len;
        if (cards.label && c < cards.wanted) REL_TRY(rel_card_summary(ctx, g, &cards, c, &m->text));
        start[2 * c + 2] = m->text.len;
    }
    for (rel_vid c = 0; c < m->count; c++) {
        const size_t *at = &start[2 * c];
        m->communities[c].label = (rel_str){m->text.data + at[0], at[1] - at[0]};
        if (at[2] > at[1]) m->communities[c].summary = (rel_str){m->text.data + at[1], at[2] - at[1]};
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status place(rel_ctx *ctx, const rel_graph *g, const rel_map_opts *o, rel_map *m)
{
    rel_status st;
    REL_TRY(rel_alloc(ctx, &m->x, g->n, sizeof *m->x, "places"));
    REL_TRY(rel_alloc(ctx, &m->y, g->n, sizeof *m->y, "places"));
    m->given = !o->place && rel_places_given(g, m->x, m->y);
    if (!m->given) st = rel_places(ctx, g, o->layout, o->iterations, m->x, m->y);
out:
    return st;
}

rel_status rel_map_make(rel_ctx *ctx, const rel_graph *g, const rel_map_opts *opts, rel_map *map)
{
    rel_status st, ranked = REL_OK;
    const rel_ranking_opts ranking = {
        .by = {opts->by}, .criteria = 1, .top = 1, .scoring = opts->scoring, .source = opts->source};
    *map = (rel_map){.n = g->n};
    REL_TRY(find_communities(ctx, g, map));
    ranked = rel_rank(ctx, g, &ranking, &map->ranking);
    if (ranked != REL_OK && ranked != REL_E_NOCONV) REL_TRY(ranked);
    map->score = map->ranking.score[0];
    for (rel_vid v = 0; rel_criterion_low_first(opts->by) && v < g->n; v++) map->ranking.score[0][v] *= -1;
    REL_TRY(rel_alloc(ctx, &map->communities, map->count, sizeof *map->communities, "communities"));
    describe(g, map);
    REL_TRY(label(ctx, g, opts, map));
    REL_TRY(place(ctx, g, opts, map));
out:
    if (st != REL_OK) rel_map_free(map);
    return st == REL_OK ? ranked : st;
}

void rel_map_free(rel_map *map)
{
    rel_ranking_free(&map->ranking);
    rel_buf_free(&map->text);
    free(map->communities);
    free(map->community);
    free(map->x);
    free(map->y);
    *map = (rel_map){0};
}
