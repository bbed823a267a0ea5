/* Score cards: what is missing and why, the bounds of samples, what names a brand, answers and concert by
 * hand, standings, sources without posts. What a whole campaign gives is counted again by
 * tests/system/card.sh. */
#include <math.h>

#include "src/insight/account.h"
#include "src/insight/score_card.h"
#include "tests/workspace_kit.h"

static rel_ctx ctx;
static kit k;
static char path[512];

/* -------- cards of a workspace, by account -------- */

typedef struct opened {
    rel_source source;
    rel_score_cards cards;
} opened;

static opened open_cards(const char *file, rel_card_opts o)
{
    opened x = {0};
    static rel_projection_opts projection;
    projection = rel_projection_defaults();
    CHECK_OK(&ctx, rel_source_open(&ctx, file, &projection, &x.source));
    CHECK_OK(&ctx, rel_score_cards_make(&ctx, &x.source, &o, &x.cards));
    return x;
}

static void close_cards(opened *x)
{
    rel_score_cards_free(&x->cards);
    rel_source_close(&x->source);
}

static rel_vid who(const opened *x, const char *name)
{
    rel_vid v = 0;
    CHECK_OK(&ctx, rel_account_find(&ctx, &x->source.graph, rel_str_of(name), &v));
    return v;
}

static double value(const opened *x, rel_trait t, const char *name)
{
    return rel_trait_value(&x->cards, t, who(x, name));
}

static const char *why(const opened *x, rel_trait t, const char *name)
{
    return rel_missing_word(rel_trait_why(&x->cards, t, who(x, name)));
}

/* -------- bounds of samples -------- */

static void write_posts(rel_account_ref author, const char *name, int count)
{
    char id[32];
    for (int i = 0; i < count; i++) {
        snprintf(id, sizeof id, "%s%d", name, i);
        rel_post_record p = kit_post_record(id, author, KIT_NOON + i * (int64_t)3600);
        p.text = kit_str("a text that is long enough to be compared");
        p.likes = 15;
        p.shares = 5;
        p.views = 100;
        rel_batch_add_post(&k.b, &p);
    }
}

/* ten and nine: posts; large and small: 2000 and 1999 followers; met: only mentioned; mute: a profile alone.
 */
static void make_bounds(void)
{
    rel_workspace *w = kit_open(&ctx, kit_fresh("card-bounds.relais", path), REL_WORKSPACE_CREATE);
    const rel_account_ref ten = kit_profile(&k, "1", "ten", KIT_NOON, 2000, ""),
                          nine = kit_profile(&k, "2", "nine", KIT_NOON, 2000, ""),
                          small = kit_profile(&k, "3", "small", KIT_NOON, 1999, ""),
                          mute = kit_profile(&k, "4", "mute", KIT_NOON, 5000, ""),
                          met = kit_account(&k, "5", "met");
    write_posts(ten, "t", 10);
    write_posts(nine, "n", 9);
    write_posts(small, "s", 10);
    kit_act(&k, REL_KIND_FOLLOW, mute, ten, REL_TIME_MISSING, NULL, NULL, NULL);
    kit_act(&k, REL_KIND_MENTION, ten, met, KIT_NOON, "t0", NULL, NULL);
    kit_act(&k, REL_KIND_MENTION, nine, ten, KIT_NOON, "n0", NULL, NULL);
    kit_act(&k, REL_KIND_REPLY, ten, nine, KIT_NOON + 7200, "t2", "n0", NULL);
    kit_act(&k, REL_KIND_MENTION, small, ten, KIT_NOON + 3600, "s1", NULL, NULL);
    kit_run(&k, w, "bounds");
    rel_workspace_close(w);
}

static void check_resonance(const opened *x)
{
    CHECK(value(x, REL_TRAIT_ENGAGEMENT_PER_FOLLOWER, "ten") == 20.0 / 2000);
    CHECK(value(x, REL_TRAIT_ENGAGEMENT_PER_VIEW, "ten") == 0.2);
    CHECK_TEXT(why(x, REL_TRAIT_ENGAGEMENT_PER_FOLLOWER, "nine"), "few_posts");
    CHECK_TEXT(why(x, REL_TRAIT_ENGAGEMENT_PER_FOLLOWER, "small"), "few_followers");
    CHECK_TEXT(why(x, REL_TRAIT_ENGAGEMENT_PER_VIEW, "nine"), "few_views");
    CHECK_TEXT(why(x, REL_TRAIT_ENGAGEMENT_PER_VIEW, "small"), "few_followers");
    CHECK_TEXT(why(x, REL_TRAIT_ENGAGEMENT_PER_FOLLOWER, "mute"), "no_posts");
    CHECK(rel_trait_sample(&x->cards, REL_TRAIT_ENGAGEMENT_PER_FOLLOWER, who(x, "nine")) == 9);
}

