#include "ingest/account_facts.h"

#include <stdlib.h>

#include "ingest/account_rows.h"
#include "ingest/workspace_internal.h"
#include "src/base/i18n.h"

enum { ROUND = 1 << 20 };

struct rel_facts {
    rel_workspace *w;
    rel_account_rows accounts;
    int64_t since, until, post_rows;
    bool begun;
};

/* A reading that is under way. */
typedef struct reading {
    rel_ctx *ctx;
    rel_facts *f;
    sqlite3_stmt *rows;
    const char *what;
    int64_t done;
} reading;

static rel_status begin(reading *r, const char *sql)
{
    const int rc = sqlite3_prepare_v2(r->f->w->db, sql, -1, &r->rows, NULL);
    return rc == SQLITE_OK ? REL_OK : rel_ws_fail(r->ctx, r->f->w, rc);
}

static rel_status next(reading *r, bool *row)
{
    rel_status st = REL_OK;
    if (r->done++ % ROUND == 0) {
        st = rel_poll(r->ctx);
        rel_progress(r->ctx, r->what, "rows", r->done - 1, 0);
    }
    return st == REL_OK ? rel_ws_step(r->ctx, r->f->w, r->rows, row) : st;
}

static bool in_period(const rel_facts *f, int64_t time)
{
    if (f->since == REL_TIME_MISSING && f->until == REL_TIME_MISSING) return true;
    if (time == REL_TIME_MISSING) return false;
    return (f->since == REL_TIME_MISSING || time >= f->since) &&
           (f->until == REL_TIME_MISSING || time < f->until);
}

rel_status rel_facts_open(rel_ctx *ctx, rel_workspace *w, const rel_names *names, int64_t since,
                          int64_t until, rel_facts **facts)
{
    rel_status st;
    rel_facts *f = NULL;
    *facts = NULL;
    REL_TRY(rel_alloc(ctx, &f, 1, sizeof *f, "facts"));
    *f = (rel_facts){.w = w, .since = since, .until = until};
    REL_TRY(rel_ws_exec(ctx, w, "BEGIN"));
    f->begun = true;
    REL_TRY(rel_account_rows_read(ctx, w, names, &f->accounts));
    REL_TRY(rel_ws_number(ctx, w, "SELECT max(id) + 1 FROM post", &f->post_rows));
    *facts = f;
    return st;
out:
    rel_facts_close(f);
    return st;
}

void rel_facts_close(rel_facts *f)
{
    if (!f) return;
    /* Nothing was written: what COMMIT could say changes nothing. */
    if (f->begun) sqlite3_exec(f->w->db, "COMMIT", NULL, NULL, NULL);
    rel_account_rows_free(&f->accounts);
    free(f);
}

int64_t rel_facts_post_rows(const rel_facts *f)
{
    return f->post_rows;
}

int64_t rel_facts_account_rows(const rel_facts *f)
{
    return f->accounts.rows;
}

/* -------- posts -------- */

/* Hashtags come in the order of posts, so that the two tables are read side by side. */
typedef struct tag_reading {
    reading r;
    int64_t post; /* that the row at hand belongs to; INT64_MAX: no more rows */
    rel_buf text;
    rel_str *tag;
    size_t tags, capacity;
} tag_reading;

static rel_status next_tag(tag_reading *t)
{
    bool row;
    const rel_status st = next(&t->r, &row);
    if (st == REL_OK) t->post = row ? sqlite3_column_int64(t->r.rows, 0) : INT64_MAX;
    return st;
}

