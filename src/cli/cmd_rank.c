#include <inttypes.h>
#include <limits.h>

#include "algorithms/centrality/betweenness_sampling.h"
#include "algorithms/centrality/distances.h"
#include "src/cli/commands.h"
#include "src/cli/rank_args.h"
#include "src/cli/rank_every.h"
#include "src/cli/terminal.h"
#include "src/insight/account.h"

static void defaults(void *given)
{
    const rel_scoring_opts o = REL_SCORING_DEFAULTS;
    *(rel_rank_args *)given = (rel_rank_args){.by = "pagerank",
                                              .normalize = rel_normalize_word(0),
                                              .aggregate = rel_aggregate_word(0),
                                              .top = 20,
                                              .damping = o.pagerank.damping,
                                              .tolerance = o.tolerance,
                                              .hops = o.hops,
                                              .precision = o.precision,
                                              .epsilon = o.epsilon,
                                              .delta = o.delta,
                                              .persistence = 0.9,
                                              .resample = rel_resample_word(0),
                                              .graph = REL_GRAPH_ARGS_DEFAULTS};
}

static const rel_opt options[] = {
    REL_POSITIONAL(rel_rank_args, source, N_("SOURCE"),
                   N_("workspace, snapshot or graph file; - is standard input")),
    REL_GROUP(N_("The ranking")),
    REL_LIST(rel_rank_args, by, "by", N_("LIST"), rel_criterion_word,
             N_("criteria, as listed below; the first one sorts")),
    REL_CHOICE(rel_rank_args, aggregate, "aggregate", N_("HOW"), rel_aggregate_word,
               N_("join the criteria into one order")),
    REL_I64(rel_rank_args, top, "top", N_("N"), 0, 1e9, N_("accounts to print; 0: all")),
    REL_TEXT(rel_rank_args, accounts, "accounts", N_("ACCOUNTS"),
             N_("print these accounts instead of the top: @acme,x:42")),
    REL_CHOICE(rel_rank_args, normalize, "normalize", N_("HOW"), rel_normalize_word,
               N_("print scores on a common scale")),
    REL_FLAG(rel_rank_args, explain, "explain", N_("print the rank and the percentile by each criterion")),
    REL_FLAG(rel_rank_args, save, "save", N_("store the scores of all accounts in the workspace")),
    REL_FLAG(rel_rank_args, warm, "warm",
             N_("PageRank: start from the scores stored before, which saves rounds")),
    REL_GROUP(N_("How criteria are computed")),
    REL_F64(rel_rank_args, damping, "damping", N_("P"), 0, 0.999,
            N_("PageRank: probability of following an edge")),
    REL_TEXT(rel_rank_args, personalize, "personalize", N_("ACCOUNTS"),
             N_("PageRank seen from these accounts: @acme,x:42")),
    REL_F64(rel_rank_args, tolerance, "tolerance", N_("E"), 1e-15, 1,
            N_("pagerank: total error allowed; hub, authority, eigenvector, katz: what a score may still "
               "move in a round")),
    REL_I64(rel_rank_args, max_rounds, "max-rounds", N_("N"), 0, 1e9,
            N_("rounds after which those end at the latest; 0: 1000 (pagerank) or 10000")),
    REL_F64(rel_rank_args, alpha, "alpha", N_("A"), 0, 1e9,
            N_("katz: what each further step counts; 0: 0.85 of 1 / the largest eigenvalue")),
    REL_I64(rel_rank_args, hops, "hops", N_("H"), 1, REL_DISTANCE_MAX,
            N_("reach: accounts at most so many steps away")),
    REL_FLAG(rel_rank_args, exact, "exact", N_("never estimate, however long it takes")),
    REL_I64(rel_rank_args, precision, "precision", N_("P"), 4, 12,
            N_("harmonic, closeness, reach of large graphs: estimate with 2^P counters an account")),
    REL_F64(rel_rank_args, epsilon, "epsilon", N_("E"), REL_BETWEENNESS_EPSILON_MIN, 0.5,
            N_("betweenness of large graphs: sample until each share is known to within E")),
    REL_F64(rel_rank_args, delta, "delta", N_("D"), 1e-9, 0.999, N_("probability that one of those is not")),
    REL_GRAPH_OPTIONS(rel_rank_args, graph),
    REL_GROUP(N_("Comparing and doubting")),
    REL_I64(rel_rank_args, bootstrap, "bootstrap", N_("R"), 0, 100000,
            N_("how sure ranks are: rank R resamples of the interactions, too; 0: none")),
    REL_CHOICE(rel_rank_args, resample, "resample", N_("WHAT"), rel_resample_word,
               N_("what --bootstrap draws: an edge of weight 5 is 5 interactions, or one edge")),
    REL_FILE(rel_rank_args, compare, "compare", N_("OTHER"),
             N_("compare with another source, a file written by 'relais rank', or a stored ranking: "
                "run:latest, run:3")),
    REL_FLAG(rel_rank_args, agreement, "agreement", N_("print how much each two criteria agree")),
    REL_F64(rel_rank_args, persistence, "persistence", N_("P"), 0.001, 0.999,
            N_("rank-biased overlap: weight of each place, relative to the one before")),
    REL_GROUP(N_("One ranking after another")),
    REL_TEXT(rel_rank_args, every, "every", N_("PERIOD"),
             N_("rank each day, week, month, quarter, year, or N days: 10d; shows risers and fallers")),
    REL_TEXT(rel_rank_args, window, "window", N_("WINDOW"),
             N_("with --every: period: its own interactions; all: all up to its end; 30d: those of so long "
                "before its end; else period")),
    REL_OPTS_END,
};

