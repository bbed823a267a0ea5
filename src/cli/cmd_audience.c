#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "src/cli/account_args.h"
#include "src/cli/commands.h"
#include "src/cli/graph_args.h"
#include "src/insight/members.h"

typedef struct audience_args {
    const char *source, *accounts, *list;
    int64_t top;
    bool only;
    rel_graph_args graph;
} audience_args;

static void defaults(void *given)
{
    *(audience_args *)given = (audience_args){.top = 20, .graph = REL_GRAPH_ARGS_DEFAULTS};
}

static const rel_opt options[] = {
    REL_POSITIONAL(audience_args, source, N_("SOURCE"),
                   N_("workspace, snapshot or graph file; - is standard input")),
    REL_POSITIONAL(audience_args, accounts, N_("ACCOUNTS"), N_("2 to 20 accounts: @acme,@other,x:42")),
    REL_GROUP(N_("What is printed")),
    REL_I64(audience_args, top, "top", N_("N"), 0, 1e9,
            N_("combinations to print, or accounts with --list; 0: all")),
    REL_TEXT(audience_args, list, "list", N_("ACCOUNTS"),
             N_("print who gives attention to all of these: @acme,@other")),
    REL_FLAG(audience_args, only, "only", N_("with --list: and to none of the other accounts given")),
    REL_GRAPH_OPTIONS(audience_args, graph),
    REL_OPTS_END,
};

/* What the tables are made from. */
typedef struct view {
    rel_cli *cli;
    const rel_graph *g;
    const rel_accounts *of;
    const rel_audience *found;
    int64_t top;
} view;

static int64_t rows_of(const view *w, int64_t rows)
{
    return w->top > 0 && w->top < rows ? w->top : rows;
}

static double share_of(int64_t part, int64_t whole)
{
    return whole ? (double)part / (double)whole : NAN;
}

/* Who gives attention to this account and to no other of those given. */
static int64_t exclusive(const rel_audience *a, int k)
{
    for (int64_t i = 0; i < a->patterns; i++)
        if (a->pattern[i].accounts == UINT32_C(1) << k) return a->pattern[i].exactly;
    return 0;
}

/* "acme + other", or the names in full by commas. */
static rel_status join(const view *w, uint32_t accounts, const char *between, bool called, rel_buf *b)
{
    rel_status st = REL_OK;
    char room[REL_NAME_NUMBER_TEXT];
    b->len = 0;
    for (int k = 0; k < w->of->count; k++) {
        if (!(accounts >> k & 1)) continue;
        const rel_vid v = w->of->v[k];
        const rel_str name = called ? rel_called(w->g, v, room) : rel_names_get(&w->g->names, v, room);
        if (b->len) REL_TRY(rel_buf_puts(w->cli->ctx, b, between));
        REL_TRY(rel_buf_add(w->cli->ctx, b, name.s, name.len));
    }
out:
    return st;
}

/* -------- rows for programs: one table -------- */

static const rel_column row_column[] = {
    {"kind", N_("kind"), REL_CELL_TEXT, 0},       {"accounts", N_("accounts"), REL_CELL_TEXT, 0},
    {"handles", N_("handles"), REL_CELL_TEXT, 0}, {"size", N_("size"), REL_CELL_I64, 0},
    {"exactly", N_("exactly"), REL_CELL_I64, 0},  {"share", N_("share"), REL_CELL_F64, 0},
    {"jaccard", N_("Jaccard"), REL_CELL_F64, 0},  {"expected", N_("expected"), REL_CELL_F64, 0},
    {"lift", N_("lift"), REL_CELL_F64, 0},
};

typedef struct row {
    const char *kind;
    uint32_t accounts;
    int64_t size, exactly; /* INT64_MIN: missing */
    double jaccard, expected, lift;
} row;

