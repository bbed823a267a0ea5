#include "ingest/workspace.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ingest/workspace_internal.h"
#include "ingest/workspace_lock.h"

static const char sqlite_magic[16] = "SQLite format 3"; /* with its terminator */
enum { HEADER_BYTES = 100, APPLICATION_ID_AT = 68 };

bool rel_workspace_is(const void *first_bytes, size_t len)
{
    const unsigned char *b = first_bytes;
    if (len < HEADER_BYTES || memcmp(b, sqlite_magic, sizeof sqlite_magic) != 0) return false;
    uint32_t id = 0;
    for (int i = 0; i < 4; i++) id = id << 8 | b[APPLICATION_ID_AT + i];
    return id == REL_WS_APPLICATION_ID;
}

/* -------- what lies at the path -------- */

/* OK with *absent, or a file that SQLite may look into. An empty file counts as absent. The file itself is
 * not opened here: closing it would drop the locks that another handle of this process has on it. */
static rel_status look_at(rel_ctx *ctx, const char *path, bool may_be_absent, bool *absent)
{
    struct stat info;
    *absent = stat(path, &info) != 0;
    if (*absent && errno == ENOENT && may_be_absent) return REL_OK;
    if (*absent) return rel_fail(ctx, REL_E_IO, "cannot open '%s': %s", path, strerror(errno));
    if (S_ISDIR(info.st_mode)) return rel_fail(ctx, REL_E_IO, "cannot open '%s': %s", path, strerror(EISDIR));
    *absent = S_ISREG(info.st_mode) && info.st_size == 0 && may_be_absent;
    if (*absent || (S_ISREG(info.st_mode) && info.st_size > 0)) return REL_OK;
    return rel_fail(ctx, REL_E_DATA, "'%s': not a workspace", path);
}

/* -------- connections -------- */

/* A file on a medium that cannot be written is read as it is, when no writer left a log beside it. */
static bool may_be_immutable(const char *path)
{
    char wal[4096];
    struct stat info;
    const int len = snprintf(wal, sizeof wal, "%s-wal", path);
    return len > 0 && (size_t)len < sizeof wal && (stat(wal, &info) != 0 || info.st_size == 0);
}

static char *immutable_uri(const char *path)
{
    static const char hex[] = "0123456789ABCDEF";
    static const char scheme[] = "file:", query[] = "?immutable=1";
    char *uri = malloc(3 * strlen(path) + sizeof scheme + sizeof query), *p = uri;
    if (!uri) return NULL;
    memcpy(p, scheme, sizeof scheme);
    p += sizeof scheme - 1;
    for (const unsigned char *s = (const unsigned char *)path; *s; s++) {
        if (*s == '?' || *s == '#' || *s == '%') {
            *p++ = '%';
            *p++ = hex[*s >> 4];
            *p++ = hex[*s & 15];
        } else {
            *p++ = (char)*s;
        }
    }
    memcpy(p, query, sizeof query);
    return uri;
}

