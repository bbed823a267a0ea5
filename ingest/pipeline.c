#include "ingest/pipeline.h"

#include <omp.h>
#include <pthread.h>
#include <stdlib.h>

#include "ingest/ingest.h"
#include "src/base/i18n.h"

typedef enum slot_state { FREE, FILLED, PARSING, PARSED } slot_state;

/* One block and what becomes of it. */
typedef struct slot {
    slot_state state;
    char *data;
    size_t capacity;
    rel_block block;
    int64_t too_large_line; /* the block is a record that is too large; 0: it is not */
    int64_t end_offset, end_line;
    int64_t consumed; /* packed bytes read so far, for the progress */
    int64_t replaced; /* characters that became U+FFFD while it was read */
    rel_batch batch;
} slot;

/* What only the reading thread touches. */
typedef struct reader {
    char *carry; /* what follows the last block's last record */
    size_t carried, carry_capacity;
    rel_cut cut;
    int64_t offset, line; /* of the next block's first byte; lines before it */
    int64_t replaced;     /* counted with earlier blocks */
    bool ended;           /* no more bytes behind the carried ones */
    rel_status failed;    /* reading failed; what was read before is still good */
} reader;

typedef struct pipeline {
    const rel_pipeline_job *job;
    rel_ctx *ctx;    /* the caller's: used by whoever stores */
    rel_ctx *worker; /* one a thread */
    slot *ring;
    size_t slots;
    reader reader;

    pthread_mutex_t lock; /* protects what follows, and slot.state */
    pthread_cond_t change;
    uint64_t next_read, next_store; /* sequence numbers: slot = number % slots */
    bool reading, storing, at_end;
    rel_status status;     /* first failure that ends everything */
    const rel_ctx *blamed; /* whose sentence it is */
    const rel_ctx *late;   /* whose sentence the failure of reading is */
} pipeline;

/* -------- reading -------- */

/* Brings the slot to `want` bytes, or to the end of the file. */
static rel_status fill(rel_ctx *ctx, pipeline *p, slot *s, size_t *len, size_t want)
{
    reader *r = &p->reader;
    rel_status st = rel_grow(ctx, &s->data, &s->capacity, want + 1, 1, "block of input");
    if (st != REL_OK) return st;
    while (!r->ended && *len < want) {
        size_t got = 0;
        st = rel_input_read(ctx, p->job->in, s->data + *len, want - *len, &got);
        if (st == REL_E_MEM || st == REL_E_STOPPED) return st;
        if (st != REL_OK) r->failed = st; /* a damaged file: what came before it counts */
        *len += st == REL_OK ? got : 0;
        r->ended = st != REL_OK || got == 0;
    }
    return REL_OK;
}

static rel_status keep_rest(rel_ctx *ctx, reader *r, const char *rest, size_t len)
{
    const rel_status st = rel_grow(ctx, &r->carry, &r->carry_capacity, len, 1, "block of input");
    if (st != REL_OK) return st;
    if (len) memcpy(r->carry, rest, len);
    r->carried = len;
    return REL_OK;
}

/* Passes over a record that does not fit. Its bytes are dropped as they come. */
static rel_status skip_record(rel_ctx *ctx, pipeline *p, slot *s, size_t len)
{
    reader *r = &p->reader;
    bool done = false;
    s->too_large_line = r->line + 1;
    s->block.len = 0;
    for (;;) {
        const size_t used = p->job->framing->skip(p->job->dialect, &r->cut, s->data, len, &done);
        r->offset += (int64_t)used;
        r->line += rel_framing_lines_in(p->job->framing, p->job->dialect, s->data, used);
        if (done || r->ended) return keep_rest(ctx, r, s->data + used, len - used);
        len = 0;
        rel_status st = rel_poll(ctx);
        if (st == REL_OK) st = fill(ctx, p, s, &len, p->job->block_bytes);
        if (st != REL_OK) return st;
    }
}

