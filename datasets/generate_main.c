/* relais-generate: makes test data. Each form is one line of the table below. */
#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "datasets/campaign.h"
#include "datasets/generators.h"
#include "datasets/x_v2_bulk.h"
#include "graph/graph_file.h"
#include "graph/snapshot.h"
#include "src/base/i18n.h"
#include "src/base/outfile.h"
#include "src/base/progress.h"
#include "src/base/time.h"

typedef struct generate_args {
    const char *output;
    const char *truth;
    int64_t posts, users, days, accounts, coordinated, scale, edge_factor, vertices, throws, room, min_size,
        max_size, max_degree;
    double mixing, mean_degree, mean_follows, branching;
    bool flattened, long_form, undirected, compress, spill;
} generate_args;

typedef enum value_kind { VALUE_TEXT, VALUE_COUNT, VALUE_UNIT, VALUE_FLAG } value_kind;

/* An option: what it is called, where its value goes, its range, what it does. */
typedef struct option_row {
    const char *name, *value;
    value_kind kind;
    size_t offset;
    double low, high;
    const char *help;
    const char *forms; /* names of the forms that know it, between blanks; "" for all */
} option_row;

#define AT(field) offsetof(generate_args, field)

static const option_row option_rows[] = {
    {"output", "FILE", VALUE_TEXT, AT(output), 0, 0, N_("where to write ('-': standard output)"), ""},
    {"posts", "N", VALUE_COUNT, AT(posts), 1, 1e10, N_("how many posts"), " x-v2 campaign "},
    {"users", "N", VALUE_COUNT, AT(users), 1, 1e9, N_("how many people write [a fifth of the posts]"),
     " x-v2 "},
    {"days", "D", VALUE_COUNT, AT(days), 1, 1000, N_("over how many days [30, campaign 28]"),
     " x-v2 campaign "},
    {"flattened", NULL, VALUE_FLAG, AT(flattened), 0, 0, N_("one tweet a line, as 'twarc2 flatten' writes"),
     " x-v2 campaign "},
    {"long", NULL, VALUE_FLAG, AT(long_form), 0, 0,
     N_("with annotations, blanks and \\u escapes, as twarc writes; about twice the bytes"), " x-v2 "},
    {"scale", "S", VALUE_COUNT, AT(scale), 1, 31, N_("2^S vertices [16]"), " rmat "},
    {"edge-factor", "F", VALUE_COUNT, AT(edge_factor), 1, 1024, N_("throws for each vertex [16]"), " rmat "},
    {"undirected", NULL, VALUE_FLAG, AT(undirected), 0, 0, N_("each edge once, smaller vertex first"),
     " rmat "},
    {"vertices", "N", VALUE_COUNT, AT(vertices), 2, 2e9, N_("how many vertices [10000; rmat: 2^S]"),
     " planted rmat "},
    {"throws", "M", VALUE_COUNT, AT(throws), 1, 1e11,
     N_("in place of F: edges thrown in all, of which a few percent fall on others"), " rmat "},
    {"compress", NULL, VALUE_FLAG, AT(compress), 0, 0,
     N_("snapshot with compressed edges, of a directed graph by target; never holds a list of all edges"),
     " rmat "},
    {"room", "MIB", VALUE_COUNT, AT(room), 1, 1e6,
     N_("with --compress: memory for edges before they are compressed [4096]"), " rmat "},
    {"mixing", "MU", VALUE_UNIT, AT(mixing), 0, 1,
     N_("share of the edges that leave the community [0.3, campaign 0.25]"), " planted campaign "},
    {"mean-degree", "K", VALUE_UNIT, AT(mean_degree), 1, 1e6, N_("edges for each vertex [15]"), " planted "},
    {"max-degree", "K", VALUE_COUNT, AT(max_degree), 2, 1e9, N_("edges that no vertex has more of [300]"),
     " planted "},
    {"min-size", "N", VALUE_COUNT, AT(min_size), 2, 1e9, N_("vertices of the smallest communities [20]"),
     " planted "},
    {"max-size", "N", VALUE_COUNT, AT(max_size), 2, 1e9, N_("vertices of the largest communities [1000]"),
     " planted "},
    {"spill", NULL, VALUE_FLAG, AT(spill), 0, 0,
     N_("edges for which a community is too small leave it, beyond MU [there are fewer of them]"),
     " planted "},
    {"truth", "FILE", VALUE_TEXT, AT(truth), 0, 0, N_("where to write 'vertex community' lines"),
     " planted "},
    {"accounts", "N", VALUE_COUNT, AT(accounts), 100, 1e7, N_("accounts on the three platforms [1000]"),
     " campaign "},
    {"coordinated", "N", VALUE_COUNT, AT(coordinated), 0, 1000, N_("accounts that share in concert [12]"),
     " campaign "},
    {"mean-follows", "K", VALUE_UNIT, AT(mean_follows), 1, 200, N_("accounts that one follows [12]"),
     " campaign "},
    {"branching", "R", VALUE_UNIT, AT(branching), 0, 0.95, N_("shares that a share leads to [0.6]"),
     " campaign "},
};
enum { OPTION_ROWS = sizeof option_rows / sizeof *option_rows };

