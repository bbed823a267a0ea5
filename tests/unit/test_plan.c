/* Plans: the memory that is said beforehand is what the program then holds, within 25 %; of times what can be
 * tested without a clock. */
#include <math.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "algorithms/rounds.h"
#include "datasets/generators.h"
#include "graph/edgelist.h"
#include "graph/graph_file.h"
#include "graph/pack.h"
#include "graph/snapshot.h"
#include "src/base/memory.h"
#include "src/base/pace.h"
#include "src/base/rng.h"
#include "src/base/time.h"
#include "src/insight/plan_parts.h"
#include "tests/check.h"

/* Sanitizers hold memory of their own. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* The most that `relais rank` held, in bytes; 0 when it failed. */
static double peak_of(const char *path, const char *by)
{
    struct rusage used = {0};
    int status = 1;
    const pid_t child = fork();
    if (child == 0) {
        if (!freopen("/dev/null", "w", stdout)) _exit(1);
        execl(REL_PROGRAM, "relais", "rank", path, "--by", by, "--top", "3", "--quiet", "--threads", "2",
              (char *)NULL);
        _exit(127);
    }
    CHECK(child > 0 && wait4(child, &status, 0, &used) == child);
    CHECK(WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 8));
    return 1024.0 * (double)used.ru_maxrss;
}

/* What `relais info --plan` says, as it says it. */
static double planned(const char *path, const char *by)
{
    char command[512], line[2048] = "";
    snprintf(command, sizeof command, "%s info %s --plan rank:%s --json --threads 2", REL_PROGRAM, path, by);
    FILE *f = popen(command, "r");
    CHECK(f && fgets(line, sizeof line, f) != NULL);
    if (f) CHECK(pclose(f) == 0);
    const char *at = strstr(line, "\"memory_bytes\":");
    CHECK(at != NULL && strstr(line, "\"fits\":") && strstr(line, "\"seconds\":"));
    return at ? atof(at + 15) : 0;
}

/* What the library says of the bytes that the command takes beside its own. */
static double planned_bytes(rel_ctx *ctx, const char *path, const char *words)
{
    rel_plan plan = {0};
    rel_plan_size s;
    rel_criterion by[REL_CRITERION_COUNT];
    int criteria;
    const rel_scoring_opts o = REL_SCORING_DEFAULTS;
    CHECK_OK(ctx, rel_criteria_parse(ctx, words, by, &criteria));
    CHECK_OK(ctx, rel_plan_size_of(ctx, path, &s));
    CHECK_OK(ctx, rel_plan_rank_memory(ctx, &s, by, criteria, &o, &plan));
    return plan.memory;
}

/* The command is asked once for each file, as it takes its time to find the seconds. */
static void compare(rel_ctx *ctx, const char *path, const char *const *by)
{
    const double own = planned(path, *by) - planned_bytes(ctx, path, *by);
    CHECK(own > 1 << 20 && own < 64 << 20);
    for (; *by; by++) {
        const double said = own + planned_bytes(ctx, path, *by), held = peak_of(path, *by);
        if (!(fabs(said / held - 1) <= 0.25))
            fprintf(stderr, "%s by %s: planned %.1f MB, held %.1f MB\n", path, *by, said / 1e6, held / 1e6);
        CHECK(fabs(said / held - 1) <= 0.25);
    }
}

static void make(rel_ctx *ctx, rel_rmat_opts o, bool weighted, int pack, const char *path)
{
    rel_edge_list l;
    rel_graph g;
    float *weight = NULL;
    CHECK_OK(ctx, rel_generate_rmat(ctx, o, &l));
    rel_edges edges = rel_edge_list_as_edges(&l);
    CHECK_OK(ctx, rel_alloc(ctx, &weight, (size_t)l.count, sizeof *weight, "weights"));
    for (rel_eid e = 0; e < l.count; e++) weight[e] = (float)(1 + rel_mix64((uint64_t)e) % 9);
    if (weighted) edges.weight = weight;
    rel_build_opts build = REL_BUILD_DEFAULTS;
    build.directed = o.directed;
    CHECK_OK(ctx, rel_graph_build(ctx, l.n, &edges, build, &g));
    if (pack) CHECK_OK(ctx, rel_graph_pack(ctx, &g, pack));
    CHECK_OK(ctx, rel_graph_file_write(ctx, &g, path, NULL, NULL));
    free(weight);
    rel_graph_free(&g);
    rel_edge_list_free(&l);
}

