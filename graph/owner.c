#include "graph/owner.h"

#include <stdlib.h>
#include <sys/mman.h>

enum { HUGE_PAGE = 2 * 1024 * 1024 };

static bool may_allocate(rel_ctx *ctx)
{
    if (ctx->alloc_budget == 0) return false;
    if (ctx->alloc_budget > 0) ctx->alloc_budget--;
    return true;
}

rel_status rel_big_alloc(rel_ctx *ctx, void *out, size_t count, size_t size, const char *what)
{
    size_t bytes;
    void *p = NULL;
    if (!__builtin_mul_overflow(count, size, &bytes) && bytes < PTRDIFF_MAX && may_allocate(ctx)) {
        const bool huge = bytes >= 2 * (size_t)HUGE_PAGE;
        const size_t align = huge ? HUGE_PAGE : 64;
        p = aligned_alloc(align, (bytes + align) / align * align);
        if (p && huge) madvise(p, bytes / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);
    }
    memcpy(out, &p, sizeof p);
    if (!p) return rel_fail(ctx, REL_E_MEM, "no memory for %s: %zu items of %zu bytes", what, count, size);
    return REL_OK;
}

rel_status rel_graph_reserve(rel_ctx *ctx, rel_graph *g, size_t more)
{
    if (!g->owner) {
        const rel_status st = rel_alloc(ctx, &g->owner, 1, sizeof *g->owner, "a graph");
        if (st != REL_OK) return st;
    }
    rel_graph_owner *o = g->owner;
    return rel_grow(ctx, &o->block, &o->capacity, o->count + more, sizeof *o->block, "a graph");
}

rel_status rel_graph_adopt(rel_ctx *ctx, rel_graph *g, void *block)
{
    const rel_status st = rel_graph_reserve(ctx, g, 1);
    if (st == REL_OK) g->owner->block[g->owner->count++] = block;
    return st;
}

rel_status rel_graph_alloc(rel_ctx *ctx, rel_graph *g, void *out, size_t count, size_t size, const char *what)
{
    rel_status st = rel_graph_reserve(ctx, g, 1);
    void *p = NULL;
    memcpy(out, &p, sizeof p);
    if (st != REL_OK) return st;
    st = rel_big_alloc(ctx, out, count, size, what);
    if (st != REL_OK) return st;
    memcpy(&p, out, sizeof p);
    g->owner->block[g->owner->count++] = p;
    return REL_OK;
}

bool rel_graph_disown(rel_graph *g, const void *block)
{
    rel_graph_owner *o = g->owner;
    for (size_t i = o ? o->count : 0; block && i-- > 0;) {
        if (o->block[i] != block) continue;
        o->block[i] = o->block[--o->count];
        return true;
    }
    return false;
}

void rel_graph_drop(rel_graph *g, const void *block)
{
    rel_graph_owner *o = g->owner;
    for (size_t i = o ? o->count : 0; block && i-- > 0;) {
        if (o->block[i] != block) continue;
        free(o->block[i]);
        o->block[i] = o->block[--o->count];
        return;
    }
}

void rel_graph_free(rel_graph *g)
{
    rel_graph_owner *o = g->owner;
    if (o) {
        for (size_t i = 0; i < o->count; i++) free(o->block[i]);
        if (o->map) munmap(o->map, o->map_bytes);
        free(o->block);
        free(o);
    }
    free(g->vertex_attributes.column);
    free(g->edge_attributes.column);
    *g = (rel_graph){0};
}
