#include "ingest/cell_list.h"
#include "ingest/post_row_state.h"
#include "ingest/reading.h"
#include "ingest/text_entities.h"
#include "ingest/x_post.h"

typedef rel_post_row_state row;

static rel_interaction_record act(const row *r, rel_kind kind, rel_account_ref target, rel_str target_post)
{
    return (rel_interaction_record){.kind = kind,
                                    .source = r->post.author,
                                    .target = target,
                                    .time = r->post.time,
                                    .platform = r->platform,
                                    .post_id = r->post.id,
                                    .target_post = target_post,
                                    .weight = 1};
}

static void add_reference(const row *r, rel_kind kind, const rel_post_reference *ref)
{
    if (!rel_post_reference_given(ref)) return;
    const rel_interaction_record i =
        act(r, kind, rel_post_row_account(r, ref->author_id, ref->handle), ref->post);
    rel_batch_add_interaction(r->b, &i);
}

/* On a post whose author the row does not tell. */
static void add_comment(const row *r)
{
    const rel_interaction_record i = act(r, REL_KIND_COMMENT, REL_ACCOUNT_UNKNOWN, r->comment_on);
    rel_batch_add_interaction(r->b, &i);
}

/* A text may answer several posts, each once. */
static void add_more_answers(const row *r)
{
    rel_str text = rel_post_row_cell(r, REL_POST_ROLE_TEXT);
    const size_t from = r->b->interactions - (r->b->interactions > 0);
    for (int found = 0; found < REL_POST_MENTIONS_MAX; found++) {
        const rel_str id = rel_post_row_answered(&text);
        if (!id.s) return;
        bool known = rel_str_eq(id, r->reply.post) || rel_str_eq(id, r->post.id);
        for (size_t i = from; i < r->b->interactions && !known; i++)
            known = rel_str_eq(r->b->interaction[i].target_post, id);
        const rel_interaction_record i = act(r, REL_KIND_REPLY, REL_ACCOUNT_UNKNOWN, id);
        if (!known) rel_batch_add_interaction(r->b, &i);
    }
    r->b->counts.fields_ignored++;
}

static bool is_in(const row *r, size_t from, rel_account_ref source, rel_account_ref target)
{
    for (size_t i = from; i < r->b->interactions; i++)
        if (r->b->interaction[i].source == source && r->b->interaction[i].target == target) return true;
    return false;
}

/* Somebody mentioned twice in a post is mentioned once. */
static void add_mention(const row *r, size_t from, rel_account_ref target)
{
    if (is_in(r, from, r->post.author, target)) return;
    const rel_interaction_record i = act(r, REL_KIND_MENTION, target, REL_STR_MISSING);
    if (target != REL_ACCOUNT_UNKNOWN) rel_batch_add_interaction(r->b, &i);
}

/* The list or object of a JSON record in a column of the role. */
static const struct cJSON *tree_of(const row *r, rel_post_role role)
{
    const int c = r->plan->column[role];
    return r->tree && c >= 0 && (size_t)c < r->fields ? r->tree[c] : NULL;
}

static rel_status list_of(const row *r, rel_post_role role, rel_cell_list_of what, rel_cell_item **item,
                          size_t *count)
{
    const struct cJSON *json = tree_of(r, role);
    if (json) return rel_cell_list_of_json(r->b->ctx, json, what, item, count, &r->b->counts.fields_ignored);
    const char separator = r->plan->preset ? r->plan->preset->list_separator : 0;
    return rel_cell_list(r->b->ctx, rel_post_row_cell(r, role), what, separator, item, count,
                         &r->b->counts.fields_ignored);
}

