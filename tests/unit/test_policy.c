/* Policies: the strict reader, sentence by sentence; presets; and what they make of cards, by hand. */
#include <math.h>
#include <stdlib.h>

#include "src/insight/policy.h"
#include "tests/check.h"

static rel_ctx ctx;

static bool is_signal(int i)
{
    return rel_signal_of((rel_trait)i) != NULL;
}

static bool has_better_end(int i)
{
    return rel_trait_about((rel_trait)i)->better != REL_TRAIT_NEITHER;
}

static const rel_policy_words trait_words = {rel_trait_word, is_signal, has_better_end};

static rel_status parse(const char *json, rel_policy *p)
{
    return rel_policy_parse(&ctx, rel_str_of(json), "my/own.json", &trait_words, p);
}

/* -------- the reader -------- */

static const struct {
    const char *json, *sentence;
} wrong[] = {
    {"", "'my/own.json': not JSON: stops making sense in line 1"},
    {"{\"version\": 1,\n\n oops}", "'my/own.json': not JSON: stops making sense in line 3"},
    {"{\"version\": 1} x", "'my/own.json': not JSON: stops making sense in line 1"},
    {"[1]", "'my/own.json': expected an object in JSON"},
    {"{}", "'my/own.json': the key 'version' is missing"},
    {"{\"version\": 2}", "'my/own.json': 'version': expected 1, found 2"},
    {"{\"version\": \"1\"}", "'my/own.json': 'version': expected 1, found '1'"},
    {"{\"version\": 1, \"version\": 1}", "'my/own.json': 'version' is there twice"},
    {"{\"version\": 1, \"title\": 7}",
     "'my/own.json': 'title': expected a text of less than 512 bytes, found 7"},
    {"{\"version\": 1, \"observed\": 1}", "'my/own.json': 'observed': expected true or false, found 1"},
    {"{\"version\": 1, \"weight\": {}}", "'my/own.json': unknown key 'weight', expected version, title, "
                                         "observed, exclude, filters, samples, weights, "
                                         "known or missing"},
    {"{\"version\": 1, \"missing\": \"maybe\"}",
     "'my/own.json': 'missing': expected \"pass\" or \"fail\", found 'maybe'"},
    {"{\"version\": 1, \"known\": 1.5}", "'my/own.json': 'known': expected a number from 0 to 1, found 1.5"},
    {"{\"version\": 1, \"exclude\": \"bot_flag\"}",
     "'my/own.json': 'exclude': expected a list of signals, found 'bot_flag'"},
    {"{\"version\": 1, \"exclude\": [\"bot_flag\", true]}",
     "'my/own.json': 'exclude[1]': expected the name of a signal, found true"},
    {"{\"version\": 1, \"exclude\": [\"followers\"]}",
     "'my/own.json': 'exclude[0]': expected a signal of authenticity or 'suspected_automation', found "
     "'followers'"},
    {"{\"version\": 1, \"exclude\": [\"bot_flag\", \"bot_flag\"]}",
     "'my/own.json': 'exclude[1]' is there twice"},
    {"{\"version\": 1, \"filters\": []}", "'my/own.json': 'filters': expected an object of traits, found []"},
    {"{\"version\": 1, \"filters\": {\"follower\": {\"min\": 1}}}",
     "'my/own.json': 'filters.follower' names no trait"},
    {"{\"version\": 1, \"filters\": {\"followers\": 5}}",
     "'my/own.json': 'filters.followers': expected an object with min, max or missing, found 5"},
    {"{\"version\": 1, \"filters\": {\"followers\": {}}}",
     "'my/own.json': 'filters.followers': expected an object with min, max or missing, found {}"},
    {"{\"version\": 1, \"filters\": {\"followers\": {\"min\": \"many\"}}}",
     "'my/own.json': 'filters.followers.min': expected a number, found 'many'"},
    {"{\"version\": 1, \"filters\": {\"followers\": {\"least\": 1}}}",
     "'my/own.json': unknown key 'filters.followers.least', expected min, max or missing"},
    {"{\"version\": 1, \"filters\": {\"followers\": {\"min\": 1, \"min\": 2}}}",
     "'my/own.json': 'filters.followers.min' is there twice"},
    {"{\"version\": 1, \"filters\": {\"followers\": {\"min\": 9, \"max\": 3}}}",
     "'my/own.json': 'filters.followers': expected min up to max, found 9 above 3"},
    {"{\"version\": 1, \"filters\": {\"followers\": {\"missing\": null}}}",
     "'my/own.json': 'filters.followers.missing': expected \"pass\" or \"fail\", found null"},
    {"{\"version\": 1, \"weights\": {\"followers\": -1}}",
     "'my/own.json': 'weights.followers': expected a number from 0 to 1000, found -1"},
    {"{\"version\": 1, \"weights\": {\"followers\": 1e999}}",
     "'my/own.json': 'weights.followers': expected a number from 0 to 1000, found inf"},
    {"{\"version\": 1, \"weights\": {\"followers\": 1, \"followers\": 2}}",
     "'my/own.json': 'weights.followers' is there twice"},
    {"{\"version\": 1, \"weights\": {\"burstiness\": 1}}",
     "'my/own.json': 'weights.burstiness': neither end of this trait is the better one, so it cannot be "
     "weighed"},
    {"{\"version\": 1, \"samples\": {\"brand_share\": 2.5}}",
     "'my/own.json': 'samples.brand_share': expected a whole number from 0 to 1000000000, found 2.5"},
};

