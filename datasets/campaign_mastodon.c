/* Mastodon: statuses, accounts and followers, as one server (mastodon.example) tells them. */
#include <stdio.h>

#include "datasets/campaign_model.h"
#include "datasets/sheet.h"
#include "datasets/tally.h"
#include "src/base/rng.h"

enum { HTML_BYTES = 8192 };
static const char server[] = "mastodon.example";

typedef struct mastodon_writer {
    const rel_campaign *c;
    rel_sheet sheet;
    rel_file_tally *tally;
    uint8_t *in_context;
    rel_draft draft;
    bool first;
    char html[HTML_BYTES];
} mastodon_writer;

static const char *host_of(const rel_member *m)
{
    return strchr(m->native, '@') + 1;
}

static rel_str user_of(const rel_member *m)
{
    return (rel_str){m->native, (size_t)(host_of(m) - m->native - 1)};
}

/* The server's own accounts go without a host. */
static rel_str acct_of(const rel_member *m)
{
    return strcmp(host_of(m), server) == 0 ? user_of(m) : rel_str_of(m->native);
}

static void address_of(const rel_member *m, const char *before, char address[160])
{
    const rel_str user = user_of(m);
    snprintf(address, 160, "https://%s/%s%.*s", host_of(m), before, REL_STR_ARG(user));
}

static void html_char(rel_pen *p, char c)
{
    switch (c) {
    case '<': rel_pen_puts(p, "&lt;"); break;
    case '>': rel_pen_puts(p, "&gt;"); break;
    case '&': rel_pen_puts(p, "&amp;"); break;
    case '"': rel_pen_puts(p, "&quot;"); break;
    case '\n': rel_pen_puts(p, "<br />"); break;
    default: rel_pen_raw(p, &c, 1);
    }
}

static void html_text(rel_pen *p, const char *s, int len)
{
    for (int i = 0; i < len; i++) html_char(p, s[i]);
}

static void html_part(const mastodon_writer *w, rel_pen *p, const rel_part *part)
{
    char address[160];
    if (part->kind == REL_PART_MENTION) {
        const rel_member *m = &w->c->member[part->account];
        address_of(m, "@", address);
        rel_pen_puts(p, "<span class=\"h-card\"><a href=\"");
        rel_pen_puts(p, address);
        rel_pen_puts(p, "\" class=\"u-url mention\">@<span>");
        rel_pen_raw(p, user_of(m).s, user_of(m).len);
        rel_pen_puts(p, "</span></a></span>");
    } else if (part->kind == REL_PART_TAG) {
        rel_pen_puts(p, "<a href=\"https://mastodon.example/tags/");
        rel_pen_puts(p, part->value);
        rel_pen_puts(p, "\" class=\"mention hashtag\" rel=\"tag\">#<span>");
        rel_pen_puts(p, part->value);
        rel_pen_puts(p, "</span></a>");
    } else {
        rel_pen_puts(p, "<a href=\"");
        html_text(p, part->value, (int)strlen(part->value));
        rel_pen_puts(p, "\" rel=\"nofollow noopener\" target=\"_blank\">");
        html_text(p, part->value, (int)strlen(part->value));
        rel_pen_puts(p, "</a>");
    }
}

static rel_str html_of(mastodon_writer *w, const rel_draft *d)
{
    rel_pen p = rel_pen_on(w->html, sizeof w->html);
    int at = 0;
    rel_pen_puts(&p, "<p>");
    for (int i = 0; i < d->parts; i++) {
        html_text(&p, d->text + at, d->part[i].first_byte - at);
        html_part(w, &p, &d->part[i]);
        at = d->part[i].end_byte;
    }
    html_text(&p, d->text + at, d->bytes - at);
    rel_pen_puts(&p, "</p>");
    return (rel_str){w->html, (size_t)(p.at - w->html)};
}

static void write_account(mastodon_writer *w, const char *key, uint32_t who)
{
    const rel_member *m = &w->c->member[who];
    rel_pen *p = &w->sheet.pen;
    char address[160], note[REL_WORDS_BIO + 16];
    rel_tally_observe(w->tally, who);
    snprintf(note, sizeof note, *m->bio ? "<p>%s</p>" : "%s", m->bio);
    address_of(m, "@", address);
    rel_pen_begin(p, key, '{');
    rel_pen_id(p, "id", m->number);
    rel_pen_text(p, "username", user_of(m));
    rel_pen_text(p, "acct", acct_of(m));
    rel_pen_str(p, "display_name", m->name);
    rel_pen_bool(p, "locked", false);
    rel_pen_bool(p, "bot", false);
    rel_pen_bool(p, "discoverable", m->number % 5 != 0);
    rel_pen_bool(p, "group", false);
    rel_pen_when(p, "created_at", m->created_ms / 86400000 * 86400000);
    rel_pen_str(p, "note", note);
    rel_pen_str(p, "url", address);
    rel_pen_int(p, "followers_count", m->followers);
    rel_pen_int(p, "following_count", m->following);
    rel_pen_int(p, "statuses_count", m->posts);
    rel_pen_begin(p, "emojis", '[');
    rel_pen_end(p, ']');
    rel_pen_begin(p, "fields", '[');
    rel_pen_end(p, ']');
    rel_pen_end(p, '}');
}

