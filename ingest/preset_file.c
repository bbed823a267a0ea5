/* The file of a preset: JSON to rel_preset. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "ingest/json_access.h"
#include "ingest/preset.h"
#include "ingest/table_roles.h"
#include "src/base/i18n.h"
#include "src/base/json_parser.h"

enum { NEAR = 4, NAME_BYTES = 200, TITLE_BYTES = 512 };

typedef struct reading {
    rel_ctx *ctx;
    const char *path;
    rel_str json; /* for the lines */
    rel_preset *preset;
    size_t used, room; /* of preset->text */
} reading;

/* -------- lines -------- */

/* Behind the string that begins at text[at]. */
static size_t after_string(rel_str text, size_t at)
{
    for (at++; at < text.len && text.s[at] != '"'; at++) at += text.s[at] == '\\';
    return at < text.len ? at + 1 : text.len;
}

static bool is_key(rel_str text, size_t at, size_t end, const char *key)
{
    size_t colon = end;
    while (colon < text.len && strchr(" \t\r\n", text.s[colon]) && text.s[colon]) colon++;
    return colon < text.len && text.s[colon] == ':' && end >= at + 2 &&
           rel_str_is((rel_str){text.s + at + 1, end - at - 2}, key);
}

/* Line of a key of the outermost object, or of the key `inner` in its value; the last of several. */
static int64_t line_of(rel_str text, const char *key, const char *inner)
{
    int64_t line = 1, found = 1;
    int depth = 0;
    bool within = false;
    for (size_t at = 0; at < text.len;) {
        const char c = text.s[at];
        depth += (c == '{' || c == '[') - (c == '}' || c == ']');
        line += c == '\n';
        if (c != '"') {
            at++;
            continue;
        }
        const size_t end = after_string(text, at);
        if (depth == 1) within = is_key(text, at, end, key);
        if ((depth == 1 && within) || (depth == 2 && within && inner && is_key(text, at, end, inner)))
            found = line;
        at = end;
    }
    return found;
}

/* -------- what is wrong -------- */

/* inner: the key within the value of key, or NULL. */
static rel_status wrong(const reading *r, const char *key, const char *inner, const char *expected,
                        const cJSON *item)
{
    char found[REL_VALUE_WORDS];
    return rel_fail(r->ctx, REL_E_DATA, "'%s' line %" PRId64 ": '%.60s%s%.60s': expected %s, found %s",
                    r->path, line_of(r->json, key, inner), key, inner ? "." : "", inner ? inner : "",
                    _(expected), rel_value_words(item, found));
}

static rel_status twice(const reading *r, const char *key, const char *inner)
{
    return rel_fail(r->ctx, REL_E_DATA, "'%s' line %" PRId64 ": '%.60s%s%.60s' is there twice", r->path,
                    line_of(r->json, key, inner), key, inner ? "." : "", inner ? inner : "");
}

/* The nearest of the words, which end with NULL. */
static const char *nearest(const char *text, const char *const *word)
{
    const char *best = NULL;
    int distance = NEAR;
    for (; *word; word++) {
        const int d = rel_str_distance(text, *word);
        if (d >= distance) continue;
        distance = d;
        best = *word;
    }
    return best;
}

static rel_status unknown(const reading *r, const char *key, const char *inner, const char *const *words)
{
    const char *near = nearest(inner ? inner : key, words);
    if (inner)
        rel_fail(r->ctx, REL_E_DATA, "'%s' line %" PRId64 ": '%.60s.%.60s': '%.60s' is not a role of %s",
                 r->path, line_of(r->json, key, inner), key, inner, inner, _(r->preset->roles->what));
    else
        rel_fail(r->ctx, REL_E_DATA, "'%s' line %" PRId64 ": unknown key '%.60s'", r->path,
                 line_of(r->json, key, NULL), key);
    if (near) return rel_hint(r->ctx, "did you mean '%s'?", near);
    return rel_hint(r->ctx, "docs/formats/presets.md lists what there is");
}

