#include "src/insight/account_list.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "ingest/brand.h"
#include "ingest/plain_table.h"
#include "src/base/i18n.h"
#include "src/insight/account.h"
#include "src/insight/account_index.h"

enum { ACCOUNT, NUMBER, PLATFORM, COLUMNS };

/* A list that grows: rows come while scratch may not be taken. */
typedef struct growing {
    const rel_graph *g;
    const char *path; /* of a file, else NULL */
    rel_account_list_opts opts;
    rel_account_index index;
    uint8_t *seen; /* n */
    rel_vid *v;
    size_t capacity;
    rel_account_list *list;
    rel_buf joined; /* "platform:id" */
    double *value;  /* n, or NULL */
    double low, high;
    const char *const *number_names; /* NULL: no numbers are read */
    int at[COLUMNS];                 /* fields; -1: none */
} growing;

static rel_status add(rel_ctx *ctx, growing *w, rel_vid v)
{
    rel_account_list *l = w->list;
    if (w->seen[v]) return REL_OK;
    const rel_status st = rel_grow(ctx, &w->v, &w->capacity, (size_t)l->count + 1, sizeof *w->v, "accounts");
    if (st != REL_OK) return st;
    w->seen[v] = 1;
    w->v[l->count++] = v;
    return REL_OK;
}

/* The sentence just stored, with its place in front. */
static rel_status at_line(rel_ctx *ctx, const char *path, int64_t line)
{
    char message[REL_MESSAGE_MAX], hint[REL_MESSAGE_MAX];
    snprintf(message, sizeof message, "%s", ctx->message);
    snprintf(hint, sizeof hint, "%s", ctx->hint);
    rel_fail(ctx, REL_E_DATA, "'%s' line %" PRId64 ": %s", path, line, message);
    return hint[0] ? rel_hint(ctx, "%s", hint) : REL_E_DATA;
}

static void note_unknown(rel_account_list *l, rel_str name)
{
    if (!l->unknown++) snprintf(l->first_unknown, sizeof l->first_unknown, "%.*s", REL_STR_ARG(name));
}

/* -------- files -------- */

static rel_status name_of(rel_ctx *ctx, growing *w, const rel_plain_row *row, rel_str *name)
{
    rel_status st = REL_OK;
    const rel_str account = row->field[w->at[ACCOUNT]];
    const rel_str platform = w->at[PLATFORM] < 0 ? REL_STR_MISSING : row->field[w->at[PLATFORM]];
    *name = account;
    if (!account.len) return rel_plain_row_bad(row, N_("an account"));
    if (!rel_plain_row_is_text(account)) return rel_plain_row_bad(row, N_("text in UTF-8"));
    if (!platform.len || memchr(account.s, ':', account.len)) return REL_OK;
    w->joined.len = 0;
    REL_TRY(rel_buf_printf(ctx, &w->joined, "%.*s:%.*s", REL_STR_ARG(platform), REL_STR_ARG(account)));
    const rel_str joined = {w->joined.data, w->joined.len};
    /* A handle stands beside its platform, too: then it is the handle that is looked for. */
    if (rel_names_find(&w->g->names, joined) != REL_VID_NONE) *name = joined;
out:
    return st;
}

static rel_status take_number(rel_ctx *ctx, growing *w, const rel_plain_row *row, rel_vid v, double x)
{
    char expected[REL_MESSAGE_MAX];
    double *value = &w->value[v];
    if (!isnan(*value) && *value != x)
        return rel_fail(ctx, REL_E_DATA, "'%s' line %" PRId64 ": a second number for '%.*s'", w->path,
                        row->line, REL_STR_ARG(row->field[w->at[ACCOUNT]]));
    *value = x;
    if (x >= w->low && x <= w->high) return add(ctx, w, v);
    if (isfinite(w->high))
        snprintf(expected, sizeof expected, _("a number from %g to %g"), w->low, w->high);
    else
        snprintf(expected, sizeof expected, _("a number from %g up"), w->low);
    return rel_plain_row_bad(row, expected);
}

