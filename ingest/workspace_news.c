/* News of known accounts. Rows of accounts lie anywhere in the file, and a batch says something of hundreds
 * of them: to update each row at once would write a page for each. So a batch only appends what it says to
 * the table account_news, and the end of a run brings it to the rows in their order. */
#include <stdio.h>

#include "ingest/workspace_internal.h"

rel_status rel_ws_note_account(rel_ctx *ctx, rel_workspace *w, uint32_t id, const rel_account_record *r)
{
    sqlite3_stmt *s;
    const rel_status st = rel_ws_bind_account(ctx, w, REL_WS_NEWS_ADD, id, r, &s);
    if (st != REL_OK) return st;
    /* The time at which a handle was used, though it is not a time of the profile. */
    if (!r->observed) rel_ws_bind_count(s, 11, r->seen_at);
    return rel_ws_run(ctx, w, s);
}

/* One account while its news are gone through. */
typedef struct news {
    uint32_t id; /* 0: none */
    rel_account_record row;
    bool changed, look_at_all;
    int64_t day, day_first; /* of the profile written last; -1: none */
    sqlite3_stmt *read;     /* holds the texts of row that are the table's */
    rel_arena text;         /* holds those that are news */
} news;

static rel_status keep(rel_ctx *ctx, news *n, rel_str *old, rel_str text, bool replace)
{
    if (!text.s || (old->s && (!replace || rel_str_eq(*old, text)))) return REL_OK;
    char *copy = rel_arena_take(&n->text, text.len ? text.len : 1, 1);
    if (!copy) return rel_fail(ctx, REL_E_MEM, "no memory for a text of %zu bytes", text.len);
    *old = (rel_str){memcpy(copy, text.s, text.len), text.len};
    n->changed = true;
    return REL_OK;
}

static void keep_count(news *n, int64_t *old, int64_t value, bool replace)
{
    if (value == REL_COUNT_MISSING || value == *old || (*old != REL_COUNT_MISSING && !replace)) return;
    *old = value;
    n->changed = true;
}

static void keep_flag(news *n, int8_t *old, int8_t value, bool replace)
{
    if (value == REL_FLAG_MISSING || value == *old || (*old != REL_FLAG_MISSING && !replace)) return;
    *old = value;
    n->changed = true;
}

/* -------- other handles -------- */

/* A handle that is not the row's own is kept as an alias, by the key that it would be an account under. */
static rel_status add_alias(rel_ctx *ctx, rel_workspace *w, news *n, rel_str handle, int64_t seen_at)
{
    sqlite3_stmt *s;
    rel_buf key = {0};
    rel_status st =
        rel_buf_printf(ctx, &key, "%.*s:@%.*s", REL_STR_ARG(n->row.platform), REL_STR_ARG(handle));
    if (st == REL_OK) st = rel_ws_get(ctx, w, REL_WS_ALIAS_ADD, &s);
    if (st == REL_OK) {
        for (size_t i = n->row.platform.len; i < key.len; i++)
            if (key.data[i] >= 'A' && key.data[i] <= 'Z') key.data[i] = (char)(key.data[i] + 32);
        sqlite3_bind_text(s, 1, key.data, (int)key.len, SQLITE_STATIC);
        sqlite3_bind_int64(s, 2, n->id);
        rel_ws_bind_text(s, 3, handle);
        rel_ws_bind_count(s, 4, seen_at);
        st = rel_ws_run(ctx, w, s);
    }
    rel_buf_free(&key);
    n->look_at_all = true;
    return st;
}

static rel_status take_handle(rel_ctx *ctx, rel_workspace *w, news *n, const rel_account_record *r,
                              bool replace)
{
    const rel_str before = n->row.handle;
    rel_status st = keep(ctx, n, &n->row.handle, r->handle, replace);
    if (st != REL_OK || !r->handle.s) return st;
    if (!before.s) n->look_at_all = true;
    const uint32_t now = rel_ws_handle_hash(n->row.handle);
    if (before.s && rel_ws_handle_hash(before) != now) st = add_alias(ctx, w, n, before, n->row.seen_at);
    if (st == REL_OK && rel_ws_handle_hash(r->handle) != now)
        st = add_alias(ctx, w, n, r->handle, r->seen_at);
    return st;
}

/* -------- merging -------- */