static void write_mentions(mastodon_writer *w, const rel_draft *d)
{
    char address[160];
    rel_pen *p = &w->sheet.pen;
    rel_pen_begin(p, "mentions", '[');
    for (int i = 0; i < d->parts; i++) {
        if (d->part[i].kind != REL_PART_MENTION) continue;
        const rel_member *m = &w->c->member[d->part[i].account];
        address_of(m, "@", address);
        rel_tally_name(w->tally, (uint32_t)d->part[i].account);
        rel_pen_begin(p, NULL, '{');
        rel_pen_id(p, "id", m->number);
        rel_pen_text(p, "username", user_of(m));
        rel_pen_str(p, "url", address);
        rel_pen_text(p, "acct", acct_of(m));
        rel_pen_end(p, '}');
    }
    rel_pen_end(p, ']');
}

/* Tags are told in lower case and with their address. */
static void write_tags(mastodon_writer *w, const rel_draft *d)
{
    rel_pen *p = &w->sheet.pen;
    rel_pen_begin(p, "tags", '[');
    for (int i = 0; i < d->parts; i++) {
        char name[REL_DRAFT_VALUE], address[REL_DRAFT_VALUE + 40];
        if (d->part[i].kind != REL_PART_TAG) continue;
        snprintf(name, sizeof name, "%s", d->part[i].value);
        for (char *s = name; *s; s++)
            if (*s >= 'A' && *s <= 'Z') *s = (char)(*s + 'a' - 'A');
        snprintf(address, sizeof address, "https://%s/tags/%s", server, name);
        rel_pen_begin(p, NULL, '{');
        rel_pen_str(p, "name", name);
        rel_pen_str(p, "url", address);
        rel_pen_end(p, '}');
    }
    rel_pen_end(p, ']');
}

static void write_status(mastodon_writer *w, const char *key, int64_t i, int depth);

static void write_quote(mastodon_writer *w, const rel_message *m, int depth)
{
    rel_pen *p = &w->sheet.pen;
    if (m->act != REL_ACT_QUOTE) {
        rel_pen_null(p, "quote");
        return;
    }
    rel_pen_begin(p, "quote", '{');
    rel_pen_str(p, "state", "accepted");
    write_status(w, "quoted_status", m->target, depth + 1);
    rel_pen_end(p, '}');
}

static void write_answered(rel_pen *p, const rel_campaign *c, const rel_message *m)
{
    if (m->act != REL_ACT_REPLY) {
        rel_pen_null(p, "in_reply_to_id");
        rel_pen_null(p, "in_reply_to_account_id");
        return;
    }
    rel_pen_id(p, "in_reply_to_id", c->message[m->target].number);
    rel_pen_id(p, "in_reply_to_account_id", c->member[c->message[m->target].author].number);
}

static void write_text_fields(mastodon_writer *w, int64_t i)
{
    rel_campaign_draft(w->c, i, &w->draft);
    rel_pen_text(&w->sheet.pen, "content", html_of(w, &w->draft));
    write_mentions(w, &w->draft);
    write_tags(w, &w->draft);
}

static void write_counts(rel_pen *p, const rel_message *m)
{
    rel_pen_int(p, "replies_count", m->replies);
    rel_pen_int(p, "reblogs_count", m->shares);
    rel_pen_int(p, "favourites_count", m->likes);
    rel_pen_int(p, "quotes_count", m->quotes);
}

