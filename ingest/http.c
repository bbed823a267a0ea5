#include "ingest/http.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/str.h"

enum { TAG_BYTES = 512, ERROR_FROM = 400, PARTIAL = 206, NOT_SATISFIABLE = 416 };

typedef struct download {
    rel_ctx *ctx;
    const rel_http_opts *o;
    const char *url, *path;
    char *tag_path;
    CURL *curl;
    struct curl_slist *headers;
    int fd;
    int64_t have;    /* bytes in the file */
    int64_t resumed; /* bytes that were there and that the server goes on from */
    int64_t total;   /* of the whole file as the server says in a 416, or -1 */
    bool started;    /* the body of the last response has begun */
    char old_tag[TAG_BYTES], tag[TAG_BYTES];
    char error[CURL_ERROR_SIZE];
    rel_status status; /* of what failed inside a callback */
} download;

/* -------- the version of what is there -------- */

static void read_tag(download *d)
{
    FILE *f = fopen(d->tag_path, "r");
    if (!f) return;
    const size_t len = fread(d->old_tag, 1, TAG_BYTES - 1, f);
    d->old_tag[len] = '\0';
    d->old_tag[strcspn(d->old_tag, "\r\n")] = '\0';
    fclose(f);
}

/* Losing it costs only that the next try begins anew. */
static void write_tag(const download *d)
{
    FILE *f = *d->tag ? fopen(d->tag_path, "w") : NULL;
    if (!f) {
        unlink(d->tag_path);
        return;
    }
    fprintf(f, "%s\n", d->tag);
    fclose(f);
}

/* -------- callbacks -------- */

static rel_status io_failure(download *d)
{
    return d->status = rel_fail(d->ctx, REL_E_IO, "cannot write '%s': %s", d->path, strerror(errno));
}

/* The first bytes of a body: goes on behind what is there, or begins anew. */
static bool start_body(download *d, long code)
{
    d->started = true;
    if (code == PARTIAL && d->have > 0) {
        d->resumed = d->have;
    } else if (ftruncate(d->fd, 0) != 0 && errno != EINVAL) {
        io_failure(d);
        return false;
    } else {
        d->have = d->resumed = 0;
    }
    if (lseek(d->fd, d->have, SEEK_SET) < 0) {
        io_failure(d);
        return false;
    }
    write_tag(d);
    return true;
}

static size_t on_body(char *data, size_t size, size_t count, void *user)
{
    download *d = user;
    long code = 0;
    size_t left = size * count;
    curl_easy_getinfo(d->curl, CURLINFO_RESPONSE_CODE, &code);
    if (code >= ERROR_FROM) return left; /* a page that says what the code says */
    if (!d->started && !start_body(d, code)) return 0;
    if (d->o->max_bytes > 0 && d->have + (int64_t)left > d->o->max_bytes) {
        d->status = rel_fail(d->ctx, REL_E_LIMIT, "'%s' is larger than the %lld bytes expected", d->url,
                             (long long)d->o->max_bytes);
        return 0;
    }
    while (left) {
        const ssize_t n = write(d->fd, data, left);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            io_failure(d);
            return 0;
        }
        data += n;
        left -= (size_t)n;
        d->have += n;
    }
    return size * count;
}

static rel_str header_value(rel_str line, const char *name)
{
    rel_str rest = line;
    const rel_str found = rel_str_cut(&rest, ':');
    return rel_str_is_nocase(found, name) ? rel_str_trim(rest) : REL_STR_MISSING;
}

static size_t on_header(char *data, size_t size, size_t count, void *user)
{
    download *d = user;
    const rel_str line = {data, size * count};
    if (line.len > 5 && memcmp(data, "HTTP/", 5) == 0) { /* a new response, maybe after a redirect */
        d->tag[0] = '\0';
        d->started = false;
    }
    rel_str value = header_value(line, "etag");
    const bool strong =
        value.s && value.len > 1 && value.s[0] == '"'; /* W/"..." does not promise the same bytes */
    if (!strong && !*d->tag) value = header_value(line, "last-modified");
    if ((strong || !*d->tag) && value.s && value.len < TAG_BYTES && (strong || value.s[0] != 'W')) {
        memcpy(d->tag, value.s, value.len);
        d->tag[value.len] = '\0';
    }
    value = header_value(line, "content-range");
    if (value.s && value.len > 8 && memcmp(value.s, "bytes */", 8) == 0)
        rel_str_to_i64((rel_str){value.s + 8, value.len - 8}, &d->total);
    return line.len;
}

static int on_progress(void *user, curl_off_t total, curl_off_t now, curl_off_t up_total, curl_off_t up)
{
    download *d = user;
    (void)up_total;
    (void)up;
    (void)now;
    if (d->status != REL_OK) return 1; /* of on_body, which curl asks once more after */
    d->status = rel_poll(d->ctx);
    if (d->status != REL_OK) return 1;
    if (d->started) rel_progress(d->ctx, d->o->what, "bytes", d->have, total > 0 ? total + d->resumed : 0);
    return 0;
}