/* In a process of its own: what this one has held would count for the programs that it starts. */
static void make_apart(rel_ctx *ctx, rel_rmat_opts o, bool weighted, int pack, const char *path)
{
    int status = 1;
    const pid_t child = fork();
    if (child == 0) {
        check_failed = 0;
        make(ctx, o, weighted, pack, path);
        _exit(check_failed != 0);
    }
    CHECK(child > 0 && waitpid(child, &status, 0) == child && status == 0);
}

static void measure(rel_ctx *ctx, rel_rmat_opts o, bool weighted, int pack, const char *path,
                    const char *const *by)
{
    make_apart(ctx, o, weighted, pack, path);
    compare(ctx, path, by);
    unlink(path);
}

static void memory_is_right(rel_ctx *ctx)
{
    static const char *const all[] = {"pagerank",    "degree",      "out_strength",   "hub",
                                      "eigenvector", "katz",        "core",           "triangles",
                                      "clustering",  "reciprocity", "component_size", "local_bridges",
                                      "harmonic",    "betweenness", "pagerank,core",  NULL};
    static const char *const light[] = {"pagerank", "degree", "component_size", "constraint", NULL};
    static const char *const light_packed[] = {"pagerank",  "degree",     "component_size",
                                               "closeness", "constraint", NULL};
    static const char *const some[] = {"pagerank", "strength", "authority", NULL};
    static const char *const some_packed[] = {"pagerank", "strength", "harmonic", "authority", NULL};
    const rel_rmat_opts dense = {.scale = 16, .edge_factor = 16, .directed = true};
    const rel_rmat_opts sparse = {.scale = 18, .edge_factor = 1, .directed = true};
    const rel_rmat_opts text = {.scale = 17, .edge_factor = 16, .directed = true};
    rel_rmat_opts both_ways = dense;
    both_ways.directed = false;
    measure(ctx, dense, false, 0, "plan_dense.rgraph", all);
    measure(ctx, both_ways, false, 0, "plan_undirected.rgraph", all);
    measure(ctx, sparse, false, 0, "plan_sparse.rgraph", light);
    measure(ctx, dense, true, 0, "plan_weighted.rgraph", some);
    measure(ctx, dense, true, REL_BUILD_BOTH, "plan_packed.rgraph", some_packed);
    measure(ctx, dense, false, REL_BUILD_IN, "plan_in_rows.rgraph", light_packed);
    measure(ctx, text, false, 0, "plan_text.el", some);
    measure(ctx, text, true, 0, "plan_weighted.el", some);
}

static void sizes_are_told(rel_ctx *ctx)
{
    rel_plan_size s;
    rel_graph g;
    const rel_rmat_opts o = {.scale = 16, .edge_factor = 8, .directed = true};
    make(ctx, o, false, REL_BUILD_IN, "plan_size.rgraph");
    CHECK_OK(ctx, rel_plan_size_of(ctx, "plan_size.rgraph", &s));
    CHECK_OK(ctx, rel_snapshot_open(ctx, "plan_size.rgraph", true, &g));
    CHECK(s.accounts == 65536 && s.arcs == (double)g.m && s.packed && !s.both_packed && !s.estimated);
    const double arcs = (double)g.m;
    rel_graph_free(&g);
    make(ctx, o, false, 0, "plan_size.el");
    CHECK_OK(ctx, rel_plan_size_of(ctx, "plan_size.el", &s));
    CHECK(s.estimated && !s.weighted && fabs(s.arcs / arcs - 1) < 0.1);
    CHECK(fabs(s.accounts / 65536 - 1) < 0.1);
    FILE *f = fopen("plan_small.el", "w");
    CHECK(f && fputs("# three\nann bob 2\nbob,cat,3\n\ncat ann 1", f) >= 0 && fclose(f) == 0);
    CHECK_OK(ctx, rel_plan_size_of(ctx, "plan_small.el", &s));
    CHECK(s.accounts == 3 && s.arcs == 3 && s.weighted && !s.estimated);
    CHECK(rel_plan_size_of(ctx, "-", &s) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "standard input cannot be looked at before it is read");
    unlink("plan_size.rgraph");
    unlink("plan_size.el");
    unlink("plan_small.el");
}

