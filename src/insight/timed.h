/* A source as acts in time: what is read once when a question is asked of many periods. */
#ifndef REL_INSIGHT_TIMED_H
#define REL_INSIGHT_TIMED_H

#include "src/insight/source.h"

/* Of a workspace each interaction, of a graph file each edge with its first and last act. */
typedef struct rel_timed {
    rel_source source; /* its graph names the accounts; of a workspace it has no edges. Its projection
                        * begins in 1970 where the one given has no beginning */
    int64_t count;
    const rel_vid *from, *to;      /* vertices of source.graph */
    const float *weight;           /* NULL: 1 each; not faded */
    const int64_t *first, *last;   /* the same array when every act is one instant */
    int64_t first_time, last_time; /* of all; REL_TIME_MISSING when count is 0 */
    rel_acts acts;                 /* what the arrays belong to, of a workspace */
    rel_vid *from_of_file;         /* of a file */
} rel_timed;

/* Reads what rel_source_open would use with this projection; what has no time is left out and counted, and
 * half_life is left to the caller. Memory: 21 bytes an interaction; of a file 4 an edge beside the graph.
 * Errors: those of rel_source_open; E_USAGE: edges of a file without times. */
REL_CHECKED
rel_status rel_timed_open(rel_ctx *ctx, const char *path, const rel_projection_opts *projection,
                          rel_timed *t);
/* Accepts {0}. */
void rel_timed_close(rel_timed *t);

#endif
