#include "ingest/ranked_list.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "ingest/csv_row.h"
#include "ingest/json_access.h"
#include "src/base/json_parser.h"
#include "ingest/workspace_internal.h"
#include "src/base/input.h"

enum { COLUMNS = 256, ROW_MAX_BYTES = 1 << 20 };

rel_str rel_ranked_account(const rel_ranked_list *list, int64_t i)
{
    const size_t at = i > 0 ? list->end[i - 1] : 0;
    return (rel_str){list->text.data + at, list->end[i] - at};
}

rel_status rel_ranked_add(rel_ctx *ctx, rel_ranked_list *l, rel_str account, int64_t rank, double score)
{
    rel_status st;
    const size_t need = (size_t)l->count + 1;
    REL_TRY(rel_grow(ctx, &l->rank, &l->rank_capacity, need, sizeof *l->rank, "a ranking"));
    REL_TRY(rel_grow(ctx, &l->score, &l->score_capacity, need, sizeof *l->score, "a ranking"));
    REL_TRY(rel_grow(ctx, &l->end, &l->end_capacity, need, sizeof *l->end, "a ranking"));
    REL_TRY(rel_buf_add(ctx, &l->text, account.s, account.len));
    l->rank[l->count] = rank;
    l->score[l->count] = score;
    l->end[l->count++] = l->text.len;
out:
    return st;
}

void rel_ranked_free(rel_ranked_list *l)
{
    free(l->rank);
    free(l->score);
    free(l->end);
    rel_buf_free(&l->text);
    *l = (rel_ranked_list){0};
}

/* --- files -------------------------------------------------------------------------------------------------
 */

static bool starts_with(const char *s, size_t len, const char *begin)
{
    return len >= strlen(begin) && memcmp(s, begin, strlen(begin)) == 0;
}

bool rel_ranked_is_file(const char *first, size_t len)
{
    return starts_with(first, len, "rank,account,") || starts_with(first, len, "{\"rank\":");
}

/* One file being read. */
typedef struct reading {
    rel_ctx *ctx;
    const char *path;
    int64_t line;
    rel_ranked_list *list;
} reading;

