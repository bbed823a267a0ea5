#include "algorithms/structure/triangles.h"

#include "algorithms/structure/neighbours.h"
#include "graph/reorder.h"
#include "src/base/par.h"

/* The first HUBS vertices have rows of bits as well: a bit for each of the hubs before them. */
enum { HUBS = 8192, WORDS = HUBS / 64, CHUNKS = 64 };

typedef struct state {
    rel_vid n;
    rel_eid *off; /* edges to vertices of smaller number, which are those of higher degree */
    rel_vid *adj;
    uint64_t *bits; /* WORDS a hub; hubs with short rows have none */
    uint8_t *mark;  /* n a thread */
    int64_t *count; /* n a thread, or NULL */
} state;

/* Edges of i towards the hubs, by new numbers. */
static rel_eid orient(const rel_csr *c, const rel_reorder *r, rel_vid i, rel_vid *to)
{
    const rel_vid old = r->order[i];
    rel_eid count = 0;
    for (rel_eid e = c->off[old]; e < c->off[old + 1]; e++) {
        const rel_vid u = r->rank[c->adj[e]];
        if (u >= i) continue;
        if (to) to[count] = u;
        count++;
    }
    return count;
}

static bool has_bits(const state *s, rel_vid w)
{
    return w < HUBS && s->off[w + 1] - s->off[w] > w / 64;
}

static rel_status prepare(rel_ctx *ctx, const rel_graph *g, bool counted, rel_reorder *r, state *s)
{
    rel_status st;
    rel_csr c;
    const rel_vid n = s->n = g->n;
    REL_TRY(rel_neighbours(ctx, g, false, "triangles", &c));
    REL_TRY(rel_reorder_by_degree(ctx, &c, n, r));
    REL_TRY(rel_scratch_unset(ctx, &s->off, (size_t)n + 1, sizeof *s->off, "oriented edges"));
/* dynamic: the first rows are the longest */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 256)
    for (rel_vid i = 0; i < n; i++) s->off[i] = orient(&c, r, i, NULL);
    rel_par_prefix(ctx->threads, s->off, n);
    REL_TRY(rel_scratch_unset(ctx, &s->adj, (size_t)s->off[n], sizeof *s->adj, "oriented edges"));
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 256)
    for (rel_vid i = 0; i < n; i++) orient(&c, r, i, s->adj + s->off[i]);
    REL_TRY(rel_scratch(ctx, &s->mark, (size_t)n * (size_t)ctx->threads, 1, "triangle marks"));
    if (counted) {
        REL_TRY(rel_scratch(ctx, &s->count, (size_t)n * (size_t)ctx->threads, sizeof *s->count, "triangles"));
        goto out;
    }
    const rel_vid hubs = n < HUBS ? n : HUBS;
    REL_TRY(rel_scratch(ctx, &s->bits, (size_t)hubs * WORDS, sizeof *s->bits, "rows of hubs"));
    for (rel_vid w = 0; w < hubs; w++)
        for (rel_eid e = s->off[w]; has_bits(s, w) && e < s->off[w + 1]; e++)
            s->bits[(size_t)w * WORDS + s->adj[e] / 64] |= (uint64_t)1 << s->adj[e] % 64;
out:
    return st;
}

/* Bits that both rows have, in the first `words` of them. One function with the processor's instruction, one
 * without. */
typedef int64_t count_bits(const uint64_t *a, const uint64_t *b, rel_vid words);
#define COUNT_BITS(name, attribute)                                                                          \
    attribute static int64_t name(const uint64_t *a, const uint64_t *b, rel_vid words)                       \
    {                                                                                                        \
        int64_t sum = 0;                                                                                     \
        for (rel_vid i = 0; i < words; i++) sum += __builtin_popcountll(a[i] & b[i]);                        \
        return sum;                                                                                          \
    }
COUNT_BITS(count_portable, )
#if defined(__x86_64__)
COUNT_BITS(count_popcnt, __attribute__((target("popcnt"))))
#endif

static count_bits *choose(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("popcnt")) return count_popcnt;
#endif
    return count_portable;
}

