/* Level: the graph a round of community finding works on. Level 0 is the user's graph, its vertices ordered
 * by degree; a vertex of a higher level is a group of vertices of the one below. Private to community/.
 *
 * Groups are compared with a null model that says which weight to expect between two of them: for modularity
 * the product of their strengths, for the constant Potts model that of their sizes. */
#ifndef REL_ALGORITHMS_COMMUNITY_LEVEL_H
#define REL_ALGORITHMS_COMMUNITY_LEVEL_H

#include <string.h>

#include "graph/graph.h"

typedef struct rel_level {
    rel_vid n;
    const rel_eid *off; /* row v: off[v] <= e < end[v]; there may be room behind it */
    const rel_eid *end;
    const rel_vid *adj;  /* of a directed graph both directions, so that every arc stands in two rows */
    const float *weight; /* NULL: each 1 */
    const rel_vid *near; /* of an ordered level: so many arcs, at the start of each row, stay in the community
                            it was ordered by; else NULL */
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

/* Threads for a level of n vertices: small ones are done before a second thread has begun. */
static inline int rel_level_threads(int threads, rel_vid n)
{
    return n < 2048 ? 1 : threads;
}

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

enum { REL_READ_AHEAD = 8 };
/* Rows are read in no order of memory: ask for those of the next vertices in time. */
static inline void rel_level_read_ahead(const rel_level *g, const rel_vid *list, int64_t i, int64_t last)
{
    if (i + 2 * REL_READ_AHEAD < last) __builtin_prefetch(&g->off[list[i + 2 * REL_READ_AHEAD]]);
    if (i + REL_READ_AHEAD < last) {
        const rel_eid at = g->off[list[i + REL_READ_AHEAD]];
        __builtin_prefetch(&g->adj[at]);
        if (g->weight) __builtin_prefetch(&g->weight[at]);
    }
}

/* Weight of the arcs of one vertex or group to each label. One per thread. */
enum { REL_TIES_SMALL = 256, REL_TIES_SLOT_BITS = 11, REL_TIES_SLOTS = 1 << REL_TIES_SLOT_BITS };
typedef struct rel_ties {
    double *sum;       /* by label, all 0 between uses */
    rel_vid *met;      /* labels met; as long as the longest row, and one more */
    float *weight;     /* of what is in met, while a row is read */
    double *weight_to; /* by place in met, when all is added up */
    double *gain;      /* by place in met, for refining */
    uint8_t *slot;     /* REL_TIES_SLOTS: place in met of a label */
} rel_ties;

static inline uint32_t rel_ties_slot(rel_vid label)
{
    return (label * 0x9e3779b1u) >> (32 - REL_TIES_SLOT_BITS);
}

/* Few labels: a table in the nearest cache holds the place of the last arc to each. No branch depends on the
 * labels, as it would be foreseen wrongly every second time. Labels that found their slot taken come last. */
static inline rel_vid rel_ties_add_few(const rel_ties *t, rel_vid found, bool weighted)
{
    rel_vid *met = t->met, other[REL_TIES_SMALL], count = 0, others = 0;
    double *to = t->weight_to, other_to[REL_TIES_SMALL];
    uint8_t *slot = t->slot;
    for (rel_vid j = 0; j < found; j++) {
        slot[rel_ties_slot(met[j])] = (uint8_t)j;
        to[j] = 0;
    }
    for (rel_vid j = 0; j < found; j++) {
        const rel_vid c = met[j], place = slot[rel_ties_slot(c)];
        const double w = weighted ? (double)t->weight[j] : 1;
        const bool own = met[place] == c;
        to[place] += own ? w : 0;
        other[others] = c;
        other_to[others] = w;
        others += !own;
    }
    for (rel_vid j = 0; j < found; j++) {
        const rel_vid c = met[j];
        const bool last = slot[rel_ties_slot(c)] == j;
        met[count] = c;
        to[count] = to[j];
        count += last;
    }
    const rel_vid first = count;
    for (rel_vid j = 0; j < others; j++) {
        rel_vid i = first;
        while (i < count && met[i] != other[j]) i++;
        to[i] = i < count ? to[i] + other_to[j] : other_to[j];
        met[i] = other[j];
        count += i == count;
    }
    return count;
}

static inline rel_vid rel_ties_add_many(const rel_ties *t, rel_vid found, bool weighted)
{
    rel_vid *met = t->met, count = 0;
    double *sum = t->sum;
    for (rel_vid j = 0; j < found; j++) {
        const rel_vid c = met[j];
        const double before = sum[c];
        met[count] = c;
        count += before == 0;
        sum[c] = before + (weighted ? (double)t->weight[j] : 1);
    }
    for (rel_vid j = 0; j < count; j++) {
        t->weight_to[j] = sum[met[j]];
        sum[met[j]] = 0;
    }
    return count;
}

/* met[0..found) holds a label for each arc, weight (when weighted) its weight. Becomes each label once, in
 * an order that the labels of the row alone decide, and weight_to; returns their number. */
static inline rel_vid rel_ties_add_up(const rel_ties *t, rel_vid found, bool weighted)
{
    return found <= REL_TIES_SMALL ? rel_ties_add_few(t, found, weighted)
                                   : rel_ties_add_many(t, found, weighted);
}

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
    rel_vid *node;      /* by vertex: its number on the next level */
    double *outside;    /* by refined group: weight to the rest of its community */
    uint8_t *unsettled; /* by vertex: is to be looked at */
    rel_vid *list;      /* vertices to look at, in order */
    rel_vid *moved;
    struct rel_choice *choice; /* by place in a batch */
    rel_ties *ties;            /* by thread */
} rel_community_room;

