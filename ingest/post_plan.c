#include <stdlib.h>

#include "ingest/post_row.h"
#include "ingest/table_value.h"

static rel_str sample_cell(const rel_csv_sample *s, size_t row, int column)
{
    return s->cell[row * s->dialect.columns + (size_t)column];
}

static bool holds_ids(const rel_csv_sample *s, int column)
{
    size_t ids = 0;
    if (column < 0) return false;
    for (size_t r = 0; r < s->rows; r++) {
        const rel_str v = sample_cell(s, r, column);
        if (rel_cell_is_empty(v)) continue;
        if (!rel_cell_looks_like_id(v)) return false;
        ids++;
    }
    return ids > 0;
}

static bool has_author(const int *column)
{
    return column[REL_POST_ROLE_AUTHOR] >= 0 || column[REL_POST_ROLE_AUTHOR_ID] >= 0 ||
           column[REL_POST_ROLE_HANDLE] >= 0;
}

/* Something besides the author, without which there is no post to speak of. */
static bool has_post(const int *column)
{
    static const rel_post_role any[] = {REL_POST_ROLE_ID, REL_POST_ROLE_TEXT, REL_POST_ROLE_TIME,
                                        REL_POST_ROLE_URL, REL_POST_ROLE_MENTIONS};
    for (size_t i = 0; i < sizeof any / sizeof *any; i++)
        if (column[any[i]] >= 0) return true;
    return false;
}

static rel_status no_author(rel_ctx *ctx, const rel_csv_sample *s, const char *path, const int *column)
{
    const char *what = has_author(column) ? "text" : "author";
    if (!s->header)
        rel_fail(ctx, REL_E_USAGE, "'%s': %zu columns without names, none is known to be the %s of a post",
                 path, s->dialect.columns, what);
    else
        rel_fail(ctx, REL_E_USAGE,
                 "'%s': none of its %zu columns ('%.*s', '%.*s', ...) is known to be the %s of a post", path,
                 s->dialect.columns, REL_STR_ARG(s->header[0]), REL_STR_ARG(s->header[1]), what);
    return rel_hint(ctx, "say which with --map author=COLUMN,text=COLUMN,time=COLUMN (names or numbers)");
}

/* A column that its name makes one of kinds but whose values are none ("Photo", "Link") is not read. */
static void drop_foreign_kinds(rel_ctx *ctx, const rel_csv_sample *s, const char *path, rel_post_plan *plan)
{
    const int c = plan->column[REL_POST_ROLE_KIND];
    rel_kind kind;
    if (c < 0 || s->rows == 0) return;
    for (size_t r = 0; r < s->rows; r++)
        if (rel_kind_words_find(plan->words, sample_cell(s, r, c), &kind) != REL_MEANS_NOTHING) return;
    rel_note(ctx, "'%s': column '%.*s' holds no kinds of interaction that are known ('%.*s'): it is not read",
             path, REL_STR_ARG(s->header[c]), REL_STR_ARG(sample_cell(s, 0, c)));
    plan->column[REL_POST_ROLE_KIND] = REL_NO_COLUMN;
}

/* A column 'time' beside a date is a time of day, when it looks like one ("10:30"). */
static void check_clock(const rel_csv_sample *s, int *column)
{
    const int c = column[REL_POST_ROLE_CLOCK];
    for (size_t r = 0; c >= 0 && r < s->rows; r++) {
        const rel_str v = sample_cell(s, r, c);
        if (v.len >= 4 && v.len <= 8 && memchr(v.s, ':', v.len)) return;
        if (v.len) break;
    }
    column[REL_POST_ROLE_CLOCK] = REL_NO_COLUMN;
}

/* What the columns without a fixed meaning hold. 'author' alone is what identifies; beside an id it is the
 * handle, beside a handle the name. */
