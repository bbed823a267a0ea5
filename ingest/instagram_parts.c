/* Instagram: accounts, ids and comments, as docs/formats/captures.md says. Posts and pages:
 * format_instagram.c. */
#include "ingest/instagram.h"
#include "ingest/post_acts.h"

/* -------- accounts -------- */

rel_str rel_instagram_user_id(const cJSON *user, char room[REL_JSON_ID_TEXT])
{
    return rel_value_id(rel_field_first(user, "pk", "pk_id", "id", NULL), room);
}

rel_account_ref rel_instagram_account(const rel_instagram *s, const cJSON *user)
{
    char room[REL_JSON_ID_TEXT];
    return rel_batch_account(s->b, INSTAGRAM, rel_instagram_user_id(user, room),
                             rel_field_text(user, "username"));
}

bool rel_instagram_is_profile(const cJSON *user)
{
    return rel_field_first(user, "biography", "follower_count", "followers_count", "media_count",
                           "edge_followed_by", NULL);
}

int64_t rel_instagram_edge_count(const rel_instagram *s, const cJSON *o, const char *edge)
{
    return rel_value_count(rel_field_path(o, edge, "count", NULL), &s->b->counts.fields_ignored);
}

int64_t rel_instagram_count(const rel_instagram *s, const cJSON *o, const char *key, const char *other,
                            const char *edge)
{
    const int64_t n = rel_value_count(rel_field_either(o, key, other), &s->b->counts.fields_ignored);
    return n != REL_COUNT_MISSING ? n : rel_instagram_edge_count(s, o, edge);
}

void rel_instagram_describe(const rel_instagram *s, rel_account_ref ref, const cJSON *user)
{
    rel_account_record a = rel_account_record_empty();
    a.handle = rel_field_text(user, "username");
    a.name = rel_value_text(rel_field_first(user, "full_name", "name", NULL));
    a.bio = rel_field_text(user, "biography");
    a.url = rel_value_text(rel_field_first(user, "external_url", "website", NULL));
    a.followers = rel_instagram_count(s, user, "follower_count", "followers_count", "edge_followed_by");
    a.following = rel_instagram_count(s, user, "following_count", "follows_count", "edge_follow");
    a.posts = rel_instagram_count(s, user, "media_count", "media_count", "edge_owner_to_timeline_media");
    a.verified = rel_value_flag(rel_field(user, "is_verified"));
    a.is_protected = rel_value_flag(rel_field(user, "is_private"));
    a.seen_at = s->from.collected_at;
    a.observed = true;
    rel_batch_profile(s->b, ref, &a);
}

/* -------- ids -------- */

rel_str rel_instagram_code(rel_str id, char room[REL_INSTAGRAM_CODE])
{
    static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int64_t n;
    size_t at = REL_INSTAGRAM_CODE;
    const rel_str number = rel_str_cut(&id, '_');
    if (!number.len || number.s[0] == '-' || !rel_str_to_i64(number, &n) || n <= 0) return REL_STR_MISSING;
    for (; n; n >>= 6) room[--at] = digit[n & 63];
    return (rel_str){room + at, REL_INSTAGRAM_CODE - at};
}

rel_str rel_instagram_code_in(rel_str address)
{
    static const char *const before[] = {"/p/", "/reel/", "/reels/", "/tv/"};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        const rel_str code = rel_address_part(address, before[i]);
        if (code.s) return code;
    }
    return REL_STR_MISSING;
}

/* -------- comments -------- */

static void read_answers(const rel_instagram *s, const cJSON *comment, const rel_instagram_thread *on)
{
    static const char *const lists[] = {"preview_child_comments", "child_comments"};
    for (size_t i = 0; i < 2; i++)
        rel_instagram_comments(s, rel_array_first(rel_field(comment, lists[i])), false, on);
    rel_instagram_comments(
        s, rel_array_first(rel_field_path(comment, "edge_threaded_comments", "edges", NULL)), true, on);
    rel_instagram_comments(s, rel_array_first(rel_field_path(comment, "replies", "data", NULL)), false, on);
}

static rel_account_ref comment_author(const rel_instagram *s, const cJSON *c)
{
    char room[REL_JSON_ID_TEXT];
    const cJSON *user = rel_field_either(c, "user", "owner");
    if (cJSON_IsObject(user)) return rel_instagram_account(s, user);
    rel_str handle = rel_field_text(c, "username");
    if (!handle.s) handle = rel_value_text(rel_field_path(c, "from", "username", NULL));
    return rel_batch_account(s->b, INSTAGRAM, rel_value_id(rel_field(c, "user_id"), room), handle);
}

