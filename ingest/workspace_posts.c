/* Storing posts, and the hashtags and links that hang on them. */
#include <stdlib.h>

#include "ingest/workspace_internal.h"

/* Columns of the table post; the parameters of the statements are numbered one higher. */
enum {
    ID,
    PLATFORM,
    NATIVE_ID,
    AUTHOR,
    KIND,
    TIME,
    FIRST_RETRIEVED_AT,
    RETRIEVED_AT,
    TEXT,
    LANG,
    URL,
    CONVERSATION,
    TARGET_POST,
    LIKES,
    REPLIES,
    SHARES,
    QUOTES,
    VIEWS,
    COLLECTED,
    ORIGIN,
    TIME_ERROR
};

static const char *const kind_word[] = {
    [REL_POST_ORIGINAL] = "original", [REL_POST_REPLY] = "reply",     [REL_POST_SHARE] = "share",
    [REL_POST_QUOTE] = "quote",       [REL_POST_COMMENT] = "comment",
};

/* A post as the table has it. */
typedef struct post_row {
    int64_t id, author, first_retrieved_at;
    rel_post_record p; /* author, kind: see above and below */
} post_row;

/* -------- which post of the batch has an id -------- */

static uint64_t id_hash(rel_str platform, rel_str id)
{
    return rel_hash64(id.s, id.len) ^ (platform.len ? (uint64_t)(unsigned char)platform.s[0] << 56 : 0);
}

static bool same_text(rel_str a, rel_str b)
{
    return a.s == b.s ? a.len == b.len : rel_str_eq(a, b);
}

static size_t find_slot(const rel_ws_scratch *s, const rel_batch *b, rel_str platform, rel_str id)
{
    const size_t mask = s->slots - 1;
    for (size_t i = (size_t)id_hash(platform, id) & mask;; i = (i + 1) & mask) {
        if (!s->slot[i]) return i;
        const rel_post_record *p = &b->post[s->slot[i] - 1];
        if (same_text(p->id, id) && same_text(p->platform, platform)) return i;
    }
}

static rel_status index_posts(rel_ctx *ctx, rel_ws_scratch *s, const rel_batch *b)
{
    size_t slots = s->slots ? s->slots : 1024;
    while (slots < 2 * b->posts) slots *= 2;
    if (slots != s->slots) {
        uint32_t *slot;
        const rel_status st = rel_alloc(ctx, &slot, slots, sizeof *slot, "table of posts");
        if (st != REL_OK) return st;
        free(s->slot);
        s->slot = slot;
        s->slots = slots;
    }
    memset(s->slot, 0, s->slots * sizeof *s->slot);
    for (size_t i = 0; i < b->posts; i++) {
        const size_t k = find_slot(s, b, b->post[i].platform, b->post[i].id);
        if (!s->slot[k]) s->slot[k] = (uint32_t)i + 1;
        s->same[i] = s->slot[k] - 1;
    }
    return REL_OK;
}

rel_status rel_ws_post_row(rel_ctx *ctx, rel_workspace *w, const rel_batch *b, rel_str platform, rel_str id,
                           int64_t *row, bool *fresh)
{
    const rel_ws_scratch *s = &w->scratch;
    const uint32_t found = b->posts ? s->slot[find_slot(s, b, platform, id)] : 0;
    if (found) {
        *row = s->post[found - 1];
        *fresh = s->fresh[found - 1] != 0;
        return REL_OK;
    }
    sqlite3_stmt *q;
    bool there;
    *fresh = false;
    *row = 0;
    rel_status st = rel_ws_get(ctx, w, REL_WS_POST_FIND, &q);
    if (st != REL_OK) return st;
    rel_ws_bind_text(q, 1, platform);
    rel_ws_bind_text(q, 2, id);
    st = rel_ws_step(ctx, w, q, &there);
    if (st == REL_OK && there) *row = sqlite3_column_int64(q, 0);
    sqlite3_reset(q);
    return st;
}

/* -------- one post -------- */

