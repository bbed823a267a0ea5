#include "ingest/mapping.h"

#include <stdio.h>

#include "src/base/i18n.h"

enum { NAME_MAX_BYTES = 256, LIST_MAX = 640 };

/* -------- names of columns -------- */

/* Letters and digits of a name, without case; bytes above ASCII stay. */
static size_t plain_name(rel_str name, char plain[NAME_MAX_BYTES])
{
    size_t n = 0;
    for (size_t i = 0; i < name.len && n + 1 < NAME_MAX_BYTES; i++) {
        char c = name.s[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80)) plain[n++] = c;
    }
    plain[n] = '\0';
    return n;
}

bool rel_mapping_is_named(rel_str header, const char *names)
{
    char plain[NAME_MAX_BYTES];
    plain_name(rel_str_trim(header), plain);
    for (rel_str rest = rel_str_of(names); rest.len;)
        if (rel_str_is(rel_str_cut(&rest, '|'), plain)) return true;
    return false;
}

/* Position of a plain name among the names of a role, 0 the best; -1: not among them. */
static int rank_of(const rel_role *role, const char *plain)
{
    char own[NAME_MAX_BYTES];
    plain_name(rel_str_of(role->name), own);
    if (strcmp(own, plain) == 0) return 0;
    rel_str rest = rel_str_of(role->names);
    for (int rank = 1; rest.len; rank++) {
        const rel_str name = rel_str_cut(&rest, '|');
        if (rel_str_is(name, plain)) return rank;
    }
    return -1;
}

static void choose_by_header(const rel_role_set *set, const rel_columns *columns, int *column)
{
    bool taken[NAME_MAX_BYTES] = {false};
    const size_t count = columns->count < NAME_MAX_BYTES ? columns->count : NAME_MAX_BYTES;
    for (size_t r = 0; r < set->roles; r++) {
        int best = -1;
        for (size_t c = 0; c < count; c++) {
            char plain[NAME_MAX_BYTES];
            if (taken[c] || !plain_name(columns->header[c], plain)) continue;
            const int rank = rank_of(&set->role[r], plain);
            if (rank < 0 || (best >= 0 && rank >= best)) continue;
            best = rank;
            column[r] = (int)c;
        }
        if (best >= 0) taken[column[r]] = true;
    }
}

size_t rel_mapping_names_in(const rel_role_set *set, const rel_str *header, size_t count)
{
    size_t known = 0;
    for (size_t c = 0; c < count; c++) {
        char plain[NAME_MAX_BYTES];
        if (!plain_name(rel_str_trim(header[c]), plain)) continue;
        for (size_t r = 0; r < set->roles; r++) {
            if (rank_of(&set->role[r], plain) < 0) continue;
            known++;
            break;
        }
    }
    return known;
}

/* -------- --map -------- */

typedef struct map_entry {
    rel_str role;
    char column[NAME_MAX_BYTES]; /* without quotes */
    bool quoted;
} map_entry;

/* Takes the next "role=column" off *rest. False when it is none. */
static bool next_entry(rel_str *rest, map_entry *e)
{
    const char *equals = memchr(rest->s, '=', rest->len);
    if (!equals) return false;
    e->role = rel_str_trim((rel_str){rest->s, (size_t)(equals - rest->s)});
    const char *p = equals + 1, *const end = rest->s + rest->len;
    while (p < end && *p == ' ') p++;
    size_t n = 0;
    e->quoted = p < end && *p == '"';
    if (e->quoted) {
        for (p++; p < end && (*p != '"' || (p + 1 < end && p[1] == '"')); p++) {
            if (*p == '"') p++;
            if (n + 1 < sizeof e->column) e->column[n++] = *p;
        }
        if (p == end) return false;
        for (p++; p < end && *p == ' ';) p++;
        if (p < end && *p != ',') return false;
    } else {
        for (; p < end && *p != ','; p++)
            if (n + 1 < sizeof e->column) e->column[n++] = *p;
        while (n && e->column[n - 1] == ' ') n--;
    }
    e->column[n] = '\0';
    *rest = p < end ? (rel_str){p + 1, (size_t)(end - p) - 1} : REL_STR_MISSING;
    return e->role.len > 0 && n > 0;
}

static int find_role(const rel_role_set *set, rel_str name)
{
    for (size_t r = 0; r < set->roles; r++)
        if (rel_str_is_nocase(name, set->role[r].name)) return (int)r;
    return -1;
}

size_t rel_mapping_roles_in(const rel_role_set *set, const char *map)
{
    size_t known = 0;
    rel_str rest = rel_str_of(map);
    map_entry e;
    while (rest.len && next_entry(&rest, &e)) known += find_role(set, e.role) >= 0;
    return known;
}

bool rel_mapping_by_name(const char *map)
{
    rel_str rest = rel_str_of(map);
    map_entry e;
    int64_t number;
    while (rest.len && next_entry(&rest, &e))
        if (e.quoted || !rel_str_to_i64(rel_str_of(e.column), &number)) return true;
    return false;
}

