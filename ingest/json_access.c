#include "ingest/json_access.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

const cJSON *rel_field_first(const cJSON *o, ...)
{
    const cJSON *found = NULL;
    const char *key;
    va_list keys;
    va_start(keys, o);
    while (!found && (key = va_arg(keys, const char *))) found = rel_field(o, key);
    va_end(keys);
    return found;
}

int64_t rel_value_count(const cJSON *item, int64_t *ignored)
{
    int64_t n;
    if (rel_value_i64(item, &n) && n >= 0) return n;
    if (item && ignored) ++*ignored;
    return REL_COUNT_MISSING;
}

int8_t rel_value_flag(const cJSON *item)
{
    if (!item) return REL_FLAG_MISSING;
    if ((item->type & 0xFF) == cJSON_True) return 1;
    return (item->type & 0xFF) == cJSON_False ? 0 : REL_FLAG_MISSING;
}

int64_t rel_value_time(const cJSON *item, bool *bad)
{
    char room[REL_JSON_ID_TEXT];
    int64_t utc;
    if (!item) return REL_TIME_MISSING;
    rel_str text = rel_value_text(item);
    if (!text.s && (item->type & 0xFF) == cJSON_Number && item->valuedouble >= 0 &&
        item->valuedouble < 0x1p53) {
        snprintf(room, sizeof room, "%" PRId64, (int64_t)item->valuedouble);
        text = rel_str_of(room);
    }
    if (text.s && rel_time_parse(text, &utc)) return utc;
    *bad = true;
    return REL_TIME_MISSING;
}
