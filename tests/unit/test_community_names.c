/* Communities through time: names, and what became of whom. */
#include <stdlib.h>

#include "algorithms/community/community_names.h"
#include "src/base/rng.h"
#include "tests/check.h"

enum { N = 40, NOBODY = '.' };

/* A step is written as one letter a vertex, '.' for who is not there. Returns the names by letter. */
static void take_step(rel_ctx *ctx, rel_community_names *k, const char *letters, rel_vid name[26])
{
    rel_vid community[N], count = 0;
    for (rel_vid v = 0; v < k->n; v++) {
        community[v] = letters[v] == NOBODY ? REL_VID_NONE : (rel_vid)(letters[v] - 'a');
        if (letters[v] != NOBODY && community[v] >= count) count = community[v] + 1;
    }
    CHECK_OK(ctx, rel_community_names_step(ctx, k, community, count, name));
}

static bool is_life(const rel_community_names *k, rel_vid i, rel_community_life expected)
{
    const rel_community_life *f = &k->life[i];
    const bool same = i < k->lives && f->name == expected.name && f->event == expected.event &&
                      f->other == expected.other && f->accounts == expected.accounts &&
                      f->accounts_before == expected.accounts_before && f->kept == expected.kept;
    if (!same && i < k->lives)
        fprintf(stderr, "life %u: name %u event %d other %d accounts %u before %u kept %u\n", (unsigned)i,
                (unsigned)f->name, (int)f->event, (int)f->other, (unsigned)f->accounts,
                (unsigned)f->accounts_before, (unsigned)f->kept);
    return same;
}

#define LIFE(...) ((rel_community_life){__VA_ARGS__})

static void born_grown_shrunk(rel_ctx *ctx)
{
    rel_community_names k;
    rel_vid name[26];
    CHECK_OK(ctx, rel_community_names_begin(ctx, 12, 2, &k));
    take_step(ctx, &k, "aaaabbb.....", name);
    CHECK(k.lives == 2 && name[0] == 0 && name[1] == 1);
    CHECK(is_life(&k, 0, LIFE(0, REL_COMMUNITY_BORN, REL_VID_NONE, 4, 0, 0)));
    CHECK(is_life(&k, 1, LIFE(1, REL_COMMUNITY_BORN, REL_VID_NONE, 3, 0, 0)));
    /* The larger one of today is the smaller one of yesterday: it keeps its name all the same. */
    take_step(ctx, &k, "bbb.aaaaa.cc", name);
    CHECK(k.lives == 3 && name[0] == 1 && name[1] == 0 && name[2] == 2);
    CHECK(is_life(&k, 0, LIFE(1, REL_COMMUNITY_GREW, REL_VID_NONE, 5, 3, 3)));
    CHECK(is_life(&k, 1, LIFE(0, REL_COMMUNITY_SHRANK, REL_VID_NONE, 3, 4, 3)));
    CHECK(is_life(&k, 2, LIFE(2, REL_COMMUNITY_BORN, REL_VID_NONE, 2, 0, 0)));
    take_step(ctx, &k, "bbb.aaaaa.cc", name);
    CHECK(is_life(&k, 0, LIFE(1, REL_COMMUNITY_SAME, REL_VID_NONE, 5, 5, 5)));
    rel_community_names_end(&k);
}

static void split_and_merged(rel_ctx *ctx)
{
    rel_community_names k;
    rel_vid name[26];
    CHECK_OK(ctx, rel_community_names_begin(ctx, 12, 2, &k));
    take_step(ctx, &k, "aaaaaaaaaa..", name);
    /* Three parts: the largest is the heir, also when it is not half of the whole. */
    take_step(ctx, &k, "aaaabbbccc..", name);
    CHECK(k.lives == 3 && name[0] == 0 && name[1] == 1 && name[2] == 2);
    CHECK(is_life(&k, 0, LIFE(0, REL_COMMUNITY_SHRANK, REL_VID_NONE, 4, 10, 4)));
    CHECK(is_life(&k, 1, LIFE(1, REL_COMMUNITY_SPLIT, 0, 3, 0, 0)));
    CHECK(is_life(&k, 2, LIFE(2, REL_COMMUNITY_SPLIT, 0, 3, 0, 0)));
    /* Two of them join: the one that brings more keeps its name, ties go to the older. */
    take_step(ctx, &k, "bbbbaaaaaa..", name);
    CHECK(k.lives == 3 && name[0] == 1 && name[1] == 0);
    CHECK(is_life(&k, 0, LIFE(1, REL_COMMUNITY_GREW, REL_VID_NONE, 6, 3, 3)));
    CHECK(is_life(&k, 2, LIFE(2, REL_COMMUNITY_MERGED, 1, 0, 3, 0)));
    /* Told once. */
    take_step(ctx, &k, "bbbbaaaaaa..", name);
    CHECK(k.lives == 2);
    rel_community_names_end(&k);
}

