/* Learning as an analyst asks for it: from which cascades, by which method, and whether what was learnt
 * foretells cascades that it has not seen, better than the models that need no learning. */
#ifndef REL_INSIGHT_LEARNING_H
#define REL_INSIGHT_LEARNING_H

#include "algorithms/diffusion/learning.h"
#include "algorithms/diffusion/learning_check.h"
#include "ingest/cascade_file.h"
#include "ingest/cascades.h"
#include "src/base/json_writer.h"
#include "src/insight/source.h"

typedef struct rel_learning_request {
    const char *method;   /* rel_learning_method_word; "best" or NULL: what validates best */
    int64_t window;       /* seconds; 0: what validates best, of none and the time in which 90 % followed */
    double prior;         /* trials; NaN: what validates best */
    const char *cascades; /* file; NULL: those of the workspace */
    const char *validate; /* file; NULL: the later part of the first, see below */
    const char *test;
} rel_learning_request;

/* "em", "bernoulli", "jaccard", "partial-credit", then NULL; static. */
const char *rel_learning_method_word(int i);
/* "best", then the same. */
const char *rel_learning_choice_word(int i);
/* "rate", "weighted-cascade", "accounts", then NULL; static. */
const char *rel_learning_base_word(int i);

/* A way to learn. */
typedef struct rel_learning_way {
    rel_learning_opts opts;
    double window;     /* seconds; 0: none */
    double likelihood; /* of the cascades held out for choosing; NaN: not tried */
} rel_learning_way;

/* Its method as a word. */
const char *rel_learning_way_method(const rel_learning_way *way);

enum { REL_LEARNING_TRIED = 32 };

/* How well a model foretells the test cascades. */
typedef struct rel_learning_model {
    const char *name; /* "learned", "weighted-cascade", "uniform"; static */
    double p;         /* uniform: the one that fits the cascades learnt from best; NaN */
    rel_learning_check check;
    rel_foretold_spread spread;
} rel_learning_model;

enum { REL_LEARNING_MODELS = 3 };

typedef struct rel_learning {
    rel_learned learned;       /* weighted cascade when nothing can be learnt */
    int64_t *trials;           /* g->m: acts of the sender that the receiver could have followed */
    int64_t cascades, acts;    /* learnt from in the end */
    int64_t followed, follows; /* edges followed at least once; pairs of an act and a sender before it */
    const char *fallback;      /* NULL, or why nothing could be learnt. Static, English; N_() */
    const char *unchecked;     /* NULL, or why nothing was held out. Static, English; N_() */
    rel_learning_way way;      /* the one taken */
    rel_learning_way tried[REL_LEARNING_TRIED];
    int tries;
    int64_t train, validation, test; /* cascades of the held-out check */
    bool checked;
    rel_learning_model model[REL_LEARNING_MODELS]; /* the learned one first */
    rel_cascade_file_counts of_files;
    rel_workspace_cascade_counts of_workspace;
    double explained, explained_reversed; /* share of the acts after the first that an edge can explain, and
                                           * that an edge the other way round could; NaN: there are none */
} rel_learning;

/* Cascades are taken in the order of their first act (of a file without dates in its order): the first 60 %
 * to learn from, the next 20 % to choose by, the last 20 % to judge by, unless files say which. A way is
 * chosen step by step: method, base, prior, window, each the best on the cascades to choose by; then what
 * precedes the test is learnt from again and judged. Of a workspace each of these steps knows only the edges
 * that had acted before what it foretells, and in the end all cascades are learnt from; a test file is never
 * learnt from.
 *
 * Errors: those of reading cascades, E_USAGE (a graph file without cascades, options that contradict each
 * other), E_MEM, E_STOPPED. Yours: rel_learning_free. */
REL_CHECKED
rel_status rel_learning_make(rel_ctx *ctx, const rel_source *source, const rel_learning_request *request,
                             rel_learning *learning);
/* Accepts {0}. */
void rel_learning_free(rel_learning *learning);

/* Keys of the object that j is in: everything but the probabilities. */
void rel_learning_describe(rel_json *j, const rel_learning *learning);
/* Stores the probabilities in the workspace. parameters: what tells two runs apart, as JSON. */
REL_CHECKED
rel_status rel_learning_store(rel_ctx *ctx, const rel_source *source, const rel_learning *learning,
                              const char *parameters);

#endif
