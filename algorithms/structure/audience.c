#include "algorithms/structure/audience.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/sort.h"

enum { TABLES_MAX = 8 };

static rel_status check(rel_ctx *ctx, const rel_graph *g, const rel_vid *account, int accounts)
{
    if (accounts < REL_AUDIENCE_MIN || accounts > REL_AUDIENCE_MAX)
        return rel_fail(ctx, REL_E_USAGE, "audiences: expected %d to %d accounts, found %d", REL_AUDIENCE_MIN,
                        REL_AUDIENCE_MAX, accounts);
    if (g->n && (!g->out.off || !g->in.off))
        return rel_fail(ctx, REL_E_USAGE, "audiences: the graph was built without both directions");
    for (int k = 0; k < accounts; k++) {
        if (account[k] >= g->n)
            return rel_fail(ctx, REL_E_USAGE, "audiences: vertex %u is not one of %u", account[k], g->n);
        for (int i = 0; i < k; i++)
            if (account[i] == account[k])
                return rel_fail(ctx, REL_E_USAGE, "audiences: vertex %u is given twice", account[k]);
    }
    return rel_poll(ctx);
}

/* member[v] gets the bits of the audiences that v is in. Rows hold nobody twice, so threads that share a row
 * write to different vertices. */
static void mark_members(int threads, const rel_graph *g, const rel_vid *account, int accounts,
                         uint32_t *member)
{
    (void)threads;
    for (int k = 0; k < accounts; k++) {
        const rel_eid end = g->in.off[account[k] + 1];
#pragma omp parallel for num_threads(threads) schedule(static)
        for (rel_eid e = g->in.off[account[k]]; e < end; e++) member[g->in.adj[e]] |= 1u << k;
    }
}

/* How many vertices have each pattern: each slice of the vertices counts into a table of its own. Returns
 * how many vertices give attention to anybody. */
static int64_t count_patterns(int threads, const rel_graph *g, const uint32_t *member, int tables,
                              size_t patterns, uint32_t *count)
{
    int64_t population = 0;
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static, 1) reduction(+ : population)
    for (int t = 0; t < tables; t++) {
        const rel_vid first = (rel_vid)((uint64_t)g->n * (uint64_t)t / (uint64_t)tables);
        const rel_vid end = (rel_vid)((uint64_t)g->n * ((uint64_t)t + 1) / (uint64_t)tables);
        for (rel_vid v = first; v < end; v++) {
            population += g->out.off[v + 1] > g->out.off[v];
            if (member[v]) count[(size_t)t * patterns + member[v]]++;
        }
    }
    return population;
}

/* sum[s] becomes the number of vertices whose pattern holds all of s. */
static void sum_supersets(int accounts, size_t patterns, int tables, const uint32_t *count, int64_t *sum)
{
    for (size_t s = 0; s < patterns; s++)
        for (int t = 0; t < tables; t++) sum[s] += count[(size_t)t * patterns + s];
    for (int k = 0; k < accounts; k++)
        for (size_t s = 0; s < patterns; s++)
            if (!(s >> k & 1)) sum[s] += sum[s | (size_t)1 << k];
}

static double expected(const rel_audience *a, uint32_t accounts)
{
    const int first = __builtin_ctz(accounts);
    double all = (double)a->size[first];
    for (int k = first + 1; k < a->accounts; k++)
        if (accounts >> k & 1) all *= (double)a->size[k] / (double)a->population;
    return all;
}

static void fill_pairs(const int64_t *sum, rel_audience *a)
{
    for (int i = 0; i < a->accounts; i++) {
        for (int k = 0; k < a->accounts; k++) {
            const uint32_t accounts = 1u << i | 1u << k;
            rel_audience_pair *p = &a->pair[i][k];
            p->both = sum[accounts];
            p->either = a->size[i] + a->size[k] - p->both;
            p->jaccard = p->either ? (double)p->both / (double)p->either : NAN;
            p->expected = a->population ? expected(a, accounts) : 0;
            p->lift = p->expected > 0 ? (double)p->both / p->expected : NAN;
        }
    }
}

static int64_t exactly(const uint32_t *count, int tables, size_t patterns, size_t s)
{
    int64_t all = 0;
    for (int t = 0; t < tables; t++) all += count[(size_t)t * patterns + s];
    return all;
}

static rel_status fill_patterns(rel_ctx *ctx, const uint32_t *count, int tables, size_t patterns,
                                const int64_t *sum, rel_audience *a)
{
    rel_status st;
    rel_sort_item *item = NULL;
    int64_t found = 0;
    for (size_t s = 1; s < patterns; s++) a->patterns += exactly(count, tables, patterns, s) > 0;
    REL_TRY(rel_scratch_unset(ctx, &item, (size_t)a->patterns, sizeof *item, "audience patterns"));
    for (size_t s = 1; s < patterns; s++) {
        const int64_t members = exactly(count, tables, patterns, s);
        if (members) item[found++] = (rel_sort_item){~(uint64_t)members, s};
    }
    REL_TRY(rel_sort_radix(ctx, item, found));
    REL_TRY(rel_alloc(ctx, &a->pattern, (size_t)a->patterns, sizeof *a->pattern, "audience patterns"));
    for (int64_t i = 0; i < a->patterns; i++) {
        rel_audience_pattern *p = &a->pattern[i];
        p->accounts = (uint32_t)item[i].value;
        p->exactly = (int64_t)~item[i].key;
        p->at_least = sum[p->accounts];
        p->expected = expected(a, p->accounts);
        p->lift = (double)p->at_least / p->expected;
        a->reached += p->exactly;
    }
out:
    return st;
}

rel_status rel_audience_overlap(rel_ctx *ctx, const rel_graph *g, const rel_vid *account, int accounts,
                                rel_audience *a)
{
    rel_status st;
    uint32_t *member = NULL, *count = NULL;
    int64_t *sum = NULL;
    const int tables = ctx->threads < TABLES_MAX ? ctx->threads : TABLES_MAX;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *a = (rel_audience){.accounts = accounts};
    REL_TRY(check(ctx, g, account, accounts));
    const size_t patterns = (size_t)1 << accounts;
    REL_TRY(rel_scratch(ctx, &member, g->n, sizeof *member, "audiences"));
    REL_TRY(rel_scratch(ctx, &count, patterns * (size_t)tables, sizeof *count, "audience patterns"));
    REL_TRY(rel_scratch(ctx, &sum, patterns, sizeof *sum, "audience patterns"));
    mark_members(ctx->threads, g, account, accounts, member);
    REL_TRY(rel_poll(ctx));
    a->population = count_patterns(ctx->threads, g, member, tables, patterns, count);
    sum_supersets(accounts, patterns, tables, count, sum);
    for (int k = 0; k < accounts; k++) a->size[k] = sum[(size_t)1 << k];
    fill_pairs(sum, a);
    REL_TRY(fill_patterns(ctx, count, tables, patterns, sum, a));
out:
    if (st != REL_OK) rel_audience_free(a);
    rel_scratch_release(ctx, mark);
    return st;
}

void rel_audience_free(rel_audience *a)
{
    free(a->pattern);
    *a = (rel_audience){0};
}
