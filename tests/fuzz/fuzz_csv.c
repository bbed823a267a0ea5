/* Tables and edge lists, the whole way but for storing: what comes out does not depend on where blocks end,
 * and all of it is valid text. The first byte chooses the format, --map, --no-header and the size of blocks.
 */
#include "src/base/utf8.h"
#include "tests/csv_law.h"
#include "tests/table_dump.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) abort();
}

static const char *text(const rel_buf *b)
{
    return b->data ? b->data : "";
}

static int64_t rejected(const rel_batch_counts *c)
{
    int64_t n = 0;
    for (int i = 0; i < REL_REJECT_COUNT; i++) n += c->rejected[i];
    return n;
}

static void compare(const table_dump *a, const table_dump *b)
{
    require(strcmp(text(&a->posts), text(&b->posts)) == 0);
    require(strcmp(text(&a->interactions), text(&b->interactions)) == 0);
    /* Not tags and links: a batch leaves out those that it has already. */
    require(memcmp(&a->counts.rejected, &b->counts.rejected, sizeof a->counts.rejected) == 0);
    require(a->counts.records == b->counts.records && a->counts.ignored == b->counts.ignored);
    /* A batch lists so many. */
    if (rejected(&a->counts) <= REL_BATCH_REJECT_MAX)
        require(strcmp(text(&a->rejects), text(&b->rejects)) == 0);
    require(rel_utf8_xml_safe(text(&a->posts), a->posts.len));
    require(rel_utf8_xml_safe(text(&a->interactions), a->interactions.len));
    require(rejected(&a->counts) + a->counts.ignored <= a->counts.records);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const formats[] = {NULL, "csv-edges", "csv-posts", "edgelist"};
    static const char *const maps[] = {NULL, "source=1,target=2,time=3,kind=4",
                                       "author=1,text=2,id=3,mentions=4", "source=1,target=2,weight=3"};
    if (size == 0) return 0;
    const unsigned choice = data[0];
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    const rel_ingest_opts opts = {.format = formats[choice & 3],
                                  .map = maps[choice >> 2 & 3],
                                  .no_header = choice >> 4 & 1,
                                  .kinds = "RT=share,XX=ignore"};
    const rel_str bytes = {(const char *)data + 1, size - 1};
    table_dump whole = {0}, parts = {0};
    const rel_status st = table_read(&ctx, bytes, &opts, 0, &whole);
    if (st == REL_OK) {
        require(table_read(&ctx, bytes, &opts, 1 + (choice >> 5), &parts) == REL_OK);
        compare(&whole, &parts);
    } else {
        require(ctx.message[0] && (st == REL_E_DATA || st == REL_E_USAGE));
    }
    const rel_csv_dialect d = {.sep = ",;\t|"[choice & 3],
                               .newline = choice & 4 ? '\r' : '\n',
                               .backslash = choice & 8,
                               .max_bytes = choice & 16 ? 5 : 1000000};
    require(csv_law_holds(&d, bytes.s, bytes.len, 1 + (choice >> 5)));
    table_free(&whole);
    table_free(&parts);
    rel_ctx_free(&ctx);
    return 0;
}
