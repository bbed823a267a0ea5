#include "graph/graphml_head.h"

#include <stdlib.h>

enum { HEAD_MAX = 16 * 1024 * 1024 }; /* bytes before the first <graph> that are looked at */

static bool starts_with(rel_str s, const char *word)
{
    const size_t len = strlen(word);
    return s.len >= len && memcmp(s.s, word, len) == 0;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Length of the tag, comment or instruction that s begins with; 0: it does not end. */
static size_t tag_length(rel_str s)
{
    const char *close = starts_with(s, "<!--") ? "-->" : starts_with(s, "<?") ? "?>" : ">";
    const size_t close_len = strlen(close);
    char quote = '\0';
    for (size_t i = 1; i + close_len <= s.len; i++) {
        if (close_len == 1 && quote) {
            if (s.s[i] == quote) quote = '\0';
            continue;
        }
        if (close_len == 1 && (s.s[i] == '"' || s.s[i] == '\'')) quote = s.s[i];
        if (memcmp(s.s + i, close, close_len) == 0) return i + close_len;
    }
    return 0;
}

static bool is_element(rel_str tag, const char *name)
{
    const size_t len = strlen(name);
    return tag.len > len + 1 && memcmp(tag.s + 1, name, len) == 0 &&
           (is_space(tag.s[len + 1]) || tag.s[len + 1] == '>' || tag.s[len + 1] == '/');
}

/* The value of an XML attribute of the tag; missing when there is none. */
static rel_str value_of(rel_str tag, const char *name)
{
    const size_t len = strlen(name);
    for (size_t i = 1; i < tag.len; i++) {
        if (tag.s[i] == '"' || tag.s[i] == '\'') {
            const char *close = memchr(tag.s + i + 1, tag.s[i], tag.len - i - 1);
            if (!close) break;
            i = (size_t)(close - tag.s);
            continue;
        }
        if (!is_space(tag.s[i - 1]) || tag.len - i <= len || memcmp(tag.s + i, name, len) != 0) continue;
        size_t at = i + len;
        while (at < tag.len && is_space(tag.s[at])) at++;
        if (at >= tag.len || tag.s[at] != '=') continue;
        at++;
        while (at < tag.len && is_space(tag.s[at])) at++;
        if (at >= tag.len || (tag.s[at] != '"' && tag.s[at] != '\'')) break;
        const char *close = memchr(tag.s + at + 1, tag.s[at], tag.len - at - 1);
        if (!close) break;
        return (rel_str){tag.s + at + 1, (size_t)(close - tag.s) - at - 1};
    }
    return REL_STR_MISSING;
}

bool rel_is_weight_name(rel_str name)
{
    return rel_str_is_nocase(name, "weight") || rel_str_is_nocase(name, "edge weight");
}

/* Copies the key's tag with its type made "string" when it is one that igraph would not keep. */
static rel_status copy_key(rel_ctx *ctx, rel_str tag, rel_graphml_head *h)
{
    rel_status st;
    const rel_str type = value_of(tag, "attr.type"), scope = value_of(tag, "for");
    rel_str name = value_of(tag, "attr.name");
    const bool whole = rel_str_is(type, "long") || rel_str_is(type, "int") || rel_str_is(type, "integer");
    const bool truth = rel_str_is(type, "boolean");
    const bool number = rel_str_is(type, "double") || rel_str_is(type, "float");
    rel_graphml_key key = {.edges = rel_str_is(scope, "edge"),
                           .type = number  ? REL_ATTRIBUTE_F64
                                   : whole ? REL_ATTRIBUTE_I64
                                           : REL_ATTRIBUTE_BOOL};
    if (!name.s) name = value_of(tag, "id"); /* igraph's rule, too */
    const bool known = (whole || truth || (number && key.edges && rel_is_weight_name(name))) &&
                       (key.edges || rel_str_is(scope, "node")) && name.len > 0 &&
                       name.len < sizeof key.name && !memchr(name.s, '&', name.len);
    if (!known) return rel_buf_add(ctx, &h->text, tag.s, tag.len);
    if (h->keys >= REL_GRAPHML_KEYS_MAX)
        return rel_fail(ctx, REL_E_LIMIT, "a GraphML file can have %d keys, not more", REL_GRAPHML_KEYS_MAX);
    memcpy(key.name, name.s, name.len);
    REL_TRY(rel_grow(ctx, &h->key, &h->capacity, h->keys + 1, sizeof key, "keys of a GraphML file"));
    h->key[h->keys++] = key;
    const size_t before = (size_t)(type.s - tag.s), after = before + type.len;
    REL_TRY(rel_buf_add(ctx, &h->text, tag.s, before));
    REL_TRY(rel_buf_puts(ctx, &h->text, "string"));
    REL_TRY(rel_buf_add(ctx, &h->text, tag.s + after, tag.len - after));
out:
    return st;
}

rel_status rel_graphml_head_read(rel_ctx *ctx, rel_str file, rel_graphml_head *h)
{
    rel_status st = REL_OK;
    size_t at = 0;
    *h = (rel_graphml_head){0};
    while (at < HEAD_MAX) {
        const char *open = at < file.len ? memchr(file.s + at, '<', file.len - at) : NULL;
        if (!open) break;
        REL_TRY(rel_buf_add(ctx, &h->text, file.s + at, (size_t)(open - file.s) - at));
        at = (size_t)(open - file.s);
        rel_str tag = {open, file.len - at};
        tag.len = tag_length(tag);
        if (!tag.len) break;
        if (is_element(tag, "graph")) {
            h->len = at;
            return REL_OK;
        }
        REL_TRY(is_element(tag, "key") ? copy_key(ctx, tag, h) : rel_buf_add(ctx, &h->text, tag.s, tag.len));
        at += tag.len;
    }
    /* There is no graph: igraph shall see the file as it is and say what is wrong. */
out:
    rel_graphml_head_free(h);
    return st;
}

void rel_graphml_head_free(rel_graphml_head *h)
{
    rel_buf_free(&h->text);
    free(h->key);
    *h = (rel_graphml_head){0};
}

const rel_graphml_key *rel_graphml_head_find(const rel_graphml_head *h, bool edges, const char *name)
{
    for (size_t i = 0; i < h->keys; i++)
        if (h->key[i].edges == edges && strcmp(h->key[i].name, name) == 0) return &h->key[i];
    return NULL;
}
