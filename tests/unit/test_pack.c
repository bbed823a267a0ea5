/* Packed rows: what is packed is unpacked, to the bit, at any thread count and by every decoder; damaged ones
 * are refused. */
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "graph/pack.h"
#include "graph/pack_rows.h"
#include "graph/pack_stream.h"
#include "graph/snapshot.h"
#include "src/base/rng.h"
#include "tests/graph_check.h"
#include "tests/snapshot_seal.h"

enum { KINDS = 7, FILE_ROOM = 1 << 22 };

/* kind: 0 plain, 1 weighted, 2 layers and times, 3 undirected, 4 undirected and weighted, 5 a hub with more
 * neighbours than fit one digit of a sort, and gaps of every width, 6 ids above 2^24, which take four bytes
 */
static void make_graph(rel_ctx *ctx, int kind, rel_graph *g)
{
    enum { M = 40000 };
    static rel_vid source[M], target[M];
    static float weight[M];
    static uint8_t layer[M];
    const rel_vid n = kind == 6 ? (1u << 24) + 9 : kind == 5 ? 200000 : 700;
    const rel_eid m = kind >= 5 ? M : 5000;
    for (uint64_t i = 0; i < M; i++) {
        source[i] = kind == 5 && i % 2 ? 7 : (rel_vid)rel_rand_below(9, 0, i, n);
        target[i] = (rel_vid)rel_rand_below(9, 1, i, n);
        weight[i] = (float)rel_rand_unit(9, 2, i) + 0.01f;
        layer[i] = (uint8_t)rel_rand_below(9, 3, i, 3);
    }
    const bool weighted = kind == 1 || kind == 2 || kind == 4;
    const rel_edges edges = {m, source, target, weighted ? weight : NULL, kind == 2 ? layer : NULL, NULL};
    rel_build_opts opts = REL_BUILD_DEFAULTS;
    opts.directed = kind != 3 && kind != 4;
    CHECK_OK(ctx, rel_graph_build(ctx, n, &edges, opts, g));
}

/* A row of 9 bytes worked by hand. Arcs 0 -> 1, 0 -> 2 and 2 -> 1, all of weight 1: out-degrees 2, 0, 1, so
 * the new order is 0, 2, 1. New rows: 0 -> {1, 2}, 1 -> {2}, 2 -> {}. Gaps of row 0: 1 - (-1) - 1 = 1, then
 * 0; of row 1: 2. One code byte each, all gaps of one byte (code 0). */
static void a_row_by_hand(rel_ctx *ctx)
{
    static const rel_vid source[] = {0, 0, 2}, target[] = {1, 2, 1};
    static const uint8_t expected[] = {2, 0, 1, 0, 1, 0, 2, 0};
    static const rel_vid order[] = {0, 2, 1};
    const rel_edges edges = {.count = 3, .source = source, .target = target};
    rel_graph g;
    CHECK_OK(ctx, rel_graph_build(ctx, 3, &edges, REL_BUILD_DEFAULTS, &g));
    CHECK_OK(ctx, rel_graph_pack(ctx, &g, REL_BUILD_OUT));
    CHECK(g.packed.out.block[0] == 0 && g.packed.out.block[1] == sizeof expected);
    CHECK(memcmp(g.packed.out.data, expected, sizeof expected) == 0);
    CHECK(memcmp(g.packed.order, order, sizeof order) == 0);
    CHECK(g.packed.out.row[1] == 4 && g.packed.out.row[2] == 7);
    CHECK(rel_packed_degree(&g.packed.out, 0) == 2 && rel_packed_degree(&g.packed.out, 2) == 0);
    rel_graph_free(&g);
}

static bool same_rows(const rel_packed_rows *a, const rel_packed_rows *b, rel_vid n)
{
    const uint64_t blocks = rel_packed_blocks(n);
    if (!a->block || !b->block) return !a->block && !b->block;
    return same_bytes(a->block, b->block, (blocks + 1) * 8) && same_bytes(a->row, b->row, (size_t)n * 4) &&
           same_bytes(a->data, b->data, a->block[blocks] + REL_PACKED_PADDING);
}

