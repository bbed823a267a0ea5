#include "graph/text_scan.h"

#include "src/base/input.h"
#include "src/base/utf8.h"

enum {
    SHOWN_BYTES = 60,
    ZERO_BYTES = 64 * 1024, /* where a zero byte tells that the file is no text */
    POLL_LINES = 8192,
};

/* Lines. */

static const char *find(const char *from, const char *end, char c)
{
    const char *at = from < end ? memchr(from, c, (size_t)(end - from)) : NULL;
    return at ? at : end;
}

void rel_lines_begin(rel_lines *l, rel_str text)
{
    *l = (rel_lines){.at = text.s, .end = text.s + text.len};
    if (text.len >= 3 && memcmp(text.s, "\xEF\xBB\xBF", 3) == 0) l->at += 3;
    l->feed = find(l->at, l->end, '\n');
}

bool rel_lines_next(rel_lines *l)
{
    if (l->at >= l->end) return false;
    /* The line feed is kept, so that a file of CRs alone is not searched to its end for every line. */
    if (l->feed < l->at) l->feed = find(l->at, l->end, '\n');
    const char *stop = find(l->at, l->feed, '\r');
    l->line = (rel_str){l->at, (size_t)(stop - l->at)};
    l->at = stop + 1 < l->end && *stop == '\r' && stop[1] == '\n' ? stop + 2 : stop + 1;
    l->number++;
    return true;
}

/* Words. */

static bool separates(char c, const rel_word_rules *rules)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f' ||
           (c && (c == rules->also[0] || c == rules->also[1]));
}

/* From behind the opening quote; returns the closing one, or NULL. */
static const char *closing_quote(const char *p, const char *end, char quote, bool *escaped)
{
    *escaped = false;
    for (; p < end; p++) {
        const bool next_is_quote = p + 1 < end && p[1] == quote;
        if (*p == '\\' && p + 1 < end && (next_is_quote || p[1] == '\\')) {
            *escaped = true;
            p++;
        } else if (*p == quote) {
            if (!next_is_quote) return p;
            *escaped = true;
            p++;
        }
    }
    return NULL;
}

/* False: nothing closes the quote that rest begins with. */
static bool cut_quoted(rel_str *rest, rel_word *word)
{
    const char *from = rest->s + 1, *end = rest->s + rest->len;
    const char *close = closing_quote(from, end, *rest->s, &word->escaped);
    /* A label that ends in a backslash: what looked like a quote inside is the closing one. */
    if (!close && word->escaped) {
        close = memchr(from, *rest->s, (size_t)(end - from));
        word->escaped = false;
    }
    if (!close) return false;
    word->quote = *rest->s;
    word->text = (rel_str){from, (size_t)(close - from)};
    *rest = (rel_str){close + 1, (size_t)(end - close - 1)};
    return true;
}

bool rel_word_next(rel_str *rest, const rel_word_rules *rules, rel_word *word)
{
    const char *p = rest->s, *end = p + rest->len;
    while (p < end && separates(*p, rules)) p++;
    *rest = (rel_str){p, (size_t)(end - p)};
    *word = (rel_word){.text = *rest};
    if (p == end) return false;
    if ((*p == '"' || *p == '\'') && strchr(rules->quotes, *p)) {
        if (cut_quoted(rest, word)) return true;
        word->open = true;
    }
    while (p < end && !separates(*p, rules)) p++;
    word->text.len = (size_t)(p - word->text.s);
    *rest = (rel_str){p, (size_t)(end - p)};
    return true;
}

/* From behind the opening quote; returns the closing one, or NULL. */
static const char *closing_of_field(const char *p, const char *end, char quote, bool *escaped)
{
    *escaped = false;
    for (; p < end; p++) {
        const bool is_quote = *p == quote;
        if (!is_quote && *p != '\\') continue;
        const char *next = p + 1;
        while (is_quote && next < end && (*next == ' ' || *next == '\t')) next++;
        if (is_quote && (next == end || *next == ',')) return p;
        if (p + 1 < end && (p[1] == quote || (!is_quote && p[1] == '\\'))) {
            *escaped = true;
            p++;
        }
    }
    return NULL;
}

bool rel_field_next(rel_str *rest, rel_word *field)
{
    if (!rest->s) return false;
    const char *p = rest->s, *end = p + rest->len, *close = NULL;
    *field = (rel_word){.text = {p, 0}};
    while (p < end && (*p == ' ' || *p == '\t')) p++;
    if (p < end && (*p == '"' || *p == '\'')) close = closing_of_field(p + 1, end, *p, &field->escaped);
    const char *comma = find(close ? close : p, end, ',');
    if (close) {
        field->quote = *p;
        field->text = (rel_str){p + 1, (size_t)(close - p - 1)};
    } else {
        field->escaped = false;
        field->text = rel_str_trim((rel_str){p, (size_t)(comma - p)});
    }
    *rest = comma < end ? (rel_str){comma + 1, (size_t)(end - comma - 1)} : REL_STR_MISSING;
    return true;
}

