/* JSON: one value a line, or one document whose top-level array is cut into its elements, and whose objects
 * into those of their lists when the format has some (json_lists.h). */
#include <stdlib.h>

#include "ingest/framing.h"
#include "ingest/ingest.h"
#include "ingest/preset.h"
#include "src/base/i18n.h"
#include "src/base/json_parser.h"
#include "src/base/json_scan.h"
#include "src/base/json_tree.h"

/* What the beginning of the file shows. */
typedef struct dialect {
    bool lines;                 /* one value a line */
    const rel_json_list *lists; /* of the format or preset, or NULL */
} dialect;

static const char *line_end(const char *s, const char *end)
{
    const char *nl = memchr(s, '\n', (size_t)(end - s));
    return nl ? nl : end;
}

static rel_status begin(rel_ctx *ctx, const rel_probe *probe, const rel_format *format,
                        const rel_ingest_opts *opts, void **out)
{
    dialect *d;
    (void)opts;
    const rel_status st = rel_alloc(ctx, &d, 1, sizeof *d, "JSON framing");
    if (st != REL_OK) return st;
    /* Of JSON that a preset describes the preset knows the list. */
    d->lists = probe->preset && probe->preset->records ? probe->preset->lists : format->lists;
    /* A long first line may be a document of any size when its lists can be cut. */
    const bool long_line = !probe->whole && !memchr(probe->first.s, '\n', probe->first.len);
    d->lines = rel_json_has_lines(probe->first, probe->whole) && !(d->lists && long_line);
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

static size_t value_length(const char *s, size_t len)
{
    int64_t depth = 0;
    bool quoted = false, escaped = false;
    return rel_json_value_end(s, len, &depth, &quoted, &escaped);
}

/* Where a document is gone on with. */
typedef enum next_part {
    PART_RECORD,  /* a record of *n bytes */
    PART_BETWEEN, /* *n bytes that belong to no record */
    PART_SHORT,   /* the bytes end before what starts here does */
} next_part;

/* What starts at s, outside of all objects with lists. */
static next_part part_outside(const dialect *d, rel_cut *cut, const char *s, size_t len, size_t *n)
{
    if ((*n = between(cut, s, len))) return PART_BETWEEN;
    if (d->lists && *s == '{') {
        switch (rel_json_has_list(d->lists, s, len, n)) {
        case REL_STEP_ON: return PART_RECORD;
        case REL_STEP_SHORT: return PART_SHORT;
        case REL_STEP_RECORD: rel_json_place_step(&cut->place, d->lists, s, len, n); return PART_BETWEEN;
        case REL_STEP_BAD: break;
        }
    }
    *n = value_length(s, len);
    return *n ? PART_RECORD : PART_SHORT;
}

static next_part next(const dialect *d, rel_cut *cut, const char *s, size_t len, size_t *n)
{
    if (!cut->place.levels) return part_outside(d, cut, s, len, n);
    switch (rel_json_place_step(&cut->place, d->lists, s, len, n)) {
    case REL_STEP_ON: return PART_BETWEEN;
    case REL_STEP_SHORT: return PART_SHORT;
    case REL_STEP_RECORD: *n = value_length(s, len); return *n ? PART_RECORD : PART_SHORT;
    case REL_STEP_BAD: break;
    }
    /* What follows is read as if it stood outside. */
    cut->place.levels = 0;
    return part_outside(d, cut, s, len, n);
}

static size_t cut_document(const dialect *d, rel_cut *cut, const char *data, size_t len)
{
    size_t at = 0, n = 0;
    while (at < len && next(d, cut, data + at, len - at, &n) != PART_SHORT) at += n;
    return at;
}

static size_t cut_json(const void *dia, rel_cut *cut, const char *data, size_t len, bool last)
{
    const dialect *d = dia;
    if (last) return len;
    return d->lines ? rel_last_line_end(data, len) : cut_document(d, cut, data, len);
}

/* Where the value of a member starts; 0 for everything else. */
static size_t value_of_member(const rel_cut *cut, const char *data, size_t len)
{
    if (!cut->place.levels || *data != '"') return 0;
    const size_t key = value_length(data, len);
    const char *colon = key ? memchr(data + key, ':', len - key) : NULL;
    if (!colon) return 0;
    const size_t at = (size_t)(colon + 1 - data);
    return at + rel_json_blank(data + at, len - at);
}

/* Passes what is there of an object in which no list has come yet: its members are looked at one by one from
 * here. */
static size_t enter_object(const dialect *d, rel_cut *cut, const char *data, size_t len)
{
    size_t at = 0, n = 0;
    while (at < len && rel_json_place_step(&cut->place, d->lists, data + at, len - at, &n) == REL_STEP_ON)
        at += n;
    return at;
}

static size_t skip_json(const void *dia, rel_cut *cut, const char *data, size_t len, bool *done)
{
    const dialect *d = dia;
    size_t n, from = 0;
    if (d->lists && !d->lines && !cut->skipping && !cut->place.levels && *data == '{') {
        *done = true;
        return enter_object(d, cut, data, len);
    }
    if (d->lines) {
        const char *nl = memchr(data, '\n', len);
        n = nl ? (size_t)(nl - data) + 1 : 0;
    } else {
        if (!cut->skipping) from = value_of_member(cut, data, len);
        n = rel_json_value_end(data + from, len - from, &cut->depth, &cut->quoted, &cut->escaped);
    }
    *done = n > 0;
    cut->skipping = !*done;
    if (!*done) return len;
    cut->depth = 0;
    cut->quoted = cut->escaped = false;
    return from + n;
}

typedef struct reading {
    const rel_format *format;
    const rel_json_list *lists; /* of the dialect */
    rel_batch *b;
    rel_json_parser parser;
    rel_source_info info; /* as given, with the outer object of the list that is read */
    bool in_list;         /* the values are elements of a list */
    bool outer_known;     /* info.outer belongs to this list */
    rel_json_parser outer_parser;
} reading;

static void hand_record(reading *r, const cJSON *record, int64_t line)
{
    r->b->counts.records++;
    r->format->read_json(&r->info, r->b, record, line);
}

/* Hands over the elements of a list of o, the first k of whose names were passed. False: there is no such
 * list. */
static bool hand_list(reading *r, const cJSON *o, const rel_json_list *list, int k, int64_t line)
{
    bool found = false;
    const cJSON *value = rel_field(o, list->name[k]);
    if (k + 1 < REL_LIST_NAMES && list->name[k + 1]) {
        if (!cJSON_IsArray(value)) return hand_list(r, value, list, k + 1, line);
        for (const cJSON *c = value->child; c; c = c->next)
            if (cJSON_IsObject(c)) found |= hand_list(r, c, list, k + 1, line);
        return found;
    }
    if (!cJSON_IsArray(value)) return false;
    r->info.outer = o;
    for (const cJSON *c = value->child; c; c = c->next) hand_record(r, c, line);
    r->info.outer = NULL;
    return true;
}

static void hand_value(reading *r, const cJSON *value, int64_t line)
{
    bool found = false;
    const rel_json_list *list = r->in_list ? NULL : r->lists;
    for (; list && list->name[0]; list++) found |= hand_list(r, value, list, 0, line);
    if (!found) hand_record(r, value, line);
}

static void hand_over(reading *r, const cJSON *root, int64_t line)
{
    if (r->in_list || !cJSON_IsArray(root)) {
        hand_value(r, root, line);
        return;
    }
    for (const cJSON *c = root->child; c; c = c->next) hand_value(r, c, line);
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

static bool in_list(const rel_cut *cut)
{
    const rel_json_place *p = &cut->place;
    return p->levels && p->level[p->levels - 1].open == REL_IN_LIST;
}

/* Makes the members around the list known to the reader. */
static void take_outer(reading *r, const rel_json_place *place)
{
    char text[REL_LIST_HEAD_BYTES + 2];
    r->outer_known = true;
    r->info.outer = NULL;
    if (!place->head_len) return;
    text[0] = '{';
    memcpy(text + 1, place->head, place->head_len);
    text[place->head_len] = '}'; /* in the place of the last comma */
    r->info.outer = rel_json_parse(&r->outer_parser, text, place->head_len + 1u).root;
    if (r->outer_parser.status != REL_OK) r->b->status = r->outer_parser.status;
}

/* Reads on inside an object that may have lists. Returns how many bytes that took. */
static size_t read_part(reading *r, const dialect *d, rel_cut *cut, char *s, size_t len, int64_t line)
{
    size_t n = 0;
    switch (next(d, cut, s, len, &n)) {
    case PART_BETWEEN: break;
    case PART_SHORT: refuse(r, REL_JSON_TRUNCATED, line); return len;
    case PART_RECORD:
        r->in_list = in_list(cut);
        if (r->in_list && !r->outer_known) take_outer(r, &cut->place);
        if (r->b->status == REL_OK) read_value(r, s, n, line, true);
        break;
    }
    if (in_list(cut)) return n;
    r->in_list = r->outer_known = false;
    r->info.outer = NULL;
    return n;
}

static void read_document(reading *r, const dialect *d, const rel_block *block)
{
    size_t at = 0, n;
    int64_t line = block->first_line;
    rel_cut cut = block->cut;
    while (at < block->len && r->b->status == REL_OK) {
        char *s = block->data + at;
        const size_t len = block->len - at;
        if (d->lists)
            n = read_part(r, d, &cut, s, len, line);
        else if (!(n = between(&cut, s, len)))
            n = read_value(r, s, len, line, false);
        line += rel_count_lines(s, n);
        at += n;
    }
}

static void parse_json(const void *dia, const rel_source_info *info, const rel_format *format, rel_batch *b,
                       const rel_block *block)
{
    const dialect *d = dia;
    reading r = {.info = *info, .format = format, .lists = d->lists, .b = b};
    rel_json_parser_init(&r.parser, b->ctx);
    rel_json_parser_init(&r.outer_parser, b->ctx);
    if (d->lines)
        read_lines(&r, block);
    else
        read_document(&r, d, block);
    rel_json_parser_free(&r.parser);
    rel_json_parser_free(&r.outer_parser);
    if (r.parser.peak_bytes > b->parse_bytes) b->parse_bytes = r.parser.peak_bytes;
}

const rel_framing_ops rel_framing_json = {
    .title = N_("JSON lines"),
    .begin = begin,
    .cut = cut_json,
    .skip = skip_json,
    .parse = parse_json,
};
