/* --help and `relais help`, from the tables. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "src/base/json_writer.h"
#include "src/base/utf8.h"
#include "src/cli/cli.h"

enum { WIDTH = 80, NAMES_MAX = 26 };

void rel_usage_text(const rel_command *command, char *text, size_t size)
{
    size_t used = (size_t)snprintf(text, size, "relais %s", command->name);
    bool any = false;
    for (const rel_opt *o = command->options; o && o->type != REL_OPT_END; o++) {
        any = any || rel_opt_is_named(o);
        if (!rel_opt_is_argument(o) || used >= size) continue;
        const char *open = o->required ? " " : " [", *close = o->required ? "" : "]";
        used += (size_t)snprintf(text + used, size - used, "%s%s%s%s", open, _(o->name),
                                 o->type == REL_OPT_REST ? "..." : "", close);
    }
    for (const rel_opt *o = command->options; o && o->type != REL_OPT_END; o++)
        if (o->required && rel_opt_is_named(o) && used < size)
            used += (size_t)snprintf(text + used, size - used, " %s%s %s", o->letter ? "-" : "--",
                                     o->letter ? (char[2]){o->letter, 0} : o->name, _(o->value));
    if (any && used < size) snprintf(text + used, size - used, " %s", _("[options]"));
}

void rel_option_text(const rel_opt *o, char *text, size_t size)
{
    char letter[8] = "    ";
    if (o->letter) snprintf(letter, sizeof letter, "-%c, ", o->letter);
    const bool value = rel_opt_takes_value(o);
    snprintf(text, size, "%s--%s%s%s", letter, o->name, value ? " " : "", value ? _(o->value) : "");
}

/* --- text --------------------------------------------------------------------------------------------------
 */

/* Writes text in lines of at most WIDTH columns; the first one starts at column `at`, the others at `indent`.
 */
static void wrap(rel_outfile *out, const char *text, int at, int indent)
{
    char word[256];
    bool first = true;
    while (*text) {
        const size_t blanks = strspn(text, " \n"), len = strcspn(text + blanks, " \n");
        if (!len) break;
        snprintf(word, sizeof word, "%.*s", (int)len, text + blanks);
        text += blanks + len;
        const int width = rel_utf8_width(word);
        if (!first && at + 1 + width > WIDTH) {
            rel_outfile_printf(out, "\n%*s", indent, "");
            at = indent;
            first = true;
        }
        rel_outfile_printf(out, "%s%s", first ? "" : " ", word);
        at += width + !first;
        first = false;
    }
    rel_outfile_puts(out, "\n");
}

static void write_paragraphs(rel_outfile *out, const char *text)
{
    while (*text) {
        const char *end = strstr(text, "\n\n");
        const size_t len = end ? (size_t)(end - text) : strlen(text);
        char *paragraph = strndup(text, len);
        if (paragraph) wrap(out, paragraph, 0, 0);
        free(paragraph);
        rel_outfile_puts(out, "\n");
        text += len + (end ? 2 : 0);
    }
}

static void write_entry(rel_outfile *out, const char *name, const char *text, int column)
{
    const int width = rel_utf8_width(name);
    rel_outfile_printf(out, "  %s", name);
    if (width + 2 > column - 2)
        rel_outfile_printf(out, "\n%*s", column, "");
    else
        rel_outfile_printf(out, "%*s", column - width - 2, "");
    wrap(out, text, column, column);
}

/* Help with the words that may stand and the default: "how edges are weighted (count, sum) [count]". */
static char *full_help(rel_ctx *ctx, const rel_opt *o, const void *defaults)
{
    char usual[128] = "";
    rel_buf b = {0};
    rel_status st = REL_OK;
    REL_TRY(rel_buf_puts(ctx, &b, _(o->help)));
    if (o->words && o->type == REL_OPT_CHOICE) {
        REL_TRY(rel_buf_puts(ctx, &b, " ("));
        REL_TRY(rel_words_join(ctx, o->words, &b));
        REL_TRY(rel_buf_puts(ctx, &b, ")"));
    }
    if (defaults) rel_opt_default_text(o, defaults, usual, sizeof usual);
    if (*usual) REL_TRY(rel_buf_printf(ctx, &b, " [%s]", usual));
out:
    if (st != REL_OK) rel_buf_free(&b);
    return b.data;
}

/* Column where the explanations start: that of the options and that of the arguments agree. */
static int widest(const rel_opt *table, int width)
{
    char name[96];
    for (const rel_opt *o = table; o && o->type != REL_OPT_END; o++) {
        if (o->type == REL_OPT_GROUP) continue;
        if (rel_opt_is_argument(o))
            snprintf(name, sizeof name, "%s", _(o->name));
        else
            rel_option_text(o, name, sizeof name);
        const int w = rel_utf8_width(name);
        if (w > width && w <= NAMES_MAX) width = w;
    }
    return width;
}

static void write_options(rel_cli *cli, const rel_opt *table, const void *defaults, int column,
                          bool arguments)
{
    const rel_opt *group = NULL;
    bool first = true;
    for (const rel_opt *o = table; o && o->type != REL_OPT_END; o++) {
        char name[96];
        if (o->type == REL_OPT_GROUP) group = o;
        if (o->type == REL_OPT_GROUP || rel_opt_is_argument(o) != arguments) continue;
        if (!arguments && (group || first))
            rel_outfile_printf(&cli->out, "\n%s\n", group ? _(group->help) : _("Options"));
        group = NULL;
        first = false;
        if (arguments)
            snprintf(name, sizeof name, "%s", _(o->name));
        else
            rel_option_text(o, name, sizeof name);
        char *text = full_help(cli->ctx, o, defaults);
        if (text) write_entry(&cli->out, name, text, column);
        free(text);
    }
}

