/* Lists inside a JSON document: finds the arrays whose elements are the records of a format
 * (rel_format.lists) as the bytes of a document pass by, so that a document of any size is cut into its
 * records.
 *
 * A document is gone through in steps: a bracket, a member that does not lead to a list, blanks. What was
 * passed is held in a place of fixed size, which says all that is needed to go on behind any step. */
#ifndef REL_INGEST_JSON_LISTS_H
#define REL_INGEST_JSON_LISTS_H

#include <stddef.h>
#include <stdint.h>

struct rel_json_list;

/* What a bracket opened: an object, an array that is gone through, a list of records. */
enum { REL_IN_OBJECT = '{', REL_IN_ARRAY = '[', REL_IN_LIST = 'L' };
enum { REL_LIST_LEVELS = 8, REL_LIST_HEAD_BYTES = 2048 };

/* Where a walk through a document stands. All zero: outside of all objects. */
typedef struct rel_json_place {
    uint8_t levels; /* brackets that are open, the outermost first */
    struct {
        uint8_t list;  /* the list that it leads to, or one of several that begin with the same names */
        uint8_t names; /* how many names of it were passed */
        char open;     /* see above */
    } level[REL_LIST_LEVELS];
    uint16_t head_len;
    char head[REL_LIST_HEAD_BYTES]; /* members of the innermost object on the way that are no objects or
                                     * arrays, each with a comma behind it; those that do not fit are left out
                                     */
} rel_json_place;

typedef enum rel_json_step {
    REL_STEP_ON,     /* *n bytes were passed */
    REL_STEP_RECORD, /* an element of a list starts here */
    REL_STEP_SHORT,  /* what starts here does not end within the bytes */
    REL_STEP_BAD,    /* is no JSON: the place is of no use any more */
} rel_json_step;

/* One step from s, inside an object (place->levels > 0) or at its opening bracket. len > 0. The place is
 * unchanged unless the result is REL_STEP_ON. */
rel_json_step rel_json_place_step(rel_json_place *place, const struct rel_json_list *lists, const char *s,
                                  size_t len, size_t *n);

/* Whether the object that starts at s has a list that opens: REL_STEP_RECORD; has none, and is *n bytes long:
 * REL_STEP_ON; cannot be said yet: REL_STEP_SHORT; or is no JSON: REL_STEP_BAD. */
rel_json_step rel_json_has_list(const struct rel_json_list *lists, const char *s, size_t len, size_t *n);

#endif
