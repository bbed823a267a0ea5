/* Values in cells: ids that must stay exact, counts as people write them, lists, and entities in text. */
#include <stdlib.h>

#include "ingest/cell_list.h"
#include "ingest/record.h"
#include "ingest/table_roles.h"
#include "ingest/table_time.h"
#include "ingest/table_value.h"
#include "ingest/text_entities.h"
#include "tests/check.h"

static rel_str str(const char *s)
{
    return rel_str_of(s);
}

/* "id", "" for missing, "lost" when digits were lost. */
static const char *id_of(const char *cell)
{
    static char out[64];
    rel_str id;
    if (!rel_cell_id(str(cell), &id)) return "lost";
    snprintf(out, sizeof out, "%.*s", REL_STR_ARG(id));
    return out;
}

static void ids(void)
{
    CHECK_TEXT(id_of(" 18446744073709551616 "), "18446744073709551616");
    CHECK_TEXT(id_of("=\"007\""), "007");
    CHECK_TEXT(id_of("'1380000000000000001"), "1380000000000000001");
    CHECK_TEXT(id_of("123.0"), "123");
    CHECK_TEXT(id_of("1380000000000000001.0"), "lost");
    CHECK_TEXT(id_of("1.38E+18"), "lost");
    CHECK_TEXT(id_of("1,38e18"), "lost");
    CHECK_TEXT(id_of("2E+05"), "lost");
    CHECK_TEXT(id_of("did:plc:abc"), "did:plc:abc");
    CHECK_TEXT(id_of("1e"), "1e");
    CHECK_TEXT(id_of("12e5"), "12e5"); /* not as a spreadsheet writes numbers: a name */
    CHECK_TEXT(id_of("NA"), "");
    CHECK_TEXT(id_of("  "), "");
    CHECK(rel_cell_looks_like_id(str("123")) && rel_cell_looks_like_id(str("1.38E+18")));
    CHECK(rel_cell_looks_like_id(str("did:plc:x")) &&
          rel_cell_looks_like_id(str("UCabcdefghijklmnopqrstuv")));
    CHECK(!rel_cell_looks_like_id(str("ada99")) && !rel_cell_looks_like_id(str("@1")));
}

static int64_t count_of(const char *cell)
{
    int64_t v;
    return rel_cell_count(str(cell), &v) ? v : -1;
}

static void counts(void)
{
    CHECK(count_of("1234") == 1234 && count_of("1,234") == 1234 && count_of("12 345 678") == 12345678);
    CHECK(count_of("1\xC2\xA0"
                   "234") == 1234 &&
          count_of("1\xE2\x80\xAF"
                   "234") == 1234);
    CHECK(count_of("12.0") == 12 && count_of("0") == 0);
    CHECK(count_of("") == REL_COUNT_MISSING && count_of("n/a") == REL_COUNT_MISSING &&
          count_of("-") == REL_COUNT_MISSING);
    CHECK(count_of("-3") == -1 && count_of("12.5") == -1 && count_of("1.2K") == -1 && count_of("1,23") == -1);
    CHECK(count_of("1234,567") == -1 && count_of("99999999999999999999") == -1 && count_of(",123") == -1);
}

static double weight_of(const char *cell, bool comma)
{
    double v;
    return rel_cell_weight(str(cell), comma, &v) ? v : -1;
}

static void weights(void)
{
    CHECK(weight_of("2.5", false) == 2.5 && weight_of("2,5", true) == 2.5 &&
          weight_of("1,234.5", false) == 1234.5);
    CHECK(weight_of("", false) == 1 && weight_of("1e3", false) == 1000);
    CHECK(weight_of("0", false) == -1 && weight_of("-1", false) == -1 && weight_of("nan ", false) == 1);
    CHECK(weight_of("inf", false) == -1 && weight_of("1e999", false) == -1 && weight_of("x", false) == -1);
}

