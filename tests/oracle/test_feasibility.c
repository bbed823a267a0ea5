/* Whether rules can be obeyed, against trying every set; sentences that name what is in conflict. */
#include "algorithms/diffusion/feasibility.h"
#include "tests/check.h"
#include "tests/random_rules.h"

static void against_all_sets(rel_ctx *ctx)
{
    random_rules r;
    int feasible = 0, conflicts = 0;
    for (uint64_t seed = 0; seed < 1500; seed++) {
        const rel_vid n = 4 + (rel_vid)(seed % (RULES_N - 3));
        bool any = false;
        random_rules_make(seed, n, &r);
        for (uint32_t set = 0; set < 1u << n && !any; set++) any = rules_permit(&r.rules, n, set);
        const rel_status st = rel_rules_check(ctx, n, &r.rules, NULL, NULL);
        CHECK(st == (any ? REL_OK : REL_E_USAGE));
        if ((st == REL_OK) != any) fprintf(stderr, "seed %d: %s\n", (int)seed, ctx->message);
        if (!any) CHECK(strstr(ctx->message, "cannot") != NULL);
        *(any ? &feasible : &conflicts) += 1;
    }
    CHECK(feasible > 400 && conflicts > 400);
}

static const char *name_of(const void *user, int quota, int32_t group)
{
    const char *const *names = user;
    return quota ? NULL : names[group];
}

enum { N = 40 };

/* 40 accounts: 10 of them fr, the others en; 8 communities of 5, and all of fr are in two of these. */
static void sentences(rel_ctx *ctx)
{
    int32_t lang[N], community[N];
    double cost[N];
    for (int v = 0; v < N; v++) lang[v] = v >= 10, community[v] = v / 5, cost[v] = 100 + v;
    int64_t least[] = {8, 0}, most[8], each[8], none[] = {0, 41};
    for (int g = 0; g < 8; g++) most[g] = 3, each[g] = 3;
    const char *const names[] = {"fr", "en"};
    rel_quota q[] = {{.name = "lang", .group = lang, .groups = 2, .at_least = least},
                     {.name = "community", .group = community, .groups = 8, .at_most = most}};
    rel_pick_rules r = {.count = 20, .quota = q, .quotas = 2};
    CHECK(rel_rules_check(ctx, N, &r, name_of, names) == REL_E_USAGE);
    CHECK_TEXT(ctx->message,
               "the constraints cannot all be obeyed: 'at least 8 of lang fr' and 'at most 3 per community'");
    least[0] = 6;
    CHECK_OK(ctx, rel_rules_check(ctx, N, &r, name_of, names));
    q[1].at_least = each;
    CHECK(rel_rules_check(ctx, N, &r, name_of, names) == REL_E_USAGE);
    CHECK_TEXT(ctx->message,
               "the constraints cannot all be obeyed: 'at least 3 per community' with 20 picks");
    r.count = 24;
    CHECK_OK(ctx, rel_rules_check(ctx, N, &r, name_of, names));
    r.cost = cost;
    r.budget = 2000.5;
    CHECK(rel_rules_check(ctx, N, &r, name_of, names) == REL_E_USAGE);
    CHECK_TEXT(ctx->message,
               "the constraints cannot all be obeyed: 'at least 3 per community' with a budget of 2000.5");
    q[0].at_least = none;
    CHECK(rel_rules_check(ctx, N, &r, NULL, NULL) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "'at least 41 of lang 1' cannot be obeyed: 30 may be picked there");
    const rel_vid two[] = {1, 39};
    r = (rel_pick_rules){.count = 1, .included = two, .includes = 2};
    CHECK(rel_rules_check(ctx, N, &r, NULL, NULL) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "the constraints cannot all be obeyed: 2 included accounts and 1 pick");
}

static void wrong(rel_ctx *ctx)
{
    double cost[N] = {0};
    int32_t group[N] = {0};
    const rel_vid twice[] = {3, 3};
    uint8_t barred[N] = {0};
    rel_quota q = {.name = "tier", .group = group, .groups = 1};
    rel_pick_rules r = {.count = 5, .cost = cost, .budget = 1};
    cost[7] = -1;
    CHECK(rel_rules_check(ctx, N, &r, NULL, NULL) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "cost of account 7: expected a number from 0 to 4e12, found -1");
    cost[7] = 0, r.budget = NAN;
    CHECK(rel_rules_check(ctx, N, &r, NULL, NULL) == REL_E_USAGE);
    r = (rel_pick_rules){.count = 5, .included = twice, .includes = 2, .barred = barred};
    CHECK(rel_rules_check(ctx, N, &r, NULL, NULL) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "account 3 is included twice");
    barred[3] = 1;
    CHECK(rel_rules_check(ctx, N, &r, NULL, NULL) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "account 3 is included and may not be picked");
    r = (rel_pick_rules){.count = 5, .quota = &q, .quotas = 1};
    group[9] = 1;
    CHECK(rel_rules_check(ctx, N, &r, NULL, NULL) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "quota 'tier': account 9 is in group 1 of 1");
    CHECK_OK(ctx, rel_rules_check(ctx, 0, &(rel_pick_rules){.count = 5}, NULL, NULL));
    CHECK_OK(ctx, rel_rules_check(ctx, N, &(rel_pick_rules){0}, NULL, NULL));
}

/* Memory: every allocation fails once. */
static void torture(rel_ctx *ctx)
{
    random_rules r;
    random_rules_make(4, RULES_N, &r);
    r.rules.quotas = RULES_QUOTAS;
    r.rules.includes = 0;
    CHECK_TORTURE(ctx, rel_rules_check(ctx, RULES_N, &r.rules, NULL, NULL) == REL_E_MEM ? REL_E_MEM : REL_OK,
                  (void)0);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    against_all_sets(&ctx);
    sentences(&ctx);
    wrong(&ctx);
    torture(&ctx);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
