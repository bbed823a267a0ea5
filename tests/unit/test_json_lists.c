/* Documents that are one object with the records in a list inside: every shape gives the same records
 * whatever the blocks and threads, of any size, also when it is damaged, and from any place where reading was
 * broken off. */
#include "tests/check.h"
#include "tests/ingest_dump.h"

static char path[512];

static const char *file_of(const char *name, const void *data, size_t len)
{
    snprintf(path, sizeof path, REL_TEST_DIR "/lists-%s", name);
    FILE *f = fopen(path, "wb");
    CHECK(f && fwrite(data, 1, len, f) == len);
    if (f) CHECK(fclose(f) == 0);
    return path;
}

static rel_status read_counts(rel_ctx *ctx, const char *file, size_t block, dump *d)
{
    const rel_ingest_opts opts = {.format = "telegram"};
    return dump_file(ctx, file, &opts, block, d);
}

/* Moves the lines that begin with this word to *to. */
static void take_lines(const char *text, const char *word, char **to)
{
    for (const char *line = text, *next; *line; line = next) {
        next = strchr(line, '\n') + 1;
        if (strncmp(line, word, strlen(word)) != 0) continue;
        memcpy(*to, line, (size_t)(next - line));
        *to += next - line;
    }
    **to = '\0';
}

/* The posts and then the rejected records: what does not depend on where blocks end. Freed by the caller. */
static char *lines_of(const char *text)
{
    char *lines = malloc(strlen(text) + 1), *to = lines;
    CHECK(lines != NULL);
    if (!lines) exit(1);
    take_lines(text, "post ", &to);
    take_lines(text, "reject ", &to);
    return lines;
}

#define MESSAGE(id)                                                                                          \
    "{\"id\":" #id                                                                                           \
    ",\"type\":\"message\",\"date\":\"2024-01-02\",\"from_id\":\"user1\",\"text\":\"]}{[,\\\"\"}"
#define CHAT "\"name\":\"n\",\"type\":\"public_channel\",\"id\":7"

typedef struct shape {
    const char *text;
    int posts, rejects;
    const char *some; /* one of the lines */
} shape;

static const shape shapes[] = {
    {"{" CHAT ",\"messages\":[" MESSAGE(1) "," MESSAGE(2) "]}", 2, 0,
     "post original channel7/2 by telegram:user1"},
    {"{\n " CHAT ",\n \"messages\" : [\n  " MESSAGE(1) ",\n  " MESSAGE(2) "\n ]\n}\n", 2, 0, "channel7/2"},
    {"\xEF\xBB\xBF{" CHAT ",\n\"messages\":[" MESSAGE(1) "],\"after\":[1,{\"messages\":[2]}],\"x\":{}}", 1, 0,
     "channel7/1"},
    /* Several, in an array, one after the other, and lists that are empty. */
    {"[{" CHAT ",\n\"messages\":[" MESSAGE(1) "]},{\"id\":8,\"messages\":[" MESSAGE(1) "]}]", 2, 0,
     "channel8/1"},
    {"{" CHAT ",\n\"messages\":[" MESSAGE(
         1) "]}\n\n{\"id\":8,\"messages\":[]}{\"id\":9,\"messages\":[" MESSAGE(3) "]}",
     2, 0, "channel9/3"},
    /* Two levels, arrays of objects on the way, members of other names and types between. */
    {"{\"about\":\"x\",\n\"chats\":{\"list\":[1,{" CHAT
     ",\"messages\":[" MESSAGE(1) "]},[2],{\"id\":8,\"messages\":[" MESSAGE(
         4) "]},{\"messages\":5}]},\"left_chats\":{\"list\":[{\"id\":9,\"messages\":[" MESSAGE(5) "]}]}}",
     3, 0, "channel8/4"},
    /* What stands behind the list is not known while it is read. */
    {"{\n\"messages\":[" MESSAGE(1) "]," CHAT "}", 0, 1, "reject 2 no_id"},
    /* The innermost object counts. */
    {"{\n\"id\":1,\"chats\":{\"id\":2,\"list\":[{\"id\":3,\"messages\":[" MESSAGE(1) "]}]}}", 1, 0,
     "channel3/1"},
    /* A name with an escape is seen once the whole is parsed; a list that is an object is none. */
    {"{\n\"id\":1,\"mess\\u0061ges\":[" MESSAGE(1) "]}", 1, 0, "channel1/1"},
    {"{\n\"id\":1,\"messages\":{}}", 0, 1, "reject 1 unknown_record"},
    /* Damaged: cut in a message, in a member, between; brackets too many; no comma. */
    {"{\n" CHAT ",\"messages\":[" MESSAGE(1) ",{\"id\":2,\"ty", 1, 1, "reject 2 truncated"},
    {"{\n" CHAT ",\"messages\":[" MESSAGE(1) "],\"mo", 1, 1, "reject 2 truncated"},
    {"{\n" CHAT ",\"messages\":[" MESSAGE(1) ",", 1, 0, "channel7/1"},
    {"{\n" CHAT ",\"messages\":[" MESSAGE(1) "]}]," MESSAGE(2), 1, 2, "reject 2 no_id"},
    {"{\n" CHAT ",\"messages\":[" MESSAGE(1) "\n" MESSAGE(2) "]}", 2, 0, "channel7/2"},
    {"{\n" CHAT ",\"messages\":[" MESSAGE(1) ",tru,\"x\",3,[4]," MESSAGE(2) "]}", 2, 4, "reject 2 bad_json"},
    {"{\n" CHAT ",\"messages\":[" MESSAGE(1) "],\"x\" 5}", 1, 3, "reject 2"},
};

