/* Overlapping communities: an account belongs to every community that one of its personas is in (see
 * algorithms/community/personas.h). */
#ifndef REL_INSIGHT_OVERLAP_H
#define REL_INSIGHT_OVERLAP_H

#include "src/insight/grouping.h"

/* Communities are numbered from 0, by descending number of accounts, ties by the smallest account. */
typedef struct rel_overlap {
    rel_vid n;     /* accounts */
    rel_vid count; /* communities */
    rel_vid personas;
    rel_vid several;    /* accounts in more than one community */
    double resolution;  /* the one that was used, on the graph of personas */
    rel_eid *off;       /* n + 1: those of account v are community[off[v]] .. community[off[v + 1] - 1] */
    rel_vid *community; /* ascending; every account has at least one */
    rel_vid *accounts;  /* count: members */
} rel_overlap;

/* Splits every account into personas and groups these. Yours: rel_overlap_free. Cost and memory: those of
 * rel_personas_make and rel_group on a graph of as many edges, and 16 bytes a persona. The same at any thread
 * count. Errors: theirs; *overlap is {0} then. */
REL_CHECKED
rel_status rel_overlap_find(rel_ctx *ctx, const rel_graph *g, const rel_group_opts *opts,
                            rel_overlap *overlap);
/* Accepts {0}. */
void rel_overlap_free(rel_overlap *overlap);

#endif
