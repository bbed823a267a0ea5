/* How fast each format of ingest is read, without storing: the fixtures of the tests are repeated until the
 * file is large, with the last digits of long numbers changed each time, so that ids differ. The peer of JSON
 * formats is cJSON with malloc on the same bytes.
 *
 *     bench_readers [--mb MB] [--runs N] [--folder FOLDER] [NAME...]
 *
 * NAME: a format or preset (default all), MB: size of each file (64). Every run is checked: as many records
 * as the fixture has times how often it was repeated. */
#include <cjson/cJSON.h>
#include <inttypes.h>
#include <unistd.h>

#include "bench/bench.h"
#include "ingest/csv_row.h"
#include "ingest/framing.h"
#include "ingest/recognise.h"
#include "tests/golden_fixture.h"

enum { NAMES_MAX = 256, LONG_NUMBER = 9, CHANGED_DIGITS = 5 };

typedef struct subject {
    char path[512];
    rel_ingest_opts opts;
    int64_t records, repeats; /* of the fixture; of the fixture in the file */
    int64_t bytes;
    rel_batch_counts seen;
} subject;

typedef struct settings {
    int64_t mb;
    int runs;
    const char *folder;
    const char **wanted;
    int wanted_count;
} settings;

static rel_status count(rel_ctx *ctx, void *user, const rel_batch *b)
{
    subject *s = user;
    (void)ctx;
    rel_batch_counts_add(&s->seen, &b->counts);
    return REL_OK;
}

static rel_status read_all(rel_ctx *ctx, void *user)
{
    subject *s = user;
    rel_status st;
    rel_recognised file;
    rel_pipeline_result done;
    s->seen = (rel_batch_counts){0};
    REL_TRY(rel_recognise(ctx, s->path, &s->opts, &file));
    const rel_pipeline_job job = rel_recognised_job(&file, 0, count, s);
    REL_TRY(rel_pipeline_run(ctx, &job, &done));
    if (s->repeats && s->seen.records != s->records * s->repeats)
        st = rel_fail(ctx, REL_E_DATA, "read %" PRId64 " records, expected %" PRId64 " times %" PRId64,
                      s->seen.records, s->repeats, s->records);
out:
    rel_recognised_free(&file);
    return st;
}

/* What everybody would write: value after value through cJSON. */
static rel_status peer(rel_ctx *ctx, void *user)
{
    const subject *s = user;
    rel_status st;
    rel_input *in = NULL;
    rel_str text;
    REL_TRY(rel_input_open(ctx, s->path, &in));
    REL_TRY(rel_input_whole(ctx, in, &text));
    int64_t values = 0;
    for (const char *at = text.s, *end = text.s + text.len; at < end;) {
        const char *stop = NULL;
        cJSON *value = cJSON_ParseWithLengthOpts(at, (size_t)(end - at), &stop, false);
        cJSON_Delete(value);
        if (!value) break;
        values++;
        for (at = stop; at < end && strchr(" \t\r\n,", *at);) at++;
    }
    if (values < s->repeats) st = rel_fail(ctx, REL_E_DATA, "the peer found %" PRId64 " values", values);
out:
    rel_input_close(in);
    return st;
}

/* Adds `pass` to the last digits of long numbers, in place. */
static void change_numbers(char *text, size_t len, int64_t pass)
{
    for (size_t i = 0, digits = 0; i <= len; i++) {
        if (i < len && text[i] >= '0' && text[i] <= '9') {
            digits++;
            continue;
        }
        int64_t more = digits >= LONG_NUMBER ? pass : 0;
        for (size_t k = 1; more && k <= CHANGED_DIGITS; k++, more /= 10)
            text[i - k] = (char)('0' + (text[i - k] - '0' + more % 10) % 10);
        digits = 0;
    }
}

/* Where the repeated part begins: a table's heading stands once. */
static size_t heading(const rel_recognised *file, const char *text, size_t len)
{
    if (file->format->framing != REL_FRAMING_CSV) return 0;
    const rel_csv_dialect *d = file->dialect;
    static rel_str field[REL_CSV_MAX_COLUMNS];
    static bool escaped[REL_CSV_MAX_COLUMNS];
    rel_csv_row row = {.field = field, .escaped = escaped, .capacity = REL_CSV_MAX_COLUMNS};
    const size_t before = d->preamble_bytes < len ? d->preamble_bytes : len;
    return before + (d->header ? rel_csv_scan(d, text + before, len - before, &row) : 0);
}

static rel_status enlarge(rel_ctx *ctx, subject *s, const char *text, size_t from, int64_t want)
{
    const size_t len = strlen(text);
    rel_status st = REL_OK;
    char *part = NULL;
    FILE *out = fopen(s->path, "wb");
    if (!out) return rel_fail(ctx, REL_E_IO, "'%s': cannot be written", s->path);
    REL_TRY(rel_alloc(ctx, &part, len - from + 2, 1, "a fixture"));
    fwrite(text, 1, from, out);
    for (s->bytes = (int64_t)from; s->bytes < want; s->repeats++) {
        memcpy(part, text + from, len - from);
        change_numbers(part, len - from, s->repeats);
        s->bytes += (int64_t)fwrite(part, 1, len - from, out);
        if (text[len - 1] != '\n') s->bytes += fputc('\n', out) == '\n';
    }
out:
    free(part);
    if (fclose(out) != 0 && st == REL_OK) st = rel_fail(ctx, REL_E_IO, "'%s': cannot be written", s->path);
    return st;
}