static rel_status add_listed_mentions(const row *r)
{
    rel_status st;
    rel_cell_item *name, *id;
    size_t names, ids;
    const size_t from = r->b->interactions;
    REL_TRY(list_of(r, REL_POST_ROLE_MENTIONS, REL_CELL_NAMES, &name, &names));
    REL_TRY(list_of(r, REL_POST_ROLE_MENTION_IDS, REL_CELL_NAMES, &id, &ids));
    /* Two lists of one length belong together. */
    const bool paired = names == ids;
    for (size_t i = 0; i < names; i++)
        add_mention(r, from, rel_post_row_account(r, paired ? id[i].text : name[i].other, name[i].text));
    for (size_t i = 0; i < ids && !paired; i++)
        add_mention(r, from, rel_post_row_account(r, id[i].text, REL_STR_MISSING));
out:
    return st;
}

/* Who is tagged in a picture is mentioned. Who wrote it too and its author mention each other: neither is the
 * other's source. */
static rel_status add_listed_people(const row *r, rel_post_role role, size_t from)
{
    rel_status st;
    rel_cell_item *name;
    size_t names;
    REL_TRY(list_of(r, role, REL_CELL_NAMES, &name, &names));
    for (size_t i = 0; i < names; i++) {
        const rel_account_ref who = rel_post_row_account(r, name[i].other, name[i].text);
        add_mention(r, from, who);
        if (role != REL_POST_ROLE_COAUTHORS || who == REL_ACCOUNT_UNKNOWN) continue;
        if (is_in(r, from, who, r->post.author)) continue;
        rel_interaction_record back = act(r, REL_KIND_MENTION, r->post.author, REL_STR_MISSING);
        back.source = who;
        rel_batch_add_interaction(r->b, &back);
    }
out:
    return st;
}

/* X adds links by itself: to the pictures of a post, to the post that it quotes, to itself where it was cut
 * off. */
static bool is_own_link(const row *r, rel_str url)
{
    if (!rel_str_is(r->platform, "x")) return false;
    if (url.len > 4 && memcmp(url.s, "pic.", 4) == 0) return true;
    if (rel_x_links_to(url, r->quote.post) || rel_x_links_to(url, r->post.id)) return true;
    rel_str last = url, before = url;
    for (rel_str rest = url; rest.s;) {
        before = last;
        last = rel_str_cut(&rest, '/');
    }
    return rel_str_is(last, "1") && (rel_str_is(before, "photo") || rel_str_is(before, "video"));
}

static rel_status add_listed(const row *r)
{
    rel_status st;
    rel_cell_item *item;
    size_t count;
    REL_TRY(list_of(r, REL_POST_ROLE_HASHTAGS, REL_CELL_TAGS, &item, &count));
    for (size_t i = 0; i < count; i++) rel_batch_add_tag(r->b, r->platform, r->post.id, item[i].text);
    REL_TRY(list_of(r, REL_POST_ROLE_LINKS, REL_CELL_LINKS, &item, &count));
    for (size_t i = 0; i < count; i++)
        if (!is_own_link(r, item[i].text)) rel_batch_add_link(r->b, r->platform, r->post.id, item[i].text);
out:
    return st;
}

/* What the text says, where no column does. from: the interactions before those of the post. */
static void add_from_text(const row *r, size_t from, bool mentions)
{
    const rel_preset *preset = r->plan->preset;
    const bool tags = !rel_post_row_mapped(r, REL_POST_ROLE_HASHTAGS) && (!preset || preset->text_tags),
               links = !rel_post_row_mapped(r, REL_POST_ROLE_LINKS) && (!preset || preset->text_links);
    const rel_str text = r->post.text;
    if (preset) mentions = mentions && preset->text_mentions;
    rel_entity e;
    int found = 0;
    for (size_t at = 0; found < REL_CELL_LIST_MAX && rel_entity_next(text, &at, &e); found++) {
        if (e.kind == REL_ENTITY_MENTION && mentions)
            add_mention(r, from, rel_post_row_account(r, REL_STR_MISSING, e.text));
        else if (e.kind == REL_ENTITY_TAG && tags)
            rel_batch_add_tag(r->b, r->platform, r->post.id, e.text);
        else if (e.kind == REL_ENTITY_LINK && links)
            rel_batch_add_link(r->b, r->platform, r->post.id, e.text);
    }
    if (found == REL_CELL_LIST_MAX) r->b->counts.fields_ignored++;
}

