#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "src/cli/account_args.h"
#include "src/cli/commands.h"
#include "src/cli/graph_args.h"
#include "src/cli/terminal.h"
#include "src/cli/write_args.h"
#include "src/insight/egonet.h"

typedef struct ego_args {
    const char *source, *accounts, *direction, *output;
    int64_t hops;
    rel_graph_args graph;
    rel_write_args write;
} ego_args;

enum { CENTRES_MAX = 1000 };

static const char *direction_word(int i)
{
    static const char *const words[] = {"in", "out", "both", NULL};
    return words[i];
}

static void defaults(void *given)
{
    *(ego_args *)given = (ego_args){.direction = "both", .hops = 1, .graph = REL_GRAPH_ARGS_DEFAULTS};
}

static const rel_opt options[] = {
    REL_POSITIONAL(ego_args, source, N_("SOURCE"),
                   N_("workspace, snapshot or graph file; - is standard input")),
    REL_POSITIONAL(ego_args, accounts, N_("ACCOUNTS"), N_("accounts in the middle: @acme,x:42")),
    REL_GROUP(N_("How far")),
    REL_I64(ego_args, hops, "hops", N_("H"), 0, REL_EGONET_HOPS_MAX, N_("steps from the accounts at most")),
    REL_CHOICE(ego_args, direction, "direction", N_("WAY"), direction_word,
               N_("in: to those who give attention, the audience; out: to those who receive it; both")),
    {.type = REL_OPT_FILE,
     .name = "output",
     .letter = 'o',
     .value = N_("FILE"),
     .offset = offsetof(ego_args, output),
     .help = N_("write the network, all accounts together: .graphml .gexf .csv ...; - is standard output")},
    REL_WRITE_OPTIONS(ego_args, write),
    REL_GRAPH_OPTIONS(ego_args, graph),
    REL_OPTS_END,
};

/* -------- the table -------- */

enum { FIXED = 12, COLUMNS = FIXED + REL_EGONET_HOPS_MAX };

typedef struct names {
    char key[REL_EGONET_HOPS_MAX][16], title[REL_EGONET_HOPS_MAX][64];
} names;

/* As many columns of distances as there are hops, behind the number of accounts. */
static int describe_columns(const ego_args *a, bool handles, bool directed, rel_column *column, names *n)
{
    int k = 0;
    column[k++] = (rel_column){"account", N_("account"), REL_CELL_TEXT, REL_COLUMN_WHOLE};
    column[k++] = (rel_column){"handle", handles ? N_("handle") : NULL, REL_CELL_TEXT, REL_COLUMN_QUIET};
    column[k++] = (rel_column){"accounts", N_("accounts in the network"), REL_CELL_I64, 0};
    for (int d = 0; d < (int)a->hops; d++) {
        snprintf(n->key[d], sizeof n->key[d], "hops.%d", d + 1);
        if (d == 0)
            snprintf(n->title[d], sizeof n->title[d], "%s", _("  one step away"));
        else
            snprintf(n->title[d], sizeof n->title[d], _("  %d steps away"), d + 1);
        column[k++] = (rel_column){n->key[d], n->title[d], REL_CELL_I64, 0};
    }
    column[k++] = (rel_column){"edges", N_("edges among them"), REL_CELL_I64, 0};
    column[k++] = (rel_column){"edges_others", N_("  without its own"), REL_CELL_I64, 0};
    column[k++] = (rel_column){"density", N_("density without its own"), REL_CELL_F64, 0};
    column[k++] =
        (rel_column){"reciprocity", directed ? N_("edges that are returned") : NULL, REL_CELL_F64, 0};
    column[k++] = (rel_column){"contacts", N_("contacts, either way"), REL_CELL_I64, REL_COLUMN_QUIET};
    column[k++] = (rel_column){"effective_size", N_("  effective size"), REL_CELL_F64, REL_COLUMN_QUIET};
    column[k++] = (rel_column){"constraint", N_("  constraint"), REL_CELL_F64, REL_COLUMN_QUIET};
    return k;
}

static rel_ego_opts ego_opts(const ego_args *a, const rel_vid *centre, int64_t centres)
{
    static const rel_ego_direction way[] = {REL_EGO_IN, REL_EGO_OUT, REL_EGO_ALL};
    return (rel_ego_opts){.centre = centre,
                          .centres = centres,
                          .hops = (int)a->hops,
                          .direction = way[rel_word_index(rel_str_of(a->direction), direction_word)]};
}

