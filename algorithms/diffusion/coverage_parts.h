/* Inside coverage: what the greedy of the plain problem and that of all rules share. */
#ifndef REL_ALGORITHMS_DIFFUSION_COVERAGE_PARTS_H
#define REL_ALGORITHMS_DIFFUSION_COVERAGE_PARTS_H

#include "algorithms/diffusion/coverage_sets.h"
#include "algorithms/diffusion/pick_limits.h"

/* Candidates by worth, largest first, ties by the smallest account. Worths only fall, so what an entry says
 * is at least what is true: an entry that tells the truth is the best of all. */
typedef struct rel_cover_entry {
    double worth;
    uint32_t slot;
} rel_cover_entry;

typedef struct rel_cover_queue {
    rel_cover_entry *entry; /* a heap */
    size_t count;
} rel_cover_queue;

/* Puts the entries in order, after they were filled in anyhow. */
void rel_cover_queue_order(rel_cover_queue *q);
/* The first entry is worth less than it says. */
void rel_cover_queue_lower(rel_cover_queue *q, double worth);
void rel_cover_queue_pop(rel_cover_queue *q);

/* Looks at the bound are taken after so many picks, the included not counted. */
static inline bool rel_cover_is_look(int64_t i, int64_t count)
{
    return i <= 16 || (i & (i - 1)) == 0 || i % 64 == 0 || i == count;
}

/* OPIM+ after the picks so far: what is met, and the best permitted set by what the candidates would still
 * add. weight: room for the slots. */
void rel_cover_look(const rel_coverage *c, rel_relaxation *limits, uint64_t *weight, rel_cover *cover);

/* Room for `most` picks; the included are picked. Candidates are not made. */
REL_CHECKED
rel_status rel_cover_begin(rel_ctx *ctx, rel_coverage *c, const rel_rr_samples *s,
                           const rel_pick_rules *rules, int64_t most, rel_cover *cover);
static inline void rel_cover_take(rel_cover *cover, rel_vid v, int64_t added)
{
    cover->pick[cover->count] = v;
    cover->added[cover->count++] = added;
    cover->covered += added;
}

/* Whether there is more to obey than a count, barred, base and included. */
bool rel_cover_has_rules(const rel_pick_rules *rules);
/* The candidates when there is: without those that cannot be paid, with those that may have to be picked
 * although they are in no sample. barred is scratch. */
REL_CHECKED
rel_status rel_cover_ruled_filter(rel_ctx *ctx, const rel_coverage *c, const rel_pick_rules *rules,
                                  const rel_pick_room *room, rel_cover_filter *filter);
REL_CHECKED
rel_status rel_cover_select_ruled(rel_ctx *ctx, rel_coverage *c, const rel_rr_samples *s,
                                  const rel_pick_rules *rules, rel_cover *cover);

#endif