static rel_status run_x_v2(rel_ctx *ctx, const generate_args *a)
{
    rel_x_v2_bulk_opts o = REL_X_V2_BULK_DEFAULTS;
    rel_x_v2_bulk_counts c;
    if (a->posts) o.posts = a->posts;
    if (a->days) o.days = a->days;
    o.users = a->users;
    o.long_form = a->long_form;
    o.flattened = a->flattened;
    const double started = rel_clock();
    const rel_status st = rel_x_v2_bulk_write(ctx, a->output, &o, &c);
    if (st != REL_OK) return st;
    const double seconds = rel_clock() - started;
    fprintf(stderr,
            "posts=%lld originals=%lld shares=%lld replies=%lld quotes=%lld mentions=%lld unresolved=%lld "
            "bytes=%lld "
            "bytes_per_post=%.0f mb_per_second=%.0f\n",
            (long long)c.posts, (long long)c.originals, (long long)c.shares, (long long)c.replies,
            (long long)c.quotes, (long long)c.mentions, (long long)c.unresolved, (long long)c.bytes,
            (double)c.bytes / (double)c.posts, (double)c.bytes / 1e6 / seconds);
    return REL_OK;
}

/* By the name of the file: a graph file of any format that relais writes, else a text edge list. */
static rel_status write_graph(rel_ctx *ctx, const rel_edge_list *l, const char *path, const char *comment)
{
    const rel_graph_format *format = rel_graph_format_of_path(path);
    if (!format || !format->write) return rel_edge_list_write(ctx, l, path, comment);
    rel_graph g = {0};
    rel_build_opts build = REL_BUILD_DEFAULTS;
    build.directed = l->directed;
    const rel_edges edges = rel_edge_list_as_edges(l);
    const rel_write_opts opts = {.title = "relais-generate", .description = comment};
    rel_status st = rel_graph_build(ctx, l->n, &edges, build, &g);
    if (st == REL_OK) st = rel_graph_file_write(ctx, &g, path, format->name, &opts);
    rel_graph_free(&g);
    return st;
}

enum { ROOM_MIB = 4096 };

static rel_status write_compressed(rel_ctx *ctx, const generate_args *a, rel_rmat_opts o)
{
    rel_status st;
    rel_graph g = {0};
    const rel_graph_format *format = rel_graph_format_of_path(a->output);
    if (!format || strcmp(format->name, "rgraph") != 0)
        return rel_fail(ctx, REL_E_USAGE, "option '--compress': '%s' is no name of a snapshot (.rgraph)",
                        a->output);
    REL_TRY(rel_generate_rmat_packed(ctx, o, (size_t)(a->room ? a->room : ROOM_MIB) << 20, &g));
    REL_TRY(rel_snapshot_write(ctx, &g, a->output));
    fprintf(stderr, "vertices=%u edges=%lld\n", g.n, (long long)(g.directed ? g.m : g.m / 2));
out:
    rel_graph_free(&g);
    return st;
}

