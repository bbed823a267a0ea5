/* The kernels on graphs by name, each answer verified in the same run, beside igraph and any program. --help
 * says how. */
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/command.h"
#include "bench/kernels.h"
#include "bench/table.h"
#include "src/base/hash.h"
#include "src/base/time.h"

static const char help[] =
    "usage: bench_kernels [OPTION...]\n"
    "  --graph LIST         k16 ... k24 (Kronecker), k16u ... (undirected), lfr (planted communities),\n"
    "                       campaign, nethept and epinions (of the size of these); with w at the end:\n"
    "                       weighted [k16u,k16]\n"
    "  --kernel LIST        which kernels [all that fit the graph]; --list names them\n"
    "  --runs N             the median of so many [5]\n"
    "  --patience S         begin no further run of a kernel after S seconds [6]\n"
    "  --threads LIST       [1,2]\n"
    "  --no-igraph[=LIST]   without igraph, or without it for these kernels\n"
    "  --peer NAME:KERNEL=COMMAND   also this program; may be given often (bench/README.md)\n"
    "  --peer-threads LIST  threads of these programs [as --threads]\n"
    "  --seconds NAME=REGEX what of the program's output is its seconds\n"
    "  --no-triad           the memory's bandwidth is not measured, nor what share of it kernels reach\n"
    "  --folder FOLDER      where graph files for programs are written and stay [.]\n"
    "  --table FILE         the results as Markdown [standard error]\n"
    "One JSON line a result goes to standard output.\n";

enum { THREADS_MAX = 8 };

typedef struct options {
    const char *graphs, *kernels, *no_igraph, *folder, *table;
    int runs, threads[THREADS_MAX], peer_threads[THREADS_MAX];
    double patience;
    bool list, no_triad;
    bench_command peer[BENCH_COMMANDS_MAX];
    int peers;
    double triad[THREADS_MAX]; /* bytes a second with each of threads */
    rel_status failed;
} options;

static const bench_kernel *const families[] = {
    bench_kernels_walks,       bench_kernels_paths,     bench_kernels_audience, bench_kernels_structure,
    bench_kernels_communities, bench_kernels_diffusion, bench_kernels_cascades, bench_kernels_layout};
enum { FAMILIES = sizeof families / sizeof *families };

/* name is one of the words of a comma-separated list. */
static bool listed(const char *list, const char *name)
{
    rel_str rest = rel_str_of(list);
    while (rest.s)
        if (rel_str_is(rel_str_cut(&rest, ','), name)) return true;
    return false;
}

static bool known_kernel(rel_str name)
{
    for (int f = 0; f < FAMILIES; f++)
        for (const bench_kernel *k = families[f]; k->name; k++)
            if (rel_str_is(name, k->name)) return true;
    return false;
}

static rel_status check_names(rel_ctx *ctx, const char *option, const char *list)
{
    rel_str rest = rel_str_of(list);
    while (rest.s) {
        const rel_str name = rel_str_cut(&rest, ',');
        if (!known_kernel(name))
            return rel_fail(ctx, REL_E_USAGE, "option '%s': no kernel '%.*s', see --list", option,
                            REL_STR_ARG(name));
    }
    return REL_OK;
}

static rel_status parse_threads(rel_ctx *ctx, const char *text, int *threads)
{
    rel_str rest = rel_str_of(text);
    int count = 0;
    while (rest.s) {
        int64_t value;
        if (!rel_str_to_i64(rel_str_cut(&rest, ','), &value) || value < 1 || value > 1024 ||
            count + 1 == THREADS_MAX)
            return rel_fail(ctx, REL_E_USAGE, "option '--threads': '%s' is no list of 1 to 1024", text);
        threads[count++] = (int)value;
    }
    threads[count] = 0;
    return REL_OK;
}

static rel_status parse_number(rel_ctx *ctx, const char *option, const char *text, double low, double high,
                               double *out)
{
    if (!rel_str_to_f64(rel_str_of(text), out) || !(*out >= low && *out <= high))
        return rel_fail(ctx, REL_E_USAGE, "option '--%s': '%s' is not a number from %g to %g", option, text,
                        low, high);
    return REL_OK;
}

/* "NAME=REGEX" for the peers of that name given so far. */
static rel_status parse_seconds(rel_ctx *ctx, const char *text, options *o)
{
    const char *equals = strchr(text, '=');
    bool found = false;
    for (int i = 0; equals && i < o->peers; i++) {
        if (!rel_str_is((rel_str){text, (size_t)(equals - text)}, o->peer[i].name)) continue;
        o->peer[i].pattern = equals + 1;
        found = true;
    }
    if (found) return REL_OK;
    return rel_fail(ctx, REL_E_USAGE, "option '--seconds': '%s' is not NAME=REGEX of a peer before it", text);
}

