/* X (Twitter) API v2 as twarc writes it: pages ("data" and "includes"), flattened posts, stream output, pages
 * of followers and the like. What becomes of what is documented in docs/formats/x-v2.md. */
#include <ctype.h>
#include <stdlib.h>

#include "ingest/format.h"
#include "ingest/json_access.h"
#include "ingest/reading.h"
#include "ingest/text_index.h"
#include "ingest/text_match.h"
#include "ingest/x_compliance.h"
#include "ingest/x_post.h"
#include "src/base/i18n.h"

#define X REL_X

/* What a page lists besides posts, by its address. */
typedef enum list_kind {
    LIST_NONE,
    LIST_FOLLOWERS,
    LIST_FOLLOWING,
    LIST_LIKED,
    LIST_LIKERS,
    LIST_SHARERS
} list_kind;

/* One record: a page, or a flattened post or account. */
typedef struct page {
    const rel_source_info *info;
    rel_batch *b;
    int64_t line;
    int64_t retrieved_at;
    rel_text_index users;  /* includes.users by username */
    rel_text_index tweets; /* includes.tweets by id */
    list_kind list;
    rel_account_ref subject; /* of a list; UNKNOWN when the list belongs to a post */
    rel_str subject_post;
} page;

/* -------- accounts -------- */

static rel_str first_link(const cJSON *user)
{
    const cJSON *url = rel_array_first(rel_field_path(user, "entities", "url", "urls", NULL));
    const rel_str expanded = rel_field_text(url, "expanded_url");
    return expanded.s ? expanded : rel_field_text(user, "url");
}

/* A profile, and not just an id with a name. */
static bool is_profile(const cJSON *user)
{
    return rel_field(user, "public_metrics") || rel_field(user, "description") ||
           rel_field(user, "created_at");
}

static rel_account_ref read_user(page *p, const cJSON *user)
{
    char room[REL_JSON_ID_TEXT];
    const rel_str id = rel_value_id(rel_field(user, "id"), room);
    const rel_account_ref ref = rel_batch_account(p->b, X, id, rel_field_text(user, "username"));
    if (ref == REL_ACCOUNT_UNKNOWN || !is_profile(user)) return ref;
    int64_t *ignored = &p->b->counts.fields_ignored;
    const cJSON *metrics = rel_field(user, "public_metrics");
    rel_account_record a = rel_account_record_empty();
    a.handle = rel_field_text(user, "username");
    a.name = rel_field_text(user, "name");
    a.bio = rel_field_text(user, "description");
    a.url = first_link(user);
    a.location = rel_field_text(user, "location");
    a.created = rel_optional_time(rel_field(user, "created_at"), ignored);
    a.seen_at = p->retrieved_at;
    a.followers = rel_value_count(rel_field(metrics, "followers_count"), ignored);
    a.following = rel_value_count(rel_field(metrics, "following_count"), ignored);
    a.posts = rel_value_count(rel_field(metrics, "tweet_count"), ignored);
    a.verified = rel_value_flag(rel_field(user, "verified"));
    a.is_protected = rel_value_flag(rel_field(user, "protected"));
    a.observed = true;
    rel_batch_profile(p->b, ref, &a);
    return ref;
}

/* Somebody a post mentions: by id, else as the included account of that name, else by the name alone. */
static rel_account_ref mentioned(page *p, const cJSON *mention)
{
    char room[REL_JSON_ID_TEXT];
    const rel_str id = rel_value_id(rel_field(mention, "id"), room),
                  name = rel_field_text(mention, "username");
    if (id.s && is_profile(mention)) return read_user(p, mention); /* flattened */
    if (id.s) return rel_batch_account(p->b, X, id, name);
    const cJSON *user = rel_text_index_find(&p->users, name, true);
    if (user) return rel_batch_account(p->b, X, rel_value_id(rel_field(user, "id"), room), name);
    return rel_batch_account(p->b, X, REL_STR_MISSING, name);
}

static void add_list_edge(page *p, rel_account_ref other, rel_str post);

/* -------- posts -------- */

/* All versions of an edited post count as one, under the id of the first. */
static rel_str post_id(const cJSON *tweet, char room[REL_JSON_ID_TEXT])
{
    const rel_str first = rel_value_id(rel_array_first(rel_field(tweet, "edit_history_tweet_ids")), room);
    return first.s ? first : rel_value_id(rel_field(tweet, "id"), room);
}

