#include <inttypes.h>
#include <math.h>

#include "src/base/sort.h"
#include "src/cli/account_args.h"
#include "src/cli/card_args.h"
#include "src/cli/commands.h"
#include "src/cli/graph_args.h"
#include "src/cli/terminal.h"

typedef struct card_args {
    const char *source, *policy, *print_policy, *by, *brand, *competitor;
    rel_opt_rest accounts;
    int64_t top;
    bool allowed, traits, policies;
    rel_graph_args graph;
} card_args;

enum { ACCOUNTS_MAX = 1000 };

static void defaults(void *given)
{
    *(card_args *)given = (card_args){.top = 20, .graph = REL_GRAPH_ARGS_DEFAULTS};
}

static const rel_opt options[] = {
    REL_OPTIONAL(card_args, source, N_("SOURCE"), NULL,
                 N_("workspace, snapshot or graph file; - is standard input")),
    {.type = REL_OPT_REST,
     .name = N_("ACCOUNT"),
     .help = N_("accounts to print a card of: @acme x:42; else a table of all"),
     .offset = offsetof(card_args, accounts)},
    REL_GROUP(N_("What is printed")),
    REL_I64(card_args, top, "top", N_("N"), 0, 1e9, N_("accounts in the table; 0: all")),
    REL_CHOICE(card_args, by, "by", N_("TRAIT"), rel_trait_word,
               N_("order of the table; else the score of the policy, else reachable accounts")),
    REL_FLAG(card_args, traits, "traits", N_("list the traits and signals, with their units and thresholds")),
    REL_GROUP(N_("Who is wanted")),
    {.type = REL_OPT_FILE,
     .name = "policy",
     .value = N_("NAME"),
     .offset = offsetof(card_args, policy),
     .help = N_("a policy that says who is allowed and what counts: a preset, or a file")},
    REL_FLAG(card_args, allowed, "allowed", N_("with --policy: only those that it allows")),
    REL_FLAG(card_args, policies, "policies", N_("list the presets")),
    REL_TEXT(card_args, print_policy, "print-policy", N_("NAME"),
             N_("print a preset, as a start for one's own")),
    REL_GROUP(N_("What posts are about")),
    REL_TEXT(card_args, brand, "brand", N_("WORDS"),
             N_("the brand's keywords and handles: acme,acme shoes,@acme; else those of the table brand")),
    REL_TEXT(card_args, competitor, "competitor", N_("WORDS"), N_("likewise of its competitors")),
    REL_GRAPH_OPTIONS(card_args, graph),
    REL_OPTS_END,
};

/* -------- order -------- */

/* Larger keys come later: NaN at the end, whatever the better end. */
static uint64_t key_of(const rel_card_view *w, rel_trait by, bool scored, rel_vid v)
{
    const double x = scored ? w->verdict[v].score : rel_trait_value(w->cards, by, v);
    const bool low = !scored && rel_trait_about(by)->better == REL_TRAIT_LOW;
    if (isnan(x)) return UINT64_MAX;
    const uint64_t key = rel_sort_key_f64(x + 0.0);
    return low ? key : ~key;
}

/* Those allowed come first; ties by vertex. */
static rel_status put_in_order(rel_ctx *ctx, const card_args *a, rel_card_view *w, rel_vid **order)
{
    rel_status st;
    rel_sort_item *item;
    int64_t *rank, count = 0;
    const rel_vid n = w->g->n;
    const bool scored = w->verdict && !a->by;
    const rel_trait by =
        a->by ? (rel_trait)rel_word_index(rel_str_of(a->by), rel_trait_word) : REL_TRAIT_REACHABLE;
    REL_TRY(rel_scratch(ctx, order, n, sizeof **order, "order"));
    REL_TRY(rel_scratch(ctx, &rank, n, sizeof *rank, "ranks"));
    REL_TRY(rel_scratch_unset(ctx, &item, n, sizeof *item, "order"));
    for (rel_vid v = 0; v < n; v++) item[v] = (rel_sort_item){key_of(w, by, scored, v), v};
    REL_TRY(rel_sort_radix(ctx, item, n));
    for (int turn = 0; turn < 2; turn++)
        for (rel_vid i = 0; i < n; i++) {
            const rel_vid v = (rel_vid)item[i].value;
            const bool allowed = !w->verdict || rel_verdict_allowed(&w->verdict[v]);
            if (allowed != (turn == 0)) continue;
            (*order)[count++] = v;
            rank[v] = count;
        }
    w->rank = rank;
    w->order = *order;
    w->count = n;
out:
    return st;
}

