#include <math.h>

#include "datasets/edge_list.h"
#include "datasets/generators.h"
#include "src/base/rng.h"

/* Streams. */
enum { DEGREE = 0x300, SIZE, LABEL, INSIDE, MATCH_INSIDE, MATCH_OUTSIDE };

static const double DEGREE_EXPONENT = 2.5, SIZE_EXPONENT = 1.5;

double rel_power_law(double u, double exponent, double low, double high)
{
    const double e = 1 - exponent, a = pow(low, e), b = pow(high, e);
    return pow(a + u * (b - a), 1 / e);
}

/* Mean of rel_power_law rounded down to whole numbers, nearly. */
static double mean_of(double exponent, double low, double high)
{
    const double up = (pow(high, 2 - exponent) - pow(low, 2 - exponent)) / (2 - exponent);
    return up / ((pow(high, 1 - exponent) - pow(low, 1 - exponent)) / (1 - exponent)) - 0.5;
}

/* The smallest degree that gives the mean degree asked for, by bisection. */
static double lowest_degree(double mean, double high)
{
    double low = 1, up = mean + 1;
    for (int i = 0; i < 60; i++) {
        const double middle = (low + up) / 2;
        if (mean_of(DEGREE_EXPONENT, middle, high) < mean)
            low = middle;
        else
            up = middle;
    }
    return low;
}

typedef struct build {
    uint64_t seed;
    rel_planted_opts o;
    uint32_t *degree, *inside; /* of a place; a place is a vertex before numbers are permuted */
    uint32_t *block;           /* community of a place */
    rel_vid *first;            /* first place of each community */
    uint32_t blocks;
    rel_vid *stub;
    rel_vid *label; /* place -> vertex */
} build;

static void swap_shuffle(uint64_t seed, uint64_t stream, uint64_t base, rel_vid *item, uint64_t count)
{
    for (uint64_t i = count; i > 1; i--) {
        const uint64_t j = rel_rand_below(seed, stream, base + i, i);
        const rel_vid swapped = item[i - 1];
        item[i - 1] = item[j];
        item[j] = swapped;
    }
}

/* Community sizes until all places are taken; the last takes what is left, with its neighbour when that is
 * too few. */
static void cut_blocks(build *b)
{
    const rel_planted_opts *o = &b->o;
    rel_vid at = 0;
    for (b->blocks = 0; at < o->vertices; b->blocks++) {
        rel_vid size = (rel_vid)rel_power_law(rel_rand_unit(b->seed, SIZE, b->blocks), SIZE_EXPONENT,
                                              o->min_size, (double)o->max_size + 1);
        if (o->vertices - at < size + o->min_size) size = o->vertices - at;
        b->first[b->blocks] = at;
        for (rel_vid i = 0; i < size; i++) b->block[at + i] = b->blocks;
        at += size;
    }
    b->first[b->blocks] = at;
}

/* Degrees, and how many of each stay inside, rounded at random so that the mean is right. A small community
 * has no place for hubs: nobody knows more than half of the others, or repeats would eat up the inside edges;
 * or, with spill, hubs know everybody inside, and the more others outside. */
static int64_t draw_degrees(build *b)
{
    const rel_planted_opts *o = &b->o;
    const double low = lowest_degree(o->mean_degree, o->max_degree);
    int64_t sum = 0;
    for (rel_vid i = 0; i < o->vertices; i++) {
        const double others = b->first[b->block[i] + 1] - b->first[b->block[i]] - 1;
        double degree = rel_power_law(rel_rand_unit(b->seed, DEGREE, i), DEGREE_EXPONENT, low, o->max_degree);
        if (!o->spill && (1 - o->mixing) * degree > others / 2) degree = others / 2 / (1 - o->mixing);
        if (degree < 1) degree = 1;
        double inside = (1 - o->mixing) * floor(degree);
        if (inside > others) inside = others;
        b->degree[i] = (uint32_t)degree;
        b->inside[i] = (uint32_t)inside + (rel_rand_unit(b->seed, INSIDE, i) < inside - floor(inside));
        sum += b->degree[i];
    }
    return sum;
}

static void add(build *b, rel_edge_list *l, rel_vid x, rel_vid y)
{
    const rel_vid u = b->label[x], v = b->label[y];
    l->source[l->count] = u < v ? u : v;
    l->target[l->count++] = u < v ? v : u;
}

