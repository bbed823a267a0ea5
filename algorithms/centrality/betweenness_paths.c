#include "algorithms/centrality/betweenness_sampling_parts.h"
#include "src/base/rng.h"

enum { STREAM_PAIR = 0x4b50, STREAM_PATH, STREAM_TURN };
enum { FROM_SOURCE = 1, FROM_TARGET = 2, EITHER = 3, A_WORD = 32 }; /* two bits a vertex say who found it */

/* Numbers of paths beyond this are scaled down, a distance at a time: only their proportions at one distance
 * count. The product of two, added up over all arcs, is far from both ends of double. */
static const double MANY = 0x1p400, FEW = 0x1p-400;

/* What one end of the pair has found so far. Both ends share the arrays, as no vertex is found by both: the
 * source fills them from the front, the target from the back. */
typedef struct half {
    const rel_csr *forth, *back; /* arcs away from the end of the pair, and towards it */
    unsigned mark;
    bool backwards;
    rel_vid distance;   /* of the frontier */
    rel_vid first, end; /* the frontier, in order of finding */
    rel_eid arcs;       /* that leave it */
} half;

struct rel_path_search {
    rel_vid n;
    rel_csr out, in;
    uint64_t *mark;  /* A_WORD vertices a word */
    rel_vid *place;  /* of a found vertex in the arrays below */
    rel_vid *vertex; /* in order of finding */
    double *paths;   /* from its end of the pair, up to a factor common to its distance */
    double *met;     /* paths through the frontier so far, when the searches meet */
    rel_vid *start;  /* place in the order where each distance begins */
};

rel_status rel_path_search_new(rel_ctx *ctx, const rel_graph *g, rel_path_search **made)
{
    rel_status st;
    rel_path_search *s;
    const size_t n = g->n;
    REL_TRY(rel_scratch(ctx, made, 1, sizeof **made, "path search"));
    s = *made;
    s->n = g->n;
    s->out = g->out;
    s->in = g->in;
    REL_TRY(rel_scratch(ctx, &s->mark, n / A_WORD + 1, sizeof *s->mark, "path search"));
    REL_TRY(rel_scratch_unset(ctx, &s->place, n, sizeof *s->place, "path search"));
    REL_TRY(rel_scratch_unset(ctx, &s->vertex, n, sizeof *s->vertex, "path search"));
    REL_TRY(rel_scratch_unset(ctx, &s->paths, n, sizeof *s->paths, "path search"));
    REL_TRY(rel_scratch_unset(ctx, &s->met, n, sizeof *s->met, "path search"));
    REL_TRY(rel_scratch_unset(ctx, &s->start, n + 2, sizeof *s->start, "path search"));
out:
    return st;
}

static inline unsigned mark_of(const rel_path_search *s, rel_vid v)
{
    return (unsigned)(s->mark[v / A_WORD] >> 2 * (v % A_WORD)) & EITHER;
}

static inline rel_eid degree(const rel_csr *c, rel_vid v)
{
    return c->off[v + 1] - c->off[v];
}

/* Where the i-th found vertex of this half stands. */
static inline rel_vid at(const rel_path_search *s, const half *h, rel_vid i)
{
    return h->backwards ? s->n - 1 - i : i;
}

static rel_vid *start_of(rel_path_search *s, const half *h, rel_vid distance)
{
    return &s->start[h->backwards ? s->n + 1 - distance : distance];
}

static void find(rel_path_search *s, half *h, rel_vid v, rel_vid i, double paths)
{
    const rel_vid place = at(s, h, i);
    s->mark[v / A_WORD] |= (uint64_t)h->mark << 2 * (v % A_WORD);
    s->place[v] = place;
    s->vertex[place] = v;
    s->paths[place] = paths;
}

static void begin(rel_path_search *s, half *h, rel_vid v)
{
    find(s, h, v, 0, 1);
    h->distance = h->first = 0;
    h->end = 1;
    h->arcs = degree(h->forth, v);
    *start_of(s, h, 0) = 0;
}

/* Paths that go on from the frontier over one arc to the other half, added up along the frontier in `met`. */
static double meet(rel_path_search *s, const half *h)
{
    const unsigned other = EITHER ^ h->mark;
    double total = 0;
    for (rel_vid i = h->first; i < h->end; i++) {
        const rel_vid place = at(s, h, i), u = s->vertex[place];
        double beyond = 0;
        for (rel_eid e = h->forth->off[u]; e < h->forth->off[u + 1]; e++) {
            const rel_vid v = h->forth->adj[e];
            if (mark_of(s, v) == other) beyond += s->paths[s->place[v]];
        }
        total += beyond * s->paths[place];
        s->met[i - h->first] = total;
    }
    return total;
}

/* Only the new frontier, which stands in one piece. */
static void scale_down(rel_path_search *s, const half *h)
{
    double most = 0;
    for (rel_vid i = h->first; i < h->end; i++) {
        const double paths = s->paths[at(s, h, i)];
        most = paths > most ? paths : most;
    }
    if (most <= MANY) return;
    for (rel_vid i = h->first; i < h->end; i++) {
        double *paths = &s->paths[at(s, h, i)];
        *paths = *paths / MANY > FEW ? *paths / MANY : FEW;
    }
}

