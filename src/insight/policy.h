/* Policies: who of the candidates is allowed, why the others are not, and how well each stands by what the
 * policy weighs. Presets come with the program; files: ingest/policy_file.h. */
#ifndef REL_INSIGHT_POLICY_H
#define REL_INSIGHT_POLICY_H

#include "ingest/policy_file.h"
#include "src/insight/score_card.h"

/* Presets, by name; NULL, or a missing text, beyond the last one. */
const char *rel_policy_preset(int i);
rel_str rel_policy_preset_text(int i);
/* E_USAGE with the nearest name. */
REL_CHECKED
rel_status rel_policy_no_preset(rel_ctx *ctx, const char *name);

/* A preset by its name, else a file. Errors: E_USAGE (neither; the nearest name), E_DATA, E_IO, E_LIMIT,
 * E_MEM. */
REL_CHECKED
rel_status rel_policy_open(rel_ctx *ctx, const char *name_or_path, rel_policy *policy);

/* Traits that the policy looks at, for rel_card_opts.traits. */
uint64_t rel_policy_traits(const rel_policy *policy);

/* What a policy says of one account. Allowed: nothing of it is set. */
typedef struct rel_verdict {
    uint64_t outside; /* bits of the traits whose number its filter refuses */
    uint64_t missing; /* whose filter refuses that it is missing */
    uint16_t raised;  /* signals that are excluded and raised, as in rel_score_cards.signals */
    bool not_observed, suspected;
    bool little_known; /* of what is weighed */
    double score;      /* 0 to 100; NaN: nothing that is weighed is known, or nothing is weighed */
    double known;      /* share of the weights whose traits are known */
} rel_verdict;

static inline bool rel_verdict_allowed(const rel_verdict *v)
{
    return !v->outside && !v->missing && !v->raised && !v->not_observed && !v->suspected && !v->little_known;
}

/* verdict[0..n) of the cards' accounts. The score is the mean of the percentiles of the traits weighed, by
 * their weights, over those that are known: among accounts of similar size for resonance
 * (rel_trait_peer_percentiles), among all that have the trait for the others, allowed or not, so that filters
 * change nobody's score. Scratch 40 bytes an account. Errors: E_MEM. */
REL_CHECKED
rel_status rel_policy_judge(rel_ctx *ctx, const rel_policy *policy, const rel_score_cards *cards,
                            rel_verdict *verdict);
/* The part of one trait in a score: its percentile as rel_policy_judge takes it is percent[v]. Errors: E_MEM.
 */
REL_CHECKED
rel_status rel_policy_percentiles(rel_ctx *ctx, const rel_policy *policy, const rel_score_cards *cards,
                                  rel_trait trait, double *percent);

/* Why an account is not allowed, for programs: "not_observed", "suspected_automation", "signal:TRAIT",
 * "outside:TRAIT", "missing:TRAIT", "little_known", by commas: appended. Errors: E_MEM. */
REL_CHECKED
rel_status rel_verdict_codes(rel_ctx *ctx, const rel_verdict *verdict, rel_buf *text);
/* The same for people, in words of the user's language with the numbers, by "; ": appended. Errors: E_MEM. */
REL_CHECKED
rel_status rel_verdict_words(rel_ctx *ctx, const rel_policy *policy, const rel_score_cards *cards, rel_vid v,
                             const rel_verdict *verdict, rel_buf *text);

#endif