/* -------- texts -------- */

/* A copy that lives with the preset. */
static const char *keep(reading *r, const char *text)
{
    const size_t len = strlen(text) + 1;
    char *copy = r->preset->text + r->used;
    if (r->room - r->used < len) return ""; /* cannot be: texts are shorter than the JSON that holds them */
    memcpy(copy, text, len);
    r->used += len;
    return copy;
}

static rel_status take_text(reading *r, const cJSON *item, const char *inner, size_t max, const char *key,
                            const char **out)
{
    const char *text = cJSON_GetStringValue(item);
    if (!text || !*text || strlen(text) > max)
        return wrong(r, key, inner,
                     max > NAME_BYTES ? N_("a text of at most 512 bytes") : N_("a text of at most 200 bytes"),
                     item);
    *out = keep(r, text);
    return REL_OK;
}

/* Position of the word among those, NULL-terminated; `expected` lists them for people. */
static rel_status take_word(const reading *r, const cJSON *item, const char *const *word,
                            const char *expected, int *out)
{
    const char *text = cJSON_GetStringValue(item);
    for (int i = 0; text && word[i]; i++) {
        if (strcmp(text, word[i]) != 0) continue;
        *out = i;
        return REL_OK;
    }
    wrong(r, item->string, NULL, expected, item);
    const char *near = text ? nearest(text, word) : NULL;
    return near ? rel_hint(r->ctx, "did you mean '%s'?", near) : REL_E_DATA;
}

/* A text or a list of texts. */
static rel_status take_names(reading *r, const cJSON *item, const char *key, const char *inner, size_t max,
                             const char **name, size_t *count)
{
    const cJSON *one = cJSON_IsArray(item) ? item->child : item;
    *count = 0;
    if (!one) return wrong(r, key, inner, N_("the name of a column or a list of names"), item);
    for (; one; one = cJSON_IsArray(item) ? one->next : NULL) {
        if (*count == max)
            return rel_fail(r->ctx, REL_E_DATA,
                            "'%s' line %" PRId64 ": '%.60s%s%.60s' has more than %zu names", r->path,
                            line_of(r->json, key, inner), key, inner ? "." : "", inner ? inner : "", max);
        const rel_status st = take_text(r, one, inner, NAME_BYTES, key, &name[*count]);
        if (st != REL_OK) return st;
        ++*count;
    }
    return REL_OK;
}

static rel_status no_double(const reading *r, const cJSON *object, const char *key)
{
    for (const cJSON *item = object->child; item; item = item->next)
        for (const cJSON *other = object->child; other != item; other = other->next)
            if (strcmp(other->string, item->string) == 0)
                return key ? twice(r, key, item->string) : twice(r, item->string, NULL);
    return REL_OK;
}

static rel_status check_object(const reading *r, const cJSON *item, const char *expected)
{
    if (!cJSON_IsObject(item)) return wrong(r, item->string, NULL, expected, item);
    return no_double(r, item, item->string);
}

/* -------- keys -------- */

static rel_status take_header(reading *r, const cJSON *item)
{
    static const char *const words[] = {"has", "lacks", NULL};
    rel_preset *p = r->preset;
    rel_status st;
    REL_TRY(check_object(r, item, N_("an object with has and lacks")));
    for (const cJSON *one = item->child; one; one = one->next) {
        const bool has = strcmp(one->string, "has") == 0;
        if (!has && strcmp(one->string, "lacks") != 0) {
            const char *near = nearest(one->string, words);
            rel_fail(r->ctx, REL_E_DATA,
                     "'%s' line %" PRId64 ": unknown key 'header.%.60s', expected has or lacks", r->path,
                     line_of(r->json, "header", one->string), one->string);
            st = near ? rel_hint(r->ctx, "did you mean '%s'?", near) : REL_E_DATA;
            goto out;
        }
        REL_TRY(take_names(r, one, "header", one->string, REL_PRESET_NAMES_MAX, has ? p->has : p->lacks,
                           has ? &p->has_count : &p->lacks_count));
    }
out:
    return st;
}

