#include "graph/edge_lines.h"

#include <inttypes.h>
#include <math.h>

#include "src/base/hash.h"
#include "src/base/time.h"
#include "src/base/utf8.h"

enum { FIELDS_MAX = 5 }; /* one more than are understood, to notice it */

double rel_edge_no_value(void)
{
    const uint64_t bits = 0x7FF8000000000001;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

bool rel_edge_is_no_value(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits == 0x7FF8000000000001;
}

/* Eight bytes at a time: a byte of x becomes 0 where there is a line feed, and its top bit is then the only
 * one that neither the sum nor x itself sets. */
int64_t rel_edge_count_lines(const char *text, size_t len)
{
    int64_t count = 0;
    size_t i = 0;
    for (; i + 8 <= len; i += 8) {
        uint64_t x;
        memcpy(&x, text + i, 8);
        x ^= 0x0A0A0A0A0A0A0A0Au;
        const uint64_t low = (x & 0x7F7F7F7F7F7F7F7Fu) + 0x7F7F7F7F7F7F7F7Fu;
        const uint64_t found = ~(low | x | 0x7F7F7F7F7F7F7F7Fu) >> 7;
        count += (int64_t)(found * 0x0101010101010101u >> 56);
    }
    for (; i < len; i++) count += text[i] == '\n';
    return count;
}

/* A line cut into fields. */
typedef struct fields {
    rel_str field[FIELDS_MAX];
    int count;
    bool empty_field;   /* two separators with nothing between, or one at an end */
    rel_str attributes; /* "{'weight': 1.5}" after the second field, else missing */
} fields;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static bool ends_field(char c)
{
    return is_blank(c) || c == ',' || c == ';';
}

static bool starts_comment(char c)
{
    return c == '#' || c == '%';
}

static void cut(const char *p, const char *end, fields *f)
{
    bool wants_field = false; /* a comma or semicolon was the last thing */
    *f = (fields){.attributes = REL_STR_MISSING};
    for (;;) {
        while (p < end && is_blank(*p)) p++;
        if (p == end || starts_comment(*p)) break;
        if (*p == ',' || *p == ';') {
            f->empty_field = f->empty_field || wants_field || f->count == 0;
            wants_field = true;
            p++;
            continue;
        }
        if (f->count == FIELDS_MAX) return;
        const char *from = p;
        if (*p == '{' && f->count >= 2) {
            while (end > p && is_blank(end[-1])) end--;
            f->attributes = (rel_str){from, (size_t)(end - from)};
            return;
        }
        while (p < end && !ends_field(*p)) p++;
        f->field[f->count++] = (rel_str){from, (size_t)(p - from)};
        wants_field = false;
    }
    f->empty_field = f->empty_field || wants_field;
}

/* Digits only, no zero in front, below 2^64: what can be written back as it stood. */
static bool to_number(rel_str s, uint64_t *out)
{
    uint64_t v = 0;
    if (s.len == 0 || s.len > 20 || (s.len > 1 && s.s[0] == '0')) return false;
    for (size_t i = 0; i < s.len; i++) {
        const unsigned digit = (unsigned char)s.s[i] - (unsigned)'0';
        if (digit > 9 || __builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, digit, &v))
            return false;
    }
    *out = v;
    return true;
}

static bool to_value(rel_str s, double *out)
{
    if (rel_str_to_f64(s, out)) return true;
    if (s.len && (s.s[0] == '+' || s.s[0] == '-')) s = (rel_str){s.s + 1, s.len - 1};
    if (!rel_str_is_nocase(s, "nan") && !rel_str_is_nocase(s, "inf") && !rel_str_is_nocase(s, "infinity"))
        return false;
    *out = NAN; /* the builder counts it as a bad weight */
    return true;
}

static bool is_epoch(double value)
{
    return value >= REL_EDGE_TIME_MIN && value < 1e17 && value == floor(value);
}

/* Seconds; milliseconds and microseconds stay what they are. */
static bool to_time(rel_str s, double *out)
{
    int64_t utc;
    if (to_value(s, out)) return *out >= 0 && *out < 1e17;
    if (!rel_time_parse(s, &utc)) return false;
    *out = (double)utc;
    return true;
}