static void the_machine_is_measured(rel_ctx *ctx)
{
    rel_pace pace;
    CHECK_OK(ctx, rel_pace_measure(ctx, &pace));
    CHECK(pace.stream > 1e-13 && pace.stream < 1e-7 && pace.gather > 1e-11 && pace.gather < 1e-5);
    CHECK(pace.step > 1e-11 && pace.step < 1e-6);
    /* In this order: asking for the one may itself take memory. */
    const int64_t used = rel_memory_used(), peak = rel_memory_peak();
    CHECK(rel_memory_available() > 1 << 20 && used > 1 << 20 && peak >= used);
    CHECK_TORTURE(ctx, rel_pace_measure(ctx, &pace), (void)0);
}

static void what_has_no_plan(rel_ctx *ctx)
{
    rel_plan plan;
    const rel_plan_size s = {.accounts = 10, .arcs = 20};
    const rel_criterion by = REL_BY_PARTICIPATION;
    const rel_scoring_opts o = REL_SCORING_DEFAULTS;
    CHECK(rel_plan_rank(ctx, "none", &s, &by, 1, &o, &plan) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "criterion 'participation' has no plan");
}

/* --- times --------------------------------------------------------------------------------------------- */

static const rel_criterion one_of_each[] = {REL_BY_PAGERANK,    REL_BY_DEGREE,        REL_BY_HUB,
                                            REL_BY_EIGENVECTOR, REL_BY_CORE,          REL_BY_TRIANGLES,
                                            REL_BY_CONSTRAINT,  REL_BY_LOCAL_BRIDGES, REL_BY_RECIPROCITY,
                                            REL_BY_HARMONIC,    REL_BY_BETWEENNESS,   REL_BY_COMPONENT_SIZE};
enum { ONE_OF_EACH = sizeof one_of_each / sizeof *one_of_each };

static void the_model_grows(void)
{
    const rel_pace pace = {.stream = 1e-10, .gather = 2e-9, .step = 1e-9};
    const rel_scoring_opts o = REL_SCORING_DEFAULTS;
    for (int i = 0; i < ONE_OF_EACH; i++) {
        const rel_family f = rel_criterion_family(one_of_each[i]);
        double before = 0;
        for (double arcs = 3e8; arcs < 1e11; arcs *= 2) {
            const rel_plan_size s = {.accounts = arcs / 16, .arcs = arcs, .directed = true};
            const double seconds = rel_plan_model(f, &s, &o, &pace, 1, false);
            CHECK(seconds > before && seconds >= rel_plan_model(f, &s, &o, &pace, 2, false));
            CHECK(rel_plan_model(f, &s, &o, &pace, 1, true) >= seconds);
            before = seconds;
        }
    }
    rel_plan_size text = {.kind = REL_SOURCE_GRAPH_FILE, .arcs = 1e9, .text_bytes = 1e10};
    const double seconds = rel_plan_model_opening(&text, &pace);
    text.text_bytes *= 2;
    CHECK(seconds > 0 && rel_plan_model_opening(&text, &pace) > seconds);
    text.kind = REL_SOURCE_SNAPSHOT;
    CHECK(rel_plan_model_opening(&text, &pace) == 0);
}

static void in_order(rel_span x)
{
    CHECK(x.low >= 0 && x.low <= x.seconds && x.seconds <= x.high && isfinite(x.high));
}

static void count_calls(void *user, const char *what, const char *unit, int64_t done, int64_t total)
{
    (void)what, (void)unit, (void)done, (void)total;
    ++*(int *)user;
}

/* The context is as before, and so is the memory. */
static void a_plan_leaves_nothing(rel_ctx *ctx)
{
    rel_plan_size s;
    rel_plan plan, memory;
    int calls = 0;
    volatile sig_atomic_t stop = 0;
    const rel_scoring_opts o = REL_SCORING_DEFAULTS;
    const rel_rmat_opts small = {.scale = 10, .edge_factor = 8, .directed = true};
    make(ctx, small, false, 0, "plan_trial.rgraph");
    make(ctx, small, false, 0, "plan_trial.el");
    rel_forgive(ctx);
    ctx->progress = count_calls;
    ctx->user = &calls;
    ctx->stop = &stop;
    for (int text = 0; text < 2; text++) {
        const char *path = text ? "plan_trial.el" : "plan_trial.rgraph";
        CHECK_OK(ctx, rel_plan_size_of(ctx, path, &s));
        CHECK_OK(ctx, rel_plan_rank_memory(ctx, &s, one_of_each, ONE_OF_EACH, &o, &memory));
        const double held = (double)rel_memory_used();
        CHECK_OK(ctx, rel_plan_rank(ctx, path, &s, one_of_each, ONE_OF_EACH, &o, &plan));
        CHECK(plan.graph == memory.graph && plan.memory >= memory.memory &&
              plan.memory < memory.memory + 2 * held);
        in_order(plan.seconds);
        in_order(plan.open_seconds);
        CHECK(plan.seconds.seconds > plan.open_seconds.seconds && plan.way < REL_PLAN_MODELLED);
        CHECK(calls == 0 && ctx->progress == count_calls && ctx->user == &calls && ctx->stop == &stop);
        CHECK(ctx->arena.used_bytes == 0 && ctx->message[0] == '\0');
        CHECK_TORTURE(ctx, rel_plan_rank(ctx, path, &s, one_of_each, 2, &o, &plan), (void)0);
        rel_forgive(ctx);
    }
    stop = 1;
    CHECK(rel_plan_rank(ctx, "plan_trial.rgraph", &s, one_of_each, 1, &o, &plan) == REL_E_STOPPED);
    CHECK_TEXT(ctx->message, "stopped on request");
    ctx->progress = NULL;
    ctx->stop = NULL;
    rel_forgive(ctx);
    unlink("plan_trial.rgraph");
    unlink("plan_trial.el");
}

