#include "src/base/letters.h"

typedef struct range {
    uint32_t first, last;
} range;

/* Blocks of Unicode without letters, ascending. */
static const range other[] = {
    {0x0080, 0x00a9},    {0x00ab, 0x00b1}, {0x00b4, 0x00b4}, {0x00b6, 0x00b8},   {0x00bb, 0x00bf},
    {0x00d7, 0x00d7},    {0x00f7, 0x00f7}, {0x02c2, 0x02df}, {0x037e, 0x037e},   {0x0387, 0x0387},
    {0x055a, 0x055f},    {0x0589, 0x058f}, {0x05be, 0x05be}, {0x05c0, 0x05c0},   {0x05f3, 0x05f4},
    {0x0600, 0x060f},    {0x061b, 0x061f}, {0x066a, 0x066d}, {0x06d4, 0x06d4},   {0x0964, 0x0965},
    {0x0e3f, 0x0e3f},    {0x0e4f, 0x0e4f}, {0x2000, 0x2bff}, {0x2e00, 0x2e7f},   {0x3000, 0x3004},
    {0x3008, 0x3020},    {0x3030, 0x3030}, {0x303d, 0x303f}, {0x30a0, 0x30a0},   {0x30fb, 0x30fb},
    {0xd800, 0xf8ff},    {0xfe00, 0xfe1f}, {0xfe30, 0xfe6f}, {0xfeff, 0xff0f},   {0xff1a, 0xff20},
    {0xff3b, 0xff40},    {0xff5b, 0xff65}, {0xffe0, 0xffff}, {0x1f000, 0x1faff}, {0xe0000, 0xe0fff},
    {0xf0000, 0x10ffff},
};

bool rel_letter_is(uint32_t code)
{
    if (code < 0x80)
        return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
    size_t low = 0, high = sizeof other / sizeof *other;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (other[middle].last < code)
            low = middle + 1;
        else
            high = middle;
    }
    return low == sizeof other / sizeof *other || code < other[low].first;
}

/* Latin Extended-A and Additional: a capital, then its small letter, from even or from odd numbers on. */
static uint32_t fold_latin(uint32_t c)
{
    if (c == 0x130) return 'i';
    if (c == 0x178) return 0xff;
    const bool odd = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e);
    const bool even =
        !odd && (c <= 0x177 || (c >= 0x1e00 && c <= 0x1e95) || (c >= 0x1ea0 && c <= 0x1eff)) && c != 0x138;
    return (odd && c % 2) || (even && c % 2 == 0) ? c + 1 : c;
}

static uint32_t fold_greek(uint32_t c)
{
    if (c >= 0x391 && c <= 0x3ab && c != 0x3a2) return c + 32;
    if (c == 0x386) return 0x3ac;
    if (c >= 0x388 && c <= 0x38a) return c + 37;
    if (c == 0x38c) return 0x3cc;
    if (c == 0x38e || c == 0x38f) return c + 63;
    return c == 0x3c2 ? 0x3c3 : c;
}

uint32_t rel_letter_fold(uint32_t c)
{
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if (c < 0x100) return c >= 0xc0 && c <= 0xde && c != 0xd7 ? c + 32 : c;
    if (c < 0x180 || (c >= 0x1e00 && c <= 0x1eff)) return fold_latin(c);
    if (c >= 0x370 && c < 0x400) return fold_greek(c);
    if (c >= 0x400 && c <= 0x40f) return c + 80;
    if (c >= 0x410 && c <= 0x42f) return c + 32;
    return c;
}

size_t rel_letter_put(char *out, uint32_t c)
{
    const size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = len; i-- > 1; c >>= 6) out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)(lead[len] | c);
    return len;
}