static rel_status bind_post(rel_ctx *ctx, rel_workspace *w, rel_ws_sql which, const post_row *row,
                            sqlite3_stmt **out)
{
    sqlite3_stmt *s;
    const rel_post_record *p = &row->p;
    const rel_status st = rel_ws_get(ctx, w, which, &s);
    if (st != REL_OK) return st;
    sqlite3_bind_int64(s, ID + 1, row->id);
    sqlite3_bind_int64(s, AUTHOR + 1, row->author);
    sqlite3_bind_text(s, KIND + 1, kind_word[p->kind], -1, SQLITE_STATIC);
    rel_ws_bind_count(s, TIME + 1, p->time);
    rel_ws_bind_count(s, FIRST_RETRIEVED_AT + 1, row->first_retrieved_at);
    rel_ws_bind_count(s, RETRIEVED_AT + 1, p->retrieved_at);
    rel_ws_bind_text(s, TEXT + 1, p->text);
    rel_ws_bind_text(s, LANG + 1, p->lang);
    rel_ws_bind_text(s, URL + 1, p->url);
    rel_ws_bind_text(s, CONVERSATION + 1, p->conversation_id);
    rel_ws_bind_text(s, TARGET_POST + 1, p->target_id);
    rel_ws_bind_count(s, LIKES + 1, p->likes);
    rel_ws_bind_count(s, REPLIES + 1, p->replies);
    rel_ws_bind_count(s, SHARES + 1, p->shares);
    rel_ws_bind_count(s, QUOTES + 1, p->quotes);
    rel_ws_bind_count(s, VIEWS + 1, p->views);
    sqlite3_bind_int(s, COLLECTED + 1, p->collected);
    sqlite3_bind_int64(s, TIME_ERROR + 1, p->time_error);
    *out = s;
    return REL_OK;
}

static rel_status insert_post(rel_ctx *ctx, rel_workspace *w, const rel_post_record *p, uint32_t author,
                              bool *inserted)
{
    sqlite3_stmt *s;
    const post_row row = {w->next_post, author, p->retrieved_at, *p};
    rel_status st = bind_post(ctx, w, REL_WS_POST_ADD, &row, &s);
    if (st != REL_OK) return st;
    rel_ws_bind_text(s, PLATFORM + 1, p->platform);
    rel_ws_bind_text(s, NATIVE_ID + 1, p->id);
    sqlite3_bind_int64(s, ORIGIN + 1, w->source_id);
    st = rel_ws_run(ctx, w, s);
    *inserted = st == REL_OK && sqlite3_changes(w->db) > 0;
    return st;
}

static rel_post_kind kind_of(rel_str word)
{
    for (int k = 0; k < (int)(sizeof kind_word / sizeof *kind_word); k++)
        if (rel_str_is(word, kind_word[k])) return (rel_post_kind)k;
    return REL_POST_ORIGINAL;
}

static rel_status read_post(rel_ctx *ctx, rel_workspace *w, const rel_post_record *p, sqlite3_stmt **out,
                            post_row *row, bool *there)
{
    sqlite3_stmt *s;
    rel_status st = rel_ws_get(ctx, w, REL_WS_POST_READ, &s);
    if (st != REL_OK) return st;
    rel_ws_bind_text(s, PLATFORM + 1, p->platform);
    rel_ws_bind_text(s, NATIVE_ID + 1, p->id);
    st = rel_ws_step(ctx, w, s, there);
    *out = s;
    if (st != REL_OK || !*there) return st;
    *row = (post_row){
        .id = sqlite3_column_int64(s, ID),
        .author = sqlite3_column_int64(s, AUTHOR),
        .first_retrieved_at = rel_ws_count(s, FIRST_RETRIEVED_AT),
        .p = {.kind = kind_of(rel_ws_text(s, KIND)),
              .time = rel_ws_count(s, TIME),
              .time_error = sqlite3_column_int64(s, TIME_ERROR),
              .retrieved_at = rel_ws_count(s, RETRIEVED_AT),
              .text = rel_ws_text(s, TEXT),
              .lang = rel_ws_text(s, LANG),
              .url = rel_ws_text(s, URL),
              .conversation_id = rel_ws_text(s, CONVERSATION),
              .target_id = rel_ws_text(s, TARGET_POST),
              .likes = rel_ws_count(s, LIKES),
              .replies = rel_ws_count(s, REPLIES),
              .shares = rel_ws_count(s, SHARES),
              .quotes = rel_ws_count(s, QUOTES),
              .views = rel_ws_count(s, VIEWS),
              .collected = sqlite3_column_int(s, COLLECTED) != 0},
    };
    return REL_OK;
}

static void merge_count(int64_t *old, int64_t value, bool replace, bool *changed)
{
    if (value == REL_COUNT_MISSING || value == *old || (*old != REL_COUNT_MISSING && !replace)) return;
    *old = value;
    *changed = true;
}

static void merge_text(rel_str *old, rel_str text, bool replace, bool *changed)
{
    if (!text.s || (old->s && (!replace || rel_str_eq(*old, text)))) return;
    *old = text;
    *changed = true;
}

/* A time that a source says replaces an estimated one, a narrower estimate a wider one; of two that are as
 * good that of the earlier record stands. */