static bool is_newest_version(const cJSON *tweet)
{
    char room[REL_JSON_ID_TEXT], last_room[REL_JSON_ID_TEXT];
    const cJSON *version = rel_array_first(rel_field(tweet, "edit_history_tweet_ids"));
    while (version && version->next) version = version->next;
    return !version ||
           rel_str_eq(rel_value_id(version, last_room), rel_value_id(rel_field(tweet, "id"), room));
}

static rel_account_ref author_of(page *p, const cJSON *tweet)
{
    char room[REL_JSON_ID_TEXT];
    const cJSON *author = rel_field_object(tweet, "author");
    if (author && rel_field(author, "id")) return read_user(p, author);
    const rel_str id = rel_value_id(rel_field(tweet, "author_id"), room);
    return rel_batch_account(p->b, X, id, REL_STR_MISSING);
}

/* What a post refers to. */
typedef struct reference {
    const cJSON *item; /* of referenced_tweets, or NULL */
    const cJSON *full; /* the post itself, when the page has it */
} reference;

static reference find_reference(const page *p, const cJSON *tweet, const char *type)
{
    char room[REL_JSON_ID_TEXT];
    const cJSON *item = rel_array_first(rel_field(tweet, "referenced_tweets"));
    while (item && !rel_str_is(rel_field_text(item, "type"), type)) item = item->next;
    if (!item) return (reference){NULL, NULL};
    const bool flattened = rel_field(item, "author_id") || rel_field(item, "text");
    return (reference){
        item,
        flattened ? item : rel_text_index_find(&p->tweets, rel_value_id(rel_field(item, "id"), room), false)};
}

static rel_str reference_id(reference r, char room[REL_JSON_ID_TEXT])
{
    return r.full ? post_id(r.full, room) : rel_value_id(rel_field(r.item, "id"), room);
}

static rel_account_ref replied_to(page *p, const cJSON *tweet, reference r)
{
    char room[REL_JSON_ID_TEXT];
    const cJSON *user = rel_field_object(tweet, "in_reply_to_user");
    if (user && rel_field(user, "id")) return read_user(p, user);
    const rel_str id = rel_value_id(rel_field(tweet, "in_reply_to_user_id"), room);
    if (id.s) return rel_batch_account(p->b, X, id, REL_STR_MISSING);
    return r.full ? author_of(p, r.full) : REL_ACCOUNT_UNKNOWN;
}

/* The original author of a retweet: by the original post, else by the mention behind "RT @". */
static rel_account_ref shared_from(page *p, const cJSON *tweet, reference r)
{
    if (r.full) {
        const rel_account_ref author = author_of(p, r.full);
        if (author != REL_ACCOUNT_UNKNOWN) return author;
    }
    int64_t start;
    const cJSON *mention = rel_array_first(rel_field_path(tweet, "entities", "mentions", NULL));
    for (; mention; mention = mention->next)
        if (rel_value_i64(rel_field(mention, "start"), &start) && start == 3) return mentioned(p, mention);
    return REL_ACCOUNT_UNKNOWN;
}

static rel_str text_of(page *p, const cJSON *tweet)
{
    const rel_str whole = rel_value_text(rel_field_path(tweet, "note_tweet", "text", NULL));
    if (whole.s) return rel_unescaped_text(p->b, whole);
    return rel_unescaped_text(p->b,
                              rel_optional_text(rel_field(tweet, "text"), &p->b->counts.fields_ignored));
}

/* Links that X adds by itself, to the post's own pictures and to the post that it quotes, are left out. */
static void add_tags_and_links(page *p, const cJSON *tweet, rel_str id)
{
    char room[REL_JSON_ID_TEXT];
    const rel_str quoted = rel_value_id(rel_field(find_reference(p, tweet, "quoted").item, "id"), room);
    const cJSON *entities = rel_field(tweet, "entities");
    for (const cJSON *h = rel_array_first(rel_field(entities, "hashtags")); h; h = h->next)
        rel_batch_add_tag(p->b, X, id, rel_field_text(h, "tag"));
    for (const cJSON *u = rel_array_first(rel_field(entities, "urls")); u; u = u->next) {
        rel_str url = rel_field_text(u, "unwound_url");
        if (!url.s) url = rel_field_text(u, "expanded_url");
        if (!url.s) url = rel_field_text(u, "url");
        if (rel_field(u, "media_key") || rel_text_begins(rel_field_text(u, "display_url"), "pic.")) continue;
        if (!rel_x_links_to(url, quoted)) rel_batch_add_link(p->b, X, id, url);
    }
}

