#include "ingest/post_acts.h"

#include "ingest/reading.h"
#include "ingest/text_entities.h"

void rel_post_act(rel_batch *b, const rel_post_record *post, rel_kind kind, rel_account_ref target,
                  rel_str target_post)
{
    const rel_interaction_record i = {.kind = kind,
                                      .source = post->author,
                                      .target = target,
                                      .time = post->time,
                                      .platform = post->platform,
                                      .post_id = post->id,
                                      .target_post = target_post,
                                      .weight = 1};
    rel_batch_add_interaction(b, &i);
}

static bool has_handle(rel_batch *b, rel_account_ref ref, rel_str handle)
{
    const rel_account_record *a = rel_batch_account_at(b, ref);
    if (!a || a->handle.len != handle.len) return false;
    for (size_t i = 0; i < handle.len; i++) {
        const char x = a->handle.s[i], y = handle.s[i];
        if (x != y && ((x ^ y) != 0x20 || (x | 0x20) < 'a' || (x | 0x20) > 'z')) return false;
    }
    return true;
}

/* Somebody who is named and may stand in the record with an id as well: the author, and whom the post acts on
 * already. Else the same mention would be there twice, once by id and once by name. */
static rel_account_ref named(rel_batch *b, const rel_post_record *post, size_t from, rel_str handle)
{
    if (handle.len && handle.s[0] == '@') handle = (rel_str){handle.s + 1, handle.len - 1};
    if (has_handle(b, post->author, handle)) return post->author;
    for (size_t i = from; i < b->interactions; i++)
        if (has_handle(b, b->interaction[i].target, handle)) return b->interaction[i].target;
    return rel_batch_account(b, post->platform, REL_STR_MISSING, handle);
}

void rel_post_mention(rel_batch *b, const rel_post_record *post, size_t from, rel_str native_id,
                      rel_str handle)
{
    const rel_account_ref target = native_id.len ? rel_batch_account(b, post->platform, native_id, handle)
                                                 : named(b, post, from, handle);
    if (target == REL_ACCOUNT_UNKNOWN) return;
    const rel_interaction_record i = {.kind = REL_KIND_MENTION,
                                      .source = post->author,
                                      .target = target,
                                      .time = post->time,
                                      .platform = post->platform,
                                      .post_id = post->id,
                                      .weight = 1};
    rel_add_once(b, from, &i);
}

void rel_post_text(rel_batch *b, const rel_post_record *post, size_t from, rel_text_wishes wishes)
{
    rel_entity e;
    int found = 0;
    for (size_t at = 0; found < REL_POST_MENTIONS_MAX && rel_entity_next(post->text, &at, &e); found++) {
        if (e.kind == REL_ENTITY_MENTION && wishes.mentions)
            rel_post_mention(b, post, from, REL_STR_MISSING, e.text);
        else if (e.kind == REL_ENTITY_TAG && wishes.tags)
            rel_batch_add_tag(b, post->platform, post->id, e.text);
        else if (e.kind == REL_ENTITY_LINK && wishes.links)
            rel_batch_add_link(b, post->platform, post->id, e.text);
    }
    if (found == REL_POST_MENTIONS_MAX) b->counts.fields_ignored++;
}

void rel_bare_act(rel_batch *b, rel_kind kind, rel_account_ref source, rel_account_ref target,
                  rel_str platform, rel_str target_post, int64_t time)
{
    char room[REL_ACT_ID_TEXT];
    rel_interaction_record i = {.kind = kind,
                                .source = source,
                                .target = target,
                                .time = time,
                                .platform = platform,
                                .target_post = target_post,
                                .weight = 1};
    const rel_account_record *a = rel_batch_account_at(b, source);
    if (kind != REL_KIND_FOLLOW && a) i.act_id = rel_make_act_id(room, kind, a->key, target_post);
    rel_batch_add_interaction(b, &i);
}
