/* The words of a post, as communities are told apart by them.
 *
 * A word is a run of letters and digits of whatever script, in small letters. Links (with "://", "www." or a
 * slash behind a dot), handles and hashtags are no words; nor are numbers, words of fewer than three
 * characters (two, of scripts that are written without blanks), and the stop words of French and English. A
 * French elision (l', d', qu', ...) and an English 's are cut off; other apostrophes stay in the word. A last
 * word that ends in an ellipsis was cut, and is left out. */
#ifndef REL_INSIGHT_TOKENS_H
#define REL_INSIGHT_TOKENS_H

#include "src/base/str.h"

enum { REL_TOKEN_MAX = 96 }; /* bytes; longer ones are no words */

typedef struct rel_tokens {
    rel_str rest; /* of the text */
    char word[REL_TOKEN_MAX + 8];
    size_t len;
} rel_tokens;

static inline rel_tokens rel_tokens_of(rel_str text)
{
    return (rel_tokens){.rest = text};
}
/* The next word, valid until the next call; false at the end. The text is valid UTF-8. */
bool rel_tokens_next(rel_tokens *t, rel_str *word);

/* Whether it is one of the words that say nothing (folded). */
bool rel_stop_word(rel_str word);
/* The i-th of them, NULL at the end; ascending bytewise. For the tests. */
const char *rel_stop_word_at(int i);

/* The text in small letters, into out, which has room for len + 1 bytes; cut at whole characters when it does
 * not fit. */
enum { REL_FOLD_MAX = 512 };
rel_str rel_fold_text(rel_str text, char out[REL_FOLD_MAX]);
/* The host of a link without "www.", in small letters; missing when it has none. */
rel_str rel_link_domain(rel_str link, char out[REL_FOLD_MAX]);

#endif
