#include "src/insight/picking_candidates.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "src/base/i18n.h"
#include "src/insight/account.h"

#define COST_MAX 1e15

const char *rel_barred_word(int why)
{
    static const char *const words[] = {
#define X(name, word, text) word,
        REL_BARRED_LIST(X)
#undef X
    };
    return why >= 0 && why < REL_BARRED_COUNT ? words[why] : NULL;
}

const char *rel_barred_words(int why)
{
    static const char *const texts[] = {
#define X(name, word, text) text,
        REL_BARRED_LIST(X)
#undef X
    };
    return texts[why];
}

typedef struct making {
    rel_ctx *ctx;
    const rel_source *source;
    const rel_graph *g;
    const rel_candidates_ask *ask;
    rel_candidates *c;
} making;

static void bar(making *m, rel_vid v, rel_barred why)
{
    if (m->c->why[v] == REL_BARRED_NOT) m->c->why[v] = (uint8_t)why;
}

static void bar_list(making *m, const rel_account_list *list, rel_barred why)
{
    for (int64_t i = 0; i < list->count; i++) bar(m, list->v[i], why);
    if (list->unknown && !m->c->unknown)
        memcpy(m->c->first_unknown, list->first_unknown, sizeof list->first_unknown);
    m->c->unknown += list->unknown;
}

/* -------- lists -------- */

static rel_status read_list(making *m, const char *given, rel_account_list *list)
{
    *list = (rel_account_list){0};
    if (!given) return REL_OK;
    const rel_account_list_opts opts = {.skip_unknown = m->ask->skip_unknown};
    return rel_account_list_read(m->ctx, m->g, given, opts, list);
}

static rel_status bar_already(making *m)
{
    rel_status st;
    rel_candidates *c = m->c;
    REL_TRY(read_list(m, m->ask->already, &c->already));
    if (!c->already.count) goto out;
    REL_TRY(rel_scratch(m->ctx, &c->base, m->g->n, 1, "recruited already"));
    for (int64_t i = 0; i < c->already.count; i++) c->base[c->already.v[i]] = 1;
    bar_list(m, &c->already, REL_BARRED_ALREADY);
out:
    return st;
}

static rel_status bar_brands(making *m, rel_barred whose)
{
    rel_status st;
    rel_account_list list;
    const bool own = whose == REL_BARRED_OWN;
    if (m->source->kind != REL_SOURCE_WORKSPACE && own) {
        rel_fail(m->ctx, REL_E_USAGE, "option '--exclude': only a workspace knows the brand's accounts");
        return rel_hint(m->ctx, "name them: --exclude @brand,@brand_shop");
    }
    if (m->source->kind != REL_SOURCE_WORKSPACE) {
        rel_fail(m->ctx, REL_E_USAGE, "option '--exclude': only a workspace knows its competitors");
        return rel_hint(m->ctx, "name them: --exclude @rival,@other");
    }
    REL_TRY(rel_account_list_brands(m->ctx, m->g, m->source->path, own, &list));
    bar_list(m, &list, whose);
out:
    return st;
}

static rel_status bar_not_observed(making *m)
{
    const rel_attribute *a = rel_attribute_find(&m->g->vertex_attributes, "observed");
    if (!a || a->type == REL_ATTRIBUTE_TEXT)
        return rel_fail(m->ctx, REL_E_USAGE,
                        "option '--exclude': nothing says which accounts of '%s' were observed",
                        m->source->path);
    for (rel_vid v = 0; v < m->g->n; v++)
        if (!(rel_attribute_f64(a, v) > 0)) bar(m, v, REL_BARRED_NOT_OBSERVED);
    return REL_OK;
}

/* -------- words and names, mixed -------- */

typedef struct words {
    bool said[REL_BARRED_COUNT];
    rel_buf names; /* accounts on the command line, as a comma list */
} words;