static void refuses(void)
{
    rel_policy p;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        CHECK(parse(wrong[i].json, &p) == REL_E_DATA);
        CHECK_TEXT(ctx.message, wrong[i].sentence);
        CHECK(p.name[0] == '\0' && !p.filter[REL_TRAIT_FOLLOWERS].set);
    }
    CHECK(parse("{\"version\": 1, \"filters\": {\"follower\": {}}}", &p) == REL_E_DATA);
    CHECK_TEXT(ctx.hint, "did you mean 'followers'?");
    char *large = malloc(REL_POLICY_MAX_BYTES + 2);
    memset(large, 'x', REL_POLICY_MAX_BYTES + 1);
    large[REL_POLICY_MAX_BYTES + 1] = '\0';
    CHECK(parse(large, &p) == REL_E_LIMIT);
    free(large);
    CHECK(rel_policy_open(&ctx, "no/such.json", &p) == REL_E_IO);
    CHECK(rel_policy_open(&ctx, "awarenes", &p) == REL_E_USAGE);
    CHECK_TEXT(ctx.hint, "did you mean 'awareness'?");
    rel_forgive(&ctx);
}

static void takes(void)
{
    rel_policy p;
    CHECK_OK(&ctx, parse(" {\"missing\": \"pass\", \"version\": 1, \"title\": \"T\", \"known\": 0.25,"
                         " \"exclude\": [\"suspected_automation\", \"in_concert\"],"
                         " \"filters\": {\"followers\": {\"min\": 3}, \"audience\": {\"missing\": \"fail\"}},"
                         " \"samples\": {\"brand_share\": 4}, \"weights\": {\"brand_age\": 0.5}} \n",
                         &p));
    CHECK_TEXT(p.name, "own");
    CHECK_TEXT(p.title, "T");
    CHECK(p.suspected && p.exclude[REL_TRAIT_IN_CONCERT] && !p.exclude[REL_TRAIT_BOT_FLAG] && !p.observed);
    /* What a filter does not say is said for all, wherever it stands. */
    CHECK(p.filter[REL_TRAIT_FOLLOWERS].missing == REL_POLICY_PASS && p.filter[REL_TRAIT_FOLLOWERS].min == 3);
    CHECK(isinf(p.filter[REL_TRAIT_FOLLOWERS].max) &&
          p.filter[REL_TRAIT_AUDIENCE].missing == REL_POLICY_FAIL);
    CHECK(p.sample[REL_TRAIT_BRAND_SHARE] == 4 && p.weight[REL_TRAIT_BRAND_AGE] == 0.5 && p.known == 0.25);
    const uint64_t traits = rel_policy_traits(&p);
    CHECK(traits & REL_TRAIT_BIT(REL_TRAIT_BRAND_AGE) && traits & REL_TRAIT_BIT(REL_TRAIT_BOT_FLAG));
    CHECK(!(traits & REL_TRAIT_BIT(REL_TRAIT_PAGERANK)));
    CHECK_TORTURE(&ctx, parse("{\"version\": 1, \"weights\": {\"followers\": 1}}", &p), (void)0);
}

static void presets(void)
{
    static const char *const names[] = {"awareness", "engagement", "niche", "support"};
    rel_policy p;
    int i = 0;
    for (; rel_policy_preset(i); i++) {
        CHECK(i < 4);
        CHECK_TEXT(rel_policy_preset(i), names[i]);
        CHECK_OK(&ctx, rel_policy_open(&ctx, names[i], &p));
        CHECK_TEXT(p.name, names[i]);
        CHECK(p.title[0] && p.observed && p.suspected);
    }
    CHECK(i == 4 && !rel_policy_preset_text(4).s && !rel_policy_preset(-1));
}

/* -------- judging -------- */

enum { N = 4 };
static double followers[N] = {100, 200, 300, NAN}, age[N] = {9, NAN, 1, 5}, share[N] = {0.5, 0.5, 0.5, 0.5};
static uint32_t few[N] = {1, 1, 3, 10};
static uint8_t why[3][N] = {{0, 0, 0, REL_MISSING_NO_PROFILE}, {0, REL_MISSING_NOT_NAMED, 0, 0}, {0}};

