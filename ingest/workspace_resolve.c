/* The end of a run: news of accounts are applied, accounts that were deleted go, accounts known by handle
 * join the account that has the handle, and interactions find the author of the post that they are about. All
 * in the transaction that completes the run: killed in the middle, nothing of it has happened, and the next
 * end of a run does it. How far earlier runs came is kept in the table `progress`, so that only what is new
 * is looked at. */
#include <stdio.h>

#include "ingest/workspace_internal.h"

static rel_status script(rel_ctx *ctx, rel_workspace *w, const char *const *sql, size_t n)
{
    rel_status st = REL_OK;
    for (size_t i = 0; i < n && st == REL_OK; i++) st = rel_ws_exec(ctx, w, sql[i]);
    return st;
}

#define SCRIPT(sql) script(ctx, w, sql, sizeof(sql) / sizeof *(sql))

/* -------- deleted accounts -------- */

static const char *const list_gone[] = {
    "CREATE TEMP TABLE gone(id INTEGER PRIMARY KEY)",
    "INSERT INTO temp.gone SELECT a.id FROM deleted d INDEXED BY deleted_pending"
    " CROSS JOIN account a ON a.key = d.platform || ':' || d.native_id"
    " WHERE d.what = 'account' AND d.applied = 0"
    " AND (a.seen_at IS NULL OR d.time IS NULL OR a.seen_at <= d.time)",
};

static const char *const purge_gone[] = {
    "CREATE TEMP TABLE gone_post(id INTEGER PRIMARY KEY)",
    "INSERT INTO temp.gone_post SELECT id FROM post WHERE author IN (SELECT id FROM temp.gone)",
    "DELETE FROM interaction WHERE source IN (SELECT id FROM temp.gone) OR target IN (SELECT id FROM "
    "temp.gone)"
    " OR post IN (SELECT id FROM temp.gone_post)",
    "DELETE FROM post_tag WHERE post IN (SELECT id FROM temp.gone_post)",
    "DELETE FROM post_link WHERE post IN (SELECT id FROM temp.gone_post)",
    "UPDATE conversion SET post = NULL WHERE post IN (SELECT id FROM temp.gone_post)",
    "DELETE FROM post WHERE id IN (SELECT id FROM temp.gone_post)",
    "DELETE FROM profile WHERE account IN (SELECT id FROM temp.gone)",
    "DELETE FROM account_alias WHERE account IN (SELECT id FROM temp.gone)",
    "DELETE FROM score WHERE account IN (SELECT id FROM temp.gone)",
    "DELETE FROM community WHERE account IN (SELECT id FROM temp.gone)",
    "DELETE FROM influence WHERE source IN (SELECT id FROM temp.gone) OR target IN (SELECT id FROM "
    "temp.gone)",
    "DELETE FROM pick WHERE account IN (SELECT id FROM temp.gone)",
    "UPDATE conversion SET account = NULL WHERE account IN (SELECT id FROM temp.gone)",
    "DELETE FROM tally WHERE interaction NOT IN (SELECT id FROM interaction)",
    "DELETE FROM account WHERE id IN (SELECT id FROM temp.gone)",
    "DROP TABLE temp.gone_post",
};

static const char *const end_gone[] = {
    "DROP TABLE temp.gone",
    "UPDATE deleted SET applied = 1 WHERE what = 'account' AND applied = 0",
};

static rel_status purge_accounts(rel_ctx *ctx, rel_workspace *w)
{
    int64_t pending, found = 0;
    rel_status st = rel_ws_number(
        ctx, w, "SELECT count(*) FROM deleted INDEXED BY deleted_pending WHERE applied = 0", &pending);
    if (st != REL_OK || !pending) return st;
    st = SCRIPT(list_gone);
    if (st == REL_OK) st = rel_ws_number(ctx, w, "SELECT count(*) FROM temp.gone", &found);
    if (st == REL_OK && found) st = SCRIPT(purge_gone);
    if (st == REL_OK) st = SCRIPT(end_gone);
    if (found) rel_ws_unload(w);
    return st;
}

/* -------- accounts known by handle -------- */

