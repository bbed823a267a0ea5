/* Reads a file with any format of the table and writes what the batches hold as lines of text, for golden
 * tests: account KEY [observed] field=value ... post KIND ID by KEY at TIME [context] field=value ...
 *   share|mention|... SOURCE TARGET TIME post=.. to=.. act=.. weight=..
 *   tag POST TAG, link POST URL, delete WHAT ID, reject LINE REASON DETAIL
 * Missing fields are left out. */
#ifndef REL_TESTS_INGEST_DUMP_H
#define REL_TESTS_INGEST_DUMP_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "ingest/ingest.h"
#include "ingest/recognise.h"

typedef struct dump {
    rel_buf text;
    rel_batch_counts counts;
    size_t accounts, posts, interactions, batches;
    bool silent; /* count only */
    int64_t kind[REL_KIND_COUNT];
    char format[REL_PRESET_NAME];
    size_t memory_bytes;
    int64_t bytes;
} dump;

static inline rel_status dump_field(rel_ctx *ctx, rel_buf *t, const char *name, rel_str value)
{
    return value.s ? rel_buf_printf(ctx, t, " %s=%.*s", name, REL_STR_ARG(value)) : REL_OK;
}

static inline rel_status dump_number(rel_ctx *ctx, rel_buf *t, const char *name, int64_t value)
{
    return value != INT64_MIN ? rel_buf_printf(ctx, t, " %s=%" PRId64, name, value) : REL_OK;
}

static inline rel_status dump_flag(rel_ctx *ctx, rel_buf *t, const char *name, int value)
{
    return value >= 0 ? rel_buf_printf(ctx, t, " %s=%d", name, value) : REL_OK;
}

static inline rel_status dump_time(rel_ctx *ctx, rel_buf *t, const char *name, int64_t time)
{
    char text[REL_TIME_TEXT];
    if (time == REL_TIME_MISSING) return REL_OK;
    rel_time_text(time, text);
    return rel_buf_printf(ctx, t, " %s%s", name, text);
}

static inline rel_str dump_key(const rel_batch *b, rel_account_ref ref)
{
    return ref < b->accounts ? b->account[ref].key : rel_str_of("?");
}

static inline rel_status dump_account(rel_ctx *ctx, rel_buf *t, const rel_account_record *a)
{
    rel_status st;
    REL_TRY(rel_buf_printf(ctx, t, "account %.*s%s", REL_STR_ARG(a->key), a->observed ? " observed" : ""));
    REL_TRY(dump_field(ctx, t, "handle", a->handle));
    REL_TRY(dump_field(ctx, t, "name", a->name));
    REL_TRY(dump_field(ctx, t, "bio", a->bio));
    REL_TRY(dump_field(ctx, t, "url", a->url));
    REL_TRY(dump_field(ctx, t, "location", a->location));
    REL_TRY(dump_field(ctx, t, "lang", a->lang));
    REL_TRY(dump_number(ctx, t, "followers", a->followers));
    REL_TRY(dump_number(ctx, t, "following", a->following));
    REL_TRY(dump_number(ctx, t, "posts", a->posts));
    REL_TRY(dump_flag(ctx, t, "verified", a->verified));
    REL_TRY(dump_flag(ctx, t, "bot", a->bot));
    REL_TRY(dump_flag(ctx, t, "protected", a->is_protected));
    REL_TRY(dump_time(ctx, t, "created=", a->created));
    REL_TRY(dump_time(ctx, t, "seen=", a->seen_at));
    REL_TRY(rel_buf_puts(ctx, t, "\n"));
out:
    return st;
}

static inline rel_status dump_post(rel_ctx *ctx, rel_buf *t, const rel_batch *b, const rel_post_record *p)
{
    static const char *const kinds[] = {"original", "reply", "share", "quote", "comment"};
    rel_status st;
    const rel_str author = dump_key(b, p->author);
    REL_TRY(rel_buf_printf(ctx, t, "post %s %.*s by %.*s%s", kinds[p->kind], REL_STR_ARG(p->id),
                           REL_STR_ARG(author), p->collected ? "" : " context"));
    REL_TRY(dump_time(ctx, t, "at=", p->time));
    if (p->time_error) REL_TRY(dump_number(ctx, t, "off", p->time_error));
    REL_TRY(dump_time(ctx, t, "got=", p->retrieved_at));
    REL_TRY(dump_field(ctx, t, "to", p->target_id));
    REL_TRY(dump_field(ctx, t, "in", p->conversation_id));
    REL_TRY(dump_field(ctx, t, "lang", p->lang));
    REL_TRY(dump_field(ctx, t, "url", p->url));
    REL_TRY(dump_number(ctx, t, "likes", p->likes));
    REL_TRY(dump_number(ctx, t, "replies", p->replies));
    REL_TRY(dump_number(ctx, t, "shares", p->shares));
    REL_TRY(dump_number(ctx, t, "quotes", p->quotes));
    REL_TRY(dump_number(ctx, t, "views", p->views));
    REL_TRY(dump_field(ctx, t, "text", p->text));
    REL_TRY(rel_buf_puts(ctx, t, "\n"));
out:
    return st;
}