static void check_rhythm(const opened *x)
{
    CHECK(value(x, REL_TRAIT_BURSTINESS, "ten") == -1 && value(x, REL_TRAIT_REGULAR_INTERVALS, "ten") == 1);
    CHECK(rel_signal_raised(&x->cards, REL_TRAIT_REGULAR_INTERVALS, who(x, "ten")));
    CHECK_TEXT(why(x, REL_TRAIT_BURSTINESS, "nine"), "few_intervals");
    CHECK(value(x, REL_TRAIT_REPEATED_TEXTS, "ten") == 0.9);
    /* Two signals: suspected. */
    CHECK(x->cards.suspected[who(x, "ten")] && !x->cards.suspected[who(x, "nine")]);
    CHECK(value(x, REL_TRAIT_POSTS_PER_WEEK, "nine") == 9 && value(x, REL_TRAIT_ACTIVE_WEEKS, "nine") == 1);
}

static void check_answers(const opened *x)
{
    /* Of two posts to it, one was answered, two hours later. */
    CHECK(value(x, REL_TRAIT_ANSWER_SHARE, "ten") == 0.5 && value(x, REL_TRAIT_ANSWER_HOURS, "ten") == 2);
    CHECK(rel_trait_sample(&x->cards, REL_TRAIT_ANSWER_SHARE, who(x, "ten")) == 2);
    CHECK(value(x, REL_TRAIT_ANSWER_SHARE, "nine") == 0);
    CHECK_TEXT(why(x, REL_TRAIT_ANSWER_HOURS, "nine"), "no_answers");
    CHECK_TEXT(why(x, REL_TRAIT_ANSWER_SHARE, "small"), "not_addressed");
    /* Whose posts are not there may have answered. */
    CHECK_TEXT(why(x, REL_TRAIT_ANSWER_SHARE, "met"), "no_posts");
}

/* Of whom nothing but a mention is known. */
static void check_missing(const opened *x)
{
    const rel_vid met = who(x, "met");
    static const rel_trait known[] = {REL_TRAIT_AUDIENCE,    REL_TRAIT_REACHABLE,     REL_TRAIT_PAGERANK,
                                      REL_TRAIT_BETWEENNESS, REL_TRAIT_HANDLE_DIGITS, REL_TRAIT_MOMENTUM};
    for (int t = 0; t < REL_TRAIT_COUNT; t++) {
        bool is_known = false;
        for (size_t i = 0; i < sizeof known / sizeof *known; i++) is_known |= known[i] == (rel_trait)t;
        const bool missing = isnan(rel_trait_value(&x->cards, (rel_trait)t, met));
        const rel_missing reason = rel_trait_why(&x->cards, (rel_trait)t, met);
        if (missing == is_known) fprintf(stderr, "of %s\n", rel_trait_word(t));
        CHECK(missing != is_known);
        CHECK(missing == (reason != REL_MISSING_KNOWN) && reason != REL_MISSING_SKIPPED);
    }
    CHECK(!x->cards.observed[met] && x->cards.observed[who(x, "mute")] && !x->cards.suspected[met]);
    CHECK_TEXT(why(x, REL_TRAIT_FOLLOWERS, "met"), "no_profile");
    CHECK_TEXT(why(x, REL_TRAIT_BRAND_SHARE, "ten"), "no_brand");
    CHECK_TEXT(why(x, REL_TRAIT_COMPETITOR_SHARE, "ten"), "no_competitor");
    CHECK_TEXT(why(x, REL_TRAIT_SENTIMENT, "ten"), "no_sentiment");
    CHECK_TEXT(why(x, REL_TRAIT_PARTICIPATION, "ten"), "no_communities");
    CHECK_TEXT(why(x, REL_TRAIT_FOLLOWER_GROWTH, "ten"), "few_profiles");
}

