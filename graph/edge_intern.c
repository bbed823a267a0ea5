#include "graph/edge_intern.h"

#include <inttypes.h>
#include <stdlib.h>

#include "graph/name_sort.h"
#include "graph/owner.h"
#include "src/base/hash.h"
#include "src/base/utf8.h"

enum {
    SHARD_BITS = 6,
    SHARDS = 1 << SHARD_BITS,
    LOCAL_BITS = 32 - SHARD_BITS, /* a provisional id is shard << LOCAL_BITS | place in the shard */
    FIRST_SLOTS = 1 << 8,
    AHEAD = 12,      /* names whose slots are fetched ahead */
    CHUNK = 1 << 16, /* names for which room is made at once, whether they are new or not */
};

typedef struct slot {
    uint32_t hash; /* low half of the name's */
    uint32_t id;   /* place in the shard + 1, 0: empty */
} slot;

typedef struct shard {
    slot *slots;
    uint32_t mask;
    uint32_t count;
    uint64_t *off; /* count + 1 into text */
    size_t off_capacity;
    char *text;
    size_t text_capacity;
} shard;

struct rel_interner {
    shard shards[SHARDS];
};

static unsigned shard_of(uint64_t hash)
{
    return (unsigned)(hash >> (64 - SHARD_BITS));
}

static rel_status grow_slots(rel_ctx *ctx, shard *s, uint32_t names)
{
    slot *larger;
    uint32_t mask = s->slots ? s->mask : FIRST_SLOTS - 1;
    while (s->count + names > mask / 2) mask = mask * 2 + 1;
    if (s->slots && mask == s->mask) return REL_OK;
    const rel_status st = rel_alloc(ctx, &larger, (size_t)mask + 1, sizeof *larger, "names");
    if (st != REL_OK) return st;
    for (uint32_t i = 0; s->slots && i <= s->mask; i++) {
        if (!s->slots[i].id) continue;
        uint32_t at = s->slots[i].hash & mask;
        while (larger[at].id) at = (at + 1) & mask;
        larger[at] = s->slots[i];
    }
    free(s->slots);
    s->slots = larger;
    s->mask = mask;
    return REL_OK;
}

/* Room for `names` more with `bytes` of text together, growing by doubling. */
static rel_status grow_shard(rel_ctx *ctx, shard *s, uint32_t names, size_t bytes)
{
    rel_status st;
    if ((uint64_t)s->count + names > (1u << LOCAL_BITS) - 2)
        return rel_fail(ctx, REL_E_LIMIT, "an edge list names more vertices than a graph can have");
    REL_TRY(rel_grow(ctx, &s->off, &s->off_capacity, (size_t)s->count + names + 1, sizeof *s->off, "names"));
    s->off[0] = 0;
    REL_TRY(rel_grow(ctx, &s->text, &s->text_capacity, s->off[s->count] + bytes, 1, "names"));
    st = grow_slots(ctx, s, names);
out:
    return st;
}

rel_status rel_interner_new(rel_ctx *ctx, rel_interner **in)
{
    rel_status st = rel_alloc(ctx, in, 1, sizeof **in, "names");
    for (int s = 0; s < SHARDS && st == REL_OK; s++) st = grow_shard(ctx, &(*in)->shards[s], 1, 1);
    if (st == REL_OK) return st;
    rel_interner_delete(*in);
    *in = NULL;
    return st;
}

static void empty_shard(shard *s)
{
    free(s->slots);
    free(s->off);
    free(s->text);
    *s = (shard){0};
}

void rel_interner_delete(rel_interner *in)
{
    if (!in) return;
    for (int s = 0; s < SHARDS; s++) empty_shard(&in->shards[s]);
    free(in);
}