static rel_status begin_rows(growing *w, const rel_plain_row *row, bool *header)
{
    static const char *const accounts[] = {"account", "key",    "id",   "node", "name",
                                           "handle",  "vertex", "user", NULL};
    static const char *const platforms[] = {"platform", NULL};
    const rel_plain_column list[] = {{accounts, false}, {platforms, true}};
    const rel_plain_column values[] = {{accounts, false}, {w->number_names, false}, {platforms, true}};
    if (w->number_names)
        return rel_plain_row_begin(row, values, COLUMNS,
                                   N_("two columns, account and number, or a header that names them"), w->at,
                                   header);
    int at[2];
    const rel_status st = rel_plain_row_begin(
        row, list, 2, N_("one account a line, or a header with a column account"), at, header);
    w->at[ACCOUNT] = at[0];
    w->at[NUMBER] = -1;
    w->at[PLATFORM] = at[1];
    return st;
}

static rel_status take_row(void *user, const rel_plain_row *row)
{
    growing *w = user;
    rel_ctx *ctx = row->ctx;
    rel_status st;
    rel_str name;
    double x = (double)NAN;
    bool several = false, header = false;
    if (row->index == 0) {
        st = begin_rows(w, row, &header);
        if (st != REL_OK || header) return st;
    }
    if (row->fields <= w->at[ACCOUNT] || row->fields <= w->at[NUMBER] || row->fields <= w->at[PLATFORM])
        return rel_plain_row_bad(row, w->value ? N_("an account and its number") : N_("an account"));
    st = name_of(ctx, w, row, &name);
    if (st != REL_OK) return st;
    if (w->value && !row->field[w->at[NUMBER]].len) return REL_OK; /* says nothing of this account */
    if (w->value && (!rel_str_to_f64(row->field[w->at[NUMBER]], &x) || !isfinite(x)))
        return rel_plain_row_bad(row, N_("a number"));
    rel_vid v = rel_account_index_find(&w->index, name, &several);
    if (v == REL_VID_NONE && w->opts.skip_unknown) {
        note_unknown(w->list, name);
        return REL_OK;
    }
    /* Says what is wrong, with the nearest name. */
    if (v == REL_VID_NONE || several) {
        st = rel_account_find(ctx, w->g, name, &v);
        return st == REL_OK ? st : at_line(ctx, w->path, row->line);
    }
    return w->value ? take_number(ctx, w, row, v, x) : add(ctx, w, v);
}

static rel_status read_file(rel_ctx *ctx, growing *w)
{
    const rel_status st = rel_account_index_make(ctx, w->g, &w->index);
    return st == REL_OK ? rel_plain_table_read(ctx, w->path, take_row, w) : st;
}

/* -------- the command line -------- */

static rel_status read_words(rel_ctx *ctx, growing *w, const char *given)
{
    rel_status st = REL_OK;
    rel_str rest = rel_str_of(given);
    while (rest.s) {
        rel_vid v;
        const rel_str one = rel_str_trim(rel_str_cut(&rest, ','));
        if (!one.len) continue;
        REL_TRY(rel_account_find(ctx, w->g, one, &v));
        REL_TRY(add(ctx, w, v));
    }
out:
    return st;
}

static bool ends_as_file(const char *text)
{
    static const char *const ends[] = {".csv", ".txt", ".tsv", ".gz", ".zst"};
    const rel_str s = rel_str_of(text);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const size_t len = strlen(ends[i]);
        if (s.len > len && rel_str_is_nocase((rel_str){s.s + s.len - len, len}, ends[i])) return true;
    }
    return strchr(text, '/') != NULL;
}

/* What is no file but looks like the name of one is a file that is not there, unless an account is called
 * so. */
static bool is_file(const rel_graph *g, const char *given)
{
    struct stat info;
    if (strcmp(given, "-") == 0) return true;
    if (given[0] == '@' || strchr(given, ',')) return false;
    if (stat(given, &info) == 0) return !S_ISDIR(info.st_mode);
    return ends_as_file(given) && rel_names_find(&g->names, rel_str_of(given)) == REL_VID_NONE;
}

/* -------- lists -------- */

static rel_status begin(rel_ctx *ctx, const rel_graph *g, rel_account_list *list, growing *w)
{
    *list = (rel_account_list){0};
    w->g = g;
    w->list = list;
    return rel_scratch(ctx, &w->seen, g->n, 1, "accounts");
}

/* The list goes to the scratch of the caller: everything that was taken on the way is given back first. */
static rel_status finish(rel_ctx *ctx, growing *w, rel_arena_mark mark, rel_status st)
{
    rel_account_list *l = w->list;
    rel_scratch_release(ctx, mark);
    if (st == REL_OK) st = rel_scratch_unset(ctx, &l->v, (size_t)l->count, sizeof *l->v, "accounts");
    if (st == REL_OK && l->count) memcpy(l->v, w->v, (size_t)l->count * sizeof *l->v);
    free(w->v);
    rel_buf_free(&w->joined);
    return st;
}

