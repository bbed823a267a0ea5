/* How fast a workspace takes posts, on one thread: made-up batches as a reader of X data would fill them,
 * with per post 1.2 interactions, 0.5 hashtags, 0.3 links and 0.4 profiles. The peer is SQLite itself: the
 * same number of rows of the same size, appended to plain tables without keys.
 *
 *     bench_store [POSTS [POSTS_A_BATCH [FOLDER]]]
 *
 * Measured in nearly ascending order of ids, shuffled, and a second time (nothing may change). */
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "bench/bench.h"
#include "ingest/workspace.h"
#include "src/base/rng.h"
#include "src/base/time.h"

enum stream { S_JITTER, S_AUTHOR, S_KIND, S_TARGET, S_TEXT, S_TAG, S_LINK, S_PROFILE, S_OTHER, S_SHUFFLE };
enum { SEED = 7, TEXT_MIN = 60, TEXT_SPAN = 180 };

typedef struct setting {
    int64_t posts, batch;
    int64_t accounts; /* distinct */
    bool shuffled;
} setting;

static uint64_t draw(enum stream s, int64_t i)
{
    return rel_rand(SEED, s, (uint64_t)i);
}

/* Few accounts do most. */
static int64_t some_account(enum stream s, int64_t i, int64_t accounts)
{
    const double u = rel_rand_unit(SEED, s, (uint64_t)i);
    return (int64_t)(u * u * u * (double)accounts);
}

static rel_str put_id(char room[24], uint64_t id)
{
    return (rel_str){room, (size_t)snprintf(room, 24, "%" PRIu64, id)};
}

static uint64_t post_id(const setting *s, int64_t i)
{
    if (s->shuffled) i = (int64_t)((uint64_t)i * 2654435761u % (uint64_t)s->posts);
    return 1294030472427835393u + (uint64_t)i * 4194304u * 37 + draw(S_JITTER, i) % (4194304u * 300);
}

static rel_account_ref add_account(rel_batch *b, int64_t account, bool with_profile, int64_t i, int64_t time)
{
    char id[24], handle[24];
    const uint64_t number = rel_mix64((uint64_t)account) % 1500000000000000000u;
    const rel_str name = {handle,
                          (size_t)snprintf(handle, sizeof handle, "user_%" PRIx64, (uint64_t)account)};
    const rel_account_ref ref = rel_batch_account(b, REL_STR_LIT("x"), put_id(id, number), name);
    if (!with_profile) return ref;
    static const char bio[] =
        "Writes about tea, trains and the weather. Opinions are mine, photographs too. Lyon.";
    rel_account_record r = rel_account_record_empty();
    r.handle = r.name = name;
    r.bio = (rel_str){bio, 20 + (size_t)(account % 60)};
    r.location = REL_STR_LIT("Lyon");
    r.created = 1300000000 + account % 100000000;
    r.seen_at = time + 3600;
    /* One in four was seen with other counts than last time. */
    r.followers = account % 100000 + (int64_t)(draw(S_PROFILE, i) % 4 == 0) * (i % 1000);
    r.following = account % 1000;
    r.posts = account % 10000;
    r.verified = 0;
    r.observed = true;
    rel_batch_profile(b, ref, &r);
    return ref;
}

static void add_act(rel_batch *b, rel_kind kind, rel_account_ref source, rel_account_ref target, int64_t time,
                    rel_str post, rel_str target_post)
{
    const rel_interaction_record r = {.kind = kind,
                                      .source = source,
                                      .target = target,
                                      .time = time,
                                      .platform = REL_STR_LIT("x"),
                                      .post_id = post,
                                      .target_post = target_post,
                                      .weight = 1};
    rel_batch_add_interaction(b, &r);
}

