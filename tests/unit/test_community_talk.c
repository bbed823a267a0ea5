/* What communities talk about: words, odds, loud accounts, examples; and the shapes of networks. */
#include <math.h>

#include "graph/builder.h"
#include "src/base/letters.h"
#include "src/insight/community_card.h"
#include "src/insight/tokens.h"
#include "tests/workspace_kit.h"

static rel_ctx ctx;

/* -------- words -------- */

static const char *words_of(const char *text)
{
    static char all[1024];
    rel_str word;
    rel_tokens t = rel_tokens_of(rel_str_of(text));
    all[0] = '\0';
    while (rel_tokens_next(&t, &word))
        snprintf(all + strlen(all), sizeof all - strlen(all), "%s%.*s", *all ? " " : "", REL_STR_ARG(word));
    return all;
}

static void tokens(void)
{
    CHECK_TEXT(words_of("Le VÉLO de l'été, qu’elle dit: l’Éclairage d'ACME!"), "vélo éclairage acme");
    CHECK_TEXT(words_of("The brand's new bike isn't cheap, don't wait"), "brand bike cheap wait");
    CHECK_TEXT(words_of("voir https://a.example/x?y=Kiwi et www.b.example/pomme puis c.example/poire..."),
               "voir");
    CHECK_TEXT(words_of("RT @who: @x.y@z.example merci #Jardin #été bien tomates"), "tomates");
    CHECK_TEXT(words_of("phrase finie. Nouvelle phrase/autre 2024 5e 1er mp3"),
               "phrase finie nouvelle phrase 1er mp3");
    CHECK_TEXT(words_of("une longue phrase coup\xe2\x80\xa6"), "longue phrase");
    CHECK_TEXT(words_of("longue phrase... suite"), "longue phrase suite");
    CHECK_TEXT(words_of("Ωδή ΣΟΦΟΣ сад САД 東京 京 👩‍👩‍👧 ÇA ŒUVRE"),
               "ωδή σοφοσ сад сад 東京 œuvre");
    CHECK_TEXT(words_of("''' l' 'quoted' aujourd'hui presqu'île"), "quoted presqu'île");
    CHECK_TEXT(words_of(""), "");
    char longest[400];
    memset(longest, 'a', sizeof longest);
    memcpy(longest + 396, " ok", 4);
    CHECK_TEXT(words_of(longest), "");
    for (int i = 0; rel_stop_word_at(i + 1); i++)
        CHECK(strcmp(rel_stop_word_at(i), rel_stop_word_at(i + 1)) < 0);
    for (int i = 0; rel_stop_word_at(i); i++) CHECK(rel_stop_word(rel_str_of(rel_stop_word_at(i))));
    CHECK(!rel_stop_word(rel_str_of("th")) && !rel_stop_word(rel_str_of("thesis")));
    char room[REL_FOLD_MAX];
    CHECK(rel_str_is(rel_link_domain(rel_str_of("https://me:pw@www.A.example:80/x?y"), room), "a.example"));
    CHECK(rel_str_is(rel_link_domain(rel_str_of("http://b.example"), room), "b.example"));
    CHECK(rel_link_domain(rel_str_of("no link"), room).s == NULL);
    CHECK(rel_letter_fold(0x178) == 0xff && rel_letter_fold(0x139) == 0x13a &&
          rel_letter_fold(0x100) == 0x101);
    CHECK(!rel_letter_is(0x1f600) && !rel_letter_is(0x2026) && rel_letter_is(0xe9) && rel_letter_is(0x4e00));
}

/* -------- odds -------- */

/* Worked out with the formulas of the header: of 40 of 1000 here and 20 of 9000 elsewhere, with a prior of
 * 500 terms, 3 are the term's: log(43 / 1457) - log(23 / 9477), by the root of 1 / 43 + 1 / 23. */
static void odds(void)
{
    double z;
    CHECK(fabs(rel_log_odds(40, 1000, 20, 9000, 500, &z) - 2.4981941830394025) < 1e-12);
    CHECK(fabs(z - 9.670576633675374) < 1e-12);
    CHECK(fabs(rel_log_odds(5, 50, 0, 5000, 1000, &z) - 3.548583738029966) < 1e-12);
    CHECK(fabs(z - 3.270977071938566) < 1e-12);
    /* What everybody says, and nobody says anything else, has no odds. */
    rel_log_odds(10, 10, 5, 5, 500, &z);
    CHECK(isnan(z));
    CHECK(rel_log_odds(0, 100, 50, 1000, 1000, &z) < 0 && z < 0);
}

