/* Text edge lists: what is understood, what is refused and with which words, and the same graph at any number
 * of threads, block size and packing. */
#include <inttypes.h>
#include <stdlib.h>
#include <zlib.h>

#include "graph/edgelist_sizes.h"
#include "graph/readers.h"
#include "src/base/rng.h"
#include "tests/graph_check.h"

static char last_note[REL_MESSAGE_MAX];

static void keep_note(void *user, const char *sentence)
{
    (void)user;
    snprintf(last_note, sizeof last_note, "%s", sentence);
}

static void write_file(const char *path, const char *text, size_t len)
{
    FILE *f = fopen(path, "wb");
    CHECK(f && fwrite(text, 1, len, f) == len && fclose(f) == 0);
}

static rel_status read_text(rel_ctx *ctx, const char *text, rel_graph *g)
{
    write_file("edges.el", text, strlen(text));
    return rel_edgelist_read(ctx, "edges.el", REL_EDGELIST_DEFAULTS, g);
}

/* The graph as text, "a>b*weight ..." with names. */
static const char *shown(const rel_graph *g)
{
    static char text[4096];
    size_t used = 0;
    text[0] = '\0';
    for (rel_vid u = 0; u < g->n; u++) {
        for (rel_eid e = g->out.off[u]; e < g->out.off[u + 1]; e++) {
            char room[2][REL_NAME_NUMBER_TEXT];
            const rel_str a = rel_names_get(&g->names, u, room[0]),
                          b = rel_names_get(&g->names, g->out.adj[e], room[1]);
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%.*s>%.*s", used ? " " : "",
                                     REL_STR_ARG(a), REL_STR_ARG(b));
            if (g->out.weight)
                used += (size_t)snprintf(text + used, sizeof text - used, "*%g", (double)g->out.weight[e]);
        }
    }
    return text;
}

static void reads_as(rel_ctx *ctx, const char *text, const char *expected)
{
    rel_graph g;
    CHECK_OK(ctx, read_text(ctx, text, &g));
    check_graph(&g);
    CHECK_TEXT(shown(&g), expected);
    rel_graph_free(&g);
}

static void refused(rel_ctx *ctx, const char *text, const char *expected)
{
    rel_graph g;
    CHECK(read_text(ctx, text, &g) == REL_E_DATA);
    CHECK_TEXT(ctx->message, expected);
    CHECK(!g.owner && g.n == 0);
}

static void what_is_understood(rel_ctx *ctx)
{
    reads_as(ctx, "0 1\n1 2\n", "0>1 1>2");
    reads_as(ctx, "0 1\n1 2", "0>1 1>2");
    reads_as(ctx, "0 1\r\n1 2\r\n", "0>1 1>2");
    reads_as(ctx,
             "\xEF\xBB\xBF"
             "7\t9\n",
             "7>9");
    reads_as(ctx, "# head\n\n% more\n  5   6  \n# in between\n6,5\n6;7\n 7 , 5 \n#end", "5>6 6>5 6>7 7>5");
    reads_as(ctx, "1 2 # why\n2 3 % how\n", "1>2 2>3");
    reads_as(ctx, "1 2 2.5\n1 2 1\n3 1\n", "1>2*3.5 3>1*1");
    reads_as(ctx, "1 2 1e2\n1 3 -4\n1 4 nan\n1 5 1e999\n1 6 0\n", "1>2*100");
    reads_as(ctx, "@ann @bob\n@bob zo\xC3\xA9\n", "@ann>@bob @bob>zo\xC3\xA9");
    reads_as(ctx, "9 10\n10 x\n", "10>x 9>10");
    reads_as(ctx, "007 7\n", "007>7");
    reads_as(ctx, "1 2\n18446744073709551615 4294967296\n", "1>2 18446744073709551615>4294967296");
    reads_as(ctx, "18446744073709551616 1\n", "18446744073709551616>1");
    reads_as(ctx, "1 2\n5000000000 1\nx 1\n", "1>2 5000000000>1 x>1");
    reads_as(ctx, "0 4 {'weight': 0.5}\n0 5 {}\n1 4 {\"weight\": 2, 'a': 'b'}\n", "0>4*0.5 0>5*1 1>4*2");
    CHECK_TEXT(last_note, "'edges.el': attributes other than weight were left out");
    reads_as(ctx, "source,target,weight\n1,2,3\n", "1>2*3");
    CHECK_TEXT(last_note, "'edges.el' line 1: 'source,target,weight' was taken for the headings of columns");
    reads_as(ctx, "1 2\n\n\n2 3\n", "1>2 2>3");
    reads_as(ctx,
             "b\xFF"
             "d c\n",
             "b\xEF\xBF\xBD"
             "d>c");
    CHECK_TEXT(last_note, "'edges.el': 1 names were no valid text; U+FFFD stands for what could not be read");
}

