/* Fixtures of the readers: tests/data/ingest/golden/NAME.expected says in its first line what is read, and
 * how,
 *
 *     read FILE as FORMAT [subject=S] [platform=P] [preset=P] [map=M] [kinds=K] [kind=K] [rt-mentions]
 * [no-header]
 *
 * and then what comes out. */
#ifndef REL_TESTS_GOLDEN_FIXTURE_H
#define REL_TESTS_GOLDEN_FIXTURE_H

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/format.h"

#define FIXTURE_FOLDER REL_SOURCE_DIR "/tests/data/ingest/golden/"

typedef struct fixture {
    char expected[256]; /* path of the file */
    char line[1024];    /* its first line, cut into words */
    char preset[512];   /* path of a preset beside it: preset=./NAME */
    const char *file, *format;
    rel_ingest_opts opts;
} fixture;

/* Takes "subject=@x" or "rt-mentions". */
static inline bool fixture_option(fixture *f, const char *word)
{
    const struct {
        const char *name;
        const char **value;
    } texts[] = {{"subject=", &f->opts.subject}, {"platform=", &f->opts.platform},
                 {"map=", &f->opts.map},         {"kinds=", &f->opts.kinds},
                 {"kind=", &f->opts.kind},       {"preset=", &f->opts.preset}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const size_t len = strlen(texts[i].name);
        if (strncmp(word, texts[i].name, len) != 0) continue;
        *texts[i].value = word + len;
        return true;
    }
    if (strcmp(word, "rt-mentions") == 0) return f->opts.rt_mentions = true;
    if (strcmp(word, "no-header") == 0) return f->opts.no_header = true;
    return false;
}

/* Reads the first line of the file; false, and said, when it is none of ours. */
static inline bool fixture_read(const char *path, fixture *f)
{
    *f = (fixture){0};
    snprintf(f->expected, sizeof f->expected, "%s", path);
    FILE *in = fopen(path, "rb");
    bool good = in && fgets(f->line, sizeof f->line, in);
    if (in) fclose(in);
    f->line[strcspn(f->line, "\n")] = '\0';
    char *rest = f->line, *word[16];
    int words = 0;
    while (good && words < 16 && (word[words] = strsep(&rest, " "))) words++;
    good = good && words >= 4 && strcmp(word[0], "read") == 0 && strcmp(word[2], "as") == 0;
    for (int i = 4; good && i < words; i++) good = fixture_option(f, word[i]);
    if (good && f->opts.preset && strncmp(f->opts.preset, "./", 2) == 0) {
        snprintf(f->preset, sizeof f->preset, FIXTURE_FOLDER "%s", f->opts.preset + 2);
        f->opts.preset = f->preset;
    }
    if (good) {
        f->file = word[1];
        f->format = word[3];
    } else {
        fprintf(stderr, "%s: the first line does not say what was read\n", path);
    }
    return good;
}

static inline char *slurp(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) return NULL;
    char *text = calloc(1, 1 << 20);
    if (text && fread(text, 1, (1 << 20) - 1, f) == 0) text[0] = '\0';
    fclose(f);
    return text;
}

#endif
