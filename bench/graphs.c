#include "bench/graphs.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench/bench.h"
#include "datasets/campaign.h"
#include "datasets/generators.h"
#include "ingest/ingest.h"
#include "ingest/projection.h"
#include "src/base/rng.h"

enum { THROWS = 16, COMMUNITIES = 1000, STREAM_WEIGHT = 1, STREAM_COMMUNITY, SCALE_MIN = 4, SCALE_MAX = 28 };

/* What a name says. */
typedef struct wish {
    enum { KRONECKER, PLANTED, CAMPAIGN, COAUTHORS, TRUST } family;
    int scale; /* 0: a million */
    bool directed, weighted;
} wish;

static bool parse(const char *name, wish *w)
{
    char *end;
    *w = (wish){0};
    if (strcmp(name, "campaign") == 0) {
        *w = (wish){.family = CAMPAIGN, .directed = true, .weighted = true};
        return true;
    }
    if (strcmp(name, "nethept") == 0 || strcmp(name, "epinions") == 0) {
        *w = *name == 'n' ? (wish){.family = COAUTHORS} : (wish){.family = TRUST, .directed = true};
        return true;
    }
    if (strncmp(name, "lfr", 3) == 0) {
        w->family = PLANTED;
        w->scale = (int)strtol(name + 3, &end, 10);
    } else if (*name == 'k') {
        w->scale = (int)strtol(name + 1, &end, 10);
        w->directed = *end != 'u';
        if (!w->directed) end++;
    } else {
        return false;
    }
    w->weighted = *end == 'w';
    if (w->weighted) end++;
    return !*end && ((w->family == PLANTED && !w->scale) || (w->scale >= SCALE_MIN && w->scale <= SCALE_MAX));
}

static rel_status build(rel_ctx *ctx, const wish *w, const rel_edge_list *list, rel_graph *g)
{
    rel_status st = REL_OK;
    float *weight = NULL;
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    rel_edges edges = rel_edge_list_as_edges(list);
    opts.directed = w->directed;
    if (w->weighted) {
        REL_TRY(rel_alloc(ctx, &weight, (size_t)list->count, sizeof *weight, "weights"));
        for (rel_eid e = 0; e < list->count; e++)
            weight[e] = (float)(1 + rel_rand_below(ctx->seed, STREAM_WEIGHT, (uint64_t)e, 8));
        edges.weight = weight;
    }
    st = rel_graph_build(ctx, list->n, &edges, opts, g);
out:
    free(weight);
    return st;
}

static rel_status make_kronecker(rel_ctx *ctx, const wish *w, bench_graph *b)
{
    rel_edge_list list = {0};
    snprintf(b->title, sizeof b->title, "Kronecker, scale %d, %d throws a vertex, %s", w->scale, THROWS,
             w->directed ? "directed" : "undirected");
    rel_status st = rel_generate_rmat(
        ctx, (rel_rmat_opts){.scale = w->scale, .edge_factor = THROWS, .directed = w->directed}, &list);
    if (st == REL_OK) st = build(ctx, w, &list, &b->graph);
    rel_edge_list_free(&list);
    return st;
}

static rel_status make_planted(rel_ctx *ctx, const wish *w, bench_graph *b)
{
    rel_status st;
    rel_edge_list list = {0};
    rel_planted_opts o = {.vertices = w->scale ? (rel_vid)1 << w->scale : 1000000,
                          .mean_degree = 32,
                          .mixing = 0.4,
                          .min_size = 50,
                          .max_size = 5000,
                          .max_degree = 1000,
                          .spill = true};
    if (o.vertices < 10 * o.max_size) {
        o.min_size = 10;
        o.max_size = o.vertices / 10 + 10;
        o.max_degree = o.vertices / 10;
    }
    REL_TRY(rel_alloc(ctx, &b->community, o.vertices, sizeof *b->community, "communities"));
    REL_TRY(rel_generate_planted(ctx, o, &list, b->community, &b->communities));
    REL_TRY(build(ctx, w, &list, &b->graph));
    snprintf(b->title, sizeof b->title, "planted communities (%u), mixing %.1f, undirected",
             (unsigned)b->communities, o.mixing);
out:
    rel_edge_list_free(&list);
    return st;
}

/* As many vertices and edges as the two graphs that papers on influence maximisation measure most: people who
 * wrote papers together, and people who trust others' reviews. */
static rel_status make_coauthors(rel_ctx *ctx, const wish *w, bench_graph *b)
{
    rel_status st;
    rel_edge_list list = {0};
    const rel_planted_opts o = {.vertices = 15233,
                                .mean_degree = 4.5,
                                .mixing = 0.2,
                                .min_size = 5,
                                .max_size = 100,
                                .max_degree = 64,
                                .spill = true};
    REL_TRY(rel_alloc(ctx, &b->community, o.vertices, sizeof *b->community, "communities"));
    REL_TRY(rel_generate_planted(ctx, o, &list, b->community, &b->communities));
    REL_TRY(build(ctx, w, &list, &b->graph));
    snprintf(b->title, sizeof b->title, "of the size of NetHEPT, undirected");
out:
    rel_edge_list_free(&list);
    return st;
}

