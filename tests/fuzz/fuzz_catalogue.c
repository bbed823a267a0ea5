/* The catalogue of data sets: any bytes are a catalogue whose files may be fetched, or are refused with a
 * sentence. */
#include <stdlib.h>

#include "datasets/catalogue.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) abort();
}

static void check_file(const rel_dataset *d, const rel_dataset_file *f)
{
    require(f->name && *f->name && *f->name != '.' && !strpbrk(f->name, "/\\"));
    require(strncmp(f->address, "https://", 8) == 0 ||
            (d->plain_http && strncmp(f->address, "http://", 7) == 0));
    require(!f->sha256 || strlen(f->sha256) == 64);
    require(f->size_bytes >= -1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rel_ctx ctx;
    rel_catalogue c;
    rel_ctx_init(&ctx, 1);
    const rel_status st = rel_catalogue_parse(&ctx, (rel_str){(const char *)data, size}, "test", &c);
    require(st == REL_OK || (st == REL_E_DATA && ctx.message[0] && c.datasets == 0));
    for (size_t i = 0; i < c.datasets; i++) {
        const rel_dataset *d = &c.dataset[i];
        require(d->name && d->title && d->format && d->read && d->files > 0 && rel_dataset_size(d) >= -1);
        for (size_t k = 0; k < d->files; k++) check_file(d, &d->file[k]);
    }
    rel_catalogue_free(&c);
    rel_ctx_free(&ctx);
    return 0;
}
