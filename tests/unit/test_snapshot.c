/* Snapshots: what is written is what is opened, to the bit; whatever is not whole is refused with a sentence.
 */
#include <stdlib.h>
#include <unistd.h>

#include "graph/builder.h"
#include "graph/readers.h"
#include "graph/snapshot.h"
#include "graph/snapshot_format.h"
#include "src/base/rng.h"
#include "tests/graph_check.h"
#include "tests/snapshot_seal.h"

enum { FILE_ROOM = 1 << 20 };

typedef struct bytes {
    unsigned char *data;
    size_t len;
} bytes;

static bytes read_file(const char *path)
{
    bytes b = {malloc(FILE_ROOM), 0};
    FILE *f = fopen(path, "rb");
    if (f) {
        b.len = fread(b.data, 1, FILE_ROOM, f);
        fclose(f);
    }
    CHECK(b.len > 0 && b.len < FILE_ROOM);
    return b;
}

static void write_file(const char *path, const void *data, size_t len)
{
    FILE *f = fopen(path, "wb");
    CHECK(f && fwrite(data, 1, len, f) == len && fclose(f) == 0);
}

/* kind: 0 plain, 1 weights and numbers, 2 layers, times, text names and attributes of each type, 3 undirected
 */
static void make_graph(rel_ctx *ctx, int kind, rel_graph *g)
{
    enum { N = 300, M = 2000 };
    static rel_vid source[M], target[M];
    static float weight[M];
    static uint8_t layer[M];
    static int64_t time[M];
    const uint64_t seed = 5 + (uint64_t)kind;
    for (uint64_t i = 0; i < M; i++) {
        source[i] = (rel_vid)rel_rand_below(seed, 0, i, N);
        target[i] = (rel_vid)rel_rand_below(seed, 1, i, N);
        weight[i] = (float)rel_rand_unit(seed, 2, i) + 0.01f;
        layer[i] = (uint8_t)rel_rand_below(seed, 3, i, 3);
        time[i] = i % 5 ? (int64_t)i : INT64_MIN;
    }
    const rel_edges edges = {
        M, source, target, kind ? weight : NULL, kind == 2 ? layer : NULL, kind == 2 ? time : NULL};
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    opts.directed = kind != 3;
    CHECK_OK(ctx, rel_graph_build(ctx, N, &edges, opts, g));
    static uint64_t number[N];
    static rel_str name[N], text[N];
    static char room[N][16];
    static double f64[N];
    static int64_t i64[N];
    static uint8_t flag[N];
    for (uint64_t v = 0; v < N; v++) {
        number[v] = v * v * 1000000007u + 5;
        snprintf(room[v], sizeof room[v], "u%u", (unsigned)(rel_mix64(v) % 100000) * N + (unsigned)v);
        name[v] = rel_str_of(room[v]);
        text[v] = v % 3 ? rel_str_of(v % 2 ? "caf\xC3\xA9" : "") : REL_STR_MISSING;
        f64[v] = (double)v / 3;
        i64[v] = -(int64_t)v;
        flag[v] = v % 7 == 0;
    }
    if (kind == 1) CHECK_OK(ctx, rel_graph_set_numbers(ctx, g, number));
    if (kind != 2) return;
    CHECK_OK(ctx, rel_graph_set_names(ctx, g, name));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "Label", REL_ATTRIBUTE_TEXT, text, NULL));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "score", REL_ATTRIBUTE_F64, f64, flag));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "followers", REL_ATTRIBUTE_I64, i64, NULL));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, g, "observed", REL_ATTRIBUTE_BOOL, flag, NULL));
}

static void what_is_written_is_opened(rel_ctx *ctx)
{
    for (int kind = 0; kind < 4; kind++) {
        rel_graph g, back;
        bytes first = {0};
        make_graph(ctx, kind, &g);
        static const int threads[] = {1, 2, 8};
        for (int t = 0; t < 3; t++) {
            ctx->threads = threads[t];
            CHECK_OK(ctx, rel_snapshot_write_described(ctx, &g, "made by a test", "graph.rgraph"));
            for (int verify = 0; verify < 2; verify++) {
                CHECK_OK(ctx, rel_snapshot_open(ctx, "graph.rgraph", verify, &back));
                CHECK(same_graph(&g, &back));
                CHECK(memcmp(&g.dropped, &back.dropped, sizeof g.dropped) == 0);
                CHECK(rel_str_is(rel_snapshot_meta(&back), "relais " REL_VERSION "\nmade by a test"));
                CHECK((uintptr_t)back.out.adj % 64 == 0);
                rel_graph_free(&back);
            }
            const bytes now = read_file("graph.rgraph");
            CHECK(!first.data || (first.len == now.len && memcmp(first.data, now.data, now.len) == 0));
            free(first.data);
            first = now;
        }
        free(first.data);
        rel_graph_free(&g);
    }
    ctx->threads = 2;
}