static void judge_accounts(const rel_csv_sample *s, rel_post_plan *plan)
{
    const int *column = plan->column;
    const rel_preset_author said = plan->preset ? plan->preset->author : REL_AUTHOR_BY_CONTENT;
    const bool by_content = said == REL_AUTHOR_BY_CONTENT;
    plan->author_is_name = column[REL_POST_ROLE_HANDLE] >= 0;
    plan->author_is_id = !plan->author_is_name && column[REL_POST_ROLE_AUTHOR_ID] < 0 &&
                         (by_content ? holds_ids(s, column[REL_POST_ROLE_AUTHOR]) : said == REL_AUTHOR_ID);
    plan->target_is_id =
        by_content ? holds_ids(s, column[REL_POST_ROLE_TARGET_AUTHOR]) : said == REL_AUTHOR_ID;
}

rel_status rel_post_plan_make(rel_ctx *ctx, const rel_csv_sample *s, const char *path,
                              const rel_ingest_opts *opts, const rel_preset *preset, rel_post_plan *plan)
{
    rel_status st;
    const rel_columns columns = {path, s->header, s->dialect.columns};
    int *column = plan->column;
    *plan = (rel_post_plan){.target_kind = REL_KIND_REPLY, .preset = preset, .platform = opts->platform};
    if (!plan->platform && preset) plan->platform = preset->platform;
    REL_TRY(rel_kind_words_make(ctx, opts->kinds, preset ? preset->kinds : NULL, &plan->words));
    REL_TRY(rel_preset_columns(ctx, &rel_post_roles, &columns, opts->map, preset, column, &plan->more));
    const bool accounts = preset && preset->table == REL_PRESET_ACCOUNTS;
    if (!has_author(column) || (!accounts && !has_post(column))) {
        st = no_author(ctx, s, path, column);
        goto out;
    }
    if (!opts->map && !preset) {
        drop_foreign_kinds(ctx, s, path, plan);
        check_clock(s, column);
    }
    judge_accounts(s, plan);
    if (preset) plan->dates = preset->dates;
    if (column[REL_POST_ROLE_TIME] >= 0 && plan->dates == REL_DATE_ISO)
        REL_TRY(rel_date_order_find(ctx, path, s->cell + column[REL_POST_ROLE_TIME], s->dialect.columns,
                                    s->rows, s->dialect.sep, &plan->dates));
    plan->reads_text = column[REL_POST_ROLE_TEXT] >= 0;
    if (opts->kind) REL_TRY(rel_kind_option(ctx, "--kind", opts->kind, &plan->target_kind));
    if (!opts->columns_shown) rel_mapping_note(ctx, &rel_post_roles, &columns, column, &plan->more);
    if (column[REL_POST_ROLE_AUTHOR_ID] < 0) rel_preset_note_names(ctx, path, preset);
out:
    if (st != REL_OK) rel_post_plan_free(plan);
    return st;
}

void rel_post_plan_free(rel_post_plan *plan)
{
    free(plan->words);
    plan->words = NULL;
}

int rel_post_table_score(const rel_csv_sample *s, const char *path, const rel_ingest_opts *opts)
{
    int column[REL_POST_ROLES];
    rel_ctx ctx;
    const rel_columns columns = {path, s->header, s->dialect.columns};
    if (s->dialect.columns < 2) return 0;
    const size_t edges = rel_mapping_roles_in(&rel_edge_roles, opts ? opts->map : NULL);
    const size_t posts = rel_mapping_roles_in(&rel_post_roles, opts ? opts->map : NULL);
    if (edges + posts) return posts > edges ? 88 : 0;
    if (!s->header) return 0;
    rel_ctx_init(&ctx, 1);
    const rel_status st = rel_mapping_make(&ctx, &rel_post_roles, &columns, NULL, column);
    rel_ctx_free(&ctx);
    if (st != REL_OK || !has_author(column)) return 0;
    const bool text = column[REL_POST_ROLE_TEXT] >= 0, id = column[REL_POST_ROLE_ID] >= 0;
    if (text && id) return 95;
    return text ? 85 : id && column[REL_POST_ROLE_TIME] >= 0 ? 70 : 0;
}
