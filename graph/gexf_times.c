#include "graph/gexf_times.h"

#include <math.h>
#include <stdlib.h>

#include "src/base/number_text.h"

void rel_gexf_clock_free(rel_gexf_clock *c)
{
    free(c->instant);
    *c = (rel_gexf_clock){0};
}

static bool is_infinite(rel_str text)
{
    if (text.len && (text.s[0] == '-' || text.s[0] == '+')) text = (rel_str){text.s + 1, text.len - 1};
    return rel_str_is_nocase(text, "infinity") || rel_str_is_nocase(text, "inf");
}

static int64_t time_of_number(double number)
{
    static const double MILLISECONDS = 1e11, MOST = 1e17;
    if (!(fabs(number) < MOST)) return REL_TIME_MISSING;
    return (int64_t)floor(fabs(number) >= MILLISECONDS ? number / 1000 : number);
}

int64_t rel_gexf_time(rel_gexf_clock *c, rel_str text, int64_t line)
{
    int64_t utc = REL_TIME_MISSING;
    double number;
    text = rel_str_trim(text);
    if (!text.len || is_infinite(text)) return REL_TIME_MISSING;
    if (rel_str_to_f64(text, &number) && !(c->dates && text.len == 4)) {
        c->numbers++;
        utc = time_of_number(number);
    } else if (c->dates && text.len == 4) {
        char date[] = "0000-01-01";
        memcpy(date, text.s, 4);
        if (!rel_time_parse(rel_str_of(date), &utc)) utc = REL_TIME_MISSING;
    } else if (!rel_time_parse(text, &utc)) {
        utc = REL_TIME_MISSING;
    }
    if (utc == REL_TIME_MISSING) rel_import_count(&c->wrong, line);
    return utc;
}

static void widen(rel_gexf_span *span, int64_t first, int64_t last)
{
    if (first == REL_TIME_MISSING)
        span->from_ever = true;
    else if (span->first == REL_TIME_MISSING || first < span->first)
        span->first = first;
    if (last == REL_TIME_MISSING)
        span->for_ever = true;
    else if (span->last == REL_TIME_MISSING || last > span->last)
        span->last = last;
}

void rel_gexf_add_interval(rel_gexf_clock *c, rel_gexf_span *span, rel_str start, rel_str end, int64_t line)
{
    if (!start.s && !end.s) return;
    const int64_t first = rel_gexf_time(c, start, line), last = rel_gexf_time(c, end, line);
    if (first != REL_TIME_MISSING || last != REL_TIME_MISSING) widen(span, first, last);
}

/* What stands between the brackets, without them. */
static rel_str inside(rel_str list)
{
    static const char MARKS[] = "<>[]() \t\r\n";
    while (list.len && strchr(MARKS, list.s[0])) list = (rel_str){list.s + 1, list.len - 1};
    while (list.len && strchr(MARKS, list.s[list.len - 1])) list.len--;
    return list;
}

void rel_gexf_add_intervals(rel_gexf_clock *c, rel_gexf_span *span, rel_str list, int64_t line)
{
    list = inside(list);
    while (list.s && list.len) {
        rel_str pair = inside(rel_str_cut(&list, ';'));
        const rel_str start = rel_str_cut(&pair, ',');
        rel_gexf_add_interval(c, span, start, rel_str_cut(&pair, ','), line);
    }
}

rel_status rel_gexf_add_instants(rel_ctx *ctx, rel_gexf_clock *c, rel_gexf_span *span, rel_str list,
                                 int64_t line)
{
    rel_status st = REL_OK;
    list = inside(list);
    while (list.s && list.len) {
        const int64_t utc = rel_gexf_time(c, rel_str_cut(&list, ','), line);
        if (utc == REL_TIME_MISSING) continue;
        widen(span, utc, utc);
        REL_TRY(rel_grow(ctx, &c->instant, &c->capacity, c->instants + 1, sizeof *c->instant, "times"));
        c->instant[c->instants++] = utc;
    }
out:
    return st;
}

static int by_time(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

rel_status rel_gexf_take_instants(rel_ctx *ctx, rel_gexf_clock *c, rel_str word, rel_buf *text)
{
    rel_status st = REL_OK;
    const size_t count = c->instants;
    text->len = 0;
    c->instants = 0;
    if (count) qsort(c->instant, count, sizeof *c->instant, by_time);
    for (size_t i = 0; i < count; i++) {
        char number[REL_NUMBER_TEXT];
        if (i > 0 && c->instant[i] == c->instant[i - 1]) continue;
        const char *end = rel_put_i64(number, c->instant[i]);
        if (i > 0) REL_TRY(rel_buf_puts(ctx, text, ","));
        REL_TRY(rel_buf_add(ctx, text, number, (size_t)(end - number)));
        if (!word.len) continue;
        REL_TRY(rel_buf_puts(ctx, text, " "));
        REL_TRY(rel_buf_add(ctx, text, word.s, word.len));
    }
out:
    return st;
}
