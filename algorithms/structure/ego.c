#include "algorithms/structure/ego.h"

#include <string.h>

/* BLOCK: vertices that one thread sweeps at a time. FEW, FEW_ARCS: up to so many vertices with so many arcs
 * are kept in a list and followed by one thread, without a look at all others. GATHER: where those who were
 * reached last have more than 1 / GATHER of the arcs of all who are not reached yet, these look for them. */
enum { BLOCK = 4096, FEW = 2048, FEW_ARCS = 1 << 16, GATHER = 16 };

static rel_status check(rel_ctx *ctx, const rel_graph *g, const rel_ego_opts *o)
{
    const bool use_in = o->direction != REL_EGO_OUT, use_out = o->direction != REL_EGO_IN;
    if (o->hops < 0 || o->hops > REL_EGO_HOPS_MAX)
        return rel_fail(ctx, REL_E_USAGE, "ego network: expected 0 to %d hops, found %d", REL_EGO_HOPS_MAX,
                        o->hops);
    const bool has_in = g->in.off || g->packed.in.block, has_out = g->out.off || g->packed.out.block;
    if (g->n && ((use_in && !has_in) || (use_out && !has_out)))
        return rel_fail(ctx, REL_E_USAGE, "ego network: the graph was built without the direction asked for");
    for (int64_t i = 0; i < o->centres; i++)
        if (o->centre[i] >= g->n)
            return rel_fail(ctx, REL_E_USAGE, "ego network: vertex %u is not one of %u", o->centre[i], g->n);
    return REL_OK;
}

typedef struct ego {
    rel_vid n;
    int threads;
    const rel_csr *way[2];    /* rows of those one step away; NULL: not asked for */
    const rel_csr *back[2];   /* the same seen from the other end; [0] NULL: the graph does not have it */
    const rel_packed *packed; /* NULL: plain; else all of the above are NULL, and: */
    const rel_packed_rows *rows[2]; /* of those one step away, as way */
    uint8_t *step;
    rel_eid arcs_left; /* of everybody who is not reached yet */
} ego;

/* Those who were reached last, and their arcs. */
typedef struct circle {
    int64_t found;
    rel_eid arcs;
} circle;

/* The same as a list, while they are few. */
typedef struct few {
    bool known;
    int count;
    rel_vid vertex[FEW];
} few;

static rel_eid arcs_of(const ego *e, rel_vid v)
{
    rel_eid arcs = 0;
    for (int k = 0; k < 2; k++)
        if (e->way[k]) arcs += e->way[k]->off[v + 1] - e->way[k]->off[v];
    return arcs;
}

static void put(few *f, rel_vid v)
{
    if (f->count == FEW) f->known = false;
    if (f->known) f->vertex[f->count++] = v;
}

static circle count_few(const ego *e, const few *f)
{
    circle c = {.found = f->count};
    for (int i = 0; i < f->count; i++) c.arcs += arcs_of(e, f->vertex[i]);
    return c;
}

/* *f becomes the list of those with the mark `next`. */
static void spread_few(const ego *e, uint8_t next, few *f)
{
    const few last = *f;
    f->count = 0;
    for (int i = 0; i < last.count; i++)
        for (int k = 0; k < 2; k++) {
            const rel_csr *c = e->way[k];
            for (rel_eid a = c ? c->off[last.vertex[i]] : 0; c && a < c->off[last.vertex[i] + 1]; a++) {
                const rel_vid v = c->adj[a];
                if (e->step[v]) continue;
                e->step[v] = next;
                put(f, v);
            }
        }
}

static circle count_marked(const ego *e, uint8_t wanted)
{
    int64_t found = 0;
    rel_eid arcs = 0;
#pragma omp parallel for num_threads(e->threads) schedule(static) reduction(+ : found, arcs)
    for (rel_vid v = 0; v < e->n; v++) {
        if (e->step[v] != wanted) continue;
        found++;
        arcs += arcs_of(e, v);
    }
    return (circle){found, arcs};
}

static uint8_t load(const uint8_t *one)
{
    return __atomic_load_n(one, __ATOMIC_RELAXED);
}

/* Whoever comes first, the same value is written. */
static void mark_row(const rel_csr *c, rel_vid v, uint8_t next, uint8_t *step)
{
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++) {
        uint8_t *const one = &step[c->adj[e]];
        if (!load(one)) __atomic_store_n(one, next, __ATOMIC_RELAXED);
    }
}

static void mark_packed_row(const rel_packed *p, const rel_packed_rows *r, rel_vid v, uint8_t next,
                            uint8_t *step)
{
    rel_packed_cursor c = rel_packed_begin(p, r, v);
    rel_vid to[REL_PACKED_PIECE];
    for (int count; (count = rel_packed_next(&c, to, NULL)) > 0;)
        for (int i = 0; i < count; i++) {
            uint8_t *const one = &step[rel_packed_old(p, to[i])];
            if (!load(one)) __atomic_store_n(one, next, __ATOMIC_RELAXED);
        }
}