/* Without any time to spare each kernel ends after a few marks of progress, and the rest is told. */
static void trials_end_early(rel_ctx *ctx)
{
    static const rel_criterion long_ones[] = {REL_BY_PAGERANK,      REL_BY_HUB,       REL_BY_EIGENVECTOR,
                                              REL_BY_TRIANGLES,     REL_BY_HARMONIC,  REL_BY_BETWEENNESS,
                                              REL_BY_LOCAL_BRIDGES, REL_BY_CLUSTERING};
    const rel_rmat_opts graph = {.scale = 11, .edge_factor = 8, .directed = true};
    rel_scoring_opts o = REL_SCORING_DEFAULTS;
    rel_source source = {.kind = REL_SOURCE_SNAPSHOT, .path = "plan_early.rgraph"};
    rel_trial t;
    make(ctx, graph, false, 0, source.path);
    CHECK_OK(ctx, rel_snapshot_open(ctx, source.path, false, &source.graph));
    for (size_t i = 0; i < sizeof long_ones / sizeof *long_ones; i++) {
        const rel_family f = rel_criterion_family(long_ones[i]);
        CHECK_OK(ctx, rel_trial_family(ctx, &source, f, &long_ones[i], 1, &o, 0, &t));
        in_order(t.all);
        CHECK(!t.finished && t.all.high > t.all.low && t.all.high > 0);
        CHECK_OK(ctx, rel_trial_family(ctx, &source, f, &long_ones[i], 1, &o, INFINITY, &t));
        CHECK(t.finished && !t.open_ended && t.all.low == t.all.high && t.all.seconds <= t.spent);
        CHECK(ctx->arena.used_bytes == 0);
    }
    rel_graph_free(&source.graph);
    unlink(source.path);
}

/* HyperBall's steps are told from exact balls, which are found on plain and on packed rows. */
static void steps_are_told(rel_ctx *ctx)
{
    const rel_criterion by = REL_BY_HARMONIC;
    const rel_rmat_opts graph = {.scale = 15, .edge_factor = 16, .directed = true};
    rel_scoring_opts o = REL_SCORING_DEFAULTS;
    rel_source source = {.kind = REL_SOURCE_SNAPSHOT, .path = "plan_steps.rgraph"};
    rel_trial t;
    o.precision = 4;
    for (int pack = 0; pack < 2; pack++) {
        make(ctx, graph, false, pack ? REL_BUILD_IN : 0, source.path);
        CHECK_OK(ctx, rel_snapshot_open(ctx, source.path, false, &source.graph));
        CHECK(rel_is_packed(&source.graph.packed) == (pack == 1));
        CHECK_OK(ctx, rel_trial_family(ctx, &source, REL_FAMILY_DISTANCES, &by, 1, &o, 0, &t));
        in_order(t.all);
        CHECK(!t.finished && !t.open_ended && t.all.high > t.all.low);
        CHECK(ctx->arena.used_bytes == 0);
        rel_graph_free(&source.graph);
    }
    unlink(source.path);
}

