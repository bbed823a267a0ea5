#include "src/base/json_parser.h"

#include <pthread.h>
#include <stdlib.h>

#include "src/base/json_scan.h"

enum { FIRST_CHUNK = 64 * 1024, KEPT_CHUNK = 1024 * 1024, ALIGN = 16 };

struct rel_json_chunk {
    rel_json_chunk *below;
    size_t size;
    char *data;
};

/* The parser that this thread is inside of, if any. */
static _Thread_local rel_json_parser *active;

static bool push_chunk(rel_json_parser *p, size_t at_least)
{
    size_t want = p->chunk ? 2 * p->chunk->size : FIRST_CHUNK, room = 0;
    while (want < at_least + sizeof(rel_json_chunk)) want *= 2;
    char *data = NULL;
    if (p->status == REL_OK) p->status = rel_grow(p->ctx, &data, &room, want, 1, "JSON tree");
    if (p->status != REL_OK) return false;
    rel_json_chunk *c = (rel_json_chunk *)(void *)data;
    *c = (rel_json_chunk){p->chunk, room, data};
    p->chunk = c;
    p->used = (sizeof *c + ALIGN - 1) / ALIGN * ALIGN;
    return true;
}

static void *take(size_t size)
{
    rel_json_parser *p = active;
    if (!p) return malloc(size);
    size = (size + ALIGN - 1) / ALIGN * ALIGN;
    if ((!p->chunk || p->chunk->size - p->used < size) && !push_chunk(p, size)) return NULL;
    void *at = p->chunk->data + p->used;
    p->used += size;
    return at;
}

static void give_back(void *memory)
{
    /* Inside a parse everything is the arena's, which is emptied as a whole. */
    if (!active) free(memory);
}

static void install_hooks(void)
{
    cJSON_Hooks hooks = {take, give_back};
    cJSON_InitHooks(&hooks);
}

void rel_json_parser_init(rel_json_parser *p, rel_ctx *ctx)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install_hooks);
    *p = (rel_json_parser){.ctx = ctx};
}

/* Keeps the newest chunk, which is the largest, unless an unusual record made it large. */
static void drop_chunks(rel_json_parser *p, size_t keep)
{
    size_t held = p->copy_capacity;
    for (const rel_json_chunk *c = p->chunk; c; c = c->below) held += c->size;
    if (held > p->peak_bytes) p->peak_bytes = held;
    rel_json_chunk *kept = p->chunk && p->chunk->size <= keep ? p->chunk : NULL;
    rel_json_chunk *c = kept ? kept->below : p->chunk;
    while (c) {
        rel_json_chunk *below = c->below;
        free(c);
        c = below;
    }
    if (kept) kept->below = NULL;
    p->chunk = kept;
    p->used = (sizeof(rel_json_chunk) + ALIGN - 1) / ALIGN * ALIGN;
}

void rel_json_parser_free(rel_json_parser *p)
{
    drop_chunks(p, 0);
    free(p->copy);
    p->copy = NULL;
    p->copy_capacity = 0;
}

static const cJSON *parse_in_arena(rel_json_parser *p, const char *s, size_t len)
{
    const char *end = NULL;
    active = p;
    const cJSON *root = cJSON_ParseWithLengthOpts(s, len, &end, false);
    active = NULL;
    return root && (size_t)(end - s) == len ? root : NULL;
}

rel_json_result rel_json_parse(rel_json_parser *p, char *s, size_t len)
{
    const rel_json_scan scan = rel_json_scan_value(s, len);
    rel_json_result r = {NULL, REL_JSON_BAD, scan.end, scan.replaced};
    drop_chunks(p, KEPT_CHUNK);
    if (!scan.complete) {
        r.fault = REL_JSON_TRUNCATED;
        return r;
    }
    if (scan.depth > REL_JSON_MAX_DEPTH) {
        r.fault = REL_JSON_TOO_DEEP;
        return r;
    }
    if (scan.values > REL_JSON_MAX_VALUES || scan.end > REL_JSON_MAX_BYTES) {
        r.fault = REL_JSON_TOO_LARGE;
        return r;
    }
    if (!scan.long_numbers) {
        r.root = parse_in_arena(p, s, scan.end);
        return r;
    }
    if (p->status == REL_OK)
        p->status =
            rel_grow(p->ctx, &p->copy, &p->copy_capacity, REL_JSON_QUOTED_MAX(scan.end), 1, "JSON record");
    if (p->status != REL_OK) return r;
    r.root = parse_in_arena(p, p->copy, rel_json_quote_numbers(p->copy, s, scan.end));
    return r;
}
