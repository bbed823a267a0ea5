#include "ingest/cell_list.h"

#include "ingest/json_access.h"
#include "ingest/table_value.h"
#include "src/base/json_parser.h"

typedef struct list {
    rel_ctx *ctx;
    rel_cell_item *item;
    size_t count, capacity;
    int64_t left_out;
} list;

static rel_str without_mark(rel_str tag)
{
    return tag.len && tag.s[0] == '#' ? (rel_str){tag.s + 1, tag.len - 1} : tag;
}

static void add(list *l, rel_str text, rel_str other)
{
    if (!text.len && !other.len) return;
    if (l->count < l->capacity)
        l->item[l->count++] = (rel_cell_item){text, other};
    else
        l->left_out++;
}

static rel_status keep(rel_ctx *ctx, rel_str *text)
{
    char *copy;
    if (!text->len) return REL_OK;
    const rel_status st = rel_scratch(ctx, &copy, text->len, 1, "list in a cell");
    if (st == REL_OK) {
        memcpy(copy, text->s, text->len);
        text->s = copy;
    }
    return st;
}

static rel_str first_text(const cJSON *o, const char *const *keys)
{
    for (; *keys; keys++) {
        const rel_str text = rel_field_text(o, *keys);
        if (text.len) return text;
    }
    return REL_STR_MISSING;
}

/* One element: a text, or an object with its fields. Copied: the tree goes away. */
static rel_status add_element(list *l, const cJSON *element, rel_cell_list_of what)
{
    static const char *const names[] = {"username", "handle", "screen_name", "acct", NULL},
                             *const tags[] = {"tag", "text", "name", NULL},
                             *const links[] = {"unwound_url", "expanded_url", "url", "uri", NULL};
    char room[REL_JSON_ID_TEXT];
    rel_str text = rel_value_text(element), other = REL_STR_MISSING;
    if (cJSON_IsNumber(element)) text = rel_value_id(element, room);
    if (cJSON_IsObject(element)) {
        text = first_text(element, what == REL_CELL_NAMES ? names : what == REL_CELL_TAGS ? tags : links);
        if (what == REL_CELL_NAMES) other = rel_value_id(rel_field(element, "id"), room);
        if (what == REL_CELL_NAMES && !other.s) other = rel_field_text(element, "did");
    }
    if (what == REL_CELL_TAGS) text = without_mark(text);
    rel_status st = keep(l->ctx, &text);
    if (st == REL_OK) st = keep(l->ctx, &other);
    if (st == REL_OK) add(l, text, other);
    return st;
}

static rel_status add_elements(list *l, const cJSON *value, rel_cell_list_of what)
{
    rel_status st = REL_OK;
    const cJSON *one = cJSON_IsArray(value) ? value->child : value;
    for (; one && st == REL_OK; one = cJSON_IsArray(value) ? one->next : NULL) st = add_element(l, one, what);
    return st;
}

/* *done: the cell was JSON. */
static rel_status read_json(list *l, rel_str cell, rel_cell_list_of what, bool *done)
{
    rel_json_parser parser;
    char *copy;
    rel_status st;
    rel_json_parser_init(&parser, l->ctx);
    REL_TRY(rel_scratch(l->ctx, &copy, cell.len + 1, 1, "list in a cell"));
    memcpy(copy, cell.s, cell.len);
    const rel_json_result result = rel_json_parse(&parser, copy, cell.len);
    REL_TRY(parser.status);
    *done = result.root != NULL;
    st = add_elements(l, result.root, what);
out:
    rel_json_parser_free(&parser);
    return st;
}

/* Links hold commas and brackets themselves: they end at a blank, a bar, or where the next one begins. */
static rel_str next_link(rel_str *rest)
{
    size_t i = 0, end;
    while (i < rest->len && strchr(" ,;|[]'\"\t\r\n", rest->s[i])) i++;
    for (end = i; end < rest->len && !strchr(" |'\"\t\r\n", rest->s[end]); end++) {
        if (rest->s[end] != ',' && rest->s[end] != ';') continue;
        const rel_str more = rel_str_trim((rel_str){rest->s + end + 1, rest->len - end - 1});
        if (!more.len || (more.len > 4 && memcmp(more.s, "http", 4) == 0)) break;
    }
    const rel_str link = {rest->s + i, end - i};
    *rest = (rel_str){rest->s + end, rest->len - end};
    return link;
}

static void read_plain(list *l, rel_str cell, rel_cell_list_of what, char separator)
{
    rel_str rest = cell;
    while (rest.len) {
        rel_str next = separator                ? rel_str_trim(rel_str_cut(&rest, separator))
                       : what == REL_CELL_LINKS ? next_link(&rest)
                                                : rel_cell_next(&rest);
        if (!next.len) continue;
        if (what == REL_CELL_TAGS) next = without_mark(next);
        add(l, next, REL_STR_MISSING);
    }
}

rel_status rel_cell_list(rel_ctx *ctx, rel_str cell, rel_cell_list_of what, char separator,
                         rel_cell_item **item, size_t *count, int64_t *left_out)
{
    rel_status st = REL_OK;
    list l = {.ctx = ctx};
    bool done = false;
    cell = rel_str_trim(cell);
    *count = 0;
    *item = NULL;
    if (rel_cell_is_empty(cell)) return REL_OK;
    /* An item and what separates it from the next take two bytes at least. */
    l.capacity = cell.len / 2 + 1 < REL_CELL_LIST_MAX ? cell.len / 2 + 1 : REL_CELL_LIST_MAX;
    REL_TRY(rel_scratch(ctx, &l.item, l.capacity, sizeof *l.item, "list in a cell"));
    const bool maybe_json = cell.s[0] == '{' || (cell.s[0] == '[' && cell.len > 1);
    if (maybe_json) REL_TRY(read_json(&l, cell, what, &done));
    if (!done) read_plain(&l, cell, what, separator);
    *item = l.item;
    *count = l.count;
    *left_out += l.left_out;
out:
    return st;
}

rel_status rel_cell_list_of_json(rel_ctx *ctx, const cJSON *value, rel_cell_list_of what,
                                 rel_cell_item **item, size_t *count, int64_t *left_out)
{
    rel_status st;
    const int size = cJSON_IsArray(value) ? cJSON_GetArraySize(value) : 1;
    list l = {.ctx = ctx, .capacity = size < REL_CELL_LIST_MAX ? (size_t)size : REL_CELL_LIST_MAX};
    *count = 0;
    *item = NULL;
    REL_TRY(rel_scratch(ctx, &l.item, l.capacity + 1, sizeof *l.item, "list of a record"));
    REL_TRY(add_elements(&l, value, what));
    *item = l.item;
    *count = l.count;
    *left_out += l.left_out;
out:
    return st;
}
