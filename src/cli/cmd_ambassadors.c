#include <inttypes.h>
#include <math.h>

#include "src/cli/ambassadors_args.h"
#include "src/cli/commands.h"
#include "src/cli/terminal.h"
#include "src/cli/write_args.h"
#include "src/insight/picking_words.h"

static void defaults(void *given)
{
    const rel_picking_ask o = REL_PICKING_DEFAULTS;
    *(rel_ambassadors_args *)given = (rel_ambassadors_args){.default_cost = -1,
                                                            .epsilon = o.epsilon,
                                                            .delta = o.delta,
                                                            .certificate = o.certificate,
                                                            .enough = o.enough,
                                                            .runner_ups = o.runner_ups,
                                                            .influence = REL_INFLUENCE_ARGS_DEFAULTS,
                                                            .graph = REL_GRAPH_ARGS_DEFAULTS};
}

static const rel_opt options[] = {
    REL_POSITIONAL(rel_ambassadors_args, source, N_("SOURCE"),
                   N_("workspace, snapshot or graph file; - is standard input")),
    REL_GROUP(N_("How many")),
    REL_I64(rel_ambassadors_args, count, "count", N_("K"), 0, 1e9, N_("accounts to pick")),
    REL_F64(rel_ambassadors_args, budget, "budget", N_("B"), 0, 1e15,
            N_("as many as this pays; needs --costs or --default-cost")),
    REL_FILE(rel_ambassadors_args, costs, "costs", N_("FILE"), N_("table of accounts and what each costs")),
    REL_F64(rel_ambassadors_args, default_cost, "default-cost", N_("C"), 0, 1e15,
            N_("cost of accounts that the table does not have; else a budget leaves them out")),
    REL_GROUP(N_("Who")),
    REL_TEXT(rel_ambassadors_args, include, "include", N_("ACCOUNTS"),
             N_("pick these whatever they add: a list or a file")),
    REL_TEXT(rel_ambassadors_args, exclude, "exclude", N_("ACCOUNTS"),
             N_("never pick these: accounts, files, and the words brand, competitors, not-observed, "
                "suspected-automation")),
    REL_TEXT(rel_ambassadors_args, already, "already", N_("ACCOUNTS"),
             N_("recruited already: whom they reach counts as reached")),
    REL_TEXT(rel_ambassadors_args, policy, "policy", N_("POLICY"),
             N_("only whom this policy allows: awareness, engagement, niche, support, or a file")),
    REL_FLAG(rel_ambassadors_args, skip_unknown, "skip-unknown",
             N_("accounts of files that are not in the graph are counted, not refused")),
    REL_GROUP(N_("Quotas and fairness")),
    REL_TEXT(rel_ambassadors_args, max_per, "max-per", N_("LIST"),
             N_("at most so many of each value of a column, or of one value: community=3,platform:x=5")),
    REL_TEXT(rel_ambassadors_args, min_per, "min-per", N_("LIST"),
             N_("at least so many: lang:fr=8,tier:micro=2")),
    REL_TEXT(rel_ambassadors_args, fair, "fair", N_("COLUMN"),
             N_("reach the groups of this column evenly rather than the most accounts")),
    REL_GROUP(N_("Whose attention counts")),
    REL_FILE(rel_ambassadors_args, audience, "audience", N_("FILE"),
             N_("table of account,weight or of column,value,weight")),
    REL_TEXT(rel_ambassadors_args, audience_by, "audience-by", N_("LIST"),
             N_("weights by columns: lang:fr=2,community:3=0; *=0: nobody else")),
    REL_INFLUENCE_OPTIONS(rel_ambassadors_args, influence),
    REL_GROUP(N_("How sure")),
    REL_F64(rel_ambassadors_args, certificate, "certificate", N_("SHARE"), 0, 0.999,
            N_("go on until this share of the best possible reach is proved; 0: only what --epsilon asks")),
    REL_F64(rel_ambassadors_args, epsilon, "epsilon", N_("E"), 0.001, 0.6,
            N_("prove at least 1 - 1/e - E of the best possible")),
    REL_F64(rel_ambassadors_args, delta, "delta", N_("D"), 1e-12, 0.5,
            N_("probability that the proof is wrong")),
    REL_F64(rel_ambassadors_args, time_limit, "time-limit", N_("SECONDS"), 0, 1e9,
            N_("after so long return the best set so far with its proof; 0: no limit")),
    REL_I64(rel_ambassadors_args, judge_runs, "judge-runs", N_("RUNS"), 0, 1e8,
            N_("simulated messages that the reach is judged by; 0: 10000, fewer on large graphs")),
    REL_GROUP(N_("What is told")),
    REL_F64(rel_ambassadors_args, enough, "enough", N_("PERCENT"), 0, 100,
            N_("say after how many picks a further one adds less than this")),
    REL_I64(rel_ambassadors_args, runner_ups, "runner-ups", N_("N"), 0, 1e6, N_("who would come next")),
    REL_FILE(rel_ambassadors_args, shortlist, "shortlist", N_("FILE"),
             N_("write the picks with reasons as a CSV file to mail")),
    {.type = REL_OPT_FILE,
     .name = "output",
     .letter = 'o',
     .value = N_("FILE"),
     .offset = offsetof(rel_ambassadors_args, output),
     .help = N_("write the graph with picks and reach as columns: .graphml .gexf .csv ...")},
    REL_FLAG(rel_ambassadors_args, save, "save", N_("store the picks in the workspace")),
    REL_GRAPH_OPTIONS(rel_ambassadors_args, graph),
    REL_OPTS_END,
};

