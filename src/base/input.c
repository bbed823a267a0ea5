#include "src/base/input.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "src/base/utf16.h"

enum {
    RAW_BYTES = 256 * 1024,
    WHOLE_STEP = 1024 * 1024,
    ZSTD_WINDOW_LOG = 31,                /* frames of `zstd --long=31` */
    HEAD_BYTES = 4,                      /* tell the encoding */
    UTF8_BYTES = RAW_BYTES / 2 * 3 + 16, /* UTF-16 of RAW_BYTES as UTF-8 */
};

typedef enum packing { PLAIN, GZIP, ZSTD } packing;

struct rel_input {
    char *path;
    int fd;
    int64_t size; /* of the file, 0: a stream */
    packing packing;

    unsigned char *raw; /* packed bytes not yet unpacked: raw[raw_pos..raw_len) */
    size_t raw_pos, raw_len;
    int64_t raw_read; /* bytes read from fd so far */
    bool raw_end;

    z_stream gzip;
    ZSTD_DStream *zstd;
    bool gzip_ready; /* inflateInit2 was done */
    bool inside;     /* in the middle of a gzip member or zstd frame */
    bool padding;    /* only zero bytes may follow */

    /* The first content is looked at for its encoding: what of it is not given yet is
     * head[head_pos..head_len). */
    unsigned char head[HEAD_BYTES];
    size_t head_pos, head_len;
    bool looked;
    size_t mark_bytes; /* of a byte order mark in a plain file */
    bool wide;         /* UTF-16 */
    rel_utf16 decoder;
    unsigned char *units; /* UTF-16 that is not decoded yet: units[0..unit_bytes) */
    size_t unit_bytes;
    char *utf8; /* decoded and not given yet: utf8[utf8_pos..utf8_len) */
    size_t utf8_pos, utf8_len;
    bool decoded; /* to the end */

    char *ahead; /* unpacked content that was peeked at: ahead[ahead_pos..ahead_len) */
    size_t ahead_pos, ahead_len, ahead_capacity;
    bool started; /* some content was read */

    rel_status damage; /* met after content that could still be given; reported by the next read */
    char damage_text[REL_MESSAGE_MAX];

    void *map; /* rel_input_whole of a plain file */
    size_t map_len;
    size_t left_bytes; /* given back by rel_input_leave */
    char *whole;       /* rel_input_whole of another one */
};

static rel_status cannot_read(rel_ctx *ctx, const char *path, int error)
{
    return rel_fail(ctx, REL_E_IO, "cannot read '%s': %s", path, strerror(error));
}

/* Fills the empty raw buffer. */
static rel_status fill(rel_ctx *ctx, rel_input *in)
{
    in->raw_pos = in->raw_len = 0;
    while (!in->raw_end && in->raw_len == 0) {
        const ssize_t n = read(in->fd, in->raw, RAW_BYTES);
        if (n < 0 && errno == EINTR) {
            const rel_status st = rel_poll(ctx);
            if (st != REL_OK) return st;
            continue;
        }
        if (n < 0) return cannot_read(ctx, in->path, errno);
        in->raw_end = n == 0;
        in->raw_len = (size_t)n;
        in->raw_read += n;
    }
    return REL_OK;
}

/* At least `need` raw bytes, unless the file is shorter. */
static rel_status fill_first(rel_ctx *ctx, rel_input *in, size_t need)
{
    while (!in->raw_end && in->raw_len < need) {
        const ssize_t n = read(in->fd, in->raw + in->raw_len, RAW_BYTES - in->raw_len);
        if (n < 0 && errno == EINTR) {
            const rel_status st = rel_poll(ctx);
            if (st != REL_OK) return st;
            continue;
        }
        if (n < 0) return cannot_read(ctx, in->path, errno);
        in->raw_end = n == 0;
        in->raw_len += (size_t)n;
        in->raw_read += n;
    }
    return REL_OK;
}

