#include "algorithms/diffusion/rr_samples.h"

#include <stdlib.h>
#include <string.h>

#include "algorithms/diffusion/rr_parts.h"
#include "src/base/time.h"

enum {
    PAUSE = 16,         /* blocks that are drawn one sample at a time after one was too large for a batch */
    FIRST_BLOCKS = 16,  /* in the first pass */
    PASS_BLOCKS = 1024, /* in a pass, between which stopping is possible, at most; */
    PASS_MEMBERS = 1 << 22, /* and about so many members */
    CHUNKS = 2,             /* a thread */
    CHUNK_LEAST = 1 << 14,  /* members */
    JUDGE_FIRST = 1024      /* samples that are judged before the first look at the clock */
};
static const double SHARE = 1.15;        /* of a thread, of what a pass is expected to take */
static const double PASS_SECONDS = 0.02; /* judging looks up about so often */

/* Where a thread puts members. */
typedef struct chunk {
    rel_vid *member;
    int64_t room;
} chunk;

struct rel_rr_store {
    void **part; /* all that was allocated: chunks, starts */
    size_t parts, parts_room;
    size_t block_room;
    chunk *open; /* CHUNKS a thread: the one that is being filled, and a spare one */
    size_t open_room;
    int64_t members; /* of the largest block */
};

/* What a thread draws with. */
typedef struct worker {
    rel_rr_lane lane;
    rel_rr_batch *batch; /* NULL: never */
    rel_vid *queue;      /* judging: n */
    int pause;
    int64_t failed; /* block for which there was no room, or -1; of failed_members at least */
    int64_t failed_members;
    int64_t hits[REL_RR_SETS];
} worker;

typedef struct drawing {
    rel_ctx *ctx;
    const rel_rr_sampler *sampler;
    rel_rr_watch watch;
    uint64_t collection;
    worker *worker; /* threads */
} drawing;

static rel_status prepare_worker(rel_ctx *ctx, const rel_rr_sampler *s, bool judging, worker *w)
{
    rel_status st;
    const size_t n = s->f->n;
    w->failed = -1;
    REL_TRY(rel_scratch(ctx, &w->lane.visited, (n + 63) / 64, sizeof *w->lane.visited, "visited accounts"));
    if (judging) REL_TRY(rel_scratch_unset(ctx, &w->queue, n, sizeof *w->queue, "members of a sample"));
    if (s->timed) {
        REL_TRY(rel_scratch_unset(ctx, &w->lane.time, n, sizeof *w->lane.time, "times"));
        REL_TRY(rel_scratch_unset(ctx, &w->lane.heap, n, sizeof *w->lane.heap, "accounts by time"));
        REL_TRY(rel_scratch(ctx, &w->lane.slot, n, sizeof *w->lane.slot, "accounts by time"));
    } else if (!s->f->is_rival) {
        REL_TRY(rel_scratch(ctx, &w->batch, 1, sizeof *w->batch, "samples side by side"));
    }
out:
    return st;
}

static rel_status prepare(rel_ctx *ctx, const rel_rr_sampler *s, uint64_t collection,
                          const uint8_t *const *set, int sets, bool judging, drawing *d)
{
    rel_status st;
    *d = (drawing){.ctx = ctx, .sampler = s, .collection = collection};
    REL_TRY(rel_scratch(ctx, &d->worker, (size_t)ctx->threads, sizeof *d->worker, "samplers"));
    for (int i = 0; i < ctx->threads; i++) REL_TRY(prepare_worker(ctx, s, judging, &d->worker[i]));
    if (!sets) goto out;
    d->watch.set = set;
    d->watch.sets = sets;
    d->watch.all = (uint32_t)(((uint64_t)1 << sets) - 1);
    REL_TRY(rel_scratch(ctx, &d->watch.any, (s->f->n + 63) / 64, sizeof *d->watch.any, "watched accounts"));
    for (int j = 0; j < sets; j++)
        for (rel_vid v = 0; v < s->f->n; v++) d->watch.any[v >> 6] |= (uint64_t)(set[j][v] != 0) << (v & 63);
out:
    return st;
}

static uint64_t key_of(const drawing *d, int64_t sample)
{
    return rel_rand(d->ctx->seed, d->collection, (uint64_t)sample);
}

