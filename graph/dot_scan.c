#include "graph/dot_scan.h"

void rel_dot_scan_begin(rel_dot_scan *s, rel_str text)
{
    *s = (rel_dot_scan){.begin = text.s, .at = text.s, .end = text.s + text.len, .line = 1};
    if (text.len >= 3 && memcmp(text.s, "\xEF\xBB\xBF", 3) == 0) s->at += 3;
}

/* -------- blanks and comments -------- */

static void skip_line(rel_dot_scan *s)
{
    const char *nl = memchr(s->at, '\n', (size_t)(s->end - s->at));
    s->at = nl ? nl : s->end;
}

/* From behind its beginning. */
static void skip_comment(rel_dot_scan *s)
{
    for (; s->at < s->end; s->at++) {
        s->line += *s->at == '\n';
        if (*s->at != '*' || s->end - s->at < 2 || s->at[1] != '/') continue;
        s->at += 2;
        return;
    }
}

/* A line that begins with # is the C preprocessor's. */
static bool at_line_start(const rel_dot_scan *s)
{
    return s->at == s->begin || s->at[-1] == '\n';
}

static void skip_blank(rel_dot_scan *s)
{
    while (s->at < s->end) {
        const char c = *s->at;
        const bool more = s->end - s->at > 1;
        if (c == '\n') s->line++;
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v')
            s->at++;
        else if (c == '/' && more && s->at[1] == '/')
            skip_line(s);
        else if (c == '/' && more && s->at[1] == '*')
            s->at += 2, skip_comment(s);
        else if (c == '#' && at_line_start(s))
            skip_line(s);
        else
            return;
    }
}

/* -------- words -------- */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Behind the closing quote; NULL: there is none. at: behind the opening one. */
static const char *quote_end(rel_dot_scan *s, const char *at)
{
    for (; at < s->end; at++) {
        if (*at == '"') return at + 1;
        s->line += *at == '\n';
        if (*at != '\\') continue;
        s->token.escaped = true;
        if (at + 1 < s->end) at++;
        s->line += *at == '\n';
    }
    return NULL;
}

static void read_quoted(rel_dot_scan *s)
{
    rel_dot_token *t = &s->token;
    const char *from = s->at + 1, *end = quote_end(s, from);
    t->quoted = true;
    if (!end) {
        t->kind = REL_DOT_BAD;
        t->text = (rel_str){s->at, (size_t)(s->end - s->at)};
        s->at = s->end;
        return;
    }
    t->kind = REL_DOT_ID;
    t->text = (rel_str){from, (size_t)(end - 1 - from)};
    for (;;) {
        s->at = end;
        const int64_t line = s->line;
        skip_blank(s);
        if (s->at == s->end || *s->at != '+') {
            s->at = end;
            s->line = line;
            return;
        }
        s->at++;
        skip_blank(s);
        const char *next = s->at < s->end && *s->at == '"' ? quote_end(s, s->at + 1) : NULL;
        if (!next) {
            t->kind = REL_DOT_BAD;
            s->at = s->end;
            return;
        }
        end = next;
        t->joined = true;
        t->text = (rel_str){from - 1, (size_t)(end - from + 1)};
    }
}

/* <...>, balanced. */
static void read_html(rel_dot_scan *s)
{
    rel_dot_token *t = &s->token;
    const char *from = s->at;
    int64_t depth = 0;
    for (const char *p = from; p < s->end; p++) {
        s->line += *p == '\n';
        depth += *p == '<';
        if (*p != '>' || --depth > 0) continue;
        t->kind = REL_DOT_ID;
        t->html = true;
        t->text = (rel_str){from + 1, (size_t)(p - from - 1)};
        s->at = p + 1;
        return;
    }
    t->kind = REL_DOT_BAD;
    t->text = (rel_str){from, (size_t)(s->end - from)};
    s->at = s->end;
}

/* -?(.digits | digits[.digits]); NULL: it is none. */
static const char *number_end(const rel_dot_scan *s)
{
    const char *p = s->at;
    bool digits = false;
    if (p < s->end && *p == '-') p++;
    for (; p < s->end && is_digit(*p); p++) digits = true;
    if (p < s->end && *p == '.')
        for (p++; p < s->end && is_digit(*p); p++) digits = true;
    return digits ? p : NULL;
}

static void take(rel_dot_scan *s, rel_dot_kind kind, const char *end)
{
    s->token.kind = kind;
    s->token.text = (rel_str){s->at, (size_t)(end - s->at)};
    s->at = end;
}

void rel_dot_scan_next(rel_dot_scan *s)
{
    skip_blank(s);
    s->token = (rel_dot_token){.line = s->line};
    if (s->at == s->end) return;
    const char c = *s->at, next = s->end - s->at > 1 ? s->at[1] : '\0';
    const char *end = s->at + 1;
    if (is_letter(c)) {
        while (end < s->end && (is_letter(*end) || is_digit(*end))) end++;
        take(s, REL_DOT_ID, end);
    } else if (c == '"') {
        read_quoted(s);
    } else if (c == '<') {
        read_html(s);
    } else if (c == '-' && (next == '>' || next == '-')) {
        take(s, next == '>' ? REL_DOT_ARROW : REL_DOT_LINE, end + 1);
    } else if ((end = number_end(s))) {
        take(s, REL_DOT_ID, end);
    } else if (strchr("{}[];,=:", c) && c) {
        s->token.sign = c;
        take(s, REL_DOT_SIGN, s->at + 1);
    } else {
        take(s, REL_DOT_BAD, s->at + 1);
    }
}

/* -------- meaning -------- */

size_t rel_dot_text(const rel_dot_token *t, char *out)
{
    size_t w = 0;
    bool inside = !t->joined;
    const char *p = t->text.s, *end = p + t->text.len;
    for (; p < end; p++) {
        if (t->joined && *p == '"') {
            inside = !inside;
        } else if (!inside) {
            /* Between two texts there may be comments, and quotes in them. */
            if (*p == '/' && p + 1 < end && p[1] == '/') {
                const char *nl = memchr(p, '\n', (size_t)(end - p));
                p = nl ? nl : end - 1;
            } else if (*p == '/' && p + 1 < end && p[1] == '*') {
                for (p += 2; p + 1 < end && (p[0] != '*' || p[1] != '/');) p++;
                p++;
            } else if (*p == '#') {
                const char *nl = memchr(p, '\n', (size_t)(end - p));
                p = nl ? nl : end - 1;
            }
        } else if (*p == '\\' && p + 1 < end) {
            const char next = *++p;
            if (next == '\r' && p + 1 < end && p[1] == '\n') p++;
            if (next == '\n' || next == '\r') continue;
            if (next != '"' && next != '\\') out[w++] = '\\';
            out[w++] = next;
        } else {
            out[w++] = *p;
        }
    }
    return w;
}