static bool is_word(words *w, const char *text)
{
    static const rel_barred known[] = {REL_BARRED_OWN, REL_BARRED_COMPETITOR, REL_BARRED_NOT_OBSERVED,
                                       REL_BARRED_SUSPECTED};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(text, rel_barred_word((int)known[i])) != 0) continue;
        w->said[known[i]] = true;
        return true;
    }
    return false;
}

/* A file is read at once, names are collected. */
static rel_status take_excluded(making *m, words *w, const char *text)
{
    rel_status st;
    rel_account_list list;
    if (is_word(w, text)) return REL_OK;
    if (*text != '@' && access(text, F_OK) == 0) {
        REL_TRY(read_list(m, text, &list));
        bar_list(m, &list, REL_BARRED_LISTED);
        return REL_OK;
    }
    if (w->names.len) REL_TRY(rel_buf_puts(m->ctx, &w->names, ","));
    st = rel_buf_puts(m->ctx, &w->names, text);
out:
    return st;
}

static rel_status bar_excluded(making *m, words *w)
{
    rel_status st = REL_OK;
    rel_account_list list;
    rel_buf one = {0};
    rel_str rest = rel_str_of(m->ask->exclude);
    while (rest.s) {
        const rel_str text = rel_str_trim(rel_str_cut(&rest, ','));
        if (!text.len) continue;
        one.len = 0;
        REL_TRY(rel_buf_add(m->ctx, &one, text.s, text.len));
        REL_TRY(take_excluded(m, w, one.data));
    }
    if (w->names.len) {
        /* a comma at the end: one name is never taken for a file */
        REL_TRY(rel_buf_puts(m->ctx, &w->names, ","));
        REL_TRY(read_list(m, w->names.data, &list));
        bar_list(m, &list, REL_BARRED_LISTED);
    }
    if (w->said[REL_BARRED_OWN]) REL_TRY(bar_brands(m, REL_BARRED_OWN));
    if (w->said[REL_BARRED_COMPETITOR]) REL_TRY(bar_brands(m, REL_BARRED_COMPETITOR));
    if (w->said[REL_BARRED_NOT_OBSERVED]) st = bar_not_observed(m);
out:
    rel_buf_free(&one);
    return st;
}

/* -------- cards -------- */

static uint64_t signal_traits(void)
{
    uint64_t bits = 0;
    for (int t = 0; t < REL_TRAIT_COUNT; t++)
        if (rel_signal_of((rel_trait)t)) bits |= REL_TRAIT_BIT(t);
    return bits;
}

static rel_status judge(making *m, bool suspected)
{
    rel_status st = REL_OK;
    rel_candidates *c = m->c;
    rel_card_opts opts = REL_CARD_DEFAULTS;
    opts.traits = suspected ? signal_traits() : 0;
    if (m->ask->policy) {
        REL_TRY(rel_policy_open(m->ctx, m->ask->policy, &c->policy));
        c->has_policy = true;
        opts.traits |= rel_policy_traits(&c->policy);
    }
    if (!suspected && !c->has_policy) goto out;
    REL_TRY(rel_score_cards_make(m->ctx, m->source, &opts, &c->cards));
    for (rel_vid v = 0; v < m->g->n && suspected; v++)
        if (c->cards.suspected[v]) bar(m, v, REL_BARRED_SUSPECTED);
    if (!c->has_policy) goto out;
    REL_TRY(rel_scratch(m->ctx, &c->verdict, m->g->n, sizeof *c->verdict, "verdicts"));
    REL_TRY(rel_policy_judge(m->ctx, &c->policy, &c->cards, c->verdict));
    for (rel_vid v = 0; v < m->g->n; v++)
        if (!rel_verdict_allowed(&c->verdict[v])) bar(m, v, REL_BARRED_POLICY);
out:
    return st;
}

/* -------- costs -------- */

