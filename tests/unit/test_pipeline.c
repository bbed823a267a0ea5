/* The pipeline: blocks, order, large records, ends of files, resuming, stopping; and what is said about files
 * that are no export. */
#include <sys/stat.h>
#include <zlib.h>

#include "tests/check.h"
#include "tests/ingest_dump.h"

static char path[512];

static const char *file_of(const char *name, const void *data, size_t len)
{
    snprintf(path, sizeof path, REL_TEST_DIR "/pipeline-%s", name);
    FILE *f = fopen(path, "wb");
    CHECK(f && fwrite(data, 1, len, f) == len);
    if (f) CHECK(fclose(f) == 0);
    return path;
}

static const char *text_file(const char *name, const char *text)
{
    return file_of(name, text, strlen(text));
}

static rel_status read_counts(rel_ctx *ctx, const char *file, size_t block, dump *d)
{
    const rel_ingest_opts opts = {0};
    *d = (dump){.silent = true};
    return dump_file(ctx, file, &opts, block, d);
}

static rel_buf tweets(rel_ctx *ctx, int count, const char *before, const char *between, const char *after)
{
    rel_buf t = {0};
    CHECK_OK(ctx, rel_buf_puts(ctx, &t, before));
    for (int i = 0; i < count; i++)
        CHECK_OK(ctx, rel_buf_printf(ctx, &t, "%s{\"id\":\"%d\",\"author_id\":\"%d\",\"text\":\"{[\\\"%d\"}",
                                     i ? between : "", i + 1, i % 7 + 1, i));
    CHECK_OK(ctx, rel_buf_puts(ctx, &t, after));
    return t;
}

/* Every shape of file gives every record, whatever the blocks and threads. */
static void check_shapes(void)
{
    static const struct {
        const char *before, *between, *after;
    } shapes[] = {{"", "\n", "\n"},
                  {"", "\n", ""},
                  {"", "\r\n\r\n", "\r\n"},
                  {"[", ",", "]"},
                  {"[\n  ", ",\n  ", "\n]\n"},
                  {"", "", ""},
                  {"\xEF\xBB\xBF", "\n", "\n"},
                  {"\xEF\xBB\xBF[", ",", "]"},
                  {"", ",\n", ",\n"},
                  {" [", "][", "] "}};
    static const size_t blocks[] = {16, 100, 4096, 0};
    static const int threads[] = {1, 2, 8};
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        rel_ctx ctx;
        rel_ctx_init(&ctx, 1);
        rel_buf t = tweets(&ctx, 300, shapes[s].before, shapes[s].between, shapes[s].after);
        const char *file = file_of("shape", t.data, t.len);
        for (size_t b = 0; b < 4; b++)
            for (size_t k = 0; k < 3; k++) {
                dump d;
                ctx.threads = threads[k];
                CHECK_OK(&ctx, read_counts(&ctx, file, blocks[b], &d));
                CHECK(d.posts == 300 && d.counts.records == 300);
                /* A byte order mark is no content. */
                CHECK(d.bytes == (int64_t)t.len - (t.data[0] == '\xEF' ? 3 : 0));
                if (d.posts != 300)
                    fprintf(stderr, "shape %zu block %zu: %zu posts\n", s, blocks[b], d.posts);
            }
        rel_buf_free(&t);
        rel_ctx_free(&ctx);
    }
}

