#include "ingest/ingest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "ingest/recognise.h"

/* A file on its way into the workspace. */
typedef struct session {
    rel_ctx *ctx;
    rel_workspace *w;
    const rel_ingest_opts *opts;
    rel_recognised file;
    const char *path;
    rel_buf identity;
    rel_run run;
    int64_t batches;
    int64_t usable;        /* posts, accounts, interactions and deletes handed over */
    rel_batch_counts read; /* of this run alone */
} session;

static rel_status add_option(session *s, const char *name, const char *value)
{
    return value ? rel_buf_printf(s->ctx, &s->identity, " %s=%s", name, value) : REL_OK;
}

/* The same bytes read in the same way are the same source: content, format and options. A stream has no
 * identity. */
static rel_status make_identity(session *s)
{
    rel_status st;
    rel_hash128 hash;
    char digits[REL_HASH_TEXT];
    const rel_ingest_opts *o = s->opts;
    if (rel_input_size(s->file.in) == 0) {
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        return rel_buf_printf(s->ctx, &s->identity, "stream %lld.%09ld %ld", (long long)now.tv_sec,
                              now.tv_nsec, (long)getpid());
    }
    REL_TRY(rel_input_hash(s->ctx, s->path, &hash));
    rel_hash128_text(hash, digits);
    REL_TRY(rel_buf_printf(s->ctx, &s->identity, "%s format=%s", digits, rel_recognised_name(&s->file)));
    if (s->file.preset) {
        rel_hash128_text(s->file.preset->hash, digits);
        REL_TRY(add_option(s, "preset", digits));
    }
    REL_TRY(add_option(s, "map", o->map));
    REL_TRY(add_option(s, "kinds", o->kinds));
    REL_TRY(add_option(s, "platform", o->platform));
    REL_TRY(add_option(s, "subject", o->subject));
    REL_TRY(add_option(s, "kind", o->kind));
    REL_TRY(add_option(s, "rt-mentions", o->rt_mentions ? "yes" : NULL));
    REL_TRY(add_option(s, "no-header", o->no_header ? "yes" : NULL));
out:
    return st;
}

static void count(session *s, const rel_batch *b)
{
    rel_batch_counts_add(&s->read, &b->counts);
    s->batches++;
    s->usable += (int64_t)(b->posts + b->accounts + b->interactions + b->deletes);
}

static rel_status store(rel_ctx *ctx, void *user, const rel_batch *b)
{
    session *s = user;
    count(s, b);
    return rel_run_store(ctx, s->w, &s->run, b);
}

static rel_status only_count(rel_ctx *ctx, void *user, const rel_batch *b)
{
    (void)ctx;
    count(user, b);
    return REL_OK;
}

/* Two commonest reasons why records were rejected, as "3 bad_json, 1 no_id". */
static void commonest(const rel_batch_counts *counts, char *text, size_t size)
{
    int first = -1, second = -1;
    for (int i = 0; i < REL_REJECT_COUNT; i++) {
        if (!counts->rejected[i]) continue;
        if (first < 0 || counts->rejected[i] > counts->rejected[first]) {
            second = first;
            first = i;
        } else if (second < 0 || counts->rejected[i] > counts->rejected[second]) {
            second = i;
        }
    }
    size_t used = 0;
    text[0] = '\0';
    const int both[] = {first, second};
    for (int k = 0; k < 2; k++) {
        if (both[k] < 0 || used >= size) break;
        used += (size_t)snprintf(text + used, size - used, "%s%" PRId64 " %s", k ? ", " : "",
                                 counts->rejected[both[k]], rel_reject_word((rel_reject)both[k]));
    }
}

static rel_status nothing_usable(session *s)
{
    char reasons[128];
    commonest(&s->read, reasons, sizeof reasons);
    if (reasons[0])
        return rel_fail(s->ctx, REL_E_DATA,
                        "'%s': nothing usable in %" PRId64 " records (looked for %s as '%s'; found %s)",
                        s->path, s->read.records, rel_recognised_yields(&s->file),
                        rel_recognised_name(&s->file), reasons);
    return rel_fail(s->ctx, REL_E_DATA, "'%s': nothing usable in %" PRId64 " records (looked for %s as '%s')",
                    s->path, s->read.records, rel_recognised_yields(&s->file), rel_recognised_name(&s->file));
}

static rel_status read_all(session *s, int64_t from, rel_store_fn *take, rel_ingest_result *result)
{
    rel_pipeline_job job = rel_recognised_job(&s->file, REL_BLOCK_BYTES, take, s);
    rel_pipeline_result done;
    job.resume_offset = from;
    const rel_status st = rel_pipeline_run(s->ctx, &job, &done);
    result->bytes = done.bytes;
    result->memory_bytes = done.memory_bytes;
    return st;
}

/* An earlier run stored all blocks and did not end: it was killed at the last moment, or nothing was usable.
 * Which, is told by reading the file once more without storing. */
static rel_status look_again(session *s, rel_ingest_result *result)
{
    rel_input_close(s->file.in);
    s->file.in = NULL;
    const rel_status st = rel_input_open(s->ctx, s->path, &s->file.in);
    return st == REL_OK ? read_all(s, 0, only_count, result) : st;
}

static void release(session *s)
{
    rel_recognised_free(&s->file);
    rel_buf_free(&s->identity);
}

rel_status rel_ingest_file(rel_ctx *ctx, rel_workspace *w, const char *path, const rel_ingest_opts *opts,
                           rel_ingest_result *result)
{
    rel_status st;
    const double started = rel_clock();
    session s = {.ctx = ctx, .w = w, .opts = opts, .path = path};
    *result = (rel_ingest_result){0};
    REL_TRY(rel_recognise(ctx, path, opts, &s.file));
    REL_TRY(make_identity(&s));
    snprintf(result->format, sizeof result->format, "%s", rel_recognised_name(&s.file));
    REL_TRY(rel_run_begin(ctx, w, path, result->format, s.identity.data, opts->again, &s.run));
    result->already_read = s.run.complete_before;
    result->resumed = !result->already_read && s.run.resume_offset > 0;
    if (result->already_read) goto out;
    REL_TRY(read_all(&s, s.run.resume_offset, store, result));
    const bool looked_again = result->resumed && !s.batches;
    if (looked_again) REL_TRY(look_again(&s, result));
    if (!s.usable && (!result->resumed || looked_again)) REL_TRY(nothing_usable(&s));
    REL_TRY(rel_run_end(ctx, w, &s.run, &result->counts));
out:
    if (st != REL_OK) result->counts.batch = s.read;
    result->seconds = rel_clock() - started;
    release(&s);
    return st;
}
