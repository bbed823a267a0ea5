#include "graph/weights.h"

#include <inttypes.h>
#include <math.h>

#include "graph/builder.h"

typedef struct bad_arc {
    rel_vid row, other;
    bool reversed; /* the row is of the account that the edge goes to */
    float weight;
} bad_arc;

static rel_status refuse(rel_ctx *ctx, const rel_graph *g, bad_arc a, bool inverse, const char *who)
{
    char room[2][REL_NAME_NUMBER_TEXT];
    const double weight = isnan(a.weight) ? (double)NAN : (double)a.weight; /* without its sign */
    const rel_str from = rel_names_get(&g->names, a.reversed ? a.other : a.row, room[0]),
                  to = rel_names_get(&g->names, a.reversed ? a.row : a.other, room[1]);
    if (inverse)
        return rel_fail(ctx, REL_E_DATA,
                        "%s: the edge from '%.*s' to '%.*s' (row %" PRIu32
                        ") has weight %g, expected one with a finite inverse",
                        who, REL_STR_ARG(from), REL_STR_ARG(to), a.row, weight);
    return rel_fail(ctx, REL_E_DATA,
                    "%s: the edge from '%.*s' to '%.*s' (row %" PRIu32
                    ") has weight %g, expected a finite one above 0",
                    who, REL_STR_ARG(from), REL_STR_ARG(to), a.row, weight);
}

static rel_vid row_of(const rel_graph *g, const rel_csr *c, rel_eid e)
{
    rel_vid low = 0, high = g->n - 1; /* the last row that begins at e or before */
    while (low < high) {
        const rel_vid middle = high - (high - low) / 2;
        if (c->off[middle] <= e)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

rel_status rel_graph_refuse_weight(rel_ctx *ctx, const rel_graph *g, const rel_csr *c, rel_eid e,
                                   bool inverse, const char *who)
{
    const bad_arc a = {.row = row_of(g, c, e),
                       .other = c->adj[e],
                       .reversed = c->off == g->in.off && g->in.off != g->out.off,
                       .weight = c->weight[e]};
    return refuse(ctx, g, a, inverse, who);
}

static rel_status check_plain(rel_ctx *ctx, const rel_graph *g, const rel_csr *c, const char *who)
{
    rel_eid bad = g->m;
    if (!c->off || !c->weight) return REL_OK;
#pragma omp parallel for num_threads(ctx->threads) schedule(static) reduction(min : bad)
    for (rel_eid e = 0; e < g->m; e++)
        if (!rel_weight_is_sound(c->weight[e])) bad = e < bad ? e : bad;
    return bad < g->m ? rel_graph_refuse_weight(ctx, g, c, bad, false, who) : REL_OK;
}

/* The place of the row's first bad weight; its length when there is none. */
static uint32_t first_bad(const rel_packed *p, const rel_packed_rows *r, rel_vid v)
{
    const rel_packed_cursor c = rel_packed_begin(p, r, v);
    for (uint32_t i = 0; i < c.left; i++) {
        float weight;
        memcpy(&weight, c.weight + i * sizeof weight, sizeof weight);
        if (!rel_weight_is_sound(weight)) return i;
    }
    return c.left;
}

static bad_arc packed_arc(const rel_packed *p, const rel_packed_rows *r, rel_vid v, bool reversed)
{
    rel_vid to[REL_PACKED_PIECE];
    float weight[REL_PACKED_PIECE];
    bad_arc a = {.reversed = reversed};
    uint32_t at = first_bad(p, r, v);
    rel_packed_cursor c = rel_packed_begin(p, r, v);
    for (int count; (count = rel_packed_next(&c, to, weight)) > 0; at -= (uint32_t)count) {
        if (at >= (uint32_t)count) continue;
        a.row = rel_packed_old(p, v);
        a.other = rel_packed_old(p, to[at]);
        a.weight = weight[at];
        break;
    }
    return a;
}

static rel_status check_packed(rel_ctx *ctx, const rel_graph *g, const rel_packed_rows *r, bool reversed,
                               const char *who)
{
    const rel_packed *p = &g->packed;
    rel_vid bad = g->n;
    if (!r->block || !p->weighted) return REL_OK;
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024) reduction(min : bad)
    for (rel_vid v = 0; v < g->n; v++)
        if (v < bad && first_bad(p, r, v) < rel_packed_degree(r, v)) bad = v;
    return bad < g->n ? refuse(ctx, g, packed_arc(p, r, bad, reversed), false, who) : REL_OK;
}

rel_status rel_graph_check_weights(rel_ctx *ctx, const rel_graph *g, int directions, const char *who)
{
    rel_status st = REL_OK;
    const bool packed = rel_is_packed(&g->packed);
    const bool out = directions & REL_BUILD_OUT || !g->directed;
    const bool in = directions & REL_BUILD_IN && g->directed;
    if (out)
        REL_TRY(packed ? check_packed(ctx, g, &g->packed.out, false, who)
                       : check_plain(ctx, g, &g->out, who));
    if (in)
        REL_TRY(packed ? check_packed(ctx, g, &g->packed.in, true, who) : check_plain(ctx, g, &g->in, who));
out:
    return st;
}
