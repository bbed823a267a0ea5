/* Opening: what a path may hold, versions, two processes, damage, memory that runs out. */
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "tests/workspace_kit.h"

static rel_ctx ctx;
static kit k;

static void write_file(const char *path, const char *bytes, size_t len)
{
    FILE *f = fopen(path, "wb");
    CHECK(f && fwrite(bytes, 1, len, f) == len);
    if (f) fclose(f);
}

/* '%' in the sentence stands for the path. */
static void expect(const char *path, rel_workspace_mode mode, rel_status status, const char *sentence)
{
    char text[1024];
    const char *at = strchr(sentence, '%');
    rel_workspace *w = (rel_workspace *)&ctx;
    CHECK(rel_workspace_open(&ctx, path, mode, &w) == status);
    CHECK(w == NULL);
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - sentence), sentence, path, at + 1);
    CHECK_TEXT(ctx.message, text);
}

static bool there(const char *path, const char *suffix)
{
    char name[600];
    snprintf(name, sizeof name, "%s%s", path, suffix);
    return access(name, F_OK) == 0;
}

static void refused(void)
{
    char path[512];
    kit_fresh("open.relais", path);
    expect(path, REL_WORKSPACE_READ, REL_E_IO, "cannot open '%': No such file or directory");
    expect(path, REL_WORKSPACE_WRITE, REL_E_IO, "cannot open '%': No such file or directory");
    CHECK(!there(path, "") && !there(path, "-lock"));
    expect(REL_TEST_DIR, REL_WORKSPACE_CREATE, REL_E_IO, "cannot open '%': Is a directory");
    expect("/dev/null", REL_WORKSPACE_READ, REL_E_DATA, "'%': not a workspace");
    expect("/nowhere/at/all.relais", REL_WORKSPACE_CREATE, REL_E_IO,
           "cannot write '%': No such file or directory");
    static const char words[] =
        "source,target\n1,2\n2,3\n3,4\n4,5\n5,6\n6,7\n7,8\n8,9\nand so on, and so on, and on\n";
    write_file(path, words, sizeof words - 1);
    for (int mode = REL_WORKSPACE_READ; mode <= REL_WORKSPACE_CREATE; mode++)
        expect(path, (rel_workspace_mode)mode, REL_E_DATA, "'%': not a workspace");
    write_file(path, "x", 1);
    expect(path, REL_WORKSPACE_CREATE, REL_E_DATA, "'%': not a workspace");
    write_file(path, "", 0);
    expect(path, REL_WORKSPACE_READ, REL_E_DATA, "'%': not a workspace");
    sqlite3 *db;
    kit_fresh("open.relais", path);
    CHECK(sqlite3_open(path, &db) == SQLITE_OK);
    sqlite3_exec(db, "CREATE TABLE t(a); INSERT INTO t VALUES(1)", NULL, NULL, NULL);
    sqlite3_close(db);
    expect(path, REL_WORKSPACE_WRITE, REL_E_DATA, "'%': not a workspace, but another program's database");
    CHECK(!there(path, "-wal") && !there(path, "-lock"));
}

static void created(void)
{
    char path[512];
    unsigned char first[100];
    kit_fresh("open.relais", path);
    write_file(path, "", 0); /* an empty file is no obstacle */
    rel_workspace *w = kit_open(&ctx, path, REL_WORKSPACE_CREATE);
    CHECK(there(path, "-lock"));
    CHECK_TEXT(kit_rows(w, "PRAGMA journal_mode"), "wal;");
    CHECK_TEXT(kit_rows(w, "PRAGMA synchronous"), "1;");
    CHECK(kit_number(w, "SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND schema = 'main'"
                        " AND strict = 0 AND name NOT LIKE 'sqlite%'") == 0);
    rel_workspace_close(w);
    CHECK(!there(path, "-wal") && !there(path, "-shm") && !there(path, "-lock") && !there(path, ".tmp"));
    FILE *f = fopen(path, "rb");
    CHECK(f && fread(first, 1, sizeof first, f) == sizeof first);
    if (f) fclose(f);
    CHECK(rel_workspace_is(first, sizeof first) && !rel_workspace_is(first, 99));
    first[68] ^= 1;
    CHECK(!rel_workspace_is(first, sizeof first));
    w = kit_open(&ctx, path, REL_WORKSPACE_READ);
    rel_run run;
    CHECK(rel_run_begin(&ctx, w, "f", "x-v2", "id", false, &run) == REL_E_USAGE);
    rel_workspace_close(w);
    rel_workspace_close(NULL);
}