static rel_status put_row(const view *w, rel_table *t, rel_buf *b, row r)
{
    rel_status st = REL_OK;
    rel_table_text(t, rel_str_of(r.kind));
    REL_TRY(join(w, r.accounts, ",", false, b));
    rel_table_text(t, b->len ? (rel_str){b->data, b->len} : REL_STR_MISSING);
    REL_TRY(join(w, r.accounts, ",", true, b));
    rel_table_text(t, b->len ? (rel_str){b->data, b->len} : REL_STR_MISSING);
    rel_table_i64(t, r.size);
    rel_table_i64(t, r.exactly);
    rel_table_f64(t, r.exactly == INT64_MIN ? NAN : share_of(r.exactly, w->found->reached));
    rel_table_f64(t, r.jaccard);
    rel_table_f64(t, r.expected);
    rel_table_f64(t, r.lift);
    rel_table_end_row(t);
out:
    return st;
}

static rel_status put_rows(const view *w, rel_table *t, rel_buf *b)
{
    rel_status st;
    const rel_audience *a = w->found;
    REL_TRY(put_row(w, t, b, (row){"population", 0, a->population, INT64_MIN, NAN, NAN, NAN}));
    REL_TRY(put_row(w, t, b, (row){"reached", 0, a->reached, INT64_MIN, NAN, NAN, NAN}));
    for (int k = 0; k < a->accounts; k++)
        REL_TRY(put_row(w, t, b,
                        (row){"audience", UINT32_C(1) << k, a->size[k], exclusive(a, k), NAN, NAN, NAN}));
    for (int k = 0; k < a->accounts; k++)
        for (int l = k + 1; l < a->accounts; l++) {
            const rel_audience_pair *p = &a->pair[k][l];
            REL_TRY(put_row(w, t, b,
                            (row){"pair", UINT32_C(1) << k | UINT32_C(1) << l, p->both, INT64_MIN, p->jaccard,
                                  p->expected, p->lift}));
        }
    for (int64_t i = 0; i < rows_of(w, a->patterns); i++) {
        const rel_audience_pattern *p = &a->pattern[i];
        REL_TRY(put_row(
            w, t, b, (row){"combination", p->accounts, p->at_least, p->exactly, NAN, p->expected, p->lift}));
    }
out:
    return st;
}

static rel_status print_rows(const view *w)
{
    rel_buf b = {0};
    rel_table t = rel_cli_table(w->cli, row_column, sizeof row_column / sizeof *row_column);
    rel_status st = put_rows(w, &t, &b);
    const rel_status ended = rel_table_end(&t);
    rel_buf_free(&b);
    return st == REL_OK ? ended : st;
}

/* -------- for eyes: three tables -------- */

/* As many decimals as say something. */
static void put_rounded(rel_table *t, double value, int decimals)
{
    const double scale = pow(10, decimals);
    rel_table_f64(t, isfinite(value) ? round(value * scale) / scale : NAN);
}

static void put_percent(rel_table *t, int64_t part, int64_t whole)
{
    char text[32];
    if (!whole) {
        rel_table_missing(t);
        return;
    }
    const int len = snprintf(text, sizeof text, "%5.1f %%", 100 * share_of(part, whole));
    rel_table_text(t, (rel_str){text, (size_t)len});
}

