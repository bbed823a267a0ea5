#include "graph/partition.h"

#include <inttypes.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "graph/owner.h"
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum {
    PART_BYTES = 512 * 1024, /* what a part should hold: it is sorted within a core's cache */
    PARTS_MAX = 2048,        /* the lines being filled should stay in the cache, too */
    LINE_ITEMS = 8,          /* items that go to memory at once: words x 64 bytes */
    DIGIT_BITS = 11,
    DIGITS = 1 << DIGIT_BITS,
    PASSES_MAX = 6,
};

/* One slice of the input and where its items go. */
typedef struct slice {
    int64_t first, last;
    int64_t *next;   /* parts: first the counts, then the place of the next item */
    int64_t *begin;  /* parts: place of the slice's first item */
    uint64_t *line;  /* parts x LINE_ITEMS items being collected */
    uint64_t *block; /* room for what produce gives at once */
    rel_tally tally;
} slice;

static void count_slice(const rel_item_source *source, const rel_parts *p, slice *s)
{
    const int words = p->words;
    for (int64_t i = s->first; i < s->last; i += REL_SOURCE_BLOCK) {
        const int64_t end = i + REL_SOURCE_BLOCK < s->last ? i + REL_SOURCE_BLOCK : s->last;
        const int64_t count = source->produce(source->state, i, end, s->block, &s->tally);
        for (int64_t k = 0; k < count; k++) s->next[s->block[k * words] >> 32 >> p->shift]++;
    }
}

/* A whole line, 64-byte aligned, past the caches: it is not read before all is written. */
static inline void store_line(uint64_t *to, const uint64_t *from, int words)
{
#if defined(__SSE2__)
    for (int k = 0; k < LINE_ITEMS * words; k += 2) {
        const __m128i two = _mm_load_si128((const __m128i *)(const void *)(from + k));
        _mm_stream_si128((__m128i *)(void *)(to + k), two);
    }
#else
    memcpy(to, from, (size_t)(LINE_ITEMS * words) * sizeof *to);
#endif
}

/* `words` is constant where this is called, so that the compiler unrolls the copies. */
static inline __attribute__((always_inline)) void deal_slice(const rel_item_source *source,
                                                             const rel_parts *p, slice *s, const int words)
{
    rel_tally again = {0};
    for (int64_t i = s->first; i < s->last; i += REL_SOURCE_BLOCK) {
        const int64_t end = i + REL_SOURCE_BLOCK < s->last ? i + REL_SOURCE_BLOCK : s->last;
        const int64_t count = source->produce(source->state, i, end, s->block, &again);
        for (int64_t k = 0; k < count; k++) {
            const uint64_t *item = s->block + k * words;
            const size_t part = item[0] >> 32 >> p->shift;
            const int64_t place = s->next[part]++;
            uint64_t *line = s->line + part * (size_t)(LINE_ITEMS * words);
            for (int w = 0; w < words; w++) line[(place & (LINE_ITEMS - 1)) * words + w] = item[w];
            if ((place & (LINE_ITEMS - 1)) != LINE_ITEMS - 1) continue;
            const int64_t line_start = place - (LINE_ITEMS - 1);
            if (line_start >= s->begin[part]) {
                store_line(p->item + line_start * words, line, words);
            } else { /* the line begins in the slice before */
                const int64_t from = s->begin[part];
                memcpy(p->item + from * words, line + (from - line_start) * words,
                       (size_t)((place + 1 - from) * words) * sizeof *line);
            }
        }
    }
    for (int part = 0; part < p->parts; part++) {
        const int64_t place = s->next[part];
        const int64_t line_start = place & ~(int64_t)(LINE_ITEMS - 1);
        const int64_t from = line_start > s->begin[part] ? line_start : s->begin[part];
        const uint64_t *line = s->line + (size_t)part * (size_t)(LINE_ITEMS * words);
        if (place > from)
            memcpy(p->item + from * words, line + (from - line_start) * words,
                   (size_t)((place - from) * words) * sizeof *line);
    }
#if defined(__SSE2__)
    _mm_sfence();
#endif
}

static void deal(const rel_item_source *source, const rel_parts *p, slice *s)
{
    switch (p->words) {
    case 1: deal_slice(source, p, s, 1); break;
    case 2: deal_slice(source, p, s, 2); break;
    default: deal_slice(source, p, s, 3); break;
    }
}

static void choose_parts(rel_parts *p, int64_t items, rel_vid rows)
{
    int64_t wanted = items * p->words * 8 / PART_BYTES;
    if (wanted < 1) wanted = 1;
    if (wanted > PARTS_MAX) wanted = PARTS_MAX;
    p->shift = 0;
    while (rows && (int64_t)((rows - 1) >> p->shift) >= wanted) p->shift++;
    p->parts = rows ? (int)((rows - 1) >> p->shift) + 1 : 1;
}

