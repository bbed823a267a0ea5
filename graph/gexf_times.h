/* Times of a GEXF file: when a node or an edge is there, in every way that the versions of the format say it.
 * Private to graph/. */
#ifndef REL_GRAPH_GEXF_TIMES_H
#define REL_GRAPH_GEXF_TIMES_H

#include "graph/import.h"
#include "src/base/time.h"

/* From when to when something is there; REL_TIME_MISSING: from the beginning, to the end. */
typedef struct rel_gexf_span {
    int64_t first, last;
    bool from_ever, for_ever; /* some part of it has no start, no end */
} rel_gexf_span;

#define REL_GEXF_SPAN_NONE ((rel_gexf_span){REL_TIME_MISSING, REL_TIME_MISSING, false, false})

typedef struct rel_gexf_clock {
    bool dates;             /* timeformat or timetype says date: a number of four digits is a year */
    rel_import_tally wrong; /* texts that are no time */
    int64_t numbers;        /* times that are numbers */
    int64_t *instant;       /* of the element that is open */
    size_t instants, capacity;
} rel_gexf_clock;

void rel_gexf_clock_free(rel_gexf_clock *c);

/* UTC seconds of a time: ISO 8601; a number of seconds, or of milliseconds from 10^11 on, cut to whole
 * seconds. Missing for infinity, and for what is no time, which is counted. */
int64_t rel_gexf_time(rel_gexf_clock *c, rel_str text, int64_t line);
/* Widens the span by a part that has a start and an end, each perhaps missing, and that is told by at least
 * one of them. */
void rel_gexf_add_interval(rel_gexf_clock *c, rel_gexf_span *span, rel_str start, rel_str end, int64_t line);
/* "<[2020-01-01, 2020-02-01]; [2020-03-01, 2020-04-01]>". */
void rel_gexf_add_intervals(rel_gexf_clock *c, rel_gexf_span *span, rel_str list, int64_t line);
/* "2020-01-01" or "<[2020-01-01, 2020-02-01]>"; also kept in c->instant. Errors: E_MEM. */
REL_CHECKED
rel_status rel_gexf_add_instants(rel_ctx *ctx, rel_gexf_clock *c, rel_gexf_span *span, rel_str list,
                                 int64_t line);
/* The instants of the element that was open as REL_ACT_TIMES, ascending, each once, with this word (missing:
 * none); empties them. Errors: E_MEM. */
REL_CHECKED
rel_status rel_gexf_take_instants(rel_ctx *ctx, rel_gexf_clock *c, rel_str word, rel_buf *text);

#endif
