/* The rules of a campaign as people write them: tiers, groups, quotas, audience, candidates and costs. */
#include <math.h>
#include <stdlib.h>

#include "graph/builder.h"
#include "src/insight/picking_audience.h"
#include "src/insight/picking_candidates.h"
#include "src/insight/picking_quotas.h"
#include "tests/check.h"

enum { N = 8 };

/* Eight accounts a0 .. a7: communities 0 0 0 1 1 1 2 -, languages fr fr fr en en en - -. */
static void make_graph(rel_ctx *ctx, rel_graph *g)
{
    static const int64_t community[N] = {0, 0, 0, 1, 1, 1, 2, 0};
    static const uint8_t in_one[N] = {1, 1, 1, 1, 1, 1, 1, 0}, knows[N] = {1, 1, 1, 1, 1, 1, 0, 0};
    static const int64_t followers[N] = {9999, 10000, 99999, 100000, 500000, 1000000, 0, 0};
    static const uint8_t observed[N] = {1, 1, 1, 1, 1, 1, 0, 0};
    static const char *const names[N] = {"a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7"};
    static const rel_vid source[N] = {1, 2, 3, 4, 5, 6, 7, 0}, target[N] = {0, 0, 0, 0, 1, 1, 2, 7};
    const rel_edges edges = {.count = N, .source = source, .target = target};
    rel_str lang[N], handle[N];
    for (int v = 0; v < N; v++) {
        handle[v] = rel_str_of(names[v]);
        lang[v] = v < 3 ? REL_STR_LIT("fr") : v < 6 ? REL_STR_LIT("en") : REL_STR_MISSING;
    }
    CHECK_OK(ctx, rel_graph_build(ctx, N, &edges,
                                  (rel_build_opts){.directed = true, .directions = REL_BUILD_BOTH}, g));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "handle", REL_ATTRIBUTE_TEXT, handle, NULL));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "lang", REL_ATTRIBUTE_TEXT, lang, NULL));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "community", REL_ATTRIBUTE_I64, community, in_one));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "followers", REL_ATTRIBUTE_I64, followers, knows));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "observed", REL_ATTRIBUTE_BOOL, observed, NULL));
}

static const char *write_file(const char *name, const char *text, char path[512])
{
    snprintf(path, 512, "%s/%s", REL_TEST_DIR, name);
    FILE *f = fopen(path, "w");
    CHECK(f && fputs(text, f) >= 0 && fclose(f) == 0);
    return path;
}

/* -------- tiers -------- */

static void tiers(rel_ctx *ctx, const rel_graph *g)
{
    static const rel_tier expected[N] = {REL_TIER_NANO,  REL_TIER_MICRO, REL_TIER_MICRO,   REL_TIER_MID,
                                         REL_TIER_MACRO, REL_TIER_MEGA,  REL_TIER_UNKNOWN, REL_TIER_UNKNOWN};
    rel_picking_groups x;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    CHECK_OK(ctx, rel_picking_groups_make(ctx, g, "--max-per", REL_STR_LIT("tier"), &x));
    CHECK(x.count == REL_TIER_COUNT && x.accounts[REL_TIER_MICRO] == 2);
    for (int v = 0; v < N; v++) CHECK(x.group[v] == (int32_t)expected[v]);
    CHECK(rel_tier_of(0) == REL_TIER_NANO && rel_tier_of(INT64_MAX) == REL_TIER_MEGA);
    CHECK(rel_tier_of(-1) == REL_TIER_UNKNOWN && rel_tier_word(REL_TIER_COUNT) == NULL);
    rel_scratch_release(ctx, mark);
}

/* -------- quotas -------- */

static void quotas(rel_ctx *ctx, const rel_graph *g)
{
    rel_picking_quotas q;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    CHECK_OK(ctx, rel_picking_quotas_parse(ctx, g, "community=3, lang:fr=2,community:1=0",
                                           "lang:fr=1,tier:micro=1", &q));
    CHECK(q.count == 3);
    CHECK_TEXT(q.quota[0].name, "community");
    CHECK(q.quota[0].groups == 3 && q.quota[0].at_least == NULL);
    CHECK(q.quota[0].at_most[0] == 3 && q.quota[0].at_most[1] == 0 && q.quota[0].at_most[2] == 3);
    CHECK(q.quota[0].group[7] == -1);
    CHECK_TEXT(q.quota[1].name, "lang");
    CHECK(q.quota[1].at_most[0] == 2 && q.quota[1].at_most[1] == -1);
    CHECK(q.quota[1].at_least[0] == 1 && q.quota[1].at_least[1] == 0);
    CHECK_TEXT(q.quota[2].name, "tier");
    CHECK(q.quota[2].at_most == NULL && q.quota[2].at_least[REL_TIER_MICRO] == 1);
    CHECK_TEXT(rel_picking_quota_group(&q, 1, 0), "fr");
    CHECK_TEXT(rel_picking_quota_group(&q, 0, 2), "2");
    rel_scratch_release(ctx, mark);
}

