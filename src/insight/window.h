/* Windows of time: the graph of one period after another, from a source read once. */
#ifndef REL_INSIGHT_WINDOW_H
#define REL_INSIGHT_WINDOW_H

#include "src/insight/filter.h"
#include "src/insight/periods.h"
#include "src/insight/timed.h"

/* What the graph of a period is made of. */
#define REL_WINDOW_WITHIN 0             /* the acts of the period */
#define REL_WINDOW_CUMULATIVE INT64_MAX /* all acts up to its end */

typedef struct rel_window_opts {
    int64_t length;    /* REL_WINDOW_...; else the acts of so many seconds before the end of the period */
    int64_t half_life; /* seconds; a weight halves for each before the end of the period; 0: none */
    rel_filter_opts filter; /* of the graph of each period */
    bool communities;       /* the graphs get the source's vertex column "community" */
} rel_window_opts;

/* "period", "all", or a duration such as "30d". Errors: E_USAGE. */
REL_CHECKED
rel_status rel_window_parse(rel_ctx *ctx, const char *text, int64_t *length);

typedef struct rel_windows {
    rel_ctx *ctx;
    const rel_timed *timed; /* borrowed, like what follows */
    const rel_periods *periods;
    const rel_window_opts *opts;
    int64_t *begin, *item; /* WITHIN: acts of period i are item[begin[i] .. begin[i + 1]) */
    /* Of the window: the acts, and their vertices numbered anew. */
    rel_vid *source, *target;
    float *weight;
    int64_t *time;
    rel_vid *local;   /* by vertex of the source */
    uint64_t *number; /* back again */
} rel_windows;

/* Everything lies in the context's scratch: release it when done. Memory: 10 bytes an act (WITHIN), 20 for
 * each act of the largest window, 12 an account. Errors: E_MEM. */
REL_CHECKED
rel_status rel_windows_begin(rel_ctx *ctx, const rel_timed *timed, const rel_periods *periods,
                             const rel_window_opts *opts, rel_windows *w);
/* Acts of period p: since <= t < until. */
void rel_window_bounds(const rel_windows *w, int p, int64_t *since, int64_t *until);
/* The graph of period p, {0} when it has no acts: the graph that rel_source_open gives with its bounds. Its
 * vertices are named by those of the source: names.number[v]. *acts and *filtered say what it is made of, and
 * what the filter took. Cost: the acts of the window and the accounts; windows other than WITHIN look at all
 * times. Yours: rel_graph_free. Errors: E_MEM, those of the filter; *g is {0} then. */
REL_CHECKED
rel_status rel_window_graph(rel_windows *w, int p, rel_graph *g, int64_t *acts, rel_filter_counts *filtered);

#endif
