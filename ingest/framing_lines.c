/* Lines: one record a line. Blank lines and comments, which begin with # or %, are no records. */
#include "ingest/framing.h"
#include "src/base/i18n.h"

static size_t cut_lines(const void *dialect, rel_cut *cut, const char *data, size_t len, bool last)
{
    (void)dialect;
    (void)cut;
    return last ? len : rel_last_line_end(data, len);
}

static size_t skip_line(const void *dialect, rel_cut *cut, const char *data, size_t len, bool *done)
{
    (void)dialect;
    (void)cut;
    const char *nl = memchr(data, '\n', len);
    *done = nl != NULL;
    return nl ? (size_t)(nl - data) + 1 : len;
}

static void parse_lines(const void *dialect, const rel_source_info *info, const rel_format *format,
                        rel_batch *b, const rel_block *block)
{
    (void)dialect;
    const char *p = block->data, *const end = p + block->len;
    for (int64_t line = block->first_line; p < end && b->status == REL_OK; line++) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        const rel_str record = rel_str_trim((rel_str){p, (size_t)((nl ? nl : end) - p)});
        p = nl ? nl + 1 : end;
        if (!record.len || record.s[0] == '#' || record.s[0] == '%') continue;
        b->counts.records++;
        format->read_line(info, b, record, line);
    }
}

const rel_framing_ops rel_framing_lines = {
    .title = N_("edge list"),
    .cut = cut_lines,
    .skip = skip_line,
    .parse = parse_lines,
};
