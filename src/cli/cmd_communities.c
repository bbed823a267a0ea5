#include "src/cli/commands.h"
#include "src/cli/communities_args.h"
#include "src/cli/communities_cards.h"
#include "src/cli/communities_every.h"
#include "src/cli/terminal.h"
#include "src/cli/write_args.h"
#include "src/insight/community_map.h"

static void defaults(void *given)
{
    const rel_group_opts o = REL_GROUP_DEFAULTS;
    *(rel_communities_args *)given = (rel_communities_args){.method = rel_group_method_word((int)o.method),
                                                            .quality = rel_group_quality_word((int)o.quality),
                                                            .top = 10,
                                                            .min_size = 3,
                                                            .graph = REL_GRAPH_ARGS_DEFAULTS};
}

static const rel_opt options[] = {
    REL_POSITIONAL(rel_communities_args, source, N_("SOURCE"),
                   N_("workspace, snapshot or graph file; - is standard input")),
    REL_GROUP(N_("How communities are found")),
    REL_CHOICE(rel_communities_args, method, "method", N_("METHOD"), rel_group_method_word,
               N_("how to look for them")),
    REL_CHOICE(rel_communities_args, quality, "quality", N_("QUALITY"), rel_group_quality_word,
               N_("what makes a good partition")),
    REL_F64(rel_communities_args, resolution, "resolution", N_("R"), 0, 1e12,
            N_("larger: more and smaller communities; else 1, or of cpm the density of the graph")),
    REL_GROUP(N_("Through time")),
    REL_TEXT(rel_communities_args, every, "every", N_("PERIOD"),
             N_("communities of each day, week, month, quarter, year or 10d, and what became of them")),
    REL_TEXT(rel_communities_args, window, "window", N_("WINDOW"),
             N_("what a period counts: its own interactions (period), all so far (all), or those of the last "
                "30d")),
    REL_I64(rel_communities_args, min_size, "min-size", N_("N"), 1, 1e9,
            N_("members that a community needs to be followed")),
    REL_GROUP(N_("What is printed")),
    REL_I64(rel_communities_args, top, "top", N_("N"), 0, 1e9,
            N_("communities to print, the largest first; 0: all")),
    REL_FLAG(rel_communities_args, figures, "figures",
             N_("print a table of figures, which is quicker, instead of cards")),
    REL_FLAG(rel_communities_args, members, "members", N_("print the community of every account instead")),
    REL_FILE(rel_communities_args, map, "map", N_("FILE"),
             N_("write the graph of communities and what flows between them: .graphml .gexf .csv ...")),
    REL_FLAG(rel_communities_args, save, "save", N_("store the community of every account in the workspace")),
    REL_GRAPH_OPTIONS(rel_communities_args, graph),
    REL_OPTS_END,
};

static rel_group_opts group_opts(const rel_communities_args *a)
{
    rel_group_opts o = REL_GROUP_DEFAULTS;
    o.method = (rel_group_method)rel_word_index(rel_str_of(a->method), rel_group_method_word);
    o.quality = (rel_quality)rel_word_index(rel_str_of(a->quality), rel_group_quality_word);
    o.resolution = a->resolution;
    return o;
}

static rel_status map_format(rel_ctx *ctx, const rel_communities_args *a, const rel_graph_format **format)
{
    *format = rel_graph_format_of_path(a->map);
    if (*format && (*format)->write) return REL_OK;
    rel_fail(ctx, REL_E_USAGE, "'%s': its name does not tell the format to write", a->map);
    return rel_hint(ctx, "let it end in .graphml, .gexf or .csv");
}

static rel_status write_map(rel_cli *cli, const rel_communities_args *a, const rel_source *source,
                            const rel_cards *cards, const rel_graph_format *format)
{
    rel_status st;
    rel_graph map = {0};
    const rel_write_args write = {.size_by = "accounts", .communities = true};
    REL_TRY(rel_community_map(cli->ctx, &source->graph, cards, &map));
    st = rel_write_args_write(cli, &write, &map, format, a->map,
                              source->kind == REL_SOURCE_WORKSPACE ? NULL : a->source);
out:
    rel_graph_free(&map);
    return st;
}

