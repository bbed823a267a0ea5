#include "datasets/fetch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ingest/http.h"

/* Compares with what the catalogue says; where: the path that is spoken of. */
static rel_status verify(rel_ctx *ctx, const rel_dataset_file *file, const char *where, rel_fetched *f)
{
    const rel_status st = rel_sha256_file(ctx, where, f->sha256, &f->size_bytes);
    if (st != REL_OK) return st;
    if (file->size_bytes >= 0 && f->size_bytes != file->size_bytes)
        return rel_fail(ctx, REL_E_DATA, "'%s' has %lld bytes, the catalogue says %lld", where,
                        (long long)f->size_bytes, (long long)file->size_bytes);
    if (file->sha256 && strcmp(file->sha256, f->sha256) != 0)
        return rel_fail(ctx, REL_E_DATA,
                        "'%s' has another checksum than the catalogue says: sha256 %s, expected %s", where,
                        f->sha256, file->sha256);
    f->verified = file->sha256 != NULL;
    return REL_OK;
}

static rel_status make_folder(rel_ctx *ctx, const char *folder)
{
    if (mkdir(folder, 0777) == 0 || errno == EEXIST) return REL_OK;
    return rel_fail(ctx, REL_E_IO, "cannot make the folder '%s': %s", folder, strerror(errno));
}

static rel_status check_present(rel_ctx *ctx, const rel_dataset_file *file, rel_fetched *f)
{
    f->was_there = true;
    const rel_status st = verify(ctx, file, f->path, f);
    if (st == REL_E_DATA) rel_hint(ctx, "remove '%s' to fetch it again", f->path);
    return st;
}

static rel_status fetch_part(rel_ctx *ctx, const rel_dataset *d, const rel_dataset_file *file,
                             const char *part, rel_fetched *f)
{
    rel_http_result http;
    rel_http_opts o = REL_HTTP_DEFAULTS;
    o.allow_http = d->plain_http;
    o.max_bytes = file->size_bytes > 0 ? file->size_bytes : 0;
    rel_status st = rel_http_download(ctx, file->address, part, &o, &http);
    if (st != REL_OK) return st;
    f->resumed_bytes = http.resumed_bytes;
    st = verify(ctx, file, part, f);
    if (st != REL_OK) return st;
    if (rename(part, f->path) != 0)
        return rel_fail(ctx, REL_E_IO, "cannot rename '%s': %s", part, strerror(errno));
    return REL_OK;
}

rel_status rel_fetch(rel_ctx *ctx, const rel_dataset *d, size_t which, const char *folder, rel_fetched *f)
{
    rel_status st;
    rel_buf path = {0}, part = {0};
    const rel_dataset_file *file = &d->file[which];
    *f = (rel_fetched){0};
    REL_TRY(make_folder(ctx, folder));
    REL_TRY(rel_buf_printf(ctx, &path, "%s/%s", folder, file->name));
    REL_TRY(rel_buf_printf(ctx, &part, "%s.part", path.data));
    f->path = path.data;
    if (access(f->path, F_OK) == 0)
        REL_TRY(check_present(ctx, file, f));
    else
        REL_TRY(fetch_part(ctx, d, file, part.data, f));
    if (!f->verified)
        rel_note(ctx, "'%s' is not verified: the catalogue has no checksum; sha256 %s", f->path, f->sha256);
out:
    rel_buf_free(&part);
    if (st != REL_OK) rel_buf_free(&path);
    if (st != REL_OK) f->path = NULL;
    return st;
}
