#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "src/base/hash.h"
#include "src/base/i18n.h"
#include "src/insight/card_parts.h"

rel_status rel_card_name(rel_ctx *ctx, const rel_graph *g, rel_vid v, rel_buf *b)
{
    rel_status st;
    char room[REL_NAME_NUMBER_TEXT];
    const rel_attribute *a = rel_attribute_find(&g->vertex_attributes, "handle");
    const rel_str handle = a && a->type == REL_ATTRIBUTE_TEXT ? rel_attribute_text(a, v) : REL_STR_MISSING,
                  name = handle.len ? handle : rel_names_get(&g->names, v, room);
    b->len = 0;
    if (handle.len) REL_TRY(rel_buf_puts(ctx, b, "@"));
    st = rel_buf_add(ctx, b, name.s, name.len);
out:
    return st;
}

/* -------- which labels are taken -------- */

typedef struct taken {
    uint64_t *hash; /* open addressing, 0: free */
    size_t size;
} taken;

/* False when it is there already; else it is now. */
static bool take(taken *t, rel_str label)
{
    const uint64_t h = rel_hash64(label.s, label.len), key = h ? h : 1;
    size_t at = (size_t)key & (t->size - 1);
    while (t->hash[at] && t->hash[at] != key) at = (at + 1) & (t->size - 1);
    if (t->hash[at]) return false;
    t->hash[at] = key;
    return true;
}

/* -------- one label -------- */

static rel_status add_term(rel_ctx *ctx, rel_buf *b, const rel_term *t, bool tag)
{
    rel_status st;
    if (b->len) REL_TRY(rel_buf_puts(ctx, b, ", "));
    if (tag) REL_TRY(rel_buf_puts(ctx, b, "#"));
    st = rel_buf_add(ctx, b, t->text.s, t->text.len);
out:
    return st;
}

static bool holds(rel_str text, rel_str part)
{
    for (size_t i = 0; i + part.len <= text.len; i++)
        if (memcmp(text.s + i, part.s, part.len) == 0) return true;
    return false;
}

/* The next term of the kind that enough authors use and that says more than `first` does; NULL: none. */
static const rel_term *find_term(const rel_talk *talk, rel_term_kind kind, const rel_term *first)
{
    for (int i = 0; i < talk->terms[kind]; i++) {
        const rel_term *t = &talk->term[kind][i];
        const bool again = first && (holds(first->text, t->text) || holds(t->text, first->text));
        if (!again && t->accounts >= REL_CARD_LABEL_SHARE * talk->authors) return t;
    }
    return NULL;
}

/* A hashtag and a word; two of one kind when there is none of the other. */
static rel_status join_terms(rel_ctx *ctx, const rel_talk *talk, rel_buf *b)
{
    rel_status st = REL_OK;
    bool tag = true;
    const rel_term *first = find_term(talk, REL_TERM_TAG, NULL), *second;
    b->len = 0;
    if (!first) {
        tag = false;
        first = find_term(talk, REL_TERM_WORD, NULL);
    }
    if (!first) return REL_OK;
    REL_TRY(add_term(ctx, b, first, tag));
    second = find_term(talk, REL_TERM_WORD, first);
    if (second) {
        REL_TRY(add_term(ctx, b, second, false));
    } else if (tag) {
        second = find_term(talk, REL_TERM_TAG, first);
        if (second) REL_TRY(add_term(ctx, b, second, true));
    }
out:
    return st;
}

/* The first free of: label, label (@leader), label (2), label (3), ... */
static rel_status make_unique(rel_ctx *ctx, const rel_graph *g, taken *t, rel_vid leader, rel_buf *label,
                              rel_buf *room)
{
    rel_status st = REL_OK;
    const size_t len = label->len;
    if (take(t, (rel_str){label->data, len})) return st;
    REL_TRY(rel_card_name(ctx, g, leader, room));
    if (!rel_str_eq((rel_str){room->data, room->len}, (rel_str){label->data, len})) {
        REL_TRY(rel_buf_puts(ctx, label, " ("));
        REL_TRY(rel_buf_add(ctx, label, room->data, room->len));
        REL_TRY(rel_buf_puts(ctx, label, ")"));
    }
    for (int64_t k = 2; !take(t, (rel_str){label->data, label->len}); k++) {
        label->len = len;
        REL_TRY(rel_buf_printf(ctx, label, " (%" PRId64 ")", k));
    }
out:
    return st;
}

static rel_status label_one(rel_ctx *ctx, const rel_graph *g, rel_cards *cards, rel_vid c, taken *t,
                            rel_buf *label, rel_buf *room)
{
    rel_status st = REL_OK;
    char *copy;
    label->len = 0;
    if (c < cards->wanted) REL_TRY(join_terms(ctx, &cards->card[c].talk, label));
    if (!label->len) REL_TRY(rel_card_name(ctx, g, cards->leader[c], label));
    REL_TRY(make_unique(ctx, g, t, cards->leader[c], label, room));
    REL_TRY(rel_scratch(ctx, &copy, label->len + 1, 1, "labels of communities"));
    memcpy(copy, label->data, label->len);
    cards->label[c] = (rel_str){copy, label->len};
out:
    return st;
}

