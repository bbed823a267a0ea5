/* Bluesky: Jetstream events. */
#include "datasets/campaign_bluesky.h"

#include <stdio.h>
#include <stdlib.h>

#include "src/base/rng.h"

enum { HOUR_MS = 3600000, PERCENT_NEW = 8, PERCENT_UNDONE = 10 };
enum { KEY_TEXT = 14 };

typedef enum event_kind {
    EVENT_MESSAGE,
    EVENT_GONE,
    EVENT_LIKE,
    EVENT_UNLIKE,
    EVENT_FOLLOW,
    EVENT_UNFOLLOW,
    EVENT_KINDS
} event_kind;

bool rel_campaign_follow_is_new(const rel_campaign *c, int64_t e, int64_t *at_ms)
{
    const rel_dice d = {c->seed, REL_DRAW_EDGE, (UINT64_C(1) << 40) + (uint64_t)e};
    *at_ms = c->start_ms + (int64_t)(rel_dice_unit(&d, 1) * (double)(c->end_ms - c->start_ms) * 0.9);
    return c->member[c->follower[e]].platform == REL_ON_BLUESKY && rel_dice_below(&d, 0, 100) < PERCENT_NEW;
}

bool rel_campaign_follow_is_undone(const rel_campaign *c, int64_t e)
{
    int64_t at;
    const rel_dice d = {c->seed, REL_DRAW_EDGE, (UINT64_C(1) << 40) + (uint64_t)e};
    return rel_campaign_follow_is_new(c, e, &at) && rel_dice_below(&d, 2, 100) < PERCENT_UNDONE;
}

/* A content hash in Bluesky's form, made up from a number. */
static void cid_of(const rel_campaign *c, uint64_t stream, uint64_t index, char cid[REL_BLUESKY_CID])
{
    memcpy(cid, "bafyrei", 7);
    for (uint64_t i = 0; i < 52; i++)
        cid[7 + i] =
            "abcdefghijklmnopqrstuvwxyz234567"[rel_rand(c->seed, stream + 0x10000, index * 64 + i) & 31];
    cid[59] = '\0';
}

static void key_of(uint64_t number, char key[KEY_TEXT])
{
    for (int i = 12; i >= 0; i--) {
        key[i] = "234567abcdefghijklmnopqrstuvwxyz"[number & 31];
        number >>= 5;
    }
    key[13] = '\0';
}

void rel_bluesky_cid(const rel_campaign *c, int64_t i, char cid[REL_BLUESKY_CID])
{
    cid_of(c, EVENT_MESSAGE, (uint64_t)i, cid);
}

/* {"uri": ..., "cid": ...} */
static void strong_ref(const rel_campaign *c, rel_pen *p, const char *key, int64_t i)
{
    char uri[REL_MESSAGE_ID], cid[REL_BLUESKY_CID];
    rel_campaign_message_id(c, i, uri);
    rel_bluesky_cid(c, i, cid);
    rel_pen_begin(p, key, '{');
    rel_pen_str(p, "cid", cid);
    rel_pen_str(p, "uri", uri);
    rel_pen_end(p, '}');
}

static void feature(const rel_campaign *c, rel_pen *p, const rel_part *part)
{
    static const char *const type[] = {"app.bsky.richtext.facet#mention", "app.bsky.richtext.facet#tag",
                                       "app.bsky.richtext.facet#link"};
    rel_pen_begin(p, NULL, '{');
    rel_pen_str(p, "$type", type[part->kind]);
    if (part->kind == REL_PART_MENTION) rel_pen_str(p, "did", c->member[part->account].native);
    if (part->kind == REL_PART_TAG) rel_pen_str(p, "tag", part->value);
    if (part->kind == REL_PART_LINK) rel_pen_str(p, "uri", part->value);
    rel_pen_end(p, '}');
}

