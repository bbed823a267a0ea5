#include "datasets/catalogue.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

#include "src/base/input.h"

enum {
    VERSION = 1,
    MAX_BYTES = 4 << 20,
    MAX_DATASETS = 10000,
    MAX_FILES = 1000,
    NEAR = 4,
    SHA256_DIGITS = 64
};

/* datasets/catalogue.json, put here by CMake. */
extern const char rel_catalogue_text[];
extern const size_t rel_catalogue_text_size;

typedef struct owner {
    cJSON *json;
    rel_dataset *dataset;
    rel_dataset_file *file;
} owner;

typedef struct reading {
    rel_ctx *ctx;
    const char *path;
    owner *o;
    size_t datasets, files;
} reading;

static const char *text(const cJSON *o, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(o, key));
}

static rel_status bad(const reading *r, const char *who, const char *what)
{
    return rel_fail(r->ctx, REL_E_DATA, "catalogue '%s': entry '%s' has no valid '%s'", r->path,
                    who ? who : "?", what);
}

/* A plain file name: nothing that leads out of the folder. */
static bool is_file_name(const char *name)
{
    return name && *name && *name != '.' && strlen(name) < 200 && !strpbrk(name, "/\\");
}

static bool is_address(const char *address, bool plain_http)
{
    if (!address) return false;
    return strncmp(address, "https://", 8) == 0 || (plain_http && strncmp(address, "http://", 7) == 0);
}

static bool is_sha256(const char *s)
{
    return strlen(s) == SHA256_DIGITS && strspn(s, "0123456789abcdef") == SHA256_DIGITS;
}

static rel_status read_file(reading *r, const cJSON *json, const char *who, bool plain_http)
{
    rel_dataset_file *f = &r->o->file[r->files];
    const cJSON *bytes = cJSON_GetObjectItemCaseSensitive(json, "bytes");
    *f = (rel_dataset_file){text(json, "name"), text(json, "address"), text(json, "sha256"), -1};
    if (!is_file_name(f->name)) return bad(r, who, "name");
    if (!is_address(f->address, plain_http)) return bad(r, who, "address");
    if (cJSON_GetObjectItemCaseSensitive(json, "sha256") && !(f->sha256 && is_sha256(f->sha256)))
        return bad(r, who, "sha256");
    if (bytes && !(cJSON_IsNumber(bytes) && bytes->valuedouble >= 0 && bytes->valuedouble <= 0x1p53))
        return bad(r, who, "bytes");
    if (bytes) f->size_bytes = (int64_t)bytes->valuedouble;
    r->files++;
    return REL_OK;
}

static rel_status read_dataset(reading *r, const cJSON *json)
{
    rel_dataset *d = &r->o->dataset[r->datasets];
    const cJSON *files = cJSON_GetObjectItemCaseSensitive(json, "files"), *file;
    *d = (rel_dataset){.name = text(json, "name"),
                       .title = text(json, "title"),
                       .home = text(json, "home"),
                       .licence = text(json, "licence"),
                       .format = text(json, "format"),
                       .read = text(json, "read"),
                       .plain_http = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "plain_http")),
                       .file = &r->o->file[r->files]};
    if (!is_file_name(d->name)) return bad(r, d->name, "name");
    if (!d->title) return bad(r, d->name, "title");
    if (!d->format) return bad(r, d->name, "format");
    if (!d->read) return bad(r, d->name, "read");
    if (!cJSON_IsArray(files) || !files->child) return bad(r, d->name, "files");
    cJSON_ArrayForEach(file, files)
    {
        const rel_status st = read_file(r, file, d->name, d->plain_http);
        if (st != REL_OK) return st;
        d->files++;
    }
    r->datasets++;
    return REL_OK;
}

/* Files of all entries; -1 when it is no catalogue. */
static int64_t count_files(const cJSON *list)
{
    int64_t files = 0, datasets = 0;
    const cJSON *d;
    if (!cJSON_IsArray(list)) return -1;
    cJSON_ArrayForEach(d, list)
    {
        const int n = cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(d, "files"));
        if (n > MAX_FILES || ++datasets > MAX_DATASETS) return -1;
        files += n;
    }
    return files;
}

