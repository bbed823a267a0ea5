/* JSON of any shape whose fields --map or a preset names: json-posts and json-edges. */
#include <stdlib.h>

#include "ingest/edge_row.h"
#include "ingest/json_table.h"
#include "ingest/post_row.h"
#include "src/base/i18n.h"

typedef struct mapped {
    rel_json_table table;
    rel_post_plan post;
    rel_edge_plan edge;
} mapped;

/* -------- detection -------- */

static int score_of(const rel_probe *probe, const rel_role_set *own, const rel_role_set *other)
{
    const char *map = probe->opts ? probe->opts->map : NULL;
    if (!probe->json || !rel_mapping_has_pointers(map)) return 0;
    const size_t ours = rel_mapping_roles_in(own, map), theirs = rel_mapping_roles_in(other, map);
    /* Names of both are edges, as in tables. */
    return ours > theirs || (ours == theirs && own == &rel_edge_roles) ? 100 : 0;
}

static int detect_posts(const rel_probe *probe)
{
    return score_of(probe, &rel_post_roles, &rel_edge_roles);
}

static int detect_edges(const rel_probe *probe)
{
    return score_of(probe, &rel_edge_roles, &rel_post_roles);
}

/* -------- the plan -------- */

/* The first records as the sample of a table. */
static rel_status take_sample(rel_ctx *ctx, const rel_probe *probe, const rel_json_table *t,
                              rel_csv_sample *s)
{
    rel_status st;
    rel_json_row *row;
    const size_t columns = t->columns;
    *s = (rel_csv_sample){.dialect = {.sep = ',', .columns = columns, .header = true}};
    REL_TRY(rel_scratch(ctx, &s->header, columns + 1, sizeof *s->header, "sample of JSON"));
    memcpy(s->header, t->name, columns * sizeof *s->header);
    REL_TRY(rel_scratch(ctx, &s->cell, probe->samples * columns + 1, sizeof *s->cell, "sample of JSON"));
    for (size_t i = 0; i < probe->samples; i++) {
        const cJSON *record = rel_json_first_record(t, probe->sample[i]);
        REL_TRY(rel_scratch(ctx, &row, 1, sizeof *row, "sample of JSON"));
        if (!record || !rel_json_row_take(t, record, NULL, 0, row)) continue;
        memcpy(s->cell + s->rows++ * columns, row->field, columns * sizeof *s->cell);
    }
out:
    return st;
}

static rel_status no_pointers(rel_ctx *ctx, const rel_probe *probe)
{
    rel_fail(ctx, REL_E_USAGE, "'%s': JSON of any shape is read by --map or --preset", probe->path);
    return rel_hint(ctx, "for instance --map author=/user/name,text=/text,time=/created_at");
}

static void free_setup(void *setup_)
{
    mapped *m = setup_;
    if (!m) return;
    rel_json_table_free(&m->table);
    rel_post_plan_free(&m->post);
    rel_edge_plan_free(&m->edge);
    free(m);
}

static rel_status setup(rel_ctx *ctx, const rel_probe *probe, const rel_ingest_opts *opts, bool edges,
                        void **out)
{
    rel_status st;
    rel_csv_sample s;
    mapped *m = NULL;
    const rel_preset *preset = probe->preset;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *out = NULL;
    if (!opts->map && !preset) REL_TRY(no_pointers(ctx, probe));
    REL_TRY(rel_alloc(ctx, &m, 1, sizeof *m, "plan of JSON records"));
    REL_TRY(rel_json_table_make(ctx, opts->map, preset, &m->table));
    REL_TRY(take_sample(ctx, probe, &m->table, &s));
    if (edges) {
        const rel_edge_table t = {{probe->path, s.header, m->table.columns}, s.cell, s.rows, ','};
        REL_TRY(rel_edge_plan_make(ctx, &t, opts, preset, &m->edge));
        rel_json_table_judge(&m->table, &rel_edge_roles, m->edge.column, &m->edge.more);
    } else {
        REL_TRY(rel_post_plan_make(ctx, &s, probe->path, opts, preset, &m->post));
        rel_json_table_judge(&m->table, &rel_post_roles, m->post.column, &m->post.more);
    }
    *out = m;
    m = NULL;
out:
    free_setup(m);
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status setup_posts(rel_ctx *ctx, const rel_probe *probe, const rel_ingest_opts *opts, void **out)
{
    return setup(ctx, probe, opts, false, out);
}

static rel_status setup_edges(rel_ctx *ctx, const rel_probe *probe, const rel_ingest_opts *opts, void **out)
{
    return setup(ctx, probe, opts, true, out);
}

static rel_column_view view(const mapped *m, const rel_role_set *roles, const int *column,
                            const rel_more_columns *more)
{
    return (rel_column_view){roles, column, more, m->table.name, m->table.columns};
}

static rel_column_view view_posts(const void *setup_)
{
    const mapped *m = setup_;
    return view(m, &rel_post_roles, m->post.column, &m->post.more);
}

static rel_column_view view_edges(const void *setup_)
{
    const mapped *m = setup_;
    return view(m, &rel_edge_roles, m->edge.column, &m->edge.more);
}

/* -------- records -------- */

static void read_post(const rel_source_info *info, rel_batch *b, const cJSON *record, int64_t line)
{
    const mapped *m = info->setup;
    rel_json_row row;
    const rel_arena_mark mark = rel_scratch_mark(b->ctx);
    if (rel_json_row_take(&m->table, record, b, line, &row))
        rel_post_row(&m->post, info->opts, b, row.field, row.tree, m->table.columns, line);
    rel_scratch_release(b->ctx, mark);
}

static void read_edge(const rel_source_info *info, rel_batch *b, const cJSON *record, int64_t line)
{
    const mapped *m = info->setup;
    rel_json_row row;
    if (rel_json_row_take(&m->table, record, b, line, &row))
        rel_edge_row(&m->edge, b, row.field, m->table.columns, line);
}

const rel_format rel_format_json_edges = {
    .name = "json-edges",
    .title = N_("JSON of edges, its fields named by --map source=/from,target=/to,..."),
    .yields = N_("interactions, accounts"),
    .framing = REL_FRAMING_JSON,
    .by_pointers = true,
    .detect = detect_edges,
    .setup = setup_edges,
    .free_setup = free_setup,
    .view = view_edges,
    .read_json = read_edge,
};

const rel_format rel_format_json_posts = {
    .name = "json-posts",
    .title = N_("JSON of posts, its fields named by --map author=/user/name,text=/text,..."),
    .yields = N_("posts, accounts, hashtags, links, shares, replies, quotes, mentions"),
    .framing = REL_FRAMING_JSON,
    .by_pointers = true,
    .detect = detect_posts,
    .setup = setup_posts,
    .free_setup = free_setup,
    .view = view_posts,
    .read_json = read_post,
};
