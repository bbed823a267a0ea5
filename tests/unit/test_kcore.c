/* k-core where the answer is known: cliques hung on a path, and a path so long that the threads' queues
 * overflow again and again. */
#include <stdlib.h>

#include "algorithms/structure/kcore.h"
#include "graph/builder.h"
#include "tests/check.h"

static void build(rel_ctx *ctx, rel_graph *g, rel_vid n, rel_eid m, const rel_vid *source,
                  const rel_vid *target, bool directed)
{
    const rel_edges edges = {.count = m, .source = source, .target = target};
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    opts.directed = directed;
    CHECK_OK(ctx, rel_graph_build(ctx, n, &edges, opts, g));
}

/* A path of 100,000, of whose first half every 1000th vertex v has a clique of 3 + v / 1000 % 40 vertices with it. The
 * vertices of cliques have its size less 1, those between cliques 2, as nothing loose is there, and those
 * after the last clique 1; the last vertex is alone. Numbers run from both ends, so that neighbours on the
 * path are far apart. */
static void cliques(rel_ctx *ctx, bool directed)
{
    enum { PATH = 100000, STEP = 1000, MORE = 40, N = PATH + (PATH / STEP) * (MORE + 2) + 1, M = 200000 };
    rel_vid *source = malloc(M * sizeof *source), *target = malloc(M * sizeof *target);
    rel_vid *expected = calloc(N, sizeof *expected), *core = malloc(N * sizeof *core), n = PATH;
    rel_eid m = 0;
    rel_graph g = {0};
#define NUMBER(i) ((i) % 2 ? PATH - 1 - (i) / 2 : (i) / 2)
    for (rel_vid i = 0; i < PATH; i++) {
        expected[NUMBER(i)] = i <= PATH / 2 ? 2 : 1;
        source[m] = NUMBER(i);
        target[m] = NUMBER(i + 1);
        m += i + 1 < PATH;
    }
    for (rel_vid i = 0; i <= PATH / 2; i += STEP) {
        const rel_vid size = 3 + i / STEP % MORE, first = n;
        expected[NUMBER(i)] = size - 1;
        for (; n < first + size - 1; n++) {
            expected[n] = size - 1;
            source[m] = n;
            target[m++] = NUMBER(i);
            for (rel_vid u = first; u < n; u++) {
                source[m] = u;
                target[m++] = n;
            }
        }
    }
    CHECK(n < N && m <= M);
    build(ctx, &g, N, m, source, target, directed);
    for (ctx->threads = 1; ctx->threads <= 8; ctx->threads *= 2) {
        memset(core, 0xff, N * sizeof *core);
        ctx->arena.peak_bytes = 0;
        CHECK_OK(ctx, rel_kcore(ctx, &g, core));
        CHECK(memcmp(core, expected, N * sizeof *core) == 0);
        CHECK(ctx->arena.peak_bytes <= 8 * N + 4096 * (size_t)ctx->threads + 256);
    }
    rel_graph_free(&g);
    free(source);
    free(target);
    free(expected);
    free(core);
}

static void limits(rel_ctx *ctx)
{
    const rel_vid source[] = {0, 1, 0, 2}, target[] = {1, 0, 2, 2};
    rel_graph g = {0};
    rel_vid core[3];
    build(ctx, &g, 0, 0, NULL, NULL, true);
    CHECK_OK(ctx, rel_kcore(ctx, &g, core));
    rel_graph_free(&g);
    build(ctx, &g, 3, 0, NULL, NULL, false);
    CHECK_OK(ctx, rel_kcore(ctx, &g, core));
    CHECK(core[0] == 0 && core[1] == 0 && core[2] == 0);
    rel_graph_free(&g);
    build(ctx, &g, 3, 4, source, target, true);
    CHECK_OK(ctx, rel_kcore(ctx, &g, core));
    CHECK(core[0] == 1 && core[1] == 1 && core[2] == 1);
    volatile sig_atomic_t stop = 1;
    ctx->stop = &stop;
    CHECK(rel_kcore(ctx, &g, core) == REL_E_STOPPED);
    ctx->stop = NULL;
    g.in = (rel_csr){0};
    CHECK(rel_kcore(ctx, &g, core) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "k-core: the graph was built without both directions");
    rel_graph_free(&g);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    cliques(&ctx, false);
    cliques(&ctx, true);
    limits(&ctx);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
