/* Recognise: what a file is and how it is to be read, before anything of it is read: opened, looked at, its
 * format or preset found, its header understood. Everybody who reads a file starts here. */
#ifndef REL_INGEST_RECOGNISE_H
#define REL_INGEST_RECOGNISE_H

#include "ingest/pipeline.h"
#include "ingest/preset.h"
#include "ingest/probe.h"

typedef struct rel_recognised {
    rel_input *in;
    rel_probe_hold hold;
    const rel_format *format;
    rel_preset *preset;       /* NULL: none */
    rel_source_info info;     /* for the format */
    void *setup, *dialect;    /* of the format, of its framing */
    int score;                /* of the detection; 0 when the user said what it is */
    const rel_format *second; /* the next best format, and how sure it was; NULL: none */
    int second_score;
} rel_recognised;

/* Of a table that a preset knows: surer than any guess by single names. */
enum { REL_PRESET_SCORE = 97 };

/* Notes what is read as what. path and opts must live as long as *r, which rel_recognised_free releases after
 * a failure too. Errors: those of rel_input, rel_format_detect, rel_preset_open and of the format's setup. */
REL_CHECKED
rel_status rel_recognise(rel_ctx *ctx, const char *path, const rel_ingest_opts *opts, rel_recognised *r);
void rel_recognised_free(rel_recognised *r);

/* Name of the preset, else of the format; and what it yields, in English. */
const char *rel_recognised_name(const rel_recognised *r);
const char *rel_recognised_yields(const rel_recognised *r);

/* What the pipeline needs to read it from the beginning. */
rel_pipeline_job rel_recognised_job(const rel_recognised *r, size_t block_bytes, rel_store_fn *store,
                                    void *user);

#endif