/* One record of exactly `size` bytes (JSON lines) or so, between two small ones. */
static rel_buf with_large(rel_ctx *ctx, size_t size, bool array)
{
    rel_buf t = {0};
    static const char head[] = "{\"id\":\"2\",\"author_id\":\"1\",\"text\":\"", tail[] = "\"}";
    CHECK_OK(ctx, rel_buf_puts(ctx, &t, array ? "[" : ""));
    CHECK_OK(ctx, rel_buf_puts(ctx, &t, "{\"id\":\"1\",\"author_id\":\"1\",\"text\":\"a\"}"));
    CHECK_OK(ctx, rel_buf_puts(ctx, &t, array ? ",\n" : "\n"));
    CHECK_OK(ctx, rel_buf_puts(ctx, &t, head));
    const size_t fill = size - strlen(head) - strlen(tail);
    CHECK_OK(ctx, rel_buf_reserve(ctx, &t, fill));
    memset(t.data + t.len, 'x', fill);
    t.len += fill;
    CHECK_OK(ctx, rel_buf_puts(ctx, &t, tail));
    CHECK_OK(ctx, rel_buf_puts(ctx, &t, array ? ",\n" : "\n"));
    CHECK_OK(ctx, rel_buf_puts(ctx, &t, "{\"id\":\"3\",\"author_id\":\"1\",\"text\":\"c\"}"));
    CHECK_OK(ctx, rel_buf_puts(ctx, &t, array ? "]" : "\n"));
    return t;
}

static void check_large(void)
{
    for (int array = 0; array < 2; array++) {
        rel_ctx ctx;
        dump d;
        rel_ctx_init(&ctx, 2);
        rel_buf t = with_large(&ctx, REL_RECORD_MAX_BYTES - 2, array);
        CHECK_OK(&ctx, read_counts(&ctx, file_of("large", t.data, t.len), 0, &d));
        CHECK(d.posts == 3 && d.counts.text_cut == 1 && d.counts.rejected[REL_REJECT_TOO_LARGE] == 0);
        rel_buf_free(&t);
        t = with_large(&ctx, 2 * (size_t)REL_RECORD_MAX_BYTES + 12345, array);
        d = (dump){0};
        const rel_ingest_opts opts = {0};
        CHECK_OK(&ctx, dump_file(&ctx, file_of("large", t.data, t.len), &opts, 0, &d));
        CHECK(d.posts == 2 && d.counts.records == 3 && d.counts.rejected[REL_REJECT_TOO_LARGE] == 1);
        CHECK(strstr(d.text.data, "reject 2 too_large") != NULL);
        /* It was not held as a whole. */
        CHECK(d.memory_bytes < 5 * (size_t)REL_RECORD_MAX_BYTES);
        rel_buf_free(&d.text);
        rel_buf_free(&t);
        rel_ctx_free(&ctx);
    }
}

typedef struct seen {
    int64_t end[64], line[64];
    size_t count;
    size_t stop_after; /* asks to stop at this batch */
    rel_status refuse;
    volatile sig_atomic_t stop;
} seen;

static rel_status note_end(rel_ctx *ctx, void *user, const rel_batch *b)
{
    seen *s = user;
    if (s->count < 64) {
        s->end[s->count] = b->end_offset;
        s->line[s->count] = b->end_line;
    }
    s->count++;
    if (s->stop_after && s->count == s->stop_after) s->stop = 1;
    return s->refuse != REL_OK ? rel_fail(ctx, s->refuse, "refused") : REL_OK;
}

static rel_status run_blocks(rel_ctx *ctx, const char *file, int64_t resume, seen *s)
{
    rel_status st;
    rel_recognised r;
    const rel_ingest_opts opts = {.format = "x-v2"};
    rel_pipeline_result result;
    REL_TRY(rel_recognise(ctx, file, &opts, &r));
    rel_pipeline_job job = rel_recognised_job(&r, 1000, note_end, s);
    job.resume_offset = resume;
    st = rel_pipeline_run(ctx, &job, &result);
out:
    rel_recognised_free(&r);
    return st;
}

static void check_resume(void)
{
    for (int array = 0; array < 2; array++) {
        rel_ctx ctx;
        seen all = {0};
        rel_ctx_init(&ctx, 2);
        rel_buf t = tweets(&ctx, 200, array ? "[" : "", array ? ",\n" : "\n", array ? "]" : "\n");
        const char *file = file_of("resume", t.data, t.len);
        CHECK_OK(&ctx, run_blocks(&ctx, file, 0, &all));
        CHECK(all.count > 5 && all.count < 64 && all.end[all.count - 1] == (int64_t)t.len);
        for (size_t k = 0; k < all.count; k++) {
            seen rest = {0};
            CHECK_OK(&ctx, run_blocks(&ctx, file, all.end[k], &rest));
            CHECK(rest.count == all.count - k - 1);
            for (size_t i = 0; i < rest.count; i++)
                CHECK(rest.end[i] == all.end[k + 1 + i] && rest.line[i] == all.line[k + 1 + i]);
        }
        rel_buf_free(&t);
        rel_ctx_free(&ctx);
    }
}

