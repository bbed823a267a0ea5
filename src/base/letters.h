/* Letters of all scripts, near enough to find the words of a text and to compare them without case. */
#ifndef REL_BASE_LETTERS_H
#define REL_BASE_LETTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Letters, digits and the marks that combine with them. What is neither in the blocks of punctuation,
 * symbols, emoji and private use counts as one. */
bool rel_letter_is(uint32_t code);
/* The small letter of a capital of the Latin, Greek and Cyrillic scripts; everything else as it is. A final
 * sigma becomes a sigma. */
uint32_t rel_letter_fold(uint32_t code);
/* Writes the character as UTF-8 and returns its length, at most REL_LETTER_BYTES. */
enum { REL_LETTER_BYTES = 4 };
size_t rel_letter_put(char *out, uint32_t code);

#endif