static rel_score_cards make_cards(void)
{
    static uint16_t signals[N];
    static uint8_t observed[N] = {1, 1, 1, 0}, suspected[N] = {0, 1, 0, 0};
    static rel_vid by_size[N] = {0, 1, 2};
    rel_score_cards c = {.n = N, .signals = signals, .observed = observed, .suspected = suspected};
    for (int t = 0; t < REL_TRAIT_COUNT; t++) c.column[t].all = REL_MISSING_SKIPPED;
    signals[2] = (uint16_t)(1U << rel_signal_index(REL_TRAIT_BUSIEST_DAY));
    c.column[REL_TRAIT_FOLLOWERS] = (rel_trait_column){.value = followers, .why = why[0]};
    c.column[REL_TRAIT_BRAND_AGE] = (rel_trait_column){.value = age, .why = why[1]};
    c.column[REL_TRAIT_BRAND_SHARE] = (rel_trait_column){.value = share, .sample = few, .why = why[2]};
    c.by_size = by_size;
    c.sized = 3;
    return c;
}

static const char *codes(const rel_verdict *d)
{
    static char text[512];
    rel_buf b = {0};
    CHECK_OK(&ctx, rel_verdict_codes(&ctx, d, &b));
    snprintf(text, sizeof text, "%s", b.data ? b.data : "");
    rel_buf_free(&b);
    return text;
}

static const char *because(const rel_policy *p, const rel_score_cards *c, rel_vid v, const rel_verdict *d)
{
    static char text[512];
    rel_buf b = {0};
    CHECK_OK(&ctx, rel_verdict_words(&ctx, p, c, v, d, &b));
    snprintf(text, sizeof text, "%s", b.data ? b.data : "");
    rel_buf_free(&b);
    return text;
}

/* Percentiles: followers 0, 50, 100, -; the age counts from above: 0, -, 100, 50. */
static void judges(void)
{
    rel_policy p;
    rel_verdict d[N];
    const rel_score_cards c = make_cards();
    CHECK_OK(&ctx, parse("{\"version\": 1, \"weights\": {\"followers\": 1, \"brand_age\": 3}}", &p));
    CHECK_OK(&ctx, rel_policy_judge(&ctx, &p, &c, d));
    CHECK(d[0].score == 0 && d[0].known == 1);
    CHECK(d[1].score == 50 && d[1].known == 0.25);
    CHECK(d[2].score == 100 && d[3].score == 50 && d[3].known == 0.75);
    for (int v = 0; v < N; v++) CHECK(rel_verdict_allowed(&d[v]));
    CHECK_OK(&ctx,
             parse("{\"version\": 1, \"observed\": true, \"exclude\": [\"suspected_automation\","
                   " \"busiest_day\"], \"filters\": {\"followers\": {\"min\": 150, \"max\": 1000},"
                   " \"brand_share\": {\"min\": 0.1}}, \"samples\": {\"brand_share\": 2}, \"known\": 0.5,"
                   " \"weights\": {\"followers\": 1, \"brand_age\": 3}}",
                   &p));
    CHECK_OK(&ctx, rel_policy_judge(&ctx, &p, &c, d));
    CHECK(d[2].score == 100); /* filters change no score */
    CHECK_TEXT(because(&p, &c, 0, &d[0]), "followers 100 is below 150; brand_share rests on 1, fewer than 2");
    CHECK_TEXT(because(&p, &c, 1, &d[1]), "suspected automation; brand_share rests on 1, fewer than 2; "
                                          "known is 0.25 of what is weighed, below 0.5");
    CHECK_TEXT(because(&p, &c, 3, &d[3]), "not observed; followers is missing: no profile of it tells");
    CHECK_TEXT(codes(&d[0]), "outside:followers,missing:brand_share");
    CHECK_TEXT(codes(&d[1]), "suspected_automation,missing:brand_share,little_known");
    CHECK_TEXT(codes(&d[2]), "signal:busiest_day");
    CHECK_TEXT(codes(&d[3]), "not_observed,missing:followers");
    CHECK(d[2].raised && !d[2].outside && !d[2].missing && !rel_verdict_allowed(&d[2]));
    CHECK_TORTURE(&ctx, rel_policy_judge(&ctx, &p, &c, d), (void)0);
    /* Nothing weighed: no score, and nothing of it is unknown. */
    CHECK_OK(&ctx, parse("{\"version\": 1, \"known\": 1}", &p));
    CHECK_OK(&ctx, rel_policy_judge(&ctx, &p, &c, d));
    CHECK(isnan(d[0].score) && d[0].known == 1 && rel_verdict_allowed(&d[0]));
}

int main(void)
{
    rel_ctx_init(&ctx, 2);
    refuses();
    takes();
    presets();
    judges();
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
