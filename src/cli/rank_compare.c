#include <inttypes.h>
#include <math.h>

#include "src/base/input.h"
#include "src/cli/rank_args.h"
#include "src/insight/comparison.h"

enum { SNIFF_BYTES = 64, MOVER_COLUMNS = 7, AGREEMENT_COLUMNS = 8, PAIR_COLUMNS = 6 };

/* --- where the other ranking comes from --------------------------------------------------------------------
 */

/* "run:3" and "run:latest". */
static bool is_run(const char *text, int64_t *run)
{
    *run = 0;
    if (strncmp(text, "run:", 4) != 0) return false;
    return strcmp(text + 4, "latest") == 0 || (rel_str_to_i64(rel_str_of(text + 4), run) && *run > 0);
}

static rel_status read_stored(rel_ctx *ctx, const rel_rank_args *a, const char *criterion, int64_t run,
                              rel_ranked_list *list)
{
    rel_status st;
    rel_source_kind kind;
    rel_workspace *w = NULL;
    REL_TRY(rel_source_kind_of(ctx, a->source, &kind));
    if (kind != REL_SOURCE_WORKSPACE)
        return rel_fail(ctx, REL_E_USAGE, "option '--compare': '%s' is not a workspace, so has no runs",
                        a->source);
    REL_TRY(rel_workspace_open(ctx, a->source, REL_WORKSPACE_READ, &w));
    REL_TRY(rel_ranked_stored(ctx, w, criterion, &run, list));
    rel_note(ctx, "compared with run %" PRId64 " of '%s'", run, a->source);
out:
    rel_workspace_close(w);
    return st;
}

static rel_status list_ranking(rel_ctx *ctx, const rel_graph *g, const rel_ranking *r, rel_ranked_list *list)
{
    rel_status st = REL_OK;
    char room[REL_NAME_NUMBER_TEXT];
    const double *score = r->joined ? r->joined : r->score[0];
    for (int64_t i = 0; i < r->count; i++) {
        const rel_vid v = r->order[i];
        REL_TRY(rel_ranked_add(ctx, list, rel_names_get(&g->names, v, room), i + 1, score[v]));
    }
out:
    return st;
}

static rel_status rank_other(rel_cli *cli, const rel_rank_args *a, rel_ranked_list *list)
{
    rel_status st, ranked;
    rel_source source = {0};
    rel_ranking r = {0};
    rel_ranking_opts opts;
    REL_TRY(rel_graph_args_open(cli, a->compare, &a->graph, &source));
    REL_TRY(rel_rank_opts(cli->ctx, a, &source, &opts));
    ranked = rel_rank(cli->ctx, &source.graph, &opts, &r);
    if (ranked != REL_OK && ranked != REL_E_NOCONV) REL_TRY(ranked);
    REL_TRY(list_ranking(cli->ctx, &source.graph, &r, list));
    st = ranked;
out:
    rel_ranking_free(&r);
    rel_source_close(&source);
    return st;
}

static rel_status read_other(rel_cli *cli, const rel_rank_args *a, const char *criterion,
                             rel_ranked_list *list)
{
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_input *in = NULL;
    rel_str first = REL_STR_MISSING;
    int64_t run;
    if (is_run(a->compare, &run)) return read_stored(ctx, a, criterion, run, list);
    REL_TRY(rel_input_open(ctx, a->compare, &in));
    REL_TRY(rel_input_peek(ctx, in, SNIFF_BYTES, &first));
    st = rel_ranked_is_file(first.s, first.len) ? rel_ranked_read(ctx, a->compare, list)
                                                : rank_other(cli, a, list);
out:
    rel_input_close(in);
    return st;
}

/* --- printing ----------------------------------------------------------------------------------------------
 */

