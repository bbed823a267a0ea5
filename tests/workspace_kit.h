/* What the tests of the workspace share: hand-made batches, SQL questions, runs in one call. */
#ifndef REL_TESTS_WORKSPACE_KIT_H
#define REL_TESTS_WORKSPACE_KIT_H

#include <stdlib.h>
#include <unistd.h>

#include "ingest/workspace_internal.h"
#include "tests/check.h"

#define KIT_DAY 86400
#define KIT_NOON (20000 * (int64_t)KIT_DAY + 43200) /* some day at noon */

static inline rel_str kit_str(const char *s)
{
    return rel_str_of(s);
}

/* A path in the test's folder, with nothing of an earlier test at it. */
static inline const char *kit_fresh(const char *name, char path[512])
{
    static const char *const suffix[] = {"", "-wal", "-shm", "-journal", "-lock", ".tmp"};
    for (int i = 5; i >= 0; i--) {
        snprintf(path, 512, "%s/%s%s", REL_TEST_DIR, name, suffix[i]);
        unlink(path);
    }
    return path;
}

static inline rel_workspace *kit_open(rel_ctx *ctx, const char *path, rel_workspace_mode mode)
{
    rel_workspace *w = NULL;
    CHECK_OK(ctx, rel_workspace_open(ctx, path, mode, &w));
    return w;
}

/* The number that a query gives, -1 when it fails. */
static inline int64_t kit_number(rel_workspace *w, const char *sql)
{
    rel_ctx ctx;
    int64_t n = -1;
    rel_ctx_init(&ctx, 1);
    if (rel_ws_number(&ctx, w, sql, &n) != REL_OK) {
        fprintf(stderr, "%s: %s\n", sql, ctx.message);
        n = -1;
    }
    rel_ctx_free(&ctx);
    return n;
}

/* All rows of a query as text, columns by '|', rows by ';'. Static memory of the last call. */
static inline const char *kit_rows(rel_workspace *w, const char *sql)
{
    static char *text;
    static size_t room;
    sqlite3_stmt *s = NULL;
    size_t len = 0;
    if (sqlite3_prepare_v2(w->db, sql, -1, &s, NULL) != SQLITE_OK) return sqlite3_errmsg(w->db);
    while (sqlite3_step(s) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(s); i++) {
            const char *value = (const char *)sqlite3_column_text(s, i);
            const size_t need = (value ? strlen(value) : 4) + 3;
            if (len + need > room) text = realloc(text, room = 2 * (len + need));
            len += (size_t)sprintf(text + len, "%s%s", value ? value : "null",
                                   i + 1 < sqlite3_column_count(s) ? "|" : ";");
        }
    }
    sqlite3_finalize(s);
    return len ? text : "";
}

/* What the workspace says, without what depends on the clock: to compare two of them. */
static inline rel_hash128 kit_content(rel_workspace *w)
{
    static const char *const query[] = {
        "SELECT * FROM account ORDER BY id",
        "SELECT * FROM account_alias",
        "SELECT * FROM profile",
        "SELECT * FROM post ORDER BY id",
        "SELECT * FROM post_tag",
        "SELECT * FROM post_link",
        "SELECT * FROM interaction ORDER BY id",
        "SELECT * FROM deleted",
        "SELECT * FROM rejected ORDER BY id",
        "SELECT * FROM source_rejected",
        "SELECT * FROM tally",
        "SELECT * FROM progress",
    };
    rel_hasher *h = rel_hasher_new();
    for (size_t i = 0; i < sizeof query / sizeof *query; i++) {
        const char *rows = kit_rows(w, query[i]);
        rel_hasher_add(h, rows, strlen(rows));
        rel_hasher_add(h, "\n", 1);
    }
    const rel_hash128 result = rel_hasher_result(h);
    rel_hasher_delete(h);
    return result;
}

static inline bool kit_same(rel_hash128 a, rel_hash128 b)
{
    return a.low == b.low && a.high == b.high;
}

/* -------- batches -------- */

typedef struct kit {
    rel_ctx *ctx;
    rel_batch b;
} kit;