void rel_post_row_acts(row *r)
{
    const bool share = r->post.kind == REL_POST_SHARE;
    const bool listed =
        rel_post_row_mapped(r, REL_POST_ROLE_MENTIONS) || rel_post_row_mapped(r, REL_POST_ROLE_MENTION_IDS);
    /* A share is one act: who is named in what is shared is not mentioned again, unless it is asked for. */
    const bool mentions = !share || r->opts->rt_mentions;
    if (share) {
        add_reference(r, REL_KIND_SHARE, &r->share);
    } else {
        add_reference(r, r->post.kind == REL_POST_COMMENT ? REL_KIND_COMMENT : REL_KIND_REPLY, &r->reply);
        if (r->answers_in_text) add_more_answers(r);
        if (!rel_post_reference_given(&r->reply) && r->comment_on.s) add_comment(r);
        add_reference(r, REL_KIND_QUOTE, &r->quote);
    }
    /* The row says that it answers or shares, and not what. */
    if (r->post.kind != REL_POST_ORIGINAL && !rel_post_reference_given(&r->share) &&
        !rel_post_reference_given(&r->reply) && !rel_post_reference_given(&r->quote) && !r->comment_on.s)
        r->b->counts.unresolved_targets++;
    const size_t from = r->b->interactions;
    if (mentions && listed) r->b->status = add_listed_mentions(r);
    if (mentions && r->b->status == REL_OK) r->b->status = add_listed_people(r, REL_POST_ROLE_USERTAGS, from);
    if (r->b->status == REL_OK) r->b->status = add_listed_people(r, REL_POST_ROLE_COAUTHORS, from);
    if (r->b->status == REL_OK) r->b->status = add_listed(r);
    if (r->plan->reads_text && r->post.text.len) add_from_text(r, from, mentions && !listed);
}

/* A row that is a like or a follow and no post. */
void rel_post_row_bare_act(row *r)
{
    const rel_post_reference *target = rel_post_reference_given(&r->reply) ? &r->reply : &r->share;
    if (!rel_post_reference_given(target)) {
        rel_batch_reject(r->b, REL_REJECT_MISSING_FIELD, r->line, "no target");
        return;
    }
    rel_post_row_author(r);
    rel_interaction_record i =
        act(r, r->kind, rel_post_row_account(r, target->author_id, target->handle), target->post);
    i.act_id = rel_post_row_mapped(r, REL_POST_ROLE_ID) ? r->post.id : REL_STR_MISSING;
    i.post_id = REL_STR_MISSING;
    rel_batch_add_interaction(r->b, &i);
}

void rel_post_row_shared(row *r)
{
    char room[REL_ACT_ID_TEXT];
    const rel_account_ref by = rel_post_row_account(r, r->sharer.author_id, r->sharer.handle);
    rel_interaction_record i = act(r, REL_KIND_SHARE, r->post.author, r->post.id);
    i.time = rel_post_row_optional_time(r, REL_POST_ROLE_SHARED_TIME);
    i.source = by;
    i.post_id = REL_STR_MISSING;
    if (by == REL_ACCOUNT_UNKNOWN) return;
    rel_batch_observe(r->b, by, i.time);
    i.act_id = rel_make_act_id(room, i.kind, rel_batch_account_at(r->b, by)->key, r->post.id);
    rel_batch_add_interaction(r->b, &i);
}

void rel_post_row_context(row *r)
{
    r->b->status = add_listed(r);
    if (r->b->status == REL_OK && r->plan->reads_text && r->post.text.len)
        add_from_text(r, r->b->interactions, false);
}