static rel_status run_rmat(rel_ctx *ctx, const generate_args *a)
{
    char comment[200], size[32], degree[48];
    rel_edge_list l;
    const rel_rmat_opts o = {.scale = a->scale ? (int)a->scale : 16,
                             .edge_factor = a->edge_factor ? (int)a->edge_factor : 16,
                             .directed = !a->undirected,
                             .vertices = (rel_vid)a->vertices,
                             .throws = a->throws};
    if (a->room && !a->compress) return rel_fail(ctx, REL_E_USAGE, "option '--room' goes with '--compress'");
    if (a->compress) return write_compressed(ctx, a, o);
    rel_status st = rel_generate_rmat(ctx, o, &l);
    if (st != REL_OK) return st;
    snprintf(size, sizeof size, "--scale %d", o.scale);
    if (o.vertices) snprintf(size, sizeof size, "--vertices %u", o.vertices);
    snprintf(degree, sizeof degree, "--edge-factor %d", o.edge_factor);
    if (o.throws) snprintf(degree, sizeof degree, "--throws %lld", (long long)o.throws);
    snprintf(comment, sizeof comment,
             "# relais-generate rmat %s %s%s --seed %llu\n# vertices %u edges %lld\n", size, degree,
             o.directed ? "" : " --undirected", (unsigned long long)ctx->seed, l.n, (long long)l.count);
    st = write_graph(ctx, &l, a->output, comment);
    fprintf(stderr, "vertices=%u edges=%lld\n", l.n, (long long)l.count);
    rel_edge_list_free(&l);
    return st;
}

static rel_status write_truth(rel_ctx *ctx, const char *path, const uint32_t *community, rel_vid n)
{
    rel_outfile f = {0};
    rel_status st = rel_outfile_open(ctx, path, &f);
    if (st != REL_OK) return st;
    for (rel_vid v = 0; v < n; v++) rel_outfile_printf(&f, "%u %u\n", v, community[v]);
    return rel_outfile_close(&f);
}

static rel_status run_planted(rel_ctx *ctx, const generate_args *a)
{
    rel_status st;
    char comment[300];
    rel_edge_list l = {0};
    uint32_t *community = NULL, communities = 0;
    rel_planted_opts o = REL_PLANTED_DEFAULTS;
    if (a->vertices) o.vertices = (rel_vid)a->vertices;
    if (a->min_size) o.min_size = (rel_vid)a->min_size;
    if (a->max_size) o.max_size = (rel_vid)a->max_size;
    if (a->max_degree) o.max_degree = (rel_vid)a->max_degree;
    o.spill = a->spill;
    if (a->mixing >= 0) o.mixing = a->mixing;
    if (a->mean_degree >= 0) o.mean_degree = a->mean_degree;
    REL_TRY(rel_alloc(ctx, &community, o.vertices, sizeof *community, "communities"));
    REL_TRY(rel_generate_planted(ctx, o, &l, community, &communities));
    snprintf(
        comment, sizeof comment,
        "# relais-generate planted --vertices %u --mixing %g --mean-degree %g --max-degree %u --min-size %u "
        "--max-size %u%s --seed %llu\n# undirected, vertices %u edges %lld\n",
        o.vertices, o.mixing, o.mean_degree, o.max_degree, o.min_size, o.max_size, o.spill ? " --spill" : "",
        (unsigned long long)ctx->seed, l.n, (long long)l.count);
    REL_TRY(write_graph(ctx, &l, a->output, comment));
    if (a->truth) REL_TRY(write_truth(ctx, a->truth, community, l.n));
    fprintf(stderr, "vertices=%u edges=%lld communities=%u\n", l.n, (long long)l.count, communities);
out:
    free(community);
    rel_edge_list_free(&l);
    return st;
}

