/* Reads bytes with a format of the ingest table, cut into blocks of a given size, and writes down what the
 * batches hold, so that tests can compare it: one line each, accounts by their keys, so that it does not
 * depend on where the blocks end. */
#ifndef REL_TESTS_INGEST_DUMP_H
#define REL_TESTS_INGEST_DUMP_H

#include <inttypes.h>
#include <stdlib.h>

#include "ingest/framing.h"
#include "ingest/ingest.h"

typedef struct dump {
    rel_buf posts, interactions, rejects;
    rel_batch_counts counts;
    const rel_format *format;
} dump;

static inline void dump_free(dump *d)
{
    rel_buf_free(&d->posts);
    rel_buf_free(&d->interactions);
    rel_buf_free(&d->rejects);
    *d = (dump){0};
}

static inline rel_str dump_key(const rel_batch *b, rel_account_ref ref)
{
    return ref < b->accounts ? b->account[ref].key : REL_STR_LIT("?");
}

static inline void dump_time(char text[REL_TIME_TEXT], int64_t time)
{
    if (time == REL_TIME_MISSING)
        strcpy(text, "-");
    else
        rel_time_text(time, text);
}

static inline rel_status dump_number(rel_ctx *ctx, rel_buf *out, const char *name, int64_t v)
{
    return v == REL_COUNT_MISSING ? REL_OK : rel_buf_printf(ctx, out, " %s=%" PRId64, name, v);
}

static inline rel_status dump_text(rel_ctx *ctx, rel_buf *out, const char *name, rel_str v)
{
    return v.s ? rel_buf_printf(ctx, out, " %s='%.*s'", name, REL_STR_ARG(v)) : REL_OK;
}

static inline rel_status dump_post(rel_ctx *ctx, dump *d, const rel_batch *b, const rel_post_record *p)
{
    static const char *const kinds[] = {"original", "reply", "share", "quote", "comment"};
    rel_status st;
    char time[REL_TIME_TEXT];
    rel_buf *o = &d->posts;
    const rel_account_record *a = &b->account[p->author];
    dump_time(time, p->time);
    REL_TRY(rel_buf_printf(ctx, o, "%s %.*s/%.*s by %.*s at %s", kinds[p->kind], REL_STR_ARG(p->platform),
                           REL_STR_ARG(p->id), REL_STR_ARG(a->key), time));
    REL_TRY(dump_text(ctx, o, "text", p->text));
    REL_TRY(dump_text(ctx, o, "lang", p->lang));
    REL_TRY(dump_text(ctx, o, "url", p->url));
    REL_TRY(dump_text(ctx, o, "conversation", p->conversation_id));
    REL_TRY(dump_text(ctx, o, "target", p->target_id));
    REL_TRY(dump_number(ctx, o, "likes", p->likes));
    REL_TRY(dump_number(ctx, o, "replies", p->replies));
    REL_TRY(dump_number(ctx, o, "shares", p->shares));
    REL_TRY(dump_number(ctx, o, "quotes", p->quotes));
    REL_TRY(dump_number(ctx, o, "views", p->views));
    REL_TRY(dump_text(ctx, o, "handle", a->handle));
    REL_TRY(dump_text(ctx, o, "name", a->name));
    REL_TRY(dump_number(ctx, o, "followers", a->followers));
    for (size_t i = 0; i < b->tags; i++)
        if (rel_str_eq(b->tag[i].post_id, p->id)) REL_TRY(dump_text(ctx, o, "tag", b->tag[i].tag));
    for (size_t i = 0; i < b->links; i++)
        if (rel_str_eq(b->link[i].post_id, p->id)) REL_TRY(dump_text(ctx, o, "link", b->link[i].url));
    st = rel_buf_puts(ctx, o, a->observed ? "\n" : " unobserved\n");
out:
    return st;
}