static void refused(rel_ctx *ctx, const rel_graph *g, const char *max_per, const char *min_per,
                    const char *message, const char *hint)
{
    rel_picking_quotas q;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    CHECK(rel_picking_quotas_parse(ctx, g, max_per, min_per, &q) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, message);
    CHECK_TEXT(ctx->hint, hint);
    rel_scratch_release(ctx, mark);
}

static void wrong_quotas(rel_ctx *ctx, const rel_graph *g)
{
    const char *form = "say COLUMN=NUMBER or COLUMN:VALUE=NUMBER, as in community=3,lang:fr=8";
    refused(ctx, g, "community", NULL, "option '--max-per': 'community' is no rule", form);
    refused(ctx, g, "", NULL, "option '--max-per': '' is no rule", form);
    refused(ctx, g, "lang:=3", NULL, "option '--max-per': 'lang:=3' is no rule", form);
    refused(ctx, g, "community=two", NULL, "option '--max-per': 'two' is not a whole number from 0 to 1e+09",
            "");
    refused(ctx, g, NULL, "lang:fr=1.5", "option '--min-per': '1.5' is not a whole number from 0 to 1e+09",
            "");
    refused(ctx, g, NULL, "lang:fr=-1", "option '--min-per': '-1' is not a whole number from 0 to 1e+09", "");
    refused(ctx, g, NULL, "lang:frr=1", "option '--min-per': no account has 'frr' in the column 'lang'",
            "did you mean 'fr'?");
    refused(ctx, g, "town=1", NULL, "option '--max-per': no account has anything in a column 'town'",
            "there are: tier, handle, lang, community, followers, observed");
    refused(ctx, g, "lang:fr=1,LANG:fr=2", NULL, "option '--max-per': 'LANG:fr' is there twice", "");
    refused(ctx, g, "lang=1,lang=2", NULL, "option '--max-per': 'lang' is there twice", "");
}

static rel_status torture(rel_ctx *ctx, const rel_graph *g)
{
    rel_picking_quotas q;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    const rel_status st = rel_picking_quotas_parse(ctx, g, "community=3,tier=1", "lang:fr=1", &q);
    rel_scratch_release(ctx, mark);
    return st;
}

/* -------- audience -------- */

static void audience_is(rel_ctx *ctx, const rel_graph *g, const char *path, const char *by,
                        const double expected[N])
{
    rel_picking_audience a;
    double total = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    CHECK_OK(ctx, rel_picking_audience_make(ctx, g, path, by, (rel_account_list_opts){0}, &a));
    for (int v = 0; v < N; v++) {
        total += expected[v];
        CHECK(a.weight && a.weight[v] == expected[v]);
    }
    CHECK(a.total == total);
    rel_scratch_release(ctx, mark);
}

static void audience_refused(rel_ctx *ctx, const rel_graph *g, const char *text, const char *by,
                             rel_status status, const char *message)
{
    char path[512], found[REL_MESSAGE_MAX] = "";
    rel_picking_audience a;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (text) write_file("audience_wrong.csv", text, path);
    CHECK(rel_picking_audience_make(ctx, g, text ? path : NULL, by, (rel_account_list_opts){0}, &a) ==
          status);
    /* the folder of the tests is left out */
    const char *name = strstr(ctx->message, "audience_wrong");
    snprintf(found, sizeof found, "%s", name ? name : ctx->message);
    CHECK_TEXT(found, message);
    rel_scratch_release(ctx, mark);
}

static void audiences(rel_ctx *ctx, const rel_graph *g)
{
    char path[512];
    rel_picking_audience none;
    CHECK_OK(ctx, rel_picking_audience_make(ctx, g, NULL, NULL, (rel_account_list_opts){0}, &none));
    CHECK(none.weight == NULL && none.total == N && none.accounts == N);
    audience_is(ctx, g, NULL, "lang:fr=2,community:1=.5", (double[N]){2, 2, 2, .5, .5, .5, 1, 1});
    audience_is(ctx, g, NULL, "*=0,lang:fr=2", (double[N]){2, 2, 2, 0, 0, 0, 0, 0});
    audience_is(ctx, g, NULL, "lang:*=3", (double[N]){1, 1, 1, 1, 1, 1, 3, 3});
    audience_is(ctx, g, write_file("audience.csv", "account,weight\na0,4\n@A3,0\n", path), "lang:fr=2",
                (double[N]){8, 2, 2, 0, 1, 1, 1, 1});
    audience_is(ctx, g,
                write_file("audience.csv", "column,value,weight\n*,*,7\nlang,fr,2\ntier,nano,3\n", path),
                NULL, (double[N]){6, 2, 2, 7, 7, 7, 7, 7});
    audience_is(ctx, g, write_file("audience.csv", "lang;fr;2\n\"community\";2;0\n", path), NULL,
                (double[N]){2, 2, 2, 1, 1, 1, 0, 1});
    audience_refused(ctx, g, "lang,fr,2\nlang,de,1\n", NULL, REL_E_DATA,
                     "audience_wrong.csv' line 2: no account has 'de' in the column 'lang'");
    audience_refused(ctx, g, "lang,fr,2\nlang,fr\n", NULL, REL_E_DATA,
                     "audience_wrong.csv' line 2: expected a column, a value and a weight");
    audience_refused(ctx, g, "lang,fr,-2\n", NULL, REL_E_DATA,
                     "audience_wrong.csv' line 1: expected a weight from 0 to 1e9");
    audience_refused(ctx, g, NULL, "*=0", REL_E_USAGE, "the audience is empty: every weight is 0");
    audience_refused(ctx, g, NULL, "lang:fr=1e9,tier:nano=2", REL_E_USAGE,
                     "the weights that are given for 'a0' have a product above 1e+09");
    audience_refused(ctx, g, NULL, "lang=2", REL_E_USAGE, "option '--audience-by': 'lang' without a value");
}

