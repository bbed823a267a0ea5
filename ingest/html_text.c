#include "ingest/html_text.h"

enum { ENTITY_MAX = 10, ADDRESS_MAX = 2048 };

static size_t put_code(char *out, uint32_t c)
{
    if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) c = 0xFFFD;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    const size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, c >>= 6) out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)((n == 2 ? 0xC0 : n == 3 ? 0xE0 : 0xF0) | c);
    return n;
}

/* "#8217" or "#x2019"; the text of an entity never is longer than the entity. */
static bool numeric(rel_str name, uint32_t *code)
{
    const bool hex = name.len > 1 && (name.s[1] | 32) == 'x';
    uint32_t v = 0;
    size_t i = hex ? 2 : 1;
    if (i == name.len) return false;
    for (; i < name.len; i++) {
        const char c = name.s[i];
        uint32_t d;
        if (c >= '0' && c <= '9')
            d = (uint32_t)(c - '0');
        else if (hex && (c | 32) >= 'a' && (c | 32) <= 'f')
            d = (uint32_t)((c | 32) - 'a' + 10);
        else
            return false;
        v = v > 0x10FFFF ? v : v * (hex ? 16 : 10) + d;
    }
    *code = v;
    return true;
}

/* The entity at html.s[0] == '&': writes its character, returns how many bytes it took; 0 when it is none. */
static size_t entity(char *out, rel_str html, size_t *written)
{
    static const struct {
        const char *name;
        uint32_t code;
    } names[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}, {"nbsp", 0xA0}};
    size_t n = 1;
    uint32_t code = 0;
    while (n < html.len && n <= ENTITY_MAX && html.s[n] != ';' && html.s[n] != '&') n++;
    if (n >= html.len || html.s[n] != ';' || n < 2) return 0;
    const rel_str name = {html.s + 1, n - 1};
    bool known = name.s[0] == '#' && numeric(name, &code);
    for (size_t i = 0; !known && i < sizeof names / sizeof *names; i++) {
        known = rel_str_is(name, names[i].name);
        code = names[i].code;
    }
    if (!known) return 0;
    *written = put_code(out, code);
    return n + 1;
}

/* Text with its entities decoded; out has room for text.len bytes. */
static size_t decode(char *out, rel_str text)
{
    size_t w = 0;
    for (size_t i = 0; i < text.len;) {
        size_t n = 1, written = 0;
        if (text.s[i] == '&' && (n = entity(out + w, (rel_str){text.s + i, text.len - i}, &written))) {
            w += written;
        } else {
            out[w++] = text.s[i];
            n = 1;
        }
        i += n;
    }
    return w;
}

static bool tag_is(rel_str tag, const char *name)
{
    const size_t n = strlen(name);
    return tag.len >= n && rel_str_is_nocase((rel_str){tag.s, n}, name) &&
           (tag.len == n || strchr(" \t\r\n/>", tag.s[n]) != NULL);
}

/* Value of an attribute within a tag; missing when it is not there. */
static rel_str attribute(rel_str tag, const char *name)
{
    const size_t n = strlen(name);
    for (size_t i = 1; i + n + 2 < tag.len; i++) {
        if (tag.s[i - 1] != ' ' || tag.s[i + n] != '=' || !rel_str_is_nocase((rel_str){tag.s + i, n}, name))
            continue;
        const char quote = tag.s[i + n + 1];
        if (quote != '"' && quote != '\'') return REL_STR_MISSING;
        rel_str rest = {tag.s + i + n + 2, tag.len - i - n - 2};
        return rel_str_cut(&rest, quote);
    }
    return REL_STR_MISSING;
}

static bool has_word(rel_str text, const char *word)
{
    while (text.s) {
        const rel_str one = rel_str_cut(&text, ' ');
        if (rel_str_is(one, word)) return true;
    }
    return false;
}

static void tell_link(rel_str tag, rel_html_link_fn *link, void *user)
{
    char address[ADDRESS_MAX];
    const rel_str href = attribute(tag, "href"), class = attribute(tag, "class");
    if (!href.len || href.len > sizeof address || has_word(class, "mention") || has_word(class, "hashtag"))
        return;
    link(user, (rel_str){address, decode(address, href)});
}

rel_str rel_html_text(char *out, rel_str html, rel_html_link_fn *link, void *user)
{
    size_t w = 0;
    for (size_t i = 0; i < html.len;) {
        size_t n, written = 0;
        const char c = html.s[i];
        const char *end = c == '<' ? memchr(html.s + i, '>', html.len - i) : NULL;
        if (end) {
            const rel_str tag = {html.s + i + 1, (size_t)(end - html.s) - i - 1};
            if (tag_is(tag, "br") || tag_is(tag, "/p") || tag_is(tag, "/li"))
                out[w++] = '\n';
            else if (tag_is(tag, "a") && link)
                tell_link(tag, link, user);
            i += tag.len + 2;
        } else if (c == '&' && (n = entity(out + w, (rel_str){html.s + i, html.len - i}, &written))) {
            w += written;
            i += n;
        } else {
            out[w++] = c;
            i++;
        }
    }
    return rel_str_trim((rel_str){out, w});
}
