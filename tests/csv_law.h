/* The law of cutting: rows do not depend on where blocks end. */
#ifndef REL_TESTS_CSV_LAW_H
#define REL_TESTS_CSV_LAW_H

#include "ingest/csv_row.h"

typedef struct csv_walk {
    uint64_t hash; /* of all rows: where, how many fields, where the fields are, fault */
    size_t rows;
} csv_walk;

enum { CSV_LAW_COLUMNS = 16 };

/* Passes over the rows of one block that starts at data[at]. */
static inline void csv_walk_block(csv_walk *w, const rel_csv_dialect *d, const char *data, size_t at,
                                  size_t end)
{
    rel_str field[CSV_LAW_COLUMNS];
    bool escaped[CSV_LAW_COLUMNS];
    rel_csv_row row = {.field = field, .escaped = escaped, .capacity = CSV_LAW_COLUMNS};
    while (at < end) {
        const size_t n = rel_csv_scan(d, data + at, end - at, &row);
        const size_t kept = row.fields < CSV_LAW_COLUMNS ? row.fields : CSV_LAW_COLUMNS;
        uint64_t h = w->hash * 31 + at;
        h = h * 31 + n;
        h = h * 31 + row.fields;
        h = h * 31 + (row.fault != REL_CSV_FINE);
        h = h * 31 + (uint64_t)row.lines;
        for (size_t i = 0; i < kept; i++)
            h = (h * 31 + (size_t)(field[i].s - data)) * 31 + field[i].len * 2 + escaped[i];
        w->hash = h;
        w->rows++;
        at += n;
    }
}

/* Blocks grow by step bytes until a row ends in them, as the pipeline does; 0: one block. False when cutting
 * makes no progress or goes too far. */
static inline bool csv_walk_all(csv_walk *w, const rel_csv_dialect *d, const char *data, size_t len,
                                size_t step)
{
    size_t at = 0, end = 0;
    *w = (csv_walk){0};
    while (at < len) {
        end = step == 0 || len - end < step ? len : end + step;
        const size_t n = rel_csv_cut(d, data + at, end - at, end == len);
        if (n > end - at || (end == len && n != len - at)) return false;
        csv_walk_block(w, d, data, at, at + n);
        at += n;
    }
    return true;
}

static inline bool csv_law_holds(const rel_csv_dialect *d, const char *data, size_t len, size_t step)
{
    csv_walk whole, parts;
    return csv_walk_all(&whole, d, data, len, 0) && csv_walk_all(&parts, d, data, len, step) &&
           whole.hash == parts.hash && whole.rows == parts.rows;
}

#endif
