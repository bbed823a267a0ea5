#include "algorithms/diffusion/naive_lists.h"

#include <math.h>

#include "algorithms/centrality/pagerank.h"
#include "algorithms/diffusion/pick_room.h"
#include "src/base/i18n.h"
#include "src/base/sort.h"

/* So often a list looks for another way to obey the rules; then it takes only whom it has found to need. */
enum { SECOND_THOUGHTS = 100 };

const char *rel_naive_word(int naive)
{
    static const char *const words[] = {
#define X(name, word, title) word,
        REL_NAIVE_LIST(X)
#undef X
    };
    return naive >= 0 && naive < REL_NAIVE_COUNT ? words[naive] : NULL;
}

const char *rel_naive_title(int naive)
{
    static const char *const titles[] = {
#define X(name, word, title) title,
        REL_NAIVE_LIST(X)
#undef X
    };
    return naive >= 0 && naive < REL_NAIVE_COUNT ? titles[naive] : NULL;
}

/* A list being made. */
typedef struct listing {
    rel_ctx *ctx;
    const rel_graph *g;
    const rel_influence *f;
    rel_pick_room room;
    rel_vid *pick;
    int64_t count;
    int thoughts;
} listing;

/* -------- numbers of accounts -------- */

static bool score_followers(const rel_graph *g, double *score)
{
    bool any = false;
    const rel_attribute *a = rel_attribute_find(&g->vertex_attributes, "followers");
    if (!a || a->type == REL_ATTRIBUTE_TEXT) return false;
    for (rel_vid v = 0; v < g->n; v++) {
        const double followers = rel_attribute_f64(a, v);
        score[v] = isnan(followers) ? -1 : followers;
        any = any || !isnan(followers);
    }
    return any;
}

static double receivers(const rel_graph *g, rel_vid v)
{
    return (double)(g->in.off[v + 1] - g->in.off[v]);
}

/* Without probabilities by edge a receiver is reached by all its senders alike. */
static void score_reach_alike(int threads, const rel_graph *g, const rel_influence *f, double *score)
{
    (void)threads;
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1024)
    for (rel_vid v = 0; v < g->n; v++) {
        double sum = 0;
        for (rel_eid e = g->in.off[v]; e < g->in.off[v + 1]; e++) {
            const rel_vid receiver = g->in.adj[e];
            sum += rel_influence_p(f, receiver, f->off[receiver]);
        }
        score[v] = sum;
    }
}

static void score_reach(int threads, const rel_graph *g, const rel_influence *f, double *score)
{
    if (!f->p) {
        score_reach_alike(threads, g, f, score);
        return;
    }
    for (rel_vid v = 0; v < g->n; v++) score[v] = 0;
    for (rel_vid v = 0; v < g->n; v++)
        for (rel_eid e = f->off[v]; e < f->off[v + 1]; e++) score[f->sender[e]] += (double)f->p[e];
}

/* *known: there is something to go by. */
static rel_status score_all(listing *l, rel_naive naive, double *score, bool *known)
{
    rel_status st = REL_OK;
    const rel_graph *g = l->g;
    *known = true;
    switch (naive) {
    case REL_NAIVE_FOLLOWERS: *known = score_followers(g, score); break;
    case REL_NAIVE_WEIGHTED_DEGREE: score_reach(l->ctx->threads, g, l->f, score); break;
    case REL_NAIVE_PAGERANK: st = rel_pagerank(l->ctx, g, REL_PAGERANK_DEFAULTS, score, NULL); break;
    default:
        for (rel_vid v = 0; v < g->n; v++) score[v] = receivers(g, v);
    }
    return st;
}

/* -------- picking -------- */

static rel_status try_one(listing *l, rel_vid v, bool *picked)
{
    rel_pick_room *room = &l->room;
    rel_status st = REL_OK;
    *picked = false;
    const bool needed = room->sign[v] != UINT32_MAX && room->need[room->sign[v]] > 0;
    if (!needed && room->needs >= room->count_left && l->thoughts >= SECOND_THOUGHTS) return REL_OK;
    l->thoughts += !needed && room->needs >= room->count_left;
    st = rel_pick_try(room, v, picked);
    if (st == REL_OK && *picked) l->pick[l->count++] = v;
    return st;
}

static rel_status pick_first(listing *l, const double *score)
{
    rel_status st;
    const rel_vid n = l->g->n;
    rel_sort_item *item;
    bool picked;
    REL_TRY(rel_scratch_unset(l->ctx, &item, n, sizeof *item, "naive lists"));
    for (rel_vid v = 0; v < n; v++) item[v] = (rel_sort_item){~rel_sort_key_f64(score[v]), v};
    REL_TRY(rel_sort_radix(l->ctx, item, n));
    for (rel_vid i = 0; i < n && l->room.count_left > 0; i++)
        REL_TRY(try_one(l, (rel_vid)item[i].value, &picked));
out:
    return st;
}

