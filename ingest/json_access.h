/* Values of records in a JSON tree, beside the plain ones of src/base/json_tree.h: counts, flags and times,
 * each of which may be missing. */
#ifndef REL_INGEST_JSON_ACCESS_H
#define REL_INGEST_JSON_ACCESS_H

#include "ingest/record.h"
#include "src/base/json_tree.h"

/* The first of several fields that is there: rel_field_first(o, "code", "shortcode", NULL). */
const cJSON *rel_field_first(const cJSON *o, ...) __attribute__((sentinel));

/* A count: a whole number, or a string of digits, of 0 or more; else REL_COUNT_MISSING. *ignored, when not
 * NULL, is increased when something was there that is no count. */
int64_t rel_value_count(const cJSON *item, int64_t *ignored);
/* 0, 1 or REL_FLAG_MISSING. */
int8_t rel_value_flag(const cJSON *item);

/* A time as rel_time_parse takes it, or an epoch as a number. REL_TIME_MISSING when item is NULL; *bad is set
 * when something was there that is no time. */
int64_t rel_value_time(const cJSON *item, bool *bad);

#endif
