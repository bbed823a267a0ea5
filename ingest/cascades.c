#include "ingest/cascades.h"

#include <stdlib.h>

#include "ingest/account_rows.h"
#include "ingest/workspace_internal.h"
#include "src/base/i18n.h"

/* Posts, and conversations as if they were posts: open addressing by hash, a slot with key 0 is free. */
typedef struct slot {
    uint64_t key;
    uint32_t post;
} slot;

typedef struct act {
    uint32_t post;
    rel_vid account;
    int64_t time;
} act;

typedef struct reading {
    rel_ctx *ctx;
    rel_workspace *w;
    int64_t since, until;
    rel_account_rows accounts;
    slot *table;
    size_t slots;
    uint32_t *joined; /* posts: towards the first post of those that hang together; itself: it is the first */
    size_t posts, post_capacity;
    act *acts;
    size_t count, act_capacity;
    rel_workspace_cascade_counts *counts;
} reading;

/* -------- posts that hang together -------- */

static slot *find_slot(slot *table, size_t slots, uint64_t key)
{
    size_t i = (size_t)key & (slots - 1);
    while (table[i].key && table[i].key != key) i = (i + 1) & (slots - 1);
    return &table[i];
}

static rel_status make_room(reading *r)
{
    rel_status st;
    slot *bigger = NULL;
    if (r->posts >= UINT32_MAX - 1)
        return rel_fail(r->ctx, REL_E_LIMIT, "more than 4294967294 posts and conversations");
    REL_TRY(rel_grow(r->ctx, &r->joined, &r->post_capacity, r->posts + 1, sizeof *r->joined, "posts"));
    if (4 * (r->posts + 1) <= 3 * r->slots) goto out;
    const size_t slots = r->slots ? 2 * r->slots : 1024;
    REL_TRY(rel_alloc(r->ctx, &bigger, slots, sizeof *bigger, "posts"));
    for (size_t i = 0; i < r->slots; i++)
        if (r->table[i].key) *find_slot(bigger, slots, r->table[i].key) = r->table[i];
    free(r->table);
    r->table = bigger;
    r->slots = slots;
out:
    return st;
}

/* The number of the post or conversation of this platform and id. */
static rel_status intern(reading *r, const char *what, rel_str platform, rel_str id, uint32_t *post)
{
    const rel_status st = make_room(r);
    if (st != REL_OK) return st;
    const uint64_t parts[3] = {rel_hash64(what, 1), rel_hash64(platform.s, platform.len),
                               rel_hash64(id.s, id.len)};
    const uint64_t hash = rel_hash64(parts, sizeof parts), key = hash ? hash : 1;
    slot *s = find_slot(r->table, r->slots, key);
    if (!s->key) {
        *s = (slot){key, (uint32_t)r->posts};
        r->joined[r->posts] = (uint32_t)r->posts;
        r->posts++;
    }
    *post = s->post;
    return REL_OK;
}

static uint32_t first_of(uint32_t *joined, uint32_t post)
{
    while (joined[post] != post) {
        joined[post] = joined[joined[post]];
        post = joined[post];
    }
    return post;
}

static void join(reading *r, uint32_t a, uint32_t b)
{
    const uint32_t x = first_of(r->joined, a), y = first_of(r->joined, b);
    if (x < y)
        r->joined[y] = x;
    else
        r->joined[x] = y;
}

static rel_status join_to(reading *r, uint32_t post, const char *what, rel_str platform, rel_str id)
{
    uint32_t other;
    if (!id.len) return REL_OK;
    const rel_status st = intern(r, what, platform, id, &other);
    if (st == REL_OK) join(r, post, other);
    return st;
}

/* -------- what is read -------- */

static rel_status add_act(reading *r, uint32_t post, sqlite3_stmt *s, int account, int time)
{
    const rel_vid v = rel_account_vertex(&r->accounts, sqlite3_column_int64(s, account));
    if (sqlite3_column_type(s, time) == SQLITE_NULL) {
        r->counts->without_time++;
        return REL_OK;
    }
    const int64_t at = sqlite3_column_int64(s, time);
    if ((r->since != REL_TIME_MISSING && at < r->since) || (r->until != REL_TIME_MISSING && at >= r->until)) {
        r->counts->outside_period++;
        return REL_OK;
    }
    if (v == REL_VID_NONE) {
        r->counts->outside_graph++;
        return REL_OK;
    }
    const rel_status st =
        rel_grow(r->ctx, &r->acts, &r->act_capacity, r->count + 1, sizeof *r->acts, "acts of cascades");
    if (st == REL_OK) r->acts[r->count++] = (act){post, v, at};
    return st;
}

static rel_status take_post(void *user, sqlite3_stmt *s)
{
    reading *r = user;
    rel_status st;
    uint32_t post;
    const rel_str platform = rel_ws_text(s, 0);
    REL_TRY(intern(r, "p", platform, rel_ws_text(s, 1), &post));
    REL_TRY(join_to(r, post, "p", platform, rel_ws_text(s, 4)));
    REL_TRY(join_to(r, post, "c", platform, rel_ws_text(s, 5)));
    st = add_act(r, post, s, 2, 3);
out:
    return st;
}

