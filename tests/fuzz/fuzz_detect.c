#define _GNU_SOURCE
#include "tests/fuzz/fuzz_reader.h"

/* Any file: whatever format takes it reads it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const rel_ingest_opts opts = {0};
    return fuzz_reader(data, size, &opts);
}
