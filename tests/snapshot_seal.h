/* Makes the checksums of a snapshot fit whatever its bytes are, so that tests reach what lies behind them. */
#ifndef REL_TESTS_SNAPSHOT_SEAL_H
#define REL_TESTS_SNAPSHOT_SEAL_H

#include <stddef.h>
#include <string.h>

#include "graph/snapshot_format.h"

static inline void seal_snapshot(unsigned char *data, size_t len)
{
    rel_snapshot_header h;
    if (len < sizeof h) return;
    memcpy(&h, data, sizeof h);
    if (h.sections > (len - sizeof h) / sizeof(rel_snapshot_section)) return;
    for (uint32_t i = 0; i < h.sections; i++) {
        rel_snapshot_section row;
        rel_hash128 hash;
        unsigned char *at = data + sizeof h + i * sizeof row;
        memcpy(&row, at, sizeof row);
        if (row.bytes > REL_SNAPSHOT_BLOCK || row.offset > len || row.bytes > len - row.offset) continue;
        row.hash = rel_snapshot_hash(1, data + row.offset, row.bytes, &hash);
        memcpy(at, &row, sizeof row);
    }
    h.table_hash = rel_hash128_of(data + sizeof h, h.sections * sizeof(rel_snapshot_section));
    h.header_hash = rel_hash64(&h, offsetof(rel_snapshot_header, header_hash));
    memcpy(data, &h, sizeof h);
}

#endif
