/* A line of progress for a terminal: what, how far, rate, time left. Redrawn at most ten times a second. */
#ifndef REL_BASE_PROGRESS_H
#define REL_BASE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

typedef struct rel_progress_line {
    FILE *out;      /* borrowed */
    double started; /* rel_clock of the first report of this `what` */
    double drawn;   /* of the last drawing */
    const char *what;
    bool visible; /* a line stands on the terminal */
} rel_progress_line;

/* Has the type rel_progress_fn wants, with user = rel_progress_line. */
void rel_progress_line_report(void *user, const char *what, const char *unit, int64_t done, int64_t total);
/* Erases the line, before other text is written or at the end. */
void rel_progress_line_clear(rel_progress_line *p);
/* The sentence itself, for tests: "reading  45 %  1.2 M lines  300 k/s  4 s left". elapsed in seconds. */
void rel_progress_text(char *text, int size, const char *what, const char *unit, int64_t done, int64_t total,
                       double elapsed);
/* 1234567 as "1.23 M". */
void rel_human_count(char *text, int size, double count);
/* The same of bytes: "1.23 MB", "7 B". */
void rel_human_bytes(char *text, int size, double bytes);

#endif
