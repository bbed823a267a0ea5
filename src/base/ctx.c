#include "src/base/ctx.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "src/base/i18n.h"
#include "src/base/utf8.h"

int rel_status_exit_code(rel_status st)
{
    switch (st) {
#define X(name, value, exit_code, words)                                                                     \
    case REL_##name: return exit_code;
        REL_STATUS_LIST(X)
#undef X
    }
    return 2;
}

const char *rel_status_words(rel_status st)
{
    switch (st) {
#define X(name, value, exit_code, words)                                                                     \
    case REL_##name: return words;
        REL_STATUS_LIST(X)
#undef X
    }
    return "unknown status";
}

void rel_ctx_init(rel_ctx *ctx, int threads)
{
    *ctx = (rel_ctx){.threads = threads, .seed = REL_SEED_DEFAULT, .alloc_budget = -1};
    if (threads < 1) {
        const long online = sysconf(_SC_NPROCESSORS_ONLN);
        ctx->threads = online > 0 ? (int)online : 1;
    }
}

void rel_ctx_free(rel_ctx *ctx)
{
    rel_arena_free(&ctx->arena);
}

static void REL_PRINTF(2, 0) put_sentence(char *out, const char *format, va_list args)
{
    vsnprintf(out, REL_MESSAGE_MAX, format, args);
    rel_utf8_printable(out);
}

rel_status rel_fail(rel_ctx *ctx, rel_status st, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    ctx->status = st;
    ctx->hint[0] = '\0';
    put_sentence(ctx->message, _(format), args);
    va_end(args);
    return st;
}

rel_status rel_hint(rel_ctx *ctx, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put_sentence(ctx->hint, _(format), args);
    va_end(args);
    return ctx->status;
}

void rel_forgive(rel_ctx *ctx)
{
    ctx->status = REL_OK;
    ctx->message[0] = '\0';
    ctx->hint[0] = '\0';
}

void rel_note(rel_ctx *ctx, const char *format, ...)
{
    if (!ctx->note) return;
    char sentence[REL_MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    put_sentence(sentence, _(format), args);
    va_end(args);
    ctx->note(ctx->user, sentence);
}

rel_status rel_poll(rel_ctx *ctx)
{
    if (ctx->stop && *ctx->stop) return rel_fail(ctx, REL_E_STOPPED, "stopped on request");
    return REL_OK;
}

void rel_progress(rel_ctx *ctx, const char *what, const char *unit, int64_t done, int64_t total)
{
    if (ctx->progress) ctx->progress(ctx->user, what, unit, done, total);
}

static bool may_allocate(rel_ctx *ctx)
{
    if (ctx->alloc_budget == 0) return false;
    if (ctx->alloc_budget > 0) ctx->alloc_budget--;
    return true;
}

static rel_status no_memory(rel_ctx *ctx, size_t count, size_t size, const char *what)
{
    return rel_fail(ctx, REL_E_MEM, "no memory for %s: %zu items of %zu bytes", what, count, size);
}

rel_status rel_alloc(rel_ctx *ctx, void *out, size_t count, size_t size, const char *what)
{
    size_t bytes;
    void *p = NULL;
    if (!__builtin_mul_overflow(count, size, &bytes) && bytes < SIZE_MAX - 64 && may_allocate(ctx)) {
        bytes = (bytes + 64) / 64 * 64;
        p = aligned_alloc(64, bytes);
    }
    memcpy(out, &p, sizeof p);
    if (!p) return no_memory(ctx, count, size, what);
    memset(p, 0, bytes);
    return REL_OK;
}

rel_status rel_grow(rel_ctx *ctx, void *ptr, size_t *capacity, size_t need, size_t size, const char *what)
{
    if (need <= *capacity) return REL_OK;
    size_t want = *capacity ? *capacity : 16, bytes;
    while (want < need && want <= SIZE_MAX / 2) want *= 2;
    if (want < need) want = need;
    void *old, *p = NULL;
    memcpy(&old, ptr, sizeof old);
    if (!__builtin_mul_overflow(want, size, &bytes) && may_allocate(ctx)) p = realloc(old, bytes);
    if (!p) return no_memory(ctx, want, size, what);
    memcpy(ptr, &p, sizeof p);
    *capacity = want;
    return REL_OK;
}

/* *bytes is what was taken. */
static rel_status take_scratch(rel_ctx *ctx, void *out, size_t count, size_t size, const char *what,
                               size_t *bytes)
{
    void *p = NULL;
    if (!__builtin_mul_overflow(count, size, bytes) && may_allocate(ctx))
        p = rel_arena_take(&ctx->arena, *bytes ? *bytes : 1, 64);
    memcpy(out, &p, sizeof p);
    return p ? REL_OK : no_memory(ctx, count, size, what);
}

rel_status rel_scratch(rel_ctx *ctx, void *out, size_t count, size_t size, const char *what)
{
    size_t bytes;
    void *p;
    const rel_status st = take_scratch(ctx, &p, count, size, what, &bytes);
    if (st == REL_OK) memset(p, 0, bytes);
    memcpy(out, &p, sizeof p);
    return st;
}

rel_status rel_scratch_unset(rel_ctx *ctx, void *out, size_t count, size_t size, const char *what)
{
    size_t bytes;
    return take_scratch(ctx, out, count, size, what, &bytes);
}

rel_arena_mark rel_scratch_mark(rel_ctx *ctx)
{
    return rel_arena_get_mark(&ctx->arena);
}

void rel_scratch_release(rel_ctx *ctx, rel_arena_mark mark)
{
    rel_arena_release(&ctx->arena, mark);
}
