#include "src/base/arena.h"

#include <stdbool.h>
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

/* Blocks from two huge pages on. The system takes long to hand out large memory, in virtual machines longer
 * than a kernel takes to run, so released ones are kept for the next request of their size. Under the address
 * sanitizer they are not: it shall see who uses memory after its release. */
static bool is_large(size_t size)
{
    return size >= 2 * (size_t)HUGE_PAGE;
}

#if defined(__SANITIZE_ADDRESS__)
#define KEEP_BLOCKS false
#elif defined(__has_feature)
#define KEEP_BLOCKS !__has_feature(address_sanitizer)
#else
#define KEEP_BLOCKS true
#endif

static void free_block(rel_arena_block *b)
{
    free(b->data);
    free(b);
}

static rel_arena_block *unlink_spare(rel_arena *a, rel_arena_block **link)
{
    rel_arena_block *b = *link;
    *link = b->below;
    a->spare_bytes -= b->size;
    return b;
}

/* The smallest spare block of at least `size`; NULL when there is none, or it is too large to spend. */
static rel_arena_block *take_spare(rel_arena *a, size_t size)
{
    rel_arena_block **best = NULL;
    for (rel_arena_block **b = &a->spare; *b; b = &(*b)->below)
        if ((*b)->size >= size && (!best || (*b)->size < (*best)->size)) best = b;
    return best && (*best)->size - size <= size / 8 ? unlink_spare(a, best) : NULL;
}

/* The smallest go first: they are the quickest to have again. */
static void drop_spares(rel_arena *a, size_t until)
{
    while (a->spare_bytes > until) {
        rel_arena_block **least = &a->spare;
        for (rel_arena_block **b = &a->spare; *b; b = &(*b)->below)
            if ((*b)->size < (*least)->size) least = b;
        free_block(unlink_spare(a, least));
    }
}

static rel_arena_block *new_block(size_t size)
{
    const size_t align = is_large(size) ? HUGE_PAGE : ALIGN;
    rel_arena_block *b = malloc(sizeof *b);
    if (!b) return NULL;
    b->size = size;
    b->data = aligned_alloc(align, (size + align - 1) / align * align);
    if (!b->data) {
        free(b);
        return NULL;
    }
#ifdef MADV_HUGEPAGE
    /* Kernels read large blocks in no order: huge pages spare them most page faults and address misses. */
    if (is_large(size)) (void)madvise(b->data, size, MADV_HUGEPAGE); /* only a wish */
#endif
    return b;
}

static rel_arena_block *new_large_block(rel_arena *a, size_t size)
{
    const size_t in_use = a->large_bytes + size;
    rel_arena_block *b = take_spare(a, size);
    if (!b) {
        drop_spares(a, a->large_peak > in_use ? a->large_peak - in_use : 0);
        b = new_block(size);
    }
    if (!b) {
        drop_spares(a, 0);
        b = new_block(size);
    }
    if (!b) return NULL;
    a->large_bytes += b->size;
    if (a->large_bytes > a->large_peak) a->large_peak = a->large_bytes;
    return b;
}

static rel_arena_block *push_block(rel_arena *a, size_t at_least)
{
    const size_t wanted = at_least < BLOCK_BYTES ? BLOCK_BYTES : at_least;
    const size_t size = (wanted + ALIGN - 1) / ALIGN * ALIGN;
    if (size < wanted) return NULL;
    rel_arena_block *b = is_large(size) ? new_large_block(a, size) : new_block(size);
    if (!b) return NULL;
    b->below = a->top;
    b->used = 0;
    a->top = b;
    return b;
}

static void pop_block(rel_arena *a)
{
    rel_arena_block *b = a->top;
    a->top = b->below;
    if (is_large(b->size)) a->large_bytes -= b->size;
    if (!KEEP_BLOCKS || !is_large(b->size)) {
        free_block(b);
        return;
    }
#ifdef MADV_FREE
    (void)madvise(b->data, b->size, MADV_FREE); /* who is short of memory may have it */
#endif
    b->below = a->spare;
    a->spare = b;
    a->spare_bytes += b->size;
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

void rel_arena_trim(rel_arena *a)
{
    drop_spares(a, 0);
}

void rel_arena_free(rel_arena *a)
{
    while (a->top) pop_block(a);
    drop_spares(a, 0);
    *a = (rel_arena){0};
}
