#include "graph/edge_numbers.h"

#include <inttypes.h>
#include <stdlib.h>

#include "graph/owner.h"
#include "src/base/rng.h"
#include "src/base/sort.h"

enum {
    DENSE_MULTIPLE = 64, /* numbers up to this many times the edges are given a bit each: 8 bytes an edge */
    BATCH = 1 << 20,     /* edges between two looks at the set's size */
    AHEAD = 16,          /* edges whose slots are fetched ahead */
    FIRST_SLOTS = 1 << 16,
};

static inline uint64_t end_of(const rel_edge_ends *e, int side, int64_t i)
{
    return e->narrow[0] ? e->narrow[side][i] : e->wide[side][i];
}

static rel_status too_many(rel_ctx *ctx, int64_t n)
{
    return rel_fail(ctx, REL_E_LIMIT, "a graph can have %" PRIu32 " vertices, but there are %" PRId64,
                    REL_VID_MAX, n);
}

/* Dense numbers: a bit each. */

typedef struct bit_word {
    uint64_t bits;
    uint64_t before; /* bits set in the words before */
} bit_word;

static inline int64_t count_bits(uint64_t x)
{
    x -= x >> 1 & 0x5555555555555555u;
    x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
    x = (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return (int64_t)(x * 0x0101010101010101u >> 56);
}

static inline void set_bit(bit_word *word, uint64_t number)
{
    const uint64_t bit = (uint64_t)1 << (number & 63);
    uint64_t *bits = &word[number >> 6].bits;
    /* Most are set already: looking first keeps the line shared. */
    if (!(__atomic_load_n(bits, __ATOMIC_RELAXED) & bit)) __atomic_fetch_or(bits, bit, __ATOMIC_RELAXED);
}

static inline rel_vid bits_before(const bit_word *word, uint64_t number)
{
    const bit_word *w = &word[number >> 6];
    return (rel_vid)(w->before + (uint64_t)count_bits(w->bits & (((uint64_t)1 << (number & 63)) - 1)));
}

static void list_bits(int threads, const bit_word *word, int64_t words, uint64_t *number)
{
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int64_t w = 0; w < words; w++) {
        uint64_t bits = word[w].bits, *out = number + word[w].before;
        for (; bits; bits &= bits - 1) *out++ = (uint64_t)w << 6 | (unsigned)__builtin_ctzll(bits);
    }
}

static rel_status number_dense(rel_ctx *ctx, rel_edge_ends *e, rel_numbering *out)
{
    rel_status st;
    bit_word *word = NULL;
    const int64_t words = (int64_t)(e->largest >> 6) + 1;
    int64_t n = 0;
    REL_TRY(rel_alloc(ctx, &word, (size_t)words, sizeof *word, "vertex numbers"));
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (int64_t i = 0; i < e->count; i++) {
        set_bit(word, end_of(e, 0, i));
        set_bit(word, end_of(e, 1, i));
    }
    for (int64_t w = 0; w < words; w++) {
        word[w].before = (uint64_t)n;
        n += count_bits(word[w].bits);
    }
    if (n > (int64_t)REL_VID_MAX) {
        st = too_many(ctx, n);
        goto out;
    }
    REL_TRY(rel_poll(ctx));
    out->n = (rel_vid)n;
    if ((uint64_t)n == e->largest + 1) goto out; /* every number from 0 up occurs */
    REL_TRY(rel_big_alloc(ctx, &out->number, (size_t)n, sizeof *out->number, "vertex numbers"));
    list_bits(ctx->threads, word, words, out->number);
    for (int side = 0; side < 2; side++) {
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
        for (int64_t i = 0; i < e->count; i++) out->end[side][i] = bits_before(word, end_of(e, side, i));
    }
out:
    free(word);
    return st;
}

/* Sparse numbers: an open-addressing set of 64-bit keys that threads fill together. Which slot a key gets
 * depends on timing, which keys are there does not. 0 marks an empty slot; the number 0 is kept aside. */

typedef struct number_set {
    uint64_t *slot;
    uint64_t mask;
    int64_t count; /* without 0 */
    bool has_zero;
} number_set;

static inline uint64_t first_slot(const number_set *s, uint64_t key)
{
    return rel_mix64(key) & s->mask;
}