static void decoders_agree(const rel_graph *g, const rel_packed_rows *r)
{
    rel_packed portable = g->packed;
    bool same = true;
    portable.decode = rel_packed_decode_portable;
    for (rel_vid v = 0; r->block && v < g->n && same; v++) {
        rel_vid a[REL_PACKED_PIECE], b[REL_PACKED_PIECE];
        float wa[REL_PACKED_PIECE], wb[REL_PACKED_PIECE];
        rel_packed_cursor x = rel_packed_begin(&g->packed, r, v), y = rel_packed_begin(&portable, r, v);
        for (int count; (count = rel_packed_next(&x, a, wa)) > 0 && same;) {
            same = rel_packed_next(&y, b, wb) == count && memcmp(a, b, (size_t)count * 4) == 0;
            if (g->packed.weighted) same = same && memcmp(wa, wb, (size_t)count * 4) == 0;
        }
    }
    CHECK(same);
}

static void packing_turns_back(rel_ctx *ctx)
{
    static const int threads[] = {1, 2, 8};
    for (int kind = 0; kind < KINDS; kind++) {
        for (int directions = REL_BUILD_OUT; directions <= REL_BUILD_BOTH; directions++) {
            rel_graph before, first = {0};
            if (kind == 6 && directions != CHECK_SIZE(REL_BUILD_OUT, 0)) continue; /* large: once will do */
            make_graph(ctx, kind, &before);
            for (int t = 0; t < (kind == 6 ? CHECK_SIZE(3, 1) : 3); t++) {
                rel_graph g;
                ctx->threads = threads[t];
                make_graph(ctx, kind, &g);
                CHECK_OK(ctx, rel_graph_pack(ctx, &g, directions));
                CHECK(!g.out.off && !g.in.off && rel_is_packed(&g.packed));
                if (t == 0) {
                    decoders_agree(&g, &g.packed.out);
                    decoders_agree(&g, &g.packed.in);
                    first = g;
                    continue;
                }
                CHECK(same_rows(&g.packed.out, &first.packed.out, g.n));
                CHECK(same_rows(&g.packed.in, &first.packed.in, g.n));
                CHECK_OK(ctx, rel_graph_need_in(ctx, &g));
                CHECK_OK(ctx, rel_graph_need_out(ctx, &g));
                CHECK(!rel_is_packed(&g.packed) && same_graph(&before, &g));
                rel_graph_free(&g);
            }
            rel_graph_free(&first);
            rel_graph_free(&before);
        }
    }
    ctx->threads = 2;
}

static void rows_are_sorted_stably(void)
{
    enum { N = 3000 };
    static uint64_t item[N], spare[N];
    for (rel_vid columns = 200; columns < 1u << 30; columns *= 90) {
        for (uint64_t i = 0; i < N; i++) item[i] = rel_rand_below(3, columns, i, columns) << 32 | i;
        rel_sort_row(item, spare, N, columns);
        bool sorted = true;
        for (int i = 1; i < N; i++) sorted = sorted && item[i - 1] < item[i];
        CHECK(sorted);
    }
}

static void odd_graphs(rel_ctx *ctx)
{
    static const rel_vid loops[] = {0, 1};
    const rel_edges none = {0}, self = {.count = 2, .source = loops, .target = loops};
    static const rel_vid sizes[] = {0, 1, 2, 256, 257};
    for (int i = 0; i < 5; i++) {
        rel_graph g, before, back;
        const rel_edges *edges = sizes[i] == 2 ? &self : &none;
        CHECK_OK(ctx, rel_graph_build(ctx, sizes[i], edges, REL_BUILD_DEFAULTS, &g));
        CHECK_OK(ctx, rel_graph_build(ctx, sizes[i], edges, REL_BUILD_DEFAULTS, &before));
        CHECK_OK(ctx, rel_graph_pack(ctx, &g, REL_BUILD_BOTH));
        CHECK_OK(ctx, rel_snapshot_write(ctx, &g, "odd_packed.rgraph"));
        CHECK_OK(ctx, rel_snapshot_open(ctx, "odd_packed.rgraph", true, &back));
        CHECK(rel_is_packed(&back.packed));
        CHECK_OK(ctx, rel_graph_unpack(ctx, &back));
        CHECK_OK(ctx, rel_graph_unpack(ctx, &g));
        CHECK(same_graph(&before, &g) && same_graph(&before, &back));
        rel_graph_free(&back);
        rel_graph_free(&before);
        rel_graph_free(&g);
    }
}