static rel_status parse_peer(rel_ctx *ctx, const char *text, options *o)
{
    if (o->peers == BENCH_COMMANDS_MAX)
        return rel_fail(ctx, REL_E_LIMIT, "option '--peer': more than %d", BENCH_COMMANDS_MAX);
    const rel_status st = bench_command_parse(ctx, text, &o->peer[o->peers]);
    if (st != REL_OK) return st;
    return check_names(ctx, "--peer", o->peer[o->peers++].kernel);
}

static rel_status parse_options(rel_ctx *ctx, int argc, char **argv, options *o)
{
    enum {
        GRAPH,
        KERNEL,
        RUNS,
        PATIENCE,
        THREADS,
        NO_IGRAPH,
        PEER,
        PEER_THREADS,
        SECONDS,
        FOLDER,
        TABLE,
        LIST,
        NO_TRIAD,
        HELP
    };
    static const struct option known[] = {{"graph", required_argument, NULL, GRAPH},
                                          {"kernel", required_argument, NULL, KERNEL},
                                          {"runs", required_argument, NULL, RUNS},
                                          {"patience", required_argument, NULL, PATIENCE},
                                          {"threads", required_argument, NULL, THREADS},
                                          {"no-igraph", optional_argument, NULL, NO_IGRAPH},
                                          {"peer", required_argument, NULL, PEER},
                                          {"peer-threads", required_argument, NULL, PEER_THREADS},
                                          {"seconds", required_argument, NULL, SECONDS},
                                          {"folder", required_argument, NULL, FOLDER},
                                          {"table", required_argument, NULL, TABLE},
                                          {"list", no_argument, NULL, LIST},
                                          {"no-triad", no_argument, NULL, NO_TRIAD},
                                          {"help", no_argument, NULL, HELP},
                                          {0}};
    rel_status st = REL_OK;
    double number;
    int option;
    while (st == REL_OK && (option = getopt_long(argc, argv, "", known, NULL)) != -1) switch (option) {
        case GRAPH: o->graphs = optarg; break;
        case KERNEL:
            o->kernels = optarg;
            st = check_names(ctx, "--kernel", optarg);
            break;
        case RUNS:
            st = parse_number(ctx, "runs", optarg, 1, BENCH_RUNS_MAX, &number);
            if (st == REL_OK) o->runs = (int)number;
            break;
        case PATIENCE: st = parse_number(ctx, "patience", optarg, 0, 1e6, &o->patience); break;
        case THREADS: st = parse_threads(ctx, optarg, o->threads); break;
        case NO_IGRAPH:
            o->no_igraph = optarg ? optarg : "";
            if (optarg) st = check_names(ctx, "--no-igraph", optarg);
            break;
        case PEER: st = parse_peer(ctx, optarg, o); break;
        case PEER_THREADS: st = parse_threads(ctx, optarg, o->peer_threads); break;
        case SECONDS: st = parse_seconds(ctx, optarg, o); break;
        case FOLDER: o->folder = optarg; break;
        case TABLE: o->table = optarg; break;
        case LIST: o->list = true; break;
        case NO_TRIAD: o->no_triad = true; break;
        case HELP: fputs(help, stdout); exit(0);
        default: return rel_fail(ctx, REL_E_USAGE, "see --help");
        }
    if (st == REL_OK && optind < argc)
        st = rel_fail(ctx, REL_E_USAGE, "what is '%s'? see --help", argv[optind]);
    return st;
}

/* The same bytes at any thread count. */
static uint64_t digest(const bench_subject *s)
{
    const uint64_t part[] = {rel_hash64(s->score, s->g->n * sizeof *s->score),
                             rel_hash64(s->number, s->g->n * sizeof *s->number),
                             rel_hash64(s->counts, s->g->n * sizeof *s->counts),
                             rel_hash64(&s->value, sizeof s->value), (uint64_t)s->total};
    return rel_hash64(part, sizeof part);
}

static bool wants_igraph(const options *o, const bench_kernel *k)
{
    if (!k->peer) return false;
    return !o->no_igraph || (*o->no_igraph && !listed(o->no_igraph, k->name));
}

/* relais with each number of threads. */
static rel_status measure_own(rel_ctx *ctx, const options *o, const bench_kernel *k, bench_subject *s,
                              bench_result *r, bench_answer *a, bool *same)
{
    uint64_t first = 0;
    *same = true;
    for (int i = 0; o->threads[i]; i++) {
        r[i] = (bench_result){.what = k->name,
                              .by = "relais",
                              .input = s->input->name,
                              .threads = o->threads[i],
                              .items = s->input->edges,
                              .unit = "edges",
                              .patience = o->patience,
                              .graph_bytes = (int64_t)rel_graph_bytes(s->read),
                              .answer = a->words};
        ctx->threads = o->threads[i];
        bench_reset_peak();
        const rel_status st = bench_time(ctx, o->runs, k->mine, s, &r[i]);
        if (st != REL_OK) return st;
        if (k->traffic) r[i].traffic = k->traffic(s);
        if (o->triad[i] > 0) r[i].of_triad = r[i].traffic / r[i].seconds / o->triad[i];
        if (i && digest(s) != first) *same = false;
        first = i ? first : digest(s);
    }
    return REL_OK;
}

