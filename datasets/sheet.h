/* Sheet: a file of the campaign being written, record by record, packed with gzip when its name ends in
 * ".gz". Whole or absent like every output file. After a failure the rest does nothing; close tells. */
#ifndef REL_DATASETS_SHEET_H
#define REL_DATASETS_SHEET_H

#include "datasets/pen.h"
#include "src/base/outfile.h"

typedef struct rel_sheet {
    rel_ctx *ctx;
    rel_outfile file;
    void *packer; /* z_stream, or NULL */
    char *room;   /* REL_SHEET_RECORD bytes for the pen */
    rel_pen pen;  /* write here, then call rel_sheet_flush */
    rel_status status;
} rel_sheet;

enum { REL_SHEET_RECORD = 4 << 20 }; /* the largest record */

/* Opens folder/name. Errors: E_IO, E_MEM. */
REL_CHECKED
rel_status rel_sheet_open(rel_ctx *ctx, const char *folder, const char *name, rel_sheet *s);
/* Hands over what the pen wrote, and empties it. */
void rel_sheet_flush(rel_sheet *s);
void rel_sheet_printf(rel_sheet *s, const char *format, ...) REL_PRINTF(2, 3);
/* A CSV field; quoted when it must be. */
void rel_sheet_field(rel_sheet *s, const char *text);
/* Errors: E_IO, E_MEM, E_LIMIT (a record that was too large). Frees everything in any case. */
REL_CHECKED
rel_status rel_sheet_close(rel_sheet *s);

#endif