static void add_post(const setting *s, rel_batch *b, int64_t i)
{
    static const char words[] = "the new tea of Acme is out and I tried it this morning with a slice of "
                                "bread, it tastes like summer rain on "
                                "warm stone, which I did not expect, and my neighbour says that he would buy "
                                "it again for the price of two";
    char id[24], target[24];
    const int64_t time = 1600000000 + i / 10;
    const uint64_t kind = draw(S_KIND, i) % 10;
    rel_post_record p = rel_post_record_empty();
    p.platform = REL_STR_LIT("x");
    p.id = put_id(id, post_id(s, i));
    p.author = add_account(b, some_account(S_AUTHOR, i, s->accounts), draw(S_PROFILE, i) % 10 < 4, i, time);
    p.kind = kind < 4   ? REL_POST_SHARE
             : kind < 6 ? REL_POST_REPLY
             : kind < 7 ? REL_POST_QUOTE
                        : REL_POST_ORIGINAL;
    p.time = time;
    p.retrieved_at = 1700000000 + i / 500;
    const size_t from = draw(S_TEXT, i) % 16;
    p.text = (rel_str){words + from, TEXT_MIN + draw(S_TEXT, i) % (TEXT_SPAN - 16)};
    if (p.text.len > sizeof words - 1 - from) p.text.len = sizeof words - 1 - from;
    p.lang = REL_STR_LIT("en");
    p.conversation_id = p.kind == REL_POST_REPLY ? put_id(target, post_id(s, i / 2)) : p.id;
    if (p.kind != REL_POST_ORIGINAL) p.target_id = put_id(target, post_id(s, i / 2));
    p.likes = i % 50;
    p.replies = i % 5;
    p.shares = i % 9;
    p.quotes = 0;
    p.collected = true;
    rel_batch_add_post(b, &p);
    if (draw(S_TAG, i) % 2) rel_batch_add_tag(b, p.platform, p.id, REL_STR_LIT("acmetea"));
    if (draw(S_LINK, i) % 10 < 3)
        rel_batch_add_link(b, p.platform, p.id,
                           REL_STR_LIT("https://www.example.org/articles/2021/04/tea.html"));
    if (kind < 7) {
        const rel_account_ref t = add_account(b, some_account(S_TARGET, i, s->accounts), false, i, time);
        add_act(b,
                kind < 4   ? REL_KIND_SHARE
                : kind < 6 ? REL_KIND_REPLY
                           : REL_KIND_QUOTE,
                p.author, t, time, p.id, p.target_id);
    }
    if (draw(S_OTHER, i) % 2)
        add_act(b, REL_KIND_MENTION, p.author,
                add_account(b, some_account(S_OTHER, i, s->accounts), false, i, time), time, p.id,
                REL_STR_MISSING);
}

/* On a shared machine the processor's time says more than the clock's. */
static double cpu_clock(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Seconds spent storing, without filling. */
static rel_status store_all(rel_ctx *ctx, const setting *s, const char *path, double seconds[2],
                            int64_t *rows)
{
    rel_workspace *w = NULL;
    rel_batch b;
    rel_run run;
    rel_run_counts counts = {0};
    rel_batch_init(&b);
    seconds[0] = seconds[1] = 0;
    *rows = 0;
    double since = rel_clock(), cpu = cpu_clock();
    rel_status st = rel_workspace_open(ctx, path, REL_WORKSPACE_CREATE, &w);
    if (st == REL_OK) st = rel_run_begin(ctx, w, "bench", "x-v2", "bench", true, &run);
    seconds[0] += rel_clock() - since, seconds[1] += cpu_clock() - cpu;
    for (int64_t i = 0; i < s->posts && st == REL_OK;) {
        rel_batch_reset(&b, ctx);
        for (int64_t end = i + s->batch; i < end && i < s->posts; i++) add_post(s, &b, i);
        b.end_offset = i;
        st = b.status;
        *rows += (int64_t)(b.posts + b.tags + b.links + b.interactions);
        since = rel_clock(), cpu = cpu_clock();
        if (st == REL_OK) st = rel_run_store(ctx, w, &run, &b);
        seconds[0] += rel_clock() - since, seconds[1] += cpu_clock() - cpu;
    }
    since = rel_clock(), cpu = cpu_clock();
    if (st == REL_OK) st = rel_run_end(ctx, w, &run, &counts);
    rel_workspace_close(w);
    seconds[0] += rel_clock() - since, seconds[1] += cpu_clock() - cpu;
    rel_batch_free(&b);
    fprintf(stderr, "new: %" PRId64 " accounts, %" PRId64 " posts, %" PRId64 " interactions\n",
            counts.accounts_new, counts.posts_new, counts.interactions_new);
    return st;
}

static rel_status peer_exec(rel_ctx *ctx, sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK) return REL_OK;
    return rel_fail(ctx, REL_E_IO, "peer: %s", sqlite3_errmsg(db));
}

