#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <unistd.h>

enum { RATE_SECONDS = 1 };

#include "ingest/ingest.h"
#include "src/cli/commands.h"
#include "src/cli/graph_args.h"
#include "src/cli/ingest_explain.h"
#include "src/cli/terminal.h"

typedef struct ingest_args {
    const char *workspace;
    rel_opt_rest files;
    rel_ingest_opts how;
    bool explain;
} ingest_args;

/* Formats, then presets. */
static const char *format_word(int i)
{
    int formats = 0;
    while (rel_formats[formats]) formats++;
    return i < formats ? rel_formats[i]->name : rel_preset_builtin(i - formats);
}

static const rel_opt options[] = {
    REL_POSITIONAL(ingest_args, workspace, N_("WORKSPACE"), N_("workspace to fill; made when it is absent")),
    /* Not required: with --explain one file alone is enough. */
    {.type = REL_OPT_REST,
     .name = N_("FILE"),
     .help = N_("what to read, also packed as .gz or .zst; - is standard input"),
     .offset = offsetof(ingest_args, files)},
    REL_GROUP(N_("What the files do not say themselves")),
    REL_CHOICE(ingest_args, how.format, "format", N_("FORMAT"), format_word,
               N_("format of the files; else by their content")),
    REL_TEXT(
        ingest_args, how.preset, "preset", N_("NAME"),
        N_("how a tool writes its tables: a name of 'relais formats' or of your own presets, or a file")),
    REL_TEXT(ingest_args, how.map, "map", N_("FIELD=COLUMN,..."),
             N_("columns of a table, by name or number, or JSON pointers: source=1,target=2,time=3,kind=4")),
    REL_TEXT(ingest_args, how.kinds, "kinds", N_("WORD=KIND,..."),
             N_("what the words of the kind column mean: RT=share,MT=mention")),
    REL_CHOICE(ingest_args, how.kind, "kind", N_("KIND"), rel_layer_word,
               N_("kind of edges without a kind column; else mention when they have a time, follow when "
                  "not")),
    REL_TEXT(ingest_args, how.platform, "platform", N_("NAME"),
             N_("platform of accounts, when the file does not tell it; else other")),
    REL_TEXT(ingest_args, how.subject, "subject", N_("ACCOUNT"),
             N_("whose followers a file lists: @handle or id")),
    REL_FLAG(ingest_args, how.no_header, "no-header", N_("the first row of a table is data")),
    REL_GROUP(N_("How they are read")),
    REL_FLAG(ingest_args, explain, "explain",
             N_("only say what would be made of the files: no WORKSPACE is given, nothing is stored")),
    REL_FLAG(ingest_args, how.rt_mentions, "rt-mentions",
             N_("also count the mention that is part of a share")),
    REL_FLAG(ingest_args, how.again, "again", N_("read a file although it was read before")),
    REL_OPTS_END,
};

