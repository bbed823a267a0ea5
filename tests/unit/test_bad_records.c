/* Bad records among good ones. Every fixture of a JSON format is read again
 *  - with lines between its own that are no record: each is counted by its reason, with its line, and what
 * the fixture's own lines yield stays the same;
 *  - with each of its values in turn replaced by values of other types: the reader goes on, whatever it makes
 * of it, and what it yields is valid. */
#define _GNU_SOURCE 1 /* memfd_create */

#include <cjson/cJSON.h>
#include <sys/mman.h>
#include <unistd.h>

#include "src/base/utf8.h"
#include "tests/check.h"
#include "tests/golden_fixture.h"
#include "tests/ingest_dump.h"

enum { DEEP = 100000, HUGE_FIELD = 10 * 1024 * 1024 };

static int file = -1;
static char file_path[64];

static void put(const char *text, size_t len)
{
    const bool done = ftruncate(file, 0) == 0 && pwrite(file, text, len, 0) == (ssize_t)len;
    CHECK(done);
}

/* -------- lines that are no record -------- */

typedef struct bad_line {
    const char *text;
    rel_reject reason;
} bad_line;

static const bad_line bad_lines[] = {
    {"{\"broken\": 1,}", REL_REJECT_BAD_JSON},
    {"{\"id\": \"7\", \"text\": \"cut off", REL_REJECT_TRUNCATED},
    {"\"a text\"", REL_REJECT_COUNT}, /* COUNT: the reader chooses the reason */
    {"[[\"a list\"], [\"of lists\"]]", REL_REJECT_COUNT},
    {"12", REL_REJECT_COUNT},
    {NULL, REL_REJECT_TOO_DEEP}, /* DEEP brackets */
};
enum { BAD_LINES = sizeof bad_lines / sizeof *bad_lines };

static void add_brackets(rel_ctx *ctx, rel_buf *t, char bracket)
{
    static char deep[DEEP];
    memset(deep, bracket, sizeof deep);
    CHECK_OK(ctx, rel_buf_add(ctx, t, deep, sizeof deep));
}

static void add_bad_line(rel_ctx *ctx, rel_buf *t, const bad_line *bad)
{
    if (bad->text) {
        CHECK_OK(ctx, rel_buf_puts(ctx, t, bad->text));
    } else {
        add_brackets(ctx, t, '[');
        add_brackets(ctx, t, ']');
    }
    CHECK_OK(ctx, rel_buf_puts(ctx, t, "\n"));
}

/* Without the rejects and the counts. */
static void keep_yield(rel_buf *t)
{
    size_t kept = 0;
    for (char *line = t->data, *next; line && *line; line = next) {
        next = strchr(line, '\n');
        next = next ? next + 1 : line + strlen(line);
        if (strncmp(line, "reject ", 7) == 0 || strncmp(line, "records ", 8) == 0) continue;
        memmove(t->data + kept, line, (size_t)(next - line));
        kept += (size_t)(next - line);
    }
    if (t->data) t->data[kept] = '\0';
}

static bool says(const rel_buf *t, int64_t line, rel_reject reason)
{
    char start[64];
    snprintf(start, sizeof start, "\nreject %" PRId64 " %s ", line,
             reason == REL_REJECT_COUNT ? "" : rel_reject_word(reason));
    if (reason == REL_REJECT_COUNT) start[strlen(start) - 1] = '\0';
    return t->data && strstr(t->data, start) != NULL;
}

static void check_bad_lines(rel_ctx *ctx, const fixture *f, const char *text)
{
    rel_buf mixed = {0};
    dump plain = {0}, d = {0};
    int64_t line = 0, bad_at[BAD_LINES];
    size_t k = 0;
    rel_ingest_opts opts = f->opts;
    opts.format = f->format;
    for (const char *p = text; *p; line++) {
        const size_t len = strcspn(p, "\n");
        CHECK_OK(ctx, rel_buf_add(ctx, &mixed, p, len));
        CHECK_OK(ctx, rel_buf_puts(ctx, &mixed, "\n"));
        p += len + (p[len] == '\n');
        if (k == BAD_LINES || (line == 0 && *p)) continue;
        for (const size_t end = *p ? k + 1 : BAD_LINES; k < end;
             k++) { /* the last good line: all that are left */
            add_bad_line(ctx, &mixed, &bad_lines[k]);
            bad_at[k] = ++line + 1;
        }
    }
    put(text, strlen(text));
    CHECK_OK(ctx, dump_file(ctx, file_path, &opts, 0, &plain));
    put(mixed.data, mixed.len);
    CHECK_OK(ctx, dump_file(ctx, file_path, &opts, 0, &d));
    for (size_t i = 0; i < BAD_LINES; i++) {
        CHECK(says(&d.text, bad_at[i], bad_lines[i].reason));
        if (!says(&d.text, bad_at[i], bad_lines[i].reason))
            fprintf(stderr, "%s: bad line %zu, at %" PRId64 ", is not counted\n", f->file, i, bad_at[i]);
    }
    CHECK(d.counts.records >= plain.counts.records + BAD_LINES);
    keep_yield(&plain.text);
    keep_yield(&d.text);
    CHECK_TEXT(d.text.data, plain.text.data ? plain.text.data : "");
    rel_buf_free(&mixed);
    rel_buf_free(&plain.text);
    rel_buf_free(&d.text);
}

