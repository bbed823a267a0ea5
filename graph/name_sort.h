/* Sorting many texts bytewise: by eight bytes at a time as numbers (radix), then within groups that agree.
 * Private to graph/. */
#ifndef REL_GRAPH_NAME_SORT_H
#define REL_GRAPH_NAME_SORT_H

#include "graph/types.h"
#include "src/base/str.h"

/* Text i is text[off[i]..off[i + 1]) and holds no zero byte. order[0..n) becomes the indices in ascending
 * order of their texts, equal ones by index. Time O(bytes that tell texts apart). Scratch: 32 bytes a text.
 * Errors: E_MEM. */
REL_CHECKED
rel_status rel_name_sort(rel_ctx *ctx, const char *text, const uint64_t *off, rel_vid n, rel_vid *order);

#endif
