#include "src/base/json_writer.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "src/base/number_text.h"
#include "src/base/utf8.h"

void rel_json_init(rel_json *j, rel_ctx *ctx)
{
    *j = (rel_json){.ctx = ctx};
}

static void put(rel_json *j, const char *s, size_t len)
{
    if (j->status == REL_OK) j->status = rel_buf_add(j->ctx, &j->out, s, len);
}

static void quoted(rel_json *j, rel_str s)
{
    size_t from = 0;
    put(j, "\"", 1);
    for (size_t i = 0; i < s.len; i++) {
        const unsigned char c = (unsigned char)s.s[i];
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        char escape[8];
        const char *shorthand = c ? strchr("\"\"\\\\\nn\tt\rr", c) : NULL;
        const int len = shorthand ? snprintf(escape, sizeof escape, "\\%c", shorthand[1])
                                  : snprintf(escape, sizeof escape, "\\u%04x", c);
        put(j, s.s + from, i - from);
        put(j, escape, (size_t)len);
        from = i + 1;
    }
    put(j, s.s + from, s.len - from);
    put(j, "\"", 1);
}

static void prefix(rel_json *j, const char *key)
{
    if (j->need_comma) put(j, ",", 1);
    j->need_comma = true;
    if (!key) return;
    quoted(j, rel_str_of(key));
    put(j, ":", 1);
}

static void open(rel_json *j, const char *key, const char *bracket)
{
    prefix(j, key);
    put(j, bracket, 1);
    j->need_comma = false;
}

static void close(rel_json *j, const char *bracket)
{
    put(j, bracket, 1);
    j->need_comma = true;
}

void rel_json_begin_object(rel_json *j, const char *key)
{
    open(j, key, "{");
}

void rel_json_end_object(rel_json *j)
{
    close(j, "}");
}

void rel_json_begin_array(rel_json *j, const char *key)
{
    open(j, key, "[");
}

void rel_json_end_array(rel_json *j)
{
    close(j, "]");
}

void rel_json_text(rel_json *j, const char *key, rel_str value)
{
    prefix(j, key);
    if (value.s)
        quoted(j, value);
    else
        put(j, "null", 4);
}

void rel_json_i64(rel_json *j, const char *key, int64_t value)
{
    char text[24];
    prefix(j, key);
    put(j, text, (size_t)snprintf(text, sizeof text, "%" PRId64, value));
}

void rel_json_f64(rel_json *j, const char *key, double value)
{
    char text[REL_F64_TEXT];
    prefix(j, key);
    put(j, text, (size_t)rel_f64_text(value, true, text));
}

void rel_json_bool(rel_json *j, const char *key, bool value)
{
    prefix(j, key);
    put(j, value ? "true" : "false", value ? 4 : 5);
}

void rel_json_null(rel_json *j, const char *key)
{
    prefix(j, key);
    put(j, "null", 4);
}

void rel_json_newline(rel_json *j)
{
    put(j, "\n", 1);
    j->need_comma = false;
}

int rel_f64_text(double x, bool json, char text[REL_F64_TEXT])
{
    if (json && !isfinite(x)) return snprintf(text, REL_F64_TEXT, "null");
    char *end = rel_put_f64(text, x);
    *end = '\0';
    return (int)(end - text);
}
