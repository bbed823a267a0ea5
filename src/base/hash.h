/* Hashes (xxHash 3). Not cryptographic: they tell apart what was not made to collide. */
#ifndef REL_BASE_HASH_H
#define REL_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

typedef struct rel_hash128 {
    uint64_t low, high;
} rel_hash128;

uint64_t rel_hash64(const void *data, size_t len);
/* Wide enough to stand for the text itself: two of 10^9 texts agree with a chance below 10^-20. */
rel_hash128 rel_hash128_of(const void *data, size_t len);

/* Hash of a stream. */
typedef struct rel_hasher rel_hasher;
rel_hasher *rel_hasher_new(void); /* NULL when memory is out; rel_hasher_delete */
void rel_hasher_add(rel_hasher *h, const void *data, size_t len);
rel_hash128 rel_hasher_result(const rel_hasher *h);
void rel_hasher_delete(rel_hasher *h);

/* 32 hexadecimal digits and a terminator. */
enum { REL_HASH_TEXT = 33 };
void rel_hash128_text(rel_hash128 h, char text[REL_HASH_TEXT]);

#endif