static void bounds(void)
{
    rel_score_cards cards;
    make_bounds();
    opened x = open_cards(path, REL_CARD_DEFAULTS);
    CHECK(x.cards.n == 5 && x.cards.posts == 29 && x.cards.size == REL_TRAIT_FOLLOWERS && x.cards.sized == 4);
    check_resonance(&x);
    check_rhythm(&x);
    check_answers(&x);
    check_missing(&x);
    const rel_card_opts all = REL_CARD_DEFAULTS;
    CHECK_TORTURE(&ctx, rel_score_cards_make(&ctx, &x.source, &all, &cards), rel_score_cards_free(&cards));
    close_cards(&x);
    /* What nobody asks for is left out, and says so. */
    rel_card_opts some = REL_CARD_DEFAULTS;
    some.traits = REL_TRAIT_BIT(REL_TRAIT_FOLLOWERS);
    x = open_cards(path, some);
    CHECK_TEXT(why(&x, REL_TRAIT_PAGERANK, "ten"), "skipped");
    CHECK_TEXT(why(&x, REL_TRAIT_POSTS_PER_WEEK, "ten"), "skipped");
    CHECK(value(&x, REL_TRAIT_FOLLOWERS, "small") == 1999);
    close_cards(&x);
}

/* -------- what names the brand -------- */

static const struct {
    const char *text, *tag;
    bool brand, rival;
} said[] = {
    {"I like Acme", NULL, true, false},
    {"ACME!", NULL, true, false},
    {"acmeology is a word", NULL, false, false},
    {"macme", NULL, false, false},
    {"l'acme, vraiment", NULL, true, false},
    {"\xc3\xa9"
     "acme is one word",
     NULL, false, false},
    {"my blue  shoes", NULL, false, false},
    {"my Blue Shoes.", NULL, true, false},
    {"nothing here", "AcMe", true, false},
    {"nothing here", "acmefan", false, false},
    {"#acme", NULL, true, false},
    {"thanks @the_brand", NULL, true, false},
    {"thanks @the_brand_fr", NULL, false, false},
    {"mail me@the_brand", NULL, false, false},
    {"the_brand", NULL, false, false},
    {"Caf\xc3\x89 rival", NULL, false, true},
    {"acme, no: caf\xc3\xa9", NULL, true, true},
    {"\xe7\xb4\x84\xe6\x9d\xb1\xe3\x81\xae\xe6\x96\xb0", NULL, true, false},
    {"", NULL, false, false},
    {NULL, "acme", true, false},
};
enum { SAID = sizeof said / sizeof *said };

static rel_account_ref make_said(rel_account_ref hub)
{
    char id[16], post[16];
    rel_account_ref last = hub;
    for (int i = 0; i < SAID; i++) {
        snprintf(id, sizeof id, "%d", 100 + i);
        snprintf(post, sizeof post, "p%d", i);
        last = kit_account(&k, id, NULL);
        rel_post_record p = kit_post_record(post, last, KIT_NOON + i);
        p.text = said[i].text ? kit_str(said[i].text) : REL_STR_MISSING;
        rel_batch_add_post(&k.b, &p);
        if (said[i].tag) rel_batch_add_tag(&k.b, kit_str("x"), kit_str(post), kit_str(said[i].tag));
        kit_act(&k, REL_KIND_FOLLOW, last, hub, REL_TIME_MISSING, NULL, NULL, NULL);
    }
    return last;
}

