/* Text index: finds things by a text, within one record. Lives in scratch memory of the context, between a mark and
 * its release. */
#ifndef REL_INGEST_TEXT_INDEX_H
#define REL_INGEST_TEXT_INDEX_H

#include "src/base/str.h"

typedef struct rel_text_index {
    struct rel_text_entry *entry;
    size_t mask; /* entries - 1 */
} rel_text_index;

/* Room for `most` texts. */
REL_CHECKED rel_status rel_text_index_make(rel_ctx *ctx, rel_text_index *index, size_t most);
/* The text is borrowed. The first of several equal ones stays. fold: ASCII letters count without case; the same for
 * all calls of one index. A missing text is not added and never found. */
void rel_text_index_add(rel_text_index *index, rel_str text, bool fold, const void *thing);
/* NULL when there is none. */
const void *rel_text_index_find(const rel_text_index *index, rel_str text, bool fold);

#endif
