/* The parts of datasets/: checksums, the catalogue, writing JSON, random graphs. */
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "datasets/catalogue.h"
#include "datasets/draft.h"
#include "datasets/generators.h"
#include "datasets/pen.h"
#include "datasets/sha256.h"
#include "datasets/words.h"
#include "src/base/rng.h"
#include "src/base/time.h"
#include "tests/check.h"

static void check_sha256(const char *message, size_t repeat, const char *expected)
{
    char text[REL_SHA256_TEXT];
    rel_sha256 h;
    rel_sha256_init(&h);
    for (size_t i = 0; i < repeat; i++) rel_sha256_add(&h, message, strlen(message));
    rel_sha256_text(&h, text);
    CHECK_TEXT(text, expected);
}

/* FIPS 180-4: the examples that NIST publishes with it. */
static void sha256_examples(void)
{
    check_sha256("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check_sha256("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check_sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
                 "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    check_sha256("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmn"
                 "opqrsmnopqrst"
                 "nopqrstu",
                 1, "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
    check_sha256("a", 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* However a message is cut, around the ends of blocks too. */
static void sha256_in_pieces(void)
{
    char message[200], whole[REL_SHA256_TEXT], pieces[REL_SHA256_TEXT];
    for (size_t i = 0; i < sizeof message; i++) message[i] = (char)(i * 7);
    for (size_t len = 0; len <= sizeof message; len++) {
        rel_sha256 a, b;
        rel_sha256_init(&a);
        rel_sha256_init(&b);
        rel_sha256_add(&a, message, len);
        rel_sha256_add(&b, message, len / 3);
        rel_sha256_add(&b, message + len / 3, len - len / 3);
        rel_sha256_text(&a, whole);
        rel_sha256_text(&b, pieces);
        CHECK(strcmp(whole, pieces) == 0);
    }
}

static void pen_escapes(void)
{
    char room[256];
    rel_pen p = rel_pen_on(room, sizeof room);
    rel_pen_begin(&p, NULL, '{');
    rel_pen_text(&p, "a", REL_STR_LIT("\"\\\n\x01\xc3\xa9\xf0\x9f\x98\x80"));
    rel_pen_int(&p, "b", INT64_MIN);
    rel_pen_begin(&p, "c", '[');
    rel_pen_id(&p, NULL, UINT64_MAX);
    rel_pen_bool(&p, NULL, true);
    rel_pen_str(&p, NULL, NULL);
    rel_pen_end(&p, ']');
    rel_pen_end(&p, '}');
    *p.at = '\0';
    CHECK(!p.full);
    CHECK_TEXT(room, "{\"a\":\"\\\"\\\\\\n\\u0001\xc3\xa9\xf0\x9f\x98\x80\",\"b\":-9223372036854775808,"
                     "\"c\":[\"18446744073709551615\",true,null]}");
    p = rel_pen_on(room, sizeof room);
    p.ascii = p.spaced = true;
    rel_pen_begin(&p, NULL, '{');
    rel_pen_text(&p, "a", REL_STR_LIT("\xc3\xa9\xf0\x9f\x98\x80"));
    rel_pen_int(&p, "b", 0);
    rel_pen_end(&p, '}');
    *p.at = '\0';
    CHECK_TEXT(room, "{\"a\": \"\\u00e9\\ud83d\\ude00\", \"b\": 0}");
}

/* When the room is used up nothing is overrun, and it is known. */
static void pen_full(void)
{
    char room[16] = "################";
    rel_pen p = rel_pen_on(room, 8);
    rel_pen_str(&p, "key", "a value");
    CHECK(p.full);
    CHECK(memcmp(room + 8, "########", 8) == 0);
}

static void pen_times(void)
{
    for (int64_t day = 0; day < 40000; day++) {
        char expected[REL_TIME_TEXT], room[32];
        const int64_t utc = day * 86400 + day % 86400;
        rel_pen p = rel_pen_on(room, sizeof room);
        rel_pen_time(&p, utc * 1000 + 7);
        *p.at = '\0';
        rel_time_text(utc, expected);
        CHECK(strlen(room) == 24 && strncmp(room, expected, 19) == 0 && strcmp(room + 19, ".007Z") == 0);
    }
}

static void draft_positions(void)
{
    rel_draft d;
    rel_draft_clear(&d);
    rel_draft_puts(&d, "\xc3\xa9t\xc3\xa9 \xf0\x9f\x98\x80"); /* 5 characters, 10 bytes */
    rel_draft_gap(&d);
    rel_draft_mention(&d, "lea_1", 7);
    CHECK(d.parts == 1 && d.part[0].account == 7);
    CHECK(d.part[0].first_char == 6 && d.part[0].end_char == 12);
    CHECK(d.part[0].first_byte == 11 && d.part[0].end_byte == 17);
    for (int i = 0; i < 2000; i++) rel_draft_puts(&d, "\xc3\xa9");
    CHECK(d.bytes <= REL_DRAFT_TEXT && d.bytes > REL_DRAFT_TEXT - 2);
    rel_draft_tag(&d, "late");
    CHECK(d.parts == 1);
}

static void handles(void)
{
    char seen[3000][REL_WORDS_HANDLE];
    for (int i = 0; i < 3000; i++) {
        const rel_dice d = {1, 2, (uint64_t)i};
        rel_words_handle(seen[i], &d, i % 2 ? REL_LANG_EN : REL_LANG_FR, (uint64_t)i * 20000);
        CHECK(strspn(seen[i], "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(seen[i]));
        CHECK(strlen(seen[i]) <= 15);
    }
    qsort(seen, 3000, sizeof *seen, (int (*)(const void *, const void *))strcmp);
    for (int i = 1; i < 3000; i++) CHECK(strcmp(seen[i - 1], seen[i]) != 0);
}

/* -------- catalogue -------- */

static void catalogue_built_in(rel_ctx *ctx)
{
    rel_catalogue c;
    const rel_dataset *d;
    CHECK_OK(ctx, rel_catalogue_open(ctx, NULL, &c));
    CHECK(c.datasets >= 15);
    CHECK_OK(ctx, rel_catalogue_find(ctx, &c, "higgs", &d));
    CHECK(d->files == 5 && rel_dataset_size(d) == -1 && !d->plain_http && d->licence);
    CHECK_OK(ctx, rel_catalogue_find(ctx, &c, "musae-twitch-fr", &d));
    CHECK(d->file[0].sha256 && d->file[0].size_bytes == 1090900);
    CHECK(rel_catalogue_find(ctx, &c, "higs", &d) == REL_E_USAGE && !d);
    CHECK_TEXT(ctx->message, "the catalogue has no data set 'higs'");
    CHECK_TEXT(ctx->hint, "did you mean 'higgs'?");
    for (size_t i = 0; i < c.datasets; i++) {
        CHECK(c.dataset[i].home && c.dataset[i].licence);
        for (size_t k = 0; k < i; k++) CHECK(strcmp(c.dataset[i].name, c.dataset[k].name) != 0);
    }
    rel_catalogue_free(&c);
    CHECK_TORTURE(ctx, rel_catalogue_open(ctx, NULL, &c), rel_catalogue_free(&c));
}

static void catalogue_refuses(rel_ctx *ctx, const char *json, const char *message)
{
    rel_catalogue c;
    FILE *f = fopen("catalogue_test.json", "w");
    CHECK(f && fputs(json, f) >= 0 && fclose(f) == 0);
    CHECK(rel_catalogue_open(ctx, "catalogue_test.json", &c) == REL_E_DATA);
    CHECK_TEXT(ctx->message, message);
    CHECK(!c.owner && c.datasets == 0);
    unlink("catalogue_test.json");
}

static void catalogue_refusals(rel_ctx *ctx)
{
    static const char not_one[] =
        "'catalogue_test.json' is not a catalogue: expected JSON with \"version\": 1 and \"datasets\"";
    catalogue_refuses(ctx, "", not_one);
    catalogue_refuses(ctx, "[]", not_one);
    catalogue_refuses(ctx, "{\"version\":1,\"datasets\":3}", not_one);
    catalogue_refuses(ctx, "{\"version\":1,\"datasets\":[3]}",
                      "catalogue 'catalogue_test.json': entry '?' has no valid 'name'");
    catalogue_refuses(ctx,
                      "{\"version\":1,\"datasets\":[{\"name\":\"a\",\"title\":\"b\",\"format\":\"c\","
                      "\"read\":\"d\",\"files\":[]}]}",
                      "catalogue 'catalogue_test.json': entry 'a' has no valid 'files'");
    catalogue_refuses(ctx,
                      "{\"version\":1,\"datasets\":[{\"name\":\"a\",\"title\":\"b\",\"format\":\"c\","
                      "\"read\":\"d\",\"files\":["
                      "{\"name\":\"x\",\"address\":\"ftp://x\"}]}]}",
                      "catalogue 'catalogue_test.json': entry 'a' has no valid 'address'");
    catalogue_refuses(ctx,
                      "{\"version\":1,\"datasets\":[{\"name\":\"a\",\"title\":\"b\",\"format\":\"c\","
                      "\"read\":\"d\",\"files\":["
                      "{\"name\":\"x\",\"address\":\"https://x\",\"bytes\":-1}]}]}",
                      "catalogue 'catalogue_test.json': entry 'a' has no valid 'bytes'");
}

/* -------- random graphs -------- */

/* P(X > x) of a power law is (x / low)^(1 - exponent) when there is no upper end. */
static void power_law(void)
{
    int64_t above = 0;
    const int64_t n = 200000;
    for (int64_t i = 0; i < n; i++) {
        const double x = rel_power_law(rel_rand_unit(5, 6, (uint64_t)i), 2.5, 2, 1e9);
        CHECK(x >= 2 && x <= 1e9);
        above += x > 20;
    }
    const double expected = pow(10, -1.5) * (double)n;
    CHECK(fabs((double)above - expected) < 4 * sqrt(expected));
}

static void is_tidy(const rel_edge_list *l)
{
    for (rel_eid e = 0; e < l->count; e++) {
        CHECK(l->source[e] < l->n && l->target[e] < l->n && l->source[e] != l->target[e]);
        if (!l->directed) CHECK(l->source[e] < l->target[e]);
        if (e > 0)
            CHECK(l->source[e - 1] < l->source[e] ||
                  (l->source[e - 1] == l->source[e] && l->target[e - 1] < l->target[e]));
    }
}

static bool same_edges(const rel_edge_list *a, const rel_edge_list *b)
{
    const size_t bytes = (size_t)a->count * sizeof *a->source;
    return a->n == b->n && a->count == b->count && memcmp(a->source, b->source, bytes) == 0 &&
           memcmp(a->target, b->target, bytes) == 0;
}

/* Hubs: with these quarters the largest degrees are far above the mean, and many vertices have none. */
static void rmat(rel_ctx *ctx)
{
    rel_edge_list l, other;
    const rel_rmat_opts o = {.scale = 12, .edge_factor = 16, .directed = true};
    ctx->threads = 1;
    CHECK_OK(ctx, rel_generate_rmat(ctx, o, &l));
    is_tidy(&l);
    CHECK(l.n == 4096 && l.count > 30000 && l.count < 65536);
    uint32_t degree[4096] = {0}, largest = 0, none = 0;
    for (rel_eid e = 0; e < l.count; e++) degree[l.target[e]]++;
    for (int v = 0; v < 4096; v++) {
        if (degree[v] > largest) largest = degree[v];
        none += degree[v] == 0;
    }
    CHECK(largest > 20 * 16 && none > 400);
    for (ctx->threads = 2; ctx->threads <= 8; ctx->threads *= 2) {
        CHECK_OK(ctx, rel_generate_rmat(ctx, o, &other));
        CHECK(same_edges(&l, &other));
        rel_edge_list_free(&other);
    }
    ctx->seed = 2;
    CHECK_OK(ctx, rel_generate_rmat(ctx, (rel_rmat_opts){.scale = 12, .edge_factor = 16, .directed = true},
                                    &other));
    CHECK(!same_edges(&l, &other));
    ctx->seed = 1;
    rel_edge_list_free(&other);
    rel_edge_list_free(&l);
    CHECK_OK(ctx, rel_generate_rmat(ctx, (rel_rmat_opts){.scale = 1, .edge_factor = 1}, &l));
    is_tidy(&l);
    rel_edge_list_free(&l);
    CHECK(rel_generate_rmat(ctx, (rel_rmat_opts){.scale = 32, .edge_factor = 1}, &l) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "rmat: '32' is not a scale from 1 to 31");
    CHECK(rel_generate_rmat(ctx, (rel_rmat_opts){.scale = 3, .edge_factor = 0}, &l) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "rmat: '0' is not an edge factor from 1 to 1024");
    CHECK_TORTURE(ctx, rel_generate_rmat(ctx, (rel_rmat_opts){.scale = 5, .edge_factor = 4}, &l),
                  rel_edge_list_free(&l));
}

static double found_mixing(const rel_edge_list *l, const uint32_t *community)
{
    int64_t outside = 0;
    for (rel_eid e = 0; e < l->count; e++) outside += community[l->source[e]] != community[l->target[e]];
    return (double)outside / (double)l->count;
}

/* Maximum likelihood exponent of the degrees from `low` on (Clauset, Shalizi, Newman, SIAM Review 51, 2009,
 * eq. 3.7). */
static double tail_exponent(const uint32_t *degree, rel_vid n, uint32_t low)
{
    double sum = 0, count = 0;
    for (rel_vid v = 0; v < n; v++) {
        if (degree[v] < low) continue;
        sum += log(degree[v] / (low - 0.5));
        count++;
    }
    return 1 + count / sum;
}

static void planted(rel_ctx *ctx)
{
    enum { N = 20000 };
    rel_edge_list l, other;
    uint32_t *community = malloc(N * sizeof *community), *degree = calloc(N, sizeof *degree), communities;
    CHECK(community && degree);
    if (!community || !degree) return;
    for (int i = 1; i <= 3; i++) {
        rel_planted_opts o = REL_PLANTED_DEFAULTS;
        o.vertices = N;
        o.mixing = 0.2 * i;
        CHECK_OK(ctx, rel_generate_planted(ctx, o, &l, community, &communities));
        is_tidy(&l);
        CHECK(fabs(found_mixing(&l, community) - o.mixing) < 0.03);
        uint32_t size[N] = {0};
        for (int v = 0; v < N; v++) size[community[v]]++;
        for (uint32_t c = 0; c < communities; c++)
            CHECK(size[c] >= o.min_size && size[c] <= o.max_size + o.min_size);
        CHECK(size[communities] == 0);
        rel_edge_list_free(&l);
    }
    /* One large community: nobody is cut down, and the tail is the one asked for. */
    rel_planted_opts one = {
        .vertices = N, .mean_degree = 15, .mixing = 0, .min_size = N, .max_size = N, .max_degree = 3000};
    CHECK_OK(ctx, rel_generate_planted(ctx, one, &l, community, &communities));
    CHECK(communities == 1);
    for (rel_eid e = 0; e < l.count; e++) degree[l.source[e]]++, degree[l.target[e]]++;
    CHECK(fabs(tail_exponent(degree, N, 12) - 2.5) < 0.12);
    CHECK(fabs(2.0 * (double)l.count / N - 15) < 1);
    ctx->threads = 8;
    CHECK_OK(ctx, rel_generate_planted(ctx, one, &other, community, &communities));
    CHECK(same_edges(&l, &other));
    rel_edge_list_free(&l);
    rel_edge_list_free(&other);
    /* Small communities and hubs: more edges leave than the mixing says, or hubs have fewer. */
    rel_planted_opts small = {
        .vertices = N, .mean_degree = 15, .mixing = 0.2, .min_size = 10, .max_size = 40, .max_degree = 300};
    CHECK_OK(ctx, rel_generate_planted(ctx, small, &l, community, &communities));
    CHECK(found_mixing(&l, community) < 0.25);
    small.spill = true;
    CHECK_OK(ctx, rel_generate_planted(ctx, small, &other, community, &communities));
    is_tidy(&other);
    CHECK(found_mixing(&other, community) > 0.35 && l.count < other.count);
    rel_edge_list_free(&l);
    rel_edge_list_free(&other);
    one.mixing = 1.5;
    CHECK(rel_generate_planted(ctx, one, &l, community, &communities) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, "planted: '1.5' is not a mixing from 0 to 1");
    one = (rel_planted_opts){
        .vertices = 50, .mean_degree = 4, .mixing = 0.2, .min_size = 5, .max_size = 20, .max_degree = 10};
    CHECK_TORTURE(ctx, rel_generate_planted(ctx, one, &l, community, &communities), rel_edge_list_free(&l));
    free(community);
    free(degree);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    sha256_examples();
    sha256_in_pieces();
    pen_escapes();
    pen_full();
    pen_times();
    draft_positions();
    handles();
    catalogue_built_in(&ctx);
    catalogue_refusals(&ctx);
    power_law();
    rmat(&ctx);
    planted(&ctx);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