static void platforms(void)
{
    char room[REL_PLATFORM_TEXT];
    CHECK(rel_str_is(rel_cell_platform(str("Twitter"), NULL, room), "x"));
    CHECK(rel_str_is(rel_cell_platform(str("TikTok"), "x", room), "tiktok"));
    CHECK(rel_str_is(rel_cell_platform(REL_STR_MISSING, "x", room), "x"));
    CHECK(rel_str_is(rel_cell_platform(REL_STR_MISSING, NULL, room), "other"));
    CHECK(rel_cell_flag(str("True")) == 1 && rel_cell_flag(str("non")) == 0 &&
          rel_cell_flag(str("?")) == REL_FLAG_MISSING);
}

static const char *time_of(const char *cell, rel_date_order order)
{
    static char out[REL_TIME_TEXT];
    int64_t t;
    if (!rel_table_time(str(cell), order, &t)) return "none";
    rel_time_text(t, out);
    return out;
}

static void dates(rel_ctx *ctx)
{
    const rel_date_order day = REL_DATE_DAY_FIRST, month = REL_DATE_MONTH_FIRST;
    CHECK_TEXT(time_of("31/12/2021 10:00", day), "2021-12-31T10:00:00Z");
    CHECK_TEXT(time_of("3.4.21", day), "2021-04-03T00:00:00Z");
    CHECK_TEXT(time_of("12/31/2021 9:05:07 PM", month), "2021-12-31T21:05:07Z");
    CHECK_TEXT(time_of("12/31/2021 12:00 am", month), "2021-12-31T00:00:00Z");
    CHECK_TEXT(time_of("2021-12-31", day), "2021-12-31T00:00:00Z");
    CHECK_TEXT(time_of("31/12/2021", REL_DATE_ISO), "none");
    CHECK_TEXT(time_of("31/12/2021", month), "none");
    CHECK_TEXT(time_of("30/02/2021", day), "none");
    CHECK_TEXT(time_of("1/2/202", day), "none");
    CHECK_TEXT(time_of("1/2-2021", day), "none");
    CHECK_TEXT(time_of("1/2/2021 13:00 PM", day), "none");
    CHECK_TEXT(time_of("1/2/2021 10", day), "none");
    const rel_str clear[] = {str("01/02/2021"), str(""), str("13/02/2021")},
                  us[] = {str("1/2/2021"), str("1/31/2021")}, unclear[] = {str("01/02/2021")},
                  both[] = {str("13/02/2021"), str("02/13/2021")};
    rel_date_order order;
    CHECK_OK(ctx, rel_date_order_find(ctx, "t", clear, 1, 3, ',', &order));
    CHECK(order == day);
    CHECK_OK(ctx, rel_date_order_find(ctx, "t", us, 1, 2, ';', &order));
    CHECK(order == month);
    CHECK_OK(ctx, rel_date_order_find(ctx, "t", unclear, 1, 1, ';', &order));
    CHECK(order == day);
    CHECK(rel_date_order_find(ctx, "t", unclear, 1, 1, ',', &order) == REL_E_DATA);
    CHECK_TEXT(ctx->message, "'t': the day or the month may come first in dates such as '01/02/2021'");
    CHECK(rel_date_order_find(ctx, "t", both, 1, 2, ';', &order) == REL_E_DATA);
    rel_forgive(ctx);
}

static const char *list_of(rel_ctx *ctx, const char *cell, rel_cell_list_of what)
{
    static char out[512];
    rel_cell_item *item;
    size_t count, w = 0;
    int64_t left_out = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    CHECK_OK(ctx, rel_cell_list(ctx, str(cell), what, 0, &item, &count, &left_out));
    out[0] = '\0';
    for (size_t i = 0; i < count; i++)
        w += (size_t)snprintf(out + w, sizeof out - w, "[%.*s%s%.*s]", REL_STR_ARG(item[i].text),
                              item[i].other.s ? "=" : "", REL_STR_ARG(item[i].other));
    rel_scratch_release(ctx, mark);
    return out;
}

