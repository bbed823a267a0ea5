/* Storing interactions. Which of them are the same act is told by what the source gives: the post that is the
 * act, an id, a time; see docs/formats/workspace.md. */
#include <stdio.h>
#include <stdlib.h>

#include "ingest/workspace_internal.h"

/* Columns of the table interaction; the parameters of the statements are numbered one higher. */
enum { ID, KIND, SOURCE, TARGET, TIME, WEIGHT, COUNT, POST, TARGET_POST, ACT_KEY, ORIGIN };

/* An interaction with its rows. */
typedef struct act {
    const rel_interaction_record *r;
    uint32_t source, target; /* target 0: unknown */
    int64_t post;            /* row of the post that is the act, 0: none */
    double weight;
    int64_t count;
    rel_str act_key;
} act;

static rel_status insert_act(rel_ctx *ctx, rel_workspace *w, int64_t id, const act *a, bool *inserted)
{
    sqlite3_stmt *s;
    rel_status st = rel_ws_get(ctx, w, REL_WS_ACT_ADD, &s);
    if (st != REL_OK) return st;
    sqlite3_bind_int64(s, ID + 1, id);
    sqlite3_bind_text(s, KIND + 1, rel_kind_word(a->r->kind), -1, SQLITE_STATIC);
    sqlite3_bind_int64(s, SOURCE + 1, a->source);
    rel_ws_bind_count(s, TARGET + 1, a->target ? (int64_t)a->target : INT64_MIN);
    rel_ws_bind_count(s, TIME + 1, a->r->time);
    sqlite3_bind_double(s, WEIGHT + 1, a->weight);
    sqlite3_bind_int64(s, COUNT + 1, a->count);
    rel_ws_bind_count(s, POST + 1, a->post ? a->post : INT64_MIN);
    rel_ws_bind_text(s, TARGET_POST + 1, a->r->target_post);
    rel_ws_bind_text(s, ACT_KEY + 1, a->act_key);
    sqlite3_bind_int64(s, ORIGIN + 1, w->source_id);
    st = rel_ws_run(ctx, w, s);
    *inserted = st == REL_OK && sqlite3_changes(w->db) > 0;
    return st;
}

static void count_act(rel_workspace *w, bool inserted)
{
    if (inserted)
        w->counts.interactions_new++;
    else
        w->counts.interactions_duplicate++;
}

/* -------- acts with an id, or with another identity as text -------- */

static rel_status taken_back(rel_ctx *ctx, rel_workspace *w, const rel_interaction_record *r, bool *deleted)
{
    int64_t time;
    *deleted = false;
    if (r->act_id.s)
        return w->deleted_acts ? rel_ws_deleted(ctx, w, "act", r->platform, r->act_id, deleted, &time)
                               : REL_OK;
    if (r->post_id.s && w->deleted_posts)
        return rel_ws_deleted(ctx, w, "post", r->platform, r->post_id, deleted, &time);
    return REL_OK;
}

static rel_status store_keyed(rel_ctx *ctx, rel_workspace *w, const act *a)
{
    bool inserted, deleted;
    rel_status st = taken_back(ctx, w, a->r, &deleted);
    if (deleted) w->counts.interactions_deleted_before++;
    if (st != REL_OK || deleted) return st;
    st = insert_act(ctx, w, w->next_plain, a, &inserted);
    w->next_plain += inserted;
    if (st == REL_OK) count_act(w, inserted);
    return st;
}

/* "platform:id" of an act with an id; else what there can be only one of: this post of somebody does this to
 * that account, or somebody does this to that post. */
