#include "src/insight/criteria.h"

#include <stdio.h>

#include "src/base/i18n.h"

enum { HIGH, LOW };

static const struct {
    const char *word, *title;
    rel_family family;
    int first;
} criteria[] = {
#define X(name, family, word, title, first) {word, title, REL_FAMILY_##family, first},
    REL_CRITERION_LIST(X)
#undef X
};

const char *rel_criterion_word(int criterion)
{
    return criterion >= 0 && criterion < REL_CRITERION_COUNT ? criteria[criterion].word : NULL;
}

const char *rel_criterion_title(rel_criterion criterion)
{
    return criteria[criterion].title;
}

rel_family rel_criterion_family(rel_criterion criterion)
{
    return criteria[criterion].family;
}

bool rel_criterion_low_first(rel_criterion criterion)
{
    return criteria[criterion].first == LOW;
}

bool rel_criterion_reads_packed(rel_criterion criterion)
{
    const rel_family family = rel_criterion_family(criterion);
    return family == REL_FAMILY_PAGERANK || family == REL_FAMILY_DEGREE ||
           family == REL_FAMILY_COMPONENT_SIZE || family == REL_FAMILY_DISTANCES;
}

bool rel_criterion_is_count(rel_criterion criterion)
{
    switch (criterion) {
    case REL_BY_DEGREE:
    case REL_BY_IN_DEGREE:
    case REL_BY_OUT_DEGREE:
    case REL_BY_CORE:
    case REL_BY_TRIANGLES:
    case REL_BY_LOCAL_BRIDGES:
    case REL_BY_COMPONENT_SIZE:
    case REL_BY_SHARE_H_INDEX: return true;
    default: return false;
    }
}

static rel_status find_criterion(rel_ctx *ctx, rel_str text, rel_criterion *criterion)
{
    char word[32];
    int nearest = 0, least = 1000;
    snprintf(word, sizeof word, "%.*s", REL_STR_ARG(text));
    for (char *c = word; *c; c++)
        if (*c == '-') *c = '_';
    for (int i = 0; i < REL_CRITERION_COUNT; i++) {
        const int d = rel_str_distance(word, criteria[i].word);
        if (d < least) {
            least = d;
            nearest = i;
        }
    }
    *criterion = (rel_criterion)nearest;
    if (least == 0) return REL_OK;
    rel_fail(ctx, REL_E_USAGE, "'%s' is not a criterion", word);
    return least <= 3 ? rel_hint(ctx, "did you mean '%s'?", criteria[nearest].word) : REL_E_USAGE;
}

rel_status rel_criteria_parse(rel_ctx *ctx, const char *text, rel_criterion by[REL_CRITERION_COUNT],
                              int *count)
{
    rel_status st = REL_OK;
    rel_str rest = rel_str_of(text);
    *count = 0;
    while (rest.s) {
        rel_criterion c;
        bool known = false;
        REL_TRY(find_criterion(ctx, rel_str_trim(rel_str_cut(&rest, ',')), &c));
        for (int i = 0; i < *count; i++) known = known || by[i] == c;
        if (!known) by[(*count)++] = c;
    }
out:
    return st;
}
