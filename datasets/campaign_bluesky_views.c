/* Bluesky: the AppView's feeds, followers and profiles. */
#include "datasets/campaign_bluesky.h"

enum { PAGE_FOLLOWERS = 100, PAGE_PROFILES = 25, FEEDS = 8 };

/* The AppView's short profile. */
static void basic_profile(rel_bluesky_writer *w, const char *key, uint32_t who)
{
    const rel_member *m = &w->c->member[who];
    rel_pen *p = &w->sheet.pen;
    rel_tally_observe(w->tally, who);
    rel_pen_begin(p, key, '{');
    rel_pen_str(p, "did", m->native);
    rel_pen_str(p, "handle", m->handle);
    rel_pen_str(p, "displayName", m->name);
    rel_pen_when(p, "createdAt", m->created_ms);
    rel_pen_begin(p, "labels", '[');
    rel_pen_end(p, ']');
}

static void post_view(rel_bluesky_writer *w, const char *key, int64_t i)
{
    const rel_message *m = &w->c->message[i];
    char uri[REL_MESSAGE_ID], cid[REL_BLUESKY_CID];
    rel_pen *p = &w->sheet.pen;
    rel_campaign_message_id(w->c, i, uri);
    rel_bluesky_cid(w->c, i, cid);
    rel_pen_begin(p, key, '{');
    rel_pen_str(p, "uri", uri);
    if (m->fate == REL_FATE_GONE) {
        rel_pen_bool(p, "notFound", true);
        rel_pen_str(p, "$type", "app.bsky.feed.defs#notFoundPost");
        rel_pen_end(p, '}');
        return;
    }
    rel_pen_str(p, "$type", "app.bsky.feed.defs#postView");
    rel_pen_str(p, "cid", cid);
    basic_profile(w, "author", m->author);
    rel_pen_end(p, '}');
    rel_bluesky_post_record(w, "record", i);
    rel_pen_int(p, "replyCount", m->replies);
    rel_pen_int(p, "repostCount", m->shares);
    rel_pen_int(p, "likeCount", m->likes);
    rel_pen_int(p, "quoteCount", m->quotes);
    rel_pen_when(p, "indexedAt", m->time_ms + 812);
    rel_pen_end(p, '}');
}

/* One entry of an author's feed: an own post, or somebody's post with the reason that it was shared. */
static void feed_entry(rel_bluesky_writer *w, int64_t i)
{
    const rel_campaign *c = w->c;
    const rel_message *m = &c->message[i];
    rel_pen *p = &w->sheet.pen;
    const bool share = m->act == REL_ACT_SHARE;
    rel_pen_begin(p, NULL, '{');
    post_view(w, "post", share ? m->target : i);
    if (share) w->in_context[m->target] = 1;
    if (m->act == REL_ACT_REPLY) {
        rel_pen_begin(p, "reply", '{');
        post_view(w, "root", m->cascade);
        post_view(w, "parent", m->target);
        rel_pen_end(p, '}');
        w->in_context[m->cascade] = w->in_context[m->target] = 1;
    }
    if (share) {
        rel_pen_begin(p, "reason", '{');
        rel_pen_str(p, "$type", "app.bsky.feed.defs#reasonRepost");
        basic_profile(w, "by", m->author);
        rel_pen_end(p, '}');
        rel_pen_when(p, "indexedAt", m->time_ms);
        rel_pen_end(p, '}');
    }
    rel_pen_end(p, '}');
    rel_campaign_draft(c, i, &w->draft);
    rel_tally_post(w->tally, c, i, &w->draft);
    if (m->target != REL_NO_POST) rel_tally_name(w->tally, c->message[m->target].author);
}

static bool in_feed(const rel_campaign *c, int64_t i, uint32_t author)
{
    const rel_message *m = &c->message[i];
    if (m->author != author || m->fate == REL_FATE_GONE) return false;
    return m->act != REL_ACT_SHARE || c->message[m->target].fate != REL_FATE_GONE;
}