/* Many receivers first, then the smaller account. */
static uint64_t heap_key(uint32_t degree, rel_vid v)
{
    return (uint64_t)degree << 32 | ~v;
}

static void sink(uint64_t *heap, int64_t size, int64_t at)
{
    const uint64_t key = heap[at];
    for (int64_t below; (below = 2 * at + 1) < size; at = below) {
        if (below + 1 < size && heap[below + 1] > heap[below]) below++;
        if (heap[below] <= key) break;
        heap[at] = heap[below];
    }
    heap[at] = key;
}

/* Degrees only fall, so an entry that is out of date stands too high: it is put right when it comes up. */
static rel_status pick_discounted(listing *l)
{
    rel_status st;
    const rel_graph *g = l->g;
    uint64_t *heap;
    uint32_t *degree;
    int64_t size = g->n;
    bool picked;
    REL_TRY(rel_scratch_unset(l->ctx, &heap, g->n, sizeof *heap, "naive lists"));
    REL_TRY(rel_scratch_unset(l->ctx, &degree, g->n, sizeof *degree, "naive lists"));
    for (rel_vid v = 0; v < g->n; v++) degree[v] = (uint32_t)receivers(g, v);
    for (int64_t i = 0; i < l->count; i++)
        for (rel_eid e = g->out.off[l->pick[i]]; e < g->out.off[l->pick[i] + 1]; e++) degree[g->out.adj[e]]--;
    for (rel_vid v = 0; v < g->n; v++) heap[v] = heap_key(degree[v], v);
    for (int64_t i = size / 2; i-- > 0;) sink(heap, size, i);
    while (size && l->room.count_left > 0) {
        const rel_vid v = ~(rel_vid)heap[0];
        if (heap[0] != heap_key(degree[v], v)) {
            heap[0] = heap_key(degree[v], v);
            sink(heap, size, 0);
            continue;
        }
        heap[0] = heap[--size];
        if (size) sink(heap, size, 0);
        REL_TRY(try_one(l, v, &picked));
        if (!picked) continue;
        for (rel_eid e = g->out.off[v]; e < g->out.off[v + 1]; e++) degree[g->out.adj[e]]--;
    }
out:
    return st;
}

/* *feasible: some set obeys the rules. */
static rel_status begin(listing *l, const rel_pick_rules *rules, bool *feasible)
{
    rel_status st;
    REL_TRY(rel_pick_room_make(l->ctx, l->g->n, rules, &l->room));
    for (int64_t i = 0; i < rules->includes; i++) {
        rel_pick_put(&l->room, rules->included[i]);
        l->pick[l->count++] = rules->included[i];
    }
    st = rel_pick_complete(&l->room, feasible);
out:
    return st;
}

static rel_status make(listing *l, rel_naive naive, const rel_pick_rules *rules)
{
    rel_status st;
    double *score = NULL;
    bool known, feasible;
    REL_TRY(begin(l, rules, &feasible));
    if (!feasible) {
        l->count = 0;
        return REL_OK;
    }
    if (naive == REL_NAIVE_SINGLE_DISCOUNT) return pick_discounted(l);
    REL_TRY(rel_scratch_unset(l->ctx, &score, l->g->n, sizeof *score, "naive lists"));
    st = score_all(l, naive, score, &known);
    if (st == REL_E_NOCONV) {
        rel_forgive(l->ctx); /* the order of the first does not hang on the last digits */
        st = REL_OK;
    }
    if (st == REL_OK && known) return pick_first(l, score);
    l->count = 0;
out:
    return st;
}

rel_status rel_naive_list(rel_ctx *ctx, const rel_graph *g, const rel_influence *influence, rel_naive naive,
                          const rel_pick_rules *rules, rel_vid **pick, int64_t *count)
{
    rel_status st;
    listing l = {.ctx = ctx, .g = g, .f = influence};
    const int64_t most = rules->count && rules->count < (int64_t)g->n ? rules->count : (int64_t)g->n;
    *count = 0;
    REL_TRY(rel_scratch_unset(ctx, &l.pick, (size_t)(most > rules->includes ? most : rules->includes),
                              sizeof *l.pick, "naive lists"));
    *pick = l.pick;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    st = make(&l, naive, rules);
    rel_scratch_release(ctx, mark);
    if (st == REL_OK) *count = l.count;
out:
    return st;
}
