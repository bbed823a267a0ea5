/* Trials: how long something takes, found by doing it for a moment under a stopwatch. Kernels and readers say
 * how far they are, and end when they are asked to; from what they said the rest is told. */
#ifndef REL_INSIGHT_TRIAL_H
#define REL_INSIGHT_TRIAL_H

#include "src/insight/scoring.h"

/* Seconds between which a duration lies as far as can be told, and the most probable. */
typedef struct rel_span {
    double low, seconds, high;
} rel_span;

typedef struct rel_trial {
    rel_span all;    /* what the whole takes */
    double spent;    /* what the trial took */
    bool finished;   /* the whole was done: `all` is what it took */
    bool open_ended; /* how many rounds it will take cannot be told: the span is wide */
} rel_trial;

/* What a watch sees of the work between rel_watch_start and rel_watch_stop. The caller's progress and request
 * to stop are kept in it, and the latter still counts. */
typedef struct rel_watch {
    rel_progress_fn *progress; /* of the caller, given back afterwards */
    rel_note_fn *note;
    void *user;
    volatile sig_atomic_t *asked, stop; /* asked: the caller's */
    double began, budget;
    /* The stage: marks with the same words and a rising count. */
    char what[32];
    int stages, marks;
    double stage_began, first_at, last_at;
    int64_t first, last, total;
} rel_watch;

/* The work shall end after `budget` seconds, or as soon as three marks of progress say how fast it is. Notes
 * are not passed on. */
void rel_watch_start(rel_ctx *ctx, rel_watch *w, double budget);
/* Gives back what the context had; `ended` is what the work returned. E_STOPPED becomes OK when it was the
 * watch that asked for it. */
REL_CHECKED
rel_status rel_watch_stop(rel_ctx *ctx, rel_watch *w, rel_status ended, rel_trial *p);

/* Computes the criteria of one family among by[0 .. criteria) on an opened source, for about `budget`
 * seconds. Nothing stays: neither scores nor scratch. Memory: what the kernels take, and 8 bytes a vertex and
 * criterion. Errors: those of the kernels but E_NOCONV, E_STOPPED when the caller asked for it, E_MEM. */
REL_CHECKED
rel_status rel_trial_family(rel_ctx *ctx, const rel_source *source, rel_family family,
                            const rel_criterion *by, int criteria, const rel_scoring_opts *opts,
                            double budget, rel_trial *p);

#endif
