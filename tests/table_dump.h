/* Reads bytes with a format of the ingest table, cut into blocks of a given size, and writes down what the
 * batches hold, so that tests can compare it: one line each, accounts by their keys, so that it does not
 * depend on where the blocks end. */
#ifndef REL_TESTS_TABLE_DUMP_H
#define REL_TESTS_TABLE_DUMP_H

#include <inttypes.h>
#include <stdlib.h>

#include "ingest/framing.h"
#include "ingest/ingest.h"

typedef struct table_dump {
    rel_buf posts, interactions, rejects, tags, links;
    rel_batch_counts counts;
    const rel_format *format;
    bool profiles; /* also what is known of authors, which depends on the block */
} table_dump;

static inline void table_free(table_dump *d)
{
    rel_buf_free(&d->posts);
    rel_buf_free(&d->interactions);
    rel_buf_free(&d->rejects);
    rel_buf_free(&d->tags);
    rel_buf_free(&d->links);
    *d = (table_dump){0};
}

static inline rel_str table_key(const rel_batch *b, rel_account_ref ref)
{
    return ref < b->accounts ? b->account[ref].key : REL_STR_LIT("?");
}

static inline void table_time(char text[REL_TIME_TEXT], int64_t time)
{
    if (time == REL_TIME_MISSING)
        strcpy(text, "-");
    else
        rel_time_text(time, text);
}

static inline rel_status table_number(rel_ctx *ctx, rel_buf *out, const char *name, int64_t v)
{
    return v == REL_COUNT_MISSING ? REL_OK : rel_buf_printf(ctx, out, " %s=%" PRId64, name, v);
}

static inline rel_status table_text(rel_ctx *ctx, rel_buf *out, const char *name, rel_str v)
{
    return v.s ? rel_buf_printf(ctx, out, " %s='%.*s'", name, REL_STR_ARG(v)) : REL_OK;
}

static inline rel_status table_post(rel_ctx *ctx, table_dump *d, const rel_batch *b, const rel_post_record *p)
{
    static const char *const kinds[] = {"original", "reply", "share", "quote", "comment"};
    rel_status st;
    char time[REL_TIME_TEXT];
    rel_buf *o = &d->posts;
    const rel_account_record *a = &b->account[p->author];
    table_time(time, p->time);
    REL_TRY(rel_buf_printf(ctx, o, "%s %.*s/%.*s by %.*s at %s", kinds[p->kind], REL_STR_ARG(p->platform),
                           REL_STR_ARG(p->id), REL_STR_ARG(a->key), time));
    REL_TRY(table_text(ctx, o, "text", p->text));
    REL_TRY(table_text(ctx, o, "lang", p->lang));
    REL_TRY(table_text(ctx, o, "url", p->url));
    REL_TRY(table_text(ctx, o, "conversation", p->conversation_id));
    REL_TRY(table_text(ctx, o, "target", p->target_id));
    REL_TRY(table_number(ctx, o, "likes", p->likes));
    REL_TRY(table_number(ctx, o, "replies", p->replies));
    REL_TRY(table_number(ctx, o, "shares", p->shares));
    REL_TRY(table_number(ctx, o, "quotes", p->quotes));
    REL_TRY(table_number(ctx, o, "views", p->views));
    if (d->profiles) {
        REL_TRY(table_text(ctx, o, "handle", a->handle));
        REL_TRY(table_text(ctx, o, "name", a->name));
        REL_TRY(table_text(ctx, o, "bio", a->bio));
        REL_TRY(table_text(ctx, o, "location", a->location));
        REL_TRY(table_number(ctx, o, "followers", a->followers));
        REL_TRY(table_number(ctx, o, "following", a->following));
        REL_TRY(table_number(ctx, o, "verified", a->verified < 0 ? REL_COUNT_MISSING : a->verified));
    }
    st = rel_buf_puts(ctx, o, a->observed ? "\n" : " unobserved\n");
out:
    return st;
}

static inline rel_status table_interaction(rel_ctx *ctx, table_dump *d, const rel_batch *b,
                                           const rel_interaction_record *i)
{
    rel_status st;
    char time[REL_TIME_TEXT];
    rel_buf *o = &d->interactions;
    table_time(time, i->time);
    REL_TRY(rel_buf_printf(ctx, o, "%s %.*s > %.*s at %s", rel_kind_word(i->kind),
                           REL_STR_ARG(table_key(b, i->source)), REL_STR_ARG(table_key(b, i->target)), time));
    REL_TRY(table_text(ctx, o, "post", i->post_id));
    REL_TRY(table_text(ctx, o, "target", i->target_post));
    REL_TRY(table_text(ctx, o, "act", i->act_id));
    if (i->weight != 1) REL_TRY(rel_buf_printf(ctx, o, " weight=%g", i->weight));
    st = rel_buf_puts(ctx, o, "\n");
out:
    return st;
}

