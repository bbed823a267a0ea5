/* Pinterest: captures of pins. What becomes of what is documented in docs/formats/captures.md. */
#include <stdio.h>

#include "ingest/capture.h"
#include "ingest/format.h"
#include "ingest/post_acts.h"
#include "src/base/i18n.h"

#define PINTEREST REL_STR_LIT("pinterest")

/* One record. */
typedef struct scene {
    const rel_source_info *info;
    rel_batch *b;
    int64_t line;
    rel_capture from;
} scene;

static rel_account_ref account_of(const scene *s, const cJSON *user)
{
    return rel_batch_account(s->b, PINTEREST, REL_STR_MISSING, rel_field_text(user, "username"));
}

static void describe(const scene *s, rel_account_ref ref, const cJSON *user)
{
    rel_account_record a = rel_account_record_empty();
    a.name = rel_value_text(rel_field_either(user, "fullName", "full_name"));
    a.followers = rel_value_count(rel_field_either(user, "followerCount", "follower_count"),
                                  &s->b->counts.fields_ignored);
    a.seen_at = s->from.collected_at;
    a.observed = true;
    rel_batch_profile(s->b, ref, &a);
}

static int64_t count_of(const scene *s, const cJSON *o, const char *key, const char *other)
{
    return rel_value_count(rel_field_either(o, key, other), &s->b->counts.fields_ignored);
}

static int64_t saves_of(const scene *s, const cJSON *pin)
{
    const cJSON *data = rel_field_either(pin, "aggregatedPinData", "aggregated_pin_data");
    const cJSON *stats = rel_field_either(data, "aggregatedStats", "aggregated_stats");
    const int64_t saves = count_of(s, stats, "saves", "saves");
    return saves != REL_COUNT_MISSING ? saves : count_of(s, pin, "repinCount", "repin_count");
}

/* Title and description, the one above the other; in scratch memory when there are both. */
static rel_str text_of(const scene *s, const cJSON *pin)
{
    int64_t *ignored = &s->b->counts.fields_ignored;
    const rel_str title = rel_str_trim(rel_optional_text(rel_field(pin, "title"), ignored));
    const rel_str body =
        rel_str_trim(rel_optional_text(rel_field_either(pin, "description", "body"), ignored));
    char *both;
    if (!title.len || !body.len || rel_str_eq(title, body)) return body.len ? body : title;
    const size_t size = title.len + body.len + 2;
    s->b->status = rel_scratch(s->b->ctx, &both, size, 1, "text of a pin");
    if (s->b->status != REL_OK) return REL_STR_MISSING;
    snprintf(both, size, "%.*s\n%.*s", REL_STR_ARG(title), REL_STR_ARG(body));
    return (rel_str){both, size - 1};
}

/* Who made it, else who pinned it first, else from whom it was taken: the first who is not the pinner. */
static rel_account_ref original_author(const scene *s, const cJSON *pin, rel_account_ref pinner)
{
    static const char *const names[][2] = {
        {"nativeCreator", "native_creator"}, {"originPinner", "origin_pinner"}, {"viaPinner", "via_pinner"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const cJSON *user = rel_field_either(pin, names[i][0], names[i][1]);
        const rel_account_ref ref = account_of(s, user);
        if (ref != REL_ACCOUNT_UNKNOWN) return ref == pinner ? REL_ACCOUNT_UNKNOWN : ref;
    }
    return REL_ACCOUNT_UNKNOWN;
}

static void read_pin(const scene *s, const cJSON *pin)
{
    char id[REL_JSON_ID_TEXT];
    rel_account_ref original = REL_ACCOUNT_UNKNOWN;
    rel_post_record p = rel_post_record_empty();
    const cJSON *pinner = rel_field(pin, "pinner"), *id_item = rel_field_either(pin, "entityId", "id");
    p.platform = PINTEREST;
    p.id = rel_value_id(id_item, id);
    if (p.id.s) p.author = account_of(s, pinner);
    /* A pin without a time is no fault: often there is none. */
    p.time =
        rel_optional_time(rel_field_either(pin, "created_at", "createdAt"), &s->b->counts.fields_ignored);
    if (p.author != REL_ACCOUNT_UNKNOWN) original = original_author(s, pin, p.author);
    p.kind = original != REL_ACCOUNT_UNKNOWN ? REL_POST_SHARE : REL_POST_ORIGINAL;
    p.text = text_of(s, pin);
    p.likes = count_of(s, pin, "totalReactionCount", "total_reaction_count");
    p.replies = count_of(s, pin, "commentCount", "comment_count");
    p.shares = saves_of(s, pin);
    p.retrieved_at = s->from.collected_at;
    p.collected = true;
    const rel_post_fault fault = {.collected = true,
                                  .bad_id = !p.id.s,
                                  .bad_author = p.author == REL_ACCOUNT_UNKNOWN,
                                  .id = id_item,
                                  .author = pinner};
    if (s->b->status != REL_OK || !rel_capture_add_post(s->b, s->line, &p, &fault)) return;
    const size_t from = s->b->interactions;
    describe(s, p.author, pinner);
    rel_batch_add_link(s->b, PINTEREST, p.id, rel_field_text(pin, "link"));
    if (original != REL_ACCOUNT_UNKNOWN) rel_post_act(s->b, &p, REL_KIND_SHARE, original, REL_STR_MISSING);
    const bool mentions = original == REL_ACCOUNT_UNKNOWN || s->info->opts->rt_mentions;
    rel_post_text(s->b, &p, from, (rel_text_wishes){.mentions = mentions, .tags = true, .links = true});
}

static bool is_pin(const cJSON *o)
{
    return rel_field(o, "pinner") || rel_str_is(rel_field_text(o, "type"), "pin") ||
           rel_str_is(rel_field_text(o, "__typename"), "Pin") || rel_field(o, "_zs-origin");
}

static void read_json(const rel_source_info *info, rel_batch *b, const cJSON *record, int64_t line)
{
    const scene s = {info, b, line, rel_capture_open(record, &b->counts.fields_ignored)};
    const rel_arena_mark mark = rel_scratch_mark(b->ctx);
    if (is_pin(s.from.item))
        read_pin(&s, s.from.item);
    else
        rel_capture_reject_unknown(b, line, s.from.item);
    rel_scratch_release(b->ctx, mark);
}

static int detect(const rel_probe *probe)
{
    const cJSON *o = probe->json;
    const int captured = rel_capture_score(o, "pinterest.com");
    if (captured >= 0) return captured;
    return rel_field_object(o, "pinner") && rel_field_either(o, "entityId", "id") ? 90 : 0;
}

const rel_format rel_format_pinterest = {
    .name = "pinterest",
    .title = N_("Pinterest: captures of pins; not checked on a real file"),
    .yields = N_("posts, accounts, shares, mentions"),
    .framing = REL_FRAMING_JSON,
    .detect = detect,
    .read_json = read_json,
};