static void facets(const rel_campaign *c, rel_pen *p, const rel_draft *d)
{
    if (!d->parts) return;
    rel_pen_begin(p, "facets", '[');
    for (int i = 0; i < d->parts; i++) {
        rel_pen_begin(p, NULL, '{');
        rel_pen_begin(p, "features", '[');
        feature(c, p, &d->part[i]);
        rel_pen_end(p, ']');
        rel_pen_begin(p, "index", '{');
        rel_pen_int(p, "byteEnd", d->part[i].end_byte);
        rel_pen_int(p, "byteStart", d->part[i].first_byte);
        rel_pen_end(p, '}');
        rel_pen_end(p, '}');
    }
    rel_pen_end(p, ']');
}

/* The record of a post, as its author's repository has it. */
void rel_bluesky_post_record(rel_bluesky_writer *w, const char *key, int64_t i)
{
    const rel_campaign *c = w->c;
    const rel_message *m = &c->message[i];
    rel_pen *p = &w->sheet.pen;
    rel_campaign_draft(c, i, &w->draft);
    rel_pen_begin(p, key, '{');
    rel_pen_str(p, "$type", "app.bsky.feed.post");
    rel_pen_when(p, "createdAt", m->time_ms);
    if (m->act == REL_ACT_QUOTE) {
        rel_pen_begin(p, "embed", '{');
        rel_pen_str(p, "$type", "app.bsky.embed.record");
        strong_ref(c, p, "record", m->target);
        rel_pen_end(p, '}');
    }
    facets(c, p, &w->draft);
    if (m->number % 25) { /* some clients leave the language out */
        rel_pen_begin(p, "langs", '[');
        rel_pen_str(p, NULL, rel_lang_code(c->member[m->author].lang));
        rel_pen_end(p, ']');
    }
    if (m->act == REL_ACT_REPLY) {
        rel_pen_begin(p, "reply", '{');
        strong_ref(c, p, "parent", m->target);
        strong_ref(c, p, "root", m->cascade);
        rel_pen_end(p, '}');
    }
    rel_pen_text(p, "text", (rel_str){w->draft.text, (size_t)w->draft.bytes});
    rel_pen_end(p, '}');
}

/* Opens an event up to "operation". */
static void begin_event(rel_bluesky_writer *w, uint32_t who, uint64_t time_us, const char *operation,
                        const char *collection, const char *key)
{
    rel_pen *p = &w->sheet.pen;
    char revision[KEY_TEXT];
    key_of(time_us << 10 | 17, revision);
    rel_pen_begin(p, NULL, '{');
    rel_pen_str(p, "did", w->c->member[who].native);
    rel_pen_int(p, "time_us", (int64_t)time_us);
    rel_pen_str(p, "kind", "commit");
    rel_pen_begin(p, "commit", '{');
    rel_pen_str(p, "rev", revision);
    rel_pen_str(p, "operation", operation);
    rel_pen_str(p, "collection", collection);
    rel_pen_str(p, "rkey", key);
}

static void end_event(rel_bluesky_writer *w, const char *cid)
{
    rel_pen *p = &w->sheet.pen;
    if (cid) rel_pen_str(p, "cid", cid);
    rel_pen_end(p, '}');
    rel_pen_end(p, '}');
    rel_pen_newline(p);
    w->tally->records++;
    rel_sheet_flush(&w->sheet);
}

static void write_message(rel_bluesky_writer *w, int64_t i, uint64_t time_us, bool gone)
{
    const rel_message *m = &w->c->message[i];
    char key[KEY_TEXT], cid[REL_BLUESKY_CID];
    const bool share = m->act == REL_ACT_SHARE;
    rel_pen *p = &w->sheet.pen;
    key_of(m->number, key);
    begin_event(w, m->author, time_us, gone ? "delete" : "create",
                share ? "app.bsky.feed.repost" : "app.bsky.feed.post", key);
    rel_bluesky_cid(w->c, i, cid);
    if (gone) {
        w->tally->deletes++;
        end_event(w, NULL);
        return;
    }
    if (share) {
        rel_pen_begin(p, "record", '{');
        rel_pen_str(p, "$type", "app.bsky.feed.repost");
        rel_pen_when(p, "createdAt", m->time_ms);
        strong_ref(w->c, p, "subject", m->target);
        rel_pen_end(p, '}');
    } else {
        rel_bluesky_post_record(w, "record", i);
    }
    rel_campaign_draft(w->c, i, &w->draft);
    rel_tally_post(w->tally, w->c, i, &w->draft);
    if (m->target != REL_NO_POST) rel_tally_name(w->tally, w->c->message[m->target].author);
    end_event(w, cid);
}