static void check_shapes(void)
{
    static const size_t blocks[] = {1, 16, 64, 300, 0};
    static const int threads[] = {1, 2, 8};
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        char *first = NULL;
        const char *file = file_of("shape", shapes[s].text, strlen(shapes[s].text));
        for (size_t k = 0; k < 15; k++) {
            rel_ctx ctx;
            dump d = {0};
            rel_ctx_init(&ctx, threads[k % 3]);
            CHECK_OK(&ctx, read_counts(&ctx, file, blocks[k / 3], &d));
            char *lines = lines_of(d.text.data);
            int rejects = 0;
            for (int i = 0; i < REL_REJECT_COUNT; i++) rejects += (int)d.counts.rejected[i];
            CHECK((int)d.posts == shapes[s].posts && rejects == shapes[s].rejects);
            CHECK(strstr(lines, shapes[s].some) != NULL);
            if ((int)d.posts != shapes[s].posts || rejects != shapes[s].rejects ||
                !strstr(lines, shapes[s].some))
                fprintf(stderr, "shape %zu, block %zu: %s\n", s, blocks[k / 3], lines);
            if (!first) first = strdup(lines);
            CHECK(first && strcmp(first, lines) == 0);
            free(lines);
            rel_buf_free(&d.text);
            CHECK(ctx.arena.used_bytes == 0);
            rel_ctx_free(&ctx);
        }
        free(first);
    }
}

/* A channel of so many messages, with a member of `fat` bytes before them. */
static rel_buf channel(rel_ctx *ctx, int messages, size_t fat, const char *space)
{
    rel_buf t = {0};
    CHECK_OK(ctx, rel_buf_printf(ctx, &t, "{%s\"contacts\":[\"", space));
    CHECK_OK(ctx, rel_buf_reserve(ctx, &t, fat));
    memset(t.data + t.len, 'x', fat);
    t.len += fat;
    CHECK_OK(ctx, rel_buf_printf(ctx, &t, "\"],%s" CHAT ",\"messages\":[", space));
    for (int i = 1; i <= messages; i++)
        CHECK_OK(ctx,
                 rel_buf_printf(
                     ctx, &t,
                     "%s%s{\"id\":%d,\"type\":\"message\",\"date_unixtime\":\"%d\",\"from_id\":\"user%d\","
                     "\"text\":\"%0512d\"}",
                     i > 1 ? "," : "", space, i, 1700000000 + i, i % 9 + 1, i));
    CHECK_OK(ctx, rel_buf_printf(ctx, &t, "%s]}", space));
    return t;
}

/* Larger than a record may be, on many lines and on one; and a member that is too large in front, which
 * counts as one, as does the object, where no list was seen for so long. */
