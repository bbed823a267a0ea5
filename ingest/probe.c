#include "ingest/probe.h"

#include <stdlib.h>

#include "ingest/ingest.h"
#include "src/base/json_parser.h"
#include "src/base/json_scan.h"

/* The tree of the value at s, or of its beginning; NULL when there is none. The caller frees it. */
static rel_status parse_sample(rel_ctx *ctx, const char *s, size_t len, cJSON **tree)
{
    rel_status st = REL_OK;
    char *copy = NULL, *text = NULL;
    size_t n;
    rel_json_parser hooks;
    *tree = NULL;
    rel_json_parser_init(&hooks, ctx); /* cJSON's hooks must not change while a tree lives */
    REL_TRY(rel_alloc(ctx, &copy, len + 1, 1, "sample"));
    REL_TRY(rel_alloc(ctx, &text, REL_JSON_QUOTED_MAX(len + REL_JSON_MAX_DEPTH + 1), 1, "sample"));
    memcpy(copy, s, len);
    const rel_json_scan scan = rel_json_scan_value(copy, len);
    if (scan.depth > REL_JSON_MAX_DEPTH) goto out;
    if (scan.complete) {
        n = rel_json_quote_numbers(text, copy, scan.end);
    } else {
        n = rel_json_close(text, copy, len);
    }
    if (n) *tree = cJSON_ParseWithLength(text, n);
out:
    rel_json_parser_free(&hooks);
    free(text);
    free(copy);
    return st;
}

static bool opens(char c)
{
    return c == '{' || c == '[';
}

/* Start of the next value that is an object at or behind `at`; len when there is none. Goes into arrays;
 * passes over lines that start with something else. */
static size_t next_value(rel_str text, size_t at)
{
    while (at < text.len) {
        at += rel_json_blank(text.s + at, text.len - at);
        if (at == text.len || text.s[at] == '{') return at;
        if (text.s[at] == '[' || text.s[at] == ',' || text.s[at] == ']' || text.s[at] == '\x1e') {
            at++;
            continue;
        }
        const char *nl = memchr(text.s + at, '\n', text.len - at);
        at = nl ? (size_t)(nl - text.s) + 1 : text.len;
    }
    return at;
}

/* The value at text.s[at], or what there is of it. In JSON lines it ends with its line, damaged or not. */
static size_t value_length(rel_str text, size_t at, bool lines)
{
    int64_t depth = 0;
    bool quoted = false, escaped = false;
    size_t len = text.len - at;
    const char *nl = lines ? memchr(text.s + at, '\n', len) : NULL;
    if (nl) len = (size_t)(nl - text.s) - at;
    const size_t n = rel_json_value_end(text.s + at, len, &depth, &quoted, &escaped);
    return n ? n : len;
}

static rel_status take_samples(rel_ctx *ctx, rel_probe_hold *hold)
{
    rel_probe *p = &hold->probe;
    const bool lines = rel_json_has_lines(p->first, p->whole);
    size_t at = next_value(p->first, 0);
    for (int tries = 0; at < p->first.len && p->samples < REL_PROBE_RECORDS && tries < 4 * REL_PROBE_RECORDS;
         tries++) {
        const size_t len = value_length(p->first, at, lines);
        cJSON *tree;
        const rel_status st = parse_sample(ctx, p->first.s + at, len, &tree);
        if (st != REL_OK) return st;
        if (tree) hold->record[p->samples++] = tree;
        at = next_value(p->first, at + len);
    }
    return REL_OK;
}

/* JSON starts with a bracket, or has a line that does behind one that is damaged: two lines, to tell it from
 * text with a bracket in it. */
static bool may_be_json(rel_str text)
{
    size_t at = rel_json_blank(text.s, text.len), lines = 0;
    if (at < text.len && (opens(text.s[at]) || text.s[at] == '\x1e')) return true;
    while (at < text.len) {
        const char *nl = memchr(text.s + at, '\n', text.len - at);
        if (!nl) break;
        at = (size_t)(nl - text.s) + 1;
        if (at + 1 < text.len && text.s[at] == '{' && text.s[at + 1] == '"') lines++;
    }
    return lines >= 2;
}

static rel_str first_line(rel_str text)
{
    while (text.len) {
        rel_str line = rel_str_cut(&text, '\n');
        if (line.len && line.s[line.len - 1] == '\r') line.len--;
        if (rel_str_trim(line).len && line.s[0] != '#' && line.s[0] != '%') return line;
        if (!text.s) break;
    }
    return REL_STR_MISSING;
}

static rel_status look(rel_ctx *ctx, rel_input *in, size_t bytes, rel_probe_hold *hold)
{
    rel_str first;
    rel_status st = rel_input_peek(ctx, in, bytes, &first);
    if (st != REL_OK) return st;
    rel_probe *p = &hold->probe;
    p->whole = first.len < bytes;
    p->first = first;
    p->header = first_line(first);
    if (!may_be_json(first)) return REL_OK;
    st = take_samples(ctx, hold);
    if (st != REL_OK) {
        rel_probe_free(hold);
        return st;
    }
    p->sample = (const struct cJSON *const *)hold->record;
    p->json = hold->record[0];
    return REL_OK;
}

rel_status rel_probe_make(rel_ctx *ctx, const char *path, rel_input *in, const rel_ingest_opts *opts,
                          rel_probe_hold *hold)
{
    *hold = (rel_probe_hold){.probe = {.path = path, .opts = opts}};
    return look(ctx, in, REL_PROBE_BYTES, hold);
}

rel_status rel_probe_deepen(rel_ctx *ctx, rel_input *in, rel_probe_hold *hold, bool *deeper)
{
    const rel_probe before = hold->probe;
    *deeper = !before.whole && may_be_json(before.first);
    if (!*deeper) return REL_OK;
    rel_probe_free(hold);
    *hold = (rel_probe_hold){.probe = {.path = before.path, .opts = before.opts}};
    return look(ctx, in, REL_PROBE_DEEP_BYTES, hold);
}

void rel_probe_free(rel_probe_hold *hold)
{
    for (size_t i = 0; i < REL_PROBE_RECORDS; i++) cJSON_Delete(hold->record[i]);
    *hold = (rel_probe_hold){0};
}
