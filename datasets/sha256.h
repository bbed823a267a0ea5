/* SHA-256 (FIPS 180-4), for checking what was fetched against the checksum that its publisher gives. */
#ifndef REL_DATASETS_SHA256_H
#define REL_DATASETS_SHA256_H

#include "src/base/ctx.h"

typedef struct rel_sha256 {
    uint32_t state[8];
    uint64_t bytes;
    unsigned char block[64];
} rel_sha256;

enum { REL_SHA256_TEXT = 65 }; /* 64 hexadecimal digits and a terminator */

void rel_sha256_init(rel_sha256 *h);
void rel_sha256_add(rel_sha256 *h, const void *data, size_t len);
void rel_sha256_text(const rel_sha256 *h, char text[REL_SHA256_TEXT]);
/* Of a file as it lies on disk. Errors: E_IO, E_STOPPED. */
REL_CHECKED
rel_status rel_sha256_file(rel_ctx *ctx, const char *path, char text[REL_SHA256_TEXT], int64_t *size_bytes);

#endif