static void lists(rel_ctx *ctx)
{
    CHECK_TEXT(list_of(ctx, "a, b;c|d  e", REL_CELL_NAMES), "[a][b][c][d][e]");
    CHECK_TEXT(list_of(ctx, "['@a', \"b\"]", REL_CELL_NAMES), "[@a][b]");
    CHECK_TEXT(list_of(ctx, "[\"a\",{\"username\":\"b\",\"id\":\"12345678901234567890\"}]", REL_CELL_NAMES),
               "[a][b=12345678901234567890]");
    CHECK_TEXT(list_of(ctx, "[{\"tag\":\"été\"},{\"text\":\"b\"}]", REL_CELL_TAGS), "[été][b]");
    CHECK_TEXT(list_of(ctx, "#a #b", REL_CELL_TAGS), "[a][b]");
    CHECK_TEXT(list_of(ctx, "https://a.b/c?x=1,2,https://d.e/f(g) | http://h", REL_CELL_LINKS),
               "[https://a.b/c?x=1,2][https://d.e/f(g)][http://h]");
    CHECK_TEXT(list_of(ctx, "[]", REL_CELL_NAMES), "");
    CHECK_TEXT(list_of(ctx, "none", REL_CELL_NAMES), "");
    CHECK_TEXT(list_of(ctx, "[{\"broken\"", REL_CELL_NAMES), "[{][broken]");
    static char many[5000];
    memset(many, ',', sizeof many - 1);
    for (size_t i = 0; i + 1 < sizeof many; i += 2) many[i] = 'a';
    rel_cell_item *item;
    size_t count;
    int64_t left_out = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    CHECK_OK(ctx, rel_cell_list(ctx, str(many), REL_CELL_NAMES, 0, &item, &count, &left_out));
    CHECK(count == REL_CELL_LIST_MAX && left_out == 2500 - REL_CELL_LIST_MAX);
    rel_scratch_release(ctx, mark);
}

static const char *entities_of(const char *text)
{
    static char out[512];
    static const char mark[] = "@#>";
    rel_entity e;
    size_t w = 0;
    out[0] = '\0';
    for (size_t at = 0; rel_entity_next(str(text), &at, &e);)
        w += (size_t)snprintf(out + w, sizeof out - w, "%c%.*s ", mark[e.kind], REL_STR_ARG(e.text));
    return out;
}

static void entities(void)
{
    CHECK_TEXT(entities_of("@ada hi @bob_2, mail a@b.org or @c@mastodon.example. #Été2024! #1 #a1"),
               "@ada @bob_2 @c@mastodon.example #Été2024 #a1 ");
    CHECK_TEXT(entities_of("see (https://a.b/c?d=@e#f). And http://x.y!"),
               ">https://a.b/c?d=@e#f >http://x.y ");
    CHECK_TEXT(entities_of("&#39; ## @@x a#b «#mot» “#tag” #日本語。 #fête🎉 #ab…"),
               "#mot #tag #日本語 #fête #ab ");
    CHECK_TEXT(entities_of("http:// https:// h @ #"), "");
    CHECK_TEXT(entities_of("[a](https://a.b/c_(d))e [f](http://g.h). (http://i.j)"),
               ">https://a.b/c_(d) >http://g.h >http://i.j ");
    CHECK(rel_str_is(rel_text_shared_from(str("RT @ada: hello")), "ada"));
    CHECK(!rel_text_shared_from(str("RT @ada hello")).s && !rel_text_shared_from(str("RT @: x")).s);
    CHECK(!rel_text_shared_from(str("so RT @ada: x")).s);
}

static const char *users_of(const char *text)
{
    static char out[512];
    char room[REL_USER_NAME_MAX];
    size_t w = 0;
    rel_str name;
    out[0] = '\0';
    for (size_t at = 0; (name = rel_text_next_user(str(text), &at, room)).len;)
        w += (size_t)snprintf(out + w, sizeof out - w, "%.*s ", REL_STR_ARG(name));
    return out;
}

