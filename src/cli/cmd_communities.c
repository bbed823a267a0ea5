#include <inttypes.h>

#include "src/cli/commands.h"
#include "src/cli/communities_args.h"
#include "src/cli/communities_cards.h"
#include "src/cli/communities_every.h"
#include "src/cli/terminal.h"
#include "src/cli/write_args.h"
#include "src/insight/community_map.h"
#include "src/insight/consensus.h"

static void defaults(void *given)
{
    const rel_group_opts o = REL_GROUP_DEFAULTS;
    *(rel_communities_args *)given = (rel_communities_args){.method = rel_group_method_word((int)o.method),
                                                            .quality = rel_group_quality_word((int)o.quality),
                                                            .top = 10,
                                                            .min_size = 3,
                                                            .runs = 1,
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
    REL_FLAG(rel_communities_args, overlapping, "overlapping",
             N_("an account belongs to a community for each group of its contacts (ego-splitting)")),
    REL_FLAG(rel_communities_args, undirected, "undirected", N_("directions of edges do not count")),
    REL_FLAG(rel_communities_args, unweighted, "unweighted", N_("weights of edges do not count")),
    REL_I64(rel_communities_args, runs, "runs", N_("R"), 1, REL_CONSENSUS_RUNS_MAX,
            N_("what R runs with different seeds agree on, and how far they do")),
    REL_TEXT(rel_communities_args, profile, "profile", N_("RANGE"),
             N_("one resolution after another, FROM:TO or FROM:TO:STEPS: 0.2:5:20")),
    REL_GROUP(N_("What is known already")),
    REL_FILE(
        rel_communities_args, against, "against", N_("LABELS"),
        N_("compare with this table of accounts and labels, or with a column of the graph: column:party")),
    REL_FILE(rel_communities_args, evaluate, "evaluate", N_("LABELS"),
             N_("look for nothing: take the labels as communities")),
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
    o.undirected = a->undirected;
    o.weighted = !a->unweighted;
    o.runs = (int)a->runs;
    if (a->evaluate) o.method = REL_GROUP_GIVEN;
    return o;
}

/* "column:party", else a file. */
static rel_status read_labels(rel_ctx *ctx, const rel_graph *g, const char *text, rel_labelling *l)
{
    static const char column[] = "column:";
    rel_status st;
    if (strncmp(text, column, sizeof column - 1) == 0)
        return rel_labelling_of_column(ctx, g, text + sizeof column - 1, l);
    REL_TRY(rel_labelling_read(ctx, g, text, l));
    if (l->unknown)
        rel_note(ctx, "left out: %" PRId64 " (labels of accounts that are not in the graph, the first: '%s')",
                 l->unknown, l->first_unknown);
    if (l->labelled < g->n)
        rel_note(ctx, "'%s': %" PRIu32 " of %" PRIu32 " accounts have no label", text, g->n - l->labelled,
                 g->n);
out:
    return st;
}

static rel_status check_asked(rel_ctx *ctx, const rel_communities_args *a)
{
    const char *only = a->members ? "--members" : a->save ? "--save" : a->map ? "--map" : NULL;
    if (a->profile && only)
        return rel_fail(ctx, REL_E_USAGE, "options '--profile' and '%s' exclude each other", only);
    if (a->profile && a->resolution > 0)
        return rel_fail(ctx, REL_E_USAGE, "options '--profile' and '--resolution' exclude each other");
    if (a->profile && !rel_group_method_optimizes(group_opts(a).method))
        return rel_fail(ctx, REL_E_USAGE, "option '--profile': the method '%s' knows no resolution",
                        rel_group_method_word((int)group_opts(a).method));
    return rel_communities_check_save(ctx, a);
}

/* What takes or makes one community an account. */
static rel_status check_overlapping(rel_ctx *ctx, const rel_communities_args *a)
{
    const char *other = a->against    ? "--against"
                        : a->evaluate ? "--evaluate"
                        : a->profile  ? "--profile"
                        : a->every    ? "--every"
                        : a->map      ? "--map"
                        : a->save     ? "--save"
                        : a->runs > 1 ? "--runs"
                                      : NULL;
    if (!a->overlapping) return REL_OK;
    if (other)
        return rel_fail(ctx, REL_E_USAGE, "options '--overlapping' and '%s' exclude each other", other);
    if (group_opts(a).method != REL_GROUP_GIVEN) return REL_OK;
    return rel_fail(ctx, REL_E_USAGE, "option '--overlapping' needs a method that looks for communities");
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
                          const rel_communities_view *view, const rel_graph_format *format)
{
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_cards cards;
    const rel_grouping *p = view->p;
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
    st = rel_communities_print_summary(cli, view, cli->style.form == REL_TABLE_EYES ? eyes : word);
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
    const char *other = a->against    ? "--against"
                        : a->evaluate ? "--evaluate"
                        : a->profile  ? "--profile"
                                      : NULL;
    if (other) return rel_fail(cli->ctx, REL_E_USAGE, "options '--every' and '%s' exclude each other", other);
    if (every.group.method == REL_GROUP_GIVEN)
        return rel_fail(cli->ctx, REL_E_USAGE, "option '--every' needs a method that looks for communities");
    if (a->save || a->map)
        return rel_fail(cli->ctx, REL_E_USAGE, "option '%s' takes one partition, and '--every' finds several",
                        a->save ? "--save" : "--map");
    return rel_communities_every(cli, &every);
}

static rel_status find_and_print(rel_cli *cli, const rel_communities_args *a, const rel_group_opts *opts,
                                 const rel_source *source, const rel_labelling *truth,
                                 const rel_graph_format *format)
{
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_grouping p = {0};
    const rel_graph *g = &source->graph;
    rel_communities_view view = {.g = g, .p = &p, .top = a->top, .given = opts->given, .truth = truth};
    REL_TRY(rel_group(ctx, g, opts, &p));
    rel_note_time(cli, N_("communities found"));
    if (truth) REL_TRY(rel_group_compare(ctx, &p, truth, &view.like));
    if (a->members)
        REL_TRY(rel_communities_print_members(cli, &view));
    else if (a->figures)
        REL_TRY(rel_communities_print(cli, &view));
    if (a->map || !(a->members || a->figures)) REL_TRY(explain(cli, a, source, &view, format));
    if (a->save) REL_TRY(rel_communities_save(ctx, a, g, &p));
    if (!a->members) rel_terminal_next(cli, "relais communities %s --members --csv", a->source);
out:
    rel_grouping_free(&p);
    return st;
}

static rel_status run(rel_cli *cli, const void *given)
{
    const rel_communities_args *a = given;
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_source source = {0};
    rel_labelling known = {0}, truth = {0};
    rel_communities_range range;
    const rel_graph_format *format = NULL;
    rel_group_opts opts = group_opts(a);
    REL_TRY(check_overlapping(ctx, a));
    if (a->every) return run_every(cli, a);
    if (a->window) return rel_fail(ctx, REL_E_USAGE, "option '--window' needs '--every'");
    REL_TRY(check_asked(ctx, a));
    if (a->map) REL_TRY(map_format(ctx, a, &format));
    if (a->profile) REL_TRY(rel_communities_parse_range(ctx, a->profile, &range));
    REL_TRY(rel_graph_args_open(cli, a->source, &a->graph, &source));
    if (opts.method == REL_GROUP_GIVEN) {
        REL_TRY(read_labels(ctx, &source.graph, a->evaluate ? a->evaluate : "column:community", &known));
        opts.given = &known;
    }
    if (a->against) REL_TRY(read_labels(ctx, &source.graph, a->against, &truth));
    const rel_labelling *compared = a->against ? &truth : NULL;
    rel_note_time(cli, N_("computing starts"));
    if (a->overlapping) {
        st = rel_communities_overlapping(cli, a, &source.graph, &opts);
        goto out;
    }
    st = a->profile ? rel_communities_profile(cli, &source.graph, &opts, compared, range)
                    : find_and_print(cli, a, &opts, &source, compared, format);
out:
    rel_labelling_free(&truth);
    rel_labelling_free(&known);
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
        "rank --by participation' and 'relais export' find it. --against says how well communities fit what "
        "is "
        "known (NMI, ARI, V-measure), --runs how sure each of them is, --profile which resolutions make no "
        "difference. The same seed gives the same communities, with any number of threads."),
    .example = "relais communities brand.relais\n"
               "relais communities brand.relais --overlapping --members --csv\n"
               "relais communities brand.relais --layers share,mention --resolution 2 --json\n"
               "relais communities brand.relais --save --members --csv\n"
               "relais communities brand.relais --map communities.gexf\n"
               "relais communities brand.relais --against truth.csv --runs 20 --figures\n"
               "relais communities follows.el --quality cpm --profile 0.01:0.5:10",
    .options = options,
    .args_size = sizeof(rel_communities_args),
    .defaults = defaults,
    .run = run,
};