/* A post on its way into the batch. */
typedef struct draft {
    const cJSON *tweet;
    bool collected;
    reference shared, quoted, answered;
    rel_post_record post;
    char id[REL_JSON_ID_TEXT], conversation[REL_JSON_ID_TEXT],
        target[REL_JSON_ID_TEXT]; /* when they are numbers */
} draft;

static void fill_counts(page *p, draft *d)
{
    int64_t *ignored = &p->b->counts.fields_ignored;
    const cJSON *m = rel_field(d->tweet, "public_metrics");
    /* A retweet repeats the counts of its original; an older version of an edited post has those of then. */
    if (!m || d->shared.item || !is_newest_version(d->tweet)) return;
    d->post.likes = rel_value_count(rel_field(m, "like_count"), ignored);
    d->post.replies = rel_value_count(rel_field(m, "reply_count"), ignored);
    d->post.shares = rel_value_count(rel_field(m, "retweet_count"), ignored);
    d->post.quotes = rel_value_count(rel_field(m, "quote_count"), ignored);
    d->post.views = rel_value_count(rel_field(m, "impression_count"), ignored);
}

/* False, and rejected, when something is missing without which there is no post. */
static bool start_draft(page *p, draft *d)
{
    bool bad_time = false;
    const cJSON *t = d->tweet;
    d->post = rel_post_record_empty();
    d->post.platform = X;
    d->post.id = post_id(t, d->id);
    d->post.time = rel_value_time(rel_field(t, "created_at"), &bad_time);
    /* A record that is rejected leaves no account behind. */
    if (d->post.id.s && !bad_time) d->post.author = author_of(p, t);
    const rel_post_fault fault = {.collected = d->collected,
                                  .bad_id = !d->post.id.s,
                                  .bad_time = bad_time,
                                  .bad_author = d->post.author == REL_ACCOUNT_UNKNOWN,
                                  .id = rel_field(t, "id"),
                                  .author = rel_field_either(t, "author_id", "author")};
    return !rel_reject_post(p->b, p->line, &fault);
}

static bool is_reply(const draft *d)
{
    /* A post that starts with "@name" is one too: it has no post that it answers. */
    return d->answered.item || rel_field(d->tweet, "in_reply_to_user_id");
}

static void fill_post(page *p, draft *d)
{
    rel_post_record *post = &d->post;
    const reference target = d->shared.item ? d->shared : d->answered.item ? d->answered : d->quoted;
    /* The text of a retweet is cut off; the original has it whole. */
    const cJSON *content = d->shared.full ? d->shared.full : d->tweet;
    post->kind = d->shared.item   ? REL_POST_SHARE
                 : is_reply(d)    ? REL_POST_REPLY
                 : d->quoted.item ? REL_POST_QUOTE
                                  : REL_POST_ORIGINAL;
    post->retrieved_at = p->retrieved_at;
    post->text = text_of(p, content);
    post->lang = rel_optional_text(rel_field(d->tweet, "lang"), &p->b->counts.fields_ignored);
    post->conversation_id = rel_value_id(rel_field(d->tweet, "conversation_id"), d->conversation);
    post->target_id = reference_id(target, d->target);
    post->collected = d->collected;
    fill_counts(p, d);
    rel_batch_add_post(p->b, post);
    add_tags_and_links(p, content, post->id);
}

static rel_interaction_record act(const draft *d, rel_kind kind, rel_account_ref target, rel_str target_post)
{
    return (rel_interaction_record){.kind = kind,
                                    .source = d->post.author,
                                    .target = target,
                                    .time = d->post.time,
                                    .platform = X,
                                    .post_id = d->post.id,
                                    .target_post = target_post,
                                    .weight = 1};
}

static void add_mentions(page *p, const draft *d)
{
    const size_t from = p->b->interactions;
    const cJSON *m = rel_array_first(rel_field_path(d->tweet, "entities", "mentions", NULL));
    for (; m; m = m->next) {
        const rel_account_ref target = mentioned(p, m);
        if (target == REL_ACCOUNT_UNKNOWN) continue;
        const rel_interaction_record i = act(d, REL_KIND_MENTION, target, REL_STR_MISSING);
        rel_add_once(p->b, from, &i);
    }
}

