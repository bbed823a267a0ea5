#include "algorithms/diffusion/whole_numbers.h"

#include <stdlib.h>
#include <string.h>

enum { BRANCHES_MAX = 200000 };

__extension__ typedef __int128 wide;

/* Row i reads: den[i] * (variable basic[i]) = sum over c of table[i][c] * (variable free[c]). Variables are
 * the columns and, after them, the sums of the rows. Free ones have a whole value within their bounds. */
typedef struct simplex {
    rel_ctx *ctx;
    int rows, columns;
    int64_t *table, *den;
    int *basic, *free;
    int64_t *low, *high, *value; /* by variable; value: of the free ones */
    wide *total;                 /* rows: den times the value of the basic one */
    wide *row;                   /* columns: scratch */
} simplex;

/* A branch: variable var had these bounds before it was cut. */
typedef struct branch {
    int var;
    bool is_upper; /* the lower half was tried, now the upper one */
    int64_t low, high, cut;
} branch;

static wide size_of(wide a)
{
    return a < 0 ? -a : a;
}

static wide divisor(wide a, wide b)
{
    while (b) {
        const wide rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static void add_up(simplex *s, int i)
{
    s->total[i] = 0;
    for (int c = 0; c < s->columns; c++)
        s->total[i] += (wide)s->table[(size_t)i * (size_t)s->columns + (size_t)c] * s->value[s->free[c]];
}

/* Row i becomes s->row over den, shortened; false when that does not fit. */
static bool put_row(simplex *s, int i, wide den)
{
    wide by = den;
    int64_t *row = s->table + (size_t)i * (size_t)s->columns;
    for (int c = 0; c < s->columns && by > 1; c++)
        if (s->row[c]) by = divisor(by, size_of(s->row[c]));
    if (den / by > INT64_MAX) return false;
    s->den[i] = (int64_t)(den / by);
    for (int c = 0; c < s->columns; c++) {
        const wide x = s->row[c] / by;
        if (size_of(x) > INT64_MAX) return false;
        row[c] = (int64_t)x;
    }
    add_up(s, i);
    return true;
}

/* The basic variable of row `out` becomes free with the value `value`, that of column `in` basic. */
static bool pivot(simplex *s, int out, int in, int64_t value)
{
    const size_t columns = (size_t)s->columns;
    int64_t *row = s->table + (size_t)out * columns;
    const int64_t sign = row[in] < 0 ? -1 : 1;
    const int leaves = s->basic[out];
    const wide den = size_of(row[in]);
    for (size_t c = 0; c < columns; c++) s->row[c] = -(wide)sign * row[c];
    s->row[in] = (wide)sign * s->den[out];
    s->basic[out] = s->free[in];
    s->free[in] = leaves;
    s->value[leaves] = value;
    if (!put_row(s, out, den)) return false;
    for (int i = 0; i < s->rows; i++) {
        const int64_t *other = s->table + (size_t)i * columns, by = other[in];
        if (i == out || !by) continue;
        for (size_t c = 0; c < columns; c++)
            s->row[c] = (c == (size_t)in ? 0 : (wide)other[c] * s->den[out]) + (wide)by * row[c];
        if (!put_row(s, i, (wide)s->den[i] * s->den[out])) return false;
    }
    return true;
}

/* The row whose basic variable is out of its bounds and smallest; -1: none. *rises: it is too small. */
static int broken(const simplex *s, bool *rises)
{
    int found = -1;
    for (int i = 0; i < s->rows; i++) {
        const int v = s->basic[i];
        const bool small = s->total[i] < (wide)s->low[v] * s->den[i];
        const bool large = s->total[i] > (wide)s->high[v] * s->den[i];
        if (!(small || large) || (found >= 0 && s->basic[found] < v)) continue;
        found = i;
        *rises = small;
    }
    return found;
}

/* The smallest free variable that can push row i up or down; -1: none. */
static int pusher(const simplex *s, int i, bool up)
{
    const int64_t *row = s->table + (size_t)i * (size_t)s->columns;
    int found = -1;
    for (int c = 0; c < s->columns; c++) {
        const int v = s->free[c];
        if (!row[c] || (found >= 0 && s->free[found] < v)) continue;
        if ((row[c] > 0) == up ? s->value[v] < s->high[v] : s->value[v] > s->low[v]) found = c;
    }
    return found;
}

/* Brings all variables within their bounds, fractions allowed. */
static rel_status relax(simplex *s, bool *solvable)
{
    for (;;) {
        bool up = false;
        const int i = broken(s, &up), c = i < 0 ? -1 : pusher(s, i, up);
        const rel_status st = rel_poll(s->ctx);
        if (st != REL_OK) return st;
        *solvable = i < 0;
        if (c < 0) return REL_OK;
        if (!pivot(s, i, c, up ? s->low[s->basic[i]] : s->high[s->basic[i]]))
            return rel_fail(s->ctx, REL_E_LIMIT, "the constraints are too entangled to be checked");
    }
}

/* A basic column whose value is no whole number; -1: none. */
static int fractional(const simplex *s)
{
    for (int i = 0; i < s->rows; i++)
        if (s->basic[i] < s->columns && s->total[i] % s->den[i]) return i;
    return -1;
}

/* New bounds; a free variable is moved within them. */
static void set_bounds(simplex *s, int v, int64_t low, int64_t high)
{
    s->low[v] = low;
    s->high[v] = high;
    for (int c = 0; c < s->columns; c++) {
        if (s->free[c] != v) continue;
        const int64_t value = s->value[v] < low ? low : s->value[v] > high ? high : s->value[v];
        for (int i = 0; i < s->rows; i++)
            s->total[i] += (wide)s->table[(size_t)i * (size_t)s->columns + (size_t)c] * (value - s->value[v]);
        s->value[v] = value;
    }
}

/* Goes back to the last branch whose upper half is left; false: there is none. */
static bool turn(simplex *s, branch *b, int *depth)
{
    for (; *depth; --*depth) {
        branch *last = &b[*depth - 1];
        if (!last->is_upper && last->cut < last->high) {
            last->is_upper = true;
            set_bounds(s, last->var, last->cut + 1, last->high);
            return true;
        }
        set_bounds(s, last->var, last->low, last->high);
    }
    return false;
}

static rel_status search(simplex *s, bool *solvable)
{
    rel_status st;
    branch *b = NULL;
    size_t room = 0;
    int depth = 0;
    for (int tries = 0;; tries++) {
        REL_TRY(relax(s, solvable));
        if (!*solvable) {
            if (!turn(s, b, &depth)) break;
            continue;
        }
        const int i = fractional(s);
        if (i < 0) break;
        if (tries == BRANCHES_MAX) {
            st = rel_fail(s->ctx, REL_E_LIMIT, "the constraints are too entangled to be checked");
            break;
        }
        REL_TRY(rel_grow(s->ctx, &b, &room, (size_t)depth + 1, sizeof *b, "branches"));
        const int v = s->basic[i];
        const int64_t cut = (int64_t)(s->total[i] / s->den[i]); /* all columns are >= 0 */
        b[depth++] = (branch){.var = v, .low = s->low[v], .high = s->high[v], .cut = cut};
        set_bounds(s, v, s->low[v], cut);
    }
out:
    free(b);
    return st;
}

static rel_status set_up(simplex *s, const rel_sums *p)
{
    rel_status st;
    const size_t rows = (size_t)p->rows, columns = (size_t)p->columns;
    REL_TRY(rel_scratch(s->ctx, &s->table, rows * columns, sizeof *s->table, "constraints"));
    REL_TRY(rel_scratch(s->ctx, &s->den, rows, sizeof *s->den, "constraints"));
    REL_TRY(rel_scratch(s->ctx, &s->basic, rows, sizeof *s->basic, "constraints"));
    REL_TRY(rel_scratch(s->ctx, &s->free, columns, sizeof *s->free, "constraints"));
    REL_TRY(rel_scratch(s->ctx, &s->low, rows + columns, sizeof *s->low, "constraints"));
    REL_TRY(rel_scratch(s->ctx, &s->high, rows + columns, sizeof *s->high, "constraints"));
    REL_TRY(rel_scratch(s->ctx, &s->value, rows + columns, sizeof *s->value, "constraints"));
    REL_TRY(rel_scratch(s->ctx, &s->total, rows, sizeof *s->total, "constraints"));
    REL_TRY(rel_scratch(s->ctx, &s->row, columns, sizeof *s->row, "constraints"));
    if (rows && columns) memcpy(s->table, p->factor, rows * columns * sizeof *s->table);
    for (int c = 0; c < p->columns; c++) {
        s->free[c] = c;
        s->high[c] = p->most[c];
    }
    for (int r = 0; r < p->rows; r++) {
        s->den[r] = 1;
        s->basic[r] = p->columns + r;
        s->low[p->columns + r] = p->low[r];
        s->high[p->columns + r] = p->high[r];
    }
out:
    return st;
}

rel_status rel_sums_solve(rel_ctx *ctx, const rel_sums *p, bool *solvable, int64_t *x)
{
    rel_status st;
    simplex s = {.ctx = ctx, .rows = p->rows, .columns = p->columns};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *solvable = false;
    for (int r = 0; r < p->rows; r++)
        if (p->low[r] > p->high[r]) return REL_OK;
    for (int c = 0; c < p->columns; c++)
        if (p->most[c] < 0) return REL_OK;
    REL_TRY(set_up(&s, p));
    REL_TRY(search(&s, solvable));
    if (!*solvable) goto out;
    for (int c = 0; c < s.columns; c++)
        if (s.free[c] < s.columns) x[s.free[c]] = s.value[s.free[c]];
    for (int r = 0; r < s.rows; r++)
        if (s.basic[r] < s.columns) x[s.basic[r]] = (int64_t)(s.total[r] / s.den[r]);
out:
    rel_scratch_release(ctx, mark);
    return st;
}