static rel_normalize normalize_of(const rel_rank_args *a)
{
    return (rel_normalize)rel_word_index(rel_str_of(a->normalize), rel_normalize_word);
}

static rel_scoring_opts scoring_opts(const rel_rank_args *a)
{
    rel_scoring_opts o = REL_SCORING_DEFAULTS;
    o.pagerank.damping = a->damping;
    o.pagerank.tol = o.tolerance = a->tolerance;
    o.max_rounds = (int)(a->max_rounds < INT_MAX ? a->max_rounds : INT_MAX);
    o.alpha = a->alpha;
    o.hops = (int)a->hops;
    o.precision = (int)a->precision;
    o.epsilon = a->epsilon;
    o.delta = a->delta;
    o.exact = a->exact;
    return o;
}

/* Who stores or compares scores takes all of them; anybody may be asked for by name. */
static bool wants_all(const rel_rank_args *a)
{
    return a->save || a->accounts || a->compare || a->agreement || a->bootstrap;
}

rel_status rel_rank_opts(rel_ctx *ctx, const rel_rank_args *a, const rel_source *source, rel_ranking_opts *o)
{
    rel_status st;
    double *jump = NULL;
    int64_t found;
    *o = (rel_ranking_opts){.top = wants_all(a) ? 0 : a->top,
                            .aggregate =
                                (rel_aggregate)rel_word_index(rel_str_of(a->aggregate), rel_aggregate_word),
                            .scoring = scoring_opts(a),
                            .source = source};
    o->standings = a->explain || normalize_of(a) == REL_NORMALIZE_PERCENTILE;
    REL_TRY(rel_criteria_parse(ctx, a->by, o->by, &o->criteria));
    if (a->personalize) {
        REL_TRY(rel_scratch(ctx, &jump, source->graph.n, sizeof *jump, "accounts to start from"));
        REL_TRY(rel_account_mark(ctx, &source->graph, a->personalize, jump, &found));
        o->scoring.pagerank.jump = jump;
    }
    if (a->warm && strcmp(source->path, a->source) == 0) {
        double *start;
        bool stored, pagerank = false;
        for (int i = 0; i < o->criteria; i++) pagerank = pagerank || o->by[i] == REL_BY_PAGERANK;
        if (!pagerank) REL_TRY(rel_fail(ctx, REL_E_USAGE, "option '--warm' is for the criterion 'pagerank'"));
        REL_TRY(rel_scratch(ctx, &start, source->graph.n, sizeof *start, "scores to start from"));
        REL_TRY(rel_rank_stored(ctx, a, &source->graph, start, &stored));
        if (stored) o->scoring.pagerank.start = start;
    }
out:
    return st;
}