static void check_ending_early(void)
{
    static const int threads[] = {1, 2, 8};
    for (size_t k = 0; k < 3; k++) {
        rel_ctx ctx;
        rel_ctx_init(&ctx, threads[k]);
        rel_buf t = tweets(&ctx, 400, "", "\n", "\n");
        const char *file = file_of("early", t.data, t.len);
        seen s = {.stop_after = 3};
        ctx.stop = &s.stop;
        CHECK(run_blocks(&ctx, file, 0, &s) == REL_E_STOPPED);
        CHECK(s.count == 3);
        CHECK_TEXT(ctx.message, "stopped on request");
        ctx.stop = NULL;
        s = (seen){.refuse = REL_E_IO};
        CHECK(run_blocks(&ctx, file, 0, &s) == REL_E_IO);
        CHECK(s.count == 1);
        CHECK_TEXT(ctx.message, "refused");
        rel_buf_free(&t);
        rel_ctx_free(&ctx);
    }
}

/* A .gz that was cut: what could be unpacked is read, the last record is truncated, then the failure is told.
 */
static void check_damaged_gzip(void)
{
    rel_ctx ctx;
    dump d = {0};
    const rel_ingest_opts opts = {0};
    rel_ctx_init(&ctx, 2);
    rel_buf t = {0};
    for (int i = 0; i < 3000; i++)
        CHECK_OK(&ctx, rel_buf_printf(&ctx, &t, "{\"id\":\"%d\",\"author_id\":\"1\",\"text\":\"%llx\"}\n",
                                      i + 1, (unsigned long long)i * 0x9e3779b97f4a7c15u));
    snprintf(path, sizeof path, REL_TEST_DIR "/pipeline-cut.gz");
    gzFile gz = gzopen(path, "wb");
    CHECK(gz && gzwrite(gz, t.data, (unsigned)t.len) == (int)t.len && gzclose(gz) == Z_OK);
    struct stat info;
    CHECK(stat(path, &info) == 0 && truncate(path, info.st_size / 2) == 0);
    CHECK(dump_file(&ctx, path, &opts, 10000, &d) == REL_E_DATA);
    CHECK(d.posts > 500 && d.posts < 3000 && d.counts.rejected[REL_REJECT_TRUNCATED] <= 1);
    CHECK(strstr(ctx.message, "pipeline-cut.gz") != NULL);
    rel_buf_free(&d.text);
    rel_buf_free(&t);
    rel_ctx_free(&ctx);
}

static void expect_refused(const char *name, const void *data, size_t len, const char *words,
                           const char *hint)
{
    rel_ctx ctx;
    dump d;
    rel_ctx_init(&ctx, 1);
    CHECK(read_counts(&ctx, file_of(name, data, len), 0, &d) == REL_E_DATA);
    CHECK(strstr(ctx.message, words) != NULL);
    if (!strstr(ctx.message, words)) fprintf(stderr, "%s: found '%s'\n", name, ctx.message);
    CHECK(strstr(ctx.hint, hint) != NULL);
    rel_ctx_free(&ctx);
}

