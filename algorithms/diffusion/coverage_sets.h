/* Inside coverage: the samples cut down to the accounts that matter for a selection, and where each of these
 * occurs.
 *
 * In a set of samples few accounts occur often, and only those are picked. An account that is in fewer than
 * `least` samples can be left out as long as every pick adds at least that many: then what is left of most
 * samples is nothing or one account, which needs no set. */
#ifndef REL_ALGORITHMS_DIFFUSION_COVERAGE_SETS_H
#define REL_ALGORITHMS_DIFFUSION_COVERAGE_SETS_H

#include "algorithms/diffusion/coverage.h"

#define REL_SET_LAST (UINT32_C(1) << 31) /* of a member: it is the last one of its set */
#define REL_SET_MET (UINT32_C(1) << 31)  /* of a head: somebody picked is in the set */

enum { REL_COVER_PARTS = 64 };

struct rel_coverage {
    rel_vid n;
    int64_t blocks;  /* of the samples, counted so far */
    uint32_t *tally; /* n: samples with the account */
    rel_vid *seen;   /* accounts that occur */
    int64_t seen_count;

    /* Candidates, called slots 0..slots, ascending by account. */
    uint32_t least; /* all accounts with this tally are candidates, but for those that may not be picked */
    uint32_t slots;
    uint64_t *is_kept; /* n bits: candidates, and accounts that are picked already */
    uint32_t *slot;    /* n; meaningful where is_kept */
    rel_vid *account;  /* slots */
    uint32_t *gain;    /* slots: samples with the account and nobody who is picked */

    /* Sets of two or more candidates, one after the other: a head of 31 bits that are the user's and
     * REL_SET_MET, then slots, the last of which carries REL_SET_LAST. */
    uint32_t *word;
    int parts;
    size_t part_first[REL_COVER_PARTS], part_last[REL_COVER_PARTS]; /* words */
    uint32_t *in;       /* heads of the sets with slot i: in[in_start[i]] .. in[in_start[i + 1]] */
    uint32_t *in_start; /* slots + 1 */

    double least_share; /* of the samples, that the last selection went down to; 0: nothing known */

    struct {
        size_t seen, account, gain, word, in, in_start;
    } room;
};

/* What is a candidate. */
typedef struct rel_cover_filter {
    uint32_t least;
    const uint8_t *barred, *base; /* n, or NULL */
    const rel_vid *met;           /* picked already: samples with them are left out */
    int64_t mets;
    const rel_vid *kept; /* candidates whatever their tally */
    int64_t keeps;
    /* NULL, or n: heads hold the group of the root, -1 as `groups`; then sets of one candidate are kept. */
    const int32_t *root_group;
    int32_t groups;
} rel_cover_filter;

/* Counts the samples that are new. */
REL_CHECKED
rel_status rel_coverage_count(rel_ctx *ctx, rel_coverage *c, const rel_rr_samples *s);
/* Makes slots and sets. */
REL_CHECKED
rel_status rel_coverage_gather(rel_ctx *ctx, rel_coverage *c, const rel_rr_samples *s,
                               const rel_cover_filter *filter);
/* The largest `least` with which about `wanted` accounts or more are candidates. */
uint32_t rel_coverage_least(const rel_coverage *c, int64_t wanted, const uint8_t *barred);

/* Whether v is a candidate: slot[v] says which. */
static inline bool rel_coverage_has(const rel_coverage *c, rel_vid v)
{
    return c->is_kept[v / 64] >> (v % 64) & 1;
}

/* Marks the sets with the slot as met, adds `mark` (below REL_SET_MET) to their heads, and lowers the gains
 * of all who are in them; the slot's own becomes 0. Returns what its gain was. */
uint32_t rel_coverage_meet(rel_coverage *c, uint32_t slot, uint32_t mark);

/* No set is met. The gains are the caller's to put back. */
void rel_coverage_unmeet(rel_coverage *c);

/* Sum of the k largest of v[0..n), which are reordered: those come first. */
uint64_t rel_top_sum(uint64_t *v, size_t n, uint64_t k);

#endif
