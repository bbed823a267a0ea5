/* Candidates: whom a campaign may, must and may not pick, and what they cost. */
#ifndef REL_INSIGHT_PICKING_CANDIDATES_H
#define REL_INSIGHT_PICKING_CANDIDATES_H

#include "src/insight/account_list.h"
#include "src/insight/policy.h"
#include "src/insight/source.h"

/* Why an account is no candidate: name, word (of JSON and --exclude), words. Of several the first counts. */
#define REL_BARRED_LIST(X)                                                                                   \
    X(NOT, "", "")                                                                                           \
    X(ALREADY, "already", N_("recruited already"))                                                           \
    X(LISTED, "excluded", N_("excluded by name"))                                                            \
    X(OWN, "brand", N_("of the brand itself"))                                                               \
    X(COMPETITOR, "competitors", N_("competitors"))                                                          \
    X(RIVAL, "rivals", N_("start the competitor's message"))                                                 \
    X(NOT_OBSERVED, "not-observed", N_("not observed"))                                                      \
    X(SUSPECTED, "suspected-automation", N_("suspected of automation"))                                      \
    X(POLICY, "policy", N_("not allowed by the policy"))                                                     \
    X(NO_COST, "no-cost", N_("of unknown cost"))                                                             \
    X(TOO_DEAR, "above-budget", N_("dearer than the budget"))

typedef enum rel_barred {
#define X(name, word, words) REL_BARRED_##name,
    REL_BARRED_LIST(X)
#undef X
        REL_BARRED_COUNT
} rel_barred;

const char *rel_barred_word(int why);  /* NULL beyond the last one */
const char *rel_barred_words(int why); /* English, for gettext */

enum { REL_CANDIDATES_NAMED = 3 };

typedef struct rel_candidates_ask {
    const char *include, *exclude, *already; /* lists as in account_list.h; exclude may hold words, too */
    const char *costs;                       /* a table "account,cost" */
    double default_cost;                     /* of those that it does not have; NaN: they are barred */
    double budget;                           /* 0: none */
    const char *policy;                      /* a preset or a file */
    const rel_account_list *rivals;          /* never picked; NULL: none */
    bool skip_unknown;                       /* accounts of files that are not in the graph are counted */
} rel_candidates_ask;

typedef struct rel_candidates {
    uint8_t *why;    /* n rel_barred, scratch */
    uint8_t *base;   /* n, scratch: recruited already; NULL: nobody */
    uint8_t *barred; /* n, scratch: why != NOT, but for those in the base */
    rel_account_list include, already;
    double *cost;                       /* n, scratch; NULL: costs were not given */
    int64_t excluded[REL_BARRED_COUNT]; /* by reason; [NOT]: the candidates */
    int64_t no_cost;                    /* accounts that the table does not have */
    rel_vid no_cost_first[REL_CANDIDATES_NAMED];
    int64_t unknown; /* accounts of files that are not in the graph */
    char first_unknown[256];
    bool has_policy;
    rel_policy policy;
    rel_score_cards cards;
    rel_verdict *verdict; /* n, scratch; NULL without a policy */
} rel_candidates;

/* Everything but the cards is scratch of ctx; release your mark after rel_candidates_free. Errors: E_USAGE
 * (a word that this source cannot answer; an account both to be included and barred), E_DATA (with file and
 * line), those of account_list.h, score_card.h and policy.h. */
REL_CHECKED
rel_status rel_candidates_make(rel_ctx *ctx, const rel_source *source, const rel_candidates_ask *ask,
                               rel_candidates *candidates);
/* Accepts {0}. */
void rel_candidates_free(rel_candidates *candidates);

#endif
