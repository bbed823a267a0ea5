#include "datasets/sheet.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum { GZIP_WINDOW = 15 + 16, GZIP_LEVEL = 6, GZIP_MEMORY = 9 };

static bool is_gzip(const char *name)
{
    const size_t len = strlen(name);
    return len > 3 && strcmp(name + len - 3, ".gz") == 0;
}

static void release(rel_sheet *s)
{
    if (s->packer) deflateEnd(s->packer);
    free(s->packer);
    free(s->room);
    s->packer = NULL;
    s->room = NULL;
    rel_outfile_discard(&s->file);
}

/* Without name and time in its header the file depends on the content alone (and on the version of zlib). */
static rel_status start_packer(rel_sheet *s, const char *name)
{
    z_stream *z = calloc(1, sizeof *z);
    if (z && deflateInit2(z, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY, Z_DEFAULT_STRATEGY) == Z_OK) {
        s->packer = z;
        return REL_OK;
    }
    free(z);
    return rel_fail(s->ctx, REL_E_MEM, "no memory to pack '%s'", name);
}

rel_status rel_sheet_open(rel_ctx *ctx, const char *folder, const char *name, rel_sheet *s)
{
    rel_status st;
    rel_buf path = {0};
    *s = (rel_sheet){.ctx = ctx};
    REL_TRY(rel_buf_printf(ctx, &path, "%s/%s", folder, name));
    REL_TRY(rel_alloc(ctx, &s->room, REL_SHEET_RECORD, 1, "records"));
    REL_TRY(rel_outfile_open(ctx, path.data, &s->file));
    if (is_gzip(name)) REL_TRY(start_packer(s, name));
    s->pen = rel_pen_on(s->room, REL_SHEET_RECORD);
out:
    rel_buf_free(&path);
    s->status = st;
    if (st != REL_OK) release(s);
    return st;
}

/* zlib's deflate with a large enough output never fails; flush is Z_NO_FLUSH or Z_FINISH. */
static void pack(rel_sheet *s, const char *data, size_t len, int flush)
{
    z_stream *z = s->packer;
    unsigned char out[1 << 15];
    z->next_in = (z_const Bytef *)(uintptr_t)data;
    z->avail_in = (uInt)len;
    do {
        z->next_out = out;
        z->avail_out = sizeof out;
        deflate(z, flush);
        rel_outfile_add(&s->file, out, sizeof out - z->avail_out);
    } while (z->avail_out == 0);
}

void rel_sheet_flush(rel_sheet *s)
{
    const size_t len = (size_t)(s->pen.at - s->room);
    if (s->status == REL_OK && s->pen.full)
        s->status = rel_fail(s->ctx, REL_E_LIMIT, "'%s': a record is larger than %d bytes", s->file.path,
                             REL_SHEET_RECORD);
    if (s->status == REL_OK && s->packer) pack(s, s->room, len, Z_NO_FLUSH);
    if (s->status == REL_OK && !s->packer) rel_outfile_add(&s->file, s->room, len);
    if (s->status == REL_OK) s->status = s->file.status;
    s->pen.at = s->room;
}

void rel_sheet_printf(rel_sheet *s, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const size_t room = (size_t)(s->pen.end - s->pen.at);
    const int len = vsnprintf(s->pen.at, room, format, args);
    va_end(args);
    if (len < 0 || (size_t)len >= room)
        s->pen.full = true;
    else
        s->pen.at += len;
}

void rel_sheet_field(rel_sheet *s, const char *text)
{
    if (!strpbrk(text, ",\"\n\r")) {
        rel_pen_puts(&s->pen, text);
        return;
    }
    rel_pen_raw(&s->pen, "\"", 1);
    for (; *text; text++) {
        if (*text == '"') rel_pen_raw(&s->pen, "\"", 1);
        rel_pen_raw(&s->pen, text, 1);
    }
    rel_pen_raw(&s->pen, "\"", 1);
}

rel_status rel_sheet_close(rel_sheet *s)
{
    if (!s->room) return s->status;
    rel_sheet_flush(s);
    if (s->status == REL_OK && s->packer) pack(s, "", 0, Z_FINISH);
    if (s->status == REL_OK) s->status = rel_outfile_close(&s->file);
    release(s);
    return s->status;
}