/* influence NULL: not known yet. */
static rel_picking_ask ask_of(const rel_ambassadors_args *a, const rel_influence_setup *influence)
{
    return (rel_picking_ask){
        .count = a->count,
        .candidates = {.include = a->include,
                       .exclude = a->exclude,
                       .already = a->already,
                       .costs = a->costs,
                       .default_cost = a->default_cost < 0 ? (double)NAN : a->default_cost,
                       .budget = a->budget,
                       .policy = a->policy,
                       .rivals = influence ? &influence->rivals : NULL,
                       .skip_unknown = a->skip_unknown},
        .audience = a->audience,
        .audience_by = a->audience_by,
        .max_per = a->max_per,
        .min_per = a->min_per,
        .fair = a->fair,
        .epsilon = a->epsilon,
        .delta = a->delta,
        .certificate = a->certificate,
        .time_limit = a->time_limit,
        .enough = a->enough,
        .runner_ups = a->runner_ups,
        .judge_runs = a->judge_runs};
}

static rel_status output_format(rel_ctx *ctx, const char *path, const rel_graph_format **format)
{
    *format = rel_graph_format_of_path(path);
    if (*format && (*format)->write) return REL_OK;
    rel_fail(ctx, REL_E_USAGE, "'%s': its name does not tell the format to write", path);
    return rel_hint(ctx, "let it end in .graphml, .gexf or .csv");
}

/* What can be said before anything is read. */
static rel_status check_asked(rel_ctx *ctx, const rel_ambassadors_args *a, const rel_graph_format **format)
{
    rel_source_kind kind;
    rel_status st;
    *format = NULL;
    const rel_picking_ask ask = ask_of(a, NULL);
    REL_TRY(rel_picking_check(ctx, &ask));
    if (a->output) REL_TRY(output_format(ctx, a->output, format));
    REL_TRY(rel_source_kind_of(ctx, a->source, &kind));
    if (a->save && kind != REL_SOURCE_WORKSPACE)
        st = rel_fail(ctx, REL_E_USAGE, "option '--save': '%s' is not a workspace", a->source);
out:
    return st;
}

static rel_status make_reasons(rel_ctx *ctx, rel_ambassadors_view *w)
{
    rel_status st;
    rel_buf text = {0};
    const int64_t picks = w->a->max.count;
    REL_TRY(rel_scratch(ctx, &w->reason, (size_t)picks, sizeof *w->reason, "reasons"));
    for (int64_t i = 0; i < picks; i++) {
        char *copy = NULL;
        text.len = 0;
        REL_TRY(rel_picking_reason(ctx, w->k, w->a, i, &text));
        REL_TRY(rel_scratch(ctx, &copy, text.len + 1, 1, "reasons"));
        memcpy(copy, text.data, text.len);
        w->reason[i] = (rel_str){copy, text.len};
    }
out:
    rel_buf_free(&text);
    return st;
}

static rel_status write_graph(rel_cli *cli, const rel_ambassadors_view *w, rel_source *source,
                              const rel_graph_format *format)
{
    rel_status st;
    const rel_write_args write = {.size_by = "reached_probability"};
    REL_TRY(rel_ambassadors_attach(cli->ctx, w, &source->graph));
    st = rel_write_args_write(cli, &write, &source->graph, format, w->args->output,
                              source->kind == REL_SOURCE_WORKSPACE ? NULL : w->args->source);
out:
    return st;
}

