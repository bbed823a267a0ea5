#include "ingest/post_texts.h"

#include <inttypes.h>
#include <stdlib.h>

#include "ingest/account_rows.h"
#include "ingest/workspace_internal.h"
#include "src/base/i18n.h"

typedef enum question { POST, TAGS, LINKS, QUESTIONS } question;

/* A share has the text of what it shares, where that is known: platforms repeat it cut, or not at all. */
static const char *const question_sql[QUESTIONS] = {
    "SELECT coalesce(t.id, p.id), coalesce(t.text, p.text), coalesce(t.lang, p.lang), p.platform,"
    " p.native_id, p.url, p.time, p.shares FROM post p LEFT JOIN post t ON p.kind = 'share'"
    " AND t.platform = p.platform AND t.native_id = p.target_post WHERE p.id = ?1",
    "SELECT tag FROM post_tag WHERE post = ?1",
    "SELECT url FROM post_link WHERE post = ?1",
};

struct rel_posts {
    rel_ctx *ctx;
    rel_workspace *w;
    sqlite3_stmt *ask[QUESTIONS];
    rel_str *list[QUESTIONS]; /* TAGS, LINKS: copies */
    size_t capacity[QUESTIONS];
    rel_buf text[QUESTIONS]; /* of them */
    bool begun;
};

/* -------- all posts and acts -------- */

typedef struct reading {
    rel_ctx *ctx;
    rel_workspace *w;
    rel_account_rows accounts;
    int64_t since, until;
    unsigned kinds;
    rel_activity *activity;
    size_t capacity;
} reading;

/* Whether the row is of the period; its time counts for the first and last one. */
static bool in_period(const reading *r, sqlite3_stmt *s, int column)
{
    rel_activity *a = r->activity;
    if (sqlite3_column_type(s, column) == SQLITE_NULL)
        return r->since == REL_TIME_MISSING && r->until == REL_TIME_MISSING;
    const int64_t time = sqlite3_column_int64(s, column);
    if ((r->since != REL_TIME_MISSING && time < r->since) ||
        (r->until != REL_TIME_MISSING && time >= r->until))
        return false;
    if (a->first == REL_TIME_MISSING || time < a->first) a->first = time;
    if (a->last == REL_TIME_MISSING || time > a->last) a->last = time;
    return true;
}

static rel_status take_post(void *user, sqlite3_stmt *s)
{
    reading *r = user;
    rel_activity *a = r->activity;
    const rel_vid author = rel_account_vertex(&r->accounts, sqlite3_column_int64(s, 1));
    if (author == REL_VID_NONE || !in_period(r, s, 2)) return REL_OK;
    const rel_status st =
        rel_grow(r->ctx, &a->post, &r->capacity, (size_t)a->posts + 1, sizeof *a->post, "posts");
    if (st == REL_OK)
        a->post[a->posts++] = (rel_post_ref){
            .row = sqlite3_column_int64(s, 0), .author = author, .share = sqlite3_column_int(s, 3) != 0};
    return st;
}

static rel_status take_act(void *user, sqlite3_stmt *s)
{
    reading *r = user;
    const rel_vid source = rel_account_vertex(&r->accounts, sqlite3_column_int64(s, 0));
    const rel_str kind = rel_ws_text(s, 3);
    if (source == REL_VID_NONE) return REL_OK;
    for (int k = 0; k < REL_KIND_COUNT; k++)
        if (r->kinds >> k & 1 && rel_str_is(kind, rel_kind_word((rel_kind)k)) && in_period(r, s, 2))
            r->activity->acts[source] += sqlite3_column_int64(s, 1);
    return REL_OK;
}

static rel_status read_all(reading *r, const rel_names *names)
{
    rel_status st;
    REL_TRY(rel_account_rows_read(r->ctx, r->w, names, &r->accounts));
    REL_TRY(rel_alloc(r->ctx, &r->activity->acts, names->n, sizeof *r->activity->acts, "acts of accounts"));
    REL_TRY(rel_ws_each_row(
        r->ctx, r->w, N_("reading posts and acts"),
        "SELECT id, author, time, kind = 'share' FROM post WHERE collected = 1 ORDER BY id", take_post, r));
    st = rel_ws_each_row(r->ctx, r->w, N_("reading posts and acts"),
                         "SELECT source, count, time, kind FROM interaction WHERE kind <> 'follow'", take_act,
                         r);
out:
    rel_account_rows_free(&r->accounts);
    return st;
}