/* A post may be about more than one other: what it quotes and what it answers. */
static rel_status take_link(void *user, sqlite3_stmt *s)
{
    reading *r = user;
    uint32_t post;
    const rel_str platform = rel_ws_text(s, 0);
    const rel_status st = intern(r, "p", platform, rel_ws_text(s, 1), &post);
    return st == REL_OK ? join_to(r, post, "p", platform, rel_ws_text(s, 2)) : st;
}

/* An act that is no post of its own. */
static rel_status take_act(void *user, sqlite3_stmt *s)
{
    reading *r = user;
    uint32_t post;
    const rel_str about = rel_ws_text(s, 1);
    if (!about.len) {
        r->counts->without_post++;
        return REL_OK;
    }
    const rel_status st = intern(r, "p", rel_ws_text(s, 0), about, &post);
    return st == REL_OK ? add_act(r, post, s, 2, 3) : st;
}

static rel_status read_all(reading *r, const rel_names *names)
{
    rel_status st;
    REL_TRY(rel_account_rows_read(r->ctx, r->w, names, &r->accounts));
    REL_TRY(rel_ws_each_row(r->ctx, r->w, N_("reading cascades"),
                            "SELECT platform, native_id, author, time, target_post, conversation FROM post",
                            take_post, r));
    REL_TRY(rel_ws_each_row(r->ctx, r->w, N_("reading cascades"),
                            "SELECT p.platform, p.native_id, i.target_post FROM interaction i"
                            " JOIN post p ON p.id = i.post WHERE i.target_post <> ifnull(p.target_post, '')"
                            " AND i.kind IN ('share', 'quote', 'reply', 'comment')",
                            take_link, r));
    st = rel_ws_each_row(r->ctx, r->w, N_("reading cascades"),
                         "SELECT a.platform, i.target_post, i.source, i.time FROM interaction i"
                         " JOIN account a ON a.id = i.source WHERE i.post IS NULL"
                         " AND i.kind IN ('share', 'quote', 'reply', 'comment', 'mention')",
                         take_act, r);
out:
    return st;
}

/* -------- cascades -------- */

static int by_cascade(const void *a_, const void *b_)
{
    const act *a = a_, *b = b_;
    if (a->post != b->post) return a->post < b->post ? -1 : 1;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    return a->account < b->account ? -1 : a->account > b->account;
}

/* Where the acts of one cascade are. */
typedef struct part {
    int64_t time;
    size_t first, last;
} part;

static int by_beginning(const void *a_, const void *b_)
{
    const part *a = a_, *b = b_;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    return a->first < b->first ? -1 : a->first > b->first;
}

static size_t cut(const reading *r, part *parts)
{
    size_t n = 0;
    for (size_t i = 0; i < r->count; i++) {
        if (i == 0 || r->acts[i].post != r->acts[i - 1].post)
            parts[n++] = (part){.time = r->acts[i].time, .first = i};
        parts[n - 1].last = i + 1;
    }
    return n;
}

static rel_status make_cascades(reading *r, rel_cascades *c)
{
    rel_status st;
    part *parts = NULL;
    const rel_arena_mark mark = rel_scratch_mark(r->ctx);
    for (size_t i = 0; i < r->count; i++) r->acts[i].post = first_of(r->joined, r->acts[i].post);
    if (r->count) qsort(r->acts, r->count, sizeof *r->acts, by_cascade);
    REL_TRY(rel_scratch_unset(r->ctx, &parts, r->count, sizeof *parts, "cascades"));
    const size_t n = cut(r, parts);
    if (n) qsort(parts, n, sizeof *parts, by_beginning);
    for (size_t i = 0; i < n; i++) {
        for (size_t a = parts[i].first; a < parts[i].last; a++)
            REL_TRY(rel_cascades_add(r->ctx, c, r->acts[a].account, (double)r->acts[a].time));
        REL_TRY(rel_cascades_end(r->ctx, c, &r->counts->repeated));
        r->counts->single += c->off[c->count] - c->off[c->count - 1] == 1;
    }
    r->counts->cascades = c->count;
    r->counts->acts = c->acts;
out:
    rel_scratch_release(r->ctx, mark);
    return st;
}

rel_status rel_workspace_cascades(rel_ctx *ctx, rel_workspace *w, const rel_names *names, int64_t since,
                                  int64_t until, rel_cascades *c, rel_workspace_cascade_counts *counts)
{
    reading r = {.ctx = ctx, .w = w, .since = since, .until = until, .counts = counts};
    *c = (rel_cascades){0};
    *counts = (rel_workspace_cascade_counts){0};
    /* One transaction: a writer may add posts and acts meanwhile. */
    rel_status st = rel_ws_exec(ctx, w, "BEGIN");
    if (st == REL_OK) st = rel_ws_end(ctx, w, read_all(&r, names));
    if (st == REL_OK) st = make_cascades(&r, c);
    rel_account_rows_free(&r.accounts);
    free(r.table);
    free(r.joined);
    free(r.acts);
    if (st != REL_OK) rel_cascades_free(c);
    return st;
}