static void write_feed(rel_bluesky_writer *w, uint32_t author, uint8_t *own)
{
    rel_pen *p = &w->sheet.pen;
    rel_pen_begin(p, NULL, '{');
    rel_pen_begin(p, "feed", '[');
    for (size_t k = w->c->messages; k-- > 0;) {
        const int64_t i = w->c->order[k];
        if (!in_feed(w->c, i, author)) continue;
        feed_entry(w, i);
        own[i] = 1;
    }
    rel_pen_end(p, ']');
    rel_pen_str(p, "cursor", "2025-03-01T00:00:00Z");
    rel_pen_end(p, '}');
    rel_pen_newline(p);
    w->tally->records++;
    rel_sheet_flush(&w->sheet);
}

/* The official accounts and some of the others. */
void rel_bluesky_write_feeds(rel_bluesky_writer *w)
{
    const rel_campaign *c = w->c;
    const uint32_t first = c->platform_first[REL_ON_BLUESKY], last = c->platform_first[REL_ON_BLUESKY + 1];
    uint8_t *own = w->in_context + c->messages; /* the second half of the scratch */
    int feeds = 0;
    for (uint32_t v = first; v < last; v++)
        if (c->member[v].brand >= 0 ||
            (feeds < FEEDS && c->in_off[v + 1] - c->in_off[v] > 2 * (int64_t)c->o.mean_follows)) {
            write_feed(w, v, own);
            feeds++;
        }
    for (size_t i = 0; i < c->messages; i++)
        w->tally->context_posts += w->in_context[i] && !own[i] && c->message[i].fate != REL_FATE_GONE;
}

static void write_follower_page(rel_bluesky_writer *w, uint32_t v, int64_t first, int64_t last)
{
    const rel_campaign *c = w->c;
    rel_pen *p = &w->sheet.pen;
    rel_pen_begin(p, NULL, '{');
    basic_profile(w, "subject", v);
    rel_pen_end(p, '}');
    rel_pen_begin(p, "followers", '[');
    for (int64_t e = first; e < last; e++) {
        basic_profile(w, NULL, c->follower[e]);
        if (*c->member[c->follower[e]].bio) rel_pen_str(p, "description", c->member[c->follower[e]].bio);
        rel_pen_end(p, '}');
        w->tally->interactions[REL_KIND_FOLLOW]++;
    }
    rel_pen_end(p, ']');
    if (last < c->in_off[v + 1]) rel_pen_str(p, "cursor", c->member[c->follower[last]].native + 8);
    rel_pen_end(p, '}');
    rel_pen_newline(p);
    w->tally->records++;
    rel_sheet_flush(&w->sheet);
}

void rel_bluesky_write_followers(rel_bluesky_writer *w)
{
    const rel_campaign *c = w->c;
    for (uint32_t v = c->platform_first[REL_ON_BLUESKY]; v < c->platform_first[REL_ON_BLUESKY + 1]; v++) {
        if (c->member[v].brand < 0) continue;
        const int64_t last = c->in_off[v + 1];
        for (int64_t e = c->in_off[v]; e < last; e += PAGE_FOLLOWERS)
            write_follower_page(w, v, e, e + PAGE_FOLLOWERS < last ? e + PAGE_FOLLOWERS : last);
    }
}

void rel_bluesky_write_profiles(rel_bluesky_writer *w)
{
    const rel_campaign *c = w->c;
    rel_pen *p = &w->sheet.pen;
    const uint32_t last = c->platform_first[REL_ON_BLUESKY + 1];
    for (uint32_t first = c->platform_first[REL_ON_BLUESKY]; first < last; first += PAGE_PROFILES) {
        rel_pen_begin(p, NULL, '{');
        rel_pen_begin(p, "profiles", '[');
        for (uint32_t v = first; v < last && v < first + PAGE_PROFILES; v++) {
            basic_profile(w, NULL, v);
            rel_pen_str(p, "description", c->member[v].bio);
            rel_pen_int(p, "followersCount", c->member[v].followers);
            rel_pen_int(p, "followsCount", c->member[v].following);
            rel_pen_int(p, "postsCount", c->member[v].posts);
            rel_pen_end(p, '}');
        }
        rel_pen_end(p, ']');
        rel_pen_end(p, '}');
        rel_pen_newline(p);
        w->tally->records++;
        rel_sheet_flush(&w->sheet);
    }
}