static rel_status make_key(rel_ctx *ctx, rel_workspace *w, const rel_batch *b, act *a)
{
    const rel_interaction_record *r = a->r;
    const rel_str source = b->account[r->source].key;
    const rel_str about = r->target_post.s                   ? r->target_post
                          : r->target != REL_ACCOUNT_UNKNOWN ? b->account[r->target].key
                                                             : REL_STR_LIT("");
    const rel_str by = r->act_id.s ? r->act_id : r->post_id.s ? r->post_id : source;
    const bool prefix = r->act_id.s || r->post_id.s;
    const size_t room = r->platform.len + by.len + about.len + 32;
    char *key = rel_arena_take(&w->scratch.text, room, 1);
    if (!key) return rel_fail(ctx, REL_E_MEM, "no memory for the key of an interaction");
    int len = prefix ? snprintf(key, room, "%.*s:", REL_STR_ARG(r->platform)) : 0;
    len += snprintf(key + len, room - (size_t)len, "%.*s", REL_STR_ARG(by));
    if (!r->act_id.s)
        len +=
            snprintf(key + len, room - (size_t)len, " %s %.*s", rel_kind_word(r->kind), REL_STR_ARG(about));
    a->act_key = (rel_str){key, (size_t)len};
    return REL_OK;
}

/* -------- acts that are posts -------- */

static rel_status remember(rel_ctx *ctx, rel_ws_scratch *s, rel_ws_act known)
{
    const rel_status st =
        rel_grow(ctx, &s->act, &s->act_capacity, s->acts + 1, sizeof *s->act, "acts of a post");
    if (st == REL_OK) s->act[s->acts++] = known;
    return st;
}

static rel_kind kind_of(rel_str word)
{
    int k = 0;
    while (k < REL_KIND_COUNT - 1 && !rel_str_is(word, rel_kind_word((rel_kind)k))) k++;
    return (rel_kind)k;
}

static rel_status copy_text(rel_ctx *ctx, rel_ws_scratch *s, rel_str *text)
{
    if (!text->len) return REL_OK;
    char *copy = rel_arena_take(&s->text, text->len, 1);
    if (!copy) return rel_fail(ctx, REL_E_MEM, "no memory for a text of %zu bytes", text->len);
    text->s = memcpy(copy, text->s, text->len);
    return REL_OK;
}

/* The acts that the file has of this post. */
static rel_status read_acts(rel_ctx *ctx, rel_workspace *w, int64_t first)
{
    sqlite3_stmt *q;
    bool row = true;
    rel_status st = rel_ws_get(ctx, w, REL_WS_ACTS_OF_POST, &q);
    if (st != REL_OK) return st;
    sqlite3_bind_int64(q, 1, first);
    sqlite3_bind_int64(q, 2, first + REL_WS_ACTS_OF_POST_MAX - 1);
    st = rel_ws_step(ctx, w, q, &row);
    while (st == REL_OK && row) {
        rel_ws_act known = {sqlite3_column_int64(q, 0), kind_of(rel_ws_text(q, 1)),
                            (uint32_t)sqlite3_column_int64(q, 2), rel_ws_text(q, 3)};
        st = copy_text(ctx, &w->scratch, &known.target_post);
        if (st == REL_OK) st = remember(ctx, &w->scratch, known);
        if (st == REL_OK) st = rel_ws_step(ctx, w, q, &row);
    }
    sqlite3_reset(q);
    return st;
}

static rel_ws_act *find_same(rel_ws_scratch *s, const act *a)
{
    for (size_t i = 0; i < s->acts; i++) {
        rel_ws_act *k = &s->act[i];
        if (k->kind != a->r->kind) continue;
        if (k->target && a->target ? k->target == a->target
                                   : k->target_post.s && rel_str_eq(k->target_post, a->r->target_post))
            return k;
    }
    return NULL;
}

static rel_status learn_target(rel_ctx *ctx, rel_workspace *w, rel_ws_act *known, uint32_t target)
{
    sqlite3_stmt *s;
    const rel_status st = rel_ws_get(ctx, w, REL_WS_ACT_TARGET, &s);
    if (st != REL_OK) return st;
    known->target = target;
    sqlite3_bind_int64(s, 1, known->id);
    sqlite3_bind_int64(s, 2, target);
    return rel_ws_run(ctx, w, s);
}

