/* A run: one file being read into the workspace, batch by batch. */
#include <stdio.h>
#include <time.h>

#include "ingest/workspace_internal.h"

static int64_t now(void)
{
    return (int64_t)time(NULL);
}

/* -------- what a writer keeps in memory -------- */

static rel_status some_deleted(rel_ctx *ctx, rel_workspace *w, const char *sql, bool *some)
{
    int64_t found;
    const rel_status st = rel_ws_number(ctx, w, sql, &found);
    *some = found != 0;
    return st;
}

rel_status rel_ws_load(rel_ctx *ctx, rel_workspace *w)
{
    if (w->loaded) return REL_OK;
    static const char plain[] =
        "SELECT max(id) FROM interaction WHERE id < 1099511627776"; /* REL_WS_POST_ACTS */
    rel_status st = rel_ws_number(ctx, w, "SELECT max(id) FROM account", &w->next_account);
    if (st == REL_OK) st = rel_ws_number(ctx, w, "SELECT max(id) FROM post", &w->next_post);
    if (st == REL_OK) st = rel_ws_number(ctx, w, plain, &w->next_plain);
    if (st == REL_OK)
        st = some_deleted(ctx, w, "SELECT 1 FROM deleted WHERE what = 'post' LIMIT 1", &w->deleted_posts);
    if (st == REL_OK)
        st = some_deleted(ctx, w, "SELECT 1 FROM deleted WHERE what = 'act' LIMIT 1", &w->deleted_acts);
    if (st == REL_OK)
        st = some_deleted(ctx, w, "SELECT 1 FROM deleted WHERE what = 'account' LIMIT 1",
                          &w->deleted_accounts);
    int64_t key_index = 0;
    if (st == REL_OK)
        st = rel_ws_number(ctx, w, "SELECT count(*) FROM sqlite_schema WHERE name = 'account_key'",
                           &key_index);
    /* A run that was interrupted left news: rows must be up to date before they are compared with. */
    if (st == REL_OK) st = rel_ws_apply_news(ctx, w);
    if (st != REL_OK) return st;
    w->key_index = key_index != 0;
    w->accounts_before = w->next_account;
    w->accounts_added = 0;
    w->all_accounts = w->next_account == 0;
    w->next_account++;
    w->next_post++;
    w->next_plain++;
    w->loaded = true;
    return REL_OK;
}

void rel_ws_unload(rel_workspace *w)
{
    rel_account_map_free(&w->map);
    rel_post_cache_free(&w->recent);
    w->loaded = w->all_accounts = false;
    w->lookups = 0;
}

/* -------- order -------- */

rel_status rel_ws_need_order(rel_ctx *ctx, rel_workspace *w, size_t n)
{
    rel_ws_scratch *s = &w->scratch;
    return rel_grow(ctx, &s->order, &s->order_capacity, n ? n : 1, sizeof *s->order, "order of a batch");
}

static const rel_str *text_at(const rel_str *first, size_t stride, size_t i)
{
    return (const rel_str *)(const void *)((const char *)first + i * stride);
}

static size_t common_length(rel_str a, rel_str b, size_t most)
{
    size_t len = 0;
    while (len < most && len < a.len && len < b.len && a.s[len] == b.s[len]) len++;
    return len;
}

static uint64_t eight_bytes(rel_str text, size_t from)
{
    uint64_t key = 0;
    for (size_t i = 0; i < 8; i++)
        key = key << 8 | (from + i < text.len ? (unsigned char)text.s[from + i] : 0);
    return key;
}

rel_status rel_ws_order(rel_ctx *ctx, rel_workspace *w, const rel_str *first, size_t stride, size_t n,
                        const uint32_t *done)
{
    rel_status st = rel_ws_need_order(ctx, w, n);
    if (st != REL_OK) return st;
    rel_sort_item *order = w->scratch.order;
    size_t wanted = 0, common = SIZE_MAX;
    for (size_t i = 0; i < n; i++) {
        if (done && done[i]) continue;
        order[wanted++].value = i;
        common = common_length(*text_at(first, stride, (size_t)order[0].value), *text_at(first, stride, i),
                               common);
    }
    for (size_t i = 0; i < wanted; i++)
        order[i].key = eight_bytes(*text_at(first, stride, (size_t)order[i].value), common);
    return rel_sort_radix(ctx, order, (int64_t)wanted);
}

/* -------- rejected records and counts -------- */

