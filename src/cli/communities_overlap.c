#include "src/cli/account_args.h"
#include "src/cli/communities_args.h"
#include "src/insight/account.h"
#include "src/insight/overlap.h"

/* A row for each account and community. */
static rel_status print_members(rel_cli *cli, const rel_graph *g, const rel_overlap *o)
{
    char room[REL_NAME_NUMBER_TEXT];
    const rel_column column[] = {
        {"account", N_("account"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
        {"handle", rel_any_handle(g, NULL, 0) ? N_("handle") : NULL, REL_CELL_TEXT, 0},
        {"community", N_("community"), REL_CELL_I64, 0},
    };
    rel_table t = rel_cli_table(cli, column, sizeof column / sizeof *column);
    for (rel_vid v = 0; v < g->n; v++)
        for (rel_eid i = o->off[v]; i < o->off[v + 1]; i++) {
            rel_table_text(&t, rel_names_get(&g->names, v, room));
            rel_table_text(&t, rel_handle_of(g, v));
            rel_table_i64(&t, o->community[i]);
            rel_table_end_row(&t);
        }
    return rel_table_end(&t);
}

static rel_status print_rows(rel_cli *cli, const rel_overlap *o, int64_t top)
{
    static const rel_column column[] = {
        {"community", N_("community"), REL_CELL_I64, 0},
        {"accounts", N_("accounts"), REL_CELL_I64, 0},
        {"share", N_("share"), REL_CELL_F64, 0},
    };
    rel_table t = rel_cli_table(cli, column, sizeof column / sizeof *column);
    for (rel_vid c = 0; c < o->count && (top == 0 || c < top); c++) {
        rel_table_i64(&t, c);
        rel_table_i64(&t, o->accounts[c]);
        rel_table_f64(&t, (double)o->accounts[c] / (double)o->n);
        rel_table_end_row(&t);
    }
    return rel_table_end(&t);
}

static rel_status print_summary(rel_cli *cli, const rel_group_opts *opts, const rel_overlap *o)
{
    static const rel_column column[] = {
        {"method", N_("method"), REL_CELL_TEXT, 0},
        {"count", N_("communities"), REL_CELL_I64, 0},
        {"accounts", N_("accounts"), REL_CELL_I64, 0},
        {"in_several", N_("  in several communities"), REL_CELL_I64, 0},
        {"personas", N_("  personas"), REL_CELL_I64, 0},
        {"resolution", N_("resolution"), REL_CELL_F64, 0},
    };
    if (cli->style.form == REL_TABLE_EYES) rel_outfile_puts(&cli->out, "\n");
    rel_table t = rel_cli_table(cli, column, sizeof column / sizeof *column);
    t.style.card = true;
    rel_table_text(&t, rel_str_of(rel_group_method_word((int)opts->method)));
    rel_table_i64(&t, o->count);
    rel_table_i64(&t, o->n);
    rel_table_i64(&t, o->several);
    rel_table_i64(&t, o->personas);
    rel_table_f64(&t, o->resolution);
    rel_table_end_row(&t);
    return rel_table_end(&t);
}

rel_status rel_communities_overlapping(rel_cli *cli, const rel_communities_args *a, const rel_graph *g,
                                       const rel_group_opts *opts)
{
    rel_status st;
    rel_overlap o = {0};
    REL_TRY(rel_overlap_find(cli->ctx, g, opts, &o));
    if (a->members) {
        st = print_members(cli, g, &o);
    } else {
        REL_TRY(print_rows(cli, &o, a->top));
        if (cli->style.form != REL_TABLE_CSV) st = print_summary(cli, opts, &o);
    }
out:
    rel_overlap_free(&o);
    return st;
}