/* What one vertex of a batch would like; its weight to where it is and to where it would go. */
typedef struct rel_choice {
    rel_vid to; /* REL_VID_NONE: a group of its own */
    double here, there;
} rel_choice;

/* Weight of the arcs of v to the others of its group. */
static inline double rel_level_inside(const rel_level *g, const rel_vid *of, rel_vid v)
{
    const rel_vid own = of[v];
    const rel_eid last = g->end[v];
    double sum = 0;
    if (!g->weight) {
        rel_eid count = 0;
        for (rel_eid e = g->off[v]; e < last; e++) count += of[g->adj[e]] == own;
        return (double)count;
    }
    for (rel_eid e = g->off[v]; e < last; e++) sum += of[g->adj[e]] == own ? (double)g->weight[e] : 0;
    return sum;
}

/* Everybody alone. */
void rel_groups_single(int threads, const rel_level *g, rel_groups *p);
/* The groups that of[] names; the sums are filled in. */
void rel_groups_sum(const rel_level *g, rel_groups *p);

/* Groups whose members are not connected fall into their connected parts. room: n. */
void rel_groups_split(const rel_level *g, rel_groups *p, rel_vid *room);

typedef struct rel_level_model {
    bool weighted, sizes; /* sizes: constant Potts model */
    double resolution;
} rel_level_model;

/* Level 0: the arrays of an undirected graph itself; of a directed one the rows of both directions behind one
 * another, as scratch of ctx: 8 bytes a vertex and 8 an arc, 16 when weighted. Besides 8 or 16 bytes a
 * vertex. Errors: E_USAGE (a direction is missing), E_DATA (a weight is not above 0, with the edge), E_MEM.
 */
REL_CHECKED
rel_status rel_level_first(rel_ctx *ctx, const rel_graph *graph, rel_level_model model, rel_level *g);

/* g with its vertices ordered by community, those of a community by degree: what searches look at together
 * then lies together. Vertices without arcs are left out. (*order)[new] is the old number. p becomes the same
 * communities of the new level, each named by the first of its members; room: n. The level is scratch of ctx:
 * 28 bytes a vertex and 4 an arc, 8 when weighted. Errors: E_MEM. */
REL_CHECKED
rel_status rel_level_ordered(rel_ctx *ctx, const rel_level *g, rel_groups *p, rel_vid *room,
                             rel_level *ordered, rel_vid **order);

/* Where the arcs of a level may lie: so many places, and so many weights. */
typedef struct rel_level_space {
    rel_eid arcs, weights;
    rel_vid *adj;
    float *weight;
} rel_level_space;

/* The next level: its vertices are the groups of `groups`, in order of their names: room->refined, or
 * room->community itself. room->community becomes their partition into communities, renumbered; room->node
 * says where each vertex of g is. Its arcs go to *space, which must not hold those of g, if they fit, else
 * *space becomes new. Scratch of ctx: 32 bytes a vertex of the next level, and 8 an arc of a new space, which
 * has as many as g at most. Errors: E_MEM. */
REL_CHECKED
rel_status rel_level_next(rel_ctx *ctx, const rel_level *g, rel_community_room *room,
                          const rel_groups *groups, rel_level_space *space, rel_level *next);

#endif
