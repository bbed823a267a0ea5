#include "src/cli/terminal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "src/base/utf8.h"

static void report(void *user, const char *what, const char *unit, int64_t done, int64_t total)
{
    rel_cli *cli = user;
    rel_progress_line_report(&cli->line, what, unit, done, total);
}

static void note(void *user, const char *sentence)
{
    rel_cli *cli = user;
    /* one that there is no memory for comes early rather than never */
    if (cli->holding && rel_buf_printf(cli->ctx, &cli->held, "%s\n", sentence) == REL_OK) return;
    rel_terminal_end(cli);
    fprintf(stderr, "%s\n", sentence);
}

static bool wants_color(const rel_cli *cli, int fd)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    if (cli->given.no_color || (no_color && *no_color)) return false;
    return isatty(fd) && term && strcmp(term, "dumb") != 0;
}

void rel_terminal_begin(rel_cli *cli)
{
    rel_ctx *ctx = cli->ctx;
    cli->color = wants_color(cli, STDERR_FILENO);
    cli->style.color = cli->style.form == REL_TABLE_EYES && wants_color(cli, STDOUT_FILENO);
    cli->line.out = stderr;
    ctx->user = cli;
    ctx->note = cli->given.quiet ? NULL : note;
    ctx->progress = !cli->given.quiet && isatty(STDERR_FILENO) ? report : NULL;
}

void rel_terminal_end(rel_cli *cli)
{
    if (cli->line.out) rel_progress_line_clear(&cli->line);
}

void rel_terminal_hold(rel_cli *cli)
{
    cli->holding = true;
}

void rel_terminal_release(rel_cli *cli)
{
    cli->holding = false;
    if (cli->held.len) {
        rel_terminal_end(cli);
        fputs(cli->held.data, stderr);
    }
    rel_buf_free(&cli->held);
}

void rel_terminal_failure(rel_cli *cli, const char *command)
{
    const char *red = cli->color ? "\033[1;31m" : "", *plain = cli->color ? "\033[0m" : "";
    rel_terminal_end(cli);
    fprintf(stderr, "%srelais%s%s:%s %s\n", red, command ? " " : "", command ? command : "", plain,
            cli->ctx->message);
    if (cli->ctx->hint[0]) fprintf(stderr, _("hint: %s\n"), cli->ctx->hint);
}

void rel_terminal_next(rel_cli *cli, const char *format, ...)
{
    char text[REL_MESSAGE_MAX];
    va_list args;
    if (cli->given.quiet || cli->style.form != REL_TABLE_EYES || !isatty(STDERR_FILENO)) return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    rel_utf8_printable(text);
    rel_terminal_end(cli);
    fprintf(stderr, _("next: %s\n"), text);
}

rel_table rel_cli_table(rel_cli *cli, const rel_column *columns, int count)
{
    return rel_table_begin(cli->ctx, &cli->out, cli->style, columns, count);
}
