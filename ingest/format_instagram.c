/* Instagram: captures of its pages (item list, graph and Polaris form), replies of its internal API (feeds,
 * comments, followers, profiles) and of the Graph API (media, comments, Business Discovery). What becomes of
 * what is documented in docs/formats/captures.md. */
#include "ingest/instagram.h"
#include "ingest/post_acts.h"
#include "src/base/i18n.h"

static rel_account_ref read_user(const rel_instagram *s, const cJSON *user)
{
    const rel_account_ref ref = rel_instagram_account(s, user);
    if (ref != REL_ACCOUNT_UNKNOWN && rel_instagram_is_profile(user)) rel_instagram_describe(s, ref, user);
    return ref;
}

/* A post is known by its code; one of the Graph API that comes without code and address by its own id there.
 */
static rel_str media_id(const cJSON *media, char room[REL_JSON_ID_TEXT])
{
    char number[REL_JSON_ID_TEXT];
    rel_str id = rel_value_text(rel_field_first(media, "code", "shortcode", NULL));
    if (!id.len) id = rel_instagram_code_in(rel_field_text(media, "permalink"));
    if (id.len) return id;
    const cJSON *item = rel_field_first(media, "pk", "id", NULL);
    if (rel_field_first(media, "pk", "taken_at", "taken_at_timestamp", NULL))
        id = rel_instagram_code(rel_value_id(item, number), room);
    return id.len ? id : rel_value_id(item, room);
}

/* -------- posts -------- */

static bool is_ad(const cJSON *media)
{
    return rel_str_is(rel_field_text(media, "product_type"), "ad") || rel_field(media, "ad_action");
}

/* The author as "user" or "owner" (with less in it), or by name: ids of accounts in the Graph API are others
 * than everywhere else. */
static rel_account_ref media_author(const rel_instagram *s, const cJSON *media)
{
    char room[REL_JSON_ID_TEXT];
    const cJSON *user = rel_field_object(media, "user"), *owner = rel_field_object(media, "owner");
    if (!user) user = owner;
    const rel_str alone = rel_field_text(media, "username");
    rel_str handle = rel_field_text(user, "username");
    if (!handle.s) handle = rel_field_text(owner, "username");
    if (!handle.s && alone.s) return rel_batch_account(s->b, INSTAGRAM, REL_STR_MISSING, alone);
    return rel_batch_account(s->b, INSTAGRAM, rel_instagram_user_id(user, room), handle);
}

static rel_str caption_of(const rel_instagram *s, const cJSON *media)
{
    const cJSON *caption = rel_field(media, "caption");
    if (cJSON_IsObject(caption)) caption = rel_field(caption, "text");
    if (!caption) {
        const cJSON *edge = rel_array_first(rel_field_path(media, "edge_media_to_caption", "edges", NULL));
        caption = rel_field_path(edge, "node", "text", NULL);
    }
    return rel_optional_text(caption, &s->b->counts.fields_ignored);
}

/* Likes and views that the author hides are missing, though some number may stand there. */
static void fill_counts(const rel_instagram *s, const cJSON *media, rel_post_record *p)
{
    p->replies =
        rel_instagram_count(s, media, "comment_count", "comments_count", "edge_media_to_parent_comment");
    if (p->replies == REL_COUNT_MISSING)
        p->replies = rel_instagram_edge_count(s, media, "edge_media_preview_comment");
    if (p->replies == REL_COUNT_MISSING)
        p->replies = rel_instagram_edge_count(s, media, "edge_media_to_comment");
    if (rel_value_flag(rel_field(media, "like_and_view_counts_disabled")) == 1) return;
    p->likes = rel_instagram_count(s, media, "like_count", "like_count", "edge_media_preview_like");
    if (p->likes == REL_COUNT_MISSING) p->likes = rel_instagram_edge_count(s, media, "edge_liked_by");
    p->views = rel_value_count(rel_field_first(media, "view_count", "play_count", "video_view_count", NULL),
                               &s->b->counts.fields_ignored);
}

static void mention(const rel_instagram *s, const rel_post_record *p, size_t from, const cJSON *user)
{
    char room[REL_JSON_ID_TEXT];
    rel_post_mention(s->b, p, from, rel_instagram_user_id(user, room), rel_field_text(user, "username"));
}

static void mention_tagged(const rel_instagram *s, const cJSON *media, const rel_post_record *p, size_t from)
{
    for (const cJSON *t = rel_array_first(rel_field_path(media, "usertags", "in", NULL)); t; t = t->next)
        mention(s, p, from, rel_field(t, "user"));
}

