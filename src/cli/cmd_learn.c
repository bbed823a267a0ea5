#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "src/base/number_text.h"
#include "src/cli/commands.h"
#include "src/cli/graph_args.h"
#include "src/cli/terminal.h"
#include "src/insight/learning.h"

typedef struct learn_args {
    const char *source, *cascades, *validate, *test, *method, *output;
    int64_t window;
    double prior;
    rel_graph_args graph;
} learn_args;

static void defaults(void *given)
{
    *(learn_args *)given =
        (learn_args){.method = "best", .prior = (double)NAN, .graph = REL_GRAPH_ARGS_DEFAULTS};
}

static const rel_opt options[] = {
    REL_POSITIONAL(learn_args, source, N_("SOURCE"), N_("workspace, snapshot or graph file")),
    REL_GROUP(N_("Cascades")),
    REL_FILE(learn_args, cascades, "cascades", N_("FILE"),
             N_("cascades to learn from, one a line: seed account time account time ..., or account,time "
                "account,time ...; else those of the workspace")),
    REL_FILE(learn_args, validate, "validate", N_("FILE"),
             N_("cascades to choose the way of learning by; else the last quarter of those before the test")),
    REL_FILE(learn_args, test, "test", N_("FILE"),
             N_("cascades to judge by, which are never learned from; else the last fifth")),
    REL_GROUP(N_("How")),
    REL_CHOICE(
        learn_args, method, "method", N_("METHOD"), rel_learning_choice_word,
        N_("em: expectation maximisation; bernoulli, jaccard, partial-credit: by counting; best: the one "
           "that foretells best")),
    REL_DURATION(learn_args, window, "window",
                 N_("an act follows another one within this time only: 7d; else chosen")),
    REL_F64(learn_args, prior, "prior", N_("A"), 0, 1e9,
            N_("trials that the base counts as beside those of an edge; else chosen")),
    {.type = REL_OPT_FILE,
     .name = "output",
     .letter = 'o',
     .value = N_("FILE"),
     .offset = offsetof(learn_args, output),
     .help = N_("write the probabilities as CSV: source,target,p,trials; - is standard output")},
    REL_GRAPH_OPTIONS(learn_args, graph),
    REL_OPTS_END,
};

/* -------- what is said -------- */

static void note_left_out(rel_ctx *ctx, const rel_learning *l)
{
    const rel_cascade_file_counts *f = &l->of_files;
    const rel_workspace_cascade_counts *w = &l->of_workspace;
    if (f->bad) rel_note(ctx, "left out: %" PRId64 " (lines that are no cascade)", f->bad);
    if (f->unknown + w->outside_graph)
        rel_note(ctx, "left out: %" PRId64 " (acts of accounts that are not in the graph)",
                 f->unknown + w->outside_graph);
    if (f->empty) rel_note(ctx, "left out: %" PRId64 " (cascades without an account of the graph)", f->empty);
    if (f->repeated + w->repeated)
        rel_note(ctx, "left out: %" PRId64 " (acts of an account after its first in a cascade)",
                 f->repeated + w->repeated);
    if (w->without_time)
        rel_note(ctx, "left out: %" PRId64 " (posts and acts without a date)", w->without_time);
    if (w->outside_period)
        rel_note(ctx, "left out: %" PRId64 " (posts and acts outside the period)", w->outside_period);
    if (w->without_post)
        rel_note(ctx, "left out: %" PRId64 " (acts that do not say which post they are about)",
                 w->without_post);
}

/* "2897 35624": the numbers of accounts and edges, which some lists begin with, make an edge between two
 * accounts that nobody else knows. */
