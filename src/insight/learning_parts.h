/* Parts of learning that its files share. */
#ifndef REL_INSIGHT_LEARNING_PARTS_H
#define REL_INSIGHT_LEARNING_PARTS_H

#include "src/insight/learning.h"

/* Cascades of the held-out check; those that are not needed are empty. */
typedef struct rel_learning_split {
    rel_cascades train, validation, test;
    rel_cascades known;                       /* train and validation together */
    rel_graph before_validation, before_test; /* edges that had acted by then; {0}: the source's graph */
} rel_learning_split;

/* Tries ways on train and validation, and leaves the best in learning->way. */
REL_CHECKED
rel_status rel_learning_choose(rel_ctx *ctx, const rel_graph *g, const rel_learning_split *split,
                               const rel_learning_request *request, rel_learning *learning);
/* Learns from known and judges by test, together with the models that need no learning. */
REL_CHECKED
rel_status rel_learning_judge(rel_ctx *ctx, const rel_graph *g, const rel_learning_split *split,
                              rel_learning *learning);
/* 1 / senders for each edge. */
void rel_weighted_cascade(const rel_graph *g, float *p);

#endif