static void no_direction_to_pack(rel_ctx *ctx)
{
    rel_graph g = {0};
    CHECK(rel_graph_pack(ctx, &g, REL_BUILD_BOTH) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "packing: there is no direction to pack");
    make_graph(ctx, 0, &g);
    CHECK(rel_graph_pack(ctx, &g, 0) == REL_E_USAGE);
    CHECK(g.out.off && !rel_is_packed(&g.packed));
    rel_graph_free(&g);
}

static size_t read_file(const char *path, unsigned char *data)
{
    size_t len = 0;
    FILE *f = fopen(path, "rb");
    if (f) {
        len = fread(data, 1, FILE_ROOM, f);
        fclose(f);
    }
    CHECK(len > 0 && len < FILE_ROOM);
    return len;
}

static void write_file(const char *path, const void *data, size_t len)
{
    FILE *f = fopen(path, "wb");
    CHECK(f && fwrite(data, 1, len, f) == len && fclose(f) == 0);
}

static void snapshots_hold_packed_rows(rel_ctx *ctx)
{
    static unsigned char plain[FILE_ROOM], again[FILE_ROOM];
    for (int kind = 0; kind < 6; kind++) {
        rel_graph g, back;
        make_graph(ctx, kind, &g);
        CHECK_OK(ctx, rel_snapshot_write(ctx, &g, "plain.rgraph"));
        CHECK_OK(ctx, rel_graph_pack(ctx, &g, kind % 2 ? REL_BUILD_IN : REL_BUILD_BOTH));
        CHECK_OK(ctx, rel_snapshot_write(ctx, &g, "packed.rgraph"));
        CHECK_OK(ctx, rel_snapshot_open(ctx, "packed.rgraph", true, &back));
        CHECK(same_rows(&g.packed.in, &back.packed.in, g.n) &&
              same_rows(&g.packed.out, &back.packed.out, g.n));
        CHECK(same_table(&g.edge_attributes, &back.edge_attributes));
        CHECK(rel_graph_bytes(&back) == rel_graph_bytes(&g));
        CHECK_OK(ctx, rel_graph_need_out(ctx, &back));
        CHECK_OK(ctx, rel_graph_need_in(ctx, &back));
        CHECK_OK(ctx, rel_snapshot_write(ctx, &back, "again.rgraph"));
        const size_t len = read_file("plain.rgraph", plain);
        CHECK(read_file("again.rgraph", again) == len && memcmp(plain, again, len) == 0);
        CHECK(plain[8] == 1); /* a graph without packed rows is readable by relais before them */
        rel_graph_free(&back);
        rel_graph_free(&g);
    }
}

/* Every byte of a small packed snapshot, changed in three ways, with checksums that fit: a sentence or a
 * sound graph, and most changes are seen. */
