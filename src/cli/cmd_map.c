#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "ingest/results.h"
#include "src/base/json_writer.h"
#include "src/cli/account_args.h"
#include "src/cli/commands.h"
#include "src/cli/graph_args.h"
#include "src/cli/map_page.h"
#include "src/cli/terminal.h"
#include "src/insight/mapping.h"
#include "src/report/picture.h"

typedef struct map_args {
    const char *source, *output, *size, *layout, *title;
    int64_t iterations, top, edges, labels, width, height, dpi;
    bool html, no_legend, dark, straight, save;
    rel_graph_args graph;
} map_args;

enum { NOT_GIVEN = -1 };

static void defaults(void *given)
{
    const rel_picture_opts o = REL_PICTURE_DEFAULTS;
    *(map_args *)given = (map_args){.size = "pagerank",
                                    .top = NOT_GIVEN,
                                    .edges = NOT_GIVEN,
                                    .labels = o.labels,
                                    .width = (int64_t)o.width,
                                    .height = (int64_t)o.height,
                                    .dpi = (int64_t)o.dpi,
                                    .graph = REL_GRAPH_ARGS_DEFAULTS};
}

static const rel_opt options[] = {
    REL_POSITIONAL(map_args, source, N_("SOURCE"),
                   N_("workspace, snapshot or graph file; - is standard input")),
    {.type = REL_OPT_FILE,
     .name = "output",
     .letter = 'o',
     .required = true,
     .value = N_("FILE"),
     .offset = offsetof(map_args, output),
     .help = N_("picture to draw: .svg .png .pdf, or page to write: .html")},
    REL_FLAG(map_args, html, "html",
             N_("write an interactive page, whatever the file's name; - is standard output")),
    REL_GROUP(N_("The map")),
    REL_CHOICE(map_args, layout, "layout", N_("LAYOUT"), rel_layout_word,
               N_("how accounts are placed; else the places that the source has, or forceatlas2")),
    REL_I64(map_args, iterations, "iterations", N_("N"), 0, 100000,
            N_("iterations of the layout; 0: as many as the size of the graph wants")),
    REL_CHOICE(map_args, size, "size", N_("CRITERION"), rel_criterion_word,
               N_("score that sizes follow, and who is drawn and named")),
    REL_FLAG(map_args, save, "save", N_("store the places in the workspace")),
    REL_GROUP(N_("The picture")),
    REL_I64(map_args, top, "top", N_("N"), 0, 1e9,
            N_("draw the N best accounts; 0: all; else 5000, on a page 20000")),
    REL_I64(map_args, edges, "edges", N_("N"), 0, 1e9,
            N_("draw the N strongest edges between them; else 15000, on a page 100000")),
    REL_I64(map_args, labels, "labels", N_("N"), 0, REL_PICTURE_LABELS_MAX,
            N_("names to write, of the best")),
    REL_FLAG(map_args, no_legend, "no-legend", N_("no legend of communities")),
    REL_TEXT(map_args, title, "title", N_("TEXT"), N_("title of the picture; else the name of the source")),
    REL_FLAG(map_args, dark, "dark", N_("light on dark")),
    REL_FLAG(map_args, straight, "straight",
             N_("straight edges; else those between two communities run together")),
    REL_I64(map_args, width, "width", N_("POINTS"), 200, 20000, N_("width")),
    REL_I64(map_args, height, "height", N_("POINTS"), 200, 20000, N_("height")),
    REL_I64(map_args, dpi, "dpi", N_("N"), 24, 1200, N_("pixels of a PNG per inch; a point is 1/96 inch")),
    REL_GRAPH_OPTIONS(map_args, graph),
    REL_OPTS_END,
};

static rel_status check_save(rel_ctx *ctx, const map_args *a)
{
    rel_source_kind kind;
    const rel_status st = rel_source_kind_of(ctx, a->source, &kind);
    if (st != REL_OK || !a->save || kind == REL_SOURCE_WORKSPACE) return st;
    return rel_fail(ctx, REL_E_USAGE, "option '--save': '%s' is not a workspace", a->source);
}