static void note_heading(rel_ctx *ctx, const rel_graph *g)
{
    char text[2][REL_NAME_NUMBER_TEXT];
    if (g->names.form == REL_NAMES_TEXT || g->n < 3) return;
    snprintf(text[0], sizeof text[0], "%" PRIu32, g->n - 2);
    snprintf(text[1], sizeof text[1], "%" PRId64, g->m - 1);
    const rel_vid u = rel_names_find(&g->names, rel_str_of(text[0])),
                  v = rel_names_find(&g->names, rel_str_of(text[1]));
    if (u == REL_VID_NONE || v == REL_VID_NONE || rel_graph_find(g, u, v) < 0) return;
    if (g->out.off[u + 1] - g->out.off[u] != 1 || g->in.off[u + 1] != g->in.off[u]) return;
    if (g->in.off[v + 1] - g->in.off[v] != 1 || g->out.off[v + 1] != g->out.off[v]) return;
    rel_note(
        ctx,
        "the line '%s %s' looks like a heading (accounts, edges) and was read as an edge: put '#' before it",
        text[0], text[1]);
}

static void note_direction(rel_ctx *ctx, const rel_learning *l)
{
    if (!(l->explained_reversed > 1.1 * l->explained)) return;
    rel_note(
        ctx,
        "%.1f %% of the acts follow one of somebody that their account gives attention to; with every edge "
        "turned round it would be %.1f %%: is the graph the right way round?",
        100 * l->explained, 100 * l->explained_reversed);
}

static void note_way(rel_ctx *ctx, const rel_learning *l)
{
    const rel_learning_way *way = &l->way;
    char window[64] = "";
    if (l->fallback) {
        rel_note(ctx, "%s: weighted cascade instead, each account hears from all its contacts alike",
                 _(l->fallback));
        return;
    }
    if (way->window > 0) snprintf(window, sizeof window, _(", within %.0f s"), way->window);
    rel_note(ctx,
             "cascades learned from: %" PRId64
             "; method %s, base %s, prior %g%s%s; share of trials that followed: %.4g",
             l->cascades, rel_learning_way_method(way), rel_learning_base_word((int)way->opts.base),
             way->opts.prior, window, isnan(way->likelihood) ? "" : _(", what foretells best"),
             l->learned.rate);
    if (l->unchecked) rel_note(ctx, "nothing was held out to judge by: %s", _(l->unchecked));
}

/* -------- tables -------- */

static rel_status print_models(rel_cli *cli, const rel_learning *l)
{
    static const rel_column column[] = {
        {"model", N_("model"), REL_CELL_TEXT, 0},
        {"log_likelihood", N_("log-likelihood"), REL_CELL_F64, 0},
        {"calibration_error", N_("calibration error"), REL_CELL_F64, 0},
        {"spread_predicted", N_("spread foretold"), REL_CELL_F64, 0},
        {"spread_correlation", N_("correlation"), REL_CELL_F64, 0},
        {"spread_mean_error", N_("mean error"), REL_CELL_F64, 0},
        {"spread_root_mean_square_error", N_("square error"), REL_CELL_F64, 0},
        {"initiator_rank", N_("initiator's rank"), REL_CELL_F64, 0},
    };
    rel_table t = rel_cli_table(cli, column, sizeof column / sizeof *column);
    for (int i = 0; i < REL_LEARNING_MODELS; i++) {
        const rel_learning_model *m = &l->model[i];
        rel_table_text(&t, rel_str_of(m->name));
        rel_table_f64(&t, m->check.log_likelihood);
        rel_table_f64(&t, m->check.calibration_error);
        rel_table_f64(&t, m->spread.predicted);
        rel_table_f64(&t, m->spread.correlation);
        rel_table_f64(&t, m->spread.mean_error);
        rel_table_f64(&t, m->spread.root_mean_square_error);
        rel_table_f64(&t, m->check.initiator_rank);
        rel_table_end_row(&t);
    }
    return rel_table_end(&t);
}

