/* LinkedIn: captures of its feed (objects of its internal Voyager API). What becomes of what is documented in
 * docs/formats/captures.md. */
#include <stdio.h>

#include "ingest/capture.h"
#include "ingest/format.h"
#include "ingest/post_acts.h"
#include "ingest/time_ago.h"
#include "src/base/i18n.h"

#define LINKEDIN REL_STR_LIT("linkedin")

enum { NAME_TEXT = 256, SLACK_SECONDS = 60 };

/* One record. */
typedef struct scene {
    const rel_source_info *info;
    rel_batch *b;
    int64_t line;
    rel_capture from;
} scene;

/* Fields that were references to other objects, which the capture has put in their place. */
static const cJSON *resolved(const cJSON *o, const char *starred)
{
    const cJSON *found = rel_field(o, starred);
    return found ? found : rel_field(o, starred + 1);
}

/* -------- accounts -------- */

/* "https://www.linkedin.com/in/jane-doe?x=y" -> "in/jane-doe": people and companies may have the same name.
 */
static rel_str name_in_address(rel_str address, char room[NAME_TEXT])
{
    static const char *const kinds[] = {"in", "company", "school", "showcase"};
    char before[16], decoded[NAME_TEXT - 16];
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        snprintf(before, sizeof before, "/%s/", kinds[i]);
        const rel_str name = rel_address_decode(rel_address_part(address, before), decoded, sizeof decoded);
        if (!name.len) continue;
        const int len = snprintf(room, NAME_TEXT, "%s/%.*s", kinds[i], REL_STR_ARG(name));
        return (rel_str){room, (size_t)len};
    }
    return REL_STR_MISSING;
}

static rel_account_ref actor_of(const scene *s, const cJSON *update)
{
    char room[NAME_TEXT];
    const cJSON *target = rel_field_path(update, "actor", "navigationContext", "actionTarget", NULL);
    return rel_batch_account(s->b, LINKEDIN, REL_STR_MISSING, name_in_address(rel_value_text(target), room));
}

static void describe(const scene *s, rel_account_ref ref, const cJSON *actor)
{
    rel_account_record a = rel_account_record_empty();
    a.name = rel_value_text(rel_field_path(actor, "name", "text", NULL));
    a.bio = rel_value_text(rel_field_path(actor, "description", "text", NULL));
    a.seen_at = s->from.collected_at;
    a.observed = true;
    rel_batch_profile(s->b, ref, &a);
}

/* -------- ids and times -------- */

/* The number behind "urn:li:activity:", the first of several. */
static rel_str activity_in(rel_str urn)
{
    rel_str id = rel_address_part(urn, "urn:li:activity:");
    size_t n = 0;
    while (n < id.len && id.s[n] >= '0' && id.s[n] <= '9') n++;
    return n ? (rel_str){id.s, n} : REL_STR_MISSING;
}

static rel_str update_id(const cJSON *update)
{
    static const char *const names[] = {"preDashEntityUrn", "entityUrn", "dashEntityUrn", "id"};
    rel_str id = activity_in(rel_value_text(rel_field_path(update, "updateMetadata", "urn", NULL)));
    for (size_t i = 0; i < sizeof names / sizeof *names && !id.s; i++)
        id = activity_in(rel_field_text(update, names[i]));
    return id;
}

/* The feed says "18h" only. The id of a post holds the millisecond in which it was made, in the bits above
 * the lowest 22; it is taken where it agrees with what the feed says, and the feed's error stays. */
static void estimate_time(const scene *s, const cJSON *update, rel_post_record *p)
{
    rel_age age;
    int64_t id;
    const cJSON *shown = rel_field_path(update, "actor", "subDescription", NULL);
    const bool read = rel_age_parse(rel_field_text(shown, "text"), &age) ||
                      rel_age_parse(rel_field_text(shown, "accessibilityText"), &age);
    if (!read || s->from.collected_at == REL_TIME_MISSING || age.seconds > s->from.collected_at) return;
    p->time = s->from.collected_at - age.seconds;
    p->time_error = age.error;
    if (!rel_str_to_i64(p->id, &id)) return;
    const int64_t made = (id >> 22) / 1000;
    if (made >= p->time - age.error && made <= p->time + SLACK_SECONDS) p->time = made;
}

