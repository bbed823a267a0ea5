/* Bytes of a fuzz target as a file with a path, without a disk. */
#ifndef REL_TESTS_FUZZ_FILE_H
#define REL_TESTS_FUZZ_FILE_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "src/base/ctx.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void require(bool condition)
{
    if (!condition) abort();
}

typedef struct fuzz_file {
    int fd;
    char path[32];
} fuzz_file;

static inline fuzz_file fuzz_file_open(const void *data, size_t size)
{
    fuzz_file f = {.fd = memfd_create("input", MFD_CLOEXEC)};
    require(f.fd >= 0 && (size == 0 || write(f.fd, data, size) == (ssize_t)size));
    snprintf(f.path, sizeof f.path, "/proc/self/fd/%d", f.fd);
    return f;
}

static inline void fuzz_file_close(fuzz_file f)
{
    close(f.fd);
}

#endif
