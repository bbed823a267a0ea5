/* X: search pages as twarc keeps them, pages of followers, profiles. */
#include <stdio.h>

#include "datasets/campaign_model.h"
#include "datasets/sheet.h"
#include "datasets/tally.h"
#include "datasets/x_v2.h"
#include "src/base/rng.h"

enum { PAGE_POSTS = 100, PAGE_PROFILES = 100, PAGE_FOLLOWERS = 1000, PAGE_SEEN = 8 * PAGE_POSTS };

static const char search_url[] =
    "https://api.twitter.com/2/tweets/search/all?expansions=author_id%2Cin_reply_to_user_id%2C"
    "referenced_tweets.id%2Creferenced_tweets.id.author_id%2Centities.mentions.username&"
    "max_results=100&query=velmio+OR+norvane+OR+kestrelo";

/* Numbers met in a page, each once. */
typedef struct seen {
    int64_t number[PAGE_SEEN];
    int count;
} seen;

static void see(seen *s, int64_t number)
{
    for (int i = 0; i < s->count; i++)
        if (s->number[i] == number) return;
    if (s->count < PAGE_SEEN) s->number[s->count++] = number;
}

typedef struct x_writer {
    const rel_campaign *c;
    rel_sheet sheet;
    rel_file_tally *tally;
    uint8_t *in_context; /* per message: came along */
    rel_draft draft, target_draft;
    seen users, tweets, gone, strangers;
} x_writer;

static rel_x_user user_of(const rel_campaign *c, uint32_t who)
{
    const rel_member *m = &c->member[who];
    const rel_dice d = {c->seed, REL_DRAW_PERSON, m->person};
    return (rel_x_user){.id = m->number,
                        .created_ms = m->created_ms,
                        .name = m->name,
                        .handle = m->handle,
                        .bio = m->bio,
                        .location = m->brand >= 0 ? "Lyon" : rel_words_place(&d, m->lang),
                        .followers = m->followers,
                        .following = m->following,
                        .tweets = m->posts,
                        .listed = m->followers / 80,
                        .verified = m->brand >= 0,
                        .is_protected = m->is_protected};
}

static void write_user(x_writer *w, const char *key, uint32_t who)
{
    const rel_x_user u = user_of(w->c, who);
    rel_tally_observe(w->tally, who);
    rel_x_v2_user(&w->sheet.pen, key, &u);
}

/* The draft names members by index; X wants their ids, and knows none of those outside. */
static void name_by_id(const rel_campaign *c, rel_draft *d)
{
    for (int i = 0; i < d->parts; i++)
        if (d->part[i].kind == REL_PART_MENTION) {
            const rel_member *m = &c->member[d->part[i].account];
            d->part[i].account = m->outside ? 0 : m->number;
        }
}

/* A quote ends in a link to what it quotes. */
static void add_quote_link(const rel_campaign *c, const rel_message *m, int64_t i, rel_draft *d)
{
    char link[REL_DRAFT_VALUE], shown[32];
    const rel_message *target = &c->message[m->target];
    snprintf(link, sizeof link, "https://twitter.com/%s/status/%llu", c->member[target->author].handle,
             (unsigned long long)target->number);
    snprintf(shown, sizeof shown, "https://t.co/q%07llx", (unsigned long long)i);
    rel_draft_gap(d);
    rel_draft_link(d, link, shown);
}

static void finish_draft(const rel_campaign *c, int64_t i, rel_draft *d)
{
    const rel_message *m = &c->message[i];
    if (m->act == REL_ACT_QUOTE) add_quote_link(c, m, i, d);
    name_by_id(c, d);
}

static void draft_of(const rel_campaign *c, int64_t i, rel_draft *d)
{
    rel_campaign_draft(c, i, d);
    finish_draft(c, i, d);
}

