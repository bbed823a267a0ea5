/* Ids and sizes of graphs. Three ids, never mixed: the platform's id (text), the dense vertex index and the
 * position in an adjacency array. */
#ifndef REL_GRAPH_TYPES_H
#define REL_GRAPH_TYPES_H

#include <stdint.h>

typedef uint32_t rel_vid; /* dense vertex index, 0 <= v < n */
typedef int64_t rel_eid;  /* position in an adjacency array, 0 <= e < m */

#define REL_VID_NONE UINT32_MAX
#define REL_VID_MAX (UINT32_MAX - 1) /* n <= REL_VID_MAX */

/* What an interaction is. All interactions of one kind form a layer. The words are part of every file
 * format and command line. */
#define REL_KIND_LIST(X)                                                                                     \
    X(FOLLOW, "follow")                                                                                      \
    X(MENTION, "mention")                                                                                    \
    X(REPLY, "reply")                                                                                        \
    X(SHARE, "share")                                                                                        \
    X(QUOTE, "quote")                                                                                        \
    X(LIKE, "like")                                                                                          \
    X(COMMENT, "comment")

typedef enum rel_kind {
#define X(name, word) REL_KIND_##name,
    REL_KIND_LIST(X)
#undef X
        REL_KIND_COUNT
} rel_kind;

/* "follow", ...; static. */
const char *rel_kind_word(rel_kind kind);

#endif
