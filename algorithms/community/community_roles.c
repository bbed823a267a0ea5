#include "algorithms/community/community_roles.h"

#include <inttypes.h>
#include <math.h>

/* -------- within-module degree -------- */

static double inner_weight(const rel_csr *c, rel_vid v, const rel_vid *community)
{
    double sum = 0;
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++)
        if (community[c->adj[e]] == community[v]) sum += c->weight ? (double)c->weight[e] : 1;
    return sum;
}

static void standardize(const rel_community_rows *rows, rel_vid c, const double *k, double *z)
{
    const int64_t first = rows->off[c], last = rows->off[c + 1];
    double sum = 0, squares = 0;
    for (int64_t i = first; i < last; i++) sum += k[rows->member[i]];
    const double n = (double)(last - first), mean = sum / n;
    for (int64_t i = first; i < last; i++) {
        const double d = k[rows->member[i]] - mean;
        squares += d * d;
    }
    const double deviation = sqrt(squares / n);
    /* What rounding leaves of equal numbers is no deviation. */
    const bool alike = !(deviation > 1e-12 * mean);
    for (int64_t i = first; i < last; i++)
        z[rows->member[i]] = alike ? 0 : (k[rows->member[i]] - mean) / deviation;
}

static rel_status need_both(rel_ctx *ctx, const rel_graph *g)
{
    if (g->n && (!g->out.off || (g->directed && !g->in.off)))
        return rel_fail(ctx, REL_E_USAGE, "community roles: the graph was built without both directions");
    return REL_OK;
}

rel_status rel_within_module_degree(rel_ctx *ctx, const rel_graph *g, const rel_vid *community,
                                    const rel_community_rows *rows, double *z)
{
    rel_status st;
    double *k = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(need_both(ctx, g));
    REL_TRY(rel_poll(ctx));
    REL_TRY(rel_scratch_unset(ctx, &k, g->n, sizeof *k, "weights inside"));
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024) /* rows of hubs are long */
    for (rel_vid v = 0; v < g->n; v++)
        k[v] = inner_weight(&g->out, v, community) + (g->directed ? inner_weight(&g->in, v, community) : 0);
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1) /* communities differ in size */
    for (rel_vid c = 0; c < rows->count; c++) standardize(rows, c, k, z);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static const struct {
    const char *word;
    double z, participation;
} cartography[] = {
#define X(name, word, z, participation) {word, z, participation},
    REL_CARTOGRAPHY_LIST(X)
#undef X
};

const char *rel_cartography_word(rel_cartography part)
{
    return cartography[part].word;
}

rel_cartography rel_cartography_of(double z, double participation)
{
    int part = z >= cartography[REL_CARTOGRAPHY_PROVINCIAL_HUB].z ? REL_CARTOGRAPHY_PROVINCIAL_HUB : 0;
    while (participation > cartography[part].participation) part++;
    return (rel_cartography)part;
}

/* -------- brokerage -------- */

const char *rel_brokerage_word(rel_brokerage way)
{
    static const char *const words[] = {
#define X(name, word) word,
        REL_BROKERAGE_LIST(X)
#undef X
    };
    return words[way];
}

/* receiver -> broker -> source, by communities. */
static rel_brokerage way_of(rel_vid receiver, rel_vid broker, rel_vid source)
{
    if (receiver == source) return receiver == broker ? REL_BROKERAGE_COORDINATOR : REL_BROKERAGE_ITINERANT;
    if (receiver == broker) return REL_BROKERAGE_GATEKEEPER;
    return source == broker ? REL_BROKERAGE_REPRESENTATIVE : REL_BROKERAGE_LIAISON;
}

typedef struct work {
    const rel_graph *g;
    const rel_vid *community;
    rel_broker *broker;
} work;

static int64_t degree(const rel_csr *c, rel_vid v)
{
    return c->off[v + 1] - c->off[v];
}

/* All pairs that b joins, whether they are joined directly or not. received[c], which is zero before and
 * after, counts those of community c who give b attention. */
