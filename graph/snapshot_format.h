/* Layout of a snapshot, as docs/formats/rgraph.md describes it. Private to graph/. */
#ifndef REL_GRAPH_SNAPSHOT_FORMAT_H
#define REL_GRAPH_SNAPSHOT_FORMAT_H

#include "graph/graph.h"
#include "src/base/hash.h"

enum {
    REL_SNAPSHOT_VERSION_PLAIN = 1, /* written when there are no packed rows */
    REL_SNAPSHOT_VERSION = 2,
    REL_SNAPSHOT_ALIGN = 64,
    REL_SNAPSHOT_BLOCK =
        16 * 1024 * 1024, /* bytes that one checksum of a section's list of checksums covers */
    REL_SNAPSHOT_SECTIONS_MAX = 4096,
    REL_SNAPSHOT_DIRECTED = 1, /* flags */
    REL_SNAPSHOT_PACKED_WEIGHTS = 2,
};

#define REL_SNAPSHOT_MAGIC "RELGRAPH"
#define REL_SNAPSHOT_BYTE_ORDER 0x01020304u

typedef struct rel_snapshot_header {
    char magic[8];
    uint32_t version;
    uint32_t byte_order;
    uint64_t file_bytes;
    uint64_t n, m;
    uint32_t flags;
    uint32_t sections;
    int64_t self_loops, merged, bad_weight; /* rel_graph_dropped */
    rel_hash128 table_hash;
    uint64_t reserved[4]; /* 0 */
    uint64_t header_hash; /* of the header's bytes before this field */
} rel_snapshot_header;

typedef enum rel_section_kind {
    REL_SECTION_OUT_OFF = 1,
    REL_SECTION_OUT_ADJ,
    REL_SECTION_OUT_WEIGHT,
    REL_SECTION_IN_OFF,
    REL_SECTION_IN_ADJ,
    REL_SECTION_IN_WEIGHT,
    REL_SECTION_NAME_NUMBER,
    REL_SECTION_NAME_OFF,
    REL_SECTION_NAME_TEXT,
    REL_SECTION_NAME_SORTED,
    REL_SECTION_VERTEX_VALUE, /* TEXT: the offsets */
    REL_SECTION_VERTEX_TEXT,
    REL_SECTION_VERTEX_PRESENT,
    REL_SECTION_EDGE_VALUE,
    REL_SECTION_EDGE_TEXT,
    REL_SECTION_EDGE_PRESENT,
    REL_SECTION_META,
    REL_SECTION_PACKED_ORDER, /* from here on: version 2 */
    REL_SECTION_PACKED_OUT_BLOCK,
    REL_SECTION_PACKED_OUT_ROW,
    REL_SECTION_PACKED_OUT_DATA,
    REL_SECTION_PACKED_IN_BLOCK,
    REL_SECTION_PACKED_IN_ROW,
    REL_SECTION_PACKED_IN_DATA,
    REL_SECTION_PACKED_OUT_DEGREE,
    REL_SECTION_KINDS,
} rel_section_kind;

typedef struct rel_snapshot_section {
    uint32_t kind;
    uint32_t column; /* of attributes: which one, from 0; else 0 */
    uint32_t type;   /* of attributes: rel_attribute_type; else 0 */
    uint32_t reserved;
    uint64_t offset; /* from the start of the file, a multiple of REL_SNAPSHOT_ALIGN */
    uint64_t bytes;
    rel_hash128 hash;
    char name[64]; /* of attributes, padded with zeros */
    uint64_t reserved2[2];
} rel_snapshot_section;

_Static_assert(sizeof(rel_snapshot_header) == 128, "the header is 128 bytes");
_Static_assert(sizeof(rel_snapshot_section) == 128, "a section's row is 128 bytes");

/* Checksum of a section: of the checksums of its blocks, which threads can compute side by side.
 * hashes has rel_snapshot_blocks(bytes) items of scratch. */
static inline int64_t rel_snapshot_blocks(uint64_t bytes)
{
    return (int64_t)((bytes + REL_SNAPSHOT_BLOCK - 1) / REL_SNAPSHOT_BLOCK);
}
rel_hash128 rel_snapshot_hash(int threads, const void *data, uint64_t bytes, rel_hash128 *hashes);

#endif
