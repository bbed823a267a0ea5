/* Manual pages in man(7), from the tables; run by the build. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "src/cli/commands.h"

typedef struct manual_args {
    const char *command;
} manual_args;

static const rel_opt options[] = {
    REL_OPTIONAL(manual_args, command, N_("COMMAND"), rel_command_word,
                 N_("the command whose page to write")),
    REL_OPTS_END,
};

/* Text with what man(7) would take for itself escaped. */
static void put(rel_outfile *out, const char *text)
{
    bool line_start = true;
    for (; *text; text++) {
        if (line_start && (*text == '.' || *text == '\'')) rel_outfile_puts(out, "\\&");
        if (*text == '\\')
            rel_outfile_puts(out, "\\e");
        else if (*text == '-')
            rel_outfile_puts(out, "\\-");
        else
            rel_outfile_add(out, text, 1);
        line_start = *text == '\n';
    }
}

static void put_section(rel_outfile *out, const char *title)
{
    rel_outfile_puts(out, ".SH ");
    put(out, title);
    rel_outfile_puts(out, "\n");
}

static void put_title(rel_outfile *out, const char *name, const char *summary)
{
    char upper[64];
    size_t i = 0;
    for (; name[i] && i + 1 < sizeof upper; i++) upper[i] = (char)toupper((unsigned char)name[i]);
    upper[i] = '\0';
    rel_outfile_puts(out, ".TH ");
    put(out, upper);
    rel_outfile_printf(out, " 1 \"\" \"relais %s\"\n", REL_VERSION);
    put_section(out, _("NAME"));
    put(out, name);
    rel_outfile_puts(out, " \\- ");
    put(out, summary);
    rel_outfile_puts(out, "\n");
}

static void put_paragraphs(rel_outfile *out, const char *text)
{
    bool first = true;
    for (const char *end; *text; text = end) {
        end = strstr(text, "\n\n");
        char *paragraph = strndup(text, end ? (size_t)(end - text) : strlen(text));
        end = end ? end + 2 : text + strlen(text);
        if (!first) rel_outfile_puts(out, ".PP\n");
        first = false;
        if (paragraph) put(out, paragraph);
        rel_outfile_puts(out, "\n");
        free(paragraph);
    }
}

static void put_help(rel_outfile *out, const rel_opt *o, const void *defaults)
{
    char usual[128] = "";
    put(out, _(o->help));
    if (o->type == REL_OPT_CHOICE && o->words) {
        for (int i = 0; o->words(i); i++) {
            rel_outfile_puts(out, i ? ", " : " (");
            put(out, o->words(i));
        }
        rel_outfile_puts(out, ")");
    }
    if (defaults && rel_opt_is_named(o)) rel_opt_default_text(o, defaults, usual, sizeof usual);
    if (*usual) {
        rel_outfile_puts(out, " [");
        put(out, usual);
        rel_outfile_puts(out, "]");
    }
    rel_outfile_puts(out, "\n");
}

static void put_option(rel_outfile *out, const rel_opt *o, const void *defaults)
{
    if (o->type == REL_OPT_GROUP) {
        rel_outfile_puts(out, ".SS ");
        put(out, _(o->help));
        rel_outfile_puts(out, "\n");
        return;
    }
    rel_outfile_puts(out, ".TP\n");
    if (rel_opt_is_argument(o)) {
        rel_outfile_puts(out, "\\fI");
        put(out, _(o->name));
        rel_outfile_puts(out, "\\fR\n");
    } else {
        rel_outfile_puts(out, "\\fB");
        if (o->letter) rel_outfile_printf(out, "\\-%c\\fR, \\fB", o->letter);
        rel_outfile_puts(out, "\\-\\-");
        put(out, o->name);
        rel_outfile_puts(out, "\\fR");
        if (rel_opt_takes_value(o)) {
            rel_outfile_puts(out, " \\fI");
            put(out, _(o->value));
            rel_outfile_puts(out, "\\fR");
        }
        rel_outfile_puts(out, "\n");
    }
    put_help(out, o, defaults);
}

