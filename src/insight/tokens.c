#include "src/insight/tokens.h"

#include "src/base/letters.h"
#include "src/base/utf8.h"

/* The character at the start; its length, 0 at the end. What is not valid counts as a byte of no meaning. */
static size_t peek(rel_str s, uint32_t *code)
{
    if (!s.len) return 0;
    const size_t len = rel_utf8_decode(s.s, s.len, code);
    if (len) return len;
    *code = 0xfffd;
    return 1;
}

static rel_str after(rel_str s, size_t len)
{
    return (rel_str){s.s + len, s.len - len};
}

static bool is_white(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool starts(rel_str s, const char *with)
{
    const size_t len = strlen(with);
    return s.len >= len && rel_str_is_nocase((rel_str){s.s, len}, with);
}

/* How much of the text is a link, 0 when it does not begin with one. */
static size_t link_length(rel_str s)
{
    size_t end = 0;
    bool dot = false, slash = false;
    while (end < s.len && !is_white(s.s[end])) {
        const bool in_word = end > 0 && end + 1 < s.len && (unsigned char)s.s[end + 1] > ' ';
        dot = dot || (s.s[end] == '.' && in_word && s.s[end + 1] != '.' && s.s[end + 1] != '/');
        slash = slash || (s.s[end] == '/' && dot);
        end++;
    }
    const bool named = starts(s, "http://") || starts(s, "https://") || starts(s, "www.");
    return named || slash ? end : 0;
}

/* Handles may be names of hosts: @who@mastodon.example. */
static size_t handle_length(rel_str s, bool host)
{
    size_t end = 0, len;
    uint32_t c;
    while ((len = peek(after(s, end), &c)) &&
           (rel_letter_is(c) || c == '_' || (host && (c == '.' || c == '-' || c == '@'))))
        end += len;
    return end;
}

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019;
}

static bool is_elision(rel_str word)
{
    static const char *const cut[] = {"c",      "d",  "j",      "l", "lorsqu", "m",    "n",
                                      "puisqu", "qu", "quoiqu", "s", "t",      "jusqu"};
    for (size_t i = 0; i < sizeof cut / sizeof *cut; i++)
        if (rel_str_is(word, cut[i])) return true;
    return false;
}

/* Takes the run of letters at the start of the rest. False: it is longer than a word may be. */
static bool take_word(rel_tokens *t)
{
    uint32_t c, next;
    size_t len;
    bool fits = true;
    t->len = 0;
    while ((len = peek(t->rest, &c))) {
        if (is_apostrophe(c) && t->len && peek(after(t->rest, len), &next) && rel_letter_is(next)) {
            t->rest = after(t->rest, len);
            if (is_elision((rel_str){t->word, t->len}))
                t->len = 0;
            else if (fits)
                t->word[t->len++] = '\'';
        } else if (rel_letter_is(c)) {
            t->rest = after(t->rest, len);
            if (fits) t->len += rel_letter_put(t->word + t->len, rel_letter_fold(c));
        } else {
            break;
        }
        fits = fits && t->len <= REL_TOKEN_MAX;
    }
    if (fits && t->len > 2 && memcmp(t->word + t->len - 2, "'s", 2) == 0) t->len -= 2;
    return fits;
}

/* An ellipsis and nothing more follows. */
static bool is_cut(rel_str rest)
{
    const rel_str end = rel_str_trim(rest);
    return end.len && end.s == rest.s && (rel_str_is(end, "\xe2\x80\xa6") || rel_str_is(end, "..."));
}

static bool is_word(rel_str w)
{
    int characters = 0;
    bool digits = true, wide = false;
    uint32_t c = 0;
    for (rel_str rest = w; rest.len; rest = after(rest, peek(rest, &c))) {
        const unsigned char b = (unsigned char)*rest.s;
        digits = digits && b >= '0' && b <= '9';
        wide = wide || b >= 0xe3; /* from U+3000 on */
        characters++;
    }
    return !digits && characters >= (wide ? 2 : 3) && !rel_stop_word(w);
}

bool rel_tokens_next(rel_tokens *t, rel_str *word)
{
    uint32_t c;
    size_t len;
    bool boundary = true;
    while ((len = peek(t->rest, &c))) {
        const size_t link = boundary && (rel_letter_is(c)) ? link_length(t->rest) : 0;
        boundary = true;
        if (link) {
            t->rest = after(t->rest, link);
        } else if (c == '@' || c == '#' || c == 0xff03) {
            t->rest = after(t->rest, len);
            t->rest = after(t->rest, handle_length(t->rest, c == '@'));
        } else if (rel_letter_is(c)) {
            const bool fits = take_word(t);
            *word = (rel_str){t->word, t->len};
            if (fits && !is_cut(t->rest) && is_word(*word)) return true;
        } else {
            t->rest = after(t->rest, len);
            boundary = c != '\'' && c != 0x2019;
        }
    }
    return false;
}

rel_str rel_fold_text(rel_str text, char out[REL_FOLD_MAX])
{
    size_t len = 0, step;
    uint32_t c;
    for (; (step = peek(text, &c)) && len + REL_LETTER_BYTES < REL_FOLD_MAX; text = after(text, step))
        len += rel_letter_put(out + len, rel_letter_fold(c));
    out[len] = '\0';
    return (rel_str){out, len};
}

rel_str rel_link_domain(rel_str link, char out[REL_FOLD_MAX])
{
    size_t begin = 0, end;
    for (size_t i = 0; i + 2 < link.len && !begin; i++)
        if (memcmp(link.s + i, "://", 3) == 0) begin = i + 3;
    if (!begin) return REL_STR_MISSING;
    for (end = begin; end < link.len && !memchr("/?#", link.s[end], 3); end++)
        if (link.s[end] == '@') begin = end + 1; /* user and password before it */
    rel_str host = {link.s + begin, end - begin};
    const char *port = memchr(host.s, ':', host.len);
    if (port) host.len = (size_t)(port - host.s);
    if (starts(host, "www.")) host = after(host, 4);
    return host.len ? rel_fold_text(host, out) : REL_STR_MISSING;
}