/* -------- what a post says and gets -------- */

static int64_t number_at(const scene *s, const cJSON *item)
{
    return rel_value_count(item, &s->b->counts.fields_ignored);
}

/* Reactions of all kinds are likes. */
static int64_t reactions_of(const scene *s, const cJSON *counts)
{
    const int64_t all = number_at(s, rel_field(counts, "numLikes"));
    int64_t sum = REL_COUNT_MISSING;
    if (all != REL_COUNT_MISSING) return all;
    for (const cJSON *r = rel_array_first(rel_field(counts, "reactionTypeCounts")); r; r = r->next) {
        const int64_t n = number_at(s, rel_field(r, "count"));
        if (n == REL_COUNT_MISSING || n > INT32_MAX) continue;
        sum = sum == REL_COUNT_MISSING ? n : sum + n;
    }
    return sum;
}

static void fill_counts(const scene *s, const cJSON *update, rel_post_record *p)
{
    const cJSON *social = resolved(update, "*socialDetail");
    const cJSON *counts = resolved(social, "*totalSocialActivityCounts");
    if (cJSON_IsObject(counts)) {
        p->likes = reactions_of(s, counts);
        p->replies = number_at(s, rel_field(counts, "numComments"));
        p->shares = number_at(s, rel_field(counts, "numShares"));
        return;
    }
    p->likes = number_at(s, rel_field_path(social, "likes", "paging", "total", NULL));
    p->replies = number_at(s, rel_field_path(social, "comments", "paging", "total", NULL));
    p->shares = number_at(s, rel_field(social, "totalShares"));
}

static void mention(const scene *s, const rel_post_record *p, size_t from, const char *kind, rel_str name)
{
    char room[NAME_TEXT], decoded[NAME_TEXT - 16];
    name = rel_address_decode(name, decoded, sizeof decoded);
    if (!name.len) return;
    const int len = snprintf(room, sizeof room, "%s/%.*s", kind, REL_STR_ARG(name));
    rel_post_mention(s->b, p, from, REL_STR_MISSING, (rel_str){room, (size_t)len});
}

/* The last part of "urn:li:hashtag:bread". */
static bool add_tag(const scene *s, const rel_post_record *p, const cJSON *tag)
{
    const rel_str urn = rel_field_text(tag, "trackingUrn");
    size_t at = urn.len;
    while (at > 0 && urn.s[at - 1] != ':') at--;
    rel_batch_add_tag(s->b, LINKEDIN, p->id, (rel_str){urn.s ? urn.s + at : NULL, urn.len - at});
    return urn.len > at;
}

/* One thing that the text marks; true when it is a hashtag. */
static bool read_attribute(const scene *s, const cJSON *a, const rel_post_record *p, size_t from)
{
    const cJSON *detail = rel_field_object(a, "detailData");
    const cJSON *person = resolved(a, "*miniProfile"), *company = resolved(a, "*miniCompany");
    const rel_str type = rel_field_text(a, "type");
    if (detail) {
        person = resolved(detail, "*profileMention");
        company = resolved(detail, "*companyName");
        if (resolved(detail, "*hashtag")) return add_tag(s, p, resolved(detail, "*hashtag"));
    }
    mention(s, p, from, "in", rel_field_text(person, "publicIdentifier"));
    mention(s, p, from, "company", rel_field_text(company, "universalName"));
    return rel_str_is(type, "HASHTAG") && add_tag(s, p, a);
}