static rel_status list_rejects(rel_ctx *ctx, rel_workspace *w, const rel_batch *b)
{
    int64_t listed = 0;
    char sql[96];
    if (!b->rejects) return REL_OK;
    snprintf(sql, sizeof sql, "SELECT count(*) FROM rejected WHERE source = %lld", (long long)w->source_id);
    rel_status st = rel_ws_number(ctx, w, sql, &listed);
    for (size_t i = 0; i < b->rejects && listed < REL_WS_REJECTED_MAX && st == REL_OK; i++, listed++) {
        sqlite3_stmt *s;
        st = rel_ws_get(ctx, w, REL_WS_REJECT_ADD, &s);
        if (st != REL_OK) break;
        sqlite3_bind_int64(s, 1, w->source_id);
        sqlite3_bind_int64(s, 2, b->reject[i].line);
        sqlite3_bind_text(s, 3, rel_reject_word(b->reject[i].reason), -1, SQLITE_STATIC);
        rel_ws_bind_text(s, 4, b->reject[i].detail);
        st = rel_ws_run(ctx, w, s);
    }
    return st;
}

static rel_status count_rejects(rel_ctx *ctx, rel_workspace *w, const rel_batch *b, int64_t *total)
{
    rel_status st = REL_OK;
    *total = 0;
    for (int r = 0; r < REL_REJECT_COUNT && st == REL_OK; r++) {
        sqlite3_stmt *s;
        if (!b->counts.rejected[r]) continue;
        *total += b->counts.rejected[r];
        st = rel_ws_get(ctx, w, REL_WS_REJECT_COUNT, &s);
        if (st != REL_OK) break;
        sqlite3_bind_int64(s, 1, w->source_id);
        sqlite3_bind_text(s, 2, rel_reject_word((rel_reject)r), -1, SQLITE_STATIC);
        sqlite3_bind_int64(s, 3, b->counts.rejected[r]);
        st = rel_ws_run(ctx, w, s);
    }
    return st;
}

static rel_status write_position(rel_ctx *ctx, rel_workspace *w, const rel_batch *b, int64_t rejected)
{
    sqlite3_stmt *s;
    const rel_batch_counts *c = &b->counts;
    const rel_ws_counts *d = &w->counts;
    const int64_t value[] = {w->source_id,
                             b->end_offset,
                             b->end_line,
                             c->records,
                             rejected,
                             c->ignored,
                             d->accounts_new,
                             d->posts_new,
                             d->posts_duplicate,
                             d->posts_deleted_before,
                             d->interactions_new,
                             d->interactions_duplicate,
                             d->interactions_deleted_before,
                             c->self_interactions,
                             c->unresolved_targets,
                             d->deletes,
                             c->text_replaced,
                             c->text_cut,
                             c->fields_ignored,
                             c->times_estimated};
    const rel_status st = rel_ws_get(ctx, w, REL_WS_SOURCE_BATCH, &s);
    if (st != REL_OK) return st;
    for (int i = 0; i < (int)(sizeof value / sizeof *value); i++) sqlite3_bind_int64(s, i + 1, value[i]);
    return rel_ws_run(ctx, w, s);
}

/* -------- batches -------- */

static rel_status store(rel_ctx *ctx, rel_workspace *w, const rel_batch *b)
{
    int64_t rejected = 0;
    w->counts = (rel_ws_counts){0};
    rel_status st = rel_ws_load(ctx, w);
    if (st == REL_OK) st = rel_ws_store_accounts(ctx, w, b);
    if (st == REL_OK) st = rel_ws_store_posts(ctx, w, b);
    if (st == REL_OK) st = rel_ws_store_acts(ctx, w, b);
    if (st == REL_OK) st = rel_ws_store_deletes(ctx, w, b);
    if (st == REL_OK) st = list_rejects(ctx, w, b);
    if (st == REL_OK) st = count_rejects(ctx, w, b, &rejected);
    if (st == REL_OK) st = write_position(ctx, w, b, rejected);
    return st;
}

rel_status rel_run_store(rel_ctx *ctx, rel_workspace *w, rel_run *run, const rel_batch *batch)
{
    w->source_id = run->source_id;
    const rel_status st = rel_ws_begin(ctx, w);
    return st == REL_OK ? rel_ws_end(ctx, w, store(ctx, w, batch)) : st;
}

/* -------- begin and end -------- */

static rel_status find_source(rel_ctx *ctx, rel_workspace *w, const char *identity, const char *state,
                              rel_run *run, bool *there)
{
    sqlite3_stmt *s;
    rel_status st = rel_ws_get(ctx, w, REL_WS_SOURCE_FIND, &s);
    if (st != REL_OK) return st;
    sqlite3_bind_text(s, 1, identity, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 2, state, -1, SQLITE_STATIC);
    st = rel_ws_step(ctx, w, s, there);
    if (st == REL_OK && *there)
        *run = (rel_run){.source_id = sqlite3_column_int64(s, 0),
                         .resume_offset = sqlite3_column_int64(s, 1),
                         .resume_line = sqlite3_column_int64(s, 2)};
    sqlite3_reset(s);
    return st;
}

