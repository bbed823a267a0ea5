#include "src/insight/community_card.h"

#include <inttypes.h>
#include <math.h>

#include "algorithms/structure/bridging.h"
#include "src/insight/card_parts.h"

enum { WEEK = 7 * 86400, DAY = 86400 };

typedef struct work {
    rel_ctx *ctx;
    const rel_graph *g;
    const rel_vid *community;
    const rel_source *source;
    rel_cards *cards;
    double *score, *participation, *z; /* by vertex */
    rel_broker *broker;
    rel_community_flows received; /* from the community of a column, by row */
} work;

/* -------- leaders and brokers: the k best members -------- */

/* at[0..*count) gets v when fewer than most stand before it; value by position. */
static void offer(rel_vid *at, double *value, int *count, int most, rel_vid v, double x)
{
    int place = *count;
    while (place > 0 && x > value[place - 1]) place--;
    if (place == most) return;
    if (*count < most) ++*count;
    for (int i = *count - 1; i > place; i--) {
        at[i] = at[i - 1];
        value[i] = value[i - 1];
    }
    at[place] = v;
    value[place] = x;
}

/* Members in order, so of equal ones the smaller vertex comes first. */
static void find_leaders(const work *w, rel_vid c)
{
    const rel_community_rows *rows = &w->cards->rows;
    rel_vid at[REL_CARD_LEADERS];
    double value[REL_CARD_LEADERS];
    int count = 0;
    for (int64_t i = rows->off[c]; i < rows->off[c + 1]; i++)
        offer(at, value, &count, REL_CARD_LEADERS, rows->member[i], w->score[rows->member[i]]);
    w->cards->leader[c] = at[0];
    if (c >= w->cards->wanted) return;
    rel_card *card = &w->cards->card[c];
    for (card->leaders = 0; card->leaders < count; card->leaders++)
        card->leader[card->leaders] = (rel_card_leader){at[card->leaders], value[card->leaders]};
}

/* Pairs of which one at least is outside. */
static double outward(const rel_broker *b)
{
    return (double)(b->by[REL_BROKERAGE_GATEKEEPER] + b->by[REL_BROKERAGE_REPRESENTATIVE] +
                    b->by[REL_BROKERAGE_LIAISON]);
}

static void find_brokers(const work *w, rel_vid c)
{
    const rel_community_rows *rows = &w->cards->rows;
    rel_card *card = &w->cards->card[c];
    rel_vid at[REL_CARD_BROKERS];
    double value[REL_CARD_BROKERS];
    int count = 0;
    for (int64_t i = rows->off[c]; i < rows->off[c + 1]; i++) {
        const double pairs = outward(&w->broker[rows->member[i]]);
        if (pairs > 0) offer(at, value, &count, REL_CARD_BROKERS, rows->member[i], pairs);
    }
    for (int k = 0; k < count; k++) {
        const rel_vid v = at[k];
        card->broker[k] = (rel_card_broker){.v = v,
                                            .participation = w->participation[v],
                                            .z = w->z[v],
                                            .part = rel_cartography_of(w->z[v], w->participation[v]),
                                            .pairs = w->broker[v]};
    }
    card->brokers = count;
}

/* -------- bridges -------- */

static double weight_into(const rel_csr *row, rel_vid v, const rel_vid *community, rel_vid d)
{
    double sum = 0;
    for (rel_eid e = row->off[v]; e < row->off[v + 1]; e++)
        if (community[row->adj[e]] == d) sum += row->weight ? (double)row->weight[e] : 1;
    return sum;
}

static rel_vid through_whom(const work *w, rel_vid c, rel_vid d)
{
    const rel_community_rows *rows = &w->cards->rows;
    rel_vid best = REL_VID_NONE;
    double most = 0;
    for (int64_t i = rows->off[c]; i < rows->off[c + 1]; i++) {
        const rel_vid v = rows->member[i];
        const double sum = weight_into(&w->g->out, v, w->community, d) +
                           (w->g->directed ? weight_into(&w->g->in, v, w->community, d) : 0);
        if (sum > most) {
            most = sum;
            best = v;
        }
    }
    return best;
}

static double flow(const rel_community_flows *f, rel_vid c, rel_vid d)
{
    const rel_eid i = rel_community_flow_find(f, c, d);
    return i < 0 ? 0 : f->weight[i];
}