rel_status rel_card_labels(rel_ctx *ctx, const rel_graph *g, rel_cards *cards)
{
    rel_status st = REL_OK;
    taken t = {.size = 16};
    rel_buf label = {0}, room = {0};
    while (t.size < 2 * (size_t)cards->count) t.size *= 2;
    REL_TRY(rel_alloc(ctx, &t.hash, t.size, sizeof *t.hash, "labels of communities"));
    for (rel_vid c = 0; c < cards->count; c++) REL_TRY(label_one(ctx, g, cards, c, &t, &label, &room));
out:
    free(t.hash);
    rel_buf_free(&label);
    rel_buf_free(&room);
    return st;
}

/* -------- two sentences -------- */

/* "#jardin, potager, tomates" */
static rel_status join_subjects(rel_ctx *ctx, const rel_talk *talk, rel_buf *b)
{
    enum { SUBJECTS = 4 };
    rel_status st = REL_OK;
    int said = 0;
    b->len = 0;
    for (int i = 0; i < talk->terms[REL_TERM_TAG] && said < SUBJECTS / 2; i++, said++)
        REL_TRY(add_term(ctx, b, &talk->term[REL_TERM_TAG][i], true));
    for (int i = 0; i < talk->terms[REL_TERM_WORD] && said < SUBJECTS; i++, said++)
        REL_TRY(add_term(ctx, b, &talk->term[REL_TERM_WORD][i], false));
out:
    return st;
}

static rel_status say_who(rel_ctx *ctx, const rel_cards *cards, rel_vid c, const char *leader, rel_buf *text)
{
    const rel_card *card = &cards->card[c];
    const rel_vid members = cards->inside[c].members;
    const double percent = 100 * card->share;
    if (card->shape == REL_SHAPE_NONE)
        return rel_buf_printf(ctx, text,
                              rel_plural("\"%.*s\": %" PRIu32 " account, %.1f %% of all, led by %s.",
                                         "\"%.*s\": %" PRIu32 " accounts, %.1f %% of all, led by %s.",
                                         members),
                              REL_STR_ARG(cards->label[c]), members, percent, leader);
    return rel_buf_printf(
        ctx, text,
        rel_plural("\"%.*s\": %" PRIu32 " account, %.1f %% of all, led by %s; shape: %s.",
                   "\"%.*s\": %" PRIu32 " accounts, %.1f %% of all, led by %s; shape: %s.", members),
        REL_STR_ARG(cards->label[c]), members, percent, leader, rel_shape_title(card->shape));
}

static rel_status say_what(rel_ctx *ctx, const rel_cards *cards, rel_vid c, const char *subjects,
                           const char *through, rel_buf *text)
{
    const rel_card *card = &cards->card[c];
    const rel_community_cut *cut = &cards->cut[c];
    const double crossing = 100 * cut->outside / (cut->inside + cut->outside);
    if (!card->bridges && subjects)
        return rel_buf_printf(ctx, text, _("It talks about %s, and is joined with no other community."),
                              subjects);
    if (!card->bridges) return rel_buf_puts(ctx, text, _("It is joined with no other community."));
    const rel_str other = cards->label[card->bridge[0].community];
    if (subjects)
        return rel_buf_printf(
            ctx, text,
            _("It talks about %s; %.0f %% of its ties lead outside, first of all to \"%.*s\", mostly "
              "through %s."),
            subjects, crossing, REL_STR_ARG(other), through);
    return rel_buf_printf(ctx, text,
                          _("%.0f %% of its ties lead outside, first of all to \"%.*s\", mostly through %s."),
                          crossing, REL_STR_ARG(other), through);
}

rel_status rel_card_summary(rel_ctx *ctx, const rel_graph *g, const rel_cards *cards, rel_vid c,
                            rel_buf *text)
{
    rel_status st;
    const rel_card *card = &cards->card[c];
    rel_buf leader = {0}, through = {0}, subjects = {0};
    REL_TRY(rel_card_name(ctx, g, cards->leader[c], &leader));
    if (card->bridges) REL_TRY(rel_card_name(ctx, g, card->bridge[0].through, &through));
    REL_TRY(join_subjects(ctx, &card->talk, &subjects));
    REL_TRY(say_who(ctx, cards, c, leader.data, text));
    REL_TRY(rel_buf_puts(ctx, text, " "));
    st = say_what(ctx, cards, c, subjects.len ? subjects.data : NULL, through.data, text);
out:
    rel_buf_free(&leader);
    rel_buf_free(&through);
    rel_buf_free(&subjects);
    return st;
}
