/* The scan before cJSON and what it promises: the value ends inside the text, a second scan of the mended
 * text finds nothing more to mend, and cutting agrees with scanning about where a value ends. */
#include <stdlib.h>
#include <string.h>

#include "src/base/json_parser.h"
#include "src/base/json_scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition)
{
    if (!condition) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1), *closed = malloc(size + 256);
    require(text && closed);
    if (size) memcpy(text, data, size);
    text[size] = '\0';
    const size_t blank = rel_json_blank(text, size);
    char *s = text + blank;
    const size_t len = size - blank;

    int64_t depth = 0;
    bool quoted = false, escaped = false;
    const size_t end = rel_json_value_end(s, len, &depth, &quoted, &escaped);
    const rel_json_scan first = rel_json_scan_value(s, len);
    require(first.end <= len);
    require(rel_json_scan_value(s, len).replaced == 0);
    if (first.complete && len && (*s == '{' || *s == '[' || *s == '"')) require(end == first.end);

    rel_ctx ctx;
    rel_json_parser parser;
    rel_ctx_init(&ctx, 1);
    rel_json_parser_init(&parser, &ctx);
    const rel_json_result r = rel_json_parse(&parser, s, len);
    require(r.end <= len && (!r.root || first.complete));
    const size_t n = rel_json_close(closed, s, len);
    if (n) require(rel_json_scan_value(closed, n).complete);
    rel_json_parser_free(&parser);
    rel_ctx_free(&ctx);
    free(closed);
    free(text);
    return 0;
}
