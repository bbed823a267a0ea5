/* Words of DOT: names, numbers, quoted texts, HTML, brackets and arrows; blanks and comments passed over.
 * Private to graph/. */
#ifndef REL_GRAPH_DOT_SCAN_H
#define REL_GRAPH_DOT_SCAN_H

#include "src/base/str.h"

typedef enum rel_dot_kind {
    REL_DOT_END,   /* of the file */
    REL_DOT_ID,    /* a name or a value */
    REL_DOT_SIGN,  /* { } [ ] ; , = : */
    REL_DOT_ARROW, /* -> */
    REL_DOT_LINE,  /* -- */
    REL_DOT_BAD,   /* what no word begins with, or a text that does not end */
} rel_dot_kind;

typedef struct rel_dot_token {
    rel_dot_kind kind;
    char sign;
    rel_str text; /* as it stands, without quotes or the outer < >; of a joined text ("a" + "b") see below */
    bool quoted;  /* keywords in quotes are names */
    bool html;
    bool escaped; /* quoted, and holds backslashes */
    bool joined;  /* "a" + "b": text goes from the first opening quote to the last closing one */
    int64_t line;
} rel_dot_token;

typedef struct rel_dot_scan {
    const char *begin, *at, *end;
    int64_t line;
    rel_dot_token token; /* the current one */
} rel_dot_scan;

/* The token is not read yet. Passes over a byte order mark. */
void rel_dot_scan_begin(rel_dot_scan *s, rel_str text);
void rel_dot_scan_next(rel_dot_scan *s);

/* What a token means: texts joined, backslashes before quotes and before line ends gone, and, as relais
 * writes them, two backslashes one. out has room for text.len bytes. Returns the length written. */
size_t rel_dot_text(const rel_dot_token *token, char *out);

#endif