static bool row_has(const rel_csr *c, rel_vid v, uint8_t wanted, const uint8_t *step)
{
    for (rel_eid e = c->off[v]; e < c->off[v + 1]; e++)
        if (load(&step[c->adj[e]]) == wanted) return true;
    return false;
}

/* Marks the unmarked neighbours of the vertices of a block that have the mark `now`. */
static void spread_block(const ego *e, rel_vid first, rel_vid end, uint8_t now)
{
    for (rel_vid v = first; v < end; v++) {
        if (load(&e->step[e->packed ? rel_packed_old(e->packed, v) : v]) != now) continue;
        for (int k = 0; k < 2; k++) {
            if (e->way[k]) mark_row(e->way[k], v, (uint8_t)(now + 1), e->step);
            if (e->rows[k]) mark_packed_row(e->packed, e->rows[k], v, (uint8_t)(now + 1), e->step);
        }
    }
}

/* Marks the vertices of a block that are unmarked and have a neighbour with the mark `now`. */
static void gather_block(const ego *e, rel_vid first, rel_vid end, uint8_t now)
{
    for (rel_vid v = first; v < end; v++) {
        if (load(&e->step[v])) continue;
        if (row_has(e->back[0], v, now, e->step) || (e->back[1] && row_has(e->back[1], v, now, e->step)))
            __atomic_store_n(&e->step[v], (uint8_t)(now + 1), __ATOMIC_RELAXED);
    }
}

/* Marks the unmarked neighbours of everybody who has the mark `now` with the next number: of many from the
 * other end, where one neighbour is enough to know (Beamer, Asanovic, Patterson, "Direction-optimizing
 * breadth-first search", SC 2012). */
static void spread(const ego *e, uint8_t now, rel_eid arcs)
{
    const bool gather = e->back[0] && arcs > e->arcs_left / GATHER;
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(e->threads) schedule(dynamic, 1)
    for (rel_vid block = 0; block <= (e->n - 1) / BLOCK; block++) {
        const rel_vid first = block * BLOCK, end = e->n - first > BLOCK ? first + BLOCK : e->n;
        if (gather)
            gather_block(e, first, end, now);
        else
            spread_block(e, first, end, now);
    }
}

/* Which rows say who is one step away, and which say so from the other end. */
static ego prepare(const rel_ctx *ctx, const rel_graph *g, rel_ego_direction direction, uint8_t *step)
{
    ego e = {.n = g->n, .threads = ctx->threads, .step = step};
    const bool use_in = direction != REL_EGO_OUT;
    const bool both = direction == REL_EGO_ALL && g->directed;
    if (rel_is_packed(&g->packed)) {
        e.packed = &g->packed;
        e.rows[0] = use_in ? &g->packed.in : &g->packed.out;
        e.rows[1] = both ? &g->packed.out : NULL;
        return e;
    }
    e.way[0] = use_in ? &g->in : &g->out;
    e.way[1] = both ? &g->out : NULL;
    e.back[0] = use_in ? &g->out : &g->in;
    e.back[1] = both ? &g->in : NULL;
    if (!e.back[0]->off) e.back[0] = NULL;
    e.arcs_left = both ? 2 * g->m : g->m;
    return e;
}

rel_status rel_ego(rel_ctx *ctx, const rel_graph *g, rel_ego_opts o, uint8_t *step, int64_t *at)
{
    few f = {.known = !rel_is_packed(&g->packed)};
    rel_status st = check(ctx, g, &o);
    if (st != REL_OK) return st;
    ego e = prepare(ctx, g, o.direction, step);
    if (g->n) memset(step, 0, g->n);
    if (at) memset(at, 0, ((size_t)o.hops + 1) * sizeof *at);
    for (int64_t i = 0; i < o.centres; i++) {
        if (!step[o.centre[i]]) put(&f, o.centre[i]);
        step[o.centre[i]] = 1;
    }
    for (int hop = 0; st == REL_OK && hop <= o.hops; hop++) {
        const uint8_t now = (uint8_t)(hop + 1);
        const circle here = f.known ? count_few(&e, &f) : count_marked(&e, now);
        if (at) at[hop] = here.found;
        if (here.found == 0 || hop == o.hops) break;
        st = rel_poll(ctx);
        f.known = f.known && here.arcs <= FEW_ARCS;
        if (st == REL_OK && f.known)
            spread_few(&e, (uint8_t)(now + 1), &f);
        else if (st == REL_OK)
            spread(&e, now, here.arcs);
        e.arcs_left -= here.arcs;
        rel_progress(ctx, "ego network", "steps", hop + 1, o.hops);
    }
    return st;
}