static void users(void)
{
    CHECK_TEXT(users_of("u/ada, /u/bob_2 (U/c-d) et \xC2\xABu/eve\xC2\xBB"), "ada bob_2 c-d eve ");
    CHECK_TEXT(users_of("u/some\\_one u/a\\*b u/x\\_"), "some_one ");
    CHECK_TEXT(users_of("r/velo/u/ada a/u/ada xu/ada //u/ada .u/ada @u/ada https://x.y/u/ada www.u/ada"), "");
    CHECK_TEXT(users_of("u/ab u/abcdefghijklmnopqrstu u/abcdefghijklmnopqrst u/ u"), "abcdefghijklmnopqrst ");
    CHECK_TEXT(users_of("[u/ada](https://a.b/u/bob)/u/eve u/ada"), "ada eve ada ");
}

static void kind_words(rel_ctx *ctx)
{
    static const struct {
        const char *word;
        rel_kind kind;
    } known[] = {
        {"RT", REL_KIND_SHARE},         {"retweeted", REL_KIND_SHARE},    {"Boost", REL_KIND_SHARE},
        {"MT", REL_KIND_MENTION},       {"re", REL_KIND_REPLY},           {"replied_to", REL_KIND_REPLY},
        {"Replies to", REL_KIND_REPLY}, {"quoted", REL_KIND_QUOTE},       {"fav", REL_KIND_LIKE},
        {"favourite", REL_KIND_LIKE},   {"friend", REL_KIND_FOLLOW},      {"followers", REL_KIND_FOLLOW},
        {"j'aime", REL_KIND_LIKE},      {"Commentaire", REL_KIND_COMMENT}};
    rel_kind_words *words;
    rel_kind kind;
    CHECK_OK(ctx, rel_kind_words_make(ctx, NULL, NULL, &words));
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        CHECK(rel_kind_words_find(words, str(known[i].word), &kind) == REL_MEANS_KIND &&
              kind == known[i].kind);
    for (int k = 0; k < REL_KIND_COUNT; k++)
        CHECK(rel_kind_words_find(words, str(rel_kind_word((rel_kind)k)), &kind) == REL_MEANS_KIND &&
              (int)kind == k);
    CHECK(rel_kind_words_find(words, str("tweet"), &kind) == REL_MEANS_POST);
    CHECK(rel_kind_words_find(words, str("MentionsInRetweet"), &kind) == REL_MEANS_IGNORE);
    CHECK(rel_kind_words_find(words, str("poke"), &kind) == REL_MEANS_NOTHING);
    CHECK(rel_kind_words_find(words, str("--"), &kind) == REL_MEANS_NOTHING);
    free(words);
}

/* A header name means one role of a set only, else the order of the roles would decide in secret. The
 * exception is a name that an earlier role may leave over. */
static void role_names_are_unique(void)
{
    const rel_role_set *sets[] = {&rel_edge_roles, &rel_post_roles};
    for (int s = 0; s < 2; s++) {
        for (size_t r = 0; r < sets[s]->roles; r++) {
            rel_str rest = str(sets[s]->role[r].names);
            while (rest.len) {
                const rel_str name = rel_str_cut(&rest, '|');
                CHECK(name.len > 0);
                size_t meanings = 0;
                for (size_t o = 0; o < sets[s]->roles; o++) {
                    rel_str others = str(sets[s]->role[o].names);
                    while (others.len) meanings += rel_str_eq(rel_str_cut(&others, '|'), name);
                }
                const bool may_be_left = rel_str_is(name, "username");
                if (meanings != 1 && !may_be_left)
                    fprintf(stderr, "'%.*s' means two roles\n", REL_STR_ARG(name));
                CHECK(meanings == 1 || may_be_left);
            }
        }
    }
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    ids();
    counts();
    weights();
    platforms();
    dates(&ctx);
    lists(&ctx);
    entities();
    users();
    kind_words(&ctx);
    role_names_are_unique();
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