static void add_text_acts(const scene *s, const cJSON *text, const rel_post_record *p, size_t from)
{
    static const char *const lists[] = {"attributes", "attributesV2"};
    bool tags = false;
    for (size_t i = 0; i < 2; i++)
        for (const cJSON *a = rel_array_first(rel_field(text, lists[i])); a; a = a->next)
            if (read_attribute(s, a, p, from)) tags = true;
    rel_post_text(s->b, p, from, (rel_text_wishes){.tags = !tags, .links = true});
}

static void add_article(const scene *s, const cJSON *update, const rel_post_record *p)
{
    const cJSON *content = rel_field_object(update, "content");
    const cJSON *link = rel_field_path(content, "navigationContext", "actionTarget", NULL);
    if (!link) link = rel_field_path(content, "articleComponent", "navigationContext", "actionTarget", NULL);
    rel_batch_add_link(s->b, LINKEDIN, p->id, rel_value_text(link));
}

/* -------- posts -------- */

static void read_update(const scene *s, const cJSON *update, bool collected);

/* What another post is passed on by: alone a share, with words of one's own a quote. */
static void add_reshare(const scene *s, const cJSON *shared, const rel_post_record *p)
{
    const rel_kind kind = p->kind == REL_POST_QUOTE ? REL_KIND_QUOTE : REL_KIND_SHARE;
    rel_post_act(s->b, p, kind, actor_of(s, shared), p->target_id);
    if (cJSON_IsObject(shared)) read_update(s, shared, false);
}

static void read_update(const scene *s, const cJSON *update, bool collected)
{
    rel_post_record p = rel_post_record_empty();
    const cJSON *actor = rel_field(update, "actor");
    const cJSON *text = rel_field_path(update, "commentary", "text", NULL);
    const cJSON *shared = resolved(update, "*resharedUpdate");
    p.platform = LINKEDIN;
    p.id = update_id(update);
    if (p.id.s) p.author = actor_of(s, update);
    p.text = rel_optional_text(rel_field(text, "text"), &s->b->counts.fields_ignored);
    if (shared) {
        p.kind = p.text.len ? REL_POST_QUOTE : REL_POST_SHARE;
        p.target_id = cJSON_IsString(shared) ? activity_in(rel_value_text(shared)) : update_id(shared);
    }
    estimate_time(s, update, &p);
    p.retrieved_at = s->from.collected_at;
    p.collected = collected;
    fill_counts(s, update, &p);
    const rel_post_fault fault = {.collected = collected,
                                  .bad_id = !p.id.s,
                                  .bad_author = p.author == REL_ACCOUNT_UNKNOWN,
                                  .id = rel_field_path(update, "updateMetadata", "urn", NULL),
                                  .author = actor};
    if (!rel_capture_add_post(s->b, s->line, &p, &fault)) return;
    add_article(s, update, &p);
    if (!collected) return;
    const size_t from = s->b->interactions;
    describe(s, p.author, actor);
    if (shared) add_reshare(s, shared, &p);
    add_text_acts(s, text, &p, from);
}

static bool is_update(const cJSON *o)
{
    return rel_field(o, "actor") || rel_field(o, "commentary") || rel_field(o, "updateMetadata");
}

static void read_json(const rel_source_info *info, rel_batch *b, const cJSON *record, int64_t line)
{
    const scene s = {info, b, line, rel_capture_open(record, &b->counts.fields_ignored)};
    if (is_update(s.from.item))
        read_update(&s, s.from.item, true);
    else
        rel_capture_reject_unknown(b, line, s.from.item);
}

static int detect(const rel_probe *probe)
{
    const cJSON *o = probe->json;
    const int captured = rel_capture_score(o, "linkedin.com");
    if (captured >= 0) return captured;
    return rel_field_path(o, "actor", "navigationContext", "actionTarget", NULL) && update_id(o).s ? 90 : 0;
}

const rel_format rel_format_linkedin = {
    .name = "linkedin",
    .title = N_("LinkedIn: captures, times estimated; not checked on a real file"),
    .yields = N_("posts, accounts, shares, quotes, mentions"),
    .framing = REL_FRAMING_JSON,
    .detect = detect,
    .read_json = read_json,
};