static void what_was_dropped_is_counted(rel_ctx *ctx)
{
    rel_graph g;
    CHECK_OK(ctx, read_text(ctx, "1 1\n1 2 -1\n1 2 2\n1 2 3\n1 3 inf\n", &g));
    CHECK(g.dropped.self_loops == 1 && g.dropped.bad_weight == 2 && g.dropped.merged == 1 && g.m == 1 &&
          g.n == 3);
    rel_graph_free(&g);
}

static void what_is_refused(rel_ctx *ctx)
{
    refused(ctx, "1 2\nx\n", "'edges.el' line 2: expected two vertex names, found 'x'");
    refused(ctx, "# c\n1 2\n\n3,,4\n", "'edges.el' line 4: expected two vertex names, found '3,,4'");
    refused(ctx, "1 2,\n", "'edges.el' line 1: expected two vertex names, found '1 2,'");
    refused(ctx, "1 2 x\n", "'edges.el' line 1: expected a weight or a time in column 3, found 'x'");
    refused(ctx, "1 2 3 RT\n", "'edges.el' line 1: expected a time in column 4, found 'RT'");
    refused(ctx, "1 2 3 4 5\n", "'edges.el' line 1: expected 2 to 4 columns, found '1 2 3 4 5'");
    refused(ctx, "1 2 {'weight': x}\n",
            "'edges.el' line 1: expected attributes with a weight, found '{'weight': x}'");
    refused(ctx, "", "'edges.el' holds no edges: expected lines of two vertex names");
    refused(ctx, "# nothing\n% here\n", "'edges.el' holds no edges: expected lines of two vertex names");
    refused(ctx, "%%MatrixMarket matrix\n2 2 1\n",
            "'edges.el' is a MatrixMarket file, which relais does not read");
    rel_graph g;
    write_file("edges.el",
               "1 2\n3 \0"
               "4\n",
               9);
    CHECK(rel_edgelist_read(ctx, "edges.el", REL_EDGELIST_DEFAULTS, &g) == REL_E_DATA);
    CHECK_TEXT(ctx->message, "'edges.el' line 2: expected text, found a zero byte");
    char *text = malloc(3 << 20);
    memset(text, '1', 3 << 20);
    memcpy(text, "1 2\n", 4);
    write_file("edges.el", text, 3 << 20);
    CHECK(rel_edgelist_read(ctx, "edges.el", REL_EDGELIST_DEFAULTS, &g) == REL_E_DATA);
    CHECK_TEXT(ctx->message, "'edges.el' line 2: expected lines of at most 1048576 bytes");
    text[(2 << 20)] = '\n';
    write_file("edges.el", text, 3 << 20);
    CHECK(rel_edgelist_read(ctx, "edges.el", REL_EDGELIST_DEFAULTS, &g) == REL_E_DATA);
    CHECK_TEXT(ctx->message, "'edges.el' line 2: expected lines of at most 1048576 bytes");
    memset(text + 4, 'n', 5000);
    memcpy(text + 5004, " 2\n", 3);
    write_file("edges.el", text, 5007);
    CHECK(rel_edgelist_read(ctx, "edges.el", REL_EDGELIST_DEFAULTS, &g) == REL_E_DATA);
    CHECK_TEXT(ctx->message, "'edges.el' line 2: expected names of at most 4096 bytes, found 5000");
    free(text);
    CHECK(rel_edgelist_read(ctx, "no-such.el", REL_EDGELIST_DEFAULTS, &g) == REL_E_IO);
}