static int64_t walk(const drawing *d, worker *w, int64_t sample, rel_vid *queue, int64_t room)
{
    return (d->sampler->timed ? rel_rr_walk_timed : rel_rr_walk)(d->sampler, &d->watch, key_of(d, sample),
                                                                 &w->lane, queue, room);
}

/* The samples first..last side by side; false: one at a time. */
static bool batch(const drawing *d, worker *w, int64_t first, int64_t last)
{
    uint64_t key[REL_RR_BLOCK];
    if (!w->batch || w->pause > 0) {
        w->pause--;
        return false;
    }
    for (int64_t i = first; i < last; i++) key[i - first] = key_of(d, i);
    if (rel_rr_batch_draw(d->sampler, &d->watch, key, (int)(last - first), w->batch)) return true;
    w->pause = PAUSE;
    return false;
}

static bool no_room(worker *w, int64_t b, int64_t members)
{
    w->failed = b;
    w->failed_members = members;
    return false;
}

/* False: no room; the least that is needed is then known. */
static bool store_block(const drawing *d, worker *w, int64_t b, const chunk *to, uint32_t *start)
{
    const int64_t first = b * REL_RR_BLOCK, room = to->room < UINT32_MAX ? to->room : UINT32_MAX;
    int64_t used = 0, hits = 0;
    if (!to->member) return no_room(w, b, 0); /* the first chunk is still to come */
    if (batch(d, w, first, first + REL_RR_BLOCK)) {
        if (w->batch->count > room) return no_room(w, b, w->batch->count);
        rel_rr_batch_members(w->batch, &d->watch, REL_RR_BLOCK, start, to->member);
        for (int i = 0; i < REL_RR_BLOCK; i++) hits += d->watch.any && w->batch->met[i] == d->watch.all;
        w->hits[0] += hits;
        return true;
    }
    for (int i = 0; i < REL_RR_BLOCK; i++) {
        start[i] = (uint32_t)used;
        const int64_t count = walk(d, w, first + i, to->member + used, room - used);
        if (count < 0) return no_room(w, b, room + 1);
        const bool hit = d->watch.any && w->lane.met == d->watch.all;
        used += hit ? 0 : count;
        hits += hit;
    }
    start[REL_RR_BLOCK] = (uint32_t)used;
    w->hits[0] += hits;
    return true;
}

/* A block of the pass: those that found no room come first, then the others. */
typedef struct pass {
    rel_rr_samples *s;
    int64_t first, last;  /* blocks */
    int64_t next;         /* shared: what is taken next */
    const int64_t *again; /* blocks to try again */
    int64_t agains;
    int64_t done, members; /* shared: blocks stored, and what they hold */
} pass;

/* Into the open chunk, else into the spare one. */
static bool store_somewhere(const drawing *d, worker *w, int64_t b, chunk *to, uint32_t *start)
{
    if (store_block(d, w, b, &to[0], start)) return true;
    if (!to[1].member) return false;
    to[0] = to[1];
    to[1] = (chunk){0};
    w->failed = -1;
    return store_block(d, w, b, &to[0], start);
}

static void fill(const drawing *d, pass *p, int thread)
{
    worker *w = &d->worker[thread];
    chunk *to = p->s->store->open + CHUNKS * (size_t)thread;
    for (;;) {
        int64_t at;
#pragma omp atomic capture
        at = p->next++;
        const int64_t b = at < p->agains ? p->again[at] : p->first + at - p->agains;
        if (b >= p->last) return;
        rel_rr_block *block = &p->s->block[b];
        if (!store_somewhere(d, w, b, to, block->start)) return;
        block->member = to->member;
        to->member += block->start[REL_RR_BLOCK];
        to->room -= block->start[REL_RR_BLOCK];
#pragma omp atomic
        p->done++;
#pragma omp atomic
        p->members += block->start[REL_RR_BLOCK];
    }
}

static rel_status keep_part(rel_ctx *ctx, rel_rr_samples *s, int64_t count, const char *what, void *out)
{
    struct rel_rr_store *store = s->store;
    size_t room = 0;
    void *part = NULL;
    rel_status st =
        rel_grow(ctx, &store->part, &store->parts_room, store->parts + 1, sizeof *store->part, "samples");
    if (st == REL_OK) st = rel_grow(ctx, &part, &room, (size_t)count, sizeof(uint32_t), what);
    memcpy(out, &part, sizeof part);
    if (st != REL_OK) return st;
    store->part[store->parts++] = part;
    s->bytes += (int64_t)(room * sizeof(uint32_t));
    return REL_OK;
}