static rel_status make_slices(rel_ctx *ctx, const rel_item_source *source, const rel_parts *p, int count,
                              slice **out)
{
    rel_status st;
    slice *s;
    const size_t parts = (size_t)p->parts, words = (size_t)p->words;
    const char *what = "dealing out edges";
    REL_TRY(rel_scratch(ctx, out, (size_t)count, sizeof **out, what));
    s = *out;
    for (int t = 0; t < count; t++) {
        s[t].first = source->count / count * t + source->count % count * t / count;
        s[t].last = source->count / count * (t + 1) + source->count % count * (t + 1) / count;
        REL_TRY(rel_scratch(ctx, &s[t].next, parts, sizeof *s[t].next, what));
        REL_TRY(rel_scratch(ctx, &s[t].begin, parts, sizeof *s[t].begin, what));
        REL_TRY(rel_scratch(ctx, &s[t].line, parts * LINE_ITEMS * words, sizeof *s[t].line, what));
        REL_TRY(rel_scratch(ctx, &s[t].block, (size_t)source->fanout * REL_SOURCE_BLOCK * words,
                            sizeof *s[t].block, what));
    }
out:
    return st;
}

/* Counts become places: part by part, then slice by slice. Returns the number of items. */
static int64_t give_places(const rel_parts *p, slice *s, int slices)
{
    int64_t place = 0;
    for (int part = 0; part < p->parts; part++) {
        p->start[part] = place;
        for (int t = 0; t < slices; t++) {
            const int64_t count = s[t].next[part];
            s[t].next[part] = s[t].begin[part] = place;
            place += count;
        }
    }
    return p->start[p->parts] = place;
}

static rel_status add_tallies(rel_ctx *ctx, const slice *s, int slices, rel_vid rows, rel_tally *sum)
{
    *sum = (rel_tally){0};
    for (int t = 0; t < slices; t++) {
        sum->self_loops += s[t].tally.self_loops;
        sum->bad_weight += s[t].tally.bad_weight;
        sum->bad_vertex += s[t].tally.bad_vertex;
        sum->bad_layer += s[t].tally.bad_layer;
        sum->layers |= s[t].tally.layers;
    }
    if (sum->bad_vertex)
        return rel_fail(ctx, REL_E_USAGE, "an edge names a vertex that is not among the %" PRIu32 " vertices",
                        rows);
    if (sum->bad_layer) return rel_fail(ctx, REL_E_USAGE, "an edge is in a layer that does not exist");
    return REL_OK;
}

/* Room for the items: what *p has, when it is enough. */
static rel_status make_items(rel_ctx *ctx, rel_parts *p, int64_t items)
{
    const size_t bytes = (size_t)items * (size_t)p->words * sizeof *p->item;
    if (p->item && p->room_bytes >= bytes) return REL_OK;
    free(p->item);
    p->room_bytes = bytes;
    return rel_big_alloc(ctx, &p->item, (size_t)items, (size_t)p->words * sizeof *p->item, "edges by row");
}

rel_status rel_parts_make(rel_ctx *ctx, const rel_item_source *source, rel_vid rows, rel_parts *p,
                          rel_tally *tally)
{
    rel_status st;
    slice *s = NULL;
    const int slices = source->count < 1 << 16 ? 1 : ctx->threads;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    free(p->start);
    *p = (rel_parts){.words = source->words, .item = p->item, .room_bytes = p->room_bytes};
    choose_parts(p, source->count * source->fanout, rows);
    REL_TRY(rel_alloc(ctx, &p->start, (size_t)p->parts + 1, sizeof *p->start, "dealing out edges"));
    REL_TRY(make_slices(ctx, source, p, slices, &s));
#pragma omp parallel for num_threads(slices) schedule(static, 1)
    for (int t = 0; t < slices; t++) count_slice(source, p, &s[t]);
    REL_TRY(add_tallies(ctx, s, slices, rows, tally));
    REL_TRY(rel_poll(ctx));
    REL_TRY(make_items(ctx, p, give_places(p, s, slices)));
#pragma omp parallel for num_threads(slices) schedule(static, 1)
    for (int t = 0; t < slices; t++) deal(source, p, &s[t]);
    st = rel_poll(ctx);
out:
    rel_scratch_release(ctx, mark);
    if (st != REL_OK) rel_parts_free(p);
    return st;
}

void rel_parts_free(rel_parts *p)
{
    free(p->start);
    free(p->item);
    *p = (rel_parts){0};
}

