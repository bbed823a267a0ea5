#include "ingest/framing.h"

const rel_framing_ops *rel_framing_of(rel_framing framing)
{
    switch (framing) {
    case REL_FRAMING_JSON: return &rel_framing_json;
    case REL_FRAMING_CSV: return &rel_framing_csv;
    case REL_FRAMING_LINES: return &rel_framing_lines;
    }
    return NULL;
}

int64_t rel_count_lines(const char *data, size_t len)
{
    int64_t lines = 0;
    /* Counted in bytes first, which the compiler turns into wide compares. */
    for (size_t i = 0; i < len;) {
        const size_t end = len - i < 255 ? len : i + 255;
        unsigned char found = 0;
        for (; i < end; i++) found = (unsigned char)(found + (data[i] == '\n'));
        lines += found;
    }
    return lines;
}

int64_t rel_framing_lines_in(const rel_framing_ops *ops, const void *dialect, const char *data, size_t len)
{
    return ops->lines ? ops->lines(dialect, data, len) : rel_count_lines(data, len);
}

size_t rel_last_line_end(const char *data, size_t len)
{
    while (len && data[len - 1] != '\n') len--;
    return len;
}