static void damage_is_seen(rel_ctx *ctx)
{
    static unsigned char whole[FILE_ROOM], data[FILE_ROOM];
    static const rel_vid source[] = {0, 0, 1, 2, 4}, target[] = {1, 3, 0, 1, 3};
    static const float weight[] = {1, 2, 3, 4, 5};
    static const unsigned char flips[] = {1, 4, 0x80};
    for (int kind = 0; kind < 3; kind++) {
        const rel_edges edges = {
            .count = 5, .source = source, .target = target, .weight = kind == 1 ? weight : NULL};
        rel_graph g;
        int refused = 0, tried = 0;
        CHECK_OK(ctx, rel_graph_build(ctx, 5, &edges, REL_BUILD_DEFAULTS, &g));
        CHECK_OK(ctx, rel_graph_pack(ctx, &g, kind == 2 ? REL_BUILD_IN : REL_BUILD_BOTH));
        CHECK_OK(ctx, rel_snapshot_write(ctx, &g, "whole.rgraph"));
        rel_graph_free(&g);
        const size_t len = read_file("whole.rgraph", whole);
        rel_snapshot_header h;
        memcpy(&h, whole, sizeof h);
        for (uint32_t s = 0; s < h.sections; s++) {
            rel_snapshot_section row;
            memcpy(&row, whole + sizeof h + s * sizeof row, sizeof row);
            if (row.kind < REL_SECTION_PACKED_ORDER) continue;
            const bool rows =
                row.kind == REL_SECTION_PACKED_OUT_DATA || row.kind == REL_SECTION_PACKED_IN_DATA;
            const size_t used = row.bytes - (rows ? REL_PACKED_PADDING : 0);
            for (size_t at = row.offset; at < row.offset + used; at++) {
                for (int f = 0; f < 3; f++) {
                    memcpy(data, whole, len);
                    data[at] ^= flips[f];
                    seal_snapshot(data, len);
                    write_file("damaged.rgraph", data, len);
                    const rel_status st = rel_snapshot_open(ctx, "damaged.rgraph", true, &g);
                    CHECK(st == REL_OK || (st == REL_E_DATA && strstr(ctx->message, "is damaged")));
                    tried++;
                    refused += st != REL_OK;
                    rel_graph_free(&g);
                }
            }
        }
        /* What is not refused: a changed weight with one direction, an order that is one, too. */
        CHECK(tried > 100 && refused > (kind == 1 ? tried * 8 / 10 : tried * 9 / 10));
    }
}

static void named_damage(rel_ctx *ctx)
{
    static unsigned char data[FILE_ROOM];
    rel_graph g;
    make_graph(ctx, 0, &g);
    CHECK_OK(ctx, rel_graph_pack(ctx, &g, REL_BUILD_BOTH));
    CHECK_OK(ctx, rel_snapshot_write(ctx, &g, "named.rgraph"));
    rel_graph_free(&g);
    const size_t len = read_file("named.rgraph", data);
    data[8] = 3;
    write_file("damaged.rgraph", data, len);
    CHECK(rel_snapshot_open(ctx, "damaged.rgraph", false, &g) == REL_E_DATA);
    CHECK_TEXT(ctx->message, "'damaged.rgraph' was written by a newer relais: expected format 2, found 3");
    data[8] = 2;
    data[len - 1000] ^= 1;
    write_file("damaged.rgraph", data, len);
    CHECK(rel_snapshot_open(ctx, "damaged.rgraph", true, &g) == REL_E_DATA);
    CHECK(strstr(ctx->message, "does not fit its checksum") != NULL);
}

static void memory_runs_out(rel_ctx *ctx)
{
    rel_graph g;
    make_graph(ctx, 1, &g);
    CHECK_OK(ctx, rel_graph_need_in(ctx, &g));
    CHECK_TORTURE(ctx, rel_graph_pack(ctx, &g, REL_BUILD_BOTH), (void)0);
    CHECK_TORTURE(ctx, rel_graph_unpack(ctx, &g), (void)0);
    rel_graph before;
    make_graph(ctx, 1, &before);
    CHECK(same_graph(&before, &g));
    rel_graph_free(&before);
    rel_graph_free(&g);
}