/* The third column: a number, or a date. *is_time: it may be a time. */
static bool to_third(rel_str s, bool only_time, double *out, bool *is_time)
{
    if (to_value(s, out)) {
        *is_time = is_epoch(*out);
        return !only_time || (*out >= 0 && *out < 1e17);
    }
    *is_time = true;
    return to_time(s, out);
}

/* The number after 'weight': in what networkx writes. *others: there are more attributes. */
static bool weight_of_attributes(rel_str a, double *out, bool *others)
{
    *out = rel_edge_no_value();
    *others = false;
    if (a.len < 2 || a.s[a.len - 1] != '}') return false;
    rel_str rest = {a.s + 1, a.len - 2};
    while (rel_str_trim(rest).len) {
        rel_str item = rel_str_trim(rel_str_cut(&rest, ','));
        const rel_str key = rel_str_trim(rel_str_cut(&item, ':'));
        if (!rel_str_is(key, "'weight'") && !rel_str_is(key, "\"weight\""))
            *others = true;
        else if (!to_value(rel_str_trim(item), out))
            return false;
    }
    return true;
}

/* One line, understood. */
typedef struct edge_line {
    rel_str source, target;
    double value, time;
    bool has_third, has_fourth, third_may_be_time, others;
} edge_line;

typedef enum line_kind { LINE_NOTHING, LINE_EDGE, LINE_BAD } line_kind;

static line_kind understand(const char *p, const char *end, const rel_edge_rows *rows, edge_line *line)
{
    fields f;
    if (end - p > REL_EDGE_LINE_MAX) return LINE_BAD;
    cut(p, end, &f);
    if (f.count == 0 && !f.empty_field) return LINE_NOTHING;
    if (f.count < 2 || f.empty_field || (f.count == FIELDS_MAX && !rows->ignore_third)) return LINE_BAD;
    *line = (edge_line){.source = f.field[0], .target = f.field[1]};
    line->value = line->time = rel_edge_no_value();
    if (line->source.len > REL_EDGE_NAME_MAX || line->target.len > REL_EDGE_NAME_MAX) return LINE_BAD;
    if (memchr(p, '\0', (size_t)(end - p))) return LINE_BAD;
    if (rows->ignore_third) return LINE_EDGE;
    if (f.attributes.s) {
        if (!weight_of_attributes(f.attributes, &line->value, &line->others)) return LINE_BAD;
        line->has_third = !rel_edge_is_no_value(line->value);
        return LINE_EDGE;
    }
    line->has_third = f.count > 2;
    line->has_fourth = f.count > 3;
    if (line->has_third &&
        !to_third(f.field[2], rows->third_is_time && f.count == 3, &line->value, &line->third_may_be_time))
        return LINE_BAD;
    if (line->has_fourth && !to_time(f.field[3], &line->time)) return LINE_BAD;
    return LINE_EDGE;
}

/* What the line needs that the rows do not have. */
static int missing(const edge_line *line, const rel_edge_rows *rows, uint64_t *u, uint64_t *v)
{
    int needs = 0;
    if (line->has_third && !rows->value) needs |= REL_EDGE_NEED_VALUES;
    if (line->has_fourth && !rows->time) needs |= REL_EDGE_NEED_TIMES;
    if (rows->form == REL_EDGE_TEXT) return needs;
    if (!to_number(line->source, u) || !to_number(line->target, v)) return needs | REL_EDGE_NEED_TEXT;
    if (rows->form == REL_EDGE_NARROW && (*u > UINT32_MAX || *v > UINT32_MAX)) needs |= REL_EDGE_NEED_WIDE;
    return needs;
}

static rel_edge_name name_of(const char *base, rel_str s)
{
    return (rel_edge_name){rel_hash64(s.s, s.len), (uint32_t)(s.s - base), (uint32_t)s.len};
}