/* The digits of word 0, least significant first: those of the column, then those of the row in its part. */
typedef struct digit_plan {
    int passes;
    int low[PASSES_MAX], bits[PASSES_MAX];
} digit_plan;

static void add_digits(digit_plan *d, int low, int bits)
{
    const int passes = (bits + DIGIT_BITS - 1) / DIGIT_BITS;
    for (int k = 0; k < passes; k++) {
        const int here = (bits + passes - 1 - k) / passes; /* as even as can be */
        d->low[d->passes] = low;
        d->bits[d->passes++] = here;
        low += here;
    }
}

static int bit_length(uint32_t x)
{
    return x ? 32 - __builtin_clz(x) : 0;
}

/* Room for one sorter. */
typedef struct sorter {
    uint64_t *other;
    uint32_t *count; /* PASSES_MAX x DIGITS */
} sorter;

/* Returns where the sorted items are: in item or in s->other. */
static inline __attribute__((always_inline)) uint64_t *
radix_sort(uint64_t *item, int64_t items, const digit_plan *d, sorter *s, const int words)
{
    uint64_t *from = item, *to = s->other;
    memset(s->count, 0, (size_t)d->passes * DIGITS * sizeof *s->count);
    for (int64_t i = 0; i < items; i++)
        for (int k = 0; k < d->passes; k++)
            s->count[k * DIGITS + (int)(item[i * words] >> d->low[k] & ((1u << d->bits[k]) - 1))]++;
    for (int k = 0; k < d->passes; k++) {
        uint32_t *next = s->count + k * DIGITS, sum = 0;
        const uint32_t mask = (1u << d->bits[k]) - 1;
        const int low = d->low[k];
        if (next[item[0] >> low & mask] == items) continue; /* all share this digit */
        for (uint32_t digit = 0; digit <= mask; digit++) {
            const uint32_t here = next[digit];
            next[digit] = sum;
            sum += here;
        }
        for (int64_t i = 0; i < items; i++) {
            const int64_t place = next[from[i * words] >> low & mask]++;
            for (int w = 0; w < words; w++) to[place * words + w] = from[i * words + w];
        }
        uint64_t *was = from;
        from = to;
        to = was;
    }
    return from;
}

static uint64_t *sort_part(uint64_t *item, int64_t items, int words, const digit_plan *d, sorter *s)
{
    switch (words) {
    case 1: return radix_sort(item, items, d, s, 1);
    case 2: return radix_sort(item, items, d, s, 2);
    default: return radix_sort(item, items, d, s, 3);
    }
}

/* Least significant digit first over all threads, for a part that is too large for one: a hub's. Slices and
 * their places as in src/base/sort.c. */
static inline __attribute__((always_inline)) void large_pass(int slices, const uint64_t *from, uint64_t *to,
                                                             int64_t items, int low, uint32_t mask,
                                                             int64_t *next, const int words)
{
#pragma omp parallel for num_threads(slices) schedule(static, 1)
    for (int t = 0; t < slices; t++) {
        int64_t *n = next + (int64_t)t * DIGITS;
        memset(n, 0, DIGITS * sizeof *n);
        for (int64_t i = items / slices * t; i < (t + 1 < slices ? items / slices * (t + 1) : items); i++)
            n[from[i * words] >> low & mask]++;
    }
    int64_t sum = 0;
    for (uint32_t digit = 0; digit <= mask; digit++) {
        for (int t = 0; t < slices; t++) {
            int64_t *n = next + (int64_t)t * DIGITS + digit;
            const int64_t here = *n;
            *n = sum;
            sum += here;
        }
    }
#pragma omp parallel for num_threads(slices) schedule(static, 1)
    for (int t = 0; t < slices; t++) {
        int64_t *n = next + (int64_t)t * DIGITS;
        for (int64_t i = items / slices * t; i < (t + 1 < slices ? items / slices * (t + 1) : items); i++) {
            const int64_t place = n[from[i * words] >> low & mask]++;
            for (int w = 0; w < words; w++) to[place * words + w] = from[i * words + w];
        }
    }
}

static uint64_t *sort_large(int slices, uint64_t *item, int64_t items, int words, const digit_plan *d,
                            uint64_t *other, int64_t *next)
{
    uint64_t *from = item, *to = other;
    for (int k = 0; k < d->passes; k++) {
        const uint32_t mask = (1u << d->bits[k]) - 1;
        switch (words) {
        case 1: large_pass(slices, from, to, items, d->low[k], mask, next, 1); break;
        case 2: large_pass(slices, from, to, items, d->low[k], mask, next, 2); break;
        default: large_pass(slices, from, to, items, d->low[k], mask, next, 3); break;
        }
        uint64_t *was = from;
        from = to;
        to = was;
    }
    return from;
}

