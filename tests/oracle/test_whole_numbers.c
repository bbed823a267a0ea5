/* The exact solver of sums of whole numbers, against trying all of them. */
#include "algorithms/diffusion/whole_numbers.h"
#include "src/base/rng.h"
#include "tests/check.h"

enum { ROWS = 5, COLUMNS = 5 };

static bool holds(const rel_sums *p, const int64_t *x)
{
    for (int c = 0; c < p->columns; c++)
        if (x[c] < 0 || x[c] > p->most[c]) return false;
    for (int r = 0; r < p->rows; r++) {
        int64_t sum = 0;
        for (int c = 0; c < p->columns; c++) sum += p->factor[r * p->columns + c] * x[c];
        if (sum < p->low[r] || sum > p->high[r]) return false;
    }
    return true;
}

static bool any_holds(const rel_sums *p)
{
    int64_t x[COLUMNS] = {0};
    for (;;) {
        if (holds(p, x)) return true;
        int c = 0;
        while (c < p->columns && x[c] == p->most[c]) x[c++] = 0;
        if (c == p->columns) return false;
        x[c]++;
    }
}

/* kind 0: sums of some of them; 1: with factors of either sign; 2: large ones, as costs are. */
static void random_sums(uint64_t seed, int kind, rel_sums *p)
{
    uint64_t at = 0;
    p->rows = 1 + (int)rel_rand_below(seed, 1, at++, ROWS);
    p->columns = 1 + (int)rel_rand_below(seed, 1, at++, COLUMNS);
    for (int c = 0; c < p->columns; c++) p->most[c] = (int64_t)rel_rand_below(seed, 1, at++, 4);
    for (int r = 0; r < p->rows; r++) {
        int64_t scale = kind == 2 && r == 0 ? 123456789 : 1;
        for (int c = 0; c < p->columns; c++) {
            const int64_t a = (int64_t)rel_rand_below(seed, 1, at++, kind ? 9 : 2);
            p->factor[r * p->columns + c] = scale * (kind == 1 ? a - 4 : a) + (scale > 1 ? c : 0);
        }
        p->low[r] = scale * ((int64_t)rel_rand_below(seed, 1, at++, 7) - (kind == 1 ? 3 : 0));
        p->high[r] = p->low[r] + scale * ((int64_t)rel_rand_below(seed, 1, at++, 3) - (r == 4));
    }
}

static void against_all(rel_ctx *ctx)
{
    int64_t factor[ROWS * COLUMNS], low[ROWS], high[ROWS], most[COLUMNS], x[COLUMNS];
    rel_sums p = {.factor = factor, .low = low, .high = high, .most = most};
    int solvable = 0, cases = 0;
    for (uint64_t seed = 0; seed < 6000; seed++, cases++) {
        bool found = false;
        random_sums(seed, (int)(seed % 3), &p);
        CHECK_OK(ctx, rel_sums_solve(ctx, &p, &found, x));
        CHECK(found == any_holds(&p));
        if (found) CHECK(holds(&p, x));
        solvable += found;
    }
    CHECK(solvable > cases / 10 && solvable < cases * 9 / 10);
}

/* 2 x + 2 y = 3 has solutions in fractions, none in whole numbers. Without rows, zeros do. */
static void by_hand(rel_ctx *ctx)
{
    int64_t two[] = {2, 2}, three[] = {3}, most[] = {5, 5}, x[] = {7, 7};
    bool solvable = true;
    rel_sums p = {.rows = 1, .columns = 2, .factor = two, .low = three, .high = three, .most = most};
    CHECK_OK(ctx, rel_sums_solve(ctx, &p, &solvable, x));
    CHECK(!solvable && x[0] == 7);
    p.rows = 0;
    CHECK_OK(ctx, rel_sums_solve(ctx, &p, &solvable, x));
    CHECK(solvable && x[0] == 0 && x[1] == 0);
    p.columns = 0;
    CHECK_OK(ctx, rel_sums_solve(ctx, &p, &solvable, x));
    CHECK(solvable);
    p.rows = 1, p.columns = 2, p.low = two;
    CHECK_TORTURE(ctx, rel_sums_solve(ctx, &p, &solvable, x), CHECK(solvable && x[0] + x[1] == 1));
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    by_hand(&ctx);
    against_all(&ctx);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