/* seconds of relais with as many threads; 0 when not measured. */
static double own_seconds(const options *o, const bench_result *own, int threads)
{
    for (int i = 0; o->threads[i]; i++)
        if (o->threads[i] == threads) return own[i].seconds;
    return 0;
}

static rel_status measure_igraph(rel_ctx *ctx, const options *o, const bench_kernel *k, bench_subject *s,
                                 const bench_result *own, bench_result *r)
{
    bench_reset_peak();
    *r = (bench_result){.what = k->name,
                        .by = "igraph",
                        .input = s->input->name,
                        .threads = 1,
                        .items = s->input->edges,
                        .unit = "edges"};
    s->peer_share = 1;
    const rel_status st = bench_time(ctx, 1, k->peer, s, r);
    if (s->peer_share < 1) r->answer = "some vertices, its time scaled up to all";
    r->seconds /= s->peer_share;
    r->fastest /= s->peer_share;
    r->slowest /= s->peer_share;
    r->processor /= s->peer_share;
    if (own_seconds(o, own, 1) > 0) r->slower = r->seconds / own_seconds(o, own, 1);
    return st;
}

/* What went wrong is said, and the rest is still measured; the program fails at its end. */
static void note_failure(rel_ctx *ctx, options *o, rel_status st)
{
    fprintf(stderr, "bench_kernels: %s\n", ctx->message);
    if (o->failed == REL_OK) o->failed = st;
    rel_forgive(ctx);
}

static void measure_commands(rel_ctx *ctx, options *o, const bench_kernel *k, const bench_subject *s,
                             const bench_result *own)
{
    for (int i = 0; i < o->peers; i++) {
        if (strcmp(o->peer[i].kernel, k->name) != 0) continue;
        for (int t = 0; o->peer_threads[t]; t++) {
            bench_result r = {.what = k->name,
                              .by = o->peer[i].name,
                              .input = s->input->name,
                              .threads = o->peer_threads[t],
                              .items = s->input->edges,
                              .unit = "edges"};
            const rel_status st = bench_command_run(ctx, &o->peer[i], s->input, o->folder, r.threads, &r);
            if (st != REL_OK) {
                note_failure(ctx, o, st);
                continue;
            }
            const double seconds = own_seconds(o, own, r.threads);
            if (seconds > 0) r.slower = r.seconds / seconds;
            bench_print(&r);
        }
    }
}

/* One kernel on one graph: timed, verified, compared. */
static rel_status measure(rel_ctx *ctx, options *o, const bench_kernel *k, bench_subject *s)
{
    rel_status st = REL_OK;
    bench_result own[THREADS_MAX], peer;
    bench_answer a = {.good = true};
    bool same;
    s->peer_ran = false;
    ctx->threads = o->threads[0];
    if (k->packed) REL_TRY(bench_subject_need_packed(ctx, s));
    s->read = k->packed ? &s->packed : s->g;
    if (k->prepare) REL_TRY(k->prepare(ctx, s));
    REL_TRY(measure_own(ctx, o, k, s, own, &a, &same));
    if (wants_igraph(o, k)) {
        REL_TRY(bench_subject_need_peer(ctx, s));
        st = measure_igraph(ctx, o, k, s, own, &peer);
        s->peer_ran = st == REL_OK;
        if (st != REL_OK) bench_found(&a, true, "%s", ctx->message);
    }
    REL_TRY(k->check(ctx, s, &a));
    if (o->threads[1]) bench_found(&a, same, "same bytes");
    for (int i = 0; o->threads[i]; i++) bench_print(&own[i]);
    if (s->peer_ran) bench_print(&peer);
    measure_commands(ctx, o, k, s, own);
    if (!a.good) st = rel_fail(ctx, REL_E_DATA, "%s on %s: %s", k->name, s->input->name, a.words);
out:
    return st;
}

static bool fits(const bench_kernel *k, const rel_graph *g)
{
    if (k->fits && !k->fits(g)) return false;
    if ((k->graphs & ON_WEIGHTED) && !g->out.weight) return false;
    if (k->packed && g->out.weight) return false;
    return k->graphs & (g->directed ? ON_DIRECTED : ON_UNDIRECTED);
}

