/* How fast this machine is now, measured in a few milliseconds: what estimates of running time start from. */
#ifndef REL_BASE_PACE_H
#define REL_BASE_PACE_H

#include "src/base/ctx.h"

typedef struct rel_pace {
    double stream; /* seconds a byte, read and written in order */
    double gather; /* seconds a read of 8 bytes at a random place of 16 MiB, with ctx->threads */
    double step;   /* seconds a dependent step of arithmetic, one thread */
} rel_pace;

/* Takes about 30 ms and 64 MiB, which are given back. The best of three tries, as others may be at work.
 * Errors: E_MEM. */
REL_CHECKED
rel_status rel_pace_measure(rel_ctx *ctx, rel_pace *pace);

#endif