/* The peer: posts and interactions appended to tables without keys, in transactions of the same size. */
static rel_status peer_all(rel_ctx *ctx, const setting *s, const char *path, double seconds[2])
{
    sqlite3 *db = NULL;
    sqlite3_stmt *post = NULL, *act = NULL;
    static char text[200];
    memset(text, 'x', sizeof text);
    const double since = rel_clock(), cpu = cpu_clock();
    sqlite3_open(path, &db);
    rel_status st =
        peer_exec(ctx, db,
                  "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; CREATE TABLE p(a,b,c,d,e,f,g);"
                  "CREATE TABLE i(a,b,c,d,e,f)");
    sqlite3_prepare_v2(db, "INSERT INTO p VALUES(?,?,?,?,?,?,?)", -1, &post, NULL);
    sqlite3_prepare_v2(db, "INSERT INTO i VALUES(?,?,?,?,?,?)", -1, &act, NULL);
    for (int64_t i = 0; i < s->posts && st == REL_OK; i++) {
        if (i % s->batch == 0) st = peer_exec(ctx, db, i ? "COMMIT; BEGIN" : "BEGIN");
        for (int c = 1; c < 7; c++) sqlite3_bind_int64(post, c, i);
        sqlite3_bind_text(post, 7, text, sizeof text, SQLITE_STATIC);
        sqlite3_step(post);
        sqlite3_reset(post);
        for (int k = 0; k < 2; k++) {
            for (int c = 1; c < 7; c++) sqlite3_bind_int64(act, c, i);
            sqlite3_step(act);
            sqlite3_reset(act);
        }
    }
    if (st == REL_OK) st = peer_exec(ctx, db, "COMMIT");
    sqlite3_finalize(post);
    sqlite3_finalize(act);
    sqlite3_close(db);
    seconds[0] = rel_clock() - since, seconds[1] = cpu_clock() - cpu;
    return st;
}

static void remove_all(const char *path)
{
    char name[560];
    static const char *const suffix[] = {"", "-wal", "-shm", "-lock"};
    for (int i = 0; i < 4; i++) {
        snprintf(name, sizeof name, "%s%s", path, suffix[i]);
        unlink(name);
    }
}

static void report(const char *what, const char *by, const setting *s, const double seconds[2],
                   const char *path)
{
    struct stat info = {0};
    char input[128];
    stat(path, &info);
    snprintf(input, sizeof input,
             "%" PRId64 " posts, %" PRId64 " a batch, %.0f bytes a post, %.2f s of processor", s->posts,
             s->batch, (double)info.st_size / (double)s->posts, seconds[1]);
    const bench_result r = {.what = what,
                            .by = by,
                            .input = input,
                            .threads = 1,
                            .items = (double)s->posts,
                            .unit = "posts",
                            .runs = 1,
                            .seconds = seconds[0],
                            .fastest = seconds[0],
                            .slowest = seconds[0],
                            .processor = seconds[1],
                            .peak_bytes = bench_peak_bytes()};
    bench_print(&r);
}

int main(int argc, char **argv)
{
    rel_ctx ctx;
    setting s = {.posts = argc > 1 ? atoll(argv[1]) : 500000, .batch = argc > 2 ? atoll(argv[2]) : 4096};
    const char *folder = argc > 3 ? argv[3] : ".";
    char path[512];
    double seconds[2];
    int64_t rows;
    s.accounts = s.posts / 2;
    rel_workspace_prepare_process();
    rel_ctx_init(&ctx, 1);
    snprintf(path, sizeof path, "%s/bench_store.relais", folder);
    remove_all(path);
    rel_status st = peer_all(&ctx, &s, path, seconds);
    if (st == REL_OK) report("rows appended", "sqlite", &s, seconds, path);
    for (int round = 0; round < 4 && st == REL_OK; round++) {
        static const char *const what[] = {"store, ascending", "store, ascending, again", "store, shuffled",
                                           "store, shuffled, again"};
        if (round % 2 == 0) remove_all(path);
        s.shuffled = round >= 2;
        bench_reset_peak();
        st = store_all(&ctx, &s, path, seconds, &rows);
        if (st == REL_OK) report(what[round], "relais", &s, seconds, path);
    }
    if (st != REL_OK) fprintf(stderr, "bench_store: %s\n", ctx.message);
    remove_all(path);
    rel_ctx_free(&ctx);
    return st != REL_OK;
}
