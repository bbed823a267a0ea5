#include "algorithms/structure/kcore.h"

#include <string.h>

/* ROW: neighbours looked at together. QUEUE: vertices that a thread peels one after the other before others
 * may help. CHUNK: vertices that a thread takes at a time. AHEAD: how many vertices before its turn a row is
 * fetched into the cache: rows are short and far apart, waiting for them would be most of the time. */
enum { ROW = 256, QUEUE = 1024, CHUNK = 256, AHEAD = 4 };

/* Neighbours of a vertex in the undirected graph: the union of its two sorted rows, walked without a copy. */
typedef struct walk {
    const rel_vid *a, *a_end, *b, *b_end;
} walk;

static walk walk_begin(const rel_graph *g, rel_vid v)
{
    walk w = {g->out.adj + g->out.off[v], g->out.adj + g->out.off[v + 1], NULL, NULL};
    if (g->directed) {
        w.b = g->in.adj + g->in.off[v];
        w.b_end = g->in.adj + g->in.off[v + 1];
    }
    return w;
}

/* REL_VID_NONE at the end. */
static rel_vid walk_next(walk *w)
{
    if (w->a == w->a_end) return w->b == w->b_end ? REL_VID_NONE : *w->b++;
    if (w->b == w->b_end) return *w->a++;
    if (*w->a < *w->b) return *w->a++;
    if (*w->a == *w->b) w->a++;
    return *w->b++;
}

static rel_vid count_neighbours(const rel_graph *g, rel_vid v)
{
    if (!g->directed) return (rel_vid)(g->out.off[v + 1] - g->out.off[v]);
    rel_vid count = 0;
    walk w = walk_begin(g, v);
    while (walk_next(&w) != REL_VID_NONE) count++;
    return count;
}

/* core[v] holds the neighbours that v has left; from its turn on, when that is the level, its core number. */
typedef struct peel {
    const rel_graph *g;
    rel_vid *core;
    rel_vid level;
    int threads;
    rel_vid *left;  /* vertices above the level before, in a part for each thread */
    rel_vid *turn;  /* those whose turn is now; there is room for every vertex, and each comes once */
    rel_vid *queue; /* QUEUE a thread */
    uint64_t next, end, tail; /* of turn: to be taken next; may be taken; is filled */
} peel;

static rel_vid load(const rel_vid *x)
{
    return __atomic_load_n(x, __ATOMIC_RELAXED);
}

/* The next neighbours of a walk, of which those above the level are written to `above`: without a branch, as
 * nobody can predict which they are. Returns how many; -1 at the end. */
static int read_row(const peel *p, walk *w, rel_vid above[ROW])
{
    const rel_vid level = p->level, *core = p->core, *a = w->a;
    int count = 0;
    if (a == w->a_end && w->b == w->b_end) return -1;
    if (w->b == w->b_end) {
        const rel_vid *const end = w->a_end - a > ROW ? a + ROW : w->a_end;
        for (; a < end; a++) {
            above[count] = *a;
            count += load(&core[*a]) > level;
        }
        w->a = a;
        return count;
    }
    for (int i = 0; i < ROW; i++) {
        const rel_vid u = walk_next(w);
        if (u == REL_VID_NONE) break;
        above[count] = u;
        count += load(&core[u]) > level;
    }
    return count;
}

/* One neighbour less for u. True when that brings it down to the level: to one thread only. Another thread
 * may have been quicker; then u stays at the level. */
static bool lower(const peel *p, rel_vid u)
{
    if (p->threads == 1) return --p->core[u] == p->level;
    const rel_vid before = __atomic_fetch_sub(&p->core[u], 1, __ATOMIC_RELAXED);
    if (before <= p->level) __atomic_fetch_add(&p->core[u], 1, __ATOMIC_RELAXED);
    return before == p->level + 1;
}

/* Takes v away. Who comes down to the level is queued, or left to whoever has time when the queue is full.
 * Returns the new end of the queue. */
static int take_away(peel *p, rel_vid v, rel_vid *queue, int end)
{
    rel_vid above[ROW];
    walk w = walk_begin(p->g, v);
    for (int count; (count = read_row(p, &w, above)) >= 0;)
        for (int i = 0; i < count; i++) {
            if (!lower(p, above[i])) continue;
            if (end < QUEUE)
                queue[end++] = above[i];
            else
                p->turn[__atomic_fetch_add(&p->tail, 1, __ATOMIC_RELAXED)] = above[i];
        }
    return end;
}

/* Always inlined: gcc takes a function that only prefetches for one that does nothing, and drops its calls.
 */
__attribute__((always_inline)) static inline void fetch_row(const peel *p, rel_vid v)
{
    const rel_vid *row = p->g->out.adj + p->g->out.off[v];
    __builtin_prefetch(row);
    __builtin_prefetch(row + 16);
    if (p->g->directed) __builtin_prefetch(p->g->in.adj + p->g->in.off[v]);
}