static int open_database(rel_workspace *w, const char *name, int flags)
{
    /* One thread at a time uses a workspace, so SQLite need not take its own locks. */
    int rc = sqlite3_open_v2(name, &w->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (rc == SQLITE_OK) sqlite3_busy_timeout(w->db, REL_WS_BUSY_MS);
    /* SQLite looks at the file only when it is asked something. */
    if (rc == SQLITE_OK) rc = sqlite3_exec(w->db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
    return rc;
}

static rel_status connect(rel_ctx *ctx, rel_workspace *w)
{
    const bool reads = w->mode == REL_WORKSPACE_READ;
    /* Also for reading: who may not write cannot take the log away at the end, and it would stay. SQLite
     * opens a file that is write-protected for reading only, and `settings` forbids a reader to write. */
    int rc = open_database(w, w->path, SQLITE_OPEN_READWRITE);
    /* In a folder that may not be written SQLite cannot make its index of the log, and says either of these.
     */
    const bool no_log = (rc & 0xff) == SQLITE_CANTOPEN || (rc & 0xff) == SQLITE_READONLY;
    if (reads && no_log && may_be_immutable(w->path)) {
        char *uri = immutable_uri(w->path);
        if (!uri) return rel_fail(ctx, REL_E_MEM, "no memory for '%s'", w->path);
        sqlite3_close(w->db);
        w->db = NULL;
        rc = open_database(w, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
        free(uri);
    }
    return rc == SQLITE_OK ? REL_OK : rel_ws_fail(ctx, w, rc);
}

static rel_status settings(rel_ctx *ctx, rel_workspace *w)
{
    char sql[320];
    snprintf(sql, sizeof sql,
             "PRAGMA cache_size = -%d; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = %d;"
             "PRAGMA journal_size_limit = %d; PRAGMA foreign_keys = OFF; PRAGMA secure_delete = FAST;"
             "PRAGMA trusted_schema = OFF;",
             REL_WS_CACHE_KIB, REL_WS_WAL_BYTES / REL_WS_PAGE_BYTES, REL_WS_WAL_BYTES);
    rel_status st = rel_ws_exec(ctx, w, sql);
    const bool reads = w->mode == REL_WORKSPACE_READ;
    if (st == REL_OK)
        st = rel_ws_exec(ctx, w, reads ? "PRAGMA query_only = ON" : "PRAGMA journal_mode = WAL");
    return st;
}

/* -------- versions -------- */

static rel_status migrate_from(rel_ctx *ctx, rel_workspace *w, int from, int to)
{
    rel_status st = REL_OK;
    for (int v = from; v < to && st == REL_OK; v++) {
        char pragma[64];
        snprintf(pragma, sizeof pragma, "PRAGMA user_version = %d", v + 1);
        st = rel_ws_begin(ctx, w);
        if (st != REL_OK) break;
        st = rel_ws_exec(ctx, w, rel_ws_migration[v]);
        if (st == REL_OK) st = rel_ws_exec(ctx, w, pragma);
        st = rel_ws_end(ctx, w, st);
    }
    return st;
}

/* A file of a few bytes is an empty database to SQLite. */
static rel_status refuse_foreign(rel_ctx *ctx, rel_workspace *w)
{
    int64_t tables;
    const rel_status st = rel_ws_number(ctx, w, "SELECT count(*) FROM sqlite_schema", &tables);
    if (st != REL_OK) return st;
    if (!tables) return rel_fail(ctx, REL_E_DATA, "'%s': not a workspace", w->path);
    return rel_fail(ctx, REL_E_DATA, "'%s': not a workspace, but another program's database", w->path);
}

static rel_status read_version(rel_ctx *ctx, rel_workspace *w, int *version)
{
    int64_t id = 0, v = 0;
    rel_status st = rel_ws_number(ctx, w, "PRAGMA application_id", &id);
    if (st == REL_OK) st = rel_ws_number(ctx, w, "PRAGMA user_version", &v);
    if (st != REL_OK) return st;
    if (id != REL_WS_APPLICATION_ID || v < 1) return refuse_foreign(ctx, w);
    if (v > rel_ws_version)
        return rel_fail(ctx, REL_E_DATA,
                        "'%s': made by a newer relais: version %d, this program reads up to %d", w->path,
                        (int)v, rel_ws_version);
    *version = (int)v;
    return REL_OK;
}

/* A reader has an older file updated by a writer. */
static rel_status update_for_reader(rel_ctx *ctx, const char *path)
{
    rel_workspace *writer;
    const rel_status st = rel_workspace_open(ctx, path, REL_WORKSPACE_WRITE, &writer);
    if (st == REL_OK) rel_workspace_close(writer);
    return st;
}

static rel_status bring_up_to_date(rel_ctx *ctx, rel_workspace *w)
{
    int version = 0;
    rel_status st = read_version(ctx, w, &version);
    if (st != REL_OK || version == rel_ws_version) return st;
    if (w->mode != REL_WORKSPACE_READ) return migrate_from(ctx, w, version, rel_ws_version);
    sqlite3_close(w->db);
    w->db = NULL;
    st = update_for_reader(ctx, w->path);
    if (st == REL_OK) st = connect(ctx, w);
    return st;
}

/* -------- a new file -------- */

static rel_workspace *new_handle(const char *path, rel_workspace_mode mode)
{
    rel_workspace *w = calloc(1, sizeof *w);
    if (!w) return NULL;
    w->path = strdup(path);
    w->mode = mode;
    w->lock_fd = -1;
    if (w->path) return w;
    free(w);
    return NULL;
}

static rel_status make_tables(rel_ctx *ctx, rel_workspace *w, int version)
{
    char sql[160];
    const int rc = open_database(w, w->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    if (rc != SQLITE_OK) return rel_ws_fail(ctx, w, rc);
    snprintf(sql, sizeof sql, "PRAGMA page_size = %d; PRAGMA encoding = 'UTF-8'; PRAGMA application_id = %d;",
             REL_WS_PAGE_BYTES, REL_WS_APPLICATION_ID);
    const rel_status st = rel_ws_exec(ctx, w, sql);
    return st == REL_OK ? migrate_from(ctx, w, 0, version) : st;
}

/* Made beside its place and renamed, so that it is whole or absent. */
rel_status rel_ws_create(rel_ctx *ctx, const char *path, int version)
{
    rel_status st = REL_OK;
    const size_t size = strlen(path) + sizeof ".tmp";
    char *tmp = malloc(size);
    if (!tmp) return rel_fail(ctx, REL_E_MEM, "no memory for '%s'", path);
    snprintf(tmp, size, "%s.tmp", path);
    rel_workspace *w = new_handle(tmp, REL_WORKSPACE_CREATE);
    if (!w) st = rel_fail(ctx, REL_E_MEM, "no memory for '%s'", path);
    if (st == REL_OK && unlink(tmp) != 0 && errno != ENOENT)
        st = rel_fail(ctx, REL_E_IO, "cannot write '%s': %s", tmp, strerror(errno));
    if (st == REL_OK) st = make_tables(ctx, w, version);
    rel_workspace_close(w);
    if (st == REL_OK && rename(tmp, path) != 0)
        st = rel_fail(ctx, REL_E_IO, "cannot write '%s': %s", path, strerror(errno));
    if (st != REL_OK) unlink(tmp);
    free(tmp);
    return st;
}

/* -------- open and close -------- */

static rel_status open_handle(rel_ctx *ctx, rel_workspace *w)
{
    bool absent;
    const bool may_create = w->mode == REL_WORKSPACE_CREATE;
    rel_status st = look_at(ctx, w->path, may_create, &absent);
    if (st == REL_OK && w->mode != REL_WORKSPACE_READ) st = rel_ws_lock(ctx, w);
    /* Looked at again: it may have been made while we waited for the lock. */
    if (st == REL_OK && absent) st = look_at(ctx, w->path, may_create, &absent);
    if (st == REL_OK && absent) st = rel_ws_create(ctx, w->path, rel_ws_version);
    if (st == REL_OK) st = connect(ctx, w);
    if (st == REL_OK) st = bring_up_to_date(ctx, w);
    return st == REL_OK ? settings(ctx, w) : st;
}

rel_status rel_workspace_open(rel_ctx *ctx, const char *path, rel_workspace_mode mode, rel_workspace **out)
{
    rel_workspace *w = new_handle(path, mode);
    *out = NULL;
    if (!w) return rel_fail(ctx, REL_E_MEM, "no memory for '%s'", path);
    const rel_status st = open_handle(ctx, w);
    if (st == REL_OK)
        *out = w;
    else
        rel_workspace_close(w);
    return st;
}

static void free_scratch(rel_ws_scratch *s)
{
    free(s->account);
    free(s->post);
    free(s->fresh);
    free(s->same);
    free(s->slot);
    free(s->order);
    free(s->act);
    rel_arena_free(&s->text);
}

void rel_workspace_close(rel_workspace *w)
{
    if (!w) return;
    for (int i = 0; i < REL_WS_SQL_COUNT; i++) sqlite3_finalize(w->stmt[i]);
    sqlite3_close(w->db);
    rel_ws_unlock(w);
    rel_account_map_free(&w->map);
    rel_post_cache_free(&w->recent);
    free_scratch(&w->scratch);
    free(w->path);
    free(w);
}
