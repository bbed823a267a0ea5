/* Drawing: the same samples one at a time and side by side, at any thread count, in one go and in steps; what
 * is stored, what it takes, and what is refused. */
#include <stdlib.h>

#include "algorithms/diffusion/rr_parts.h"
#include "datasets/generators.h"
#include "tests/check.h"

enum { COUNT = 40 * REL_RR_BLOCK };

static void kronecker(rel_ctx *ctx, int scale, rel_graph *g)
{
    rel_edge_list list = {0};
    CHECK_OK(ctx, rel_generate_rmat(ctx, (rel_rmat_opts){.scale = scale, .edge_factor = 8, .directed = true},
                                    &list));
    const rel_edges edges = rel_edge_list_as_edges(&list);
    CHECK_OK(ctx, rel_graph_build(ctx, list.n, &edges, REL_BUILD_DEFAULTS, g));
    rel_edge_list_free(&list);
}

static bool same(const rel_rr_samples *a, const rel_rr_samples *b)
{
    if (a->count != b->count || a->members != b->members || a->base_hits != b->base_hits) return false;
    for (int64_t i = 0; i < a->count; i++) {
        uint32_t size, other;
        const rel_vid *x = rel_rr_set(a, i, &size), *y = rel_rr_set(b, i, &other);
        if (size != other || memcmp(x, y, size * sizeof *x) != 0) return false;
    }
    return true;
}

/* Each sample of the table by itself, as rel_rr_walk draws it. */
static void one_at_a_time(rel_ctx *ctx, const rel_rr_sampler *sampler, const rel_rr_samples *s)
{
    const rel_vid n = sampler->f->n;
    rel_rr_lane lane = {.visited = calloc(n / 64 + 1, 8)};
    const rel_rr_watch none = {0};
    rel_vid *queue = malloc(n * sizeof *queue);
    int64_t wrong = 0;
    for (int64_t i = 0; i < s->count; i++) {
        uint32_t size;
        const rel_vid *member = rel_rr_set(s, i, &size);
        const int64_t count =
            rel_rr_walk(sampler, &none, rel_rand(ctx->seed, 5, (uint64_t)i), &lane, queue, n);
        wrong += count != size || memcmp(member, queue, size * sizeof *queue) != 0;
        if (count > 1)
            wrong += rel_rr_walk(sampler, &none, rel_rand(ctx->seed, 5, (uint64_t)i), &lane, queue,
                                 count - 1) >= 0;
    }
    CHECK(wrong == 0);
    for (rel_vid v = 0; v < n / 64 + 1; v++) CHECK(lane.visited[v] == 0);
    free(lane.visited);
    free(queue);
}

static void every_way(rel_ctx *ctx, const rel_influence *f, const uint8_t *base)
{
    static const int threads[] = {1, 2, 8};
    rel_rr_sampler *sampler = NULL;
    rel_rr_samples s[4] = {0};
    int64_t hits[4][2];
    uint8_t *other = calloc(f->n, 1);
    other[3] = other[9] = 1;
    const uint8_t *const set[] = {base, other};
    CHECK_OK(ctx, rel_rr_sampler_new(ctx, f, NULL, &sampler));
    for (int i = 0; i < 3; i++) {
        ctx->threads = threads[i];
        CHECK_OK(ctx, rel_rr_draw(ctx, sampler, 5, NULL, COUNT, &s[i]));
        CHECK(same(&s[0], &s[i]));
        CHECK_OK(ctx, rel_rr_judge(ctx, sampler, 5, 7, COUNT - 5, set, 2, hits[i]));
        CHECK(hits[i][0] == hits[0][0] && hits[i][1] == hits[0][1]);
    }
    ctx->threads = 2;
    for (int64_t count = 1; count <= COUNT; count *= 3) /* in steps, and more than was asked */
        CHECK_OK(ctx, rel_rr_draw(ctx, sampler, 5, NULL, count, &s[3]));
    CHECK_OK(ctx, rel_rr_draw(ctx, sampler, 5, NULL, COUNT, &s[3]));
    CHECK(same(&s[0], &s[3]));
    if (!sampler->timed) one_at_a_time(ctx, sampler, &s[0]);
    /* a chunk for each thread may be nearly empty at the end; the rest is members and starts */
    CHECK(s[0].bytes <= 8 * s[0].members + 5 * s[0].count + 2 * (1 << 18));
    for (int i = 0; i < 4; i++) rel_rr_samples_free(&s[i]);
    for (int i = 0; i < 3; i++) {
        ctx->threads = threads[i];
        CHECK_OK(ctx, rel_rr_draw(ctx, sampler, 5, base, COUNT, &s[i]));
        CHECK(same(&s[0], &s[i]) && s[i].base_hits > 0);
        CHECK_OK(ctx, rel_rr_judge(ctx, sampler, 5, 0, COUNT, set, 1, hits[i]));
        CHECK(hits[i][0] == s[i].base_hits);
    }
    ctx->threads = 1;
    for (int i = 0; i < 3; i++) rel_rr_samples_free(&s[i]);
    free(other);
    rel_rr_sampler_delete(sampler);
}

