#include <inttypes.h>
#include <limits.h>
#include <stdio.h>

#include "algorithms/centrality/distances.h"
#include "ingest/results.h"
#include "src/base/json_writer.h"
#include "src/cli/commands.h"
#include "src/cli/graph_args.h"
#include "src/cli/rank_every.h"
#include "src/cli/terminal.h"
#include "src/insight/account.h"
#include "src/insight/ranking.h"

typedef struct rank_args {
    const char *source, *by, *personalize, *every, *window;
    int64_t top, max_rounds, hops, precision;
    double damping, tolerance, alpha;
    bool exact, save;
    rel_graph_args graph;
} rank_args;

static void defaults(void *given)
{
    const rel_scoring_opts o = REL_SCORING_DEFAULTS;
    *(rank_args *)given = (rank_args){.by = "pagerank",
                                      .top = 20,
                                      .damping = o.pagerank.damping,
                                      .tolerance = o.tolerance,
                                      .hops = o.hops,
                                      .precision = o.precision,
                                      .graph = REL_GRAPH_ARGS_DEFAULTS};
}

static const rel_opt options[] = {
    REL_POSITIONAL(rank_args, source, N_("SOURCE"),
                   N_("workspace, snapshot or graph file; - is standard input")),
    REL_GROUP(N_("The ranking")),
    REL_LIST(rank_args, by, "by", N_("LIST"), rel_criterion_word,
             N_("criteria, as listed below; the first one sorts")),
    REL_I64(rank_args, top, "top", N_("N"), 0, 1e9, N_("accounts to print; 0: all")),
    REL_FLAG(rank_args, save, "save", N_("store the scores of all accounts in the workspace")),
    REL_GROUP(N_("How criteria are computed")),
    REL_F64(rank_args, damping, "damping", N_("P"), 0, 0.999,
            N_("PageRank: probability of following an edge")),
    REL_TEXT(rank_args, personalize, "personalize", N_("ACCOUNTS"),
             N_("PageRank seen from these accounts: @acme,x:42")),
    REL_F64(rank_args, tolerance, "tolerance", N_("E"), 1e-15, 1,
            N_("pagerank: total error allowed; hub, authority, eigenvector, katz: what a score may still "
               "move in a round")),
    REL_I64(rank_args, max_rounds, "max-rounds", N_("N"), 0, 1e9,
            N_("rounds after which those end at the latest; 0: 1000 (pagerank) or 10000")),
    REL_F64(rank_args, alpha, "alpha", N_("A"), 0, 1e9,
            N_("katz: what each further step counts; 0: 0.85 of 1 / the largest eigenvalue")),
    REL_I64(rank_args, hops, "hops", N_("H"), 1, REL_DISTANCE_MAX,
            N_("reach: accounts at most so many steps away")),
    REL_FLAG(rank_args, exact, "exact", N_("never estimate, however long it takes")),
    REL_I64(rank_args, precision, "precision", N_("P"), 4, 12,
            N_("harmonic, closeness, reach of large graphs: estimate with 2^P counters an account")),
    REL_GRAPH_OPTIONS(rank_args, graph),
    REL_GROUP(N_("One ranking after another")),
    REL_TEXT(rank_args, every, "every", N_("PERIOD"),
             N_("rank each day, week, month, quarter, year, or N days: 10d; shows risers and fallers")),
    REL_TEXT(rank_args, window, "window", N_("WINDOW"),
             N_("with --every: period: its own interactions; all: all up to its end; 30d: those of so long "
                "before its end; else period")),
    REL_OPTS_END,
};

static rel_scoring_opts scoring_opts(const rank_args *a)
{
    rel_scoring_opts o = REL_SCORING_DEFAULTS;
    o.pagerank.damping = a->damping;
    o.pagerank.tol = o.tolerance = a->tolerance;
    o.max_rounds = (int)(a->max_rounds < INT_MAX ? a->max_rounds : INT_MAX);
    o.alpha = a->alpha;
    o.hops = (int)a->hops;
    o.precision = (int)a->precision;
    o.exact = a->exact;
    return o;
}

