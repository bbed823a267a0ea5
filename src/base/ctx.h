/* Context: what every call that can fail, allocate, report progress or use threads is given first.
 * One context belongs to one thread of control; kernels take their own threads from ctx->threads.
 * There are no globals: two contexts never see each other. */
#ifndef REL_BASE_CTX_H
#define REL_BASE_CTX_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "src/base/arena.h"
#include "src/base/status.h"

enum { REL_MESSAGE_MAX = 1024 };

/* Called between rounds. total may be 0 when unknown. unit is a plural noun ("edges", "bytes"). */
typedef void rel_progress_fn(void *user, const char *what, const char *unit, int64_t done, int64_t total);
/* Called for sentences that are for people and are not errors: what was left out, where a file went. */
typedef void rel_note_fn(void *user, const char *sentence);

typedef struct rel_ctx {
    int threads;   /* >= 1; given to every parallel region by num_threads() */
    uint64_t seed; /* of every random choice; default REL_SEED_DEFAULT */

    volatile sig_atomic_t *stop; /* borrowed, may be NULL: non-zero asks to end between rounds */
    rel_progress_fn *progress;   /* may be NULL */
    rel_note_fn *note;           /* may be NULL */
    void *user;                  /* handed to progress and note */

    rel_arena arena;      /* scratch memory, see rel_scratch */
    int64_t alloc_budget; /* for tests: allocations left before one fails; negative: no limit */

    rel_status status;             /* of the last rel_fail */
    char message[REL_MESSAGE_MAX]; /* its sentence: lower case, no full stop */
    char hint[REL_MESSAGE_MAX];    /* one thing to do, or empty */
} rel_ctx;

#define REL_SEED_DEFAULT 1

/* Threads 0 means: as many as the machine has processors. */
void rel_ctx_init(rel_ctx *ctx, int threads);
void rel_ctx_free(rel_ctx *ctx);

/* Stores the sentence and returns st. The format is translated here (gettext), so it must be a literal.
 * Control characters of the arguments are replaced, as they may come from outside. */
rel_status rel_fail(rel_ctx *ctx, rel_status st, const char *format, ...) REL_PRINTF(3, 4);
/* Adds the one thing to do about the failure just stored. Translated like rel_fail. Returns ctx->status. */
rel_status rel_hint(rel_ctx *ctx, const char *format, ...) REL_PRINTF(2, 3);
/* Forgets a failure that was dealt with. */
void rel_forgive(rel_ctx *ctx);
/* Tells people something that is no error. Translated like rel_fail. */
void rel_note(rel_ctx *ctx, const char *format, ...) REL_PRINTF(2, 3);

/* E_STOPPED when someone asked to end, else OK. Call between rounds, on one thread. */
REL_CHECKED
rel_status rel_poll(rel_ctx *ctx);
/* Reports progress; cheap enough for every round or block. */
void rel_progress(rel_ctx *ctx, const char *what, const char *unit, int64_t done, int64_t total);

/* Long-lived memory: *(void **)out gets count * size zeroed bytes, 64-byte aligned, to be released with
 * free(). A count of 0 gives a valid pointer. Errors: E_MEM (*out becomes NULL). */
REL_CHECKED
rel_status rel_alloc(rel_ctx *ctx, void *out, size_t count, size_t size, const char *what);
/* Grows *(void **)ptr to hold at least `need` items: doubles *capacity. New items are not zeroed.
 * The memory is malloc's and is released with free(). On E_MEM the old memory stays. */
REL_CHECKED
rel_status rel_grow(rel_ctx *ctx, void *ptr, size_t *capacity, size_t need, size_t size, const char *what);
/* Scratch of a kernel: *(void **)out gets count * size zeroed bytes, 64-byte aligned, that live until the
 * mark is released. Not to be called inside a parallel region. Errors: E_MEM. */
REL_CHECKED
rel_status rel_scratch(rel_ctx *ctx, void *out, size_t count, size_t size, const char *what);
/* The same, not zeroed: for large arrays that are written before they are read. */
REL_CHECKED
rel_status rel_scratch_unset(rel_ctx *ctx, void *out, size_t count, size_t size, const char *what);
rel_arena_mark rel_scratch_mark(rel_ctx *ctx);
void rel_scratch_release(rel_ctx *ctx, rel_arena_mark mark);

#endif
