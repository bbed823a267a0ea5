#include "ingest/account_map.h"

#include <stdlib.h>
#include <string.h>

static rel_account_entry *at(const rel_account_map *m, size_t i)
{
    return &m->chunk[i / REL_ACCOUNT_CHUNK][i % REL_ACCOUNT_CHUNK];
}

static size_t find_slot(const rel_account_map *m, rel_hash128 hash)
{
    const size_t mask = m->slots - 1;
    for (size_t i = (size_t)hash.low & mask;; i = (i + 1) & mask) {
        if (!m->slot[i]) return i;
        const rel_account_entry *e = at(m, m->slot[i] - 1);
        if (e->hash.low == hash.low && e->hash.high == hash.high) return i;
    }
}

rel_account_entry *rel_account_map_find(const rel_account_map *m, rel_hash128 hash)
{
    if (!m->slots) return NULL;
    const uint32_t found = m->slot[find_slot(m, hash)];
    return found ? at(m, found - 1) : NULL;
}

static rel_status make_slots(rel_ctx *ctx, rel_account_map *m)
{
    if (4 * (m->count + 1) <= 3 * m->slots) return REL_OK;
    rel_account_map bigger = *m;
    bigger.slots = m->slots ? 2 * m->slots : 1024;
    const rel_status st =
        rel_alloc(ctx, &bigger.slot, bigger.slots, sizeof *bigger.slot, "table of accounts");
    if (st != REL_OK) return st;
    for (size_t i = 0; i < m->count; i++) bigger.slot[find_slot(&bigger, at(m, i)->hash)] = (uint32_t)i + 1;
    free(m->slot);
    *m = bigger;
    return REL_OK;
}

static rel_status make_chunk(rel_ctx *ctx, rel_account_map *m)
{
    if (m->count % REL_ACCOUNT_CHUNK != 0) return REL_OK;
    const size_t i = m->count / REL_ACCOUNT_CHUNK;
    rel_status st = rel_grow(ctx, &m->chunk, &m->chunk_capacity, i + 1, sizeof(void *), "list of accounts");
    if (st == REL_OK)
        st = rel_alloc(ctx, &m->chunk[i], REL_ACCOUNT_CHUNK, sizeof(rel_account_entry), "accounts");
    return st;
}

rel_status rel_account_map_add(rel_ctx *ctx, rel_account_map *m, rel_hash128 hash, uint32_t id,
                               rel_account_entry **entry)
{
    if (m->count >= UINT32_MAX - 1) return rel_fail(ctx, REL_E_LIMIT, "more than 2^32 accounts");
    rel_status st = make_slots(ctx, m);
    if (st == REL_OK) st = make_chunk(ctx, m);
    if (st != REL_OK) return st;
    m->slot[find_slot(m, hash)] = (uint32_t)m->count + 1;
    *entry = at(m, m->count++);
    **entry = (rel_account_entry){.hash = hash, .id = id};
    return REL_OK;
}

void rel_account_map_free(rel_account_map *m)
{
    for (size_t i = 0; i * REL_ACCOUNT_CHUNK < m->count; i++) free(m->chunk[i]);
    free(m->chunk);
    free(m->slot);
    *m = (rel_account_map){0};
}

size_t rel_account_map_bytes(const rel_account_map *m)
{
    const size_t chunks = (m->count + REL_ACCOUNT_CHUNK - 1) / REL_ACCOUNT_CHUNK;
    return m->slots * sizeof *m->slot + m->chunk_capacity * sizeof(void *) +
           chunks * REL_ACCOUNT_CHUNK * sizeof(rel_account_entry);
}
