#include "algorithms/diffusion/coverage_sets.h"

#include <stdlib.h>
#include <string.h>

enum {
    TALLY_MAX = 4096, /* `least` is never above */
    MEMBERS_WORTH_A_THREAD = 1 << 18
};
static const uint32_t PICKED = UINT32_MAX; /* as a slot */

rel_status rel_coverage_new(rel_ctx *ctx, rel_vid n, rel_coverage **coverage)
{
    rel_status st;
    rel_coverage *c = NULL;
    size_t none = 0;
    *coverage = NULL;
    REL_TRY(rel_alloc(ctx, &c, 1, sizeof *c, "coverage"));
    c->n = n;
    REL_TRY(rel_alloc(ctx, &c->tally, n, sizeof *c->tally, "samples of each account"));
    REL_TRY(rel_alloc(ctx, &c->is_kept, (size_t)n / 64 + 1, sizeof *c->is_kept, "candidates"));
    REL_TRY(rel_grow(ctx, &c->slot, &none, (size_t)n + 1, sizeof *c->slot, "candidates"));
    *coverage = c;
    c = NULL;
out:
    rel_coverage_delete(c);
    return st;
}

void rel_coverage_delete(rel_coverage *c)
{
    if (!c) return;
    free(c->in_start);
    free(c->in);
    free(c->word);
    free(c->gain);
    free(c->account);
    free(c->slot);
    free(c->is_kept);
    free(c->seen);
    free(c->tally);
    free(c);
}

int64_t rel_coverage_bytes(const rel_coverage *c)
{
    int64_t words = 3 * (int64_t)c->slots + c->seen_count + 2 * (int64_t)c->n;
    for (int p = 0; p < c->parts; p++) words += (int64_t)(c->part_last[p] - c->part_first[p]);
    if (c->in_start) words += c->in_start[c->slots];
    return 4 * words + c->n / 8;
}

/* Room for `need` items whose old content is of no use. */
static rel_status make_room(rel_ctx *ctx, void *ptr, size_t *room, size_t need, const char *what)
{
    void *old;
    if (need <= *room) return REL_OK;
    memcpy(&old, ptr, sizeof old);
    free(old);
    old = NULL;
    memcpy(ptr, &old, sizeof old);
    *room = 0;
    return rel_grow(ctx, ptr, room, need, sizeof(uint32_t), what);
}

static int64_t members_of(const rel_rr_samples *s, int64_t first, int64_t last)
{
    int64_t members = 0;
    for (int64_t b = first; b < last; b++) members += s->block[b].start[REL_RR_BLOCK];
    return members;
}

rel_status rel_coverage_count(rel_ctx *ctx, rel_coverage *c, const rel_rr_samples *s)
{
    const int64_t fresh = members_of(s, c->blocks, s->blocks);
    if (s->blocks >= INT32_MAX / REL_RR_BLOCK)
        return rel_fail(ctx, REL_E_LIMIT, "coverage: more than %d samples", INT32_MAX);
    /* One more than can be needed: the loop below writes ahead. */
    const size_t most = (size_t)(c->seen_count + (fresh < c->n ? fresh : c->n)) + 1;
    const rel_status st =
        rel_grow(ctx, &c->seen, &c->room.seen, most < (size_t)c->n + 1 ? most : (size_t)c->n + 1,
                 sizeof *c->seen, "accounts that occur");
    if (st != REL_OK) return st;
    int64_t seen = c->seen_count;
    for (; c->blocks < s->blocks; c->blocks++) {
        const rel_rr_block *b = &s->block[c->blocks];
        for (uint32_t i = 0; i < b->start[REL_RR_BLOCK]; i++) {
            const rel_vid v = b->member[i];
            c->seen[seen] = v;
            seen += c->tally[v]++ == 0;
        }
    }
    c->seen_count = seen;
    return REL_OK;
}

uint32_t rel_coverage_least(const rel_coverage *c, int64_t wanted, const uint8_t *barred)
{
    uint32_t number[TALLY_MAX + 1] = {0};
    for (int64_t i = 0; i < c->seen_count; i++) {
        const rel_vid v = c->seen[i];
        if (barred && barred[v]) continue;
        number[c->tally[v] < TALLY_MAX ? c->tally[v] : TALLY_MAX]++;
    }
    uint32_t least = TALLY_MAX;
    for (int64_t have = number[TALLY_MAX]; least > 1 && have < wanted; have += number[least]) least--;
    return least;
}

static void keep(rel_coverage *c, rel_vid v)
{
    c->is_kept[v / 64] |= UINT64_C(1) << (v % 64);
}