static void add_acts(page *p, const draft *d)
{
    char room[REL_JSON_ID_TEXT];
    rel_interaction_record i;
    if (d->shared.item) {
        i = act(d, REL_KIND_SHARE, shared_from(p, d->tweet, d->shared), reference_id(d->shared, room));
        rel_batch_add_interaction(p->b, &i);
        if (!p->info->opts->rt_mentions) return;
    } else if (is_reply(d)) {
        i = act(d, REL_KIND_REPLY, replied_to(p, d->tweet, d->answered), reference_id(d->answered, room));
        rel_batch_add_interaction(p->b, &i);
    }
    if (d->quoted.item && !d->shared.item) {
        const rel_account_ref author = d->quoted.full ? author_of(p, d->quoted.full) : REL_ACCOUNT_UNKNOWN;
        i = act(d, REL_KIND_QUOTE, author, reference_id(d->quoted, room));
        rel_batch_add_interaction(p->b, &i);
    }
    add_mentions(p, d);
}

/* Stores a post. Only a collected one acts: of the posts of the context others may have been left out. */
static void read_tweet(page *p, const cJSON *tweet, bool collected)
{
    draft d = {.tweet = tweet, .collected = collected};
    if (!start_draft(p, &d)) return;
    d.shared = find_reference(p, tweet, "retweeted");
    d.quoted = find_reference(p, tweet, "quoted");
    d.answered = find_reference(p, tweet, "replied_to");
    fill_post(p, &d);
    if (!collected) return;
    rel_batch_observe(p->b, d.post.author,
                      p->retrieved_at != REL_TIME_MISSING ? p->retrieved_at : d.post.time);
    add_acts(p, &d);
    if (p->list == LIST_LIKED) add_list_edge(p, d.post.author, d.post.id);
    /* A flattened post carries its context along; that of a page is read once, from its includes. */
    const reference context[] = {d.shared, d.quoted, d.answered};
    for (size_t i = 0; i < 3; i++)
        if (context[i].full && context[i].full == context[i].item) read_tweet(p, context[i].full, false);
}

/* -------- lists: followers, likers, ... -------- */

/* "https://api.twitter.com/2/users/123/followers?..." */
static void parse_address(page *p, rel_str url)
{
    static const struct {
        const char *of, *word;
        list_kind list;
    } lists[] = {{"/2/users/", "followers", LIST_FOLLOWERS},
                 {"/2/users/", "following", LIST_FOLLOWING},
                 {"/2/users/", "liked_tweets", LIST_LIKED},
                 {"/2/tweets/", "liking_users", LIST_LIKERS},
                 {"/2/tweets/", "retweeted_by", LIST_SHARERS}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const char *at = url.s ? strstr(url.s, lists[i].of) : NULL;
        if (!at) continue;
        const char *id = at + strlen(lists[i].of), *end = id;
        while (isdigit((unsigned char)*end)) end++;
        const size_t n = strlen(lists[i].word);
        if (end == id || *end != '/' || strncmp(end + 1, lists[i].word, n) != 0) continue;
        if (end[1 + n] && end[1 + n] != '?') continue;
        p->list = lists[i].list;
        const rel_str text = {id, (size_t)(end - id)};
        if (lists[i].of[3] == 't')
            p->subject_post = text;
        else
            p->subject = rel_batch_account(p->b, X, text, REL_STR_MISSING);
        return;
    }
}

/* The first account that a record lists, or the record itself; NULL when it is about something else. */
static const cJSON *listed_user(const cJSON *record)
{
    const cJSON *data = rel_field(record, "data");
    const cJSON *first = data ? (cJSON_IsArray(data) ? data->child : data) : record;
    return rel_field(first, "username") && !rel_field(first, "text") ? first : NULL;
}

/* Whom a page of accounts belongs to: by its address, else as its collector, the user or the file's name
 * says. */
static void find_subject(page *p, const cJSON *record, rel_str url)
{
    parse_address(p, url);
    if (p->list != LIST_NONE || url.s || !listed_user(record)) return;
    rel_list_owner owner = rel_list_owner_of(p->info->path, p->info->opts);
    const rel_str said = rel_value_text(rel_field_path(record, "meta", "subject", NULL));
    if (said.len) rel_subject_parse(said, &owner.id, &owner.handle);
    p->subject = rel_batch_account(p->b, X, owner.id, owner.handle);
    if (p->subject != REL_ACCOUNT_UNKNOWN) p->list = owner.following ? LIST_FOLLOWING : LIST_FOLLOWERS;
}

