/* A main for fuzz targets without libFuzzer: runs every file of the folders (or the files) named on the
 * command line once. It fails when there is none, so an empty corpus is noticed. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int run_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) return 0;
    uint8_t *data = NULL;
    size_t size = 0, capacity = 0, n = 1;
    while (n) {
        if (size == capacity) {
            capacity = capacity ? 2 * capacity : 65536;
            data = realloc(data, capacity);
            if (!data) abort();
        }
        n = fread(data + size, 1, capacity - size, f);
        size += n;
    }
    fclose(f);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    return 1;
}

static int run_folder(const char *path)
{
    DIR *d = opendir(path);
    if (!d) return run_file(path);
    int runs = 0;
    for (const struct dirent *e; (e = readdir(d));) {
        char name[4096];
        if (e->d_name[0] == '.') continue;
        snprintf(name, sizeof name, "%s/%s", path, e->d_name);
        runs += run_file(name);
    }
    closedir(d);
    return runs;
}

int main(int argc, char **argv)
{
    int runs = 0;
    for (int i = 1; i < argc; i++) runs += run_folder(argv[i]);
    fprintf(stderr, "%d inputs\n", runs);
    return runs ? 0 : 1;
}