static int64_t count_allowed(const rel_card_view *w)
{
    int64_t allowed = 0;
    for (rel_vid v = 0; w->verdict && v < w->g->n; v++) allowed += rel_verdict_allowed(&w->verdict[v]);
    return allowed;
}

/* Those named on the command line; count 0: none are. */
static rel_status find_named(rel_ctx *ctx, const card_args *a, const rel_graph *g, rel_accounts *named)
{
    rel_status st = REL_OK;
    rel_buf list = {0};
    *named = (rel_accounts){0};
    if (!a->accounts.count) return st;
    for (int i = 0; i < a->accounts.count; i++) {
        if (i) REL_TRY(rel_buf_puts(ctx, &list, ","));
        REL_TRY(rel_buf_puts(ctx, &list, a->accounts.item[i]));
    }
    st = rel_accounts_parse(ctx, g, list.data, ACCOUNTS_MAX, named);
out:
    rel_buf_free(&list);
    return st;
}

/* The accounts asked for, all or some. */
static void choose(const card_args *a, const rel_accounts *named, rel_card_view *w)
{
    if (named->count) {
        w->order = named->v;
        w->count = named->count;
        return;
    }
    if (a->allowed) w->count = count_allowed(w);
    if (a->top > 0 && a->top < w->count) w->count = a->top;
}

/* -------- standings -------- */

/* Percentiles of the traits that are shown. */
static rel_status stand(rel_ctx *ctx, rel_card_view *w)
{
    rel_status st;
    uint8_t *wanted;
    const rel_vid n = w->g->n;
    REL_TRY(rel_scratch(ctx, &wanted, n, 1, "accounts"));
    for (int64_t i = 0; i < w->count; i++) wanted[w->order[i]] = 1;
    for (int i = 0; i < REL_TRAIT_COUNT; i++) {
        const rel_trait t = (rel_trait)i;
        if (!w->cards->column[t].value) continue;
        REL_TRY(rel_poll(ctx));
        REL_TRY(rel_scratch_unset(ctx, &w->percent[t], n, sizeof **w->percent, "percentiles"));
        REL_TRY(rel_scratch_unset(ctx, &w->of_size[t], n, sizeof **w->of_size, "percentiles"));
        REL_TRY(rel_scratch_unset(ctx, &w->peers[t], n, sizeof **w->peers, "percentiles"));
        REL_TRY(rel_trait_percentiles(ctx, w->cards, t, w->percent[t]));
        REL_TRY(rel_trait_peer_percentiles(ctx, w->cards, t, wanted, w->of_size[t], w->peers[t]));
    }
out:
    return st;
}

static rel_status print(const card_args *a, const rel_card_view *w)
{
    switch (w->cli->style.form) {
    case REL_TABLE_JSON: return rel_card_json(w);
    case REL_TABLE_CSV: return rel_card_csv(w);
    case REL_TABLE_EYES: break;
    }
    return a->accounts.count ? rel_card_pages(w) : rel_card_table(w);
}

/* -------- the command -------- */

static void note_basis(rel_ctx *ctx, const rel_score_cards *c, bool workspace)
{
    if (workspace && !c->brand_words)
        rel_note(ctx, "no brand is known, so nothing says which posts are about it: --brand WORDS");
    if (c->reachable.method == REL_METHOD_HYPERBALL)
        rel_note(ctx, "reachable accounts are estimated, with a standard error of %.2g %%",
                 100 * c->reachable.error);
    if (c->betweenness.method == REL_METHOD_SAMPLING)
        rel_note(ctx, "betweenness is sampled: every value within %.2g of its own", c->betweenness.error);
}

