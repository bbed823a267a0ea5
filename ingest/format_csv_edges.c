/* CSV of edges: a row is one interaction, its columns found by --map, by their names or by their place. */
#include <stdlib.h>

#include "ingest/csv_sniff.h"
#include "ingest/edge_row.h"
#include "src/base/i18n.h"

static rel_edge_table table_of(const rel_csv_sample *s, const char *path)
{
    return (rel_edge_table){{path, s->header, s->dialect.columns}, s->cell, s->rows, s->dialect.sep};
}

static int detect(const rel_probe *probe)
{
    rel_ctx ctx;
    rel_csv_sample s;
    int score = 0;
    if (!rel_looks_like_table_text(probe->first)) return 0;
    rel_ctx_init(&ctx, 1);
    if (rel_csv_sniff(&ctx, probe, &s) == REL_OK && s.dialect.columns >= 2) {
        const rel_edge_table t = table_of(&s, probe->path);
        score = rel_edge_table_score(&t, probe->opts);
        /* A table for certain, whose columns only the user can tell apart: the failure will name them. */
        const bool plain = s.header && s.rows >= 2 && s.others == 0 && rel_csv_header_is_plain(&s);
        const bool mapped = probe->opts && probe->opts->map;
        if (score == 0 && (plain || mapped)) score = 10;
    }
    rel_ctx_free(&ctx);
    return score;
}

static rel_status setup(rel_ctx *ctx, const rel_probe *probe, const rel_ingest_opts *opts, void **out)
{
    rel_status st;
    rel_csv_sample s;
    rel_edge_plan *plan = NULL;
    rel_probe p = *probe;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    p.opts = opts;
    *out = NULL;
    REL_TRY(rel_csv_sniff(ctx, &p, &s));
    REL_TRY(rel_csv_check(ctx, &p, &s));
    const rel_edge_table t = table_of(&s, probe->path);
    REL_TRY(rel_alloc(ctx, &plan, 1, sizeof *plan, "plan of a table"));
    REL_TRY(rel_edge_plan_make(ctx, &t, opts, p.preset, plan));
    *out = plan;
    plan = NULL;
out:
    free(plan);
    rel_scratch_release(ctx, mark);
    return st;
}

static void free_setup(void *setup_)
{
    if (setup_) rel_edge_plan_free(setup_);
    free(setup_);
}

static rel_column_view view(const void *setup_)
{
    const rel_edge_plan *plan = setup_;
    return (rel_column_view){.roles = &rel_edge_roles, .column = plan->column, .more = &plan->more};
}

static void read_row(const rel_source_info *info, rel_batch *b, const rel_str *field, size_t fields,
                     int64_t line)
{
    rel_edge_row(info->setup, b, field, fields, line);
}

const rel_format rel_format_csv_edges = {
    .name = "csv-edges",
    .title = N_("CSV of edges: source, target and perhaps time, kind, weight"),
    .yields = N_("interactions, accounts"),
    .framing = REL_FRAMING_CSV,
    .detect = detect,
    .setup = setup,
    .free_setup = free_setup,
    .view = view,
    .read_row = read_row,
};