static void store(const char *base, const edge_line *line, uint64_t u, uint64_t v, const rel_edge_rows *rows,
                  rel_edge_chunk *r)
{
    const int64_t i = r->count++;
    switch (rows->form) {
    case REL_EDGE_NARROW:
        rows->source32[i] = (uint32_t)u;
        rows->target32[i] = (uint32_t)v;
        break;
    case REL_EDGE_WIDE:
        rows->source64[i] = u;
        rows->target64[i] = v;
        break;
    case REL_EDGE_TEXT:
        rows->source_name[i] = name_of(base, line->source);
        rows->target_name[i] = name_of(base, line->target);
        break;
    }
    if (u > r->largest) r->largest = u;
    if (v > r->largest) r->largest = v;
    if (rows->value) rows->value[i] = line->value;
    if (rows->time) rows->time[i] = line->time;
    r->any_value = r->any_value || line->has_third;
    r->any_not_time = r->any_not_time || (line->has_third && !line->third_may_be_time);
    r->any_attributes = r->any_attributes || line->others;
}

/* Any line, with all there may be in it. False: parsing ends here. */
static bool parse_line(const char *base, const char *p, const char *end, const rel_edge_rows *rows,
                       rel_edge_chunk *r)
{
    edge_line line;
    uint64_t u = 0, v = 0;
    switch (understand(p, end, rows, &line)) {
    case LINE_NOTHING: return true;
    case LINE_BAD: r->bad = p; return false;
    case LINE_EDGE: break;
    }
    r->needs = missing(&line, rows, &u, &v);
    if (r->needs) return false;
    store(base, &line, u, v, rows, r);
    return true;
}

/* Up to nine digits, which cannot pass 2^32. Returns where they end, or NULL: not a number of this kind. */
static inline const char *short_number(const char *p, uint32_t *out)
{
    const char *from = p;
    uint32_t v = 0;
    unsigned digit;
    while ((digit = (unsigned char)*p - (unsigned)'0') <= 9 && p - from < 9) {
        v = v * 10 + digit;
        p++;
    }
    if (p == from || (*from == '0' && p - from > 1)) return NULL;
    *out = v;
    return p;
}

/* The usual line, "12 345" of two short numbers: the line feed ends every loop, so no bounds are checked.
 * Returns the next line, or NULL: look at it again with parse_line. */
static inline const char *fast_line(const char *p, const rel_edge_rows *rows, rel_edge_chunk *r)
{
    uint32_t u, v;
    p = short_number(p, &u);
    if (!p || !ends_field(*p) || *p == '\r') return NULL;
    p = short_number(p + 1, &v);
    if (!p) return NULL;
    if (*p == '\r') p++;
    if (*p != '\n') return NULL;
    rows->source32[r->count] = u;
    rows->target32[r->count++] = v;
    const uint32_t larger = u > v ? u : v;
    if (larger > r->largest) r->largest = larger;
    return p + 1;
}

void rel_edge_parse(const char *base, const char *text, size_t len, const rel_edge_rows *rows,
                    rel_edge_chunk *r)
{
    const char *p = text, *end = text + len;
    const bool fast = rows->form == REL_EDGE_NARROW && !rows->value && !rows->time;
    *r = (rel_edge_chunk){0};
    while (p < end) {
        const char *next = fast ? fast_line(p, rows, r) : NULL;
        if (next) {
            p = next;
            continue;
        }
        const char *eol = memchr(p, '\n', (size_t)(end - p));
        if (!parse_line(base, p, eol, rows, r)) return;
        p = eol + 1;
    }
}

