/* --kinds: which word of a kind column means which kind of interaction. */
#include <stdio.h>
#include <stdlib.h>

#include "ingest/mapping.h"
#include "src/base/hash.h"

enum { WORD_MAX = 64 };

typedef struct meaning {
    const char *words; /* separated by '|', by their letters and digits only */
    rel_kind_meaning means;
    rel_kind kind;
} meaning;

/* The built-in words: those of the platforms' exports and of the tools around them, English and French. */
static const meaning BUILT_IN[] = {
    {"share|rt|retweet|retweeted|repost|reposted|reblog|boost|forward|retweets|shares|shared|crosspost|"
     "partage",
     REL_MEANS_KIND, REL_KIND_SHARE},
    {"mention|mt|mentions|mentioned|mentioninquote|mentionsinquote", REL_MEANS_KIND, REL_KIND_MENTION},
    {"reply|re|replies|replied|repliedto|replyto|repliesto|response|reponse|r\xc3\xa9ponse", REL_MEANS_KIND,
     REL_KIND_REPLY},
    {"quote|qt|quoted|quotetweet|quotepost|citation", REL_MEANS_KIND, REL_KIND_QUOTE},
    {"like|likes|liked|fav|favorite|favourite|favorited|favourited|reaction|jaime", REL_MEANS_KIND,
     REL_KIND_LIKE},
    {"follow|follows|follower|followers|following|followed|friend|friends|subscription|subscribe|abonnement",
     REL_MEANS_KIND, REL_KIND_FOLLOW},
    {"comment|comments|commented|commentaire", REL_MEANS_KIND, REL_KIND_COMMENT},
    /* Whoever is named in what is shared is not mentioned by it. */
    {"mentioninretweet|mentionsinretweet", REL_MEANS_IGNORE, REL_KIND_COUNT},
    {"post|posted|original|tweet|toot|status|submission|publication", REL_MEANS_POST, REL_KIND_COUNT},
};

typedef struct kind_entry {
    rel_str word; /* as given */
    rel_kind_meaning means;
    rel_kind kind;
} kind_entry;

enum { TABLE_SIZE = 512 }; /* power of two, well above the number of built-in words */

/* A built-in word in the hash table. */
typedef struct built_in {
    const char *word; /* up to '|' or the end; NULL: free */
    const meaning *meaning;
} built_in;

struct rel_kind_words {
    size_t entries;
    built_in table[TABLE_SIZE];
    kind_entry entry[];
};

static size_t plain_word(rel_str word, char plain[WORD_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < word.len && n + 1 < WORD_MAX; i++) {
        char c = word.s[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80)) plain[n++] = c;
    }
    plain[n] = '\0';
    return n;
}

static size_t word_length(const char *words)
{
    const char *bar = strchr(words, '|');
    return bar ? (size_t)(bar - words) : strlen(words);
}

/* Position of the word, or the free one where it belongs. */
static size_t find_built_in(const built_in *table, const char *plain, size_t len)
{
    size_t i = (size_t)rel_hash64(plain, len) % TABLE_SIZE;
    while (table[i].word &&
           (strncmp(table[i].word, plain, len) != 0 || (table[i].word[len] && table[i].word[len] != '|')))
        i = (i + 1) % TABLE_SIZE;
    return i;
}

static void fill_table(built_in *table)
{
    for (size_t m = 0; m < sizeof BUILT_IN / sizeof *BUILT_IN; m++) {
        const char *w = BUILT_IN[m].words;
        for (;;) {
            const size_t len = word_length(w);
            table[find_built_in(table, w, len)] = (built_in){w, &BUILT_IN[m]};
            if (!w[len]) break;
            w += len + 1;
        }
    }
}

static rel_kind_meaning find_meaning(const rel_kind_words *words, rel_str word, rel_kind *kind)
{
    char plain[WORD_MAX];
    const size_t len = plain_word(word, plain);
    if (!len || word.len >= WORD_MAX) return REL_MEANS_NOTHING;
    const built_in *found = &words->table[find_built_in(words->table, plain, len)];
    if (!found->word) return REL_MEANS_NOTHING;
    *kind = found->meaning->kind;
    return found->meaning->means;
}

