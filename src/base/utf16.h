/* UTF-16 as UTF-8, piece by piece. */
#ifndef REL_BASE_UTF16_H
#define REL_BASE_UTF16_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What carries over from one piece to the next. {0} is little endian at the start. */
typedef struct rel_utf16 {
    bool big_endian;
    uint32_t high;    /* first half of a surrogate pair whose second half has not come; 0: none */
    int64_t replaced; /* halves without their other half, which became U+FFFD */
} rel_utf16;

/* True when text that begins so is UTF-16: it has a mark (*mark is 2 then, else 0), or two plain characters
 * with a zero byte each. Fewer than 4 bytes are not looked at without a mark. */
bool rel_utf16_begins(const unsigned char *s, size_t len, rel_utf16 *d, size_t *mark);

/* Decodes pairs of bytes from in[0..*len) while out has room for 4 bytes more. *len becomes how many bytes
 * were taken; what is left is an odd byte, or did not fit. Returns the length written. */
size_t rel_utf16_decode(rel_utf16 *d, const unsigned char *in, size_t *len, char *out, size_t room);
/* What is still pending when the text ends; odd: a single byte was left. out has room for 6 bytes. */
size_t rel_utf16_end(rel_utf16 *d, bool odd, char *out);

#endif
