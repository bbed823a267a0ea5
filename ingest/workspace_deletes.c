/* What was taken back. Posts and acts go at once; accounts are remembered and go, with all they did, at the
 * end of the run: that takes one pass over all interactions, for all of them together. */
#include <stdio.h>

#include "ingest/workspace_internal.h"

static const char *const what_word[] = {
    [REL_DELETE_POST] = "post",
    [REL_DELETE_ACT] = "act",
    [REL_DELETE_ACCOUNT] = "account",
};

rel_status rel_ws_deleted(rel_ctx *ctx, rel_workspace *w, const char *what, rel_str platform, rel_str id,
                          bool *deleted, int64_t *time)
{
    sqlite3_stmt *s;
    *deleted = false;
    *time = REL_TIME_MISSING;
    rel_status st = rel_ws_get(ctx, w, REL_WS_DELETED_FIND, &s);
    if (st != REL_OK) return st;
    sqlite3_bind_text(s, 1, what, -1, SQLITE_STATIC);
    rel_ws_bind_text(s, 2, platform);
    rel_ws_bind_text(s, 3, id);
    st = rel_ws_step(ctx, w, s, deleted);
    if (st == REL_OK && *deleted) *time = rel_ws_count(s, 0);
    sqlite3_reset(s);
    return st;
}

static rel_status remember(rel_ctx *ctx, rel_workspace *w, const rel_delete_record *d)
{
    sqlite3_stmt *s;
    rel_status st = rel_ws_get(ctx, w, REL_WS_DELETED_ADD, &s);
    if (st != REL_OK) return st;
    sqlite3_bind_text(s, 1, what_word[d->what], -1, SQLITE_STATIC);
    rel_ws_bind_text(s, 2, d->platform);
    rel_ws_bind_text(s, 3, d->id);
    rel_ws_bind_count(s, 4, d->time);
    sqlite3_bind_int(s, 5, d->what != REL_DELETE_ACCOUNT);
    sqlite3_bind_int64(s, 6, w->source_id);
    st = rel_ws_run(ctx, w, s);
    w->deleted_posts |= d->what == REL_DELETE_POST;
    w->deleted_acts |= d->what == REL_DELETE_ACT;
    w->deleted_accounts |= d->what == REL_DELETE_ACCOUNT;
    return st;
}

static rel_status delete_rows(rel_ctx *ctx, rel_workspace *w, rel_ws_sql which, int64_t first, int64_t last)
{
    sqlite3_stmt *s;
    const rel_status st = rel_ws_get(ctx, w, which, &s);
    if (st != REL_OK) return st;
    sqlite3_bind_int64(s, 1, first);
    if (sqlite3_bind_parameter_count(s) > 1) sqlite3_bind_int64(s, 2, last);
    return rel_ws_run(ctx, w, s);
}

static rel_status delete_post(rel_ctx *ctx, rel_workspace *w, const rel_delete_record *d)
{
    const rel_batch none = {0};
    int64_t post;
    bool fresh;
    rel_status st = rel_ws_post_row(ctx, w, &none, d->platform, d->id, &post, &fresh);
    if (st != REL_OK || post <= 0) return st;
    const int64_t first = REL_WS_POST_ACTS + post * REL_WS_ACTS_OF_POST_MAX;
    st = delete_rows(ctx, w, REL_WS_ACTS_DELETE, first, first + REL_WS_ACTS_OF_POST_MAX - 1);
    if (st == REL_OK) st = delete_rows(ctx, w, REL_WS_TAGS_DELETE, post, 0);
    if (st == REL_OK) st = delete_rows(ctx, w, REL_WS_LINKS_DELETE, post, 0);
    if (st == REL_OK) st = delete_rows(ctx, w, REL_WS_POST_DELETE, post, 0);
    return st;
}

static rel_status delete_act(rel_ctx *ctx, rel_workspace *w, const rel_delete_record *d)
{
    sqlite3_stmt *s;
    rel_buf key = {0};
    rel_status st = rel_buf_printf(ctx, &key, "%.*s:%.*s", REL_STR_ARG(d->platform), REL_STR_ARG(d->id));
    if (st == REL_OK) st = rel_ws_get(ctx, w, REL_WS_ACT_DELETE, &s);
    if (st == REL_OK) {
        sqlite3_bind_text(s, 1, key.data, (int)key.len, SQLITE_STATIC);
        st = rel_ws_run(ctx, w, s);
    }
    rel_buf_free(&key);
    return st;
}

rel_status rel_ws_store_deletes(rel_ctx *ctx, rel_workspace *w, const rel_batch *b)
{
    rel_status st = REL_OK;
    for (size_t i = 0; i < b->deletes && st == REL_OK; i++) {
        const rel_delete_record *d = &b->delete_[i];
        st = remember(ctx, w, d);
        if (st == REL_OK && d->what == REL_DELETE_POST) st = delete_post(ctx, w, d);
        if (st == REL_OK && d->what == REL_DELETE_ACT) st = delete_act(ctx, w, d);
        w->counts.deletes++;
    }
    return st;
}
