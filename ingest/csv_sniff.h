/* What the beginning of a CSV file shows: separator, header, encoding, and a sample of its rows. */
#ifndef REL_INGEST_CSV_SNIFF_H
#define REL_INGEST_CSV_SNIFF_H

#include "ingest/csv_row.h"
#include "ingest/format.h"

enum { REL_CSV_SAMPLE_ROWS = 100 };

typedef struct rel_csv_sample {
    rel_csv_dialect dialect;
    rel_str *header; /* NULL when there is none; trimmed */
    rel_str *cell;   /* of the data rows: cell[row * dialect.columns + column], trimmed */
    size_t rows;     /* rows with the right number of columns, without the header */
    size_t others;   /* rows with another number of columns, or with a fault */
} rel_csv_sample;

/* Reads the probe. The separator is the one of , ; tab | that gives most rows the same number of columns, two
 * or more; sample->dialect.columns is 0 when none does. The first row is a header unless opts->no_header,
 * when --map names columns, when one of its cells is a name that the formats know, or when it has words above
 * columns of numbers. The sample lies in the scratch of ctx. Errors: E_MEM. */
REL_CHECKED
rel_status rel_csv_sniff(rel_ctx *ctx, const rel_probe *probe, rel_csv_sample *sample);

/* Why such a file cannot be read as CSV. Errors: E_DATA (no separator), else OK. */
REL_CHECKED
rel_status rel_csv_check(rel_ctx *ctx, const rel_probe *probe, const rel_csv_sample *sample);

/* True when the header is made of short names, as no prose is. */
bool rel_csv_header_is_plain(const rel_csv_sample *sample);

/* False for what no text file holds: many control characters, zero bytes among them; and for what starts like
 * JSON or XML. */
bool rel_looks_like_table_text(rel_str first);
/* A whole or decimal number with optional sign. */
bool rel_looks_like_number(rel_str s);

#endif