/* The name's place in its shard, which has room for it. */
static uint32_t intern(shard *s, const char *text, const rel_edge_name *name)
{
    const uint32_t hash = (uint32_t)name->hash;
    uint32_t at = hash & s->mask;
    for (; s->slots[at].id; at = (at + 1) & s->mask) {
        if (s->slots[at].hash != hash) continue;
        const uint32_t id = s->slots[at].id - 1;
        if (s->off[id + 1] - s->off[id] == name->len && memcmp(s->text + s->off[id], text, name->len) == 0)
            return id;
    }
    memcpy(s->text + s->off[s->count], text, name->len);
    s->off[s->count + 1] = s->off[s->count] + name->len;
    s->slots[at] = (slot){hash, ++s->count};
    return s->count - 1;
}

typedef struct job {
    rel_interner *in;
    const char *base;
    const rel_edge_name *name[2];
    uint32_t *out[2];
    int64_t first, last; /* names of the chunk: 2 an edge */
} job;

static inline const rel_edge_name *name_at(const job *j, int64_t i)
{
    return &j->name[i & 1][i >> 1];
}

/* Room in each shard for all of its names in the chunk. */
static rel_status make_room(rel_ctx *ctx, const job *j)
{
    uint32_t names[SHARDS] = {0};
    size_t bytes[SHARDS] = {0};
    for (int64_t i = j->first; i < j->last; i++) {
        const rel_edge_name *name = name_at(j, i);
        names[shard_of(name->hash)]++;
        bytes[shard_of(name->hash)] += name->len;
    }
    for (int s = 0; s < SHARDS; s++) {
        const rel_status st = grow_shard(ctx, &j->in->shards[s], names[s], bytes[s]);
        if (st != REL_OK) return st;
    }
    return REL_OK;
}

/* The names of the chunk in the shards s with s % threads == me. */
static void fill_shards(const job *j, unsigned threads, unsigned me)
{
    bool mine[SHARDS];
    for (unsigned s = 0; s < SHARDS; s++) mine[s] = s % threads == me;
    for (int64_t i = j->first; i < j->last; i++) {
        if (i + AHEAD < j->last) {
            const uint64_t hash = name_at(j, i + AHEAD)->hash;
            const shard *soon = &j->in->shards[shard_of(hash)];
            if (mine[shard_of(hash)]) __builtin_prefetch(&soon->slots[(uint32_t)hash & soon->mask]);
        }
        const rel_edge_name *name = name_at(j, i);
        const unsigned k = shard_of(name->hash);
        if (mine[k])
            j->out[i & 1][i >> 1] = k << LOCAL_BITS | intern(&j->in->shards[k], j->base + name->at, name);
    }
}

rel_status rel_intern_edges(rel_ctx *ctx, rel_interner *in, const char *base,
                            const rel_edge_name *source_name, const rel_edge_name *target_name, int64_t count,
                            uint32_t *source, uint32_t *target)
{
    job j = {.in = in, .base = base, .name = {source_name, target_name}, .out = {source, target}};
    const int threads = ctx->threads < SHARDS ? ctx->threads : SHARDS;
    for (; j.first < 2 * count; j.first = j.last) {
        j.last = 2 * count - j.first < CHUNK ? 2 * count : j.first + CHUNK;
        const rel_status st = make_room(ctx, &j);
        if (st != REL_OK) return st;
#pragma omp parallel for num_threads(threads) schedule(static, 1)
        for (int t = 0; t < threads; t++) fill_shards(&j, (unsigned)threads, (unsigned)t);
    }
    return REL_OK;
}

/* All names one after the other, shard by shard, and the place where each shard begins. */
static rel_status join_shards(rel_ctx *ctx, rel_interner *in, uint32_t *begin, uint64_t **off, char **text,
                              int64_t *mended)
{
    rel_status st;
    uint32_t n = 0;
    uint64_t bytes = 0;
    *mended = 0;
    for (int s = 0; s < SHARDS; s++) {
        const shard *h = &in->shards[s];
        begin[s] = n;
        n += h->count;
        for (uint32_t i = 0; i < h->count; i++) {
            const uint64_t len = h->off[i + 1] - h->off[i];
            const bool safe = rel_utf8_xml_safe(h->text + h->off[i], len);
            bytes += safe ? len : REL_UTF8_CLEAN_MAX(len);
            *mended += !safe;
        }
    }
    begin[SHARDS] = n;
    REL_TRY(rel_big_alloc(ctx, off, (size_t)n + 1, sizeof **off, "names"));
    REL_TRY(rel_big_alloc(ctx, text, bytes, 1, "names"));
    (*off)[0] = 0;
    uint64_t *end = *off;
    for (int s = 0; s < SHARDS; s++) {
        shard *h = &in->shards[s];
        for (uint32_t i = 0; i < h->count; i++, end++)
            end[1] =
                end[0] + rel_utf8_clean(*text + end[0], h->text + h->off[i], h->off[i + 1] - h->off[i], NULL);
        empty_shard(h);
    }
out:
    return st;
}

