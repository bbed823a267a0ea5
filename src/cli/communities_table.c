#include <inttypes.h>
#include <math.h>

#include "src/cli/account_args.h"
#include "src/cli/communities_args.h"

enum { COLUMNS = 24 };

/* Columns of which some are not there. */
typedef struct sheet {
    rel_column column[COLUMNS];
    int count;
} sheet;

static void add(sheet *s, const char *key, const char *title, rel_cell_type type)
{
    s->column[s->count++] = (rel_column){key, title, type, 0};
}

/* -------- communities -------- */

/* The label that the members of a community share. */
static rel_str label_of(const rel_communities_view *w, const rel_vid *first, rel_vid c)
{
    const rel_vid label = w->given->label[first[c]];
    return label == REL_VID_NONE ? REL_STR_MISSING : rel_labelling_text(w->given, label);
}

static rel_status find_firsts(rel_ctx *ctx, const rel_grouping *p, rel_vid **first)
{
    const rel_status st = rel_scratch(ctx, first, p->count, sizeof **first, "communities");
    if (st != REL_OK) return st;
    for (rel_vid v = p->n; v-- > 0;) (*first)[p->community[v]] = v;
    return REL_OK;
}

static void describe_rows(const rel_communities_view *w, sheet *s)
{
    add(s, "community", N_("community"), REL_CELL_I64);
    if (w->given) add(s, "label", N_("label"), REL_CELL_TEXT);
    add(s, "accounts", N_("accounts"), REL_CELL_I64);
    add(s, "share", N_("share"), REL_CELL_F64);
    add(s, "inside", N_("weight inside"), REL_CELL_F64);
    add(s, "outside", N_("weight outside"), REL_CELL_F64);
    add(s, "conductance", N_("conductance"), REL_CELL_F64);
    add(s, "density", N_("density"), REL_CELL_F64);
    if (w->p->stability) add(s, "stability", N_("stability"), REL_CELL_F64);
}

static rel_status print_rows(rel_cli *cli, const rel_communities_view *w)
{
    rel_status st;
    sheet s = {0};
    rel_vid *first = NULL;
    const rel_grouping *p = w->p;
    const rel_arena_mark mark = rel_scratch_mark(cli->ctx);
    const int64_t rows = w->top > 0 && w->top < p->count ? w->top : p->count;
    if (w->given) REL_TRY(find_firsts(cli->ctx, p, &first));
    describe_rows(w, &s);
    rel_table t = rel_cli_table(cli, s.column, s.count);
    for (rel_vid c = 0; c < rows && t.status == REL_OK; c++) {
        const rel_community_cut *cut = &p->cut[c];
        rel_table_i64(&t, c);
        if (w->given) rel_table_text(&t, label_of(w, first, c));
        rel_table_i64(&t, cut->members);
        rel_table_f64(&t, (double)cut->members / (double)p->n);
        rel_table_f64(&t, cut->inside);
        rel_table_f64(&t, cut->outside);
        rel_table_f64(&t, cut->conductance);
        rel_table_f64(&t, p->density[c]);
        if (p->stability) rel_table_f64(&t, p->stability[c]);
        rel_table_end_row(&t);
    }
    st = rel_table_end(&t);
out:
    rel_scratch_release(cli->ctx, mark);
    return st;
}

/* -------- all of them -------- */

/* Standard output holds another table: said to people. */
static void note_summary(rel_ctx *ctx, const rel_communities_view *w)
{
    const rel_grouping *p = w->p;
    rel_note(ctx, "%" PRIu32 " communities of %" PRIu32 " accounts; %s %.4f at resolution %g; coverage %.4f",
             p->count, p->n, rel_group_quality_word((int)p->quality), p->value, p->resolution, p->coverage);
    if (w->truth)
        rel_note(ctx,
                 "against %" PRIu32 " labels of %" PRIu32
                 " accounts: NMI %.4f, ARI %.4f, homogeneity %.4f, completeness %.4f",
                 w->truth->count, w->like.compared, w->like.nmi, w->like.ari, w->like.homogeneity,
                 w->like.completeness);
}