static void check_large(void)
{
    static const struct {
        int messages;
        size_t fat;
        const char *space;
        int too_large;
    } cases[] = {{30000, 10, "\n ", 0}, {30000, 10, "", 0}, {50, REL_RECORD_MAX_BYTES + 1000, "\n ", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rel_ctx ctx;
        dump d = {.silent = true};
        rel_ctx_init(&ctx, 2);
        rel_buf t = channel(&ctx, cases[i].messages, cases[i].fat, cases[i].space);
        CHECK(t.len > (size_t)REL_RECORD_MAX_BYTES);
        CHECK_OK(&ctx, read_counts(&ctx, file_of("large", t.data, t.len), 0, &d));
        CHECK((int)d.posts == cases[i].messages);
        CHECK(d.counts.rejected[REL_REJECT_TOO_LARGE] == cases[i].too_large);
        CHECK(d.counts.records == cases[i].messages + cases[i].too_large);
        CHECK(cases[i].too_large || d.memory_bytes < 2 * (size_t)REL_RECORD_MAX_BYTES);
        rel_buf_free(&t);
        rel_ctx_free(&ctx);
    }
}

/* A message that is too large: the others are read. */
static void check_large_record(void)
{
    rel_ctx ctx;
    dump d = {.silent = true};
    rel_ctx_init(&ctx, 2);
    rel_buf t = channel(&ctx, 3, 5, "\n");
    char *text = strstr(t.data, "\"id\":2,");
    CHECK(text != NULL);
    rel_buf large = {0};
    CHECK_OK(&ctx, rel_buf_add(&ctx, &large, t.data, (size_t)(text - t.data)));
    CHECK_OK(&ctx, rel_buf_puts(&ctx, &large, "\"x\":\""));
    const size_t fat = 2 * (size_t)REL_RECORD_MAX_BYTES;
    CHECK_OK(&ctx, rel_buf_reserve(&ctx, &large, fat));
    memset(large.data + large.len, 'y', fat);
    large.len += fat;
    CHECK_OK(&ctx, rel_buf_puts(&ctx, &large, "\","));
    CHECK_OK(&ctx, rel_buf_puts(&ctx, &large, text));
    CHECK_OK(&ctx, read_counts(&ctx, file_of("fat", large.data, large.len), 0, &d));
    CHECK(d.posts == 2 && d.counts.records == 3 && d.counts.rejected[REL_REJECT_TOO_LARGE] == 1);
    rel_buf_free(&large);
    rel_buf_free(&t);
    rel_ctx_free(&ctx);
}

/* What every block held: its end, and the ids of its posts. */
typedef struct seen {
    int64_t end[64];
    rel_buf ids[64];
    size_t count;
} seen;

static rel_status note_block(rel_ctx *ctx, void *user, const rel_batch *b)
{
    seen *s = user;
    if (s->count == 64) return rel_fail(ctx, REL_E_LIMIT, "more blocks than expected");
    s->end[s->count] = b->end_offset;
    for (size_t i = 0; i < b->posts; i++)
        CHECK_OK(ctx, rel_buf_printf(ctx, &s->ids[s->count], "%.*s ", REL_STR_ARG(b->post[i].id)));
    s->count++;
    return REL_OK;
}

static rel_status run_from(rel_ctx *ctx, const char *file, int64_t resume, seen *s)
{
    rel_status st;
    rel_recognised r;
    const rel_ingest_opts opts = {.format = "telegram"};
    rel_pipeline_result result;
    REL_TRY(rel_recognise(ctx, file, &opts, &r));
    rel_pipeline_job job = rel_recognised_job(&r, 4000, note_block, s);
    job.resume_offset = resume;
    st = rel_pipeline_run(ctx, &job, &result);
out:
    rel_recognised_free(&r);
    return st;
}

static void forget(seen *s)
{
    for (size_t i = 0; i < s->count; i++) rel_buf_free(&s->ids[i]);
}

static void check_resume(void)
{
    rel_ctx ctx;
    seen all = {0};
    rel_ctx_init(&ctx, 2);
    rel_buf t = channel(&ctx, 200, 3, "\n");
    const char *file = file_of("resume", t.data, t.len);
    CHECK_OK(&ctx, run_from(&ctx, file, 0, &all));
    CHECK(all.count > 20 && all.end[all.count - 1] == (int64_t)t.len);
    for (size_t k = 0; k < all.count; k++) {
        seen rest = {0};
        CHECK_OK(&ctx, run_from(&ctx, file, all.end[k], &rest));
        CHECK(rest.count == all.count - k - 1);
        for (size_t i = 0; i < rest.count; i++) {
            const rel_buf *was = &all.ids[k + 1 + i], *is = &rest.ids[i];
            CHECK(rest.end[i] == all.end[k + 1 + i]);
            CHECK(was->len == is->len && (!is->len || memcmp(was->data, is->data, is->len) == 0));
        }
        forget(&rest);
    }
    forget(&all);
    rel_buf_free(&t);
    rel_ctx_free(&ctx);
}

/* A post whose comments alone are more than a probe holds, its own id behind them, is still known for what it
 * is. */
static void check_late_id(void)
{
    rel_ctx ctx;
    dump d = {.silent = true};
    rel_buf t = {0};
    const rel_ingest_opts opts = {0};
    rel_ctx_init(&ctx, 1);
    CHECK_OK(&ctx,
             rel_buf_puts(&ctx, &t,
                          "{\"data\":[{\"message\":\"bread\",\"created_time\":\"2021-03-01T08:00:00+0000\","
                          "\"comments\":{\"data\":["));
    for (int i = 0; t.len <= REL_PROBE_BYTES; i++)
        CHECK_OK(&ctx, rel_buf_printf(&ctx, &t,
                                      "%s{\"id\":\"900001_%d\",\"from\":{\"id\":\"%d\"},\"message\":\"good\","
                                      "\"created_time\":\"2021-03-01T09:00:00+0000\"}",
                                      i ? "," : "", i, i));
    CHECK_OK(&ctx, rel_buf_puts(&ctx, &t, "]},\"id\":\"500100_900001\"}]}"));
    CHECK_OK(&ctx, dump_file(&ctx, file_of("late-id", t.data, t.len), &opts, 0, &d));
    CHECK(strcmp(d.format, "facebook") == 0);
    rel_buf_free(&t);
    rel_buf_free(&d.text);
    rel_ctx_free(&ctx);
}

int main(void)
{
    check_shapes();
    check_late_id();
    check_large();
    check_large_record();
    check_resume();
    return CHECK_REPORT();
}