/* -------- counting -------- */

/* Terms that few accounts use are forgotten when there is no room, frequent and kept ones are not. */
static void forgetting(void)
{
    rel_term_table t = rel_term_table_of(64);
    char word[16];
    for (rel_vid account = 0; account < 50; account++) {
        CHECK_OK(&ctx, rel_term_use(&ctx, &t, REL_TERM_WORD, REL_STR_LIT("often"), account, 0, 1));
        if (account == 0) t.slot[rel_term_find(&t, REL_TERM_WORD, REL_STR_LIT("often"))].kept = true;
        for (int i = 0; i < 10; i++) {
            snprintf(word, sizeof word, "rare%d", (int)account * 10 + i);
            CHECK_OK(&ctx, rel_term_use(&ctx, &t, REL_TERM_WORD, rel_str_of(word), account, 0, 1));
        }
        CHECK_OK(&ctx, rel_term_use(&ctx, &t, REL_TERM_TAG, REL_STR_LIT("often"), account, 0, account));
    }
    CHECK(t.forgotten >= 1 && t.alive <= 64 && t.slots <= 64);
    const uint32_t kept = rel_term_find(&t, REL_TERM_WORD, REL_STR_LIT("often")),
                   other = rel_term_find(&t, REL_TERM_TAG, REL_STR_LIT("often"));
    CHECK(kept != UINT32_MAX && t.slot[kept].accounts == 50 && !t.slot[kept].several);
    CHECK(other != UINT32_MAX && other != kept && t.slot[other].several);
    CHECK(rel_term_find(&t, REL_TERM_WORD, REL_STR_LIT("rare0")) == UINT32_MAX);
    CHECK(rel_str_is(rel_term_text(&t, kept), "often") && t.pairs[REL_TERM_WORD] == 550);
    rel_term_table_free(&t);
    t = rel_term_table_of(2);
    CHECK_OK(&ctx, rel_term_use(&ctx, &t, REL_TERM_WORD, REL_STR_LIT("one"), 0, 0, 1));
    CHECK_OK(&ctx, rel_term_use(&ctx, &t, REL_TERM_WORD, REL_STR_LIT("two"), 0, 0, 1));
    t.slot[0].kept = t.slot[1].kept = true;
    CHECK(rel_term_use(&ctx, &t, REL_TERM_WORD, REL_STR_LIT("three"), 0, 0, 1) == REL_E_LIMIT);
    CHECK_TEXT(ctx.message, "posts have more than 2 terms that matter");
    rel_term_table_free(&t);
}

/* -------- a workspace -------- */

enum { PEOPLE = 40, HALF = PEOPLE / 2, LOUD = 200 };

static void say(kit *k, int number, rel_account_ref author, const char *text, const char *tag, int shared)
{
    char id[16], target[16];
    snprintf(id, sizeof id, "p%d", number);
    snprintf(target, sizeof target, "p%d", shared);
    rel_post_record p = kit_post_record(id, author, KIT_NOON + number * 3600);
    p.text = rel_str_of(text);
    p.lang = rel_str_of(author < HALF ? "fr-FR" : "en");
    if (shared) {
        p.kind = REL_POST_SHARE;
        p.target_id = rel_str_of(target);
    }
    rel_batch_add_post(&k->b, &p);
    if (tag) rel_batch_add_tag(&k->b, kit_str("x"), rel_str_of(id), rel_str_of(tag));
}

/* Two groups of twenty, in which everybody mentions the next two, and 0 and 20 each other. The first says
 * potager, the second says sneakers; one of each says the other's word, too. 3 says a word 200 times. 1 wrote
 * what nine others share, with a link. */
