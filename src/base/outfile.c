#include "src/base/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER_BYTES = 1024 * 1024 };

static void release(rel_outfile *f)
{
    if (f->fd > STDOUT_FILENO) close(f->fd);
    free(f->data);
    free(f->path);
    free(f->target_path);
    free(f->tmp_path);
    *f = (rel_outfile){.ctx = f->ctx, .fd = -1, .status = f->status, .written_bytes = f->written_bytes};
}

static rel_status cannot(rel_outfile *f, const char *path)
{
    /* Nobody reads on: no mistake of anyone, the program just ends. */
    if (errno == EPIPE) return rel_fail(f->ctx, REL_E_STOPPED, "nobody reads the output any more");
    if (strcmp(path, "-") == 0)
        return rel_fail(f->ctx, REL_E_IO, "cannot write to standard output: %s", strerror(errno));
    return rel_fail(f->ctx, REL_E_IO, "cannot write '%s': %s", path, strerror(errno));
}

static rel_status no_memory(rel_outfile *f, const char *path)
{
    return rel_fail(f->ctx, REL_E_MEM, "no memory to write '%s'", path);
}

static void open_in_place(rel_outfile *f)
{
    f->fd = open(f->path, O_WRONLY | O_CLOEXEC);
    if (f->fd < 0) f->status = cannot(f, f->path);
}

/* Opens NAME.tmp beside the place that the file will take; old, when there is one, is what it replaces. */
static void open_beside(rel_outfile *f, const struct stat *old)
{
    /* realpath: else the rename would put a file in the place of a symbolic link. */
    f->target_path = old ? realpath(f->path, NULL) : strdup(f->path);
    const size_t size = f->target_path ? strlen(f->target_path) + sizeof ".tmp" : 0;
    f->tmp_path = size ? malloc(size) : NULL;
    if (!f->tmp_path) {
        f->status = no_memory(f, f->path);
        return;
    }
    snprintf(f->tmp_path, size, "%s.tmp", f->target_path);
    f->fd = open(f->tmp_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (f->fd < 0)
        f->status = cannot(f, f->path);
    else if (old && fchmod(f->fd, old->st_mode & 0777) != 0)
        f->status = cannot(f, f->path);
    if (f->status != REL_OK && f->fd >= 0) unlink(f->tmp_path);
}

rel_status rel_outfile_open(rel_ctx *ctx, const char *path, rel_outfile *f)
{
    struct stat old;
    *f = (rel_outfile){.ctx = ctx, .fd = -1};
    f->path = strdup(path);
    f->data = malloc(BUFFER_BYTES + REL_OUTFILE_ROOM);
    if (!f->path || !f->data) {
        f->status = no_memory(f, path);
    } else if (strcmp(path, "-") == 0) {
        f->fd = STDOUT_FILENO;
    } else if (stat(path, &old) != 0) {
        open_beside(f, NULL);
    } else if (S_ISREG(old.st_mode)) {
        open_beside(f, &old);
    } else {
        open_in_place(f);
    }
    if (f->status != REL_OK) release(f);
    return f->status;
}

static void write_all(rel_outfile *f, const char *data, size_t len)
{
    while (f->status == REL_OK && len) {
        const ssize_t n = write(f->fd, data, len);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            f->status = cannot(f, f->path);
        } else {
            data += n;
            len -= (size_t)n;
        }
    }
}

static void flush(rel_outfile *f)
{
    write_all(f, f->data, f->used);
    f->used = 0;
}

char *rel_outfile_room(rel_outfile *f, size_t size)
{
    (void)size; /* the buffer always ends in REL_OUTFILE_ROOM bytes more than it flushes at */
    if (f->used >= BUFFER_BYTES) flush(f);
    return f->data + f->used;
}

void rel_outfile_add(rel_outfile *f, const void *data, size_t len)
{
    if (!len) return;
    if (len <= REL_OUTFILE_ROOM) {
        memcpy(rel_outfile_room(f, len), data, len);
        rel_outfile_advance(f, len);
        return;
    }
    flush(f);
    write_all(f, data, len);
    f->written_bytes += (int64_t)len;
}

void rel_outfile_puts(rel_outfile *f, const char *terminated)
{
    rel_outfile_add(f, terminated, strlen(terminated));
}

void rel_outfile_printf(rel_outfile *f, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    const int len = vsnprintf(rel_outfile_room(f, REL_OUTFILE_ROOM), REL_OUTFILE_ROOM, format, args);
    va_end(args);
    if (len >= 0 && len < REL_OUTFILE_ROOM) {
        rel_outfile_advance(f, (size_t)len);
    } else if (len >= REL_OUTFILE_ROOM && f->status == REL_OK) {
        char *text = malloc((size_t)len + 1);
        if (text) {
            vsnprintf(text, (size_t)len + 1, format, again);
            rel_outfile_add(f, text, (size_t)len);
            free(text);
        } else {
            f->status = no_memory(f, f->path);
        }
    }
    va_end(again);
}

rel_status rel_outfile_seal(rel_outfile *f)
{
    if (!f->data || f->fd < 0) return f->status;
    flush(f);
    if (f->fd == STDOUT_FILENO) return f->status;
    /* EINVAL, EROFS: devices and fifos, which have no disk to be flushed to. */
    if (f->status == REL_OK && fsync(f->fd) != 0 && errno != EINVAL && errno != EROFS)
        f->status = cannot(f, f->path);
    const int closed = close(f->fd);
    f->fd = -1;
    if (f->status == REL_OK && closed != 0) f->status = cannot(f, f->path);
    if (f->status != REL_OK && f->tmp_path) unlink(f->tmp_path);
    return f->status;
}

rel_status rel_outfile_flush(rel_outfile *f)
{
    if (f->data) flush(f);
    return f->status;
}

rel_status rel_outfile_close(rel_outfile *f)
{
    if (!f->data) return f->status;
    if (rel_outfile_seal(f) == REL_OK && f->tmp_path && rename(f->tmp_path, f->target_path) != 0) {
        f->status = cannot(f, f->path);
        unlink(f->tmp_path);
    }
    release(f);
    return f->status;
}

void rel_outfile_discard(rel_outfile *f)
{
    if (!f->data) return;
    if (f->tmp_path) unlink(f->tmp_path);
    release(f);
}
