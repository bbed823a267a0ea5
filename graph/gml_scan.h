/* GML as tokens: keys, numbers, texts, brackets. Private to graph/. */
#ifndef REL_GRAPH_GML_SCAN_H
#define REL_GRAPH_GML_SCAN_H

#include "src/base/str.h"

typedef enum rel_gml_kind {
    REL_GML_END,
    REL_GML_KEY,    /* a word: the name of a value, or one of true, false, nan, inf */
    REL_GML_NUMBER, /* begins as one; whether it is one is not looked at */
    REL_GML_TEXT,   /* between quotes, which are not part of it */
    REL_GML_OPEN,
    REL_GML_CLOSE,
    REL_GML_BAD, /* anything else, and a text without an end */
} rel_gml_kind;

typedef struct rel_gml_token {
    rel_gml_kind kind;
    rel_str text;
    int64_t line; /* where it begins */
} rel_gml_token;

typedef struct rel_gml_scan {
    const char *at, *end;
    int64_t line; /* of `at`, from 1 */
    rel_gml_token token;
} rel_gml_scan;

/* Takes the next token. Comments go from '#' to the end of the line. */
rel_gml_kind rel_gml_next(rel_gml_scan *s);

/* True for nan, inf and infinity, whatever their sign and case. */
bool rel_gml_is_odd_number(rel_str word);

/* Replaces &amp; &#233; &#xE9; &eacute; and their like, in place; what is none stays. Returns the length. */
size_t rel_gml_unescape(char *text, size_t len);

#endif