static void one_direction_is_enough(rel_ctx *ctx)
{
    rel_graph g, one, back;
    make_graph(ctx, 1, &g);
    one = g;
    one.in = (rel_csr){0};
    CHECK_OK(ctx, rel_snapshot_write(ctx, &one, "one.rgraph"));
    CHECK_OK(ctx, rel_snapshot_open(ctx, "one.rgraph", true, &back));
    CHECK(!back.in.off);
    CHECK_OK(ctx, rel_graph_need_in(ctx, &back));
    CHECK(same_graph(&back, &g));
    rel_graph_free(&back);
    one = g;
    one.out = (rel_csr){0};
    CHECK_OK(ctx, rel_snapshot_write(ctx, &one, "one.rgraph"));
    CHECK_OK(ctx, rel_snapshot_read_file(ctx, "one.rgraph", REL_BUILD_BOTH, &back));
    CHECK(same_graph(&back, &g));
    rel_graph_free(&back);
    rel_graph_free(&g);
}

static void empty_graphs(rel_ctx *ctx)
{
    for (rel_vid n = 0; n < 2; n++) {
        const rel_edges none = {0};
        rel_graph g, back;
        CHECK_OK(ctx, rel_graph_build(ctx, n, &none, REL_BUILD_DEFAULTS, &g));
        CHECK_OK(ctx, rel_snapshot_write(ctx, &g, "empty.rgraph"));
        CHECK_OK(ctx, rel_snapshot_open(ctx, "empty.rgraph", true, &back));
        CHECK(same_graph(&g, &back));
        rel_graph_free(&back);
        rel_graph_free(&g);
    }
}

/* A graph may be written over the file that it is mapped from, and may grow. */
static void a_mapped_graph_is_a_graph(rel_ctx *ctx)
{
    rel_graph g, back, again;
    static double score[300];
    make_graph(ctx, 2, &g);
    CHECK_OK(ctx, rel_snapshot_write(ctx, &g, "graph.rgraph"));
    CHECK_OK(ctx, rel_snapshot_open(ctx, "graph.rgraph", false, &back));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, &back, "SCORE", REL_ATTRIBUTE_F64, score, NULL));
    CHECK_OK(ctx, rel_graph_add_vertex_attribute(ctx, &back, "rank", REL_ATTRIBUTE_F64, score, NULL));
    CHECK_OK(ctx, rel_snapshot_write(ctx, &back, "graph.rgraph"));
    CHECK_OK(ctx, rel_snapshot_open(ctx, "graph.rgraph", true, &again));
    CHECK(same_graph(&back, &again) && again.vertex_attributes.count == g.vertex_attributes.count + 1);
    CHECK(rel_attribute_f64(rel_attribute_find(&again.vertex_attributes, "score"), 7) == 0);
    rel_graph_free(&again);
    rel_graph_free(&back);
    rel_graph_free(&g);
}

static rel_status open_bytes(rel_ctx *ctx, const void *data, size_t len, bool verify)
{
    rel_graph g;
    write_file("bad.rgraph", data, len);
    const rel_status st = rel_snapshot_open(ctx, "bad.rgraph", verify, &g);
    if (st == REL_OK)
        rel_graph_free(&g);
    else
        CHECK(!g.owner && g.n == 0);
    return st;
}

static void refused(rel_ctx *ctx, const void *data, size_t len, bool verify, const char *words)
{
    CHECK(open_bytes(ctx, data, len, verify) == REL_E_DATA);
    CHECK_TEXT(ctx->message, words);
}

