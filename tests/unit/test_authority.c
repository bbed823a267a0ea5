/* Social authority: by hand, and against what SQLite counts, with and without bounds of time. */
#include <math.h>

#include "src/base/rng.h"
#include "src/insight/authority.h"
#include "src/insight/scoring.h"
#include "tests/workspace_kit.h"

enum { PEOPLE = 40, POSTS = 400, SHARES = 6000, DAYS = 30 };
static const int64_t START = 20000 * (int64_t)KIT_DAY;

static rel_ctx ctx;
static kit k;
static char path[512];

/* -------- by hand -------- */

static rel_post_shares post(uint64_t key, rel_vid author, uint32_t shares, uint32_t own)
{
    return (rel_post_shares){.key = key, .author = author, .shares = shares & 0x7fffffff, .own = own & 1};
}

/* 0: own posts with 5, 4, 3, 2 and 0 shares: three have at least 3 each; 14 / 5 a post. 1: two shared posts,
 * none collected. 2: nothing known. 3: one own post, never shared. 4: a hundred shares of one post. */
static void by_hand(void)
{
    rel_post_shares p[] = {post(1, 0, 4, 1), post(2, 4, 100, 1), post(3, 0, 5, 1),
                           post(4, 1, 2, 0), post(5, 0, 0, 1),   post(6, 3, 0, 1),
                           post(7, 0, 2, 1), post(8, 1, 2, 0),   post(9, 0, 3, 1)};
    const rel_post_shares_list list = {.post = p, .count = sizeof p / sizeof *p};
    double per_post[5], h[5];
    CHECK_OK(&ctx, rel_authority(&ctx, &list, 5, per_post, h));
    CHECK(h[0] == 3 && h[1] == 2 && isnan(h[2]) && h[3] == 0 && h[4] == 1);
    CHECK(per_post[0] == 14.0 / 5 && isnan(per_post[1]) && isnan(per_post[2]) && per_post[3] == 0 &&
          per_post[4] == 100);
    CHECK_OK(&ctx, rel_authority(&ctx, &(rel_post_shares_list){0}, 5, per_post, h));
    CHECK(isnan(h[0]) && isnan(per_post[4]));
    CHECK_OK(&ctx, rel_authority(&ctx, &(rel_post_shares_list){0}, 0, per_post, h));
    CHECK_TORTURE(&ctx, rel_authority(&ctx, &list, 5, per_post, h), (void)0);
}

/* -------- against SQL -------- */

/* Posts of all kinds, some of them not collected or without a time; shares with and without a post. */
static void fill(rel_workspace *w)
{
    rel_account_ref people[PEOPLE];
    char id[16], target[16];
    for (int i = 0; i < PEOPLE; i++) {
        snprintf(id, sizeof id, "%d", i);
        people[i] = kit_account(&k, id, NULL);
    }
    for (uint64_t i = 0; i < POSTS; i++) {
        snprintf(id, sizeof id, "p%d", (int)i);
        const uint64_t day = rel_rand(3, 1, i) % (DAYS + 1);
        rel_post_record p = kit_post_record(id, people[rel_rand(3, 2, i) % (PEOPLE - 5)],
                                            day ? START + (int64_t)day * KIT_DAY : REL_TIME_MISSING);
        p.collected = rel_rand(3, 3, i) % 4 != 0;
        p.kind = rel_rand(3, 4, i) % 5 ? REL_POST_ORIGINAL : REL_POST_SHARE;
        rel_batch_add_post(&k.b, &p);
    }
    for (uint64_t i = 0; i < SHARES; i++) {
        const uint64_t x = rel_rand(3, 5, i) % POSTS, a = rel_rand(3, 6, i) % PEOPLE;
        const uint64_t author = rel_rand(3, 2, x * x / POSTS) % (PEOPLE - 5);
        const uint64_t day = rel_rand(3, 7, i) % (DAYS + 1);
        const bool nameless = i % 50 == 0;
        snprintf(target, sizeof target, "p%d", (int)(x * x / POSTS));
        snprintf(id, sizeof id, "a%d", (int)i);
        if (a == author) continue;
        kit_act(&k, i % 9 ? REL_KIND_SHARE : REL_KIND_LIKE, people[a], people[author],
                day ? START + (int64_t)day * KIT_DAY : REL_TIME_MISSING, NULL, nameless ? NULL : target, id);
    }
    kit_run(&k, w, "random");
}

#define BOUNDS " AND (?1 = 0 OR (time >= 1728864000 AND time < 1729728000))"
#define BOUND_FROM INT64_C(1728864000) /* days 10 to 19 */
#define BOUND_TO INT64_C(1729728000)

static double ask(rel_workspace *w, const char *sql, bool bounded, const char *key)
{
    sqlite3_stmt *s = NULL;
    double x = NAN;
    CHECK(sqlite3_prepare_v2(w->db, sql, -1, &s, NULL) == SQLITE_OK);
    sqlite3_bind_int(s, 1, bounded);
    sqlite3_bind_text(s, 2, key, -1, SQLITE_STATIC);
    if (sqlite3_step(s) == SQLITE_ROW && sqlite3_column_type(s, 0) != SQLITE_NULL)
        x = sqlite3_column_double(s, 0);
    sqlite3_finalize(s);
    return x;
}