/* Who is tagged in the picture, or in one of several; who is named as another author; who is named in the
 * text. */
static void add_mentions(const rel_instagram *s, const cJSON *media, const rel_post_record *p)
{
    const size_t from = s->b->interactions;
    mention_tagged(s, media, p, from);
    for (const cJSON *m = rel_array_first(rel_field(media, "carousel_media")); m; m = m->next)
        mention_tagged(s, m, p, from);
    const cJSON *edge = rel_array_first(rel_field_path(media, "edge_media_to_tagged_user", "edges", NULL));
    for (; edge; edge = edge->next) mention(s, p, from, rel_field_path(edge, "node", "user", NULL));
    for (const cJSON *c = rel_array_first(rel_field(media, "coauthor_producers")); c; c = c->next)
        mention(s, p, from, c);
    rel_post_text(s->b, p, from, (rel_text_wishes){.mentions = true, .tags = true, .links = true});
}

static void read_media_comments(const rel_instagram *s, const cJSON *media, const rel_post_record *p)
{
    static const char *const edges[] = {"edge_media_to_parent_comment", "edge_media_to_comment",
                                        "edge_media_preview_comment"};
    const rel_instagram_thread on = {p->id, p->author, REL_STR_MISSING, REL_ACCOUNT_UNKNOWN};
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++)
        rel_instagram_comments(s, rel_array_first(rel_field_path(media, edges[i], "edges", NULL)), true, &on);
    const cJSON *list = rel_field(media, "comments");
    rel_instagram_comments(s, rel_array_first(cJSON_IsObject(list) ? rel_field(list, "data") : list), false,
                           &on);
}

/* owner: of a list that says it once for all; unknown when the post says it. */
static void read_media(const rel_instagram *s, const cJSON *media, rel_account_ref owner)
{
    char id[REL_JSON_ID_TEXT];
    bool bad_time = false;
    const cJSON *user = rel_field_first(media, "user", "owner", NULL);
    rel_post_record p = rel_post_record_empty();
    if (is_ad(media)) {
        s->b->counts.ignored++;
        return;
    }
    p.platform = INSTAGRAM;
    p.id = media_id(media, id);
    p.time = rel_value_time(rel_field_first(media, "taken_at", "taken_at_timestamp", "timestamp", NULL),
                            &bad_time);
    if (p.id.s && !bad_time) p.author = media_author(s, media);
    if (p.author == REL_ACCOUNT_UNKNOWN) p.author = owner;
    p.text = caption_of(s, media);
    p.url = rel_field_text(media, "permalink");
    p.conversation_id = p.id;
    p.retrieved_at = s->from.collected_at;
    p.collected = true;
    fill_counts(s, media, &p);
    const rel_post_fault fault = {.collected = true,
                                  .bad_id = !p.id.s,
                                  .bad_time = bad_time,
                                  .bad_author = p.author == REL_ACCOUNT_UNKNOWN,
                                  .id = rel_field_first(media, "code", "shortcode", "pk", "id", NULL),
                                  .author = user ? user : rel_field(media, "username")};
    if (!rel_capture_add_post(s->b, s->line, &p, &fault)) return;
    if (cJSON_IsObject(user)) rel_instagram_describe(s, p.author, user);
    add_mentions(s, media, &p);
    read_media_comments(s, media, &p);
}

/* -------- lists -------- */

/* "https://i.instagram.com/api/v1/friendships/12/followers/" says whose, else the user or the name of the
 * file. */
static rel_account_ref list_owner(const rel_instagram *s, bool *following)
{
    const rel_str id = rel_address_part(s->from.request, "/friendships/");
    const rel_list_owner o = rel_list_owner_of(s->info->path, s->info->opts);
    *following =
        id.s ? rel_address_part(s->from.request, "/following").s || strstr(s->from.request.s, "/following")
             : o.following;
    return id.s ? rel_batch_account(s->b, INSTAGRAM, id, REL_STR_MISSING)
                : rel_batch_account(s->b, INSTAGRAM, o.id, o.handle);
}

