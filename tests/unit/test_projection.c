/* Projection: against a count by hand, against brute force, at 1, 2 and 8 threads. */
#include <math.h>

#include "ingest/projection.h"
#include "src/base/rng.h"
#include "tests/graph_check.h"
#include "tests/workspace_kit.h"

static rel_ctx ctx;
static kit k;

static rel_workspace *fresh(void)
{
    char path[512];
    return kit_open(&ctx, kit_fresh("projection.relais", path), REL_WORKSPACE_CREATE);
}

static rel_vid vertex(const rel_graph *g, const char *key)
{
    return rel_names_find(&g->names, kit_str(key));
}

static float weight(const rel_graph *g, const char *from, const char *to)
{
    const rel_eid e = rel_graph_find(g, vertex(g, from), vertex(g, to));
    return e < 0 ? 0 : g->out.weight ? g->out.weight[e] : 1;
}

static double value(const rel_graph *g, const char *column, const char *key)
{
    const rel_attribute *a = rel_attribute_find(&g->vertex_attributes, column);
    CHECK(a != NULL);
    return a ? rel_attribute_f64(a, vertex(g, key)) : 0;
}

static rel_str text(const rel_graph *g, const char *column, const char *key)
{
    const rel_attribute *a = rel_attribute_find(&g->vertex_attributes, column);
    CHECK(a != NULL);
    return a ? rel_attribute_text(a, vertex(g, key)) : REL_STR_MISSING;
}

/* ann shares bob twice (10 and 20 days before the end), mentions him once, follows eve without a date; eve
 * answers a post whose author nobody knows. */
static void by_hand(void)
{
    rel_workspace *w = fresh();
    const int64_t end = KIT_NOON;
    const rel_account_ref ann = kit_profile(&k, "1", "Ann", KIT_NOON, 100, "tea"),
                          bob = kit_account(&k, "2", "bob");
    const rel_account_ref eve = kit_account(&k, "3", NULL);
    kit_account(&k, "4", "alone");
    kit_act(&k, REL_KIND_SHARE, ann, bob, end - 10 * KIT_DAY, NULL, NULL, NULL);
    kit_act(&k, REL_KIND_SHARE, ann, bob, end - 20 * KIT_DAY, NULL, NULL, NULL);
    kit_act(&k, REL_KIND_MENTION, ann, bob, end, NULL, NULL, NULL);
    kit_act(&k, REL_KIND_FOLLOW, ann, eve, REL_TIME_MISSING, NULL, NULL, NULL);
    kit_act(&k, REL_KIND_LIKE, eve, REL_ACCOUNT_UNKNOWN, end, NULL, "77", NULL);
    kit_run(&k, w, "a");
    rel_graph g;
    rel_projection_counts c;
    rel_projection_opts o = rel_projection_defaults();
    CHECK_OK(&ctx, rel_project(&ctx, w, &o, &g, &c));
    check_graph(&g);
    CHECK(g.n == 3 && g.m == 2 && c.interactions == 4 && c.unresolved == 1 && c.other_layer == 0);
    CHECK(weight(&g, "x:1", "x:2") == 3 && weight(&g, "x:1", "x:3") == 1);
    CHECK(vertex(&g, "x:4") == REL_VID_NONE);
    CHECK(value(&g, "followers", "x:1") == 100 && isnan(value(&g, "followers", "x:2")));
    CHECK(value(&g, "observed", "x:1") == 1 && value(&g, "observed", "x:2") == 0);
    CHECK(rel_str_is(text(&g, "label", "x:1"), "Ann") && rel_str_is(text(&g, "label", "x:3"), "3"));
    CHECK(rel_str_is(text(&g, "handle", "x:2"), "bob") && !text(&g, "handle", "x:3").s &&
          !text(&g, "name", "x:1").s);
    CHECK(rel_str_is(text(&g, "platform", "x:3"), "x"));
    CHECK(rel_attribute_find(&g.edge_attributes, "share") &&
          !rel_attribute_find(&g.edge_attributes, "quote"));
    CHECK(rel_attribute_find(&g.edge_attributes, "first_time") &&
          rel_attribute_find(&g.edge_attributes, "last_time"));
    rel_graph_free(&g);
    /* Layers. */
    CHECK_OK(&ctx, rel_projection_layers(&ctx, "share=2, Mention", &o));
    CHECK_OK(&ctx, rel_project(&ctx, w, &o, &g, &c));
    CHECK(g.n == 2 && weight(&g, "x:1", "x:2") == 5 && c.interactions == 3 && c.other_layer == 2 &&
          c.unresolved == 0);
    rel_graph_free(&g);
    /* Half-life of ten days: the shares count 1/2 and 1/4, from the last interaction and from a given end. */
    CHECK_OK(&ctx, rel_projection_layers(&ctx, "share,mention,follow", &o));
    o.half_life = 10 * KIT_DAY;
    CHECK_OK(&ctx, rel_project(&ctx, w, &o, &g, &c));
    CHECK(weight(&g, "x:1", "x:2") == 1.75f && weight(&g, "x:1", "x:3") == 1);
    rel_graph_free(&g);
    o.until = end + 10 * KIT_DAY;
    CHECK_OK(&ctx, rel_project(&ctx, w, &o, &g, &c));
    CHECK(weight(&g, "x:1", "x:2") == 0.875f && c.without_time == 1 && g.n == 2);
    rel_graph_free(&g);
    /* The period begins with `since` and ends before `until`. */
    o.half_life = 0;
    o.since = end - 10 * KIT_DAY;
    o.until = end;
    CHECK_OK(&ctx, rel_project(&ctx, w, &o, &g, &c));
    CHECK(weight(&g, "x:1", "x:2") == 1 && c.interactions == 1 && c.outside_period == 2 &&
          c.without_time == 1);
    rel_graph_free(&g);
    /* Nothing left is an empty graph, not an error. */
    o.since = end + 1;
    o.until = REL_TIME_MISSING;
    CHECK_OK(&ctx, rel_project(&ctx, w, &o, &g, &c));
    CHECK(g.n == 0 && g.m == 0);
    rel_graph_free(&g);
    o.until = end;
    CHECK(rel_project(&ctx, w, &o, &g, &c) == REL_E_USAGE);
    rel_workspace_close(w);
}

