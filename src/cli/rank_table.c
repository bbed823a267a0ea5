#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "src/cli/rank_args.h"

/* What a cell shows; criterion is the place in by[]. */
typedef enum content {
    POSITION,
    ACCOUNT,
    HANDLE,
    JOINED,
    SCORE,
    SCORE_TEXT, /* each with its own digits: criteria share the column */
    RANK,
    PERCENTILE,
    METHOD,
    ERROR,
    CRITERION,
    LOW,
    HIGH,
    TOP_SHARE,
} content;

typedef struct shown {
    content what;
    int criterion; /* -1: that of the row */
    char key[48];
} shown;

typedef struct sheet {
    const rel_rank_view *view;
    const rel_attribute *handle; /* NULL: nobody has one */
    rel_scale scale[REL_CRITERION_COUNT];
    rel_column column[REL_TABLE_COLUMNS];
    shown shown[REL_TABLE_COLUMNS];
    int columns;
    int64_t printed; /* accounts so far */
    bool a_row_each; /* a row for each account and criterion, for eyes */
} sheet;

static void add(sheet *s, content what, int criterion, const char *key, const char *title, rel_cell_type type)
{
    shown *x = &s->shown[s->columns];
    x->what = what;
    x->criterion = criterion;
    snprintf(x->key, sizeof x->key, "%s", key ? key : "");
    const int flags = what == ACCOUNT ? REL_COLUMN_WHOLE : 0;
    s->column[s->columns++] = (rel_column){key ? x->key : NULL, title, type, flags};
}

/* "scores.pagerank" and the like, one column a criterion. */
static void add_each(sheet *s, content what, const char *object, rel_cell_type type)
{
    char key[48];
    const rel_ranking *r = s->view->r;
    for (int i = 0; i < r->criteria; i++) {
        snprintf(key, sizeof key, "%s.%s", object, rel_criterion_word((int)r->by[i]));
        if (what == SCORE && r->criteria == 1 && !r->joined) snprintf(key, sizeof key, "score");
        add(s, what, i, key, what == SCORE ? rel_criterion_title(r->by[i]) : NULL, type);
    }
}

static void add_sureness(sheet *s)
{
    if (!s->view->bootstrap) return;
    add(s, LOW, 0, "rank_low", N_("rank from"), REL_CELL_I64);
    add(s, HIGH, 0, "rank_high", N_("rank to"), REL_CELL_I64);
    add(s, TOP_SHARE, 0, "top_share", N_("share in top"), REL_CELL_F64);
}

static void describe(sheet *s)
{
    const rel_ranking *r = s->view->r;
    add(s, POSITION, 0, "rank", N_("rank"), s->a_row_each ? REL_CELL_TEXT : REL_CELL_I64);
    add(s, ACCOUNT, 0, "account", N_("account"), REL_CELL_TEXT);
    add(s, HANDLE, 0, "handle", s->handle ? N_("handle") : NULL, REL_CELL_TEXT);
    if (r->joined) add(s, JOINED, 0, "score", rel_aggregate_title(r->aggregate), REL_CELL_F64);
    if (s->a_row_each) {
        add_sureness(s);
        add(s, CRITERION, -1, NULL, N_("criterion"), REL_CELL_TEXT);
        add(s, SCORE_TEXT, -1, NULL, N_("score"), REL_CELL_TEXT);
        add(s, RANK, -1, NULL, N_("rank by it"), REL_CELL_I64);
        add(s, PERCENTILE, -1, NULL, N_("percentile"), REL_CELL_F64);
        return;
    }
    add_each(s, SCORE, "scores", REL_CELL_F64);
    add_sureness(s);
    if (!s->view->explain) return;
    add_each(s, RANK, "ranks", REL_CELL_I64);
    add_each(s, PERCENTILE, "percentiles", REL_CELL_F64);
    add_each(s, METHOD, "methods", REL_CELL_TEXT);
    add_each(s, ERROR, "errors", REL_CELL_F64);
}

static double shown_score(const sheet *s, int i, rel_vid v)
{
    const rel_ranking *r = s->view->r;
    const double x = r->score[i][v];
    if (s->view->normalize == REL_NORMALIZE_PERCENTILE && !isnan(x))
        return rel_standing_percentile(r->standing[i][v], r->n);
    return (x - s->scale[i].shift) * s->scale[i].factor;
}

static double error_of(const rel_ranking *r, int i, rel_vid v)
{
    return r->way[i].method == REL_METHOD_SAMPLING && r->error ? r->error[v] : r->way[i].error;
}