/* The rows of what is given and of what is received, both ascending, merged. */
static void find_bridges(const work *w, rel_vid c)
{
    const rel_community_flows *out = &w->cards->flows, *in = &w->received;
    rel_card *card = &w->cards->card[c];
    rel_vid at[REL_CARD_BRIDGES];
    double value[REL_CARD_BRIDGES];
    int count = 0;
    rel_eid i = out->off[c], j = in->off[c];
    while (i < out->off[c + 1] || j < in->off[c + 1]) {
        const rel_vid a = i < out->off[c + 1] ? out->to[i] : REL_VID_NONE,
                      b = j < in->off[c + 1] ? in->to[j] : REL_VID_NONE, d = a < b ? a : b;
        const double sum = (a == d ? out->weight[i] : 0) + (b == d ? in->weight[j] : 0);
        i += a == d;
        j += b == d;
        if (d != c) offer(at, value, &count, REL_CARD_BRIDGES, d, sum);
    }
    for (int k = 0; k < count; k++)
        card->bridge[k] = (rel_card_bridge){.community = at[k],
                                            .given = flow(out, c, at[k]),
                                            .received = flow(in, c, at[k]),
                                            .through = through_whom(w, c, at[k])};
    card->bridges = count;
}

/* -------- what the graph says -------- */

static rel_status find_flows(work *w)
{
    rel_status st;
    rel_cards *cards = w->cards;
    const float *layer[REL_KIND_COUNT];
    for (int k = 0; k < REL_KIND_COUNT; k++) {
        const rel_attribute *a = rel_attribute_find(&w->g->edge_attributes, rel_kind_word((rel_kind)k));
        if (!a || a->type != REL_ATTRIBUTE_F32 || a->count != w->g->m) continue;
        cards->layer[cards->layers] = (rel_kind)k;
        layer[cards->layers++] = a->value.f32;
    }
    REL_TRY(rel_community_flows_of(w->ctx, w->g, w->community, &cards->rows, layer, cards->layers,
                                   &cards->flows));
    rel_graph turned = *w->g;
    turned.out = w->g->in;
    w->received = cards->flows;
    if (w->g->directed)
        st = rel_community_flows_of(w->ctx, &turned, w->community, &cards->rows, NULL, 0, &w->received);
out:
    return st;
}

static rel_status measure_structure(work *w)
{
    rel_status st;
    rel_ctx *ctx = w->ctx;
    rel_cards *cards = w->cards;
    rel_graph inner;
    double modularity = 0;
    REL_TRY(rel_community_cuts(ctx, w->g, w->community, cards->count, true, cards->cut, NULL));
    REL_TRY(rel_quality_of(ctx, w->g, w->community, REL_QUALITY_MODULARITY, 1, true, &modularity));
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    st = rel_community_inner(ctx, w->g, w->community, &inner);
    if (st == REL_OK) st = rel_community_insides(ctx, &inner, &cards->rows, cards->inside);
    if (st == REL_OK) st = rel_community_leaders(ctx, &inner, &cards->rows, true, w->score);
    rel_scratch_release(ctx, mark);
    if (st != REL_OK) goto out;
    REL_TRY(rel_within_module_degree(ctx, w->g, w->community, &cards->rows, w->z));
    REL_TRY(rel_participation(ctx, w->g, w->community, cards->count, w->participation));
    REL_TRY(rel_brokers(ctx, w->g, w->community, cards->count, w->broker));
    rel_shape_measure(w->g, &cards->flows, cards->inside, modularity, &cards->figures);
    cards->shape = rel_shape_of_network(&cards->figures);
out:
    return st;
}

static void describe_structure(const work *w, rel_vid c)
{
    const rel_cards *cards = w->cards;
    const rel_community_inside *x = &cards->inside[c];
    rel_card *card = &cards->card[c];
    card->share = (double)x->members / (double)w->g->n;
    card->ratio = cards->cut[c].outside > 0 ? cards->cut[c].inside / cards->cut[c].outside : NAN;
    card->mean_degree = 2 * (double)x->pairs / (double)x->members;
    card->shape = rel_shape_of_community(x, w->g->directed);
    card->posts = card->acts = INT64_MIN;
    card->posts_rate = card->acts_rate = NAN;
    find_brokers(w, c);
    find_bridges(w, c);
}

/* -------- what the workspace says -------- */

static void describe_activity(const work *w, const rel_activity *a, rel_vid c)
{
    rel_cards *cards = w->cards;
    rel_card *card = &cards->card[c];
    card->posts = card->talk.posts;
    card->acts = 0;
    for (int64_t i = cards->rows.off[c]; i < cards->rows.off[c + 1]; i++)
        card->acts += a->acts[cards->rows.member[i]];
    const double spans = (double)cards->inside[c].members * cards->weeks;
    card->posts_rate = (double)card->posts / spans;
    card->acts_rate = (double)card->acts / spans;
    card->language = card->talk.language;
    card->languages = card->talk.languages;
}

