#include "ingest/workspace_internal.h"

/* One scan over the interactions gives all that is known of them. */
static rel_status count_interactions(rel_ctx *ctx, rel_workspace *w, rel_workspace_summary *s)
{
    sqlite3_stmt *q = NULL;
    bool row = true;
    static const char sql[] = "SELECT kind, sum(count), sum(target IS NULL), min(time), max(time)"
                              " FROM interaction GROUP BY kind";
    const int rc = sqlite3_prepare_v2(w->db, sql, -1, &q, NULL);
    rel_status st = rc == SQLITE_OK ? REL_OK : rel_ws_fail(ctx, w, rc);
    while (st == REL_OK && row) {
        st = rel_ws_step(ctx, w, q, &row);
        if (st != REL_OK || !row) break;
        const rel_str word = rel_ws_text(q, 0);
        for (int k = 0; k < REL_KIND_COUNT; k++)
            if (rel_str_is(word, rel_kind_word((rel_kind)k))) s->interactions[k] = sqlite3_column_int64(q, 1);
        s->unresolved += sqlite3_column_int64(q, 2);
        const int64_t first = rel_ws_count(q, 3), last = rel_ws_count(q, 4);
        if (first != REL_TIME_MISSING && (s->first_time == REL_TIME_MISSING || first < s->first_time))
            s->first_time = first;
        if (last > s->last_time) s->last_time = last;
    }
    sqlite3_finalize(q);
    return st;
}

rel_status rel_workspace_summarize(rel_ctx *ctx, rel_workspace *w, rel_workspace_summary *s)
{
    *s = (rel_workspace_summary){.first_time = REL_TIME_MISSING, .last_time = REL_TIME_MISSING};
    int64_t version = 0;
    const struct {
        const char *sql;
        int64_t *value;
    } query[] = {
        {"SELECT count(*) FROM account", &s->accounts},
        {"SELECT count(*) FROM account WHERE observed = 1", &s->accounts_observed},
        {"SELECT count(*) FROM post", &s->posts},
        {"SELECT count(*) FROM post WHERE collected = 1", &s->posts_collected},
        {"SELECT count(*) FROM post WHERE time_error > 0", &s->times_estimated},
        {"SELECT count(*) FROM post_tag", &s->tags},
        {"SELECT count(*) FROM post_link", &s->links},
        {"SELECT count(*) FROM deleted", &s->deleted},
        {"SELECT sum(rejected) FROM source", &s->rejected},
        {"SELECT count(*) FROM source", &s->sources},
        {"PRAGMA user_version", &version},
    };
    /* In one transaction, so that the figures are of one moment while somebody else writes. */
    rel_status st = rel_ws_exec(ctx, w, "BEGIN");
    if (st != REL_OK) return st;
    for (size_t i = 0; i < sizeof query / sizeof *query && st == REL_OK; i++)
        st = rel_ws_number(ctx, w, query[i].sql, query[i].value);
    if (st == REL_OK) st = count_interactions(ctx, w, s);
    s->schema_version = (int)version;
    return rel_ws_end(ctx, w, st);
}
