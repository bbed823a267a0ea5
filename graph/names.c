#include "graph/names.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* A whole number below 2^64 as relais writes it: digits only, no zero in front. */
static bool to_number(rel_str s, uint64_t *out)
{
    uint64_t v = 0;
    if (s.len == 0 || s.len > 20 || (s.len > 1 && s.s[0] == '0')) return false;
    for (size_t i = 0; i < s.len; i++) {
        const unsigned digit = (unsigned char)s.s[i] - (unsigned)'0';
        if (digit > 9 || __builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, digit, &v))
            return false;
    }
    *out = v;
    return true;
}

static rel_str text_of(const rel_names *names, rel_vid v)
{
    return (rel_str){names->text + names->off[v], (size_t)(names->off[v + 1] - names->off[v])};
}

rel_str rel_names_get(const rel_names *names, rel_vid v, char room[REL_NAME_NUMBER_TEXT])
{
    if (names->form == REL_NAMES_TEXT) return text_of(names, v);
    uint64_t number = names->form == REL_NAMES_U64 ? names->number[v] : v;
    char *end = room + REL_NAME_NUMBER_TEXT, *p = end;
    do {
        *--p = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    return (rel_str){p, (size_t)(end - p)};
}

static int compare(rel_str a, rel_str b)
{
    const size_t common = a.len < b.len ? a.len : b.len;
    const int order = common ? memcmp(a.s, b.s, common) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

static rel_vid find_number(const rel_names *names, uint64_t number)
{
    rel_vid low = 0, high = names->n;
    while (low < high) {
        const rel_vid mid = low + (high - low) / 2;
        if (names->number[mid] < number)
            low = mid + 1;
        else
            high = mid;
    }
    return low < names->n && names->number[low] == number ? low : REL_VID_NONE;
}

static rel_vid find_text(const rel_names *names, rel_str name)
{
    rel_vid low = 0, high = names->n;
    while (low < high) {
        const rel_vid mid = low + (high - low) / 2;
        const int order = compare(text_of(names, names->sorted[mid]), name);
        if (order == 0) return names->sorted[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return REL_VID_NONE;
}

rel_vid rel_names_find(const rel_names *names, rel_str name)
{
    uint64_t number;
    if (names->form == REL_NAMES_TEXT) return find_text(names, name);
    if (!to_number(name, &number)) return REL_VID_NONE;
    if (names->form == REL_NAMES_U64) return find_number(names, number);
    return number < names->n ? (rel_vid)number : REL_VID_NONE;
}

enum { NEAR_MAX = 64 }; /* longer names are not compared */

/* Name without the platform's prefix and '@', terminated; false when it is too long to compare. */
static bool bare(rel_str s, char out[NEAR_MAX])
{
    size_t prefix = 0;
    while (prefix < s.len && s.s[prefix] >= 'a' && s.s[prefix] <= 'z') prefix++;
    if (prefix > 0 && prefix < s.len && s.s[prefix] == ':') {
        s.s += prefix + 1;
        s.len -= prefix + 1;
    }
    if (s.len && s.s[0] == '@') {
        s.s++;
        s.len--;
    }
    if (s.len >= NEAR_MAX || memchr(s.s, '\0', s.len)) return false;
    memcpy(out, s.s, s.len);
    out[s.len] = '\0';
    return true;
}

rel_vid rel_names_nearest(const rel_names *names, rel_str name)
{
    char wanted[NEAR_MAX], candidate[NEAR_MAX], room[REL_NAME_NUMBER_TEXT];
    rel_vid best = REL_VID_NONE;
    if (!name.len || !bare(name, wanted)) return REL_VID_NONE;
    const int length = (int)strlen(wanted);
    int least = 1 + (length + 1) / 3; /* a third of the letters may be wrong */
    for (rel_vid v = 0; v < names->n && least > 0; v++) {
        if (!bare(rel_names_get(names, v, room), candidate)) continue;
        if (abs((int)strlen(candidate) - length) >= least) continue;
        const int distance = rel_str_distance(wanted, candidate);
        if (distance >= least) continue;
        least = distance;
        best = v;
    }
    return best;
}
