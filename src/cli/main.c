/* The program: reads the options that every command has, finds the command, runs it and turns its status into
 * the exit code. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ingest/workspace.h"
#include "src/base/time.h"
#include "src/cli/terminal.h"

static volatile sig_atomic_t stop_asked;

static void ask_to_stop(int signal_number)
{
    (void)signal_number;
    stop_asked = 1;
}

/* The first Ctrl-C asks the command to end cleanly; the handler is then gone and the second one kills. */
static void watch_signals(void)
{
    struct sigaction act = {.sa_handler = ask_to_stop, .sa_flags = (int)SA_RESETHAND};
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
    act = (struct sigaction){.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &act, NULL);
}

static const char *lang_word(int i)
{
    static const char *const words[] = {"fr", "en", NULL};
    return words[i];
}

const rel_opt rel_global_options[] = {
    REL_GROUP(N_("Everywhere")),
    REL_FLAG(rel_globals, json, "json", N_("one JSON object per line")),
    REL_FLAG(rel_globals, csv, "csv", N_("comma-separated values with a header")),
    REL_FLAG(rel_globals, quiet, "quiet", N_("say nothing but errors on standard error")),
    REL_I64(rel_globals, threads, "threads", N_("N"), 1, 1024,
            N_("threads to use; else RELAIS_THREADS, else one per processor")),
    REL_I64(rel_globals, seed, "seed", N_("N"), 0, 9007199254740992.0, N_("start of every random choice")),
    REL_CHOICE(rel_globals, lang, "lang", N_("LANG"), lang_word,
               N_("language of the messages; else LANG and LANGUAGE")),
    REL_FLAG(rel_globals, no_color, "no-color", N_("no colours on a terminal; NO_COLOR does the same")),
    REL_FLAG(rel_globals, verbose, "verbose", N_("say how long each step took")),
    {.type = REL_OPT_FLAG,
     .name = "help",
     .letter = 'h',
     .help = N_("print this help"),
     .offset = offsetof(rel_globals, help)},
    REL_FLAG(rel_globals, version, "version", N_("print the version and the libraries")),
    REL_OPTS_END,
};

/* The language must be known before the first sentence, which may be about a wrong option. */
static const char *language_asked(int argc, char **argv)
{
    const char *lang = NULL;
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], "--lang=", 7) == 0) lang = argv[i] + 7;
        if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc) lang = argv[i + 1];
    }
    return lang && rel_word_index(rel_str_of(lang), lang_word) >= 0 ? lang : NULL;
}

static rel_status apply_globals(rel_cli *cli)
{
    rel_ctx *ctx = cli->ctx;
    const char *threads = getenv("RELAIS_THREADS");
    if (cli->given.json && cli->given.csv)
        return rel_fail(ctx, REL_E_USAGE, "options '--json' and '--csv' exclude each other");
    cli->style.form = cli->given.json ? REL_TABLE_JSON : cli->given.csv ? REL_TABLE_CSV : REL_TABLE_EYES;
    if (!cli->given.threads && threads && *threads) {
        const rel_opt *o = rel_global_options;
        while (o->type != REL_OPT_END && (o->type == REL_OPT_GROUP || strcmp(o->name, "threads") != 0)) o++;
        if (rel_parse_value(ctx, o, _("environment variable 'RELAIS_THREADS'"), threads, &cli->given) !=
            REL_OK)
            return ctx->status;
    }
    if (cli->given.threads) ctx->threads = (int)cli->given.threads;
    ctx->seed = (uint64_t)cli->given.seed;
    rel_terminal_begin(cli);
    return REL_OK;
}

/* Options before the command's name are global ones. */
static rel_status find_command(rel_cli *cli, const rel_command **command, int *next)
{
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    int none = 0;
    const rel_parse p = {
        .table = {NULL, rel_global_options}, .into = {NULL, &cli->given}, .until_argument = true};
    *next = 0;
    REL_TRY(rel_parse_options(ctx, &p, cli->argc - 1, cli->argv + 1, NULL, &none, next));
    ++*next;
    if (*next >= cli->argc) goto out;
    *command = rel_command_find(cli->argv[*next]);
    if (!*command) st = rel_command_unknown(ctx, cli->argv[*next]);
    ++*next;
out:
    return st;
}

