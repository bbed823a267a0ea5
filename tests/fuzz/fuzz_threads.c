#define _GNU_SOURCE
#include "tests/fuzz/fuzz_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const rel_ingest_opts opts = {.format = "threads", .rt_mentions = true};
    return fuzz_reader(data, size, &opts);
}