static bool same_nocase(rel_str a, rel_str b)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++) {
        const char x = a.s[i], y = b.s[i];
        const bool letters = ((x | 32) >= 'a' && (x | 32) <= 'z');
        if (x != y && !(letters && (x ^ y) == 32)) return false;
    }
    return true;
}

rel_kind_meaning rel_kind_words_find(const rel_kind_words *words, rel_str word, rel_kind *kind)
{
    const kind_entry *found = NULL;
    for (size_t i = 0; i < words->entries && !found; i++)
        if (rel_str_eq(words->entry[i].word, word)) found = &words->entry[i];
    for (size_t i = 0; i < words->entries && !found; i++)
        if (same_nocase(words->entry[i].word, word)) found = &words->entry[i];
    if (!found) return find_meaning(words, word, kind);
    *kind = found->kind;
    return found->means;
}

rel_status rel_kind_option(rel_ctx *ctx, const char *option, const char *word, rel_kind *kind)
{
    int best = 3;
    const char *nearest = NULL;
    for (int k = 0; k < REL_KIND_COUNT; k++) {
        const char *name = rel_kind_word((rel_kind)k);
        const int distance = rel_str_distance(word, name);
        if (distance == 0) {
            *kind = (rel_kind)k;
            return REL_OK;
        }
        if (distance < best) {
            best = distance;
            nearest = name;
        }
    }
    rel_fail(ctx, REL_E_USAGE,
             "option '%s': '%s' is none of follow, mention, reply, share, quote, like and comment", option,
             word);
    return nearest ? rel_hint(ctx, "did you mean '%s'?", nearest) : REL_E_USAGE;
}

/* Entries of a list that is given, or NULL. */
static size_t entries_in(const char *text)
{
    size_t count = text && *text;
    for (; text && *text; text++) count += *text == ',';
    return count;
}

static rel_status parse_entry(rel_ctx *ctx, rel_str text, kind_entry *e)
{
    char word[WORD_MAX];
    rel_str rest = text;
    e->word = rel_str_trim(rel_str_cut(&rest, '='));
    const rel_str kind = rel_str_trim(rest);
    if (!e->word.len || !kind.len || kind.len >= sizeof word) {
        rel_fail(ctx, REL_E_USAGE, "option '--kinds': '%.*s' is not word=kind", REL_STR_ARG(text));
        return rel_hint(ctx, "for instance --kinds RT=share,MT=mention,RE=reply");
    }
    memcpy(word, kind.s, kind.len);
    word[kind.len] = '\0';
    e->kind = REL_KIND_COUNT;
    e->means = REL_MEANS_POST;
    if (strcmp(word, "post") == 0) return REL_OK;
    e->means = REL_MEANS_IGNORE;
    if (strcmp(word, "ignore") == 0) return REL_OK;
    e->means = REL_MEANS_KIND;
    return rel_kind_option(ctx, "--kinds", word, &e->kind);
}

rel_status rel_kind_words_make(rel_ctx *ctx, const char *text, const char *more, rel_kind_words **out)
{
    rel_status st;
    rel_kind_words *words = NULL;
    const rel_str both[] = {rel_str_of(text), rel_str_of(more)};
    const size_t count = entries_in(text) + entries_in(more);
    *out = NULL;
    REL_TRY(rel_alloc(ctx, &words, 1,
                      sizeof *words + count * sizeof *words->entry + both[0].len + both[1].len + 2,
                      "words of --kinds"));
    fill_table(words->table);
    char *copy = (char *)&words->entry[count];
    for (int i = 0; i < 2; i++) {
        rel_str rest = {copy, both[i].len};
        if (rest.len) memcpy(copy, both[i].s, rest.len);
        copy += rest.len;
        while (rest.len) REL_TRY(parse_entry(ctx, rel_str_cut(&rest, ','), &words->entry[words->entries++]));
    }
    *out = words;
    words = NULL;
out:
    free(words);
    return st;
}
