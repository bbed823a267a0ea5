#include "src/cli/map_page.h"

#include "src/base/i18n.h"
#include "src/report/picture.h"

/* What a page shows of an account beside the score of the map. */
static const rel_criterion others[] = {REL_BY_PAGERANK, REL_BY_IN_DEGREE, REL_BY_OUT_DEGREE,
                                       REL_BY_IN_STRENGTH};
enum { OTHERS = sizeof others / sizeof *others };

rel_status rel_map_page_check(rel_ctx *ctx)
{
    if (rel_page_available()) return REL_OK;
    rel_fail(ctx, REL_E_USAGE, "option '--html': this relais was built without the interactive page");
    return rel_hint(ctx, "build it where Node.js and npm are installed, or draw a .svg");
}

static rel_page_score score_of(rel_criterion by, const double *value)
{
    return (rel_page_score){.key = rel_criterion_word((int)by),
                            .title = _(rel_criterion_title(by)),
                            .value = value,
                            .low_first = rel_criterion_low_first(by)};
}

/* The map's own score first; of a criterion where the smallest is the best it holds the negative. */
static rel_status collect_scores(rel_ctx *ctx, const rel_graph *g, const rel_map *m, const rel_map_opts *how,
                                 rel_page_score *score, int *count)
{
    rel_status st;
    double *own, *value;
    rel_scoring s = {.g = g, .source = how->source, .opts = &how->scoring};
    REL_TRY(rel_scratch_unset(ctx, &own, g->n, sizeof *own, "scores"));
    for (rel_vid v = 0; v < g->n; v++) own[v] = rel_criterion_low_first(how->by) ? -m->score[v] : m->score[v];
    score[(*count)++] = score_of(how->by, own);
    for (int i = 0; i < OTHERS; i++) {
        if (others[i] == how->by) continue;
        REL_TRY(rel_scratch_unset(ctx, &value, g->n, sizeof *value, "scores"));
        s.score[others[i]] = value;
        score[(*count)++] = score_of(others[i], value);
    }
    st = rel_scores(ctx, &s);
out:
    return st;
}

static uint32_t colour_of(rel_vid community)
{
    const rel_rgb c = rel_picture_color(community);
    return (uint32_t)c.r << 16 | (uint32_t)c.g << 8 | c.b;
}

rel_status rel_map_page(rel_ctx *ctx, const rel_graph *g, const rel_map *m, const rel_map_opts *how,
                        const rel_map_page_args *a, rel_page_result *result)
{
    rel_status st;
    rel_page_score score[OTHERS + 1];
    rel_page_community *communities;
    int scores = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &communities, m->count, sizeof *communities, "communities"));
    for (rel_vid c = 0; c < m->count; c++)
        communities[c] = (rel_page_community){.number = c,
                                              .label = m->communities[c].label,
                                              .summary = m->communities[c].summary,
                                              .accounts = m->communities[c].accounts,
                                              .colour = colour_of(c)};
    REL_TRY(collect_scores(ctx, g, m, how, score, &scores));
    const rel_page page = {.graph = g,
                           .x = m->x,
                           .y = m->y,
                           .title = a->title,
                           .rank = m->score,
                           .score = score,
                           .scores = scores,
                           .community = m->community,
                           .communities = communities,
                           .community_count = m->count,
                           .accounts = a->accounts,
                           .edges = a->edges};
    st = rel_page_write(ctx, &page, a->output, result);
out:
    rel_scratch_release(ctx, mark);
    return st;
}
