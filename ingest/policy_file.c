#include "ingest/policy_file.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "ingest/json_access.h"
#include "src/base/i18n.h"
#include "src/base/input.h"
#include "src/base/json_parser.h"

enum { PLACE = 160, NEAR = 4 };
#define WEIGHT_MAX 1000.0
#define SAMPLE_MAX 1e9
#define SUSPECTED "suspected_automation"

typedef struct reading {
    rel_ctx *ctx;
    const char *path;
    const rel_policy_words *words;
    rel_policy *policy;
    rel_policy_missing missing; /* of filters that do not say */
} reading;

/* -------- what is wrong -------- */

static rel_status wrong(const reading *r, const char *place, const char *expected, const cJSON *item)
{
    char found[REL_VALUE_WORDS];
    return rel_fail(r->ctx, REL_E_DATA, "'%s': '%s': expected %s, found %s", r->path, place, _(expected),
                    rel_value_words(item, found));
}

static void join(char place[PLACE], const char *above, const char *key)
{
    snprintf(place, PLACE, "%s%s%.60s", above, *above ? "." : "", key ? key : "");
}

/* The nearest of the words that `fits`, NULL when none is near. */
static const char *nearest(const char *text, const char *(*word)(int i), bool (*fits)(int i))
{
    const char *best = NULL;
    int distance = NEAR;
    for (int i = 0; word(i); i++) {
        if (fits && !fits(i)) continue;
        const int d = rel_str_distance(text, word(i));
        if (d >= distance) continue;
        distance = d;
        best = word(i);
    }
    return best;
}

static rel_status unknown_trait(const reading *r, const char *place, const char *key, bool (*fits)(int i))
{
    const char *near = nearest(key, r->words->trait, fits);
    rel_fail(r->ctx, REL_E_DATA, "'%s': '%s' names no trait", r->path, place);
    if (near) return rel_hint(r->ctx, "did you mean '%s'?", near);
    return rel_hint(r->ctx, "'relais card --traits' lists them");
}

static rel_status twice(const reading *r, const char *place)
{
    return rel_fail(r->ctx, REL_E_DATA, "'%s': '%s' is there twice", r->path, place);
}

/* -------- values -------- */

static rel_status take_number(const reading *r, const cJSON *item, const char *place, double low, double high,
                              const char *expected, double *out)
{
    if (!cJSON_IsNumber(item) || !(item->valuedouble >= low && item->valuedouble <= high))
        return wrong(r, place, expected, item);
    *out = item->valuedouble;
    return REL_OK;
}

static rel_status take_bool(const reading *r, const cJSON *item, const char *place, bool *out)
{
    if (!cJSON_IsBool(item)) return wrong(r, place, N_("true or false"), item);
    *out = cJSON_IsTrue(item);
    return REL_OK;
}

static rel_status take_missing(const reading *r, const cJSON *item, const char *place,
                               rel_policy_missing *out)
{
    const rel_str word = rel_value_text(item);
    if (!rel_str_is(word, "pass") && !rel_str_is(word, "fail"))
        return wrong(r, place, N_("\"pass\" or \"fail\""), item);
    *out = rel_str_is(word, "pass") ? REL_POLICY_PASS : REL_POLICY_FAIL;
    return REL_OK;
}

static int trait_of(const reading *r, const char *key)
{
    for (int i = 0; key && r->words->trait(i); i++)
        if (strcmp(r->words->trait(i), key) == 0) return i;
    return -1;
}

/* -------- objects of traits -------- */

typedef rel_status take_trait_fn(const reading *r, const cJSON *item, const char *place, int trait);

static rel_status each_trait(const reading *r, const cJSON *object, const char *above, take_trait_fn *take)
{
    uint64_t seen = 0;
    char place[PLACE];
    if (!cJSON_IsObject(object)) return wrong(r, above, N_("an object of traits"), object);
    for (const cJSON *item = object->child; item; item = item->next) {
        const int trait = trait_of(r, item->string);
        join(place, above, item->string);
        if (trait < 0) return unknown_trait(r, place, item->string, NULL);
        if (seen >> trait & 1) return twice(r, place);
        seen |= UINT64_C(1) << trait;
        const rel_status st = take(r, item, place, trait);
        if (st != REL_OK) return st;
    }
    return REL_OK;
}