static void describe_summary(const rel_communities_view *w, bool shape, sheet *s)
{
    add(s, "method", N_("method"), REL_CELL_TEXT);
    if (w->p->stability) add(s, "runs", N_("  runs"), REL_CELL_I64);
    add(s, "count", N_("communities"), REL_CELL_I64);
    add(s, "accounts", N_("accounts"), REL_CELL_I64);
    add(s, "quality", N_("quality"), REL_CELL_TEXT);
    add(s, "resolution", N_("  at resolution"), REL_CELL_F64);
    add(s, "value", N_("  value"), REL_CELL_F64);
    add(s, "coverage", N_("coverage"), REL_CELL_F64);
    if (shape) add(s, "shape", N_("shape"), REL_CELL_TEXT);
    s->column[s->count - 1].flags = shape ? REL_COLUMN_QUIET : 0;
    if (!w->truth) return;
    add(s, "compared", N_("accounts compared"), REL_CELL_I64);
    add(s, "labels", N_("  labels"), REL_CELL_I64);
    add(s, "nmi", N_("  NMI"), REL_CELL_F64);
    add(s, "ari", N_("  ARI"), REL_CELL_F64);
    add(s, "homogeneity", N_("  homogeneity"), REL_CELL_F64);
    add(s, "completeness", N_("  completeness"), REL_CELL_F64);
    add(s, "v_measure", N_("  V-measure"), REL_CELL_F64);
}

rel_status rel_communities_print_summary(rel_cli *cli, const rel_communities_view *w, const char *shape)
{
    sheet s = {0};
    const rel_grouping *p = w->p;
    if (cli->style.form == REL_TABLE_CSV) {
        note_summary(cli->ctx, w);
        return REL_OK;
    }
    if (cli->style.form == REL_TABLE_EYES) rel_outfile_puts(&cli->out, "\n");
    describe_summary(w, shape, &s);
    rel_table t = rel_cli_table(cli, s.column, s.count);
    t.style.card = true;
    rel_table_text(&t, rel_str_of(rel_group_method_word((int)p->method)));
    if (p->stability) rel_table_i64(&t, p->runs);
    rel_table_i64(&t, p->count);
    rel_table_i64(&t, p->n);
    rel_table_text(&t, rel_str_of(rel_group_quality_word((int)p->quality)));
    rel_table_f64(&t, p->resolution);
    rel_table_f64(&t, p->value);
    rel_table_f64(&t, p->coverage);
    if (shape) rel_table_text(&t, *shape ? rel_str_of(shape) : REL_STR_MISSING);
    if (w->truth) {
        rel_table_i64(&t, w->like.compared);
        rel_table_i64(&t, w->truth->count);
        rel_table_f64(&t, w->like.nmi);
        rel_table_f64(&t, w->like.ari);
        rel_table_f64(&t, w->like.homogeneity);
        rel_table_f64(&t, w->like.completeness);
        rel_table_f64(&t, w->like.v_measure);
    }
    rel_table_end_row(&t);
    return rel_table_end(&t);
}

rel_status rel_communities_print(rel_cli *cli, const rel_communities_view *view)
{
    rel_status st;
    REL_TRY(print_rows(cli, view));
    st = rel_communities_print_summary(cli, view, NULL);
out:
    return st;
}

/* -------- accounts -------- */

rel_status rel_communities_print_members(rel_cli *cli, const rel_communities_view *w)
{
    sheet s = {0};
    char room[REL_NAME_NUMBER_TEXT];
    const rel_graph *g = w->g;
    const double *stability = w->p->account_stability;
    add(&s, "account", N_("account"), REL_CELL_TEXT);
    s.column[0].flags = REL_COLUMN_WHOLE;
    add(&s, "handle", rel_any_handle(g, NULL, 0) ? N_("handle") : NULL, REL_CELL_TEXT);
    add(&s, "community", N_("community"), REL_CELL_I64);
    if (stability) add(&s, "stability", N_("stability"), REL_CELL_F64);
    rel_table t = rel_cli_table(cli, s.column, s.count);
    for (rel_vid v = 0; v < g->n && t.status == REL_OK; v++) {
        rel_table_text(&t, rel_names_get(&g->names, v, room));
        rel_table_text(&t, rel_handle_of(g, v));
        rel_table_i64(&t, w->p->community[v]);
        if (stability) rel_table_f64(&t, stability[v]);
        rel_table_end_row(&t);
    }
    const rel_status st = rel_table_end(&t);
    if (st == REL_OK) note_summary(cli->ctx, w);
    return st;
}