static void fill(rel_workspace *w)
{
    kit k;
    rel_account_ref who[PEOPLE];
    char text[64], id[16];
    kit_init(&k, &ctx);
    for (int i = 0; i < PEOPLE; i++) {
        snprintf(id, sizeof id, "%d", 1000 + i);
        who[i] = kit_account(&k, id, NULL);
    }
    for (int i = 0; i < PEOPLE; i++) {
        const bool first = i < HALF;
        const int base = first ? 0 : HALF;
        snprintf(text, sizeof text, first ? "Le potager, numéro%d !" : "My sneakers, number%d", i);
        say(&k, 100 + i, who[i], text, first ? "Jardin" : "Trail", 0);
        for (int step = 1; step <= 2; step++)
            kit_act(&k, REL_KIND_MENTION, who[i], who[base + (i - base + step) % HALF], KIT_NOON + i, NULL,
                    NULL, NULL);
    }
    kit_act(&k, REL_KIND_MENTION, who[0], who[HALF], KIT_NOON, NULL, NULL, NULL);
    kit_act(&k, REL_KIND_MENTION, who[HALF], who[0], KIT_NOON + 1, NULL, NULL, NULL);
    say(&k, 150, who[5], "sneakers au potager", NULL, 0);
    say(&k, 151, who[25], "potager", NULL, 0);
    for (int i = 0; i < LOUD; i++) say(&k, 200 + i, who[3], "promotion promotion", "Promo", 0);
    say(&k, 160, who[1], "viralité", NULL, 0);
    rel_batch_add_link(&k.b, kit_str("x"), kit_str("p160"), kit_str("https://www.news.example/a?b"));
    rel_batch_add_link(&k.b, kit_str("x"), kit_str("p151"), kit_str("https://other.example/"));
    for (int i = 6; i < 15; i++) say(&k, 160 + i, who[i], "RT @x: vira\xe2\x80\xa6", NULL, 160);
    kit_run(&k, w, "talk");
    rel_batch_free(&k.b);
}

static const rel_term *term(const rel_card *c, rel_term_kind kind, const char *text)
{
    for (int i = 0; i < c->talk.terms[kind]; i++)
        if (rel_str_is(c->talk.term[kind][i].text, text)) return &c->talk.term[kind][i];
    return NULL;
}

static void check_first(const rel_card *c)
{
    const rel_term *t = term(c, REL_TERM_WORD, "potager");
    CHECK(t && t->accounts == 20 && t->others == 1 && t == c->talk.term[REL_TERM_WORD]);
    /* Twenty accounts used potager, one each of twenty numbers, ... : 20 + 20 + 1 + 1 + 10 pairs; the others
     * 20 + 20 + 1. The prior is a tenth of the 93, and its part 9.3 * 21 / 93. */
    const double y = 20, n = 52, y2 = 1, n2 = 41, prior = 9.3, a = prior * 21 / 93;
    CHECK(t && fabs(t->log_odds -
                    (log((y + a) / (n + prior - y - a)) - log((y2 + a) / (n2 + prior - y2 - a)))) < 1e-12);
    CHECK(!term(c, REL_TERM_WORD, "promotion") && !term(c, REL_TERM_TAG, "promo"));
    CHECK(!term(c, REL_TERM_WORD, "viralité") && !term(c, REL_TERM_WORD, "sneakers"));
    t = term(c, REL_TERM_TAG, "jardin");
    CHECK(t && t->accounts == 20 && t->others == 0);
    t = term(c, REL_TERM_LINK, "https://www.news.example/a?b");
    CHECK(t && t->accounts == 10);
    CHECK(term(c, REL_TERM_DOMAIN, "news.example") != NULL);
    CHECK(c->talk.authors == 20 && c->talk.posts == 20 + 1 + LOUD + 10 && c->talk.shared == 9);
    CHECK(c->posts == c->talk.posts && c->acts == 41);
    CHECK(c->languages == 1 && strcmp(c->language[0].code, "fr") == 0 && c->language[0].accounts == 20);
    CHECK(c->platforms == 1 && rel_str_is(c->platform[0].name, "x") && c->platform[0].accounts == 20);
    CHECK(isnan(c->sentiment));
}

static void check_examples(const rel_card *c, double word, double tag)
{
    CHECK(c->talk.examples == 3);
    for (int i = 0; i < c->talk.examples; i++) {
        const rel_example *e = &c->talk.example[i];
        CHECK(e->author == (rel_vid)i && fabs(e->score - word - tag) < 1e-12);
        CHECK(e->time == KIT_NOON + (100 + i) * 3600);
    }
}