/* Triangles whose lowest degree is i's: the marked ones among the edges of its neighbours. */
static int64_t count_row(const state *s, rel_vid i, uint8_t *mark, count_bits *both)
{
    uint64_t bits[WORDS] = {0};
    int64_t sum = 0;
    const rel_eid first = s->off[i], last = s->off[i + 1];
    if (last - first < 2) return 0;
    for (rel_eid e = first; e < last; e++) {
        const rel_vid w = s->adj[e];
        mark[w] = 1;
        if (w < HUBS) bits[w / 64] |= (uint64_t)1 << w % 64;
    }
    for (rel_eid e = first; e < last; e++) {
        const rel_vid w = s->adj[e];
        if (has_bits(s, w)) {
            sum += both(bits, s->bits + (size_t)w * WORDS, w / 64 + 1);
            continue;
        }
        int64_t found = 0;
        for (rel_eid k = s->off[w]; k < s->off[w + 1]; k++) found += mark[s->adj[k]];
        sum += found;
    }
    for (rel_eid e = first; e < last; e++) mark[s->adj[e]] = 0;
    return sum;
}

/* The same, counted at all three. */
static int64_t count_each(const state *s, rel_vid i, uint8_t *mark, int64_t *count)
{
    int64_t sum = 0;
    const rel_eid first = s->off[i], last = s->off[i + 1];
    if (last - first < 2) return 0;
    for (rel_eid e = first; e < last; e++) mark[s->adj[e]] = 1;
    for (rel_eid e = first; e < last; e++) {
        const rel_vid w = s->adj[e];
        int64_t found = 0;
        for (rel_eid k = s->off[w]; k < s->off[w + 1]; k++) {
            const rel_vid x = s->adj[k];
            found += mark[x];
            count[x] += mark[x];
        }
        count[w] += found;
        sum += found;
    }
    count[i] += sum;
    for (rel_eid e = first; e < last; e++) mark[s->adj[e]] = 0;
    return sum;
}

/* Threads take the chunks i, i + CHUNKS, ... of the vertices, each with the marks of one thread's number. */
static rel_status count_all(rel_ctx *ctx, const state *s, int64_t *total)
{
    count_bits *const both = choose();
    const int threads = ctx->threads;
    const rel_vid step = s->n / CHUNKS + 1;
    int64_t sum = 0;
    for (rel_vid chunk = 0; chunk < CHUNKS; chunk++) {
        const rel_status st = rel_poll(ctx);
        if (st != REL_OK) return st;
        rel_vid next = 0;
#pragma omp parallel for num_threads(threads) schedule(static, 1) reduction(+ : sum)
        for (int t = 0; t < threads; t++) {
            uint8_t *mark = s->mark + (size_t)t * s->n;
            int64_t *count = s->count ? s->count + (size_t)t * s->n : NULL;
            /* Whoever is free takes the next: rows differ much. */
            for (;;) {
                const rel_vid k = __atomic_fetch_add(&next, 1, __ATOMIC_RELAXED);
                const uint64_t i = (uint64_t)k * CHUNKS + chunk;
                if (k >= step || i >= s->n) break;
                sum += count ? count_each(s, (rel_vid)i, mark, count) : count_row(s, (rel_vid)i, mark, both);
            }
        }
        rel_progress(ctx, "triangles", "parts", chunk + 1, CHUNKS);
    }
    *total = sum;
    return REL_OK;
}

rel_status rel_triangles(rel_ctx *ctx, const rel_graph *g, int64_t *through, int64_t *total)
{
    rel_status st;
    rel_reorder r = {0};
    state s = {0};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *total = 0;
    if (g->n == 0) return REL_OK;
    REL_TRY(prepare(ctx, g, through != NULL, &r, &s));
    REL_TRY(count_all(ctx, &s, total));
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (rel_vid v = 0; v < g->n; v++) {
        int64_t sum = 0;
        for (int t = 0; through && t < ctx->threads; t++) sum += s.count[(size_t)t * g->n + r.rank[v]];
        if (through) through[v] = sum;
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_clustering(rel_ctx *ctx, const rel_graph *g, double *local, double *transitivity)
{
    rel_status st;
    rel_csr c;
    int64_t total = 0, *through = NULL;
    double pairs = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (transitivity) *transitivity = 0;
    if (g->n == 0) return REL_OK;
    if (local) REL_TRY(rel_scratch(ctx, &through, g->n, sizeof *through, "triangles"));
    REL_TRY(rel_triangles(ctx, g, through, &total));
    REL_TRY(rel_neighbours(ctx, g, false, "clustering", &c));
    for (rel_vid v = 0; v < g->n; v++) {
        const double degree = (double)(c.off[v + 1] - c.off[v]), own = degree * (degree - 1) / 2;
        pairs += own;
        if (local) local[v] = own > 0 ? (double)through[v] / own : 0;
    }
    if (transitivity && pairs > 0) *transitivity = 3 * (double)total / pairs;
out:
    rel_scratch_release(ctx, mark);
    return st;
}
