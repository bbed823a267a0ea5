/* docs/formats/workspace.md names every table, view, column and rule, and its queries run. */
#include "tests/workspace_kit.h"

static char *doc;

static bool says(const char *word)
{
    char quoted[128];
    snprintf(quoted, sizeof quoted, "`%s`", word);
    return strstr(doc, quoted) != NULL;
}

static void read_doc(void)
{
    FILE *f = fopen(REL_SOURCE_DIR "/docs/formats/workspace.md", "rb");
    doc = calloc(1, 1 << 20);
    CHECK(f && fread(doc, 1, (1 << 20) - 1, f) > 1000);
    if (f) fclose(f);
}

static void names(rel_workspace *w)
{
    sqlite3_stmt *s;
    int found = 0;
    static const char sql[] = "SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) c"
                              " WHERE m.type = 'table' UNION SELECT name, name FROM sqlite_schema"
                              " WHERE type IN ('table', 'view')";
    CHECK(sqlite3_prepare_v2(w->db, sql, -1, &s, NULL) == SQLITE_OK);
    while (sqlite3_step(s) == SQLITE_ROW) {
        const char *table = (const char *)sqlite3_column_text(s, 0),
                   *name = (const char *)sqlite3_column_text(s, 1);
        const bool named = says(name);
        if (!named) fprintf(stderr, "not in the documentation: %s.%s\n", table, name);
        CHECK(named);
        found++;
    }
    CHECK(found > 100);
    sqlite3_finalize(s);
}

static void queries(rel_workspace *w)
{
    int run = 0;
    for (char *at = doc; (at = strstr(at, "```sql\n")) != NULL;) {
        char *end = strstr(at + 7, "```");
        char *sql = strndup(at + 7, (size_t)(end - at - 7)), *error = NULL;
        CHECK(sqlite3_exec(w->db, sql, NULL, NULL, &error) == SQLITE_OK);
        if (error) fprintf(stderr, "%s\n", error);
        for (const char *c = sql; *c; c++) run += *c == ';';
        free(sql);
        at = end + 3;
    }
    CHECK(run >= 8);
}

/* Every name of a rule that the check may say. */
static void rules(void)
{
    char line[512];
    int found = 0;
    FILE *f = fopen(REL_SOURCE_DIR "/ingest/workspace_check.c", "r");
    CHECK(f != NULL);
    while (f && fgets(line, sizeof line, f)) {
        char name[64];
        if (sscanf(line, " {\"%63[a-z-]\",", name) != 1) continue;
        if (!says(name)) fprintf(stderr, "rule not in the documentation: %s\n", name);
        CHECK(says(name));
        found++;
    }
    if (f) fclose(f);
    CHECK(found >= 17);
}

int main(void)
{
    rel_ctx ctx;
    char path[512];
    rel_ctx_init(&ctx, 1);
    rel_workspace *w = kit_open(&ctx, kit_fresh("docs.relais", path), REL_WORKSPACE_CREATE);
    read_doc();
    names(w);
    queries(w);
    rules();
    rel_workspace_close(w);
    free(doc);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