/* -------- the request -------- */

static rel_status check_address(const download *d)
{
    if (strncmp(d->url, "https://", 8) == 0) return REL_OK;
    if (strncmp(d->url, "http://", 7) != 0)
        return rel_fail(d->ctx, REL_E_USAGE, "'%s' is not an https address", d->url);
    if (d->o->allow_http) return REL_OK;
    return rel_fail(d->ctx, REL_E_USAGE,
                    "'%s' is not an https address, and plain http was not allowed for it", d->url);
}

static rel_status open_file(download *d)
{
    struct stat st;
    d->fd = open(d->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (d->fd < 0 || fstat(d->fd, &st) != 0) return io_failure(d);
    if (flock(d->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return rel_fail(d->ctx, REL_E_IO, "'%s' is being written by another process", d->path);
    read_tag(d);
    if (*d->old_tag) d->have = st.st_size; /* else nothing says what it is a part of */
    return REL_OK;
}

static rel_status prepare(download *d)
{
    char line[TAG_BYTES + 16];
    CURL *c = d->curl;
    const char *const schemes = d->o->allow_http ? "http,https" : "https";
    curl_easy_setopt(c, CURLOPT_URL, d->url);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, schemes);
    curl_easy_setopt(c, CURLOPT_REDIR_PROTOCOLS_STR, schemes);
    curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, d->o->max_redirects > 0 ? 1L : 0L);
    curl_easy_setopt(c, CURLOPT_MAXREDIRS, (long)d->o->max_redirects);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)d->o->connect_timeout_ms);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)(d->o->stall_timeout_ms + 999) / 1000);
    curl_easy_setopt(c, CURLOPT_USERAGENT, "relais/" REL_VERSION);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_ERRORBUFFER, d->error);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, d);
    curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(c, CURLOPT_HEADERDATA, d);
    curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(c, CURLOPT_XFERINFODATA, d);
    curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
    if (d->have == 0) return REL_OK;
    snprintf(line, sizeof line, "Range: bytes=%lld-", (long long)d->have);
    d->headers = curl_slist_append(NULL, line);
    snprintf(line, sizeof line, "If-Range: %s", d->old_tag);
    struct curl_slist *both = d->headers ? curl_slist_append(d->headers, line) : NULL;
    if (!both) return rel_fail(d->ctx, REL_E_MEM, "no memory for a request");
    d->headers = both;
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, d->headers);
    return REL_OK;
}

static rel_status judge(download *d, CURLcode result, long code)
{
    if (d->status != REL_OK) return d->status;
    if (result != CURLE_OK)
        return rel_fail(d->ctx, REL_E_NET, "cannot fetch '%s': %s", d->url,
                        *d->error ? d->error : curl_easy_strerror(result));
    if (code == NOT_SATISFIABLE && d->have > 0 && d->total == d->have) { /* all of it was there */
        d->resumed = d->have;
        return REL_OK;
    }
    if (code < 200 || code >= 300)
        return rel_fail(d->ctx, REL_E_NET, "cannot fetch '%s': the server answers with code %ld", d->url,
                        code);
    if (!d->started && !start_body(d, code)) return d->status; /* an empty file */
    return REL_OK;
}

static rel_status finish_file(download *d)
{
    const int synced = fsync(d->fd), closed = close(d->fd);
    d->fd = -1;
    if (synced != 0 || closed != 0) return io_failure(d);
    unlink(d->tag_path);
    return REL_OK;
}

rel_status rel_http_download(rel_ctx *ctx, const char *url, const char *path, const rel_http_opts *opts,
                             rel_http_result *result)
{
    rel_status st;
    rel_buf tag_path = {0};
    download d = {.ctx = ctx, .o = opts, .url = url, .path = path, .fd = -1, .total = -1};
    long code = 0;
    REL_TRY(check_address(&d));
    REL_TRY(rel_buf_printf(ctx, &tag_path, "%s.tag", path));
    d.tag_path = tag_path.data;
    REL_TRY(open_file(&d));
    d.curl = curl_easy_init();
    if (!d.curl) {
        st = rel_fail(ctx, REL_E_MEM, "no memory for a request");
        goto out;
    }
    REL_TRY(prepare(&d));
    const CURLcode done = curl_easy_perform(d.curl);
    curl_easy_getinfo(d.curl, CURLINFO_RESPONSE_CODE, &code);
    REL_TRY(judge(&d, done, code));
    REL_TRY(finish_file(&d));
    if (result) *result = (rel_http_result){.size_bytes = d.have, .resumed_bytes = d.resumed, .status = code};
out:
    curl_slist_free_all(d.headers);
    if (d.curl) curl_easy_cleanup(d.curl);
    if (d.fd >= 0) close(d.fd);
    rel_buf_free(&tag_path);
    return st;
}
