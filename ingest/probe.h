/* Probe: the beginning of a file, for detecting its format. */
#ifndef REL_INGEST_PROBE_H
#define REL_INGEST_PROBE_H

#include "ingest/format.h"
#include "src/base/input.h"

enum { REL_PROBE_BYTES = 256 * 1024, REL_PROBE_RECORDS = 8 };

typedef struct rel_probe_hold {
    rel_probe probe; /* valid until free; probe.first is borrowed from the input until it is read */
    struct cJSON *record[REL_PROBE_RECORDS];
} rel_probe_hold;

/* Looks at the first bytes of the input, without consuming them.
 * Errors: those of rel_input_peek, E_MEM. Nothing needs to be freed then. */
REL_CHECKED rel_status rel_probe_make(rel_ctx *ctx, const char *path, rel_input *in, const rel_ingest_opts *opts,
                                      rel_probe_hold *hold);
void rel_probe_free(rel_probe_hold *hold);

#endif
