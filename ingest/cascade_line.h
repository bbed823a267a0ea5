/* Cascades as text, one a line, in either of two forms, which are told apart line by line:
 *
 *   seed account time account time ...    times from the seed's act on, separated by blanks or tabs
 *   account,time account,time ...         in any order; the earliest is the initiator
 *
 * Times are seconds, or in the second form dates as well ("2021-04-08T19:34:25Z"). */
#ifndef REL_INGEST_CASCADE_LINE_H
#define REL_INGEST_CASCADE_LINE_H

#include "src/base/str.h"

/* A walk over one line. */
typedef struct rel_cascade_line {
    rel_str rest;
    bool pairs;           /* the second form */
    bool started;         /* the seed was given */
    const char *expected; /* N_(): what is wrong; NULL: nothing */
    rel_str found;        /* in its place */
} rel_cascade_line;

/* One act. A date is a number of seconds since 1970. */
typedef struct rel_cascade_act {
    rel_str name, when; /* as they stand; when is missing of a seed */
    double time;        /* a seed's is 0 */
} rel_cascade_act;

/* text: a line that is not empty, without blanks around it. */
rel_cascade_line rel_cascade_line_begin(rel_str text);
/* The next act of the line. False at its end, and where it goes wrong: line->expected says so. */
bool rel_cascade_line_next(rel_cascade_line *line, rel_cascade_act *act);

#endif
