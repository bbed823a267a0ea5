#include "ingest/cascade_line.h"

#include <math.h>

#include "src/base/i18n.h"
#include "src/base/time.h"

static rel_str next_token(rel_str *rest)
{
    size_t i = 0, end;
    while (i < rest->len && (rest->s[i] == ' ' || rest->s[i] == '\t')) i++;
    for (end = i; end < rest->len && rest->s[end] != ' ' && rest->s[end] != '\t';) end++;
    const rel_str token = {rest->s + i, end - i};
    *rest = (rel_str){rest->s + end, rest->len - end};
    return token;
}

rel_cascade_line rel_cascade_line_begin(rel_str text)
{
    rel_str rest = text;
    const rel_str first = next_token(&rest);
    return (rel_cascade_line){.rest = text, .pairs = memchr(first.s, ',', first.len) != NULL};
}

static bool fault(rel_cascade_line *line, const char *expected, rel_str found)
{
    line->expected = expected;
    line->found = found;
    return false;
}

static bool read_time(rel_str text, double *time)
{
    int64_t utc;
    if (rel_str_to_f64(text, time)) return isfinite(*time);
    if (!rel_time_parse(text, &utc)) return false;
    *time = (double)utc;
    return true;
}

/* The last comma parts account and time: handles have none. */
static bool next_pair(rel_cascade_line *line, rel_cascade_act *act)
{
    const rel_str token = next_token(&line->rest);
    size_t comma = token.len;
    if (!token.len) return false;
    while (comma > 0 && token.s[comma - 1] != ',') comma--;
    if (comma < 2) return fault(line, N_("account,time"), token);
    act->name = (rel_str){token.s, comma - 1};
    act->when = (rel_str){token.s + comma, token.len - comma};
    return read_time(act->when, &act->time) || fault(line, N_("a time in seconds or a date"), act->when);
}

static bool next_after_seed(rel_cascade_line *line, rel_cascade_act *act)
{
    act->name = next_token(&line->rest);
    act->when = REL_STR_MISSING;
    act->time = 0;
    if (!line->started) return line->started = true;
    if (!act->name.len) return false;
    act->when = next_token(&line->rest);
    if (!act->when.len) return fault(line, N_("a time after each account"), act->name);
    if (rel_str_to_f64(act->when, &act->time) && isfinite(act->time) && act->time >= 0) return true;
    return fault(line, N_("a number of seconds since the first act"), act->when);
}

bool rel_cascade_line_next(rel_cascade_line *line, rel_cascade_act *act)
{
    return line->pairs ? next_pair(line, act) : next_after_seed(line, act);
}
