#include "src/insight/picking.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "algorithms/diffusion/feasibility.h"
#include "src/base/i18n.h"
#include "src/insight/account.h"
#include "src/insight/picking_labels.h"

/* -------- sentences -------- */

/* "14 not observed, 3 excluded by name" */
static rel_status describe_barred(rel_ctx *ctx, const rel_candidates *c, rel_buf *text)
{
    rel_status st = REL_OK;
    for (int why = REL_BARRED_NOT + 1; why < REL_BARRED_COUNT; why++) {
        if (!c->excluded[why]) continue;
        if (text->len) REL_TRY(rel_buf_puts(ctx, text, ", "));
        REL_TRY(rel_buf_printf(ctx, text, "%" PRId64 " %s", c->excluded[why], _(rel_barred_words(why))));
    }
out:
    return st;
}

static rel_status too_few(rel_ctx *ctx, const rel_picking *k)
{
    rel_status st;
    rel_buf why = {0};
    const rel_candidates *c = &k->candidates;
    if (k->ask.count)
        rel_fail(ctx, REL_E_USAGE,
                 "option '--count': %" PRId64 " to pick, and there are %" PRId64 " candidates", k->ask.count,
                 c->excluded[REL_BARRED_NOT]);
    else
        rel_fail(ctx, REL_E_USAGE, "there are no candidates: every account is excluded");
    REL_TRY(describe_barred(ctx, c, &why));
    if (why.len) rel_hint(ctx, "of %" PRIu32 " accounts: %s", k->source->graph.n, why.data);
    st = ctx->status;
out:
    rel_buf_free(&why);
    return st;
}

static void note_costs(rel_ctx *ctx, const rel_picking *k)
{
    char room[REL_NAME_NUMBER_TEXT];
    rel_buf names = {0};
    rel_status st = REL_OK;
    const rel_candidates *c = &k->candidates;
    if (!c->no_cost) return;
    for (int64_t i = 0; i < c->no_cost && i < REL_CANDIDATES_NAMED && st == REL_OK; i++) {
        const rel_str name = rel_called(&k->source->graph, c->no_cost_first[i], room);
        st = rel_buf_printf(ctx, &names, "%s%.*s", i ? ", " : "", REL_STR_ARG(name));
    }
    if (st == REL_OK && c->no_cost > REL_CANDIDATES_NAMED) st = rel_buf_puts(ctx, &names, ", ...");
    if (st == REL_OK && !isnan(k->ask.candidates.default_cost))
        rel_note(ctx, "%" PRId64 " candidates have no cost and are taken to cost %g (%s)", c->no_cost,
                 k->ask.candidates.default_cost, names.data);
    else if (st == REL_OK && k->ask.candidates.budget > 0)
        rel_note(ctx, "left out: %" PRId64 " (candidates without a cost: %s)", c->no_cost, names.data);
    rel_buf_free(&names);
}

static void note_unknown(rel_ctx *ctx, const rel_picking *k)
{
    const rel_candidates *c = &k->candidates;
    if (c->unknown)
        rel_note(ctx, "left out: %" PRId64 " (accounts of files that are not in the graph, the first: '%s')",
                 c->unknown, c->first_unknown);
    if (k->audience.unknown)
        rel_note(ctx,
                 "left out: %" PRId64 " (accounts of the audience that are not in the graph, the first: "
                 "'%s')",
                 k->audience.unknown, k->audience.first_unknown);
}

/* -------- rules -------- */

rel_status rel_picking_check(rel_ctx *ctx, const rel_picking_ask *ask)
{
    const rel_candidates_ask *c = &ask->candidates;
    if (!ask->count && !(c->budget > 0))
        return rel_fail(ctx, REL_E_USAGE, "say how many: '--count K', or '--budget B' with '--costs FILE'");
    if (c->budget > 0 && !c->costs && isnan(c->default_cost))
        return rel_fail(ctx, REL_E_USAGE, "option '--budget' needs '--costs FILE' or '--default-cost C'");
    return REL_OK;
}

static void fill_rules(rel_picking *k)
{
    const rel_candidates *c = &k->candidates;
    const bool paid = k->ask.candidates.budget > 0;
    k->rules = (rel_pick_rules){.count = k->ask.count,
                                .barred = c->barred,
                                .included = c->include.v,
                                .includes = c->include.count,
                                .base = c->base,
                                .cost = paid ? c->cost : NULL,
                                .budget = paid ? k->ask.candidates.budget : 0,
                                .quota = k->quotas.quota,
                                .quotas = k->quotas.count};
    if (!k->fair.column[0]) return;
    k->rules.fair_group = k->fair.group;
    k->rules.fair_groups = k->fair.count;
}

rel_status rel_picking_open(rel_ctx *ctx, const rel_source *source, const rel_influence *influence,
                            const rel_picking_ask *ask, rel_picking *k)
{
    rel_status st;
    const rel_graph *g = &source->graph;
    const rel_account_list_opts lists = {.skip_unknown = ask->candidates.skip_unknown};
    *k = (rel_picking){.source = source, .influence = influence, .ask = *ask};
    REL_TRY(rel_picking_check(ctx, ask));
    REL_TRY(rel_candidates_make(ctx, source, &ask->candidates, &k->candidates));
    REL_TRY(rel_picking_audience_make(ctx, g, ask->audience, ask->audience_by, lists, &k->audience));
    REL_TRY(rel_picking_quotas_parse(ctx, g, ask->max_per, ask->min_per, &k->quotas));
    if (ask->fair) REL_TRY(rel_picking_groups_make(ctx, g, "--fair", rel_str_of(ask->fair), &k->fair));
    REL_TRY(rel_picking_groups_make(ctx, g, "--source", REL_STR_LIT("community"), &k->community));
    fill_rules(k);
    note_unknown(ctx, k);
    note_costs(ctx, k);
    const int64_t candidates = k->candidates.excluded[REL_BARRED_NOT];
    if (!candidates || ask->count > candidates) REL_TRY(too_few(ctx, k));
    REL_TRY(rel_rules_check(ctx, g->n, &k->rules, rel_picking_quota_group, &k->quotas));
    st = rel_picking_labels(ctx, source, &k->community, &k->label);
out:
    if (st != REL_OK) rel_picking_free(k);
    return st;
}

void rel_picking_free(rel_picking *k)
{
    rel_candidates_free(&k->candidates);
    *k = (rel_picking){0};
}