static rel_status print_calibration(rel_cli *cli, const rel_learning_check *c)
{
    static const rel_column column[] = {
        {"from", N_("foretold from"), REL_CELL_F64, 0},
        {"situations", N_("situations"), REL_CELL_I64, 0},
        {"predicted", N_("foretold"), REL_CELL_F64, 0},
        {"observed", N_("observed"), REL_CELL_F64, 0},
    };
    rel_table t = rel_cli_table(cli, column, sizeof column / sizeof *column);
    for (int i = 0; i < REL_CALIBRATION_BINS; i++) {
        if (!c->bin[i].situations) continue;
        rel_table_f64(&t, c->bin[i].from);
        rel_table_i64(&t, c->bin[i].situations);
        rel_table_f64(&t, c->bin[i].predicted);
        rel_table_f64(&t, c->bin[i].observed);
        rel_table_end_row(&t);
    }
    return rel_table_end(&t);
}

static rel_status print_tables(rel_cli *cli, const rel_learning *l)
{
    rel_status st = REL_OK;
    const rel_learning_model *m = &l->model[0];
    if (!l->checked) return REL_OK;
    if (cli->style.form == REL_TABLE_EYES)
        rel_outfile_printf(&cli->out,
                           _("%" PRId64 " cascades held out, %.1f accounts each; %" PRId64
                             " situations, in %" PRId64 " of them it happened\n\n"),
                           l->test, m->spread.actual, m->check.situations, m->check.reached);
    REL_TRY(print_models(cli, l));
    if (cli->style.form != REL_TABLE_EYES) goto out;
    rel_outfile_puts(&cli->out, "\n");
    st = print_calibration(cli, &m->check);
out:
    return st;
}

static rel_status print_json(rel_cli *cli, const rel_learning *l)
{
    rel_json j;
    rel_json_init(&j, cli->ctx);
    rel_json_begin_object(&j, NULL);
    rel_learning_describe(&j, l);
    rel_json_end_object(&j);
    rel_json_newline(&j);
    if (j.status == REL_OK) rel_outfile_add(&cli->out, j.out.data, j.out.len);
    rel_buf_free(&j.out);
    return j.status;
}

/* -------- the file -------- */

/* The decimal text of the float, not that of the double it becomes. */
static double written(float p)
{
    char text[REL_NUMBER_TEXT];
    double x = (double)p;
    (void)rel_str_to_f64((rel_str){text, (size_t)(rel_put_f32(text, p) - text)}, &x);
    return x;
}

static rel_status write_rows(rel_ctx *ctx, const rel_graph *g, const rel_learning *l, rel_outfile *f)
{
    static const rel_column column[] = {
        {"source", NULL, REL_CELL_TEXT, 0},
        {"target", NULL, REL_CELL_TEXT, 0},
        {"p", NULL, REL_CELL_F64, 0},
        {"trials", NULL, REL_CELL_I64, 0},
    };
    char room[2][REL_NAME_NUMBER_TEXT];
    rel_table t = rel_table_begin(ctx, f, (rel_table_style){.form = REL_TABLE_CSV}, column, 4);
    for (rel_vid v = 0; v < g->n; v++) {
        for (rel_eid e = g->out.off[v]; e < g->out.off[v + 1]; e++) {
            rel_table_text(&t, rel_names_get(&g->names, v, room[0]));
            rel_table_text(&t, rel_names_get(&g->names, g->out.adj[e], room[1]));
            rel_table_f64(&t, written(l->learned.p[e]));
            rel_table_i64(&t, l->trials[e]);
            rel_table_end_row(&t);
        }
    }
    return rel_table_end(&t);
}

static rel_status write_file(rel_cli *cli, const char *path, const rel_graph *g, const rel_learning *l)
{
    rel_ctx *ctx = cli->ctx;
    rel_outfile f;
    if (strcmp(path, "-") == 0) return write_rows(ctx, g, l, &cli->out);
    rel_status st = rel_outfile_open(ctx, path, &f);
    if (st != REL_OK) return st;
    st = write_rows(ctx, g, l, &f);
    if (st == REL_OK) st = rel_outfile_close(&f);
    if (st == REL_OK)
        rel_note(ctx, "wrote '%s': %" PRId64 " probabilities", path, g->m);
    else
        rel_outfile_discard(&f);
    return st;
}

