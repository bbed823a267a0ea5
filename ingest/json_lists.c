#include "ingest/json_lists.h"

#include <string.h>

#include "ingest/format.h"
#include "src/base/json_scan.h"

/* A member of an object: "key": value */
typedef struct member {
    const char *key;
    size_t key_len;
    size_t value; /* where it starts */
} member;

/* False: the bytes end before the value starts. *bad: this is no member. */
static bool find_value(const char *s, size_t len, member *m, bool *bad)
{
    int64_t depth = 0;
    bool quoted = false, escaped = false;
    const size_t key_end = rel_json_value_end(s, len, &depth, &quoted, &escaped);
    if (!key_end) return false;
    m->key = s + 1;
    m->key_len = key_end - 2;
    size_t at = key_end + rel_json_blank(s + key_end, len - key_end);
    if (at < len && s[at] != ':') *bad = true;
    if (at == len || *bad) return false;
    at++;
    at += rel_json_blank(s + at, len - at);
    m->value = at;
    return at < len;
}

static bool is_name(const char *name, const member *m)
{
    return name && strlen(name) == m->key_len && memcmp(name, m->key, m->key_len) == 0;
}

/* Whether two lists begin with the same names. */
static bool begin_alike(const rel_json_list *a, const rel_json_list *b, int names)
{
    for (int i = 0; i < names; i++)
        if (!a->name[i] || !b->name[i] || strcmp(a->name[i], b->name[i]) != 0) return false;
    return true;
}

/* The first list that begins like this one and goes on with the key; -1: none. */
static int list_of(const rel_json_list *lists, int list, int names, const member *m)
{
    for (int i = 0; lists[i].name[0] && names < REL_LIST_NAMES; i++)
        if (begin_alike(&lists[i], &lists[list], names) && is_name(lists[i].name[names], m)) return i;
    return -1;
}

/* Whether a list ends with the last of these names. */
static bool is_list(const rel_json_list *lists, int list, int names)
{
    for (int i = 0; lists[i].name[0]; i++)
        if (begin_alike(&lists[i], &lists[list], names) && (names == REL_LIST_NAMES || !lists[i].name[names]))
            return true;
    return false;
}

static rel_json_step open_level(rel_json_place *p, int list, int names, char open)
{
    p->level[p->levels].list = (uint8_t)list;
    p->level[p->levels].names = (uint8_t)names;
    p->level[p->levels].open = open;
    p->levels++;
    if (open == REL_IN_OBJECT) p->head_len = 0;
    return REL_STEP_ON;
}

static rel_json_step close_level(rel_json_place *p)
{
    p->levels--;
    if (p->level[p->levels].open == REL_IN_OBJECT) p->head_len = 0;
    return REL_STEP_ON;
}

static rel_json_step pass_value(const char *s, size_t len, size_t *n)
{
    int64_t depth = 0;
    bool quoted = false, escaped = false;
    if (strchr("]}:", *s)) return REL_STEP_BAD;
    *n = rel_json_value_end(s, len, &depth, &quoted, &escaped);
    return *n ? REL_STEP_ON : REL_STEP_SHORT;
}

static void keep_in_head(rel_json_place *p, const char *s, size_t len)
{
    if (len + 1 > sizeof p->head - p->head_len) return;
    memcpy(p->head + p->head_len, s, len);
    p->head_len = (uint16_t)(p->head_len + len);
    p->head[p->head_len++] = ',';
}

static rel_json_step step_member(rel_json_place *p, const rel_json_list *lists, const char *s, size_t len,
                                 size_t *n)
{
    member m = {0};
    bool bad = false;
    const int names = p->level[p->levels - 1].names;
    if (!find_value(s, len, &m, &bad)) return bad ? REL_STEP_BAD : REL_STEP_SHORT;
    const char c = s[m.value];
    const bool bracket = c == '{' || c == '[';
    const int list =
        bracket && p->levels < REL_LIST_LEVELS ? list_of(lists, p->level[p->levels - 1].list, names, &m) : -1;
    if (list >= 0) {
        const bool end = is_list(lists, list, names + 1);
        if (!end || c == '[') {
            *n = m.value + 1;
            return open_level(p, list, names + 1, end ? REL_IN_LIST : c);
        }
    }
    size_t value_len;
    const rel_json_step step = pass_value(s + m.value, len - m.value, &value_len);
    if (step != REL_STEP_ON) return step;
    *n = m.value + value_len;
    if (!bracket) keep_in_head(p, s, *n);
    return REL_STEP_ON;
}

rel_json_step rel_json_place_step(rel_json_place *p, const rel_json_list *lists, const char *s, size_t len,
                                  size_t *n)
{
    size_t blank = 0;
    while (blank < len && (strchr(" \t\r\n", s[blank]) || (p->levels && s[blank] == ',')) && s[blank])
        blank++;
    *n = blank ? blank : 1;
    if (blank) return REL_STEP_ON;
    if (!p->levels) return *s == '{' ? open_level(p, 0, 0, REL_IN_OBJECT) : REL_STEP_BAD;
    const int list = p->level[p->levels - 1].list, names = p->level[p->levels - 1].names;
    switch (p->level[p->levels - 1].open) {
    case REL_IN_LIST:
        if (*s == ']') return close_level(p);
        return strchr("}:", *s) ? REL_STEP_BAD : REL_STEP_RECORD;
    case REL_IN_ARRAY:
        if (*s == ']') return close_level(p);
        if (*s == '{' && p->levels < REL_LIST_LEVELS) return open_level(p, list, names, REL_IN_OBJECT);
        return pass_value(s, len, n);
    default:
        if (*s == '}') return close_level(p);
        return *s == '"' ? step_member(p, lists, s, len, n) : REL_STEP_BAD;
    }
}

rel_json_step rel_json_has_list(const rel_json_list *lists, const char *s, size_t len, size_t *n)
{
    rel_json_place p;
    size_t at = 0;
    p.levels = 0;
    p.head_len = 0;
    while (at < len) {
        const rel_json_step step = rel_json_place_step(&p, lists, s + at, len - at, n);
        if (step == REL_STEP_BAD || step == REL_STEP_SHORT) return step;
        at += *n;
        if (!p.levels) break;
        if (p.level[p.levels - 1].open == REL_IN_LIST) return REL_STEP_RECORD;
    }
    *n = at;
    return at && !p.levels ? REL_STEP_ON : REL_STEP_SHORT;
}
