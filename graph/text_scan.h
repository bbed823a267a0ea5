/* Scanning text graph files: lines with their numbers, words with quotes, and one way from a file to its
 * graph. A reader takes lines until there are none, cuts them into words and tells the import store what they
 * say. Private to graph/.
 *
 * Memory: the file is mapped, or unpacked; beside it there is only the import store. */
#ifndef REL_GRAPH_TEXT_SCAN_H
#define REL_GRAPH_TEXT_SCAN_H

#include <inttypes.h>

#include "graph/import.h"

/* Lines of a text. LF, CR LF and CR end one. */
typedef struct rel_lines {
    const char *at, *end; /* what is still to come */
    const char *feed;     /* the next line feed from `at` on, else end */
    rel_str line;         /* the line that was taken, without its end */
    int64_t number;       /* its number, from 1; 0 before the first */
} rel_lines;

/* Passes over a byte order mark. The text stays the caller's. */
void rel_lines_begin(rel_lines *l, rel_str text);
/* Takes the next line; false at the end. */
bool rel_lines_next(rel_lines *l);

/* What separates words, beside blanks, and what they may be put between. */
typedef struct rel_word_rules {
    char also[2];       /* ',' or '='; 0: nothing */
    const char *quotes; /* "\"'", "\"" or "": none */
} rel_word_rules;

/* A word of a line. */
typedef struct rel_word {
    rel_str text; /* as it stands, without its quotes */
    char quote;   /* what it was put between, or 0 */
    bool escaped; /* inside are quotes, doubled or with a backslash before them, or doubled backslashes */
    bool open;    /* begins with a quote that nothing closes, and that was taken for a letter */
} rel_word;

/* Cuts the next word off rest; false: there is none. */
bool rel_word_next(rel_str *rest, const rel_word_rules *rules, rel_word *word);
/* Cuts the next field off rest, up to ',' or the end; blanks at its ends are no part of it. A quote closes
 * where a comma or the end follows, so that others may stand inside. False: rest is used up (after a comma at
 * the end there is an empty field). */
bool rel_field_next(rel_str *rest, rel_word *field);
/* The next word, where it must be a number; false: it is none, or is missing. *found is what is there. */
bool rel_word_i64(rel_str *rest, const rel_word_rules *rules, int64_t *value, rel_str *found);
bool rel_word_f64(rel_str *rest, const rel_word_rules *rules, double *value, rel_str *found);

/* A graph file that is being read. */
typedef struct rel_text_file {
    rel_ctx *ctx;
    const char *path;
    rel_import *imp;
    rel_import_rules rules; /* the reader may change them */
    rel_str all;            /* the content */
    rel_lines lines;
    rel_buf room; /* what rel_text_of returns may lie here */
} rel_text_file;

/* Opens the file, calls read, which fills f->imp, and makes the graph. Errors: those of read; E_DATA (an
 * empty file, a zero byte in its first 64 KiB, and those of rel_import_graph), E_IO, E_MEM. */
typedef rel_status rel_text_read_fn(rel_text_file *f);
REL_CHECKED
rel_status rel_text_graph(rel_ctx *ctx, const char *path, const rel_import_rules *rules,
                          rel_text_read_fn *read, rel_graph *g);

/* The next line, in f->lines.line. False at the end (*st is OK) and when someone asked to stop. */
bool rel_text_line(rel_text_file *f, rel_status *st);

/* What a word means: quotes undoubled, backslashes before quotes and backslashes gone, and windows-1252
 * turned into UTF-8 where the bytes are no UTF-8. *text is valid until the next call. Errors: E_MEM. */
REL_CHECKED
rel_status rel_text_of(rel_text_file *f, rel_word word, rel_str *text);
/* The same of text without quotes. */
REL_CHECKED
rel_status rel_text_plain(rel_text_file *f, rel_str raw, rel_str *text);

/* For sentences: "'%s' line %" PRId64 ": expected ..., found '%.*s'", REL_TEXT_AT(f), REL_SHOWN(found). */
#define REL_TEXT_AT(f) (f)->path, (f)->lines.number
#define REL_SHOWN(found) (int)rel_shown_bytes(found), (found).s ? (found).s : ""
/* As much of its first line as fits into a sentence. */
size_t rel_shown_bytes(rel_str found);

#endif
