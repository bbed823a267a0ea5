#include "ingest/x_post.h"

#include "ingest/post_acts.h"
#include "ingest/reading.h"
#include "ingest/text_match.h"

const cJSON *rel_x_id(const cJSON *o)
{
    return rel_field_either(o, "id_str", "id");
}

/* -------- accounts -------- */

/* A profile, and not just an id with a name. */
static bool is_profile(const rel_x_user *u)
{
    return u->followers || u->bio || u->created;
}

static rel_str first_link(const cJSON *fields)
{
    const cJSON *url = rel_array_first(rel_field_path(fields, "entities", "url", "urls", NULL));
    const rel_str expanded = rel_field_text(url, "expanded_url");
    return expanded.s ? expanded : rel_field_text(fields, "url");
}

static void add_profile(rel_x_reading *r, rel_account_ref ref, const rel_x_user *u)
{
    int64_t *ignored = &r->b->counts.fields_ignored;
    rel_account_record a = rel_account_record_empty();
    a.handle = rel_value_text(u->handle);
    a.name = rel_value_text(u->name);
    a.bio = rel_value_text(u->bio);
    a.url = first_link(u->fields);
    a.location = rel_value_text(u->location);
    a.lang = rel_field_text(u->fields, "lang");
    a.created = rel_optional_time(u->created, ignored);
    a.seen_at = r->seen_at;
    a.followers = rel_value_count(u->followers, ignored);
    a.following = rel_value_count(u->following, ignored);
    a.posts = rel_value_count(rel_field(u->fields, "statuses_count"), ignored);
    a.verified = rel_value_flag(u->verified);
    a.is_protected = rel_value_flag(u->is_protected);
    a.observed = true;
    rel_batch_profile(r->b, ref, &a);
}

rel_account_ref rel_x_read_user(rel_x_reading *r, const cJSON *user)
{
    char room[REL_JSON_ID_TEXT];
    if (!user) return REL_ACCOUNT_UNKNOWN;
    const rel_x_user u = r->ops->user(user);
    const rel_account_ref ref =
        rel_batch_account(r->b, REL_X, rel_value_id(u.id, room), rel_value_text(u.handle));
    if (ref != REL_ACCOUNT_UNKNOWN && is_profile(&u)) add_profile(r, ref, &u);
    return ref;
}

static rel_account_ref author_of(rel_x_reading *r, const rel_x_post *p)
{
    char room[REL_JSON_ID_TEXT];
    const rel_account_ref ref = rel_x_read_user(r, p->author);
    if (ref != REL_ACCOUNT_UNKNOWN || !p->author_id) return ref;
    return rel_batch_account(r->b, REL_X, rel_value_id(p->author_id, room), REL_STR_MISSING);
}

/* -------- texts and links -------- */

bool rel_x_links_to(rel_str url, rel_str post)
{
    if (!rel_text_ends(url, post)) return false;
    url.len -= post.len;
    return rel_text_ends(url, REL_STR_LIT("/status/"));
}

static bool is_picture(const cJSON *url)
{
    const rel_str shown = rel_field_text(url, "display_url");
    return shown.len >= 4 && memcmp(shown.s, "pic.", 4) == 0;
}

/* Links that X adds by itself are left out: to the post's own pictures, to the post that it quotes, and,
 * where a text was cut off, to the post itself. */
static void add_tags_and_links(rel_x_reading *r, const rel_x_post *content, rel_str post_id)
{
    char quoted_room[REL_JSON_ID_TEXT], own_room[REL_JSON_ID_TEXT];
    const rel_str quoted = rel_value_id(content->quoted_id, quoted_room),
                  own = rel_value_id(content->id, own_room);
    for (const cJSON *h = rel_array_first(rel_field(content->entities, "hashtags")); h; h = h->next)
        rel_batch_add_tag(r->b, REL_X, post_id, rel_field_text(h, "text"));
    for (const cJSON *u = rel_array_first(rel_field(content->entities, "urls")); u; u = u->next) {
        rel_str url = rel_value_text(rel_field_path(u, "unwound", "url", NULL));
        if (!url.s) url = rel_field_text(u, "expanded_url");
        if (!url.s) url = rel_field_text(u, "url");
        if (!is_picture(u) && !rel_x_links_to(url, quoted) && !rel_x_links_to(url, own))
            rel_batch_add_link(r->b, REL_X, post_id, url);
    }
}

/* -------- posts -------- */