static rel_status run_campaign(rel_ctx *ctx, const generate_args *a)
{
    rel_campaign_opts o = REL_CAMPAIGN_DEFAULTS;
    if (a->accounts) o.accounts = a->accounts;
    if (a->posts) o.posts = a->posts;
    if (a->days) o.days = a->days;
    if (a->coordinated >= 0) o.coordinated = a->coordinated;
    if (a->mixing >= 0) o.mixing = a->mixing;
    if (a->mean_follows >= 0) o.mean_follows = a->mean_follows;
    if (a->branching >= 0) o.branching = a->branching;
    o.flattened = a->flattened;
    return rel_campaign_write(ctx, a->output, &o);
}

static void print_note(void *user, const char *sentence)
{
    rel_progress_line_clear(user);
    fprintf(stderr, "%s\n", sentence);
}

typedef struct form {
    const char *name, *title;
    rel_status (*run)(rel_ctx *ctx, const generate_args *a);
} form;

static const form forms[] = {
    {"campaign", N_("a folder of records from three platforms, with the truth beside them"), run_campaign},
    {"x-v2", N_("pages of X API v2 as twarc keeps them, of any size"), run_x_v2},
    {"rmat",
     N_("a random graph with hubs (Kronecker, as Graph500): edge list, or by extension .rgraph, .graphml, "
        "..."),
     run_rmat},
    {"planted",
     N_("a random graph with known communities: edge list, or by extension .rgraph, .graphml, ..."),
     run_planted},
};
enum { FORMS = sizeof forms / sizeof *forms };

static void usage(FILE *out)
{
    fprintf(out, "%s\n\n", _("usage: relais-generate FORM -o FILE [options]"));
    for (int i = 0; i < FORMS; i++) fprintf(out, "  %-10s %s\n", forms[i].name, _(forms[i].title));
    fprintf(out, "\n");
    for (int i = 0; i < OPTION_ROWS; i++) {
        const option_row *r = &option_rows[i];
        char name[32];
        snprintf(name, sizeof name, "--%s %s", r->name, r->value ? r->value : "");
        fprintf(out, "  %-20s %s%s%s\n", name, _(r->help), *r->forms ? "  [" : "", *r->forms ? r->forms : "");
    }
    fprintf(out, "  %-20s %s\n  %-20s %s\n", "--threads N", _("how many threads [all processors]"),
            "--seed S", _("of every random choice [1]"));
}

static bool knows(const option_row *row, const char *form_name)
{
    char needle[32];
    snprintf(needle, sizeof needle, " %s ", form_name);
    return !*row->forms || strstr(row->forms, needle);
}

static rel_status number(rel_ctx *ctx, const char *name, const char *text, double low, double high,
                         double *out)
{
    if (!rel_str_to_f64(rel_str_of(text), out) || !(*out >= low && *out <= high))
        return rel_fail(ctx, REL_E_USAGE, "option '--%s': '%s' is not a number from %.12g to %.12g", name,
                        text, low, high);
    return REL_OK;
}

static rel_status set(rel_ctx *ctx, const option_row *row, const char *text, generate_args *a)
{
    char *const at = (char *)a + row->offset;
    double value = 0;
    if (row->kind == VALUE_TEXT) {
        memcpy(at, &text, sizeof text);
        return REL_OK;
    }
    if (row->kind == VALUE_FLAG) {
        *(bool *)at = true;
        return REL_OK;
    }
    const rel_status st = number(ctx, row->name, text, row->low, row->high, &value);
    if (st != REL_OK) return st;
    if (row->kind == VALUE_UNIT) {
        memcpy(at, &value, sizeof value);
        return REL_OK;
    }
    const int64_t count = (int64_t)value;
    if ((double)count != value)
        return rel_fail(ctx, REL_E_USAGE, "option '--%s': '%s' is not a whole number", row->name, text);
    memcpy(at, &count, sizeof count);
    return REL_OK;
}