/* One thread's share of the vertices whose turn is now, and who comes down to the level because of them. */
static void peel_some(peel *p, rel_vid *queue, uint64_t chunk)
{
    for (;;) {
        const uint64_t first = __atomic_fetch_add(&p->next, chunk, __ATOMIC_RELAXED);
        if (first >= p->end) return;
        int end = (int)(p->end - first < chunk ? p->end - first : chunk);
        memcpy(queue, p->turn + first, (size_t)end * sizeof *queue);
        for (int i = 0; i < end; i++) {
            if (i + 2 * AHEAD < end) __builtin_prefetch(&p->g->out.off[queue[i + 2 * AHEAD]]);
            if (i + AHEAD < end) fetch_row(p, queue[i + AHEAD]);
            end = take_away(p, queue[i], queue, end);
        }
    }
}

static void peel_level(peel *p)
{
    p->next = 0;
    p->end = p->tail;
    while (p->next < p->end) {
        const uint64_t share = (p->end - p->next) / (8 * (uint64_t)p->threads) + 1;
        const uint64_t chunk = share < CHUNK ? share : CHUNK;
#pragma omp parallel for num_threads(p->threads) schedule(static, 1)
        for (int t = 0; t < p->threads; t++) peel_some(p, p->queue + (size_t)t * QUEUE, chunk);
        p->next = p->end; /* the threads have counted beyond */
        p->end = p->tail;
    }
}

/* Puts the vertices of one part that are at the level into turn and those above it first; returns how many
 * those are. */
static rel_vid sort_out(peel *p, rel_vid *part, rel_vid count, rel_vid *smallest)
{
    rel_vid kept = 0, here[ROW];
    int found = 0;
    for (rel_vid i = 0; i < count; i++) {
        const rel_vid v = part[i], d = p->core[v];
        part[kept] = here[found] = v;
        found += d == p->level;
        kept += d > p->level;
        if (d > p->level && d < *smallest) *smallest = d;
        if (found < ROW && i + 1 < count) continue;
        const uint64_t at = __atomic_fetch_add(&p->tail, (uint64_t)found, __ATOMIC_RELAXED);
        memcpy(p->turn + at, here, (size_t)found * sizeof *here);
        found = 0;
    }
    return kept;
}

enum { PARTS = 64 };

static rel_vid part_start(rel_vid n, int part)
{
    return (rel_vid)((uint64_t)n * (uint64_t)part / PARTS);
}

/* Level after level; levels at which nobody is are left out. */
static rel_status peel_all(rel_ctx *ctx, peel *p)
{
    const rel_vid n = p->g->n;
    rel_vid count[PARTS], smallest;
    for (int part = 0; part < PARTS; part++) count[part] = part_start(n, part + 1) - part_start(n, part);
    for (uint64_t left = n; left > 0;) {
        const rel_status st = rel_poll(ctx);
        if (st != REL_OK) return st;
        left = 0;
        p->tail = 0;
        smallest = REL_VID_NONE;
#pragma omp parallel for num_threads(p->threads) schedule(static) reduction(min : smallest) reduction(+ : left)
        for (int part = 0; part < PARTS; part++) {
            count[part] = sort_out(p, p->left + part_start(n, part), count[part], &smallest);
            left += count[part];
        }
        rel_progress(ctx, "k-core", "vertices", (int64_t)(n - left), n);
        if (p->tail) {
            peel_level(p);
            p->level++;
        } else
            p->level = smallest;
    }
    return REL_OK;
}

rel_status rel_kcore(rel_ctx *ctx, const rel_graph *g, rel_vid *core)
{
    rel_status st;
    peel p = {.g = g, .core = core, .threads = ctx->threads};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (g->n == 0) return REL_OK;
    if (!g->out.off || (g->directed && !g->in.off))
        return rel_fail(ctx, REL_E_USAGE, "k-core: the graph was built without both directions");
    REL_TRY(rel_poll(ctx));
    REL_TRY(rel_scratch_unset(ctx, &p.left, g->n, sizeof *p.left, "k-core vertices"));
    REL_TRY(rel_scratch_unset(ctx, &p.turn, g->n, sizeof *p.turn, "k-core vertices"));
    REL_TRY(rel_scratch_unset(ctx, &p.queue, (size_t)ctx->threads * QUEUE, sizeof *p.queue, "k-core queues"));
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 4096)
    for (rel_vid v = 0; v < g->n; v++) {
        core[v] = count_neighbours(g, v);
        p.left[v] = v;
    }
    st = peel_all(ctx, &p);
out:
    rel_scratch_release(ctx, mark);
    return st;
}
