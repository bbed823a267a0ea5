#include <inttypes.h>
#include <math.h>

#include "src/cli/commands.h"
#include "src/cli/graph_args.h"
#include "src/cli/influence_args.h"
#include "src/cli/simulate_print.h"
#include "src/cli/terminal.h"
#include "src/cli/write_args.h"

typedef struct simulate_args {
    const char *source, *seeds, *group, *output;
    int64_t runs, top;
    rel_influence_args influence;
    rel_graph_args graph;
    rel_write_args write;
} simulate_args;

enum { HOPS = 20 }; /* shown one by one */

static void defaults(void *given)
{
    *(simulate_args *)given = (simulate_args){
        .runs = 10000, .top = 10, .influence = REL_INFLUENCE_ARGS_DEFAULTS, .graph = REL_GRAPH_ARGS_DEFAULTS};
}

static const rel_opt options[] = {
    REL_POSITIONAL(simulate_args, source, N_("SOURCE"),
                   N_("workspace, snapshot or graph file; - is standard input")),
    REL_GROUP(N_("What is simulated")),
    {.type = REL_OPT_TEXT,
     .name = "seeds",
     .required = true,
     .value = N_("ACCOUNTS"),
     .offset = offsetof(simulate_args, seeds),
     .help = N_("accounts that start the message: @anna,@bob, or a file with an account a line")},
    REL_I64(simulate_args, runs, "runs", N_("N"), 1, REL_SPREAD_RUNS_MAX, N_("how often it is played")),
    REL_TEXT(simulate_args, group, "group", N_("COLUMN"),
             N_("reach by community, lang, platform, tier or another column of the accounts; else by "
                "community when there are some")),
    REL_I64(simulate_args, top, "top", N_("N"), 0, 1e9, N_("accounts and groups to print; 0: all")),
    {.type = REL_OPT_FILE,
     .name = "output",
     .letter = 'o',
     .value = N_("FILE"),
     .offset = offsetof(simulate_args, output),
     .help = N_("write the graph with the probability of each account as reached_probability: .graphml "
                ".gexf .csv ...; - is standard output")},
    REL_INFLUENCE_OPTIONS(simulate_args, influence),
    REL_WRITE_OPTIONS(simulate_args, write),
    REL_GRAPH_OPTIONS(simulate_args, graph),
    REL_OPTS_END,
};

/* -------- what is asked of the runs -------- */

/* Round instants from a tenth of the mean delay to the deadline, or up to thirty delays. */
enum { INSTANTS = 24 };
static int choose_instants(const rel_influence_setup *setup, double *instant)
{
    enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };
    static const double round_ones[] = {1,        10,        MINUTE,    10 * MINUTE, 30 * MINUTE,
                                        HOUR,     3 * HOUR,  6 * HOUR,  12 * HOUR,   DAY,
                                        2 * DAY,  3 * DAY,   7 * DAY,   14 * DAY,    30 * DAY,
                                        90 * DAY, 180 * DAY, 365 * DAY, 730 * DAY,   3650.0 * DAY};
    const double delay = setup->mean_delay, max_time = setup->influence.opts.max_time;
    const double end = max_time > 0 ? max_time : 30 * delay;
    int count = 0;
    if (!(delay > 0)) return 0;
    for (size_t i = 0; i < sizeof round_ones / sizeof *round_ones; i++)
        if (round_ones[i] >= delay / 10 && round_ones[i] < end) instant[count++] = round_ones[i];
    if (max_time > 0) instant[count++] = end;
    return count;
}

/* *found: there are groups. Without --group: communities, when some are known. */
static rel_status choose_groups(rel_ctx *ctx, const simulate_args *a, const rel_source *source,
                                rel_picking_groups *groups, bool *found)
{
    static const char prefix[] = "column:";
    rel_str column = rel_str_of(a->group ? a->group : "community");
    *found = a->group || rel_attribute_find(&source->graph.vertex_attributes, "community");
    if (!*found && source->kind == REL_SOURCE_WORKSPACE)
        rel_note(ctx, "no communities are known: 'relais communities %s --save' finds some", source->path);
    if (!*found) return REL_OK;
    if (column.len > strlen(prefix) && memcmp(column.s, prefix, strlen(prefix)) == 0)
        column = (rel_str){column.s + strlen(prefix), column.len - strlen(prefix)};
    return rel_picking_groups_make(ctx, &source->graph, "--group", column, groups);
}

/* -------- the file -------- */

static rel_status write_graph(rel_cli *cli, const simulate_args *a, rel_source *source,
                              const rel_spread_result *r, const rel_graph_format *format)
{
    rel_status st;
    static const char column[] = "reached_probability";
    rel_write_args write = a->write;
    REL_TRY(rel_graph_add_vertex_attribute(cli->ctx, &source->graph, column, REL_ATTRIBUTE_F64,
                                           r->probability, NULL));
    if (!write.size_by) write.size_by = column;
    st = rel_write_args_write(cli, &write, &source->graph, format, a->output,
                              source->kind == REL_SOURCE_WORKSPACE ? NULL : a->source);
out:
    return st;
}

