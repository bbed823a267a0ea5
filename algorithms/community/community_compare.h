/* How alike two partitions of the same vertices are: communities against a known truth, or against those of
 * another day.
 *
 * Sources: normalised mutual information (arithmetic mean): Danon, Díaz-Guilera, Duch, Arenas, "Comparing
 * community structure identification", J. Stat. Mech., 2005; adjusted Rand index: Hubert, Arabie, "Comparing
 * partitions", J. Classification 2, 1985; V-measure: Rosenberg, Hirschberg, "V-measure", EMNLP-CoNLL 2007;
 * variation of information: Meilă, "Comparing clusterings", COLT 2003. */
#ifndef REL_ALGORITHMS_COMMUNITY_COMMUNITY_COMPARE_H
#define REL_ALGORITHMS_COMMUNITY_COMMUNITY_COMPARE_H

#include "graph/types.h"
#include "src/base/ctx.h"

typedef struct rel_likeness {
    rel_vid compared;    /* vertices that both partitions have */
    double nmi;          /* 0 to 1: what knowing one says about the other */
    double ari;          /* at most 1; 0: as pairs agree by chance; may be negative */
    double homogeneity;  /* 0 to 1: each community of `found` holds one label only */
    double completeness; /* 0 to 1: each label lies in one community of `found` */
    double v_measure;    /* their harmonic mean; the same number as nmi */
    double vi;           /* variation of information, nats: what neither says about the other; 0: the same */
} rel_likeness;

/* Any numbers; a vertex with REL_VID_NONE in either is left out. Two partitions without information (one
 * community each) are alike: 1. Nothing to compare: NaN. Cost O(n), scratch 40 bytes a vertex. The same bits
 * at any thread count, and whatever the communities are called. Errors: E_MEM. */
REL_CHECKED
rel_status rel_communities_compare(rel_ctx *ctx, rel_vid n, const rel_vid *found, const rel_vid *truth,
                                   rel_likeness *like);

#endif