static void naming(void)
{
    char id[16];
    rel_card_opts o = REL_CARD_DEFAULTS;
    rel_workspace *w = kit_open(&ctx, kit_fresh("card-words.relais", path), REL_WORKSPACE_CREATE);
    const rel_account_ref hub = kit_account(&k, "1", "the_brand"), sharer = kit_account(&k, "2", NULL),
                          replier = kit_account(&k, "3", NULL);
    make_said(hub);
    /* A share is about what is shared; an answer to the brand is about it, whatever its words. */
    rel_post_record share = kit_post_record("share", sharer, KIT_NOON + 100);
    share.kind = REL_POST_SHARE;
    share.target_id = kit_str("p16");
    rel_batch_add_post(&k.b, &share);
    kit_act(&k, REL_KIND_FOLLOW, sharer, hub, REL_TIME_MISSING, NULL, NULL, NULL);
    kit_post(&k, "answer", replier, KIT_NOON + 2 * (int64_t)KIT_DAY, "of course");
    kit_act(&k, REL_KIND_REPLY, replier, hub, KIT_NOON + 2 * (int64_t)KIT_DAY, "answer", "unknown", NULL);
    kit_run(&k, w, "words");
    rel_workspace_close(w);
    o.brand = "acme, blue shoes,@the_brand,\xe6\x9d\xb1";
    o.competitor = "#caf\xc3\xa9";
    opened x = open_cards(path, o);
    CHECK(x.cards.brand_words == 4 && x.cards.competitor_words == 1);
    for (int i = 0; i < SAID; i++) {
        snprintf(id, sizeof id, "x:%d", 100 + i);
        const bool brand = value(&x, REL_TRAIT_BRAND_SHARE, id) == 1,
                   rival = value(&x, REL_TRAIT_COMPETITOR_SHARE, id) == 1;
        if (brand != said[i].brand || rival != said[i].rival)
            fprintf(stderr, "'%s' #%s\n", said[i].text ? said[i].text : "", said[i].tag ? said[i].tag : "");
        CHECK(brand == said[i].brand && rival == said[i].rival);
    }
    CHECK(value(&x, REL_TRAIT_BRAND_SHARE, "x:2") == 1 && value(&x, REL_TRAIT_COMPETITOR_SHARE, "x:2") == 1);
    CHECK(value(&x, REL_TRAIT_BRAND_SHARE, "x:3") == 1 && value(&x, REL_TRAIT_BRAND_AGE, "x:3") == 0);
    CHECK_TEXT(why(&x, REL_TRAIT_BRAND_AGE, "x:102"), "not_named");
    close_cards(&x);
    o.brand = "nobody says this";
    x = open_cards(path, o);
    CHECK_TEXT(why(&x, REL_TRAIT_BRAND_LIFT, "x:100"), "named_by_none");
    rel_score_cards cards;
    o.brand = "acme,,";
    CHECK(rel_score_cards_make(&ctx, &x.source, &o, &cards) == REL_E_USAGE && !cards.signals);
    CHECK_TEXT(ctx.message, "an empty word among those of the brand or its competitors");
    close_cards(&x);
}

/* -------- shares in concert, profiles -------- */

static void concert(void)
{
    char id[16], post[16];
    rel_workspace *w = kit_open(&ctx, kit_fresh("card-concert.relais", path), REL_WORKSPACE_CREATE);
    const rel_account_ref author = kit_account(&k, "1", NULL);
    /* 10 and 11 share five posts 60 seconds apart; 12 comes 61 seconds after 11; 13 shares one twice. */
    static const int delay[] = {0, 60, 121, 400};
    for (int p = 0; p < 5; p++)
        for (int a = 0; a < 4; a++) {
            snprintf(id, sizeof id, "%d", 10 + a);
            snprintf(post, sizeof post, "p%d", p);
            const int64_t time = KIT_NOON + p * (int64_t)3600 + delay[a];
            const rel_account_ref who_shares = kit_account(&k, id, NULL);
            snprintf(id, sizeof id, "%d-%d", a, p);
            kit_act(&k, REL_KIND_SHARE, who_shares, author, time, NULL, post, id);
            snprintf(id, sizeof id, "%d-%d again", a, p);
            if (a == 3) kit_act(&k, REL_KIND_SHARE, who_shares, author, time + 1, NULL, post, id);
        }
    /* 14 and 15 share two posts at once: that may be chance. */
    for (int p = 0; p < 2; p++)
        for (int a = 14; a < 16; a++) {
            snprintf(id, sizeof id, "%d", a);
            snprintf(post, sizeof post, "p%d", p);
            const rel_account_ref who_shares = kit_account(&k, id, NULL);
            snprintf(id, sizeof id, "%d-%d", a, p);
            kit_act(&k, REL_KIND_SHARE, who_shares, author, KIT_NOON + p * (int64_t)3600 + 2000, NULL, post,
                    id);
        }
    for (int day = 0; day < 3; day++) {
        static const int64_t followers[] = {100, 160, 150};
        kit_profile(&k, "10", NULL, KIT_NOON + day * (int64_t)KIT_DAY * 5, followers[day], NULL);
        kit_run(&k, w, "profiles");
    }
    rel_workspace_close(w);
    opened x = open_cards(path, REL_CARD_DEFAULTS);
    CHECK(value(&x, REL_TRAIT_IN_CONCERT, "x:10") == 1 && value(&x, REL_TRAIT_IN_CONCERT, "x:11") == 1);
    CHECK(value(&x, REL_TRAIT_IN_CONCERT, "x:12") == 0 && value(&x, REL_TRAIT_IN_CONCERT, "x:13") == 0);
    CHECK(value(&x, REL_TRAIT_IN_CONCERT, "x:14") == 0 && value(&x, REL_TRAIT_IN_CONCERT, "x:15") == 0);
    CHECK(x.cards.suspected[who(&x, "x:11")] && !x.cards.suspected[who(&x, "x:12")]);
    CHECK(value(&x, REL_TRAIT_FOLLOWER_GROWTH, "x:10") == 50.0 * 30 / 10);
    CHECK(value(&x, REL_TRAIT_FOLLOWER_JUMP, "x:10") == 0.6);
    CHECK(rel_signal_raised(&x.cards, REL_TRAIT_FOLLOWER_JUMP, who(&x, "x:10")));
    close_cards(&x);
}