/* Before anything is computed: a name may be misspelt. */
static rel_status view_of(rel_ctx *ctx, const rel_rank_args *a, const rel_graph *g, rel_rank_view *view)
{
    rel_status st = REL_OK;
    double *marked = NULL;
    int64_t found;
    *view = (rel_rank_view){.g = g, .normalize = normalize_of(a), .explain = a->explain, .top = a->top};
    if (!a->accounts) goto out;
    REL_TRY(rel_scratch(ctx, &marked, g->n, sizeof *marked, "accounts to print"));
    REL_TRY(rel_account_mark(ctx, g, a->accounts, marked, &found));
    view->accounts = marked;
out:
    return st;
}

static double largest(const double *score, rel_vid n)
{
    double most = 0;
    for (rel_vid v = 0; v < n; v++) most = score[v] > most ? score[v] : most;
    return most;
}

/* Exact answers need no word. */
static void note_estimates(rel_ctx *ctx, const rel_rank_args *a, const rel_ranking *r)
{
    for (int i = 0; i < r->criteria; i++) {
        const rel_way *way = &r->way[i];
        if (way->method == REL_METHOD_HYPERBALL)
            rel_note(ctx,
                     "%s: estimated by HyperBall, standard error %.2g %% of a count (--exact computes it)",
                     rel_criterion_word((int)r->by[i]), 100 * way->error);
        if (way->method != REL_METHOD_SAMPLING) continue;
        rel_note(ctx,
                 "%s: sampled, %" PRId64 " paths; with probability %g all shares are within %.2g "
                 "(--exact computes them)",
                 rel_criterion_word((int)r->by[i]), way->samples, 1 - a->delta, way->error);
        if (largest(r->score[i], r->n) < way->error)
            rel_note(ctx,
                     "%s: all shares are smaller than that, so their order says little: try --epsilon %g",
                     rel_criterion_word((int)r->by[i]), a->epsilon / 10);
    }
}

/* Options of one ranking that say nothing about several. */
static const char *other_than_every(const rel_rank_args *a)
{
    return a->compare                                                     ? "--compare"
           : a->bootstrap                                                 ? "--bootstrap"
           : a->agreement                                                 ? "--agreement"
           : a->save                                                      ? "--save"
           : a->warm                                                      ? "--warm"
           : a->explain                                                   ? "--explain"
           : a->accounts                                                  ? "--accounts"
           : normalize_of(a) != REL_NORMALIZE_NONE                        ? "--normalize"
           : rel_word_index(rel_str_of(a->aggregate), rel_aggregate_word) ? "--aggregate"
                                                                          : NULL;
}

static rel_status every(rel_cli *cli, const rel_rank_args *a)
{
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_criterion by[REL_CRITERION_COUNT];
    int criteria;
    rel_rank_every_args e = {.source = a->source,
                             .every = a->every,
                             .window = a->window,
                             .personalize = a->personalize,
                             .top = a->top,
                             .graph = &a->graph,
                             .growth.scoring = scoring_opts(a)};
    const char *other = other_than_every(a);
    if (other) return rel_fail(ctx, REL_E_USAGE, "options '--every' and '%s' exclude each other", other);
    REL_TRY(rel_criteria_parse(ctx, a->by, by, &criteria));
    if (criteria > 1)
        return rel_fail(ctx, REL_E_USAGE, "option '--every' ranks by one criterion, found %d", criteria);
    e.growth.by = by[0];
    st = rel_rank_every(cli, &e);
out:
    return st;
}

/* Whether all criteria work on packed rows, and what is done with them: edges are resampled from plain ones.
 */
static rel_status packed_will_do(rel_ctx *ctx, const rel_rank_args *a, bool *packed)
{
    rel_criterion by[REL_CRITERION_COUNT];
    int count;
    const rel_status st = rel_criteria_parse(ctx, a->by, by, &count);
    *packed = st == REL_OK && !a->bootstrap;
    for (int i = 0; i < count && *packed; i++) *packed = rel_criterion_reads_packed(by[i]);
    return st;
}

