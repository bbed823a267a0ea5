#include <inttypes.h>
#include <math.h>

#include "src/cli/account_args.h"
#include "src/cli/communities_args.h"

/* -------- communities -------- */

static rel_status print_rows(rel_cli *cli, const rel_communities_args *a, const rel_grouping *p)
{
    static const rel_column column[] = {
        {"community", N_("community"), REL_CELL_I64, 0},
        {"accounts", N_("accounts"), REL_CELL_I64, 0},
        {"share", N_("share"), REL_CELL_F64, 0},
        {"inside", N_("weight inside"), REL_CELL_F64, 0},
        {"outside", N_("weight outside"), REL_CELL_F64, 0},
        {"conductance", N_("conductance"), REL_CELL_F64, 0},
        {"density", N_("density"), REL_CELL_F64, 0},
    };
    const int64_t rows = a->top > 0 && a->top < p->count ? a->top : p->count;
    rel_table t = rel_cli_table(cli, column, sizeof column / sizeof *column);
    for (int64_t c = 0; c < rows; c++) {
        const rel_community_cut *cut = &p->cut[c];
        rel_table_i64(&t, c);
        rel_table_i64(&t, cut->members);
        rel_table_f64(&t, (double)cut->members / (double)p->n);
        rel_table_f64(&t, cut->inside);
        rel_table_f64(&t, cut->outside);
        rel_table_f64(&t, cut->conductance);
        rel_table_f64(&t, p->density[c]);
        rel_table_end_row(&t);
    }
    return rel_table_end(&t);
}

/* CSV has one table: the rest is said to people. */
static void note_summary(rel_ctx *ctx, const rel_grouping *p)
{
    rel_note(ctx, "%" PRIu32 " communities of %" PRIu32 " accounts; %s %.4f at resolution %g; coverage %.4f",
             p->count, p->n, rel_group_quality_word((int)p->quality), p->value, p->resolution, p->coverage);
}

rel_status rel_communities_print_summary(rel_cli *cli, const rel_grouping *p, const char *shape)
{
    static const rel_column column[] = {
        {"method", N_("method"), REL_CELL_TEXT, 0},
        {"count", N_("communities"), REL_CELL_I64, 0},
        {"accounts", N_("accounts"), REL_CELL_I64, 0},
        {"quality", N_("quality"), REL_CELL_TEXT, 0},
        {"resolution", N_("  at resolution"), REL_CELL_F64, 0},
        {"value", N_("  value"), REL_CELL_F64, 0},
        {"coverage", N_("coverage"), REL_CELL_F64, 0},
        {"shape", N_("shape"), REL_CELL_TEXT, REL_COLUMN_QUIET},
    };
    const int columns = sizeof column / sizeof *column - (shape ? 0 : 1);
    if (cli->style.form == REL_TABLE_CSV) {
        note_summary(cli->ctx, p);
        return REL_OK;
    }
    if (cli->style.form == REL_TABLE_EYES) rel_outfile_puts(&cli->out, "\n");
    rel_table t = rel_cli_table(cli, column, columns);
    t.style.card = true;
    rel_table_text(&t, rel_str_of(rel_group_method_word((int)p->method)));
    rel_table_i64(&t, p->count);
    rel_table_i64(&t, p->n);
    rel_table_text(&t, rel_str_of(rel_group_quality_word((int)p->quality)));
    rel_table_f64(&t, p->resolution);
    rel_table_f64(&t, p->value);
    rel_table_f64(&t, p->coverage);
    if (shape) rel_table_text(&t, *shape ? rel_str_of(shape) : REL_STR_MISSING);
    rel_table_end_row(&t);
    return rel_table_end(&t);
}

rel_status rel_communities_print(rel_cli *cli, const rel_communities_args *a, const rel_grouping *p)
{
    rel_status st;
    REL_TRY(print_rows(cli, a, p));
    st = rel_communities_print_summary(cli, p, NULL);
out:
    return st;
}

/* -------- accounts -------- */

static bool anybody_has_a_handle(const rel_graph *g)
{
    for (rel_vid v = 0; v < g->n; v++)
        if (rel_any_handle(g, &v, 1)) return true;
    return false;
}

rel_status rel_communities_print_members(rel_cli *cli, const rel_graph *g, const rel_grouping *p)
{
    const rel_column column[] = {
        {"account", N_("account"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
        {"handle", anybody_has_a_handle(g) ? N_("handle") : NULL, REL_CELL_TEXT, 0},
        {"community", N_("community"), REL_CELL_I64, 0},
    };
    char room[REL_NAME_NUMBER_TEXT];
    rel_table t = rel_cli_table(cli, column, sizeof column / sizeof *column);
    for (rel_vid v = 0; v < g->n && t.status == REL_OK; v++) {
        rel_table_text(&t, rel_names_get(&g->names, v, room));
        rel_table_text(&t, rel_handle_of(g, v));
        rel_table_i64(&t, p->community[v]);
        rel_table_end_row(&t);
    }
    return rel_table_end(&t);
}
