#include "datasets/tally.h"

#include <stdlib.h>

#include "datasets/sheet.h"

rel_status rel_tally_add(rel_tally *t, const char *name, const char *format, rel_file_tally **file)
{
    *file = NULL;
    if (t->files == REL_TALLY_FILES)
        return rel_fail(t->ctx, REL_E_LIMIT, "more than %d files", REL_TALLY_FILES);
    rel_file_tally *f = &t->file[t->files];
    *f = (rel_file_tally){.name = name, .format = format};
    const rel_status st = rel_alloc(t->ctx, &f->observed, t->members, 1, "accounts");
    if (st != REL_OK) return st;
    t->files++;
    *file = f;
    return REL_OK;
}

void rel_tally_free(rel_tally *t)
{
    for (int i = 0; i < t->files; i++) free(t->file[i].observed);
    t->files = 0;
}

static void count_text(rel_file_tally *f, const rel_campaign *c, const rel_message *m, const rel_draft *d)
{
    const uint32_t answered = m->act == REL_ACT_REPLY ? c->message[m->target].author : REL_NOBODY;
    for (int i = 0; i < d->parts; i++) {
        const rel_part *p = &d->part[i];
        const bool share = m->act == REL_ACT_SHARE;
        if (p->kind == REL_PART_MENTION) {
            rel_tally_name(f, (uint32_t)p->account);
            f->share_mentions += share;
            f->reply_mentions += !share && p->account == answered;
            f->interactions[REL_KIND_MENTION] += !share;
        } else if (!share) {
            f->tags += p->kind == REL_PART_TAG;
            f->links += p->kind == REL_PART_LINK;
        }
    }
}

void rel_tally_post(rel_file_tally *f, const rel_campaign *c, int64_t message, const rel_draft *draft)
{
    static const rel_kind kind[] = {REL_KIND_COUNT, REL_KIND_REPLY, REL_KIND_SHARE, REL_KIND_QUOTE};
    const rel_message *m = &c->message[message];
    f->posts[m->act]++;
    rel_tally_observe(f, m->author);
    if (m->act != REL_ACT_ORIGINAL) f->interactions[kind[m->act]]++;
    count_text(f, c, m, draft);
}

static void write_by_platform(rel_pen *p, const rel_campaign *c, const uint8_t *observed, const char *key,
                              uint8_t bit)
{
    int64_t count[REL_PLATFORMS] = {0};
    for (uint32_t v = 0; v < c->members; v++) count[c->member[v].platform] += (observed[v] & bit) == bit;
    rel_pen_begin(p, key, '{');
    for (int i = 0; i < REL_PLATFORMS; i++) rel_pen_int(p, rel_platform_words[i], count[i]);
    rel_pen_end(p, '}');
}

static void write_file(rel_pen *p, const rel_campaign *c, const rel_file_tally *f)
{
    static const char *const acts[] = {"original", "reply", "share", "quote"};
    rel_pen_begin(p, f->name, '{');
    rel_pen_str(p, "format", f->format);
    rel_pen_int(p, "records", f->records);
    rel_pen_begin(p, "posts", '{');
    for (int i = 0; i < 4; i++) rel_pen_int(p, acts[i], f->posts[i]);
    rel_pen_end(p, '}');
    rel_pen_int(p, "context_posts", f->context_posts);
    rel_pen_begin(p, "interactions", '{');
    for (int k = 0; k < REL_KIND_COUNT; k++) rel_pen_int(p, rel_kind_word((rel_kind)k), f->interactions[k]);
    rel_pen_end(p, '}');
    rel_pen_int(p, "reply_mentions", f->reply_mentions);
    rel_pen_int(p, "share_mentions", f->share_mentions);
    rel_pen_int(p, "tags", f->tags);
    rel_pen_int(p, "links", f->links);
    rel_pen_int(p, "deletes", f->deletes);
    rel_pen_int(p, "unresolved", f->unresolved);
    write_by_platform(p, c, f->observed, "accounts", 1);
    write_by_platform(p, c, f->observed, "observed", 2);
    rel_pen_end(p, '}');
}

static void write_campaign(rel_pen *p, const rel_campaign *c)
{
    rel_pen_begin(p, "campaign", '{');
    rel_pen_id(p, "seed", c->seed);
    rel_pen_int(p, "accounts", c->inside);
    rel_pen_int(p, "mentioned_only", c->members - c->inside);
    rel_pen_int(p, "communities", c->communities);
    rel_pen_int(p, "follows", c->follows);
    rel_pen_int(p, "posts", (int64_t)c->messages);
    rel_pen_int(p, "sales", (int64_t)c->sales);
    rel_pen_when(p, "first", c->start_ms);
    rel_pen_when(p, "last", c->end_ms);
    rel_pen_end(p, '}');
}

rel_status rel_tally_write(rel_tally *t, const rel_campaign *c, const char *folder)
{
    rel_sheet s;
    rel_status st = rel_sheet_open(t->ctx, folder, "truth/counts.json", &s);
    if (st != REL_OK) return st;
    rel_pen_begin(&s.pen, NULL, '{');
    write_campaign(&s.pen, c);
    rel_pen_begin(&s.pen, "files", '{');
    for (int i = 0; i < t->files; i++) {
        rel_pen_puts(&s.pen, i ? ",\n" : "\n");
        s.pen.comma = false;
        write_file(&s.pen, c, &t->file[i]);
    }
    rel_pen_end(&s.pen, '}');
    rel_pen_end(&s.pen, '}');
    rel_pen_newline(&s.pen);
    return rel_sheet_close(&s);
}