static void times_and_weights_are_told_apart(rel_ctx *ctx)
{
    rel_graph g;
    const rel_attribute *first, *last;
    CHECK_OK(ctx, read_text(ctx, "1 2 1341100972\n1 2 1341100000\n2 3 2012-07-01T00:00:00Z\n3 4\n", &g));
    first = rel_attribute_find(&g.edge_attributes, "first_time");
    last = rel_attribute_find(&g.edge_attributes, "last_time");
    CHECK(first && first->value.i64[0] == 1341100000 && last->value.i64[0] == 1341100972);
    CHECK(first && first->value.i64[1] == 1341100800 && rel_attribute_is_missing(first, 2));
    CHECK(g.out.weight && g.out.weight[0] == 2);
    rel_graph_free(&g);

    CHECK_OK(ctx, read_text(ctx, "1 2 1341100972\n1 3 5\n", &g)); /* one is none: weights */
    CHECK(!g.edge_attributes.count && g.out.weight && g.out.weight[0] == 1341100972.0f);
    rel_graph_free(&g);

    CHECK_OK(ctx, read_text(ctx, "1 2 0.5 1341100972000\n", &g)); /* four columns: weight and time, in ms */
    first = rel_attribute_find(&g.edge_attributes, "first_time");
    CHECK(first && first->value.i64[0] == 1341100972 && g.out.weight[0] == 0.5f);
    rel_graph_free(&g);

    rel_edgelist_opts opts = REL_EDGELIST_DEFAULTS;
    opts.third = REL_THIRD_TIME;
    write_file("edges.el", "1 2 77\n", 7);
    CHECK_OK(ctx, rel_edgelist_read(ctx, "edges.el", opts, &g));
    first = rel_attribute_find(&g.edge_attributes, "first_time");
    CHECK(first && first->value.i64[0] == 77);
    rel_graph_free(&g);
    write_file("edges.el", "1 2 -3\n", 7);
    CHECK(rel_edgelist_read(ctx, "edges.el", opts, &g) == REL_E_DATA);
    CHECK_TEXT(ctx->message, "'edges.el' line 1: expected a time in column 3, found '-3'");
    opts.third = REL_THIRD_WEIGHT;
    write_file("edges.el", "1 2 1341100972\n", 15);
    CHECK_OK(ctx, rel_edgelist_read(ctx, "edges.el", opts, &g));
    CHECK(!g.edge_attributes.count && g.out.weight);
    rel_graph_free(&g);
    opts.third = REL_THIRD_NONE;
    write_file("edges.el", "1 2 RT x y z\n", 13);
    CHECK_OK(ctx, rel_edgelist_read(ctx, "edges.el", opts, &g));
    CHECK(g.m == 1 && !g.out.weight);
    rel_graph_free(&g);
}

static void undirected_lists(rel_ctx *ctx)
{
    rel_graph g;
    rel_edgelist_opts opts = REL_EDGELIST_DEFAULTS;
    opts.directed = false;
    write_file("edges.el", "1 2\n2 1\n2 3\n", 12);
    CHECK_OK(ctx, rel_edgelist_read(ctx, "edges.el", opts, &g));
    CHECK(!g.directed && g.m == 4 && g.n == 3);
    rel_graph_free(&g);
}

enum { LINES = CHECK_SIZE(200000, 40000) };

/* kind 0: short numbers; 1: 64-bit numbers; 2: text from the middle on; 3: numbers with weights and comments;
 * 4: sparse short numbers; 5: times */
