#include "src/cli/communities_cards.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "src/base/utf8.h"
#include "src/cli/wrapped.h"

rel_status rel_communities_cards(rel_cli *cli, const rel_graph *g, const rel_cards *cards)
{
    switch (cli->style.form) {
    case REL_TABLE_JSON: return rel_communities_cards_json(cli, g, cards);
    case REL_TABLE_CSV: return rel_communities_cards_csv(cli, g, cards);
    case REL_TABLE_EYES: break;
    }
    return rel_communities_cards_eyes(cli, g, cards);
}

enum { TITLE = 14, WIDTH = 100, EXAMPLE = 240 }; /* columns of a terminal; bytes of an example */

typedef struct view {
    rel_cli *cli;
    rel_ctx *ctx;
    const rel_graph *g;
    const rel_cards *cards;
    rel_buf line, name;
} view;

/* -------- a line: "title  text", wrapped -------- */

static void put_line(view *w, const char *title)
{
    rel_outfile *out = &w->cli->out;
    if (!w->line.len) return;
    rel_wrapped_plain(&w->line);
    const int pad = TITLE - 2 - rel_utf8_width(title);
    rel_outfile_printf(out, "  %s%*s", title, pad > 1 ? pad : 1, "");
    rel_wrapped_put(out, w->line.data, TITLE, WIDTH);
    w->line.len = 0;
}

static rel_status add_name(view *w, rel_vid v)
{
    const rel_status st = rel_card_name(w->ctx, w->g, v, &w->name);
    return st == REL_OK ? rel_buf_add(w->ctx, &w->line, w->name.data, w->name.len) : st;
}

static rel_status comma(view *w, int i)
{
    return i ? rel_buf_puts(w->ctx, &w->line, ", ") : REL_OK;
}

/* -------- the lines of a card -------- */

static rel_status put_size(view *w, const rel_card *card, rel_vid c)
{
    rel_status st;
    const rel_community_inside *x = &w->cards->inside[c];
    REL_TRY(
        rel_buf_printf(w->ctx, &w->line, _("%" PRIu32 ", %.1f %% of all"), x->members, 100 * card->share));
    if (card->posts != INT64_MIN)
        REL_TRY(rel_buf_printf(
            w->ctx, &w->line, _("; posts %" PRId64 ", acts %" PRId64 " (%.2f and %.2f per account and week)"),
            card->posts, card->acts, card->posts_rate, card->acts_rate));
    put_line(w, _("accounts"));
out:
    return st;
}

static rel_status put_structure(view *w, const rel_card *card, rel_vid c)
{
    rel_status st;
    rel_ctx *ctx = w->ctx;
    const rel_community_inside *x = &w->cards->inside[c];
    REL_TRY(rel_buf_printf(ctx, &w->line, _("%.1f neighbours inside"), card->mean_degree));
    if (!isnan(x->density)) REL_TRY(rel_buf_printf(ctx, &w->line, _(", density %.3g"), x->density));
    if (!isnan(x->reciprocity))
        REL_TRY(rel_buf_printf(ctx, &w->line, _(", %.0f %% returned"), 100 * x->reciprocity));
    if (!isnan(card->ratio)) REL_TRY(rel_buf_printf(ctx, &w->line, _(", inside/outside %.2f"), card->ratio));
    REL_TRY(rel_buf_printf(ctx, &w->line, _(", conductance %.2f"), w->cards->cut[c].conductance));
    if (card->shape != REL_SHAPE_NONE)
        REL_TRY(rel_buf_printf(ctx, &w->line, "; %s", rel_shape_title(card->shape)));
    put_line(w, _("structure"));
    if (!isnan(card->sentiment)) {
        REL_TRY(rel_buf_printf(ctx, &w->line, "%.3g", card->sentiment));
        put_line(w, _("sentiment"));
    }
out:
    return st;
}

static rel_status put_people(view *w, const rel_card *card)
{
    rel_status st = REL_OK;
    rel_ctx *ctx = w->ctx;
    for (int i = 0; i < card->platforms; i++) {
        REL_TRY(comma(w, i));
        REL_TRY(rel_buf_printf(ctx, &w->line, "%.*s %" PRIu32, REL_STR_ARG(card->platform[i].name),
                               card->platform[i].accounts));
    }
    put_line(w, _("platforms"));
    for (int i = 0; i < card->languages; i++) {
        REL_TRY(comma(w, i));
        REL_TRY(
            rel_buf_printf(ctx, &w->line, "%s %" PRIu32, card->language[i].code, card->language[i].accounts));
    }
    put_line(w, _("languages"));
    for (int i = 0; i < card->leaders; i++) {
        REL_TRY(comma(w, i));
        REL_TRY(add_name(w, card->leader[i].v));
    }
    put_line(w, _("leaders"));
out:
    return st;
}

