/* Criteria of attention received and given: degrees, PageRank, HITS, eigenvector, Katz. */
#include "algorithms/centrality/degree.h"
#include "algorithms/centrality/spectral.h"
#include "graph/builder.h"
#include "graph/weights.h"
#include "src/insight/scoring.h"

/* Rounds after which the search for Katz's alpha is content with a bound. */
enum { ALPHA_ROUNDS = 200 };

rel_status rel_score_pagerank(rel_ctx *ctx, rel_scoring *s)
{
    rel_pagerank_opts o = s->opts->pagerank;
    if (s->opts->max_rounds) o.max_rounds = s->opts->max_rounds;
    s->way[REL_BY_PAGERANK] = (rel_way){.method = REL_METHOD_ITERATION, .error = o.tol};
    return rel_pagerank(ctx, s->g, o, s->score[REL_BY_PAGERANK], NULL);
}

rel_status rel_score_degree(rel_ctx *ctx, rel_scoring *s)
{
    static const struct {
        rel_criterion by;
        rel_degree_direction direction;
        bool weighted;
    } kinds[] = {
        {REL_BY_DEGREE, REL_DEGREE_ALL, false},     {REL_BY_IN_DEGREE, REL_DEGREE_IN, false},
        {REL_BY_OUT_DEGREE, REL_DEGREE_OUT, false}, {REL_BY_STRENGTH, REL_DEGREE_ALL, true},
        {REL_BY_IN_STRENGTH, REL_DEGREE_IN, true},  {REL_BY_OUT_STRENGTH, REL_DEGREE_OUT, true},
    };
    rel_status st = REL_OK;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (s->score[kinds[i].by])
            REL_TRY(rel_degree(ctx, s->g, kinds[i].direction, kinds[i].weighted, s->score[kinds[i].by]));
out:
    return st;
}

static rel_spectral_opts spectral_opts(const rel_scoring *s)
{
    rel_spectral_opts o = REL_SPECTRAL_DEFAULTS;
    o.tol = s->opts->tolerance;
    if (s->opts->max_rounds) o.max_rounds = s->opts->max_rounds;
    return o;
}

/* Scores of one's own where the caller wants none. */
static rel_status score_or_scratch(rel_ctx *ctx, const rel_scoring *s, rel_criterion by, double **score)
{
    *score = s->score[by];
    if (*score) return REL_OK;
    return rel_scratch_unset(ctx, score, s->g->n, sizeof **score, rel_criterion_word((int)by));
}

rel_status rel_score_hits(rel_ctx *ctx, rel_scoring *s)
{
    rel_status st;
    double *hub, *authority;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(score_or_scratch(ctx, s, REL_BY_HUB, &hub));
    REL_TRY(score_or_scratch(ctx, s, REL_BY_AUTHORITY, &authority));
    s->way[REL_BY_HUB] = s->way[REL_BY_AUTHORITY] =
        (rel_way){.method = REL_METHOD_ITERATION, .error = s->opts->tolerance};
    st = rel_hits(ctx, s->g, spectral_opts(s), hub, authority, NULL, NULL);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static double largest(const double *x, rel_vid n)
{
    double most = 0;
    for (rel_vid v = 0; v < n; v++) most = x[v] > most ? x[v] : most;
    return most;
}

/* No eigenvalue is above the largest sum of a row, nor above that of a column. */
static rel_status bound_eigenvalue(rel_ctx *ctx, const rel_graph *g, double *sums, double *bound)
{
    rel_status st;
    REL_TRY(rel_degree(ctx, g, REL_DEGREE_IN, true, sums));
    *bound = largest(sums, g->n);
    REL_TRY(rel_degree(ctx, g, REL_DEGREE_OUT, true, sums));
    const double columns = largest(sums, g->n);
    if (columns < *bound) *bound = columns;
out:
    return st;
}

/* `value` is the largest eigenvalue when `found`. */
static rel_status katz(rel_ctx *ctx, rel_scoring *s, bool found, double value, double *scratch)
{
    rel_status st = REL_OK;
    double alpha = s->opts->alpha;
    if (alpha == 0) {
        if (!found) REL_TRY(bound_eigenvalue(ctx, s->g, scratch, &value));
        alpha = REL_KATZ_SHARE / (value > 0 ? value : 1);
        if (found)
            rel_note(ctx, "katz: alpha %.6g, %g of 1 / the largest eigenvalue", alpha, REL_KATZ_SHARE);
        else
            rel_note(ctx, "katz: alpha %.6g, %g of 1 / a bound of the largest eigenvalue", alpha,
                     REL_KATZ_SHARE);
    }
    s->way[REL_BY_KATZ] = (rel_way){.method = REL_METHOD_ITERATION, .error = s->opts->tolerance};
    st = rel_katz(ctx, s->g, alpha, spectral_opts(s), s->score[REL_BY_KATZ], NULL);
    if (st == REL_E_NOCONV) st = rel_hint(ctx, "alpha must be below 1 / the largest eigenvalue");
out:
    return st;
}

rel_status rel_score_eigenvector(rel_ctx *ctx, rel_scoring *s)
{
    rel_status st = REL_OK, ended = REL_OK;
    double *x = NULL, *scratch = NULL, value = 0;
    const bool wanted = s->score[REL_BY_EIGENVECTOR],
               for_alpha = s->score[REL_BY_KATZ] && s->opts->alpha == 0;
    rel_spectral_opts o = spectral_opts(s);
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    /* Who asked for Katz shall not read that eigenvector refused. */
    if (!wanted && o.weighted) REL_TRY(rel_graph_check_weights(ctx, s->g, REL_BUILD_IN, "katz"));
    if (!wanted && o.max_rounds > ALPHA_ROUNDS) o.max_rounds = ALPHA_ROUNDS;
    if (wanted || for_alpha) {
        REL_TRY(score_or_scratch(ctx, s, REL_BY_EIGENVECTOR, &x));
        ended = rel_eigenvector(ctx, s->g, o, x, &value, NULL);
        if (ended != REL_OK && ended != REL_E_NOCONV) REL_TRY(ended);
        s->way[REL_BY_EIGENVECTOR] = (rel_way){.method = REL_METHOD_ITERATION, .error = s->opts->tolerance};
    }
    if (s->score[REL_BY_KATZ]) {
        const bool found = ended == REL_OK;
        if (!wanted) rel_forgive(ctx);
        if (!wanted) ended = REL_OK;
        REL_TRY(rel_scratch_unset(ctx, &scratch, s->g->n, sizeof *scratch, "katz"));
        REL_TRY(katz(ctx, s, found, value, scratch));
    }
    st = ended;
out:
    rel_scratch_release(ctx, mark);
    return st;
}