static int role_of(const rel_role_set *set, const char *name)
{
    for (size_t i = 0; i < set->roles; i++)
        if (strcmp(set->role[i].name, name) == 0) return (int)i;
    return -1;
}

static rel_status unknown_role(const reading *r, const char *key, const char *name)
{
    const char *word[REL_ROLE_MAX + 1] = {NULL};
    for (size_t i = 0; i < r->preset->roles->roles; i++) word[i] = r->preset->roles->role[i].name;
    return unknown(r, key, name, word);
}

static rel_status take_columns(reading *r, const cJSON *item)
{
    rel_status st;
    REL_TRY(check_object(r, item, N_("an object of roles")));
    for (const cJSON *one = item->child; one; one = one->next) {
        const int role = role_of(r->preset->roles, one->string);
        if (role < 0) REL_TRY(unknown_role(r, "columns", one->string));
        rel_preset_role *to = &r->preset->role[role];
        REL_TRY(take_names(r, one, "columns", one->string, REL_ROLE_COLUMNS, to->column, &to->columns));
        for (size_t i = 0; i < to->columns && r->preset->json; i++)
            if (to->column[i][0] != '/')
                REL_TRY(wrong(r, "columns", one->string, N_("a JSON pointer such as '/user/name'"), one));
    }
out:
    return st;
}

static rel_status take_constants(reading *r, const cJSON *item)
{
    rel_status st;
    REL_TRY(check_object(r, item, N_("an object of roles")));
    for (const cJSON *one = item->child; one; one = one->next) {
        const int role = role_of(r->preset->roles, one->string);
        if (role < 0) REL_TRY(unknown_role(r, "constants", one->string));
        REL_TRY(take_text(r, one, one->string, NAME_BYTES, "constants", &r->preset->role[role].constant));
    }
out:
    return st;
}

static bool is_kind(const char *word)
{
    for (int k = 0; k < REL_KIND_COUNT; k++)
        if (strcmp(rel_kind_word((rel_kind)k), word) == 0) return true;
    return strcmp(word, "post") == 0 || strcmp(word, "ignore") == 0;
}

/* Kept as --kinds is written: word=kind,word=kind */
static rel_status take_kinds(reading *r, const cJSON *item)
{
    rel_status st;
    char *to = r->preset->text + r->used;
    size_t n = 0;
    REL_TRY(check_object(r, item, N_("an object of words and their kinds")));
    for (const cJSON *one = item->child; one; one = one->next) {
        const char *kind = cJSON_GetStringValue(one);
        if (!kind || !is_kind(kind))
            REL_TRY(wrong(r, "kinds", one->string,
                          N_("follow, mention, reply, share, quote, like, comment, post or ignore"), one));
        if (!*rel_str_trim(rel_str_of(one->string)).s || strpbrk(one->string, ",=") ||
            strlen(one->string) >= 64) {
            st = rel_fail(r->ctx, REL_E_DATA,
                          "'%s' line %" PRId64 ": 'kinds': expected a word without , and =, found '%.60s'",
                          r->path, line_of(r->json, "kinds", one->string), one->string);
            goto out;
        }
        const size_t left = r->room - r->used - n;
        const int len = snprintf(to + n, left, "%s%s=%s", n ? "," : "", one->string, kind);
        if (len < 0 || (size_t)len >= left) break; /* cannot be, see keep */
        n += (size_t)len;
    }
    r->used += n + 1;
    r->preset->kinds = n ? to : NULL;
out:
    return st;
}

