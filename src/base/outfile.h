/* Output files that are whole or absent: written beside their place as NAME.tmp, flushed to disk, renamed.
 * Also writes standard output ("-") and what already exists and is no regular file (a device, a fifo), both
 * in place: there is nothing to rename. A large buffer of its own, so small writes are cheap. */
#ifndef REL_BASE_OUTFILE_H
#define REL_BASE_OUTFILE_H

#include "src/base/str.h"

typedef struct rel_outfile {
    rel_ctx *ctx;      /* borrowed */
    char *path;        /* as the user gave it */
    char *target_path; /* where the file goes: path, symbolic links followed */
    char *tmp_path;    /* NULL when written in place */
    int fd;
    char *data;
    size_t used;
    int64_t written_bytes; /* including what is still in the buffer */
    rel_status status;     /* of the first failure; later writes do nothing */
} rel_outfile;

/* A file that is replaced keeps its permissions; a symbolic link stays one.
 * Errors: E_IO (a directory is one), E_MEM. After a failure nothing needs to be freed. */
REL_CHECKED
rel_status rel_outfile_open(rel_ctx *ctx, const char *path, rel_outfile *f);
/* Room for size bytes (at most REL_OUTFILE_ROOM) that the caller fills and hands over with
 * rel_outfile_advance. Never NULL: after a failure it points at memory that goes nowhere. */
enum { REL_OUTFILE_ROOM = 64 * 1024 };
char *rel_outfile_room(rel_outfile *f, size_t size);
static inline void rel_outfile_advance(rel_outfile *f, size_t size)
{
    f->used += size;
    f->written_bytes += (int64_t)size;
}
/* Large pieces go straight to the file, without a copy. */
void rel_outfile_add(rel_outfile *f, const void *data, size_t len);
void rel_outfile_puts(rel_outfile *f, const char *terminated);
void rel_outfile_printf(rel_outfile *f, const char *format, ...) REL_PRINTF(2, 3);
/* Brings everything to the disk under the temporary name; only close or discard may follow. For several files
 * that shall appear together: seal all, then close all. Errors: E_IO (the temporary file is gone). */
REL_CHECKED
rel_status rel_outfile_seal(rel_outfile *f);
/* Hands what is in the buffer to the system now, for those who wait for it. Errors: those of the file so far.
 */
rel_status rel_outfile_flush(rel_outfile *f);
/* Finishes: the file takes its name only when everything was written. Errors: E_IO (nothing is left
 * behind). A closed pipe gives E_STOPPED. */
REL_CHECKED
rel_status rel_outfile_close(rel_outfile *f);
/* Gives up: removes the temporary file. Accepts {0} and a closed file. */
void rel_outfile_discard(rel_outfile *f);

#endif