static void read_user_list(const rel_instagram *s, const cJSON *first)
{
    bool following;
    const rel_account_ref owner = list_owner(s, &following);
    if (owner == REL_ACCOUNT_UNKNOWN && first)
        rel_batch_reject(s->b, REL_REJECT_NO_SUBJECT, s->line, "use --subject");
    if (!first) s->b->counts.ignored++;
    for (const cJSON *u = first; u && s->b->status == REL_OK; u = u->next) {
        const rel_account_ref ref = read_user(s, u);
        if (ref == REL_ACCOUNT_UNKNOWN)
            rel_batch_reject(s->b, REL_REJECT_NO_ID, s->line, "id of an account");
        else if (owner != REL_ACCOUNT_UNKNOWN)
            rel_bare_act(s->b, REL_KIND_FOLLOW, following ? owner : ref, following ? ref : owner, INSTAGRAM,
                         REL_STR_MISSING, REL_TIME_MISSING);
    }
}

static void read_discovered(const rel_instagram *s, const cJSON *account)
{
    const rel_account_ref ref =
        rel_batch_account(s->b, INSTAGRAM, REL_STR_MISSING, rel_field_text(account, "username"));
    if (ref == REL_ACCOUNT_UNKNOWN) {
        rel_batch_reject(s->b, REL_REJECT_NO_ID, s->line, "username of the account");
        return;
    }
    rel_instagram_describe(s, ref, account);
    const cJSON *m = rel_array_first(rel_field_path(account, "media", "data", NULL));
    for (; m && s->b->status == REL_OK; m = m->next) read_media(s, m, ref);
}

/* -------- records -------- */

static bool is_graph_api(const cJSON *o)
{
    static const char *const types[] = {"IMAGE", "VIDEO", "CAROUSEL_ALBUM"};
    const rel_str type = rel_field_text(o, "media_type");
    if (!rel_field(o, "id") || rel_field(o, "text")) return false;
    for (size_t i = 0; i < 3; i++)
        if (rel_str_is(type, types[i])) return true;
    const rel_str link = rel_field_text(o, "permalink");
    return link.s && strstr(link.s, "instagram.com/");
}

/* Threads has nearly the same objects. */
static bool is_of_threads(const cJSON *o)
{
    const rel_str link = rel_field_text(o, "permalink");
    return rel_field(o, "text_post_app_info") ||
           rel_str_is(rel_field_text(o, "media_product_type"), "THREADS") ||
           (link.s && (strstr(link.s, "threads.net/") || strstr(link.s, "threads.com/")));
}

static bool is_media(const cJSON *o)
{
    if (is_of_threads(o)) return false;
    if (rel_field(o, "code") || rel_field(o, "shortcode"))
        return rel_field_first(o, "media_type", "taken_at", "taken_at_timestamp", "user", "owner",
                               "__typename", "permalink", NULL);
    if (cJSON_IsNumber(rel_field(o, "media_type")) && rel_field_either(o, "pk", "id"))
        return rel_field_either(o, "user", "owner"); /* a reel in a grid, with less in it */
    return is_graph_api(o);
}

static bool is_comment(const cJSON *o)
{
    const cJSON *user = rel_field_either(o, "user", "owner");
    if (!rel_field(o, "text") || rel_field(o, "cid") || is_of_threads(o)) return false;
    if (rel_field(o, "pk") && rel_field_first(o, "user_id", "created_at", "created_at_utc", NULL))
        return true;
    if (user && rel_field(user, "username") && rel_field(o, "created_at")) return true;
    return rel_field(o, "id") && rel_field(o, "timestamp") && rel_field_either(o, "username", "from") &&
           !rel_field(o, "permalink");
}

static bool is_user(const cJSON *o)
{
    return rel_field(o, "username") && rel_field_first(o, "pk", "pk_id", "id", NULL) &&
           (rel_instagram_is_profile(o) || rel_field_first(o, "full_name", "is_private", NULL));
}

static bool is_error(const cJSON *o)
{
    return rel_field_object(o, "error") || rel_str_is(rel_field_text(o, "status"), "fail");
}

static void read_item(const rel_instagram *s, const cJSON *o);

static void read_list(const rel_instagram *s, const cJSON *first, const char *inside)
{
    for (const cJSON *c = first; c && s->b->status == REL_OK; c = c->next) {
        const cJSON *inner = rel_field_object(c, inside);
        read_item(s, inner ? inner : c);
    }
    if (!first) s->b->counts.ignored++;
}