/* Small samples, large ones that do not fit side by side, and all the models. */
static void every_model(rel_ctx *ctx, const rel_graph *g)
{
    const rel_vid rival[] = {0, 5};
    const rel_influence_opts opts[] = {{0},
                                       {.rule = REL_INFLUENCE_UNIFORM, .p = 0.02},
                                       {.rule = REL_INFLUENCE_UNIFORM, .p = 0.5},
                                       {.rule = REL_INFLUENCE_TRIVALENCY},
                                       {.max_hops = 2, .rule = REL_INFLUENCE_UNIFORM, .p = 0.1},
                                       {.model = REL_SPREAD_LT},
                                       {.model = REL_SPREAD_LT, .rule = REL_INFLUENCE_TRIVALENCY},
                                       {.rival = rival, .rivals = 2, .rule = REL_INFLUENCE_UNIFORM, .p = 0.1},
                                       {.mean_delay = 1, .max_time = 2}};
    uint8_t *base = calloc(g->n, 1);
    for (rel_vid v = 0; v < g->n; v += 16) base[v] = 1;
    for (size_t i = 0; i < sizeof opts / sizeof *opts; i++) {
        rel_influence f = {0};
        CHECK_OK(ctx, rel_influence_make(ctx, g, &opts[i], &f));
        every_way(ctx, &f, base);
        rel_influence_free(&f);
    }
    free(base);
}

/* The table says what all bits of a random number say, in every class of degrees; and how many of d senders
 * are live is distributed as it should be. */
static void binomial(rel_ctx *ctx)
{
    enum { DRAWS = 20000 };
    static const uint64_t degree[] = {1, 2, 3, 7, 255, 256, 300, 4095, 4096, 100000, 1000000000, 4294967294};
    static rel_rr_class of[REL_RR_CLASSES];
    rel_rr_classes_fill(of);
    for (size_t i = 0; i < sizeof degree / sizeof *degree; i++) {
        const double d = (double)degree[i], none = degree[i] == 1 ? 0 : exp(d * log1p(-1 / d));
        int64_t wrong = 0, zero = 0, sum = 0;
        for (uint64_t k = 0; k < DRAWS; k++) {
            const uint64_t x = rel_rand(ctx->seed, degree[i], k);
            const int j = rel_rr_binomial(of, x, degree[i]);
            wrong += j != rel_rr_binomial_slowly(rel_rr_unit(x), degree[i]) || (double)j > d;
            zero += j == 0;
            sum += j;
        }
        CHECK(wrong == 0);
        CHECK(fabs((double)zero - none * DRAWS) <= 5 * sqrt(DRAWS * none * (1 - none)));
        CHECK(fabs((double)sum - DRAWS) <= 5 * sqrt(DRAWS));
        CHECK(rel_rr_binomial(of, 0, degree[i]) == (degree[i] == 1));
        const int most = rel_rr_binomial(of, UINT64_MAX, degree[i]);
        CHECK(most >= 1 && most < REL_RR_LIVE_MAX && (uint64_t)most <= degree[i]);
    }
}

static void refused(rel_ctx *ctx, const rel_graph *g)
{
    const rel_influence_opts wc = {0};
    rel_influence f = {0};
    rel_rr_sampler *sampler = NULL;
    rel_rr_samples s = {0};
    int64_t hits;
    double *audience = calloc(g->n, sizeof *audience);
    CHECK_OK(ctx, rel_influence_make(ctx, g, &wc, &f));
    CHECK(rel_rr_sampler_new(ctx, &f, audience, &sampler) == REL_E_USAGE && !sampler);
    CHECK_TEXT(ctx->message, "samples: the weights of the audience add up to 0");
    audience[2] = -1;
    CHECK(rel_rr_sampler_new(ctx, &f, audience, &sampler) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "samples: the weight -1 of an account is not a number from 0");
    audience[2] = 3; /* only she is a root */
    CHECK_TORTURE(ctx, rel_rr_sampler_new(ctx, &f, audience, &sampler), (void)0);
    CHECK(rel_rr_audience(sampler) == 3);
    CHECK_TORTURE(ctx, rel_rr_draw(ctx, sampler, 1, NULL, COUNT, &s), (void)0);
    for (int64_t i = 0; i < s.count; i++) {
        uint32_t size;
        CHECK(*rel_rr_set(&s, i, &size) == 2);
    }
    const uint8_t *const set[] = {f.is_rival};
    CHECK(rel_rr_judge(ctx, sampler, 1, 0, 10, set, 0, &hits) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "samples: 0 sets are not from 1 to 32");
    const uint8_t *one = calloc(g->n, 1);
    CHECK_TORTURE(ctx, rel_rr_judge(ctx, sampler, 1, 0, 10, &one, 1, &hits), (void)0);
    CHECK(hits == 0);
    volatile sig_atomic_t stop = 1;
    const int64_t had = s.count;
    ctx->stop = &stop;
    CHECK(rel_rr_draw(ctx, sampler, 1, NULL, 2 * COUNT, &s) == REL_E_STOPPED && s.count == had);
    CHECK(rel_rr_judge(ctx, sampler, 1, 0, 10, &one, 1, &hits) == REL_E_STOPPED);
    ctx->stop = NULL;
    free((void *)one);
    free(audience);
    rel_rr_samples_free(&s);
    rel_rr_samples_free(&s);
    rel_rr_sampler_delete(sampler);
    rel_influence_free(&f);
    CHECK(rel_rr_sampler_new(ctx, &f, NULL, &sampler) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "samples: there are no accounts");
}

int main(void)
{
    rel_ctx ctx;
    rel_graph g = {0};
    rel_ctx_init(&ctx, 1);
    kronecker(&ctx, 10, &g);
    binomial(&ctx);
    every_model(&ctx, &g);
    refused(&ctx, &g);
    rel_graph_free(&g);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
