/* What drawing reverse-reachable sets is made of: random numbers of a sample, the live senders of an account,
 * one sample at a time and a block of samples at once. */
#ifndef REL_ALGORITHMS_DIFFUSION_RR_PARTS_H
#define REL_ALGORITHMS_DIFFUSION_RR_PARTS_H

#include <math.h>

#include "algorithms/diffusion/rr_samples.h"
#include "src/base/rng.h"

/* ---- random numbers: SplitMix64 from a start that depends on seed, collection and sample alone ---- */
typedef struct rel_rr_rng {
    uint64_t at;
} rel_rr_rng;

static inline uint64_t rel_rr_next(rel_rr_rng *r)
{
    const uint64_t x = rel_mix64(r->at);
    r->at += 0x9e3779b97f4a7c15u;
    return x;
}
static inline double rel_rr_unit(uint64_t x) /* [0, 1) */
{
    return (double)(x >> 11) * 0x1p-53;
}
static inline double rel_rr_positive(uint64_t x) /* (0, 1] */
{
    return (double)((x >> 11) + 1) * 0x1p-53;
}
static inline uint64_t rel_rr_below(rel_rr_rng *r, uint64_t bound)
{
    return (uint64_t)(((rel_u128)rel_rr_next(r) * bound) >> 64);
}

/* ---- how many of d senders with 1 / d each are live: rr_binomial.c ---- */
enum { REL_RR_STEPS = 16, REL_RR_DENSE = 256, REL_RR_CLASSES = REL_RR_DENSE + 24, REL_RR_LIVE_MAX = 64 };
/* For the degrees of a class: x < low[j] says at most j, x >= high[j] says more than j, for the 32 highest
 * bits x of a random number; between them all bits are looked at. */
typedef struct rel_rr_class {
    uint32_t low[REL_RR_STEPS], high[REL_RR_STEPS];
} rel_rr_class;

void rel_rr_classes_fill(rel_rr_class *of);
int rel_rr_binomial_slowly(double u, uint64_t d);

static inline int rel_rr_binomial(const rel_rr_class *of, uint64_t x, uint64_t d)
{
    const rel_rr_class *c =
        of + (d < REL_RR_DENSE ? d : REL_RR_DENSE - 8 + (63 - (unsigned)__builtin_clzll(d)));
    const uint32_t top = (uint32_t)(x >> 32);
    int j = 0;
    while (j < REL_RR_STEPS && top >= c->low[j]) j++;
    if (j == REL_RR_STEPS || (j > 0 && top < c->high[j - 1]))
        return rel_rr_binomial_slowly(rel_rr_unit(x), d);
    return j;
}

/* ---- the sampler ---- */
typedef enum rel_rr_rule {
    REL_RR_CASCADE, /* IC, 1 / d each */
    REL_RR_UNIFORM, /* IC, the same p */
    REL_RR_GRADED,  /* IC, p by edge, descending */
    REL_RR_ONE_OF,  /* LT, the same weight each */
    REL_RR_WEIGHED, /* LT, weights by edge */
} rel_rr_rule;

enum { REL_RR_MISSES = 1024, REL_RR_GRADES = 160 };

struct rel_rr_sampler {
    const rel_influence *f;
    rel_rr_rule rule;
    bool timed;
    int64_t max_hops; /* INT64_MAX: no deadline */
    double total;     /* of the audience */
    double *accept;   /* roots: alias table; NULL: all alike */
    rel_vid *alias;
    rel_rr_class *classes;       /* CASCADE */
    double per_log;              /* UNIFORM: 1 / log(1 - p) */
    double miss[REL_RR_MISSES];  /* UNIFORM: (1 - p)^d */
    double grade[REL_RR_GRADES]; /* GRADED: 1 / log(1 - 2^-b) */
    double *upto;                /* WEIGHED: sums of the weights of a row */
};

/* The senders of one account that are still to be looked at. */
typedef struct rel_rr_row {
    rel_eid first;
    int64_t d, next;
} rel_rr_row;

static inline rel_rr_row rel_rr_row_of(const rel_influence *f, rel_vid v)
{
    return (rel_rr_row){.first = f->off[v], .d = f->off[v + 1] - f->off[v]};
}

/* Positions of live senders of the row, at most `room` (>= REL_RR_LIVE_MAX) at a time; done when row->next is
 * row->d. Which are live is decided once, so a row is asked for once in a sample. */