static rel_str act_times(const rel_graph *g, const char *from, const char *to)
{
    const rel_attribute *a = rel_attribute_find(&g->edge_attributes, "act_times");
    CHECK(a && a->type == REL_ATTRIBUTE_TEXT);
    return a ? rel_attribute_text(a, rel_graph_find(g, vertex(g, from), vertex(g, to))) : REL_STR_MISSING;
}

/* Every instant by layer, ascending, each once; nothing where no time is known; only when asked for. */
static void instants(void)
{
    rel_workspace *w = fresh();
    const rel_account_ref ann = kit_account(&k, "1", "ann"), bob = kit_account(&k, "2", "bob");
    kit_act(&k, REL_KIND_SHARE, ann, bob, 1700000009, NULL, NULL, NULL);
    kit_act(&k, REL_KIND_SHARE, ann, bob, 1700000001, NULL, NULL, NULL);
    kit_act(&k, REL_KIND_SHARE, ann, bob, 1700000009, NULL, NULL, NULL);
    kit_act(&k, REL_KIND_LIKE, ann, bob, 1700000009, NULL, NULL, NULL);
    kit_act(&k, REL_KIND_FOLLOW, ann, bob, REL_TIME_MISSING, NULL, NULL, NULL);
    kit_act(&k, REL_KIND_FOLLOW, bob, ann, REL_TIME_MISSING, NULL, NULL, NULL);
    kit_run(&k, w, "a");
    rel_graph g;
    rel_projection_counts c;
    rel_projection_opts o = rel_projection_defaults();
    o.times = true;
    CHECK_OK(&ctx, rel_project(&ctx, w, &o, &g, &c));
    CHECK(rel_str_is(act_times(&g, "x:1", "x:2"), "1700000001 share,1700000009 share,1700000009 like"));
    CHECK(!act_times(&g, "x:2", "x:1").s);
    rel_graph_free(&g);
    o.since = 1700000002;
    CHECK_OK(&ctx, rel_project(&ctx, w, &o, &g, &c));
    CHECK(rel_str_is(act_times(&g, "x:1", "x:2"), "1700000009 share,1700000009 like"));
    rel_graph_free(&g);
    o.times = false;
    CHECK_OK(&ctx, rel_project(&ctx, w, &o, &g, &c));
    CHECK(!rel_attribute_find(&g.edge_attributes, "act_times"));
    rel_graph_free(&g);
    rel_workspace_close(w);
}

