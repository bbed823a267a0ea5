/* JSON lines of bench programs as tables in Markdown: what docs/performance.md keeps. */
#ifndef REL_BENCH_TABLE_H
#define REL_BENCH_TABLE_H

#include <stdio.h>

#include "src/base/str.h"

/* Results on a graph that a line describes become one table a graph: a row a kernel, a column a peer. Plans
 * become a table, a row a command, and all others another, a row a result. Errors: E_DATA (a line that is no
 * JSON object), E_MEM. */
REL_CHECKED
rel_status bench_table_write(rel_ctx *ctx, rel_str lines, FILE *out);

#endif
