/* Ingest: one file into a workspace. Reading, parsing and storing overlap: every thread takes whatever is to
 * do next (read a block, parse a block, store the oldest parsed block), so one thread works as well as many.
 */
#ifndef REL_INGEST_INGEST_H
#define REL_INGEST_INGEST_H

#include "ingest/preset.h"
#include "ingest/workspace.h"
#include "src/base/json_parser.h"

enum { REL_RECORD_MAX_BYTES = REL_JSON_MAX_BYTES }; /* a record over this is rejected */

typedef struct rel_ingest_result {
    char format[REL_PRESET_NAME]; /* name of the preset or format; "": none was found */
    bool already_read;            /* the same file was read before: nothing was done */
    bool resumed;
    int64_t bytes; /* unpacked */
    double seconds;
    size_t memory_bytes; /* bound of the buffers that were used */
    rel_run_counts counts;
} rel_ingest_result;

/* Errors: those of rel_input, rel_format_detect and rel_workspace; E_DATA when nothing in the file was
 * usable; E_STOPPED (what was stored stays, the next run goes on there). */
REL_CHECKED
rel_status rel_ingest_file(rel_ctx *ctx, rel_workspace *w, const char *path, const rel_ingest_opts *opts,
                           rel_ingest_result *result);

#endif
