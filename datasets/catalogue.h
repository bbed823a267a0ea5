/* The catalogue of public data sets: where they are published, under what terms, how large, with which
 * checksum, and how relais reads them. It is built into the program; docs/datasets.md describes its form. */
#ifndef REL_DATASETS_CATALOGUE_H
#define REL_DATASETS_CATALOGUE_H

#include "src/base/str.h"

/* All text is borrowed from the catalogue. */
typedef struct rel_dataset_file {
    const char *name;    /* of the file, without folder */
    const char *address; /* https, or http when plain_http */
    const char *sha256;  /* 64 hexadecimal digits in lower case, or NULL: nobody published one */
    int64_t size_bytes;  /* -1: not known */
} rel_dataset_file;

typedef struct rel_dataset {
    const char *name, *title;
    const char *home;    /* the page about it */
    const char *licence; /* in words, with what is asked for in return; NULL: nothing is said */
    const char *format;  /* as `relais formats` calls it */
    const char *read;    /* the command that reads it, in the folder where it lies */
    bool plain_http;     /* the publisher has no https */
    const rel_dataset_file *file;
    size_t files;
} rel_dataset;

typedef struct rel_catalogue {
    const rel_dataset *dataset; /* in the order of the file */
    size_t datasets;
    void *owner; /* what rel_catalogue_free releases */
} rel_catalogue;

/* path NULL: the one that is built in. Errors: E_IO, E_MEM, E_DATA (no catalogue, or an entry that may not be
 * so). */
REL_CHECKED
rel_status rel_catalogue_open(rel_ctx *ctx, const char *path, rel_catalogue *c);
/* The same of JSON that lies in memory; it is not needed any more afterwards. where: for messages. */
REL_CHECKED
rel_status rel_catalogue_parse(rel_ctx *ctx, rel_str json, const char *where, rel_catalogue *c);
/* Accepts {0}. */
void rel_catalogue_free(rel_catalogue *c);
/* Errors: E_USAGE (no such name, with the nearest). */
REL_CHECKED
rel_status rel_catalogue_find(rel_ctx *ctx, const rel_catalogue *c, const char *name, const rel_dataset **d);
/* Of all files, -1 when one is not known. */
int64_t rel_dataset_size(const rel_dataset *d);

#endif
