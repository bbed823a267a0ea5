#include "ingest/post_shares.h"

#include <stdlib.h>

#include "ingest/account_rows.h"
#include "ingest/workspace_internal.h"
#include "src/base/i18n.h"

#define SHARES_MAX ((UINT32_C(1) << 31) - 1)

/* Open addressing; a slot with key 0 is free. */
typedef struct table {
    rel_post_shares *slot;
    size_t slots, used;
} table;

typedef struct reading {
    rel_ctx *ctx;
    rel_workspace *w;
    int64_t since, until;
    rel_account_rows accounts;
    table posts;
    int64_t without_post;
} reading;

/* -------- the table -------- */

static rel_post_shares *find_slot(const table *t, uint64_t key, rel_vid author)
{
    const size_t mask = t->slots - 1;
    for (size_t i = (size_t)key & mask;; i = (i + 1) & mask) {
        rel_post_shares *s = &t->slot[i];
        if (s->key == 0 || (s->key == key && s->author == author)) return s;
    }
}

static rel_status make_room(rel_ctx *ctx, table *t)
{
    if (4 * (t->used + 1) <= 3 * t->slots) return REL_OK;
    table bigger = {.slots = t->slots ? 2 * t->slots : 1024, .used = t->used};
    const rel_status st = rel_alloc(ctx, &bigger.slot, bigger.slots, sizeof *bigger.slot, "posts");
    if (st != REL_OK) return st;
    for (size_t i = 0; i < t->slots; i++)
        if (t->slot[i].key) *find_slot(&bigger, t->slot[i].key, t->slot[i].author) = t->slot[i];
    free(t->slot);
    *t = bigger;
    return REL_OK;
}

static rel_status find_post(reading *r, rel_vid author, rel_str id, rel_post_shares **post)
{
    const uint64_t hash = rel_hash64(id.s, id.len), key = hash ? hash : 1;
    const rel_status st = make_room(r->ctx, &r->posts);
    if (st != REL_OK) return st;
    *post = find_slot(&r->posts, key, author);
    if ((*post)->key == 0) {
        **post = (rel_post_shares){.key = key, .author = author};
        r->posts.used++;
    }
    return REL_OK;
}

/* -------- what is read -------- */

static bool in_period(const reading *r, sqlite3_stmt *s, int column)
{
    if (r->since == REL_TIME_MISSING && r->until == REL_TIME_MISSING) return true;
    if (sqlite3_column_type(s, column) == SQLITE_NULL) return false;
    const int64_t time = sqlite3_column_int64(s, column);
    return (r->since == REL_TIME_MISSING || time >= r->since) &&
           (r->until == REL_TIME_MISSING || time < r->until);
}

static rel_status take_post(void *user, sqlite3_stmt *s)
{
    reading *r = user;
    rel_post_shares *post;
    const rel_vid author = rel_account_vertex(&r->accounts, sqlite3_column_int64(s, 0));
    if (author == REL_VID_NONE || !in_period(r, s, 2)) return REL_OK;
    const rel_status st = find_post(r, author, rel_ws_text(s, 1), &post);
    if (st == REL_OK) post->own = 1;
    return st;
}

static rel_status take_share(void *user, sqlite3_stmt *s)
{
    reading *r = user;
    rel_post_shares *post;
    const rel_vid author = rel_account_vertex(&r->accounts, sqlite3_column_int64(s, 0));
    const rel_str id = rel_ws_text(s, 1);
    const int64_t count = sqlite3_column_int64(s, 3);
    if (author == REL_VID_NONE || !in_period(r, s, 2)) return REL_OK;
    if (!id.len) {
        r->without_post += count;
        return REL_OK;
    }
    const rel_status st = find_post(r, author, id, &post);
    if (st != REL_OK) return st;
    const int64_t sum = post->shares + count;
    post->shares = (sum < (int64_t)SHARES_MAX ? (uint32_t)sum : SHARES_MAX) & SHARES_MAX;
    return REL_OK;
}

static rel_status read_all(reading *r, const rel_names *names)
{
    rel_status st;
    REL_TRY(rel_account_rows_read(r->ctx, r->w, names, &r->accounts));
    REL_TRY(rel_ws_each_row(
        r->ctx, r->w, N_("counting shares"),
        "SELECT author, native_id, time FROM post WHERE collected = 1 AND kind <> 'share'", take_post, r));
    st = rel_ws_each_row(r->ctx, r->w, N_("counting shares"),
                         "SELECT target, target_post, time, count FROM interaction"
                         " WHERE kind = 'share' AND target IS NOT NULL",
                         take_share, r);
out:
    return st;
}

rel_status rel_post_shares_read(rel_ctx *ctx, rel_workspace *w, const rel_names *names, int64_t since,
                                int64_t until, rel_post_shares_list *list)
{
    reading r = {.ctx = ctx, .w = w, .since = since, .until = until};
    *list = (rel_post_shares_list){0};
    /* One transaction: a writer may add posts and shares meanwhile. */
    rel_status st = rel_ws_exec(ctx, w, "BEGIN");
    if (st == REL_OK) st = rel_ws_end(ctx, w, read_all(&r, names));
    rel_account_rows_free(&r.accounts);
    if (st != REL_OK) {
        free(r.posts.slot);
        return st;
    }
    for (size_t i = 0; i < r.posts.slots; i++)
        if (r.posts.slot[i].key) r.posts.slot[list->count++] = r.posts.slot[i];
    list->post = r.posts.slot;
    list->without_post = r.without_post;
    return REL_OK;
}

void rel_post_shares_free(rel_post_shares_list *list)
{
    free(list->post);
    *list = (rel_post_shares_list){0};
}
