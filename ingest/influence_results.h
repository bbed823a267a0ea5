/* What was learnt of influence, kept in a workspace: for each edge the probability that its target reaches
 * its source, and how it was learnt. The tables learning and influence are documented in
 * docs/formats/workspace.md. */
#ifndef REL_INGEST_INFLUENCE_RESULTS_H
#define REL_INGEST_INFLUENCE_RESULTS_H

#include "ingest/results.h"

/* How it was learnt. */
typedef struct rel_learning_record {
    char method[32]; /* "em", "bernoulli", ...; "cascade": nothing to learn from, weighted cascade instead */
    double rate;     /* of all edges together: what an edge without history is worth */
    double mean_delay;   /* seconds from an act to the one that followed it; NaN: not known */
    int64_t cascades;    /* learnt from */
    rel_buf held_out;    /* figures of the held-out check as JSON; empty: there was none */
    int64_t finished_at; /* when; set by reading */
} rel_learning_record;

/* Stores a run with p[e] and trials[e] of every edge, in the order of g->out.adj, in one transaction. w is
 * open for writing; the names of the vertices are account keys, as rel_project makes them. finished_at is not
 * looked at. Cost: a look-up by key for each account, an insertion for each edge. Errors: E_USAGE (a vertex
 * is no account of this workspace), E_IO, E_MEM; nothing is stored then. */
REL_CHECKED
rel_status rel_results_store_influence(rel_ctx *ctx, rel_workspace *w, const rel_result_run *run,
                                       const rel_graph *g, const rel_learning_record *record, const float *p,
                                       const int64_t *trials);

/* p[e] becomes what the latest run stored for the edge, in the order of g->out.adj, NaN for edges that it
 * does not have (another choice of layers or period, or newer acts). trials may be NULL; it gets 0 there. g
 * was projected from w and may have been filtered; it needs out. *found counts the edges that have one;
 * *stored: whether there was a run at all. record: yours, rel_learning_record_free. Cost: 4 bytes an account,
 * a search in a row for each stored edge. Errors: E_USAGE (g is not of this workspace), E_IO, E_DATA, E_MEM.
 */
REL_CHECKED
rel_status rel_results_read_influence(rel_ctx *ctx, rel_workspace *w, const rel_graph *g, float *p,
                                      int64_t *trials, rel_learning_record *record, int64_t *found,
                                      bool *stored);
/* Accepts {0}. */
void rel_learning_record_free(rel_learning_record *record);

#endif