/* The first profile of each day is kept. Most news of a day are later ones. */
static rel_status take_day(rel_ctx *ctx, rel_workspace *w, news *n, const rel_account_record *r)
{
    const int64_t day = r->seen_at / 86400;
    if (r->seen_at < 0 || !rel_ws_has_counts(r)) return REL_OK;
    if (day == n->day && r->seen_at >= n->day_first) return REL_OK;
    n->day = day;
    n->day_first = r->seen_at;
    return rel_ws_add_profile(ctx, w, n->id, r);
}

/* The later record wins, field by field; an earlier one only fills what is missing. */
static rel_status take_profile(rel_ctx *ctx, rel_workspace *w, news *n, const rel_account_record *r)
{
    rel_account_record *a = &n->row;
    const bool replace = !a->observed || r->seen_at >= a->seen_at;
    rel_status st = take_handle(ctx, w, n, r, replace);
    if (st == REL_OK) st = keep(ctx, n, &a->name, r->name, replace);
    if (st == REL_OK) st = keep(ctx, n, &a->bio, r->bio, replace);
    if (st == REL_OK) st = keep(ctx, n, &a->url, r->url, replace);
    if (st == REL_OK) st = keep(ctx, n, &a->location, r->location, replace);
    if (st == REL_OK) st = keep(ctx, n, &a->lang, r->lang, replace);
    keep_count(n, &a->created, r->created, replace);
    keep_count(n, &a->followers, r->followers, replace);
    keep_count(n, &a->following, r->following, replace);
    keep_count(n, &a->posts, r->posts, replace);
    keep_flag(n, &a->verified, r->verified, replace);
    keep_flag(n, &a->bot, r->bot, replace);
    keep_flag(n, &a->is_protected, r->is_protected, replace);
    keep_count(n, &a->seen_at, r->seen_at, replace);
    n->changed |= !a->observed;
    a->observed = true;
    return st == REL_OK ? take_day(ctx, w, n, r) : st;
}

static rel_status begin_account(rel_ctx *ctx, rel_workspace *w, news *n, uint32_t id)
{
    n->id = id;
    n->changed = false;
    n->day = n->day_first = -1;
    rel_arena_release(&n->text, (rel_arena_mark){0});
    return rel_ws_read_account(ctx, w, id, &n->read, &n->row);
}

static rel_status end_account(rel_ctx *ctx, rel_workspace *w, news *n)
{
    sqlite3_stmt *s;
    rel_status st = REL_OK;
    if (n->id && n->changed) {
        st = rel_ws_bind_account(ctx, w, REL_WS_ACCOUNT_WRITE, n->id, &n->row, &s);
        if (st == REL_OK) st = rel_ws_run(ctx, w, s);
    }
    sqlite3_reset(n->read);
    n->read = NULL;
    n->id = 0;
    return st;
}

static rel_status take_next(rel_ctx *ctx, rel_workspace *w, news *n, sqlite3_stmt *s)
{
    const uint32_t id = (uint32_t)sqlite3_column_int64(s, 0);
    rel_account_record r = {0};
    rel_status st = REL_OK;
    if (id != n->id) {
        st = end_account(ctx, w, n);
        if (st == REL_OK) st = begin_account(ctx, w, n, id);
    }
    if (st != REL_OK) return st;
    rel_ws_read_profile(s, 1, &r);
    return r.observed ? take_profile(ctx, w, n, &r) : take_handle(ctx, w, n, &r, !n->row.observed);
}

rel_status rel_ws_apply_news(rel_ctx *ctx, rel_workspace *w)
{
    sqlite3_stmt *s;
    bool row = true, any = false;
    news n = {0};
    rel_status st = rel_ws_get(ctx, w, REL_WS_NEWS_READ, &s);
    while (st == REL_OK && row) {
        st = rel_ws_step(ctx, w, s, &row);
        if (st == REL_OK && row) st = take_next(ctx, w, &n, s);
        any |= row;
    }
    if (st == REL_OK) st = end_account(ctx, w, &n);
    if (st == REL_OK && n.look_at_all) st = rel_ws_do(ctx, w, REL_WS_LOOK_AT_ALL);
    if (st == REL_OK && any) st = rel_ws_do(ctx, w, REL_WS_NEWS_END);
    rel_arena_free(&n.text);
    return st;
}