static rel_x_tweet tweet_of(const rel_campaign *c, int64_t i, const rel_draft *d)
{
    static const char *const reference[] = {NULL, "replied_to", "retweeted", "quoted"};
    const rel_message *m = &c->message[i];
    const bool has_target = m->target != REL_NO_POST;
    const rel_message *target = has_target ? &c->message[m->target] : m;
    const bool old = rel_rand_below(c->seed, REL_DRAW_KEY, (uint64_t)i, 40) == 0; /* a field is missing */
    return (rel_x_tweet){
        .id = m->number,
        .author = c->member[m->author].number,
        .time_ms = m->time_ms,
        .draft = d,
        .conversation = m->act == REL_ACT_REPLY ? c->message[m->cascade].number : m->number,
        .lang =
            old ? NULL : rel_lang_code(c->member[m->act == REL_ACT_SHARE ? target->author : m->author].lang),
        .reference = reference[m->act],
        .reference_id = has_target ? target->number : 0,
        .reply_to_user = m->act == REL_ACT_REPLY ? c->member[target->author].number : 0,
        .shares = m->act == REL_ACT_SHARE ? target->shares : m->shares,
        .replies = m->replies,
        .likes = m->likes,
        .quotes = m->quotes,
        .views = m->views};
}

/* What a page must explain about a tweet. */
static void see_around(x_writer *w, int64_t i)
{
    const rel_campaign *c = w->c;
    const rel_message *m = &c->message[i];
    see(&w->users, m->author);
    for (int k = 0; k < w->draft.parts; k++) {
        if (w->draft.part[k].kind != REL_PART_MENTION) continue;
        const uint32_t who = (uint32_t)w->draft.part[k].account;
        if (c->member[who].outside)
            see(&w->strangers, who);
        else if (m->act != REL_ACT_SHARE || c->message[m->target].fate != REL_FATE_GONE)
            see(&w->users, who);
    }
    if (m->target == REL_NO_POST) return;
    if (m->act == REL_ACT_REPLY) see(&w->users, c->message[m->target].author);
    if (c->message[m->target].fate == REL_FATE_GONE) {
        see(&w->gone, m->target);
        return;
    }
    see(&w->tweets, m->target);
    see(&w->users, c->message[m->target].author);
}

static void write_includes(x_writer *w)
{
    rel_pen *p = &w->sheet.pen;
    rel_pen_begin(p, "includes", '{');
    rel_pen_begin(p, "users", '[');
    for (int i = 0; i < w->users.count; i++) write_user(w, NULL, (uint32_t)w->users.number[i]);
    rel_pen_end(p, ']');
    rel_pen_begin(p, "tweets", '[');
    for (int i = 0; i < w->tweets.count; i++) {
        draft_of(w->c, w->tweets.number[i], &w->target_draft);
        const rel_x_tweet x = tweet_of(w->c, w->tweets.number[i], &w->target_draft);
        w->in_context[w->tweets.number[i]] = 1;
        rel_x_v2_tweet(p, NULL, &x);
    }
    rel_pen_end(p, ']');
    rel_pen_end(p, '}');
}

static void write_problems(x_writer *w)
{
    rel_pen *p = &w->sheet.pen;
    char id[24];
    if (w->gone.count + w->strangers.count == 0) return;
    rel_pen_begin(p, "errors", '[');
    for (int i = 0; i < w->gone.count; i++) {
        snprintf(id, sizeof id, "%llu", (unsigned long long)w->c->message[w->gone.number[i]].number);
        rel_x_v2_problem(p, "referenced_tweets.id", id, "Not Found Error", "tweet");
    }
    for (int i = 0; i < w->strangers.count; i++)
        rel_x_v2_problem(p, "entities.mentions.username", w->c->member[w->strangers.number[i]].handle,
                         "Forbidden", "user");
    rel_pen_end(p, ']');
}

/* Whom a quote of a deleted tweet quotes is not told. */
static void tally(x_writer *w, int64_t i)
{
    const rel_message *m = &w->c->message[i];
    rel_tally_post(w->tally, w->c, i, &w->draft);
    w->tally->unresolved += m->act == REL_ACT_QUOTE && w->c->message[m->target].fate == REL_FATE_GONE;
}

static void write_tweet(x_writer *w, int64_t i)
{
    rel_campaign_draft(w->c, i, &w->draft);
    tally(w, i);
    see_around(w, i);
    finish_draft(w->c, i, &w->draft);
    const rel_x_tweet x = tweet_of(w->c, i, &w->draft);
    rel_x_v2_tweet(&w->sheet.pen, NULL, &x);
}

