/* Formats: the table of what relais ingests. A format is one file (ingest/format_<name>.c) with one
 * rel_format, and one line in the table of formats.c. */
#ifndef REL_INGEST_FORMAT_H
#define REL_INGEST_FORMAT_H

#include "ingest/mapping.h"
#include "ingest/record.h"

/* How a file is cut into records. */
typedef enum rel_framing {
    REL_FRAMING_JSON,  /* JSON lines, or one document: a top-level array is cut into its elements, an object
                        * into those  of its lists (rel_format.lists) */
    REL_FRAMING_CSV,   /* RFC 4180, with a header unless --no-header; the separator is found */
    REL_FRAMING_LINES, /* one record a line, '#' and '%' comments */
} rel_framing;

/* What the user says about a file that does not say it itself. */
typedef struct rel_ingest_opts {
    const char *format;   /* forced format or NULL */
    const char *preset;   /* name of a mapping that comes with relais, or path of one; or NULL */
    const char *map;      /* "source=1,target=2,..." or NULL */
    const char *kinds;    /* "RT=share,MT=mention" or NULL */
    const char *platform; /* of files that do not tell; default "other" */
    const char *subject;  /* whose followers a page lists: "@handle" or id; or NULL */
    const char *kind; /* of edges without a kind column; NULL: follow when the columns are named so or have no
                       * time, else mention */
    bool rt_mentions; /* also count the mention inside a share */
    bool again;       /* read a file although it was read before */
    bool no_header;   /* CSV: the first row is data */
    bool columns_shown; /* the caller shows which columns are read: it is not noted */
} rel_ingest_opts;

/* Beginning of a file, for detection. */
typedef struct rel_probe {
    const char *path;
    rel_str first; /* first bytes of the unpacked content, at most 256 KiB */
    bool whole;    /* first is all there is */
    const struct cJSON
        *json; /* first record when it is JSON: first line, first element or whole document, as far
                * as `first` holds it (what is open where `first` ends is closed); NULL otherwise */
    /* The first records, the one above included: rel_format_detect asks about each, as the first may be an
     * error message or empty. May be none. */
    const struct cJSON *const *sample;
    size_t samples;
    rel_str header;                  /* first line that is no comment */
    const rel_ingest_opts *opts;     /* what the user said, as --map tells posts from edges; NULL: nothing */
    const struct rel_preset *preset; /* that is used for this file; NULL: none */
} rel_probe;

/* One file being read. */
typedef struct rel_source_info {
    const char *path;
    const rel_ingest_opts *opts;
    const void *setup; /* what the format's setup made */
    /* JSON: the object whose list the record was taken from (rel_format.lists), without that list; NULL:
     * none. Of a document only its members before the list, without objects and arrays. */
    const struct cJSON *outer;
} rel_source_info;

/* A list of records inside a JSON object: the names of the members that lead to it, from outside, the last
 * one being the list; ends with NULL when there are fewer. Arrays of objects on the way are gone through. */
enum { REL_LIST_NAMES = 3 };
typedef struct rel_json_list {
    const char *name[REL_LIST_NAMES];
} rel_json_list;

/* Which column of a table has which role, for people. All borrowed. */
typedef struct rel_column_view {
    const rel_role_set *roles;
    const int *column;            /* of each role */
    const rel_more_columns *more; /* NULL: none */
    const rel_str *name;          /* of the columns; NULL: the header says it, or there is none */
    size_t columns;               /* of name */
} rel_column_view;

typedef struct rel_format {
    const char *name;   /* "x-v2", part of the interface */
    const char *title;  /* N_(): "X (Twitter) API v2, as twarc writes it" */
    const char *yields; /* N_(): "posts, accounts, shares, replies, quotes, mentions, follows" */
    rel_framing framing;
    /* JSON, optional: an object that has one of these lists is no record; its elements are. So such an object
     * may be larger than a record. Ends with an empty one. */
    const rel_json_list *lists;
    bool by_pointers; /* JSON of any shape, read as --map or a preset says: when --map has JSON pointers no
                       * other JSON format is looked for */
    /* 0 (no) to 100 (certain). Looks at content; the name of the file decides nothing. */
    int (*detect)(const rel_probe *probe);
    /* Optional: reads header, map and kinds once for the file. *setup is released with free_setup. */
    rel_status (*setup)(rel_ctx *ctx, const rel_probe *probe, const rel_ingest_opts *opts, void **setup);
    void (*free_setup)(void *setup);
    /* Optional: what the setup found out about columns. */
    rel_column_view (*view)(const void *setup);
    /* Exactly one of these, by framing. Called from several threads, each with a batch of its own. They
     * report bad records to the batch and never fail as a whole. */
    void (*read_json)(const rel_source_info *info, rel_batch *b, const struct cJSON *record, int64_t line);
    void (*read_row)(const rel_source_info *info, rel_batch *b, const rel_str *field, size_t fields,
                     int64_t line);
    void (*read_line)(const rel_source_info *info, rel_batch *b, rel_str record, int64_t line);
} rel_format;

/* All formats, in the order of `relais formats`; ends with NULL. */
extern const rel_format *const rel_formats[];
/* NULL when there is none of this name. */
const rel_format *rel_format_find(const char *name);
/* What detection found. */
typedef struct rel_detection {
    const rel_format *format;
    int score;                /* 0 to 100; 0 when the user named the format */
    const rel_format *second; /* the next best, NULL: none */
    int second_score;
} rel_detection;

/* The format of a file: opts->format, else the best detection. Presets are no formats: see recognise.h.
 * Errors: E_DATA (none, saying what was looked for), E_USAGE (no format of that name, with the nearest). */
REL_CHECKED
rel_status rel_format_detect(rel_ctx *ctx, const rel_probe *probe, const rel_ingest_opts *opts,
                             rel_detection *found);

#endif