enum { OPTION_THREADS = 1000, OPTION_SEED, OPTION_HELP };

static rel_status parse(rel_ctx *ctx, const form *f, int argc, char **argv, generate_args *a)
{
    struct option rows[OPTION_ROWS + 4] = {0};
    rel_status st = REL_OK;
    double value = 0;
    for (int i = 0; i < OPTION_ROWS; i++)
        rows[i] = (struct option){option_rows[i].name, option_rows[i].value ? required_argument : no_argument,
                                  NULL, i + 1};
    rows[OPTION_ROWS] = (struct option){"threads", required_argument, NULL, OPTION_THREADS};
    rows[OPTION_ROWS + 1] = (struct option){"seed", required_argument, NULL, OPTION_SEED};
    rows[OPTION_ROWS + 2] = (struct option){"help", no_argument, NULL, OPTION_HELP};
    opterr = 0;
    for (int c; st == REL_OK && (c = getopt_long(argc, argv, ":o:h", rows, NULL)) != -1;) {
        if (c == 'h' || c == OPTION_HELP) {
            usage(stdout);
            exit(0);
        }
        if (c == ':') return rel_fail(ctx, REL_E_USAGE, "option '%s' needs a value", argv[optind - 1]);
        if (c == '?')
            return rel_fail(ctx, REL_E_USAGE, "'%s' is not an option of '%s'", argv[optind - 1], f->name);
        if (c == OPTION_THREADS) {
            st = number(ctx, "threads", optarg, 1, 1024, &value);
            ctx->threads = (int)value;
        } else if (c == OPTION_SEED) {
            int64_t seed;
            if (!rel_str_to_i64(rel_str_of(optarg), &seed) || seed < 0)
                return rel_fail(ctx, REL_E_USAGE, "option '--seed': '%s' is not a whole number from 0",
                                optarg);
            ctx->seed = (uint64_t)seed;
        } else {
            const option_row *row = &option_rows[c == 'o' ? 0 : c - 1];
            if (!knows(row, f->name))
                return rel_fail(ctx, REL_E_USAGE, "'--%s' is not an option of '%s'", row->name, f->name);
            st = set(ctx, row, optarg, a);
        }
    }
    if (st != REL_OK) return st;
    if (optind < argc) return rel_fail(ctx, REL_E_USAGE, "'%s': not expected here", argv[optind]);
    if (!a->output) return rel_fail(ctx, REL_E_USAGE, "option '--output' is missing: where to write");
    return REL_OK;
}

static const form *find(const char *name)
{
    for (int i = 0; i < FORMS; i++)
        if (strcmp(forms[i].name, name) == 0) return &forms[i];
    return NULL;
}

int main(int argc, char **argv)
{
    rel_ctx ctx;
    generate_args args = {
        .mixing = -1, .mean_degree = -1, .mean_follows = -1, .branching = -1, .coordinated = -1};
    rel_progress_line line = {.out = stderr};
    rel_i18n_init(NULL);
    if (argc < 2 || argv[1][0] == '-') {
        const bool asked = argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0);
        usage(asked ? stdout : stderr);
        return asked ? 0 : 2;
    }
    rel_ctx_init(&ctx, 0);
    ctx.user = &line;
    ctx.note = print_note;
    if (isatty(STDERR_FILENO)) ctx.progress = rel_progress_line_report;
    const form *const f = find(argv[1]);
    rel_status st = f ? parse(&ctx, f, argc - 1, argv + 1, &args)
                      : rel_fail(&ctx, REL_E_USAGE, "'%s' is nothing that can be generated", argv[1]);
    if (st == REL_OK) st = f->run(&ctx, &args);
    rel_progress_line_clear(&line);
    if (st != REL_OK) fprintf(stderr, "relais-generate: %s\n", ctx.message);
    if (st != REL_OK && *ctx.hint) fprintf(stderr, "hint: %s\n", ctx.hint);
    rel_ctx_free(&ctx);
    return rel_status_exit_code(st);
}
