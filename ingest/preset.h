/* Presets: how the table (or the JSON) of one tool is read: which column means what, on which platform, by
 * what the file is recognised. A preset is a small JSON file, documented in docs/formats/presets.md: one of
 * those that come with relais (datasets/presets), one in the user's folder, or any path. The reader is
 * strict. */
#ifndef REL_INGEST_PRESET_H
#define REL_INGEST_PRESET_H

#include "graph/types.h"
#include "ingest/format.h"
#include "ingest/mapping.h"
#include "ingest/table_time.h"
#include "ingest/value_part.h"
#include "src/base/hash.h"

enum {
    REL_PRESET_NAME = 64,
    REL_PRESET_MAX_BYTES = 256 * 1024,
    REL_PRESET_NAMES_MAX = 32,  /* of a list: columns that must be there */
    REL_PRESET_MISSING_MAX = 8, /* words that stand for nothing */
    REL_PRESET_VERSION = 1
};

/* What a row is. */
typedef enum rel_preset_table {
    REL_PRESET_POSTS,
    REL_PRESET_EDGES,
    REL_PRESET_FOLLOWS, /* edges that are follows; one end may be the subject of the file */
    REL_PRESET_ACCOUNTS /* profiles, no posts */
} rel_preset_table;

/* What the columns `author`, `target_author`, `source` and `target` hold. */
typedef enum rel_preset_author {
    REL_AUTHOR_BY_CONTENT, /* ids or handles, as the first rows show */
    REL_AUTHOR_ID,
    REL_AUTHOR_HANDLE,
    REL_AUTHOR_NAME /* a name that people see: accounts are told apart by platform and name, and that is said
                     */
} rel_preset_author;

/* Where what the preset says is known from. */
typedef enum rel_preset_known {
    REL_KNOWN_FILE,
    REL_KNOWN_CODE,
    REL_KNOWN_DOCUMENTATION,
    REL_KNOWN_MEMORY
} rel_preset_known;

/* Columns of a role, the best first. A name that ends in '*' means any that begins so. */
typedef struct rel_preset_role {
    const char *column[REL_ROLE_COLUMNS];
    size_t columns;
    const char *constant; /* of rows without a value in the columns; NULL: none */
} rel_preset_role;

typedef struct rel_preset {
    char name[REL_PRESET_NAME]; /* of the file, without folder and ending */
    rel_hash128 hash;           /* of the text: another text is another reading */
    const char *title, *yields; /* English */
    rel_preset_table table;
    rel_preset_known known;
    bool json;           /* columns are JSON pointers */
    const char *records; /* JSON pointer to the list of records in a value; NULL: the value is the record */
    rel_json_list lists[2]; /* the same for the framing */
    const char *platform;   /* NULL: a column, or --platform */
    const char *has[REL_PRESET_NAMES_MAX], *lacks[REL_PRESET_NAMES_MAX];
    size_t has_count, lacks_count; /* no `has`: read by name only */
    const rel_role_set *roles;
    rel_preset_role role[REL_ROLE_MAX];
    char list_separator;          /* within cells; 0: any of , ; | and blanks */
    bool says_escapes, backslash; /* says_escapes: not to be found out */
    const char *kinds;            /* as --kinds has them; NULL: none */
    rel_preset_author author;
    bool exact_handles;         /* two handles that differ in case are two accounts */
    rel_date_order dates;       /* ISO: found out */
    bool share_counts_original; /* counts in the row of a share are those of what it shares: not its own */
    bool text_mentions, text_tags, text_links;   /* taken from the text where no column has them */
    bool text_answers;                           /* ">>1234" in the text is the post that is answered */
    bool escaped_newlines;                       /* texts hold line breaks as the two characters \n */
    bool escaped_characters;                     /* texts hold & < > as &amp; &lt; &gt; */
    const char *missing[REL_PRESET_MISSING_MAX]; /* what stands in cells that are empty */
    size_t missing_count;
    rel_value_part part[REL_ROLE_MAX]; /* of a value that is the role's */
    bool subject_is_source;            /* of follows: the end that a file may leave out */
    char text[];                       /* what the pointers above point to */
} rel_preset;

/* Reads a preset; path is for the sentences and gives the name. Errors: E_DATA, with path and line, what was
 * expected and found; E_LIMIT, E_MEM. *preset is NULL then, else released with free(). */
REL_CHECKED
rel_status rel_preset_parse(rel_ctx *ctx, rel_str json, const char *path, rel_preset **preset);

/* Names of those that come with relais, by index; NULL ends. And their text. */
const char *rel_preset_builtin(int i);
rel_str rel_preset_builtin_text(int i);

/* The folder of the user's presets, "" when the environment tells none. */
enum { REL_PRESET_FOLDER = 4096 };
void rel_preset_folder(char folder[REL_PRESET_FOLDER]);

/* Calls `take` for every preset, those that come with relais first, then those of the user's folder by name.
 * `take` owns what it is given. A file of the folder that is no preset is noted and left out. Errors: those
 * of take, E_MEM. */
typedef rel_status rel_preset_take(rel_ctx *ctx, void *user, rel_preset *preset);
REL_CHECKED
rel_status rel_preset_each(rel_ctx *ctx, rel_preset_take *take, void *user);

/* By name, or by path when it has a slash or a dot. Errors: E_USAGE (none of that name, with the nearest),
 * E_IO, and those of rel_preset_parse. */
REL_CHECKED
rel_status rel_preset_open(rel_ctx *ctx, const char *name, rel_preset **preset);
/* One that has this name without looking at paths: NULL and no failure when there is none. */
REL_CHECKED
rel_status rel_preset_find(rel_ctx *ctx, const char *name, rel_preset **preset);

/* True when the header has what the preset asks for. */
bool rel_preset_fits(const rel_preset *preset, const rel_str *header, size_t count);

/* As rel_mapping_make; roles that --map does not name come from the preset. preset NULL: as rel_mapping_make.
 */
REL_CHECKED
rel_status rel_preset_columns(rel_ctx *ctx, const rel_role_set *set, const rel_columns *columns,
                              const char *map, const rel_preset *preset, int *column, rel_more_columns *more);

/* As rel_mapping_cell, and missing when the cell holds one of the preset's words for nothing. */
rel_str rel_preset_cell(const rel_preset *preset, const int *column, const rel_more_columns *more,
                        size_t role, const rel_str *field, size_t fields);

/* What is to be said of accounts that are told apart by names only. */
void rel_preset_note_names(rel_ctx *ctx, const char *path, const rel_preset *preset);

#endif
