/* Probe: the beginning of a file, for detecting its format. */
#ifndef REL_INGEST_PROBE_H
#define REL_INGEST_PROBE_H

#include "ingest/ingest.h"
#include "src/base/input.h"

/* Deep: behind one record that is as large as a record may be. */
enum {
    REL_PROBE_BYTES = 256 * 1024,
    REL_PROBE_DEEP_BYTES = REL_RECORD_MAX_BYTES + REL_PROBE_BYTES,
    REL_PROBE_RECORDS = 8
};

typedef struct rel_probe_hold {
    rel_probe probe; /* valid until free; probe.first is borrowed from the input until it is read */
    struct cJSON *record[REL_PROBE_RECORDS];
} rel_probe_hold;

/* Looks at the first bytes of the input, without consuming them.
 * Errors: those of rel_input_peek, E_MEM. Nothing needs to be freed then. */
REL_CHECKED
rel_status rel_probe_make(rel_ctx *ctx, const char *path, rel_input *in, const rel_ingest_opts *opts,
                          rel_probe_hold *hold);
/* Looks further, at REL_PROBE_DEEP_BYTES, when the file is JSON and larger than what was looked at: for a
 * first record that is so large that nothing in its beginning says what it is. *deeper: it did. Errors: as
 * above; *hold is free then. */
REL_CHECKED
rel_status rel_probe_deepen(rel_ctx *ctx, rel_input *in, rel_probe_hold *hold, bool *deeper);
void rel_probe_free(rel_probe_hold *hold);

#endif
