/* UTF-8 and XML-safe text. Text from outside is made valid once, on entry; writers rely on it. */
#ifndef REL_BASE_UTF8_H
#define REL_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True when the bytes are valid UTF-8 (no overlong forms, no surrogates, at most U+10FFFF). */
bool rel_utf8_valid(const char *s, size_t len);
/* True when, besides, every character may stand in XML 1.0: no control character but tab, line feed and
 * carriage return, no U+FFFE, no U+FFFF. */
bool rel_utf8_xml_safe(const char *s, size_t len);
/* Bytes that rel_utf8_clean may need for len bytes: every byte may become U+FFFD. */
#define REL_UTF8_CLEAN_MAX(len) (3 * (len))
/* Copies s to out with each invalid sequence and each character that XML 1.0 forbids replaced by U+FFFD.
 * out has room for REL_UTF8_CLEAN_MAX(len) bytes and gets no terminator. Returns the length written;
 * *replaced, when not NULL, is increased by the number of replacements. */
size_t rel_utf8_clean(char *out, const char *s, size_t len, int64_t *replaced);
/* windows-1252 as UTF-8: every byte is a character, the five that the code page leaves open become U+FFFD.
 * out has room for 3 * len bytes and gets no terminator. Returns the length written. */
size_t rel_utf8_from_1252(char *out, const char *s, size_t len);
/* Decodes the character at s (len > 0) into *code; returns its length, or 0 when it is not valid. */
size_t rel_utf8_decode(const char *s, size_t len, uint32_t *code);
/* The reverse, of a code up to U+10FFFF: writes up to 4 bytes and returns their number. */
size_t rel_utf8_encode(char out[4], uint32_t code);
/* Makes a terminated string fit for a terminal, in place: control characters become '?', and a sequence
 * cut at the end is removed. */
void rel_utf8_printable(char *s);
/* Columns that the terminated string takes on a terminal (combining marks 0, wide characters 2). */
int rel_utf8_width(const char *s);

#endif
