/* What communities talk about: the words, hashtags, links and domains that their accounts use more than the
 * rest does, in which languages they write, and posts that are typical of them.
 *
 * Source: Monroe, Colaresi, Quinn, "Fightin' words: lexical feature selection and evaluation for identifying
 * the content of political conflict", Political Analysis 16(4), 2008: log-odds ratio with an informative
 * Dirichlet prior. A count here is a number of accounts, not of uses: whoever says a word a hundred times
 * counts once, so that one loud account cannot speak for a community. With y accounts of the community that
 * used a term, y' of the rest, n and n' the sums of these over all terms of the kind, and a prior a = prior
 * (y + y') / (n + n'):
 *
 *   log_odds = log((y + a) / (n + prior - y - a)) - log((y' + a) / (n' + prior - y' - a))
 *   z        = log_odds / sqrt(1 / (y + a) + 1 / (y' + a))
 *
 * A share counts for the account that shares, with the text of what it shares. */
#ifndef REL_INSIGHT_COMMUNITY_TALK_H
#define REL_INSIGHT_COMMUNITY_TALK_H

#include "algorithms/community/community_flows.h"
#include "ingest/post_texts.h"
#include "src/insight/term_table.h"

typedef struct rel_talk_opts {
    double prior; /* > 0: terms that the prior weighs as much as, at most; it holds small communities back */
    double floor; /* z from which on a term is over-represented */
    uint32_t accounts;         /* that must use it, in the community */
    uint32_t max_terms;        /* distinct terms remembered; beyond, rare ones are forgotten */
    int terms[REL_TERM_KINDS]; /* at most so many of each kind are told */
    int examples, languages;   /* likewise */
} rel_talk_opts;

/* And at most this share of all that is counted of a kind: hashtags are fewer than words. */
#define REL_TALK_PRIOR_SHARE 0.1

#define REL_TALK_DEFAULTS                                                                                    \
    ((rel_talk_opts){.prior = 1000,                                                                          \
                     .floor = 3,                                                                             \
                     .accounts = 3,                                                                          \
                     .max_terms = 1 << 21,                                                                   \
                     .terms = {10, 5, 5, 5},                                                                 \
                     .examples = 3,                                                                          \
                     .languages = 5})

typedef struct rel_term {
    rel_str text;
    double log_odds, z;
    uint32_t accounts, others; /* that used it: of the community, of the rest */
} rel_term;

typedef struct rel_talk_language {
    char code[12];     /* "fr", in small letters, without a region */
    uint32_t accounts; /* that wrote or shared a post in it */
} rel_talk_language;

typedef struct rel_example {
    rel_vid author;
    int64_t time, shares; /* REL_TIME_MISSING, -1: not known */
    double score;         /* sum of the log-odds of its over-represented words and hashtags, each once */
    rel_str platform, native_id, url, text;
} rel_example;

typedef struct rel_talk {
    uint32_t authors;               /* accounts with a collected post in the period */
    int64_t posts, shared;          /* their posts; those of them that are shares */
    rel_term *term[REL_TERM_KINDS]; /* the largest z first, then by text */
    int terms[REL_TERM_KINDS];
    rel_talk_language *language; /* the most accounts first, then by code */
    int languages;
    rel_example *example; /* the highest score first */
    int examples;
} rel_talk;

/* talk[0..wanted) of the first `wanted` communities; those that follow count as part of the rest. A word or
 * hashtag is told when its z is at least the floor, at least opts->accounts of the community used it, and
 * they did so in at least two different texts, a post that many share or copy being one; of a link or domain
 * one is enough. Examples are posts of the community's accounts that are no shares: the highest score, then
 * the most shares, then the earliest in the workspace; one an account, and no text twice.
 *
 * Everything told is scratch of ctx. Cost: two readings of every post of wanted communities, one of the
 * others; serial. Memory: 32 bytes a post, the table of terms (term_table.h: 2^21 terms are about 190 MB),
 * and 24 bytes for each term and wanted community with opts->accounts or more. Errors: those of
 * rel_posts_get; E_MEM, E_LIMIT, E_STOPPED. */
REL_CHECKED
rel_status rel_talks(rel_ctx *ctx, rel_posts *posts, const rel_activity *activity, const rel_vid *community,
                     const rel_community_rows *rows, rel_vid wanted, const rel_talk_opts *opts,
                     rel_talk *talk);

/* The two figures by themselves; no number when the term is the only one of its kind. */
double rel_log_odds(double y, double n, double y_rest, double n_rest, double prior, double *z);

#endif
