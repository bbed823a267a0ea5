#include "ingest/time_ago.h"

enum { DAY = 86400, MONTH = 2629800, YEAR = 31557600 }; /* 30.4375 and 365.25 days */

typedef struct unit {
    const char *words; /* separated by '|' */
    int64_t seconds, error;
} unit;

/* A month has 28 to 31 days, and several of them up to three more or less than as many mean ones. */
static const unit units[] = {
    {"s|sec|secs|second|seconds|sek|sekunde|sekunden|seconde|secondes|seconden", 1, 1},
    {"m|min|mins|minute|minutes|minuten|minuut", 60, 60},
    {"h|hr|hrs|hour|hours|std|stunde|stunden|heure|heures|uur", 3600, 3600},
    {"d|day|days|tag|tage|tagen|jour|jours|dag|dagen", DAY, DAY},
    {"w|wk|wks|week|weeks|woche|wochen|sem|semaine|semaines|weken", 7 * DAY, 7 * DAY},
    {"mo|mos|month|months|monat|monate|monaten|mois|mnd|maand|maanden", MONTH, 34 * DAY},
    {"y|yr|yrs|year|years|jahr|jahre|jahren|an|ans|jaar", YEAR, 367 * DAY},
};

static const char words_before[] = "il|y|a|vor|about|over|environ";
static const char words_behind[] = "ago|geleden";
static const char words_for_one[] = "a|an|one|un|une|ein|eine|einem|einer|een";

/* A feed says "999" of nothing; what is longer is no age, and would not fit. */
enum { WORDS_MAX = 8, DIGITS_MAX = 5 };

static bool is_one_of(rel_str word, const char *words)
{
    for (rel_str rest = rel_str_of(words); rest.len;) {
        const rel_str each = rel_str_cut(&rest, '|');
        size_t i = 0;
        while (i < word.len && i < each.len && (word.s[i] | 0x20) == each.s[i]) i++;
        if (i == word.len && i == each.len) return true;
    }
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Bytes of white space at i; no-break blanks stand between a number and its unit. */
static size_t blank_at(rel_str t, size_t i)
{
    if (t.s[i] == ' ' || t.s[i] == '\t' || t.s[i] == '\n' || t.s[i] == '\r') return 1;
    if (i + 2 <= t.len && memcmp(t.s + i, "\xC2\xA0", 2) == 0) return 2;
    return i + 3 <= t.len && memcmp(t.s + i, "\xE2\x80\xAF", 3) == 0 ? 3 : 0;
}

/* Where the bullet stands behind which feeds say other things. */
static size_t bullet_at(rel_str t)
{
    for (size_t i = 0; i < t.len; i++) {
        if (i + 3 <= t.len && memcmp(t.s + i, "\xE2\x80\xA2", 3) == 0) return i;
        if (i + 2 <= t.len && memcmp(t.s + i, "\xC2\xB7", 2) == 0) return i;
    }
    return t.len;
}

/* Words and numbers, also where no blank parts them. WORDS_MAX + 1 when there are more. */
static int split(rel_str t, rel_str word[WORDS_MAX])
{
    int words = 0;
    for (size_t i = 0; i < t.len;) {
        const size_t blank = blank_at(t, i);
        if (blank) {
            i += blank;
            continue;
        }
        const size_t from = i;
        const bool digits = is_digit(t.s[i]);
        while (i < t.len && is_digit(t.s[i]) == digits && !blank_at(t, i)) i++;
        if (words == WORDS_MAX) return WORDS_MAX + 1;
        word[words++] = (rel_str){t.s + from, i - from};
    }
    return words;
}

static const unit *find_unit(rel_str word)
{
    if (word.len && word.s[word.len - 1] == '.') word.len--; /* "2 Std." */
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (is_one_of(word, units[i].words)) return &units[i];
    return NULL;
}

static bool read_number(rel_str word, int64_t *number)
{
    *number = 1;
    if (is_one_of(word, words_for_one)) return true;
    return word.len <= DIGITS_MAX && is_digit(word.s[0]) && rel_str_to_i64(word, number);
}

static bool is_now(const rel_str *word, int words)
{
    return (words == 1 && is_one_of(word[0], "now")) ||
           (words == 2 && is_one_of(word[0], "just") && is_one_of(word[1], "now"));
}

bool rel_age_parse(rel_str text, rel_age *age)
{
    rel_str word[WORDS_MAX];
    int64_t number;
    text.len = bullet_at(text);
    int words = split(text, word);
    if (words > WORDS_MAX) return false;
    if (is_now(word, words)) {
        *age = (rel_age){0, 60};
        return true;
    }
    if (words > 2 && is_one_of(word[words - 1], words_behind)) words--;
    if (words < 2) return false;
    const unit *u = find_unit(word[words - 1]);
    if (!u || !read_number(word[words - 2], &number)) return false;
    for (int i = 0; i < words - 2; i++)
        if (!is_one_of(word[i], words_before)) return false;
    *age = (rel_age){number * u->seconds, u->error};
    return true;
}
