#include "src/base/json_tree.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

const cJSON *rel_field(const cJSON *o, const char *key)
{
    if (!o || !cJSON_IsObject(o)) return NULL;
    for (const cJSON *c = o->child; c; c = c->next)
        if (c->string && c->string[0] == key[0] && strcmp(c->string, key) == 0)
            return (c->type & 0xFF) == cJSON_NULL ? NULL : c;
    return NULL;
}

const cJSON *rel_field_path(const cJSON *o, ...)
{
    va_list keys;
    va_start(keys, o);
    for (const char *key; o && (key = va_arg(keys, const char *));) o = rel_field(o, key);
    va_end(keys);
    return o;
}

const cJSON *rel_field_either(const cJSON *o, const char *key, const char *other)
{
    const cJSON *item = rel_field(o, key);
    return item ? item : rel_field(o, other);
}

const cJSON *rel_field_object(const cJSON *o, const char *key)
{
    const cJSON *item = rel_field(o, key);
    return item && (item->type & 0xFF) == cJSON_Object ? item : NULL;
}

const cJSON *rel_field_array(const cJSON *o, const char *key)
{
    const cJSON *item = rel_field(o, key);
    return item && (item->type & 0xFF) == cJSON_Array ? item : NULL;
}

const cJSON *rel_array_first(const cJSON *array)
{
    return array && (array->type & 0xFF) == cJSON_Array ? array->child : NULL;
}

rel_str rel_value_text(const cJSON *item)
{
    return item && (item->type & 0xFF) == cJSON_String ? rel_str_of(item->valuestring) : REL_STR_MISSING;
}

rel_str rel_field_text(const cJSON *o, const char *key)
{
    return rel_value_text(rel_field(o, key));
}

static bool whole_number(const cJSON *item, int64_t *out)
{
    /* Larger whole numbers come as strings (src/base/json_scan.h), so no digit is lost here. */
    if ((item->type & 0xFF) != cJSON_Number || fabs(item->valuedouble) > 0x1p53) return false;
    if (item->valuedouble != floor(item->valuedouble)) return false;
    *out = (int64_t)item->valuedouble;
    return true;
}

rel_str rel_value_id(const cJSON *item, char room[REL_JSON_ID_TEXT])
{
    int64_t number;
    if (!item) return REL_STR_MISSING;
    if ((item->type & 0xFF) == cJSON_String && item->valuestring[0]) return rel_str_of(item->valuestring);
    if (!whole_number(item, &number) || number < 0) return REL_STR_MISSING;
    snprintf(room, REL_JSON_ID_TEXT, "%" PRId64, number);
    return rel_str_of(room);
}

bool rel_value_i64(const cJSON *item, int64_t *out)
{
    if (!item) return false;
    return whole_number(item, out) || rel_str_to_i64(rel_value_text(item), out);
}

bool rel_value_is_true(const cJSON *item)
{
    return item && (item->type & 0xFF) == cJSON_True;
}

const char *rel_value_words(const cJSON *item, char text[REL_VALUE_WORDS])
{
    if (cJSON_IsString(item))
        snprintf(text, REL_VALUE_WORDS, "'%.60s'", item->valuestring);
    else if (cJSON_IsNumber(item))
        snprintf(text, REL_VALUE_WORDS, "%.17g", item->valuedouble);
    else if (cJSON_IsBool(item))
        snprintf(text, REL_VALUE_WORDS, "%s", cJSON_IsTrue(item) ? "true" : "false");
    else
        snprintf(text, REL_VALUE_WORDS, "%s",
                 cJSON_IsObject(item)  ? "{}"
                 : cJSON_IsArray(item) ? "[]"
                                       : "null");
    return text;
}
