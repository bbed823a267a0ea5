/* JSON: one value a line, or one document whose top-level array is cut into its elements. */
#include <stdlib.h>

#include "ingest/framing.h"
#include "ingest/ingest.h"
#include "src/base/i18n.h"
#include "src/base/json_parser.h"
#include "src/base/json_scan.h"

/* What the beginning of the file shows. */
typedef struct dialect {
    bool lines; /* one value a line */
} dialect;

static const char *line_end(const char *s, const char *end)
{
    const char *nl = memchr(s, '\n', (size_t)(end - s));
    return nl ? nl : end;
}

static rel_status begin(rel_ctx *ctx, const rel_probe *probe, const rel_ingest_opts *opts, void **out)
{
    dialect *d;
    (void)opts;
    const rel_status st = rel_alloc(ctx, &d, 1, sizeof *d, "JSON framing");
    if (st != REL_OK) return st;
    d->lines = rel_json_has_lines(probe->first, probe->whole);
    *out = d;
    return REL_OK;
}

/* Passes over what stands between two values of a document, and into and out of its arrays. */
static size_t between(rel_cut *cut, const char *data, size_t len)
{
    size_t i = 0;
    for (; i < len; i++) {
        const char c = data[i];
        if (c == '[' && !cut->inside)
            cut->inside = true;
        else if (c == ']' && cut->inside)
            cut->inside = false;
        else if (c != ' ' && c != '\t' && c != '\r' && c != '\n' && c != ',' && c != '\x1e')
            break;
    }
    return i;
}

static size_t cut_document(rel_cut *cut, const char *data, size_t len)
{
    size_t at = 0;
    while (at < len) {
        at += between(cut, data + at, len - at);
        if (at == len) break;
        int64_t depth = 0;
        bool quoted = false, escaped = false;
        const size_t n = rel_json_value_end(data + at, len - at, &depth, &quoted, &escaped);
        if (!n) break;
        at += n;
    }
    return at;
}

static size_t cut_json(const void *dia, rel_cut *cut, const char *data, size_t len, bool last)
{
    const dialect *d = dia;
    if (last) return len;
    return d->lines ? rel_last_line_end(data, len) : cut_document(cut, data, len);
}

static size_t skip_json(const void *dia, rel_cut *cut, const char *data, size_t len, bool *done)
{
    const dialect *d = dia;
    size_t n;
    if (d->lines) {
        const char *nl = memchr(data, '\n', len);
        n = nl ? (size_t)(nl - data) + 1 : 0;
    } else {
        n = rel_json_value_end(data, len, &cut->depth, &cut->quoted, &cut->escaped);
    }
    *done = n > 0;
    if (!*done) return len;
    cut->depth = 0;
    cut->quoted = cut->escaped = false;
    return n;
}

typedef struct reading {
    const rel_source_info *info;
    const rel_format *format;
    rel_batch *b;
    rel_json_parser parser;
} reading;

static void hand_over(reading *r, const cJSON *root, int64_t line)
{
    if (!cJSON_IsArray(root)) {
        r->b->counts.records++;
        r->format->read_json(r->info, r->b, root, line);
        return;
    }
    for (const cJSON *c = root->child; c; c = c->next) {
        r->b->counts.records++;
        r->format->read_json(r->info, r->b, c, line);
    }
}

static void refuse(reading *r, rel_json_fault fault, int64_t line)
{
    r->b->counts.records++;
    switch (fault) {
    case REL_JSON_TOO_DEEP:
        rel_batch_reject(r->b, REL_REJECT_TOO_DEEP, line, "deeper than %d", REL_JSON_MAX_DEPTH);
        break;
    case REL_JSON_TOO_LARGE:
        rel_batch_reject(r->b, REL_REJECT_TOO_LARGE, line, "more than %d values", REL_JSON_MAX_VALUES);
        break;
    case REL_JSON_TRUNCATED:
        rel_batch_reject(r->b, REL_REJECT_TRUNCATED, line, "brackets or quotes stay open");
        break;
    case REL_JSON_BAD: rel_batch_reject(r->b, REL_REJECT_BAD_JSON, line, "%s", ""); break;
    }
}

/* Reads the value at s; returns how many bytes it took. */
static size_t read_value(reading *r, char *s, size_t len, int64_t line, bool alone)
{
    rel_json_result result = rel_json_parse(&r->parser, s, len);
    r->b->counts.text_replaced += result.replaced;
    if (r->parser.status != REL_OK) {
        r->b->status = r->parser.status;
        return len;
    }
    if (alone && result.root && result.end + rel_json_blank(s + result.end, len - result.end) != len) {
        result.root = NULL;
        result.fault = REL_JSON_BAD;
    }
    if (result.root) {
        hand_over(r, result.root, line);
        return result.end;
    }
    refuse(r, result.fault, line);
    /* What no value starts with is one bad record up to where something else may start. */
    while (!strchr("{[\"", *s) && result.end < len && !strchr(",\n{[\"", s[result.end])) result.end++;
    return result.end;
}

static void read_lines(reading *r, const rel_block *block)
{
    char *s = block->data, *end = s + block->len;
    int64_t line = block->first_line;
    for (; s < end && r->b->status == REL_OK; line++) {
        char *nl = s + (line_end(s, end) - s);
        char *next = nl < end ? nl + 1 : nl;
        if (*s == '\x1e') s++; /* RFC 7464 */
        s += rel_json_blank(s, (size_t)(nl - s));
        if (s < nl) read_value(r, s, (size_t)(nl - s), line, true);
        s = next;
    }
}

static void read_document(reading *r, const rel_block *block)
{
    size_t at = 0;
    int64_t line = block->first_line;
    rel_cut cut = block->cut;
    while (at < block->len && r->b->status == REL_OK) {
        const size_t gap = between(&cut, block->data + at, block->len - at);
        line += rel_count_lines(block->data + at, gap);
        at += gap;
        if (at == block->len) break;
        const size_t n = read_value(r, block->data + at, block->len - at, line, false);
        line += rel_count_lines(block->data + at, n);
        at += n;
    }
}

static void parse_json(const void *dia, const rel_source_info *info, const rel_format *format, rel_batch *b,
                       const rel_block *block)
{
    const dialect *d = dia;
    reading r = {.info = info, .format = format, .b = b};
    rel_json_parser_init(&r.parser, b->ctx);
    if (d->lines)
        read_lines(&r, block);
    else
        read_document(&r, block);
    rel_json_parser_free(&r.parser);
    if (r.parser.peak_bytes > b->parse_bytes) b->parse_bytes = r.parser.peak_bytes;
}

const rel_framing_ops rel_framing_json = {
    .title = N_("JSON lines"),
    .begin = begin,
    .cut = cut_json,
    .skip = skip_json,
    .parse = parse_json,
};