/* Numbers the accounts that are kept; those of `met` become PICKED. */
static void number_slots(rel_coverage *c, const rel_cover_filter *f)
{
    for (int64_t i = 0; i < f->mets; i++) c->is_kept[f->met[i] / 64] &= ~(UINT64_C(1) << (f->met[i] % 64));
    c->slots = 0;
    for (rel_vid w = 0; w <= c->n / 64; w++)
        for (uint64_t bits = c->is_kept[w]; bits; bits &= bits - 1) {
            const rel_vid v = w * 64 + (rel_vid)__builtin_ctzll(bits);
            c->slot[v] = c->slots;
            c->account[c->slots++] = v;
        }
    for (int64_t i = 0; i < f->mets; i++) {
        keep(c, f->met[i]);
        c->slot[f->met[i]] = PICKED;
    }
}

static rel_status choose_slots(rel_ctx *ctx, rel_coverage *c, const rel_cover_filter *f)
{
    rel_status st = REL_OK;
    int64_t kept = f->keeps + 1;
    memset(c->is_kept, 0, ((size_t)c->n / 64 + 1) * sizeof *c->is_kept);
    for (int64_t i = 0; i < c->seen_count; i++) {
        const rel_vid v = c->seen[i];
        if (c->tally[v] < f->least || (f->barred && f->barred[v]) || (f->base && f->base[v])) continue;
        keep(c, v);
        kept++;
    }
    for (int64_t i = 0; i < f->keeps; i++) keep(c, f->kept[i]);
    REL_TRY(make_room(ctx, &c->account, &c->room.account, (size_t)kept, "candidates"));
    REL_TRY(make_room(ctx, &c->gain, &c->room.gain, (size_t)kept, "candidates"));
    REL_TRY(make_room(ctx, &c->in_start, &c->room.in_start, (size_t)kept, "candidates"));
    number_slots(c, f);
    c->least = f->least;
out:
    return st;
}

/* One thread's share of the blocks. */
typedef struct share {
    int64_t first, last; /* blocks */
    uint32_t *alone;     /* slots: sets of which only this one is left */
    uint32_t *among;     /* slots: sets with others */
} share;

/* Appends to word[at] the candidates of a sample, and a head before them; returns the number of words, 0 when
 * no set is needed. */
static size_t keep_set(const rel_coverage *c, const rel_cover_filter *f, const rel_vid *v, uint32_t size,
                       const share *p, uint32_t *word)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < size; i++) {
        word[kept + 1] = v[i]; /* without a branch: whether it is kept is anybody's guess */
        kept += rel_coverage_has(c, v[i]);
    }
    if (!kept) return 0;
    for (uint32_t i = 1; i <= kept; i++) {
        word[i] = c->slot[word[i]];
        if (f->mets && word[i] == PICKED) return 0;
    }
    if (kept == 1 && !f->root_group) {
        p->alone[word[1]]++;
        return 0;
    }
    for (uint32_t i = 1; i <= kept; i++) p->among[word[i]]++;
    word[0] = f->root_group ? (uint32_t)(f->root_group[v[0]] < 0 ? f->groups : f->root_group[v[0]]) : 0;
    word[kept] |= REL_SET_LAST;
    return kept + 1;
}

static size_t keep_blocks(rel_coverage *c, const rel_rr_samples *s, const rel_cover_filter *f, const share *p,
                          size_t at)
{
    for (int64_t b = p->first; b < p->last; b++) {
        const rel_rr_block *block = &s->block[b];
        for (int i = 0; i < REL_RR_BLOCK; i++)
            at += keep_set(c, f, block->member + block->start[i], block->start[i + 1] - block->start[i], p,
                           c->word + at);
    }
    return at;
}

/* Gains, and from the counts of each part where it writes. */
static void place_parts(rel_coverage *c, const share *part)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < c->slots; i++) {
        c->in_start[i] = at;
        c->gain[i] = 0;
        for (int p = 0; p < c->parts; p++) {
            const uint32_t among = part[p].among[i];
            c->gain[i] += part[p].alone[i] + among;
            part[p].among[i] = at;
            at += among;
        }
    }
    c->in_start[c->slots] = at;
}

static void index_sets(rel_coverage *c, size_t first, size_t last, uint32_t *place)
{
    for (size_t at = first; at < last;) {
        const uint32_t head = (uint32_t)at;
        uint32_t w;
        do {
            w = c->word[++at];
            c->in[place[w & ~REL_SET_LAST]++] = head;
        } while (!(w & REL_SET_LAST));
        at++;
    }
}

