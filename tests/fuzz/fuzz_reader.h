/* Feeds the bytes to one JSON reader as a whole file: probe, framing, blocks, parser, batches. What must hold
 * of every batch is checked. */
#ifndef REL_TESTS_FUZZ_READER_H
#define REL_TESTS_FUZZ_READER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "ingest/ingest.h"
#include "ingest/recognise.h"
#include "src/base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void fuzz_require(bool condition, const char *what)
{
    if (condition) return;
    fprintf(stderr, "broken: %s\n", what);
    abort();
}

static inline void fuzz_text(rel_str t)
{
    fuzz_require(!t.s || rel_utf8_xml_safe(t.s, t.len), "text is not valid");
    fuzz_require(t.len <= 3 * (size_t)REL_FIELD_MAX_BYTES, "text is too long");
}

static inline rel_status fuzz_batch(rel_ctx *ctx, void *user, const rel_batch *b)
{
    (void)ctx;
    (void)user;
    for (size_t i = 0; i < b->accounts; i++) {
        fuzz_text(b->account[i].key);
        fuzz_text(b->account[i].handle);
        fuzz_text(b->account[i].name);
        fuzz_text(b->account[i].bio);
        fuzz_require(b->account[i].key.len > 0, "account without key");
        fuzz_require(b->account[i].followers == REL_COUNT_MISSING || b->account[i].followers >= 0,
                     "negative count");
    }
    for (size_t i = 0; i < b->posts; i++) {
        fuzz_text(b->post[i].id);
        fuzz_text(b->post[i].text);
        fuzz_text(b->post[i].target_id);
        fuzz_require(b->post[i].author < b->accounts && b->post[i].id.len > 0, "post without author or id");
    }
    for (size_t i = 0; i < b->interactions; i++) {
        const rel_interaction_record *r = &b->interaction[i];
        fuzz_text(r->act_id);
        fuzz_text(r->target_post);
        fuzz_require(r->source < b->accounts && r->source != r->target,
                     "interaction without source, or with itself");
        fuzz_require(r->target < b->accounts || r->target_post.len > 0, "interaction without target");
    }
    for (size_t i = 0; i < b->tags; i++) fuzz_text(b->tag[i].tag);
    for (size_t i = 0; i < b->links; i++) fuzz_text(b->link[i].url);
    for (size_t i = 0; i < b->rejects; i++) fuzz_text(b->reject[i].detail);
    return REL_OK;
}

static inline rel_status fuzz_file(rel_ctx *ctx, const char *path, const rel_ingest_opts *opts,
                                   size_t block_bytes)
{
    rel_status st;
    rel_recognised file;
    rel_pipeline_result result;
    REL_TRY(rel_recognise(ctx, path, opts, &file));
    const rel_format *forced = opts->format ? rel_format_find(opts->format) : NULL;
    for (const rel_format *const *f = rel_formats; *f; f++)
        if (!forced || *f == forced)
            fuzz_require((*f)->detect(&file.hold.probe) <= 100, "score of a detection");
    const rel_pipeline_job job = rel_recognised_job(&file, block_bytes, fuzz_batch, NULL);
    REL_TRY(rel_pipeline_run(ctx, &job, &result));
out:
    rel_recognised_free(&file);
    return st;
}

/* The first byte chooses the size of the blocks. opts->format NULL: detected. */
static inline int fuzz_reader(const uint8_t *data, size_t size, const rel_ingest_opts *opts)
{
    static int fd = -1;
    static char path[64];
    rel_ctx ctx;
    if (size < 1) return 0;
    if (fd < 0) {
        fd = memfd_create("input", 0);
        fuzz_require(fd >= 0, "memory file");
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    }
    fuzz_require(ftruncate(fd, 0) == 0 && pwrite(fd, data + 1, size - 1, 0) == (ssize_t)size - 1,
                 "memory file");
    rel_ctx_init(&ctx, 1);
    const rel_status st = fuzz_file(&ctx, path, opts, 16u << (data[0] & 15) % 11);
    /* A table whose columns are not known asks for --map: E_USAGE. */
    fuzz_require(st == REL_OK || st == REL_E_DATA || st == REL_E_USAGE, "status");
    fuzz_require(ctx.arena.used_bytes == 0, "scratch left behind");
    rel_ctx_free(&ctx);
    return 0;
}

#endif