/* A post on its way into the batch. */
typedef struct draft {
    rel_x_post p, content; /* content: of the original when the post shares one */
    bool shares;
    rel_account_ref shared_author, quoted_author;
    rel_post_record post;
    char id[REL_JSON_ID_TEXT], conversation[REL_JSON_ID_TEXT], target[REL_JSON_ID_TEXT]; /* for numbers */
} draft;

static rel_str reply_id(const draft *d, char room[REL_JSON_ID_TEXT])
{
    return rel_value_id(rel_field_either(d->p.fields, "in_reply_to_status_id_str", "in_reply_to_status_id"),
                        room);
}

static rel_str reply_user(const draft *d, char room[REL_JSON_ID_TEXT])
{
    return rel_value_id(rel_field_either(d->p.fields, "in_reply_to_user_id_str", "in_reply_to_user_id"),
                        room);
}

/* A post that starts with "@name" is one too: it has no post that it answers. */
static bool is_reply(const draft *d)
{
    char room[REL_JSON_ID_TEXT];
    return reply_id(d, room).s || reply_user(d, room).s ||
           rel_field_text(d->p.fields, "in_reply_to_screen_name").len;
}

static bool is_quote(const draft *d)
{
    char room[REL_JSON_ID_TEXT];
    return d->p.quoted || rel_value_id(d->p.quoted_id, room).s;
}

/* False, and rejected, when something is missing without which there is no post. */
static bool start_draft(rel_x_reading *r, draft *d, bool collected, rel_account_ref author)
{
    bool bad_time = false;
    d->post = rel_post_record_empty();
    d->post.platform = REL_X;
    d->post.id = rel_value_id(d->p.id, d->id);
    d->post.time = rel_value_time(rel_field(d->p.fields, "created_at"), &bad_time);
    d->post.author = author;
    if (collected && r->seen_at == REL_TIME_MISSING) r->seen_at = d->post.time;
    /* A record that is rejected leaves no account behind. */
    if (d->post.id.s && !bad_time && author == REL_ACCOUNT_UNKNOWN) d->post.author = author_of(r, &d->p);
    const rel_post_fault fault = {.collected = collected,
                                  .bad_id = !d->post.id.s,
                                  .bad_time = bad_time,
                                  .bad_author = d->post.author == REL_ACCOUNT_UNKNOWN,
                                  .id = d->p.id,
                                  .author = d->p.author ? d->p.author : d->p.author_id};
    return !rel_reject_post(r->b, r->line, &fault);
}

static void fill_counts(rel_x_reading *r, draft *d)
{
    int64_t *ignored = &r->b->counts.fields_ignored;
    d->post.likes = rel_value_count(rel_field(d->p.fields, "favorite_count"), ignored);
    d->post.replies = rel_value_count(rel_field(d->p.fields, "reply_count"), ignored);
    d->post.shares = rel_value_count(rel_field(d->p.fields, "retweet_count"), ignored);
    d->post.quotes = rel_value_count(rel_field(d->p.fields, "quote_count"), ignored);
    d->post.views = rel_value_count(d->p.views, ignored);
}

static void fill_post(rel_x_reading *r, draft *d, bool collected)
{
    rel_post_record *post = &d->post;
    int64_t *ignored = &r->b->counts.fields_ignored;
    if (d->shares) {
        post->kind = REL_POST_SHARE;
        post->target_id = rel_value_id(d->p.shared_id, d->target);
    } else if (is_reply(d)) {
        post->kind = REL_POST_REPLY;
        post->target_id = reply_id(d, d->target);
    } else if (is_quote(d)) {
        post->kind = REL_POST_QUOTE;
        post->target_id = rel_value_id(d->p.quoted_id, d->target);
    }
    post->retrieved_at = r->seen_at;
    post->text = rel_unescaped_text(r->b, rel_optional_text(d->content.text, ignored));
    post->lang = rel_optional_text(rel_field(d->p.fields, "lang"), ignored);
    post->conversation_id = rel_value_id(d->p.conversation, d->conversation);
    post->collected = collected;
    if (!d->shares) fill_counts(r, d); /* a share repeats the counts of its original */
    rel_batch_add_post(r->b, post);
    add_tags_and_links(r, &d->content, post->id);
}

static void mention(rel_x_reading *r, const draft *d, size_t from, const cJSON *m)
{
    char room[REL_JSON_ID_TEXT];
    rel_post_mention(r->b, &d->post, from, rel_value_id(rel_x_id(m), room), rel_field_text(m, "screen_name"));
}

