/* Cascades as text, one a line: who passed a message on, and when. A line becomes a post of whoever acted
 * first and a share of it by each of the others. What a line does not say (who passed it on to whom, what it
 * was about, when it began) stays unknown: docs/formats/cascades.md. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "ingest/cascade_line.h"
#include "ingest/csv_sniff.h"
#include "ingest/post_acts.h"
#include "ingest/reading.h"
#include "ingest/table_value.h"
#include "src/base/i18n.h"

enum {
    NAME_MAX_BYTES = 512,
    SAMPLE_LINES = 100,
    RELATIVE_MAX = 100000000, /* smaller times are none of today's: 1973 in seconds */
    MS_MIN = 100000000000,    /* larger ones are milliseconds, as everywhere */
};

/* -------- the beginning of a file -------- */

typedef struct sample {
    size_t good, bad; /* lines */
    size_t pairs;     /* good lines of the second form */
    size_t alone;     /* good lines of one name only, which may belong to either */
    size_t longer;    /* good lines with more than two acts */
    size_t others;    /* good lines with another number of acts than the first */
    size_t acts;
    size_t descents; /* acts of the first form that are earlier than the one before them */
    bool ids;        /* all names are ids of a platform */
    bool relative;   /* some times are none of today's */
    bool fractions;
} sample;

/* One line of the sample. */
static void look_at(rel_str text, sample *s, size_t *first)
{
    rel_cascade_line line = rel_cascade_line_begin(text);
    rel_cascade_act act;
    size_t acts = 0, descents = 0;
    bool ids = true, relative = false, fractions = false;
    for (double before = 0; rel_cascade_line_next(&line, &act); before = act.time) {
        acts++;
        descents += act.time < before;
        ids &= rel_cell_looks_like_id(act.name);
        relative |= act.time < RELATIVE_MAX;
        fractions |= act.time != floor(act.time);
    }
    if (line.expected) {
        s->bad++;
        return;
    }
    if (!s->good++) *first = acts;
    s->pairs += line.pairs;
    s->alone += !line.pairs && acts == 1;
    s->longer += acts > 2;
    s->others += acts != *first;
    s->acts += acts;
    if (!line.pairs) s->descents += descents;
    s->ids &= ids;
    s->relative |= relative;
    s->fractions |= fractions;
}

static sample take_sample(const rel_probe *probe)
{
    sample s = {.ids = true};
    size_t first = 0;
    rel_str rest = probe->first;
    while (rest.s && s.good + s.bad < SAMPLE_LINES) {
        const rel_str line = rel_str_trim(rel_str_cut(&rest, '\n'));
        /* What the probe cuts in the middle is no line. */
        if (!rest.s && !probe->whole) break;
        if (line.len && line.s[0] != '#' && line.s[0] != '%') look_at(line, &s, &first);
    }
    return s;
}

/* Lines of one length are a table; those of several, with times that ascend, are not likely anything else. */
static int detect(const rel_probe *probe)
{
    if (!rel_looks_like_table_text(probe->first) || (probe->opts && probe->opts->map)) return 0;
    const sample s = take_sample(probe);
    if (!s.good || s.bad * 3 > s.good || !s.longer) return 0;
    if (s.pairs && s.pairs + s.alone == s.good) return s.others || s.good == 1 ? 92 : 0;
    if (s.pairs || s.descents * 20 > s.acts) return 0;
    return s.others || (s.good == 1 && s.acts > 3) ? 90 : 0;
}

/* -------- setup -------- */

typedef struct plan {
    bool ids;
    bool pairs; /* the lines are of the second form: a name alone has no time */
} plan;

static rel_status setup(rel_ctx *ctx, const rel_probe *probe, const rel_ingest_opts *opts, void **out)
{
    plan *p = NULL;
    (void)opts;
    const sample s = take_sample(probe);
    const rel_status st = rel_alloc(ctx, &p, 1, sizeof *p, "plan of cascades");
    *out = p;
    if (st != REL_OK) return st;
    p->ids = s.ids && s.good;
    p->pairs = s.pairs > 0;
    if (s.relative)
        rel_note(ctx,
                 "'%s' does not say when its cascades began: times are kept as if each had begun in 1970, "
                 "and tell only what came first within a cascade",
                 probe->path);
    if (s.fractions)
        rel_note(ctx, "'%s': fractions of a second are cut off; 'learn --cascades' keeps them", probe->path);
    return REL_OK;
}

static void free_setup(void *setup_)
{
    free(setup_);
}

/* -------- one line -------- */

typedef struct act {
    rel_str name;
    int64_t time;
    rel_account_ref who;
    uint32_t place; /* in the line */
    bool dated;     /* the line says when */
    bool again;     /* not the first of this account */
} act;