static const rel_column column[] = {
    {"file", N_("file"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
    {"error", NULL, REL_CELL_TEXT, 0},
    {"format", N_("format"), REL_CELL_TEXT, REL_COLUMN_QUIET},
    {"already_read", N_("read before, nothing done"), REL_CELL_BOOL, REL_COLUMN_QUIET},
    {"resumed", N_("went on where it was stopped"), REL_CELL_BOOL, REL_COLUMN_QUIET},
    {"records", N_("records"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"accounts_new", N_("accounts, new"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"posts_new", N_("posts, new"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"posts_duplicate", N_("posts, known before"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"posts_deleted_before", N_("posts left out, deleted before"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"interactions_new", N_("interactions, new"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"interactions_duplicate", N_("interactions, known before"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"self_interactions", N_("interactions left out, with oneself"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"unresolved_targets", N_("interactions whose target is not told"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"deletes", N_("deletions applied"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"ignored", N_("records of no use here"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"replaced_characters", N_("characters replaced"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"cut_texts", N_("texts cut, too long"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"ignored_fields", N_("fields left out, no value of their kind"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"times_estimated", N_("posts whose time is estimated"), REL_CELL_I64, REL_COLUMN_QUIET},
    {"rejected_total", N_("rejected records"), REL_CELL_I64, REL_COLUMN_QUIET},
#define X(name, word, sentence) {"rejected." word, NULL, REL_CELL_I64, 0},
    REL_REJECT_LIST(X)
#undef X
        {"bytes", N_("bytes, unpacked"), REL_CELL_BYTES, REL_COLUMN_QUIET},
    {"seconds", N_("seconds"), REL_CELL_F64, REL_COLUMN_QUIET},
    {NULL, N_("posts and interactions per second"), REL_CELL_F64, REL_COLUMN_QUIET},
    {"acts_per_second", NULL, REL_CELL_F64, 0},
    {"memory_bytes", N_("memory of the buffers"), REL_CELL_BYTES, REL_COLUMN_QUIET},
};

static int64_t rejected_total(const rel_batch_counts *c)
{
    int64_t total = 0;
    for (int k = 0; k < REL_REJECT_COUNT; k++) total += c->rejected[k];
    return total;
}

/* Two digits of a second are enough, and a rate has none after the point. */
static double rounded(double x, double unit)
{
    if (isnan(x)) return x;
    return (double)(int64_t)(x / unit + 0.5) * unit;
}

static void add_row(rel_table *t, const char *path, const rel_ingest_result *r, const char *error)
{
    const rel_run_counts *c = &r->counts;
    const int64_t acts = c->posts_new + c->posts_duplicate + c->interactions_new + c->interactions_duplicate;
    /* A run that went on has counted what the one before it read; a short one measures nothing. */
    const double rate = r->seconds > 0 && !r->resumed ? (double)acts / r->seconds : NAN;
    rel_table_text(t, rel_str_of(path));
    rel_table_text(t, rel_str_of(error));
    rel_table_text(t, rel_str_of(r->format[0] ? r->format : NULL));
    rel_table_bool(t, r->already_read);
    rel_table_bool(t, r->resumed && !r->already_read);
    rel_table_i64(t, c->batch.records);
    rel_table_i64(t, c->accounts_new);
    rel_table_i64(t, c->posts_new);
    rel_table_i64(t, c->posts_duplicate);
    rel_table_i64(t, c->posts_deleted_before);
    rel_table_i64(t, c->interactions_new);
    rel_table_i64(t, c->interactions_duplicate);
    rel_table_i64(t, c->batch.self_interactions);
    rel_table_i64(t, c->batch.unresolved_targets);
    rel_table_i64(t, c->deletes);
    rel_table_i64(t, c->batch.ignored);
    rel_table_i64(t, c->batch.text_replaced);
    rel_table_i64(t, c->batch.text_cut);
    rel_table_i64(t, c->batch.fields_ignored);
    rel_table_i64(t, c->batch.times_estimated);
    rel_table_i64(t, rejected_total(&c->batch));
    for (int k = 0; k < REL_REJECT_COUNT; k++) rel_table_i64(t, c->batch.rejected[k]);
    rel_table_i64(t, r->bytes);
    rel_table_f64(t, rounded(r->seconds, 0.01));
    rel_table_f64(t, r->seconds >= RATE_SECONDS ? rounded(rate, 1) : NAN);
    rel_table_f64(t, rounded(rate, 1));
    rel_table_i64(t, (int64_t)r->memory_bytes);
    rel_table_end_row(t);
}

/* The next file may take long. A failure to write stays in the file. */
static void show(rel_cli *cli)
{
    rel_terminal_end(cli);
    (void)rel_outfile_flush(&cli->out);
}

static void note_rejected(rel_ctx *ctx, const char *path, const rel_batch_counts *c)
{
    for (int k = 0; k < REL_REJECT_COUNT; k++)
        if (c->rejected[k])
            rel_note(ctx, "'%s': rejected %" PRId64 " (%s: a record %s)", path, c->rejected[k],
                     rel_reject_word((rel_reject)k), _(rel_reject_sentence((rel_reject)k)));
}

/* A workspace that this run made and put nothing into would only be in the way. */
static void remove_empty(const char *path, bool existed, int good)
{
    char beside[4096];
    if (existed || good) return;
    unlink(path);
    snprintf(beside, sizeof beside, "%s-wal", path);
    unlink(beside);
    snprintf(beside, sizeof beside, "%s-shm", path);
    unlink(beside);
}

static bool ends_everything(rel_status st)
{
    return st == REL_E_STOPPED || st == REL_E_MEM;
}

/* One bad file does not stop the others; the worst exit code is that of the command. */
static rel_status ingest_files(rel_cli *cli, rel_workspace *w, const ingest_args *a, rel_table *t, int *good)
{
    rel_ctx *ctx = cli->ctx;
    rel_status worst = REL_OK;
    int bad = 0;
    for (int i = 0; i < a->files.count; i++) {
        rel_ingest_result r = {0};
        const char *path = a->files.item[i];
        const rel_status st = rel_ingest_file(ctx, w, path, &a->how, &r);
        *good += st == REL_OK;
        note_rejected(ctx, path, &r.counts.batch);
        if (st == REL_OK || r.counts.batch.records) add_row(t, path, &r, st == REL_OK ? NULL : ctx->message);
        show(cli);
        if (ends_everything(st)) {
            *good += st == REL_E_STOPPED; /* what it stored stays */
            return st;
        }
        if (st == REL_OK) continue;
        if (!r.counts.batch.records && t->style.form != REL_TABLE_EYES) add_row(t, path, &r, ctx->message);
        bad++;
        if (rel_status_exit_code(st) > rel_status_exit_code(worst)) worst = st;
        if (a->files.count > 1) rel_terminal_failure(cli, "ingest");
    }
    if (a->files.count > 1 && bad)
        return rel_fail(ctx, worst, "%d of %d files could not be read", bad, a->files.count);
    return worst;
}

/* Something that is there and is no workspace: somebody may have given the file first. */
static bool is_foreign(rel_ctx *ctx, const char *path)
{
    rel_source_kind kind;
    const bool known = rel_source_kind_of(ctx, path, &kind) == REL_OK;
    rel_forgive(ctx);
    return known && kind != REL_SOURCE_WORKSPACE;
}

static rel_status explain_files(rel_cli *cli, const ingest_args *a)
{
    rel_status worst = REL_OK;
    int bad = 0;
    /* There is no workspace: the first argument is a file too. */
    for (int i = -1; i < a->files.count; i++) {
        const char *path = i < 0 ? a->workspace : a->files.item[i];
        if (i >= 0 && !cli->given.json) rel_outfile_puts(&cli->out, "\n");
        const rel_status st = rel_cli_explain(cli, path, &a->how);
        if (ends_everything(st)) return st;
        show(cli);
        if (st == REL_OK) continue;
        bad++;
        if (rel_status_exit_code(st) > rel_status_exit_code(worst)) worst = st;
        if (a->files.count) rel_terminal_failure(cli, "ingest");
    }
    if (a->files.count && bad)
        return rel_fail(cli->ctx, worst, "%d of %d files could not be read", bad, a->files.count + 1);
    return worst;
}

static rel_status no_files(rel_ctx *ctx)
{
    rel_fail(ctx, REL_E_USAGE, "missing argument: %s", _("FILE"));
    return rel_hint(ctx, "usage: %s", "relais ingest WORKSPACE FILE... [options]");
}

static rel_status run(rel_cli *cli, const void *given)
{
    const ingest_args *a = given;
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    if (a->explain) return explain_files(cli, a);
    if (!a->files.count) return no_files(ctx);
    rel_workspace *w = NULL;
    int good = 0;
    const bool existed = access(a->workspace, F_OK) == 0;
    const bool foreign = existed && is_foreign(ctx, a->workspace);
    cli->style.card = true;
    rel_table t = rel_cli_table(cli, column, sizeof column / sizeof *column);
    st = rel_workspace_open(ctx, a->workspace, REL_WORKSPACE_CREATE, &w);
    if (st == REL_E_DATA && foreign)
        rel_hint(ctx, "the workspace comes first: relais ingest brand.relais %s", a->workspace);
    if (st != REL_OK) goto out;
    st = ingest_files(cli, w, a, &t, &good);
    if (st == REL_E_STOPPED) rel_hint(ctx, "what was stored stays; the same command goes on from there");
    if (st == REL_OK) rel_terminal_next(cli, "relais info %s", a->workspace);
out:
    rel_workspace_close(w);
    if (w) remove_empty(a->workspace, existed, good);
    const rel_status written = rel_table_end(&t);
    return st == REL_OK ? written : st;
}

const rel_command rel_cmd_ingest = {
    .name = "ingest",
    .summary = N_("read files into a workspace"),
    .text = N_(
        "Reads exports of social networks into a workspace, one file that holds everything known of a brand. "
        "The "
        "format of a file is told by its content; 'relais formats' lists what is read. The same file twice "
        "changes nothing, and a run that was stopped goes on where it stopped.\n\n"
        "For each file, prints what was read and stored. A record that cannot be used is counted by reason "
        "and "
        "listed in the workspace with its line; it never stops the rest. A bad file does not stop the "
        "others: "
        "the exit code is then that of the worst."),
    .example = "relais ingest brand.relais posts.jsonl.gz profiles.json follows.csv\n"
               "relais ingest brand.relais activity.txt --map source=1,target=2,time=3,kind=4 --kinds "
               "RT=share,MT=mention,RE=reply\n"
               "relais ingest brand.relais followers.json --subject @acme\n"
               "relais ingest --explain export.csv",
    .options = options,
    .args_size = sizeof(ingest_args),
    .run = run,
};