static rel_status store_of_post(rel_ctx *ctx, rel_workspace *w, const rel_batch *b, int64_t first, bool fresh,
                                act *a)
{
    rel_ws_scratch *s = &w->scratch;
    rel_ws_act *same = find_same(s, a);
    bool inserted = false;
    rel_status st = REL_OK;
    if (same) {
        if (!same->target && a->target) st = learn_target(ctx, w, same, a->target);
        if (st == REL_OK) count_act(w, false);
        return st;
    }
    const int64_t id = s->acts ? s->act[s->acts - 1].id + 1 : first;
    if (id >= first + REL_WS_ACTS_OF_POST_MAX) {
        st = make_key(ctx, w, b, a);
        return st == REL_OK ? store_keyed(ctx, w, a) : st;
    }
    st = insert_act(ctx, w, id, a, &inserted);
    if (st == REL_OK) st = remember(ctx, s, (rel_ws_act){id, a->r->kind, a->target, a->r->target_post});
    /* New, but with the number of an old post: resolving does not see that it is new. */
    if (st == REL_OK && !fresh && !a->target) st = rel_ws_do(ctx, w, REL_WS_LOOK_AT_ALL);
    if (st == REL_OK) count_act(w, inserted);
    return st;
}

/* -------- acts with neither post nor id -------- */

/* Without a time, rows that say the same add up within a run; another run that says the same again adds
 * nothing: the largest sum that any run found stands. */
static rel_status add_to_plain(rel_ctx *ctx, rel_workspace *w, int64_t id, bool of_this_run, const act *a)
{
    sqlite3_stmt *s;
    bool row;
    double weight = a->weight;
    int64_t count = a->count;
    rel_status st = REL_OK;
    if (!of_this_run) {
        st = rel_ws_get(ctx, w, REL_WS_TALLY, &s);
        if (st != REL_OK) return st;
        sqlite3_bind_int64(s, 1, w->source_id);
        sqlite3_bind_int64(s, 2, id);
        sqlite3_bind_double(s, 3, weight);
        sqlite3_bind_int64(s, 4, count);
        st = rel_ws_step(ctx, w, s, &row);
        if (st == REL_OK && row) {
            weight = sqlite3_column_double(s, 0);
            count = sqlite3_column_int64(s, 1);
        }
        sqlite3_reset(s);
    }
    if (st == REL_OK) st = rel_ws_get(ctx, w, of_this_run ? REL_WS_PLAIN_ADD_TO : REL_WS_PLAIN_RAISE, &s);
    if (st != REL_OK) return st;
    sqlite3_bind_int64(s, 1, id);
    sqlite3_bind_double(s, 2, weight);
    sqlite3_bind_int64(s, 3, count);
    st = rel_ws_run(ctx, w, s);
    if (st == REL_OK && (of_this_run || sqlite3_changes(w->db) > 0))
        w->counts.interactions_new += a->count;
    else
        w->counts.interactions_duplicate += a->count;
    return st;
}

static rel_status find_plain(rel_ctx *ctx, rel_workspace *w, const act *a, int64_t *id, bool *of_this_run)
{
    sqlite3_stmt *s;
    bool row;
    *id = 0;
    *of_this_run = false;
    rel_status st = rel_ws_get(ctx, w, REL_WS_PLAIN_READ, &s);
    if (st != REL_OK) return st;
    sqlite3_bind_int64(s, 1, a->source);
    sqlite3_bind_int64(s, 2, a->target);
    sqlite3_bind_text(s, 3, rel_kind_word(a->r->kind), -1, SQLITE_STATIC);
    st = rel_ws_step(ctx, w, s, &row);
    if (st == REL_OK && row) {
        *id = sqlite3_column_int64(s, 0);
        *of_this_run = sqlite3_column_int64(s, 2) == w->source_id;
    }
    sqlite3_reset(s);
    return st;
}

