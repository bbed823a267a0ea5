/* CSV of posts: a row is one post with its author, its counts and what it answers, shares or quotes; the
 * columns are found by --map or by their names. */
#include <stdlib.h>

#include "ingest/csv_sniff.h"
#include "ingest/post_row.h"
#include "src/base/i18n.h"

static int detect(const rel_probe *probe)
{
    rel_ctx ctx;
    rel_csv_sample s;
    int score = 0;
    if (!rel_looks_like_table_text(probe->first)) return 0;
    rel_ctx_init(&ctx, 1);
    if (rel_csv_sniff(&ctx, probe, &s) == REL_OK) score = rel_post_table_score(&s, probe->path, probe->opts);
    rel_ctx_free(&ctx);
    return score;
}

static rel_status setup(rel_ctx *ctx, const rel_probe *probe, const rel_ingest_opts *opts, void **out)
{
    rel_status st;
    rel_csv_sample s;
    rel_post_plan *plan = NULL;
    rel_probe p = *probe;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    p.opts = opts;
    *out = NULL;
    REL_TRY(rel_csv_sniff(ctx, &p, &s));
    REL_TRY(rel_csv_check(ctx, &p, &s));
    REL_TRY(rel_alloc(ctx, &plan, 1, sizeof *plan, "plan of a table"));
    REL_TRY(rel_post_plan_make(ctx, &s, p.path, opts, p.preset, plan));
    *out = plan;
    plan = NULL;
out:
    free(plan);
    rel_scratch_release(ctx, mark);
    return st;
}

static void free_setup(void *setup_)
{
    if (setup_) rel_post_plan_free(setup_);
    free(setup_);
}

static rel_column_view view(const void *setup_)
{
    const rel_post_plan *plan = setup_;
    return (rel_column_view){.roles = &rel_post_roles, .column = plan->column, .more = &plan->more};
}

static void read_row(const rel_source_info *info, rel_batch *b, const rel_str *field, size_t fields,
                     int64_t line)
{
    rel_post_row(info->setup, info->opts, b, field, NULL, fields, line);
}

const rel_format rel_format_csv_posts = {
    .name = "csv-posts",
    .title = N_("CSV of posts: author, text, time and perhaps ids, counts, mentions, targets"),
    .yields = N_("posts, accounts, hashtags, links, shares, replies, quotes, mentions"),
    .framing = REL_FRAMING_CSV,
    .detect = detect,
    .setup = setup,
    .free_setup = free_setup,
    .view = view,
    .read_row = read_row,
};
