/* Arena: many allocations freed together. Blocks grow; marks nest like a stack. Not thread-safe: one
 * arena belongs to one thread. */
#ifndef REL_BASE_ARENA_H
#define REL_BASE_ARENA_H

#include <stddef.h>

typedef struct rel_arena_block rel_arena_block;

typedef struct rel_arena {
    rel_arena_block *top;
    size_t used_bytes; /* handed out and not yet released */
    size_t peak_bytes; /* largest used_bytes so far */
    /* Blocks of 4 MiB and more: in use, at most so far, and released but kept. */
    size_t large_bytes, large_peak, spare_bytes;
    rel_arena_block *spare;
} rel_arena;

typedef struct rel_arena_mark {
    rel_arena_block *block;
    size_t block_used;
    size_t used_bytes;
} rel_arena_mark;

/* size bytes aligned to align (a power of two, at most 64), not zeroed; NULL when memory is out.
 * Requests that exceed a block get one of their own. Those of 4 MiB and more are kept on release, for
 * requests of their size: kernels called again and again do not wait for the system to clear memory. Used and
 * kept ones together are never more than were once in use; the system may take kept ones when memory is
 * short. */
void *rel_arena_take(rel_arena *a, size_t size, size_t align);
rel_arena_mark rel_arena_get_mark(const rel_arena *a);
void rel_arena_release(rel_arena *a, rel_arena_mark mark);
/* Gives back what is kept. */
void rel_arena_trim(rel_arena *a);
void rel_arena_free(rel_arena *a);

#endif