static rel_status nobody(rel_ctx *ctx, const growing *w, const char *given)
{
    if (!w->path) return rel_fail(ctx, REL_E_USAGE, "'%s' names no account", given);
    if (!w->list->unknown) return rel_fail(ctx, REL_E_DATA, "'%s' names no account", given);
    rel_fail(ctx, REL_E_DATA, "'%s': none of its %" PRId64 " accounts is in the graph", given,
             w->list->unknown);
    return rel_hint(ctx, "the first is '%s'", w->list->first_unknown);
}

rel_status rel_account_list_read(rel_ctx *ctx, const rel_graph *g, const char *given,
                                 rel_account_list_opts opts, rel_account_list *list)
{
    growing w = {.opts = opts};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    rel_status st = begin(ctx, g, list, &w);
    if (st == REL_OK && is_file(g, given)) w.path = given;
    if (st == REL_OK) st = w.path ? read_file(ctx, &w) : read_words(ctx, &w, given);
    if (st == REL_OK && !list->count && !opts.may_be_empty) st = nobody(ctx, &w, given);
    return finish(ctx, &w, mark, st);
}

rel_status rel_account_values_read(rel_ctx *ctx, const rel_graph *g, const char *path,
                                   const char *const *names, double low, double high,
                                   rel_account_list_opts opts, double *value, rel_account_list *list)
{
    growing w = {.opts = opts, .path = path, .number_names = names, .value = value, .low = low, .high = high};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    rel_status st = begin(ctx, g, list, &w);
    for (rel_vid v = 0; v < g->n; v++) value[v] = (double)NAN;
    if (st == REL_OK) st = read_file(ctx, &w);
    if (st == REL_OK && !list->count && !opts.may_be_empty) st = nobody(ctx, &w, path);
    return finish(ctx, &w, mark, st);
}

/* -------- the workspace's brands -------- */

static bool is_on(const rel_graph *g, rel_vid v, rel_str platform)
{
    char room[REL_NAME_NUMBER_TEXT];
    const rel_str name = rel_names_get(&g->names, v, room);
    return !platform.len || (name.len > platform.len && name.s[platform.len] == ':' &&
                             memcmp(name.s, platform.s, platform.len) == 0);
}

static rel_status take_handle(rel_ctx *ctx, void *user, rel_str brand, rel_str platform, rel_str handle)
{
    growing *w = user;
    rel_status st = REL_OK;
    int64_t at = 0;
    bool any = false;
    rel_vid v;
    (void)brand;
    if (handle.len > 1 && *handle.s == '@') handle = (rel_str){handle.s + 1, handle.len - 1};
    while (w->index.count && (v = rel_account_index_next(&w->index, handle, &at)) != REL_VID_NONE) {
        if (!is_on(w->g, v, platform)) continue;
        any = true;
        REL_TRY(add(ctx, w, v));
    }
    if (!any) note_unknown(w->list, handle);
out:
    return st;
}

rel_status rel_account_list_brands(rel_ctx *ctx, const rel_graph *g, const char *workspace, bool own,
                                   rel_account_list *list)
{
    rel_workspace *ws = NULL;
    growing w = {0};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    rel_status st = begin(ctx, g, list, &w);
    if (st == REL_OK) st = rel_account_index_make(ctx, g, &w.index);
    if (st == REL_OK) st = rel_workspace_open(ctx, workspace, REL_WORKSPACE_READ, &ws);
    if (st == REL_OK) st = rel_brand_handles(ctx, ws, own, take_handle, &w);
    rel_workspace_close(ws);
    if (st == REL_OK && !list->count && own) {
        rel_fail(ctx, REL_E_DATA, "'%s': no account of the brand is known", workspace);
        st = rel_hint(ctx, "the table 'brand' names them: own 1, what 'handle', and the handle as value");
    } else if (st == REL_OK && !list->count) {
        rel_fail(ctx, REL_E_DATA, "'%s': no competitor's account is known", workspace);
        st = rel_hint(ctx, "the table 'brand' names them: own 0, what 'handle', and the handle as value");
    }
    return finish(ctx, &w, mark, st);
}
