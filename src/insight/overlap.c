#include "src/insight/overlap.h"

#include <stdlib.h>

#include "algorithms/community/personas.h"
#include "src/base/sort.h"

static int by_number(const void *a, const void *b)
{
    const rel_vid x = *(const rel_vid *)a, y = *(const rel_vid *)b;
    return x < y ? -1 : x > y;
}

/* The communities of an account's personas, each once; returns their number. */
static rel_vid collect(const rel_vid *of_persona, rel_vid personas, rel_vid *to)
{
    rel_vid kept = 0;
    for (rel_vid i = 0; i < personas; i++) to[i] = of_persona[i];
    qsort(to, personas, sizeof *to, by_number);
    for (rel_vid i = 0; i < personas; i++)
        if (!kept || to[kept - 1] != to[i]) to[kept++] = to[i];
    return kept;
}

/* number[c]: by descending members; the first member breaks ties, which is the order in which they are met.
 */
static rel_status number_communities(rel_ctx *ctx, const rel_overlap *o, rel_vid *number)
{
    rel_status st;
    rel_sort_item *item;
    rel_vid *members, met = 0;
    REL_TRY(rel_scratch(ctx, &members, o->count, sizeof *members, "communities"));
    REL_TRY(rel_scratch_unset(ctx, &item, o->count, sizeof *item, "communities"));
    for (rel_eid i = 0; i < o->off[o->n]; i++)
        if (members[o->community[i]]++ == 0) item[met++].value = o->community[i];
    for (rel_vid k = 0; k < met; k++) item[k].key = ~(uint64_t)members[item[k].value];
    REL_TRY(rel_sort_radix(ctx, item, met));
    for (rel_vid k = 0; k < met; k++) {
        number[item[k].value] = k;
        o->accounts[k] = members[item[k].value];
    }
out:
    return st;
}

static rel_status gather(rel_ctx *ctx, const rel_personas *p, const rel_grouping *of_personas, rel_overlap *o)
{
    rel_status st;
    rel_vid *number;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_alloc(ctx, &o->off, (size_t)p->n + 1, sizeof *o->off, "communities"));
    REL_TRY(rel_alloc(ctx, &o->community, p->graph.n, sizeof *o->community, "communities"));
    REL_TRY(rel_alloc(ctx, &o->accounts, o->count, sizeof *o->accounts, "communities"));
    for (rel_vid v = 0; v < p->n; v++) {
        const rel_vid first = p->first[v], personas = p->first[v + 1] - first;
        const rel_vid kept = collect(&of_personas->community[first], personas, &o->community[o->off[v]]);
        o->off[v + 1] = o->off[v] + kept;
        o->several += kept > 1;
    }
    REL_TRY(rel_scratch_unset(ctx, &number, o->count, sizeof *number, "communities"));
    REL_TRY(number_communities(ctx, o, number));
    for (rel_vid v = 0; v < p->n; v++) {
        for (rel_eid i = o->off[v]; i < o->off[v + 1]; i++) o->community[i] = number[o->community[i]];
        qsort(&o->community[o->off[v]], (size_t)(o->off[v + 1] - o->off[v]), sizeof *o->community, by_number);
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_overlap_find(rel_ctx *ctx, const rel_graph *g, const rel_group_opts *opts,
                            rel_overlap *overlap)
{
    rel_status st;
    rel_personas p = {0};
    rel_grouping of_personas = {0};
    rel_overlap o = {.n = g->n};
    *overlap = (rel_overlap){0};
    REL_TRY(rel_personas_make(ctx, g, &p));
    REL_TRY(rel_group(ctx, &p.graph, opts, &of_personas));
    o.count = of_personas.count;
    o.personas = p.graph.n;
    o.resolution = of_personas.resolution;
    REL_TRY(gather(ctx, &p, &of_personas, &o));
    *overlap = o;
out:
    if (st != REL_OK) rel_overlap_free(&o);
    rel_grouping_free(&of_personas);
    rel_personas_free(&p);
    return st;
}

void rel_overlap_free(rel_overlap *overlap)
{
    free(overlap->off);
    free(overlap->community);
    free(overlap->accounts);
    *overlap = (rel_overlap){0};
}
