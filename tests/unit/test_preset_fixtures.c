/* Every table among the golden fixtures is known by one preset before all others: of those that fit its
 * header none asks for as many columns. Fixtures of other formats fit none. */
#include <glob.h>
#include <stdlib.h>

#include "ingest/csv_sniff.h"
#include "ingest/recognise.h"
#include "tests/check.h"

#define FOLDER REL_SOURCE_DIR "/tests/data/ingest/golden/"

typedef struct fitting {
    const char *file;
    const rel_csv_sample *sample;
    size_t most, as_many; /* columns asked for, and how many presets ask for so many */
    char name[REL_PRESET_NAME];
} fitting;

static rel_status look(rel_ctx *ctx, void *user, rel_preset *p)
{
    fitting *f = user;
    (void)ctx;
    if (!p->json && rel_preset_fits(p, f->sample->header, f->sample->dialect.columns) &&
        p->has_count >= f->most) {
        f->as_many = p->has_count > f->most ? 1 : f->as_many + 1;
        f->most = p->has_count;
        memcpy(f->name, p->name, sizeof f->name);
    }
    free(p);
    return REL_OK;
}

/* What the first line of NAME.expected says. */
static bool first_line(const char *path, char file[128], char format[64], char option[64])
{
    char line[1024];
    FILE *in = fopen(path, "rb");
    if (!in) return false;
    option[0] = '\0';
    const bool good =
        fgets(line, sizeof line, in) && sscanf(line, "read %127s as %63s %63s", file, format, option) >= 2;
    fclose(in);
    return good;
}

static bool is_preset(const char *name)
{
    for (int i = 0; rel_preset_builtin(i); i++)
        if (strcmp(rel_preset_builtin(i), name) == 0) return true;
    return false;
}

/* Counts the tables that a preset reads because of their header. */
static void check_one(rel_ctx *ctx, const char *expected, int *known)
{
    char path[512], file[128], format[64], option[64];
    CHECK(first_line(expected, file, format, option));
    const rel_ingest_opts opts = {0};
    rel_recognised r = {0};
    rel_csv_sample sample;
    fitting f = {.file = file, .sample = &sample};
    snprintf(path, sizeof path, FOLDER "%s", file);
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    CHECK_OK(ctx, rel_input_open(ctx, path, &r.in));
    CHECK_OK(ctx, rel_probe_make(ctx, path, r.in, &opts, &r.hold));
    CHECK_OK(ctx, rel_csv_sniff(ctx, &r.hold.probe, &sample));
    if (sample.header) CHECK_OK(ctx, rel_preset_each(ctx, look, &f));
    /* A preset of JSON is found by pointers, when no other format knows the file. */
    const bool by_header = is_preset(format) && !r.hold.probe.json && strncmp(option, "preset=", 7) != 0;
    const bool good = !by_header || (f.as_many == 1 && strcmp(f.name, format) == 0);
    CHECK(good);
    if (!good)
        fprintf(stderr, "  %s: fits '%s' (%zu alike), expected '%s'\n", file, f.name, f.as_many, format);
    CHECK(is_preset(format) || f.as_many == 0);
    if (!is_preset(format) && f.as_many) fprintf(stderr, "  %s: fits '%s'\n", file, f.name);
    *known += by_header;
    rel_scratch_release(ctx, mark);
    rel_recognised_free(&r);
}

/* The keys that say what cells hold, wrong. */
static void check_wrong(rel_ctx *ctx, const char *table, const char *key, const char *expected)
{
    char json[512];
    rel_preset *p = NULL;
    snprintf(json, sizeof json, "{\"version\": 1, \"table\": \"%s\", \"columns\": {}, %s}", table, key);
    CHECK(rel_preset_parse(ctx, rel_str_of(json), "p.json", &p) == REL_E_DATA);
    CHECK(p == NULL);
    CHECK_TEXT(ctx->message, expected);
    rel_forgive(ctx);
}

static void wrong_keys(rel_ctx *ctx)
{
    check_wrong(ctx, "posts", "\"parts\": {\"id\": \"url-ends\"}",
                "'p.json' line 1: 'parts.id': expected the name of a part, found 'url-ends'");
    check_wrong(ctx, "posts", "\"parts\": {\"ids\": \"url-end\"}",
                "'p.json' line 1: 'parts.ids': 'ids' is not a role of posts");
    check_wrong(ctx, "edges", "\"parts\": {\"post\": \"url-end\"}",
                "'p.json' line 1: 'parts': expected no parts of edges, found {}");
    check_wrong(ctx, "posts", "\"newlines\": 1",
                "'p.json' line 1: 'newlines': expected plain or escaped, found 1");
    check_wrong(ctx, "posts", "\"missing\": [\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"]",
                "'p.json' line 1: 'missing' has more than 8 names");
    check_wrong(ctx, "posts", "\"missing\": 0",
                "'p.json' line 1: 'missing': expected a text of at most 200 bytes, found 0");
}

int main(void)
{
    rel_ctx ctx;
    glob_t found;
    int known = 0;
    rel_ctx_init(&ctx, 1);
    CHECK(glob(FOLDER "*.expected", 0, NULL, &found) == 0);
    for (size_t i = 0; i < found.gl_pathc; i++) check_one(&ctx, found.gl_pathv[i], &known);
    CHECK(known > 30);
    globfree(&found);
    wrong_keys(&ctx);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