static packing packing_of(const unsigned char *p, size_t len)
{
    if (len >= 3 && p[0] == 0x1F && p[1] == 0x8B && p[2] == 8) return GZIP;
    if (len >= 4 && p[0] == 0x28 && p[1] == 0xB5 && p[2] == 0x2F && p[3] == 0xFD) return ZSTD;
    /* a skippable frame, as pzstd writes first */
    if (len >= 4 && (p[0] & 0xF0) == 0x50 && p[1] == 0x2A && p[2] == 0x4D && p[3] == 0x18) return ZSTD;
    return PLAIN;
}

/* What encoding content is in that begins so, and how long its mark is. */
static size_t find_encoding(rel_input *in, const unsigned char *first, size_t len)
{
    size_t mark = 0;
    in->looked = true;
    in->wide = rel_utf16_begins(first, len, &in->decoder, &mark);
    return in->wide ? mark : len >= 3 && memcmp(first, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

static rel_status start_packing(rel_ctx *ctx, rel_input *in)
{
    rel_status st = fill_first(ctx, in, 4);
    if (st != REL_OK) return st;
    in->packing = packing_of(in->raw, in->raw_len);
    if (in->packing == GZIP) {
        in->gzip_ready = inflateInit2(&in->gzip, 15 + 16) == Z_OK;
        if (!in->gzip_ready) return rel_fail(ctx, REL_E_MEM, "no memory to unpack '%s'", in->path);
        in->inside = true;
    } else if (in->packing == ZSTD) {
        in->zstd = ZSTD_createDStream();
        if (!in->zstd) return rel_fail(ctx, REL_E_MEM, "no memory to unpack '%s'", in->path);
        ZSTD_DCtx_setParameter(in->zstd, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG);
    } else {
        in->mark_bytes = find_encoding(in, in->raw, in->raw_len);
        in->raw_pos = in->mark_bytes;
    }
    return REL_OK;
}

rel_status rel_input_open(rel_ctx *ctx, const char *path, rel_input **out)
{
    rel_status st;
    rel_input *in = NULL;
    struct stat info;
    const bool is_stdin = strcmp(path, "-") == 0;
    *out = NULL;
    REL_TRY(rel_alloc(ctx, &in, 1, sizeof *in, "an input"));
    in->fd = -1;
    REL_TRY(rel_alloc(ctx, &in->path, strlen(path) + 1, 1, "an input"));
    memcpy(in->path, path, strlen(path) + 1);
    REL_TRY(rel_alloc(ctx, &in->raw, RAW_BYTES, 1, "an input"));
    in->fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (in->fd < 0 || fstat(in->fd, &info) != 0) {
        st = rel_fail(ctx, REL_E_IO, "cannot open '%s': %s", path, strerror(errno));
        goto out;
    }
    if (S_ISDIR(info.st_mode)) {
        st = cannot_read(ctx, path, EISDIR);
        goto out;
    }
    if (S_ISREG(info.st_mode) && !is_stdin) in->size = info.st_size;
    REL_TRY(start_packing(ctx, in));
    *out = in;
    return REL_OK;
out:
    rel_input_close(in);
    return st;
}

void rel_input_close(rel_input *in)
{
    if (!in) return;
    if (in->gzip_ready) inflateEnd(&in->gzip);
    ZSTD_freeDStream(in->zstd);
    if (in->map) munmap(in->map, in->map_len);
    if (in->fd > STDIN_FILENO) close(in->fd);
    free(in->whole);
    free(in->units);
    free(in->utf8);
    free(in->ahead);
    free(in->raw);
    free(in->path);
    free(in);
}

/* Keeps the failure just stored in ctx until what was unpacked before it has been given. */
static void keep_damage(rel_ctx *ctx, rel_input *in, rel_status st)
{
    in->damage = st;
    memcpy(in->damage_text, ctx->message, sizeof in->damage_text);
    rel_forgive(ctx);
}

static rel_status report_damage(rel_ctx *ctx, const rel_input *in)
{
    ctx->status = in->damage;
    ctx->hint[0] = '\0';
    memcpy(ctx->message, in->damage_text, sizeof in->damage_text);
    return in->damage;
}

static rel_status cut_off(rel_ctx *ctx, const rel_input *in)
{
    return rel_fail(ctx, REL_E_DATA, "'%s' is cut off: it ends in the middle of its %s packing", in->path,
                    in->packing == GZIP ? "gzip" : "zstd");
}

static rel_status damaged(rel_ctx *ctx, const rel_input *in, const char *why)
{
    return rel_fail(ctx, REL_E_DATA, "'%s' is damaged: its %s packing cannot be undone: %s", in->path,
                    in->packing == GZIP ? "gzip" : "zstd", why);
}

/* What lies between two gzip members: nothing, or the zeros that tapes and tar fill up with. */
static rel_status between_members(rel_ctx *ctx, rel_input *in)
{
    while (in->raw_pos < in->raw_len && in->raw[in->raw_pos] == 0) {
        in->padding = true;
        in->raw_pos++;
    }
    if (in->raw_pos == in->raw_len) return REL_OK;
    if (in->padding || in->raw[in->raw_pos] != 0x1F)
        return rel_fail(ctx, REL_E_DATA, "'%s' is damaged: other bytes follow its gzip packing", in->path);
    inflateReset(&in->gzip);
    in->inside = true;
    return REL_OK;
}

/* One step of inflate; may give nothing. *done: no more content. */
static rel_status step_gzip(rel_ctx *ctx, rel_input *in, char *data, size_t size, size_t *got, bool *done)
{
    rel_status st;
    *got = 0;
    if (in->raw_pos == in->raw_len) {
        st = fill(ctx, in);
        if (st != REL_OK) return st;
    }
    if (in->raw_pos == in->raw_len) {
        *done = true;
        return in->inside ? cut_off(ctx, in) : REL_OK;
    }
    if (!in->inside) {
        st = between_members(ctx, in);
        if (st != REL_OK || !in->inside) return st;
    }
    z_stream *z = &in->gzip;
    const uInt room = size < INT_MAX ? (uInt)size : INT_MAX;
    z->next_in = in->raw + in->raw_pos;
    z->avail_in = (uInt)(in->raw_len - in->raw_pos);
    z->next_out = (unsigned char *)data;
    z->avail_out = room;
    const int code = inflate(z, Z_NO_FLUSH);
    in->raw_pos = in->raw_len - z->avail_in;
    *got = room - z->avail_out;
    if (code == Z_STREAM_END) in->inside = false;
    if (code == Z_MEM_ERROR) return rel_fail(ctx, REL_E_MEM, "no memory to unpack '%s'", in->path);
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
        return damaged(ctx, in, z->msg ? z->msg : "unknown fault");
    return REL_OK;
}

static rel_status step_zstd(rel_ctx *ctx, rel_input *in, char *data, size_t size, size_t *got, bool *done)
{
    *got = 0;
    if (in->raw_pos == in->raw_len) {
        const rel_status st = fill(ctx, in);
        if (st != REL_OK) return st;
    }
    ZSTD_inBuffer from = {in->raw, in->raw_len, in->raw_pos};
    ZSTD_outBuffer to = {data, size, 0};
    const bool at_end = in->raw_pos == in->raw_len;
    if (at_end && !in->inside) {
        *done = true;
        return REL_OK;
    }
    const size_t code = ZSTD_decompressStream(in->zstd, &to, &from);
    in->raw_pos = from.pos;
    *got = to.pos;
    if (ZSTD_isError(code)) {
        if (ZSTD_getErrorCode(code) == ZSTD_error_memory_allocation)
            return rel_fail(ctx, REL_E_MEM, "no memory to unpack '%s'", in->path);
        return damaged(ctx, in, ZSTD_getErrorName(code));
    }
    in->inside = code != 0;
    if (at_end && to.pos == 0) {
        *done = true;
        return in->inside ? cut_off(ctx, in) : REL_OK;
    }
    return REL_OK;
}

static rel_status step_plain(rel_ctx *ctx, rel_input *in, char *data, size_t size, size_t *got, bool *done)
{
    if (in->raw_pos == in->raw_len && size >= RAW_BYTES && !in->raw_end) {
        /* A large read goes straight to its place. */
        const ssize_t n = read(in->fd, data, size < SSIZE_MAX ? size : SSIZE_MAX);
        *got = n > 0 ? (size_t)n : 0;
        if (n < 0 && errno == EINTR) return rel_poll(ctx);
        if (n < 0) return cannot_read(ctx, in->path, errno);
        in->raw_read += n;
        in->raw_end = *done = n == 0;
        return REL_OK;
    }
    if (in->raw_pos == in->raw_len) {
        const rel_status st = fill(ctx, in);
        *got = 0;
        if (st != REL_OK) return st;
    }
    const size_t have = in->raw_len - in->raw_pos;
    *got = have < size ? have : size;
    memcpy(data, in->raw + in->raw_pos, *got);
    in->raw_pos += *got;
    *done = have == 0;
    return REL_OK;
}

/* Unpacked bytes. A failure after some content is kept for the next call. */
static rel_status unpack(rel_ctx *ctx, rel_input *in, char *data, size_t size, size_t *got)
{
    bool done = false;
    *got = 0;
    if (in->damage != REL_OK) return report_damage(ctx, in);
    while (*got < size && !done) {
        size_t n;
        const rel_status st = in->packing == GZIP ? step_gzip(ctx, in, data + *got, size - *got, &n, &done)
                              : in->packing == ZSTD
                                  ? step_zstd(ctx, in, data + *got, size - *got, &n, &done)
                                  : step_plain(ctx, in, data + *got, size - *got, &n, &done);
        *got += n;
        if (st == REL_OK) continue;
        keep_damage(ctx, in, st);
        return *got ? REL_OK : report_damage(ctx, in);
    }
    return REL_OK;
}

/* Looks at the first bytes of packed content. */
static rel_status look(rel_ctx *ctx, rel_input *in)
{
    size_t got = 1;
    while (in->head_len < HEAD_BYTES && got) {
        const rel_status st =
            unpack(ctx, in, (char *)in->head + in->head_len, HEAD_BYTES - in->head_len, &got);
        in->head_len += got;
        if (st != REL_OK && !in->head_len) return st;
        if (st != REL_OK) rel_forgive(ctx); /* kept in in->damage */
    }
    in->head_pos = find_encoding(in, in->head, in->head_len);
    return REL_OK;
}

/* Bytes behind the byte order mark. */
static rel_status encoded(rel_ctx *ctx, rel_input *in, char *data, size_t size, size_t *got)
{
    const size_t have = in->head_len - in->head_pos, taken = have < size ? have : size;
    memcpy(data, in->head + in->head_pos, taken);
    in->head_pos += taken;
    *got = taken;
    if (taken) return REL_OK;
    return unpack(ctx, in, data, size, got);
}

/* Decodes more UTF-16 into the empty in->utf8. */
static rel_status decode(rel_ctx *ctx, rel_input *in)
{
    rel_status st;
    size_t got;
    if (!in->units) {
        REL_TRY(rel_alloc(ctx, &in->units, RAW_BYTES, 1, "UTF-16 text"));
        REL_TRY(rel_alloc(ctx, &in->utf8, UTF8_BYTES, 1, "UTF-16 text"));
    }
    REL_TRY(encoded(ctx, in, (char *)in->units + in->unit_bytes, RAW_BYTES - in->unit_bytes, &got));
    in->unit_bytes += got;
    size_t used = in->unit_bytes;
    in->utf8_pos = 0;
    in->utf8_len = rel_utf16_decode(&in->decoder, in->units, &used, in->utf8, UTF8_BYTES);
    in->unit_bytes -= used;
    memmove(in->units, in->units + used, in->unit_bytes);
    if (got) return REL_OK;
    in->decoded = true;
    in->utf8_len += rel_utf16_end(&in->decoder, in->unit_bytes > 0, in->utf8 + in->utf8_len);
out:
    return st;
}

/* Content that was not peeked at, as UTF-8. A failure after some content is kept for the next call. */
static rel_status content(rel_ctx *ctx, rel_input *in, char *data, size_t size, size_t *got)
{
    rel_status st = in->looked ? REL_OK : look(ctx, in);
    *got = 0;
    while (st == REL_OK && *got < size) {
        size_t n = in->utf8_len - in->utf8_pos;
        if (!in->wide) {
            st = encoded(ctx, in, data + *got, size - *got, &n);
            if (n == 0) break;
        } else if (n) {
            if (n > size - *got) n = size - *got;
            memcpy(data + *got, in->utf8 + in->utf8_pos, n);
            in->utf8_pos += n;
        } else if (in->decoded) {
            break;
        } else {
            st = decode(ctx, in);
        }
        *got += n;
    }
    if (st == REL_OK) return st;
    if (in->damage == REL_OK) keep_damage(ctx, in, st);
    rel_forgive(ctx);
    return *got ? REL_OK : report_damage(ctx, in);
}

rel_status rel_input_read(rel_ctx *ctx, rel_input *in, void *data, size_t size, size_t *got)
{
    const size_t have = in->ahead_len - in->ahead_pos;
    const size_t taken = have < size ? have : size;
    in->started = true;
    *got = taken;
    if (taken) memcpy(data, in->ahead + in->ahead_pos, taken);
    in->ahead_pos += taken;
    if (taken == size) return REL_OK;
    size_t more;
    const rel_status st = content(ctx, in, (char *)data + taken, size - taken, &more);
    *got += more;
    if (st == REL_OK || !taken) return st;
    rel_forgive(ctx); /* kept in in->damage for the next call */
    return REL_OK;
}

rel_status rel_input_peek(rel_ctx *ctx, rel_input *in, size_t size, rel_str *first)
{
    rel_status st;
    if (size > REL_INPUT_PEEK_MAX) size = REL_INPUT_PEEK_MAX;
    st = rel_grow(ctx, &in->ahead, &in->ahead_capacity, size ? size : 1, 1, "the first bytes of an input");
    if (st != REL_OK) return st;
    if (in->ahead_len - in->ahead_pos < size && in->damage == REL_OK) {
        size_t more;
        memmove(in->ahead, in->ahead + in->ahead_pos, in->ahead_len - in->ahead_pos);
        in->ahead_len -= in->ahead_pos;
        in->ahead_pos = 0;
        st = content(ctx, in, in->ahead + in->ahead_len, size - in->ahead_len, &more);
        in->ahead_len += more;
        if (st != REL_OK && in->ahead_len) rel_forgive(ctx);
    }
    const size_t have = in->ahead_len - in->ahead_pos;
    *first = (rel_str){in->ahead + in->ahead_pos, have < size ? have : size};
    return have == 0 && size > 0 && in->damage != REL_OK ? report_damage(ctx, in) : REL_OK;
}

static rel_status map_whole(rel_ctx *ctx, rel_input *in, rel_str *text)
{
    in->map_len = (size_t)in->size;
    in->map = mmap(NULL, in->map_len, PROT_READ, MAP_PRIVATE, in->fd, 0);
    if (in->map == MAP_FAILED) {
        in->map = NULL;
        return rel_fail(ctx, REL_E_IO, "cannot map '%s': %s", in->path, strerror(errno));
    }
    in->raw_read = in->size;
    in->raw_pos = in->raw_len;
    in->raw_end = true;
    in->ahead_pos = in->ahead_len;
    *text = (rel_str){(char *)in->map + in->mark_bytes, in->map_len - in->mark_bytes};
    return REL_OK;
}

rel_status rel_input_whole(rel_ctx *ctx, rel_input *in, rel_str *text)
{
    rel_status st;
    size_t len = 0, capacity = 0, got;
    *text = (rel_str){"", 0};
    if (in->started) return rel_fail(ctx, REL_E_USAGE, "'%s' was already read in part", in->path);
    if (rel_input_is_plain(in)) return map_whole(ctx, in, text);
    do {
        st = rel_grow(ctx, &in->whole, &capacity, len + WHOLE_STEP, 1, "an unpacked file");
        if (st != REL_OK) return st;
        st = rel_input_read(ctx, in, in->whole + len, capacity - len, &got);
        if (st != REL_OK) return st;
        len += got;
    } while (got > 0);
    *text = (rel_str){in->whole, len};
    return REL_OK;
}

bool rel_input_is_plain(const rel_input *in)
{
    return in->packing == PLAIN && in->size > 0 && !in->wide;
}

bool rel_input_is_utf16(const rel_input *in)
{
    return in->wide;
}

int64_t rel_input_replaced(const rel_input *in)
{
    return in->decoder.replaced;
}

void rel_input_leave(rel_input *in, size_t bytes)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    if (!in->map || bytes + in->mark_bytes > in->map_len) return;
    const size_t to = (bytes + in->mark_bytes) / page * page;
    if (to > in->left_bytes) madvise((char *)in->map + in->left_bytes, to - in->left_bytes, MADV_DONTNEED);
    in->left_bytes = to;
}

int64_t rel_input_consumed(const rel_input *in)
{
    const bool as_is = in->packing == PLAIN && !in->wide;
    const int64_t ahead = as_is ? (int64_t)(in->ahead_len - in->ahead_pos) : 0;
    return in->raw_read - (int64_t)(in->raw_len - in->raw_pos) - ahead;
}

int64_t rel_input_size(const rel_input *in)
{
    return in->size;
}

rel_status rel_input_hash(rel_ctx *ctx, const char *path, rel_hash128 *hash)
{
    rel_status st = REL_OK;
    struct stat info;
    unsigned char *buffer = NULL;
    rel_hasher *hasher = NULL;
    if (strcmp(path, "-") == 0) return rel_fail(ctx, REL_E_USAGE, "standard input has no checksum");
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &info) != 0) {
        st = rel_fail(ctx, REL_E_IO, "cannot open '%s': %s", path, strerror(errno));
        goto out;
    }
    if (!S_ISREG(info.st_mode)) {
        st = S_ISDIR(info.st_mode) ? cannot_read(ctx, path, EISDIR)
                                   : rel_fail(ctx, REL_E_USAGE, "'%s' is no file and has no checksum", path);
        goto out;
    }
    REL_TRY(rel_alloc(ctx, &buffer, WHOLE_STEP, 1, "a checksum"));
    hasher = rel_hasher_new();
    if (!hasher) {
        st = rel_fail(ctx, REL_E_MEM, "no memory for a checksum");
        goto out;
    }
    for (;;) {
        const ssize_t n = read(fd, buffer, WHOLE_STEP);
        if (n < 0 && errno != EINTR) {
            st = cannot_read(ctx, path, errno);
            goto out;
        }
        REL_TRY(rel_poll(ctx));
        if (n == 0) break;
        if (n > 0) rel_hasher_add(hasher, buffer, (size_t)n);
    }
    *hash = rel_hasher_result(hasher);
out:
    if (fd >= 0) close(fd);
    rel_hasher_delete(hasher);
    free(buffer);
    return st;
}
