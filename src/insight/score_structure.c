/* Criteria of an account's place among its neighbours: cores, triangles, bridging, returned attention. */
#include <stdlib.h>

#include "algorithms/structure/bridging.h"
#include "algorithms/structure/components.h"
#include "algorithms/structure/kcore.h"
#include "algorithms/structure/pairs.h"
#include "algorithms/structure/triangles.h"
#include "src/insight/communities_of.h"
#include "src/insight/scoring.h"

rel_status rel_score_core(rel_ctx *ctx, rel_scoring *s)
{
    rel_status st;
    rel_vid *core = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &core, s->g->n, sizeof *core, "core numbers"));
    REL_TRY(rel_kcore(ctx, s->g, core));
    for (rel_vid v = 0; v < s->g->n; v++) s->score[REL_BY_CORE][v] = core[v];
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static void to_double(const int64_t *from, rel_vid n, double *to)
{
    for (rel_vid v = 0; v < n; v++) to[v] = (double)from[v];
}

rel_status rel_score_triangles(rel_ctx *ctx, rel_scoring *s)
{
    rel_status st = REL_OK;
    int64_t *through = NULL, total;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (s->score[REL_BY_TRIANGLES]) {
        REL_TRY(rel_scratch(ctx, &through, s->g->n, sizeof *through, "triangles"));
        REL_TRY(rel_triangles(ctx, s->g, through, &total));
        to_double(through, s->g->n, s->score[REL_BY_TRIANGLES]);
    }
    if (s->score[REL_BY_CLUSTERING]) st = rel_clustering(ctx, s->g, s->score[REL_BY_CLUSTERING], NULL);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_score_constraint(rel_ctx *ctx, rel_scoring *s)
{
    return rel_constraint(ctx, s->g, s->score[REL_BY_CONSTRAINT]);
}

rel_status rel_score_participation(rel_ctx *ctx, rel_scoring *s)
{
    rel_status st;
    uint32_t *community = NULL, count;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &community, s->g->n, sizeof *community, "communities"));
    REL_TRY(rel_communities_of(ctx, s->g, community, &count));
    st = rel_participation(ctx, s->g, community, count, s->score[REL_BY_PARTICIPATION]);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_score_local_bridges(rel_ctx *ctx, rel_scoring *s)
{
    rel_status st;
    int64_t *bridges = NULL, total;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &bridges, s->g->n, sizeof *bridges, "local bridges"));
    REL_TRY(rel_local_bridges(ctx, s->g, bridges, &total));
    to_double(bridges, s->g->n, s->score[REL_BY_LOCAL_BRIDGES]);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_score_reciprocity(rel_ctx *ctx, rel_scoring *s)
{
    return rel_reciprocity(ctx, s->g, s->score[REL_BY_RECIPROCITY], NULL);
}

rel_status rel_score_component_size(rel_ctx *ctx, rel_scoring *s)
{
    rel_status st;
    rel_vid *component = NULL, *size = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &component, s->g->n, sizeof *component, "components"));
    REL_TRY(rel_components_weak(ctx, s->g, component, NULL, &size));
    for (rel_vid v = 0; v < s->g->n; v++) s->score[REL_BY_COMPONENT_SIZE][v] = size[component[v]];
out:
    free(size);
    rel_scratch_release(ctx, mark);
    return st;
}