static rel_status add_source(rel_ctx *ctx, rel_workspace *w, const char *path, const char *format,
                             const char *identity, rel_run *run)
{
    sqlite3_stmt *s;
    rel_status st = rel_ws_get(ctx, w, REL_WS_SOURCE_ADD, &s);
    if (st != REL_OK) return st;
    sqlite3_bind_text(s, 1, path, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 2, format, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 3, identity, -1, SQLITE_STATIC);
    sqlite3_bind_int64(s, 4, now());
    st = rel_ws_run(ctx, w, s);
    *run = (rel_run){.source_id = sqlite3_last_insert_rowid(w->db)};
    return st;
}

rel_status rel_run_begin(rel_ctx *ctx, rel_workspace *w, const char *path, const char *format,
                         const char *identity, bool again, rel_run *run)
{
    bool there;
    *run = (rel_run){0};
    if (w->mode == REL_WORKSPACE_READ)
        return rel_fail(ctx, REL_E_USAGE, "'%s': opened for reading only", w->path);
    rel_status st = rel_ws_begin(ctx, w);
    if (st != REL_OK) return st;
    st = find_source(ctx, w, identity, "complete", run, &there);
    run->complete_before = st == REL_OK && there && !again;
    if (st == REL_OK && !run->complete_before) {
        st = find_source(ctx, w, identity, "running", run, &there);
        if (st == REL_OK && !there) st = add_source(ctx, w, path, format, identity, run);
    }
    return rel_ws_end(ctx, w, st);
}

static rel_status finish(rel_ctx *ctx, rel_workspace *w, const rel_run *run)
{
    sqlite3_stmt *s;
    rel_ws_resolved done = {0};
    rel_status st = rel_ws_load(ctx, w);
    if (st == REL_OK) st = rel_ws_resolve(ctx, w, &done);
    if (st == REL_OK) st = rel_ws_get(ctx, w, REL_WS_TALLY_END, &s);
    if (st != REL_OK) return st;
    sqlite3_bind_int64(s, 1, run->source_id);
    st = rel_ws_run(ctx, w, s);
    if (st == REL_OK) st = rel_ws_get(ctx, w, REL_WS_SOURCE_END, &s);
    if (st != REL_OK) return st;
    sqlite3_bind_int64(s, 1, run->source_id);
    sqlite3_bind_int64(s, 2, now());
    sqlite3_bind_int64(s, 3, done.accounts_merged);
    sqlite3_bind_int64(s, 4, done.targets);
    return rel_ws_run(ctx, w, s);
}

static rel_status read_rejected(rel_ctx *ctx, rel_workspace *w, const rel_run *run, rel_batch_counts *c)
{
    sqlite3_stmt *s;
    bool row = true;
    rel_status st = rel_ws_get(ctx, w, REL_WS_REJECTED_READ, &s);
    if (st != REL_OK) return st;
    sqlite3_bind_int64(s, 1, run->source_id);
    while (st == REL_OK && row) {
        st = rel_ws_step(ctx, w, s, &row);
        if (st != REL_OK || !row) break;
        const rel_str word = rel_ws_text(s, 0);
        for (int r = 0; r < REL_REJECT_COUNT; r++)
            if (rel_str_is(word, rel_reject_word((rel_reject)r))) c->rejected[r] = sqlite3_column_int64(s, 1);
    }
    return st;
}

static rel_status read_counts(rel_ctx *ctx, rel_workspace *w, const rel_run *run, rel_run_counts *c)
{
    sqlite3_stmt *s;
    bool row;
    *c = (rel_run_counts){0};
    rel_status st = rel_ws_get(ctx, w, REL_WS_SOURCE_READ, &s);
    if (st != REL_OK) return st;
    sqlite3_bind_int64(s, 1, run->source_id);
    st = rel_ws_step(ctx, w, s, &row);
    if (st != REL_OK || !row) return st;
    int64_t *const field[] = {&c->batch.records,
                              &c->batch.ignored,
                              &c->accounts_new,
                              &c->posts_new,
                              &c->posts_duplicate,
                              &c->posts_deleted_before,
                              &c->interactions_new,
                              &c->interactions_duplicate,
                              &c->interactions_deleted_before,
                              &c->batch.self_interactions,
                              &c->batch.unresolved_targets,
                              &c->deletes,
                              &c->batch.text_replaced,
                              &c->batch.text_cut,
                              &c->batch.fields_ignored,
                              &c->batch.times_estimated,
                              &c->accounts_merged,
                              &c->targets_resolved};
    for (int i = 0; i < (int)(sizeof field / sizeof *field); i++) *field[i] = sqlite3_column_int64(s, i);
    sqlite3_reset(s);
    return read_rejected(ctx, w, run, &c->batch);
}

rel_status rel_run_end(rel_ctx *ctx, rel_workspace *w, rel_run *run, rel_run_counts *counts)
{
    w->source_id = run->source_id;
    rel_status st = rel_ws_begin(ctx, w);
    if (st == REL_OK) st = rel_ws_end(ctx, w, finish(ctx, w, run));
    return st == REL_OK ? read_counts(ctx, w, run, counts) : st;
}
