/* Consensus: what many runs of a method with different seeds agree on, and how far they do.
 *
 * Source: Lancichinetti, Fortunato, "Consensus clustering in complex networks", Scientific Reports 2, 2012;
 * on the edges of the graph alone, as in Tandon, Albeshri, Thayananthan, Alhalabi, Fortunato, "Fast consensus
 * clustering in complex networks", Phys. Rev. E 99, 2019. */
#ifndef REL_INSIGHT_CONSENSUS_H
#define REL_INSIGHT_CONSENSUS_H

#include "src/insight/grouping.h"

enum { REL_CONSENSUS_RUNS_MAX = 10000, REL_CONSENSUS_ROUNDS = 20 };

/* Runs the method of opts with opts->runs seeds drawn from ctx->seed and counts for each edge in how many
 * runs its two accounts are together. Edges that are together in half of the runs or more stay, their weight
 * times that share, and the method runs as often on what stays, until all runs find the same or
 * REL_CONSENSUS_ROUNDS rounds are over; then the first run counts. community[0..n) becomes the result,
 * numbered, *count its size.
 *
 * stability[c], to be released with free(): the mean, over the edges inside community c, of the share of the
 * first runs (those on g itself) in which both ends are together; 1: every run has it so. account[v]: the
 * same over the edges from v to others of its community. NaN where there is no such edge. Directions do not
 * count.
 *
 * Cost: runs times that of the method a round, most often two or three rounds. Memory: 4 bytes an arc, and a
 * graph of the edges that stay. Same at any thread count. Errors: those of the method, E_USAGE (runs), E_MEM,
 * E_STOPPED.
 */
REL_CHECKED
rel_status rel_consensus(rel_ctx *ctx, const rel_graph *g, const rel_group_opts *opts, rel_vid *community,
                         rel_vid *count, double **stability, double *account);

#endif
