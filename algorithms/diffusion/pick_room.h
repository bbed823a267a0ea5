/* Inside coverage: what may still be picked under the rules so that the rest can be obeyed, too.
 *
 * Accounts of the same groups (with limits) are alike: they have one signature. A completion says how many
 * more of each signature would obey all that is asked for; whatever is picked, one must be left. */
#ifndef REL_ALGORITHMS_DIFFUSION_PICK_ROOM_H
#define REL_ALGORITHMS_DIFFUSION_PICK_ROOM_H

#include "algorithms/diffusion/pick_rules.h"
#include "src/base/ctx.h"

enum { REL_OUT_BARRED = 1, REL_OUT_PICKED = 2 };

typedef struct rel_pick_room {
    rel_ctx *ctx;
    const rel_pick_rules *rules;
    rel_vid n;
    uint8_t *out;        /* n: bits above; of those in neither all may be picked as far as they alone go */
    int64_t count_left;  /* picks */
    int64_t budget_left; /* millionths; INT64_MAX: no budget */

    /* Groups of all quotas, one after the other: those of quota q begin at first[q]. */
    int64_t *first;        /* quotas + 1 */
    int64_t *least, *most; /* how many more there must be, may be (INT64_MAX: any) */
    int64_t *use;          /* in the completion */

    uint32_t signs;   /* 0 when nobody must be picked */
    uint32_t *sign;   /* n; UINT32_MAX: none */
    int64_t *sign_at; /* signs * quotas: group, as in least, or -1 */
    rel_vid *member;  /* by signature, cheapest first; those of s: member_first[s] .. member_first[s + 1] */
    int64_t *member_first;
    int64_t *need;    /* signs: the completion */
    int64_t needs;    /* their sum */
    int64_t cost;     /* of the completion; -1: not known */
    int64_t *refused; /* signs: accounts of this cost and more were refused */

    /* No completion costs less than `floor`, or less than `floor - dearest` after one more pick; -1: not
     * known. With a budget only. */
    rel_vid *by_cost; /* those of member, cheapest first */
    int64_t *asked;   /* groups: scratch */
    int64_t floor, dearest;
} rel_pick_room;

/* Money in millionths. */
int64_t rel_pick_money(double amount);
/* -1: barred. Every account costs 1 without a list. */
int64_t rel_pick_cost(const rel_pick_rules *rules, rel_vid v);

/* Before any pick: nobody included yet, no completion. Scratch memory: 5 bytes an account; when somebody
 * must be picked 8 more, and 32 while it works. Errors: E_MEM. */
REL_CHECKED
rel_status rel_pick_room_make(rel_ctx *ctx, rel_vid n, const rel_pick_rules *rules, rel_pick_room *room);
/* Whether picking an account of the signature may help to obey what is asked for. */
bool rel_pick_sign_helps(const rel_pick_room *room, uint32_t sign);
/* All at the beginning again. */
void rel_pick_room_reset(rel_pick_room *room);
/* Picks v without a look at what may be: room for it may become negative. */
void rel_pick_put(rel_pick_room *room, rel_vid v);
/* So many more of the signature are in the completion. */
void rel_pick_use(rel_pick_room *room, uint32_t sign, int64_t more);
/* Looks for a completion; whatever it was before, it becomes the one found. Errors: E_LIMIT (too large or too
 * entangled to tell), E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_pick_complete(rel_pick_room *room, bool *feasible);
/* Picks v if a completion is left then. Once refused, always refused. Errors as above. */
REL_CHECKED
rel_status rel_pick_try(rel_pick_room *room, rel_vid v, bool *picked);
/* Somebody whom the completion needs; REL_VID_NONE: nobody. */
rel_vid rel_pick_needed(const rel_pick_room *room);

#endif