static void write_like(rel_bluesky_writer *w, uint64_t index, uint64_t time_us, bool undo)
{
    const rel_like *l = &w->c->like[index];
    char key[KEY_TEXT], cid[REL_BLUESKY_CID];
    rel_pen *p = &w->sheet.pen;
    key_of(((uint64_t)l->time_ms * 1000 + index % 1000) << 10, key);
    begin_event(w, l->who, time_us, undo ? "delete" : "create", "app.bsky.feed.like", key);
    if (undo) {
        w->tally->deletes++;
        end_event(w, NULL);
        return;
    }
    rel_pen_begin(p, "record", '{');
    rel_pen_str(p, "$type", "app.bsky.feed.like");
    rel_pen_when(p, "createdAt", l->time_ms);
    strong_ref(w->c, p, "subject", l->what);
    rel_pen_end(p, '}');
    cid_of(w->c, EVENT_LIKE, index, cid);
    rel_tally_name(w->tally, l->who);
    rel_tally_name(w->tally, w->c->message[l->what].author);
    w->tally->interactions[REL_KIND_LIKE]++;
    end_event(w, cid);
}

static uint32_t followed_by(const rel_campaign *c, int64_t e)
{
    uint32_t low = 0, high = c->inside;
    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;
        if (c->in_off[middle] <= e)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static void write_follow(rel_bluesky_writer *w, int64_t e, uint64_t time_us, bool undo)
{
    const rel_campaign *c = w->c;
    const uint32_t who = c->follower[e], whom = followed_by(c, e);
    char key[KEY_TEXT], cid[REL_BLUESKY_CID];
    int64_t at_ms;
    rel_pen *p = &w->sheet.pen;
    rel_campaign_follow_is_new(c, e, &at_ms);
    key_of(((uint64_t)at_ms * 1000 + (uint64_t)e % 1000) << 10 | 3, key);
    begin_event(w, who, time_us, undo ? "delete" : "create", "app.bsky.graph.follow", key);
    if (undo) {
        w->tally->deletes++;
        end_event(w, NULL);
        return;
    }
    rel_pen_begin(p, "record", '{');
    rel_pen_str(p, "$type", "app.bsky.graph.follow");
    rel_pen_when(p, "createdAt", at_ms);
    rel_pen_str(p, "subject", c->member[whom].native);
    rel_pen_end(p, '}');
    cid_of(c, EVENT_FOLLOW, (uint64_t)e, cid);
    rel_tally_name(w->tally, who);
    rel_tally_name(w->tally, whom);
    w->tally->interactions[REL_KIND_FOLLOW]++;
    end_event(w, cid);
}

static rel_status add_event(rel_bluesky_writer *w, int64_t time_ms, event_kind kind, uint64_t index)
{
    const rel_status st =
        rel_grow(w->c->ctx, &w->event, &w->event_capacity, w->events + 1, sizeof *w->event, "events");
    if (st != REL_OK) return st;
    const uint64_t us = (uint64_t)time_ms * 1000 +
                        rel_rand_below(w->c->seed, REL_DRAW_KEY, (UINT64_C(3) << 40) + w->events, 1000);
    w->event[w->events++] = (rel_sort_item){us, (uint64_t)kind + EVENT_KINDS * index};
    return REL_OK;
}

static rel_status collect_events(rel_bluesky_writer *w)
{
    rel_status st = REL_OK;
    const rel_campaign *c = w->c;
    int64_t at;
    for (size_t i = 0; i < c->messages; i++) {
        const rel_message *m = &c->message[i];
        if (c->member[m->author].platform != REL_ON_BLUESKY || m->fate == REL_FATE_EARLIER) continue;
        REL_TRY(add_event(w, m->time_ms, EVENT_MESSAGE, i));
        if (m->fate == REL_FATE_GONE) REL_TRY(add_event(w, c->end_ms + HOUR_MS, EVENT_GONE, i));
    }
    for (size_t i = 0; i < c->likes; i++) {
        REL_TRY(add_event(w, c->like[i].time_ms, EVENT_LIKE, i));
        if (c->like[i].taken_back) REL_TRY(add_event(w, c->like[i].time_ms + HOUR_MS, EVENT_UNLIKE, i));
    }
    for (int64_t e = 0; e < c->follows; e++) {
        if (!rel_campaign_follow_is_new(c, e, &at)) continue;
        REL_TRY(add_event(w, at, EVENT_FOLLOW, (uint64_t)e));
        if (rel_campaign_follow_is_undone(c, e))
            REL_TRY(add_event(w, at + 5 * HOUR_MS, EVENT_UNFOLLOW, (uint64_t)e));
    }
    st = rel_sort_radix(c->ctx, w->event, (int64_t)w->events);
out:
    return st;
}

/* An event that is about the account itself and changes nothing. */
static void write_identity(rel_bluesky_writer *w)
{
    rel_pen *p = &w->sheet.pen;
    const rel_member *m = &w->c->member[w->c->platform_first[REL_ON_BLUESKY]];
    rel_tally_name(w->tally, w->c->platform_first[REL_ON_BLUESKY]);
    rel_pen_begin(p, NULL, '{');
    rel_pen_str(p, "did", m->native);
    rel_pen_int(p, "time_us", w->c->start_ms * 1000);
    rel_pen_str(p, "kind", "identity");
    rel_pen_begin(p, "identity", '{');
    rel_pen_str(p, "did", m->native);
    rel_pen_str(p, "handle", m->handle);
    rel_pen_int(p, "seq", 4100000001);
    rel_pen_when(p, "time", w->c->start_ms);
    rel_pen_end(p, '}');
    rel_pen_end(p, '}');
    rel_pen_newline(p);
    w->tally->records++;
    rel_sheet_flush(&w->sheet);
}

static void write_events(rel_bluesky_writer *w)
{
    write_identity(w);
    for (size_t k = 0; k < w->events; k++) {
        const uint64_t us = w->event[k].key, index = w->event[k].value / EVENT_KINDS;
        const event_kind kind = (event_kind)(w->event[k].value % EVENT_KINDS);
        switch (kind) {
        case EVENT_MESSAGE:
        case EVENT_GONE: write_message(w, (int64_t)index, us, kind == EVENT_GONE); break;
        case EVENT_LIKE:
        case EVENT_UNLIKE: write_like(w, index, us, kind == EVENT_UNLIKE); break;
        default: write_follow(w, (int64_t)index, us, kind == EVENT_UNFOLLOW);
        }
    }
}

static rel_status write_file(rel_bluesky_writer *w, const char *folder, const char *name, rel_tally *t,
                             void (*write)(rel_bluesky_writer *))
{
    rel_status st;
    REL_TRY(rel_tally_add(t, name, "bluesky", &w->tally));
    REL_TRY(rel_sheet_open(w->c->ctx, folder, name, &w->sheet));
    write(w);
    REL_TRY(rel_sheet_close(&w->sheet));
out:
    return st;
}

rel_status rel_campaign_write_bluesky(const rel_campaign *c, const char *folder, rel_tally *t)
{
    rel_status st;
    rel_bluesky_writer *w = NULL;
    const rel_arena_mark mark = rel_scratch_mark(c->ctx);
    REL_TRY(rel_scratch(c->ctx, &w, 1, sizeof *w, "events"));
    w->c = c;
    REL_TRY(rel_scratch(c->ctx, &w->in_context, c->messages * 2, 1, "messages"));
    REL_TRY(collect_events(w));
    REL_TRY(write_file(w, folder, "bluesky.jsonl", t, write_events));
    REL_TRY(write_file(w, folder, "bluesky_feeds.jsonl", t, rel_bluesky_write_feeds));
    REL_TRY(write_file(w, folder, "bluesky_followers.jsonl", t, rel_bluesky_write_followers));
    REL_TRY(write_file(w, folder, "bluesky_profiles.json", t, rel_bluesky_write_profiles));
out:
    if (w) free(w->event);
    rel_scratch_release(c->ctx, mark);
    return st;
}