static rel_status nothing_asked(rel_cli *cli)
{
    if (cli->given.version) return rel_version_write(cli);
    if (cli->given.help && cli->given.json) return rel_help_json(cli, NULL);
    if (cli->given.help) {
        rel_help_write(cli, NULL);
        return REL_OK;
    }
    rel_fail(cli->ctx, REL_E_USAGE, "missing argument: COMMAND");
    return rel_hint(cli->ctx, "'relais help' lists the commands");
}

static rel_status parse_and_run(rel_cli *cli, const rel_command *command, int next, void *args,
                                const char **rest)
{
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    char usage[256];
    int rest_count = 0, end;
    rel_usage_text(command, usage, sizeof usage);
    const rel_parse p = {
        .table = {command->options, rel_global_options}, .into = {args, &cli->given}, .usage = usage};
    REL_TRY(rel_parse_options(ctx, &p, cli->argc - next, cli->argv + next, rest, &rest_count, &end));
    REL_TRY(apply_globals(cli));
    if (cli->given.version) return rel_version_write(cli);
    if (cli->given.help && cli->given.json) return rel_help_json(cli, command);
    if (cli->given.help) {
        rel_help_write(cli, command);
        return REL_OK;
    }
    REL_TRY(rel_parse_arguments(ctx, &p, rest, rest_count));
    REL_TRY(rel_parse_required(ctx, &p));
    st = command->run(cli, args);
out:
    return st;
}

static rel_status run(rel_cli *cli, const rel_command **command)
{
    rel_ctx *ctx = cli->ctx;
    rel_status st;
    int next;
    void *args = NULL;
    const char **rest = NULL;
    REL_TRY(find_command(cli, command, &next));
    if (!*command) {
        REL_TRY(apply_globals(cli));
        return nothing_asked(cli);
    }
    args = rel_command_defaults(*command);
    REL_TRY(rel_alloc(ctx, &rest, (size_t)cli->argc, sizeof *rest, "arguments"));
    if (!args) REL_TRY(rel_fail(ctx, REL_E_MEM, "no memory for the arguments"));
    st = parse_and_run(cli, *command, next, args, rest);
out:
    free(rest);
    free(args);
    return st;
}

/* Exit code of the program. When the reader of a pipe has had enough, that is no failure. */
static int finish(rel_cli *cli, rel_status st, const char *command)
{
    rel_terminal_end(cli);
    const rel_status written = rel_outfile_close(&cli->out);
    if (st == REL_OK || st == REL_NEGATIVE || (written == REL_E_IO && st == REL_E_STOPPED))
        st = written ? written : st;
    if (st == REL_E_STOPPED && !stop_asked) return 0;
    rel_buf_free(&cli->held);
    if (st != REL_OK && st != REL_NEGATIVE) rel_terminal_failure(cli, command);
    return rel_status_exit_code(st);
}

/* Threads of OpenMP that wait for work spin by default, which on a busy machine takes the processor from the
 * thread they wait for: two threads were then 20 times slower than one. How they wait is read from the
 * environment before main, so the program starts once more with that settled. Who set it is obeyed. */
static void wait_without_spinning(char **argv)
{
    if (getenv("OMP_WAIT_POLICY") || getenv("GOMP_SPINCOUNT") || getenv("KMP_BLOCKTIME")) return;
    if (setenv("OMP_WAIT_POLICY", "PASSIVE", 1) == 0) execv("/proc/self/exe", argv);
    /* Where that is not possible it works all the same. */
}

int main(int argc, char **argv)
{
    rel_ctx ctx;
    const rel_command *command = NULL;
    wait_without_spinning(argv);
    watch_signals();
    rel_workspace_prepare_process();
    rel_i18n_init(language_asked(argc, argv));
    rel_ctx_init(&ctx, 0);
    ctx.stop = &stop_asked;
    rel_cli cli = {
        .ctx = &ctx, .given = {.seed = REL_SEED_DEFAULT}, .started = rel_clock(), .argc = argc, .argv = argv};
    rel_terminal_begin(&cli);
    rel_status st = rel_outfile_open(&ctx, "-", &cli.out);
    if (st == REL_OK) st = run(&cli, &command);
    const int code = finish(&cli, st, command ? command->name : NULL);
    rel_ctx_free(&ctx);
    return code;
}