static inline rel_status dump_interaction(rel_ctx *ctx, dump *d, const rel_batch *b,
                                          const rel_interaction_record *i)
{
    rel_status st;
    char time[REL_TIME_TEXT];
    rel_buf *o = &d->interactions;
    dump_time(time, i->time);
    REL_TRY(rel_buf_printf(ctx, o, "%s %.*s > %.*s at %s", rel_kind_word(i->kind),
                           REL_STR_ARG(dump_key(b, i->source)), REL_STR_ARG(dump_key(b, i->target)), time));
    REL_TRY(dump_text(ctx, o, "post", i->post_id));
    REL_TRY(dump_text(ctx, o, "target", i->target_post));
    REL_TRY(dump_text(ctx, o, "act", i->act_id));
    if (i->weight != 1) REL_TRY(rel_buf_printf(ctx, o, " weight=%g", i->weight));
    st = rel_buf_puts(ctx, o, "\n");
out:
    return st;
}

static inline rel_status dump_batch(rel_ctx *ctx, dump *d, const rel_batch *b)
{
    rel_status st = b->status;
    for (size_t i = 0; i < b->posts && st == REL_OK; i++) st = dump_post(ctx, d, b, &b->post[i]);
    for (size_t i = 0; i < b->interactions && st == REL_OK; i++)
        st = dump_interaction(ctx, d, b, &b->interaction[i]);
    for (size_t i = 0; i < b->rejects && st == REL_OK; i++)
        st = rel_buf_printf(ctx, &d->rejects, "%" PRId64 " %s: %.*s\n", b->reject[i].line,
                            rel_reject_word(b->reject[i].reason), REL_STR_ARG(b->reject[i].detail));
    rel_batch_counts_add(&d->counts, &b->counts);
    return st;
}

/* Parses one block into a batch and writes it down. */
static inline rel_status dump_block(rel_ctx *ctx, dump *d, const void *dialect, const rel_source_info *info,
                                    rel_batch *b, rel_block block)
{
    rel_status st;
    char *copy = malloc(block.len + 1);
    if (!copy) return rel_fail(ctx, REL_E_MEM, "no memory for a block");
    memcpy(copy, block.data, block.len);
    copy[block.len] = '\0';
    block.data = copy;
    rel_batch_reset(b, ctx);
    rel_framing_of(d->format->framing)->parse(dialect, info, d->format, b, &block);
    st = dump_batch(ctx, d, b);
    free(copy);
    return st;
}

/* Blocks of `step` bytes at least: a block grows by `step` until a record ends in it. 0: one block. */
static inline rel_status dump_blocks(rel_ctx *ctx, dump *d, const void *dialect, const rel_source_info *info,
                                     rel_str bytes, size_t step)
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
        st = dump_block(ctx, d, dialect, info, &batch, block);
        line += rel_count_lines(bytes.s + at, n);
        at += n;
    }
    rel_batch_free(&batch);
    return st;
}

static inline rel_str dump_header(rel_str bytes)
{
    rel_str rest = bytes, line = REL_STR_MISSING;
    while (rest.len) {
        line = rel_str_trim(rel_str_cut(&rest, '\n'));
        if (line.len && line.s[0] != '#' && line.s[0] != '%') break;
    }
    return line;
}

/* The whole way of a file but for storing. */
static inline rel_status dump_read(rel_ctx *ctx, rel_str bytes, const rel_ingest_opts *opts, size_t step,
                                   dump *d)
{
    rel_status st;
    void *dialect = NULL, *setup = NULL;
    const size_t first = bytes.len < 262144 ? bytes.len : 262144;
    const rel_probe probe = {.path = "t.csv",
                             .first = {bytes.s, first},
                             .whole = first == bytes.len,
                             .header = dump_header(bytes),
                             .opts = opts};
    *d = (dump){0};
    REL_TRY(rel_format_detect(ctx, &probe, opts, &d->format));
    const rel_framing_ops *ops = rel_framing_of(d->format->framing);
    if (ops->begin) REL_TRY(ops->begin(ctx, &probe, opts, &dialect));
    if (d->format->setup) REL_TRY(d->format->setup(ctx, &probe, opts, &setup));
    const rel_source_info info = {"t.csv", opts, setup};
    st = dump_blocks(ctx, d, dialect, &info, bytes, step);
out:
    free(dialect);
    if (setup) d->format->free_setup(setup);
    return st;
}

#endif
