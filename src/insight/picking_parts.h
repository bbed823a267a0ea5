/* What the files that make an answer share; picking.h is for everybody else. */
#ifndef REL_INSIGHT_PICKING_PARTS_H
#define REL_INSIGHT_PICKING_PARTS_H

#include "src/insight/picking.h"

typedef struct rel_picking_work {
    rel_ctx *ctx;
    const rel_picking *k;
    rel_picking_answer *a;
    const rel_graph *g;
    rel_rr_sampler *sampler;
    rel_vid *seed; /* n: the base and a list */
    int64_t runs;  /* of the simulator */
    bool hasty;    /* the time is over, or somebody asked to stop: what is left is done quickly */
} rel_picking_work;

/* Once somebody asked to stop: nobody is listened to any more, as what is left is short and without it there
 * would be no answer. The next Ctrl-C ends the program. */
bool rel_picking_stopped(rel_picking_work *w);
bool rel_picking_is_included(const rel_picking *k, rel_vid v);

/* Contributions of the picks, the simulator's word on them and on the lists, and what they tell against the
 * picks: exchanges that help, a list that is better. Then the picks are changed, and proved anew. Errors:
 * those of the parts; E_STOPPED: only after rel_picking_stopped was told, never afterwards. */
REL_CHECKED
rel_status rel_picking_judge(rel_picking_work *w);

#endif