static const char per_post_sql[] =
    "SELECT avg((SELECT ifnull(sum(i.count), 0) FROM interaction i WHERE i.kind = 'share'"
    "  AND i.target = p.author AND i.target_post = p.native_id"
    "  AND (?1 = 0 OR (i.time >= 1728864000 AND i.time < 1729728000))))"
    " FROM post p JOIN account a ON a.id = p.author"
    " WHERE a.key = ?2 AND p.collected = 1 AND p.kind <> 'share'" BOUNDS;

static const char h_sql[] =
    "WITH c AS (SELECT target_post AS post, sum(count) AS n FROM interaction"
    "  WHERE kind = 'share' AND target = (SELECT id FROM account WHERE key = ?2)"
    "  AND target_post IS NOT NULL" BOUNDS " GROUP BY 1"
    "  UNION ALL SELECT native_id, 0 FROM post WHERE author = (SELECT id FROM account WHERE key = ?2)"
    "  AND collected = 1 AND kind <> 'share'" BOUNDS "),"
    " r AS (SELECT n, row_number() OVER (ORDER BY n DESC) AS r FROM c)"
    " SELECT max(min(n, r)) FROM r";

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b)) || fabs(a - b) < 1e-12 * fabs(a);
}

static int check_source(rel_workspace *w, bool bounded)
{
    rel_source s;
    rel_projection_opts o = rel_projection_defaults();
    double per_post[PEOPLE], h[PEOPLE];
    int told = 0;
    if (bounded) {
        o.since = BOUND_FROM;
        o.until = BOUND_TO;
    }
    CHECK_OK(&ctx, rel_source_open(&ctx, path, &o, &s));
    rel_scoring scoring = {.g = &s.graph, .source = &s};
    scoring.score[REL_BY_SHARES_PER_POST] = per_post;
    scoring.score[REL_BY_SHARE_H_INDEX] = h;
    CHECK_OK(&ctx, rel_scores(&ctx, &scoring));
    for (rel_vid v = 0; v < s.graph.n; v++) {
        char key[32], room[REL_NAME_NUMBER_TEXT];
        const rel_str name = rel_names_get(&s.graph.names, v, room);
        snprintf(key, sizeof key, "%.*s", REL_STR_ARG(name));
        CHECK(same(per_post[v], ask(w, per_post_sql, bounded, key)));
        CHECK(same(h[v], ask(w, h_sql, bounded, key)));
        told += !isnan(per_post[v]) && h[v] > 1;
    }
    rel_source_close(&s);
    return told;
}

static void against_sql(void)
{
    rel_workspace *w = kit_open(&ctx, kit_fresh("authority.relais", path), REL_WORKSPACE_CREATE);
    fill(w);
    CHECK(START + 10 * KIT_DAY <= BOUND_FROM && BOUND_TO < START + DAYS * KIT_DAY);
    CHECK(check_source(w, false) > PEOPLE / 2);
    CHECK(check_source(w, true) > PEOPLE / 4);
    rel_workspace_close(w);
}

/* -------- what is left out, and refused -------- */

static rel_status read_once(rel_workspace *w, const rel_names *names)
{
    rel_post_shares_list list;
    const rel_status st = rel_post_shares_read(&ctx, w, names, REL_TIME_MISSING, REL_TIME_MISSING, &list);
    if (st == REL_OK) rel_post_shares_free(&list);
    return st;
}

static void limits(void)
{
    rel_source s;
    rel_post_shares_list list;
    rel_projection_opts o = rel_projection_defaults();
    double h[PEOPLE];
    CHECK_OK(&ctx, rel_source_open(&ctx, path, &o, &s));
    rel_workspace *w = kit_open(&ctx, path, REL_WORKSPACE_READ);
    CHECK_OK(&ctx, rel_post_shares_read(&ctx, w, &s.graph.names, REL_TIME_MISSING, REL_TIME_MISSING, &list));
    CHECK(list.without_post == kit_number(w, "SELECT sum(count) FROM interaction WHERE kind = 'share'"
                                             " AND target_post IS NULL AND target IS NOT NULL"));
    CHECK(list.without_post > 0);
    rel_post_shares_free(&list);
    CHECK_TORTURE(&ctx, read_once(w, &s.graph.names), (void)0);
    /* Names that are not those of the workspace, in its order. */
    const rel_str stranger[] = {kit_str("x:nobody")};
    rel_graph other = {0};
    CHECK_OK(&ctx, rel_graph_build(&ctx, 1, &(rel_edges){0}, REL_BUILD_DEFAULTS, &other));
    CHECK_OK(&ctx, rel_graph_set_names(&ctx, &other, stranger));
    CHECK(read_once(w, &other.names) == REL_E_USAGE);
    rel_graph_free(&other);
    rel_workspace_close(w);
    rel_scoring scoring = {.g = &s.graph, .source = &s};
    scoring.score[REL_BY_SHARE_H_INDEX] = h;
    s.projection.layer_weight[REL_KIND_SHARE] = 0;
    CHECK(rel_scores(&ctx, &scoring) == REL_E_USAGE);
    CHECK_TEXT(ctx.message, "shares by post need the layer 'share', which '--layers' leaves out");
    scoring.source = NULL;
    CHECK(rel_scores(&ctx, &scoring) == REL_E_USAGE);
    CHECK_TEXT(ctx.message, "shares by post are counted in a workspace, 'this graph' is none");
    rel_source_close(&s);
}

int main(void)
{
    rel_ctx_init(&ctx, 2);
    kit_init(&k, &ctx);
    by_hand();
    against_sql();
    limits();
    CHECK(ctx.arena.used_bytes == 0);
    rel_batch_free(&k.b);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
