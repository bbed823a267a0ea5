/* The shortlist: a CSV file that opens in a spreadsheet and is mailed to people who do not know relais.
 *
 * A cell that begins with = + - @, a tab or a carriage return may be taken for a formula by a spreadsheet;
 * names come from strangers. Such a text gets an apostrophe in front, which spreadsheets take for "this is
 * text". Handles are written without '@', so they need none. */
#include <inttypes.h>
#include <math.h>

#include "src/cli/account_args.h"
#include "src/cli/ambassadors_args.h"

typedef struct sheet {
    rel_outfile f;
    const rel_ambassadors_view *w;
    bool begun; /* a cell stands in this row */
} sheet;

static void separate(sheet *s)
{
    if (s->begun) rel_outfile_puts(&s->f, ",");
    s->begun = true;
}

/* Always quoted; line ends become blanks, which every program reads alike. */
static void put_text(sheet *s, rel_str text)
{
    separate(s);
    if (!text.s) return;
    rel_outfile_puts(&s->f, "\"");
    if (text.len && memchr("=+-@\t\r", text.s[0], 6)) rel_outfile_puts(&s->f, "'");
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.s[i];
        if (c == '"') rel_outfile_puts(&s->f, "\"");
        rel_outfile_add(&s->f, c == '\n' || c == '\r' ? " " : &text.s[i], 1);
    }
    rel_outfile_puts(&s->f, "\"");
}

static void put_number(sheet *s, double x, int decimals)
{
    separate(s);
    if (!isnan(x)) rel_outfile_printf(&s->f, "%.*f", decimals, x);
}

static void end_row(sheet *s)
{
    rel_outfile_puts(&s->f, "\n");
    s->begun = false;
}

static rel_str text_of(const sheet *s, const char *column, rel_vid v)
{
    const rel_attribute *a = rel_attribute_find(&s->w->g->vertex_attributes, column);
    return a && a->type == REL_ATTRIBUTE_TEXT ? rel_attribute_text(a, v) : REL_STR_MISSING;
}

static double number_of(const sheet *s, const char *column, rel_vid v)
{
    const rel_attribute *a = rel_attribute_find(&s->w->g->vertex_attributes, column);
    return a && a->type != REL_ATTRIBUTE_TEXT ? rel_attribute_f64(a, v) : (double)NAN;
}

/* Where people find her. What a profile says of a page is the person's own: only what the platform's rules
 * give for certain. */
static rel_status put_profile(rel_ctx *ctx, sheet *s, rel_vid v)
{
    rel_buf url = {0};
    rel_status st = REL_OK;
    const rel_str handle = rel_handle_of(s->w->g, v), platform = text_of(s, "platform", v);
    if (handle.len && rel_str_is(platform, "x"))
        st = rel_buf_printf(ctx, &url, "https://x.com/%.*s", REL_STR_ARG(handle));
    else if (handle.len && rel_str_is(platform, "bluesky"))
        st = rel_buf_printf(ctx, &url, "https://bsky.app/profile/%.*s", REL_STR_ARG(handle));
    else if (rel_str_is(platform, "mastodon") && memchr(handle.s ? handle.s : "", '@', handle.len)) {
        rel_str rest = handle;
        const rel_str user = rel_str_cut(&rest, '@');
        st = rel_buf_printf(ctx, &url, "https://%.*s/@%.*s", REL_STR_ARG(rest), REL_STR_ARG(user));
    }
    put_text(s, url.len ? (rel_str){url.data, url.len} : REL_STR_MISSING);
    rel_buf_free(&url);
    return st;
}

static rel_status put_pick(rel_ctx *ctx, sheet *s, int64_t i)
{
    rel_status st;
    char room[REL_NAME_NUMBER_TEXT];
    const rel_picking_pick *p = &s->w->a->pick[i];
    const rel_picking *k = s->w->k;
    const int32_t community = k->community.group[p->v];
    const rel_str handle = rel_handle_of(s->w->g, p->v);
    put_number(s, (double)i + 1, 0);
    put_text(s, handle.s ? handle : rel_names_get(&s->w->g->names, p->v, room));
    put_text(s, text_of(s, "name", p->v));
    put_text(s, text_of(s, "platform", p->v));
    REL_TRY(put_profile(ctx, s, p->v));
    put_number(s, number_of(s, "followers", p->v), 0);
    put_text(s, text_of(s, "lang", p->v));
    put_text(s, community < 0 ? REL_STR_MISSING : k->label[community]);
    put_number(s, p->brings->own, 1);
    put_number(s, p->brings->added, 1);
    if (k->candidates.cost) put_number(s, k->candidates.cost[p->v], 2);
    put_text(s, s->w->reason[i]);
    end_row(s);
out:
    return st;
}

static void put_header(sheet *s)
{
    static const char *const head[] = {N_("rank"),        N_("handle"),     N_("name"),     N_("platform"),
                                       N_("profile"),     N_("followers"),  N_("language"), N_("community"),
                                       N_("reach alone"), N_("reach added")};
    for (size_t i = 0; i < sizeof head / sizeof *head; i++) put_text(s, rel_str_of(_(head[i])));
    if (s->w->k->candidates.cost) put_text(s, rel_str_of(_("cost")));
    put_text(s, rel_str_of(_("reason")));
    end_row(s);
}

rel_status rel_ambassadors_shortlist(rel_cli *cli, const rel_ambassadors_view *w)
{
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    sheet s = {.w = w};
    const char *path = w->args->shortlist;
    REL_TRY(rel_outfile_open(ctx, path, &s.f));
    /* a spreadsheet takes a file without this mark for one of its own code page */
    rel_outfile_puts(&s.f, "\xef\xbb\xbf");
    put_header(&s);
    for (int64_t i = 0; i < w->a->max.count; i++) REL_TRY(put_pick(ctx, &s, i));
    REL_TRY(rel_outfile_close(&s.f));
    rel_note(ctx, "wrote '%s': %" PRId64 " picks", path, w->a->max.count);
out:
    rel_outfile_discard(&s.f);
    return st;
}
