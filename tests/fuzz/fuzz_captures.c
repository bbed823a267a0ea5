#define _GNU_SOURCE
#include "tests/fuzz/fuzz_reader.h"

/* The first byte says which of the small readers of captures gets the rest. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const formats[] = {"linkedin", "pinterest"};
    if (size < 2) return 0;
    const rel_ingest_opts opts = {.format = formats[data[0] & 1], .rt_mentions = true};
    return fuzz_reader(data + 1, size - 1, &opts);
}