static int64_t power_of_two(int64_t least)
{
    int64_t power = CHUNK_LEAST;
    while (power < least) power *= 2;
    return power;
}

/* Room for a thread's share of the blocks that are left, by what they held so far, and for the largest, in
 * the open chunk and a spare one: a thread that runs out of room waits for the others. */
static rel_status open_chunks(const drawing *d, const pass *p)
{
    rel_rr_samples *s = p->s;
    struct rel_rr_store *store = s->store;
    const double blocks = (double)(s->blocks + p->done), left = (double)(p->last - p->first + p->agains),
                 mean = blocks > 0 ? (double)(s->members + p->members) / blocks : 0;
    const int64_t want = (int64_t)(SHARE * mean * left / d->ctx->threads) + store->members;
    for (int i = 0; i < d->ctx->threads; i++) {
        worker *w = &d->worker[i];
        chunk *open = store->open + CHUNKS * (size_t)i, *spare = open + 1;
        const int64_t need = w->failed >= 0 ? w->failed_members : 0;
        w->failed = -1;
        if (spare->member || (open->member && !need && open->room >= want)) continue;
        if (need > UINT32_MAX)
            return rel_fail(d->ctx, REL_E_LIMIT, "samples: more than %u members in %d of them", UINT32_MAX,
                            REL_RR_BLOCK);
        const int64_t room = power_of_two(need > want - open->room ? need : want - open->room);
        const rel_status st = keep_part(d->ctx, s, room, "members of samples", &spare->member);
        if (st != REL_OK) return st;
        spare->room = room;
    }
    return REL_OK;
}

/* Draws the blocks first..last; all of them or an error. */
static rel_status one_pass(const drawing *d, rel_rr_samples *s, int64_t first, int64_t last, int64_t *again)
{
    rel_status st;
    uint32_t *start;
    pass p = {.s = s, .first = first, .last = last, .again = again};
    REL_TRY(keep_part(d->ctx, s, (last - first) * (REL_RR_BLOCK + 1), "starts of samples", &start));
    for (int64_t b = first; b < last; b++) s->block[b].start = start + (b - first) * (REL_RR_BLOCK + 1);
    do {
        REL_TRY(open_chunks(d, &p));
#pragma omp parallel for num_threads(d->ctx->threads) schedule(static, 1)
        for (int i = 0; i < d->ctx->threads; i++) fill(d, &p, i);
        /* each took one at least, so none of `again` is left */
        const int64_t taken = p.next - p.agains;
        p.first = taken < last - p.first ? p.first + taken : last;
        p.next = p.agains = 0;
        for (int i = 0; i < d->ctx->threads; i++)
            if (d->worker[i].failed >= 0) again[p.agains++] = d->worker[i].failed;
    } while (p.agains > 0 || p.first < last);
out:
    return st;
}

static void accept_blocks(const drawing *d, rel_rr_samples *s, int64_t last)
{
    for (int64_t b = s->blocks; b < last; b++) {
        const int64_t members = s->block[b].start[REL_RR_BLOCK];
        s->members += members;
        if (members > s->store->members) s->store->members = members;
    }
    for (int i = 0; i < d->ctx->threads; i++) {
        s->base_hits += d->worker[i].hits[0];
        d->worker[i].hits[0] = 0;
    }
    s->blocks = last;
    s->count = last * REL_RR_BLOCK;
}

/* So many blocks are drawn without looking up: by what they held so far. */
static int64_t pass_blocks(const rel_rr_samples *s, int threads)
{
    if (!s->blocks) return FIRST_BLOCKS;
    const int64_t fit = PASS_MEMBERS / (s->members / s->blocks + 1), least = 2 * threads;
    return fit > PASS_BLOCKS ? PASS_BLOCKS : fit < least ? least : fit;
}