int rel_rr_live_slowly(const rel_rr_sampler *s, rel_rr_rng *r, rel_rr_row *row, rel_eid *live, int room);

static inline int rel_rr_live(const rel_rr_sampler *s, rel_rr_rng *r, rel_rr_row *row, rel_eid *live,
                              int room)
{
    if (row->d == 0) return 0;
    if (s->rule == REL_RR_CASCADE) {
        const uint64_t d = (uint64_t)row->d;
        const int count = rel_rr_binomial(s->classes, rel_rr_next(r), d);
        row->next = row->d;
        for (int i = 0; i < count;) { /* distinct ones, by trying again */
            const rel_eid e = row->first + (rel_eid)rel_rr_below(r, d);
            bool again = false;
            for (int j = 0; j < i; j++) again |= live[j] == e;
            live[i] = e;
            i += !again;
        }
        return count;
    }
    return rel_rr_live_slowly(s, r, row, live, room);
}

static inline rel_vid rel_rr_root(const rel_rr_sampler *s, rel_rr_rng *r)
{
    const rel_vid v = (rel_vid)rel_rr_below(r, s->f->n);
    if (!s->accept) return v;
    return rel_rr_unit(rel_rr_next(r)) < s->accept[v] ? v : s->alias[v];
}

/* ---- sets that samples are watched for ---- */
typedef struct rel_rr_watch {
    uint64_t *any;             /* a bit for each account: in one of the sets; NULL: no sets */
    const uint8_t *const *set; /* sets */
    int sets;
    uint32_t all; /* a bit for each set */
} rel_rr_watch;

static inline uint32_t rel_rr_seen(const rel_rr_watch *w, rel_vid v)
{
    uint32_t seen = 0;
    if (!w->any || !(w->any[v >> 6] >> (v & 63) & 1)) return 0;
    for (int j = 0; j < w->sets; j++) seen |= (uint32_t)(w->set[j][v] != 0) << j;
    return seen;
}

/* ---- one sample at a time: rr_walk.c, rr_timed.c ---- */
typedef struct rel_rr_lane {
    rel_rr_rng rng;
    uint64_t *visited; /* n bits, clear between samples */
    rel_eid live[REL_RR_LIVE_MAX];
    /* delays: a heap of accounts by time */
    double *time;
    rel_vid *heap;
    uint32_t *slot; /* place in the heap + 1; 0 between samples */
    uint32_t met;   /* sets that the sample met; all of them: the members are not complete */
} rel_rr_lane;

/* Writes the members to queue[0..room) and returns how many, or -1 when room is short. key: of the sample. */
int64_t rel_rr_walk(const rel_rr_sampler *s, const rel_rr_watch *watch, uint64_t key, rel_rr_lane *lane,
                    rel_vid *queue, int64_t room);
int64_t rel_rr_walk_timed(const rel_rr_sampler *s, const rel_rr_watch *watch, uint64_t key, rel_rr_lane *lane,
                          rel_vid *queue, int64_t room);

/* ---- the samples of a block at once: rr_batch.c ---- */
enum { REL_RR_BATCH_MAX = 16384, REL_RR_BATCH_SLOTS = 32768 };
typedef struct rel_rr_batch {
    uint64_t slot[REL_RR_BATCH_SLOTS]; /* (epoch, account, sample) */
    uint64_t epoch;
    rel_vid node[REL_RR_BATCH_MAX];
    uint8_t lane[REL_RR_BATCH_MAX];
    rel_eid edge[REL_RR_BATCH_MAX];
    uint8_t edge_lane[REL_RR_BATCH_MAX];
    rel_rr_rng rng[REL_RR_BLOCK];
    uint32_t met[REL_RR_BLOCK];
    int64_t count; /* of node and lane: all members of all samples, in order */
} rel_rr_batch;

/* Draws the samples with these keys, each as rel_rr_walk does; false: too large, nothing is known then. Not
 * for competitors and delays. */
bool rel_rr_batch_draw(const rel_rr_sampler *s, const rel_rr_watch *watch, const uint64_t *key, int keys,
                       rel_rr_batch *b);
/* Members by sample: start[0..keys] and member[0..start[keys]); those that met all sets get none. */
void rel_rr_batch_members(const rel_rr_batch *b, const rel_rr_watch *watch, int keys, uint32_t *start,
                          rel_vid *member);

#endif
