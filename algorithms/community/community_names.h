/* Names that communities keep through time: which community of today is that of yesterday, and what became
 * of the others.
 *
 * After Greene, Doyle, Cunningham, "Tracking the evolution of communities in dynamic social networks",
 * ASONAM 2010 (communities are matched with the last members seen of each, however long ago), with the events
 * of Palla, Barabási, Vicsek, "Quantifying social group evolution", Nature 446, 2007. */
#ifndef REL_ALGORITHMS_COMMUNITY_COMMUNITY_NAMES_H
#define REL_ALGORITHMS_COMMUNITY_COMMUNITY_NAMES_H

#include "graph/types.h"
#include "src/base/ctx.h"

typedef enum rel_community_event {
    REL_COMMUNITY_BORN,  /* from nobody that is known */
    REL_COMMUNITY_SPLIT, /* born out of another, which lives on */
    REL_COMMUNITY_BACK,  /* lives again after steps without it */
    REL_COMMUNITY_SAME,  /* its size changed by no more than a tenth */
    REL_COMMUNITY_GREW,
    REL_COMMUNITY_SHRANK,
    REL_COMMUNITY_MERGED, /* ended: most of its members that are still there are in another one */
    REL_COMMUNITY_DIED,   /* ended: they are nowhere, or scattered */
} rel_community_event;

/* A community of a step, or one that ended in it. */
typedef struct rel_community_life {
    rel_vid name; /* numbers from 0, in the order of birth */
    rel_community_event event;
    rel_vid other;           /* SPLIT: out of whom; MERGED: into whom; else REL_VID_NONE */
    rel_vid accounts;        /* members now; 0 when it ended */
    rel_vid accounts_before; /* when it was last seen; 0 when born */
    rel_vid kept;            /* members now whose last community it was, in whatever step */
} rel_community_life;

typedef struct rel_community_names {
    rel_vid n;                /* vertices */
    rel_vid least;            /* members that a community needs to get a name */
    rel_vid *last;            /* n: the name that each vertex had last; REL_VID_NONE: none so far */
    rel_vid names;            /* given so far */
    rel_vid *size;            /* names: members when it was last seen */
    bool *alive;              /* names: it was there in the last step */
    rel_community_life *life; /* of the last step: its communities, then those that ended */
    rel_vid lives;
    size_t size_room, alive_room, life_room;
} rel_community_names;

/* least >= 1. Memory: 4 bytes a vertex, 5 a name. Errors: E_MEM (*k is {0}). */
REL_CHECKED
rel_status rel_community_names_begin(rel_ctx *ctx, rel_vid n, rel_vid least, rel_community_names *k);
/* Accepts {0}. */
void rel_community_names_end(rel_community_names *k);

/* One step: community[0..n) are numbers below count, REL_VID_NONE for vertices that are not there. name[c]
 * becomes the name of community c, REL_VID_NONE when it has fewer members than `least`.
 *
 * Of the members that are there in this step, and had a name, community c has `shared` of name i. The two
 * belong together when these are at least half of those of i, or at least half of those of c, and at least a
 * quarter of the members of whichever is smaller, and two. Names go to the pairs that share most, ties by the
 * older name, then by the smaller c; a community without a name then has split from the one that it shares
 * most with, or is born; new names are given in the order of c.
 *
 * Cost: O(n), and a sort of the pairs. Scratch: 32 bytes a vertex, 40 a community, 20 a name. One thread.
 * Errors: E_MEM (k unchanged, except for life). */
REL_CHECKED
rel_status rel_community_names_step(rel_ctx *ctx, rel_community_names *k, const rel_vid *community,
                                    rel_vid count, rel_vid *name);

#endif
