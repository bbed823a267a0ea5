#include "ingest/json_table.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "ingest/table_roles.h"

enum { TOKEN_MAX = 256 };

/* -------- pointers -------- */

/* The next name of a pointer, unescaped; false when it is too long. */
static bool next_name(const char **pointer, char name[TOKEN_MAX])
{
    const char *p = *pointer + 1;
    size_t n = 0;
    for (; *p && *p != '/'; p++) {
        char c = *p;
        if (c == '~' && (p[1] == '0' || p[1] == '1')) c = *++p == '0' ? '~' : '/';
        if (n + 1 == TOKEN_MAX) return false;
        name[n++] = c;
    }
    name[n] = '\0';
    *pointer = p;
    return true;
}

static const cJSON *element(const cJSON *array, const char *name)
{
    int64_t at;
    if (!rel_str_to_i64(rel_str_of(name), &at) || at < 0) return NULL;
    const cJSON *item = array->child;
    while (item && at-- > 0) item = item->next;
    return item && !cJSON_IsNull(item) ? item : NULL;
}

const cJSON *rel_json_at(const cJSON *from, const char *pointer)
{
    char name[TOKEN_MAX];
    while (from && *pointer == '/') {
        if (!next_name(&pointer, name)) return NULL;
        from = cJSON_IsArray(from) ? element(from, name) : rel_field(from, name);
    }
    return from;
}

/* -------- the table -------- */

static rel_status add_column(rel_ctx *ctx, rel_json_table *t, rel_str pointer, size_t *used)
{
    for (size_t c = 0; c < t->columns; c++)
        if (rel_str_eq(t->name[c], pointer)) return REL_OK;
    if (t->columns == REL_JSON_COLUMNS_MAX)
        return rel_fail(ctx, REL_E_USAGE, "more than %d JSON pointers", REL_JSON_COLUMNS_MAX);
    char *copy = t->text + *used;
    memcpy(copy, pointer.s, pointer.len);
    copy[pointer.len] = '\0';
    *used += pointer.len + 1;
    t->name[t->columns++] = (rel_str){copy, pointer.len};
    return REL_OK;
}

typedef struct naming {
    rel_json_table *table;
    size_t used;
} naming;

static rel_status take_map(rel_ctx *ctx, void *user, rel_str role, rel_str column)
{
    naming *n = user;
    (void)role;
    if (column.len && column.s[0] == '/') return add_column(ctx, n->table, column, &n->used);
    rel_fail(ctx, REL_E_USAGE, "option '--map': '%.*s' is not a JSON pointer", REL_STR_ARG(column));
    return rel_hint(ctx, "for instance --map author=/user/name,text=/text");
}

static size_t text_size(const char *map, const rel_preset *p)
{
    size_t size = map ? strlen(map) + 1 : 1;
    for (size_t r = 0; p && r < REL_ROLE_MAX; r++)
        for (size_t i = 0; i < p->role[r].columns; i++) size += strlen(p->role[r].column[i]) + 1;
    return size;
}

rel_status rel_json_table_make(rel_ctx *ctx, const char *map, const rel_preset *preset, rel_json_table *t)
{
    rel_status st;
    naming n = {.table = t};
    *t = (rel_json_table){.records = preset ? preset->records : NULL};
    REL_TRY(rel_alloc(ctx, &t->text, text_size(map, preset), 1, "JSON pointers"));
    REL_TRY(rel_mapping_each(ctx, map, take_map, &n));
    for (size_t r = 0; preset && r < preset->roles->roles; r++)
        for (size_t i = 0; i < preset->role[r].columns; i++)
            REL_TRY(add_column(ctx, t, rel_str_of(preset->role[r].column[i]), &n.used));
out:
    if (st != REL_OK) rel_json_table_free(t);
    return st;
}

void rel_json_table_free(rel_json_table *t)
{
    free(t->text);
    t->text = NULL;
    t->columns = 0;
}

