/* JSON writer into a buffer. Commas are its business; the caller keeps begin and end in balance. Numbers
 * are written so that reading them back gives the same double; NaN and infinities become null. */
#ifndef REL_BASE_JSON_WRITER_H
#define REL_BASE_JSON_WRITER_H

#include "src/base/str.h"

typedef struct rel_json {
    rel_buf out;       /* rel_buf_free when done */
    rel_ctx *ctx;      /* borrowed */
    rel_status status; /* of the first failure; later calls do nothing */
    bool need_comma;
} rel_json;

void rel_json_init(rel_json *j, rel_ctx *ctx);
void rel_json_begin_object(rel_json *j, const char *key); /* key NULL at top level and in arrays */
void rel_json_end_object(rel_json *j);
void rel_json_begin_array(rel_json *j, const char *key);
void rel_json_end_array(rel_json *j);
void rel_json_text(rel_json *j, const char *key, rel_str value); /* missing becomes null */
void rel_json_i64(rel_json *j, const char *key, int64_t value);
void rel_json_f64(rel_json *j, const char *key, double value);
void rel_json_bool(rel_json *j, const char *key, bool value);
void rel_json_null(rel_json *j, const char *key);
/* Ends a line of JSON lines. */
void rel_json_newline(rel_json *j);

/* Shortest decimal text that reads back as x; "null" for NaN and infinities when json, else "NaN", "INF",
 * "-INF" (XML Schema's words). Returns the length; text has room for REL_F64_TEXT bytes. */
enum { REL_F64_TEXT = 32 };
int rel_f64_text(double x, bool json, char text[REL_F64_TEXT]);

#endif
