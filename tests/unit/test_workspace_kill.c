/* kill -9 at random moments: what was acknowledged is there, the file is whole, and going on gives what an
 * undisturbed run gives. */
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "src/base/rng.h"
#include "tests/workspace_kit.h"

enum { BATCHES = 60, POSTS = 120, KILLS = 20 };

static rel_ctx ctx;

/* Batch i, always the same: posts, some twice, answers to earlier and later ones, profiles that change,
 * accounts known by handle, plain acts, deletes. */
static void fill(kit *k, int i)
{
    for (int j = 0; j < POSTS; j++) {
        const uint64_t n = (uint64_t)(i * POSTS + j);
        char id[24], author[24], other[24], handle[24], about[24];
        snprintf(id, sizeof id, "%d", 100000 + (int)(n % 17 == 0 ? n / 2 : n));
        snprintf(author, sizeof author, "%d", 1 + (int)rel_rand_below(1, 1, n, 900));
        snprintf(other, sizeof other, "%d", 1 + (int)rel_rand_below(1, 2, n, 2000));
        snprintf(handle, sizeof handle, "h%d", 1 + (int)rel_rand_below(1, 3, n, 2000));
        snprintf(about, sizeof about, "%d", 100000 + (int)rel_rand_below(1, 4, n, BATCHES * POSTS));
        const int64_t time = KIT_NOON + (int64_t)n;
        const int64_t seen = KIT_NOON + (int64_t)rel_rand_below(1, 5, n, 4 * KIT_DAY);
        char own[32];
        snprintf(own, sizeof own, "h%s", author);
        const rel_account_ref a =
            kit_profile(k, author, own, seen, (int64_t)(n % 97), n % 5 ? "tea" : "coffee");
        rel_post_record p = kit_post_record(id, a, time);
        p.text = kit_str(n % 3 ? "words" : "other words");
        p.likes = (int64_t)(n % 50);
        p.retrieved_at = seen;
        rel_batch_add_post(&k->b, &p);
        rel_batch_add_tag(&k->b, kit_str("x"), kit_str(id), kit_str(n % 2 ? "tea" : "cake"));
        kit_act(k, REL_KIND_MENTION, a, kit_account(k, other, NULL), time, id, NULL, NULL);
        kit_act(k, REL_KIND_REPLY, a, REL_ACCOUNT_UNKNOWN, time, id, about, NULL);
        kit_act(k, REL_KIND_FOLLOW, a, kit_account(k, NULL, handle), REL_TIME_MISSING, NULL, NULL, NULL);
        if (n % 11 == 0) kit_act(k, REL_KIND_LIKE, a, REL_ACCOUNT_UNKNOWN, time, NULL, about, NULL);
        if (n % 101 == 0) kit_delete(k, REL_DELETE_POST, about, time);
        if (n % 997 == 0) kit_delete(k, REL_DELETE_ACCOUNT, other, seen);
        if (n % 53 == 0) rel_batch_reject(&k->b, REL_REJECT_NO_ID, (int64_t)n, "post");
    }
    k->b.counts.records = POSTS;
    k->b.end_offset = k->b.end_line = i + 1;
}

/* Goes on where the file says; writes the number of each acknowledged batch into the pipe. */
static rel_status go_on(const char *path, int acknowledge, int64_t *started_at)
{
    rel_ctx c;
    kit k;
    rel_workspace *w = NULL;
    rel_run run;
    rel_run_counts counts;
    rel_ctx_init(&c, 1);
    kit_init(&k, &c);
    rel_status st = rel_workspace_open(&c, path, REL_WORKSPACE_CREATE, &w);
    if (st == REL_OK) st = rel_run_begin(&c, w, "f", "x-v2", "kill", false, &run);
    if (st == REL_OK) *started_at = run.resume_offset;
    for (int i = st == REL_OK ? (int)run.resume_offset : BATCHES; i < BATCHES && st == REL_OK; i++) {
        rel_batch_reset(&k.b, &c);
        fill(&k, i);
        st = rel_run_store(&c, w, &run, &k.b);
        if (st == REL_OK && acknowledge >= 0 && write(acknowledge, &(int){i + 1}, sizeof(int)) != sizeof(int))
            st = REL_E_IO;
    }
    if (st == REL_OK && !run.complete_before) st = rel_run_end(&c, w, &run, &counts);
    if (st != REL_OK) fprintf(stderr, "go on: %s\n", c.message);
    rel_workspace_close(w);
    rel_batch_free(&k.b);
    rel_ctx_free(&c);
    return st;
}