/* All that is done with an answer; the graph comes last, as it gets new columns. */
static rel_status deliver(rel_cli *cli, rel_ambassadors_view *w, rel_source *source,
                          const rel_graph_format *format)
{
    rel_status st;
    REL_TRY(make_reasons(cli->ctx, w));
    if (cli->style.form == REL_TABLE_JSON)
        REL_TRY(rel_ambassadors_json(cli, w));
    else
        REL_TRY(rel_ambassadors_print(cli, w));
    if (w->args->shortlist) REL_TRY(rel_ambassadors_shortlist(cli, w));
    if (w->args->save) REL_TRY(rel_ambassadors_save(cli->ctx, w));
    if (format) st = write_graph(cli, w, source, format);
out:
    return st;
}

/* After a stop the answer is printed, and written, nevertheless. */
static rel_status solve_and_deliver(rel_cli *cli, rel_ambassadors_view *w, rel_source *source,
                                    const rel_graph_format *format)
{
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_picking_answer answer = {0};
    volatile sig_atomic_t *const stop = ctx->stop;
    REL_TRY(rel_picking_solve(ctx, w->k, &answer));
    w->a = &answer;
    if (answer.stopped) ctx->stop = NULL;
    rel_note_time(cli, N_("picked and judged"));
    st = deliver(cli, w, source, format);
    ctx->stop = stop;
    if (st == REL_OK && answer.stopped)
        st = rel_fail(ctx, REL_E_STOPPED, "stopped on request: the best set so far");
out:
    rel_picking_answer_free(&answer);
    return st;
}

static rel_status run(rel_cli *cli, const void *given)
{
    const rel_ambassadors_args *a = given;
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_source source = {0};
    rel_influence_setup influence = {0};
    rel_picking campaign = {0};
    const rel_graph_format *format;
    rel_ambassadors_view view = {.args = a, .k = &campaign, .influence = &influence};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(check_asked(ctx, a, &format));
    REL_TRY(rel_graph_args_open(cli, a->source, &a->graph, &source));
    view.g = &source.graph;
    rel_terminal_hold(cli);
    REL_TRY(rel_influence_args_make(ctx, &a->influence, &source, false, &influence));
    REL_TRY(rel_picking_need_communities(ctx, &source.graph, &view.communities_found));
    REL_TRY(rel_picking_need_languages(ctx, &source));
    const rel_picking_ask ask = ask_of(a, &influence);
    REL_TRY(rel_picking_open(ctx, &source, &influence.influence, &ask, &campaign));
    rel_terminal_release(cli);
    rel_note_time(cli, N_("rules made"));
    st = solve_and_deliver(cli, &view, &source, format);
out:
    rel_picking_free(&campaign);
    rel_influence_setup_free(&influence);
    rel_source_close(&source);
    rel_scratch_release(ctx, mark);
    return st;
}

const rel_command rel_cmd_ambassadors = {
    .name = "ambassadors",
    .summary = N_("pick the accounts that carry a message furthest, and prove it"),
    .text = N_(
        "Picks the accounts to recruit so that a message they start reaches the most people, and says how "
        "many that is, how close to the best possible choice it is proved to be, and what speaks for each "
        "of them: whom she reaches alone, whom only she brings, with whom she overlaps, what is lost if she "
        "declines and who would replace her best.\n\n"
        "A campaign may say who must and must not be picked, who is recruited already, what each costs, "
        "whose attention counts, and how many may or must come from a community, a platform, a language or "
        "a tier of followers. Rules that contradict each other are named.\n\n"
        "The reach is judged by a simulator that the choice does not use, and the lists that one would take "
        "without computing (the most followers, the highest PageRank, ...) are judged by it, too. The same "
        "source, options and seed give the same picks with any number of threads. Ctrl-C "
        "and --time-limit give the best set so far, with its proof."),
    .example =
        "relais ambassadors brand.relais --count 20\n"
        "relais ambassadors brand.relais --budget 5000 --costs costs.csv --exclude "
        "staff.txt,brand,competitors\n"
        "relais ambassadors brand.relais --count 10 --max-per community=3 --min-per lang:fr=4\n"
        "relais ambassadors brand.relais --count 10 --already current.csv --shortlist mail.csv --save\n"
        "relais ambassadors follows.el --count 50 --probability uniform --p 0.01 --deadline 3 --json",
    .options = options,
    .args_size = sizeof(rel_ambassadors_args),
    .defaults = defaults,
    .run = run,
};
