/* Input: the text of a file, whatever it is packed in: plain, gzip (several members), zstd (several frames,
 * long windows), or standard input ("-"). Told by the first bytes, not by the name. UTF-16 comes out as
 * UTF-8, and a byte order mark is left out. */
#ifndef REL_BASE_INPUT_H
#define REL_BASE_INPUT_H

#include "src/base/hash.h"
#include "src/base/str.h"

typedef struct rel_input rel_input;

/* Errors: E_IO (with the system's words; a directory is one), E_MEM. *in is NULL then. */
REL_CHECKED
rel_status rel_input_open(rel_ctx *ctx, const char *path, rel_input **in);
/* Accepts NULL. */
void rel_input_close(rel_input *in);

/* Up to size bytes of unpacked content. *got < size at the end, or before a fault: read on until *got is 0.
 * A file that is cut off or damaged gives all that could be unpacked, and the call after that fails, with
 * *got = 0. Errors: E_IO, E_DATA (damaged packing), E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_input_read(rel_ctx *ctx, rel_input *in, void *data, size_t size, size_t *got);

/* First bytes of the content without consuming them; fewer at the end of the file or before a fault. Takes as
 * much memory, until close. Valid until the next call. Fails only when there is not even one byte before the
 * fault. */
enum { REL_INPUT_PEEK_MAX = 32 * 1024 * 1024 };
REL_CHECKED
rel_status rel_input_peek(rel_ctx *ctx, rel_input *in, size_t size, rel_str *first);

/* The whole content as one slice: mapped when the file is plain, else unpacked into memory. Valid until
 * close. Only before the first read (a peek is none). Nobody may shorten a mapped file while it is used.
 * Errors: those of rel_input_read. */
REL_CHECKED
rel_status rel_input_whole(rel_ctx *ctx, rel_input *in, rel_str *text);

/* True when rel_input_whole maps the file and neither unpacks nor decodes. */
bool rel_input_is_plain(const rel_input *in);
/* The first `bytes` of the whole content are not looked at again: their pages may leave memory. */
void rel_input_leave(rel_input *in, size_t bytes);

/* Progress in packed bytes: consumed so far, and the size of the file or 0 when it is a stream. */
int64_t rel_input_consumed(const rel_input *in);
int64_t rel_input_size(const rel_input *in);

/* True when the text is UTF-16 in the file; known after a peek, a read, or for a plain file at once. Halves
 * of surrogate pairs without the other half that were met so far and became U+FFFD. */
bool rel_input_is_utf16(const rel_input *in);
int64_t rel_input_replaced(const rel_input *in);

/* Hash of the file as it lies on disk, packed. Errors: E_IO; E_USAGE for a stream. */
REL_CHECKED
rel_status rel_input_hash(rel_ctx *ctx, const char *path, rel_hash128 *hash);

#endif