/* Moves the frontier one step away. Nobody in it leads to the other half. */
static void expand(rel_path_search *s, half *h)
{
    const rel_vid known = h->end;
    rel_vid end = known;
    h->arcs = 0;
    for (rel_vid i = h->first; i < known; i++) {
        const rel_vid place = at(s, h, i), u = s->vertex[place];
        for (rel_eid e = h->forth->off[u]; e < h->forth->off[u + 1]; e++) {
            const rel_vid v = h->forth->adj[e];
            if (!mark_of(s, v)) {
                find(s, h, v, end++, s->paths[place]);
                h->arcs += degree(h->forth, v);
                continue;
            }
            const rel_vid old = s->place[v];
            if ((h->backwards ? s->n - 1 - old : old) >= known) s->paths[old] += s->paths[place];
        }
    }
    h->first = known;
    h->end = end;
    *start_of(s, h, ++h->distance) = known;
    scale_down(s, h);
}

/* One of the neighbours v of u that stand at places first <= i < end of h, in proportion to their paths. */
static rel_vid choose(const rel_path_search *s, const rel_csr *c, rel_vid u, const half *h, rel_vid first,
                      rel_vid end, double random)
{
    double total = 0;
    rel_vid chosen = REL_VID_NONE;
    for (int round = 0; round < 2; round++) {
        double left = random * total;
        for (rel_eid e = c->off[u]; e < c->off[u + 1]; e++) {
            const rel_vid v = c->adj[e];
            if (mark_of(s, v) != h->mark) continue;
            const rel_vid place = s->place[v], i = h->backwards ? s->n - 1 - place : place;
            if (i < first || i >= end) continue;
            if (round == 0) {
                total += s->paths[place];
                continue;
            }
            chosen = v;
            left -= s->paths[place];
            if (left < 0) return v;
        }
    }
    return chosen; /* the last, when rounding left a rest */
}

/* Counts v, found at this distance, and those between it and its end of the pair, the end not counted. */
static void count_back(rel_path_search *s, const half *h, rel_vid v, rel_vid distance, uint64_t key,
                       int64_t *count)
{
    for (; distance > 0; distance--) {
#pragma omp atomic
        count[v]++;
        if (distance == 1) break;
        const double random = rel_rand_unit(key, STREAM_TURN + h->mark, distance);
        v = choose(s, h->back, v, h, *start_of(s, h, distance - 1), *start_of(s, h, distance), random);
    }
}

/* The searches have met: draws an arc between them, then goes back to both ends. */
static void draw(rel_path_search *s, const half *h, const half *other, double total, uint64_t key,
                 int64_t *count)
{
    const double random = rel_rand_unit(key, STREAM_TURN, 0) * total;
    rel_vid low = 0, high = h->end - h->first - 1; /* the first whose sum is above random */
    while (low < high) {
        const rel_vid middle = low + (high - low) / 2;
        if (s->met[middle] > random)
            high = middle;
        else
            low = middle + 1;
    }
    const rel_vid u = s->vertex[at(s, h, h->first + low)];
    const rel_vid v =
        choose(s, h->forth, u, other, other->first, other->end, rel_rand_unit(key, STREAM_TURN, 1));
    count_back(s, h, u, h->distance, key, count);
    count_back(s, other, v, other->distance, key, count);
}

static void forget(rel_path_search *s, const half *h)
{
    for (rel_vid i = 0; i < h->end; i++) s->mark[s->vertex[at(s, h, i)] / A_WORD] = 0;
}

/* The half with fewer arcs to follow goes on. It looks first whether it meets the other: the last step, the
 * largest, then marks nothing. */
void rel_path_sample(rel_path_search *s, uint64_t seed, int64_t sample, int64_t *count)
{
    half a = {.forth = &s->out, .back = &s->in, .mark = FROM_SOURCE},
         b = {.forth = &s->in, .back = &s->out, .mark = FROM_TARGET, .backwards = true};
    const uint64_t id = (uint64_t)sample;
    const rel_vid source = (rel_vid)rel_rand_below(seed, STREAM_PAIR, 2 * id, s->n);
    rel_vid target = (rel_vid)rel_rand_below(seed, STREAM_PAIR, 2 * id + 1, s->n - 1);
    target += target >= source;
    if (!degree(&s->out, source) || !degree(&s->in, target)) return;
    begin(s, &a, source);
    begin(s, &b, target);
    while (a.arcs && b.arcs) {
        half *h = a.arcs <= b.arcs ? &a : &b;
        const double total = meet(s, h);
        if (total > 0) {
            draw(s, h, h == &a ? &b : &a, total, rel_rand(seed, STREAM_PATH, id), count);
            break;
        }
        expand(s, h);
    }
    forget(s, &a);
    forget(s, &b);
}