rel_status rel_edge_explain(rel_ctx *ctx, const char *path, int64_t line_number, rel_str line,
                            const rel_edge_rows *rows)
{
    fields f;
    edge_line parsed;
    const rel_str shown = rel_str_trim((rel_str){line.s, line.len < 80 ? line.len : 80});
    cut(line.s, line.s + line.len, &f);
    if (line.len > REL_EDGE_LINE_MAX)
        return rel_fail(ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected lines of at most %d bytes", path,
                        line_number, REL_EDGE_LINE_MAX);
    if (memchr(line.s, '\0', line.len))
        return rel_fail(ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected text, found a zero byte", path,
                        line_number);
    if (f.count < 2 || f.empty_field)
        return rel_fail(ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected two vertex names, found '%.*s'",
                        path, line_number, REL_STR_ARG(shown));
    if (f.count == FIELDS_MAX)
        return rel_fail(ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected 2 to 4 columns, found '%.*s'", path,
                        line_number, REL_STR_ARG(shown));
    for (int i = 0; i < 2; i++)
        if (f.field[i].len > REL_EDGE_NAME_MAX)
            return rel_fail(ctx, REL_E_DATA,
                            "'%s' line %" PRId64 ": expected names of at most %d bytes, found %zu", path,
                            line_number, REL_EDGE_NAME_MAX, f.field[i].len);
    if (f.attributes.s)
        return rel_fail(ctx, REL_E_DATA,
                        "'%s' line %" PRId64 ": expected attributes with a weight, found '%.*s'", path,
                        line_number, (int)(f.attributes.len < 80 ? f.attributes.len : 80), f.attributes.s);
    const bool third_is_good =
        to_third(f.field[2], rows->third_is_time && f.count == 3, &parsed.value, &parsed.third_may_be_time);
    const rel_str found = f.field[third_is_good ? 3 : 2];
    const rel_str short_found = {found.s, found.len < 80 ? found.len : 80};
    if (third_is_good)
        return rel_fail(ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected a time in column 4, found '%.*s'",
                        path, line_number, REL_STR_ARG(short_found));
    if (rows->third_is_time)
        return rel_fail(ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected a time in column 3, found '%.*s'",
                        path, line_number, REL_STR_ARG(short_found));
    return rel_fail(ctx, REL_E_DATA,
                    "'%s' line %" PRId64 ": expected a weight or a time in column 3, found '%.*s'", path,
                    line_number, REL_STR_ARG(short_found));
}

bool rel_edge_is_heading(rel_str line)
{
    static const char *const pairs[][2] = {{"source", "target"},
                                           {"from", "to"},
                                           {"src", "dst"},
                                           {"src", "dest"},
                                           {"node_1", "node_2"},
                                           {"node1", "node2"},
                                           {"id_1", "id_2"},
                                           {"id1", "id2"},
                                           {"u", "v"},
                                           {"follower", "followed"},
                                           {"head", "tail"},
                                           {"follower", "followee"},
                                           {"user1", "user2"},
                                           {"fromnodeid", "tonodeid"},
                                           {"from_node", "to_node"}};
    fields f;
    cut(line.s, line.s + line.len, &f);
    if (f.count < 2) return false;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (rel_str_is_nocase(f.field[0], pairs[i][0]) && rel_str_is_nocase(f.field[1], pairs[i][1]))
            return true;
    return false;
}

int rel_edge_likeness(rel_str first)
{
    enum { LINES = 50 };
    const rel_edge_rows rows = {.form = REL_EDGE_TEXT};
    int edges = 0, numbers = 0;
    uint64_t number;
    const char *p = first.s, *end = first.s + first.len;
    if (first.len >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) p += 3;
    if (end - p > 14 && memcmp(p, "%%MatrixMarket", 14) == 0) return 0;
    while (p < end && edges < LINES) {
        edge_line line;
        const char *eol = memchr(p, '\n', (size_t)(end - p));
        if (!eol && edges) break; /* the last line may be cut */
        if (!eol) eol = end;
        const line_kind kind = understand(p, eol, &rows, &line);
        const bool heading = edges == 0 && rel_edge_is_heading((rel_str){p, (size_t)(eol - p)});
        if (kind == LINE_BAD && !heading) return 0;
        if (kind == LINE_EDGE && !heading) {
            if (strchr("{[<\"'", line.source.s[0])) return 0; /* JSON, XML, quoted CSV */
            if (!rel_utf8_valid(line.source.s, line.source.len)) return 0;
            edges++;
            numbers += to_number(line.source, &number) && to_number(line.target, &number);
        }
        p = eol + (eol < end);
    }
    if (!edges) return 0;
    return numbers == edges ? 80 : 30;
}
