#include "src/base/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { BUFFER_BYTES = 1024 * 1024 };

static void release(rel_outfile *f)
{
    if (f->fd > STDOUT_FILENO) close(f->fd);
    free(f->data);
    free(f->path);
    free(f->tmp_path);
    *f = (rel_outfile){.ctx = f->ctx, .fd = -1, .status = f->status, .written_bytes = f->written_bytes};
}

static rel_status cannot(rel_outfile *f, const char *path)
{
    /* Nobody reads on: no mistake of anyone, the program just ends. */
    if (errno == EPIPE) return rel_fail(f->ctx, REL_E_STOPPED, "nobody reads the output any more");
    return rel_fail(f->ctx, REL_E_IO, "cannot write '%s': %s", path, strerror(errno));
}

rel_status rel_outfile_open(rel_ctx *ctx, const char *path, rel_outfile *f)
{
    *f = (rel_outfile){.ctx = ctx, .fd = -1};
    f->path = strdup(path);
    f->data = malloc(BUFFER_BYTES + REL_OUTFILE_ROOM);
    if (!f->path || !f->data) {
        f->status = rel_fail(ctx, REL_E_MEM, "no memory to write '%s'", path);
        release(f);
        return f->status;
    }
    if (strcmp(path, "-") == 0) {
        f->fd = STDOUT_FILENO;
        return REL_OK;
    }
    const size_t size = strlen(path) + sizeof ".tmp";
    f->tmp_path = malloc(size);
    if (!f->tmp_path) {
        f->status = rel_fail(ctx, REL_E_MEM, "no memory to write '%s'", path);
        release(f);
        return f->status;
    }
    snprintf(f->tmp_path, size, "%s.tmp", path);
    f->fd = open(f->tmp_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (f->fd < 0) {
        f->status = cannot(f, f->tmp_path);
        release(f);
    }
    return f->status;
}

static void flush(rel_outfile *f)
{
    size_t done = 0;
    while (f->status == REL_OK && done < f->used) {
        const ssize_t n = write(f->fd, f->data + done, f->used - done);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0)
            f->status = cannot(f, f->path);
        else
            done += (size_t)n;
    }
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
    const char *p = data;
    while (len) {
        const size_t n = len < REL_OUTFILE_ROOM ? len : REL_OUTFILE_ROOM;
        memcpy(rel_outfile_room(f, n), p, n);
        rel_outfile_advance(f, n);
        p += n;
        len -= n;
    }
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
            f->status = rel_fail(f->ctx, REL_E_MEM, "no memory to write '%s'", f->path);
        }
    }
    va_end(again);
}

rel_status rel_outfile_close(rel_outfile *f)
{
    if (!f->data) return f->status;
    flush(f);
    if (f->tmp_path) {
        if (f->status == REL_OK && fsync(f->fd) != 0 && errno != EINVAL && errno != EROFS)
            f->status = cannot(f, f->path);
        const int closed = close(f->fd);
        f->fd = -1;
        if (f->status == REL_OK && closed != 0) f->status = cannot(f, f->path);
        if (f->status == REL_OK && rename(f->tmp_path, f->path) != 0) f->status = cannot(f, f->path);
        if (f->status != REL_OK) unlink(f->tmp_path);
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
