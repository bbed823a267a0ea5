/* Names: vertex index <-> name. Three forms, by what the source gives: none (the name is the index),
 * 64-bit numbers, or text. Names are unique. */
#ifndef REL_GRAPH_NAMES_H
#define REL_GRAPH_NAMES_H

#include "graph/types.h"
#include "src/base/str.h"

typedef enum rel_names_form { REL_NAMES_INDEX, REL_NAMES_U64, REL_NAMES_TEXT } rel_names_form;

typedef struct rel_names {
    rel_names_form form;
    rel_vid n;
    const uint64_t *number; /* U64: ascending */
    const uint64_t *off;    /* TEXT: n + 1 positions in text */
    const char *text;       /* TEXT: valid UTF-8, XML-safe, not terminated */
    const rel_vid *sorted;  /* TEXT: vertices by name (bytewise), for rel_names_find */
} rel_names;

/* Room that a number takes as text. */
enum { REL_NAME_NUMBER_TEXT = 24 };
/* The name of v. room is used when the name is a number; the slice is valid as long as both. */
rel_str rel_names_get(const rel_names *names, rel_vid v, char room[REL_NAME_NUMBER_TEXT]);
/* REL_VID_NONE when nobody has this name. O(log n). */
rel_vid rel_names_find(const rel_names *names, rel_str name);
/* The name nearest to a misspelt one among all, for "did you mean"; REL_VID_NONE when none is near.
 * O(n). A leading '@' and the platform prefix are not counted as differences. */
rel_vid rel_names_nearest(const rel_names *names, rel_str name);

#endif