static rel_status take_bound(const reading *r, const cJSON *item, const char *above, rel_policy_filter *f)
{
    char place[PLACE];
    join(place, above, item->string);
    if (strcmp(item->string, "min") == 0)
        return take_number(r, item, place, -1e18, 1e18, N_("a number"), &f->min);
    if (strcmp(item->string, "max") == 0)
        return take_number(r, item, place, -1e18, 1e18, N_("a number"), &f->max);
    if (strcmp(item->string, "missing") == 0) return take_missing(r, item, place, &f->missing);
    return rel_fail(r->ctx, REL_E_DATA, "'%s': unknown key '%s', expected min, max or missing", r->path,
                    place);
}

static rel_status take_filter(const reading *r, const cJSON *object, const char *above, int trait)
{
    rel_status st;
    char place[PLACE];
    rel_policy_filter f = {.min = -INFINITY, .max = INFINITY, .set = true, .missing = r->missing};
    if (!cJSON_IsObject(object) || !object->child)
        return wrong(r, above, N_("an object with min, max or missing"), object);
    for (const cJSON *item = object->child; item; item = item->next) {
        join(place, above, item->string);
        for (const cJSON *other = object->child; other != item; other = other->next)
            if (strcmp(other->string, item->string) == 0) return twice(r, place);
        REL_TRY(take_bound(r, item, above, &f));
    }
    if (f.min > f.max)
        return rel_fail(r->ctx, REL_E_DATA, "'%s': '%s': expected min up to max, found %.17g above %.17g",
                        r->path, above, f.min, f.max);
    r->policy->filter[trait] = f;
out:
    return st;
}

static rel_status take_weight(const reading *r, const cJSON *item, const char *place, int trait)
{
    if (!r->words->has_better_end(trait))
        return rel_fail(r->ctx, REL_E_DATA,
                        "'%s': '%s': neither end of this trait is the better one, so it cannot be weighed",
                        r->path, place);
    return take_number(r, item, place, 0, WEIGHT_MAX, N_("a number from 0 to 1000"),
                       &r->policy->weight[trait]);
}

static rel_status take_sample(const reading *r, const cJSON *item, const char *place, int trait)
{
    double x = 0;
    const char *expected = N_("a whole number from 0 to 1000000000");
    const rel_status st = take_number(r, item, place, 0, SAMPLE_MAX, expected, &x);
    if (st == REL_OK && x != floor(x)) return wrong(r, place, expected, item);
    r->policy->sample[trait] = (int64_t)x;
    return st;
}

static rel_status take_exclude(const reading *r, const cJSON *list)
{
    char place[PLACE];
    int i = 0;
    if (!cJSON_IsArray(list)) return wrong(r, "exclude", N_("a list of signals"), list);
    for (const cJSON *item = list->child; item; item = item->next) {
        snprintf(place, sizeof place, "exclude[%d]", i++);
        const char *word = cJSON_GetStringValue(item);
        if (!word) return wrong(r, place, N_("the name of a signal"), item);
        const int trait = trait_of(r, word);
        bool *set = strcmp(word, SUSPECTED) == 0 ? &r->policy->suspected
                    : trait >= 0                 ? &r->policy->exclude[trait]
                                                 : NULL;
        if (!set || (trait >= 0 && !r->words->is_signal(trait))) {
            const char *near = nearest(word, r->words->trait, r->words->is_signal);
            wrong(r, place, N_("a signal of authenticity or 'suspected_automation'"), item);
            return near ? rel_hint(r->ctx, "did you mean '%s'?", near) : REL_E_DATA;
        }
        if (*set) return twice(r, place);
        *set = true;
    }
    return REL_OK;
}

/* -------- the file -------- */

static rel_status take_title(const reading *r, const cJSON *item)
{
    const rel_str title = rel_value_text(item);
    if (!title.s || title.len >= REL_POLICY_TEXT)
        return wrong(r, "title", N_("a text of less than 512 bytes"), item);
    memcpy(r->policy->title, title.s, title.len);
    r->policy->title[title.len] = '\0';
    return REL_OK;
}

static rel_status take_version(const reading *r, const cJSON *item)
{
    if (!cJSON_IsNumber(item) || item->valuedouble != REL_POLICY_VERSION)
        return wrong(r, "version", "1", item);
    return REL_OK;
}

