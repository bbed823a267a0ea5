#include "src/insight/ranking.h"

#include <stdio.h>
#include <stdlib.h>

#include "algorithms/centrality/degree.h"
#include "src/base/i18n.h"
#include "src/base/sort.h"

static const struct {
    const char *word, *title;
} criteria[] = {
#define X(name, word, title) {word, title},
    REL_CRITERION_LIST(X)
#undef X
};

const char *rel_criterion_word(int criterion)
{
    return criterion >= 0 && criterion < REL_CRITERION_COUNT ? criteria[criterion].word : NULL;
}

const char *rel_criterion_title(rel_criterion criterion)
{
    return criteria[criterion].title;
}

static rel_status find_criterion(rel_ctx *ctx, rel_str text, rel_criterion *criterion)
{
    char word[32];
    int nearest = 0, least = 1000;
    snprintf(word, sizeof word, "%.*s", REL_STR_ARG(text));
    for (char *c = word; *c; c++)
        if (*c == '-') *c = '_';
    for (int i = 0; i < REL_CRITERION_COUNT; i++) {
        const int d = rel_str_distance(word, criteria[i].word);
        if (d < least) {
            least = d;
            nearest = i;
        }
    }
    *criterion = (rel_criterion)nearest;
    if (least == 0) return REL_OK;
    rel_fail(ctx, REL_E_USAGE, "'%s' is not a criterion", word);
    return least <= 3 ? rel_hint(ctx, "did you mean '%s'?", criteria[nearest].word) : REL_E_USAGE;
}

rel_status rel_criteria_parse(rel_ctx *ctx, const char *text, rel_criterion by[REL_CRITERION_COUNT],
                              int *count)
{
    rel_status st = REL_OK;
    rel_str rest = rel_str_of(text);
    *count = 0;
    while (rest.s) {
        rel_criterion c;
        bool known = false;
        REL_TRY(find_criterion(ctx, rel_str_trim(rel_str_cut(&rest, ',')), &c));
        for (int i = 0; i < *count; i++) known = known || by[i] == c;
        if (!known) by[(*count)++] = c;
    }
out:
    return st;
}

rel_status rel_criterion_score(rel_ctx *ctx, const rel_graph *g, rel_criterion criterion,
                               const rel_pagerank_opts *pagerank, double *score)
{
    switch (criterion) {
    case REL_BY_PAGERANK: return rel_pagerank(ctx, g, *pagerank, score, NULL);
    case REL_BY_DEGREE: return rel_degree(ctx, g, REL_DEGREE_ALL, false, score);
    case REL_BY_IN_DEGREE: return rel_degree(ctx, g, REL_DEGREE_IN, false, score);
    case REL_BY_OUT_DEGREE: return rel_degree(ctx, g, REL_DEGREE_OUT, false, score);
    case REL_BY_STRENGTH: return rel_degree(ctx, g, REL_DEGREE_ALL, true, score);
    case REL_BY_IN_STRENGTH: return rel_degree(ctx, g, REL_DEGREE_IN, true, score);
    case REL_BY_OUT_STRENGTH: return rel_degree(ctx, g, REL_DEGREE_OUT, true, score);
    case REL_CRITERION_COUNT: break;
    }
    return rel_fail(ctx, REL_E_USAGE, "ranking: unknown criterion %d", (int)criterion);
}

rel_status rel_rank(rel_ctx *ctx, const rel_graph *g, const rel_ranking_opts *o, rel_ranking *r)
{
    rel_status st;
    bool early = false;
    const int64_t top = o->top > 0 && o->top < g->n ? o->top : g->n;
    *r = (rel_ranking){.criteria = o->criteria};
    for (int i = 0; i < o->criteria; i++) {
        r->by[i] = o->by[i];
        REL_TRY(rel_alloc(ctx, &r->score[i], g->n, sizeof *r->score[i], "scores"));
        st = rel_criterion_score(ctx, g, o->by[i], &o->pagerank, r->score[i]);
        early = early || st == REL_E_NOCONV;
        if (st != REL_OK && st != REL_E_NOCONV) goto out;
    }
    REL_TRY(rel_alloc(ctx, &r->order, (size_t)top, sizeof *r->order, "ranking"));
    REL_TRY(rel_sort_top(ctx, r->score[0], g->n, top, r->order, &r->count));
    if (early) st = REL_E_NOCONV;
out:
    if (st != REL_OK && st != REL_E_NOCONV) rel_ranking_free(r);
    return st;
}

void rel_ranking_free(rel_ranking *r)
{
    for (int i = 0; i < REL_CRITERION_COUNT; i++) free(r->score[i]);
    free(r->order);
    *r = (rel_ranking){0};
}
