/* Fetching a data set of the catalogue, verified by its checksum. */
#ifndef REL_DATASETS_FETCH_H
#define REL_DATASETS_FETCH_H

#include "datasets/catalogue.h"
#include "datasets/sha256.h"

typedef struct rel_fetched {
    char *path; /* given to you, free() it */
    int64_t size_bytes, resumed_bytes;
    char sha256[REL_SHA256_TEXT]; /* as found */
    bool verified;                /* the catalogue has a checksum, and it is this one */
    bool was_there;               /* nothing was fetched */
} rel_fetched;

/* Fetches one file into the folder, which is made when it is not there: to NAME.part first, going on with one
 * that an earlier try left, then checks size and checksum and renames. A file that is there already is
 * checked and kept. Errors: E_NET, E_IO, E_LIMIT, E_STOPPED as rel_http_download, NAME.part then waits for
 * the next try; E_DATA (wrong size or checksum: what came stays as NAME.part to be looked at, and the next
 * try begins anew; or the file that is there is another one and stays). */
REL_CHECKED
rel_status rel_fetch(rel_ctx *ctx, const rel_dataset *d, size_t file, const char *folder, rel_fetched *f);

#endif