static size_t make_lines(int kind, char *text)
{
    size_t used = 0;
    const uint64_t seed = (uint64_t)kind;
    for (uint64_t i = 0; i < LINES; i++) {
        const uint64_t a = rel_rand_below(seed, 1, i, 30000), b = rel_rand_below(seed, 2, i, 30000);
        char *at = text + used;
        switch (kind) {
        case 1: used += (size_t)sprintf(at, "%" PRIu64 " %" PRIu64 "\n", rel_mix64(a), rel_mix64(b)); break;
        case 2:
            used += (size_t)sprintf(
                at, i < LINES / 2 ? "%" PRIu64 " %" PRIu64 "\n" : "%" PRIu64 " @user%" PRIu64 "\n", a, b);
            break;
        case 3:
            if (i % 1000 == 7) used += (size_t)sprintf(text + used, "# comment %" PRIu64 "\n\n", i);
            used += (size_t)sprintf(text + used, "%" PRIu64 ",%" PRIu64 ",%.3f\r\n", a, b,
                                    0.01 + rel_rand_unit(seed, 3, i) * 4);
            break;
        case 4: used += (size_t)sprintf(at, "%" PRIu64 "\t%" PRIu64 "\n", a * 143165, b * 143165); break;
        case 5:
            used += (size_t)sprintf(at, "%" PRIu64 " %" PRIu64 " %" PRIu64 "\n", a, b, 1341100972 + i);
            break;
        default: used += (size_t)sprintf(at, "%" PRIu64 " %" PRIu64 "\n", a, b); break;
        }
    }
    return used;
}

static void write_gzip(const char *path, const char *text, size_t len)
{
    gzFile f = gzopen(path, "wb1");
    CHECK(f && gzwrite(f, text, (unsigned)len) == (int)len && gzclose(f) == Z_OK);
}

/* What the names say the edges are, one by one. */
static void check_same_edges(const rel_graph *g, const char *text, size_t len, bool weighted)
{
    const char *p = text, *end = text + len;
    bool found = true;
    int64_t edges = 0;
    while (p < end) {
        const char *eol = memchr(p, '\n', (size_t)(end - p));
        rel_str line = rel_str_trim((rel_str){p, (size_t)(eol - p)});
        p = eol + 1;
        if (!line.len || line.s[0] == '#') continue;
        const char separator = weighted ? ',' : memchr(line.s, '\t', line.len) ? '\t' : ' ';
        const rel_str a = rel_str_cut(&line, separator), b = rel_str_cut(&line, separator);
        const rel_vid u = rel_names_find(&g->names, a), v = rel_names_find(&g->names, b);
        edges++;
        found = found && u < g->n && v < g->n && (u == v || rel_graph_find(g, u, v) >= 0);
    }
    CHECK(found);
    CHECK(edges == g->m + g->dropped.merged + g->dropped.self_loops + g->dropped.bad_weight);
}

static void large_lists(rel_ctx *ctx)
{
    char *text = malloc((size_t)LINES * 64);
    for (int kind = 0; kind < 6; kind++) {
        const size_t len = make_lines(kind, text);
        write_file("large.el", text, len);
        write_gzip("large.el.gz", text, len);
        rel_graph first = {0};
        static const int threads[] = {1, 2, 8};
        for (int t = 0; t < 3; t++) {
            for (int packed = 0; packed < 2; packed++) {
                rel_graph g;
                ctx->threads = threads[t];
                CHECK_OK(ctx, rel_edgelist_read(ctx, packed ? "large.el.gz" : "large.el",
                                                REL_EDGELIST_DEFAULTS, &g));
                if (t == 0 && packed == 0) {
                    check_graph(&g);
                    check_same_edges(&g, text, len, kind == 3);
                    first = g;
                    continue;
                }
                CHECK(same_graph(&g, &first));
                rel_graph_free(&g);
            }
        }
        rel_graph_free(&first);
        /* A bad line far behind is named by its number. */
        char expected[200];
        rel_graph g;
        snprintf(expected, sizeof expected, "'large.el' line %d: expected two vertex names, found 'oops'",
                 LINES + 1 + (kind == 3 ? 2 * (LINES / 1000) : 0));
        memcpy(text + len, "oops\n1 2\n!\n", 11);
        write_file("large.el", text, len + 11);
        CHECK(rel_edgelist_read(ctx, "large.el", REL_EDGELIST_DEFAULTS, &g) == REL_E_DATA);
        CHECK_TEXT(ctx->message, expected);
    }
    remove("large.el");
    remove("large.el.gz");
    free(text);
    ctx->threads = 2;
}