static void foreign_files(rel_ctx *ctx)
{
    rel_graph g;
    refused(ctx, "", 0, false, "'bad.rgraph' is no snapshot of relais");
    refused(ctx, "RELGRAP", 7, false, "'bad.rgraph' is no snapshot of relais");
    refused(ctx, "RELGRAPH", 8, false, "'bad.rgraph' is cut off: expected 128 bytes, found 8");
    refused(ctx, "source,target\n1,2\n", 18, false, "'bad.rgraph' is no snapshot of relais");
    CHECK(rel_snapshot_open(ctx, "no-such.rgraph", false, &g) == REL_E_IO);
    CHECK_TEXT(ctx->message, "cannot open 'no-such.rgraph': No such file or directory");
    CHECK(rel_snapshot_open(ctx, ".", false, &g) == REL_E_IO);
    CHECK(rel_snapshot_is("RELGRAPH", 8) && !rel_snapshot_is("RELGRAPH", 7) &&
          !rel_snapshot_is("relgraph", 8));
}

static unsigned char *section_data(bytes b, uint32_t kind)
{
    const rel_snapshot_header *h = (const void *)b.data;
    const rel_snapshot_section *row = (const void *)(b.data + sizeof *h);
    for (uint32_t i = 0; i < h->sections; i++)
        if (row[i].kind == kind) return b.data + row[i].offset;
    CHECK(h->sections == 0); /* there is no such section */
    return b.data;
}

static void damaged_files(rel_ctx *ctx)
{
    rel_graph g;
    make_graph(ctx, 2, &g);
    CHECK_OK(ctx, rel_snapshot_write(ctx, &g, "graph.rgraph"));
    rel_graph_free(&g);
    const bytes good = read_file("graph.rgraph");
    bytes b = {malloc(good.len), good.len};
    memcpy(b.data, good.data, good.len);
    char words[200];
    snprintf(words, sizeof words, "'bad.rgraph' is cut off: expected %zu bytes, found %zu", good.len,
             good.len - 1);
    refused(ctx, b.data, b.len - 1, false, words);
    for (size_t len = 0; len < good.len; len += len < 2000 ? 37 : 4999)
        CHECK(open_bytes(ctx, b.data, len, false) == REL_E_DATA);

    /* One flipped bit anywhere but in the filling between sections is noticed. */
    const rel_snapshot_header *h = (const void *)good.data;
    const rel_snapshot_section *row = (const void *)(good.data + sizeof *h);
    for (size_t at = 0; at < sizeof *h + h->sections * sizeof *row; at += 3) {
        b.data[at] ^= 0x10;
        CHECK(open_bytes(ctx, b.data, b.len, false) == REL_E_DATA);
        b.data[at] ^= 0x10;
    }
    for (uint32_t i = 0; i < h->sections; i++) {
        if (!row[i].bytes) continue;
        b.data[row[i].offset + row[i].bytes / 2] ^= 1;
        snprintf(words, sizeof words, "'bad.rgraph' is damaged: section %u of %u does not fit its checksum",
                 i + 1, h->sections);
        if (row[i].kind != REL_SECTION_META) refused(ctx, b.data, b.len, true, words);
        CHECK(open_bytes(ctx, b.data, b.len, true) == REL_E_DATA);
        b.data[row[i].offset + row[i].bytes / 2] ^= 1;
    }
    CHECK(open_bytes(ctx, b.data, b.len, true) == REL_OK);

    ((rel_snapshot_header *)(void *)b.data)->version = REL_SNAPSHOT_VERSION + 1;
    refused(ctx, b.data, b.len, false,
            "'bad.rgraph' was written by a newer relais: expected format 2, found 3");
    memcpy(b.data, good.data, good.len);
    ((rel_snapshot_header *)(void *)b.data)->byte_order = 0x04030201;
    refused(ctx, b.data, b.len, false, "'bad.rgraph' was written by a machine of another byte order");
    free(b.data);
    free(good.data);
}