static rel_status bad_line(const reading *r, const char *expected)
{
    return rel_fail(r->ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected %s", r->path, r->line, expected);
}

static double json_number(const cJSON *item)
{
    return cJSON_IsNumber(item) ? item->valuedouble : NAN;
}

static double json_score(const cJSON *row)
{
    const cJSON *scores = rel_field_object(row, "scores"), *score = rel_field(row, "score");
    return json_number(score || !scores ? score : scores->child);
}

static rel_status json_line(reading *r, rel_json_parser *p, rel_str line, char *copy)
{
    int64_t rank;
    memcpy(copy, line.s, line.len);
    copy[line.len] = '\0';
    const cJSON *row = rel_json_parse(p, copy, line.len).root;
    if (!row) return p->status != REL_OK ? p->status : bad_line(r, "an object of JSON");
    const rel_str account = rel_field_text(row, "account");
    if (!account.s) return REL_OK;
    /* An account that fell out of the compared ranking has no rank in it. */
    if (!rel_field(row, "rank")) return REL_OK;
    if (!rel_value_i64(rel_field(row, "rank"), &rank) || rank < 1) return bad_line(r, "a rank");
    return rel_ranked_add(r->ctx, r->list, account, rank, json_score(row));
}

static rel_status read_json(reading *r, rel_str content)
{
    rel_status st = REL_OK;
    rel_json_parser p;
    char *copy = NULL;
    const rel_arena_mark mark = rel_scratch_mark(r->ctx);
    rel_json_parser_init(&p, r->ctx);
    REL_TRY(rel_scratch(r->ctx, &copy, ROW_MAX_BYTES + 1, 1, "a line"));
    while (content.s) {
        const rel_str line = rel_str_trim(rel_str_cut(&content, '\n'));
        r->line++;
        if (!line.len) continue;
        if (line.len > ROW_MAX_BYTES) REL_TRY(bad_line(r, "less than a MiB"));
        REL_TRY(rel_poll(r->ctx));
        REL_TRY(json_line(r, &p, line, copy));
    }
out:
    rel_json_parser_free(&p);
    rel_scratch_release(r->ctx, mark);
    return st;
}

/* Which columns of a CSV file hold what; -1: none. */
typedef struct csv_columns {
    int rank, account, score;
} csv_columns;

static csv_columns find_columns(const rel_csv_row *row)
{
    csv_columns c = {-1, -1, -1};
    int first = -1;
    for (int i = (int)row->fields - 1; i >= 0; i--) {
        const rel_str f = row->field[i];
        if (rel_str_is(f, "rank")) c.rank = i;
        if (rel_str_is(f, "account")) c.account = i;
        if (starts_with(f.s, f.len, "scores.")) first = i;
        if (rel_str_is(f, "score")) c.score = i;
    }
    if (c.score < 0) c.score = first;
    return c;
}

static rel_status csv_line(reading *r, const csv_columns *c, const rel_csv_row *row)
{
    int64_t rank;
    double score = NAN;
    if (row->fault != REL_CSV_FINE) return bad_line(r, "quotes that close");
    if ((int)row->fields <= c->rank || (int)row->fields <= c->account || (int)row->fields <= c->score)
        return bad_line(r, "as many columns as in the first line");
    if (row->field[c->rank].len == 0) return REL_OK;
    if (!rel_str_to_i64(row->field[c->rank], &rank) || rank < 1) return bad_line(r, "a rank");
    if (row->field[c->score].len > 0 && !rel_str_to_f64(row->field[c->score], &score))
        return bad_line(r, "a score");
    return rel_ranked_add(r->ctx, r->list, row->field[c->account], rank, score);
}

static rel_status read_csv(reading *r, rel_str content)
{
    static const rel_csv_dialect dialect = {
        .sep = ',', .newline = '\n', .header = true, .max_bytes = ROW_MAX_BYTES};
    rel_status st = REL_OK;
    rel_str field[COLUMNS];
    bool escaped[COLUMNS];
    char *copy = NULL;
    csv_columns c = {-1, -1, -1};
    rel_csv_row row = {.field = field, .escaped = escaped, .capacity = COLUMNS};
    const rel_arena_mark mark = rel_scratch_mark(r->ctx);
    /* Quotes are undoubled in place. */
    REL_TRY(rel_scratch(r->ctx, &copy, content.len + 1, 1, "a ranking"));
    memcpy(copy, content.s, content.len);
    for (size_t at = 0; at < content.len;) {
        r->line++;
        const size_t len = rel_csv_scan(&dialect, copy + at, content.len - at, &row);
        if (row.any_escaped) rel_csv_unescape(&dialect, copy + at, &row);
        if (row.fields > COLUMNS) REL_TRY(bad_line(r, "fewer columns"));
        if (r->line > 1)
            REL_TRY(csv_line(r, &c, &row));
        else
            c = find_columns(&row);
        if (c.rank < 0 || c.account < 0 || c.score < 0)
            REL_TRY(bad_line(r, "columns 'rank', 'account' and a score"));
        r->line += row.lines > 1 ? row.lines - 1 : 0;
        at += len;
    }
out:
    rel_scratch_release(r->ctx, mark);
    return st;
}

rel_status rel_ranked_read(rel_ctx *ctx, const char *path, rel_ranked_list *list)
{
    rel_status st;
    rel_input *in = NULL;
    rel_str content;
    reading r = {.ctx = ctx, .path = path, .list = list};
    *list = (rel_ranked_list){0};
    REL_TRY(rel_input_open(ctx, path, &in));
    REL_TRY(rel_input_whole(ctx, in, &content));
    st = content.len && *content.s == '{' ? read_json(&r, content) : read_csv(&r, content);
out:
    rel_input_close(in);
    if (st != REL_OK) rel_ranked_free(list);
    return st;
}

/* --- workspaces --------------------------------------------------------------------------------------------
 */

static rel_status find_run(rel_ctx *ctx, rel_workspace *w, const char *criterion, int64_t *run)
{
    rel_status st;
    sqlite3_stmt *stmt;
    bool row;
    REL_TRY(rel_ws_get(ctx, w, REL_WS_SCORES_RUN, &stmt));
    rel_ws_bind_text(stmt, 1, rel_str_of(criterion));
    sqlite3_bind_int64(stmt, 2, *run);
    REL_TRY(rel_ws_step(ctx, w, stmt, &row));
    const int64_t found = row ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_reset(stmt);
    if (!found && *run)
        return rel_fail(ctx, REL_E_USAGE, "run %" PRId64 " of '%s' stored no ranking by '%s'", *run, w->path,
                        criterion);
    if (!found) {
        rel_fail(ctx, REL_E_USAGE, "'%s' has no stored ranking by '%s'", w->path, criterion);
        return rel_hint(ctx, "'relais rank %s --by %s --save' stores one", w->path, criterion);
    }
    *run = found;
out:
    return st;
}

rel_status rel_ranked_stored(rel_ctx *ctx, rel_workspace *w, const char *criterion, int64_t *run,
                             rel_ranked_list *list)
{
    rel_status st;
    sqlite3_stmt *stmt;
    bool row;
    *list = (rel_ranked_list){0};
    REL_TRY(find_run(ctx, w, criterion, run));
    REL_TRY(rel_ws_get(ctx, w, REL_WS_SCORES_READ, &stmt));
    sqlite3_bind_int64(stmt, 1, *run);
    rel_ws_bind_text(stmt, 2, rel_str_of(criterion));
    for (;;) {
        REL_TRY(rel_ws_step(ctx, w, stmt, &row));
        if (!row) break;
        REL_TRY(rel_ranked_add(ctx, list, rel_ws_text(stmt, 0), sqlite3_column_int64(stmt, 2),
                               sqlite3_column_double(stmt, 1)));
    }
out:
    if (st != REL_OK) rel_ranked_free(list);
    return st;
}
