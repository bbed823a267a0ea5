/* HTTP: the only place that uses libcurl. Certificates are always verified, redirects never leave https
 * unless plain http was allowed from the start. */
#ifndef REL_INGEST_HTTP_H
#define REL_INGEST_HTTP_H

#include "src/base/ctx.h"

typedef struct rel_http_opts {
    bool allow_http;   /* "http://" addresses, too: neither secret nor safe from changes on the way */
    int max_redirects; /* 0: none */
    int connect_timeout_ms;
    int stall_timeout_ms; /* nothing received for so long */
    int64_t max_bytes;    /* of the body; 0: no limit */
    const char *what;     /* for progress: "downloading" */
} rel_http_opts;

#define REL_HTTP_DEFAULTS                                                                                    \
    ((rel_http_opts){                                                                                        \
        .max_redirects = 5, .connect_timeout_ms = 20000, .stall_timeout_ms = 60000, .what = "downloading"})

typedef struct rel_http_result {
    int64_t size_bytes;    /* of the whole file now */
    int64_t resumed_bytes; /* that were there before and are still right; 0: began anew */
    long status;           /* the server's last code */
} rel_http_result;

/* Fetches url into path and blocks until done. When path exists and PATH.tag holds what the server called
 * that version (ETag or Last-Modified), only the rest is asked for, on condition that the version is the
 * same; else, or when the server does not do that, it begins anew. What came is kept on failure, with
 * PATH.tag, for the next try; PATH.tag is removed on success. result may be NULL. Errors: E_NET (curl's
 * words, or the server's code), E_LIMIT (max_bytes), E_IO (also: another process
 * fetches into this path), E_USAGE (not an https address), E_STOPPED (asked
 * to end; what came stays). */
REL_CHECKED
rel_status rel_http_download(rel_ctx *ctx, const char *url, const char *path, const rel_http_opts *opts,
                             rel_http_result *result);

#endif