/* Fills the slot with whole records. */
static rel_status read_block(rel_ctx *ctx, pipeline *p, slot *s)
{
    reader *r = &p->reader;
    const rel_cut before = r->cut;
    size_t len = r->carried, want = p->job->block_bytes > len ? p->job->block_bytes : 2 * len, n;
    s->too_large_line = 0;
    rel_status st = rel_grow(ctx, &s->data, &s->capacity, want + 1, 1, "block of input");
    if (st != REL_OK) return st;
    if (len) memcpy(s->data, r->carry, len);
    r->carried = 0;
    for (;;) {
        st = fill(ctx, p, s, &len, want);
        if (st != REL_OK) return st;
        n = p->job->framing->cut(p->job->dialect, &r->cut, s->data, len, r->ended);
        if (r->ended) n = len;
        if (n || r->ended) break;
        if (want > REL_RECORD_MAX_BYTES) return skip_record(ctx, p, s, len);
        want = 2 * want <= REL_RECORD_MAX_BYTES ? 2 * want : REL_RECORD_MAX_BYTES + 1;
    }
    s->block = (rel_block){.data = s->data,
                           .len = n,
                           .first_line = r->line + 1,
                           .cut = before,
                           .at_start = r->offset == 0,
                           .last = r->ended && n == len};
    r->offset += (int64_t)n;
    r->line += rel_framing_lines_in(p->job->framing, p->job->dialect, s->data, n);
    st = keep_rest(ctx, r, s->data + n, len - n);
    s->data[n] = '\0';
    return st;
}

/* The next block that was not stored by an earlier run. *any is false at the end of the file. */
static rel_status read_new_block(rel_ctx *ctx, pipeline *p, slot *s, bool *any)
{
    reader *r = &p->reader;
    *any = true;
    do {
        if (r->ended && !r->carried) {
            *any = false;
            return REL_OK;
        }
        rel_status st = rel_poll(ctx);
        if (st == REL_OK) st = read_block(ctx, p, s);
        if (st != REL_OK) return st;
    } while (r->offset <= p->job->resume_offset && (r->offset > 0));
    s->end_offset = r->offset;
    s->end_line = r->line;
    s->consumed = rel_input_consumed(p->job->in);
    s->replaced = rel_input_replaced(p->job->in) - r->replaced;
    r->replaced += s->replaced;
    return REL_OK;
}

/* -------- parsing and storing -------- */

static rel_status parse_slot(rel_ctx *ctx, const pipeline *p, slot *s)
{
    rel_batch *b = &s->batch;
    rel_batch_reset(b, ctx);
    if (s->too_large_line) {
        b->counts.records++;
        rel_batch_reject(b, REL_REJECT_TOO_LARGE, s->too_large_line, "over %d bytes", REL_RECORD_MAX_BYTES);
    } else if (s->block.len) {
        p->job->framing->parse(p->job->dialect, p->job->info, p->job->format, b, &s->block);
    }
    b->counts.text_replaced += s->replaced;
    b->end_offset = s->end_offset;
    b->end_line = s->end_line;
    return b->status;
}

static rel_status store_slot(const pipeline *p, const slot *s)
{
    rel_status st = rel_poll(p->ctx);
    if (st == REL_OK) st = p->job->store(p->ctx, p->job->user, &s->batch);
    if (st == REL_OK) rel_progress(p->ctx, _("reading"), _("bytes"), s->consumed, rel_input_size(p->job->in));
    return st;
}

/* -------- who does what -------- */

static void fail(pipeline *p, rel_status st, const rel_ctx *blamed)
{
    if (p->status != REL_OK) return;
    p->status = st;
    p->blamed = blamed;
}

/* The following are called with the lock held, release it while they work, and return with it held. */

static void do_store(pipeline *p)
{
    slot *s = &p->ring[p->next_store % p->slots];
    p->storing = true;
    pthread_mutex_unlock(&p->lock);
    const rel_status st = store_slot(p, s);
    pthread_mutex_lock(&p->lock);
    p->storing = false;
    s->state = FREE;
    p->next_store++;
    if (st != REL_OK) fail(p, st, p->ctx);
}

static void do_read(pipeline *p, rel_ctx *ctx)
{
    slot *s = &p->ring[p->next_read % p->slots];
    bool any = false;
    p->reading = true;
    pthread_mutex_unlock(&p->lock);
    const rel_status st = read_new_block(ctx, p, s, &any);
    pthread_mutex_lock(&p->lock);
    p->reading = false;
    if (p->reader.failed != REL_OK && !p->late) p->late = ctx;
    if (st != REL_OK) fail(p, st, ctx);
    if (!any || st != REL_OK) {
        p->at_end = true;
        return;
    }
    s->state = FILLED;
    p->next_read++;
}