static void put_options(rel_outfile *out, const rel_opt *table, const void *defaults, bool arguments)
{
    for (const rel_opt *o = table; o && o->type != REL_OPT_END; o++)
        if (o->type == REL_OPT_GROUP ? !arguments : rel_opt_is_argument(o) == arguments)
            put_option(out, o, defaults);
}

static void put_exit_codes(rel_outfile *out)
{
    static const struct {
        int code;
        const char *text;
    } codes[] = {
        {0, N_("all went well; also when the reader of a pipe had enough")},
        {1, N_("the answer is no: check found damage")},
        {2, N_("wrong option or argument")},
        {3, N_("a file or reply says something it may not")},
        {4, N_("the system refused")},
        {5, N_("the platform or the network refused")},
        {6, N_("no memory")},
        {7, N_("larger than a stated limit")},
        {8, N_("an iteration ended early; the results are printed and are valid as far as they go")},
        {130, N_("stopped by Ctrl-C; what was stored is kept")},
    };
    put_section(out, _("EXIT STATUS"));
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        rel_outfile_printf(out, ".TP\n\\fB%d\\fR\n", codes[i].code);
        put(out, _(codes[i].text));
        rel_outfile_puts(out, "\n");
    }
}

static void put_command(rel_outfile *out, const rel_command *c)
{
    char name[64], usage[256];
    const rel_globals globals = {.seed = REL_SEED_DEFAULT};
    void *defaults = rel_command_defaults(c);
    snprintf(name, sizeof name, "relais-%s", c->name);
    rel_usage_text(c, usage, sizeof usage);
    put_title(out, name, _(c->summary));
    put_section(out, _("SYNOPSIS"));
    put(out, usage);
    rel_outfile_puts(out, "\n");
    put_section(out, _("DESCRIPTION"));
    put_paragraphs(out, _(c->text));
    put_options(out, c->options, defaults, true);
    put_section(out, _("OPTIONS"));
    put_options(out, c->options, defaults, false);
    put_options(out, rel_global_options, &globals, false);
    put_exit_codes(out);
    if (c->example) {
        put_section(out, _("EXAMPLES"));
        rel_outfile_puts(out, ".nf\n");
        put(out, c->example);
        rel_outfile_puts(out, "\n.fi\n");
    }
    put_section(out, _("SEE ALSO"));
    rel_outfile_puts(out, "\\fBrelais\\fR(1)\n");
    free(defaults);
}

static void put_overview(rel_outfile *out)
{
    const rel_globals globals = {.seed = REL_SEED_DEFAULT};
    put_title(out, "relais", _("rank and map who relays opinions on social networks"));
    put_section(out, _("SYNOPSIS"));
    put(out, _("relais COMMAND [arguments] [options]"));
    rel_outfile_puts(out, "\n");
    put_section(out, _("DESCRIPTION"));
    put_paragraphs(out,
                   _("relais reads what people do around a brand on social networks, builds the graph of who "
                     "gives attention to whom, ranks accounts and writes files for Gephi."));
    put_section(out, _("COMMANDS"));
    for (int i = 0; rel_commands[i]; i++) {
        if (rel_commands[i]->hidden) continue;
        rel_outfile_printf(out, ".TP\n\\fBrelais\\-%s\\fR(1)\n", rel_commands[i]->name);
        put(out, _(rel_commands[i]->summary));
        rel_outfile_puts(out, "\n");
    }
    put_section(out, _("OPTIONS"));
    put_options(out, rel_global_options, &globals, false);
    put_exit_codes(out);
}

static rel_status run(rel_cli *cli, const void *given)
{
    const manual_args *a = given;
    const rel_command *command = a->command ? rel_command_find(a->command) : NULL;
    if (a->command && !command) return rel_command_unknown(cli->ctx, a->command);
    if (command)
        put_command(&cli->out, command);
    else
        put_overview(&cli->out);
    return REL_OK;
}

const rel_command rel_cmd_manual = {
    .name = "manual",
    .summary = N_("write a manual page"),
    .text = N_("Writes the manual page of relais, or of a command, in the format of man."),
    .example = "relais manual rank",
    .options = options,
    .args_size = sizeof(manual_args),
    .run = run,
    .hidden = true,
};
