#include "ingest/workspace_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { RETRY_MS = 20 };

static rel_status name_lock(rel_ctx *ctx, rel_workspace *w)
{
    static const char suffix[] = "-lock";
    const size_t len = strlen(w->path);
    const rel_status st = rel_alloc(ctx, &w->lock_path, len + sizeof suffix, 1, "name of a lock");
    if (st != REL_OK) return st;
    memcpy(w->lock_path, w->path, len);
    memcpy(w->lock_path + len, suffix, sizeof suffix);
    return REL_OK;
}

/* The file that we locked may have been removed by its last holder in between: then somebody else may lock a
 * new one of the same name. */
static bool still_there(int fd, const char *path)
{
    struct stat mine, named;
    return fstat(fd, &mine) == 0 && stat(path, &named) == 0 && mine.st_ino == named.st_ino &&
           mine.st_dev == named.st_dev;
}

rel_status rel_ws_lock(rel_ctx *ctx, rel_workspace *w)
{
    const rel_status st = name_lock(ctx, w);
    if (st != REL_OK) return st;
    const double until = rel_clock() + REL_WS_BUSY_MS / 1000.0;
    for (;;) {
        const int fd = open(w->lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (fd < 0) return rel_fail(ctx, REL_E_IO, "cannot write '%s': %s", w->path, strerror(errno));
        const bool locked = flock(fd, LOCK_EX | LOCK_NB) == 0;
        const int number = errno;
        if (locked && still_there(fd, w->lock_path)) {
            w->lock_fd = fd;
            return REL_OK;
        }
        close(fd);
        if (locked) continue;
        if (number != EWOULDBLOCK && number != EINTR)
            return rel_fail(ctx, REL_E_IO, "cannot lock '%s': %s", w->path, strerror(number));
        if (rel_clock() >= until)
            return rel_fail(ctx, REL_E_IO, "'%s': busy: another process is writing to it", w->path);
        nanosleep(&(struct timespec){.tv_nsec = RETRY_MS * 1000000L}, NULL);
    }
}

void rel_ws_unlock(rel_workspace *w)
{
    if (w->lock_fd >= 0) {
        unlink(w->lock_path);
        close(w->lock_fd);
        w->lock_fd = -1;
    }
    free(w->lock_path);
    w->lock_path = NULL;
}