static void layer_words(void)
{
    rel_projection_opts o = rel_projection_defaults(), before = o;
    CHECK(rel_projection_layers(&ctx, "shares", &o) == REL_E_USAGE);
    CHECK_TEXT(ctx.message,
               "layers: 'shares' is none of follow, mention, reply, share, quote, like, comment");
    CHECK_TEXT(ctx.hint, "did you mean 'share'?");
    CHECK(rel_projection_layers(&ctx, "zebra", &o) == REL_E_USAGE && !ctx.hint[0]);
    CHECK(rel_projection_layers(&ctx, "share=-1", &o) == REL_E_USAGE);
    CHECK(rel_projection_layers(&ctx, "share=x", &o) == REL_E_USAGE);
    CHECK_TEXT(ctx.message, "layers: weight of 'share': 'x' is not a number from 0 to 1000000000");
    CHECK(rel_projection_layers(&ctx, "share=nan", &o) == REL_E_USAGE);
    CHECK(rel_projection_layers(&ctx, "", &o) == REL_E_USAGE);
    CHECK(rel_projection_layers(&ctx, "share=0", &o) == REL_E_USAGE);
    CHECK(memcmp(&o, &before, sizeof o) == 0);
    CHECK_OK(&ctx, rel_projection_layers(&ctx, "SHARE=2.5,like=0", &o));
    CHECK(o.layer_weight[REL_KIND_SHARE] == 2.5 && o.layer_weight[REL_KIND_MENTION] == 0);
}

/* -------- brute force -------- */

enum { ACCOUNTS = 120, ACTS = 4000 };

typedef struct table {
    double weight[ACCOUNTS + 1][ACCOUNTS + 1]; /* by account row */
    rel_projection_counts counts;
} table;

static void random_workspace(rel_workspace *w, uint64_t seed)
{
    rel_run run = kit_begin(&k, w, "random", true);
    for (uint64_t i = 0; i < ACTS; i++) {
        char a[16], b[16], id[32];
        snprintf(a, sizeof a, "%d", 1000 + (int)rel_rand_below(seed, 1, i, ACCOUNTS));
        snprintf(b, sizeof b, "%d", 1000 + (int)rel_rand_below(seed, 2, i, ACCOUNTS));
        snprintf(id, sizeof id, "%d", (int)i);
        const rel_kind kind = (rel_kind)rel_rand_below(seed, 3, i, REL_KIND_COUNT);
        const bool dated = rel_rand_below(seed, 4, i, 5) > 0, known = rel_rand_below(seed, 5, i, 9) > 0;
        const int64_t time =
            dated ? KIT_NOON - (int64_t)rel_rand_below(seed, 6, i, 100 * KIT_DAY) : REL_TIME_MISSING;
        const rel_account_ref source = kit_profile(&k, a, a, KIT_NOON, 5, NULL);
        kit_act(&k, kind, source, known ? kit_account(&k, b, NULL) : REL_ACCOUNT_UNKNOWN, time, NULL,
                known ? NULL : id, i % 2 ? id : NULL);
        if (i % 500 == 499) kit_store(&k, w, &run);
    }
    kit_end(&k, w, &run);
}

static void brute_force(rel_workspace *w, const rel_projection_opts *o, table *t)
{
    sqlite3_stmt *s;
    int64_t last = INT64_MIN;
    memset(t, 0, sizeof *t);
    static const char sql[] = "SELECT kind, source, target, time, weight FROM interaction ORDER BY id";
    for (int pass = 0; pass < 2; pass++) {
        CHECK(sqlite3_prepare_v2(w->db, sql, -1, &s, NULL) == SQLITE_OK);
        while (sqlite3_step(s) == SQLITE_ROW) {
            int kind = 0;
            while (strcmp((const char *)sqlite3_column_text(s, 0), rel_kind_word((rel_kind)kind)) != 0)
                kind++;
            const bool dated = sqlite3_column_type(s, 3) != SQLITE_NULL;
            const int64_t time = sqlite3_column_int64(s, 3);
            const bool bounds = o->since != REL_TIME_MISSING || o->until != REL_TIME_MISSING;
            int64_t *reason = &t->counts.interactions;
            if (o->layer_weight[kind] == 0)
                reason = &t->counts.other_layer;
            else if (sqlite3_column_type(s, 2) == SQLITE_NULL)
                reason = &t->counts.unresolved;
            else if (bounds && !dated)
                reason = &t->counts.without_time;
            else if ((o->since != REL_TIME_MISSING && time < o->since) ||
                     (o->until != REL_TIME_MISSING && time >= o->until))
                reason = &t->counts.outside_period;
            const bool used = reason == &t->counts.interactions;
            if (pass == 0) {
                if (used && dated && time > last) last = time;
                continue;
            }
            ++*reason;
            if (!used) continue;
            double add = o->layer_weight[kind] * sqlite3_column_double(s, 4);
            const int64_t end = o->until != REL_TIME_MISSING ? o->until : last;
            if (o->half_life && dated) add *= pow(0.5, (double)(end - time) / (double)o->half_life);
            t->weight[sqlite3_column_int64(s, 1)][sqlite3_column_int64(s, 2)] += add;
        }
        sqlite3_finalize(s);
    }
}