static int by_time(const void *x, const void *y)
{
    const act *a = x, *b = y;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

static int by_account(const void *x, const void *y)
{
    const act *a = x, *b = y;
    if (a->who != b->who) return a->who < b->who ? -1 : 1;
    return by_time(x, y);
}

static bool whole_seconds(const rel_cascade_act *a, int64_t *time)
{
    double number;
    *time = 0;
    if (!a->when.s) return true;
    if (!rel_str_to_f64(a->when, &number) || number >= MS_MIN) return rel_time_parse(a->when, time);
    *time = number >= 0 ? (int64_t)number : -1;
    return *time >= 0;
}

/* Counts the acts of a line. False: it was rejected. */
static bool check_line(rel_batch *b, rel_str text, int64_t line, size_t *acts)
{
    enum { SHOWN = 40 };
    rel_cascade_line l = rel_cascade_line_begin(text);
    rel_cascade_act a;
    int64_t time;
    for (*acts = 0; rel_cascade_line_next(&l, &a); ++*acts) {
        if (a.name.len > NAME_MAX_BYTES) {
            rel_batch_reject(b, REL_REJECT_TOO_LARGE, line, "account has %zu bytes", a.name.len);
            return false;
        }
        if (whole_seconds(&a, &time)) continue;
        rel_batch_reject(b, REL_REJECT_BAD_TIME, line, "time '%.*s'", REL_STR_ARG(a.when));
        return false;
    }
    if (!l.expected) return true;
    if (l.found.len > SHOWN) l.found.len = SHOWN;
    rel_batch_reject(b, REL_REJECT_BAD_ROW, line, "expected %s, found '%.*s'", l.expected,
                     REL_STR_ARG(l.found));
    return false;
}

/* Fills act[0..acts) in the order of time and marks whoever was there before. */
static void take_acts(const plan *p, rel_batch *b, rel_str platform, rel_str text, act *act_, size_t acts)
{
    rel_cascade_line l = rel_cascade_line_begin(text);
    rel_cascade_act a;
    for (size_t i = 0; i < acts && rel_cascade_line_next(&l, &a); i++) {
        act_[i] = (act){.name = a.name, .place = (uint32_t)i, .dated = a.when.s != NULL};
        (void)whole_seconds(&a, &act_[i].time);
        act_[i].who = rel_batch_account(b, platform, p->ids ? a.name : REL_STR_MISSING,
                                        p->ids ? REL_STR_MISSING : a.name);
    }
    qsort(act_, acts, sizeof *act_, by_account);
    for (size_t i = 1; i < acts; i++) act_[i].again = act_[i].who == act_[i - 1].who;
    qsort(act_, acts, sizeof *act_, by_time);
}

/* Made of who acted when: however the line is written, the same cascade is the same post. */
static rel_str cascade_id(const act *a, size_t acts, char room[8 + REL_HASH_TEXT])
{
    char text[REL_HASH_TEXT];
    rel_hash128 h = {0, 0};
    for (size_t i = 0; i < acts; i++) {
        const rel_hash128 chain[3] = {
            h, rel_hash128_of(a[i].name.s, a[i].name.len), {(uint64_t)a[i].time, 0}};
        h = rel_hash128_of(chain, sizeof chain);
    }
    rel_hash128_text(h, text);
    return (rel_str){room, (size_t)snprintf(room, 8 + REL_HASH_TEXT, "cascade-%s", text)};
}

static void store(const plan *p, rel_batch *b, rel_str platform, const act *a, size_t acts)
{
    char room[8 + REL_HASH_TEXT];
    rel_post_record post = rel_post_record_empty();
    post.platform = platform;
    post.id = cascade_id(a, acts, room);
    post.author = a[0].who;
    post.time = acts == 1 && p->pairs && !a[0].dated ? REL_TIME_MISSING : a[0].time;
    post.collected = true;
    rel_batch_add_post(b, &post);
    for (size_t i = 0; i < acts; i++) {
        rel_batch_observe(b, a[i].who, i ? a[i].time : post.time);
        if (i == 0) continue;
        if (a[i].again && a[i].who != post.author)
            b->counts.fields_ignored++;
        else
            rel_bare_act(b, REL_KIND_SHARE, a[i].who, post.author, platform, post.id, a[i].time);
    }
}

static void read_line(const rel_source_info *info, rel_batch *b, rel_str record, int64_t line)
{
    act *a;
    size_t acts;
    const rel_str platform = rel_str_of(info->opts->platform ? info->opts->platform : "other");
    if (!check_line(b, record, line, &acts)) return;
    const rel_arena_mark mark = rel_scratch_mark(b->ctx);
    const rel_status st = rel_scratch(b->ctx, &a, acts, sizeof *a, "acts of a cascade");
    if (st != REL_OK) {
        b->status = st;
    } else {
        take_acts(info->setup, b, platform, record, a, acts);
        if (b->status == REL_OK) store(info->setup, b, platform, a, acts);
    }
    rel_scratch_release(b->ctx, mark);
}

const rel_format rel_format_cascades = {
    .name = "cascades",
    .title = N_("cascades: who passed a message on and when, one a line"),
    .yields = N_("posts, accounts, shares"),
    .framing = REL_FRAMING_LINES,
    .detect = detect,
    .setup = setup,
    .free_setup = free_setup,
    .read_line = read_line,
};
