/* Plans: the memory that is said beforehand is what the program then holds, within 25 %. */
#include <math.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "datasets/generators.h"
#include "graph/graph_file.h"
#include "graph/pack.h"
#include "graph/snapshot.h"
#include "src/base/memory.h"
#include "src/base/pace.h"
#include "src/base/rng.h"
#include "src/insight/plan.h"
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

static void compare(const char *path, const char *const *by)
{
    for (; *by; by++) {
        const double said = planned(path, *by), held = peak_of(path, *by);
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

static void memory_is_right(rel_ctx *ctx)
{
    static const char *const all[] = {"pagerank",    "degree",      "out_strength",   "hub",
                                      "eigenvector", "katz",        "core",           "triangles",
                                      "clustering",  "reciprocity", "component_size", "local_bridges",
                                      "harmonic",    "betweenness", "pagerank,core",  NULL};
    static const char *const light[] = {"pagerank", "degree", "component_size", "constraint", NULL};
    static const char *const some[] = {"pagerank", "strength", "authority", NULL};
    const rel_rmat_opts dense = {.scale = 16, .edge_factor = 16, .directed = true};
    const rel_rmat_opts sparse = {.scale = 18, .edge_factor = 1, .directed = true};
    const rel_rmat_opts text = {.scale = 17, .edge_factor = 16, .directed = true};
    rel_rmat_opts both_ways = dense;
    both_ways.directed = false;
    make_apart(ctx, dense, false, 0, "plan_dense.rgraph");
    compare("plan_dense.rgraph", all);
    make_apart(ctx, both_ways, false, 0, "plan_undirected.rgraph");
    compare("plan_undirected.rgraph", all);
    make_apart(ctx, sparse, false, 0, "plan_sparse.rgraph");
    compare("plan_sparse.rgraph", light);
    make_apart(ctx, dense, true, 0, "plan_weighted.rgraph");
    compare("plan_weighted.rgraph", some);
    make_apart(ctx, dense, true, REL_BUILD_BOTH, "plan_packed.rgraph");
    compare("plan_packed.rgraph", some);
    make_apart(ctx, dense, false, REL_BUILD_IN, "plan_in_rows.rgraph");
    compare("plan_in_rows.rgraph", light);
    make_apart(ctx, text, false, 0, "plan_text.el");
    compare("plan_text.el", some);
    make_apart(ctx, text, true, 0, "plan_weighted.el");
    compare("plan_weighted.el", some);
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
    CHECK(rel_plan_rank(ctx, &s, &by, 1, &o, &plan) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "criterion 'participation' has no plan");
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    if (!SANITIZED) memory_is_right(&ctx); /* first: see make_apart */
    sizes_are_told(&ctx);
    the_machine_is_measured(&ctx);
    what_has_no_plan(&ctx);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
