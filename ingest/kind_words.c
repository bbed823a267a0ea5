/* --kinds: which word of a kind column means which kind of interaction. */
#include <stdio.h>
#include <stdlib.h>

#include "ingest/mapping.h"

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

struct rel_kind_words {
    size_t entries;
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

static bool in_list(const char *words, const char *plain, size_t len)
{
    for (const char *p = words; p; p = strchr(p, '|'), p += p != NULL)
        if (strncmp(p, plain, len) == 0 && (p[len] == '|' || p[len] == '\0')) return true;
    return false;
}

static rel_kind_meaning built_in(rel_str word, rel_kind *kind)
{
    char plain[WORD_MAX];
    const size_t len = plain_word(word, plain);
    if (!len || word.len >= WORD_MAX) return REL_MEANS_NOTHING;
    for (size_t i = 0; i < sizeof BUILT_IN / sizeof *BUILT_IN; i++) {
        if (!in_list(BUILT_IN[i].words, plain, len)) continue;
        *kind = BUILT_IN[i].kind;
        return BUILT_IN[i].means;
    }
    return REL_MEANS_NOTHING;
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
    for (size_t i = 0; words && i < words->entries && !found; i++)
        if (rel_str_eq(words->entry[i].word, word)) found = &words->entry[i];
    for (size_t i = 0; words && i < words->entries && !found; i++)
        if (same_nocase(words->entry[i].word, word)) found = &words->entry[i];
    if (!found) return built_in(word, kind);
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

rel_status rel_kind_words_make(rel_ctx *ctx, const char *text, rel_kind_words **out)
{
    rel_status st;
    rel_kind_words *words = NULL;
    const size_t len = text ? strlen(text) : 0;
    size_t count = len > 0;
    for (size_t i = 0; i < len; i++) count += text[i] == ',';
    *out = NULL;
    REL_TRY(rel_alloc(ctx, &words, 1, sizeof *words + count * sizeof *words->entry + len + 1,
                      "words of --kinds"));
    char *copy = (char *)&words->entry[count];
    if (len) memcpy(copy, text, len);
    rel_str rest = {copy, len};
    while (rest.len) REL_TRY(parse_entry(ctx, rel_str_cut(&rest, ','), &words->entry[words->entries++]));
    *out = words;
    words = NULL;
out:
    free(words);
    return st;
}
