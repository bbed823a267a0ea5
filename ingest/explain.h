/* Explain: what relais would make of a file, without a workspace: the first records, each with what it
 * yields. */
#ifndef REL_INGEST_EXPLAIN_H
#define REL_INGEST_EXPLAIN_H

#include "ingest/recognise.h"

/* What one record yields, or why it is rejected, or nothing; its line is where it begins, blanks before it
 * included. The batch is valid during the call. */
typedef rel_status rel_explain_take(rel_ctx *ctx, void *user, const rel_batch *record, int64_t line);

/* Hands over the first records, until `good` of them yielded something, or 100 were looked at, or the
 * beginning of the file that is looked at (256 KiB) ends. The file is not read on. Errors: E_MEM, those of
 * take. */
REL_CHECKED
rel_status rel_explain_records(rel_ctx *ctx, const rel_recognised *r, int good, rel_explain_take *take,
                               void *user);

/* True when the record yields something. */
bool rel_explain_yields(const rel_batch *record);

#endif
