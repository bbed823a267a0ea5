#include "src/base/memory.h"

#include <stdio.h>
#include <string.h>

#include "src/base/str.h"

/* The line "NAME:  123 kB" of one of the system's tables, in bytes. */
static int64_t read_line(const char *path, const char *name)
{
    char line[256];
    int64_t kilobytes = 0;
    const size_t len = strlen(name);
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f)) {
        if (strncmp(line, name, len) != 0 || line[len] != ':') continue;
        rel_str rest = rel_str_of(line + len + 1);
        rest = rel_str_trim(rest);
        if (!rel_str_to_i64(rel_str_cut(&rest, ' '), &kilobytes)) kilobytes = 0;
        break;
    }
    if (f) fclose(f);
    return kilobytes * 1024;
}

int64_t rel_memory_available(void)
{
    return read_line("/proc/meminfo", "MemAvailable");
}

int64_t rel_memory_used(void)
{
    return read_line("/proc/self/status", "VmRSS");
}

int64_t rel_memory_peak(void)
{
    return read_line("/proc/self/status", "VmHWM");
}
