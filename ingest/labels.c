#include "ingest/labels.h"

#include <stdlib.h>

#include "ingest/plain_table.h"
#include "src/base/i18n.h"

rel_str rel_labels_account(const rel_labels *l, int64_t i)
{
    const size_t at = i > 0 ? l->label_end[i - 1] : 0;
    return (rel_str){l->text.data + at, l->account_end[i] - at};
}

rel_str rel_labels_label(const rel_labels *l, int64_t i)
{
    return (rel_str){l->text.data + l->account_end[i], l->label_end[i] - l->account_end[i]};
}

void rel_labels_free(rel_labels *l)
{
    free(l->line);
    free(l->account_end);
    free(l->label_end);
    rel_buf_free(&l->text);
    *l = (rel_labels){0};
}

enum { ACCOUNT, LABEL, PLATFORM, COLUMNS };

/* One file being read. */
typedef struct reading {
    int at[COLUMNS]; /* fields; platform -1: none */
    rel_labels *list;
} reading;

static rel_status add(const reading *r, const rel_plain_row *row, rel_str platform, rel_str account,
                      rel_str label)
{
    rel_status st;
    rel_ctx *ctx = row->ctx;
    rel_labels *l = r->list;
    const size_t need = (size_t)l->count + 1;
    REL_TRY(rel_grow(ctx, &l->line, &l->line_capacity, need, sizeof *l->line, "labels"));
    REL_TRY(rel_grow(ctx, &l->account_end, &l->account_capacity, need, sizeof *l->account_end, "labels"));
    REL_TRY(rel_grow(ctx, &l->label_end, &l->label_capacity, need, sizeof *l->label_end, "labels"));
    if (platform.len && !memchr(account.s, ':', account.len)) {
        REL_TRY(rel_buf_add(ctx, &l->text, platform.s, platform.len));
        REL_TRY(rel_buf_puts(ctx, &l->text, ":"));
    }
    REL_TRY(rel_buf_add(ctx, &l->text, account.s, account.len));
    l->account_end[l->count] = l->text.len;
    REL_TRY(rel_buf_add(ctx, &l->text, label.s, label.len));
    l->label_end[l->count] = l->text.len;
    l->line[l->count++] = row->line;
out:
    return st;
}

static const char *const account_names[] = {"account", "key",    "id",   "node", "name",
                                            "handle",  "vertex", "user", NULL};
static const char *const label_names[] = {"label",  "community",  "group", "class", "cluster",
                                          "target", "department", "truth", "value", NULL};
static const char *const platform_names[] = {"platform", NULL};
static const rel_plain_column column[COLUMNS] = {
    [ACCOUNT] = {account_names, false}, [LABEL] = {label_names, false}, [PLATFORM] = {platform_names, true}};

static rel_status take_row(void *user, const rel_plain_row *row)
{
    reading *r = user;
    bool header = false;
    const int *const at = r->at;
    if (row->index == 0) {
        const rel_status st = rel_plain_row_begin(
            row, column, COLUMNS, N_("two columns, account and label, or a header that names them"), r->at,
            &header);
        if (st != REL_OK || header) return st;
    }
    if (row->fields <= at[ACCOUNT] || row->fields <= at[LABEL] || row->fields <= at[PLATFORM])
        return rel_plain_row_bad(row, N_("an account and its label"));
    const rel_str account = row->field[at[ACCOUNT]], label = row->field[at[LABEL]];
    const rel_str platform = at[PLATFORM] < 0 ? REL_STR_MISSING : row->field[at[PLATFORM]];
    if (!account.len) return rel_plain_row_bad(row, N_("an account"));
    if (!rel_plain_row_is_text(account) || !rel_plain_row_is_text(label) ||
        (platform.len && !rel_plain_row_is_text(platform)))
        return rel_plain_row_bad(row, N_("text in UTF-8"));
    return label.len ? add(r, row, platform, account, label) : REL_OK;
}

/* What comes after the rows. */
static rel_status finish(rel_ctx *ctx, rel_status st, const char *path, rel_labels *list)
{
    if (st == REL_OK && !list->count) st = rel_fail(ctx, REL_E_DATA, "'%s' holds no labels", path);
    if (st != REL_OK) rel_labels_free(list);
    return st;
}

rel_status rel_labels_parse(rel_ctx *ctx, rel_str content, const char *path, rel_labels *list)
{
    reading r = {.list = list};
    *list = (rel_labels){0};
    return finish(ctx, rel_plain_table_parse(ctx, content, path, take_row, &r), path, list);
}

rel_status rel_labels_read(rel_ctx *ctx, const char *path, rel_labels *list)
{
    reading r = {.list = list};
    *list = (rel_labels){0};
    return finish(ctx, rel_plain_table_read(ctx, path, take_row, &r), path, list);
}
