#include "src/cli/options.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "src/base/i18n.h"
#include "src/base/time.h"

enum { WHO_MAX = 80, SECONDS_DIGITS = 9 };

bool rel_opt_is_argument(const rel_opt *o)
{
    return o->type == REL_OPT_POSITIONAL || o->type == REL_OPT_REST;
}

bool rel_opt_is_named(const rel_opt *o)
{
    return o->type != REL_OPT_END && o->type != REL_OPT_GROUP && !rel_opt_is_argument(o);
}

bool rel_opt_takes_value(const rel_opt *o)
{
    return rel_opt_is_named(o) && o->type != REL_OPT_FLAG;
}

/* --- words -------------------------------------------------------------------------------------------------
 */

static bool same_word(rel_str a, const char *b)
{
    if (strlen(b) != a.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (a.s[i] != b[i] && !((a.s[i] == '_' || a.s[i] == '-') && (b[i] == '_' || b[i] == '-')))
            return false;
    return true;
}

int rel_word_index(rel_str text, const char *(*words)(int i))
{
    for (int i = 0; words(i); i++)
        if (same_word(text, words(i))) return i;
    return -1;
}

/* Two slips in a short word are another word: the allowance grows with the length. */
static bool is_near(int distance, size_t len)
{
    return distance <= (len <= 3 ? 1 : len <= 7 ? 2 : 3);
}

const char *rel_nearest_word(const char *text, const char *(*words)(int i))
{
    const char *best = NULL;
    int least = 1000;
    for (int i = 0; words(i); i++) {
        const int d = rel_str_distance(text, words(i));
        if (d < least) {
            least = d;
            best = words(i);
        }
    }
    return best && is_near(least, strlen(text)) ? best : NULL;
}

rel_status rel_words_join(rel_ctx *ctx, const char *(*words)(int i), rel_buf *b)
{
    rel_status st = REL_OK;
    for (int i = 0; words(i); i++) {
        if (i) REL_TRY(rel_buf_puts(ctx, b, ", "));
        REL_TRY(rel_buf_puts(ctx, b, words(i)));
    }
out:
    return st;
}

/* --- values ------------------------------------------------------------------------------------------------
 */

static rel_status parse_i64(rel_ctx *ctx, const rel_opt *o, const char *who, const char *text, void *field)
{
    int64_t x;
    if (!rel_str_to_i64(rel_str_of(text), &x) || (double)x < o->min || (double)x > o->max)
        return rel_fail(ctx, REL_E_USAGE, "%s: '%s' is not a whole number from %.0f to %.0f", who, text,
                        o->min, o->max);
    memcpy(field, &x, sizeof x);
    return REL_OK;
}

static rel_status parse_f64(rel_ctx *ctx, const rel_opt *o, const char *who, const char *text, void *field)
{
    double x;
    const bool number = rel_str_to_f64(rel_str_of(text), &x) && !isnan(x);
    if (number && x >= o->min && x <= o->max) {
        memcpy(field, &x, sizeof x);
        return REL_OK;
    }
    if (isinf(o->max))
        return rel_fail(ctx, REL_E_USAGE, "%s: '%s' is not a number from %g upwards", who, text, o->min);
    return rel_fail(ctx, REL_E_USAGE, "%s: '%s' is not a number from %g to %g", who, text, o->min, o->max);
}

static rel_status parse_time(rel_ctx *ctx, const char *who, const char *text, void *field)
{
    int64_t utc;
    /* A short number would be a second of the year 1970; who writes 2012 means the year. */
    const bool short_number = strspn(text, "0123456789") == strlen(text) && strlen(text) < SECONDS_DIGITS;
    if (short_number || !rel_time_parse(rel_str_of(text), &utc)) {
        rel_fail(ctx, REL_E_USAGE, "%s: '%s' is not a time", who, text);
        return rel_hint(ctx, "accepted: 2012-07-04, 2012-07-04T15:00:00Z (UTC without a zone), "
                             "'Wed, 04 Jul 2012 15:00:00 +0200', seconds since 1970");
    }
    memcpy(field, &utc, sizeof utc);
    return REL_OK;
}

static rel_status parse_duration(rel_ctx *ctx, const char *who, const char *text, void *field)
{
    int64_t seconds;
    if (!rel_duration_parse(rel_str_of(text), &seconds) || seconds <= 0) {
        rel_fail(ctx, REL_E_USAGE, "%s: '%s' is not a duration", who, text);
        return rel_hint(ctx, "accepted: 90s, 45min, 12h, 30d, 2w, 6months, 1y");
    }
    memcpy(field, &seconds, sizeof seconds);
    return REL_OK;
}

static rel_status not_a_word(rel_ctx *ctx, const rel_opt *o, const char *who, const char *text)
{
    rel_buf all = {0};
    if (rel_words_join(ctx, o->words, &all) == REL_OK) {
        rel_fail(ctx, REL_E_USAGE, "%s: '%s' is not one of %s", who, text, all.data ? all.data : "");
        const char *near = rel_nearest_word(text, o->words);
        if (near) rel_hint(ctx, "did you mean '%s'?", near);
    }
    rel_buf_free(&all);
    return ctx->status;
}

static rel_status parse_choice(rel_ctx *ctx, const rel_opt *o, const char *who, const char *text, void *field)
{
    const int i = rel_word_index(rel_str_of(text), o->words);
    if (i < 0) return not_a_word(ctx, o, who, text);
    const char *word = o->words(i);
    memcpy(field, &word, sizeof word);
    return REL_OK;
}

static rel_status parse_list(rel_ctx *ctx, const rel_opt *o, const char *who, const char *text, void *field)
{
    rel_str rest = rel_str_of(text);
    while (rest.s) {
        rel_str item = rel_str_trim(rel_str_cut(&rest, ','));
        const rel_str whole = item;
        if (o->weighted) item = rel_str_trim(rel_str_cut(&item, '='));
        if (rel_word_index(item, o->words) >= 0) continue;
        char word[64];
        snprintf(word, sizeof word, "%.*s", REL_STR_ARG(item.len ? item : whole));
        return not_a_word(ctx, o, who, word);
    }
    memcpy(field, &text, sizeof text);
    return REL_OK;
}

rel_status rel_parse_value(rel_ctx *ctx, const rel_opt *o, const char *who, const char *text, void *into)
{
    char *field = (char *)into + o->offset;
    switch (o->type) {
    case REL_OPT_I64: return parse_i64(ctx, o, who, text, field);
    case REL_OPT_F64: return parse_f64(ctx, o, who, text, field);
    case REL_OPT_TIME: return parse_time(ctx, who, text, field);
    case REL_OPT_DURATION: return parse_duration(ctx, who, text, field);
    case REL_OPT_CHOICE: return parse_choice(ctx, o, who, text, field);
    case REL_OPT_LIST: return parse_list(ctx, o, who, text, field);
    case REL_OPT_FLAG: *(bool *)(void *)field = true; return REL_OK;
    default: memcpy(field, &text, sizeof text); return REL_OK;
    }
}

/* --- options -----------------------------------------------------------------------------------------------
 */

static const rel_opt *find_option(const rel_parse *p, rel_str name, char letter, void **into)
{
    for (int t = 0; t < 2; t++)
        for (const rel_opt *o = p->table[t]; o && o->type != REL_OPT_END; o++) {
            if (!rel_opt_is_named(o)) continue;
            if (letter ? o->letter == letter : rel_str_is(name, o->name)) {
                *into = p->into[t];
                return o;
            }
        }
    return NULL;
}

static rel_status unknown_option(rel_ctx *ctx, const rel_parse *p, rel_str name)
{
    const rel_opt *best = NULL;
    int least = 1000;
    char text[64];
    snprintf(text, sizeof text, "%.*s", REL_STR_ARG(name));
    for (int t = 0; t < 2; t++)
        for (const rel_opt *o = p->table[t]; o && o->type != REL_OPT_END; o++) {
            const int d = rel_opt_is_named(o) ? rel_str_distance(text, o->name) : 1000;
            if (d < least) {
                least = d;
                best = o;
            }
        }
    rel_fail(ctx, REL_E_USAGE, "unknown option '--%s'", text);
    if (best && is_near(least, name.len)) rel_hint(ctx, "did you mean '--%s'?", best->name);
    return ctx->status;
}

/* argv[*i] is an option; moves *i over its value when that stands in an argument of its own. */
static rel_status parse_option(rel_ctx *ctx, const rel_parse *p, int argc, char **argv, int *i)
{
    const char *arg = argv[*i], *value = NULL;
    rel_str name = REL_STR_MISSING;
    char letter = 0, who[WHO_MAX];
    void *into = NULL;
    if (arg[1] == '-') {
        name = rel_str_of(arg + 2);
        const char *equals = strchr(arg + 2, '=');
        if (equals) {
            name.len = (size_t)(equals - (arg + 2));
            value = equals + 1;
        }
    } else {
        letter = arg[1];
        if (arg[2]) value = arg + 2 + (arg[2] == '=');
    }
    const rel_opt *o = find_option(p, name, letter, &into);
    if (!o && letter) return rel_fail(ctx, REL_E_USAGE, "unknown option '%s'", arg);
    if (!o) return unknown_option(ctx, p, name);
    if (!rel_opt_takes_value(o)) {
        if (value)
            return rel_fail(ctx, REL_E_USAGE, "option '--%s' takes no value, found '%s'", o->name, value);
        return rel_parse_value(ctx, o, "", "", into);
    }
    if (!value && *i + 1 >= argc)
        return rel_fail(ctx, REL_E_USAGE, "option '--%s' needs a value: %s", o->name, _(o->value));
    if (!value) value = argv[++*i];
    snprintf(who, sizeof who, _("option '--%s'"), o->name);
    return rel_parse_value(ctx, o, who, value, into);
}

rel_status rel_parse_options(rel_ctx *ctx, const rel_parse *p, int argc, char **argv, const char **rest,
                             int *rest_count, int *next)
{
    rel_status st = REL_OK;
    bool options = true;
    int i = 0;
    for (; i < argc; i++) {
        const bool is_option = options && argv[i][0] == '-' && argv[i][1];
        if (is_option && strcmp(argv[i], "--") == 0) {
            options = false;
        } else if (is_option) {
            REL_TRY(parse_option(ctx, p, argc, argv, &i));
        } else {
            if (p->until_argument) break;
            rest[(*rest_count)++] = argv[i];
        }
    }
out:
    *next = i;
    return st;
}

/* --- arguments ---------------------------------------------------------------------------------------------
 */

rel_status rel_parse_arguments(rel_ctx *ctx, const rel_parse *p, const char **rest, int rest_count)
{
    int used = 0;
    for (const rel_opt *o = p->table[0]; o && o->type != REL_OPT_END; o++) {
        if (!rel_opt_is_argument(o)) continue;
        if (used == rest_count && o->required) {
            rel_fail(ctx, REL_E_USAGE, "missing argument: %s", _(o->name));
            return rel_hint(ctx, "usage: %s", p->usage);
        }
        char *field = (char *)p->into[0] + o->offset;
        if (o->type == REL_OPT_REST) {
            const rel_opt_rest all = {rest + used, rest_count - used};
            memcpy(field, &all, sizeof all);
            used = rest_count;
        } else if (used < rest_count) {
            memcpy(field, &rest[used++], sizeof *rest);
        }
    }
    if (used < rest_count) {
        rel_fail(ctx, REL_E_USAGE, "unexpected argument '%s'", rest[used]);
        return rel_hint(ctx, "usage: %s", p->usage);
    }
    return REL_OK;
}

rel_status rel_parse_required(rel_ctx *ctx, const rel_parse *p)
{
    for (const rel_opt *o = p->table[0]; o && o->type != REL_OPT_END; o++) {
        const char *value;
        if (!o->required || !rel_opt_takes_value(o)) continue;
        memcpy(&value, (const char *)p->into[0] + o->offset, sizeof value);
        if (value) continue;
        if (o->letter) return rel_fail(ctx, REL_E_USAGE, "missing option: -%c %s", o->letter, _(o->value));
        return rel_fail(ctx, REL_E_USAGE, "missing option: --%s %s", o->name, _(o->value));
    }
    return REL_OK;
}

void rel_opt_default_text(const rel_opt *o, const void *into, char *text, size_t size)
{
    const char *field = (const char *)into + o->offset;
    const char *word;
    int64_t i;
    double f;
    *text = '\0';
    switch (o->type) {
    case REL_OPT_I64:
        memcpy(&i, field, sizeof i);
        if (i > 0) snprintf(text, size, "%" PRId64, i);
        break;
    case REL_OPT_F64:
        memcpy(&f, field, sizeof f);
        /* what is out of range stands for "not given" */
        if (f != 0 && f >= o->min && f <= o->max) snprintf(text, size, "%g", f);
        break;
    case REL_OPT_TEXT:
    case REL_OPT_FILE:
    case REL_OPT_CHOICE:
    case REL_OPT_LIST:
        memcpy(&word, field, sizeof word);
        if (word) snprintf(text, size, "%s", word);
        break;
    default: break;
    }
}