static rel_status take_key(reading *r, const cJSON *item)
{
    const char *key = item->string;
    if (strcmp(key, "version") == 0) return take_version(r, item);
    if (strcmp(key, "title") == 0) return take_title(r, item);
    if (strcmp(key, "observed") == 0) return take_bool(r, item, key, &r->policy->observed);
    if (strcmp(key, "exclude") == 0) return take_exclude(r, item);
    if (strcmp(key, "filters") == 0) return each_trait(r, item, key, take_filter);
    if (strcmp(key, "weights") == 0) return each_trait(r, item, key, take_weight);
    if (strcmp(key, "samples") == 0) return each_trait(r, item, key, take_sample);
    if (strcmp(key, "known") == 0)
        return take_number(r, item, key, 0, 1, N_("a number from 0 to 1"), &r->policy->known);
    if (strcmp(key, "missing") == 0) return REL_OK; /* was read first */
    return rel_fail(
        r->ctx, REL_E_DATA,
        "'%s': unknown key '%s', expected version, title, observed, exclude, filters, samples, weights, "
        "known or missing",
        r->path, key);
}

static rel_status take_policy(reading *r, const cJSON *root)
{
    rel_status st = REL_OK;
    if (!cJSON_IsObject(root))
        return rel_fail(r->ctx, REL_E_DATA, "'%s': expected an object in JSON", r->path);
    if (!rel_field(root, "version"))
        return rel_fail(r->ctx, REL_E_DATA, "'%s': the key 'version' is missing", r->path);
    const cJSON *missing = cJSON_GetObjectItemCaseSensitive(root, "missing");
    if (missing) REL_TRY(take_missing(r, missing, "missing", &r->missing));
    for (const cJSON *item = root->child; item; item = item->next) {
        for (const cJSON *other = root->child; other != item; other = other->next)
            if (strcmp(other->string, item->string) == 0) return twice(r, item->string);
        REL_TRY(take_key(r, item));
    }
out:
    return st;
}

/* Counts lines for the sentence. */
static rel_status not_json(const reading *r, const char *text, const rel_json_result *result)
{
    int64_t line = 1;
    for (const char *p = text; p && (p = strchr(p, '\n')) && p < text + result->end; p++) line++;
    return rel_fail(r->ctx, REL_E_DATA, "'%s': not JSON: stops making sense in line %" PRId64, r->path, line);
}

/* The file's name without folder and ending. */
static void name_of(const char *path, char name[64])
{
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    const size_t len = strlen(base);
    const bool json = len > 5 && strcmp(base + len - 5, ".json") == 0;
    snprintf(name, 64, "%.*s", (int)(json ? len - 5 : len), base);
}

rel_status rel_policy_parse(rel_ctx *ctx, rel_str json, const char *path, const rel_policy_words *words,
                            rel_policy *policy)
{
    rel_status st;
    char *copy;
    rel_json_parser parser;
    reading r = {.ctx = ctx, .path = path, .words = words, .policy = policy, .missing = REL_POLICY_FAIL};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *policy = (rel_policy){0};
    rel_json_parser_init(&parser, ctx);
    json = rel_str_trim(json);
    if (json.len > REL_POLICY_MAX_BYTES)
        REL_TRY(rel_fail(ctx, REL_E_LIMIT, "'%s' is larger than a policy may be (%d bytes)", path,
                         REL_POLICY_MAX_BYTES));
    REL_TRY(rel_scratch(ctx, &copy, json.len + 1, 1, "policy"));
    if (json.len) memcpy(copy, json.s, json.len);
    const rel_json_result result = rel_json_parse(&parser, copy, json.len);
    REL_TRY(parser.status);
    if (!result.root || result.end != json.len) REL_TRY(not_json(&r, copy, &result));
    st = take_policy(&r, result.root);
    name_of(path, policy->name);
out:
    if (st != REL_OK) *policy = (rel_policy){0};
    rel_json_parser_free(&parser);
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_policy_read(rel_ctx *ctx, const char *path, const rel_policy_words *words, rel_policy *policy)
{
    rel_status st;
    rel_input *in = NULL;
    rel_str content;
    *policy = (rel_policy){0};
    REL_TRY(rel_input_open(ctx, path, &in));
    REL_TRY(rel_input_whole(ctx, in, &content));
    st = rel_policy_parse(ctx, content, path, words, policy);
out:
    rel_input_close(in);
    return st;
}