static void merge_time(rel_post_record *old, const rel_post_record *p, bool earlier, bool *changed)
{
    if (p->time == REL_TIME_MISSING || (p->time == old->time && p->time_error == old->time_error)) return;
    const bool better = old->time == REL_TIME_MISSING || p->time_error < old->time_error ||
                        (p->time_error == old->time_error && earlier);
    if (!better) return;
    old->time = p->time;
    old->time_error = p->time_error;
    *changed = true;
}

/* Counts of the record retrieved latest, words of the one retrieved earliest (a missing time is the
 * earliest); what is there never becomes missing. A post that once was more than an original stays it. */
static bool merge_post(post_row *row, const rel_post_record *p)
{
    rel_post_record *old = &row->p;
    bool changed = false;
    const bool later = p->retrieved_at >= old->retrieved_at,
               earlier = p->retrieved_at < row->first_retrieved_at;
    merge_count(&old->likes, p->likes, later, &changed);
    merge_count(&old->replies, p->replies, later, &changed);
    merge_count(&old->shares, p->shares, later, &changed);
    merge_count(&old->quotes, p->quotes, later, &changed);
    merge_count(&old->views, p->views, later, &changed);
    merge_text(&old->text, p->text, earlier, &changed);
    merge_text(&old->lang, p->lang, earlier, &changed);
    merge_text(&old->url, p->url, earlier, &changed);
    merge_text(&old->conversation_id, p->conversation_id, earlier, &changed);
    merge_text(&old->target_id, p->target_id, earlier, &changed);
    merge_time(old, p, earlier, &changed);
    if (p->kind != old->kind && p->kind != REL_POST_ORIGINAL && (earlier || old->kind == REL_POST_ORIGINAL)) {
        old->kind = p->kind;
        changed = true;
    }
    if (later && p->retrieved_at != old->retrieved_at) {
        old->retrieved_at = p->retrieved_at;
        changed = true;
    }
    if (earlier) {
        row->first_retrieved_at = p->retrieved_at;
        changed = true;
    }
    if (p->collected && !old->collected) changed = old->collected = true;
    return changed;
}

/* What a post does, it does at its time. */
static rel_status move_acts(rel_ctx *ctx, rel_workspace *w, const post_row *row, int64_t from)
{
    sqlite3_stmt *s;
    const int64_t first = REL_WS_POST_ACTS + row->id * REL_WS_ACTS_OF_POST_MAX;
    const rel_status st = rel_ws_get(ctx, w, REL_WS_ACTS_MOVE, &s);
    if (st != REL_OK) return st;
    sqlite3_bind_int64(s, 1, first);
    sqlite3_bind_int64(s, 2, first + REL_WS_ACTS_OF_POST_MAX - 1);
    rel_ws_bind_count(s, 3, row->p.time);
    rel_ws_bind_count(s, 4, from);
    return rel_ws_run(ctx, w, s);
}

/* *there: the post is in the table; its row is then up to date. */
static rel_status update_post(rel_ctx *ctx, rel_workspace *w, const rel_post_record *p, int64_t *id,
                              bool *there)
{
    post_row row;
    sqlite3_stmt *read = NULL, *write;
    rel_status st = read_post(ctx, w, p, &read, &row, there);
    if (st == REL_OK && *there) {
        const int64_t time = row.p.time;
        *id = row.id;
        if (merge_post(&row, p)) {
            st = bind_post(ctx, w, REL_WS_POST_WRITE, &row, &write);
            if (st == REL_OK) st = rel_ws_run(ctx, w, write);
        }
        if (st == REL_OK && row.p.time != time) st = move_acts(ctx, w, &row, time);
    }
    sqlite3_reset(read);
    return st;
}

/* -------- the posts of a batch -------- */

static rel_status was_deleted(rel_ctx *ctx, rel_workspace *w, const rel_post_record *p, uint32_t author,
                              bool *deleted)
{
    int64_t time;
    *deleted = author == 0;
    if (*deleted || !w->deleted_posts) return REL_OK;
    return rel_ws_deleted(ctx, w, "post", p->platform, p->id, deleted, &time);
}

/* A record that was merged last and comes again; rows of posts that are gone are not in the cache. */
static bool said_before(rel_workspace *w, const rel_post_record *p, int64_t *row)
{
    const int64_t found = rel_post_cache_find(&w->recent, p);
    if (!found) return false;
    *row = found;
    w->counts.posts_duplicate++;
    return true;
}

