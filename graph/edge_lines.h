/* Lines of a text edge list: from a piece of text to columns of names, weights and times. Private to graph/;
 * edgelist.h describes the format. */
#ifndef REL_GRAPH_EDGE_LINES_H
#define REL_GRAPH_EDGE_LINES_H

#include "src/base/str.h"

enum {
    REL_EDGE_LINE_MAX = 1024 * 1024, /* bytes of a line */
    REL_EDGE_NAME_MAX = 4096,        /* bytes of a name */
};

/* A name as it stands in the text. */
typedef struct rel_edge_name {
    uint64_t hash;
    uint32_t at; /* position in the text of the block */
    uint32_t len;
} rel_edge_name;

/* How names are kept: as long as all are numbers below 2^32; numbers below 2^64; or text. */
typedef enum rel_edge_form { REL_EDGE_NARROW, REL_EDGE_WIDE, REL_EDGE_TEXT } rel_edge_form;

/* What the columns could not hold: they are to be made over, and the block is to be parsed again. */
enum {
    REL_EDGE_NEED_WIDE = 1,
    REL_EDGE_NEED_TEXT = 2,
    REL_EDGE_NEED_VALUES = 4, /* there is a third column */
    REL_EDGE_NEED_TIMES = 8,  /* and a fourth */
};

/* Where the lines of one chunk go. Arrays of the other forms are NULL, and so are values and times until
 * they are needed. */
typedef struct rel_edge_rows {
    rel_edge_form form;
    uint32_t *source32, *target32;
    uint64_t *source64, *target64;
    rel_edge_name *source_name, *target_name;
    double *value;      /* the third column as it stands; see rel_edge_no_value */
    double *time;       /* the fourth */
    bool third_is_time; /* told by the user: only times are accepted */
    bool ignore_third;  /* told by the user: third and fourth column are not looked at */
} rel_edge_rows;

typedef struct rel_edge_chunk {
    int64_t count;       /* rows written */
    int needs;           /* REL_EDGE_NEED_... met; parsing ended there */
    const char *bad;     /* NULL, or the first byte of the first line that is wrong; parsing ended there */
    uint64_t largest;    /* of the numbers */
    bool any_value;      /* a third column was there */
    bool any_not_time;   /* a third value that cannot be a time: no whole number from REL_EDGE_TIME_MIN up */
    bool any_attributes; /* attributes other than a weight were left out (networkx writes them) */
} rel_edge_chunk;

/* Whole numbers from here up (March 1973 in seconds) are taken for times, when all are. */
#define REL_EDGE_TIME_MIN 1e8

/* What stands for a missing value or time. Differs in its bits from what "nan" is read as. */
double rel_edge_no_value(void);
bool rel_edge_is_no_value(double value);

/* Parses the lines of text[0..len), each ended by a line feed. `base` is the start of the block that
 * positions of names count from. */
void rel_edge_parse(const char *base, const char *text, size_t len, const rel_edge_rows *rows,
                    rel_edge_chunk *result);

/* Says what is wrong with a line (without its line feed). */
rel_status rel_edge_explain(rel_ctx *ctx, const char *path, int64_t line_number, rel_str line,
                            const rel_edge_rows *rows);

/* True when the line's first two fields are words that head columns ("source,target"). */
bool rel_edge_is_heading(rel_str line);

/* How far this looks like an edge list, by the complete lines of its first bytes: 0 to 100. */
int rel_edge_likeness(rel_str first);

/* Number of line feeds. */
int64_t rel_edge_count_lines(const char *text, size_t len);

#endif