/* Cuts the blocks into parts of about as many members, each with words of its own. */
static rel_status cut(rel_ctx *ctx, rel_coverage *c, const rel_rr_samples *s, share *part)
{
    rel_status st = REL_OK;
    const int64_t members = members_of(s, 0, s->blocks);
    int64_t parts = members / (MEMBERS_WORTH_A_THREAD + (int64_t)c->slots) + 1, b = 0, have = 0;
    if (parts > ctx->threads) parts = ctx->threads;
    if (parts > REL_COVER_PARTS) parts = REL_COVER_PARTS;
    c->parts = (int)parts;
    size_t words = 0;
    for (int p = 0; p < c->parts; p++) {
        const int64_t until = members / parts * (p + 1), before = have;
        part[p].first = b;
        while (b < s->blocks && (have < until || p + 1 == c->parts))
            have += s->block[b++].start[REL_RR_BLOCK];
        part[p].last = b;
        c->part_first[p] = words;
        words += (size_t)(have - before) + (size_t)(part[p].last - part[p].first) * REL_RR_BLOCK + 2;
        REL_TRY(rel_scratch(ctx, &part[p].alone, c->slots, sizeof *part[p].alone, "candidates of a thread"));
        REL_TRY(rel_scratch(ctx, &part[p].among, c->slots, sizeof *part[p].among, "candidates of a thread"));
    }
    st = make_room(ctx, &c->word, &c->room.word, words, "samples cut down to candidates");
out:
    return st;
}

rel_status rel_coverage_gather(rel_ctx *ctx, rel_coverage *c, const rel_rr_samples *s,
                               const rel_cover_filter *f)
{
    rel_status st;
    share part[REL_COVER_PARTS] = {{0}};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(choose_slots(ctx, c, f));
    REL_TRY(cut(ctx, c, s, part));
#pragma omp parallel for num_threads(c->parts) schedule(static, 1) if (c->parts > 1)
    for (int p = 0; p < c->parts; p++) c->part_last[p] = keep_blocks(c, s, f, &part[p], c->part_first[p]);
    if (c->part_last[c->parts - 1] > UINT32_MAX) {
        st = rel_fail(ctx, REL_E_LIMIT, "coverage: more than 2^32 members of samples");
        goto out;
    }
    place_parts(c, part);
    REL_TRY(make_room(ctx, &c->in, &c->room.in, c->in_start[c->slots], "samples of each candidate"));
#pragma omp parallel for num_threads(c->parts) schedule(static, 1) if (c->parts > 1)
    for (int p = 0; p < c->parts; p++) index_sets(c, c->part_first[p], c->part_last[p], part[p].among);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

uint32_t rel_coverage_meet(rel_coverage *c, uint32_t slot, uint32_t mark)
{
    const uint32_t gain = c->gain[slot];
    for (uint32_t i = c->in_start[slot]; i < c->in_start[slot + 1]; i++) {
        uint32_t *word = c->word + c->in[i], w;
        if (*word & REL_SET_MET) continue;
        *word |= REL_SET_MET | mark;
        do {
            w = *++word;
            c->gain[w & ~REL_SET_LAST]--;
        } while (!(w & REL_SET_LAST));
    }
    c->gain[slot] = 0;
    return gain;
}

void rel_coverage_unmeet(rel_coverage *c)
{
    for (int p = 0; p < c->parts; p++)
        for (size_t at = c->part_first[p]; at < c->part_last[p]; at++) {
            c->word[at] &= ~REL_SET_MET;
            while (!(c->word[++at] & REL_SET_LAST)) continue;
        }
}

/* Quickselect (Hoare): afterwards no item of v[0..k) is below one of v[k..n). */
static void put_largest_first(uint64_t *v, size_t n, size_t k)
{
    for (size_t lo = 0, hi = n; hi - lo > 1;) {
        const uint64_t a = v[lo], b = v[lo + (hi - lo) / 2], d = v[hi - 1];
        const uint64_t pivot = a < b ? (b < d ? b : a < d ? d : a) : (a < d ? a : b < d ? d : b);
        size_t i = lo, j = hi - 1;
        for (;; i++, j--) {
            while (v[i] > pivot) i++;
            while (v[j] < pivot) j--;
            if (i >= j) break;
            const uint64_t t = v[i];
            v[i] = v[j];
            v[j] = t;
        }
        /* v[lo..i) >= pivot; v[j + 1..hi) <= pivot; v[i] is the pivot when i == j. */
        if (k <= i)
            hi = i;
        else if (k > j + 1)
            lo = j + 1;
        else
            return;
        if (hi <= k || lo >= k) return;
    }
}

uint64_t rel_top_sum(uint64_t *v, size_t n, uint64_t k)
{
    uint64_t sum = 0;
    if (k < n) put_largest_first(v, n, (size_t)k);
    for (size_t i = 0; i < (k < n ? k : n); i++) sum += v[i];
    return sum;
}
