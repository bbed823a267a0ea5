#include "datasets/x_v2.h"

#include <stdio.h>

void rel_x_v2_user(rel_pen *p, const char *key, const rel_x_user *u)
{
    rel_pen_begin(p, key, '{');
    if (*u->location) rel_pen_str(p, "location", u->location);
    rel_pen_id(p, "id", u->id);
    rel_pen_when(p, "created_at", u->created_ms / 1000 * 1000);
    rel_pen_str(p, "name", u->name);
    rel_pen_str(p, "username", u->handle);
    rel_pen_begin(p, "public_metrics", '{');
    rel_pen_int(p, "followers_count", u->followers);
    rel_pen_int(p, "following_count", u->following);
    rel_pen_int(p, "tweet_count", u->tweets);
    rel_pen_int(p, "listed_count", u->listed);
    rel_pen_end(p, '}');
    rel_pen_str(p, "url", "");
    rel_pen_bool(p, "verified", u->verified);
    rel_pen_bool(p, "protected", u->is_protected);
    rel_pen_str(p, "description", u->bio);
    rel_pen_end(p, '}');
}

static void span(rel_pen *p, const rel_part *part)
{
    rel_pen_begin(p, NULL, '{');
    rel_pen_int(p, "start", part->first_char);
    rel_pen_int(p, "end", part->end_char);
}

static void link_fields(rel_pen *p, const rel_draft *d, const rel_part *part)
{
    const char *shown = strstr(part->value, "://");
    rel_pen_text(p, "url",
                 (rel_str){d->text + part->first_byte, (size_t)(part->end_byte - part->first_byte)});
    rel_pen_str(p, "expanded_url", part->value);
    rel_pen_str(p, "display_url", shown ? shown + 3 : part->value);
}

static void entity_list(rel_pen *p, const rel_draft *d, rel_part_kind kind, const char *key)
{
    bool open = false;
    for (int i = 0; i < d->parts; i++) {
        const rel_part *part = &d->part[i];
        if (part->kind != kind) continue;
        if (!open) rel_pen_begin(p, key, '[');
        open = true;
        span(p, part);
        if (kind == REL_PART_TAG) rel_pen_str(p, "tag", part->value);
        if (kind == REL_PART_LINK) link_fields(p, d, part);
        if (kind == REL_PART_MENTION) {
            rel_pen_str(p, "username", part->value);
            if (part->account) rel_pen_id(p, "id", part->account);
        }
        rel_pen_end(p, '}');
    }
    if (open) rel_pen_end(p, ']');
}

/* What X guesses that a tweet is about. */
static void annotations(rel_pen *p)
{
    static const struct {
        const char *id, *name, *description, *entity_id, *entity;
    } guess[] = {
        {"45", "Brand Vertical", "Top level entities that describe a Brands industry", "781974596706635776",
         "Transportation"},
        {"46", "Business Taxonomy", "Categories within Brand Verticals that narrow down the scope of Brands",
         "1557697333571112960", "Bicycle makers and bicycle shops"},
        {"47", "Brand", "Brands and Companies", "10045225402", "Velmio"},
        {"131", "Unified Twitter Taxonomy", "A taxonomy of user interests. ", "848920371311001600",
         "Cycling"},
    };
    rel_pen_begin(p, "context_annotations", '[');
    for (size_t i = 0; i < sizeof guess / sizeof *guess; i++) {
        rel_pen_begin(p, NULL, '{');
        rel_pen_begin(p, "domain", '{');
        rel_pen_str(p, "id", guess[i].id);
        rel_pen_str(p, "name", guess[i].name);
        rel_pen_str(p, "description", guess[i].description);
        rel_pen_end(p, '}');
        rel_pen_begin(p, "entity", '{');
        rel_pen_str(p, "id", guess[i].entity_id);
        rel_pen_str(p, "name", guess[i].entity);
        rel_pen_end(p, '}');
        rel_pen_end(p, '}');
    }
    rel_pen_end(p, ']');
}

static void reference(rel_pen *p, const rel_x_tweet *t)
{
    if (!t->reference) return;
    rel_pen_begin(p, "referenced_tweets", '[');
    rel_pen_begin(p, NULL, '{');
    rel_pen_str(p, "type", t->reference);
    rel_pen_id(p, "id", t->reference_id);
    rel_pen_end(p, '}');
    rel_pen_end(p, ']');
}

static void metrics(rel_pen *p, const rel_x_tweet *t)
{
    rel_pen_begin(p, "public_metrics", '{');
    rel_pen_int(p, "retweet_count", t->shares);
    rel_pen_int(p, "reply_count", t->replies);
    rel_pen_int(p, "like_count", t->likes);
    rel_pen_int(p, "quote_count", t->quotes);
    rel_pen_int(p, "impression_count", t->views);
    rel_pen_end(p, '}');
}

void rel_x_v2_tweet_fields(rel_pen *p, const rel_x_tweet *t)
{
    reference(p, t);
    if (t->reply_to_user) rel_pen_id(p, "in_reply_to_user_id", t->reply_to_user);
    if (t->source) rel_pen_str(p, "source", t->source);
    if (t->long_form) annotations(p);
    rel_pen_bool(p, "possibly_sensitive", false);
    rel_pen_id(p, "conversation_id", t->conversation);
    metrics(p, t);
    if (t->lang) rel_pen_str(p, "lang", t->lang);
    rel_pen_id(p, "id", t->id);
    if (t->draft->parts) {
        rel_pen_begin(p, "entities", '{');
        entity_list(p, t->draft, REL_PART_MENTION, "mentions");
        entity_list(p, t->draft, REL_PART_TAG, "hashtags");
        entity_list(p, t->draft, REL_PART_LINK, "urls");
        rel_pen_end(p, '}');
    }
    rel_pen_id(p, "author_id", t->author);
    rel_pen_str(p, "reply_settings", "everyone");
    rel_pen_when(p, "created_at", t->time_ms / 1000 * 1000);
    rel_pen_text(p, "text", (rel_str){t->draft->text, (size_t)t->draft->bytes});
}

void rel_x_v2_tweet(rel_pen *p, const char *key, const rel_x_tweet *t)
{
    rel_pen_begin(p, key, '{');
    rel_x_v2_tweet_fields(p, t);
    rel_pen_end(p, '}');
}

void rel_x_v2_problem(rel_pen *p, const char *parameter, const char *value, const char *title,
                      const char *resource_type)
{
    char detail[160];
    snprintf(detail, sizeof detail, "%s: [%s].", title, value);
    rel_pen_begin(p, NULL, '{');
    rel_pen_str(p, "parameter", parameter);
    rel_pen_str(p, "resource_id", value);
    rel_pen_str(p, "value", value);
    rel_pen_str(p, "detail", detail);
    rel_pen_str(p, "title", title);
    rel_pen_str(p, "resource_type", resource_type);
    rel_pen_str(p, "type", "https://api.twitter.com/2/problems/resource-not-found");
    rel_pen_end(p, '}');
}

void rel_x_v2_origin(rel_pen *p, const char *url, int64_t retrieved_ms)
{
    rel_pen_begin(p, "__twarc", '{');
    rel_pen_str(p, "url", url);
    rel_pen_str(p, "version", "2.14.0");
    rel_pen_key(p, "retrieved_at");
    rel_pen_raw(p, "\"", 1);
    rel_pen_time(p, retrieved_ms);
    p->at -= p->full ? 0 : 5; /* twarc writes this one without a fraction and with an offset */
    rel_pen_puts(p, "+00:00\"");
    rel_pen_end(p, '}');
}