/* "data" of a query: one post with its comments, one profile with posts, or a connection with posts. */
static bool read_query(const rel_instagram *s, const cJSON *data)
{
    const cJSON *media = rel_field_either(data, "shortcode_media", "xdt_shortcode_media");
    const cJSON *user = rel_field_object(data, "user");
    if (media) {
        read_media(s, media, REL_ACCOUNT_UNKNOWN);
        return true;
    }
    if (is_user(user)) {
        read_user(s, user);
        const cJSON *posts = rel_field_path(user, "edge_owner_to_timeline_media", "edges", NULL);
        if (posts) read_list(s, rel_array_first(posts), "node");
        return true;
    }
    for (const cJSON *c = cJSON_IsObject(data) ? data->child : NULL; c; c = c->next) {
        const cJSON *edges = rel_field_array(c, "edges");
        if (!edges) continue;
        read_list(s, rel_array_first(edges), "node");
        return true;
    }
    return false;
}

static bool read_page(const rel_instagram *s, const cJSON *o)
{
    const cJSON *data = rel_field(o, "data");
    if (rel_field_object(o, "business_discovery"))
        read_discovered(s, rel_field(o, "business_discovery"));
    else if (rel_field_array(o, "comments") || rel_field_array(o, "child_comments"))
        rel_instagram_comment_page(s, o);
    else if (rel_field_array(o, "users"))
        read_user_list(s, rel_array_first(rel_field(o, "users")));
    else if (rel_field_array(o, "items"))
        read_list(s, rel_array_first(rel_field(o, "items")), "media");
    else if (cJSON_IsArray(data))
        read_list(s, rel_array_first(data), "media");
    else
        return read_query(s, data);
    return true;
}

static void read_item(const rel_instagram *s, const cJSON *o)
{
    if (is_media(o))
        read_media(s, o, REL_ACCOUNT_UNKNOWN);
    else if (is_comment(o))
        rel_instagram_comment(
            s, o,
            &(rel_instagram_thread){.owner = REL_ACCOUNT_UNKNOWN, .parent_author = REL_ACCOUNT_UNKNOWN});
    else if (is_user(o))
        read_user(s, o);
    else
        rel_capture_reject_unknown(s->b, s->line, o);
}

static void read_json(const rel_source_info *info, rel_batch *b, const cJSON *record, int64_t line)
{
    const rel_instagram s = {info, b, line, rel_capture_open(record, &b->counts.fields_ignored)};
    const cJSON *o = s.from.item;
    if (is_error(o))
        rel_batch_reject(b, REL_REJECT_PLATFORM_ERROR, line, "%s", "");
    else if (is_media(o) || is_comment(o) || is_user(o) || !read_page(&s, o))
        read_item(&s, o);
}

/* -------- detection -------- */

static int score_item(const cJSON *o)
{
    if (is_graph_api(o)) return rel_field_text(o, "permalink").s ? 90 : 70;
    if (is_media(o)) return rel_field_either(o, "media_type", "__typename") ? 95 : 70;
    if (rel_field(o, "pk")) return is_comment(o) || is_user(o) ? 80 : 0;
    return 0;
}

static int score_list(const cJSON *first, const char *inside)
{
    const cJSON *inner = rel_field_object(first, inside);
    return score_item(inner ? inner : first);
}

static int detect(const rel_probe *probe)
{
    const cJSON *o = probe->json, *data = rel_field(o, "data");
    const int captured = rel_capture_score(o, "instagram.com");
    if (captured >= 0) return captured;
    if (rel_field_object(o, "business_discovery")) return 100;
    if (rel_field_either(data, "shortcode_media", "xdt_shortcode_media")) return 100;
    if (rel_instagram_is_profile(rel_field_object(data, "user")) &&
        rel_field_path(data, "user", "edge_follow", NULL))
        return 100;
    int best = score_item(o);
    static const char *const lists[] = {"users", "comments", "child_comments", "items", "data"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists && !best; i++)
        best = score_list(rel_array_first(rel_field(o, lists[i])), "media");
    return best;
}

static rel_status setup(rel_ctx *ctx, const rel_probe *probe, const rel_ingest_opts *opts, void **out)
{
    const rel_list_owner owner = rel_list_owner_of(probe->path, opts);
    *out = NULL;
    if (rel_field_array(probe->json, "users")) rel_list_owner_note(ctx, probe->path, &owner);
    return REL_OK;
}

const rel_format rel_format_instagram = {
    .name = "instagram",
    .title = N_("Instagram: captures and API replies; not checked on a real file"),
    .yields = N_("posts, accounts, mentions, comments, replies, follows"),
    .framing = REL_FRAMING_JSON,
    .detect = detect,
    .setup = setup,
    .read_json = read_json,
};
