/* Tables of labels: any bytes are a list of accounts and labels, or are refused with a sentence. */
#include <stdlib.h>

#include "ingest/labels.h"
#include "src/base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rel_ctx ctx;
    rel_labels l;
    rel_ctx_init(&ctx, 1);
    const rel_status st = rel_labels_parse(&ctx, (rel_str){(const char *)data, size}, "test", &l);
    require(st == REL_OK ? l.count > 0 : st == REL_E_DATA && ctx.message[0] && l.count == 0);
    for (int64_t i = 0; i < l.count; i++) {
        const rel_str account = rel_labels_account(&l, i), label = rel_labels_label(&l, i);
        require(account.len && label.len && l.line[i] > (i ? l.line[i - 1] - 1 : 0));
        require(rel_utf8_xml_safe(account.s, account.len) && rel_utf8_xml_safe(label.s, label.len));
    }
    rel_labels_free(&l);
    require(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return 0;
}