/* -------- the command -------- */

static rel_status simulate(rel_cli *cli, const simulate_args *a, rel_source *source,
                           const rel_account_list *seeds, const rel_influence_setup *setup,
                           const rel_graph_format *format)
{
    rel_status st, ended = REL_OK;
    rel_ctx *ctx = cli->ctx;
    rel_spread_result r = {0};
    rel_picking_groups groups = {0};
    bool grouped;
    double instant[INSTANTS];
    REL_TRY(choose_groups(ctx, a, source, &groups, &grouped));
    rel_terminal_release(cli);
    const rel_spread_opts opts = {.runs = a->runs,
                                  .group = grouped ? groups.group : NULL,
                                  .groups = groups.count,
                                  .hops = HOPS,
                                  .time = instant,
                                  .times = choose_instants(setup, instant),
                                  .by_account = true};
    rel_note_time(cli, N_("computing starts"));
    ended = rel_spread(ctx, &source->graph, &setup->influence, seeds->v, seeds->count, &opts, &r);
    rel_note_time(cli, N_("simulated"));
    if (ended != REL_OK && (ended != REL_E_STOPPED || !r.runs)) REL_TRY(ended);
    if (ended == REL_E_STOPPED)
        rel_note(ctx, "stopped: %" PRId64 " of %" PRId64 " runs were made", r.runs, a->runs);
    const rel_simulate_view view = {.cli = cli,
                                    .g = &source->graph,
                                    .setup = setup,
                                    .seeds = seeds,
                                    .opts = &opts,
                                    .r = &r,
                                    .groups = grouped ? &groups : NULL,
                                    .top = a->top};
    /* A file on standard output leaves no room for the table. */
    if (!a->output || strcmp(a->output, "-") != 0) REL_TRY(rel_simulate_print(&view));
    if (a->output && ended == REL_OK) REL_TRY(write_graph(cli, a, source, &r, format));
    st = ended;
out:
    rel_spread_free(&r);
    return st;
}

static rel_status run(rel_cli *cli, const void *given)
{
    const simulate_args *a = given;
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_source source = {0};
    rel_influence_setup setup = {0};
    rel_account_list seeds;
    rel_graph_args part = a->graph;
    const rel_graph_format *format = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (a->output) REL_TRY(rel_write_args_format(ctx, &a->write, a->output, &format));
    part.times = a->write.timestamps;
    REL_TRY(rel_graph_args_open(cli, a->source, &part, &source));
    REL_TRY(rel_account_list_read(ctx, &source.graph, a->seeds, (rel_account_list_opts){0}, &seeds));
    rel_terminal_hold(cli);
    REL_TRY(rel_influence_args_make(ctx, &a->influence, &source, true, &setup));
    st = simulate(cli, a, &source, &seeds, &setup, format);
    if (st == REL_OK && !a->output)
        rel_terminal_next(cli, "relais simulate %s --seeds %s -o %s", a->source, a->seeds, "reach.graphml");
out:
    rel_influence_setup_free(&setup);
    rel_scratch_release(ctx, mark);
    rel_source_close(&source);
    return st;
}

const rel_command rel_cmd_simulate = {
    .name = "simulate",
    .summary = N_("play how a message spreads from some accounts"),
    .text = N_(
        "Plays many times what happens when some accounts start a message, and says how many accounts it "
        "reaches: in the mean, with an interval of 95 %; in single runs; hop by hop; group by group; over "
        "time "
        "when it is known how long passing on takes; and who is reached most probably. Those who start it "
        "count as reached.\n\n"
        "Who gives attention to an account can be reached by it. In an independent cascade each contact is "
        "one chance, with the probability of its edge; with a linear threshold the weights of contacts "
        "that were reached add up, until they pass what the account asks for. Probabilities are those that "
        "'relais learn' has learned, or else one over the number of accounts that somebody gives attention "
        "to (weighted cascade): which is said.\n\n"
        "A rival's message starts at the same time; whoever hears both in the same hop is the rival's and "
        "passes only his on."),
    .example = "relais simulate brand.relais --seeds @anna,@bob\n"
               "relais simulate brand.relais --seeds picks.csv --within 7d --delay 6h --group lang\n"
               "relais simulate follows.el --seeds 42 --probability uniform --p 0.05 --deadline 3 --json\n"
               "relais simulate brand.relais --seeds @anna --rivals @other -o reach.gexf",
    .options = options,
    .args_size = sizeof(simulate_args),
    .defaults = defaults,
    .run = run,
};