static rel_status store_plain(rel_ctx *ctx, rel_workspace *w, const act *a)
{
    bool inserted, of_this_run;
    int64_t id;
    rel_status st = insert_act(ctx, w, w->next_plain, a, &inserted);
    w->next_plain += inserted;
    if (inserted) w->counts.interactions_new += a->count;
    if (st != REL_OK || inserted) return st;
    if (a->r->time != REL_TIME_MISSING) {
        w->counts.interactions_duplicate += a->count;
        return REL_OK;
    }
    st = find_plain(ctx, w, a, &id, &of_this_run);
    return st == REL_OK ? add_to_plain(ctx, w, id, of_this_run, a) : st;
}

/* -------- follows -------- */

/* A follow is a relation, not an act: one account follows another once, whatever tells of it. */
static bool is_relation(const rel_interaction_record *r)
{
    return r->kind == REL_KIND_FOLLOW && r->target != REL_ACCOUNT_UNKNOWN;
}

/* The earliest time stays, and of several ids the greatest: where follows have ids these grow with time, so
 * that is the one which was not taken back before the other was made. */
static rel_status merge_follow(rel_ctx *ctx, rel_workspace *w, const act *a)
{
    sqlite3_stmt *s;
    const rel_status st = rel_ws_get(ctx, w, REL_WS_FOLLOW_MERGE, &s);
    if (st != REL_OK) return st;
    sqlite3_bind_int64(s, 1, a->source);
    sqlite3_bind_int64(s, 2, a->target);
    rel_ws_bind_count(s, 3, a->r->time);
    rel_ws_bind_text(s, 4, a->act_key);
    sqlite3_bind_double(s, 5, a->weight);
    return rel_ws_run(ctx, w, s);
}

static rel_status store_follow(rel_ctx *ctx, rel_workspace *w, const rel_batch *b, act *a)
{
    bool inserted, deleted;
    rel_status st = taken_back(ctx, w, a->r, &deleted);
    if (deleted) w->counts.interactions_deleted_before++;
    if (st != REL_OK || deleted) return st;
    if (a->r->act_id.s) st = make_key(ctx, w, b, a);
    if (st == REL_OK) st = insert_act(ctx, w, w->next_plain, a, &inserted);
    if (st != REL_OK) return st;
    w->next_plain += inserted;
    count_act(w, inserted);
    return inserted ? REL_OK : merge_follow(ctx, w, a);
}

/* -------- the interactions of a batch -------- */

/* Rows of source, target and post. False: one of them was deleted before. */
static rel_status find_rows(rel_ctx *ctx, rel_workspace *w, const rel_batch *b,
                            const rel_interaction_record *r, act *a, bool *fresh, bool *left_out)
{
    const uint32_t *row = w->scratch.account;
    const bool has_target = r->target != REL_ACCOUNT_UNKNOWN;
    rel_status st = REL_OK;
    *fresh = false;
    *a = (act){.r = r, .source = row[r->source], .target = has_target ? row[r->target] : 0};
    a->weight = r->weight;
    a->count = 1;
    if (r->post_id.s && !r->act_id.s && !is_relation(r))
        st = rel_ws_post_row(ctx, w, b, r->platform, r->post_id, &a->post, fresh);
    *left_out = !a->source || (has_target && !a->target) || a->post == REL_WS_LEFT_OUT;
    return st;
}

/* order[0..posts): acts of posts by post, the lowest bit of the key telling whether this batch brought the
 * post; order[interactions..interactions + others): the others by source and target. */