static rel_status read_catalogue(reading *r, const char *json, size_t len)
{
    rel_status st;
    const cJSON *d;
    r->o->json = cJSON_ParseWithLength(json, len);
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(r->o->json, "datasets");
    const int64_t files = count_files(list);
    const double version = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(r->o->json, "version"));
    if (files < 0 || version != VERSION)
        return rel_fail(r->ctx, REL_E_DATA,
                        "'%s' is not a catalogue: expected JSON with \"version\": %d and \"datasets\"",
                        r->path, VERSION);
    REL_TRY(rel_alloc(r->ctx, &r->o->dataset, (size_t)cJSON_GetArraySize(list), sizeof *r->o->dataset,
                      "catalogue"));
    REL_TRY(rel_alloc(r->ctx, &r->o->file, (size_t)files, sizeof *r->o->file, "catalogue"));
    cJSON_ArrayForEach(d, list) REL_TRY(read_dataset(r, d));
out:
    return st;
}

static rel_status read_text(rel_ctx *ctx, const char *path, rel_input *in, rel_str *content)
{
    const rel_status st = rel_input_whole(ctx, in, content);
    if (st != REL_OK || content->len <= MAX_BYTES) return st;
    return rel_fail(ctx, REL_E_LIMIT, "'%s' is larger than a catalogue may be (%d bytes)", path, MAX_BYTES);
}

rel_status rel_catalogue_parse(rel_ctx *ctx, rel_str json, const char *where, rel_catalogue *c)
{
    rel_status st;
    reading r = {.ctx = ctx, .path = where};
    *c = (rel_catalogue){0};
    REL_TRY(rel_alloc(ctx, &r.o, 1, sizeof *r.o, "catalogue"));
    REL_TRY(read_catalogue(&r, json.s, json.len));
out:
    *c = (rel_catalogue){r.o ? r.o->dataset : NULL, r.datasets, r.o};
    if (st != REL_OK) rel_catalogue_free(c);
    return st;
}

rel_status rel_catalogue_open(rel_ctx *ctx, const char *path, rel_catalogue *c)
{
    rel_status st;
    rel_input *in = NULL;
    rel_str content = {rel_catalogue_text, rel_catalogue_text_size};
    *c = (rel_catalogue){0};
    if (path) REL_TRY(rel_input_open(ctx, path, &in));
    if (path) REL_TRY(read_text(ctx, path, in, &content));
    st = rel_catalogue_parse(ctx, content, path ? path : "built in", c);
out:
    rel_input_close(in);
    return st;
}

void rel_catalogue_free(rel_catalogue *c)
{
    owner *o = c->owner;
    if (o) {
        cJSON_Delete(o->json);
        free(o->dataset);
        free(o->file);
    }
    free(o);
    *c = (rel_catalogue){0};
}

rel_status rel_catalogue_find(rel_ctx *ctx, const rel_catalogue *c, const char *name, const rel_dataset **d)
{
    int best = NEAR;
    const char *nearest = NULL;
    for (size_t i = 0; i < c->datasets; i++) {
        const int distance = rel_str_distance(name, c->dataset[i].name);
        *d = &c->dataset[i];
        if (strcmp(name, c->dataset[i].name) == 0) return REL_OK;
        if (distance >= best) continue;
        best = distance;
        nearest = c->dataset[i].name;
    }
    *d = NULL;
    rel_fail(ctx, REL_E_USAGE, "the catalogue has no data set '%s'", name);
    return nearest ? rel_hint(ctx, "did you mean '%s'?", nearest)
                   : rel_hint(ctx, "'relais datasets list' lists them");
}

int64_t rel_dataset_size(const rel_dataset *d)
{
    int64_t sum = 0;
    for (size_t i = 0; i < d->files; i++) {
        if (d->file[i].size_bytes < 0) return -1;
        sum += d->file[i].size_bytes;
    }
    return sum;
}