bool rel_word_i64(rel_str *rest, const rel_word_rules *rules, int64_t *value, rel_str *found)
{
    rel_word word;
    const bool any = rel_word_next(rest, rules, &word);
    *found = word.text;
    return any && rel_str_to_i64(word.text, value);
}

bool rel_word_f64(rel_str *rest, const rel_word_rules *rules, double *value, rel_str *found)
{
    rel_word word;
    const bool any = rel_word_next(rest, rules, &word);
    *found = word.text;
    return any && rel_str_to_f64(word.text, value);
}

/* Files. */

rel_status rel_text_graph(rel_ctx *ctx, const char *path, const rel_import_rules *rules,
                          rel_text_read_fn *read, rel_graph *g)
{
    rel_status st;
    rel_input *in = NULL;
    rel_text_file f = {.ctx = ctx, .path = path, .rules = *rules};
    *g = (rel_graph){0};
    REL_TRY(rel_input_open(ctx, path, &in));
    REL_TRY(rel_input_whole(ctx, in, &f.all));
    if (!f.all.len) {
        st = rel_fail(ctx, REL_E_DATA, "'%s' is empty: expected a graph", path);
        goto out;
    }
    if (memchr(f.all.s, '\0', f.all.len < ZERO_BYTES ? f.all.len : ZERO_BYTES)) {
        st = rel_fail(ctx, REL_E_DATA, "'%s': expected text, found a zero byte", path);
        goto out;
    }
    rel_lines_begin(&f.lines, f.all);
    REL_TRY(rel_import_begin(ctx, path, &f.imp));
    REL_TRY(read(&f));
    st = rel_import_graph(ctx, f.imp, &f.rules, g);
out:
    rel_buf_free(&f.room);
    rel_import_free(f.imp);
    rel_input_close(in);
    return st;
}

bool rel_text_line(rel_text_file *f, rel_status *st)
{
    *st = REL_OK;
    if (!rel_lines_next(&f->lines)) return false;
    if (f->lines.number % POLL_LINES == 0) {
        rel_progress(f->ctx, "reading", "bytes", f->lines.at - f->all.s, (int64_t)f->all.len);
        *st = rel_poll(f->ctx);
    }
    return *st == REL_OK;
}

/* Text. */

static bool is_ascii(rel_str s)
{
    unsigned char any = 0;
    for (size_t i = 0; i < s.len; i++) any |= (unsigned char)s.s[i];
    return any < 0x80;
}

rel_status rel_text_plain(rel_text_file *f, rel_str raw, rel_str *text)
{
    *text = raw;
    if (is_ascii(raw) || rel_utf8_valid(raw.s, raw.len)) return REL_OK;
    f->room.len = 0;
    const rel_status st = rel_buf_reserve(f->ctx, &f->room, 3 * raw.len);
    if (st == REL_OK) *text = (rel_str){f->room.data, rel_utf8_from_1252(f->room.data, raw.s, raw.len)};
    return st;
}

rel_status rel_text_of(rel_text_file *f, rel_word word, rel_str *text)
{
    if (!word.escaped) return rel_text_plain(f, word.text, text);
    rel_status st = rel_text_plain(f, word.text, text);
    if (st == REL_OK && text->s != f->room.data) {
        f->room.len = 0;
        st = rel_buf_add(f->ctx, &f->room, text->s, text->len);
    }
    if (st != REL_OK) return st;
    char *out = f->room.data;
    for (size_t i = 0; i < text->len; i++) {
        const char c = f->room.data[i];
        const char next = i + 1 < text->len ? f->room.data[i + 1] : '\0';
        if ((c == '\\' && (next == word.quote || next == '\\')) || (c == word.quote && next == c)) i++;
        *out++ = f->room.data[i];
    }
    *text = (rel_str){f->room.data, (size_t)(out - f->room.data)};
    return REL_OK;
}

size_t rel_shown_bytes(rel_str found)
{
    size_t len = 0;
    while (len < found.len && found.s[len] != '\n' && found.s[len] != '\r') len++;
    if (len <= SHOWN_BYTES) return len;
    len = SHOWN_BYTES;
    while (len > SHOWN_BYTES - 4 && ((unsigned char)found.s[len] & 0xC0) == 0x80) len--;
    return len;
}