static rel_status sort_acts(rel_ctx *ctx, rel_workspace *w, const rel_batch *b, size_t *posts, size_t *others)
{
    rel_ws_scratch *s = &w->scratch;
    *posts = *others = 0;
    rel_status st = rel_ws_need_order(ctx, w, 2 * b->interactions);
    rel_sort_item *other = s->order + b->interactions;
    for (size_t i = 0; i < b->interactions && st == REL_OK; i++) {
        bool fresh, left_out;
        act a;
        st = find_rows(ctx, w, b, &b->interaction[i], &a, &fresh, &left_out);
        if (left_out)
            w->counts.interactions_deleted_before++;
        else if (a.post)
            s->order[(*posts)++] = (rel_sort_item){(uint64_t)a.post << 1 | fresh, i};
        else
            other[(*others)++] = (rel_sort_item){(uint64_t)a.source << 32 | a.target, i};
    }
    if (st == REL_OK) st = rel_sort_radix(ctx, s->order, (int64_t)*posts);
    if (st == REL_OK) st = rel_sort_radix(ctx, other, (int64_t)*others);
    return st;
}

static act act_at(const rel_workspace *w, const rel_batch *b, rel_sort_item item)
{
    const rel_interaction_record *r = &b->interaction[item.value];
    const uint32_t *row = w->scratch.account;
    return (act){r, row[r->source], r->target == REL_ACCOUNT_UNKNOWN ? 0 : row[r->target], 0, r->weight,
                 1, REL_STR_MISSING};
}

static rel_status store_acts_of_posts(rel_ctx *ctx, rel_workspace *w, const rel_batch *b, size_t n)
{
    rel_ws_scratch *s = &w->scratch;
    rel_status st = REL_OK;
    uint64_t current = 0;
    for (size_t i = 0; i < n && st == REL_OK; i++) {
        const uint64_t key = s->order[i].key;
        act a = act_at(w, b, s->order[i]);
        a.post = (int64_t)(key >> 1);
        const int64_t first = REL_WS_POST_ACTS + a.post * REL_WS_ACTS_OF_POST_MAX;
        if (key != current) {
            current = key;
            s->acts = 0;
            rel_arena_release(&s->text, (rel_arena_mark){0});
            if (!(key & 1)) st = read_acts(ctx, w, first);
        }
        if (st == REL_OK) st = store_of_post(ctx, w, b, first, key & 1, &a);
    }
    return st;
}

/* Equal rows in a row become one. */
static bool joins(const act *a, const act *next)
{
    return a->r->kind == next->r->kind && a->r->kind != REL_KIND_FOLLOW && a->target &&
           a->source == next->source && a->target == next->target && a->r->time == next->r->time &&
           a->r->time == REL_TIME_MISSING && !a->r->target_post.s && !next->r->target_post.s &&
           !a->r->act_id.s && !next->r->act_id.s && !a->r->post_id.s && !next->r->post_id.s;
}

static rel_status store_other_acts(rel_ctx *ctx, rel_workspace *w, const rel_batch *b,
                                   const rel_sort_item *item, size_t n)
{
    rel_status st = REL_OK;
    for (size_t i = 0; i < n && st == REL_OK;) {
        act a = act_at(w, b, item[i++]);
        for (; i < n; i++) {
            const act next = act_at(w, b, item[i]);
            if (!joins(&a, &next)) break;
            a.weight += next.weight;
            a.count++;
        }
        rel_arena_release(&w->scratch.text, (rel_arena_mark){0});
        if (is_relation(a.r)) {
            st = store_follow(ctx, w, b, &a);
            continue;
        }
        if (a.target && !a.r->act_id.s && !a.r->post_id.s && !a.r->target_post.s) {
            st = store_plain(ctx, w, &a);
            continue;
        }
        st = make_key(ctx, w, b, &a);
        if (st == REL_OK) st = store_keyed(ctx, w, &a);
    }
    return st;
}

rel_status rel_ws_store_acts(rel_ctx *ctx, rel_workspace *w, const rel_batch *b)
{
    size_t posts, others;
    rel_status st = sort_acts(ctx, w, b, &posts, &others);
    if (st == REL_OK) st = store_acts_of_posts(ctx, w, b, posts);
    if (st == REL_OK) st = store_other_acts(ctx, w, b, w->scratch.order + b->interactions, others);
    return st;
}
