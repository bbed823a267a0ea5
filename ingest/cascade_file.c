#include "ingest/cascade_file.h"

#include <inttypes.h>

#include "ingest/cascade_line.h"
#include "src/base/i18n.h"
#include "src/base/input.h"

typedef struct reading {
    rel_ctx *ctx;
    const char *path;
    rel_account_find_fn *find;
    const void *user;
    rel_cascades *c;
    rel_cascade_file_counts *counts;
    int64_t line;
} reading;

static rel_status take(reading *r, rel_str name, double time)
{
    const rel_vid v = r->find(r->user, name);
    if (v == REL_VID_NONE) {
        r->counts->unknown++;
        return REL_OK;
    }
    return rel_cascades_add(r->ctx, r->c, v, time);
}

/* Whether the whole line is a cascade: nothing of one that is not is taken. */
static bool is_good(rel_str text, rel_cascade_line *line)
{
    rel_cascade_act act;
    *line = rel_cascade_line_begin(text);
    while (rel_cascade_line_next(line, &act)) continue;
    return !line->expected;
}

static void say_fault(reading *r, const rel_cascade_line *f)
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

static rel_status read_line(reading *r, rel_str text)
{
    rel_status st = REL_OK;
    rel_cascade_line line;
    rel_cascade_act act;
    text = rel_str_trim(text);
    if (!text.len || text.s[0] == '#' || text.s[0] == '%') return REL_OK;
    if (!is_good(text, &line)) {
        say_fault(r, &line);
        return REL_OK;
    }
    line = rel_cascade_line_begin(text);
    while (st == REL_OK && rel_cascade_line_next(&line, &act)) st = take(r, act.name, act.time);
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