static rel_status make_trust(rel_ctx *ctx, const wish *w, bench_graph *b)
{
    rel_edge_list list = {0};
    const rel_rmat_opts o = {.edge_factor = 8, .vertices = 75879, .throws = 570000, .directed = true};
    snprintf(b->title, sizeof b->title, "of the size of Epinions, directed");
    rel_status st = rel_generate_rmat(ctx, o, &list);
    if (st == REL_OK) st = build(ctx, w, &list, &b->graph);
    rel_edge_list_free(&list);
    return st;
}

/* What of the campaign is read, and removed afterwards. */
static const char *const campaign_files[] = {
    "posts.jsonl.gz",          "x_followers.jsonl", "mastodon.json",       "mastodon_accounts.json",
    "mastodon_followers.json", "bluesky.jsonl",     "bluesky_feeds.jsonl", "bluesky_followers.jsonl",
    "bluesky_profiles.json",   "profiles.json",     "follows.csv"};

static rel_status make_campaign(rel_ctx *ctx, const char *folder, bench_graph *b)
{
    rel_status st;
    char path[1024], base[512];
    rel_workspace *w = NULL;
    rel_projection_counts counts;
    rel_projection_opts project = rel_projection_defaults();
    rel_campaign_opts o = REL_CAMPAIGN_DEFAULTS;
    o.accounts = 30000;
    o.posts = 100000;
    project.directions = REL_BUILD_BOTH;
    snprintf(base, sizeof base, "%s/bench-campaign", folder);
    snprintf(path, sizeof path, "%s/bench.relais", base);
    REL_TRY(rel_campaign_write(ctx, base, &o));
    unlink(path);
    REL_TRY(rel_workspace_open(ctx, path, REL_WORKSPACE_CREATE, &w));
    for (size_t i = 0; i < sizeof campaign_files / sizeof *campaign_files; i++) {
        const rel_ingest_opts opts = {0};
        rel_ingest_result result;
        snprintf(path, sizeof path, "%s/%s", base, campaign_files[i]);
        REL_TRY(rel_ingest_file(ctx, w, path, &opts, &result));
    }
    REL_TRY(rel_project(ctx, w, &project, &b->graph, &counts));
    snprintf(b->title, sizeof b->title, "a made-up campaign, %lld interactions, directed, weighted",
             (long long)counts.interactions);
out:
    rel_workspace_close(w);
    return st;
}

/* Communities at random, for kernels that are given some. */
static rel_status invent_communities(rel_ctx *ctx, bench_graph *b)
{
    const rel_status st = rel_alloc(ctx, &b->community, b->graph.n, sizeof *b->community, "communities");
    b->communities = COMMUNITIES;
    for (rel_vid v = 0; st == REL_OK && v < b->graph.n; v++)
        b->community[v] = (uint32_t)rel_rand_below(ctx->seed, STREAM_COMMUNITY, v, COMMUNITIES);
    return st;
}

static rel_status check_name(rel_ctx *ctx, const char *name, wish *w)
{
    if (strlen(name) < sizeof((bench_graph){0}).name && parse(name, w)) return REL_OK;
    return rel_fail(ctx, REL_E_USAGE, "graph '%s': expected one like k20, k20u, k16uw, lfr or campaign",
                    name);
}

rel_status bench_graph_check(rel_ctx *ctx, const char *name)
{
    wish w;
    return check_name(ctx, name, &w);
}

rel_status bench_graph_make(rel_ctx *ctx, const char *name, const char *folder, bench_graph *b)
{
    rel_status st;
    wish w;
    *b = (bench_graph){0};
    st = check_name(ctx, name, &w);
    if (st != REL_OK) return st;
    snprintf(b->name, sizeof b->name, "%s", name);
    switch (w.family) {
    case KRONECKER: st = make_kronecker(ctx, &w, b); break;
    case PLANTED: st = make_planted(ctx, &w, b); break;
    case COAUTHORS: st = make_coauthors(ctx, &w, b); break;
    case TRUST: st = make_trust(ctx, &w, b); break;
    case CAMPAIGN: st = make_campaign(ctx, folder, b); break;
    }
    if (st == REL_OK && !b->community) st = invent_communities(ctx, b);
    b->edges = (double)b->graph.m / (b->graph.directed ? 1 : 2);
    if (st != REL_OK) bench_graph_free(b);
    return st;
}

void bench_graph_free(bench_graph *b)
{
    rel_graph_free(&b->graph);
    free(b->community);
    b->community = NULL;
}

void bench_graph_print(rel_ctx *ctx, const bench_graph *b, double seconds)
{
    rel_json j;
    rel_json_init(&j, ctx);
    rel_json_begin_object(&j, NULL);
    rel_json_text(&j, "graph", rel_str_of(b->name));
    rel_json_text(&j, "title", rel_str_of(b->title));
    rel_json_i64(&j, "vertices", b->graph.n);
    rel_json_f64(&j, "edges", b->edges);
    rel_json_i64(&j, "arcs", b->graph.m);
    rel_json_bool(&j, "directed", b->graph.directed);
    rel_json_bool(&j, "weighted", b->graph.out.weight != NULL);
    rel_json_i64(&j, "bytes", (int64_t)rel_graph_bytes(&b->graph));
    rel_json_f64(&j, "seconds", seconds);
    rel_json_end_object(&j);
    bench_print_json(&j);
}
