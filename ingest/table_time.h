/* Times in cells of tables. Besides what rel_time_parse reads, spreadsheets write "31/12/2021 10:00": whether
 * the day or the month comes first is found out once for a file. */
#ifndef REL_INGEST_TABLE_TIME_H
#define REL_INGEST_TABLE_TIME_H

#include "src/base/str.h"

typedef enum rel_date_order {
    REL_DATE_ISO, /* no such dates were seen */
    REL_DATE_DAY_FIRST,
    REL_DATE_MONTH_FIRST,
    REL_DATE_UNCLEAR, /* the first rows can be read both ways, or contradict each other */
} rel_date_order;

/* What one cell says about the order; ISO when it holds no such date. Points ("31.12.2021") mean day first.
 */
rel_date_order rel_date_order_of(rel_str cell);
/* The order in a column of a sample: cell[0], cell[stride], ... Errors: E_DATA (unclear; says the first such
 * date). */
REL_CHECKED
rel_status rel_date_order_find(rel_ctx *ctx, const char *path, const rel_str *cell, size_t stride,
                               size_t rows, char sep, rel_date_order *order);

/* As rel_time_parse, and dates in this order: with / . or -, a year of four digits or two (20..), perhaps a
 * time of day, perhaps AM or PM; and "15-Nov-2025" in any order. UTC. */
bool rel_table_time(rel_str cell, rel_date_order order, int64_t *utc);

#endif