static rel_status measure(rel_ctx *ctx, subject *s, const settings *set, const char *name, const char *by,
                          bench_call *call, int threads)
{
    char what[128];
    snprintf(what, sizeof what, "read %s", name);
    bench_result r = {.what = what,
                      .by = by,
                      .input = "fixture, repeated",
                      .threads = threads,
                      .items = 1e-6 * (double)s->bytes};
    r.unit = "MB";
    ctx->threads = threads;
    bench_reset_peak();
    const rel_status st = bench_time(ctx, set->runs, call, s, &r);
    if (st == REL_OK) bench_print(&r);
    return st;
}

static bool is_wanted(const settings *set, const char *name)
{
    for (int i = 0; i < set->wanted_count; i++)
        if (strcmp(set->wanted[i], name) == 0) return true;
    return set->wanted_count == 0;
}

/* Measures the format of a fixture unless an earlier fixture did. */
static rel_status one(rel_ctx *ctx, const settings *set, const char *expected, char done[NAMES_MAX][96],
                      int *count_done)
{
    fixture f;
    subject s = {0};
    char path[512];
    rel_status st = REL_OK;
    rel_recognised file = {0};
    if (!fixture_read(expected, &f) || strstr(f.file, "bad") || !is_wanted(set, f.format)) return REL_OK;
    for (int i = 0; i < *count_done; i++)
        if (strcmp(done[i], f.format) == 0) return REL_OK;
    snprintf(path, sizeof path, FIXTURE_FOLDER "%s", f.file);
    snprintf(s.path, sizeof s.path, "%s/%s", set->folder, f.file);
    char *text = slurp(path);
    if (!text || !*text) return rel_fail(ctx, REL_E_IO, "'%s': cannot be read", path);
    s.opts = f.opts;
    REL_TRY(rel_recognise(ctx, path, &s.opts, &file));
    const size_t from = heading(&file, text, strlen(text));
    const bool json = file.format->framing == REL_FRAMING_JSON;
    rel_recognised_free(&file);
    file = (rel_recognised){0};
    snprintf(done[(*count_done)++], sizeof done[0], "%s", f.format);
    REL_TRY(enlarge(ctx, &s, text, from, (int64_t)from + 1)); /* once, to count its records */
    s.repeats = 0;
    REL_TRY(read_all(ctx, &s));
    s.records = s.seen.records;
    REL_TRY(enlarge(ctx, &s, text, from, set->mb * 1000000));
    REL_TRY(measure(ctx, &s, set, f.format, "relais", read_all, 1));
    REL_TRY(measure(ctx, &s, set, f.format, "relais", read_all, 2));
    if (json) REL_TRY(measure(ctx, &s, set, f.format, "cJSON with malloc", peer, 1));
out:
    rel_recognised_free(&file);
    unlink(s.path);
    free(text);
    return st;
}

int main(int argc, char **argv)
{
    rel_ctx ctx;
    rel_status st = REL_OK;
    glob_t found = {0};
    int failed = 0, count_done = 0;
    static char done[NAMES_MAX][96];
    settings set = {.mb = 64, .runs = 3, .folder = "/tmp"};
    int at = 1;
    for (; at + 1 < argc && strncmp(argv[at], "--", 2) == 0; at += 2) {
        if (strcmp(argv[at], "--mb") == 0) set.mb = atoll(argv[at + 1]);
        if (strcmp(argv[at], "--runs") == 0) set.runs = atoi(argv[at + 1]);
        if (strcmp(argv[at], "--folder") == 0) set.folder = argv[at + 1];
    }
    set.wanted = (const char **)(argv + at);
    set.wanted_count = argc - at;
    rel_ctx_init(&ctx, 0);
    ctx.note = NULL;
    if (glob(FIXTURE_FOLDER "*.expected", 0, NULL, &found) != 0 || set.mb < 1)
        st = rel_fail(&ctx, REL_E_USAGE, "no fixtures in '" FIXTURE_FOLDER "', or a size below 1 MB");
    for (size_t i = 0; st == REL_OK && i < found.gl_pathc && count_done < NAMES_MAX; i++) {
        if (one(&ctx, &set, found.gl_pathv[i], done, &count_done) == REL_OK) continue;
        fprintf(stderr, "bench_readers: %s: %s\n", found.gl_pathv[i], ctx.message);
        failed++;
        rel_forgive(&ctx);
    }
    globfree(&found);
    if (st == REL_OK && !count_done) st = rel_fail(&ctx, REL_E_USAGE, "no such format has a fixture");
    if (st != REL_OK) fprintf(stderr, "bench_readers: %s\n", ctx.message);
    rel_ctx_free(&ctx);
    return st != REL_OK ? rel_status_exit_code(st) : failed ? 1 : 0;
}
