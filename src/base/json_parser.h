/* JSON parser: cJSON with memory of its own. Trees live in an arena that is emptied by the next parse, so
 * nothing is freed one by one: twice as fast as with malloc.
 *
 * cJSON's allocation hooks are process-global. Ours look at a variable of the calling thread: only while that
 * thread is inside rel_json_parse does memory come from the parser's arena; everybody else gets malloc and
 * free as before. */
#ifndef REL_BASE_JSON_PARSER_H
#define REL_BASE_JSON_PARSER_H

#include <cjson/cJSON.h>

#include "src/base/str.h"

/* Of one record. Each value takes 64 bytes and its text. */
enum { REL_JSON_MAX_VALUES = 2 * 1024 * 1024, REL_JSON_MAX_BYTES = 16 * 1024 * 1024 };

typedef struct rel_json_chunk rel_json_chunk;

typedef struct rel_json_parser {
    rel_ctx *ctx;          /* borrowed */
    rel_json_chunk *chunk; /* the newest first */
    size_t used;           /* of the newest */
    char *copy;            /* for a record whose numbers were put in quotes */
    size_t copy_capacity;
    size_t peak_bytes; /* held at one time so far */
    rel_status status; /* E_MEM when memory was out; stays */
} rel_json_parser;

/* {0} with a context is an empty parser. */
void rel_json_parser_init(rel_json_parser *p, rel_ctx *ctx);
void rel_json_parser_free(rel_json_parser *p);

typedef enum rel_json_fault {
    REL_JSON_BAD,       /* is no JSON */
    REL_JSON_TRUNCATED, /* brackets or quotes stay open */
    REL_JSON_TOO_DEEP,  /* deeper than REL_JSON_MAX_DEPTH */
    REL_JSON_TOO_LARGE, /* more than the above */
} rel_json_fault;

typedef struct rel_json_result {
    const cJSON *root; /* valid until the next parse; NULL: see fault, or the parser's status */
    rel_json_fault fault;
    size_t end;       /* where the value ends; len when it does not */
    int64_t replaced; /* escapes that stood for no character, now U+FFFD */
} rel_json_result;

/* Parses the value at s, which starts without white space. s[0..len] may be changed (escapes in place).
 * Whole numbers beyond 2^53 come out as strings of digits. What follows the value is not looked at. */
rel_json_result rel_json_parse(rel_json_parser *p, char *s, size_t len);

#endif
