#include <stdlib.h>

#include "algorithms/diffusion/rr_parts.h"

static rel_status sum_audience(rel_ctx *ctx, const double *audience, rel_vid n, double *total)
{
    double sum = 0;
    for (rel_vid v = 0; v < n; v++) {
        if (!(audience[v] >= 0 && isfinite(audience[v])))
            return rel_fail(ctx, REL_E_USAGE, "samples: the weight %g of an account is not a number from 0",
                            audience[v]);
        sum += audience[v];
    }
    if (!(sum > 0 && isfinite(sum)))
        return rel_fail(ctx, REL_E_USAGE, "samples: the weights of the audience add up to %g", sum);
    *total = sum;
    return REL_OK;
}

/* Walker's alias method, tables as Vose builds them: an account keeps its place with probability accept, else
 * another one takes it. Rounding may leave over accounts of either kind; those of weight 0 must never be
 * drawn. */
static rel_status make_roots(rel_ctx *ctx, const double *audience, rel_vid n, rel_rr_sampler *s)
{
    rel_status st;
    rel_vid *pile = NULL, heaviest = 0;
    int64_t light = 0, heavy = n;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(sum_audience(ctx, audience, n, &s->total));
    REL_TRY(rel_alloc(ctx, &s->accept, n, sizeof *s->accept, "roots"));
    REL_TRY(rel_alloc(ctx, &s->alias, n, sizeof *s->alias, "roots"));
    REL_TRY(rel_scratch_unset(ctx, &pile, n, sizeof *pile, "roots"));
    for (rel_vid v = 0; v < n; v++) {
        s->accept[v] = audience[v] / s->total * (double)n;
        s->alias[v] = v;
        if (audience[v] > audience[heaviest]) heaviest = v;
        pile[s->accept[v] < 1 ? light++ : --heavy] = v;
    }
    while (light > 0 && heavy < n) {
        const rel_vid small = pile[--light], large = pile[heavy];
        s->alias[small] = large;
        s->accept[large] -= 1 - s->accept[small];
        if (s->accept[large] < 1) {
            heavy++;
            pile[light++] = large;
        }
    }
    while (light > 0) {
        const rel_vid v = pile[--light];
        if (audience[v] > 0) s->accept[v] = 1;
        if (!(audience[v] > 0)) s->alias[v] = heaviest;
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_rr_rule rule_of(const rel_influence *f)
{
    if (f->opts.model == REL_SPREAD_LT) return f->p ? REL_RR_WEIGHED : REL_RR_ONE_OF;
    if (f->p) return REL_RR_GRADED;
    return f->opts.rule == REL_INFLUENCE_UNIFORM ? REL_RR_UNIFORM : REL_RR_CASCADE;
}

static rel_status add_up_rows(rel_ctx *ctx, const rel_influence *f, rel_rr_sampler *s)
{
    const rel_status st = rel_alloc(ctx, &s->upto, (size_t)f->m, sizeof *s->upto, "weights of senders");
    if (st != REL_OK) return st;
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1024)
    for (rel_vid v = 0; v < f->n; v++) {
        double sum = 0;
        for (rel_eid e = f->off[v]; e < f->off[v + 1]; e++) s->upto[e] = sum += (double)f->p[e];
    }
    return REL_OK;
}

static rel_status fill_tables(rel_ctx *ctx, rel_rr_sampler *s)
{
    const double p = s->f->opts.p;
    switch (s->rule) {
    case REL_RR_CASCADE: {
        const rel_status st =
            rel_alloc(ctx, &s->classes, REL_RR_CLASSES, sizeof *s->classes, "tables of degrees");
        if (st == REL_OK) rel_rr_classes_fill(s->classes);
        return st;
    }
    case REL_RR_UNIFORM:
        s->per_log = 1 / log1p(-p);
        for (int d = 0; d < REL_RR_MISSES; d++) s->miss[d] = d ? exp(d * log1p(-p)) : 1;
        return REL_OK;
    case REL_RR_GRADED:
        for (int b = 1; b < REL_RR_GRADES; b++) s->grade[b] = 1 / log1p(-ldexp(1, -b));
        return REL_OK;
    case REL_RR_WEIGHED: return add_up_rows(ctx, s->f, s);
    case REL_RR_ONE_OF: return REL_OK;
    }
    return REL_OK;
}

rel_status rel_rr_sampler_new(rel_ctx *ctx, const rel_influence *influence, const double *audience,
                              rel_rr_sampler **sampler)
{
    rel_status st;
    rel_rr_sampler *s = NULL;
    *sampler = NULL;
    if (influence->n == 0) return rel_fail(ctx, REL_E_USAGE, "samples: there are no accounts");
    REL_TRY(rel_alloc(ctx, &s, 1, sizeof *s, "sampler"));
    s->f = influence;
    s->rule = rule_of(influence);
    s->timed = rel_influence_delays(influence) && influence->opts.max_time > 0;
    s->max_hops = influence->opts.max_hops > 0 ? influence->opts.max_hops : INT64_MAX;
    s->total = (double)influence->n;
    if (audience) REL_TRY(make_roots(ctx, audience, influence->n, s));
    REL_TRY(fill_tables(ctx, s));
    *sampler = s;
out:
    if (st != REL_OK) rel_rr_sampler_delete(s);
    return st;
}

void rel_rr_sampler_delete(rel_rr_sampler *sampler)
{
    if (!sampler) return;
    free(sampler->accept);
    free(sampler->alias);
    free(sampler->classes);
    free(sampler->upto);
    free(sampler);
}

double rel_rr_audience(const rel_rr_sampler *sampler)
{
    return sampler->total;
}