/* -------- rows that point nowhere, workspaces of edges alone -------- */

static void pointing_nowhere(void)
{
    make_bounds();
    rel_workspace *w = kit_open(&ctx, path, REL_WORKSPACE_WRITE);
    CHECK_OK(&ctx, rel_ws_exec(&ctx, w,
                               "UPDATE interaction SET post = 1 << 40 WHERE kind = 'reply';"
                               "UPDATE interaction SET post = -(1 << 40) WHERE kind = 'mention' AND post = 1;"
                               "UPDATE post SET id = -id WHERE id = 3;"
                               "INSERT INTO post_tag VALUES(777777, 'tag'), (-1, 'tag');"));
    rel_workspace_close(w);
    rel_card_opts o = REL_CARD_DEFAULTS;
    o.brand = "tag,@nine";
    opened x = open_cards(path, o);
    CHECK(x.cards.posts == 28);
    close_cards(&x);
}

/* Without posts, the times of edges are the period. */
static void edges_alone(void)
{
    rel_workspace *w = kit_open(&ctx, kit_fresh("card-edges.relais", path), REL_WORKSPACE_CREATE);
    const rel_account_ref a = kit_account(&k, "1", NULL), b = kit_account(&k, "2", NULL);
    for (int day = 0; day < 4; day++)
        kit_act(&k, REL_KIND_MENTION, a, b, KIT_NOON + day * (int64_t)KIT_DAY, NULL, NULL, NULL);
    kit_act(&k, REL_KIND_MENTION, b, a, KIT_NOON, NULL, NULL, NULL);
    kit_run(&k, w, "edges");
    rel_workspace_close(w);
    opened x = open_cards(path, REL_CARD_DEFAULTS);
    CHECK(value(&x, REL_TRAIT_MOMENTUM, "x:2") == 0 && value(&x, REL_TRAIT_MOMENTUM, "x:1") == -1);
    CHECK(x.cards.last - x.cards.first == 3 * KIT_DAY);
    CHECK_TEXT(why(&x, REL_TRAIT_POSTS_PER_WEEK, "x:1"), "no_posts");
    close_cards(&x);
}

/* -------- sources without posts, standings -------- */

static const char *write_file(const char *name, const char *text)
{
    FILE *f = fopen(kit_fresh(name, path), "wb");
    CHECK(f && fputs(text, f) >= 0);
    if (f) fclose(f);
    return path;
}