static rel_status save(rel_ctx *ctx, const map_args *a, const rel_graph *g, const rel_map *m)
{
    rel_status st;
    rel_json j;
    rel_workspace *w = NULL;
    double *at[2] = {NULL, NULL};
    rel_vid *order = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    rel_json_init(&j, ctx);
    rel_json_begin_object(&j, NULL);
    rel_json_text(&j, "layout", rel_str_of(a->layout ? a->layout : rel_layout_word(0)));
    rel_json_i64(&j, "iterations", a->iterations);
    rel_graph_args_describe(&j, &a->graph);
    rel_json_end_object(&j);
    REL_TRY(j.status);
    for (int k = 0; k < 2; k++) REL_TRY(rel_scratch(ctx, &at[k], g->n, sizeof **at, "places"));
    REL_TRY(rel_scratch(ctx, &order, g->n, sizeof *order, "places"));
    for (rel_vid v = 0; v < g->n; v++) {
        order[v] = v;
        at[0][v] = (double)m->x[v];
        at[1][v] = (double)m->y[v];
    }
    REL_TRY(rel_workspace_open(ctx, a->source, REL_WORKSPACE_WRITE, &w));
    const rel_result_run run = {.command = "map", .parameters = j.out.data, .seed = ctx->seed};
    const rel_result_scores scores[] = {{"x", at[0], order, g->n}, {"y", at[1], order, g->n}};
    REL_TRY(rel_results_store_scores(ctx, w, &run, &g->names, scores, 2));
    rel_note(ctx, "stored the places of %" PRIu32 " accounts in '%s'", g->n, a->source);
out:
    rel_workspace_close(w);
    rel_buf_free(&j.out);
    rel_scratch_release(ctx, mark);
    return st;
}

/* Where the names stand, for programs. */
static rel_status print_names(rel_cli *cli, const rel_graph *g, const rel_map *m, const rel_picture_result *r)
{
    static const rel_column column[] = {
        {"account", N_("account"), REL_CELL_TEXT, 0},
        {"handle", N_("handle"), REL_CELL_TEXT, 0},
        {"community", N_("community"), REL_CELL_I64, 0},
        {"x", N_("x"), REL_CELL_F64, 0},
        {"y", N_("y"), REL_CELL_F64, 0},
        {"width", N_("width"), REL_CELL_F64, 0},
        {"height", N_("height"), REL_CELL_F64, 0},
    };
    rel_table t = rel_cli_table(cli, column, sizeof column / sizeof *column);
    for (int i = 0; i < r->labels; i++) {
        char room[REL_NAME_NUMBER_TEXT];
        const rel_picture_label *l = &r->label[i];
        rel_table_text(&t, rel_names_get(&g->names, l->v, room));
        rel_table_text(&t, rel_handle_of(g, l->v));
        rel_table_i64(&t, m->community[l->v]);
        rel_table_f64(&t, l->x);
        rel_table_f64(&t, l->y);
        rel_table_f64(&t, l->width);
        rel_table_f64(&t, l->height);
        rel_table_end_row(&t);
    }
    return rel_table_end(&t);
}

static rel_status print_summary(rel_cli *cli, const rel_graph *g, const rel_map *m,
                                const rel_picture_result *r)
{
    static const rel_column column[] = {
        {"accounts", N_("accounts"), REL_CELL_I64, 0},
        {"accounts_drawn", N_("  drawn"), REL_CELL_I64, 0},
        {"edges", N_("edges"), REL_CELL_I64, 0},
        {"edges_drawn", N_("  drawn"), REL_CELL_I64, 0},
        {"communities", N_("communities"), REL_CELL_I64, 0},
        {"names", N_("names written"), REL_CELL_I64, 0},
    };
    rel_table t = rel_cli_table(cli, column, sizeof column / sizeof *column);
    t.style.card = true;
    rel_table_i64(&t, g->n);
    rel_table_i64(&t, r->accounts);
    rel_table_i64(&t, g->directed ? g->m : g->m / 2);
    rel_table_i64(&t, r->edges);
    rel_table_i64(&t, m->count);
    rel_table_i64(&t, r->labels);
    rel_table_end_row(&t);
    return rel_table_end(&t);
}

static rel_picture_opts picture_opts(const map_args *a)
{
    const rel_picture_opts usual = REL_PICTURE_DEFAULTS;
    return (rel_picture_opts){.width = (double)a->width,
                              .height = (double)a->height,
                              .dpi = (double)a->dpi,
                              .accounts = a->top == NOT_GIVEN ? usual.accounts : a->top,
                              .edges = a->edges == NOT_GIVEN ? usual.edges : a->edges,
                              .labels = (int)a->labels,
                              .legend = !a->no_legend,
                              .dark = a->dark,
                              .straight = a->straight};
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static rel_status draw(rel_cli *cli, const map_args *a, const rel_graph *g, const rel_map *m,
                       const rel_map_opts *how, rel_canvas_kind kind)
{
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_picture_community *communities = NULL;
    rel_picture_result *result = NULL;
    const rel_picture_opts opts = picture_opts(a);
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &result, 1, sizeof *result, "names"));
    REL_TRY(rel_scratch(ctx, &communities, m->count, sizeof *communities, "legend"));
    for (rel_vid c = 0; c < m->count; c++)
        communities[c] = (rel_picture_community){m->communities[c].label, m->communities[c].accounts};
    const rel_picture p = {.graph = g,
                           .x = m->x,
                           .y = m->y,
                           .score = m->score,
                           .score_title = rel_criterion_title(how->by),
                           .community = m->community,
                           .communities = communities,
                           .community_count = m->count,
                           .title = rel_str_of(a->title ? a->title : file_name(a->source)),
                           .made_by = m->given ? _("those of the source") : rel_layout_title(how->layout)};
    REL_TRY(rel_picture_draw(ctx, &p, &opts, kind, a->output, result));
    if (cli->style.form != REL_TABLE_EYES) REL_TRY(print_names(cli, g, m, result));
    if (cli->style.form != REL_TABLE_CSV) REL_TRY(print_summary(cli, g, m, result));
    rel_note(ctx, "drew '%s'", a->output);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static bool wants_page(const map_args *a)
{
    const size_t len = strlen(a->output);
    return a->html || (len > 5 && strcasecmp(a->output + len - 5, ".html") == 0);
}