/* An account of a list, or the author of a liked post. */
static void add_list_edge(page *p, rel_account_ref other, rel_str post)
{
    rel_interaction_record i = {.kind = REL_KIND_FOLLOW,
                                .source = other,
                                .target = p->subject,
                                .time = REL_TIME_MISSING,
                                .platform = X,
                                .weight = 1};
    switch (p->list) {
    case LIST_NONE: return;
    case LIST_FOLLOWERS: break;
    case LIST_FOLLOWING:
        i.source = p->subject;
        i.target = other;
        break;
    case LIST_LIKED:
        i.kind = REL_KIND_LIKE;
        i.source = p->subject;
        i.target = other;
        i.target_post = post;
        break;
    case LIST_LIKERS:
    case LIST_SHARERS:
        i.kind = p->list == LIST_LIKERS ? REL_KIND_LIKE : REL_KIND_SHARE;
        i.target = REL_ACCOUNT_UNKNOWN;
        i.target_post = p->subject_post;
        break;
    }
    char room[REL_ACT_ID_TEXT];
    const rel_account_record *source = rel_batch_account_at(p->b, i.source);
    if (i.kind != REL_KIND_FOLLOW && source)
        i.act_id = rel_make_act_id(room, i.kind, source->key, i.target_post);
    rel_batch_add_interaction(p->b, &i);
}

/* -------- records -------- */

static bool is_tweet(const cJSON *o)
{
    return rel_field(o, "text") || rel_field(o, "author_id");
}

static bool is_user(const cJSON *o)
{
    return rel_field(o, "username") && !is_tweet(o);
}

/* Numbers of posts by hour, lists: nothing that a graph is made of. */
static bool is_nothing_for_us(const cJSON *o)
{
    return (rel_field(o, "tweet_count") && rel_field(o, "start")) ||
           (rel_field(o, "owner_id") && rel_field(o, "member_count"));
}

static void read_listed_user(page *p, const cJSON *user)
{
    const rel_account_ref ref = read_user(p, user);
    if (ref == REL_ACCOUNT_UNKNOWN)
        rel_batch_reject(p->b, REL_REJECT_NO_ID, p->line, "id of an account");
    else if (p->list != LIST_LIKED)
        add_list_edge(p, ref, REL_STR_MISSING);
}

static void read_item(page *p, const cJSON *item)
{
    if (is_tweet(item))
        read_tweet(p, item, true);
    else if (is_user(item))
        read_listed_user(p, item);
    else if (is_nothing_for_us(item))
        p->b->counts.ignored++;
    else if (rel_x_is_compliance(item))
        rel_x_read_compliance(p->b, item, *(const rel_x_job *)p->info->setup, p->line);
    else if (!cJSON_IsObject(item))
        rel_batch_reject(p->b, REL_REJECT_WRONG_TYPE, p->line, "data");
    else
        rel_batch_reject(p->b, REL_REJECT_UNKNOWN_RECORD, p->line, "neither a post nor an account");
}

static size_t length_of(const cJSON *array)
{
    size_t n = 0;
    for (const cJSON *c = rel_array_first(array); c; c = c->next) n++;
    return n;
}

/* Makes the included accounts and posts known. */
static void index_includes(page *p, const cJSON *users, const cJSON *tweets)
{
    char room[REL_JSON_ID_TEXT];
    rel_batch *b = p->b;
    if (b->status == REL_OK && users) b->status = rel_text_index_make(b->ctx, &p->users, length_of(users));
    if (b->status == REL_OK && tweets) b->status = rel_text_index_make(b->ctx, &p->tweets, length_of(tweets));
    if (b->status != REL_OK) return;
    for (const cJSON *u = rel_array_first(users); u; u = u->next) {
        read_user(p, u);
        rel_text_index_add(&p->users, rel_field_text(u, "username"), true, u);
    }
    for (const cJSON *t = rel_array_first(tweets); t; t = t->next) {
        const rel_str id = rel_value_id(rel_field(t, "id"), room);
        if (id.s != room) rel_text_index_add(&p->tweets, id, false, t);
    }
}

static bool list_without_subject(const page *p, const cJSON *record, const cJSON *first)
{
    return p->list == LIST_NONE && first && is_user(first) &&
           rel_field_path(record, "meta", "result_count", NULL) &&
           !rel_field_path(record, "__twarc", "url", NULL);
}

