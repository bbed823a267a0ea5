#include "graph/dl_head.h"

#include <stdlib.h>

#include "graph/text_edges.h"

const rel_word_rules rel_dl_words = {.also = {','}, .quotes = "\"'"};
/* Before the data an equal sign separates, too. */
static const rel_word_rules HEAD = {.also = {',', '='}, .quotes = "\"'"};

/* The head as words, wherever its lines end. */
typedef struct head_scan {
    rel_text_file *f;
    rel_str rest; /* of the line */
    rel_word word;
    bool colon; /* ended the word, and is no part of it */
    bool held;  /* the word is to be taken once more */
    int64_t n;  /* of "n=", -1: not yet */
    rel_dl_head *h;
} head_scan;

/* The next word; *more is false at the end of the file. */
static rel_status next_word(head_scan *s, bool *more)
{
    rel_status st = REL_OK;
    *more = true;
    if (s->held) {
        s->held = false;
        return REL_OK;
    }
    while (!(*more = rel_word_next(&s->rest, &HEAD, &s->word))) {
        if (!rel_text_line(s->f, &st)) return st;
        s->rest = s->f->lines.line;
    }
    rel_str *text = &s->word.text;
    s->colon = !s->word.quote && text->len > 1 && text->s[text->len - 1] == ':';
    if (s->colon) text->len--;
    return REL_OK;
}

static bool is_word(const head_scan *s, const char *word)
{
    return !s->word.quote && rel_str_is_nocase(s->word.text, word);
}

static rel_status refuse(const head_scan *s, bool more)
{
    if (!more)
        return rel_fail(s->f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64 ": expected 'data:', found the end of the file",
                        REL_TEXT_AT(s->f));
    return rel_fail(s->f->ctx, REL_E_DATA,
                    "'%s' line %" PRId64 ": expected n=, format=, labels: or data:, found '%.*s'",
                    REL_TEXT_AT(s->f), REL_SHOWN(s->word.text));
}

static rel_status take_number(head_scan *s, int64_t *value)
{
    bool more;
    const rel_status st = next_word(s, &more);
    if (st != REL_OK) return st;
    if (!more) return refuse(s, more);
    if (!rel_str_to_i64(s->word.text, value) || *value < 0)
        return rel_fail(s->f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64 ": expected a number of rows, columns or matrices, found '%.*s'",
                        REL_TEXT_AT(s->f), REL_SHOWN(s->word.text));
    return rel_text_check_count(s->f, *value);
}

static rel_status take_format(head_scan *s)
{
    static const struct {
        const char *word;
        rel_dl_format format;
        bool two_modes;
    } formats[] = {{"fullmatrix", REL_DL_FULL, false}, {"lowerhalf", REL_DL_LOWER, false},
                   {"upperhalf", REL_DL_UPPER, false}, {"edgelist", REL_DL_EDGES, false},
                   {"edgelist1", REL_DL_EDGES, false}, {"edgelist2", REL_DL_EDGES, true},
                   {"nodelist", REL_DL_NODES, false},  {"nodelist1", REL_DL_NODES, false},
                   {"nodelist2", REL_DL_NODES, true},  {"nodelist1b", REL_DL_COUNTED_NODES, false}};
    bool more;
    const rel_status st = next_word(s, &more);
    if (st != REL_OK) return st;
    for (size_t i = 0; more && i < sizeof formats / sizeof *formats; i++) {
        if (!is_word(s, formats[i].word)) continue;
        s->h->format = formats[i].format;
        s->h->two_modes = s->h->two_modes || formats[i].two_modes;
        return REL_OK;
    }
    if (!more) return refuse(s, more);
    return rel_fail(s->f->ctx, REL_E_DATA,
                    "'%s' line %" PRId64
                    ": DL's format '%.*s' is not read, but fullmatrix, lowerhalf, upperhalf, "
                    "edgelist and nodelist are",
                    REL_TEXT_AT(s->f), REL_SHOWN(s->word.text));
}

static rel_status take_diagonal(head_scan *s)
{
    bool more;
    const rel_status st = next_word(s, &more);
    if (st != REL_OK) return st;
    if (!more) return refuse(s, more);
    s->h->diagonal = is_word(s, "present");
    if (s->h->diagonal || is_word(s, "absent")) return REL_OK;
    return rel_fail(s->f->ctx, REL_E_DATA,
                    "'%s' line %" PRId64 ": expected 'present' or 'absent' of the diagonal, found '%.*s'",
                    REL_TEXT_AT(s->f), REL_SHOWN(s->word.text));
}

static int64_t count_of(const head_scan *s, int which)
{
    if (which == REL_DL_MATRICES) return s->h->matrices;
    if (s->n >= 0) return s->n;
    return which == REL_DL_ROWS ? s->h->rows : s->h->columns;
}

/* True of what ends a list of labels that is too short: "data:", "labels:", "labels embedded". */
static bool ends_labels(const head_scan *s)
{
    rel_str rest = s->rest;
    rel_word next;
    if (is_word(s, "data") && s->colon) return true;
    if (!is_word(s, "labels") && !is_word(s, "row") && !is_word(s, "column") && !is_word(s, "matrix"))
        return false;
    if (s->colon || !rel_word_next(&rest, &HEAD, &next)) return s->colon;
    return next.text.len >= 6 && (rel_str_is_nocase((rel_str){next.text.s, 6}, "labels") ||
                                  rel_str_is_nocase((rel_str){next.text.s, 6}, "embedd"));
}