static inline rel_status dump_act(rel_ctx *ctx, rel_buf *t, const rel_batch *b,
                                  const rel_interaction_record *i)
{
    rel_status st;
    const rel_str source = dump_key(b, i->source), target = dump_key(b, i->target);
    REL_TRY(rel_buf_printf(ctx, t, "%s %.*s %.*s", rel_kind_word(i->kind), REL_STR_ARG(source),
                           REL_STR_ARG(target)));
    REL_TRY(dump_time(ctx, t, "", i->time));
    REL_TRY(dump_field(ctx, t, "post", i->post_id));
    REL_TRY(dump_field(ctx, t, "to", i->target_post));
    REL_TRY(dump_field(ctx, t, "act", i->act_id));
    if (i->weight != 1) REL_TRY(rel_buf_printf(ctx, t, " weight=%g", i->weight));
    REL_TRY(rel_buf_puts(ctx, t, "\n"));
out:
    return st;
}

static inline rel_status dump_rest(rel_ctx *ctx, rel_buf *t, const rel_batch *b)
{
    static const char *const what[] = {"post", "act", "account"};
    rel_status st = REL_OK;
    for (size_t i = 0; i < b->tags; i++)
        REL_TRY(rel_buf_printf(ctx, t, "tag %.*s %.*s\n", REL_STR_ARG(b->tag[i].post_id),
                               REL_STR_ARG(b->tag[i].tag)));
    for (size_t i = 0; i < b->links; i++)
        REL_TRY(rel_buf_printf(ctx, t, "link %.*s %.*s\n", REL_STR_ARG(b->link[i].post_id),
                               REL_STR_ARG(b->link[i].url)));
    for (size_t i = 0; i < b->deletes; i++) {
        const rel_delete_record *d = &b->delete_[i];
        REL_TRY(rel_buf_printf(ctx, t, "delete %s %.*s", what[d->what], REL_STR_ARG(d->id)));
        REL_TRY(dump_time(ctx, t, "", d->time));
        REL_TRY(rel_buf_puts(ctx, t, "\n"));
    }
    for (size_t i = 0; i < b->rejects; i++)
        REL_TRY(rel_buf_printf(ctx, t, "reject %" PRId64 " %s %.*s\n", b->reject[i].line,
                               rel_reject_word(b->reject[i].reason), REL_STR_ARG(b->reject[i].detail)));
out:
    return st;
}

static inline rel_status dump_counts(rel_ctx *ctx, dump *d)
{
    rel_status st = REL_OK;
    const rel_batch_counts *c = &d->counts;
    REL_TRY(rel_buf_printf(ctx, &d->text, "records %" PRId64, c->records));
    if (c->ignored) REL_TRY(rel_buf_printf(ctx, &d->text, ", ignored %" PRId64, c->ignored));
    if (c->fields_ignored) REL_TRY(rel_buf_printf(ctx, &d->text, ", fields %" PRId64, c->fields_ignored));
    if (c->self_interactions) REL_TRY(rel_buf_printf(ctx, &d->text, ", self %" PRId64, c->self_interactions));
    if (c->text_replaced) REL_TRY(rel_buf_printf(ctx, &d->text, ", replaced %" PRId64, c->text_replaced));
    if (c->times_estimated)
        REL_TRY(rel_buf_printf(ctx, &d->text, ", estimated %" PRId64, c->times_estimated));
    if (c->text_cut) REL_TRY(rel_buf_printf(ctx, &d->text, ", cut %" PRId64, c->text_cut));
    if (c->unresolved_targets)
        REL_TRY(rel_buf_printf(ctx, &d->text, ", unresolved %" PRId64, c->unresolved_targets));
    for (int i = 0; i < REL_REJECT_COUNT; i++)
        if (c->rejected[i])
            REL_TRY(rel_buf_printf(ctx, &d->text, ", %s %" PRId64, rel_reject_word((rel_reject)i),
                                   c->rejected[i]));
    REL_TRY(rel_buf_puts(ctx, &d->text, "\n"));
out:
    return st;
}

static inline rel_status dump_store(rel_ctx *ctx, void *user, const rel_batch *b)
{
    dump *d = user;
    rel_status st = REL_OK;
    rel_buf *t = &d->text;
    rel_batch_counts_add(&d->counts, &b->counts);
    d->batches++;
    d->accounts += b->accounts;
    d->posts += b->posts;
    d->interactions += b->interactions;
    for (size_t i = 0; i < b->interactions; i++) d->kind[b->interaction[i].kind]++;
    if (d->silent) return REL_OK;
    for (size_t i = 0; i < b->accounts; i++) REL_TRY(dump_account(ctx, t, &b->account[i]));
    for (size_t i = 0; i < b->posts; i++) REL_TRY(dump_post(ctx, t, b, &b->post[i]));
    for (size_t i = 0; i < b->interactions; i++) REL_TRY(dump_act(ctx, t, b, &b->interaction[i]));
    REL_TRY(dump_rest(ctx, t, b));
out:
    return st;
}

/* Reads the file in blocks of block_bytes (0: the usual size) with ctx->threads threads. */
static inline rel_status dump_file(rel_ctx *ctx, const char *path, const rel_ingest_opts *opts,
                                   size_t block_bytes, dump *d)
{
    rel_status st;
    rel_recognised file;
    rel_pipeline_result result = {0};
    REL_TRY(rel_recognise(ctx, path, opts, &file));
    const rel_pipeline_job job = rel_recognised_job(&file, block_bytes, dump_store, d);
    snprintf(d->format, sizeof d->format, "%s", rel_recognised_name(&file));
    st = rel_pipeline_run(ctx, &job, &result);
    d->memory_bytes = result.memory_bytes;
    d->bytes = result.bytes;
    if (st == REL_OK && !d->silent) st = dump_counts(ctx, d);
out:
    rel_recognised_free(&file);
    return st;
}

#endif