static rel_status take_from_text(reading *r, const cJSON *item)
{
    rel_preset *p = r->preset;
    const char *expected = N_("a list of mentions, hashtags, links and answers");
    if (!cJSON_IsArray(item)) return wrong(r, item->string, NULL, expected, item);
    p->text_mentions = p->text_tags = p->text_links = p->text_answers = false;
    for (const cJSON *one = item->child; one; one = one->next) {
        const rel_str word = rel_value_text(one);
        bool *set = rel_str_is(word, "mentions")   ? &p->text_mentions
                    : rel_str_is(word, "hashtags") ? &p->text_tags
                    : rel_str_is(word, "links")    ? &p->text_links
                    : rel_str_is(word, "answers")  ? &p->text_answers
                                                   : NULL;
        if (!set) return wrong(r, item->string, NULL, expected, one);
        *set = true;
    }
    return REL_OK;
}

static rel_status take_parts(reading *r, const cJSON *item)
{
    rel_status st;
    int i = 0;
    if (r->preset->roles != &rel_post_roles)
        return wrong(r, item->string, NULL, N_("no parts of edges"), item);
    REL_TRY(check_object(r, item, N_("an object of roles")));
    for (const cJSON *one = item->child; one; one = one->next) {
        const int role = role_of(r->preset->roles, one->string);
        if (role < 0) REL_TRY(unknown_role(r, item->string, one->string));
        const char *text = cJSON_GetStringValue(one);
        for (i = 0; text && rel_value_part_names[i] && strcmp(text, rel_value_part_names[i]) != 0; i++)
            continue;
        if (!text || !rel_value_part_names[i]) {
            wrong(r, item->string, one->string, N_("the name of a part"), one);
            const char *near = text ? nearest(text, rel_value_part_names) : NULL;
            if (near) rel_hint(r->ctx, "did you mean '%s'?", near);
            return REL_E_DATA;
        }
        r->preset->part[role] = (rel_value_part)i;
    }
out:
    return st;
}

static rel_status take_separator(reading *r, const cJSON *item)
{
    const char *text = cJSON_GetStringValue(item);
    if (!text || strlen(text) != 1 || (unsigned char)*text < 0x20)
        return wrong(r, item->string, NULL, N_("one character"), item);
    r->preset->list_separator = *text;
    return REL_OK;
}

static rel_status take_pointer(reading *r, const cJSON *item)
{
    const char *expected = N_("a JSON pointer of up to 3 names such as '/data/list'");
    const char *text = cJSON_GetStringValue(item);
    rel_preset *p = r->preset;
    if (!text || *text != '/' || strchr(text, '~')) return wrong(r, item->string, NULL, expected, item);
    const rel_status st = take_text(r, item, NULL, NAME_BYTES, item->string, &p->records);
    if (st != REL_OK) return st;
    /* The names once more, each for itself. */
    char *name = (char *)(uintptr_t)keep(r, text + 1);
    for (size_t n = 0; name; n++) {
        char *slash = strchr(name, '/');
        if (n == REL_LIST_NAMES || !*name || slash == name)
            return wrong(r, item->string, NULL, expected, item);
        if (slash) *slash = '\0';
        p->lists[0].name[n] = name;
        name = slash ? slash + 1 : NULL;
    }
    return REL_OK;
}

static const char *const table_words[] = {"posts", "edges", "follows", "accounts", NULL};
static const char *const file_words[] = {"csv", "json", NULL};