static bool is_list_role(const rel_role_set *set, size_t r)
{
    return set == &rel_post_roles &&
           (r == REL_POST_ROLE_MENTIONS || r == REL_POST_ROLE_MENTION_IDS || r == REL_POST_ROLE_USERTAGS ||
            r == REL_POST_ROLE_COAUTHORS || r == REL_POST_ROLE_HASHTAGS || r == REL_POST_ROLE_LINKS);
}

/* What a record cannot be without: who, what, when. */
static bool is_needed_role(const rel_role_set *set, size_t r)
{
    if (set == &rel_edge_roles)
        return r <= REL_EDGE_TIME && r != REL_EDGE_SOURCE_NAME && r != REL_EDGE_TARGET_NAME;
    return r <= REL_POST_ROLE_TIME && r != REL_POST_ROLE_NAME;
}

void rel_json_table_judge(rel_json_table *t, const rel_role_set *set, const int *column,
                          const rel_more_columns *more)
{
    for (size_t r = 0; r < set->roles; r++) {
        for (int i = -1; i < REL_ROLE_COLUMNS - 1; i++) {
            const int c = i < 0 ? column[r] : more->other[r][i];
            if (c < 0) continue;
            t->list[c] |= is_list_role(set, r);
            t->needed[c] |= is_needed_role(set, r);
        }
    }
}

/* -------- records -------- */

static rel_str number_text(const cJSON *item, char room[REL_JSON_NUMBER_TEXT])
{
    const double v = item->valuedouble;
    const bool whole = floor(v) == v && fabs(v) < 0x1p53;
    const int n = whole ? snprintf(room, REL_JSON_NUMBER_TEXT, "%" PRId64, (int64_t)v)
                        : snprintf(room, REL_JSON_NUMBER_TEXT, "%.17g", v);
    return (rel_str){room, (size_t)n};
}

static bool take_value(const rel_json_table *t, const cJSON *item, size_t c, rel_json_row *row)
{
    row->field[c] = REL_STR_MISSING;
    row->tree[c] = NULL;
    if (!item) return true;
    if (cJSON_IsString(item)) {
        row->field[c] = rel_value_text(item);
    } else if (cJSON_IsNumber(item)) {
        row->field[c] = number_text(item, row->room[c]);
    } else if (cJSON_IsBool(item) && !t->needed[c]) {
        row->field[c] = rel_str_of(cJSON_IsTrue(item) ? "true" : "false");
    } else if (t->list[c]) {
        row->tree[c] = item;
    } else {
        return false;
    }
    return true;
}

static const char *type_word(const cJSON *item)
{
    return cJSON_IsArray(item) ? "a list" : cJSON_IsObject(item) ? "an object" : "true or false";
}

bool rel_json_row_take(const rel_json_table *t, const cJSON *record, rel_batch *b, int64_t line,
                       rel_json_row *row)
{
    if (!cJSON_IsObject(record) && !cJSON_IsArray(record)) {
        if (b) rel_batch_reject(b, REL_REJECT_WRONG_TYPE, line, "expected an object");
        return false;
    }
    bool any = cJSON_IsObject(record);
    for (size_t c = 0; c < t->columns; c++) {
        const cJSON *item = rel_json_at(record, t->name[c].s);
        any |= item != NULL;
        if (take_value(t, item, c, row) || !b) continue;
        if (t->needed[c]) {
            rel_batch_reject(b, REL_REJECT_WRONG_TYPE, line, "'%s' is %s", t->name[c].s, type_word(item));
            return false;
        }
        b->counts.fields_ignored++;
    }
    if (!any && b) rel_batch_reject(b, REL_REJECT_WRONG_TYPE, line, "expected an object");
    return any;
}

const cJSON *rel_json_first_record(const rel_json_table *t, const cJSON *value)
{
    return t->records ? rel_array_first(rel_json_at(value, t->records)) : value;
}