/* A stage of 100 equal units, of which the watch sees some; then one whose end is unknown. */
static void watches_tell_the_rest(rel_ctx *ctx)
{
    rel_watch w;
    rel_trial t;
    rel_watch_start(ctx, &w, 0);
    int64_t done = 0;
    while (rel_poll(ctx) == REL_OK) {
        for (const double until = rel_clock() + 2e-3; rel_clock() < until;) continue;
        rel_progress(ctx, "counting", "units", ++done, 100);
    }
    CHECK_OK(ctx, rel_watch_stop(ctx, &w, REL_E_STOPPED, &t));
    /* 2 ms a unit at least; a machine with other work takes longer. */
    CHECK(done == 4 && !t.finished && !t.open_ended && t.all.seconds > 0.19);
    in_order(t.all);
    rel_watch_start(ctx, &w, 0);
    for (done = 0; rel_poll(ctx) == REL_OK;) rel_progress(ctx, "counting", "rounds", ++done, 0);
    CHECK_OK(ctx, rel_watch_stop(ctx, &w, REL_E_STOPPED, &t));
    CHECK(t.open_ended && !t.finished);
    rel_watch_start(ctx, &w, 0);
    rel_fail(ctx, REL_E_DATA, "not ours");
    CHECK(rel_watch_stop(ctx, &w, REL_E_DATA, &t) == REL_E_DATA);
    CHECK_TEXT(ctx->message, "not ours");
    rel_forgive(ctx);
    /* An error that falls to a tenth each round from 1 after the first: 1e-9 after ten. */
    CHECK(rel_rounds_expected(1, 1, 4, 1e-3, 0.99e-9) == 11 && rel_rounds_expected(0, 1, 3, 1e-9, 1e-9) == 3);
    CHECK(rel_rounds_expected(0, 1, 3, 1, 1e-9) == 0 && rel_rounds_expected(1, 1, 1, 1, 1e-9) == 0);
}

/* The words of a large text are a part of its lines. */
static void parts_are_read(rel_ctx *ctx)
{
    rel_graph g;
    FILE *f = fopen("plan_part.el", "w");
    CHECK(f && fputs("# ten\n1 2\n2 3\n3 4\n4 5", f) >= 0 && fclose(f) == 0);
    CHECK_OK(ctx, rel_edgelist_read_part(ctx, "plan_part.el", REL_EDGELIST_DEFAULTS, 15, &g));
    CHECK(g.m == 2 && g.n == 3);
    rel_graph_free(&g);
    CHECK_OK(ctx, rel_edgelist_read_part(ctx, "plan_part.el", REL_EDGELIST_DEFAULTS, 1000, &g));
    CHECK(g.m == 3 && g.n == 4); /* the last line has no end: it may go on */
    rel_graph_free(&g);
    unlink("plan_part.el");
}

/* The refusal as a success, for which allocations can fail on the way. */
static rel_status refuse_huge(rel_ctx *ctx, const char *path)
{
    const rel_status st = rel_plan_check_reading(ctx, path);
    if (st == REL_OK) return REL_E_DATA;
    return st == REL_E_LIMIT ? REL_OK : st;
}

/* A list of eight terabytes that takes no room on the disk: lines, and then a hole. Only its beginning, its
 * middle and its size are looked at. */
static void lists_that_do_not_fit(rel_ctx *ctx)
{
    enum { LINES = 200000 };
    const char *path = "plan_huge.el";
    const char *begins = "'plan_huge.el': reading it takes about ";
    FILE *f = fopen(path, "w");
    CHECK(f != NULL);
    for (int i = 0; f && i < LINES; i++) fprintf(f, "%d %d\n", i, i * 7 % LINES);
    CHECK(f && fclose(f) == 0);
    CHECK_OK(ctx, rel_plan_check_reading(ctx, path));
    CHECK(truncate(path, INT64_C(8) << 40) == 0);
    CHECK(rel_plan_check_reading(ctx, path) == REL_E_LIMIT);
    CHECK(strncmp(ctx->message, begins, strlen(begins)) == 0);
    CHECK(strstr(ctx->message, " of memory, and ") && strstr(ctx->message, " are free"));
    CHECK_TORTURE(ctx, refuse_huge(ctx, path), (void)0);
    rel_forgive(ctx);
    unlink(path);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    if (!SANITIZED) memory_is_right(&ctx); /* first: see make_apart */
    sizes_are_told(&ctx);
    the_machine_is_measured(&ctx);
    what_has_no_plan(&ctx);
    the_model_grows();
    a_plan_leaves_nothing(&ctx);
    trials_end_early(&ctx);
    steps_are_told(&ctx);
    watches_tell_the_rest(&ctx);
    parts_are_read(&ctx);
    lists_that_do_not_fit(&ctx);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