static void put_position(rel_table *t, const sheet *s, int64_t position, bool first)
{
    char text[24];
    if (!s->a_row_each) {
        rel_table_i64(t, position + 1);
        return;
    }
    snprintf(text, sizeof text, "%" PRId64, position + 1);
    rel_table_text(t, first ? rel_str_of(text) : REL_STR_LIT(""));
}

static void put_digits(rel_table *t, double x)
{
    char text[32];
    snprintf(text, sizeof text, "%.6g", x);
    rel_table_text(t, isnan(x) ? REL_STR_MISSING : rel_str_of(text));
}

/* Of an account that takes several rows, the first one names it. */
static void put(rel_table *t, const sheet *s, const shown *x, int64_t position, int row)
{
    char room[REL_NAME_NUMBER_TEXT];
    const rel_ranking *r = s->view->r;
    const rel_vid v = r->order[position];
    const int i = x->criterion < 0 ? row : x->criterion;
    const bool scored = !isnan(r->score[i][v]);
    const rel_str again = REL_STR_LIT("");
    if (row && (x->what == JOINED || x->what == LOW || x->what == HIGH || x->what == TOP_SHARE)) {
        rel_table_missing(t);
        return;
    }
    switch (x->what) {
    case POSITION: put_position(t, s, position, row == 0); break;
    case ACCOUNT: rel_table_text(t, row ? again : rel_names_get(&s->view->g->names, v, room)); break;
    case HANDLE:
        rel_table_text(t, row ? again : s->handle ? rel_attribute_text(s->handle, v) : REL_STR_MISSING);
        break;
    case JOINED: rel_table_f64(t, r->joined[v]); break;
    case SCORE: rel_table_f64(t, shown_score(s, i, v)); break;
    case SCORE_TEXT: put_digits(t, shown_score(s, i, v)); break;
    case RANK: rel_table_i64(t, scored ? (int64_t)r->standing[i][v].better + 1 : INT64_MIN); break;
    case PERCENTILE: rel_table_f64(t, scored ? rel_standing_percentile(r->standing[i][v], r->n) : NAN); break;
    case METHOD: rel_table_text(t, rel_str_of(rel_method_word(r->way[i].method))); break;
    case ERROR: rel_table_f64(t, error_of(r, i, v)); break;
    case LOW: rel_table_i64(t, s->view->bootstrap->account[s->printed].low); break;
    case HIGH: rel_table_i64(t, s->view->bootstrap->account[s->printed].high); break;
    case TOP_SHARE: rel_table_f64(t, s->view->bootstrap->account[s->printed].top_share); break;
    case CRITERION: rel_table_text(t, rel_str_of(_(rel_criterion_title(r->by[i])))); break;
    }
}

static bool is_printed(const rel_rank_view *view, int64_t position)
{
    if (view->accounts) return view->accounts[view->r->order[position]] > 0;
    return view->top == 0 || position < view->top;
}

const rel_attribute *rel_rank_handles(const rel_rank_view *view)
{
    const rel_attribute *a = rel_attribute_find(&view->g->vertex_attributes, "handle");
    if (!a || a->type != REL_ATTRIBUTE_TEXT) return NULL;
    for (int64_t i = 0; i < view->r->count; i++)
        if (is_printed(view, i) && !rel_attribute_is_missing(a, view->r->order[i])) return a;
    return NULL;
}

rel_status rel_rank_printed(rel_ctx *ctx, const rel_rank_view *view, rel_vid **vertex, int64_t *count)
{
    rel_status st;
    *count = 0;
    REL_TRY(rel_scratch(ctx, vertex, (size_t)view->r->count, sizeof **vertex, "accounts to print"));
    for (int64_t p = 0; p < view->r->count; p++)
        if (is_printed(view, p)) (*vertex)[(*count)++] = view->r->order[p];
out:
    return st;
}

rel_status rel_rank_print(rel_cli *cli, const rel_rank_view *view)
{
    const rel_ranking *r = view->r;
    sheet s = {.view = view, .handle = rel_rank_handles(view)};
    s.a_row_each = view->explain && cli->style.form == REL_TABLE_EYES;
    for (int i = 0; i < r->criteria; i++)
        s.scale[i] = rel_scale_of(cli->ctx->threads, view->normalize, r->score[i], r->n);
    describe(&s);
    rel_table t = rel_cli_table(cli, s.column, s.columns);
    for (int64_t p = 0; p < r->count && t.status == REL_OK; p++) {
        if (!is_printed(view, p)) continue;
        for (int row = 0; row < (s.a_row_each ? r->criteria : 1); row++) {
            for (int k = 0; k < s.columns; k++) put(&t, &s, &s.shown[k], p, row);
            rel_table_end_row(&t);
        }
        s.printed++;
    }
    return rel_table_end(&t);
}