static void versions(void)
{
    char path[512];
    for (int mode = REL_WORKSPACE_READ; mode <= REL_WORKSPACE_WRITE; mode++) {
        kit_fresh("open.relais", path);
        CHECK_OK(&ctx, rel_ws_create(&ctx, path, 1));
        sqlite3 *db;
        CHECK(sqlite3_open(path, &db) == SQLITE_OK);
        CHECK(sqlite3_exec(
                  db,
                  "INSERT INTO account VALUES(1,'x:1','x','ann',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,"
                  "NULL,NULL,NULL,NULL,NULL,0,0)",
                  NULL, NULL, NULL) == SQLITE_OK);
        CHECK(sqlite3_exec(db, "SELECT * FROM post_named", NULL, NULL, NULL) != SQLITE_OK);
        sqlite3_close(db);
        rel_workspace *w = kit_open(&ctx, path, (rel_workspace_mode)mode);
        CHECK(kit_number(w, "PRAGMA user_version") == rel_ws_version);
        CHECK(kit_number(w, "SELECT count(*) FROM post_named") == 0);
        CHECK_TEXT(kit_rows(w, "SELECT key, handle FROM account"), "x:1|ann;");
        rel_workspace_summary s;
        CHECK_OK(&ctx, rel_workspace_summarize(&ctx, w, &s));
        CHECK(s.schema_version == rel_ws_version && s.accounts == 1);
        rel_workspace_close(w);
    }
    sqlite3 *db;
    CHECK(sqlite3_open(path, &db) == SQLITE_OK);
    sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL);
    sqlite3_close(db);
    expect(path, REL_WORKSPACE_READ, REL_E_DATA,
           "'%': made by a newer relais: version 99, this program reads up to 4");
}

/* What version 3 had stored is there, with times that the source said. */
static void from_version_3(void)
{
    char path[512];
    sqlite3 *db;
    kit_fresh("open.relais", path);
    CHECK_OK(&ctx, rel_ws_create(&ctx, path, 3));
    CHECK(sqlite3_open(path, &db) == SQLITE_OK);
    CHECK(sqlite3_exec(db,
                       "INSERT INTO source(path, format, identity, state, started_at)"
                       " VALUES('f', 'x-v2', 'id', 'complete', 1);"
                       "INSERT INTO account(id, key, platform, observed, by_handle) VALUES(1,'x:1','x',0,0),"
                       " (2,'x:2','x',0,0);"
                       "INSERT INTO post VALUES(1,'x','7',1,'original',100,NULL,NULL,'text',NULL,NULL,NULL,"
                       " NULL,NULL,NULL,NULL,NULL,NULL,1,1);"
                       "INSERT INTO interaction VALUES(1099511631872,'mention',1,2,100,1,1,1,NULL,NULL,1)",
                       NULL, NULL, NULL) == SQLITE_OK);
    sqlite3_close(db);
    rel_workspace *w = kit_open(&ctx, path, REL_WORKSPACE_READ);
    CHECK_TEXT(kit_rows(w, "SELECT native_id, time, time_error, text, file FROM post_named"),
               "7|100|0|text|f;");
    CHECK_TEXT(kit_rows(w, "SELECT source, target, time, time_error FROM interaction_named"),
               "x:1|x:2|100|0;");
    CHECK(kit_number(w, "SELECT times_estimated FROM source") == 0);
    CHECK(kit_findings(&ctx, w) == 0);
    rel_workspace_close(w);
}

static void fill(rel_workspace *w)
{
    for (int i = 0; i < 3000; i++) {
        char id[16];
        snprintf(id, sizeof id, "%d", 10000 + i);
        const rel_account_ref a =
            kit_profile(&k, id, id, KIT_NOON, i, "a biography of some length, so that pages fill");
        kit_post(&k, id, a, KIT_NOON,
                 "a text of some length, so that there are some pages to damage in this file");
        kit_act(&k, REL_KIND_MENTION, a, kit_account(&k, "1", NULL), KIT_NOON, id, NULL, NULL);
    }
    kit_run(&k, w, "fill");
}

