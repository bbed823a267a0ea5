#include <math.h>
#include <stdlib.h>

#include "src/cli/communities_args.h"

enum { STEPS = 20, STEPS_MAX = 1000 };
/* Neighbouring resolutions whose communities are alike this much say the same. */
static const double ALIKE = 0.98;

rel_status rel_communities_parse_range(rel_ctx *ctx, const char *text, rel_communities_range *range)
{
    rel_str rest = rel_str_of(text);
    int64_t steps = STEPS;
    const rel_str from = rel_str_cut(&rest, ':'), to = rel_str_cut(&rest, ':');
    const bool counted = rest.s != NULL;
    const bool good = to.s && rel_str_to_f64(from, &range->from) && rel_str_to_f64(to, &range->to) &&
                      (!counted || rel_str_to_i64(rest, &steps));
    if (!good || !(range->from > 0) || !(range->to > range->from) || !isfinite(range->to)) {
        rel_fail(ctx, REL_E_USAGE, "option '--profile': '%s' is not FROM:TO or FROM:TO:STEPS", text);
        return rel_hint(ctx, "for instance 0.2:5:20, both above 0 and the second one larger");
    }
    if (steps < 2 || steps > STEPS_MAX)
        return rel_fail(ctx, REL_E_USAGE, "option '--profile': '%s' has not 2 to %d steps", text, STEPS_MAX);
    range->steps = (int)steps;
    return REL_OK;
}

/* One resolution. */
typedef struct step {
    double resolution, value, coverage, largest;
    rel_vid count;
    rel_likeness before, truth; /* compared with the step before, and with what is known */
} step;

/* Resolutions grow by the same factor from step to step. */
static double resolution_at(rel_communities_range range, int i)
{
    if (i == 0) return range.from;
    if (i == range.steps - 1) return range.to;
    return range.from * pow(range.to / range.from, (double)i / (range.steps - 1));
}

static rel_status measure(rel_ctx *ctx, const rel_graph *g, rel_group_opts opts, const rel_labelling *truth,
                          rel_vid *before, step *s, bool first)
{
    rel_status st;
    rel_grouping p = {0};
    opts.resolution = s->resolution;
    REL_TRY(rel_group(ctx, g, &opts, &p));
    s->value = p.value;
    s->coverage = p.coverage;
    s->count = p.count;
    s->largest = p.count ? (double)p.cut[0].members / (double)p.n : NAN;
    if (!first) REL_TRY(rel_communities_compare(ctx, g->n, p.community, before, &s->before));
    if (truth) REL_TRY(rel_group_compare(ctx, &p, truth, &s->truth));
    if (g->n) memcpy(before, p.community, g->n * sizeof *before);
out:
    rel_grouping_free(&p);
    return st;
}

/* A step on a plateau is alike to one beside it; everybody together, or alone, is no community. */
static bool is_stable(const step *s, int i, int steps, rel_vid n)
{
    if (s[i].count <= 1 || s[i].count >= n) return false;
    return (i > 0 && s[i].before.nmi >= ALIKE) || (i + 1 < steps && s[i + 1].before.nmi >= ALIKE);
}

static rel_status print(rel_cli *cli, const step *s, int steps, const rel_labelling *truth, rel_vid n)
{
    const rel_column column[] = {
        {"resolution", N_("resolution"), REL_CELL_F64, 0},
        {"count", N_("communities"), REL_CELL_I64, 0},
        {"largest", N_("share of largest"), REL_CELL_F64, 0},
        {"value", N_("quality"), REL_CELL_F64, 0},
        {"coverage", N_("coverage"), REL_CELL_F64, 0},
        {"nmi_before", N_("NMI with the one before"), REL_CELL_F64, 0},
        {"vi_before", N_("VI"), REL_CELL_F64, 0},
        {"stable", N_("stable"), REL_CELL_BOOL, 0},
        {truth ? "nmi" : NULL, truth ? N_("NMI with labels") : NULL, REL_CELL_F64, 0},
        {truth ? "ari" : NULL, truth ? N_("ARI") : NULL, REL_CELL_F64, 0},
    };
    rel_table t = rel_cli_table(cli, column, sizeof column / sizeof *column);
    for (int i = 0; i < steps; i++) {
        rel_table_f64(&t, s[i].resolution);
        rel_table_i64(&t, s[i].count);
        rel_table_f64(&t, s[i].largest);
        rel_table_f64(&t, s[i].value);
        rel_table_f64(&t, s[i].coverage);
        rel_table_f64(&t, i ? s[i].before.nmi : NAN);
        rel_table_f64(&t, i ? s[i].before.vi : NAN);
        rel_table_bool(&t, is_stable(s, i, steps, n));
        rel_table_f64(&t, s[i].truth.nmi);
        rel_table_f64(&t, s[i].truth.ari);
        rel_table_end_row(&t);
    }
    return rel_table_end(&t);
}

rel_status rel_communities_profile(rel_cli *cli, const rel_graph *g, const rel_group_opts *opts,
                                   const rel_labelling *truth, rel_communities_range range)
{
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_vid *before = NULL;
    step *steps = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &before, g->n, sizeof *before, "communities"));
    REL_TRY(rel_scratch(ctx, &steps, (size_t)range.steps, sizeof *steps, "resolutions"));
    for (int i = 0; i < range.steps; i++) {
        steps[i].resolution = resolution_at(range, i);
        REL_TRY(measure(ctx, g, *opts, truth, before, &steps[i], i == 0));
    }
    st = print(cli, steps, range.steps, truth, g->n);
out:
    rel_scratch_release(ctx, mark);
    return st;
}