static rel_status need_room(rel_ctx *ctx, rel_rr_samples *s, int64_t blocks)
{
    rel_status st = REL_OK;
    if (!s->store) REL_TRY(rel_alloc(ctx, &s->store, 1, sizeof *s->store, "samples"));
    const size_t had = s->store->open_room;
    REL_TRY(rel_grow(ctx, &s->block, &s->store->block_room, (size_t)blocks, sizeof *s->block, "samples"));
    REL_TRY(rel_grow(ctx, &s->store->open, &s->store->open_room, CHUNKS * (size_t)ctx->threads,
                     sizeof *s->store->open, "samples"));
    for (size_t i = had; i < s->store->open_room; i++) s->store->open[i] = (chunk){0};
out:
    return st;
}

rel_status rel_rr_draw(rel_ctx *ctx, const rel_rr_sampler *sampler, uint64_t collection, const uint8_t *base,
                       int64_t count, rel_rr_samples *s)
{
    rel_status st;
    drawing d;
    int64_t *again;
    const uint8_t *set[] = {base};
    const int64_t blocks = count / REL_RR_BLOCK + (count % REL_RR_BLOCK > 0);
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(need_room(ctx, s, blocks));
    if (blocks <= s->blocks) goto out;
    REL_TRY(rel_scratch(ctx, &again, (size_t)ctx->threads, sizeof *again, "samples"));
    REL_TRY(prepare(ctx, sampler, collection, set, base ? 1 : 0, false, &d));
    while (s->blocks < blocks) {
        REL_TRY(rel_poll(ctx));
        rel_progress(ctx, "drawing", "samples", s->count, blocks * REL_RR_BLOCK);
        const int64_t step = pass_blocks(s, ctx->threads), left = blocks - s->blocks,
                      last = s->blocks + (step < left ? step : left);
        REL_TRY(one_pass(&d, s, s->blocks, last, again));
        accept_blocks(&d, s, last);
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

void rel_rr_samples_free(rel_rr_samples *s)
{
    for (size_t i = 0; s->store && i < s->store->parts; i++) free(s->store->part[i]);
    if (s->store) {
        free(s->store->part);
        free(s->store->open);
    }
    free(s->store);
    free(s->block);
    *s = (rel_rr_samples){0};
}

static void count_hits(worker *w, int sets, uint32_t met)
{
    for (int j = 0; met && j < sets; j++) w->hits[j] += met >> j & 1;
}

static void judge_block(const drawing *d, worker *w, int64_t first, int64_t last)
{
    const int sets = d->watch.sets;
    if (batch(d, w, first, last)) {
        for (int64_t i = 0; i < last - first; i++) count_hits(w, sets, w->batch->met[i]);
        return;
    }
    for (int64_t i = first; i < last; i++) {
        (void)walk(d, w, i, w->queue, d->sampler->f->n);
        count_hits(w, sets, w->lane.met);
    }
}

static void judge_pass(const drawing *d, int64_t first, int64_t last)
{
    int64_t next = first;
    const int threads = d->ctx->threads;
#pragma omp parallel for num_threads(threads) schedule(static, 1)
    for (int i = 0; i < threads; i++) {
        for (;;) {
            int64_t at;
#pragma omp atomic capture
            {
                at = next;
                next += REL_RR_BLOCK;
            }
            if (at >= last) break;
            judge_block(d, &d->worker[i], at, at + REL_RR_BLOCK < last ? at + REL_RR_BLOCK : last);
        }
    }
}

rel_status rel_rr_judge(rel_ctx *ctx, const rel_rr_sampler *sampler, uint64_t collection, int64_t first,
                        int64_t last, const uint8_t *const *set, int sets, int64_t *hits)
{
    rel_status st;
    drawing d;
    double started, seconds;
    int64_t step = JUDGE_FIRST;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (sets < 1 || sets > REL_RR_SETS)
        return rel_fail(ctx, REL_E_USAGE, "samples: %d sets are not from 1 to %d", sets, REL_RR_SETS);
    REL_TRY(prepare(ctx, sampler, collection, set, sets, true, &d));
    for (int64_t at = first; at < last;) {
        REL_TRY(rel_poll(ctx));
        rel_progress(ctx, "judging", "samples", at - first, last - first);
        const int64_t to = step < last - at ? at + step : last;
        started = rel_clock();
        judge_pass(&d, at, to);
        seconds = rel_clock() - started;
        if (seconds < PASS_SECONDS) step *= 2;
        at = to;
    }
    for (int j = 0; j < sets; j++) {
        hits[j] = 0;
        for (int i = 0; i < ctx->threads; i++) hits[j] += d.worker[i].hits[j];
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}