/* -------- values of other types -------- */

static rel_status check_batch(rel_ctx *ctx, void *user, const rel_batch *b)
{
    bool good = true;
    (void)ctx;
    for (size_t i = 0; i < b->accounts; i++)
        good = good && b->account[i].key.len &&
               rel_utf8_xml_safe(b->account[i].key.s, b->account[i].key.len) &&
               (b->account[i].followers == REL_COUNT_MISSING || b->account[i].followers >= 0);
    for (size_t i = 0; i < b->posts; i++) good = good && b->post[i].author < b->accounts && b->post[i].id.len;
    for (size_t i = 0; i < b->interactions; i++) {
        const rel_interaction_record *r = &b->interaction[i];
        good = good && r->source < b->accounts && r->source != r->target &&
               (r->target < b->accounts || r->target_post.len);
    }
    *(bool *)user = *(bool *)user && good;
    return REL_OK;
}

/* What one format needs to parse text that lies in memory. */
typedef struct memory_reader {
    rel_ctx *ctx;
    const fixture *f;
    const rel_format *format;
    rel_source_info info;
    void *setup, *dialect;
    rel_batch batch;
    char *text; /* REL_JSON_MAX_BYTES would be too much: fixtures are small */
    int64_t tried, broken;
} memory_reader;

enum { TEXT_ROOM = 1 << 20 };

static void begin(memory_reader *m, rel_ctx *ctx, const fixture *f, const rel_format *format,
                  const char *text)
{
    const rel_probe probe = {.path = f->file, .first = rel_str_of(text), .whole = true, .opts = &f->opts};
    *m = (memory_reader){.ctx = ctx, .f = f, .format = format, .text = malloc(TEXT_ROOM)};
    rel_batch_init(&m->batch);
    if (format->setup) CHECK_OK(ctx, format->setup(ctx, &probe, &f->opts, &m->setup));
    CHECK_OK(ctx, rel_framing_json.begin(ctx, &probe, format, &f->opts, &m->dialect));
    m->info = (rel_source_info){.path = f->file, .opts = &f->opts, .setup = m->setup};
}

static void end(memory_reader *m)
{
    if (m->format->free_setup) m->format->free_setup(m->setup);
    free(m->dialect);
    free(m->text);
    rel_batch_free(&m->batch);
}

/* Reads a changed record. */
static void try_record(memory_reader *m, cJSON *record)
{
    bool good = true;
    if (!cJSON_PrintPreallocated(record, m->text, TEXT_ROOM - 1, false)) return;
    const rel_block block = {
        .data = m->text, .len = strlen(m->text), .first_line = 1, .at_start = true, .last = true};
    rel_batch_reset(&m->batch, m->ctx);
    rel_framing_json.parse(m->dialect, &m->info, m->format, &m->batch, &block);
    CHECK_OK(m->ctx, check_batch(m->ctx, &good, &m->batch));
    good = good && m->batch.status == REL_OK && m->ctx->arena.used_bytes == 0;
    m->tried++;
    m->broken += !good;
}

/* One of several values of other types; NULL behind the last. */
static cJSON *other_value(int which)
{
    static const char *const values[] = {"null",
                                         "[]",
                                         "{}",
                                         "\"\"",
                                         "-1.5",
                                         "true",
                                         "[null, \"1e400 \xC3\xA9\"]",
                                         "99999999999999999999",
                                         "{\"id\": {}, \"text\": []}"};
    return which < (int)(sizeof values / sizeof *values) ? cJSON_Parse(values[which]) : NULL;
}