static void add_mentions(rel_x_reading *r, const draft *d)
{
    const size_t from = r->b->interactions;
    const cJSON *m = rel_array_first(rel_field(d->p.entities, "user_mentions"));
    for (; m; m = m->next) mention(r, d, from, m);
    /* A share's own text is cut off: the original mentions more. */
    m = d->p.shared ? rel_array_first(rel_field(d->content.entities, "user_mentions")) : NULL;
    for (; m; m = m->next) mention(r, d, from, m);
}

/* The original author of a share whose original does not say: the mention behind "RT @". */
static rel_account_ref shared_from(rel_x_reading *r, const draft *d)
{
    char room[REL_JSON_ID_TEXT];
    int64_t start;
    const cJSON *m = rel_array_first(rel_field(d->p.entities, "user_mentions"));
    if (d->shared_author != REL_ACCOUNT_UNKNOWN) return d->shared_author;
    for (; m; m = m->next)
        if (rel_value_i64(rel_array_first(rel_field(m, "indices")), &start) && start == 3)
            return rel_batch_account(r->b, REL_X, rel_value_id(rel_x_id(m), room),
                                     rel_field_text(m, "screen_name"));
    return REL_ACCOUNT_UNKNOWN;
}

static void add_acts(rel_x_reading *r, const draft *d)
{
    char room[REL_JSON_ID_TEXT];
    if (d->shares) {
        rel_post_act(r->b, &d->post, REL_KIND_SHARE, shared_from(r, d), d->post.target_id);
        if (!r->info->opts->rt_mentions) return;
    } else if (is_reply(d)) {
        const rel_account_ref target = rel_batch_account(
            r->b, REL_X, reply_user(d, room), rel_field_text(d->p.fields, "in_reply_to_screen_name"));
        rel_post_act(r->b, &d->post, REL_KIND_REPLY, target, d->post.target_id);
    }
    if (is_quote(d) && !d->shares)
        rel_post_act(r->b, &d->post, REL_KIND_QUOTE, d->quoted_author, rel_value_id(d->p.quoted_id, room));
    add_mentions(r, d);
}

/* The posts that came along. A share repeats the post that its original quotes. */
static void read_context(rel_x_reading *r, draft *d)
{
    d->shared_author = d->quoted_author = REL_ACCOUNT_UNKNOWN;
    if (d->p.shared) d->shared_author = rel_x_read_post(r, d->p.shared, false, REL_ACCOUNT_UNKNOWN);
    if (d->p.quoted && !(d->p.shared && d->content.quoted))
        d->quoted_author = rel_x_read_post(r, d->p.quoted, false, REL_ACCOUNT_UNKNOWN);
}

/* Only a collected post acts: of those that came along others may have been left out. */
rel_account_ref rel_x_read_post(rel_x_reading *r, const cJSON *post, bool collected, rel_account_ref author)
{
    draft d = {.p = r->ops->post(post)};
    /* A post that was taken away, or the original of a post in a profile, which comes without its author. */
    const bool says_author = author != REL_ACCOUNT_UNKNOWN || d.p.author || d.p.author_id;
    if (!collected && (!d.p.fields || !says_author)) return REL_ACCOUNT_UNKNOWN;
    const rel_arena_mark mark = rel_scratch_mark(r->b->ctx);
    if (start_draft(r, &d, collected, author)) {
        d.content = d.p.shared ? r->ops->post(d.p.shared) : d.p;
        if (!d.content.fields) d.content = d.p;
        d.shares = d.p.shared || rel_value_id(d.p.shared_id, d.target).s;
        fill_post(r, &d, collected);
        read_context(r, &d);
        if (collected) {
            rel_batch_observe(r->b, d.post.author, r->seen_at);
            add_acts(r, &d);
        }
    }
    rel_scratch_release(r->b->ctx, mark);
    return d.post.author;
}

/* -------- lists of accounts -------- */

rel_x_list rel_x_list_of(rel_x_reading *r)
{
    const rel_list_owner o = rel_list_owner_of(r->info->path, r->info->opts);
    return (rel_x_list){rel_batch_account(r->b, REL_X, o.id, o.handle), o.following, o.is_list};
}

void rel_x_add_listed(rel_x_reading *r, const rel_x_list *l, rel_account_ref other)
{
    if (l->owner == REL_ACCOUNT_UNKNOWN || other == REL_ACCOUNT_UNKNOWN) return;
    rel_bare_act(r->b, REL_KIND_FOLLOW, l->following ? l->owner : other, l->following ? other : l->owner,
                 REL_X, REL_STR_MISSING, REL_TIME_MISSING);
}

void rel_x_refuse_list(rel_x_reading *r)
{
    rel_batch_reject(r->b, REL_REJECT_NO_SUBJECT, r->line, "use --subject, or name the file followers_ID");
}
