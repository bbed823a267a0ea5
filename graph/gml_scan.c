#include "graph/gml_scan.h"

#include "src/base/utf8.h"

/* Tokens. */

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool ends_word(char c)
{
    return is_blank(c) || c == '[' || c == ']' || c == '"' || c == '#';
}

static bool begins_number(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.';
}

static bool begins_key(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

/* CR LF counts once, by its LF; a CR alone counts, too. */
static bool ends_line(const char *p, const char *end)
{
    return *p == '\n' || (*p == '\r' && (p + 1 == end || p[1] != '\n'));
}

static void skip_blanks(rel_gml_scan *s)
{
    const char *p = s->at;
    bool comment = false;
    for (; p < s->end && (comment || is_blank(*p) || *p == '#'); p++) {
        if (*p == '#') comment = true;
        if (!ends_line(p, s->end)) continue;
        comment = false;
        s->line++;
    }
    s->at = p;
}

static rel_gml_kind take_text(rel_gml_scan *s)
{
    const char *from = s->at + 1, *close = NULL;
    if (from < s->end) close = memchr(from, '"', (size_t)(s->end - from));
    const char *stop = close ? close : s->end;
    for (const char *p = from; p < stop; p++) s->line += ends_line(p, s->end);
    s->token.text = (rel_str){from, (size_t)(stop - from)};
    s->at = close ? close + 1 : s->end;
    return close ? REL_GML_TEXT : REL_GML_BAD;
}

rel_gml_kind rel_gml_next(rel_gml_scan *s)
{
    skip_blanks(s);
    rel_gml_token *t = &s->token;
    *t = (rel_gml_token){REL_GML_END, {s->at, 0}, s->line};
    if (s->at == s->end) return t->kind;
    const char first = *s->at, *p = s->at;
    if (first == '"') return t->kind = take_text(s);
    if (first == '[' || first == ']') {
        t->text.len = 1;
        s->at++;
        return t->kind = first == '[' ? REL_GML_OPEN : REL_GML_CLOSE;
    }
    while (p < s->end && !ends_word(*p)) p++;
    t->text.len = (size_t)(p - s->at);
    s->at = p;
    t->kind = begins_key(first) ? REL_GML_KEY : begins_number(first) ? REL_GML_NUMBER : REL_GML_BAD;
    if (t->kind == REL_GML_NUMBER && rel_gml_is_odd_number(t->text)) t->kind = REL_GML_KEY;
    return t->kind;
}

bool rel_gml_is_odd_number(rel_str word)
{
    if (word.len && (*word.s == '+' || *word.s == '-')) word = (rel_str){word.s + 1, word.len - 1};
    return rel_str_is_nocase(word, "nan") || rel_str_is_nocase(word, "inf") ||
           rel_str_is_nocase(word, "infinity");
}

/* Entities. */

/* ISO 8859-1 from 160 up, as HTML names it. */
static const char *const LATIN[] = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",    "copy",
    "ordf",   "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",
    "acute",  "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",   "raquo",  "frac14", "frac12",
    "frac34", "iquest", "Agrave", "Aacute", "Acirc",  "Atilde", "Auml",   "Aring",  "AElig",  "Ccedil",
    "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave", "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde",
    "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",
    "Uuml",   "Yacute", "THORN",  "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",
    "aelig",  "ccedil", "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",
    "eth",    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave",
    "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml",
};

/* 0 when it is no number of a character. */
static uint32_t code_of_number(rel_str digits)
{
    uint32_t code = 0;
    const bool hex = digits.len && (*digits.s == 'x' || *digits.s == 'X');
    if (digits.len < 1u + hex || digits.len > 8) return 0;
    for (size_t i = hex; i < digits.len; i++) {
        const char c = digits.s[i];
        const char letter = (char)(c | 0x20);
        if (c >= '0' && c <= '9')
            code = code * (hex ? 16 : 10) + (uint32_t)(c - '0');
        else if (hex && letter >= 'a' && letter <= 'f')
            code = code * 16 + (uint32_t)(letter - 'a' + 10);
        else
            return 0;
    }
    return code > 0x10FFFF || (code >= 0xD800 && code < 0xE000) ? 0 : code;
}

static uint32_t code_of_name(rel_str name)
{
    static const struct {
        const char *name;
        char c;
    } plain[] = {{"amp", '&'}, {"quot", '"'}, {"lt", '<'}, {"gt", '>'}, {"apos", '\''}};
    if (name.len > 1 && *name.s == '#') return code_of_number((rel_str){name.s + 1, name.len - 1});
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (rel_str_is(name, plain[i].name)) return (uint32_t)plain[i].c;
    for (size_t i = 0; i < sizeof LATIN / sizeof *LATIN; i++)
        if (rel_str_is(name, LATIN[i])) return (uint32_t)(160 + i);
    return 0;
}

size_t rel_gml_unescape(char *text, size_t len)
{
    enum { NAME_MAX_BYTES = 10 };
    size_t out = 0;
    for (size_t i = 0; i < len;) {
        size_t stop = i + 1;
        while (text[i] == '&' && stop < len && stop - i <= NAME_MAX_BYTES && text[stop] != ';') stop++;
        uint32_t code = 0;
        if (text[i] == '&' && stop < len && text[stop] == ';')
            code = code_of_name((rel_str){text + i + 1, stop - i - 1});
        if (code) {
            out += rel_utf8_encode(text + out, code); /* never longer than "&#N;" */
            i = stop + 1;
        } else {
            text[out++] = text[i++];
        }
    }
    return out;
}