static rel_status put_bridges(view *w, const rel_card *card)
{
    rel_status st = REL_OK;
    rel_ctx *ctx = w->ctx;
    for (int i = 0; i < card->bridges; i++) {
        const rel_card_bridge *b = &card->bridge[i];
        REL_TRY(rel_buf_printf(ctx, &w->line, _("%" PRIu32 " %.*s: given %.6g, received %.6g, through "),
                               b->community, REL_STR_ARG(w->cards->label[b->community]), b->given,
                               b->received));
        REL_TRY(add_name(w, b->through));
        put_line(w, i ? "" : _("bridges"));
    }
    for (int i = 0; i < card->brokers; i++) {
        const rel_card_broker *b = &card->broker[i];
        REL_TRY(add_name(w, b->v));
        REL_TRY(rel_buf_printf(ctx, &w->line,
                               _(": gatekeeper %" PRId64 ", representative %" PRId64 ", liaison %" PRId64
                                 "; participation %.2f"),
                               b->pairs.by[REL_BROKERAGE_GATEKEEPER],
                               b->pairs.by[REL_BROKERAGE_REPRESENTATIVE], b->pairs.by[REL_BROKERAGE_LIAISON],
                               b->participation));
        put_line(w, i ? "" : _("brokers"));
    }
out:
    return st;
}

static rel_status put_talk(view *w, const rel_talk *talk)
{
    static const char *const title[REL_TERM_KINDS] = {N_("words"), N_("hashtags"), N_("links"),
                                                      N_("domains")};
    rel_status st = REL_OK;
    for (int k = 0; k < REL_TERM_KINDS; k++) {
        for (int i = 0; i < talk->terms[k]; i++) {
            const rel_term *t = &talk->term[k][i];
            REL_TRY(comma(w, i));
            REL_TRY(rel_buf_printf(w->ctx, &w->line, "%s%.*s (%" PRIu32 ")", k == REL_TERM_TAG ? "#" : "",
                                   REL_STR_ARG(t->text), t->accounts));
        }
        put_line(w, _(title[k]));
    }
    for (int i = 0; i < talk->examples; i++) {
        const rel_example *e = &talk->example[i];
        size_t len = e->text.len < EXAMPLE ? e->text.len : EXAMPLE;
        while (len < e->text.len && len && ((unsigned char)e->text.s[len] & 0xc0) == 0x80) len--;
        REL_TRY(add_name(w, e->author));
        REL_TRY(rel_buf_puts(w->ctx, &w->line, ": "));
        if (len) REL_TRY(rel_buf_add(w->ctx, &w->line, e->text.s, len));
        if (len < e->text.len) REL_TRY(rel_buf_puts(w->ctx, &w->line, " \xe2\x80\xa6"));
        put_line(w, i ? "" : _("posts"));
    }
out:
    return st;
}

static rel_status put_card(view *w, rel_vid c)
{
    rel_status st;
    const rel_card *card = &w->cards->card[c];
    const char *bold = w->cli->style.color ? "\033[1m" : "", *plain = w->cli->style.color ? "\033[0m" : "";
    REL_TRY(rel_buf_add(w->ctx, &w->line, w->cards->label[c].s, w->cards->label[c].len));
    rel_wrapped_plain(&w->line);
    rel_outfile_printf(&w->cli->out, "%s%s%" PRIu32 "  %s%s\n", c ? "\n" : "", bold, c, w->line.data, plain);
    w->line.len = 0;
    REL_TRY(rel_card_summary(w->ctx, w->g, w->cards, c, &w->line));
    put_line(w, _("summary"));
    REL_TRY(put_size(w, card, c));
    REL_TRY(put_structure(w, card, c));
    REL_TRY(put_people(w, card));
    REL_TRY(put_bridges(w, card));
    st = put_talk(w, &card->talk);
out:
    return st;
}

rel_status rel_communities_cards_eyes(rel_cli *cli, const rel_graph *g, const rel_cards *cards)
{
    rel_status st = REL_OK;
    view w = {.cli = cli, .ctx = cli->ctx, .g = g, .cards = cards};
    for (rel_vid c = 0; c < cards->wanted; c++) REL_TRY(put_card(&w, c));
out:
    rel_buf_free(&w.line);
    rel_buf_free(&w.name);
    return st;
}
