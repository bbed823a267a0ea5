/* Draft: the text of a post together with what in it is a mention, a hashtag or a link, before a platform's
 * form is given to it. X counts positions in characters, Bluesky in bytes, Mastodon writes HTML. */
#ifndef REL_DATASETS_DRAFT_H
#define REL_DATASETS_DRAFT_H

#include "src/base/str.h"

enum { REL_DRAFT_TEXT = 1200, REL_DRAFT_PARTS = 12, REL_DRAFT_VALUE = 160 };

typedef enum rel_part_kind { REL_PART_MENTION, REL_PART_TAG, REL_PART_LINK } rel_part_kind;

typedef struct rel_part {
    rel_part_kind kind;
    int first_char, end_char; /* in Unicode characters */
    int first_byte, end_byte;
    uint64_t account;            /* MENTION: whoever the generator means by it */
    char value[REL_DRAFT_VALUE]; /* handle or tag without sign, or the whole address */
} rel_part;

typedef struct rel_draft {
    int bytes, chars;
    int parts;
    char text[REL_DRAFT_TEXT]; /* valid UTF-8, not terminated */
    rel_part part[REL_DRAFT_PARTS];
} rel_draft;

void rel_draft_clear(rel_draft *d);
/* Appends text; what does not fit is left out as a whole, so the text stays valid. */
void rel_draft_add(rel_draft *d, const char *s, size_t len);
void rel_draft_puts(rel_draft *d, const char *terminated);
/* Appends "@handle", "#tag", or the address as it is shown (`shown`, which stands for `address`). */
void rel_draft_mention(rel_draft *d, const char *handle, uint64_t account);
void rel_draft_tag(rel_draft *d, const char *tag);
void rel_draft_link(rel_draft *d, const char *address, const char *shown);
/* A blank, unless the draft is empty or ends in white space. */
void rel_draft_gap(rel_draft *d);

#endif