static bool do_parse(pipeline *p, rel_ctx *ctx)
{
    slot *s = NULL;
    for (uint64_t i = p->next_store; i < p->next_read && !s; i++)
        if (p->ring[i % p->slots].state == FILLED) s = &p->ring[i % p->slots];
    if (!s) return false;
    s->state = PARSING;
    pthread_mutex_unlock(&p->lock);
    const rel_status st = parse_slot(ctx, p, s);
    pthread_mutex_lock(&p->lock);
    s->state = PARSED;
    if (st != REL_OK) fail(p, st, ctx);
    return true;
}

static void work(pipeline *p, rel_ctx *ctx)
{
    pthread_mutex_lock(&p->lock);
    while (p->status == REL_OK) {
        const bool more = p->next_store < p->next_read;
        if (p->at_end && !more) break;
        if (!p->storing && more && p->ring[p->next_store % p->slots].state == PARSED)
            do_store(p);
        else if (!p->reading && !p->at_end && p->next_read < p->next_store + p->slots)
            do_read(p, ctx);
        else if (!do_parse(p, ctx)) {
            pthread_cond_wait(&p->change, &p->lock);
            continue;
        }
        pthread_cond_broadcast(&p->change);
    }
    pthread_cond_broadcast(&p->change);
    pthread_mutex_unlock(&p->lock);
}

static void take_blame(rel_ctx *ctx, const rel_ctx *from, rel_status st)
{
    if (from == ctx || !from) return;
    ctx->status = st;
    memcpy(ctx->message, from->message, sizeof ctx->message);
    memcpy(ctx->hint, from->hint, sizeof ctx->hint);
}

static size_t memory_of(const pipeline *p)
{
    size_t bytes = p->reader.carry_capacity;
    for (size_t i = 0; i < p->slots; i++) bytes += p->ring[i].capacity + rel_batch_memory(&p->ring[i].batch);
    for (int t = 0; p->worker && t < p->ctx->threads; t++) bytes += p->worker[t].arena.peak_bytes;
    return bytes;
}

static void release(pipeline *p)
{
    for (size_t i = 0; p->ring && i < p->slots; i++) {
        free(p->ring[i].data);
        rel_batch_free(&p->ring[i].batch);
    }
    for (int t = 0; p->worker && t < p->ctx->threads; t++) rel_ctx_free(&p->worker[t]);
    free(p->reader.carry);
    free(p->worker);
    free(p->ring);
}

rel_status rel_pipeline_run(rel_ctx *ctx, const rel_pipeline_job *job, rel_pipeline_result *result)
{
    rel_status st;
    const int threads = ctx->threads;
    pipeline p = {.job = job, .ctx = ctx, .slots = (size_t)threads + 2};
    *result = (rel_pipeline_result){0};
    pthread_mutex_init(&p.lock, NULL);
    pthread_cond_init(&p.change, NULL);
    REL_TRY(rel_alloc(ctx, &p.ring, p.slots, sizeof *p.ring, "blocks of input"));
    for (size_t i = 0; i < p.slots; i++) rel_batch_init(&p.ring[i].batch);
    if (threads > 1) {
        /* A thread that is alone uses the caller's context. */
        REL_TRY(rel_alloc(ctx, &p.worker, (size_t)threads, sizeof *p.worker, "contexts of threads"));
        for (int t = 0; t < threads; t++) {
            rel_ctx_init(&p.worker[t], 1);
            p.worker[t].seed = ctx->seed;
            p.worker[t].stop = ctx->stop;
        }
    }
#pragma omp parallel num_threads(threads)
    work(&p, p.worker ? &p.worker[omp_get_thread_num()] : ctx);
    result->bytes = p.reader.offset;
    result->memory_bytes = memory_of(&p);
    st = p.status;
    take_blame(ctx, p.blamed, st);
    if (st == REL_OK && p.reader.failed != REL_OK) {
        st = p.reader.failed;
        take_blame(ctx, p.late, st);
    }
out:
    release(&p);
    pthread_cond_destroy(&p.change);
    pthread_mutex_destroy(&p.lock);
    return st;
}