static inline rel_status table_batch(rel_ctx *ctx, table_dump *d, const rel_batch *b)
{
    rel_status st = b->status;
    for (size_t i = 0; i < b->posts && st == REL_OK; i++) st = table_post(ctx, d, b, &b->post[i]);
    for (size_t i = 0; i < b->interactions && st == REL_OK; i++)
        st = table_interaction(ctx, d, b, &b->interaction[i]);
    for (size_t i = 0; i < b->rejects && st == REL_OK; i++)
        st = rel_buf_printf(ctx, &d->rejects, "%" PRId64 " %s: %.*s\n", b->reject[i].line,
                            rel_reject_word(b->reject[i].reason), REL_STR_ARG(b->reject[i].detail));
    for (size_t i = 0; i < b->tags && st == REL_OK; i++)
        st = rel_buf_printf(ctx, &d->tags, "%.*s #%.*s\n", REL_STR_ARG(b->tag[i].post_id),
                            REL_STR_ARG(b->tag[i].tag));
    for (size_t i = 0; i < b->links && st == REL_OK; i++)
        st = rel_buf_printf(ctx, &d->links, "%.*s %.*s\n", REL_STR_ARG(b->link[i].post_id),
                            REL_STR_ARG(b->link[i].url));
    rel_batch_counts_add(&d->counts, &b->counts);
    return st;
}

/* Parses one block into a batch and writes it down. */
static inline rel_status table_block(rel_ctx *ctx, table_dump *d, const void *dialect,
                                     const rel_source_info *info, rel_batch *b, rel_block block)
{
    rel_status st;
    char *copy = malloc(block.len + 1);
    if (!copy) return rel_fail(ctx, REL_E_MEM, "no memory for a block");
    memcpy(copy, block.data, block.len);
    copy[block.len] = '\0';
    block.data = copy;
    rel_batch_reset(b, ctx);
    rel_framing_of(d->format->framing)->parse(dialect, info, d->format, b, &block);
    st = table_batch(ctx, d, b);
    free(copy);
    return st;
}

/* Blocks of `step` bytes at least: a block grows by `step` until a record ends in it. 0: one block. */
static inline rel_status table_blocks(rel_ctx *ctx, table_dump *d, const void *dialect,
                                      const rel_source_info *info, rel_str bytes, size_t step)
{
    const rel_framing_ops *ops = rel_framing_of(d->format->framing);
    rel_status st = REL_OK;
    rel_batch batch;
    rel_cut cut = {0};
    size_t at = 0, end = 0;
    int64_t line = 1;
    rel_batch_init(&batch);
    while (at < bytes.len && st == REL_OK) {
        end = step == 0 || bytes.len - end < step ? bytes.len : end + step;
        const rel_cut before = cut;
        const size_t n = ops->cut(dialect, &cut, bytes.s + at, end - at, end == bytes.len);
        if (!n) continue;
        const rel_block block = {.data = (char *)(uintptr_t)(bytes.s + at),
                                 .len = n,
                                 .first_line = line,
                                 .cut = before,
                                 .at_start = at == 0,
                                 .last = at + n == bytes.len};
        st = table_block(ctx, d, dialect, info, &batch, block);
        line += rel_framing_lines_in(ops, dialect, bytes.s + at, n);
        at += n;
    }
    rel_batch_free(&batch);
    return st;
}

static inline rel_str table_header(rel_str bytes)
{
    rel_str rest = bytes, line = REL_STR_MISSING;
    while (rest.len) {
        line = rel_str_trim(rel_str_cut(&rest, '\n'));
        if (line.len && line.s[0] != '#' && line.s[0] != '%') break;
    }
    return line;
}

/* The whole way of a file but for storing. d->profiles is the caller's choice. */
static inline rel_status table_read(rel_ctx *ctx, rel_str bytes, const rel_ingest_opts *opts, size_t step,
                                    table_dump *d)
{
    rel_status st;
    void *dialect = NULL, *setup = NULL;
    rel_detection found;
    if (bytes.len >= 3 && memcmp(bytes.s, "\xEF\xBB\xBF", 3) == 0)
        bytes = (rel_str){bytes.s + 3, bytes.len - 3};
    const size_t first = bytes.len < 262144 ? bytes.len : 262144;
    const rel_probe probe = {.path = "t.csv",
                             .first = {bytes.s, first},
                             .whole = first == bytes.len,
                             .header = table_header(bytes),
                             .opts = opts};
    *d = (table_dump){.profiles = d->profiles};
    REL_TRY(rel_format_detect(ctx, &probe, opts, &found));
    d->format = found.format;
    const rel_framing_ops *ops = rel_framing_of(d->format->framing);
    if (ops->begin) REL_TRY(ops->begin(ctx, &probe, d->format, opts, &dialect));
    if (d->format->setup) REL_TRY(d->format->setup(ctx, &probe, opts, &setup));
    const rel_source_info info = {.path = "t.csv", .opts = opts, .setup = setup};
    st = table_blocks(ctx, d, dialect, &info, bytes, step);
out:
    free(dialect);
    if (setup) d->format->free_setup(setup);
    return st;
}

#endif