static void damaged(void)
{
    char path[512];
    rel_workspace *w = kit_open(&ctx, kit_fresh("open.relais", path), REL_WORKSPACE_CREATE);
    fill(w);
    CHECK(kit_findings(&ctx, w) == 0);
    rel_workspace_close(w);
    /* Pages in the middle overwritten: it opens, and check finds it. */
    struct stat info;
    CHECK(stat(path, &info) == 0);
    const long pages = (long)(info.st_size / REL_WS_PAGE_BYTES);
    CHECK(pages > 100);
    FILE *f = fopen(path, "r+b");
    for (long page = pages - 30; page < pages; page++) {
        fseek(f, page * REL_WS_PAGE_BYTES, SEEK_SET);
        for (int i = 0; i < 2000; i++) fputc(i * 7, f);
    }
    fclose(f);
    w = kit_open(&ctx, path, REL_WORKSPACE_READ);
    CHECK(kit_findings(&ctx, w) > 0);
    rel_workspace_summary s;
    CHECK(rel_workspace_summarize(&ctx, w, &s) == REL_E_DATA);
    CHECK(strstr(ctx.message, "': damaged: ") != NULL && ctx.hint[0]);
    rel_workspace_close(w);
    CHECK(truncate(path, 5000) == 0);
    CHECK(rel_workspace_open(&ctx, path, REL_WORKSPACE_READ, &w) == REL_E_DATA);
}

/* Each rule of the check is broken by hand, one after the other, in a file that passes. */
static void rules(void)
{
    static const char *const breaks[] = {
        "INSERT INTO account "
        "VALUES(90000,'y:900','x',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,0)",
        "DROP INDEX account_key; INSERT INTO account SELECT 9000, key, platform, handle, name, bio, url, "
        "location, lang,"
        " created, seen_at, followers, following, posts, verified, bot, protected, observed, by_handle FROM "
        "account LIMIT 1",
        "UPDATE account SET by_handle = 1 WHERE key = 'x:1'",
        "UPDATE account SET followers = 0 WHERE key = 'x:1'",
        "UPDATE account SET verified = 7 WHERE key = 'x:10001'",
        "INSERT INTO account_alias VALUES('x:10001', (SELECT id FROM account WHERE key = 'x:10002'), 'h', 0)",
        "UPDATE profile SET day = day + 1 WHERE account = 5",
        "UPDATE post SET kind = 'tweet' WHERE native_id = '10001'",
        "UPDATE post SET time_error = -1 WHERE native_id = '10001'",
        "UPDATE post SET time_error = 60, time = NULL WHERE native_id = '10001'",
        "UPDATE interaction SET kind = 'poke' WHERE id IN (SELECT id FROM interaction LIMIT 1)",
        "UPDATE interaction SET target = source WHERE id IN (SELECT id FROM interaction LIMIT 1)",
        "UPDATE interaction SET target = NULL WHERE id IN (SELECT id FROM interaction LIMIT 1)",
        "UPDATE interaction SET id = 7 WHERE id IN (SELECT id FROM interaction LIMIT 1)",
        "UPDATE interaction SET count = 2 WHERE id IN (SELECT id FROM interaction LIMIT 1)",
        "INSERT INTO deleted VALUES('post', 'x', '10001', NULL, 1, 1)",
        "INSERT INTO deleted VALUES('account', 'x', '10001', NULL, 1, 1)",
        "INSERT INTO deleted VALUES('act', 'x', '5', NULL, 1, 1);"
        "INSERT INTO interaction VALUES(5, 'like', 1, 2, 0, 1, 1, NULL, NULL, 'x:5', 1)",
        "UPDATE source SET rejected = 1",
        "INSERT INTO tally SELECT 1, id, 1, 1 FROM interaction LIMIT 1",
        "DELETE FROM account WHERE key = 'x:10005'",
    };
    char path[512];
    rel_workspace *w = kit_open(&ctx, kit_fresh("open.relais", path), REL_WORKSPACE_CREATE);
    fill(w);
    for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
        CHECK(sqlite3_exec(w->db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK);
        CHECK(sqlite3_exec(w->db, breaks[i], NULL, NULL, NULL) == SQLITE_OK);
        int64_t findings = 0;
        CHECK_OK(&ctx, rel_workspace_check(&ctx, w, &findings));
        if (findings < 1) fprintf(stderr, "not found: %s (%s)\n", breaks[i], sqlite3_errmsg(w->db));
        CHECK(findings >= 1);
        CHECK(sqlite3_exec(w->db, "ROLLBACK", NULL, NULL, NULL) == SQLITE_OK);
    }
    CHECK(kit_findings(&ctx, w) == 0);
    rel_workspace_close(w);
}