static inline void kit_init(kit *k, rel_ctx *ctx)
{
    k->ctx = ctx;
    rel_batch_init(&k->b);
    rel_batch_reset(&k->b, ctx);
}

static inline rel_account_ref kit_account(kit *k, const char *id, const char *handle)
{
    return rel_batch_account(&k->b, kit_str("x"), kit_str(id), kit_str(handle));
}

/* An observed account. */
static inline rel_account_ref kit_profile(kit *k, const char *id, const char *handle, int64_t seen_at,
                                          int64_t followers, const char *bio)
{
    const rel_account_ref ref = kit_account(k, id, handle);
    rel_account_record r = rel_account_record_empty();
    r.handle = kit_str(handle);
    r.seen_at = seen_at;
    r.followers = followers;
    r.bio = kit_str(bio);
    r.observed = true;
    rel_batch_profile(&k->b, ref, &r);
    return ref;
}

static inline rel_post_record kit_post_record(const char *id, rel_account_ref author, int64_t time)
{
    rel_post_record p = rel_post_record_empty();
    p.platform = kit_str("x");
    p.id = kit_str(id);
    p.author = author;
    p.time = time;
    p.collected = true;
    return p;
}

static inline void kit_post(kit *k, const char *id, rel_account_ref author, int64_t time, const char *text)
{
    rel_post_record p = kit_post_record(id, author, time);
    p.text = kit_str(text);
    rel_batch_add_post(&k->b, &p);
}

/* Any of post_id, target_post and act_id may be NULL. */
static inline void kit_act(kit *k, rel_kind kind, rel_account_ref source, rel_account_ref target,
                           int64_t time, const char *post_id, const char *target_post, const char *act_id)
{
    const rel_interaction_record r = {
        .kind = kind,
        .source = source,
        .target = target,
        .time = time,
        .platform = kit_str("x"),
        .post_id = kit_str(post_id),
        .target_post = kit_str(target_post),
        .act_id = kit_str(act_id),
        .weight = 1,
    };
    rel_batch_add_interaction(&k->b, &r);
}

static inline void kit_delete(kit *k, enum rel_delete_what what, const char *id, int64_t time)
{
    rel_delete_record d = {.platform = kit_str("x"), .id = kit_str(id), .time = time};
    d.what = what;
    rel_batch_add_delete(&k->b, &d);
}

/* Stores the batch in an open run and empties it. */
static inline void kit_store(kit *k, rel_workspace *w, rel_run *run)
{
    CHECK(k->b.status == REL_OK);
    k->b.end_offset = run->resume_offset += 100;
    k->b.end_line = ++run->resume_line;
    CHECK_OK(k->ctx, rel_run_store(k->ctx, w, run, &k->b));
    rel_batch_reset(&k->b, k->ctx);
}

static inline rel_run kit_begin(kit *k, rel_workspace *w, const char *identity, bool again)
{
    rel_run run = {0};
    CHECK_OK(k->ctx, rel_run_begin(k->ctx, w, "file.jsonl", "x-v2", identity, again, &run));
    return run;
}

static inline rel_run_counts kit_end(kit *k, rel_workspace *w, rel_run *run)
{
    rel_run_counts counts = {0};
    CHECK_OK(k->ctx, rel_run_end(k->ctx, w, run, &counts));
    return counts;
}

/* The batch as a run of its own. */
static inline rel_run_counts kit_run(kit *k, rel_workspace *w, const char *identity)
{
    rel_run run = kit_begin(k, w, identity, true);
    kit_store(k, w, &run);
    return kit_end(k, w, &run);
}

static inline void kit_note(void *user, const char *sentence)
{
    (void)user;
    fprintf(stderr, "note: %s\n", sentence);
}

static inline int64_t kit_findings(rel_ctx *ctx, rel_workspace *w)
{
    int64_t findings = -1;
    rel_note_fn *before = ctx->note;
    if (!before) ctx->note = kit_note;
    CHECK_OK(ctx, rel_workspace_check(ctx, w, &findings));
    ctx->note = before;
    return findings;
}

#endif
