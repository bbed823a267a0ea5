/* Parts of values in tables: ids in addresses, pages in links, parents in paths. */
#include "ingest/value_part.h"
#include "tests/check.h"

static void check_part(rel_value_part part, const char *value, const char *own, const char *expected)
{
    char room[REL_VALUE_PART_ROOM];
    const rel_str found = rel_value_part_of(part, rel_str_of(value), rel_str_of(own), room);
    const bool good = expected ? rel_str_is(found, expected) : found.s == NULL;
    if (!good) fprintf(stderr, "  of '%s': '%.*s'\n", value, REL_STR_ARG(found));
    CHECK(good);
}

static void check_link(const char *address, const char *account, const char *post)
{
    const rel_facebook_link link = rel_facebook_link_of(rel_str_of(address));
    const bool good = (account ? rel_str_is(link.account, account) : !link.account.s) &&
                      (post ? rel_str_is(link.post, post) : !link.post.s);
    if (!good)
        fprintf(stderr, "  of '%s': '%.*s' '%.*s'\n", address, REL_STR_ARG(link.account),
                REL_STR_ARG(link.post));
    CHECK(good);
}

static void parts(void)
{
    check_part(REL_PART_WHOLE, "a/b", "", "a/b");
    check_part(REL_PART_URL_END, "https://www.instagram.com/p/CxA1/?x=a/b#c", "", "CxA1");
    check_part(REL_PART_URL_END, "CxA1", "", "CxA1");
    check_part(REL_PART_URL_END, "https:///", "", "https:");
    check_part(REL_PART_URL_END, "///", "", NULL);
    check_part(REL_PART_URL_END, "", "", NULL);
    check_part(REL_PART_FACEBOOK_ACCOUNT, "https://www.facebook.com/marc.lenoir.9", "", "marc.lenoir.9");
    check_part(REL_PART_FACEBOOK_ACCOUNT, "https://example.org/marc", "", NULL);
    check_part(REL_PART_REDDIT_ID, "https://old.reddit.com/r/velo/comments/13aaaa/quel_velo/", "",
               "t3_13aaaa");
    check_part(REL_PART_REDDIT_ID, "https://www.reddit.com/r/velo/comments/13aaaa/quel_velo/jj1/?context=3",
               "", "t1_jj1");
    check_part(REL_PART_REDDIT_ID, "https://www.reddit.com/comments/", "", NULL);
    check_part(REL_PART_AFTER_UNDERSCORE, "t1_jj1", "", "jj1");
    check_part(REL_PART_AFTER_UNDERSCORE, "jj1", "", "jj1");
    check_part(REL_PART_AFTER_UNDERSCORE, "t1_", "", NULL);
    check_part(REL_PART_PATH_POST, "velmio/1_2/2_3", "", "1_2");
    check_part(REL_PART_PATH_POST, "velmio/1_2", "", NULL);
    check_part(REL_PART_PATH_POST, "velmio/1_2/2_3/2_4", "", NULL);
    check_part(REL_PART_PATH_COMMENT, "velmio/1_2/2_3/2_4", "", "2_3");
    check_part(REL_PART_PATH_COMMENT, "velmio/1_2/2_3/2_4/2_5", "", "2_4");
    check_part(REL_PART_PATH_COMMENT, "velmio/1_2/2_3", "", NULL);
    check_part(REL_PART_PATH_COMMENT, "a/b//c", "", NULL);
    check_part(REL_PART_SIBLING, "7", "velo-club-9", "velo-club-7");
    check_part(REL_PART_SIBLING, "7", "nine", "7");
    check_part(REL_PART_SIBLING, "", "velo-9", NULL);
    check_part(REL_PART_PATH_PAGE, "velmio/100200_7", "", "100200");
    check_part(REL_PART_PATH_PAGE, "velmio/100200_7/7_8", "", NULL);
    check_part(REL_PART_PATH_PAGE, "velmio/7", "", NULL);
    check_part(REL_PART_PATH_PAGE, "velmio/", "", NULL);
    check_part(REL_PART_FIRST, "fr,en", "", "fr");
    check_part(REL_PART_FIRST, "fr", "", "fr");
    check_part(REL_PART_FIRST, "[\"12\", \"13\"]", "", "12");
    check_part(REL_PART_FIRST, "[]", "", NULL);
    check_part(REL_PART_NOT_ZERO, "0", "", NULL);
    check_part(REL_PART_NOT_ZERO, "10", "", "10");
    for (int i = 0; i < REL_VALUE_PARTS; i++) {
        CHECK(rel_value_part_names[i] != NULL);
        char room[REL_VALUE_PART_ROOM];
        CHECK(rel_value_part_of((rel_value_part)i, REL_STR_MISSING, REL_STR_MISSING, room).s == NULL);
    }
    CHECK(rel_value_part_names[REL_VALUE_PARTS] == NULL);
}

static void facebook(void)
{
    check_link("https://www.facebook.com/velo.club/posts/555001", "velo.club", "555001");
    check_link("http://facebook.com/velo.club/photos/a.1/77/?type=3", "velo.club", "77");
    check_link("https://m.facebook.com/100200300400/videos/9007199254740993/", "100200300400",
               "9007199254740993");
    check_link("https://www.facebook.com/groups/778899/permalink/12/", "778899", "12");
    check_link("https://www.facebook.com/pages/Velo-Club/100200", "100200", NULL);
    check_link("https://www.facebook.com/profile.php?id=100012345678901&sk=about", "100012345678901", NULL);
    check_link("https://www.facebook.com/permalink.php?story_fbid=12&id=34", "34", "12");
    check_link("https://www.facebook.com/watch/?v=1", NULL, NULL);
    check_link("https://www.facebook.com/", NULL, NULL);
    check_link("https://www.facebook.com/groups/", NULL, NULL);
    check_link("https://notfacebook.com/velo.club/posts/1", NULL, NULL);
    check_link("https://example.org/facebook.com/velo.club", NULL, NULL);
    check_link("", NULL, NULL);
}

int main(void)
{
    parts();
    facebook();
    return CHECK_REPORT();
}