static void all_pairs(const work *w, rel_vid b, int64_t *received)
{
    const rel_csr *out = &w->g->out, *in = &w->g->in;
    const rel_vid own = w->community[b];
    int64_t *by = w->broker[b].by, same = 0, own_out = 0, mutual_own = 0, mutual_other = 0;
    for (rel_eid e = in->off[b]; e < in->off[b + 1]; e++) received[w->community[in->adj[e]]]++;
    rel_eid other_way = in->off[b];
    for (rel_eid e = out->off[b]; e < out->off[b + 1]; e++) {
        const rel_vid k = out->adj[e], c = w->community[k];
        while (other_way < in->off[b + 1] && in->adj[other_way] < k) other_way++;
        const bool mutual = other_way < in->off[b + 1] && in->adj[other_way] == k;
        own_out += c == own;
        mutual_own += mutual && c == own;
        mutual_other += mutual && c != own;
        if (c != own) same += received[c];
    }
    const int64_t own_in = received[own], in_all = degree(in, b), out_all = degree(out, b);
    for (rel_eid e = in->off[b]; e < in->off[b + 1]; e++) received[w->community[in->adj[e]]] = 0;
    by[REL_BROKERAGE_COORDINATOR] = own_in * own_out - mutual_own;
    by[REL_BROKERAGE_ITINERANT] = same - mutual_other;
    by[REL_BROKERAGE_GATEKEEPER] = own_in * (out_all - own_out);
    by[REL_BROKERAGE_REPRESENTATIVE] = (in_all - own_in) * own_out;
    by[REL_BROKERAGE_LIAISON] = (in_all - own_in) * (out_all - own_out) - same;
}

static bool is_in_row(const rel_csr *c, rel_vid v, rel_vid wanted)
{
    rel_eid low = c->off[v], high = c->off[v + 1];
    while (low < high) {
        const rel_eid middle = low + (high - low) / 2;
        if (c->adj[middle] < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low < c->off[v + 1] && c->adj[low] == wanted;
}

/* Takes the pairs away that are joined directly: receiver -> b -> source and receiver -> source. marked[k] is
 * 1 for the sources of b; zero before and after. The shorter of two rows is read. */
static void joined_pairs(const work *w, rel_vid b, uint8_t *marked)
{
    enum { SEARCH = 16 }; /* a step of the search costs more than one of the walk */
    const rel_csr *out = &w->g->out, *in = &w->g->in;
    const rel_vid *community = w->community;
    int64_t *by = w->broker[b].by;
    if (degree(in, b) == 0) return;
    for (rel_eid e = out->off[b]; e < out->off[b + 1]; e++) marked[out->adj[e]] = 1;
    for (rel_eid e = in->off[b]; e < in->off[b + 1]; e++) {
        const rel_vid r = in->adj[e];
        if (degree(out, r) <= SEARCH * degree(out, b)) {
            for (rel_eid k = out->off[r]; k < out->off[r + 1]; k++)
                if (marked[out->adj[k]]) by[way_of(community[r], community[b], community[out->adj[k]])]--;
        } else {
            for (rel_eid k = out->off[b]; k < out->off[b + 1]; k++)
                if (is_in_row(out, r, out->adj[k]))
                    by[way_of(community[r], community[b], community[out->adj[k]])]--;
        }
    }
    for (rel_eid e = out->off[b]; e < out->off[b + 1]; e++) marked[out->adj[e]] = 0;
}

/* The threads take chunks of vertices in turn: rows differ much. */
static void part_of_vertices(const work *w, int threads, uint64_t first, uint64_t last, int64_t *received,
                             rel_vid count, uint8_t *marked)
{
    enum { CHUNK = 64 };
    uint64_t next = first;
#pragma omp parallel for num_threads(threads) schedule(static, 1)
    for (int t = 0; t < threads; t++)
        for (;;) {
            const uint64_t at = __atomic_fetch_add(&next, CHUNK, __ATOMIC_RELAXED);
            if (at >= last) break;
            for (uint64_t b = at; b < at + CHUNK && b < last; b++) {
                all_pairs(w, (rel_vid)b, received + (size_t)t * count);
                joined_pairs(w, (rel_vid)b, marked + (size_t)t * w->g->n);
            }
        }
}

rel_status rel_brokers(rel_ctx *ctx, const rel_graph *g, const rel_vid *community, rel_vid count,
                       rel_broker *broker)
{
    enum { PARTS = 64 };
    rel_status st;
    int64_t *received = NULL;
    uint8_t *marked = NULL;
    const work w = {g, community, broker};
    const size_t threads = (size_t)ctx->threads;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(need_both(ctx, g));
    for (rel_vid v = 0; v < g->n; v++)
        if (community[v] >= count)
            return rel_fail(ctx, REL_E_USAGE,
                            "brokerage: vertex %" PRIu32 " is in community %" PRIu32
                            ", expected one below %" PRIu32,
                            v, community[v], count);
    REL_TRY(rel_scratch(ctx, &received, threads * count, sizeof *received, "brokerage"));
    REL_TRY(rel_scratch(ctx, &marked, threads * g->n, 1, "brokerage"));
    for (uint64_t part = 0; part < PARTS; part++) {
        REL_TRY(rel_poll(ctx));
        part_of_vertices(&w, ctx->threads, g->n * part / PARTS, g->n * (part + 1) / PARTS, received, count,
                         marked);
        rel_progress(ctx, "brokerage", "parts", (int64_t)part + 1, PARTS);
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}
