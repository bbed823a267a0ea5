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
} rel_arena;

typedef struct rel_arena_mark {
    rel_arena_block *block;
    size_t block_used;
    size_t used_bytes;
} rel_arena_mark;

/* size bytes aligned to align (a power of two, at most 64), not zeroed; NULL when memory is out.
 * Requests of 1 MiB and more get a block of their own, which goes back to the system on release. */
void *rel_arena_take(rel_arena *a, size_t size, size_t align);
rel_arena_mark rel_arena_get_mark(const rel_arena *a);
void rel_arena_release(rel_arena *a, rel_arena_mark mark);
void rel_arena_free(rel_arena *a);

#endif