/* Options that ask for two different tables, or for something that is not there. */
static rel_status check_asked(rel_ctx *ctx, const rel_rank_args *a)
{
    if (a->compare && a->agreement)
        return rel_fail(ctx, REL_E_USAGE, "options '--compare' and '--agreement' exclude each other");
    if ((a->compare || a->agreement) && (a->explain || a->accounts))
        return rel_fail(ctx, REL_E_USAGE, "options '%s' and '%s' exclude each other",
                        a->compare ? "--compare" : "--agreement", a->explain ? "--explain" : "--accounts");
    if (a->bootstrap && (a->compare || a->agreement))
        return rel_fail(ctx, REL_E_USAGE, "options '%s' and '--bootstrap' exclude each other",
                        a->compare ? "--compare" : "--agreement");
    if (a->agreement && !strchr(a->by, ','))
        return rel_fail(ctx, REL_E_USAGE, "option '--agreement' needs two criteria or more in '--by'");
    return REL_OK;
}

static rel_status run(rel_cli *cli, const void *given)
{
    const rel_rank_args *a = given;
    if (a->every) return every(cli, a);
    if (a->window) return rel_fail(cli->ctx, REL_E_USAGE, "option '--window' needs '--every'");
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_source source = {0};
    rel_ranking ranking = {0};
    rel_ranking_opts opts;
    rel_rank_view view;
    rel_status doubted = REL_OK;
    REL_TRY(check_asked(ctx, a));
    REL_TRY(rel_rank_check_save(ctx, a));
    rel_graph_args graph = a->graph;
    REL_TRY(packed_will_do(ctx, a, &graph.packed));
    REL_TRY(rel_graph_args_open(cli, a->source, &graph, &source));
    REL_TRY(rel_rank_opts(ctx, a, &source, &opts));
    REL_TRY(view_of(ctx, a, &source.graph, &view));
    rel_note_time(cli, N_("computing starts"));
    const rel_status ranked = rel_rank(ctx, &source.graph, &opts, &ranking);
    const bool stopped = ranked == REL_E_STOPPED && ranking.count && !a->compare && !a->bootstrap;
    if (ranked != REL_OK && ranked != REL_E_NOCONV && !stopped) REL_TRY(ranked);
    rel_note_time(cli, N_("ranked"));
    note_estimates(ctx, a, &ranking);
    view.r = &ranking;
    if (a->compare)
        REL_TRY(rel_rank_compare(cli, a, &view));
    else if (a->agreement)
        REL_TRY(rel_rank_agreement(cli, a, &ranking));
    else if (a->bootstrap)
        doubted = rel_rank_bootstrap(cli, a, &opts, &view);
    else
        REL_TRY(rel_rank_print(cli, &view));
    if (doubted != REL_OK && doubted != REL_E_NOCONV) REL_TRY(doubted);
    if (a->save && ranked == REL_OK) REL_TRY(rel_rank_save(ctx, a, &source.graph, &ranking));
    if (ranked == REL_OK) rel_terminal_next(cli, "relais export %s -o %s", a->source, "brand.graphml");
    st = ranked;
out:
    rel_ranking_free(&ranking);
    rel_source_close(&source);
    return st;
}

const rel_command rel_cmd_rank = {
    .name = "rank",
    .summary = N_("rank accounts by the attention they receive"),
    .text = N_(
        "Ranks the accounts of a graph. An edge goes from the account that gives attention (follows, shares, "
        "mentions, replies) to the one that receives it, so in-degree counts those who pay attention to an "
        "account, and PageRank weighs them by their own standing.\n\n"
        "Criteria of attention: pagerank, in_degree, in_strength (weights added), out_degree, out_strength, "
        "degree, strength, authority and hub (HITS), eigenvector, katz. Of distances: harmonic, closeness, "
        "reach (accounts within --hops), betweenness. Of the neighbourhood: core, triangles, clustering, "
        "reciprocity, component_size. Of bridging: participation (needs communities), constraint (the "
        "smallest "
        "comes first), local_bridges.\n\n"
        "Prints a table; --json and --csv print the keys rank, account, handle, and score, or scores by "
        "criterion when there are several. What was left out and what was estimated is said on standard "
        "error."),
    .example = "relais rank brand.relais --by pagerank --layers share,mention --top 20\n"
               "relais rank brand.relais --by in-degree,pagerank --since 2012-07-04 --csv\n"
               "relais rank brand.relais --by pagerank,betweenness,reach --aggregate borda --explain\n"
               "relais rank brand.relais --by in-degree --compare run:latest\n"
               "relais rank follows.el --personalize @acme --json",
    .options = options,
    .args_size = sizeof(rel_rank_args),
    .defaults = defaults,
    .run = run,
};