static rel_status ranking_opts(rel_ctx *ctx, const rank_args *a, const rel_source *source,
                               rel_ranking_opts *o)
{
    rel_status st;
    double *jump = NULL;
    int64_t found;
    /* Who stores scores stores all of them. */
    *o = (rel_ranking_opts){.top = a->save ? 0 : a->top, .scoring = scoring_opts(a), .source = source};
    REL_TRY(rel_criteria_parse(ctx, a->by, o->by, &o->criteria));
    if (a->personalize) {
        REL_TRY(rel_scratch(ctx, &jump, source->graph.n, sizeof *jump, "accounts to start from"));
        REL_TRY(rel_account_mark(ctx, &source->graph, a->personalize, jump, &found));
        o->scoring.pagerank.jump = jump;
    }
out:
    return st;
}

enum { FIXED_COLUMNS = 3 };

static const rel_attribute *handles_of(const rel_graph *g)
{
    const rel_attribute *a = rel_attribute_find(&g->vertex_attributes, "handle");
    return a && a->type == REL_ATTRIBUTE_TEXT ? a : NULL;
}

static int describe_columns(bool handles, const rel_ranking *r, rel_column *column,
                            char key[REL_CRITERION_COUNT][32])
{
    column[0] = (rel_column){"rank", N_("rank"), REL_CELL_I64, 0};
    column[1] = (rel_column){"account", N_("account"), REL_CELL_TEXT, REL_COLUMN_WHOLE};
    column[2] = (rel_column){"handle", handles ? N_("handle") : NULL, REL_CELL_TEXT, 0};
    for (int i = 0; i < r->criteria; i++) {
        snprintf(key[i], 32, "scores.%s", rel_criterion_word((int)r->by[i]));
        column[FIXED_COLUMNS + i] =
            (rel_column){r->criteria == 1 ? "score" : key[i], rel_criterion_title(r->by[i]), REL_CELL_F64, 0};
    }
    return FIXED_COLUMNS + r->criteria;
}

static rel_status print_ranking(rel_cli *cli, const rel_graph *g, const rel_ranking *r, int64_t top)
{
    rel_column column[FIXED_COLUMNS + REL_CRITERION_COUNT];
    char key[REL_CRITERION_COUNT][32], room[REL_NAME_NUMBER_TEXT];
    const int64_t rows = top > 0 && top < r->count ? top : r->count;
    const rel_attribute *handle = handles_of(g);
    bool any = false;
    for (int64_t i = 0; handle && i < rows && !any; i++) any = !rel_attribute_is_missing(handle, r->order[i]);
    const int columns = describe_columns(any, r, column, key);
    rel_table t = rel_cli_table(cli, column, columns);
    for (int64_t i = 0; i < rows && t.status == REL_OK; i++) {
        const rel_vid v = r->order[i];
        rel_table_i64(&t, i + 1);
        rel_table_text(&t, rel_names_get(&g->names, v, room));
        rel_table_text(&t, handle ? rel_attribute_text(handle, v) : REL_STR_MISSING);
        for (int k = 0; k < r->criteria; k++) rel_table_f64(&t, r->score[k][v]);
        rel_table_end_row(&t);
    }
    return rel_table_end(&t);
}

/* What tells two stored rankings apart: everything that changes a score. */
static rel_status save_parameters(rel_ctx *ctx, const rank_args *a, rel_buf *text)
{
    rel_json j;
    const rel_graph_args *g = &a->graph;
    rel_json_init(&j, ctx);
    rel_json_begin_object(&j, NULL);
    rel_json_text(&j, "by", rel_str_of(a->by));
    rel_json_text(&j, "layers", rel_str_of(g->layers));
    g->since == REL_TIME_MISSING ? rel_json_null(&j, "since") : rel_json_i64(&j, "since", g->since);
    g->until == REL_TIME_MISSING ? rel_json_null(&j, "until") : rel_json_i64(&j, "until", g->until);
    rel_json_i64(&j, "half_life", g->half_life);
    rel_json_f64(&j, "min_weight", g->min_weight);
    rel_json_i64(&j, "k_core", g->k_core);
    rel_json_bool(&j, "largest_component", g->largest_component);
    rel_json_f64(&j, "damping", a->damping);
    rel_json_f64(&j, "tolerance", a->tolerance);
    rel_json_i64(&j, "max_rounds", a->max_rounds);
    rel_json_f64(&j, "alpha", a->alpha);
    rel_json_i64(&j, "hops", a->hops);
    rel_json_i64(&j, "precision", a->precision);
    rel_json_bool(&j, "exact", a->exact);
    rel_json_text(&j, "personalize", rel_str_of(a->personalize));
    rel_json_end_object(&j);
    *text = j.out;
    return j.status;
}