/* What --top or --edges asks of a graph that has `there`; 0 for the page is as many as it draws. */
static int64_t asked_of_page(int64_t option, int64_t there)
{
    if (option == NOT_GIVEN) return 0;
    return option == 0 || option > there ? there : option;
}

static rel_status write_page(rel_cli *cli, const map_args *a, const rel_graph *g, const rel_map *m,
                             const rel_map_opts *how)
{
    rel_status st;
    rel_page_result page;
    const rel_map_page_args args = {.output = a->output,
                                    .title = rel_str_of(a->title ? a->title : file_name(a->source)),
                                    .accounts = asked_of_page(a->top, g->n),
                                    .edges = asked_of_page(a->edges, g->directed ? g->m : g->m / 2)};
    REL_TRY(rel_map_page(cli->ctx, g, m, how, &args, &page));
    const rel_picture_result result = {
        .accounts = page.accounts, .edges = page.edges, .edges_between = page.edges_between};
    if (strcmp(a->output, "-") != 0) REL_TRY(print_summary(cli, g, m, &result));
    rel_note(cli->ctx, "wrote '%s'", a->output);
out:
    return st;
}

static rel_status run(rel_cli *cli, const void *given)
{
    const map_args *a = given;
    rel_ctx *ctx = cli->ctx;
    rel_status st, made = REL_OK;
    rel_canvas_kind kind = REL_CANVAS_SVG;
    rel_source source = {0};
    rel_map map = {0};
    rel_map_opts how = {.scoring = REL_SCORING_DEFAULTS, .place = a->layout != NULL};
    how.iterations = a->iterations;
    how.by = (rel_criterion)rel_word_index(rel_str_of(a->size), rel_criterion_word);
    if (a->layout) how.layout = (rel_layout)rel_word_index(rel_str_of(a->layout), rel_layout_word);
    if (wants_page(a))
        REL_TRY(rel_map_page_check(ctx));
    else
        REL_TRY(rel_canvas_kind_of(ctx, a->output, &kind));
    REL_TRY(check_save(ctx, a));
    REL_TRY(rel_graph_args_open(cli, a->source, &a->graph, &source));
    how.source = &source;
    rel_note_time(cli, N_("computing starts"));
    made = rel_map_make(ctx, &source.graph, &how, &map);
    if (made != REL_OK && made != REL_E_NOCONV) REL_TRY(made);
    rel_note_time(cli, N_("accounts placed"));
    REL_TRY(wants_page(a) ? write_page(cli, a, &source.graph, &map, &how)
                          : draw(cli, a, &source.graph, &map, &how, kind));
    if (a->save) REL_TRY(save(ctx, a, &source.graph, &map));
    st = made;
out:
    rel_map_free(&map);
    rel_source_close(&source);
    return st;
}

const rel_command rel_cmd_map = {
    .name = "map",
    .summary = N_("draw a map of accounts and their communities"),
    .text = N_(
        "Draws the graph as a picture: accounts that give attention to each other stand together, colours "
        "tell communities, sizes follow a score, and those who lead are named. A legend lists the largest "
        "communities.\n\n"
        "Communities are those stored in the source, else they are found as by 'relais communities'. "
        "Accounts and edges beyond what a picture shows well are left out, the best and the strongest stay; "
        "the line at the bottom says how many. The layout is that of the whole graph.\n\n"
        "A page (.html, or --html) is one file that a browser opens from the disk without a network: search "
        "for "
        "an account, filter by community and score, click for an account's scores and contacts.\n\n"
        "--save stores the places in the workspace, where the next map and 'relais export' find them. The "
        "same source, options and seed give the same file, byte for byte, with any number of threads."),
    .example = "relais map brand.relais -o map.svg\n"
               "relais map brand.relais -o map.png --layers share,mention --size in-degree --dpi 192\n"
               "relais map brand.relais -o map.html\n"
               "relais map brand.relais -o map.pdf --layout linlog --labels 80 --save",
    .options = options,
    .args_size = sizeof(map_args),
    .defaults = defaults,
    .run = run,
};
