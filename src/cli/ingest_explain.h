/* `relais ingest --explain`: what would be made of a file. */
#ifndef REL_CLI_INGEST_EXPLAIN_H
#define REL_CLI_INGEST_EXPLAIN_H

#include "ingest/format.h"
#include "src/cli/cli.h"

/* Explains one file on standard output. Errors: those of rel_recognise, E_MEM. */
REL_CHECKED
rel_status rel_cli_explain(rel_cli *cli, const char *path, const rel_ingest_opts *opts);

#endif
