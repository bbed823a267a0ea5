#include "src/base/xml.h"

#include <expat.h>
#include <inttypes.h>

#include "src/base/utf8.h"

enum { CHUNK_BYTES = 256 * 1024, TAG_MAX = 256 * 1024 * 1024 };

struct rel_xml {
    rel_ctx *ctx;
    XML_Parser parser;
    const char *path;
    const rel_xml_events *events;
    void *user;
    const bool *wants_text;
    int depth;
    rel_status status; /* of an event */
};

int64_t rel_xml_line(const rel_xml *at)
{
    return (int64_t)XML_GetCurrentLineNumber(at->parser);
}

/* The name without its prefix. */
static const char *local_name(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

rel_str rel_xml_attribute(const char *const *attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(local_name(attributes[0]), name) == 0) return rel_str_of(attributes[1]);
    return REL_STR_MISSING;
}

/* After the first failure no event is told, although Expat may still have some. */
static void keep(rel_xml *x, rel_status st)
{
    if (st == REL_OK || x->status != REL_OK) return;
    x->status = st;
    XML_StopParser(x->parser, XML_FALSE);
}

static void XMLCALL on_open(void *data, const XML_Char *name, const XML_Char **attributes)
{
    rel_xml *x = data;
    if (x->status != REL_OK) return;
    if (++x->depth > REL_XML_DEPTH_MAX) {
        keep(x, rel_fail(x->ctx, REL_E_LIMIT, "'%s' line %" PRId64 ": elements lie more than %d deep",
                         x->path, rel_xml_line(x), REL_XML_DEPTH_MAX));
        return;
    }
    keep(x, x->events->open(x->user, x, local_name(name), (const char *const *)attributes));
}

static void XMLCALL on_close(void *data, const XML_Char *name)
{
    rel_xml *x = data;
    (void)name;
    x->depth--;
    if (x->status == REL_OK) keep(x, x->events->close(x->user, x));
}

static void XMLCALL on_text(void *data, const XML_Char *text, int len)
{
    rel_xml *x = data;
    if (*x->wants_text && x->status == REL_OK) keep(x, x->events->text(x->user, text, (size_t)len));
}

static bool is_word(const char *name, const char *const *list)
{
    for (; *list; list++)
        if (rel_str_is_nocase(rel_str_of(name), *list)) return true;
    return false;
}

static int of_1252(char byte)
{
    char text[4];
    uint32_t code = 0;
    rel_utf8_decode(text, rel_utf8_from_1252(text, &byte, 1), &code);
    return (int)code;
}

/* The single-byte encodings that Expat does not bring along. */
static int XMLCALL on_encoding(void *data, const XML_Char *name, XML_Encoding *info)
{
    static const char *const WINDOWS[] = {"windows-1252", "cp1252", "x-cp1252", NULL};
    static const char *const LATIN9[] = {"iso-8859-15", "iso8859-15", "latin9", "latin-9", NULL};
    static const char *const LATIN1[] = {"iso8859-1", "latin1", "latin-1", "ansi", NULL};
    static const int CHANGED[8][2] = {{0xA4, 0x20AC}, {0xA6, 0x160}, {0xA8, 0x161}, {0xB4, 0x17D},
                                      {0xB8, 0x17E},  {0xBC, 0x152}, {0xBD, 0x153}, {0xBE, 0x178}};
    const bool windows = is_word(name, WINDOWS), latin9 = is_word(name, LATIN9);
    (void)data;
    if (!windows && !latin9 && !is_word(name, LATIN1)) return XML_STATUS_ERROR;
    for (int i = 0; i < 256; i++) info->map[i] = i;
    for (int i = 0x80; windows && i < 0xA0; i++) info->map[i] = of_1252((char)i);
    for (int i = 0; latin9 && i < 8; i++) info->map[CHANGED[i][0]] = CHANGED[i][1];
    info->data = NULL;
    info->convert = NULL;
    info->release = NULL;
    return XML_STATUS_OK;
}

/* What Expat found, at the place where it did. */
static rel_status refuse(const rel_xml *x, const char *format)
{
    const enum XML_Error code = XML_GetErrorCode(x->parser);
    if (x->status != REL_OK) return x->status;
    if (code == XML_ERROR_NO_MEMORY) return rel_fail(x->ctx, REL_E_MEM, "no memory to read '%s'", x->path);
    return rel_fail(x->ctx, REL_E_DATA, "'%s' line %" PRId64 " column %" PRId64 ": not valid %s: %s", x->path,
                    rel_xml_line(x), (int64_t)XML_GetCurrentColumnNumber(x->parser) + 1, format,
                    XML_ErrorString(code));
}