static void graph_files(void)
{
    double percent[8];
    int peers[8];
    opened x = open_cards(write_file("card.el", "1 0\n2 0\n3 0\n3 2\n4 3\n"), REL_CARD_DEFAULTS);
    CHECK(x.cards.size == REL_TRAIT_AUDIENCE && x.cards.sized == 5);
    CHECK(value(&x, REL_TRAIT_AUDIENCE, "0") == 3 && value(&x, REL_TRAIT_REACHABLE, "0") == 4);
    CHECK_TEXT(why(&x, REL_TRAIT_POSTS_PER_WEEK, "0"), "no_workspace");
    CHECK_TEXT(why(&x, REL_TRAIT_FOLLOWER_GROWTH, "0"), "no_workspace");
    CHECK_TEXT(why(&x, REL_TRAIT_ACCOUNT_AGE, "0"), "no_period");
    CHECK_TEXT(why(&x, REL_TRAIT_FOLLOWERS, "0"), "no_profile");
    /* Audiences 3, 0, 1, 1, 0, by name. */
    CHECK_OK(&ctx, rel_trait_percentiles(&ctx, &x.cards, REL_TRAIT_AUDIENCE, percent));
    CHECK(percent[who(&x, "0")] == 100 && percent[who(&x, "2")] == 62.5 && percent[who(&x, "4")] == 12.5);
    CHECK_OK(&ctx, rel_trait_peer_percentiles(&ctx, &x.cards, REL_TRAIT_AUDIENCE, NULL, percent, peers));
    CHECK(isnan(percent[0]) && peers[0] == 4);
    close_cards(&x);
    x = open_cards(write_file("card.graphml",
                              "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">"
                              "<key id=\"s\" for=\"node\" attr.name=\"sentiment\" attr.type=\"double\"/>"
                              "<key id=\"f\" for=\"node\" attr.name=\"followers\" attr.type=\"long\"/>"
                              "<key id=\"o\" for=\"node\" attr.name=\"observed\" attr.type=\"boolean\"/>"
                              "<graph edgedefault=\"directed\">"
                              "<node id=\"a\"><data key=\"s\">-0.5</data><data key=\"f\">7</data>"
                              "<data key=\"o\">true</data></node><node id=\"b\"/>"
                              "<edge source=\"a\" target=\"b\"/></graph></graphml>"),
                   REL_CARD_DEFAULTS);
    CHECK(value(&x, REL_TRAIT_SENTIMENT, "a") == -0.5 && value(&x, REL_TRAIT_FOLLOWERS, "a") == 7);
    CHECK(isnan(value(&x, REL_TRAIT_SENTIMENT, "b")) && isnan(value(&x, REL_TRAIT_FOLLOWERS, "b")));
    CHECK(x.cards.observed[who(&x, "a")] && !x.cards.observed[who(&x, "b")]);
    close_cards(&x);
}

static void check_alone(const rel_source *s)
{
    rel_score_cards cards;
    const rel_card_opts o = REL_CARD_DEFAULTS;
    CHECK_OK(&ctx, rel_score_cards_make(&ctx, s, &o, &cards));
    CHECK(cards.n == s->graph.n && cards.sized == cards.n);
    for (rel_vid v = 0; v < cards.n; v++)
        CHECK(rel_trait_value(&cards, REL_TRAIT_AUDIENCE, v) == 0 &&
              rel_trait_value(&cards, REL_TRAIT_REACHABLE, v) == 0);
    rel_score_cards_free(&cards);
}

/* None, one, and three who look at nobody but themselves. */
static void degenerate(void)
{
    static const uint8_t none[3] = {0}, one[3] = {0, 1, 0};
    const rel_projection_opts projection = rel_projection_defaults();
    rel_source s = {0}, part = {.kind = REL_SOURCE_GRAPH_FILE};
    CHECK_OK(&ctx, rel_source_open(&ctx, write_file("card-none.el", "0 0\n1 1\n2 2\n"), &projection, &s));
    check_alone(&s);
    CHECK_OK(&ctx, rel_graph_subgraph(&ctx, &s.graph, one, &part.graph));
    check_alone(&part);
    rel_graph_free(&part.graph);
    CHECK_OK(&ctx, rel_graph_subgraph(&ctx, &s.graph, none, &part.graph));
    check_alone(&part);
    rel_graph_free(&part.graph);
    rel_source_close(&s);
}

static void words(void)
{
    for (int t = 0; t < REL_TRAIT_COUNT; t++) {
        const rel_trait_info *a = rel_trait_about((rel_trait)t);
        CHECK(*a->word && *a->title && *a->unit);
        for (int other = 0; other < t; other++) CHECK(strcmp(a->word, rel_trait_word(other)) != 0);
        if (rel_signal_of((rel_trait)t)) CHECK(a->group == REL_TRAITS_AUTHENTICITY);
    }
    CHECK(!rel_trait_word(REL_TRAIT_COUNT) && !rel_trait_word(-1));
}

int main(void)
{
    rel_ctx_init(&ctx, 2);
    kit_init(&k, &ctx);
    bounds();
    naming();
    concert();
    pointing_nowhere();
    edges_alone();
    graph_files();
    degenerate();
    words();
    rel_batch_free(&k.b);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
