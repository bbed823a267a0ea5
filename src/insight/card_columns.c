#include <math.h>
#include <stdlib.h>

#include "src/base/letters.h"
#include "src/insight/card_parts.h"

enum { VALUES = 64 }; /* different platforms or languages that a community is counted in */

typedef struct counts {
    rel_card_platform of[VALUES];
    int count;
} counts;

static void count_one(counts *c, rel_str name)
{
    int k = 0;
    while (k < c->count && !rel_str_eq(c->of[k].name, name)) k++;
    if (k == VALUES) return;
    if (k == c->count) c->of[c->count++] = (rel_card_platform){.name = name};
    c->of[k].accounts++;
}

static int by_accounts(const void *a, const void *b)
{
    const rel_card_platform *x = a, *y = b;
    if (x->accounts != y->accounts) return x->accounts < y->accounts ? 1 : -1;
    const size_t least = x->name.len < y->name.len ? x->name.len : y->name.len;
    const int order = memcmp(x->name.s, y->name.s, least);
    return order ? order : (x->name.len > y->name.len) - (x->name.len < y->name.len);
}

static const rel_attribute *text_column(const rel_graph *g, const char *name)
{
    const rel_attribute *a = rel_attribute_find(&g->vertex_attributes, name);
    return a && a->type == REL_ATTRIBUTE_TEXT ? a : NULL;
}

static void count_column(const rel_attribute *a, const rel_community_rows *rows, rel_vid c, counts *found)
{
    *found = (counts){0};
    for (int64_t i = rows->off[c]; a && i < rows->off[c + 1]; i++) {
        const rel_str value = rel_attribute_text(a, rows->member[i]);
        if (value.len) count_one(found, value);
    }
    qsort(found->of, (size_t)found->count, sizeof *found->of, by_accounts);
}

/* "fr" of "fr-FR". */
static rel_str language_of(rel_str value)
{
    size_t len = 0;
    while (len < value.len && rel_letter_is((unsigned char)value.s[len])) len++;
    return (rel_str){value.s, len};
}

static rel_status profile_languages(rel_ctx *ctx, const rel_attribute *a, const rel_community_rows *rows,
                                    rel_vid c, rel_card *card)
{
    counts found = {0};
    for (int64_t i = rows->off[c]; i < rows->off[c + 1]; i++) {
        const rel_str code = language_of(rel_attribute_text(a, rows->member[i]));
        if (code.len && code.len < sizeof card->language->code) count_one(&found, code);
    }
    qsort(found.of, (size_t)found.count, sizeof *found.of, by_accounts);
    card->languages = found.count < 5 ? found.count : 5;
    const rel_status st = rel_scratch(ctx, &card->language, (size_t)card->languages, sizeof *card->language,
                                      "languages of profiles");
    if (st != REL_OK) return st;
    for (int k = 0; k < card->languages; k++) {
        memcpy(card->language[k].code, found.of[k].name.s, found.of[k].name.len);
        card->language[k].accounts = found.of[k].accounts;
    }
    return REL_OK;
}

/* NaN when there is no such column, or nothing in it. */
static double mean_of(const rel_attribute *a, const rel_community_rows *rows, rel_vid c)
{
    double sum = 0, count = 0;
    if (!a || a->type == REL_ATTRIBUTE_TEXT) return NAN;
    for (int64_t i = rows->off[c]; i < rows->off[c + 1]; i++) {
        const double x = rel_attribute_f64(a, rows->member[i]);
        if (!isfinite(x)) continue;
        sum += x;
        count++;
    }
    return count > 0 ? sum / count : NAN;
}

rel_status rel_card_columns(rel_ctx *ctx, const rel_graph *g, const rel_cards *cards, rel_vid c,
                            rel_card *card)
{
    counts found;
    const rel_attribute *lang = text_column(g, "lang");
    count_column(text_column(g, "platform"), &cards->rows, c, &found);
    for (card->platforms = 0; card->platforms < found.count && card->platforms < REL_CARD_PLATFORMS;
         card->platforms++)
        card->platform[card->platforms] = found.of[card->platforms];
    card->sentiment = mean_of(rel_attribute_find(&g->vertex_attributes, "sentiment"), &cards->rows, c);
    if (card->languages || !lang) return REL_OK;
    return profile_languages(ctx, lang, &cards->rows, c, card);
}