/* -------- candidates -------- */

static void candidates(rel_ctx *ctx, const rel_source *s)
{
    char path[512];
    rel_candidates c;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    const rel_candidates_ask ask = {.include = "a1",
                                    .exclude = "@a2,not-observed",
                                    .already = "a0",
                                    .budget = 10,
                                    .default_cost = (double)NAN,
                                    .costs =
                                        write_file("costs.csv", "handle,cost\na1,3\na3,11\na4,2.5\n", path)};
    static const uint8_t expected[N] = {REL_BARRED_ALREADY,      REL_BARRED_NOT,         REL_BARRED_LISTED,
                                        REL_BARRED_TOO_DEAR,     REL_BARRED_NOT,         REL_BARRED_NO_COST,
                                        REL_BARRED_NOT_OBSERVED, REL_BARRED_NOT_OBSERVED};
    CHECK_OK(ctx, rel_candidates_make(ctx, s, &ask, &c));
    for (int v = 0; v < N; v++) {
        CHECK(c.why[v] == expected[v]);
        CHECK(c.barred[v] == (expected[v] != REL_BARRED_NOT && expected[v] != REL_BARRED_ALREADY));
        CHECK(c.base[v] == (v == 0));
        c.excluded[expected[v]]--;
    }
    for (int why = 0; why < REL_BARRED_COUNT; why++) CHECK(c.excluded[why] == 0);
    CHECK(c.no_cost == 1 && c.no_cost_first[0] == 5 && c.cost[4] == 2.5 && isnan(c.cost[5]));
    CHECK(c.include.count == 1 && c.include.v[0] == 1);
    rel_candidates_free(&c);
    rel_scratch_release(ctx, mark);
}

static void candidates_refused(rel_ctx *ctx, const rel_source *s, rel_candidates_ask ask, rel_status status,
                               const char *message)
{
    rel_candidates c;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    ask.default_cost = (double)NAN;
    CHECK(rel_candidates_make(ctx, s, &ask, &c) == status);
    const char *name = strstr(ctx->message, "costs_wrong");
    CHECK_TEXT(name ? name : ctx->message, message);
    rel_scratch_release(ctx, mark);
}

static void wrong_candidates(rel_ctx *ctx, const rel_source *s)
{
    char path[512];
    candidates_refused(ctx, s, (rel_candidates_ask){.include = "a1,a2", .exclude = "a2"}, REL_E_USAGE,
                       "'a2' is to be included, and is among those excluded by name");
    candidates_refused(ctx, s, (rel_candidates_ask){.include = "a1", .already = "a1"}, REL_E_USAGE,
                       "'a1' is to be included, and is among those recruited already");
    candidates_refused(ctx, s, (rel_candidates_ask){.exclude = "competitors"}, REL_E_USAGE,
                       "option '--exclude': only a workspace knows its competitors");
    candidates_refused(ctx, s, (rel_candidates_ask){.exclude = "brand"}, REL_E_USAGE,
                       "option '--exclude': only a workspace knows the brand's accounts");
    candidates_refused(ctx, s, (rel_candidates_ask){.exclude = "@a9,not-observed"}, REL_E_DATA,
                       "no account '@a9' in this graph");
    write_file("costs_wrong.csv", "a1,3\na2,-1\n", path);
    rel_candidates c;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    const rel_candidates_ask ask = {.costs = path, .budget = 1, .default_cost = (double)NAN};
    CHECK(rel_candidates_make(ctx, s, &ask, &c) == REL_E_DATA);
    CHECK(strstr(ctx->message, "costs_wrong.csv' line 2") != NULL);
    rel_scratch_release(ctx, mark);
}

int main(void)
{
    rel_ctx ctx;
    rel_source s = {.kind = REL_SOURCE_GRAPH_FILE, .path = "g"};
    rel_ctx_init(&ctx, 2);
    make_graph(&ctx, &s.graph);
    tiers(&ctx, &s.graph);
    quotas(&ctx, &s.graph);
    wrong_quotas(&ctx, &s.graph);
    CHECK_TORTURE(&ctx, torture(&ctx, &s.graph), (void)0);
    audiences(&ctx, &s.graph);
    candidates(&ctx, &s);
    wrong_candidates(&ctx, &s);
    CHECK(ctx.arena.used_bytes == 0);
    rel_graph_free(&s.graph);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
