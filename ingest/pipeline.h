/* Pipeline: reads a file in blocks, parses them and hands the batches over in the order of the file. Reading, parsing
 * and storing overlap: each thread takes whatever is to do next. */
#ifndef REL_INGEST_PIPELINE_H
#define REL_INGEST_PIPELINE_H

#include "ingest/framing.h"
#include "src/base/input.h"

enum { REL_BLOCK_BYTES = 2 * 1024 * 1024 }; /* of one block, unless a record is larger */

/* Stores a batch. Called by one thread at a time, with the context of the pipeline. */
typedef rel_status rel_store_fn(rel_ctx *ctx, void *user, const rel_batch *batch);

typedef struct rel_pipeline_job {
    rel_input *in;
    const rel_format *format;
    const rel_source_info *info;
    const rel_framing_ops *framing;
    const void *dialect;
    int64_t resume_offset; /* blocks that end here or before were stored already and are passed over */
    size_t block_bytes;    /* REL_BLOCK_BYTES; tests take less */
    rel_store_fn *store;
    void *user;
} rel_pipeline_job;

typedef struct rel_pipeline_result {
    int64_t bytes;       /* unpacked, read */
    size_t memory_bytes; /* most that was held */
} rel_pipeline_result;

/* Runs with ctx->threads threads. The batches are the same at any number of them.
 * Errors: those of reading (what was read before is stored first), of parsing (E_MEM), of the store; E_STOPPED. */
REL_CHECKED rel_status rel_pipeline_run(rel_ctx *ctx, const rel_pipeline_job *job, rel_pipeline_result *result);

#endif
