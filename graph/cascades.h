/* Cascades: who was reached by a message, and when. */
#ifndef REL_GRAPH_CASCADES_H
#define REL_GRAPH_CASCADES_H

#include "graph/types.h"
#include "src/base/ctx.h"

/* Cascade c is the acts off[c] .. off[c + 1): who was reached when, each account once, ascending by time,
 * ties by account; the first is the initiator. */
typedef struct rel_cascades {
    int64_t count;
    int64_t *off;     /* count + 1; NULL before the first rel_cascades_end */
    rel_vid *account; /* off[count] */
    double *time;     /* seconds */
    int64_t acts;     /* added, those of the cascade that is not ended among them */
    size_t off_capacity, account_capacity, time_capacity;
} rel_cascades;

/* Adds an act to the cascade that is under way. {0} holds none. Errors: E_MEM. */
REL_CHECKED
rel_status rel_cascades_add(rel_ctx *ctx, rel_cascades *c, rel_vid account, double time);
/* Ends the cascade: sorts it and keeps the first act of each account; *repeated is increased by the others.
 * One without acts is none. Errors: E_MEM. */
REL_CHECKED
rel_status rel_cascades_end(rel_ctx *ctx, rel_cascades *c, int64_t *repeated);
/* Adds the cascades first <= i < last of another one. Errors: E_MEM. */
REL_CHECKED
rel_status rel_cascades_append(rel_ctx *ctx, rel_cascades *c, const rel_cascades *from, int64_t first,
                               int64_t last);
/* Accepts {0}. */
void rel_cascades_free(rel_cascades *c);

#endif
