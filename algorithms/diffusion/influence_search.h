/* A search for the accounts that reach the most: what its parts share. */
#ifndef REL_ALGORITHMS_DIFFUSION_INFLUENCE_SEARCH_H
#define REL_ALGORITHMS_DIFFUSION_INFLUENCE_SEARCH_H

#include "algorithms/diffusion/influence_max.h"

/* Collections of samples; FRESH is the first of many. */
enum {
    REL_SEARCH_JUDGE = 1,
    REL_SEARCH_PILOT,
    REL_SEARCH_CHOOSE, /* and the two after it, when sentinels were not good enough */
    REL_SEARCH_FRESH = 16
};

typedef struct rel_search {
    rel_ctx *ctx;
    const rel_influence_max_opts *o;
    rel_influence_max_result *r;
    rel_rr_sampler *sampler;
    rel_coverage *coverage;
    rel_rr_samples s;
    rel_pick_rules rules; /* with the sentinels in the base */
    rel_vid n;
    int64_t most; /* accounts that a permitted set has at most */
    double total, target, started;
    double fail;    /* of one bound of one look */
    double first;   /* samples of the first look */
    int sizes;      /* looks that there may be */
    int64_t judges; /* samples that judge for one that chooses */
    int64_t max_bytes;
    uint64_t choose;         /* collection */
    const uint8_t *base;     /* n: the rules' base and the sentinels; NULL: neither */
    uint8_t *with_sentinels; /* n */
    rel_vid *sentinel;
    int64_t sentinels, first_sentinels;
    uint8_t *mark;      /* n: ours with the base */
    uint8_t *list_mark; /* lists * n, each with the base; and the base alone */
    int64_t list_hits[REL_RIVAL_LISTS + 1], list_judged; /* of the judging samples so far; the base last */
    /* the best set so far */
    rel_vid *best;
    int64_t *best_added, best_count, best_hits, best_judged; /* judged 0: none yet */
    int best_list;
    double best_low, least_high;
    bool settled;   /* more samples would not lead to the target */
    double ceiling; /* certificate of the last look, had it had samples without end */
} rel_search;

/* A count, who is barred and the base: nothing that keeps greedy from 1 - 1/e. */
bool rel_search_plain(const rel_pick_rules *rules);
/* Samples of a look: each time so many times the one before. Sizes are fixed in advance. */
extern const double REL_SEARCH_GROWTH;
int64_t rel_search_size(const rel_search *q, int size);
/* Looks until the target is reached or something else ends them. */
REL_CHECKED
rel_status rel_search_looks(rel_search *q, rel_max_end *end);
/* The picks with the base. */
void rel_search_mark(const rel_search *q, const rel_vid *pick, int64_t count, uint8_t *mark);

/* influence_sentinels.c: finds sentinels where samples are large; works again without. */
REL_CHECKED
rel_status rel_search_find_sentinels(rel_search *q);
REL_CHECKED
rel_status rel_search_drop_sentinels(rel_search *q);

/* influence_fresh.c: reach, its interval and what each pick adds, into q->r. */
REL_CHECKED
rel_status rel_search_estimate(rel_search *q);

#endif