static rel_status print_movers(rel_cli *cli, const rel_rank_view *view, const rel_ranked_list *other,
                               const rel_comparison *c)
{
    const rel_ranking *r = view->r;
    const rel_attribute *handle = rel_rank_handles(view);
    const rel_column column[MOVER_COLUMNS] = {
        {"rank", N_("rank"), REL_CELL_I64, 0},
        {"account", N_("account"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
        {"handle", handle ? N_("handle") : NULL, REL_CELL_TEXT, 0},
        {"score", r->joined ? rel_aggregate_title(r->aggregate) : rel_criterion_title(r->by[0]), REL_CELL_F64,
         0},
        {"other_rank", N_("rank there"), REL_CELL_I64, 0},
        {"other_score", N_("score there"), REL_CELL_F64, 0},
        {"change", N_("change"), REL_CELL_I64, 0},
    };
    const double *score = r->joined ? r->joined : r->score[0];
    char room[REL_NAME_NUMBER_TEXT];
    rel_table t = rel_cli_table(cli, column, MOVER_COLUMNS);
    for (int64_t i = 0; i < c->count && t.status == REL_OK; i++) {
        const rel_mover *m = &c->mover[i];
        const bool here = m->rank > 0, there = m->rank_there > 0;
        rel_table_i64(&t, here ? m->rank : INT64_MIN);
        rel_table_text(&t, here ? rel_names_get(&view->g->names, m->vertex, room)
                                : rel_ranked_account(other, m->listed));
        rel_table_text(&t, here && handle ? rel_attribute_text(handle, m->vertex) : REL_STR_MISSING);
        rel_table_f64(&t, here ? score[m->vertex] : NAN);
        rel_table_i64(&t, there ? m->rank_there : INT64_MIN);
        rel_table_f64(&t, there ? other->score[m->listed] : NAN);
        rel_table_i64(&t, here && there ? m->rank_there - m->rank : INT64_MIN);
        rel_table_end_row(&t);
    }
    return rel_table_end(&t);
}

/* CSV has one table: the rest is said to people. */
static void note_agreement(rel_ctx *ctx, const rel_agreement *a)
{
    rel_note(ctx,
             "Kendall's tau-b %.4f over %" PRId64 " accounts; overlap of the first %" PRId64
             ": %.4f; rank-biased overlap (p = %g): %.4f",
             a->kendall_tau_b, a->accounts, a->k, a->overlap, a->p, a->rbo);
}

static rel_status print_agreement(rel_cli *cli, const rel_agreement *a)
{
    static const rel_column column[AGREEMENT_COLUMNS] = {
        {"kendall_tau_b", N_("Kendall's tau-b"), REL_CELL_F64, 0},
        {"overlap", N_("overlap of the first k"), REL_CELL_F64, 0},
        {"k", N_("k"), REL_CELL_I64, 0},
        {"rbo", N_("rank-biased overlap"), REL_CELL_F64, 0},
        {"persistence", N_("its persistence"), REL_CELL_F64, 0},
        {"accounts", N_("accounts in both"), REL_CELL_I64, 0},
        {"only_here", N_("only here"), REL_CELL_I64, 0},
        {"only_there", N_("only there"), REL_CELL_I64, 0},
    };
    if (cli->style.form == REL_TABLE_CSV) {
        note_agreement(cli->ctx, a);
        return REL_OK;
    }
    if (cli->style.form == REL_TABLE_EYES) rel_outfile_puts(&cli->out, "\n");
    rel_table t = rel_cli_table(cli, column, AGREEMENT_COLUMNS);
    t.style.card = true;
    rel_table_f64(&t, a->kendall_tau_b);
    rel_table_f64(&t, a->overlap);
    rel_table_i64(&t, a->k);
    rel_table_f64(&t, a->rbo);
    rel_table_f64(&t, a->p);
    rel_table_i64(&t, a->accounts);
    rel_table_i64(&t, a->only_here);
    rel_table_i64(&t, a->only_there);
    rel_table_end_row(&t);
    return rel_table_end(&t);
}

rel_status rel_rank_compare(rel_cli *cli, const rel_rank_args *a, const rel_rank_view *view)
{
    rel_status st, ranked;
    rel_ranked_list other = {0};
    rel_comparison c = {0};
    const rel_ranking *r = view->r;
    const char *criterion =
        r->joined ? rel_aggregate_word((int)r->aggregate) : rel_criterion_word((int)r->by[0]);
    ranked = read_other(cli, a, criterion, &other);
    if (ranked != REL_OK && ranked != REL_E_NOCONV) REL_TRY(ranked);
    REL_TRY(rel_compare(cli->ctx, view->g, r, &other, a->top, a->persistence, &c));
    REL_TRY(print_movers(cli, view, &other, &c));
    REL_TRY(print_agreement(cli, &c.agreement));
    st = ranked;
out:
    rel_comparison_free(&c);
    rel_ranked_free(&other);
    return st;
}

rel_status rel_rank_agreement(rel_cli *cli, const rel_rank_args *a, const rel_ranking *r)
{
    static const rel_column column[PAIR_COLUMNS] = {
        {"criterion", N_("criterion"), REL_CELL_TEXT, 0},
        {"other", N_("other criterion"), REL_CELL_TEXT, 0},
        {"kendall_tau_b", N_("Kendall's tau-b"), REL_CELL_F64, 0},
        {"overlap", N_("overlap of the first k"), REL_CELL_F64, 0},
        {"k", N_("k"), REL_CELL_I64, 0},
        {"rbo", N_("rank-biased overlap"), REL_CELL_F64, 0},
    };
    rel_status st = REL_OK;
    rel_table t = rel_cli_table(cli, column, PAIR_COLUMNS);
    for (int i = 0; i < r->criteria; i++)
        for (int k = i + 1; k < r->criteria; k++) {
            rel_agreement with;
            REL_TRY(rel_compare_criteria(cli->ctx, r, i, k, a->top, a->persistence, &with));
            rel_table_text(&t, rel_str_of(rel_criterion_word((int)r->by[i])));
            rel_table_text(&t, rel_str_of(rel_criterion_word((int)r->by[k])));
            rel_table_f64(&t, with.kendall_tau_b);
            rel_table_f64(&t, with.overlap);
            rel_table_i64(&t, with.k);
            rel_table_f64(&t, with.rbo);
            rel_table_end_row(&t);
        }
out:
    if (st != REL_OK) t.status = st;
    return rel_table_end(&t);
}