typedef struct pairs {
    sqlite3_stmt *find, *add;
    rel_batch key; /* makes keys the way readers do */
} pairs;

/* Joins the account of this handle, if there is one that is known by it, to account `id`. Of several accounts
 * that claim a handle the one seen last has it. */
static rel_status offer(rel_ctx *ctx, rel_workspace *w, pairs *p, uint32_t id, rel_str platform,
                        rel_str handle, int64_t seen_at)
{
    bool row;
    rel_batch_reset(&p->key, ctx);
    const rel_account_ref ref = rel_batch_account(&p->key, platform, REL_STR_MISSING, handle);
    if (ref == REL_ACCOUNT_UNKNOWN) return p->key.status;
    const rel_account_record *a = rel_batch_account_at(&p->key, ref);
    if (w->all_accounts && !rel_account_map_find(&w->map, a->key_hash)) return REL_OK;
    rel_ws_bind_text(p->find, 1, a->key);
    rel_status st = rel_ws_step(ctx, w, p->find, &row);
    const int64_t old = st == REL_OK && row ? sqlite3_column_int64(p->find, 0) : 0;
    sqlite3_reset(p->find);
    if (st != REL_OK || !old) return st;
    sqlite3_bind_int64(p->add, 1, old);
    sqlite3_bind_int64(p->add, 2, id);
    rel_ws_bind_count(p->add, 3, seen_at);
    return rel_ws_run(ctx, w, p->add);
}

static rel_status offer_all(rel_ctx *ctx, rel_workspace *w, pairs *p, const char *sql)
{
    sqlite3_stmt *s = NULL;
    bool row = true;
    const int rc = sqlite3_prepare_v2(w->db, sql, -1, &s, NULL);
    rel_status st = rc == SQLITE_OK ? REL_OK : rel_ws_fail(ctx, w, rc);
    while (st == REL_OK && row) {
        st = rel_ws_step(ctx, w, s, &row);
        if (st != REL_OK || !row) break;
        st = offer(ctx, w, p, (uint32_t)sqlite3_column_int64(s, 0), rel_ws_text(s, 1), rel_ws_text(s, 2),
                   rel_ws_count(s, 3));
    }
    sqlite3_finalize(s);
    return st;
}