/* Files whose checksums fit and whose content does not: as somebody might make them. */
static void wrong_content(rel_ctx *ctx)
{
    rel_graph g;
    make_graph(ctx, 2, &g);
    CHECK_OK(ctx, rel_snapshot_write(ctx, &g, "graph.rgraph"));
    const rel_vid n = g.n;
    const rel_eid last = g.out.off[n] - 1; /* ends a row: larger stays sorted */
    rel_graph_free(&g);
    const bytes good = read_file("graph.rgraph");
    bytes b = {malloc(good.len), good.len};
#define WRONG(kind, type, index, value, words)                                                               \
    do {                                                                                                     \
        memcpy(b.data, good.data, good.len);                                                                 \
        ((type *)(void *)section_data(b, kind))[index] = value;                                              \
        seal_snapshot(b.data, b.len);                                                                        \
        refused(ctx, b.data, b.len, true, "'bad.rgraph' is damaged: " words);                                \
    } while (0)
    WRONG(REL_SECTION_OUT_OFF, int64_t, 10, -1, "the offsets of its rows do not ascend");
    WRONG(REL_SECTION_IN_OFF, int64_t, 10, 1 << 30, "the offsets of its rows do not ascend");
    WRONG(REL_SECTION_OUT_OFF, int64_t, 0, 1, "its sections do not make up a graph");
    WRONG(REL_SECTION_OUT_OFF, int64_t, n, 1, "its sections do not make up a graph");
    WRONG(REL_SECTION_OUT_ADJ, uint32_t, last, n, "its rows are no sorted lists of vertices");
    WRONG(REL_SECTION_OUT_ADJ, uint32_t, 10, n, "its rows are no sorted lists of vertices");
    WRONG(REL_SECTION_IN_ADJ, uint32_t, 3, UINT32_MAX, "its rows are no sorted lists of vertices");
    WRONG(REL_SECTION_OUT_WEIGHT, float, 3, -1, "a weight is not above 0");
    WRONG(REL_SECTION_IN_WEIGHT, uint32_t, 3, 0x7FC00000, "a weight is not above 0");
    WRONG(REL_SECTION_IN_WEIGHT, float, 3, 77, "its two directions hold different edges");
    WRONG(REL_SECTION_NAME_OFF, uint64_t, 3, UINT64_MAX, "its names are no sorted, unique text");
    WRONG(REL_SECTION_NAME_SORTED, uint32_t, 3, n, "its names are no sorted, unique text");
    WRONG(REL_SECTION_NAME_SORTED, uint32_t, 3, 0, "its names are no sorted, unique text");
    WRONG(REL_SECTION_NAME_TEXT, char, 3, (char)0xFF, "its names are no sorted, unique text");
    WRONG(REL_SECTION_VERTEX_VALUE, uint64_t, 3, UINT64_MAX,
          "attribute 'label' holds what its type does not allow");
    WRONG(REL_SECTION_VERTEX_TEXT, char, 3, (char)0xFF,
          "attribute 'label' holds what its type does not allow");
    WRONG(REL_SECTION_VERTEX_PRESENT, uint8_t, 3, 2, "attribute 'label' holds what its type does not allow");
#undef WRONG
    free(b.data);
    free(good.data);
}

static rel_status round_trip(rel_ctx *ctx, const rel_graph *g)
{
    rel_status st;
    rel_graph back = {0};
    REL_TRY(rel_snapshot_write_described(ctx, g, "x", "torture.rgraph"));
    REL_TRY(rel_snapshot_open(ctx, "torture.rgraph", true, &back));
out:
    rel_graph_free(&back);
    return st;
}

static void every_allocation_may_fail(rel_ctx *ctx)
{
    rel_graph g;
    make_graph(ctx, 2, &g);
    CHECK_TORTURE(ctx, round_trip(ctx, &g), (void)0);
    rel_graph_free(&g);
}

static void a_failed_write_leaves_nothing(rel_ctx *ctx)
{
    rel_graph g;
    make_graph(ctx, 0, &g);
    CHECK(rel_snapshot_write(ctx, &g, "no-such-folder/x.rgraph") == REL_E_IO);
    volatile sig_atomic_t stop = 1;
    ctx->stop = &stop;
    CHECK(rel_snapshot_write(ctx, &g, "stopped.rgraph") == REL_E_STOPPED);
    ctx->stop = NULL;
    CHECK(access("stopped.rgraph", F_OK) != 0 && access("stopped.rgraph.tmp", F_OK) != 0);
    rel_graph_free(&g);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    what_is_written_is_opened(&ctx);
    one_direction_is_enough(&ctx);
    empty_graphs(&ctx);
    a_mapped_graph_is_a_graph(&ctx);
    foreign_files(&ctx);
    damaged_files(&ctx);
    wrong_content(&ctx);
    every_allocation_may_fail(&ctx);
    a_failed_write_leaves_nothing(&ctx);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