/* One account, or all together when v is nobody. */
static void put_row(rel_table *t, const ego_args *a, const rel_graph *g, rel_vid v, const rel_egonet *net,
                    const rel_holes *holes)
{
    char room[REL_NAME_NUMBER_TEXT];
    const bool one = v != REL_VID_NONE, eyes = t->style.form == REL_TABLE_EYES;
    const rel_str nobody = eyes ? rel_str_of(_("all together")) : REL_STR_MISSING;
    rel_table_text(t, one ? rel_names_get(&g->names, v, room) : nobody);
    rel_table_text(t, one ? rel_handle_of(g, v) : REL_STR_MISSING);
    rel_table_i64(t, net->accounts);
    for (int d = 0; d < (int)a->hops; d++) rel_table_i64(t, net->at[d + 1]);
    rel_table_i64(t, net->edges);
    rel_table_i64(t, net->others);
    rel_table_f64(t, net->density);
    rel_table_f64(t, net->reciprocity);
    rel_table_i64(t, one ? holes->contacts : INT64_MIN);
    rel_table_f64(t, one ? holes->effective_size : NAN);
    rel_table_f64(t, one ? holes->constraint : NAN);
    rel_table_end_row(t);
}

static rel_status print_networks(rel_cli *cli, const ego_args *a, const rel_graph *g, const rel_accounts *ego,
                                 uint8_t *step)
{
    rel_ctx *ctx = cli->ctx;
    rel_status st = REL_OK;
    rel_column column[COLUMNS];
    names n;
    rel_egonet net;
    rel_holes holes;
    cli->style.card = true;
    const int columns = describe_columns(a, rel_any_handle(g, ego->v, ego->count), g->directed, column, &n);
    rel_table t = rel_cli_table(cli, column, columns);
    for (int64_t i = 0; i < ego->count; i++) {
        const rel_ego_opts one = ego_opts(a, &ego->v[i], 1);
        REL_TRY(rel_egonet_measure(ctx, g, &one, step, &net));
        REL_TRY(rel_holes_around(ctx, g, ego->v[i], &holes));
        put_row(&t, a, g, ego->v[i], &net, &holes);
    }
    if (ego->count > 1) {
        const rel_ego_opts all = ego_opts(a, ego->v, ego->count);
        REL_TRY(rel_egonet_measure(ctx, g, &all, step, &net));
        put_row(&t, a, g, REL_VID_NONE, &net, NULL);
    }
out:;
    const rel_status ended = rel_table_end(&t);
    return st == REL_OK ? ended : st;
}

static rel_status write_network(rel_cli *cli, const ego_args *a, const rel_source *source,
                                const uint8_t *step, const rel_graph_format *format)
{
    rel_status st;
    rel_graph part = {0};
    rel_write_args write = a->write;
    REL_TRY(rel_egonet_graph(cli->ctx, &source->graph, step, &part));
    if (!write.color_by) write.color_by = "ego_distance";
    if (!write.size_by) write.size_by = "in_degree";
    st = rel_write_args_write(cli, &write, &part, format, a->output,
                              source->kind == REL_SOURCE_WORKSPACE ? NULL : a->source);
out:
    rel_graph_free(&part);
    return st;
}

static rel_status run(rel_cli *cli, const void *given)
{
    const ego_args *a = given;
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_source source = {0};
    rel_accounts ego = {0};
    rel_graph_args part = a->graph;
    const rel_graph_format *format = NULL;
    uint8_t *step;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (a->output) REL_TRY(rel_write_args_format(ctx, &a->write, a->output, &format));
    part.times = a->write.timestamps;
    REL_TRY(rel_graph_args_open(cli, a->source, &part, &source));
    REL_TRY(rel_accounts_parse(ctx, &source.graph, a->accounts, CENTRES_MAX, &ego));
    REL_TRY(rel_scratch(ctx, &step, source.graph.n, 1, "ego network"));
    /* A file on standard output leaves no room for the table. */
    if (!a->output || strcmp(a->output, "-") != 0) {
        REL_TRY(print_networks(cli, a, &source.graph, &ego, step));
    } else {
        const rel_ego_opts all = ego_opts(a, ego.v, ego.count);
        REL_TRY(rel_ego(ctx, &source.graph, all, step, NULL));
    }
    if (a->output) REL_TRY(write_network(cli, a, &source, step, format));
    if (!a->output) rel_terminal_next(cli, "relais ego %s %s -o %s", a->source, a->accounts, "ego.graphml");
out:
    rel_scratch_release(ctx, mark);
    rel_source_close(&source);
    return st;
}

const rel_command rel_cmd_ego = {
    .name = "ego",
    .summary = N_("look at the network around an account"),
    .text = N_(
        "Takes everybody within some steps of one or several accounts: with --direction in, those who give "
        "it attention and those who give attention to these; with out, the other way round.\n\n"
        "Says for each account how many accounts that are, by distance; how many edges there are among "
        "them, and how dense they are without those of the account itself; which share is returned; and "
        "how far its contacts stand for each other (effective size, Burt's constraint). Several accounts "
        "get one more row for all together. -o writes the network, with the distance from the nearest "
        "account as ego_distance."),
    .example = "relais ego brand.relais @acme\n"
               "relais ego brand.relais @acme,@other --direction in --hops 2 -o around.gexf\n"
               "relais ego follows.el 42 --json",
    .options = options,
    .args_size = sizeof(ego_args),
    .defaults = defaults,
    .run = run,
};
