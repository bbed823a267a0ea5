/* Policy files: which accounts may be chosen, and what counts how much; JSON, documented in
 * docs/formats/policy.md. The reader is strict: a key that is not known, a value of the wrong type or out of
 * range is refused with its place. Names of traits and signals come from the caller. */
#ifndef REL_INGEST_POLICY_FILE_H
#define REL_INGEST_POLICY_FILE_H

#include "src/base/str.h"

enum {
    REL_POLICY_TRAITS = 64,
    REL_POLICY_TEXT = 512,
    REL_POLICY_MAX_BYTES = 1 << 20,
    REL_POLICY_VERSION = 1
};

/* What a candidate without a number is. */
typedef enum rel_policy_missing { REL_POLICY_FAIL, REL_POLICY_PASS } rel_policy_missing;

typedef struct rel_policy_filter {
    double min, max; /* the number may be; -INFINITY, INFINITY: no bound */
    bool set;
    rel_policy_missing missing;
} rel_policy_filter;

typedef struct rel_policy {
    char name[64];                   /* of the preset, or of the file without folder and ending */
    char title[REL_POLICY_TEXT];     /* "": none */
    bool observed;                   /* only accounts that were collected themselves */
    bool suspected;                  /* without those suspected of automation */
    bool exclude[REL_POLICY_TRAITS]; /* without those that raise this signal */
    rel_policy_filter filter[REL_POLICY_TRAITS];
    double weight[REL_POLICY_TRAITS];  /* 0: does not count */
    int64_t sample[REL_POLICY_TRAITS]; /* a number from a smaller sample counts as missing; 0: any */
    double known;                      /* share of the weights whose traits must be known, 0 to 1 */
} rel_policy;

/* Names of the traits, by index, at most REL_POLICY_TRAITS, and which of them a file may exclude by and
 * weigh.
 */
typedef struct rel_policy_words {
    const char *(*trait)(int i); /* NULL ends */
    bool (*is_signal)(int i);
    bool (*has_better_end)(int i);
} rel_policy_words;

/* Reads a policy; path is for the sentences. Errors: E_DATA, with path, key, what was expected and found;
 * E_LIMIT (larger than REL_POLICY_MAX_BYTES), E_MEM; *policy is {0} then. */
REL_CHECKED
rel_status rel_policy_parse(rel_ctx *ctx, rel_str json, const char *path, const rel_policy_words *words,
                            rel_policy *policy);
/* The same of a file; besides: E_IO. */
REL_CHECKED
rel_status rel_policy_read(rel_ctx *ctx, const char *path, const rel_policy_words *words, rel_policy *policy);

#endif
