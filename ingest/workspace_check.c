#include "ingest/workspace_internal.h"
#include "src/base/i18n.h"

/* A rule that the documentation states, as a query that counts what breaks it. */
typedef struct rule {
    const char *name;  /* as in docs/formats/workspace.md */
    const char *words; /* what is wrong; after the number */
    const char *sql;
} rule;

#define KINDS "('follow','mention','reply','share','quote','like','comment')"
#define POST_KINDS "('original','reply','share','quote','comment')"

static const rule rules[] = {
    {"account-key", N_("accounts whose key does not begin with their platform"),
     "SELECT count(*) FROM account WHERE substr(key, 1, length(platform) + 1) <> platform || ':'"},
    {"account-unique", N_("accounts that are there more than once"),
     "SELECT count(*) FROM (SELECT 1 FROM account GROUP BY key HAVING count(*) > 1)"},
    {"account-by-handle", N_("accounts that are wrong about being known by their handle"),
     "SELECT count(*) FROM account WHERE by_handle <> (substr(key, length(platform) + 2, 1) = '@')"},
    {"account-not-observed", N_("accounts that were not observed and have a profile"),
     "SELECT count(*) FROM account WHERE observed = 0 AND coalesce(name, bio, url, location, lang, created, "
     "seen_at,"
     " followers, following, posts, verified, bot, protected) IS NOT NULL"},
    {"account-flags", N_("accounts with a flag that is neither 0 nor 1"),
     "SELECT count(*) FROM account WHERE observed NOT IN (0, 1) OR ifnull(verified, 0) NOT IN (0, 1)"
     " OR ifnull(bot, 0) NOT IN (0, 1) OR ifnull(protected, 0) NOT IN (0, 1)"},
    {"alias-own-key", N_("aliases that are accounts of their own as well"),
     "SELECT count(*) FROM account_alias l JOIN account a ON a.key = l.key WHERE a.id <> l.account"
     " AND NOT EXISTS (SELECT 1 FROM source WHERE state = 'running')"
     " AND (SELECT value FROM progress WHERE name = 'look_at_all') = 0"},
    {"profile-day", N_("profiles that are not of the day they say"),
     "SELECT count(*) FROM profile WHERE day % 86400 <> 0 OR seen_at < day OR seen_at >= day + 86400"},
    {"post-kind", N_("posts of a kind that does not exist"),
     "SELECT count(*) FROM post WHERE kind NOT IN " POST_KINDS},
    {"post-time-error", N_("posts with an error of a time that is missing, or below 0"),
     "SELECT count(*) FROM post WHERE time_error < 0 OR (time_error > 0 AND time IS NULL)"},
    {"interaction-kind", N_("interactions of a kind that does not exist"),
     "SELECT count(*) FROM interaction WHERE kind NOT IN " KINDS},
    {"interaction-self", N_("interactions of an account with itself"),
     "SELECT count(*) FROM interaction WHERE source = target"},
    {"interaction-open", N_("interactions with neither a target nor a post that could tell it"),
     "SELECT count(*) FROM interaction WHERE target IS NULL AND target_post IS NULL"},
    {"interaction-number", N_("interactions whose number does not belong to their post"),
     "SELECT count(*) FROM interaction WHERE id < 1 OR (id >= 1099511627776) <> (post IS NOT NULL AND "
     "act_key IS NULL)"
     " OR (id >= 1099511627776 AND (id - 1099511627776) / 4096 <> post)"},
    {"interaction-count", N_("interactions that count less than one act, or a post that counts more"),
     "SELECT count(*) FROM interaction WHERE count < 1 OR (count > 1 AND (post IS NOT NULL OR time IS NOT "
     "NULL))"},
    {"deleted-post", N_("posts that were deleted and are there"),
     "SELECT count(*) FROM deleted d CROSS JOIN post p ON p.platform = d.platform AND p.native_id = "
     "d.native_id"
     " WHERE d.what = 'post'"},
    {"deleted-act", N_("acts that were taken back and are there"),
     "SELECT count(*) FROM deleted d CROSS JOIN interaction i ON i.act_key = d.platform || ':' || d.native_id"
     " WHERE d.what = 'act'"},
    {"deleted-account", N_("accounts that were deleted and are there"),
     "SELECT count(*) FROM deleted d CROSS JOIN account a ON a.key = d.platform || ':' || d.native_id"
     " WHERE d.what = 'account' AND d.applied = 1 AND (d.time IS NULL OR a.seen_at <= d.time)"},
    {"influence-probability", N_("probabilities of influence that are not from 0 to 1"),
     "SELECT count(*) FROM influence WHERE NOT p BETWEEN 0 AND 1 OR trials < 0"},
    {"source-rejected", N_("sources whose rejected records do not add up"),
     "SELECT count(*) FROM source s WHERE s.rejected <>"
     " ifnull((SELECT sum(count) FROM source_rejected r WHERE r.source = s.id), 0)"},
    {"tally", N_("tallies of runs that are complete"),
     "SELECT count(*) FROM tally t JOIN source s ON s.id = t.source WHERE s.state = 'complete'"},
};