/* A comment is an act on the owner of the post; an answer to a comment one on the author of that. */
void rel_instagram_comment(const rel_instagram *s, const cJSON *c, const rel_instagram_thread *on)
{
    char id[REL_JSON_ID_TEXT], media[REL_JSON_ID_TEXT], parent[REL_JSON_ID_TEXT];
    char code[REL_INSTAGRAM_CODE];
    int64_t *ignored = &s->b->counts.fields_ignored;
    bool bad_time = false;
    rel_post_record p = rel_post_record_empty();
    p.platform = INSTAGRAM;
    p.id = rel_value_id(rel_field_first(c, "pk", "id", NULL), id);
    p.time = rel_value_time(rel_field_first(c, "created_at_utc", "created_at", "timestamp", NULL), &bad_time);
    if (p.id.s && !bad_time) p.author = comment_author(s, c);
    p.conversation_id = rel_instagram_code(rel_value_id(rel_field(c, "media_id"), media), code);
    if (!p.conversation_id.s) p.conversation_id = on->post;
    p.target_id = rel_value_id(rel_field(c, "parent_comment_id"), parent);
    if (!p.target_id.s) p.target_id = on->parent;
    const bool answers = p.target_id.s != NULL;
    if (!answers) p.target_id = p.conversation_id;
    p.kind = answers ? REL_POST_REPLY : REL_POST_COMMENT;
    p.text = rel_optional_text(rel_field(c, "text"), ignored);
    p.likes = rel_instagram_count(s, c, "comment_like_count", "like_count", "edge_liked_by");
    p.replies = rel_value_count(rel_field(c, "child_comment_count"), ignored);
    p.retrieved_at = s->from.collected_at;
    p.collected = true;
    const rel_post_fault fault = {.collected = true,
                                  .bad_id = !p.id.s,
                                  .bad_time = bad_time,
                                  .bad_author = p.author == REL_ACCOUNT_UNKNOWN,
                                  .id = rel_field_first(c, "pk", "id", NULL),
                                  .author = rel_field_first(c, "user", "owner", "from", NULL)};
    if (!rel_capture_add_post(s->b, s->line, &p, &fault)) return;
    const size_t before = s->b->interactions;
    const rel_account_ref parent_author =
        rel_str_eq(p.target_id, on->parent) ? on->parent_author : REL_ACCOUNT_UNKNOWN;
    rel_post_act(s->b, &p, answers ? REL_KIND_REPLY : REL_KIND_COMMENT, answers ? parent_author : on->owner,
                 p.target_id);
    rel_post_text(s->b, &p, before, (rel_text_wishes){.mentions = true, .tags = true, .links = true});
    const rel_instagram_thread below = {p.conversation_id, on->owner, p.id, p.author};
    if (!answers) read_answers(s, c, &below);
}

void rel_instagram_comments(const rel_instagram *s, const cJSON *first, bool edges,
                            const rel_instagram_thread *on)
{
    for (const cJSON *c = first; c && s->b->status == REL_OK; c = c->next) {
        const cJSON *comment = edges ? rel_field_object(c, "node") : c;
        if (cJSON_IsObject(comment))
            rel_instagram_comment(s, comment, on);
        else
            s->b->counts.fields_ignored++;
    }
}

/* The post that a page of comments is about: by the request or by the page that was open. */
static rel_instagram_thread thread_of_page(const rel_instagram *s, const cJSON *page,
                                           char code[REL_INSTAGRAM_CODE], char room[REL_JSON_ID_TEXT])
{
    rel_instagram_thread on = {REL_STR_MISSING, REL_ACCOUNT_UNKNOWN, REL_STR_MISSING, REL_ACCOUNT_UNKNOWN};
    const cJSON *caption = rel_field_object(page, "caption"),
                *parent = rel_field_object(page, "parent_comment");
    on.post = rel_instagram_code(rel_address_part(s->from.request, "/media/"), code);
    if (!on.post.s) on.post = rel_instagram_code(rel_value_id(rel_field(caption, "media_id"), room), code);
    if (!on.post.s) on.post = rel_instagram_code_in(s->from.page);
    if (caption) on.owner = comment_author(s, caption);
    if (!parent) return on;
    on.parent = rel_value_id(rel_field_first(parent, "pk", "id", NULL), room);
    on.parent_author = comment_author(s, parent);
    return on;
}

void rel_instagram_comment_page(const rel_instagram *s, const cJSON *page)
{
    char code[REL_INSTAGRAM_CODE], room[REL_JSON_ID_TEXT];
    const cJSON *list = rel_field_first(page, "comments", "child_comments", NULL);
    const rel_instagram_thread on = thread_of_page(s, page, code, room);
    if (!rel_array_first(list)) s->b->counts.ignored++;
    rel_instagram_comments(s, rel_array_first(list), false, &on);
}