static rel_status prepare(rel_ctx *ctx, rel_workspace *w, pairs *p)
{
    rel_status st =
        rel_ws_exec(ctx, w, "CREATE TEMP TABLE pair(old INTEGER PRIMARY KEY, new INTEGER, seen_at INTEGER)");
    if (st != REL_OK) return st;
    int rc = sqlite3_prepare_v2(w->db, "SELECT id FROM account WHERE key = ?1 AND by_handle = 1", -1,
                                &p->find, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_prepare_v2(w->db,
                                "INSERT INTO temp.pair VALUES(?1,?2,?3) ON CONFLICT DO UPDATE SET"
                                " new = excluded.new, seen_at = excluded.seen_at"
                                " WHERE ifnull(excluded.seen_at, -1) > ifnull(seen_at, -1)",
                                -1, &p->add, NULL);
    return rc == SQLITE_OK ? REL_OK : rel_ws_fail(ctx, w, rc);
}

/* Everything when there are new accounts known by handle only, or handles changed; else only new accounts. */
static rel_status find_pairs(rel_ctx *ctx, rel_workspace *w, int64_t resolved, bool all)
{
    char sql[256];
    pairs p = {0};
    rel_status st = prepare(ctx, w, &p);
    snprintf(sql, sizeof sql,
             "SELECT id, platform, handle, seen_at FROM account WHERE id > %lld AND by_handle = 0"
             " AND handle IS NOT NULL ORDER BY id",
             (long long)(all ? 0 : resolved));
    if (st == REL_OK) st = offer_all(ctx, w, &p, sql);
    if (st == REL_OK && all)
        st = offer_all(ctx, w, &p,
                       "SELECT l.account, a.platform, l.handle, l.seen_at FROM account_alias l"
                       " JOIN account a ON a.id = l.account WHERE a.by_handle = 0 ORDER BY l.key, l.account");
    sqlite3_finalize(p.find);
    sqlite3_finalize(p.add);
    rel_batch_free(&p.key);
    return st;
}

/* What the account known by handle says of itself goes to the other. */
static rel_status merge_profiles(rel_ctx *ctx, rel_workspace *w)
{
    const rel_status st = rel_ws_exec(
        ctx, w,
        "INSERT INTO account_news SELECT NULL, p.new, a.handle, a.name, a.bio, a.url, a.location, a.lang, "
        "a.created,"
        " a.seen_at, a.followers, a.following, a.posts, a.verified, a.bot, a.protected, a.observed"
        " FROM temp.pair p JOIN account a ON a.id = p.old WHERE a.observed = 1 ORDER BY p.old");
    return st == REL_OK ? rel_ws_apply_news(ctx, w) : st;
}

#define NEW_OF(column) "ifnull((SELECT new FROM temp.pair WHERE old = " column "), " column ")"
#define IS_OLD(column) column " IN (SELECT old FROM temp.pair)"

/* Acts that both accounts have are one: the larger weight stays. */
static const char *const apply_pairs[] = {
    "INSERT INTO account_alias SELECT a.key, p.new, ifnull(a.handle, substr(a.key, length(a.platform) + 3)), "
    "a.seen_at"
    " FROM temp.pair p JOIN account a ON a.id = p.old WHERE true ON CONFLICT DO NOTHING",
    "INSERT INTO account_alias SELECT l.key, p.new, l.handle, l.seen_at FROM account_alias l"
    " JOIN temp.pair p ON p.old = l.account WHERE true ON CONFLICT DO NOTHING",
    "DELETE FROM account_alias WHERE " IS_OLD("account"),
    "INSERT INTO profile SELECT p.new, f.day, f.seen_at, f.followers, f.following, f.posts FROM profile f"
    " JOIN temp.pair p ON p.old = f.account WHERE true ON CONFLICT DO NOTHING",
    "DELETE FROM profile WHERE " IS_OLD("account"),
    "UPDATE post SET author = " NEW_OF("author") " WHERE " IS_OLD("author"),
    "CREATE TEMP TABLE moved(id INTEGER PRIMARY KEY, source INTEGER, target INTEGER, kind TEXT, time, weight "
    "REAL,"
    " count INTEGER, act_key TEXT)",
    "INSERT INTO temp.moved SELECT id, " NEW_OF("source") ", " NEW_OF(
        "target") ", kind, ifnull(time, 'none'),"
                  " weight, count, act_key FROM interaction WHERE " IS_OLD("source") " OR " IS_OLD("target"),
    "DELETE FROM interaction WHERE id IN (SELECT id FROM temp.moved WHERE source = target)",
    "UPDATE OR IGNORE interaction SET source = m.source, target = m.target FROM temp.moved m"
    " WHERE m.id = interaction.id",
    /* Of a post's acts, which lie together (see REL_WS_POST_ACTS), the first of those that now say the same stays. */
    "DELETE FROM interaction WHERE id IN (SELECT max(o.id, m.id) FROM temp.moved m JOIN interaction o"
    " ON o.id BETWEEN m.id - (m.id & 4095) AND m.id | 4095 AND o.id <> m.id AND o.kind = m.kind"
    " AND o.source = m.source AND o.target = m.target WHERE m.id >= (1 << 40))",
    "UPDATE interaction SET weight = max(interaction.weight, m.weight), count = max(interaction.count, "
    "m.count)"
    " FROM temp.moved m JOIN interaction o ON o.id = m.id AND (" IS_OLD("o.source") " OR " IS_OLD(
        "o.target") ")"
                    " WHERE interaction.source = m.source AND interaction.target = m.target AND "
                    "interaction.kind = m.kind"
                    " AND ifnull(interaction.time, 'none') = m.time AND interaction.post IS NULL AND "
                    "interaction.act_key IS NULL AND interaction.kind <> 'follow'",
    "DELETE FROM interaction WHERE id IN (SELECT id FROM temp.moved) AND (" IS_OLD("source") " OR " IS_OLD(
        "target") ")",
    /* Follows that both accounts have are one; a key is free again now that its row is gone. */
    "DELETE FROM temp.moved WHERE kind <> 'follow' OR id IN (SELECT id FROM interaction)",
    "UPDATE interaction SET weight = max(weight, m.heaviest), act_key = CASE WHEN m.key > act_key OR act_key "
    "IS NULL"
    " THEN m.key ELSE act_key END, time = CASE WHEN m.first < time OR time IS NULL THEN m.first ELSE time END"
    " FROM (SELECT source, target, max(weight) AS heaviest, max(act_key) AS key,"
    " min(nullif(time, 'none')) AS first FROM temp.moved GROUP BY 1, 2) m"
    " WHERE interaction.source = m.source AND interaction.target = m.target AND interaction.kind = 'follow'"
    " AND interaction.target IS NOT NULL",
    "DELETE FROM tally WHERE interaction NOT IN (SELECT id FROM interaction)",
    "DROP TABLE temp.moved",
    "DELETE FROM score WHERE " IS_OLD("account"),
    "DELETE FROM community WHERE " IS_OLD("account"),
    "DELETE FROM influence WHERE " IS_OLD("source") " OR " IS_OLD("target"),
    "UPDATE pick SET account = " NEW_OF("account") " WHERE " IS_OLD("account"),
    "UPDATE conversion SET account = " NEW_OF("account") " WHERE " IS_OLD("account"),
    "DELETE FROM account WHERE " IS_OLD("id"),
};

static rel_status merge_handles(rel_ctx *ctx, rel_workspace *w, int64_t *merged)
{
    int64_t by_handle, fresh, resolved, look_at_all;
    rel_status st = rel_ws_number(
        ctx, w, "SELECT count(*) FROM account INDEXED BY account_by_handle WHERE by_handle = 1", &by_handle);
    if (st != REL_OK || !by_handle) return st;
    st = rel_ws_number(ctx, w, "SELECT value FROM progress WHERE name = 'accounts_resolved'", &resolved);
    if (st == REL_OK)
        st = rel_ws_number(ctx, w,
                           "SELECT count(*) FROM account INDEXED BY account_by_handle WHERE by_handle = 1"
                           " AND id > (SELECT value FROM progress WHERE name = 'accounts_resolved')",
                           &fresh);
    if (st == REL_OK)
        st = rel_ws_number(ctx, w, "SELECT value FROM progress WHERE name = 'look_at_all'", &look_at_all);
    if (st == REL_OK) st = find_pairs(ctx, w, resolved, fresh || look_at_all);
    if (st == REL_OK) st = rel_ws_number(ctx, w, "SELECT count(*) FROM temp.pair", merged);
    if (st == REL_OK && *merged) {
        st = merge_profiles(ctx, w);
        if (st == REL_OK) st = SCRIPT(apply_pairs);
        rel_ws_unload(w);
    }
    if (st == REL_OK) st = rel_ws_exec(ctx, w, "DROP TABLE temp.pair");
    return st;
}

/* -------- targets -------- */

#define UNRESOLVED "interaction i INDEXED BY interaction_unresolved"

/* An interaction without a target meets its post when either is new. */
static const char all_interactions[] =
    "INSERT INTO temp.hit SELECT i.id, p.author FROM " UNRESOLVED " CROSS JOIN account a ON a.id = i.source"
    " CROSS JOIN post p ON p.platform = a.platform AND p.native_id = i.target_post"
    " WHERE i.target IS NULL AND i.target_post IS NOT NULL";
static const char new_interactions[] =
    "INSERT INTO temp.hit SELECT i.id, p.author FROM " UNRESOLVED " CROSS JOIN account a ON a.id = i.source"
    " CROSS JOIN post p ON p.platform = a.platform AND p.native_id = i.target_post"
    " WHERE i.target IS NULL AND i.target_post IS NOT NULL AND ("
    " i.id >= 1099511627776 + 4096 * (1 + (SELECT value FROM progress WHERE name = 'posts_resolved'))"
    " OR i.id > (SELECT value FROM progress WHERE name = 'acts_resolved') AND i.id < 1099511627776)";
static const char new_posts[] =
    "INSERT INTO temp.hit SELECT i.id, p.author FROM post p CROSS JOIN " UNRESOLVED
    " ON i.target_post = p.native_id CROSS JOIN account a ON a.id = i.source AND a.platform = p.platform"
    " WHERE i.target IS NULL AND p.id > (SELECT value FROM progress WHERE name = 'posts_resolved')"
    " ON CONFLICT DO NOTHING";

static const char *const apply_hits[] = {
    /* Answers to oneself are left out here as everywhere. */
    "DELETE FROM interaction WHERE id IN (SELECT h.id FROM temp.hit h JOIN interaction i ON i.id = h.id"
    " AND i.source = h.target)",
    "UPDATE OR IGNORE interaction SET target = (SELECT target FROM temp.hit h WHERE h.id = interaction.id)"
    " WHERE id IN (SELECT id FROM temp.hit)",
};

static rel_status collect_hits(rel_ctx *ctx, rel_workspace *w, int64_t unresolved)
{
    int64_t resolved, look_at_all;
    rel_status st =
        rel_ws_number(ctx, w, "SELECT value FROM progress WHERE name = 'posts_resolved'", &resolved);
    if (st == REL_OK)
        st = rel_ws_number(ctx, w, "SELECT value FROM progress WHERE name = 'look_at_all'", &look_at_all);
    if (st != REL_OK) return st;
    /* With fewer open interactions than new posts, searching all of them is the shorter way. */
    if (look_at_all || unresolved <= w->next_post - 1 - resolved)
        return rel_ws_exec(ctx, w, all_interactions);
    st = rel_ws_exec(ctx, w, new_interactions);
    return st == REL_OK ? rel_ws_exec(ctx, w, new_posts) : st;
}

static rel_status find_targets(rel_ctx *ctx, rel_workspace *w, int64_t *found)
{
    int64_t unresolved;
    rel_status st =
        rel_ws_number(ctx, w, "SELECT count(*) FROM " UNRESOLVED " WHERE i.target IS NULL", &unresolved);
    if (st != REL_OK || !unresolved) return st;
    st = rel_ws_exec(ctx, w, "CREATE TEMP TABLE hit(id INTEGER PRIMARY KEY, target INTEGER NOT NULL)");
    if (st == REL_OK) st = collect_hits(ctx, w, unresolved);
    if (st == REL_OK) st = SCRIPT(apply_hits);
    if (st == REL_OK) st = rel_ws_number(ctx, w, "SELECT count(*) FROM temp.hit", found);
    if (st == REL_OK) st = rel_ws_exec(ctx, w, "DROP TABLE temp.hit");
    return st;
}

/* -------- all of it -------- */

static const char *const note_progress[] = {
    "UPDATE progress SET value = ifnull((SELECT max(id) FROM account), 0) WHERE name = 'accounts_resolved'",
    "UPDATE progress SET value = ifnull((SELECT max(id) FROM post), 0) WHERE name = 'posts_resolved'",
    ("UPDATE progress SET value = ifnull((SELECT max(id) FROM interaction WHERE id < 1099511627776), 0)"
     " WHERE name = 'acts_resolved'"),
    "UPDATE progress SET value = 0 WHERE name = 'look_at_all'",
};

rel_status rel_ws_resolve(rel_ctx *ctx, rel_workspace *w, rel_ws_resolved *done)
{
    rel_status st = rel_ws_apply_news(ctx, w);
    if (st == REL_OK) st = purge_accounts(ctx, w);
    if (st == REL_OK) st = merge_handles(ctx, w, &done->accounts_merged);
    if (st == REL_OK) st = rel_ws_load(ctx, w);
    if (st == REL_OK) st = find_targets(ctx, w, &done->targets);
    if (st == REL_OK) st = SCRIPT(note_progress);
    if (st == REL_OK && !w->key_index)
        st = rel_ws_exec(ctx, w, "CREATE UNIQUE INDEX account_key ON account(key)");
    if (st == REL_OK) w->key_index = true;
    w->accounts_before += w->accounts_added;
    w->accounts_added = 0;
    return st;
}
