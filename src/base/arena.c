#include "src/base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { BLOCK_BYTES = 256 * 1024, LARGE_BYTES = 1024 * 1024, ALIGN = 64, HUGE_PAGE = 2 * 1024 * 1024 };

struct rel_arena_block {
    rel_arena_block *below;
    size_t size;
    size_t used;
    char *data;
};

static rel_arena_block *push_block(rel_arena *a, size_t at_least)
{
    const size_t wanted = at_least < BLOCK_BYTES ? BLOCK_BYTES : at_least;
    const size_t size = (wanted + ALIGN - 1) / ALIGN * ALIGN;
    if (size < wanted) return NULL;
    rel_arena_block *b = malloc(sizeof *b);
    if (!b) return NULL;
    /* Kernels read large blocks in no order: huge pages spare them most page faults and address misses. */
    const size_t align = size < 2 * (size_t)HUGE_PAGE ? ALIGN : HUGE_PAGE;
    b->data = aligned_alloc(align, (size + align - 1) / align * align);
    if (!b->data) {
        free(b);
        return NULL;
    }
#ifdef MADV_HUGEPAGE
    if (align == HUGE_PAGE) (void)madvise(b->data, size, MADV_HUGEPAGE); /* only a wish */
#endif
    b->below = a->top;
    b->size = size;
    b->used = 0;
    a->top = b;
    return b;
}

static void pop_block(rel_arena *a)
{
    rel_arena_block *b = a->top;
    a->top = b->below;
    free(b->data);
    free(b);
}

void *rel_arena_take(rel_arena *a, size_t size, size_t align)
{
    if (size > SIZE_MAX - LARGE_BYTES) return NULL;
    rel_arena_block *b = a->top;
    size_t start = b ? (b->used + align - 1) / align * align : 0;
    if (!b || start > b->size || b->size - start < size) {
        b = push_block(a, size);
        if (!b) return NULL;
        start = 0;
    }
    b->used = start + size;
    a->used_bytes += size;
    if (a->used_bytes > a->peak_bytes) a->peak_bytes = a->used_bytes;
    return b->data + start;
}

rel_arena_mark rel_arena_get_mark(const rel_arena *a)
{
    return (rel_arena_mark){a->top, a->top ? a->top->used : 0, a->used_bytes};
}

void rel_arena_release(rel_arena *a, rel_arena_mark mark)
{
    while (a->top && a->top != mark.block) {
        /* The lowest block of ordinary size is kept: loops that mark and release do not go to malloc. */
        if (!mark.block && !a->top->below && a->top->size == BLOCK_BYTES) {
            a->top->used = 0;
            break;
        }
        pop_block(a);
    }
    if (a->top && a->top == mark.block) a->top->used = mark.block_used;
    a->used_bytes = mark.used_bytes;
}

void rel_arena_free(rel_arena *a)
{
    while (a->top) pop_block(a);
    *a = (rel_arena){0};
}
