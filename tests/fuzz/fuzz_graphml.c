/* GraphML: any bytes give a sound graph or a sentence. */
#define _GNU_SOURCE
#include "tests/fuzz/fuzz_graph.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_graph(data, size, rel_graphml_detect, rel_graphml_read_file);
}
