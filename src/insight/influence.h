/* Influence as an analyst asks for it: which model, where the probabilities come from, within which limits;
 * and what it was made from in the end. */
#ifndef REL_INSIGHT_INFLUENCE_H
#define REL_INSIGHT_INFLUENCE_H

#include "algorithms/diffusion/influence.h"
#include "src/insight/account_list.h"
#include "src/insight/source.h"

/* Where probabilities come from. */
typedef enum rel_probability {
    REL_PROBABILITY_LEARNED,
    REL_PROBABILITY_CASCADE,
    REL_PROBABILITY_UNIFORM,
    REL_PROBABILITY_TRIVALENCY,
    REL_PROBABILITY_COLUMN, /* an edge attribute of the graph */
    REL_PROBABILITY_FILE,
} rel_probability;

/* "learned", "weighted-cascade", "uniform", "trivalency", "column", "file", then NULL; static. */
const char *rel_probability_word(int i);
/* "ic", "lt", then NULL. */
const char *rel_spread_model_word(int i);

typedef struct rel_influence_request {
    rel_spread_model model;
    const char *probability; /* NULL: learned when the workspace holds some, else weighted cascade. "learned",
                              * "weighted-cascade", "uniform", "trivalency", "column:NAME", or a CSV file of
                              * source,target,p: that the edge's target reaches its source. Borrowed */
    double p;                /* uniform; file, column, learned: of edges that have none. NaN: not given */
    int64_t deadline;        /* hops; 0: none */
    double within;           /* seconds; 0: none */
    bool over_time;     /* times are wanted for their own sake: with the learned delay, where one is known and
                         * nothing excludes delays */
    double delay;       /* mean, seconds; 0: the learned one, when there is one */
    const char *rivals; /* seeds of a competitor: a list or file as in account_list.h, or "competitors" */
} rel_influence_request;

typedef struct rel_influence_setup {
    rel_influence influence;
    rel_spread_model model;
    rel_probability probability; /* the one used */
    const char *fallback; /* NULL, or why it is not the one that was asked for or comes first: "no learned
                           * probabilities". Static, English, for JSON; a note says it to people */
    double p;             /* uniform, or of edges without one; NaN: there are none */
    int64_t edges_given;  /* edges that the file, column or learning has a probability for */
    int64_t edges_other;  /* edges that got p */
    int64_t unknown_accounts, unknown_edges; /* rows of the file that are not in the graph */
    char learning[32];                       /* method of the learned ones: "em", ... */
    double mean_delay;                       /* seconds; 0: no delays */
    bool delay_learned;
    rel_account_list rivals;
} rel_influence_setup;

/* Makes the influence of the source's graph, and says in notes what was left out and what it fell back to.
 * Scratch of the context is taken and stays (rivals, probabilities): release your mark after
 * rel_influence_setup_free. Errors: E_USAGE (options that exclude each other, no such column), E_DATA (a
 * probability outside 0..1, with file and line), E_IO, E_MEM, E_STOPPED; those of account_list.h. */
REL_CHECKED
rel_status rel_influence_setup_make(rel_ctx *ctx, const rel_source *source,
                                    const rel_influence_request *request, rel_influence_setup *setup);
/* Accepts {0}. */
void rel_influence_setup_free(rel_influence_setup *setup);

#endif