static void write_overview(rel_cli *cli)
{
    rel_outfile *out = &cli->out;
    rel_outfile_printf(out, _("usage: %s\n"), _("relais COMMAND [arguments] [options]"));
    rel_outfile_puts(out, "\n");
    write_paragraphs(
        out, _("relais reads what people do around a brand on social networks, builds the graph of who "
               "gives attention to whom, ranks accounts and writes files for Gephi."));
    rel_outfile_printf(out, "%s\n", _("Commands"));
    for (int i = 0; rel_commands[i]; i++)
        if (!rel_commands[i]->hidden)
            write_entry(out, rel_commands[i]->name, _(rel_commands[i]->summary), 14);
    const rel_globals defaults = {.seed = REL_SEED_DEFAULT};
    write_options(cli, rel_global_options, &defaults, widest(rel_global_options, 8) + 4, false);
    rel_outfile_printf(out, "\n%s\n", _("'relais help COMMAND' explains a command."));
}

static void write_example(rel_outfile *out, const char *example)
{
    rel_outfile_printf(out, "\n%s\n", _("Examples"));
    while (example && *example) {
        const size_t len = strcspn(example, "\n");
        rel_outfile_printf(out, "  %.*s\n", (int)len, example);
        example += len + (example[len] == '\n');
    }
}

void rel_help_write(rel_cli *cli, const rel_command *command)
{
    rel_outfile *out = &cli->out;
    char usage[256];
    const rel_globals globals = {.seed = REL_SEED_DEFAULT};
    if (!command) {
        write_overview(cli);
        return;
    }
    void *defaults = rel_command_defaults(command);
    const int column = widest(rel_global_options, widest(command->options, 8)) + 4;
    rel_usage_text(command, usage, sizeof usage);
    rel_outfile_printf(out, _("usage: %s\n"), usage);
    rel_outfile_puts(out, "\n");
    write_paragraphs(out, _(command->text));
    write_options(cli, command->options, defaults, column, true);
    write_options(cli, command->options, defaults, column, false);
    write_options(cli, rel_global_options, &globals, column, false);
    if (command->example) write_example(out, command->example);
    free(defaults);
}

/* --- JSON --------------------------------------------------------------------------------------------------
 */

static const char *type_word(rel_opt_type type)
{
    switch (type) {
    case REL_OPT_FLAG: return "flag";
    case REL_OPT_I64: return "integer";
    case REL_OPT_F64: return "number";
    case REL_OPT_FILE: return "file";
    case REL_OPT_CHOICE: return "choice";
    case REL_OPT_LIST: return "list";
    case REL_OPT_TIME: return "time";
    case REL_OPT_DURATION: return "duration";
    case REL_OPT_POSITIONAL: return "argument";
    case REL_OPT_REST: return "arguments";
    default: return "text";
    }
}

static void option_json(rel_json *j, const char *command, const rel_opt *o, const void *defaults,
                        bool everywhere)
{
    char name[64], usual[128] = "";
    snprintf(name, sizeof name, "%s%s", rel_opt_is_argument(o) ? "" : "--", o->name);
    if (defaults && !rel_opt_is_argument(o)) rel_opt_default_text(o, defaults, usual, sizeof usual);
    rel_json_begin_object(j, NULL);
    rel_json_text(j, "command", rel_str_of(command));
    rel_json_text(j, rel_opt_is_argument(o) ? "argument" : "option", rel_str_of(name));
    if (o->letter) rel_json_text(j, "letter", (rel_str){&o->letter, 1});
    rel_json_text(j, "type", rel_str_of(type_word(o->type)));
    if (rel_opt_takes_value(o)) rel_json_text(j, "value", rel_str_of(_(o->value)));
    if (o->type == REL_OPT_I64 || o->type == REL_OPT_F64) {
        rel_json_f64(j, "min", o->min);
        rel_json_f64(j, "max", o->max);
    }
    if (o->words) {
        rel_json_begin_array(j, "words");
        for (int i = 0; o->words(i); i++) rel_json_text(j, NULL, rel_str_of(o->words(i)));
        rel_json_end_array(j);
    }
    if (*usual) rel_json_text(j, "default", rel_str_of(usual));
    rel_json_bool(j, "required", o->required);
    rel_json_bool(j, "everywhere", everywhere);
    rel_json_text(j, "help", rel_str_of(_(o->help)));
    rel_json_end_object(j);
    rel_json_newline(j);
}

rel_status rel_help_json(rel_cli *cli, const rel_command *command)
{
    rel_json j;
    rel_json_init(&j, cli->ctx);
    const rel_globals globals = {.seed = REL_SEED_DEFAULT};
    void *defaults = command ? rel_command_defaults(command) : NULL;
    for (int i = 0; !command && rel_commands[i]; i++) {
        if (rel_commands[i]->hidden) continue;
        rel_json_begin_object(&j, NULL);
        rel_json_text(&j, "command", rel_str_of(rel_commands[i]->name));
        rel_json_text(&j, "summary", rel_str_of(_(rel_commands[i]->summary)));
        rel_json_end_object(&j);
        rel_json_newline(&j);
    }
    for (const rel_opt *o = command ? command->options : NULL; o && o->type != REL_OPT_END; o++)
        if (o->type != REL_OPT_GROUP) option_json(&j, command->name, o, defaults, false);
    for (const rel_opt *o = command ? rel_global_options : NULL; o && o->type != REL_OPT_END; o++)
        if (o->type != REL_OPT_GROUP) option_json(&j, command->name, o, &globals, true);
    rel_outfile_add(&cli->out, j.out.data, j.out.len);
    const rel_status st = j.status;
    rel_buf_free(&j.out);
    free(defaults);
    return st;
}
