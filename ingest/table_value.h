/* Values in cells of tables: ids, counts, weights, lists. What people's spreadsheets do to them is understood
 * where it lost nothing and refused where it did. */
#ifndef REL_INGEST_TABLE_VALUE_H
#define REL_INGEST_TABLE_VALUE_H

#include "src/base/str.h"

/* Nothing is in the cell: empty, or a word for it (NA, N/A, null, none, nan, -). */
bool rel_cell_is_empty(rel_str cell);

/* The id in a cell, as exact text: without blanks around it, without the ' or ="" that keep a spreadsheet
 * from touching it, without the ".0" that a table program adds to numbers below 2^53. False when digits were
 * lost: "1.38E+18", or ".0" behind a larger number. Missing when the cell is empty. */
bool rel_cell_id(rel_str cell, rel_str *id);

/* True when the text is a platform's id and no handle: digits only (damaged ones included, see rel_cell_id),
 * a decentralised id (did:...), or a YouTube channel id. */
bool rel_cell_looks_like_id(rel_str cell);

/* A count: "1234", "1,234", "1 234" (any kind of blank), "1234.0"; REL_COUNT_MISSING when the cell is empty.
 * False when it is none, or negative. */
bool rel_cell_count(rel_str cell, int64_t *count);

/* A weight above 0; 1 when the cell is empty. With decimal_comma a comma is the decimal sign. */
bool rel_cell_weight(rel_str cell, bool decimal_comma, double *weight);

/* 1 for true, yes, 1, oui; 0 for false, no, 0, non; else REL_FLAG_MISSING. */
int rel_cell_flag(rel_str cell);

/* The platform that a cell names, in small letters and with today's name ("Twitter" is x,
 * "https://www.facebook.com/a" is facebook, another host is itself); else the one that the user named, else
 * "other". room belongs to the caller and must live as long as the result. */
enum { REL_PLATFORM_TEXT = 64 };
rel_str rel_cell_platform(rel_str cell, const char *named, char room[REL_PLATFORM_TEXT]);

/* Takes the next item off a list in a cell: separated by commas, semicolons, bars or blanks, perhaps in [ ]
 * and quotes, as tools write lists. Missing when there is none left. */
rel_str rel_cell_next(rel_str *rest);

#endif
