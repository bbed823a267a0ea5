#include <stdlib.h>

#include "src/insight/tokens.h"

/* What every French or English text is full of: articles, pronouns, forms of to be and to have, words that
 * join. Folded, ascending bytewise. */
static const char *const words[] = {
    "a",         "about",    "above",     "after",       "again",      "ai",        "aie",      "aient",
    "aies",      "ait",      "all",       "almost",      "alors",      "already",   "also",     "although",
    "always",    "am",       "an",        "and",         "another",    "any",       "anyone",   "anything",
    "après",     "are",      "aren't",    "around",      "as",         "ask",       "assez",    "at",
    "au",        "aucun",    "aucune",    "aujourd'hui", "auquel",     "aura",      "aurai",    "aurait",
    "aussi",     "autre",    "autres",    "aux",         "avaient",    "avais",     "avait",    "avant",
    "avec",      "avez",     "avoir",     "avons",       "away",       "ayant",     "back",     "bah",
    "be",        "beaucoup", "became",    "because",     "been",       "before",    "being",    "below",
    "best",      "better",   "between",   "bien",        "bon",        "both",      "but",      "by",
    "can",       "can't",    "cannot",    "car",         "ce",         "ceci",      "cela",     "celle",
    "celles",    "celui",    "cependant", "ces",         "cet",        "cette",     "ceux",     "chaque",
    "chez",      "ci",       "come",      "comme",       "comment",    "could",     "couldn't", "dans",
    "de",        "depuis",   "des",       "deux",        "did",        "didn't",    "dire",     "dit",
    "do",        "does",     "doesn't",   "doing",       "don't",      "donc",      "done",     "dont",
    "down",      "du",       "during",    "dès",         "déjà",       "each",      "either",   "elle",
    "elles",     "else",     "en",        "encore",      "enfin",      "enough",    "entre",    "est",
    "et",        "eu",       "eux",       "even",        "ever",       "every",     "everyone", "everything",
    "faire",     "fais",     "fait",      "faites",      "faut",       "few",       "fois",     "font",
    "for",       "from",     "furent",    "further",     "fut",        "get",       "gets",     "getting",
    "give",      "go",       "goes",      "going",       "gone",       "got",       "had",      "hadn't",
    "has",       "hasn't",   "have",      "haven't",     "having",     "he",        "hein",     "her",
    "here",      "hers",     "herself",   "him",         "himself",    "his",       "how",      "however",
    "i",         "i'd",      "i'll",      "i'm",         "i've",       "if",        "il",       "ils",
    "in",        "instead",  "into",      "is",          "isn't",      "it",        "its",      "itself",
    "jamais",    "je",       "just",      "juste",       "know",       "la",        "laquelle", "last",
    "le",        "least",    "lequel",    "les",         "lesquels",   "less",      "let",      "lets",
    "leur",      "leurs",    "like",      "little",      "lors",       "lot",       "lui",      "là",
    "ma",        "made",     "mais",      "make",        "makes",      "making",    "malgré",   "many",
    "may",       "maybe",    "me",        "merci",       "mes",        "mien",      "mieux",    "might",
    "mine",      "moi",      "moins",     "mon",         "more",       "most",      "much",     "must",
    "my",        "myself",   "même",      "mêmes",       "ne",         "near",      "need",     "never",
    "new",       "next",     "ni",        "no",          "nobody",     "none",      "nor",      "nos",
    "not",       "nothing",  "notre",     "nous",        "now",        "of",        "off",      "often",
    "oh",        "ok",       "on",        "once",        "one",        "only",      "ont",      "or",
    "other",     "others",   "ou",        "ouais",       "oui",        "our",       "ours",     "out",
    "over",      "own",      "où",        "par",         "parce",      "parfois",   "pas",      "pendant",
    "per",       "perhaps",  "personne",  "peu",         "peut",       "peuvent",   "please",   "plus",
    "plusieurs", "plutôt",   "pour",      "pourquoi",    "pouvait",    "presque",   "puis",     "put",
    "quand",     "que",      "quel",      "quelle",      "quelles",    "quelque",   "quelques", "quels",
    "qui",       "quite",    "quoi",      "rather",      "really",     "rien",      "rt",       "sa",
    "said",      "same",     "sans",      "sauf",        "say",        "se",        "see",      "seem",
    "sera",      "serai",    "serait",    "seront",      "ses",        "seulement", "she",      "should",
    "shouldn't", "si",       "sien",      "since",       "so",         "soit",      "some",     "someone",
    "something", "sommes",   "son",       "sont",        "soon",       "sous",      "souvent",  "still",
    "such",      "suis",     "sur",       "ta",          "take",       "tant",      "te",       "tel",
    "telle",     "tels",     "tes",       "than",        "thank",      "thanks",    "that",     "that'll",
    "the",       "their",    "theirs",    "them",        "themselves", "then",      "there",    "these",
    "they",      "they'd",   "they'll",   "they're",     "they've",    "thing",     "things",   "this",
    "those",     "though",   "through",   "thus",        "to",         "today",     "together", "toi",
    "ton",       "too",      "toujours",  "tous",        "tout",       "toute",     "toutes",   "toward",
    "trop",      "try",      "très",      "tu",          "two",        "un",        "under",    "une",
    "until",     "up",       "upon",      "us",          "use",        "used",      "using",    "va",
    "vais",      "vas",      "vers",      "very",        "veut",       "via",       "voici",    "voilà",
    "vont",      "vos",      "votre",     "vous",        "vraiment",   "vu",        "want",     "wants",
    "was",       "wasn't",   "way",       "we",          "we'd",       "we'll",     "we're",    "we've",
    "well",      "were",     "weren't",   "what",        "whatever",   "when",      "where",    "whether",
    "which",     "while",    "who",       "whoever",     "whole",      "whom",      "whose",    "why",
    "will",      "with",     "within",    "without",     "won't",      "would",     "wouldn't", "y",
    "yes",       "yet",      "yeux",      "you",         "you'd",      "you'll",    "you're",   "you've",
    "your",      "yours",    "yourself",  "à",           "ça",         "étaient",   "étais",    "était",
    "étant",     "été",      "êtes",      "être",
};

static int compare(const void *key, const void *item)
{
    const rel_str *word = key;
    const char *other = *(const char *const *)item;
    const int order = strncmp(word->s, other, word->len);
    return order ? order : -(other[word->len] != '\0');
}

bool rel_stop_word(rel_str word)
{
    return word.len && bsearch(&word, words, sizeof words / sizeof *words, sizeof *words, compare) != NULL;
}

const char *rel_stop_word_at(int i)
{
    return i < (int)(sizeof words / sizeof *words) ? words[i] : NULL;
}