static bool wanted(const options *o, const bench_kernel *k, const bench_graph *b)
{
    if (!fits(k, &b->graph) || (o->kernels && !listed(o->kernels, k->name))) return false;
    if (!k->by_igraph || wants_igraph(o, k)) return true;
    fprintf(stderr, "%s on %s: left out, as only igraph verifies it\n", k->name, b->name);
    return false;
}

static rel_status measure_graph(rel_ctx *ctx, options *o, const char *name)
{
    rel_status st;
    bench_graph b;
    bench_subject s = {0};
    const double start = rel_clock();
    ctx->threads = 2;
    st = bench_graph_make(ctx, name, o->folder, &b);
    if (st != REL_OK) return st;
    bench_graph_print(ctx, &b, rel_clock() - start);
    REL_TRY(bench_subject_init(ctx, &b, &s));
    for (int f = 0; f < FAMILIES; f++)
        for (const bench_kernel *k = families[f]; k->name; k++)
            if (wanted(o, k, &b))
                if ((st = measure(ctx, o, k, &s)) != REL_OK) note_failure(ctx, o, st);
    st = REL_OK;
out:
    bench_subject_free(&s);
    bench_graph_free(&b);
    return st;
}

static rel_status print_machine(rel_ctx *ctx, options *o)
{
    char name[128];
    rel_json j;
    bench_machine(name, sizeof name);
    rel_json_init(&j, ctx);
    rel_json_begin_object(&j, NULL);
    rel_json_text(&j, "machine", rel_str_of(name));
    rel_json_text(&j, "version", rel_str_of(REL_VERSION));
    rel_json_begin_array(&j, "triad");
    for (int i = 0; o->threads[i] && !o->no_triad; i++) {
        const rel_status st = bench_triad(ctx, o->threads[i], &o->triad[i]);
        if (st != REL_OK) {
            rel_buf_free(&j.out);
            return st;
        }
        rel_json_begin_object(&j, NULL);
        rel_json_i64(&j, "threads", o->threads[i]);
        rel_json_f64(&j, "bytes_per_second", o->triad[i]);
        rel_json_end_object(&j);
    }
    rel_json_end_array(&j);
    rel_json_end_object(&j);
    bench_print_json(&j);
    return REL_OK;
}

static void print_list(void)
{
    for (int f = 0; f < FAMILIES; f++)
        for (const bench_kernel *k = families[f]; k->name; k++) puts(k->name);
}

/* The next name of a list, terminated. */
static bool next_name(rel_str *rest, char *name, size_t room)
{
    if (!rest->s) return false;
    const rel_str word = rel_str_cut(rest, ',');
    snprintf(name, room, "%.*s", REL_STR_ARG(word));
    return true;
}

static rel_status run(rel_ctx *ctx, options *o)
{
    char name[64];
    rel_str rest = rel_str_of(o->graphs);
    rel_status st = REL_OK;
    while (st == REL_OK && next_name(&rest, name, sizeof name)) st = bench_graph_check(ctx, name);
    if (st == REL_OK) st = print_machine(ctx, o);
    rest = rel_str_of(o->graphs);
    while (st == REL_OK && next_name(&rest, name, sizeof name)) st = measure_graph(ctx, o, name);
    return st;
}

/* The table of what was measured, also when something failed after it. */
static rel_status write_table(rel_ctx *ctx, const options *o)
{
    FILE *f = o->table ? fopen(o->table, "w") : stderr;
    if (!f) return rel_fail(ctx, REL_E_IO, "cannot open '%s'", o->table);
    const rel_status st = bench_table_write(ctx, bench_lines(), f);
    if (f != stderr && fclose(f) != 0 && st == REL_OK)
        return rel_fail(ctx, REL_E_IO, "cannot write '%s'", o->table);
    return st;
}

int main(int argc, char **argv)
{
    rel_ctx ctx;
    options o = {.graphs = "k16u,k16", .folder = ".", .runs = 5, .patience = 6, .threads = {1, 2}};
    rel_ctx_init(&ctx, 2);
    igraph_set_error_handler(igraph_error_handler_ignore);
    igraph_set_warning_handler(igraph_warning_handler_ignore);
    rel_status st = parse_options(&ctx, argc, argv, &o);
    if (!o.peer_threads[0]) memcpy(o.peer_threads, o.threads, sizeof o.threads);
    if (st == REL_OK && o.list) {
        print_list();
    } else if (st == REL_OK) {
        st = run(&ctx, &o);
        if (st != REL_OK) note_failure(&ctx, &o, st);
        st = write_table(&ctx, &o);
    }
    if (st != REL_OK) fprintf(stderr, "bench_kernels: %s\n", ctx.message);
    rel_ctx_free(&ctx);
    return rel_status_exit_code(st == REL_OK ? o.failed : st);
}