static rel_status check_rules(rel_ctx *ctx, rel_workspace *w, int64_t *findings)
{
    rel_status st = REL_OK;
    for (size_t i = 0; i < sizeof rules / sizeof *rules && st == REL_OK; i++) {
        int64_t broken;
        st = rel_poll(ctx);
        if (st == REL_OK) st = rel_ws_number(ctx, w, rules[i].sql, &broken);
        if (st != REL_OK || !broken) continue;
        rel_note(ctx, "rule '%s': %lld %s", rules[i].name, (long long)broken, _(rules[i].words));
        ++*findings;
    }
    return st;
}

/* SQLite puts several findings into one row, a line each, below a heading. */
static void note_lines(rel_ctx *ctx, rel_str words, int64_t *findings)
{
    while (words.s) {
        const rel_str line = rel_str_cut(&words, '\n');
        if (!line.len || line.s[0] == '*') continue;
        rel_note(ctx, "the file is damaged: %.*s", REL_STR_ARG(line));
        ++*findings;
    }
}

static rel_status check_file(rel_ctx *ctx, rel_workspace *w, int64_t *findings)
{
    sqlite3_stmt *s = NULL;
    bool row = true;
    const int rc = sqlite3_prepare_v2(w->db, "PRAGMA integrity_check", -1, &s, NULL);
    rel_status st = rc == SQLITE_OK ? REL_OK : rel_ws_fail(ctx, w, rc);
    while (st == REL_OK && row) {
        st = rel_ws_step(ctx, w, s, &row);
        if (st == REL_OK && row && !rel_str_is(rel_ws_text(s, 0), "ok"))
            note_lines(ctx, rel_ws_text(s, 0), findings);
    }
    sqlite3_finalize(s);
    if (st != REL_E_DATA) return st;
    /* Damage that ends the check is a finding, not a failure to find. */
    note_lines(ctx, rel_str_of(ctx->message), findings);
    rel_forgive(ctx);
    return REL_OK;
}

static rel_status check_references(rel_ctx *ctx, rel_workspace *w, int64_t *findings)
{
    sqlite3_stmt *s = NULL;
    bool row = true;
    static const char sql[] =
        "SELECT \"table\", \"parent\", count(*) FROM pragma_foreign_key_check() GROUP BY 1, 2 ORDER BY 1, 2";
    const int rc = sqlite3_prepare_v2(w->db, sql, -1, &s, NULL);
    rel_status st = rc == SQLITE_OK ? REL_OK : rel_ws_fail(ctx, w, rc);
    while (st == REL_OK && row) {
        st = rel_ws_step(ctx, w, s, &row);
        if (st != REL_OK || !row) break;
        rel_note(ctx, "%lld rows of the table '%.*s' point at rows of '%.*s' that are not there",
                 (long long)sqlite3_column_int64(s, 2), REL_STR_ARG(rel_ws_text(s, 0)),
                 REL_STR_ARG(rel_ws_text(s, 1)));
        ++*findings;
    }
    sqlite3_finalize(s);
    return st;
}

rel_status rel_workspace_check(rel_ctx *ctx, rel_workspace *w, int64_t *findings)
{
    *findings = 0;
    rel_status st = check_file(ctx, w, findings);
    /* In a damaged file the other checks would say the same again, or worse. */
    if (st != REL_OK || *findings) return st;
    st = check_references(ctx, w, findings);
    return st == REL_OK ? check_rules(ctx, w, findings) : st;
}
