#include "src/insight/term_table.h"

#include <inttypes.h>
#include <stdlib.h>

#include "src/base/hash.h"

const char *rel_term_kind_word(rel_term_kind kind)
{
    static const char *const words[] = {
#define X(name, word) word,
        REL_TERM_LIST(X)
#undef X
    };
    return words[kind];
}

void rel_term_table_free(rel_term_table *t)
{
    free(t->slot);
    free(t->index);
    free(t->unused);
    free(t->touched);
    rel_buf_free(&t->texts);
    *t = (rel_term_table){0};
}

static uint64_t hash_of(rel_term_kind kind, rel_str term)
{
    return rel_hash64(term.s, term.len) + (uint64_t)kind * 0x9e3779b97f4a7c15u;
}

/* Where the term stands in the index, or the free place where it would. */
static size_t place_of(const rel_term_table *t, rel_term_kind kind, rel_str term, uint64_t hash)
{
    const size_t mask = t->indexed - 1;
    for (size_t i = (size_t)hash & mask;; i = (i + 1) & mask) {
        if (!t->index[i]) return i;
        const rel_term_slot *s = &t->slot[t->index[i] - 1];
        if (s->hash == hash && s->kind == (uint8_t)kind &&
            rel_str_eq(rel_term_text(t, t->index[i] - 1), term))
            return i;
    }
}

uint32_t rel_term_find(const rel_term_table *t, rel_term_kind kind, rel_str term)
{
    if (!t->indexed) return UINT32_MAX;
    const uint32_t found = t->index[place_of(t, kind, term, hash_of(kind, term))];
    return found ? found - 1 : UINT32_MAX;
}

static rel_status index_all(rel_ctx *ctx, rel_term_table *t, size_t size)
{
    uint32_t *bigger;
    const rel_status st = rel_alloc(ctx, &bigger, size, sizeof *bigger, "terms");
    if (st != REL_OK) return st;
    free(t->index);
    t->index = bigger;
    t->indexed = size;
    for (uint32_t i = 0; i < t->slots; i++) {
        if (!t->slot[i].len) continue;
        size_t at = (size_t)t->slot[i].hash & (size - 1);
        while (t->index[at]) at = (at + 1) & (size - 1);
        t->index[at] = i + 1;
    }
    return REL_OK;
}

/* -------- forgetting -------- */

static rel_status pack_texts(rel_ctx *ctx, rel_term_table *t)
{
    rel_buf packed = {0};
    rel_status st = rel_buf_reserve(ctx, &packed, t->texts.len);
    for (uint32_t i = 0; st == REL_OK && i < t->slots; i++) {
        rel_term_slot *s = &t->slot[i];
        if (!s->len) continue;
        const size_t at = packed.len;
        st = rel_buf_add(ctx, &packed, t->texts.data + s->at, s->len);
        s->at = at;
    }
    rel_buf_free(&t->texts);
    t->texts = packed;
    return st;
}

static rel_status forget_rare(rel_ctx *ctx, rel_term_table *t)
{
    rel_status st;
    uint32_t most = 1;
    for (; t->alive > t->max_alive / 2 && most; most *= 2) {
        t->forgotten = most;
        for (uint32_t i = 0; i < t->slots; i++) {
            rel_term_slot *s = &t->slot[i];
            if (!s->len || s->kept || s->accounts > most) continue;
            REL_TRY(rel_grow(ctx, &t->unused, &t->unused_capacity, t->unused_count + 1, sizeof *t->unused,
                             "terms"));
            t->unused[t->unused_count++] = i;
            *s = (rel_term_slot){0};
            t->alive--;
        }
    }
    if (t->alive >= t->max_alive)
        return rel_fail(ctx, REL_E_LIMIT, "posts have more than %" PRIu32 " terms that matter", t->max_alive);
    REL_TRY(pack_texts(ctx, t));
    st = index_all(ctx, t, t->indexed);
out:
    return st;
}

/* -------- using -------- */

static rel_status add(rel_ctx *ctx, rel_term_table *t, rel_term_kind kind, rel_str term, uint64_t hash,
                      uint32_t *slot)
{
    rel_status st = REL_OK;
    if (t->alive >= t->max_alive) REL_TRY(forget_rare(ctx, t));
    if (4 * ((size_t)t->alive + 1) > 3 * t->indexed)
        REL_TRY(index_all(ctx, t, t->indexed ? 2 * t->indexed : 1024));
    const size_t at = t->texts.len;
    REL_TRY(rel_buf_add(ctx, &t->texts, term.s, term.len));
    if (t->unused_count) {
        *slot = t->unused[--t->unused_count];
    } else {
        REL_TRY(rel_grow(ctx, &t->slot, &t->slot_capacity, (size_t)t->slots + 1, sizeof *t->slot, "terms"));
        *slot = t->slots++;
    }
    t->slot[*slot] = (rel_term_slot){.at = at,
                                     .hash = hash,
                                     .len = (uint32_t)term.len,
                                     .last = REL_VID_NONE,
                                     .community = REL_VID_NONE,
                                     .kind = (uint8_t)kind};
    /* The term itself, not its place: forgetting moved the others. */
    t->index[place_of(t, kind, term, hash)] = *slot + 1;
    t->alive++;
out:
    return st;
}

rel_status rel_term_use(rel_ctx *ctx, rel_term_table *t, rel_term_kind kind, rel_str term, rel_vid account,
                        rel_vid community, int64_t text)
{
    rel_status st = REL_OK;
    const uint64_t hash = hash_of(kind, term);
    uint32_t slot = UINT32_MAX;
    if (!term.len) return REL_OK;
    if (t->indexed) slot = t->index[place_of(t, kind, term, hash)] - 1; /* 0 - 1: none */
    if (slot == UINT32_MAX) REL_TRY(add(ctx, t, kind, term, hash, &slot));
    rel_term_slot *s = &t->slot[slot];
    if (s->community != community) {
        REL_TRY(rel_grow(ctx, &t->touched, &t->touched_capacity, t->touched_count + 1, sizeof *t->touched,
                         "terms"));
        t->touched[t->touched_count++] = slot;
        s->community = community;
        s->here = 0;
        s->text = text;
        s->several = false;
    }
    s->several = s->several || s->text != text;
    if (s->last == account) return REL_OK;
    s->last = account;
    s->here++;
    s->accounts++;
    t->pairs[kind]++;
out:
    return st;
}
