#include <inttypes.h>
#include <stdio.h>

#include "graph/graph_file.h"
#include "graph/snapshot.h"
#include "src/cli/commands.h"
#include "src/cli/terminal.h"
#include "src/insight/source.h"

typedef struct check_args {
    const char *file;
} check_args;

static const rel_opt options[] = {
    REL_POSITIONAL(check_args, file, N_("FILE"), N_("workspace, snapshot or graph file")),
    REL_OPTS_END,
};

static rel_status check_workspace(rel_ctx *ctx, const char *path, int64_t *findings)
{
    rel_status st;
    rel_workspace *w = NULL;
    REL_TRY(rel_workspace_open(ctx, path, REL_WORKSPACE_READ, &w));
    st = rel_workspace_check(ctx, w, findings);
out:
    rel_workspace_close(w);
    return st;
}

static rel_status check_graph(rel_ctx *ctx, const char *path, bool snapshot)
{
    rel_graph g = {0};
    const rel_status st =
        snapshot ? rel_snapshot_open(ctx, path, true, &g) : rel_graph_file_read(ctx, path, REL_BUILD_OUT, &g);
    rel_graph_free(&g);
    return st;
}

static rel_status print_verdict(rel_cli *cli, const check_args *a, const char *kind, int64_t findings)
{
    static const rel_column column[] = {
        {"file", N_("file"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
        {"kind", N_("kind"), REL_CELL_TEXT, 0},
        {"findings", N_("findings"), REL_CELL_I64, 0},
        {"sound", N_("sound"), REL_CELL_BOOL, 0},
    };
    cli->style.card = true;
    rel_table t = rel_cli_table(cli, column, sizeof column / sizeof *column);
    rel_table_text(&t, rel_str_of(a->file));
    rel_table_text(&t, rel_str_of(kind));
    rel_table_i64(&t, findings);
    rel_table_bool(&t, findings == 0);
    rel_table_end_row(&t);
    return rel_table_end(&t);
}

static rel_status run(rel_cli *cli, const void *given)
{
    static const char *const words[] = {"workspace", "snapshot", "graph file"};
    const check_args *a = given;
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    rel_source_kind kind;
    int64_t findings = 0;
    const rel_graph_format *format;
    REL_TRY(rel_source_kind_of(ctx, a->file, &kind));
    /* A file of no format that we know has nothing that could be whole or damaged. */
    if (kind == REL_SOURCE_GRAPH_FILE && strcmp(a->file, "-") != 0)
        REL_TRY(rel_graph_file_format(ctx, a->file, &format));
    if (kind == REL_SOURCE_WORKSPACE)
        st = check_workspace(ctx, a->file, &findings);
    else
        st = check_graph(ctx, a->file, kind == REL_SOURCE_SNAPSHOT);
    if (st == REL_E_DATA) {
        /* Damage is what we were asked to look for; its sentence goes to people, the verdict to standard
         * output. Of a workspace the hint is to run this command. */
        if (kind == REL_SOURCE_WORKSPACE) ctx->hint[0] = '\0';
        rel_terminal_failure(cli, "check");
        findings++;
    } else if (st != REL_OK) {
        goto out;
    }
    REL_TRY(print_verdict(cli, a, words[kind], findings));
    st = findings ? REL_NEGATIVE : REL_OK;
out:
    return st;
}

const rel_command rel_cmd_check = {
    .name = "check",
    .summary = N_("verify that a workspace or graph file is whole"),
    .text = N_("Verifies a file. Of a workspace: the database itself, its references, and the rules that its "
               "documentation states. Of a snapshot: the checksum of every section. Any other graph file is "
               "read to its "
               "end.\n\n"
               "Findings are said on standard error; the exit code is 1 when there are any, and 3 when the "
               "file has no "
               "format that relais knows."),
    .example = "relais check brand.relais\n"
               "relais check follows.rgraph --json",
    .options = options,
    .args_size = sizeof(check_args),
    .run = run,
};