/* As many labels as there are rows, columns or matrices; a shorter list ends where something else begins. */
static rel_status take_labels(head_scan *s, int which)
{
    rel_status st = REL_OK;
    rel_dl_labels *l = &s->h->label[which];
    while ((int64_t)l->count < count_of(s, which)) {
        bool more;
        REL_TRY(next_word(s, &more));
        if (!more) return refuse(s, more);
        s->held = ends_labels(s);
        if (s->held) return REL_OK;
        if (s->colon) s->word.text.len++; /* it belongs to the label */
        REL_TRY(rel_grow(s->f->ctx, &l->word, &l->capacity, l->count + 1, sizeof *l->word, "labels"));
        l->word[l->count++] = s->word;
    }
out:
    return st;
}

/* Behind the word "labels": "embedded", or the labels. which is -1 for those of rows and columns alike. */
static rel_status take_label_phrase(head_scan *s, int which)
{
    rel_status st;
    bool more = true;
    if (!s->colon) {
        REL_TRY(next_word(s, &more));
        if (more && is_word(s, "embedded")) {
            s->h->row_labels_embedded |= which != REL_DL_COLUMNS;
            s->h->column_labels_embedded |= which != REL_DL_ROWS;
            return REL_OK;
        }
        s->held = more;
    }
    st = take_labels(s, which < 0 ? REL_DL_ROWS : which);
out:
    return st;
}

/* "row labels", "column labels", "matrix labels": the second word. */
static rel_status take_second_word(head_scan *s, int which)
{
    rel_status st;
    bool more;
    REL_TRY(next_word(s, &more));
    if (!more || !is_word(s, "labels")) return refuse(s, more);
    st = take_label_phrase(s, which);
out:
    return st;
}

static rel_status take_phrase(head_scan *s)
{
    rel_dl_head *h = s->h;
    if (is_word(s, "n")) return take_number(s, &s->n);
    if (is_word(s, "nm")) return take_number(s, &h->matrices);
    if (is_word(s, "nr") || is_word(s, "nc")) {
        h->two_modes = true;
        return take_number(s, is_word(s, "nr") ? &h->rows : &h->columns);
    }
    if (is_word(s, "format")) return take_format(s);
    if (is_word(s, "diagonal")) return take_diagonal(s);
    if (is_word(s, "labels")) return take_label_phrase(s, -1);
    if (is_word(s, "row")) return take_second_word(s, REL_DL_ROWS);
    if (is_word(s, "column") || is_word(s, "col")) return take_second_word(s, REL_DL_COLUMNS);
    if (is_word(s, "matrix")) return take_second_word(s, REL_DL_MATRICES);
    return refuse(s, true);
}

/* What the phrases say together. */
static rel_status check_head(head_scan *s)
{
    rel_dl_head *h = s->h;
    const rel_text_file *f = s->f;
    if (s->n >= 0 && !h->two_modes) h->rows = h->columns = s->n;
    if (s->n >= 0 && h->rows < 0) h->rows = s->n;
    if (s->n >= 0 && h->columns < 0) h->columns = s->n;
    if (h->rows < 0 || h->columns < 0)
        return rel_fail(f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64 ": expected n=, or nr= and nc=, before 'data:'", REL_TEXT_AT(f));
    const bool half = h->format == REL_DL_LOWER || h->format == REL_DL_UPPER;
    if (h->two_modes && half)
        return rel_fail(f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64
                        ": half a matrix has as many rows as columns, but nr= or nc= is there",
                        REL_TEXT_AT(f));
    const bool list = h->format >= REL_DL_EDGES, labels = h->row_labels_embedded || h->column_labels_embedded;
    if (h->matrices > 1 && (list || labels))
        return rel_fail(f->ctx, REL_E_DATA,
                        "'%s' line %" PRId64
                        ": several matrices are read as numbers without labels among them",
                        REL_TEXT_AT(f));
    if (h->format == REL_DL_COUNTED_NODES && labels)
        return rel_fail(f->ctx, REL_E_DATA, "'%s' line %" PRId64 ": format nodelist1b has no labels embedded",
                        REL_TEXT_AT(f));
    return REL_OK;
}

rel_status rel_dl_take_head(rel_text_file *f, rel_dl_head *h, rel_str *rest)
{
    rel_status st;
    bool more;
    head_scan s = {.f = f, .n = -1, .h = h, .rest = {f->lines.at, 0}};
    *h = (rel_dl_head){.rows = -1, .columns = -1, .matrices = 1, .diagonal = true};
    REL_TRY(next_word(&s, &more)); /* "dl" */
    if (!more || !is_word(&s, "dl"))
        return rel_fail(f->ctx, REL_E_DATA, "'%s' line %" PRId64 ": expected 'dl' as the first word",
                        REL_TEXT_AT(f));
    for (;;) {
        REL_TRY(next_word(&s, &more));
        if (!more) return refuse(&s, more);
        if (is_word(&s, "data")) break;
        REL_TRY(take_phrase(&s));
    }
    *rest = s.rest;
    st = check_head(&s);
out:
    return st;
}

void rel_dl_head_free(rel_dl_head *h)
{
    for (int i = 0; i < 3; i++) {
        free(h->label[i].word);
        h->label[i] = (rel_dl_labels){0};
    }
}

bool rel_dl_begins(rel_str first)
{
    static const char *const words[] = {"n", "nr", "nc", "nm", "format", "labels", "row", "column", "data"};
    rel_lines l;
    rel_word word;
    int count = 0;
    rel_lines_begin(&l, first);
    while (rel_lines_next(&l)) {
        while (rel_word_next(&l.line, &HEAD, &word)) {
            if (++count == 1) {
                if (!rel_str_is_nocase(word.text, "dl")) return false;
                continue;
            }
            if (word.text.len && word.text.s[word.text.len - 1] == ':') word.text.len--;
            for (size_t i = 0; i < sizeof words / sizeof *words; i++)
                if (rel_str_is_nocase(word.text, words[i])) return true;
            return false;
        }
    }
    return false;
}