static rel_str text_at(const char *text, const uint64_t *off, uint32_t i)
{
    return (rel_str){text + off[i], off[i + 1] - off[i]};
}

/* Names in order into g; vertex[i] becomes the vertex of name i. */
static rel_status sort_names(rel_ctx *ctx, const char *text, const uint64_t *off, uint32_t n,
                             uint32_t *vertex, rel_graph *g)
{
    rel_status st;
    uint32_t *order = NULL;
    uint64_t *sorted_off;
    char *sorted_text;
    rel_vid *identity, count = 0;
    REL_TRY(rel_big_alloc(ctx, &order, n, sizeof *order, "names"));
    REL_TRY(rel_name_sort(ctx, text, off, n, order));
    for (uint32_t i = 0; i < n; i++) {
        const bool again =
            i > 0 && rel_str_eq(text_at(text, off, order[i]), text_at(text, off, order[i - 1]));
        count += !again;
        vertex[order[i]] = count - 1;
    }
    REL_TRY(rel_graph_alloc(ctx, g, &sorted_off, (size_t)count + 1, sizeof *sorted_off, "names"));
    REL_TRY(rel_graph_alloc(ctx, g, &sorted_text, off[n], 1, "names"));
    REL_TRY(rel_graph_alloc(ctx, g, &identity, count, sizeof *identity, "names"));
    sorted_off[0] = 0;
    for (uint32_t i = 0; i < n; i++) {
        const rel_vid v = vertex[order[i]];
        const rel_str name = text_at(text, off, order[i]);
        memcpy(sorted_text + sorted_off[v], name.s, name.len);
        sorted_off[v + 1] = sorted_off[v] + name.len;
        identity[v] = v;
    }
    g->n = count;
    g->names = (rel_names){REL_NAMES_TEXT, count, NULL, sorted_off, sorted_text, identity};
out:
    free(order);
    return st;
}

rel_status rel_intern_finish(rel_ctx *ctx, rel_interner *in, int64_t count, uint32_t *source,
                             uint32_t *target, rel_graph *g, int64_t *mended)
{
    rel_status st;
    uint32_t begin[SHARDS + 1], *vertex = NULL;
    uint64_t *off = NULL, total = 0;
    char *text = NULL;
    for (int s = 0; s < SHARDS; s++) total += in->shards[s].count;
    if (total > REL_VID_MAX)
        return rel_fail(ctx, REL_E_LIMIT, "a graph can have %" PRIu32 " vertices, but there are %" PRIu64,
                        REL_VID_MAX, total);
    REL_TRY(join_shards(ctx, in, begin, &off, &text, mended));
    REL_TRY(rel_big_alloc(ctx, &vertex, begin[SHARDS], sizeof *vertex, "names"));
    REL_TRY(sort_names(ctx, text, off, begin[SHARDS], vertex, g));
    uint32_t *const ends[2] = {source, target};
    for (int side = 0; side < 2; side++) {
        uint32_t *end = ends[side];
#pragma omp parallel for num_threads(ctx->threads) schedule(static)
        for (int64_t i = 0; i < count; i++)
            end[i] = vertex[begin[end[i] >> LOCAL_BITS] + (end[i] & ((1u << LOCAL_BITS) - 1))];
    }
out:
    free(off);
    free(text);
    free(vertex);
    return st;
}