static void check_refused(void)
{
#define REFUSED(name, bytes, words, hint) expect_refused(name, bytes, sizeof(bytes) - 1, words, hint)
    REFUSED("photo.png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0",
            "not a format relais reads (looked for JSON lines, CSV, edge list",
            "'relais formats' lists them");
    REFUSED("empty", "", "empty", "");
    REFUSED("x.graphml", "<?xml version=\"1.0\"?>\n<!-- a --><graphml xmlns=\"x\">", "a graph file (GraphML)",
            "without 'ingest'");
    REFUSED("x.gexf", "<gexf xmlns=\"x\">", "a graph file (GEXF)", "'rank', 'export' and 'convert'");
    REFUSED("x.zip", "PK\x03\x04zzzz", "packed as zip", "unpack");
    REFUSED("x.relais", "SQLite format 3\0abc", "a database", "");
    REFUSED("other.json", "{\"some\":{\"thing\":[1,2,3]}}\n", "not a format relais reads", "");
    /* A post of X by its shape, but the capture says otherwise. */
    REFUSED(
        "capture.ndjson",
        "{\"item_id\":1,\"source_platform\":\"9gag.com\",\"timestamp_collected\":1,"
        "\"data\":{\"id\":\"1\",\"author_id\":\"2\",\"text\":\"x\",\"edit_history_tweet_ids\":[\"1\"]}}\n",
        "a capture of '9gag.com', which relais does not read", "'relais formats' lists them");
    REFUSED("4cat.ndjson",
            "{\"id\":\"1\",\"author_id\":\"2\",\"text\":\"x\",\"__import_meta\":{\"source_platform\":\"gab."
            "com\"}}\n",
            "a capture of 'gab.com', which", "");
#undef REFUSED
}

/* The first records may say nothing about the format. */
static void check_detection(void)
{
    rel_ctx ctx;
    dump d;
    rel_ctx_init(&ctx, 1);
    CHECK_OK(
        &ctx,
        read_counts(&ctx,
                    text_file("late", "{\"torn\":\n{}\n{\"id\":\"1\",\"author_id\":\"2\",\"text\":\"x\"}\n"),
                    0, &d));
    CHECK_TEXT(d.format, "x-v2");
    CHECK(d.posts == 1 && d.counts.rejected[REL_REJECT_TRUNCATED] == 1 &&
          d.counts.rejected[REL_REJECT_UNKNOWN_RECORD] == 1);
    const rel_ingest_opts forced = {.format = "mastodn"};
    d = (dump){0};
    CHECK(dump_file(&ctx, path, &forced, 0, &d) == REL_E_USAGE);
    CHECK_TEXT(ctx.message, "option '--format': no format is called 'mastodn'");
    CHECK_TEXT(ctx.hint, "did you mean 'mastodon'?");
    /* A first record larger than what the probe sees is known by its beginning. */
    rel_buf t = tweets(&ctx, 9000, "{\"data\":[", ",", "],\"meta\":{\"result_count\":9000}}\n");
    CHECK(t.len > REL_PROBE_BYTES);
    CHECK_OK(&ctx, read_counts(&ctx, file_of("page", t.data, t.len), 0, &d));
    CHECK_TEXT(d.format, "x-v2");
    CHECK(d.posts == 9000 && d.counts.records == 1);
    rel_buf_free(&t);
    rel_ctx_free(&ctx);
}

typedef struct reports {
    int count;
    int64_t last, total;
    bool backwards;
} reports;

static void keep_report(void *user, const char *what, const char *unit, int64_t done, int64_t total)
{
    reports *r = user;
    (void)what;
    (void)unit;
    r->count++;
    r->backwards = r->backwards || done < r->last;
    r->last = done;
    r->total = total;
}

static void check_progress(void)
{
    rel_ctx ctx;
    reports r = {0};
    dump d;
    rel_ctx_init(&ctx, 2);
    ctx.progress = keep_report;
    ctx.user = &r;
    rel_buf t = tweets(&ctx, 2000, "", "\n", "\n");
    CHECK_OK(&ctx, read_counts(&ctx, file_of("progress", t.data, t.len), 1000, &d));
    CHECK(r.count > 10 && !r.backwards && r.last == (int64_t)t.len && r.total == (int64_t)t.len);
    rel_buf_free(&t);
    rel_ctx_free(&ctx);
}

int main(void)
{
    check_shapes();
    check_large();
    check_resume();
    check_ending_early();
    check_damaged_gzip();
    check_refused();
    check_detection();
    check_progress();
    return CHECK_REPORT();
}
