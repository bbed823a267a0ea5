/* Framing: how the bytes of a file are cut into records. A framing is one file (ingest/framing_<name>.c) and one
 * line in rel_framing_of.
 *
 * The reading side calls `cut` on one block of bytes after the other, in order, and hands out blocks of whole
 * records; any thread then calls `parse` on such a block. So cutting must run at the speed of memory, and
 * everything that costs is done while parsing. */
#ifndef REL_INGEST_FRAMING_H
#define REL_INGEST_FRAMING_H

#include "ingest/format.h"
#include "ingest/json_lists.h"

/* What cutting carries from one block to the next. All zero at the beginning of a file; the meaning is the
 * framing's own. */
typedef struct rel_cut {
    int64_t depth;
    bool inside;  /* inside an outer structure whose elements are the records */
    bool quoted;  /* only between calls of skip: the record in progress is inside quotes */
    bool escaped; /* the same: the next byte is escaped */
    bool skipping;        /* the same: the beginning of the record was passed */
    rel_json_place place; /* inside an object with lists of records */
} rel_cut;

/* A block of whole records. */
typedef struct rel_block {
    char *data;         /* data[0..len), may be changed while parsing; data[len] is there and is 0 */
    size_t len;
    int64_t first_line; /* 1-based line of the file that data[0] is on */
    rel_cut cut;        /* as it was at data[0] */
    bool at_start;      /* data[0] is the first byte of the file: a header is here */
    bool last;          /* the file ends with this block */
} rel_block;

typedef struct rel_framing_ops {
    const char *title; /* for "looked for ...": N_("JSON lines") */

    /* Finds out once what holds for the whole file (a separator, JSON lines or a document) that is read as this
     * format. *dialect is not changed afterwards and is released with free(). May be NULL: there is no dialect. */
    rel_status (*begin)(rel_ctx *ctx, const rel_probe *probe, const rel_format *format,
                        const rel_ingest_opts *opts, void **dialect);

    /* data[0] is where a record starts, and *cut belongs to it. Returns where the last complete record ends, its
     * separator included, and brings *cut there; or 0, with *cut unchanged, when no record ends here: the caller
     * then comes again with more bytes. last: no more bytes follow, so everything is returned. */
    size_t (*cut)(const void *dialect, rel_cut *cut, const char *data, size_t len, bool last);

    /* Passes over a record that is larger than REL_RECORD_MAX_BYTES. The first call gets the record from its
     * start, later ones what follows. Returns how many bytes belong to it; *done is set when it ended, and *cut
     * then belongs to the next record. */
    size_t (*skip)(const void *dialect, rel_cut *cut, const char *data, size_t len, bool *done);

    /* Parses all records of a block into the batch with the format's read function; counts each in
     * b->counts.records; reports bad ones with their line. Scratch memory comes from b->ctx (rel_scratch between
     * a mark and its release); what cannot go on for lack of memory sets b->status. */
    void (*parse)(const void *dialect, const rel_source_info *info, const rel_format *format, rel_batch *b,
                  const rel_block *block);

    /* How many lines end in data. May be NULL: newlines are counted. */
    int64_t (*lines)(const void *dialect, const char *data, size_t len);
} rel_framing_ops;

const rel_framing_ops *rel_framing_of(rel_framing framing);

extern const rel_framing_ops rel_framing_json;
extern const rel_framing_ops rel_framing_csv;
extern const rel_framing_ops rel_framing_lines;

/* Lines that end in data[0..len), as this framing counts them. */
int64_t rel_framing_lines_in(const rel_framing_ops *ops, const void *dialect, const char *data, size_t len);
/* Newlines in data[0..len). */
int64_t rel_count_lines(const char *data, size_t len);
/* Where the last line that is complete ends, its newline included; 0 when none is. */
size_t rel_last_line_end(const char *data, size_t len);

#endif