/* -------- one post -------- */

static rel_status open_questions(rel_posts *p)
{
    rel_status st = rel_ws_exec(p->ctx, p->w, "BEGIN");
    p->begun = st == REL_OK;
    for (int i = 0; st == REL_OK && i < QUESTIONS; i++) {
        const int rc = sqlite3_prepare_v2(p->w->db, question_sql[i], -1, &p->ask[i], NULL);
        if (rc != SQLITE_OK) st = rel_ws_fail(p->ctx, p->w, rc);
    }
    return st;
}

rel_status rel_posts_open(rel_ctx *ctx, rel_workspace *w, const rel_names *names, int64_t since,
                          int64_t until, unsigned kinds, rel_posts **posts, rel_activity *activity)
{
    rel_status st;
    reading r = {.ctx = ctx, .w = w, .since = since, .until = until, .kinds = kinds, .activity = activity};
    rel_posts *p = NULL;
    *posts = NULL;
    *activity = (rel_activity){.first = REL_TIME_MISSING, .last = REL_TIME_MISSING};
    REL_TRY(rel_alloc(ctx, &p, 1, sizeof *p, "posts"));
    p->ctx = ctx;
    p->w = w;
    REL_TRY(open_questions(p));
    st = read_all(&r, names);
out:
    if (st == REL_OK) {
        *posts = p;
        return st;
    }
    rel_posts_close(p);
    rel_activity_free(activity);
    return st;
}

/* All rows of a question about one post, copied. */
static rel_status ask_list(rel_posts *p, question q, int64_t row, size_t *count)
{
    rel_status st;
    sqlite3_stmt *s = p->ask[q];
    bool there = true;
    size_t n = 0;
    p->text[q].len = 0;
    sqlite3_reset(s);
    sqlite3_bind_int64(s, 1, row);
    while (there) {
        REL_TRY(rel_ws_step(p->ctx, p->w, s, &there));
        if (!there) break;
        const rel_str t = rel_ws_text(s, 0);
        REL_TRY(rel_grow(p->ctx, &p->list[q], &p->capacity[q], n + 1, sizeof *p->list[q], "texts"));
        p->list[q][n++].len = t.len;
        REL_TRY(rel_buf_add(p->ctx, &p->text[q], t.s, t.len));
    }
    /* The buffer has stopped moving. */
    const char *at = p->text[q].data;
    for (size_t i = 0; i < n; i++) {
        p->list[q][i].s = at;
        at += p->list[q][i].len;
    }
    *count = n;
out:
    return st;
}

rel_status rel_posts_get(rel_ctx *ctx, rel_posts *p, int64_t row, rel_post_text *t)
{
    rel_status st;
    bool there = false;
    sqlite3_stmt *s = p->ask[POST];
    *t = (rel_post_text){0};
    sqlite3_reset(s);
    sqlite3_bind_int64(s, 1, row);
    REL_TRY(rel_ws_step(ctx, p->w, s, &there));
    if (!there) return rel_fail(ctx, REL_E_DATA, "'%s': there is no post %" PRId64, p->w->path, row);
    const int64_t shares = rel_ws_count(s, 7);
    *t = (rel_post_text){.text_row = sqlite3_column_int64(s, 0),
                         .text = rel_ws_text(s, 1),
                         .lang = rel_ws_text(s, 2),
                         .platform = rel_ws_text(s, 3),
                         .native_id = rel_ws_text(s, 4),
                         .url = rel_ws_text(s, 5),
                         .time = rel_ws_count(s, 6),
                         .shares = shares < 0 ? -1 : shares};
    REL_TRY(ask_list(p, TAGS, t->text_row, &t->tags));
    REL_TRY(ask_list(p, LINKS, t->text_row, &t->links));
    t->tag = p->list[TAGS];
    t->link = p->list[LINKS];
out:
    return st;
}

void rel_posts_close(rel_posts *p)
{
    if (!p) return;
    for (int i = 0; i < QUESTIONS; i++) {
        sqlite3_finalize(p->ask[i]);
        free(p->list[i]);
        rel_buf_free(&p->text[i]);
    }
    /* Nothing was written: what COMMIT could say changes nothing. */
    if (p->begun) sqlite3_exec(p->w->db, "COMMIT", NULL, NULL, NULL);
    free(p);
}

void rel_activity_free(rel_activity *a)
{
    free(a->post);
    free(a->acts);
    *a = (rel_activity){0};
}