static rel_status print_audiences(const view *w)
{
    const bool handles = rel_any_handle(w->g, w->of->v, w->of->count);
    const rel_column column[] = {
        {NULL, N_("account"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
        {NULL, handles ? N_("handle") : NULL, REL_CELL_TEXT, 0},
        {NULL, N_("audience"), REL_CELL_I64, 0},
        {NULL, N_("of those reached"), REL_CELL_TEXT, 0},
        {NULL, N_("exclusive"), REL_CELL_I64, 0},
        {NULL, N_("of its audience"), REL_CELL_TEXT, 0},
    };
    const rel_audience *a = w->found;
    char room[REL_NAME_NUMBER_TEXT];
    rel_table t = rel_cli_table(w->cli, column, sizeof column / sizeof *column);
    for (int k = 0; k < a->accounts; k++) {
        const int64_t own = exclusive(a, k);
        rel_table_text(&t, rel_names_get(&w->g->names, w->of->v[k], room));
        rel_table_text(&t, rel_handle_of(w->g, w->of->v[k]));
        rel_table_i64(&t, a->size[k]);
        put_percent(&t, a->size[k], a->reached);
        rel_table_i64(&t, own);
        put_percent(&t, own, a->size[k]);
        rel_table_end_row(&t);
    }
    return rel_table_end(&t);
}

static rel_status print_pairs(const view *w)
{
    static const rel_column column[] = {
        {NULL, N_("account"), REL_CELL_TEXT, 0}, {NULL, N_("and"), REL_CELL_TEXT, 0},
        {NULL, N_("both"), REL_CELL_I64, 0},     {NULL, N_("Jaccard"), REL_CELL_F64, 0},
        {NULL, N_("expected"), REL_CELL_F64, 0}, {NULL, N_("lift"), REL_CELL_F64, 0},
    };
    const rel_audience *a = w->found;
    char room[REL_NAME_NUMBER_TEXT];
    rel_table t = rel_cli_table(w->cli, column, sizeof column / sizeof *column);
    for (int k = 0; k < a->accounts; k++)
        for (int l = k + 1; l < a->accounts; l++) {
            const rel_audience_pair *p = &a->pair[k][l];
            rel_table_text(&t, rel_called(w->g, w->of->v[k], room));
            rel_table_text(&t, rel_called(w->g, w->of->v[l], room));
            rel_table_i64(&t, p->both);
            put_rounded(&t, p->jaccard, 3);
            put_rounded(&t, p->expected, 1);
            put_rounded(&t, p->lift, 2);
            rel_table_end_row(&t);
        }
    return rel_table_end(&t);
}

/* As the rows of an UpSet plot. */
static rel_status print_combinations(const view *w)
{
    static const rel_column column[] = {
        {NULL, N_("exactly"), REL_CELL_I64, 0},
        {NULL, N_("of those reached"), REL_CELL_TEXT, 0},
        {NULL, N_("at least"), REL_CELL_I64, 0},
        {NULL, N_("lift"), REL_CELL_F64, 0},
        {NULL, N_("attention to"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
    };
    const rel_audience *a = w->found;
    rel_status st = REL_OK;
    rel_buf b = {0};
    rel_table t = rel_cli_table(w->cli, column, sizeof column / sizeof *column);
    for (int64_t i = 0; i < rows_of(w, a->patterns) && st == REL_OK; i++) {
        const rel_audience_pattern *p = &a->pattern[i];
        st = join(w, p->accounts, " + ", true, &b);
        rel_table_i64(&t, p->exactly);
        put_percent(&t, p->exactly, a->reached);
        rel_table_i64(&t, p->at_least);
        put_rounded(&t, p->accounts & (p->accounts - 1) ? p->lift : NAN, 2);
        rel_table_text(&t, (rel_str){b.data ? b.data : "", b.len});
        rel_table_end_row(&t);
    }
    const rel_status ended = rel_table_end(&t);
    rel_buf_free(&b);
    return st == REL_OK ? ended : st;
}

static rel_status print_for_eyes(const view *w)
{
    rel_status st;
    rel_outfile *out = &w->cli->out;
    const rel_audience *a = w->found;
    rel_outfile_printf(out,
                       _("Audiences: %" PRId64 " accounts reached, of %" PRId64 " that give attention\n"),
                       a->reached, a->population);
    REL_TRY(print_audiences(w));
    rel_outfile_printf(out, "\n%s\n", _("Two by two"));
    REL_TRY(print_pairs(w));
    rel_outfile_printf(out, "\n%s\n", _("Who gives attention to which of them"));
    REL_TRY(print_combinations(w));
    if (rows_of(w, a->patterns) < a->patterns)
        rel_note(w->cli->ctx, "combinations not shown: %" PRId64, a->patterns - rows_of(w, a->patterns));
out:
    return st;
}

/* -------- the accounts in an intersection -------- */

static rel_status wanted_accounts(rel_ctx *ctx, const view *w, const char *list, uint32_t *wanted)
{
    rel_status st;
    rel_accounts some;
    char room[REL_NAME_NUMBER_TEXT];
    *wanted = 0;
    REL_TRY(rel_accounts_parse(ctx, w->g, list, REL_AUDIENCE_MAX, &some));
    for (int64_t i = 0; i < some.count; i++) {
        int k = 0;
        while (k < w->of->count && w->of->v[k] != some.v[i]) k++;
        if (k == w->of->count) {
            const rel_str name = rel_called(w->g, some.v[i], room);
            return rel_fail(ctx, REL_E_USAGE, "option '--list': '%.*s' is not one of the accounts given",
                            REL_STR_ARG(name));
        }
        *wanted |= UINT32_C(1) << k;
    }
out:
    return st;
}

static rel_status print_members(const view *w, const audience_args *a)
{
    rel_status st;
    rel_ctx *ctx = w->cli->ctx;
    const rel_graph *g = w->g;
    rel_vid *member;
    int64_t count;
    char room[REL_NAME_NUMBER_TEXT];
    rel_members_opts o = {.account = w->of->v, .accounts = (int)w->of->count, .exactly = a->only};
    REL_TRY(wanted_accounts(ctx, w, a->list, &o.wanted));
    REL_TRY(rel_scratch(ctx, &member, g->n, sizeof *member, "accounts"));
    REL_TRY(rel_audience_members(ctx, g, &o, member, &count));
    const int64_t rows = rows_of(w, count);
    const bool handles = rel_any_handle(g, member, rows);
    const rel_column column[] = {
        {"account", N_("account"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
        {"handle", handles ? N_("handle") : NULL, REL_CELL_TEXT, 0},
        {"in_degree", N_("in-degree"), REL_CELL_I64, 0},
    };
    rel_table t = rel_cli_table(w->cli, column, sizeof column / sizeof *column);
    for (int64_t i = 0; i < rows; i++) {
        const rel_vid v = member[i];
        rel_table_text(&t, rel_names_get(&g->names, v, room));
        rel_table_text(&t, rel_handle_of(g, v));
        rel_table_i64(&t, g->in.off[v + 1] - g->in.off[v]);
        rel_table_end_row(&t);
    }
    st = rel_table_end(&t);
    rel_note(ctx, "accounts found: %" PRId64, count);
out:
    return st;
}

/* -------- the command -------- */

static rel_status overlap(view *w)
{
    rel_status st;
    rel_audience found = {0};
    REL_TRY(rel_audience_overlap(w->cli->ctx, w->g, w->of->v, (int)w->of->count, &found));
    w->found = &found;
    st = w->cli->style.form == REL_TABLE_EYES ? print_for_eyes(w) : print_rows(w);
out:
    rel_audience_free(&found);
    return st;
}

static rel_status run(rel_cli *cli, const void *given)
{
    const audience_args *a = given;
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_source source = {0};
    rel_accounts of = {0};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (a->only && !a->list) return rel_fail(ctx, REL_E_USAGE, "option '--only' needs '--list'");
    REL_TRY(rel_graph_args_open(cli, a->source, &a->graph, &source));
    REL_TRY(rel_accounts_parse(ctx, &source.graph, a->accounts, REL_AUDIENCE_MAX, &of));
    if (of.count < REL_AUDIENCE_MIN)
        REL_TRY(rel_fail(ctx, REL_E_USAGE, "'%s': expected 2 to %d accounts, found 1", a->accounts,
                         REL_AUDIENCE_MAX));
    view w = {.cli = cli, .g = &source.graph, .of = &of, .top = a->top};
    st = a->list ? print_members(&w, a) : overlap(&w);
out:
    rel_scratch_release(ctx, mark);
    rel_source_close(&source);
    return st;
}

const rel_command rel_cmd_audience = {
    .name = "audience",
    .summary = N_("compare the audiences of several accounts"),
    .text =
        N_("The audience of an account is everybody who gives it attention: follows, shares, mentions it. "
           "Says of 2 "
           "to 20 accounts how large their audiences are and what they have alone; how much each two of them "
           "share, as a part of both (Jaccard) and against chance (lift: 1 is what two audiences drawn by "
           "chance "
           "from all who give attention would share, 3 three times as much); and how many give attention to "
           "exactly which of them.\n\n"
           "--list prints the accounts behind a number: who gives attention to all of those listed, with "
           "--only to "
           "none of the others; the one who is heard by the most comes first."),
    .example = "relais audience brand.relais @acme,@rival\n"
               "relais audience brand.relais @acme,@rival,@other --layers follow --json\n"
               "relais audience brand.relais @acme,@rival --list @rival --only --csv",
    .options = options,
    .args_size = sizeof(audience_args),
    .defaults = defaults,
    .run = run,
};