static rel_status talk_and_forget(rel_posts *posts, const rel_activity *activity, const rel_vid *community,
                                  const rel_community_rows *rows, const rel_talk_opts *opts)
{
    rel_talk talk[2];
    const rel_arena_mark mark = rel_scratch_mark(&ctx);
    const rel_status st = rel_talks(&ctx, posts, activity, community, rows, 2, opts, talk);
    rel_scratch_release(&ctx, mark);
    return st;
}

static void cards(void)
{
    char path[512];
    rel_workspace *w = kit_open(&ctx, kit_fresh("talk.relais", path), REL_WORKSPACE_CREATE);
    rel_source s;
    rel_cards k;
    rel_vid community[PEOPLE];
    const rel_projection_opts o = rel_projection_defaults();
    if (!w) return;
    fill(w);
    rel_workspace_close(w);
    CHECK_OK(&ctx, rel_source_open(&ctx, path, &o, &s));
    CHECK(s.graph.n == PEOPLE);
    for (rel_vid v = 0; v < PEOPLE; v++) community[v] = v >= HALF;
    const rel_arena_mark mark = rel_scratch_mark(&ctx);
    CHECK_OK(&ctx, rel_cards_make(&ctx, &s.graph, community, 2, &s, 2, &k));
    CHECK(k.texts);
    /* From the first act to the last post, number 399. */
    CHECK(fabs(k.weeks - (399 * 3600.0) / (7 * 86400)) < 1e-12);
    rel_card first = k.card[0];

    rel_workspace *again = kit_open(&ctx, path, REL_WORKSPACE_READ);
    rel_posts *posts = NULL;
    rel_activity activity;
    rel_community_rows rows;
    rel_talk talk[2];
    rel_talk_opts opts = REL_TALK_DEFAULTS;
    opts.floor = 1;
    CHECK_OK(&ctx, rel_community_rows_of(&ctx, PEOPLE, community, 2, &rows));
    CHECK_OK(&ctx, rel_posts_open(&ctx, again, &s.graph.names, REL_TIME_MISSING, REL_TIME_MISSING, ~0u,
                                  &posts, &activity));
    CHECK_OK(&ctx, rel_talks(&ctx, posts, &activity, community, &rows, 2, &opts, talk));
    first.talk = talk[0];
    first.language = talk[0].language;
    first.languages = talk[0].languages;
    check_first(&first);
    check_examples(&first, term(&first, REL_TERM_WORD, "potager")->log_odds,
                   term(&first, REL_TERM_TAG, "jardin")->log_odds);
    CHECK_TORTURE(&ctx, talk_and_forget(posts, &activity, community, &rows, &opts), (void)0);
    rel_posts_close(posts);
    rel_activity_free(&activity);
    rel_workspace_close(again);
    rel_scratch_release(&ctx, mark);
    rel_source_close(&s);
}

/* -------- shapes -------- */

static rel_shape shape_of(rel_vid n, const rel_vid *source, const rel_vid *target, int64_t m,
                          const rel_vid *community, rel_vid count, rel_shape *first)
{
    rel_graph g = {0};
    rel_cards k;
    const rel_arena_mark mark = rel_scratch_mark(&ctx);
    CHECK_OK(&ctx, rel_graph_build(&ctx, n, &(rel_edges){.count = m, .source = source, .target = target},
                                   REL_BUILD_DEFAULTS, &g));
    CHECK_OK(&ctx, rel_cards_make(&ctx, &g, community, count, NULL, 1, &k));
    const rel_shape shape = k.shape;
    *first = k.card[0].shape;
    CHECK(!k.texts && k.card[0].posts == INT64_MIN && isnan(k.card[0].posts_rate));
    rel_scratch_release(&ctx, mark);
    rel_graph_free(&g);
    return shape;
}