static rel_status collect_tags(tag_reading *t, int64_t post)
{
    rel_status st = REL_OK;
    t->tags = t->text.len = 0;
    while (t->post < post) REL_TRY(next_tag(t));
    while (t->post == post) {
        const rel_str tag = rel_ws_text(t->r.rows, 1);
        REL_TRY(rel_grow(t->r.ctx, &t->tag, &t->capacity, t->tags + 1, sizeof *t->tag, "hashtags"));
        t->tag[t->tags++].len = tag.len;
        REL_TRY(rel_buf_add(t->r.ctx, &t->text, tag.s, tag.len));
        REL_TRY(next_tag(t));
    }
    /* The buffer has stopped moving. */
    const char *at = t->text.data;
    for (size_t i = 0; i < t->tags; i++) {
        t->tag[i].s = at;
        at += t->tag[i].len;
    }
out:
    return st;
}

/* A row that is not there, as a file may have that others wrote, is none. */
static int64_t row_below(int64_t row, int64_t rows)
{
    return row > 0 && row < rows ? row : 0;
}

static rel_post_fact post_fact(const rel_facts *f, sqlite3_stmt *s)
{
    const int64_t time = rel_ws_count(s, 5);
    return (rel_post_fact){.row = sqlite3_column_int64(s, 0),
                           .shared = row_below(sqlite3_column_int64(s, 1), f->post_rows),
                           .author = rel_account_vertex(&f->accounts, sqlite3_column_int64(s, 2)),
                           .share = sqlite3_column_int(s, 3) != 0,
                           .collected = sqlite3_column_int(s, 4) != 0 && in_period(f, time),
                           .time = time,
                           .text = rel_ws_text(s, 6),
                           .likes = rel_ws_count(s, 7),
                           .replies = rel_ws_count(s, 8),
                           .shares = rel_ws_count(s, 9),
                           .quotes = rel_ws_count(s, 10),
                           .views = rel_ws_count(s, 11)};
}

rel_status rel_facts_posts(rel_ctx *ctx, rel_facts *f, rel_post_fact_fn *fn, void *user)
{
    rel_status st;
    bool row = true;
    reading posts = {.ctx = ctx, .f = f, .what = N_("reading posts")};
    tag_reading t = {.r = {.ctx = ctx, .f = f, .what = N_("reading posts")}};
    REL_TRY(begin(&posts,
                  "SELECT p.id, t.id, p.author, p.kind = 'share', p.collected, p.time, p.text, p.likes,"
                  " p.replies, p.shares, p.quotes, p.views FROM post p LEFT JOIN post t"
                  " ON p.kind = 'share' AND t.platform = p.platform AND t.native_id = p.target_post"
                  " WHERE p.id > 0 ORDER BY p.id"));
    REL_TRY(begin(&t.r, "SELECT post, tag FROM post_tag ORDER BY post"));
    REL_TRY(next_tag(&t));
    for (;;) {
        REL_TRY(next(&posts, &row));
        if (!row) break;
        rel_post_fact post = post_fact(f, posts.rows);
        REL_TRY(collect_tags(&t, post.row));
        post.tag = t.tag;
        post.tags = t.tags;
        REL_TRY(fn(user, &post));
    }
out:
    sqlite3_finalize(posts.rows);
    sqlite3_finalize(t.r.rows);
    rel_buf_free(&t.text);
    free(t.tag);
    return st;
}

/* -------- acts, profiles, accounts, the brand -------- */

static bool kind_of(rel_str word, rel_kind *kind)
{
    for (int k = 0; k < REL_KIND_COUNT; k++)
        if (rel_str_is(word, rel_kind_word((rel_kind)k))) {
            *kind = (rel_kind)k;
            return true;
        }
    return false;
}