static rel_status make_cards(rel_cli *cli, const card_args *a, const rel_source *source,
                             const rel_policy *policy)
{
    rel_status st;
    rel_ctx *ctx = cli->ctx;
    rel_score_cards cards = {0};
    rel_card_opts o = REL_CARD_DEFAULTS;
    rel_verdict *verdict = NULL;
    rel_vid *order;
    rel_accounts named;
    rel_card_view w = {.cli = cli, .g = &source->graph, .cards = &cards, .policy = policy};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    o.brand = a->brand;
    o.competitor = a->competitor;
    REL_TRY(find_named(ctx, a, &source->graph, &named));
    REL_TRY(rel_score_cards_make(ctx, source, &o, &cards));
    note_basis(ctx, &cards, source->kind == REL_SOURCE_WORKSPACE);
    if (policy) {
        REL_TRY(rel_scratch(ctx, &verdict, cards.n, sizeof *verdict, "verdicts"));
        REL_TRY(rel_policy_judge(ctx, policy, &cards, verdict));
        w.verdict = verdict;
        rel_note(ctx, "policy '%s' allows %" PRId64 " of %" PRIu32 " accounts", policy->name,
                 count_allowed(&w), cards.n);
    }
    REL_TRY(put_in_order(ctx, a, &w, &order));
    choose(a, &named, &w);
    REL_TRY(stand(ctx, &w));
    st = print(a, &w);
out:
    rel_score_cards_free(&cards);
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status run(rel_cli *cli, const void *given)
{
    const card_args *a = given;
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_source source = {0};
    rel_policy *policy = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (a->traits) return rel_card_list_traits(cli);
    if (a->policies) return rel_card_list_policies(cli);
    if (a->print_policy) return rel_card_print_policy(cli, a->print_policy);
    if (!a->source) {
        rel_fail(ctx, REL_E_USAGE, "missing argument: %s", _("SOURCE"));
        return rel_hint(ctx, "usage: %s", "relais card SOURCE [ACCOUNT ...] [options]");
    }
    if (a->allowed && !a->policy) return rel_fail(ctx, REL_E_USAGE, "option '--allowed' needs '--policy'");
    if (a->policy) {
        REL_TRY(rel_scratch(ctx, &policy, 1, sizeof *policy, "policy"));
        REL_TRY(rel_policy_open(ctx, a->policy, policy));
    }
    REL_TRY(rel_graph_args_open(cli, a->source, &a->graph, &source));
    st = make_cards(cli, a, &source, policy);
    if (st == REL_OK && !a->policy)
        rel_terminal_next(cli, "relais card %s --policy %s", a->source, "awareness");
out:
    rel_scratch_release(ctx, mark);
    rel_source_close(&source);
    return st;
}

const rel_command rel_cmd_card = {
    .name = "card",
    .summary = N_("say what speaks for and against an account, trait by trait"),
    .text = N_("Prints score cards: reach, resonance, relevance, sentiment, activity, responsiveness, "
               "position, signals "
               "of authenticity, saturation and growth, each trait with its own number, unit and sample, and "
               "where the "
               "account stands among all and among those of its size. What is not known is missing, with the "
               "reason; it "
               "is never 0.\n\n"
               "With accounts, a card of each; without, a table of all. A policy, a preset or a JSON file, "
               "says who is "
               "allowed, why the others are not, and how well each stands by what it weighs. Which posts are "
               "about the "
               "brand is told by the table brand of the workspace, or by --brand and --competitor."),
    .example = "relais card brand.relais @acme --brand acme,@acme --competitor rival\n"
               "relais card brand.relais --policy niche --brand acme --top 10\n"
               "relais card brand.relais --policy mine.json --allowed --csv\n"
               "relais card --print-policy awareness",
    .options = options,
    .args_size = sizeof(card_args),
    .defaults = defaults,
    .run = run,
};