/* Everything but the name and the place. */
static void swap_values(cJSON *a, cJSON *b)
{
    const cJSON old = *a;
    a->type = b->type, a->child = b->child, a->valuestring = b->valuestring;
    a->valueint = b->valueint, a->valuedouble = b->valuedouble;
    b->type = old.type, b->child = old.child, b->valuestring = old.valuestring;
    b->valueint = old.valueint, b->valuedouble = old.valuedouble;
}

/* Replaces each value of the tree by others, one at a time. */
static void change_all(memory_reader *m, cJSON *record, cJSON *item)
{
    cJSON *other;
    for (int k = 0; (other = other_value(k)); k++) {
        swap_values(item, other);
        try_record(m, record);
        swap_values(item, other);
        cJSON_Delete(other);
    }
    for (cJSON *child = item->child; child; child = child->next) change_all(m, record, child);
}

static void check_other_types(rel_ctx *ctx, const fixture *f, const rel_format *format, const char *text)
{
    memory_reader m;
    begin(&m, ctx, f, format, text);
    const char *rest = text;
    while (*(rest += strspn(rest, " \t\r\n"))) {
        const char *stop = NULL;
        cJSON *record = cJSON_ParseWithOpts(rest, &stop, false);
        if (record) change_all(&m, record, record);
        cJSON_Delete(record);
        rest =
            record ? stop : rest + strcspn(rest, "\n"); /* a fixture of bad records has lines that are none */
    }
    CHECK(m.tried > 0 && m.broken == 0);
    if (!m.tried || m.broken)
        fprintf(stderr, "%s: %" PRId64 " of %" PRId64 " changed records are not read well\n", f->file,
                m.broken, m.tried);
    end(&m);
}

/* -------- one field of 10 MB -------- */

/* In front of everything, where the format is to be found out. */
static void check_huge_field(rel_ctx *ctx, const fixture *f, const char *text)
{
    static char some[64 * 1024];
    rel_buf t = {0};
    dump plain = {.silent = true}, d = {.silent = true};
    memset(some, 'x', sizeof some);
    put(text, strlen(text));
    CHECK_OK(ctx, dump_file(ctx, file_path, &f->opts, 0, &plain));
    CHECK_OK(ctx, rel_buf_puts(ctx, &t, "{\"huge\": \""));
    for (int i = 0; i < HUGE_FIELD / (int)sizeof some; i++)
        CHECK_OK(ctx, rel_buf_add(ctx, &t, some, sizeof some));
    CHECK_OK(ctx, rel_buf_puts(ctx, &t, "\"}\n"));
    CHECK_OK(ctx, rel_buf_puts(ctx, &t, text));
    put(t.data, t.len);
    CHECK_OK(ctx, dump_file(ctx, file_path, &f->opts, 0, &d));
    CHECK_TEXT(d.format, f->format);
    CHECK(d.posts == plain.posts && d.interactions == plain.interactions);
    CHECK(d.counts.records == plain.counts.records + 1);
    rel_buf_free(&t);
}

static void check_one(const char *path, bool *huge_done)
{
    fixture f;
    rel_ctx ctx;
    char name[512];
    if (!fixture_read(path, &f)) {
        CHECK(false);
        return;
    }
    const rel_format *format = rel_format_find(f.format);
    if (!format || format->framing != REL_FRAMING_JSON) return;
    snprintf(name, sizeof name, FIXTURE_FOLDER "%s", f.file);
    char *text = slurp(name);
    CHECK(text != NULL);
    if (!text) return;
    rel_ctx_init(&ctx, 1);
    const char *dot = strrchr(f.file, '.');
    const bool lines = dot && (strcmp(dot, ".jsonl") == 0 || strcmp(dot, ".ndjson") == 0);
    if (lines) check_bad_lines(&ctx, &f, text);
    check_other_types(&ctx, &f, format, text);
    if (lines && !*huge_done && !strstr(f.file, "bad")) {
        check_huge_field(&ctx, &f, text);
        *huge_done = true;
    }
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    free(text);
}

int main(void)
{
    glob_t found;
    bool huge_done = false;
    file = memfd_create("records", 0);
    CHECK(file >= 0);
    snprintf(file_path, sizeof file_path, "/proc/self/fd/%d", file);
    CHECK(glob(FIXTURE_FOLDER "*.expected", 0, NULL, &found) == 0);
    for (size_t i = 0; i < found.gl_pathc; i++) check_one(found.gl_pathv[i], &huge_done);
    CHECK(found.gl_pathc > 20);
    globfree(&found);
    close(file);
    return CHECK_REPORT();
}
