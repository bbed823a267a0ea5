#include "ingest/cascade_file.h"

#include <inttypes.h>
#include <math.h>

#include "src/base/i18n.h"
#include "src/base/input.h"
#include "src/base/time.h"

typedef struct reading {
    rel_ctx *ctx;
    const char *path;
    rel_account_find_fn *find;
    const void *user;
    rel_cascades *c;
    rel_cascade_file_counts *counts;
    int64_t line;
} reading;

/* What is wrong with a line. */
typedef struct fault {
    const char *expected; /* N_(); NULL: nothing */
    rel_str found;
} fault;

static rel_str next_token(rel_str *rest)
{
    size_t i = 0, end;
    while (i < rest->len && (rest->s[i] == ' ' || rest->s[i] == '\t')) i++;
    for (end = i; end < rest->len && rest->s[end] != ' ' && rest->s[end] != '\t';) end++;
    const rel_str token = {rest->s + i, end - i};
    *rest = (rel_str){rest->s + end, rest->len - end};
    return token;
}

static bool read_time(rel_str text, bool dates, double *time)
{
    int64_t utc;
    if (rel_str_to_f64(text, time)) return isfinite(*time);
    if (!dates || !rel_time_parse(text, &utc)) return false;
    *time = (double)utc;
    return true;
}

static rel_status take(reading *r, rel_str name, double time)
{
    const rel_vid v = r->find(r->user, name);
    if (v == REL_VID_NONE) {
        r->counts->unknown++;
        return REL_OK;
    }
    return rel_cascades_add(r->ctx, r->c, v, time);
}

/* The last comma parts account and time: handles have none. */
static fault split_pair(rel_str token, rel_str *name, double *time)
{
    size_t comma = token.len;
    while (comma > 0 && token.s[comma - 1] != ',') comma--;
    if (comma < 2) return (fault){N_("account,time"), token};
    *name = (rel_str){token.s, comma - 1};
    const rel_str when = {token.s + comma, token.len - comma};
    if (!read_time(when, true, time)) return (fault){N_("a time in seconds or a date"), when};
    return (fault){0};
}

/* With r->c untouched when the line is wrong: looked through once without taking anything. */
static rel_status read_pairs(reading *r, rel_str rest, bool dry, fault *f)
{
    rel_status st = REL_OK;
    for (rel_str token = next_token(&rest); token.len && st == REL_OK; token = next_token(&rest)) {
        rel_str name;
        double time;
        *f = split_pair(token, &name, &time);
        if (f->expected) return REL_OK;
        if (!dry) st = take(r, name, time);
    }
    return st;
}

static rel_status read_seed(reading *r, rel_str rest, bool dry, fault *f)
{
    rel_status st = REL_OK;
    const rel_str seed = next_token(&rest);
    if (!dry) st = take(r, seed, 0);
    for (rel_str name = next_token(&rest); name.len && st == REL_OK; name = next_token(&rest)) {
        const rel_str when = next_token(&rest);
        double time;
        if (!when.len) {
            *f = (fault){N_("a time after each account"), name};
            return REL_OK;
        }
        if (!read_time(when, false, &time) || time < 0) {
            *f = (fault){N_("a number of seconds since the first act"), when};
            return REL_OK;
        }
        if (!dry) st = take(r, name, time);
    }
    return st;
}

static void say_fault(reading *r, const fault *f)
{
    enum { SHOWN = 40 };
    if (++r->counts->bad > REL_BAD_LINES_SHOWN) return;
    rel_note(r->ctx, "'%s' line %" PRId64 ": left out: expected %s, found '%.*s'%s", r->path, r->line,
             _(f->expected), f->found.len > SHOWN ? SHOWN : (int)f->found.len, f->found.s,
             f->found.len > SHOWN ? "..." : "");
}

static rel_status end_cascade(reading *r)
{
    const int64_t before = r->c->count, acts = before ? r->c->off[before] : 0;
    const rel_status st = rel_cascades_end(r->ctx, r->c, &r->counts->repeated);
    if (st != REL_OK) return st;
    if (r->c->count == before) {
        r->counts->empty++;
        return REL_OK;
    }
    r->counts->cascades++;
    r->counts->acts += r->c->acts - acts;
    r->counts->single += r->c->acts - acts == 1;
    return REL_OK;
}

static rel_status read_line(reading *r, rel_str line)
{
    fault f = {0};
    const rel_str text = rel_str_trim(line);
    if (!text.len || text.s[0] == '#' || text.s[0] == '%') return REL_OK;
    rel_str rest = text;
    const rel_str first = next_token(&rest);
    rel_status (*const form)(reading *, rel_str, bool, fault *) =
        memchr(first.s, ',', first.len) ? read_pairs : read_seed;
    rel_status st = form(r, text, true, &f);
    if (f.expected) say_fault(r, &f);
    if (st != REL_OK || f.expected) return st;
    st = form(r, text, false, &f);
    return st == REL_OK ? end_cascade(r) : st;
}

static rel_status read_lines(reading *r, rel_str all)
{
    rel_status st = REL_OK;
    for (rel_str rest = all; rest.s;) {
        const rel_str line = rel_str_cut(&rest, '\n');
        if (r->line++ % 4096 == 0) {
            REL_TRY(rel_poll(r->ctx));
            rel_progress(r->ctx, "reading cascades", "bytes", line.s - all.s, (int64_t)all.len);
        }
        if (line.len > REL_CASCADE_LINE_MAX) {
            st = rel_fail(r->ctx, REL_E_LIMIT, "'%s' line %" PRId64 ": longer than %d MiB", r->path, r->line,
                          REL_CASCADE_LINE_MAX >> 20);
            goto out;
        }
        REL_TRY(read_line(r, line));
    }
out:
    return st;
}

static rel_status judge(reading *r, const rel_cascade_file_counts *before)
{
    const rel_cascade_file_counts *now = r->counts;
    if (now->cascades > before->cascades) return REL_OK;
    if (now->unknown > before->unknown) {
        (void)rel_fail(r->ctx, REL_E_DATA, "'%s': no account of its cascades is in the graph", r->path);
        return rel_hint(r->ctx, "they are looked up by id, and by handle where the graph has handles");
    }
    return rel_fail(r->ctx, REL_E_DATA,
                    "'%s': no cascades: expected lines 'seed account time ...' or "
                    "'account,time ...'",
                    r->path);
}

rel_status rel_cascade_text_read(rel_ctx *ctx, rel_str content, const char *path, rel_account_find_fn *find,
                                 const void *user, rel_cascades *c, rel_cascade_file_counts *counts)
{
    const rel_cascade_file_counts before = *counts;
    reading r = {.ctx = ctx, .path = path, .find = find, .user = user, .c = c, .counts = counts};
    const rel_status st = read_lines(&r, content);
    return st == REL_OK ? judge(&r, &before) : st;
}

rel_status rel_cascade_file_read(rel_ctx *ctx, const char *path, rel_account_find_fn *find, const void *user,
                                 rel_cascades *c, rel_cascade_file_counts *counts)
{
    rel_status st;
    rel_input *in = NULL;
    rel_str content;
    REL_TRY(rel_input_open(ctx, path, &in));
    REL_TRY(rel_input_whole(ctx, in, &content));
    st = rel_cascade_text_read(ctx, content, path, find, user, c, counts);
out:
    rel_input_close(in);
    return st;
}