static void died_and_back(rel_ctx *ctx)
{
    rel_community_names k;
    rel_vid name[26];
    CHECK_OK(ctx, rel_community_names_begin(ctx, 12, 2, &k));
    take_step(ctx, &k, "aaaabbbbcccc", name);
    take_step(ctx, &k, "aaaa....bbbb", name);
    CHECK(k.lives == 3 && name[0] == 0 && name[1] == 2);
    CHECK(is_life(&k, 2, LIFE(1, REL_COMMUNITY_DIED, REL_VID_NONE, 0, 4, 0)));
    take_step(ctx, &k, "............", name);
    CHECK(k.lives == 2 && k.life[0].event == REL_COMMUNITY_DIED && k.life[1].event == REL_COMMUNITY_DIED);
    take_step(ctx, &k, "aaaabbb.....", name);
    CHECK(k.lives == 2 && name[0] == 0 && name[1] == 1);
    CHECK(is_life(&k, 1, LIFE(1, REL_COMMUNITY_BACK, REL_VID_NONE, 3, 4, 3)));
    /* Scattered over all: what comes then is new. */
    take_step(ctx, &k, "abcdabcdabcd", name);
    CHECK(k.names == 7 && name[0] == 3);
    CHECK(is_life(&k, 0, LIFE(3, REL_COMMUNITY_BORN, REL_VID_NONE, 3, 0, 0)));
    CHECK(is_life(&k, 4, LIFE(0, REL_COMMUNITY_DIED, REL_VID_NONE, 0, 4, 0)));
    rel_community_names_end(&k);
}

/* Two of forty that come back make no community of forty; small ones have no names. */
static void too_few(rel_ctx *ctx)
{
    rel_community_names k;
    rel_vid name[26];
    CHECK_OK(ctx, rel_community_names_begin(ctx, N, 3, &k));
    take_step(ctx, &k, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaabbbbbbbbbb", name);
    take_step(ctx, &k, "aa............................bbbbbbbbbb", name);
    CHECK(name[0] == REL_VID_NONE && name[1] == 1);
    CHECK(k.lives == 2 && is_life(&k, 1, LIFE(0, REL_COMMUNITY_DIED, REL_VID_NONE, 0, 30, 0)));
    take_step(ctx, &k, "aa............................aaaaaaaaaa", name);
    CHECK(name[0] == 1);
    rel_community_names_end(&k);
    CHECK_OK(ctx, rel_community_names_begin(ctx, N, 2, &k));
    take_step(ctx, &k, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaabbbbbbbbbb", name);
    take_step(ctx, &k, "aa............................aaaaaaaaaa", name);
    CHECK(name[0] == 1 && k.lives == 2 && k.life[1].event == REL_COMMUNITY_DIED);
    rel_community_names_end(&k);
}

/* What must hold of any history: names are used once a step, everybody who lived lives on or ends once. */
static void laws(rel_ctx *ctx, uint64_t seed)
{
    enum { STEPS = 12, COMMUNITIES = 6 };
    rel_community_names k;
    rel_vid community[N], name[COMMUNITIES], living = 0;
    CHECK_OK(ctx, rel_community_names_begin(ctx, N, 2, &k));
    for (uint64_t step = 0; step < STEPS; step++) {
        rel_vid size[COMMUNITIES] = {0}, now = 0, ended = 0, went_on = 0, before = k.names;
        for (rel_vid v = 0; v < N; v++) {
            const uint64_t draw = rel_rand_below(seed, step, v, 4 * COMMUNITIES);
            /* Most stay where the block of their number is. */
            community[v] = draw < COMMUNITIES ? (rel_vid)draw : draw < 8 ? REL_VID_NONE : v * COMMUNITIES / N;
            if (community[v] != REL_VID_NONE) size[community[v]]++;
        }
        CHECK_OK(ctx, rel_community_names_step(ctx, &k, community, COMMUNITIES, name));
        for (rel_vid c = 0; c < COMMUNITIES; c++) {
            CHECK((name[c] == REL_VID_NONE) == (size[c] < 2));
            now += name[c] != REL_VID_NONE;
            for (rel_vid d = 0; d < c; d++) CHECK(name[c] == REL_VID_NONE || name[c] != name[d]);
        }
        for (rel_vid i = 0; i < k.lives; i++) {
            const rel_community_life *f = &k.life[i];
            const bool is_end = f->event == REL_COMMUNITY_MERGED || f->event == REL_COMMUNITY_DIED;
            ended += is_end;
            went_on += f->event >= REL_COMMUNITY_SAME && !is_end;
            CHECK(f->name < k.names && (f->name >= before) == (f->event <= REL_COMMUNITY_SPLIT));
            CHECK(f->kept <= f->accounts);
            CHECK((f->accounts == 0) == is_end);
            CHECK((f->other != REL_VID_NONE) ==
                  (f->event == REL_COMMUNITY_SPLIT || f->event == REL_COMMUNITY_MERGED));
        }
        CHECK(k.lives == now + ended);
        CHECK(living == went_on + ended);
        living = now;
    }
    rel_community_names_end(&k);
}

static rel_status whole(rel_ctx *ctx)
{
    rel_community_names k;
    rel_vid community[N], name[2];
    rel_status st;
    REL_TRY(rel_community_names_begin(ctx, N, 1, &k));
    for (rel_vid step = 0; step < 3; step++) {
        for (rel_vid v = 0; v < N; v++) community[v] = (v + step) % 2;
        REL_TRY(rel_community_names_step(ctx, &k, community, 2, name));
    }
out:
    rel_community_names_end(&k);
    return st;
}

int main(void)
{
    rel_ctx ctx;
    rel_vid name[1];
    rel_community_names none;
    rel_ctx_init(&ctx, 1);
    born_grown_shrunk(&ctx);
    split_and_merged(&ctx);
    died_and_back(&ctx);
    too_few(&ctx);
    for (uint64_t seed = 0; seed < 300; seed++) laws(&ctx, seed);
    CHECK_TORTURE(&ctx, whole(&ctx), (void)0);
    CHECK_OK(&ctx, rel_community_names_begin(&ctx, 0, 1, &none));
    CHECK_OK(&ctx, rel_community_names_step(&ctx, &none, NULL, 0, name));
    CHECK(none.lives == 0);
    rel_community_names_end(&none);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
