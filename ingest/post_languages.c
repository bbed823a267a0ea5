#include "ingest/post_languages.h"

#include "ingest/account_rows.h"
#include "ingest/workspace_internal.h"

/* The first row of an author is the one that counts. */
static rel_status read_rows(rel_ctx *ctx, rel_workspace *w, const rel_account_rows *rows, rel_str *lang,
                            rel_buf *text, size_t *at)
{
    rel_status st;
    sqlite3_stmt *stmt;
    int64_t author = 0;
    bool row;
    REL_TRY(rel_ws_get(ctx, w, REL_WS_POST_LANGUAGES, &stmt));
    for (;;) {
        REL_TRY(rel_ws_step(ctx, w, stmt, &row));
        if (!row) break;
        const int64_t id = sqlite3_column_int64(stmt, 0);
        const rel_vid v = rel_account_vertex(rows, id);
        const rel_str word = rel_ws_text(stmt, 1);
        if (id == author) continue;
        author = id;
        if (v == REL_VID_NONE || lang[v].s || !word.len) continue;
        at[v] = text->len + 1;
        lang[v].len = word.len;
        REL_TRY(rel_buf_add(ctx, text, word.s, word.len));
    }
out:
    return st;
}

rel_status rel_post_languages_attach(rel_ctx *ctx, rel_workspace *w, rel_graph *g, rel_vid *found)
{
    rel_status st;
    rel_account_rows rows = {0};
    rel_buf text = {0};
    rel_str *lang = NULL;
    size_t *at = NULL; /* of what posts say in text, plus one */
    const rel_attribute *known = rel_attribute_find(&g->vertex_attributes, "lang");
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *found = 0;
    REL_TRY(rel_scratch(ctx, &lang, g->n, sizeof *lang, "languages"));
    REL_TRY(rel_scratch(ctx, &at, g->n, sizeof *at, "languages"));
    for (rel_vid v = 0; known && known->type == REL_ATTRIBUTE_TEXT && v < g->n; v++)
        lang[v] = rel_attribute_text(known, v);
    REL_TRY(rel_account_rows_read(ctx, w, &g->names, &rows));
    REL_TRY(read_rows(ctx, w, &rows, lang, &text, at));
    for (rel_vid v = 0; v < g->n; v++) {
        if (!at[v]) continue;
        lang[v].s = text.data + at[v] - 1;
        ++*found;
    }
    if (*found) st = rel_graph_add_vertex_attribute(ctx, g, "lang", REL_ATTRIBUTE_TEXT, lang, NULL);
out:
    rel_account_rows_free(&rows);
    rel_buf_free(&text);
    rel_scratch_release(ctx, mark);
    return st;
}
