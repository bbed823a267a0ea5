#define _GNU_SOURCE
#include "tests/fuzz/fuzz_reader.h"

/* JSON of any shape, by JSON pointers: the first byte also chooses between posts and edges. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const rel_ingest_opts posts = {.platform = "forum",
                                   .map = "id=/no,author=/user/name,text=/body,time=/when,mentions=/people,"
                                          "hashtags=/tags,likes=/n/likes,kind=/kind,target_id=/to~1post/0"},
                          edges = {.map = "source=/ends/0,target=/ends/1,time=/when,kind=/kind,weight=/w"};
    return fuzz_reader(data, size, size && data[0] & 1 ? &posts : &edges);
}
