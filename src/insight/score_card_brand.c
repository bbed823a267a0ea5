#include <stdlib.h>

#include "src/base/letters.h"
#include "src/base/utf8.h"
#include "src/insight/score_card_parts.h"

/* -------- the list -------- */

/* Small letters, into b, which is emptied. */
static rel_status fold(rel_ctx *ctx, rel_str text, rel_buf *b)
{
    rel_status st = REL_OK;
    b->len = 0;
    /* No small letter takes more bytes than REL_LETTER_BYTES for one that was there. */
    REL_TRY(rel_buf_reserve(ctx, b, text.len * REL_LETTER_BYTES + 1));
    for (size_t i = 0; i < text.len;) {
        const unsigned char c = (unsigned char)text.s[i];
        uint32_t code = c;
        size_t len = 1;
        if (c < 0x80) {
            b->data[b->len++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
        } else {
            len = rel_utf8_decode(text.s + i, text.len - i, &code);
            if (len)
                b->len += rel_letter_put(b->data + b->len, rel_letter_fold(code));
            else
                b->data[b->len++] = text.s[i++]; /* not valid: no letter */
        }
        i += len;
    }
    b->data[b->len] = '\0';
out:
    return st;
}

/* A copy in scratch. */
static rel_status keep(rel_ctx *ctx, rel_str text, rel_str *copy)
{
    char *s;
    const rel_status st = rel_scratch(ctx, &s, text.len + 1, 1, "words of the brand");
    if (st != REL_OK) return st;
    if (text.len) memcpy(s, text.s, text.len);
    *copy = (rel_str){s, text.len};
    return st;
}

static rel_status add_word(rel_card_work *w, rel_str value, rel_str platform, bool handle, uint8_t names)
{
    rel_status st;
    rel_buf b = {0};
    rel_card_words *words = &w->words;
    rel_card_word word = {.names = names, .handle = handle};
    value = rel_str_trim(value);
    if (value.len && (value.s[0] == '#' || value.s[0] == '@')) value = (rel_str){value.s + 1, value.len - 1};
    if (!value.len)
        return rel_fail(w->ctx, REL_E_USAGE, "an empty word among those of the brand or its competitors");
    REL_TRY(fold(w->ctx, value, &words->folded));
    if (handle) REL_TRY(rel_buf_puts(w->ctx, &b, "@"));
    REL_TRY(rel_buf_add(w->ctx, &b, words->folded.data, words->folded.len));
    REL_TRY(keep(w->ctx, (rel_str){b.data, b.len}, &word.text));
    REL_TRY(keep(w->ctx, platform, &word.platform));
    REL_TRY(rel_grow(w->ctx, &words->word, &words->capacity, words->count + 1, sizeof word, "words"));
    words->word[words->count++] = word;
out:
    rel_buf_free(&b);
    return st;
}

static rel_status add_list(rel_card_work *w, const char *list, uint8_t names)
{
    rel_status st = REL_OK;
    rel_str rest = rel_str_of(list);
    while (rest.s && st == REL_OK) {
        const rel_str one = rel_str_trim(rel_str_cut(&rest, ','));
        st = add_word(w, one, REL_STR_MISSING, one.len && one.s[0] == '@', names);
    }
    return st;
}

static rel_status take_row(void *user, const rel_brand_fact *b)
{
    rel_card_work *w = user;
    if (b->own ? w->o->brand != NULL : w->o->competitor != NULL) return REL_OK;
    return add_word(w, b->value, b->platform, b->handle, b->own ? REL_NAMES_BRAND : REL_NAMES_COMPETITOR);
}

rel_status rel_card_words_read(rel_card_work *w)
{
    rel_status st;
    if (w->o->brand) REL_TRY(add_list(w, w->o->brand, REL_NAMES_BRAND));
    if (w->o->competitor) REL_TRY(add_list(w, w->o->competitor, REL_NAMES_COMPETITOR));
    REL_TRY(rel_facts_brand(w->ctx, w->facts, take_row, w));
    for (size_t i = 0; i < w->words.count; i++) {
        w->c->brand_words += w->words.word[i].names == REL_NAMES_BRAND;
        w->c->competitor_words += w->words.word[i].names == REL_NAMES_COMPETITOR;
    }
out:
    return st;
}

void rel_card_words_free(rel_card_words *words)
{
    free(words->word);
    rel_buf_free(&words->folded);
}

uint8_t rel_card_words_account(const rel_card_words *words, rel_str platform, rel_str handle)
{
    uint8_t names = 0;
    for (size_t i = 0; i < words->count; i++) {
        const rel_card_word *k = &words->word[i];
        if (!k->handle || (k->platform.len && !rel_str_eq(k->platform, platform))) continue;
        if (rel_str_is_nocase(handle, k->text.s + 1)) names |= k->names;
    }
    return names;
}

/* -------- finding -------- */

/* The character before or after a place is no letter, or of a script that is written without blanks. */
static bool apart(uint32_t inside, uint32_t outside, bool handle)
{
    if (!handle && inside >= 0x3000) return true;
    return !rel_letter_is(outside) && !(handle && outside == '_');
}

static uint32_t code_at(const rel_buf *b, size_t at)
{
    uint32_t code;
    return at < b->len && rel_utf8_decode(b->data + at, b->len - at, &code) ? code : ' ';
}

static uint32_t code_before(const rel_buf *b, size_t at)
{
    if (!at) return ' ';
    do at--;
    while (at && ((unsigned char)b->data[at] & 0xc0) == 0x80);
    return code_at(b, at);
}

static bool is_named(const rel_buf *b, const rel_card_word *k)
{
    const size_t len = k->text.len;
    for (size_t at = 0; at + len <= b->len; at++) {
        const char *found = memchr(b->data + at, k->text.s[0], b->len - len - at + 1);
        if (!found) return false;
        at = (size_t)(found - b->data);
        if (memcmp(found, k->text.s, len) != 0) continue;
        const bool before = apart(code_at(b, at), code_before(b, at), k->handle);
        if (before && apart(code_before(b, at + len), code_at(b, at + len), k->handle)) return true;
    }
    return false;
}

rel_status rel_card_words_find(rel_ctx *ctx, rel_card_words *words, const rel_post_fact *post, uint8_t *names)
{
    rel_status st;
    if (!words->count) return REL_OK;
    REL_TRY(fold(ctx, post->text, &words->folded));
    for (size_t i = 0; i < words->count; i++)
        if (is_named(&words->folded, &words->word[i])) *names |= words->word[i].names;
    for (size_t t = 0; t < post->tags; t++) {
        REL_TRY(fold(ctx, post->tag[t], &words->folded));
        for (size_t i = 0; i < words->count; i++)
            if (rel_str_eq(words->word[i].text, (rel_str){words->folded.data, words->folded.len}))
                *names |= words->word[i].names;
    }
out:
    return st;
}