static rel_status read_costs(making *m)
{
    static const char *const names[] = {"cost", "price", "fee", "value", NULL};
    rel_status st;
    rel_candidates *c = m->c;
    rel_account_list list;
    const rel_account_list_opts opts = {.skip_unknown = m->ask->skip_unknown, .may_be_empty = true};
    REL_TRY(rel_scratch_unset(m->ctx, &c->cost, m->g->n, sizeof *c->cost, "costs"));
    if (m->ask->costs) {
        REL_TRY(
            rel_account_values_read(m->ctx, m->g, m->ask->costs, names, 0, COST_MAX, opts, c->cost, &list));
        if (list.unknown && !c->unknown)
            memcpy(c->first_unknown, list.first_unknown, sizeof list.first_unknown);
        c->unknown += list.unknown;
    } else {
        for (rel_vid v = 0; v < m->g->n; v++) c->cost[v] = (double)NAN;
    }
out:
    return st;
}

/* Without a budget a cost is only shown. */
static rel_status bar_by_cost(making *m)
{
    rel_status st;
    rel_candidates *c = m->c;
    const bool bars = m->ask->budget > 0;
    if (!m->ask->costs && isnan(m->ask->default_cost)) return REL_OK;
    REL_TRY(read_costs(m));
    for (rel_vid v = 0; v < m->g->n; v++) {
        const bool candidate = c->why[v] == REL_BARRED_NOT;
        if (isnan(c->cost[v])) {
            if (candidate && c->no_cost < REL_CANDIDATES_NAMED) c->no_cost_first[c->no_cost] = v;
            c->no_cost += candidate;
            c->cost[v] = m->ask->default_cost;
        }
        if (bars && isnan(c->cost[v])) bar(m, v, REL_BARRED_NO_COST);
        if (bars && c->cost[v] > m->ask->budget) bar(m, v, REL_BARRED_TOO_DEAR);
    }
out:
    return st;
}

/* -------- all of it -------- */

static rel_status check_included(making *m)
{
    char room[REL_NAME_NUMBER_TEXT];
    const rel_candidates *c = m->c;
    for (int64_t i = 0; i < c->include.count; i++) {
        const int why = c->why[c->include.v[i]];
        if (why == REL_BARRED_NOT) continue;
        const rel_str name = rel_called(m->g, c->include.v[i], room);
        return rel_fail(m->ctx, REL_E_USAGE, "'%.*s' is to be included, and is among those %s",
                        REL_STR_ARG(name), _(rel_barred_words(why)));
    }
    return REL_OK;
}

static rel_status finish(making *m)
{
    rel_status st;
    rel_candidates *c = m->c;
    REL_TRY(rel_scratch(m->ctx, &c->barred, m->g->n, 1, "candidates"));
    for (rel_vid v = 0; v < m->g->n; v++) {
        c->excluded[c->why[v]]++;
        c->barred[v] = c->why[v] != REL_BARRED_NOT && c->why[v] != REL_BARRED_ALREADY;
    }
    st = check_included(m);
out:
    return st;
}

rel_status rel_candidates_make(rel_ctx *ctx, const rel_source *source, const rel_candidates_ask *ask,
                               rel_candidates *c)
{
    rel_status st;
    words w = {0};
    making m = {.ctx = ctx, .source = source, .g = &source->graph, .ask = ask, .c = c};
    *c = (rel_candidates){0};
    REL_TRY(rel_scratch(ctx, &c->why, m.g->n, 1, "candidates"));
    REL_TRY(bar_already(&m));
    if (ask->exclude) REL_TRY(bar_excluded(&m, &w));
    if (ask->rivals) bar_list(&m, ask->rivals, REL_BARRED_RIVAL);
    REL_TRY(judge(&m, w.said[REL_BARRED_SUSPECTED]));
    REL_TRY(bar_by_cost(&m));
    REL_TRY(read_list(&m, ask->include, &c->include));
    c->unknown += c->include.unknown;
    st = finish(&m);
out:
    rel_buf_free(&w.names);
    if (st != REL_OK) rel_candidates_free(c);
    return st;
}

void rel_candidates_free(rel_candidates *c)
{
    rel_score_cards_free(&c->cards);
    *c = (rel_candidates){0};
}