static rel_status read_workspace(work *w)
{
    rel_status st;
    rel_ctx *ctx = w->ctx;
    rel_cards *cards = w->cards;
    const rel_projection_opts *o = &w->source->projection;
    const rel_talk_opts opts = REL_TALK_DEFAULTS;
    rel_workspace *workspace = NULL;
    rel_posts *posts = NULL;
    rel_activity activity = {0};
    rel_talk *talk = NULL;
    unsigned kinds = 0;
    for (int k = 0; k < REL_KIND_COUNT; k++) kinds |= (unsigned)(o->layer_weight[k] > 0) << k;
    REL_TRY(rel_scratch(ctx, &talk, cards->wanted, sizeof *talk, "what communities say"));
    REL_TRY(rel_workspace_open(ctx, w->source->path, REL_WORKSPACE_READ, &workspace));
    REL_TRY(rel_posts_open(ctx, workspace, &w->g->names, o->since, o->until, kinds, &posts, &activity));
    REL_TRY(rel_talks(ctx, posts, &activity, w->community, &cards->rows, cards->wanted, &opts, talk));
    if (activity.first != REL_TIME_MISSING)
        cards->weeks = fmax(1.0 * (double)(activity.last - activity.first), DAY) / WEEK;
    cards->texts = true;
    for (rel_vid c = 0; c < cards->wanted; c++) {
        cards->card[c].talk = talk[c];
        describe_activity(w, &activity, c);
    }
out:
    rel_posts_close(posts);
    rel_activity_free(&activity);
    rel_workspace_close(workspace);
    return st;
}

/* -------- all of it -------- */

static rel_status make_room(work *w)
{
    rel_status st;
    rel_ctx *ctx = w->ctx;
    rel_cards *cards = w->cards;
    const size_t n = w->g->n, count = cards->count;
    REL_TRY(rel_scratch(ctx, &cards->label, count, sizeof *cards->label, "labels of communities"));
    REL_TRY(rel_scratch(ctx, &cards->inside, count, sizeof *cards->inside, "communities"));
    REL_TRY(rel_scratch(ctx, &cards->cut, count, sizeof *cards->cut, "communities"));
    REL_TRY(rel_scratch(ctx, &cards->leader, count, sizeof *cards->leader, "leaders"));
    REL_TRY(rel_scratch(ctx, &cards->card, cards->wanted, sizeof *cards->card, "cards of communities"));
    REL_TRY(rel_scratch_unset(ctx, &w->score, n, sizeof *w->score, "leaders"));
    REL_TRY(rel_scratch_unset(ctx, &w->participation, n, sizeof *w->participation, "participation"));
    REL_TRY(rel_scratch_unset(ctx, &w->z, n, sizeof *w->z, "weights inside"));
    st = rel_scratch_unset(ctx, &w->broker, n, sizeof *w->broker, "brokers");
out:
    return st;
}

rel_status rel_cards_make(rel_ctx *ctx, const rel_graph *g, const rel_vid *community, rel_vid count,
                          const rel_source *source, rel_vid wanted, rel_cards *cards)
{
    rel_status st;
    work w = {.ctx = ctx, .g = g, .community = community, .source = source, .cards = cards};
    *cards = (rel_cards){.count = count, .wanted = wanted < count ? wanted : count, .weeks = NAN};
    REL_TRY(rel_community_rows_of(ctx, g->n, community, count, &cards->rows));
    for (rel_vid c = 0; c < count; c++)
        if (cards->rows.off[c] == cards->rows.off[c + 1])
            return rel_fail(ctx, REL_E_USAGE, "cards: community %" PRIu32 " has no accounts", c);
    REL_TRY(make_room(&w));
    REL_TRY(find_flows(&w));
    REL_TRY(measure_structure(&w));
    for (rel_vid c = 0; c < count; c++) find_leaders(&w, c);
    for (rel_vid c = 0; c < cards->wanted; c++) describe_structure(&w, c);
    if (source && source->kind == REL_SOURCE_WORKSPACE) REL_TRY(read_workspace(&w));
    for (rel_vid c = 0; c < cards->wanted; c++) REL_TRY(rel_card_columns(ctx, g, cards, c, &cards->card[c]));
    st = rel_card_labels(ctx, g, cards);
out:
    return st;
}
