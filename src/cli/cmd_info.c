#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "ingest/workspace.h"
#include "src/base/memory.h"
#include "src/base/time.h"
#include "src/cli/commands.h"
#include "src/cli/graph_args.h"
#include "src/cli/terminal.h"
#include "src/insight/overview.h"
#include "src/insight/plan.h"

typedef struct info_args {
    const char *source, *plan;
} info_args;

static const rel_opt options[] = {
    REL_POSITIONAL(info_args, source, N_("SOURCE"),
                   N_("workspace, snapshot or graph file; - is standard input")),
    REL_TEXT(info_args, plan, "plan", N_("COMMAND"),
             N_("memory and time that the command would take: rank, or rank:pagerank,harmonic")),
    REL_OPTS_END,
};

/* --- workspace ---------------------------------------------------------------------------------------------
 */

static const rel_column workspace_column[] = {
    {"kind", NULL, REL_CELL_TEXT, 0},
    {"accounts", N_("accounts"), REL_CELL_I64, 0},
    {"accounts_observed", N_("  observed themselves"), REL_CELL_I64, 0},
    {"posts", N_("posts"), REL_CELL_I64, 0},
    {"posts_collected", N_("  collected (others came along)"), REL_CELL_I64, 0},
    {"times_estimated", N_("  whose time is estimated"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"tags", N_("hashtags used"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"links", N_("links posted"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"interactions_total", N_("interactions"), REL_CELL_I64, 0},
    {"interactions.follow", N_("  follow"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"interactions.mention", N_("  mention"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"interactions.reply", N_("  reply"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"interactions.share", N_("  share"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"interactions.quote", N_("  quote"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"interactions.like", N_("  like"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"interactions.comment", N_("  comment"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"unresolved", N_("  target not known yet"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"first_time", N_("first interaction"), REL_CELL_TIME, REL_COLUMN_QUIET},
    {"last_time", N_("last interaction"), REL_CELL_TIME, REL_COLUMN_QUIET},
    {"deleted", N_("deleted by their authors"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"rejected", N_("rejected records"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"sources", N_("files read"), REL_CELL_I64, 0},
    {"schema_version", NULL, REL_CELL_I64, 0},
};
_Static_assert(REL_KIND_COUNT == 7, "workspace_column has a line per kind, in the order of REL_KIND_LIST");

static rel_status workspace_info(rel_cli *cli, const char *path)
{
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_workspace *w = NULL;
    rel_workspace_summary s;
    int64_t total = 0;
    REL_TRY(rel_workspace_open(ctx, path, REL_WORKSPACE_READ, &w));
    REL_TRY(rel_workspace_summarize(ctx, w, &s));
    for (int k = 0; k < REL_KIND_COUNT; k++) total += s.interactions[k];
    rel_table t = rel_cli_table(cli, workspace_column, sizeof workspace_column / sizeof *workspace_column);
    rel_table_text(&t, REL_STR_LIT("workspace"));
    rel_table_i64(&t, s.accounts);
    rel_table_i64(&t, s.accounts_observed);
    rel_table_i64(&t, s.posts);
    rel_table_i64(&t, s.posts_collected);
    rel_table_i64(&t, s.times_estimated);
    rel_table_i64(&t, s.tags);
    rel_table_i64(&t, s.links);
    rel_table_i64(&t, total);
    for (int k = 0; k < REL_KIND_COUNT; k++) rel_table_i64(&t, s.interactions[k]);
    rel_table_i64(&t, s.unresolved);
    rel_table_i64(&t, s.first_time);
    rel_table_i64(&t, s.last_time);
    rel_table_i64(&t, s.deleted);
    rel_table_i64(&t, s.rejected);
    rel_table_i64(&t, s.sources);
    rel_table_i64(&t, s.schema_version);
    rel_table_end_row(&t);
    REL_TRY(rel_table_end(&t));
    if (total)
        rel_terminal_next(cli, "relais rank %s", path);
    else
        rel_terminal_next(cli, "relais ingest %s FILE", path);
out:
    rel_workspace_close(w);
    return st;
}

/* --- graph -------------------------------------------------------------------------------------------------
 */

static const rel_column graph_column[] = {
    {"kind", NULL, REL_CELL_TEXT, 0},
    {"accounts", N_("accounts"), REL_CELL_I64, 0},
    {"edges", N_("edges"), REL_CELL_I64, 0},
    {"directed", N_("directed"), REL_CELL_BOOL, 0},
    {"weighted", N_("weighted"), REL_CELL_BOOL, 0},
    {"weight", N_("  sum of the weights"), REL_CELL_F64, REL_COLUMN_QUIET},
    {"density", N_("density"), REL_CELL_F64, 0},
    {"reciprocity", N_("edges that are returned"), REL_CELL_F64, REL_COLUMN_QUIET},
    {"components", N_("components"), REL_CELL_I64, 0},
    {"largest_component", N_("  accounts of the largest"), REL_CELL_I64, 0},
    {"isolated", N_("accounts without an edge"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"account_columns", N_("columns of accounts"), REL_CELL_TEXT, REL_COLUMN_QUIET | REL_COLUMN_WHOLE},
    {"edge_columns", N_("columns of edges"), REL_CELL_TEXT, REL_COLUMN_QUIET | REL_COLUMN_WHOLE},
    {"dropped.self_loops", N_("left out: self loops"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"dropped.merged", N_("summed: parallel edges"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"dropped.bad_weight", N_("left out: weights that are none"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"memory_bytes", N_("memory"), REL_CELL_BYTES, 0},
};

static rel_status add_column_names(rel_ctx *ctx, rel_table *t, const rel_attributes *a)
{
    rel_buf b = {0};
    rel_status st = REL_OK;
    for (int k = 0; k < a->count && st == REL_OK; k++)
        st = rel_buf_printf(ctx, &b, "%s%s", k ? ", " : "", a->column[k].name);
    rel_table_text(t, (rel_str){b.data ? b.data : "", b.len});
    rel_buf_free(&b);
    return st;
}

static rel_status graph_info(rel_cli *cli, const char *path)
{
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_source s = {0};
    rel_overview o;
    rel_graph_args all = REL_GRAPH_ARGS_DEFAULTS;
    const rel_graph *g = &s.graph;
    all.packed = all.bare = true;
    REL_TRY(rel_graph_args_open(cli, path, &all, &s));
    REL_TRY(rel_graph_overview(ctx, g, &o));
    rel_table t = rel_cli_table(cli, graph_column, sizeof graph_column / sizeof *graph_column);
    rel_table_text(&t, rel_str_of(s.kind == REL_SOURCE_SNAPSHOT ? "snapshot" : "graph file"));
    rel_table_i64(&t, o.accounts);
    rel_table_i64(&t, o.edges);
    rel_table_bool(&t, g->directed);
    const bool weighted = g->out.weight || g->packed.weighted;
    rel_table_bool(&t, weighted);
    rel_table_f64(&t, weighted ? o.weight : NAN);
    rel_table_f64(&t, o.density);
    rel_table_f64(&t, o.reciprocity);
    rel_table_i64(&t, o.components);
    rel_table_i64(&t, o.largest);
    rel_table_i64(&t, o.isolated);
    const rel_status names = add_column_names(ctx, &t, &g->vertex_attributes);
    const rel_status more = add_column_names(ctx, &t, &g->edge_attributes);
    rel_table_i64(&t, g->dropped.self_loops);
    rel_table_i64(&t, g->dropped.merged);
    rel_table_i64(&t, g->dropped.bad_weight);
    rel_table_i64(&t, (int64_t)rel_graph_bytes(g));
    rel_table_end_row(&t);
    REL_TRY(rel_table_end(&t));
    REL_TRY(names);
    REL_TRY(more);
    if (g->m) rel_terminal_next(cli, "relais rank %s", path);
out:
    rel_source_close(&s);
    return st;
}

/* --- plan --------------------------------------------------------------------------------------------------
 */

static const rel_column plan_column[] = {
    {"kind", NULL, REL_CELL_TEXT, 0},
    {"command", N_("command"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
    {"accounts", N_("accounts"), REL_CELL_I64, 0},
    {"edges", N_("edges"), REL_CELL_I64, 0},
    {"estimated", N_("  estimated from a part of the file"), REL_CELL_BOOL, REL_COLUMN_QUIET},
    {"memory_bytes", N_("memory at the peak"), REL_CELL_BYTES, 0},
    {"graph_bytes", N_("  of it the graph"), REL_CELL_BYTES, 0},
    {"available_bytes", N_("memory that is free"), REL_CELL_BYTES, REL_COLUMN_QUIET},
    {"fits", N_("fits"), REL_CELL_BOOL, 0},
    {"seconds", N_("seconds, about"), REL_CELL_F64, 0},
    {"seconds_low", N_("  at least"), REL_CELL_F64, REL_COLUMN_QUIET},
    {"seconds_high", N_("  at most"), REL_CELL_F64, REL_COLUMN_QUIET},
    {"open_seconds", N_("  of them to read the file"), REL_CELL_F64, REL_COLUMN_QUIET},
    {"basis", N_("  found by"), REL_CELL_TEXT, REL_COLUMN_QUIET},
};

/* "rank:pagerank,harmonic": the command and its criteria. */
static rel_status planned_criteria(rel_ctx *ctx, const char *text, rel_criterion by[REL_CRITERION_COUNT],
                                   int *count)
{
    rel_str rest = rel_str_of(text);
    const rel_str command = rel_str_cut(&rest, ':');
    if (!rel_str_is(command, "rank"))
        return rel_fail(ctx, REL_E_USAGE, "option '--plan': '%.*s' has no plan, expected 'rank'",
                        REL_STR_ARG(command));
    return rel_criteria_parse(ctx, rest.s ? rest.s : "pagerank", by, count);
}

/* Two digits are more than an estimate holds. */
static double two_digits(double x)
{
    char text[32];
    snprintf(text, sizeof text, "%.2g", x);
    return strtod(text, NULL);
}

static rel_status plan_info(rel_cli *cli, const info_args *a)
{
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_criterion by[REL_CRITERION_COUNT];
    int criteria;
    rel_plan_size s;
    rel_plan p;
    const rel_scoring_opts opts = REL_SCORING_DEFAULTS;
    const int64_t available = rel_memory_available();
    const double started = rel_clock_busy();
    REL_TRY(planned_criteria(ctx, a->plan, by, &criteria));
    REL_TRY(rel_plan_size_of(ctx, a->source, &s));
    REL_TRY(rel_plan_rank(ctx, a->source, &s, by, criteria, &opts, &p));
    rel_table t = rel_cli_table(cli, plan_column, sizeof plan_column / sizeof *plan_column);
    rel_table_text(&t, REL_STR_LIT("plan"));
    rel_table_text(&t, rel_str_of(a->plan));
    rel_table_i64(&t, (int64_t)s.accounts);
    rel_table_i64(&t, (int64_t)(s.directed ? s.arcs : s.arcs / 2));
    rel_table_bool(&t, s.estimated);
    rel_table_i64(&t, (int64_t)p.memory);
    rel_table_i64(&t, (int64_t)p.graph);
    rel_table_i64(&t, available ? available : INT64_MIN);
    rel_table_bool(&t, !available || p.memory <= (double)available);
    rel_table_f64(&t, two_digits(started + p.seconds.seconds));
    rel_table_f64(&t, two_digits(started + p.seconds.low));
    rel_table_f64(&t, two_digits(started + p.seconds.high));
    rel_table_f64(&t, two_digits(p.open_seconds.seconds));
    rel_table_text(&t, rel_str_of(rel_plan_way_word(p.way)));
    rel_table_end_row(&t);
    REL_TRY(rel_table_end(&t));
    if (p.any_doubtful)
        rel_note(ctx, "%s: how many rounds it takes cannot be known beforehand, so the time is a wide range",
                 rel_criterion_word((int)p.doubtful));
    if (p.way == REL_PLAN_MODELLED)
        rel_note(ctx, "too large to try the kernels for a moment: the time is told from the size alone");
out:
    return st;
}

static rel_status run(rel_cli *cli, const void *given)
{
    const info_args *a = given;
    rel_status st;
    rel_source_kind kind;
    cli->style.card = true;
    if (a->plan) return plan_info(cli, a);
    REL_TRY(rel_source_kind_of(cli->ctx, a->source, &kind));
    st = kind == REL_SOURCE_WORKSPACE ? workspace_info(cli, a->source) : graph_info(cli, a->source);
out:
    return st;
}

const rel_command rel_cmd_info = {
    .name = "info",
    .summary = N_("say what a workspace or graph file holds"),
    .text = N_(
        "Says what a workspace holds: accounts, posts, interactions by layer, the period they span, what was "
        "rejected. An account that others only mention is not observed: its profile is missing, not "
        "empty.\n\n"
        "Of a graph file: accounts, edges, density (edges per ordered pair of accounts), the share of edges "
        "that are returned, components, and the columns it carries."),
    .example = "relais info brand.relais\n"
               "relais info follows.rgraph --json\n"
               "relais info follows.el --plan rank:pagerank,harmonic",
    .options = options,
    .args_size = sizeof(info_args),
    .run = run,
};