static void shapes(void)
{
    enum { N = 40 };
    rel_vid source[N * N], target[N * N], community[N] = {0};
    rel_shape first;
    int64_t m = 0;
    for (rel_vid v = 1; v < N; v++) {
        source[m] = v;
        target[m++] = 0;
    }
    CHECK(shape_of(N, source, target, m, community, 1, &first) == REL_SHAPE_BROADCAST);
    CHECK(first == REL_SHAPE_BROADCAST);
    CHECK(shape_of(N, target, source, m, community, 1, &first) == REL_SHAPE_SUPPORT);
    CHECK(first == REL_SHAPE_SUPPORT);
    /* Everybody knows everybody. */
    m = 0;
    for (rel_vid u = 0; u < N; u++)
        for (rel_vid v = 0; v < N; v++) {
            source[m] = u;
            target[m] = v;
            m += u != v;
        }
    CHECK(shape_of(N, source, target, m, community, 1, &first) == REL_SHAPE_TIGHT &&
          first == REL_SHAPE_TIGHT);
    /* Two halves, one edge between them; four quarters; pairs. */
    static const rel_vid parts[] = {2, 4, 20};
    static const rel_shape expected[] = {REL_SHAPE_POLARIZED, REL_SHAPE_CLUSTERS, REL_SHAPE_BRAND};
    for (int k = 0; k < 3; k++) {
        const rel_vid size = N / parts[k];
        m = 0;
        for (rel_vid u = 0; u < N; u++) {
            community[u] = u / size;
            for (rel_vid v = 0; v < N; v++) {
                source[m] = u;
                target[m] = v;
                m += u != v && u / size == v / size;
            }
        }
        source[m] = 0;
        target[m++] = N - 1;
        CHECK(shape_of(N, source, target, m, community, parts[k], &first) == expected[k]);
    }
    for (rel_vid v = 0; v < 3; v++) community[v] = v;
    CHECK(shape_of(3, NULL, NULL, 0, community, 3, &first) == REL_SHAPE_NONE && first == REL_SHAPE_NONE);
    CHECK_TEXT(rel_shape_word(REL_SHAPE_CLUSTERS), "community_clusters");
}

static rel_status make_and_forget(const rel_graph *g, const rel_vid *community)
{
    rel_cards k;
    const rel_arena_mark mark = rel_scratch_mark(&ctx);
    const rel_status st = rel_cards_make(&ctx, g, community, 3, NULL, 3, &k);
    rel_scratch_release(&ctx, mark);
    return st;
}

/* Labels that nobody else has, and what a card can say of lonely accounts. */
static void lonely(void)
{
    static const rel_str name[] = {REL_STR_LIT("ann"), REL_STR_LIT("@bob"), REL_STR_LIT("bob")},
                         handle[] = {REL_STR_LIT("same"), REL_STR_LIT("bob"), REL_STR_LIT("same")};
    const rel_vid community[] = {0, 1, 2};
    rel_graph g = {0};
    rel_cards k;
    rel_buf text = {0};
    CHECK_OK(&ctx, rel_graph_build(&ctx, 3, &(rel_edges){0}, REL_BUILD_DEFAULTS, &g));
    CHECK_OK(&ctx, rel_graph_set_names(&ctx, &g, name));
    CHECK_OK(&ctx, rel_graph_add_vertex_attribute(&ctx, &g, "handle", REL_ATTRIBUTE_TEXT, handle, NULL));
    const rel_arena_mark mark = rel_scratch_mark(&ctx);
    CHECK_OK(&ctx, rel_cards_make(&ctx, &g, community, 3, NULL, 3, &k));
    CHECK(rel_str_is(k.label[0], "@same") && rel_str_is(k.label[1], "@bob") &&
          rel_str_is(k.label[2], "@same (2)"));
    CHECK_OK(&ctx, rel_card_summary(&ctx, &g, &k, 2, &text));
    CHECK_TEXT(text.data, "\"@same (2)\": 1 account, 33.3 % of all, led by @same. It is joined with no other "
                          "community.");
    rel_scratch_release(&ctx, mark);
    CHECK(rel_cards_make(&ctx, &g, community, 4, NULL, 3, &k) == REL_E_USAGE);
    CHECK_TEXT(ctx.message, "cards: community 3 has no accounts");
    rel_scratch_release(&ctx, mark);
    CHECK_TORTURE(&ctx, make_and_forget(&g, community), (void)0);
    rel_buf_free(&text);
    rel_graph_free(&g);
}

int main(void)
{
    rel_ctx_init(&ctx, 2);
    tokens();
    odds();
    forgetting();
    cards();
    shapes();
    lonely();
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