static void write_status(mastodon_writer *w, const char *key, int64_t i, int depth)
{
    const rel_campaign *c = w->c;
    const rel_message *m = &c->message[i];
    const rel_member *who = &c->member[m->author];
    const bool boost = m->act == REL_ACT_SHARE;
    rel_pen *p = &w->sheet.pen;
    char uri[240], base[160];
    address_of(who, "users/", base);
    snprintf(uri, sizeof uri, "%s/statuses/%llu%s", base, (unsigned long long)m->number,
             boost ? "/activity" : "");
    if (depth) w->in_context[i] = 1;
    rel_pen_begin(p, key, '{');
    rel_pen_id(p, "id", m->number);
    rel_pen_when(p, "created_at", m->time_ms);
    write_answered(p, c, m);
    rel_pen_bool(p, "sensitive", false);
    rel_pen_str(p, "spoiler_text", "");
    rel_pen_str(p, "visibility", "public");
    rel_pen_str(p, "language", boost || m->number % 30 == 0 ? NULL : rel_lang_code(who->lang));
    rel_pen_str(p, "uri", uri);
    if (boost) {
        rel_pen_str(p, "content", "");
        write_counts(p, &(rel_message){0});
        write_status(w, "reblog", m->target, depth + 1);
    } else {
        write_text_fields(w, i);
        write_counts(p, m);
        rel_pen_null(p, "reblog");
        write_quote(w, m, depth);
    }
    write_account(w, "account", m->author);
    rel_pen_end(p, '}');
}

/* Elements of the array one a line. */
static void between(mastodon_writer *w)
{
    rel_pen_puts(&w->sheet.pen, w->first ? "[" : ",\n");
    w->first = false;
    w->sheet.pen.comma = false;
    w->tally->records++;
}

static bool is_ours(const rel_campaign *c, int64_t i)
{
    return c->message[i].fate == REL_FATE_COLLECTED &&
           c->member[c->message[i].author].platform == REL_ON_MASTODON;
}

static void write_statuses(mastodon_writer *w)
{
    const rel_campaign *c = w->c;
    for (size_t k = c->messages; k-- > 0;) {
        const int64_t i = c->order[k];
        if (!is_ours(c, i)) continue;
        between(w);
        write_status(w, NULL, i, 0);
        rel_campaign_draft(c, i, &w->draft);
        rel_tally_post(w->tally, c, i, &w->draft);
        rel_sheet_flush(&w->sheet);
    }
    for (size_t i = 0; i < c->messages; i++)
        w->tally->context_posts += w->in_context[i] && !is_ours(c, (int64_t)i);
}

static void write_accounts(mastodon_writer *w)
{
    for (uint32_t v = w->c->platform_first[REL_ON_MASTODON]; v < w->c->platform_first[REL_ON_MASTODON + 1];
         v++) {
        between(w);
        write_account(w, NULL, v);
        rel_sheet_flush(&w->sheet);
    }
}

/* Whose followers they are, the array does not tell: --subject must. */
static void write_followers(mastodon_writer *w)
{
    const rel_campaign *c = w->c;
    for (uint32_t v = c->platform_first[REL_ON_MASTODON]; v < c->platform_first[REL_ON_MASTODON + 1]; v++) {
        if (c->member[v].brand != 0) continue;
        rel_tally_name(w->tally, v);
        for (int64_t e = c->in_off[v]; e < c->in_off[v + 1]; e++) {
            between(w);
            write_account(w, NULL, c->follower[e]);
            w->tally->interactions[REL_KIND_FOLLOW]++;
            rel_sheet_flush(&w->sheet);
        }
    }
}

static rel_status write_file(mastodon_writer *w, const char *folder, const char *name, rel_tally *t,
                             void (*write)(mastodon_writer *))
{
    rel_status st;
    REL_TRY(rel_tally_add(t, name, "mastodon", &w->tally));
    REL_TRY(rel_sheet_open(w->c->ctx, folder, name, &w->sheet));
    w->first = true;
    write(w);
    rel_pen_puts(&w->sheet.pen, w->first ? "[]\n" : "]\n");
    REL_TRY(rel_sheet_close(&w->sheet));
out:
    return st;
}

rel_status rel_campaign_write_mastodon(const rel_campaign *c, const char *folder, rel_tally *t)
{
    rel_status st;
    mastodon_writer *w = NULL;
    const rel_arena_mark mark = rel_scratch_mark(c->ctx);
    REL_TRY(rel_scratch(c->ctx, &w, 1, sizeof *w, "statuses"));
    w->c = c;
    REL_TRY(rel_scratch(c->ctx, &w->in_context, c->messages, 1, "messages"));
    REL_TRY(write_file(w, folder, "mastodon.json", t, write_statuses));
    REL_TRY(write_file(w, folder, "mastodon_accounts.json", t, write_accounts));
    REL_TRY(write_file(w, folder, "mastodon_followers.json", t, write_followers));
out:
    rel_scratch_release(c->ctx, mark);
    return st;
}