/* Files are mostly all new or all known, so what the last post was decides what is tried first. */
static rel_status store_post(rel_ctx *ctx, rel_workspace *w, const rel_batch *b, size_t i, bool *expect_known)
{
    rel_ws_scratch *s = &w->scratch;
    const rel_post_record *p = &b->post[i];
    const uint32_t author = s->account[p->author];
    bool deleted, there = false, inserted = false;
    s->post[i] = REL_WS_LEFT_OUT;
    s->fresh[i] = 0;
    rel_status st = was_deleted(ctx, w, p, author, &deleted);
    if (deleted) w->counts.posts_deleted_before++;
    if (st != REL_OK || deleted) return st;
    if (said_before(w, p, &s->post[i])) return REL_OK;
    if (*expect_known) st = update_post(ctx, w, p, &s->post[i], &there);
    if (st == REL_OK && !there) st = insert_post(ctx, w, p, author, &inserted);
    if (st == REL_OK && !there && !inserted) st = update_post(ctx, w, p, &s->post[i], &there);
    if (inserted) {
        s->post[i] = w->next_post++;
        s->fresh[i] = 1;
        w->counts.posts_new++;
    } else if (st == REL_OK) {
        w->counts.posts_duplicate++;
    }
    if (st == REL_OK) rel_post_cache_put(&w->recent, p, s->post[i]);
    *expect_known = there;
    return st;
}

/* The same post again in the same batch: its row is known, if it has one. */
static rel_status store_again(rel_ctx *ctx, rel_workspace *w, const rel_batch *b, size_t i)
{
    rel_ws_scratch *s = &w->scratch;
    const uint32_t first = s->same[i];
    bool there;
    s->post[i] = s->post[first];
    s->fresh[i] = s->fresh[first];
    if (s->post[i] == REL_WS_LEFT_OUT) {
        w->counts.posts_deleted_before++;
        return REL_OK;
    }
    if (said_before(w, &b->post[i], &s->post[i])) return REL_OK;
    w->counts.posts_duplicate++;
    const rel_status st = update_post(ctx, w, &b->post[i], &s->post[i], &there);
    if (st == REL_OK && there) rel_post_cache_put(&w->recent, &b->post[i], s->post[i]);
    return st;
}

static rel_status need_room(rel_ctx *ctx, rel_ws_scratch *s, size_t posts)
{
    rel_status st = rel_grow(ctx, &s->post, &s->post_capacity, posts, sizeof *s->post, "posts");
    if (st == REL_OK) st = rel_grow(ctx, &s->fresh, &s->fresh_capacity, posts, sizeof *s->fresh, "posts");
    if (st == REL_OK) st = rel_grow(ctx, &s->same, &s->same_capacity, posts, sizeof *s->same, "posts");
    return st;
}

/* Hashtags and links have the same shape. */
static rel_status store_label(rel_ctx *ctx, rel_workspace *w, const rel_batch *b, rel_ws_sql which,
                              const rel_tag_record *t)
{
    int64_t row;
    bool fresh;
    sqlite3_stmt *s;
    rel_status st = rel_ws_post_row(ctx, w, b, t->platform, t->post_id, &row, &fresh);
    if (st != REL_OK || row <= 0) return st;
    st = rel_ws_get(ctx, w, which, &s);
    if (st != REL_OK) return st;
    sqlite3_bind_int64(s, 1, row);
    rel_ws_bind_text(s, 2, t->tag);
    return rel_ws_run(ctx, w, s);
}

rel_status rel_ws_store_posts(rel_ctx *ctx, rel_workspace *w, const rel_batch *b)
{
    rel_ws_scratch *s = &w->scratch;
    bool expect_known = false;
    rel_status st = need_room(ctx, s, b->posts);
    if (st == REL_OK && b->posts) st = rel_post_cache_begin(ctx, &w->recent);
    if (st == REL_OK) st = index_posts(ctx, s, b);
    if (st == REL_OK && b->posts) st = rel_ws_order(ctx, w, &b->post->id, sizeof *b->post, b->posts, NULL);
    for (size_t i = 0; i < b->posts && st == REL_OK; i++) {
        const size_t k = (size_t)s->order[i].value;
        st = s->same[k] == k ? store_post(ctx, w, b, k, &expect_known) : store_again(ctx, w, b, k);
    }
    for (size_t i = 0; i < b->tags && st == REL_OK; i++)
        st = store_label(ctx, w, b, REL_WS_TAG_ADD, &b->tag[i]);
    for (size_t i = 0; i < b->links && st == REL_OK; i++) {
        const rel_tag_record as_tag = {b->link[i].platform, b->link[i].post_id, b->link[i].url};
        st = store_label(ctx, w, b, REL_WS_LINK_ADD, &as_tag);
    }
    return st;
}