/* Runs f in another process and returns its exit code. */
static int in_child(int (*f)(const char *), const char *path)
{
    int status = -1;
    const pid_t pid = fork();
    if (pid == 0) _exit(f(path));
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

static int child_writes(const char *path)
{
    rel_ctx c;
    rel_workspace *w;
    char busy[600];
    rel_ctx_init(&c, 1);
    const rel_status st = rel_workspace_open(&c, path, REL_WORKSPACE_CREATE, &w);
    snprintf(busy, sizeof busy, "'%s': busy: another process is writing to it", path);
    if (st == REL_OK) return 0;
    return st == REL_E_IO && strcmp(c.message, busy) == 0 ? 1 : 2;
}

static int child_reads(const char *path)
{
    rel_ctx c;
    rel_workspace *w;
    rel_workspace_summary s;
    rel_ctx_init(&c, 1);
    if (rel_workspace_open(&c, path, REL_WORKSPACE_READ, &w) != REL_OK) return 200;
    if (rel_workspace_summarize(&c, w, &s) != REL_OK) return 201;
    rel_workspace_close(w);
    return (int)s.posts;
}

static void two_processes(void)
{
    char path[512];
    rel_workspace *w = kit_open(&ctx, kit_fresh("open.relais", path), REL_WORKSPACE_CREATE);
    rel_run run = kit_begin(&k, w, "two", false);
    for (int i = 1; i <= 3; i++) {
        char id[16];
        snprintf(id, sizeof id, "%d", i);
        kit_post(&k, id, kit_account(&k, "1", NULL), 100, "text");
        kit_store(&k, w, &run);
        CHECK(in_child(child_reads, path) == i); /* what is acknowledged is seen */
    }
    /* In the middle of a transaction readers see what was before. */
    CHECK_OK(&ctx, rel_ws_begin(&ctx, w));
    CHECK_OK(&ctx, rel_ws_exec(&ctx, w, "DELETE FROM post"));
    CHECK(in_child(child_reads, path) == 3);
    CHECK(rel_ws_end(&ctx, w, REL_E_STOPPED) == REL_E_STOPPED);
    const double since = rel_clock();
    CHECK(in_child(child_writes, path) == 1);
    const double waited = rel_clock() - since;
    CHECK(waited > 0.9 * REL_WS_BUSY_MS / 1000.0);
    kit_end(&k, w, &run);
    rel_workspace_close(w);
    CHECK(in_child(child_writes, path) == 0);
    /* It did not close: the file that it left is no lock. */
    CHECK(there(path, "-lock"));
    w = kit_open(&ctx, path, REL_WORKSPACE_WRITE);
    CHECK(kit_number(w, "SELECT count(*) FROM post") == 3);
    /* Another program holds SQLite's own lock. */
    sqlite3 *other;
    CHECK(sqlite3_open(path, &other) == SQLITE_OK);
    CHECK(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK);
    CHECK(rel_run_begin(&ctx, w, "f", "x-v2", "new", false, &run) == REL_E_IO);
    CHECK(strstr(ctx.message, "busy: another process is writing to it") != NULL);
    sqlite3_close(other);
    CHECK_OK(&ctx, rel_run_begin(&ctx, w, "f", "x-v2", "new", false, &run));
    rel_workspace_close(w);
}

static void read_only(void)
{
    char path[512];
    rel_workspace *w = kit_open(&ctx, kit_fresh("open.relais", path), REL_WORKSPACE_CREATE);
    kit_post(&k, "1", kit_account(&k, "1", NULL), 100, "text");
    kit_run(&k, w, "a");
    rel_workspace_close(w);
    if (geteuid() == 0) {
        fprintf(stderr, "read-only files: skipped, root may write everything\n");
        return;
    }
    CHECK(chmod(path, 0444) == 0);
    CHECK(rel_workspace_open(&ctx, path, REL_WORKSPACE_WRITE, &w) == REL_E_IO);
    w = kit_open(&ctx, path, REL_WORKSPACE_READ);
    CHECK(kit_number(w, "SELECT count(*) FROM post") == 1);
    rel_workspace_close(w);
    CHECK(chmod(path, 0644) == 0);
}

/* -------- memory -------- */

static char memory_path[512];

static rel_status store_something(void)
{
    rel_workspace *w = NULL;
    rel_run run;
    rel_run_counts counts;
    rel_status st = rel_workspace_open(&ctx, memory_path, REL_WORKSPACE_CREATE, &w);
    if (st == REL_OK) st = rel_run_begin(&ctx, w, "f", "x-v2", "torture", true, &run);
    if (st == REL_OK) st = rel_run_store(&ctx, w, &run, &k.b);
    if (st == REL_OK) st = rel_run_end(&ctx, w, &run, &counts);
    rel_workspace_close(w);
    return st;
}

static void fill_some(void)
{
    const rel_account_ref a = kit_profile(&k, "1", "ann", KIT_NOON, 3, "bio");
    kit_profile(&k, NULL, "zoe", KIT_NOON, 3, "bio");
    kit_post(&k, "1", a, 100, "text");
    kit_act(&k, REL_KIND_MENTION, a, kit_account(&k, "2", "bob"), 100, "1", NULL, NULL);
    kit_act(&k, REL_KIND_FOLLOW, a, kit_account(&k, "2", NULL), REL_TIME_MISSING, NULL, NULL, NULL);
    kit_delete(&k, REL_DELETE_ACT, "7", 100);
}

static void out_of_memory(void)
{
    kit_fresh("torture.relais", memory_path);
    fill_some();
    CHECK_TORTURE(&ctx, store_something(), (void)0);
    rel_workspace *w = kit_open(&ctx, memory_path, REL_WORKSPACE_READ);
    CHECK(kit_number(w, "SELECT count(*) FROM post") == 1 &&
          kit_number(w, "SELECT count(*) FROM interaction") == 2);
    CHECK(kit_findings(&ctx, w) == 0);
    rel_workspace_close(w);
    rel_batch_reset(&k.b, &ctx);
}

/* SQLite's memory: the n-th allocation fails. */
static sqlite3_mem_methods real_memory;
static int64_t memory_left = -1;

static void *failing_malloc(int size)
{
    if (memory_left == 0) return NULL;
    if (memory_left > 0) memory_left--;
    return real_memory.xMalloc(size);
}

static void *failing_realloc(void *p, int size)
{
    if (memory_left == 0) return NULL;
    if (memory_left > 0) memory_left--;
    return real_memory.xRealloc(p, size);
}

static void sqlite_out_of_memory(void)
{
    int64_t n = 0;
    rel_status st = REL_E_MEM;
    kit_fresh("torture.relais", memory_path);
    fill_some();
    for (; st != REL_OK && n < 100000; n += n < 200 ? 1 : 37) {
        memory_left = n;
        st = store_something();
        memory_left = -1;
        if (st != REL_OK && st != REL_E_MEM) fprintf(stderr, "after %lld: %s\n", (long long)n, ctx.message);
        CHECK(st == REL_OK || st == REL_E_MEM);
    }
    CHECK(st == REL_OK && n > 200);
    rel_workspace *w = kit_open(&ctx, memory_path, REL_WORKSPACE_READ);
    CHECK(kit_number(w, "SELECT count(*) FROM post") == 1 &&
          kit_number(w, "SELECT count(*) FROM interaction") == 2);
    CHECK(kit_findings(&ctx, w) == 0);
    rel_workspace_close(w);
    rel_batch_reset(&k.b, &ctx);
}

int main(void)
{
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_memory);
    sqlite3_mem_methods failing = real_memory;
    failing.xMalloc = failing_malloc;
    failing.xRealloc = failing_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &failing);
    rel_ctx_init(&ctx, 1);
    kit_init(&k, &ctx);
    refused();
    created();
    versions();
    from_version_3();
    damaged();
    rules();
    two_processes();
    read_only();
    out_of_memory();
    sqlite_out_of_memory();
    rel_batch_free(&k.b);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