/* -------- the workspace -------- */

static rel_status store(rel_cli *cli, const learn_args *a, const rel_source *source, const rel_learning *l)
{
    rel_json j;
    rel_json_init(&j, cli->ctx);
    rel_json_begin_object(&j, NULL);
    rel_json_text(&j, "cascades", rel_str_of(a->cascades));
    rel_json_text(&j, "validate", rel_str_of(a->validate));
    rel_json_text(&j, "test", rel_str_of(a->test));
    rel_json_text(&j, "method", rel_str_of(a->method));
    rel_json_i64(&j, "window", a->window);
    rel_json_f64(&j, "prior", a->prior);
    rel_graph_args_describe(&j, &a->graph);
    rel_json_end_object(&j);
    rel_status st = j.status;
    if (st == REL_OK) st = rel_learning_store(cli->ctx, source, l, j.out.data);
    rel_buf_free(&j.out);
    if (st == REL_OK)
        rel_note(cli->ctx, "stored in '%s': %" PRId64 " probabilities", a->source, source->graph.m);
    return st;
}

static rel_status run(rel_cli *cli, const void *given)
{
    const learn_args *a = given;
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_source source = {0};
    rel_learning l = {0};
    const bool to_stdout = a->output && strcmp(a->output, "-") == 0;
    const rel_learning_request request = {.method = a->method,
                                          .window = a->window,
                                          .prior = a->prior,
                                          .cascades = a->cascades,
                                          .validate = a->validate,
                                          .test = a->test};
    REL_TRY(rel_graph_args_open(cli, a->source, &a->graph, &source));
    if (source.kind == REL_SOURCE_GRAPH_FILE) note_heading(ctx, &source.graph);
    REL_TRY(rel_learning_make(ctx, &source, &request, &l));
    note_left_out(ctx, &l);
    note_direction(ctx, &l);
    note_way(ctx, &l);
    /* A file on standard output leaves no room for the table. */
    if (!to_stdout && cli->given.json)
        REL_TRY(print_json(cli, &l));
    else if (!to_stdout)
        REL_TRY(print_tables(cli, &l));
    if (a->output) REL_TRY(write_file(cli, a->output, &source.graph, &l));
    if (source.kind == REL_SOURCE_WORKSPACE) REL_TRY(store(cli, a, &source, &l));
    if (!a->output) rel_terminal_next(cli, "relais simulate %s --seeds %s", a->source, "@anna,@bob");
out:
    rel_learning_free(&l);
    rel_source_close(&source);
    return st;
}

const rel_command rel_cmd_learn = {
    .name = "learn",
    .summary = N_("learn from past cascades who passes messages on to whom"),
    .text = N_(
        "Learns for each edge how probable it is that its target reaches its source: from the workspace's "
        "posts "
        "and their shares, quotes, replies and comments in time, or from a file of cascades. A workspace "
        "keeps "
        "what was learned, for simulate and ambassadors; -o writes it as CSV, which their --probability "
        "reads.\n\n"
        "The later cascades are held out, and what was learned from the earlier ones has to foretell them: "
        "printed are the log-likelihood, the calibration (of what was foretold with 20 %, did 20 % happen?), "
        "the "
        "spread from each initiator against the actual one, and how high the true initiators rank among "
        "those "
        "reached. Two models that need no learning are judged alongside: weighted cascade, and the one "
        "probability for all edges that fits best.\n\n"
        "Edges with little history are drawn towards a base: the rate of all, weighted cascade, or what "
        "sender "
        "and receiver are like elsewhere. Method, base, prior and window are those that foretell best, "
        "unless "
        "they are given. Where nothing can be learned it says so and takes weighted cascade."),
    .example = "relais learn brand.relais\n"
               "relais learn follows.el --cascades past.txt -o p.csv\n"
               "relais learn brand.relais --method bernoulli --window 7d --json",
    .options = options,
    .args_size = sizeof(learn_args),
    .defaults = defaults,
    .run = run,
};
