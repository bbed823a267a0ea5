#include "ingest/reading.h"

#include <stdio.h>

int64_t rel_optional_time(const cJSON *item, int64_t *ignored)
{
    bool bad = false;
    const int64_t time = rel_value_time(item, &bad);
    if (bad) ++*ignored;
    return time;
}

rel_str rel_optional_text(const cJSON *item, int64_t *ignored)
{
    if (item && !cJSON_IsString(item)) ++*ignored;
    return rel_value_text(item);
}

bool rel_reject_post(rel_batch *b, int64_t line, const rel_post_fault *f)
{
    if (!f->bad_id && !f->bad_time && !f->bad_author) return false;
    if (!f->collected) {
        b->counts.fields_ignored++;
    } else if (f->bad_id) {
        rel_batch_reject(b, f->id ? REL_REJECT_WRONG_TYPE : REL_REJECT_NO_ID, line, "id of a post");
    } else if (f->bad_time) {
        rel_batch_reject(b, REL_REJECT_BAD_TIME, line, "time of a post");
    } else {
        rel_batch_reject(b, f->author ? REL_REJECT_WRONG_TYPE : REL_REJECT_NO_AUTHOR, line,
                         "author of a post");
    }
    return true;
}

void rel_batch_observe(rel_batch *b, rel_account_ref ref, int64_t seen_at)
{
    rel_account_record *a = rel_batch_account_at(b, ref);
    if (!a) return;
    a->observed = true;
    if (seen_at > a->seen_at) a->seen_at = seen_at;
}

void rel_add_once(rel_batch *b, size_t from, const rel_interaction_record *interaction)
{
    if (b->interactions >= from + REL_POST_MENTIONS_MAX) {
        b->counts.fields_ignored++;
        return;
    }
    for (size_t i = from; i < b->interactions; i++)
        if (b->interaction[i].kind == interaction->kind && b->interaction[i].target == interaction->target)
            return;
    rel_batch_add_interaction(b, interaction);
}

rel_str rel_make_act_id(char room[REL_ACT_ID_TEXT], rel_kind kind, rel_str account_key, rel_str post)
{
    const int len = snprintf(room, REL_ACT_ID_TEXT, "%s %.*s %.*s", rel_kind_word(kind),
                             REL_STR_ARG(account_key), REL_STR_ARG(post));
    return (rel_str){room, len < REL_ACT_ID_TEXT ? (size_t)len : REL_ACT_ID_TEXT - 1};
}

void rel_subject_parse(rel_str text, rel_str *id, rel_str *handle)
{
    *id = *handle = REL_STR_MISSING;
    bool digits = text.len > 0;
    for (size_t i = 0; i < text.len; i++) digits = digits && text.s[i] >= '0' && text.s[i] <= '9';
    if (digits || (text.len > 4 && memcmp(text.s, "did:", 4) == 0))
        *id = text;
    else
        *handle = text;
}