/* Feeds the file piece by piece. A tag longer than a piece is looked at again from its start with each
 * further one: pieces grow with it, or a long tag would take time by the square of its length. */
static rel_status feed(rel_xml *x, rel_input *in, const char *format)
{
    rel_status st;
    size_t chunk = CHUNK_BYTES, got;
    int64_t fed = 0;
    do {
        REL_TRY(rel_poll(x->ctx));
        rel_progress(x->ctx, "reading", "bytes", rel_input_consumed(in), rel_input_size(in));
        void *room = XML_GetBuffer(x->parser, (int)chunk);
        if (!room) return rel_fail(x->ctx, REL_E_MEM, "no memory to read '%s'", x->path);
        REL_TRY(rel_input_read(x->ctx, in, room, chunk, &got));
        /* What was UTF-16 arrives decoded, whatever the declaration says. */
        if (!fed && rel_input_is_utf16(in)) XML_SetEncoding(x->parser, "UTF-8");
        if (XML_ParseBuffer(x->parser, (int)got, got == 0) != XML_STATUS_OK) return refuse(x, format);
        fed += (int64_t)got;
        const int64_t done = (int64_t)XML_GetCurrentByteIndex(x->parser);
        const int64_t pending = done >= 0 && done < fed ? fed - done : 0;
        if (pending > TAG_MAX)
            return rel_fail(x->ctx, REL_E_LIMIT, "'%s' line %" PRId64 ": a tag of more than %d bytes",
                            x->path, rel_xml_line(x), TAG_MAX);
        chunk = pending > CHUNK_BYTES ? (size_t)pending : CHUNK_BYTES;
    } while (got);
out:
    return st;
}

rel_status rel_xml_read(rel_ctx *ctx, rel_input *in, const char *path, const char *format,
                        const rel_xml_events *events, void *user, const bool *wants_text)
{
    rel_xml x = {
        .ctx = ctx, .path = path, .events = events, .user = user, .wants_text = wants_text, .status = REL_OK};
    x.parser = XML_ParserCreate(NULL);
    if (!x.parser) return rel_fail(ctx, REL_E_MEM, "no memory to read '%s'", path);
    XML_SetUserData(x.parser, &x);
    XML_SetElementHandler(x.parser, on_open, on_close);
    XML_SetCharacterDataHandler(x.parser, on_text);
    XML_SetUnknownEncodingHandler(x.parser, on_encoding, NULL);
    const rel_status st = feed(&x, in, format);
    XML_ParserFree(x.parser);
    return st;
}

/* The next tag of the head, from '<' on; missing when there is none. *after: what follows it. */
static rel_str next_tag(rel_str head, rel_str *after)
{
    const char *open = head.len ? memchr(head.s, '<', head.len) : NULL;
    *after = REL_STR_MISSING;
    if (!open) return REL_STR_MISSING;
    const rel_str tag = {open, head.len - (size_t)(open - head.s)};
    const char *close = tag.len > 3 && memcmp(tag.s, "<!--", 4) == 0 ? "-->"
                        : tag.len > 1 && tag.s[1] == '?'             ? "?>"
                                                                     : ">";
    const size_t len = strlen(close);
    for (size_t i = 1; i + len <= tag.len; i++) {
        if (memcmp(tag.s + i, close, len) != 0) continue;
        *after = (rel_str){tag.s + i + len, tag.len - i - len};
        break;
    }
    return tag;
}

bool rel_xml_root_is(rel_str first, const char *name)
{
    enum { HEAD_MAX = 16 * 1024 };
    char head[HEAD_MAX];
    size_t len = 0;
    /* ASCII characters of UTF-16 have one zero byte each. */
    for (size_t i = 0; i < first.len && len < HEAD_MAX; i++)
        if (first.s[i]) head[len++] = first.s[i];
    rel_str rest = {head, len};
    if (len >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0) rest = (rel_str){head + 3, len - 3};
    if (len >= 2 && (memcmp(head, "\xFF\xFE", 2) == 0 || memcmp(head, "\xFE\xFF", 2) == 0))
        rest = (rel_str){head + 2, len - 2};
    rest = rel_str_trim(rest);
    if (!rest.len || rest.s[0] != '<') return false;
    for (;;) {
        rel_str tag = next_tag(rest, &rest);
        if (tag.len < 2) return false;
        if (tag.s[1] == '!' || tag.s[1] == '?') continue;
        size_t end = 1;
        while (end < tag.len && !strchr(" \t\r\n/>", tag.s[end])) end++;
        tag = (rel_str){tag.s + 1, end - 1};
        const char *colon = memchr(tag.s, ':', tag.len);
        if (colon) tag = (rel_str){colon + 1, tag.len - (size_t)(colon + 1 - tag.s)};
        return rel_str_is(tag, name);
    }
}