bool rel_mapping_has_pointers(const char *map)
{
    rel_str rest = rel_str_of(map);
    map_entry e;
    size_t pointers = 0;
    while (rest.len) {
        if (!next_entry(&rest, &e) || e.column[0] != '/') return false;
        pointers++;
    }
    return pointers > 0;
}

static rel_status no_entries(rel_ctx *ctx, const char *map)
{
    rel_fail(ctx, REL_E_USAGE, "option '--map': '%s' is not a list of role=column", map);
    return rel_hint(ctx, "for instance --map source=1,target=2 or --map author=user,text=\"full text\"");
}

rel_status rel_mapping_each(rel_ctx *ctx, const char *map, rel_mapping_take *take, void *user)
{
    rel_str rest = rel_str_of(map);
    map_entry e;
    while (rest.len) {
        if (!next_entry(&rest, &e)) return no_entries(ctx, map);
        const rel_status st = take(ctx, user, e.role, rel_str_of(e.column));
        if (st != REL_OK) return st;
    }
    return REL_OK;
}

/* Appends ", word", in quotes when asked, while there is room, else "...". */
static void add_word(char list[LIST_MAX], bool quoted, rel_str word)
{
    char one[NAME_MAX_BYTES];
    const size_t used = strlen(list);
    const char *q = quoted ? "'" : "";
    snprintf(one, sizeof one, "%s%.*s%s", q, REL_STR_ARG(word), q);
    if (used >= 3 && strcmp(list + used - 3, "...") == 0) return;
    const bool fits = used + strlen(one) + 8 < LIST_MAX;
    snprintf(list + used, LIST_MAX - used, "%s%s", used ? ", " : "", fits ? one : "...");
}

static rel_status no_such_role(rel_ctx *ctx, const rel_role_set *set, rel_str name)
{
    char list[LIST_MAX] = "", word[64];
    const char *nearest = NULL;
    int best = 3; /* further away is another word */
    snprintf(word, sizeof word, "%.*s", REL_STR_ARG(name));
    for (size_t r = 0; r < set->roles; r++) {
        add_word(list, false, rel_str_of(set->role[r].name));
        const int distance = rel_str_distance(word, set->role[r].name);
        if (distance >= best) continue;
        best = distance;
        nearest = set->role[r].name;
    }
    rel_fail(ctx, REL_E_USAGE, "option '--map': '%s' is not a role of %s, which are: %s", word, _(set->what),
             list);
    return nearest ? rel_hint(ctx, "did you mean '%s'?", nearest) : REL_E_USAGE;
}

static rel_status no_such_column(rel_ctx *ctx, const rel_columns *columns, const char *name)
{
    char list[LIST_MAX] = "", nearest[64] = "";
    int best = 4;
    if (!columns->header) {
        rel_fail(ctx, REL_E_USAGE, "'%s': no column '%s': its columns have no names", columns->path, name);
        return rel_hint(ctx, "count the columns: 1 to %zu", columns->count);
    }
    for (size_t c = 0; c < columns->count; c++) {
        char word[64];
        snprintf(word, sizeof word, "%.*s", REL_STR_ARG(columns->header[c]));
        add_word(list, true, columns->header[c]);
        const int distance = rel_str_distance(name, word);
        if (distance >= best) continue;
        best = distance;
        memcpy(nearest, word, sizeof nearest);
    }
    rel_fail(ctx, REL_E_USAGE, "'%s': no column '%s', there are: %s", columns->path, name, list);
    return nearest[0] ? rel_hint(ctx, "did you mean '%s'?", nearest) : REL_E_USAGE;
}

/* The column of this name: as it stands, else without case when only one is so. */
static rel_status column_by_name(rel_ctx *ctx, const rel_columns *columns, const char *name, int *column)
{
    for (int pass = 0; pass < 2; pass++) {
        int found = -1, again = -1;
        for (size_t c = 0; columns->header && c < columns->count; c++) {
            const rel_str h = columns->header[c];
            if (!(pass ? rel_str_is_nocase(h, name) : rel_str_is(h, name))) continue;
            if (found < 0)
                found = (int)c;
            else if (again < 0)
                again = (int)c;
        }
        if (again >= 0) {
            rel_fail(ctx, REL_E_USAGE, "'%s': two columns are named '%s', number %d and %d", columns->path,
                     name, found + 1, again + 1);
            return rel_hint(ctx, "give the number of the column in place of its name");
        }
        if (found < 0) continue;
        *column = found;
        return REL_OK;
    }
    return no_such_column(ctx, columns, name);
}