/* What follows sorting a part. */
static void finish_part(rel_parts *p, int part, const uint64_t *sorted, const rel_sort_plan *plan)
{
    uint64_t *item = p->item + p->start[part] * p->words;
    const int64_t items = p->start[part + 1] - p->start[part];
    plan->visit(plan->state, p, part, sorted);
    if (plan->keep && sorted != item) memcpy(item, sorted, (size_t)(items * p->words) * sizeof *item);
}

static rel_status sort_large_parts(rel_ctx *ctx, rel_parts *p, const digit_plan *d, const rel_sort_plan *plan,
                                   int64_t usual, int64_t largest)
{
    rel_status st = REL_OK;
    uint64_t *other = NULL;
    int64_t *next = NULL;
    if (largest <= usual) return REL_OK;
    REL_TRY(rel_alloc(ctx, &next, (size_t)ctx->threads * DIGITS, sizeof *next, "sorting edges"));
    REL_TRY(rel_big_alloc(ctx, &other, (size_t)largest, (size_t)p->words * sizeof *other, "sorting edges"));
    for (int part = 0; part < p->parts; part++) {
        const int64_t items = p->start[part + 1] - p->start[part];
        uint64_t *item = p->item + p->start[part] * p->words;
        if (items <= usual) continue;
        finish_part(p, part, sort_large(ctx->threads, item, items, p->words, d, other, next), plan);
        REL_TRY(rel_poll(ctx));
    }
out:
    free(next);
    free(other);
    return st;
}

rel_status rel_parts_sort(rel_ctx *ctx, rel_parts *p, rel_sort_plan plan)
{
    rel_status st;
    digit_plan d = {0};
    sorter *s = NULL;
    int64_t largest = 0, usual = 4 * (p->start[p->parts] / p->parts + 1);
    const int threads = p->parts < ctx->threads ? p->parts : ctx->threads;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (usual < 1 << 16) usual = 1 << 16;
    for (int part = 0; part < p->parts; part++)
        if (p->start[part + 1] - p->start[part] > largest) largest = p->start[part + 1] - p->start[part];
    add_digits(&d, 0, bit_length(plan.columns ? plan.columns - 1 : 0));
    if (plan.by_row) add_digits(&d, 32, p->shift);
    const int64_t room = largest < usual ? largest : usual;
    REL_TRY(rel_scratch(ctx, &s, (size_t)threads, sizeof *s, "sorting edges"));
    for (int t = 0; t < threads; t++) {
        REL_TRY(
            rel_scratch(ctx, &s[t].other, (size_t)(room * p->words), sizeof *s[t].other, "sorting edges"));
        REL_TRY(rel_scratch(ctx, &s[t].count, PASSES_MAX * DIGITS, sizeof *s[t].count, "sorting edges"));
    }
    /* dynamic: parts differ in size as vertices differ in degree */
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1)
    for (int part = 0; part < p->parts; part++) {
        const int64_t items = p->start[part + 1] - p->start[part];
        uint64_t *item = p->item + p->start[part] * p->words;
        if (items <= usual)
            finish_part(p, part,
                        items ? sort_part(item, items, p->words, &d, &s[omp_get_thread_num()]) : item, &plan);
    }
    REL_TRY(rel_poll(ctx));
    st = sort_large_parts(ctx, p, &d, &plan, usual, largest);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* off[r + 1] counts row r, then is where its next arc goes, and ends as where row r + 1 begins. The first row
 * of the part has its start in the part before, which another thread may be writing. */
void rel_part_scatter(const rel_parts *p, int part, const uint64_t *item, rel_vid rows, rel_eid *off,
                      rel_vid *adj, float *weight)
{
    const rel_vid first = rel_part_first_row(p, part), last = rel_part_last_row(p, part, rows);
    const int64_t items = p->start[part + 1] - p->start[part];
    const int words = p->words;
    if (last <= first) return;
    memset(off + first + 1, 0, (size_t)(last - first) * sizeof *off);
    for (int64_t i = 0; i < items; i++) off[(item[i * words] >> 32) + 1]++;
    rel_eid place = p->start[part];
    for (rel_vid r = first; r < last; r++) {
        const rel_eid count = off[r + 1];
        off[r + 1] = place;
        place += count;
    }
    for (int64_t i = 0; i < items; i++) {
        const rel_eid e = off[(item[i * words] >> 32) + 1]++;
        adj[e] = (rel_vid)item[i * words];
        if (!weight) continue;
        const uint32_t bits = (uint32_t)item[i * words + 1];
        memcpy(weight + e, &bits, sizeof bits);
    }
}
