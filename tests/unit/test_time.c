/* Times as the platforms write them, against values computed with `date -u -d`. */
#include "src/base/time.h"
#include "tests/check.h"

int main(void)
{
    static const struct {
        const char *text;
        int64_t utc;
    } good[] = {
        {"2021-04-08T19:34:25.000Z", 1617910465},
        {"2021-04-08T21:34:25+02:00", 1617910465},
        {"2021-04-08T21:34:25+0200", 1617910465},
        {"2021-04-08 19:34:25", 1617910465},
        {"2021-04-08 21:34:25 CEST", 1617910465},
        {"2021-04-09 01:04:25 IST", 1617910465},
        {"2021-04-08 15:34:25 EDT", 1617910465},
        {"2021-04-09 05:34:25 AEST", 1617910465},
        {"2021-04-08", 1617840000},
        {"2021-04-08T19:34Z", 1617910440},
        {"Wed Oct 10 20:19:24 +0000 2018", 1539202764},
        {"Wed, 10 Oct 2018 22:19:24 +0200", 1539202764},
        {"10 Oct 2018 20:19:24 GMT", 1539202764},
        {"1617910465", 1617910465},
        {"1617910465123", 1617910465},
        {"1617910465123456", 1617910465},
        {"1617910465.5", 1617910465},
        {" 2020-02-29 ", 1582934400},
        {"2000-02-29T00:00:00Z", 951782400},
        {"9999-12-31T23:59:59Z", 253402300799},
        {"0", 0},
    };
    static const char *const bad[] = {
        "",
        "yesterday",
        "2021-02-29",
        "2021-13-01",
        "2021-04-08T25:00:00Z",
        "2021-04-08T19",
        "-5",
        "1900-01-01",
        "2021-04-08T19:34:25X",
        "2021/04/08",
        "Wed Foo 10 20:19:24 +0000 2018",
        "2021-04-0",
        "1e999",
        "nan",
        "12:30",
        "2021-04-31",
        "1100-02-29",
        "08/04/2021",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        int64_t utc = -1;
        CHECK(rel_time_parse(rel_str_of(good[i].text), &utc));
        if (utc != good[i].utc) fprintf(stderr, "  in '%s'\n", good[i].text);
        CHECK(utc == good[i].utc);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t utc = -1;
        CHECK(!rel_time_parse(rel_str_of(bad[i]), &utc));
        if (utc != -1) fprintf(stderr, "  in '%s'\n", bad[i]);
        CHECK(utc == -1);
    }
    for (int64_t t = 0; t < 253402300799; t += 86399 * 1000 + 17) {
        char text[REL_TIME_TEXT];
        int64_t back = -1;
        rel_time_text(t, text);
        CHECK(rel_time_parse(rel_str_of(text), &back) && back == t);
    }
    int64_t s = 0;
    CHECK(rel_duration_parse(rel_str_of("30d"), &s) && s == 30 * 86400);
    CHECK(rel_duration_parse(rel_str_of("2 weeks"), &s) && s == 14 * 86400);
    CHECK(!rel_duration_parse(rel_str_of("d"), &s) && !rel_duration_parse(rel_str_of("5"), &s));
    CHECK(!rel_duration_parse(rel_str_of("9223372036854775807y"), &s));
    return CHECK_REPORT();
}