static void read_page(page *p, const cJSON *record)
{
    const cJSON *data = rel_field(record, "data"), *errors = rel_field(record, "errors");
    const cJSON *first = cJSON_IsArray(data) ? rel_array_first(data) : data;
    const cJSON *users = rel_field_path(record, "includes", "users", NULL);
    const cJSON *tweets = rel_field_path(record, "includes", "tweets", NULL);
    index_includes(p, users, tweets);
    if (p->b->status != REL_OK) return;
    if (list_without_subject(p, record, first))
        rel_batch_reject(p->b, REL_REJECT_NO_SUBJECT, p->line, "use --subject");
    if (cJSON_IsArray(data))
        for (const cJSON *c = first; c; c = c->next) read_item(p, c);
    else if (data)
        read_item(p, data);
    /* After the collected ones: of two versions of an edited post the collected one is to be met first. */
    for (const cJSON *t = rel_array_first(tweets); t; t = t->next) read_tweet(p, t, false);
    if (first) return;
    const rel_str title = rel_field_text(rel_array_first(errors), "title");
    if (errors)
        rel_batch_reject(p->b, REL_REJECT_PLATFORM_ERROR, p->line, "%.*s", REL_STR_ARG(title));
    else
        p->b->counts.ignored++; /* a page without results */
}

static bool is_error(const cJSON *o)
{
    return rel_field(o, "errors") || (rel_field(o, "title") && rel_field(o, "status"));
}

static void read_json(const rel_source_info *info, rel_batch *b, const cJSON *record, int64_t line)
{
    page p = {.info = info, .b = b, .line = line, .subject = REL_ACCOUNT_UNKNOWN};
    if (!cJSON_IsObject(record)) {
        rel_batch_reject(b, REL_REJECT_WRONG_TYPE, line, "expected an object");
        return;
    }
    const rel_arena_mark mark = rel_scratch_mark(b->ctx);
    const cJSON *twarc = rel_field(record, "__twarc");
    p.retrieved_at = rel_optional_time(rel_field(twarc, "retrieved_at"), &b->counts.fields_ignored);
    find_subject(&p, record, rel_field_text(twarc, "url"));
    if (rel_field(record, "data") || rel_field(record, "meta"))
        read_page(&p, record);
    else if (is_tweet(record) || is_user(record) || is_nothing_for_us(record) || rel_x_is_compliance(record))
        read_item(&p, record);
    else if (is_error(record))
        read_page(&p, record);
    else
        rel_batch_reject(b, REL_REJECT_UNKNOWN_RECORD, line, "neither a page, a post nor an account");
    rel_scratch_release(b->ctx, mark);
}

/* -------- detection -------- */

static int score_item(const cJSON *o)
{
    if (is_tweet(o)) {
        if (!rel_field(o, "id")) return 0;
        return rel_field(o, "edit_history_tweet_ids") || rel_field(o, "author_id") ? 95 : 40;
    }
    if (is_user(o))
        return rel_field_path(o, "public_metrics", "followers_count", NULL) ? 95
               : rel_field(o, "id")                                         ? 50
                                                                            : 0;
    return is_nothing_for_us(o) || rel_x_is_compliance(o) ? 60 : 0;
}

static int detect(const rel_probe *probe)
{
    const cJSON *o = probe->json;
    if (rel_field(o, "__twarc")) return 100;
    const cJSON *data = rel_field(o, "data");
    const cJSON *first = cJSON_IsArray(data) ? rel_array_first(data) : data;
    if (first) return score_item(first);
    if (rel_field_path(o, "meta", "result_count", NULL)) return 60;
    return score_item(o);
}

static rel_status setup(rel_ctx *ctx, const rel_probe *probe, const rel_ingest_opts *opts, void **out)
{
    const rel_list_owner owner = rel_list_owner_of(probe->path, opts);
    rel_x_job *job;
    *out = NULL;
    if (listed_user(probe->json) && !rel_field_path(probe->json, "__twarc", "url", NULL))
        rel_list_owner_note(ctx, probe->path, &owner);
    const rel_status st = rel_alloc(ctx, &job, 1, sizeof *job, "kind of a compliance job");
    if (st != REL_OK) return st;
    *job = rel_x_job_of(probe);
    *out = job;
    return REL_OK;
}

const rel_format rel_format_x_v2 = {
    .name = "x-v2",
    .title = N_("X (Twitter) API v2, as twarc writes it"),
    .yields = N_("posts, accounts, shares, replies, quotes, mentions, follows, likes"),
    .framing = REL_FRAMING_JSON,
    .detect = detect,
    .setup = setup,
    .free_setup = free,
    .read_json = read_json,
};