static void write_page(x_writer *w, const int64_t *message, int count)
{
    rel_pen *p = &w->sheet.pen;
    w->users.count = w->tweets.count = w->gone.count = w->strangers.count = 0;
    rel_pen_begin(p, NULL, '{');
    rel_pen_begin(p, "data", '[');
    for (int i = 0; i < count; i++) write_tweet(w, message[i]);
    rel_pen_end(p, ']');
    write_includes(w);
    write_problems(w);
    rel_pen_begin(p, "meta", '{');
    rel_pen_id(p, "newest_id", w->c->message[message[0]].number);
    rel_pen_id(p, "oldest_id", w->c->message[message[count - 1]].number);
    rel_pen_int(p, "result_count", count);
    rel_pen_end(p, '}');
    rel_x_v2_origin(p, search_url, w->c->retrieved_ms);
    rel_pen_end(p, '}');
    rel_pen_newline(p);
    w->tally->records++;
    rel_sheet_flush(&w->sheet);
}

/* A page that holds nothing but an error: the last one of a search that was cut off. */
static void write_error_page(x_writer *w)
{
    rel_pen *p = &w->sheet.pen;
    rel_pen_begin(p, NULL, '{');
    rel_pen_begin(p, "errors", '[');
    rel_x_v2_problem(p, "ids", "1", "Not Found Error", "tweet");
    rel_pen_end(p, ']');
    rel_x_v2_origin(p, search_url, w->c->retrieved_ms);
    rel_pen_end(p, '}');
    rel_pen_newline(p);
    w->tally->records++;
    rel_sheet_flush(&w->sheet);
}

static void write_flat_reference(x_writer *w, const rel_message *m, const char *type)
{
    rel_pen *p = &w->sheet.pen;
    rel_pen_begin(p, "referenced_tweets", '[');
    rel_pen_begin(p, NULL, '{');
    rel_pen_str(p, "type", type);
    if (w->c->message[m->target].fate == REL_FATE_GONE) {
        rel_pen_id(p, "id", w->c->message[m->target].number);
    } else {
        draft_of(w->c, m->target, &w->target_draft);
        const rel_x_tweet x = tweet_of(w->c, m->target, &w->target_draft);
        rel_x_v2_tweet_fields(p, &x);
        write_user(w, "author", w->c->message[m->target].author);
        w->in_context[m->target] = 1;
    }
    rel_pen_end(p, '}');
    rel_pen_end(p, ']');
}

static void write_flat(x_writer *w, int64_t i)
{
    rel_pen *p = &w->sheet.pen;
    const rel_message *m = &w->c->message[i];
    rel_campaign_draft(w->c, i, &w->draft);
    tally(w, i);
    finish_draft(w->c, i, &w->draft);
    rel_x_tweet x = tweet_of(w->c, i, &w->draft);
    const char *const type = x.reference;
    x.reference = NULL;
    rel_pen_begin(p, NULL, '{');
    rel_x_v2_tweet_fields(p, &x);
    write_user(w, "author", m->author);
    if (m->act == REL_ACT_REPLY) write_user(w, "in_reply_to_user", w->c->message[m->target].author);
    if (type) write_flat_reference(w, m, type);
    rel_x_v2_origin(p, search_url, w->c->retrieved_ms);
    rel_pen_end(p, '}');
    rel_pen_newline(p);
    w->tally->records++;
    rel_sheet_flush(&w->sheet);
}

static bool is_ours(const rel_campaign *c, int64_t i)
{
    return c->message[i].fate == REL_FATE_COLLECTED && c->member[c->message[i].author].platform == REL_ON_X;
}

static void write_posts(x_writer *w)
{
    const rel_campaign *c = w->c;
    int64_t page[PAGE_POSTS];
    int count = 0;
    for (size_t k = c->messages; k-- > 0;) {
        if (!is_ours(c, c->order[k])) continue;
        if (c->o.flattened) {
            write_flat(w, c->order[k]);
            continue;
        }
        page[count++] = c->order[k];
        if (count == PAGE_POSTS) {
            write_page(w, page, count);
            count = 0;
        }
    }
    if (count) write_page(w, page, count);
    if (!c->o.flattened) write_error_page(w);
    for (size_t i = 0; i < c->messages; i++)
        w->tally->context_posts += w->in_context[i] && !is_ours(c, (int64_t)i);
}

