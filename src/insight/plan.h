/* Plans: what memory and time a command will take, before it runs, from the size of its source. */
#ifndef REL_INSIGHT_PLAN_H
#define REL_INSIGHT_PLAN_H

#include "src/insight/trial.h"

/* The size of a source, found without opening it whole. */
typedef struct rel_plan_size {
    rel_source_kind kind;
    bool estimated; /* accounts and arcs come from a part of a text */
    bool directed, weighted, packed, both_packed;
    double accounts, arcs; /* an undirected edge is two arcs */
    double packed_bytes;   /* of one direction of packed rows */
    double text_bytes;     /* of a text that is read, unpacked; 0: none */
} rel_plan_size;

/* From the header of a snapshot, from the counts of a workspace, or from the first megabyte of an edge list,
 * one from the middle when it is plain, and its size. Errors: E_IO, E_DATA, E_MEM; E_USAGE (standard input,
 * or a format that is not planned for).
 */
REL_CHECKED
rel_status rel_plan_size_of(rel_ctx *ctx, const char *path, rel_plan_size *size);

/* E_LIMIT when reading a large edge list would take more memory than there is: said before it begins. Other
 * sources pass. Errors: also those of rel_plan_size_of. */
REL_CHECKED
rel_status rel_plan_check_reading(rel_ctx *ctx, const char *path);

/* Bytes that opening a source holds at its peak. */
double rel_plan_opening(const rel_plan_size *size);

/* How the seconds were found. */
typedef enum rel_plan_way {
    REL_PLAN_MEASURED,     /* all of it was done */
    REL_PLAN_EXTRAPOLATED, /* the real kernels were run for a moment */
    REL_PLAN_MODELLED,     /* the source is too large for that: from the pace of the machine */
} rel_plan_way;
const char *rel_plan_way_word(rel_plan_way way); /* "measured", "extrapolated", "modelled" */

typedef struct rel_plan {
    double memory; /* bytes that the program will hold at its peak */
    double graph;  /* of them: the graph, or the part of a mapped one that is read */
    rel_span seconds, open_seconds;
    rel_plan_way way;
    rel_criterion doubtful; /* the first criterion whose time cannot be told, when `any_doubtful` */
    bool any_doubtful;
} rel_plan;

/* Graphs of more arcs are not tried, nor those that would not fit. */
#define REL_PLAN_TRIAL_ARCS ((double)(1 << 28))

/* rank with these criteria. Opens the source, or reads a part of a large text, and runs each family's kernels
 * for a moment: about a second in all, longer where the first round of a kernel is not done by then. Nothing
 * stays. Errors: E_USAGE (a criterion that has no plan), those of reading the source and of the kernels but
 * E_NOCONV. */
REL_CHECKED
rel_status rel_plan_rank(rel_ctx *ctx, const char *path, const rel_plan_size *size, const rel_criterion *by,
                         int criteria, const rel_scoring_opts *opts, rel_plan *plan);
/* The bytes alone, without those that the program has before it begins. */
REL_CHECKED
rel_status rel_plan_rank_memory(rel_ctx *ctx, const rel_plan_size *size, const rel_criterion *by,
                                int criteria, const rel_scoring_opts *opts, rel_plan *plan);

#endif