static rel_status save(rel_ctx *ctx, const rank_args *a, const rel_graph *g, const rel_ranking *r)
{
    rel_status st;
    rel_workspace *w = NULL;
    rel_buf parameters = {0};
    rel_result_scores scores[REL_CRITERION_COUNT];
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    for (int i = 0; i < r->criteria; i++) {
        rel_vid *order = NULL;
        int64_t count;
        REL_TRY(rel_scratch(ctx, &order, g->n, sizeof *order, "ranking"));
        REL_TRY(rel_ranking_order(ctx, r->by[i], r->score[i], g->n, g->n, order, &count));
        scores[i] = (rel_result_scores){rel_criterion_word((int)r->by[i]), r->score[i], order, count};
    }
    REL_TRY(save_parameters(ctx, a, &parameters));
    REL_TRY(rel_workspace_open(ctx, a->source, REL_WORKSPACE_WRITE, &w));
    const rel_result_run run = {.command = "rank", .parameters = parameters.data, .seed = ctx->seed};
    REL_TRY(rel_results_store_scores(ctx, w, &run, &g->names, scores, r->criteria));
    rel_note(ctx, "stored the scores of %" PRIu32 " accounts in '%s'", g->n, a->source);
out:
    rel_workspace_close(w);
    rel_buf_free(&parameters);
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status check_save(rel_ctx *ctx, const rank_args *a)
{
    rel_source_kind kind;
    const rel_status st = rel_source_kind_of(ctx, a->source, &kind);
    if (st != REL_OK || !a->save || kind == REL_SOURCE_WORKSPACE) return st;
    return rel_fail(ctx, REL_E_USAGE, "option '--save': '%s' is not a workspace", a->source);
}

/* Exact answers need no word. */
static void note_estimates(rel_ctx *ctx, const rel_ranking *r)
{
    for (int i = 0; i < r->criteria; i++)
        if (r->way[i].method == REL_METHOD_HYPERBALL)
            rel_note(ctx,
                     "%s: estimated by HyperBall, standard error %.2g %% of a count (--exact computes it)",
                     rel_criterion_word((int)r->by[i]), 100 * r->way[i].error);
}

static rel_status every(rel_cli *cli, const rank_args *a)
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
    if (a->save) return rel_fail(ctx, REL_E_USAGE, "options '--every' and '--save' exclude each other");
    REL_TRY(rel_criteria_parse(ctx, a->by, by, &criteria));
    if (criteria > 1)
        return rel_fail(ctx, REL_E_USAGE, "option '--every' ranks by one criterion, found %d", criteria);
    e.growth.by = by[0];
    st = rel_rank_every(cli, &e);
out:
    return st;
}

static rel_status run(rel_cli *cli, const void *given)
{
    const rank_args *a = given;
    if (a->every) return every(cli, a);
    if (a->window) return rel_fail(cli->ctx, REL_E_USAGE, "option '--window' needs '--every'");
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_source source = {0};
    rel_ranking ranking = {0};
    rel_ranking_opts opts;
    REL_TRY(check_save(ctx, a));
    REL_TRY(rel_graph_args_open(cli, a->source, &a->graph, &source));
    REL_TRY(ranking_opts(ctx, a, &source, &opts));
    rel_note_time(cli, N_("computing starts"));
    const rel_status ranked = rel_rank(ctx, &source.graph, &opts, &ranking);
    if (ranked != REL_OK && ranked != REL_E_NOCONV) REL_TRY(ranked);
    rel_note_time(cli, N_("ranked"));
    note_estimates(ctx, &ranking);
    REL_TRY(print_ranking(cli, &source.graph, &ranking, a->top));
    if (a->save && ranked == REL_OK) REL_TRY(save(ctx, a, &source.graph, &ranking));
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
               "relais rank follows.el --personalize @acme --json",
    .options = options,
    .args_size = sizeof(rank_args),
    .defaults = defaults,
    .run = run,
};