/* Keys whose value is one of a few words. *done: it is one of these. */
static rel_status take_choice(const reading *r, const cJSON *item, bool *done)
{
    static const char *const escapes[] = {"double", "backslash", NULL},
                             *const authors[] = {"content", "id", "handle", "name", NULL},
                             *const handles[] = {"fold", "exact", NULL},
                             *const dates[] = {"iso", "day-first", "month-first", NULL},
                             *const known[] = {"file", "code", "documentation", "memory", NULL},
                             *const counts[] = {"own", "original", NULL},
                             *const subjects[] = {"target", "source", NULL},
                             *const newlines[] = {"plain", "escaped", NULL};
    static const struct {
        const char *key;
        const char *const *words;
        const char *expected;
    } choices[] = {{"escapes", escapes, N_("double or backslash")},
                   {"author", authors, N_("content, id, handle or name")},
                   {"handles", handles, N_("fold or exact")},
                   {"dates", dates, N_("iso, day-first or month-first")},
                   {"known", known, N_("file, code, documentation or memory")},
                   {"share_counts", counts, N_("own or original")},
                   {"subject", subjects, N_("source or target")},
                   {"newlines", newlines, N_("plain or escaped")},
                   {"characters", newlines, N_("plain or escaped")}};
    rel_preset *p = r->preset;
    size_t c = 0;
    int i = 0;
    while (c < sizeof choices / sizeof *choices && strcmp(choices[c].key, item->string) != 0) c++;
    *done = c < sizeof choices / sizeof *choices;
    if (!*done) return REL_OK;
    const rel_status st = take_word(r, item, choices[c].words, choices[c].expected, &i);
    switch (c) {
    case 0: p->says_escapes = true, p->backslash = i == 1; break;
    case 1: p->author = (rel_preset_author)i; break;
    case 2: p->exact_handles = i == 1; break;
    case 3: p->dates = i == 1 ? REL_DATE_DAY_FIRST : i == 2 ? REL_DATE_MONTH_FIRST : REL_DATE_ISO; break;
    case 4: p->known = (rel_preset_known)i; break;
    case 5: p->share_counts_original = i == 1; break;
    case 6: p->subject_is_source = i == 1; break;
    case 7: p->escaped_newlines = i == 1; break;
    default: p->escaped_characters = i == 1;
    }
    return st;
}

/* Keys that the others depend on were read first. */
static rel_status take_key(reading *r, const cJSON *item)
{
    static const char *const keys[] = {"version",   "title",      "yields",    "known",        "table",
                                       "file",      "records",    "platform",  "header",       "columns",
                                       "constants", "lists",      "escapes",   "kinds",        "author",
                                       "handles",   "dates",      "from_text", "share_counts", "subject",
                                       "newlines",  "characters", "parts",     "missing",      NULL};
    const char *key = item->string;
    rel_preset *p = r->preset;
    bool done;
    rel_status st = take_choice(r, item, &done);
    if (done) return st;
    if (strcmp(key, "version") == 0) {
        if (!cJSON_IsNumber(item) || item->valuedouble != REL_PRESET_VERSION)
            return wrong(r, key, NULL, "1", item);
    } else if (strcmp(key, "title") == 0) {
        st = take_text(r, item, NULL, TITLE_BYTES, key, &p->title);
    } else if (strcmp(key, "yields") == 0) {
        st = take_text(r, item, NULL, TITLE_BYTES, key, &p->yields);
    } else if (strcmp(key, "records") == 0) {
        st = take_pointer(r, item);
    } else if (strcmp(key, "platform") == 0) {
        st = take_text(r, item, NULL, NAME_BYTES, key, &p->platform);
    } else if (strcmp(key, "header") == 0) {
        st = take_header(r, item);
    } else if (strcmp(key, "columns") == 0) {
        st = take_columns(r, item);
    } else if (strcmp(key, "constants") == 0) {
        st = take_constants(r, item);
    } else if (strcmp(key, "lists") == 0) {
        st = take_separator(r, item);
    } else if (strcmp(key, "kinds") == 0) {
        st = take_kinds(r, item);
    } else if (strcmp(key, "from_text") == 0) {
        st = take_from_text(r, item);
    } else if (strcmp(key, "parts") == 0) {
        st = take_parts(r, item);
    } else if (strcmp(key, "missing") == 0) {
        st = take_names(r, item, key, NULL, REL_PRESET_MISSING_MAX, p->missing, &p->missing_count);
    } else if (strcmp(key, "table") != 0 && strcmp(key, "file") != 0) {
        st = unknown(r, key, NULL, keys);
    }
    return st;
}