static void compare(rel_workspace *w, const rel_projection_opts *o, const table *t)
{
    rel_graph g[3];
    rel_projection_counts c;
    const int threads[] = {1, 2, 8};
    for (int i = 0; i < 3; i++) {
        ctx.threads = threads[i];
        CHECK_OK(&ctx, rel_project(&ctx, w, o, &g[i], &c));
        CHECK(memcmp(&c, &t->counts, sizeof c) == 0);
        check_graph(&g[i]);
        CHECK(same_graph(&g[0], &g[i]));
    }
    ctx.threads = 1;
    rel_eid arcs = 0;
    int64_t row[ACCOUNTS + 1];
    bool used[ACCOUNTS + 1] = {0}, close = true;
    for (int a = 1; a <= ACCOUNTS; a++)
        for (int b = 1; b <= ACCOUNTS; b++)
            if (t->weight[a][b] > 0) used[a] = used[b] = true;
    rel_vid n = 0;
    for (int a = 1; a <= ACCOUNTS; a++) row[a] = used[a] ? (int64_t)n++ : -1;
    CHECK(g[0].n == n);
    for (int a = 1; a <= ACCOUNTS; a++) {
        for (int b = 1; b <= ACCOUNTS; b++) {
            if (!(t->weight[a][b] > 0) || a == b) continue;
            const rel_eid e = rel_graph_find(&g[0], (rel_vid)row[a], (rel_vid)row[b]);
            close = close && e >= 0 &&
                    fabs((double)g[0].out.weight[e] - t->weight[a][b]) < 1e-5 * t->weight[a][b];
            arcs++;
        }
    }
    CHECK(close && g[0].m == arcs);
    for (int i = 0; i < 3; i++) rel_graph_free(&g[i]);
}

static void random_projections(void)
{
    static table t;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        rel_workspace *w = fresh();
        random_workspace(w, seed);
        for (int variant = 0; variant < 6; variant++) {
            rel_projection_opts o = rel_projection_defaults();
            if (variant & 1) CHECK_OK(&ctx, rel_projection_layers(&ctx, "share=3,like=0.5,reply", &o));
            if (variant >= 2) o.half_life = 7 * KIT_DAY;
            if (variant >= 4) o.since = KIT_NOON - 50 * KIT_DAY;
            if (variant == 5) o.until = KIT_NOON - 10 * KIT_DAY;
            brute_force(w, &o, &t);
            CHECK(t.counts.interactions > 100);
            compare(w, &o, &t);
        }
        rel_workspace_close(w);
    }
}

static void torture(void)
{
    rel_workspace *w = fresh();
    const rel_account_ref a = kit_profile(&k, "1", "ann", KIT_NOON, 5, "bio");
    kit_act(&k, REL_KIND_SHARE, a, kit_account(&k, "2", NULL), 5, NULL, NULL, NULL);
    kit_run(&k, w, "a");
    const rel_projection_opts o = rel_projection_defaults();
    rel_graph g;
    rel_projection_counts c;
    CHECK_TORTURE(&ctx, rel_project(&ctx, w, &o, &g, &c), rel_graph_free(&g));
    rel_workspace_close(w);
}

int main(void)
{
    rel_ctx_init(&ctx, 1);
    kit_init(&k, &ctx);
    by_hand();
    instants();
    layer_words();
    random_projections();
    torture();
    rel_batch_free(&k.b);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
