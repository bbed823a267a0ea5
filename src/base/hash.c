#include "src/base/hash.h"

#include <inttypes.h>
#include <stdio.h>
#include <xxhash.h>

uint64_t rel_hash64(const void *data, size_t len)
{
    return XXH3_64bits(data, len);
}

rel_hash128 rel_hash128_of(const void *data, size_t len)
{
    const XXH128_hash_t h = XXH3_128bits(data, len);
    return (rel_hash128){h.low64, h.high64};
}

static XXH3_state_t *state_of(rel_hasher *h)
{
    return (XXH3_state_t *)(void *)h;
}

rel_hasher *rel_hasher_new(void)
{
    XXH3_state_t *s = XXH3_createState();
    if (s) XXH3_128bits_reset(s);
    return (rel_hasher *)(void *)s;
}

void rel_hasher_add(rel_hasher *h, const void *data, size_t len)
{
    XXH3_128bits_update(state_of(h), data, len);
}

rel_hash128 rel_hasher_result(const rel_hasher *h)
{
    const XXH128_hash_t r = XXH3_128bits_digest((const XXH3_state_t *)(const void *)h);
    return (rel_hash128){r.low64, r.high64};
}

void rel_hasher_delete(rel_hasher *h)
{
    if (h) XXH3_freeState(state_of(h));
}

void rel_hash128_text(rel_hash128 h, char text[REL_HASH_TEXT])
{
    snprintf(text, REL_HASH_TEXT, "%016" PRIx64 "%016" PRIx64, h.high, h.low);
}
