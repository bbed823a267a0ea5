#include "src/cli/wrapped.h"

#include <stdio.h>

#include "src/base/utf8.h"

void rel_wrapped_plain(rel_buf *b)
{
    size_t to = 0;
    bool white = true;
    for (size_t i = 0; i < b->len; i++) {
        const bool blank = b->data[i] == ' ' || (b->data[i] >= '\t' && b->data[i] <= '\r');
        if (blank && white) continue;
        b->data[to++] = blank ? ' ' : b->data[i];
        white = blank;
    }
    b->len = to;
    b->data[to] = '\0';
    rel_utf8_printable(b->data);
    b->len = strlen(b->data);
}

/* The end of a line: a blank, or the end of the text. */
static size_t line_end(const char *text, int width)
{
    size_t end = 0, next = 0;
    while (text[next]) {
        size_t word = next;
        while (text[word] == ' ') word++;
        while (text[word] && text[word] != ' ') word++;
        char part[1024];
        snprintf(part, sizeof part, "%.*s", (int)word, text);
        if (end && rel_utf8_width(part) > width) break;
        end = next = word;
    }
    return end;
}

void rel_wrapped_put(rel_outfile *out, const char *text, int indent, int width)
{
    for (bool first = true; *text; first = false) {
        const size_t end = line_end(text, width - indent);
        if (!first) rel_outfile_printf(out, "%*s", indent, "");
        rel_outfile_printf(out, "%.*s\n", (int)end, text);
        text += end;
        while (*text == ' ') text++;
    }
}
