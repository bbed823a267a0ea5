/* Words: small grammars of French and English that make the names, profiles and posts of the generators. All
 * of it was written for relais; brands, people and hosts are invented. */
#ifndef REL_DATASETS_WORDS_H
#define REL_DATASETS_WORDS_H

#include "datasets/draft.h"

typedef enum rel_lang { REL_LANG_FR, REL_LANG_EN } rel_lang;
typedef enum rel_tone { REL_TONE_BAD = -1, REL_TONE_NEUTRAL = 0, REL_TONE_GOOD = 1 } rel_tone;

/* The brand of the campaign, and its competitors. */
enum { REL_BRANDS = 3 };
typedef struct rel_brand_words {
    const char *name, *handle, *tag;
} rel_brand_words;
extern const rel_brand_words rel_brand_words_of[REL_BRANDS];

/* What communities talk about. */
enum { REL_TOPICS = 12 };
typedef struct rel_topic_words {
    const char *fr, *en;         /* as a noun in a sentence */
    const char *tag_fr, *tag_en; /* as a hashtag */
} rel_topic_words;
extern const rel_topic_words rel_topic_words_of[REL_TOPICS];
const char *rel_topic_tag(int topic, rel_lang lang);

/* Where a random choice comes from. */
typedef struct rel_dice {
    uint64_t seed, stream, index;
} rel_dice;
uint64_t rel_dice_below(const rel_dice *d, uint64_t which, uint64_t bound);
double rel_dice_unit(const rel_dice *d, uint64_t which);

const char *rel_lang_code(rel_lang lang); /* "fr", "en" */

/* Appends one or two sentences in that tone about a brand (-1: about the topic alone). */
void rel_words_post(rel_draft *d, const rel_dice *dice, rel_lang lang, rel_tone tone, int brand, int topic);
/* A short answer to somebody's post. */
void rel_words_reply(rel_draft *d, const rel_dice *dice, rel_lang lang, rel_tone tone);

/* Terminated texts; size in bytes. A handle is [a-z0-9_]+ of at most 15 characters and ends in the number, in
 * base 36, so that different numbers below 36^5 give different handles. */
enum { REL_WORDS_NAME = 48, REL_WORDS_HANDLE = 16, REL_WORDS_BIO = 200 };
void rel_words_name(char name[REL_WORDS_NAME], const rel_dice *dice, rel_lang lang);
void rel_words_handle(char handle[REL_WORDS_HANDLE], const rel_dice *dice, rel_lang lang, uint64_t number);
void rel_words_bio(char bio[REL_WORDS_BIO], const rel_dice *dice, rel_lang lang, int topic);
const char *rel_words_place(const rel_dice *dice, rel_lang lang);

#endif