/* The cards, and the map, whose labels need the words of every community. */
static rel_status explain(rel_cli *cli, const rel_communities_args *a, const rel_source *source,
                          const rel_grouping *p, const rel_graph_format *format)
{
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_cards cards;
    const rel_vid printed = a->top > 0 && a->top < p->count ? (rel_vid)a->top : p->count;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_cards_make(ctx, &source->graph, p->community, p->count, source, a->map ? p->count : printed,
                           &cards));
    rel_note_time(cli, N_("cards made"));
    if (a->map) REL_TRY(write_map(cli, a, source, &cards, format));
    if (a->members || a->figures) goto out;
    cards.wanted = printed;
    REL_TRY(rel_communities_cards(cli, &source->graph, &cards));
    const char *eyes = rel_shape_title(cards.shape), *word = rel_shape_word(cards.shape);
    st = rel_communities_print_summary(cli, p, cli->style.form == REL_TABLE_EYES ? eyes : word);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status run_every(rel_cli *cli, const rel_communities_args *a)
{
    const rel_communities_every_args every = {.source = a->source,
                                              .every = a->every,
                                              .window = a->window,
                                              .top = a->top,
                                              .least = a->min_size,
                                              .members = a->members,
                                              .graph = &a->graph,
                                              .group = group_opts(a)};
    if (a->save || a->map)
        return rel_fail(cli->ctx, REL_E_USAGE, "option '%s' takes one partition, and '--every' finds several",
                        a->save ? "--save" : "--map");
    return rel_communities_every(cli, &every);
}

static rel_status run(rel_cli *cli, const void *given)
{
    const rel_communities_args *a = given;
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_source source = {0};
    rel_grouping grouping = {0};
    const rel_group_opts opts = group_opts(a);
    const rel_graph_format *format = NULL;
    if (a->every) return run_every(cli, a);
    if (a->window) return rel_fail(ctx, REL_E_USAGE, "option '--window' needs '--every'");
    REL_TRY(rel_communities_check_save(ctx, a));
    if (a->map) REL_TRY(map_format(ctx, a, &format));
    REL_TRY(rel_graph_args_open(cli, a->source, &a->graph, &source));
    rel_note_time(cli, N_("computing starts"));
    REL_TRY(rel_group(ctx, &source.graph, &opts, &grouping));
    rel_note_time(cli, N_("communities found"));
    if (a->members)
        REL_TRY(rel_communities_print_members(cli, &source.graph, &grouping));
    else if (a->figures)
        REL_TRY(rel_communities_print(cli, a, &grouping));
    if (a->map || !(a->members || a->figures)) REL_TRY(explain(cli, a, &source, &grouping, format));
    if (a->save) REL_TRY(rel_communities_save(ctx, a, &source.graph, &grouping));
    if (!a->members) rel_terminal_next(cli, "relais communities %s --members --csv", a->source);
out:
    rel_grouping_free(&grouping);
    rel_source_close(&source);
    return st;
}

const rel_command rel_cmd_communities = {
    .name = "communities",
    .summary = N_("find groups of accounts that pay attention to each other"),
    .text = N_(
        "Puts every account in one community: a group whose members give more attention to each other than "
        "to the rest. Communities are numbered from 0, the largest first.\n\n"
        "Prints a card for each community: a label, two sentences, how it hangs together, who leads it, to "
        "which "
        "other communities it leads and through whom; and of a workspace how active it is, the words, "
        "hashtags and "
        "links that it uses more than the rest, and typical posts. --map writes the graph of communities and "
        "of "
        "what flows between them.\n\n"
        "--figures prints a table instead, which is quicker: how many accounts a community has and which "
        "share of all that is; the weight of "
        "the "
        "edges inside it and of those between it and others; its conductance, the share of its attention "
        "that "
        "crosses its border; and its density, the share of possible edges that are there. Then how many "
        "communities there are, the quality of the partition, and the coverage: the share of all attention "
        "that "
        "stays inside communities.\n\n"
        "--members prints the community of every account. --save stores it in the workspace, where 'relais "
        "rank --by participation' and 'relais export' find it. The same seed gives the same communities, "
        "with any number of threads."),
    .example = "relais communities brand.relais\n"
               "relais communities brand.relais --layers share,mention --resolution 2 --json\n"
               "relais communities brand.relais --save --members --csv\n"
               "relais communities brand.relais --map communities.gexf\n"
               "relais communities follows.el --quality cpm --resolution 0.05",
    .options = options,
    .args_size = sizeof(rel_communities_args),
    .defaults = defaults,
    .run = run,
};
