/* Reading fields of a JSON tree: every function takes a missing or null field, or one of another type, as
 * missing. Keys are compared exactly. */
#ifndef REL_BASE_JSON_TREE_H
#define REL_BASE_JSON_TREE_H

#include <cjson/cJSON.h>

#include "src/base/str.h"

/* The field of an object; NULL when o is NULL or no object, and when the field is missing or null. The first
 * of several fields of one name. */
const cJSON *rel_field(const cJSON *o, const char *key);
/* Nested: rel_field_path(o, "core", "user", NULL) */
const cJSON *rel_field_path(const cJSON *o, ...) __attribute__((sentinel));
/* The field under one of two names (camelCase and snake_case). */
const cJSON *rel_field_either(const cJSON *o, const char *key, const char *other);

/* The field when it is an object or an array, else NULL. */
const cJSON *rel_field_object(const cJSON *o, const char *key);
const cJSON *rel_field_array(const cJSON *o, const char *key);
/* First element of an array or NULL; go on with ->next. */
const cJSON *rel_array_first(const cJSON *array);

/* The text of a string; missing for everything else. */
rel_str rel_value_text(const cJSON *item);
rel_str rel_field_text(const cJSON *o, const char *key);

/* An id: a string that is not empty, or a whole number, whose digits are written to room. */
enum { REL_JSON_ID_TEXT = 24 };
rel_str rel_value_id(const cJSON *item, char room[REL_JSON_ID_TEXT]);

/* A whole number of any sign. False when it is none. */
bool rel_value_i64(const cJSON *item, int64_t *out);
bool rel_value_is_true(const cJSON *item);

/* A value as a sentence about it shows it: 'text', a number, true, null; {} and [] whatever they hold.
 * Returns text. */
enum { REL_VALUE_WORDS = 80 };
const char *rel_value_words(const cJSON *item, char text[REL_VALUE_WORDS]);

#endif