static rel_status find_column(rel_ctx *ctx, const rel_columns *columns, const map_entry *e, int *column)
{
    int64_t number;
    if (e->quoted || !rel_str_to_i64(rel_str_of(e->column), &number))
        return column_by_name(ctx, columns, e->column, column);
    if (number >= 1 && (uint64_t)number <= columns->count) {
        *column = (int)number - 1;
        return REL_OK;
    }
    /* A year may be the name of a column. */
    for (size_t c = 0; columns->header && c < columns->count; c++)
        if (rel_str_is(columns->header[c], e->column)) return column_by_name(ctx, columns, e->column, column);
    return rel_fail(ctx, REL_E_USAGE, "'%s': no column %s, there are columns 1 to %zu", columns->path,
                    e->column, columns->count);
}

static rel_status choose_by_map(rel_ctx *ctx, const rel_role_set *set, const rel_columns *columns,
                                const char *map, int *column)
{
    rel_str rest = rel_str_of(map);
    map_entry e;
    while (rest.len) {
        if (!next_entry(&rest, &e)) return no_entries(ctx, map);
        const int r = find_role(set, e.role);
        if (r < 0) return no_such_role(ctx, set, e.role);
        if (column[r] >= 0)
            return rel_fail(ctx, REL_E_USAGE, "option '--map': role '%s' is given twice", set->role[r].name);
        const rel_status st = find_column(ctx, columns, &e, &column[r]);
        if (st != REL_OK) return st;
        for (size_t other = 0; other < set->roles; other++)
            if ((int)other != r && column[other] == column[r])
                return rel_fail(ctx, REL_E_USAGE,
                                "option '--map': column '%s' is given to both '%s' and '%s'", e.column,
                                set->role[other].name, set->role[r].name);
    }
    return REL_OK;
}

/* A name that stands twice: its first column is meant where the header decides. */
static void note_doubles(rel_ctx *ctx, const rel_columns *columns, const int *column, size_t roles)
{
    for (size_t r = 0; r < roles; r++) {
        if (column[r] < 0) continue;
        const rel_str name = columns->header[column[r]];
        for (size_t c = (size_t)column[r] + 1; c < columns->count; c++) {
            if (!rel_str_eq(columns->header[c], name)) continue;
            rel_note(ctx, "'%s': two columns are named '%.*s', number %d and %zu: the first is read",
                     columns->path, REL_STR_ARG(name), column[r] + 1, c + 1);
            break;
        }
    }
}

rel_status rel_mapping_make(rel_ctx *ctx, const rel_role_set *set, const rel_columns *columns,
                            const char *map, int *column)
{
    for (size_t r = 0; r < set->roles; r++) column[r] = REL_NO_COLUMN;
    if (map && *map) return choose_by_map(ctx, set, columns, map, column);
    if (!columns->header) return REL_OK;
    choose_by_header(set, columns, column);
    note_doubles(ctx, columns, column, set->roles);
    return REL_OK;
}

static bool has_role(const rel_role_set *set, const int *column, const rel_more_columns *more, size_t c)
{
    for (size_t r = 0; r < set->roles; r++) {
        if (column[r] == (int)c) return true;
        for (size_t i = 0; more && i < REL_ROLE_COLUMNS - 1; i++)
            if (more->other[r][i] == (int)c) return true;
    }
    return false;
}

static rel_str one_cell(int c, const rel_str *field, size_t fields)
{
    return c >= 0 && (size_t)c < fields ? rel_str_trim(field[c]) : REL_STR_MISSING;
}

rel_str rel_mapping_cell(const int *column, const rel_more_columns *more, size_t role, const rel_str *field,
                         size_t fields)
{
    rel_str cell = one_cell(column[role], field, fields);
    if (cell.len || !more) return cell;
    for (size_t i = 0; i < REL_ROLE_COLUMNS - 1 && more->other[role][i] >= 0 && !cell.len; i++)
        cell = one_cell(more->other[role][i], field, fields);
    return cell.len ? cell : more->constant[role].s ? more->constant[role] : cell;
}

void rel_mapping_note(rel_ctx *ctx, const rel_role_set *set, const rel_columns *columns, const int *column,
                      const rel_more_columns *more)
{
    char used[LIST_MAX] = "", left[LIST_MAX] = "";
    size_t nameless = 0;
    for (size_t r = 0; r < set->roles; r++) {
        char one[NAME_MAX_BYTES];
        if (column[r] < 0) continue;
        if (columns->header)
            snprintf(one, sizeof one, "%s = '%.*s'", set->role[r].name,
                     REL_STR_ARG(columns->header[column[r]]));
        else
            snprintf(one, sizeof one, "%s = %d", set->role[r].name, column[r] + 1);
        add_word(used, false, rel_str_of(one));
    }
    rel_note(ctx, "'%s' is read as %s: %s", columns->path, _(set->what), used);
    for (size_t c = 0; columns->header && c < columns->count; c++) {
        nameless += columns->header[c].len == 0;
        if (!has_role(set, column, more, c) && columns->header[c].len)
            add_word(left, true, columns->header[c]);
    }
    if (left[0]) rel_note(ctx, "'%s': columns that are not read: %s", columns->path, left);
    if (nameless) rel_note(ctx, "'%s': %zu columns have no name", columns->path, nameless);
}