/* -------- the file -------- */

static rel_status must_have(const reading *r, const cJSON *root, const char *key)
{
    if (rel_field(root, key)) return REL_OK;
    return rel_fail(r->ctx, REL_E_DATA, "'%s': the key '%s' is missing", r->path, key);
}

static rel_status take_root(reading *r, const cJSON *root)
{
    rel_status st = REL_OK;
    int i = 0;
    rel_preset *p = r->preset;
    if (!cJSON_IsObject(root))
        return rel_fail(r->ctx, REL_E_DATA, "'%s': expected an object in JSON", r->path);
    REL_TRY(no_double(r, root, NULL));
    REL_TRY(must_have(r, root, "version"));
    REL_TRY(must_have(r, root, "table"));
    REL_TRY(must_have(r, root, "columns"));
    REL_TRY(take_word(r, rel_field(root, "table"), table_words, N_("posts, edges, follows or accounts"), &i));
    p->table = (rel_preset_table)i;
    p->roles =
        p->table == REL_PRESET_EDGES || p->table == REL_PRESET_FOLLOWS ? &rel_edge_roles : &rel_post_roles;
    if (rel_field(root, "file")) {
        REL_TRY(take_word(r, rel_field(root, "file"), file_words, N_("csv or json"), &i));
        p->json = i == 1;
    }
    for (const cJSON *item = root->child; item; item = item->next) REL_TRY(take_key(r, item));
    if (!p->title) p->title = p->name;
    if (!p->yields) p->yields = _(p->roles->what);
out:
    return st;
}

static rel_status not_json(const reading *r, size_t end)
{
    int64_t line = 1;
    for (size_t i = 0; i < end && i < r->json.len; i++) line += r->json.s[i] == '\n';
    return rel_fail(r->ctx, REL_E_DATA, "'%s' line %" PRId64 ": not JSON from here on", r->path, line);
}

/* The file's name without folder and ending. */
static void name_of(const char *path, char name[REL_PRESET_NAME])
{
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    const size_t len = strlen(base);
    const bool json = len > 5 && strcmp(base + len - 5, ".json") == 0;
    snprintf(name, REL_PRESET_NAME, "%.*s", (int)(json ? len - 5 : len), base);
}

rel_status rel_preset_parse(rel_ctx *ctx, rel_str json, const char *path, rel_preset **out)
{
    rel_status st;
    char *copy;
    rel_json_parser parser;
    reading r = {.ctx = ctx, .path = path, .json = json, .room = 2 * json.len + 64};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *out = NULL;
    rel_json_parser_init(&parser, ctx);
    if (json.len > REL_PRESET_MAX_BYTES)
        REL_TRY(rel_fail(ctx, REL_E_LIMIT, "'%s' is larger than a preset may be (%d bytes)", path,
                         REL_PRESET_MAX_BYTES));
    REL_TRY(rel_alloc(ctx, &r.preset, 1, sizeof *r.preset + r.room, "preset"));
    REL_TRY(rel_scratch(ctx, &copy, json.len + 1, 1, "preset"));
    const rel_str body = rel_str_trim(json);
    if (body.len) memcpy(copy, body.s, body.len);
    const rel_json_result result = rel_json_parse(&parser, copy, body.len);
    REL_TRY(parser.status);
    if (!result.root || result.end != body.len)
        REL_TRY(not_json(&r, (size_t)(body.len ? body.s - json.s : 0) + result.end));
    r.preset->text_mentions = r.preset->text_tags = r.preset->text_links = true;
    r.preset->hash = rel_hash128_of(json.s ? json.s : "", json.len);
    name_of(path, r.preset->name);
    REL_TRY(take_root(&r, result.root));
    *out = r.preset;
    r.preset = NULL;
out:
    free(r.preset);
    rel_json_parser_free(&parser);
    rel_scratch_release(ctx, mark);
    return st;
}
