#include <stdlib.h>

#include "datasets/campaign.h"
#include "datasets/fetch.h"
#include "src/cli/commands.h"
#include "src/cli/terminal.h"

typedef struct datasets_args {
    const char *action, *name, *output, *catalogue;
    rel_campaign_opts make;
} datasets_args;

static const char *action_word(int i)
{
    static const char *const words[] = {"list", "fetch", "make"};
    return i < 3 ? words[i] : NULL;
}

static const rel_opt options[] = {
    REL_OPTIONAL(datasets_args, action, N_("ACTION"), action_word,
                 N_("list: what the catalogue has; fetch: download one of them; make: generate a campaign")),
    REL_OPTIONAL(datasets_args, name, N_("NAME"), NULL,
                 N_("with fetch: which one; with list: only this one")),
    {.type = REL_OPT_FILE,
     .name = "output",
     .letter = 'o',
     .value = N_("FOLDER"),
     .help = N_("folder to write to, made when it is not there"),
     .offset = offsetof(datasets_args, output)},
    REL_FILE(datasets_args, catalogue, "catalogue", N_("FILE"),
             N_("another catalogue than the one that is built in")),
    REL_GROUP(N_("Of a campaign that is made")),
    REL_I64(datasets_args, make.accounts, "accounts", "N", 100, 1e7, N_("accounts on the three platforms")),
    REL_I64(datasets_args, make.posts, "posts", "N", 100, 1e8,
            N_("posts, shares and answers; the last cascade may pass it")),
    REL_I64(datasets_args, make.days, "days", "D", 1, 1000,
            N_("days within which original posts are written")),
    REL_F64(datasets_args, make.mixing, "mixing", "MU", 0, 1,
            N_("share of the follows that leave the community")),
    REL_F64(datasets_args, make.mean_follows, "mean-follows", "K", 1, 200, N_("accounts that one follows")),
    REL_F64(datasets_args, make.branching, "branching", "R", 0, 0.95, N_("shares that one share leads to")),
    REL_I64(datasets_args, make.coordinated, "coordinated", "N", 0, 1000,
            N_("accounts that share in concert")),
    REL_FLAG(datasets_args, make.flattened, "flattened",
             N_("X posts one a line, as 'twarc2 flatten' writes")),
    REL_OPTS_END,
};

static void defaults(void *args)
{
    datasets_args *a = args;
    a->action = "list";
    a->make = REL_CAMPAIGN_DEFAULTS;
}