/* Wherever chunks and blocks end, mapped or not: the same graph, or the same sentence. */
static void pieces_of_any_size(rel_ctx *ctx)
{
    static const char *const texts[] = {
        "1 2\n# comment\n33 444\n\n5555555555 6\r\n7 x\n8 9 1.5\n10 11 2 1341100972\n12 13",
        "1 2\n3 4\n5 6\n7\n8 9\n", "from,to\n1,2\n3,4\n5,6,7,8,9,10\n",
        "# only\n\n\n# comments, and one edge\na_long_name_that_fills_a_block "
        "another_one_of_the_same_kind\n"};
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        rel_graph g;
        char sentence[REL_MESSAGE_MAX];
        const rel_status st = read_text(ctx, texts[k], &g);
        memcpy(sentence, ctx->message, sizeof sentence);
        for (size_t chunk = 1; chunk < 20; chunk += 3) {
            for (size_t block = 1; block < 60; block += 5) {
                for (int stream = 0; stream < 2; stream++) {
                    rel_graph again;
                    const rel_edgelist_sizes sizes = {chunk, block, stream, false};
                    CHECK(rel_edgelist_read_sized(ctx, "edges.el", REL_EDGELIST_DEFAULTS, sizes, &again) ==
                          st);
                    if (st == REL_OK)
                        CHECK(same_graph(&g, &again));
                    else
                        CHECK_TEXT(ctx->message, sentence);
                    rel_graph_free(&again);
                }
            }
        }
        rel_graph_free(&g);
    }
}

static void dense_numbers_need_no_names(rel_ctx *ctx)
{
    rel_graph g;
    CHECK_OK(ctx, read_text(ctx, "0 1\n2 0\n", &g));
    CHECK(g.names.form == REL_NAMES_INDEX && g.n == 3);
    rel_graph_free(&g);
    CHECK_OK(ctx, read_text(ctx, "1 2\n3 1\n", &g));
    CHECK(g.names.form == REL_NAMES_U64 && g.n == 3 && g.names.number[0] == 1);
    rel_graph_free(&g);
}

static void detection(void)
{
    CHECK(rel_edgelist_detect("a.txt", REL_STR_LIT("# x\n1 2\n3 4\n")) == 80);
    CHECK(rel_edgelist_detect("a.edges", REL_STR_LIT("1 2\n3 4\n")) == 95);
    CHECK(rel_edgelist_detect("a", REL_STR_LIT("ann bob 3\n")) == 30);
    CHECK(rel_edgelist_detect("a", REL_STR_LIT("source,target\n1,2\n")) == 80);
    CHECK(rel_edgelist_detect("a", REL_STR_LIT("{\"id\": 1}\n")) == 0);
    CHECK(rel_edgelist_detect("a", REL_STR_LIT("<graphml xmlns='x'>\n")) == 0);
    CHECK(rel_edgelist_detect("a", REL_STR_LIT("\x89PNG\r\n\x1a\n")) == 0);
    CHECK(rel_edgelist_detect("a", REL_STR_LIT("")) == 0);
    CHECK(rel_edgelist_detect("a", REL_STR_LIT("%%MatrixMarket matrix\n1 2 3\n")) == 0);
}

static void every_allocation_may_fail(rel_ctx *ctx)
{
    rel_graph g;
    static const char *const texts[] = {"1 2\n3 1\n", "1 2\n5000000000 1\n", "1 2 3\n4 x 5\n",
                                        "1 2 3 1341100972\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        CHECK_TORTURE(ctx, read_text(ctx, texts[i], &g), rel_graph_free(&g));
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    ctx.note = keep_note;
    what_is_understood(&ctx);
    what_was_dropped_is_counted(&ctx);
    what_is_refused(&ctx);
    times_and_weights_are_told_apart(&ctx);
    undirected_lists(&ctx);
    large_lists(&ctx);
    pieces_of_any_size(&ctx);
    dense_numbers_need_no_names(&ctx);
    detection();
    every_allocation_may_fail(&ctx);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
