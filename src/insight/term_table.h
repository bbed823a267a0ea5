/* Terms (words, hashtags, links, domains) counted by the accounts that use them, over all communities and in
 * the one that is being read. Accounts come community by community, each with all its posts. */
#ifndef REL_INSIGHT_TERM_TABLE_H
#define REL_INSIGHT_TERM_TABLE_H

#include "graph/types.h"
#include "src/base/str.h"

/* name, word (of JSON) */
#define REL_TERM_LIST(X)                                                                                     \
    X(WORD, "words")                                                                                         \
    X(TAG, "hashtags")                                                                                       \
    X(LINK, "links")                                                                                         \
    X(DOMAIN, "domains")

typedef enum rel_term_kind {
#define X(name, word) REL_TERM_##name,
    REL_TERM_LIST(X)
#undef X
        REL_TERM_KINDS
} rel_term_kind;
const char *rel_term_kind_word(rel_term_kind kind);

typedef struct rel_term_slot {
    size_t at; /* in the texts */
    uint64_t hash;
    int64_t text;           /* the first text of this community that used it */
    uint32_t len, accounts; /* of all communities */
    uint32_t here;          /* accounts of the community that is read */
    rel_vid last;           /* account that used it last */
    rel_vid community;      /* that `here` is of */
    uint8_t kind;
    bool several; /* at least two texts of this community used it */
    bool kept;    /* never forgotten */
} rel_term_slot;

typedef struct rel_term_table {
    rel_term_slot *slot;   /* a slot of no length is free */
    uint32_t slots, alive; /* handed out so far; in use */
    uint32_t max_alive;
    size_t slot_capacity;
    uint32_t *index;            /* hash -> slot + 1 */
    size_t indexed;             /* a power of two */
    uint32_t *unused, *touched; /* free slots; slots that this community used, some perhaps twice */
    size_t unused_count, unused_capacity, touched_count, touched_capacity;
    rel_buf texts;
    int64_t pairs[REL_TERM_KINDS]; /* of account and term, in all */
    uint32_t forgotten;            /* terms with so many accounts, or fewer, were forgotten */
} rel_term_table;

/* A table of at most max_alive terms. When it is full, terms that at most 1 (then 2, 4, ...) accounts used
 * are forgotten until it is at most half full, those that are kept excepted: lossy counting (Manku, Motwani,
 * "Approximate frequency counts over data streams", VLDB 2002). What is told of a term can then be too low by
 * what was forgotten of it. Memory: 64 bytes a term, 4 to 8 in the index, and its text twice. */
static inline rel_term_table rel_term_table_of(uint32_t max_alive)
{
    return (rel_term_table){.max_alive = max_alive};
}
/* Accepts {0}. */
void rel_term_table_free(rel_term_table *t);

static inline rel_str rel_term_text(const rel_term_table *t, uint32_t slot)
{
    return (rel_str){t->texts.data + t->slot[slot].at, t->slot[slot].len};
}
/* UINT32_MAX when it is not there. */
uint32_t rel_term_find(const rel_term_table *t, rel_term_kind kind, rel_str term);
/* The account, of the community, used the term in the text of this number. Slots keep their numbers as long
 * as they are kept. Errors: E_LIMIT (all terms of a full table are kept), E_MEM. */
REL_CHECKED
rel_status rel_term_use(rel_ctx *ctx, rel_term_table *t, rel_term_kind kind, rel_str term, rel_vid account,
                        rel_vid community, int64_t text);

#endif