rel_status rel_facts_acts(rel_ctx *ctx, rel_facts *f, rel_act_fact_fn *fn, void *user)
{
    rel_status st;
    bool row = true;
    reading acts = {.ctx = ctx, .f = f, .what = N_("reading acts")};
    REL_TRY(begin(&acts,
                  "SELECT i.kind, i.source, i.target, i.time, i.count, i.post, p.native_id, i.target_post"
                  " FROM interaction i LEFT JOIN post p ON p.id = i.post WHERE i.kind <> 'follow'"
                  " ORDER BY i.id"));
    for (;;) {
        REL_TRY(next(&acts, &row));
        if (!row) break;
        sqlite3_stmt *s = acts.rows;
        rel_act_fact act = {.source = rel_account_vertex(&f->accounts, sqlite3_column_int64(s, 1)),
                            .target = rel_account_vertex(&f->accounts, sqlite3_column_int64(s, 2)),
                            .target_row = row_below(sqlite3_column_int64(s, 2), f->accounts.rows),
                            .time = rel_ws_count(s, 3),
                            .count = sqlite3_column_int64(s, 4),
                            .post = row_below(sqlite3_column_int64(s, 5), f->post_rows),
                            .post_id = rel_ws_text(s, 6),
                            .target_post = rel_ws_text(s, 7)};
        if (!kind_of(rel_ws_text(s, 0), &act.kind) || !in_period(f, act.time)) continue;
        REL_TRY(fn(user, &act));
    }
out:
    sqlite3_finalize(acts.rows);
    return st;
}

rel_status rel_facts_profiles(rel_ctx *ctx, rel_facts *f, rel_profile_fact_fn *fn, void *user)
{
    rel_status st;
    bool row = true;
    reading r = {.ctx = ctx, .f = f, .what = N_("reading profiles")};
    REL_TRY(begin(&r, "SELECT account, day, followers FROM profile ORDER BY account, day"));
    for (;;) {
        REL_TRY(next(&r, &row));
        if (!row) break;
        const rel_profile_fact p = {.account =
                                        rel_account_vertex(&f->accounts, sqlite3_column_int64(r.rows, 0)),
                                    .day = sqlite3_column_int64(r.rows, 1),
                                    .followers = rel_ws_count(r.rows, 2)};
        if (p.account != REL_VID_NONE) REL_TRY(fn(user, &p));
    }
out:
    sqlite3_finalize(r.rows);
    return st;
}

rel_status rel_facts_handles(rel_ctx *ctx, rel_facts *f, rel_handle_fact_fn *fn, void *user)
{
    rel_status st;
    bool row = true;
    reading r = {.ctx = ctx, .f = f, .what = N_("reading accounts")};
    REL_TRY(begin(
        &r, "SELECT id, platform, handle FROM account WHERE handle IS NOT NULL AND id > 0 ORDER BY id"));
    for (;;) {
        REL_TRY(next(&r, &row));
        if (!row) break;
        REL_TRY(fn(user, sqlite3_column_int64(r.rows, 0), rel_ws_text(r.rows, 1), rel_ws_text(r.rows, 2)));
    }
out:
    sqlite3_finalize(r.rows);
    return st;
}

rel_status rel_facts_brand(rel_ctx *ctx, rel_facts *f, rel_brand_fact_fn *fn, void *user)
{
    rel_status st;
    bool row = true;
    reading r = {.ctx = ctx, .f = f, .what = N_("reading the brand")};
    REL_TRY(begin(&r, "SELECT own, what, platform, value FROM brand ORDER BY name, what, platform, value"));
    for (;;) {
        REL_TRY(next(&r, &row));
        if (!row) break;
        const rel_str what = rel_ws_text(r.rows, 1);
        const rel_brand_fact b = {.own = sqlite3_column_int(r.rows, 0) != 0,
                                  .handle = rel_str_is(what, "handle"),
                                  .platform = rel_ws_text(r.rows, 2),
                                  .value = rel_ws_text(r.rows, 3)};
        if (!b.handle && !rel_str_is(what, "keyword"))
            REL_TRY(rel_fail(ctx, REL_E_DATA,
                             "'%s': table brand: expected 'handle' or 'keyword' in column what, found '%.*s'",
                             f->w->path, REL_STR_ARG(what)));
        REL_TRY(fn(user, &b));
    }
out:
    sqlite3_finalize(r.rows);
    return st;
}