/* True when the key is new. */
static inline bool insert(const number_set *s, uint64_t key)
{
    for (uint64_t at = first_slot(s, key);; at = (at + 1) & s->mask) {
        uint64_t found = __atomic_load_n(&s->slot[at], __ATOMIC_RELAXED);
        if (found == key) return false;
        if (found) continue;
        if (__atomic_compare_exchange_n(&s->slot[at], &found, key, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
            return true;
        if (found == key) return false;
    }
}

static inline uint64_t slot_of(const number_set *s, uint64_t key)
{
    uint64_t at = first_slot(s, key);
    while (s->slot[at] != key) at = (at + 1) & s->mask;
    return at;
}

/* Room for `more` keys at a load of at most 5/8. */
static rel_status make_room(rel_ctx *ctx, number_set *s, int64_t more)
{
    const uint64_t need = (uint64_t)(s->count + more) / 5 * 8 + 8;
    uint64_t slots = s->slot ? s->mask + 1 : FIRST_SLOTS;
    if (s->slot && need <= slots) return REL_OK;
    while (slots < need) slots *= 2;
    number_set larger = {.mask = slots - 1, .count = s->count, .has_zero = s->has_zero};
    const rel_status st = rel_alloc(ctx, &larger.slot, slots, sizeof *larger.slot, "vertex numbers");
    if (st != REL_OK) return st;
    const int64_t old = s->slot ? (int64_t)s->mask + 1 : 0;
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (int64_t i = 0; i < old; i++)
        if (s->slot[i]) insert(&larger, s->slot[i]);
    free(s->slot);
    *s = larger;
    return REL_OK;
}

static void fill_batch(int threads, const rel_edge_ends *e, int64_t first, int64_t last, number_set *s)
{
    int64_t added = 0;
    bool zero = false;
    (void)threads;
    for (int side = 0; side < 2; side++) {
#pragma omp parallel for num_threads(threads) schedule(static) reduction(+ : added) reduction(|| : zero)
        for (int64_t i = first; i < last; i++) {
            const uint64_t key = end_of(e, side, i);
            if (i + AHEAD < last) __builtin_prefetch(&s->slot[first_slot(s, end_of(e, side, i + AHEAD))]);
            if (i > first && key == end_of(e, side, i - 1)) continue; /* lists come grouped */
            if (key)
                added += insert(s, key);
            else
                zero = true;
        }
    }
    s->count += added;
    s->has_zero = s->has_zero || zero;
}

/* *sorted: the numbers in ascending order. */
static rel_status list_set(rel_ctx *ctx, const number_set *s, uint64_t **sorted)
{
    rel_status st;
    rel_sort_item *item = NULL;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    const int64_t n = s->count + s->has_zero;
    int64_t k = s->has_zero;
    REL_TRY(rel_scratch(ctx, &item, (size_t)n, sizeof *item, "vertex numbers"));
    for (uint64_t at = 0; at <= s->mask; at++)
        if (s->slot[at]) item[k++].key = s->slot[at];
    REL_TRY(rel_sort_radix(ctx, item, n));
    REL_TRY(rel_big_alloc(ctx, sorted, (size_t)n, sizeof **sorted, "vertex numbers"));
    for (int64_t i = 0; i < n; i++) (*sorted)[i] = item[i].key;
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status number_sparse(rel_ctx *ctx, rel_edge_ends *e, rel_numbering *out)
{
    rel_status st = REL_OK;
    number_set s = {0};
    rel_vid *index = NULL;
    REL_TRY(make_room(ctx, &s, 0));
    for (int64_t i = 0; i < e->count; i += BATCH) {
        const int64_t last = i + BATCH < e->count ? i + BATCH : e->count;
        REL_TRY(make_room(ctx, &s, 2 * (last - i)));
        fill_batch(ctx->threads, e, i, last, &s);
        REL_TRY(rel_poll(ctx));
        if (s.count > (int64_t)REL_VID_MAX - 1) {
            st = too_many(ctx, s.count);
            goto out;
        }
    }
    out->n = (rel_vid)(s.count + s.has_zero);
    REL_TRY(list_set(ctx, &s, &out->number));
    REL_TRY(rel_big_alloc(ctx, &index, s.mask + 1, sizeof *index, "vertex numbers"));
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
    for (int64_t v = s.has_zero; v < out->n; v++) index[slot_of(&s, out->number[v])] = (rel_vid)v;
    for (int side = 0; side < 2; side++) {
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
        for (int64_t i = 0; i < e->count; i++) {
            const uint64_t key = end_of(e, side, i);
            if (i + AHEAD < e->count && e->wide[0])
                __builtin_prefetch(&s.slot[first_slot(&s, end_of(e, side, i + AHEAD))]);
            out->end[side][i] = key ? index[slot_of(&s, key)] : 0;
        }
    }
out:
    free(s.slot);
    free(index);
    return st;
}

rel_status rel_edge_number(rel_ctx *ctx, rel_edge_ends *e, rel_numbering *out)
{
    rel_status st;
    *out = (rel_numbering){.end = {e->narrow[0], e->narrow[1]}};
    const bool dense = e->largest / DENSE_MULTIPLE < (uint64_t)e->count + 1024;
    if (e->wide[0]) {
        for (int side = 0; side < 2; side++)
            REL_TRY(rel_big_alloc(ctx, &out->end[side], (size_t)e->count, sizeof *out->end[side], "edges"));
    }
    REL_TRY(dense ? number_dense(ctx, e, out) : number_sparse(ctx, e, out));
    return REL_OK;
out:
    free(out->number);
    if (e->wide[0]) {
        free(out->end[0]);
        free(out->end[1]);
    }
    *out = (rel_numbering){0};
    return st;
}
