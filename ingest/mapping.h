/* Mapping: which column of a table means what, from --map or from the names in its header; and --kinds, which
 * word means which kind of interaction. Both are documented in docs/formats/csv-input.md. */
#ifndef REL_INGEST_MAPPING_H
#define REL_INGEST_MAPPING_H

#include "graph/types.h"
#include "src/base/str.h"

/* What a column can be for. */
typedef struct rel_role {
    const char *name;  /* in --map; part of the interface */
    const char *names; /* header names that mean it, separated by '|', the best first; compared by their
                        * letters and digits only, without case. The name itself is the very first. */
} rel_role;

/* A set of roles, at most REL_ROLE_MAX. A column has one role; earlier roles choose first. */
typedef struct rel_role_set {
    const char *what; /* "edges", "posts"; English, for gettext */
    const rel_role *role;
    size_t roles;
} rel_role_set;

enum { REL_ROLE_MAX = 64, REL_NO_COLUMN = -1, REL_ROLE_COLUMNS = 4 };

/* What a preset adds to the columns: others that are looked into when the first is empty in a row, and what
 * stands for a column that is empty everywhere. */
typedef struct rel_more_columns {
    int other[REL_ROLE_MAX][REL_ROLE_COLUMNS - 1];
    rel_str constant[REL_ROLE_MAX]; /* missing: none */
} rel_more_columns;

/* The columns of one file. */
typedef struct rel_columns {
    const char *path;
    const rel_str *header; /* names, NULL when the file has none */
    size_t count;
} rel_columns;

/* column[role] = index of the column or REL_NO_COLUMN. With map NULL the header decides. Names that are given
 * twice are noted. Errors, all E_USAGE: map is not role=column,...; no such role; no such column; a role or a
 * column given twice. */
REL_CHECKED
rel_status rel_mapping_make(rel_ctx *ctx, const rel_role_set *set, const rel_columns *columns,
                            const char *map, int *column);
/* How many roles of the set the map names; how many header names mean a role. For detection. */
size_t rel_mapping_roles_in(const rel_role_set *set, const char *map);
size_t rel_mapping_names_in(const rel_role_set *set, const rel_str *header, size_t count);
/* True when a header name, by its letters and digits without case, is one of "name|name|...". */
bool rel_mapping_is_named(rel_str header, const char *names);
/* True when the map names columns by their names, which needs a header. */
bool rel_mapping_by_name(const char *map);
/* True when all that the map names are JSON pointers ("/user/name"). */
bool rel_mapping_has_pointers(const char *map);
/* Calls take for each entry of the map, in its order. Errors: E_USAGE (the map is not role=column,...), those
 * of take. map may be NULL. */
typedef rel_status rel_mapping_take(rel_ctx *ctx, void *user, rel_str role, rel_str column);
REL_CHECKED
rel_status rel_mapping_each(rel_ctx *ctx, const char *map, rel_mapping_take *take, void *user);
/* Says what is read from where, and what is not read. more may be NULL. */
void rel_mapping_note(rel_ctx *ctx, const rel_role_set *set, const rel_columns *columns, const int *column,
                      const rel_more_columns *more);
/* The value of a role in a row, trimmed: the first of its columns that has one, else the constant. more may
 * be NULL. */
rel_str rel_mapping_cell(const int *column, const rel_more_columns *more, size_t role, const rel_str *field,
                         size_t fields);

/* What a word in a kind column means. */
typedef enum rel_kind_meaning {
    REL_MEANS_KIND,    /* an interaction of *kind */
    REL_MEANS_POST,    /* a post of its own */
    REL_MEANS_IGNORE,  /* not for us */
    REL_MEANS_NOTHING, /* not known */
} rel_kind_meaning;

typedef struct rel_kind_words rel_kind_words;

/* text: "RT=share,MT=mention" or NULL; more: a second list, looked into after the first, or NULL. Errors:
 * E_USAGE (not word=kind; no such kind, with the nearest), E_MEM. *words is released with free(). */
REL_CHECKED
rel_status rel_kind_words_make(rel_ctx *ctx, const char *text, const char *more, rel_kind_words **words);
/* The words of --kinds as they stand, then without case, then the built-in ones. */
rel_kind_meaning rel_kind_words_find(const rel_kind_words *words, rel_str word, rel_kind *kind);
/* A kind by its own word, for --kind. Errors: E_USAGE with the nearest. */
REL_CHECKED
rel_status rel_kind_option(rel_ctx *ctx, const char *option, const char *word, rel_kind *kind);

#endif
