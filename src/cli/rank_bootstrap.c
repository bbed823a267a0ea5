#include <inttypes.h>

#include "src/cli/rank_args.h"

enum { SUMMARY_COLUMNS = 3, TOP = 20 };

const char *rel_resample_word(int unit)
{
    static const char *const words[] = {"interactions", "edges", NULL};
    return unit >= 0 && unit < 2 ? words[unit] : NULL;
}

static rel_status print_summary(rel_cli *cli, const rel_bootstrap *b)
{
    static const rel_column column[SUMMARY_COLUMNS] = {
        {"replicates", N_("replicates"), REL_CELL_I64, 0},
        {"k", N_("top"), REL_CELL_I64, 0},
        {"overlap", N_("of it again in the top"), REL_CELL_F64, 0},
    };
    if (cli->style.form == REL_TABLE_CSV) {
        rel_note(cli->ctx, "%" PRId64 " replicates: of the first %" PRId64 ", a share of %.4f is there again",
                 b->replicates, b->k, b->overlap);
        return REL_OK;
    }
    if (cli->style.form == REL_TABLE_EYES) rel_outfile_puts(&cli->out, "\n");
    rel_table t = rel_cli_table(cli, column, SUMMARY_COLUMNS);
    t.style.card = true;
    rel_table_i64(&t, b->replicates);
    rel_table_i64(&t, b->k);
    rel_table_f64(&t, b->overlap);
    rel_table_end_row(&t);
    return rel_table_end(&t);
}

static rel_status print(rel_cli *cli, rel_rank_view *view, const rel_bootstrap *b)
{
    rel_status st;
    view->bootstrap = b;
    REL_TRY(rel_rank_print(cli, view));
    st = print_summary(cli, b);
out:
    view->bootstrap = NULL;
    return st;
}

rel_status rel_rank_bootstrap(rel_cli *cli, const rel_rank_args *a, const rel_ranking_opts *opts,
                              rel_rank_view *view)
{
    rel_ctx *ctx = cli->ctx;
    rel_status st, ended;
    rel_bootstrap b = {0};
    rel_vid *vertex = NULL;
    int64_t count;
    const rel_bootstrap_opts o = {
        .replicates = a->bootstrap,
        .k = a->top > 0 ? a->top : TOP,
        .unit = (rel_resample_unit)rel_word_index(rel_str_of(a->resample), rel_resample_word),
        .ranking = *opts};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_rank_printed(ctx, view, &vertex, &count));
    ended = rel_bootstrap_ranking(ctx, view->g, view->r, &o, vertex, count, &b);
    if (ended != REL_OK && (ended != REL_E_STOPPED || !b.replicates)) REL_TRY(ended);
    REL_TRY(print(cli, view, &b));
    if (b.not_converged)
        rel_note(ctx, "in %" PRId64 " of %" PRId64 " replicates an iteration ended early", b.not_converged,
                 b.replicates);
    if (ended == REL_E_STOPPED)
        rel_note(ctx, "%" PRId64 " of %" PRId64 " replicates were done", b.replicates, o.replicates);
    st = ended;
out:
    rel_bootstrap_free(&b);
    rel_scratch_release(ctx, mark);
    return st;
}