static void join_inside(build *b, rel_edge_list *l)
{
    uint64_t base = 0;
    for (uint32_t c = 0; c < b->blocks; c++) {
        uint64_t stubs = 0;
        for (rel_vid i = b->first[c]; i < b->first[c + 1]; i++)
            for (uint32_t k = 0; k < b->inside[i]; k++) b->stub[stubs++] = i;
        swap_shuffle(b->seed, MATCH_INSIDE, base, b->stub, stubs);
        for (uint64_t s = 0; s + 1 < stubs; s += 2) add(b, l, b->stub[s], b->stub[s + 1]);
        base += stubs + 1;
    }
}

/* A pair from one community is left out, so that the mixing is not smaller than asked. */
static void join_outside(build *b, rel_edge_list *l)
{
    uint64_t stubs = 0;
    for (rel_vid i = 0; i < b->o.vertices; i++)
        for (uint32_t k = b->inside[i]; k < b->degree[i]; k++) b->stub[stubs++] = i;
    swap_shuffle(b->seed, MATCH_OUTSIDE, 0, b->stub, stubs);
    for (uint64_t s = 0; s + 1 < stubs; s += 2)
        if (b->block[b->stub[s]] != b->block[b->stub[s + 1]]) add(b, l, b->stub[s], b->stub[s + 1]);
}

static rel_status check(rel_ctx *ctx, rel_planted_opts o)
{
    if (o.vertices < 2 || o.vertices > REL_VID_MAX)
        return rel_fail(ctx, REL_E_USAGE, "planted: '%u' is not a number of vertices from 2", o.vertices);
    if (!(o.mixing >= 0 && o.mixing <= 1))
        return rel_fail(ctx, REL_E_USAGE, "planted: '%g' is not a mixing from 0 to 1", o.mixing);
    if (o.min_size < 2 || o.min_size > o.max_size || o.min_size > o.vertices)
        return rel_fail(ctx, REL_E_USAGE, "planted: community sizes from %u to %u do not fit %u vertices",
                        o.min_size, o.max_size, o.vertices);
    if (!(o.mean_degree >= 1 && o.mean_degree < o.max_degree))
        return rel_fail(ctx, REL_E_USAGE, "planted: '%g' is not a mean degree from 1 to the largest, %u",
                        o.mean_degree, o.max_degree);
    return REL_OK;
}

static rel_status make(rel_ctx *ctx, build *b, rel_edge_list *l)
{
    rel_status st;
    const size_t n = b->o.vertices;
    REL_TRY(rel_scratch(ctx, &b->degree, n, sizeof *b->degree, "degrees"));
    REL_TRY(rel_scratch(ctx, &b->inside, n, sizeof *b->inside, "degrees"));
    REL_TRY(rel_scratch(ctx, &b->block, n, sizeof *b->block, "communities"));
    REL_TRY(rel_scratch(ctx, &b->first, n + 1, sizeof *b->first, "communities"));
    REL_TRY(rel_scratch(ctx, &b->label, n, sizeof *b->label, "vertex numbers"));
    for (size_t i = 0; i < n; i++) b->label[i] = (rel_vid)i;
    swap_shuffle(b->seed, LABEL, 0, b->label, n);
    cut_blocks(b);
    const size_t stubs = (size_t)draw_degrees(b);
    REL_TRY(rel_scratch(ctx, &b->stub, stubs, sizeof *b->stub, "edge ends"));
    REL_TRY(rel_alloc(ctx, &l->source, stubs / 2 + b->blocks, sizeof *l->source, "edges"));
    REL_TRY(rel_alloc(ctx, &l->target, stubs / 2 + b->blocks, sizeof *l->target, "edges"));
    join_inside(b, l);
    join_outside(b, l);
    REL_TRY(rel_edge_list_tidy(ctx, l));
out:
    return st;
}

rel_status rel_generate_planted(rel_ctx *ctx, rel_planted_opts o, rel_edge_list *l, uint32_t *community,
                                uint32_t *communities)
{
    build b = {.seed = ctx->seed, .o = o};
    *l = (rel_edge_list){.n = o.vertices};
    rel_status st = check(ctx, o);
    if (st != REL_OK) return st;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    st = make(ctx, &b, l);
    if (st == REL_OK)
        for (rel_vid i = 0; i < o.vertices; i++) community[b.label[i]] = b.block[i];
    *communities = b.blocks;
    if (st != REL_OK) rel_edge_list_free(l);
    rel_scratch_release(ctx, mark);
    return st;
}