/* Edges as a function: with repeats and loops, ends squared so that some are hubs. */
static void produce(const void *state, int64_t first, int64_t last, rel_vid *source, rel_vid *target)
{
    const rel_vid n = *(const rel_vid *)state;
    for (int64_t i = first; i < last; i++) {
        const double u = rel_rand_unit(6, 0, (uint64_t)i), v = rel_rand_unit(6, 1, (uint64_t)i);
        source[i - first] = (rel_vid)(u * u * u * n);
        target[i - first] = (rel_vid)(v * v * n);
    }
}

/* The same edges in a list and as a stream, with rooms from one row to all. */
static void streams_give_the_same_graph(rel_ctx *ctx)
{
    enum { M = CHECK_SIZE(30000, 6000) };
    static rel_vid source[M], target[M];
    static const size_t rooms[] = {1, 3000, 1 << 20};
    rel_vid n = 1000;
    produce(&n, 0, M, source, target);
    const rel_edges edges = {.count = M, .source = source, .target = target};
    for (int kind = 0; kind < 3; kind++) {
        const int direction = kind == 0 ? REL_BUILD_IN : REL_BUILD_OUT;
        rel_build_opts build = REL_BUILD_DEFAULTS;
        rel_graph listed, first = {0};
        build.directed = kind < 2;
        CHECK_OK(ctx, rel_graph_build(ctx, n, &edges, build, &listed));
        listed.out.weight = listed.in.weight = NULL;
        for (int i = 0; i < 9; i += CHECK_SIZE(1, 4)) {
            const rel_edge_stream stream = {n, M, produce, &n};
            const rel_pack_stream_opts opts = {build.directed, direction, rooms[i % 3]};
            rel_graph g, back;
            ctx->threads = i < 3 ? 1 : i < 6 ? 2 : 8;
            CHECK_OK(ctx, rel_graph_pack_stream(ctx, &stream, opts, &g));
            CHECK(memcmp(&g.dropped, &listed.dropped, sizeof g.dropped) == 0 && g.m == listed.m);
            CHECK_OK(ctx, rel_snapshot_write(ctx, &g, "stream.rgraph"));
            CHECK_OK(ctx, rel_snapshot_open(ctx, "stream.rgraph", true, &back));
            rel_graph_free(&back);
            if (i == 0) {
                first = g;
                continue;
            }
            CHECK(same_rows(&g.packed.in, &first.packed.in, n) &&
                  same_rows(&g.packed.out, &first.packed.out, n));
            CHECK_OK(ctx, rel_graph_need_out(ctx, &g));
            CHECK_OK(ctx, rel_graph_need_in(ctx, &g));
            CHECK(same_graph(&g, &listed));
            rel_graph_free(&g);
        }
        rel_graph_free(&first);
        rel_graph_free(&listed);
    }
    ctx->threads = 2;
}

static void odd_streams(rel_ctx *ctx)
{
    rel_vid n = 1;
    rel_graph g;
    const rel_edge_stream loops = {1, 5, produce, &n}, empty = {0, 0, produce, &n};
    rel_pack_stream_opts opts = {true, REL_BUILD_IN, 100};
    CHECK_OK(ctx, rel_graph_pack_stream(ctx, &loops, opts, &g));
    CHECK(g.m == 0 && g.dropped.self_loops == 5);
    rel_graph_free(&g);
    CHECK_OK(ctx, rel_graph_pack_stream(ctx, &empty, opts, &g));
    rel_graph_free(&g);
    CHECK_TORTURE(ctx, rel_graph_pack_stream(ctx, &loops, opts, &g), rel_graph_free(&g));
    opts.directions = REL_BUILD_BOTH;
    CHECK(rel_graph_pack_stream(ctx, &loops, opts, &g) == REL_E_USAGE);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    a_row_by_hand(&ctx);
    rows_are_sorted_stably();
    packing_turns_back(&ctx);
    odd_graphs(&ctx);
    no_direction_to_pack(&ctx);
    streams_give_the_same_graph(&ctx);
    odd_streams(&ctx);
    snapshots_hold_packed_rows(&ctx);
    damage_is_seen(&ctx);
    named_damage(&ctx);
    memory_runs_out(&ctx);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
