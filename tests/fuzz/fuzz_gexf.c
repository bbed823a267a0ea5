/* GEXF: any bytes give a sound graph or a sentence. */
#define _GNU_SOURCE
#include "tests/fuzz/fuzz_graph.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_graph(data, size, rel_gexf_detect, rel_gexf_read_file);
}
