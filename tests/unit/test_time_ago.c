/* Ages as feeds show them, in seconds worked out by hand. */
#include "ingest/time_ago.h"
#include "tests/check.h"

enum { HOUR = 3600, DAY = 86400 };

static void read_ages(void)
{
    static const struct {
        const char *text;
        int64_t seconds, error;
    } good[] = {
        {"18h", 18 * HOUR, HOUR},
        {"18h \xE2\x80\xA2 ", 18 * HOUR, HOUR},
        {"3d \xE2\x80\xA2 Edited \xE2\x80\xA2 ", 3 * DAY, DAY},
        {"2w", 14 * DAY, 7 * DAY},
        {"1mo", 2629800, 34 * DAY},
        {"11mo", 11 * 2629800, 34 * DAY},
        {"5yr", 5 * 31557600, 367 * DAY},
        {"45s", 45, 1},
        {"5m", 300, 60},
        {"0s", 0, 1},
        {"just now", 0, 60},
        {"Now", 0, 60},
        {"18 hours ago", 18 * HOUR, HOUR},
        {"1 week ago \xE2\x80\xA2 Visible to anyone", 7 * DAY, 7 * DAY},
        {"an hour ago", HOUR, HOUR},
        {"about a month ago", 2629800, 34 * DAY},
        {"3 Std.", 3 * HOUR, HOUR},
        {"vor 2 Tagen", 2 * DAY, DAY},
        {"il y a 3 mois", 3 * 2629800, 34 * DAY},
        {"il y a un an", 31557600, 367 * DAY},
        {"2\xC2\xA0sem.", 14 * DAY, 7 * DAY},
        {"6\xE2\x80\xAFjours", 6 * DAY, DAY},
        {"18 mnd", 18 * 2629800, 34 * DAY},
        {"2 weken geleden \xC2\xB7 x", 14 * DAY, 7 * DAY},
        {" 7 D ", 7 * DAY, DAY},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        rel_age age = {-1, -1};
        CHECK(rel_age_parse(rel_str_of(good[i].text), &age));
        if (age.seconds != good[i].seconds || age.error != good[i].error)
            fprintf(stderr, "  in '%s'\n", good[i].text);
        CHECK(age.seconds == good[i].seconds && age.error == good[i].error);
    }
}

static void refuse_others(void)
{
    static const char *const bad[] = {"",
                                      " ",
                                      "Promoted",
                                      "3 j",
                                      "3",
                                      "h",
                                      "-3d",
                                      "3.5h",
                                      "yesterday",
                                      "3d4h",
                                      "123456h",
                                      "18 hours before",
                                      "ago",
                                      "2 of 3 days",
                                      "1 2 3 4 5 6 7 8 9 d",
                                      "\xE2\x80\xA2 3d",
                                      "3d Edited",
                                      "\xC2",
                                      "\xE2\x80",
                                      "hello 3d"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        rel_age age = {-1, -1};
        const bool read = rel_age_parse(rel_str_of(bad[i]), &age);
        if (read) fprintf(stderr, "  '%s' was taken for an age\n", bad[i]);
        CHECK(!read && age.seconds == -1);
    }
    rel_age age;
    CHECK(!rel_age_parse(REL_STR_MISSING, &age));
}

int main(void)
{
    read_ages();
    refuse_others();
    return CHECK_REPORT();
}