static void write_profiles(x_writer *w)
{
    const uint32_t last = w->c->platform_first[REL_ON_X + 1];
    rel_pen *p = &w->sheet.pen;
    for (uint32_t first = w->c->platform_first[REL_ON_X]; first < last; first += PAGE_PROFILES) {
        rel_pen_begin(p, NULL, '{');
        rel_pen_begin(p, "data", '[');
        for (uint32_t v = first; v < last && v < first + PAGE_PROFILES; v++) write_user(w, NULL, v);
        rel_pen_end(p, ']');
        rel_x_v2_origin(
            p, "https://api.twitter.com/2/users?user.fields=created_at%2Cdescription%2Cpublic_metrics",
            w->c->retrieved_ms);
        rel_pen_end(p, '}');
        rel_pen_newline(p);
        w->tally->records++;
        rel_sheet_flush(&w->sheet);
    }
}

/* Whose followers a page lists stands in the address it came from, and nowhere else. */
static void write_follower_page(x_writer *w, uint32_t v, int64_t first, int64_t last)
{
    char url[160];
    rel_pen *p = &w->sheet.pen;
    rel_tally_name(w->tally, v);
    rel_pen_begin(p, NULL, '{');
    rel_pen_begin(p, "data", '[');
    for (int64_t e = first; e < last; e++) {
        write_user(w, NULL, w->c->follower[e]);
        w->tally->interactions[REL_KIND_FOLLOW]++;
    }
    rel_pen_end(p, ']');
    rel_pen_begin(p, "meta", '{');
    rel_pen_int(p, "result_count", last - first);
    if (last < w->c->in_off[v + 1]) rel_pen_str(p, "next_token", "7140dibdnow9c7btw480y5xgmlpwtbsh");
    rel_pen_end(p, '}');
    snprintf(url, sizeof url, "https://api.twitter.com/2/users/%s/followers?max_results=1000",
             w->c->member[v].native);
    rel_x_v2_origin(p, url, w->c->retrieved_ms);
    rel_pen_end(p, '}');
    rel_pen_newline(p);
    w->tally->records++;
    rel_sheet_flush(&w->sheet);
}

static void write_followers(x_writer *w)
{
    const rel_campaign *c = w->c;
    for (uint32_t v = c->platform_first[REL_ON_X]; v < c->platform_first[REL_ON_X + 1]; v++) {
        if (c->member[v].brand < 0) continue;
        for (int64_t e = c->in_off[v]; e < c->in_off[v + 1]; e += PAGE_FOLLOWERS)
            write_follower_page(
                w, v, e, e + PAGE_FOLLOWERS < c->in_off[v + 1] ? e + PAGE_FOLLOWERS : c->in_off[v + 1]);
    }
}

static rel_status write_file(x_writer *w, const char *folder, const char *name, rel_tally *t,
                             void (*write)(x_writer *))
{
    rel_status st;
    const char *const shown = strrchr(name, '/') ? strrchr(name, '/') + 1 : name;
    REL_TRY(rel_tally_add(t, shown, "x-v2", &w->tally));
    REL_TRY(rel_sheet_open(w->c->ctx, folder, name, &w->sheet));
    write(w);
    REL_TRY(rel_sheet_close(&w->sheet));
out:
    return st;
}

rel_status rel_campaign_write_x(const rel_campaign *c, const char *folder, rel_tally *t)
{
    rel_status st;
    x_writer *w = NULL;
    const rel_arena_mark mark = rel_scratch_mark(c->ctx);
    REL_TRY(rel_scratch(c->ctx, &w, 1, sizeof *w, "X pages"));
    w->c = c;
    REL_TRY(rel_scratch(c->ctx, &w->in_context, c->messages, 1, "messages"));
    REL_TRY(write_file(w, folder, "posts.jsonl.gz", t, write_posts));
    REL_TRY(write_file(w, folder, "profiles.json", t, write_profiles));
    REL_TRY(write_file(w, folder, "x_followers.jsonl", t, write_followers));
out:
    rel_scratch_release(c->ctx, mark);
    return st;
}