/* Starts a child and kills it after so many microseconds. Returns the last batch that it acknowledged. */
static int64_t disturbed(const char *path, int64_t after_us, bool *finished)
{
    int ends[2], batch, status = 0;
    int64_t last = 0, started_at;
    CHECK(pipe(ends) == 0);
    const pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        _exit(go_on(path, ends[1], &started_at) == REL_OK ? 0 : 1);
    }
    close(ends[1]);
    nanosleep(&(struct timespec){.tv_sec = after_us / 1000000, .tv_nsec = after_us % 1000000 * 1000}, NULL);
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    while (read(ends[0], &batch, sizeof batch) == (ssize_t)sizeof batch) last = batch;
    close(ends[0]);
    *finished = WIFEXITED(status);
    CHECK(!*finished || WEXITSTATUS(status) == 0);
    return last;
}

/* After a kill: whole, and nothing acknowledged is lost. */
static void inspect(const char *path, int64_t acknowledged)
{
    rel_workspace *w = NULL;
    if (rel_workspace_open(&ctx, path, REL_WORKSPACE_READ, &w) != REL_OK) {
        CHECK(acknowledged == 0); /* killed before the file was there */
        return;
    }
    CHECK(kit_findings(&ctx, w) == 0);
    CHECK(kit_number(w, "SELECT ifnull(max(position_bytes), 0) FROM source") >= acknowledged);
    CHECK(kit_number(w, "SELECT ifnull(sum(records), 0) FROM source") >= POSTS * acknowledged);
    rel_workspace_close(w);
}

int main(void)
{
    char calm[512], path[512];
    int64_t started_at, acknowledged = 0;
    int kills = 0, resumed = 0;
    rel_ctx_init(&ctx, 1);
    const double since = rel_clock();
    CHECK(go_on(kit_fresh("calm.relais", calm), -1, &started_at) == REL_OK);
    const double whole = 1e6 * (rel_clock() - since);
    rel_workspace *w = kit_open(&ctx, calm, REL_WORKSPACE_READ);
    CHECK(kit_findings(&ctx, w) == 0);
    CHECK(kit_number(w, "SELECT count(*) FROM post") > 6000);
    CHECK(kit_number(w, "SELECT accounts_merged * targets_resolved > 1000 FROM source") == 1);
    const rel_hash128 expected = kit_content(w);
    rel_workspace_close(w);
    for (int round = 0; kills < KILLS && round < 200; round++) {
        bool finished = false;
        kit_fresh("kill.relais", path);
        acknowledged = 0;
        /* Killed one to three times, at moments between the first and the last. */
        for (int again = 0; again < 3 && !finished; again++) {
            const int64_t after = (int64_t)(rel_rand_unit(3, (uint64_t)round, (uint64_t)again) * whole);
            const int64_t last = disturbed(path, after, &finished);
            if (last > acknowledged) acknowledged = last;
            kills += !finished;
            inspect(path, acknowledged);
        }
        CHECK(go_on(path, -1, &started_at) == REL_OK);
        CHECK(started_at >= acknowledged || finished);
        resumed += started_at > 0;
        w = kit_open(&ctx, path, REL_WORKSPACE_READ);
        CHECK(kit_same(expected, kit_content(w)));
        CHECK(kit_number(w, "SELECT sum(records) FROM source") == BATCHES * POSTS);
        CHECK(kit_findings(&ctx, w) == 0);
        rel_workspace_close(w);
    }
    fprintf(stderr, "%d kills, %d runs went on in the middle\n", kills, resumed);
    CHECK(kills >= KILLS && resumed > 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
