/* Level: the graph a round of community finding works on. Level 0 is the user's graph, its vertices ordered
 * by degree; a vertex of a higher level is a group of vertices of the one below. Private to community/.
 *
 * Groups are compared with a null model that says which weight to expect between two of them: for modularity
 * the product of their strengths, for the constant Potts model that of their sizes. */
#ifndef REL_ALGORITHMS_COMMUNITY_LEVEL_H
#define REL_ALGORITHMS_COMMUNITY_LEVEL_H

#include "graph/graph.h"

typedef struct rel_level {
    rel_vid n;
    const rel_eid *off; /* row v: off[v] <= e < end[v]; there may be room behind it */
    const rel_eid *end;
    const rel_vid *adj;  /* of a directed graph both directions, so that every arc stands in two rows */
    const float *weight; /* NULL: each 1 */
    double *give;        /* n: strength, out-strength or size of each vertex */
    double *take;        /* n: in-strength when `both`, else give itself */
    double rate;         /* expected weight between a and b: rate * give_a * give_b, */
    bool both;           /* or rate * (give_a * take_b + take_a * give_b) */
    double total;        /* weight of all rows of level 0 */
} rel_level;

/* A partition of the vertices of a level. A group is named by a vertex number, its sums stand there. */
typedef struct rel_groups {
    rel_vid *of;      /* n */
    rel_vid *members; /* n, 0: nobody */
    double *give;     /* n, sums over the members */
    double *take;     /* n, or give itself */
} rel_groups;

static inline double rel_level_expects(const rel_level *g, double give_a, double take_a, double give_b,
                                       double take_b)
{
    return g->both ? g->rate * (give_a * take_b + take_a * give_b) : g->rate * (give_a * give_b);
}

/* Between vertex v and group c, which v does not belong to. */
static inline double rel_level_expects_joining(const rel_level *g, const rel_groups *p, rel_vid v, rel_vid c)
{
    return rel_level_expects(g, g->give[v], g->take[v], p->give[c], p->take[c]);
}

/* Between vertex v and the rest of its own group c. */
static inline double rel_level_expects_staying(const rel_level *g, const rel_groups *p, rel_vid v, rel_vid c)
{
    return rel_level_expects(g, g->give[v], g->take[v], p->give[c] - g->give[v], p->take[c] - g->take[v]);
}

static inline void rel_groups_add(const rel_level *g, rel_groups *p, rel_vid v, rel_vid c)
{
    p->of[v] = c;
    p->members[c]++;
    p->give[c] += g->give[v];
    if (g->both) p->take[c] += g->take[v];
}

static inline void rel_groups_remove(const rel_level *g, rel_groups *p, rel_vid v)
{
    const rel_vid c = p->of[v];
    p->members[c]--;
    p->give[c] -= g->give[v];
    if (g->both) p->take[c] -= g->take[v];
}

/* Weight of the arcs of one vertex or group to each label: a dense array, all 0 between uses, and the list of
 * those met. One per thread. */
typedef struct rel_ties {
    double *sum;
    rel_vid *met;
} rel_ties;

/* Adds the row of v; returns the new length of t->met. */
static inline rel_vid rel_ties_add(const rel_level *g, rel_vid v, const rel_vid *label, const rel_ties *t,
                                   rel_vid count)
{
    const rel_eid last = g->end[v];
    double *sum = t->sum;
    rel_vid *met = t->met;
    if (!g->weight)
        for (rel_eid e = g->off[v]; e < last; e++) {
            const rel_vid c = label[g->adj[e]];
            met[count] = c;
            count += sum[c] == 0;
            sum[c] += 1;
        }
    else
        for (rel_eid e = g->off[v]; e < last; e++) {
            const rel_vid c = label[g->adj[e]];
            met[count] = c;
            count += sum[c] == 0;
            sum[c] += (double)g->weight[e];
        }
    return count;
}

/* What finding communities works with, of level 0's size. */
typedef struct rel_community_room {
    rel_groups community, refined;
    rel_vid *node;     /* by vertex: its number on the next level */
    double *outside;   /* by refined group: weight to the rest of its community */
    uint8_t *unsettled; /* by vertex: is to be looked at */
    rel_vid *list;     /* vertices to look at, in order */
    rel_vid *moved;
    struct rel_choice *choice; /* by place in a batch */
    rel_ties *ties;    /* by thread */
} rel_community_room;

/* What one vertex of a batch would like; its weight to where it is and to where it would go. */
typedef struct rel_choice {
    rel_vid to; /* REL_VID_NONE: a group of its own */
    double here, there;
} rel_choice;

/* Everybody alone. */
void rel_groups_single(int threads, const rel_level *g, rel_groups *p);
/* The groups that of[] names; the sums are filled in. */
void rel_groups_sum(const rel_level *g, rel_groups *p);

/* Level 0 of g: rows ordered by degree, without isolated vertices. The arrays and *order (new -> old) are
 * scratch of ctx: 28 bytes a vertex, 4 an arc, 8 when weighted; twice the arcs when directed. Errors: E_USAGE
 * (a direction is missing), E_DATA (a weight is negative or no number, with the edge), E_MEM. */
typedef struct rel_level_model {
    bool weighted, sizes; /* sizes: constant Potts model */
    double resolution;
} rel_level_model;
REL_CHECKED
rel_status rel_level_first(rel_ctx *ctx, const rel_graph *graph, rel_level_model model, const char *who,
                           rel_level *g, rel_vid **order);

/* The next level: its vertices are the groups of room->refined, in order of their names, and its communities
 * those of room->community, renumbered; both are given in room. room->node says where each vertex of g is.
 * Scratch of ctx: 32 bytes a vertex, 8 an arc of g at most. Errors: E_MEM. */
REL_CHECKED
rel_status rel_level_next(rel_ctx *ctx, const rel_level *g, rel_community_room *room, rel_level *next);

#endif