static rel_status list(rel_cli *cli, const datasets_args *a, const rel_catalogue *c)
{
    static const rel_column column[] = {
        {"name", N_("name"), REL_CELL_TEXT, 0},
        {"title", N_("what it is"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
        {"files", N_("files"), REL_CELL_I64, 0},
        {"bytes", N_("size"), REL_CELL_BYTES, 0},
        {"checksums", N_("checksums"), REL_CELL_I64, 0},
        {"format", NULL, REL_CELL_TEXT, 0},
        {"home", NULL, REL_CELL_TEXT, 0},
        {"licence", NULL, REL_CELL_TEXT, 0},
        {"read", NULL, REL_CELL_TEXT, 0},
    };
    const rel_dataset *only = NULL;
    if (a->name) {
        const rel_status st = rel_catalogue_find(cli->ctx, c, a->name, &only);
        if (st != REL_OK) return st;
    }
    rel_table t = rel_cli_table(cli, column, sizeof column / sizeof *column);
    for (size_t i = 0; i < c->datasets; i++) {
        const rel_dataset *d = &c->dataset[i];
        const int64_t size = rel_dataset_size(d);
        int64_t checksums = 0;
        if (only && only != d) continue;
        for (size_t k = 0; k < d->files; k++) checksums += d->file[k].sha256 != NULL;
        rel_table_text(&t, rel_str_of(d->name));
        rel_table_text(&t, rel_str_of(d->title));
        rel_table_i64(&t, (int64_t)d->files);
        if (size >= 0)
            rel_table_i64(&t, size);
        else
            rel_table_missing(&t);
        rel_table_i64(&t, checksums);
        rel_table_text(&t, rel_str_of(d->format));
        rel_table_text(&t, rel_str_of(d->home));
        rel_table_text(&t, rel_str_of(d->licence));
        rel_table_text(&t, rel_str_of(d->read));
        rel_table_end_row(&t);
    }
    return rel_table_end(&t);
}

static rel_status fetch(rel_cli *cli, const datasets_args *a, const rel_catalogue *c)
{
    static const rel_column column[] = {
        {"file", N_("file"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
        {"bytes", N_("size"), REL_CELL_BYTES, 0},
        {"verified", N_("verified"), REL_CELL_BOOL, 0},
        {"sha256", "sha256", REL_CELL_TEXT, REL_COLUMN_WHOLE},
        {"resumed_bytes", NULL, REL_CELL_I64, 0},
        {"was_there", NULL, REL_CELL_BOOL, 0},
    };
    rel_status st;
    const rel_dataset *d;
    if (!a->name) {
        rel_fail(cli->ctx, REL_E_USAGE, "'fetch' needs the name of a data set");
        return rel_hint(cli->ctx, "'relais datasets list' lists them");
    }
    st = rel_catalogue_find(cli->ctx, c, a->name, &d);
    if (st != REL_OK) return st;
    rel_table t = rel_cli_table(cli, column, sizeof column / sizeof *column);
    for (size_t i = 0; i < d->files && st == REL_OK; i++) {
        rel_fetched f;
        st = rel_fetch(cli->ctx, d, i, a->output ? a->output : ".", &f);
        if (st != REL_OK) break;
        rel_table_text(&t, rel_str_of(f.path));
        rel_table_i64(&t, f.size_bytes);
        rel_table_bool(&t, f.verified);
        rel_table_text(&t, rel_str_of(f.sha256));
        rel_table_i64(&t, f.resumed_bytes);
        rel_table_bool(&t, f.was_there);
        rel_table_end_row(&t);
        free(f.path);
    }
    const rel_status written = rel_table_end(&t);
    if (st == REL_OK) rel_terminal_next(cli, "%s", d->read);
    return st != REL_OK ? st : written;
}

static rel_status make(rel_cli *cli, const datasets_args *a)
{
    if (a->name) return rel_fail(cli->ctx, REL_E_USAGE, "'%s': 'make' takes no name", a->name);
    if (!a->output)
        return rel_fail(cli->ctx, REL_E_USAGE, "option '--output' is missing: the folder to write to");
    return rel_campaign_write(cli->ctx, a->output, &a->make);
}

static rel_status run(rel_cli *cli, const void *given)
{
    rel_status st;
    const datasets_args *a = given;
    rel_catalogue c = {0};
    const int action = rel_word_index(rel_str_of(a->action), action_word);
    if (action < 0) {
        const char *near = rel_nearest_word(a->action, action_word);
        rel_fail(cli->ctx, REL_E_USAGE, "'%s' is none of: list, fetch, make", a->action);
        return near ? rel_hint(cli->ctx, "did you mean '%s'?", near) : REL_E_USAGE;
    }
    if (action == 2) return make(cli, a);
    REL_TRY(rel_catalogue_open(cli->ctx, a->catalogue, &c));
    st = action == 0 ? list(cli, a, &c) : fetch(cli, a, &c);
out:
    rel_catalogue_free(&c);
    return st;
}

const rel_command rel_cmd_datasets = {
    .name = "datasets",
    .summary = N_("list and fetch public data sets, or make a campaign with known truth"),
    .text =
        N_("'list' shows the catalogue of public data sets; with --json also their licences, pages and the "
           "command that reads them.\n\n"
           "'fetch' downloads the files of one of them, goes on with what an earlier try left, and compares "
           "the checksum when the catalogue has one. Without one it says so, and which checksum it found.\n\n"
           "'make' writes a generated campaign: posts, accounts and follows of three platforms as the "
           "platforms give them, and beside them the truth that it was made from. The same --seed gives the "
           "same files."),
    .example = "relais datasets list\n"
               "relais datasets fetch musae-twitch-fr -o twitch\n"
               "relais datasets make -o campaign --accounts 2000 --posts 10000 --seed 7",
    .options = options,
    .args_size = sizeof(datasets_args),
    .defaults = defaults,
    .run = run,
};
