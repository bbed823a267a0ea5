#include "src/insight/community_history.h"

#include <math.h>
#include <stdlib.h>

typedef struct run {
    rel_ctx *ctx;
    const rel_community_history_opts *o;
    rel_windows windows;
    rel_community_names names;
    rel_vid n;          /* accounts of the source */
    rel_vid *community; /* by vertex of the source: number in the period, then its name */
    rel_vid *start;     /* by vertex of the period */
    rel_vid *holder;    /* by name: a vertex of the period that has it */
    rel_vid *name;      /* by community of the period */
    rel_vid *leader;    /* by community; then by life */
    rel_vid *by_life;
    double *most; /* by community: what its leader receives */
    size_t holder_room, life_room;
} run;

/* Where the search starts: those of one name together, the others alone. A community is called by one of its
 * vertices, so all numbers are below n. */
static rel_status starting_communities(run *r, const rel_graph *g)
{
    rel_status st;
    const rel_vid names = r->names.names;
    REL_TRY(
        rel_grow(r->ctx, &r->holder, &r->holder_room, names + (size_t)1, sizeof *r->holder, "communities"));
    for (rel_vid i = 0; i < names; i++) r->holder[i] = REL_VID_NONE;
    for (rel_vid v = 0; v < g->n; v++) {
        const rel_vid name = r->names.last[g->names.number[v]];
        r->start[v] = v;
        if (name == REL_VID_NONE) continue;
        if (r->holder[name] == REL_VID_NONE) r->holder[name] = v;
        r->start[v] = r->holder[name];
    }
out:
    return st;
}

/* -------- leaders -------- */

static double inside_attention(const rel_graph *g, const rel_vid *community, rel_vid v)
{
    double sum = 0;
    for (rel_eid e = g->in.off[v]; e < g->in.off[v + 1]; e++)
        if (community[g->in.adj[e]] == community[v]) sum += g->in.weight ? (double)g->in.weight[e] : 1;
    return sum;
}

static void find_leaders(run *r, const rel_graph *g, const rel_grouping *p)
{
    for (rel_vid c = 0; c < p->count; c++) r->leader[c] = REL_VID_NONE;
    for (rel_vid v = 0; v < g->n; v++) {
        const rel_vid c = p->community[v];
        const double attention = inside_attention(g, p->community, v);
        if (r->leader[c] != REL_VID_NONE && attention <= r->most[c]) continue;
        r->leader[c] = (rel_vid)g->names.number[v];
        r->most[c] = attention;
    }
}

/* Lives come in the order of their communities, without the small ones. */
static rel_status leaders_of_lives(run *r, const rel_grouping *p, rel_community_period *period)
{
    rel_status st;
    rel_vid i = 0;
    REL_TRY(rel_grow(r->ctx, &r->by_life, &r->life_room, r->names.lives + (size_t)1, sizeof *r->by_life,
                     "communities"));
    for (rel_vid c = 0; c < p->count; c++)
        if (r->name[c] != REL_VID_NONE) r->by_life[i++] = r->leader[c];
    for (; i < r->names.lives; i++) r->by_life[i] = REL_VID_NONE;
    period->leader = r->by_life;
out:
    return st;
}

/* -------- period after period -------- */

static void count_small(const run *r, const rel_grouping *p, rel_community_period *period)
{
    for (rel_vid c = 0; c < p->count; c++) {
        if (r->name[c] != REL_VID_NONE) continue;
        period->small++;
        period->small_accounts += p->cut[c].members;
    }
}

static rel_status name_communities(run *r, const rel_graph *g, const rel_grouping *p,
                                   rel_community_period *period)
{
    rel_status st;
    for (rel_vid v = 0; v < r->n; v++) r->community[v] = REL_VID_NONE;
    for (rel_vid v = 0; v < g->n; v++) r->community[g->names.number[v]] = p->community[v];
    REL_TRY(rel_community_names_step(r->ctx, &r->names, r->community, p->count, r->name));
    for (rel_vid v = 0; v < r->n; v++)
        if (r->community[v] != REL_VID_NONE) r->community[v] = r->name[r->community[v]];
    count_small(r, p, period);
    if (g->n) find_leaders(r, g, p);
    REL_TRY(leaders_of_lives(r, p, period));
    period->life = r->names.life;
    period->lives = r->names.lives;
    period->name = r->community;
out:
    return st;
}

static rel_status one_period(run *r, rel_community_period *period)
{
    rel_status st;
    rel_graph g = {0};
    rel_grouping p = {0};
    rel_group_opts o = r->o->group;
    period->quality = period->coverage = NAN;
    REL_TRY(rel_window_graph(&r->windows, period->index, &g, &period->acts, &period->filtered));
    period->accounts = g.n;
    if (g.n) {
        REL_TRY(starting_communities(r, &g));
        o.start = r->start;
        REL_TRY(rel_group(r->ctx, &g, &o, &p));
        period->quality = p.value;
        period->coverage = p.coverage;
    }
    REL_TRY(name_communities(r, &g, &p, period));
out:
    rel_grouping_free(&p);
    rel_graph_free(&g);
    return st;
}

static rel_status reserve(run *r)
{
    rel_status st;
    REL_TRY(rel_community_names_begin(r->ctx, r->n, r->o->least, &r->names));
    REL_TRY(rel_scratch_unset(r->ctx, &r->community, r->n, sizeof *r->community, "communities"));
    REL_TRY(rel_scratch_unset(r->ctx, &r->start, r->n, sizeof *r->start, "communities to start from"));
    REL_TRY(rel_scratch_unset(r->ctx, &r->name, r->n, sizeof *r->name, "names of communities"));
    REL_TRY(rel_scratch_unset(r->ctx, &r->leader, r->n, sizeof *r->leader, "leaders"));
    REL_TRY(rel_scratch_unset(r->ctx, &r->most, r->n, sizeof *r->most, "leaders"));
out:
    return st;
}

rel_status rel_community_history(rel_ctx *ctx, const rel_timed *timed, const rel_periods *periods,
                                 const rel_community_history_opts *o, rel_community_period_fn *each,
                                 void *user)
{
    rel_status st;
    run r = {.ctx = ctx, .o = o, .n = timed->source.graph.n};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_windows_begin(ctx, timed, periods, &o->window, &r.windows));
    REL_TRY(reserve(&r));
    for (int i = 0; i < periods->count; i++) {
        rel_community_period period = {.index = i};
        REL_TRY(rel_poll(ctx));
        rel_progress(ctx, "communities", "periods", i, periods->count);
        REL_TRY(one_period(&r, &period));
        REL_TRY(each(user, &period));
    }
out:
    free(r.holder);
    free(r.by_life);
    rel_community_names_end(&r.names);
    rel_scratch_release(ctx, mark);
    return st;
}
