/* Completion for bash, zsh and fish, from the tables; run by the build. */
#include <stdio.h>

#include "src/cli/commands.h"

typedef struct completion_args {
    const char *shell;
} completion_args;

static const char *shell_word(int i)
{
    static const char *const words[] = {"bash", "zsh", "fish", NULL};
    return words[i];
}

static const rel_opt options[] = {
    {.type = REL_OPT_POSITIONAL,
     .name = N_("SHELL"),
     .required = true,
     .words = shell_word,
     .help = N_("bash, zsh or fish"),
     .offset = offsetof(completion_args, shell)},
    REL_OPTS_END,
};

static void put_words(rel_outfile *out, const char *(*words)(int i))
{
    for (int i = 0; words(i); i++) rel_outfile_printf(out, "%s%s", i ? " " : "", words(i));
}

/* Text inside single quotes of a shell. */
static void put_quoted(rel_outfile *out, const char *text, const char *quote)
{
    for (; *text; text++)
        if (*text == '\'')
            rel_outfile_puts(out, quote);
        else
            rel_outfile_add(out, text, 1);
}

/* --- bash --------------------------------------------------------------------------------------------------
 */

static void bash_names(rel_outfile *out, const rel_opt *table)
{
    for (const rel_opt *o = table; o && o->type != REL_OPT_END; o++) {
        if (!rel_opt_is_named(o)) continue;
        rel_outfile_printf(out, " --%s", o->name);
        if (o->letter) rel_outfile_printf(out, " -%c", o->letter);
    }
}

/* What may follow an option: words, a file, or something that cannot be guessed. */
static void bash_values(rel_outfile *out, const char *command, const rel_opt *table)
{
    for (const rel_opt *o = table; o && o->type != REL_OPT_END; o++) {
        if (!rel_opt_takes_value(o)) continue;
        rel_outfile_printf(out, "        %s:--%s", command, o->name);
        if (o->letter) rel_outfile_printf(out, "|%s:-%c", command, o->letter);
        rel_outfile_puts(out, ") ");
        if (o->words) {
            rel_outfile_printf(out, "_relais_%s '", o->type == REL_OPT_LIST ? "list" : "words");
            put_words(out, o->words);
            rel_outfile_puts(out, "'; return ;;\n");
        } else {
            rel_outfile_puts(out,
                             o->type == REL_OPT_FILE ? "compopt -o default; return ;;\n" : "return ;;\n");
        }
    }
}

static void bash_arguments(rel_outfile *out, const rel_command *c)
{
    for (const rel_opt *o = c->options; o && o->type != REL_OPT_END; o++) {
        if (!rel_opt_is_argument(o) || !o->words) continue;
        rel_outfile_printf(out, "        %s) _relais_words '", c->name);
        put_words(out, o->words);
        rel_outfile_puts(out, "' ;;\n");
        return;
    }
}

static void write_bash(rel_outfile *out)
{
    rel_outfile_puts(
        out,
        "# bash completion for relais; made from its option tables\n"
        "_relais_words() { COMPREPLY=($(compgen -W \"$1\" -- \"$cur\")); }\n"
        "# the last word of a comma list\n"
        "_relais_list()\n{\n"
        "    local head=''\n"
        "    [[ $cur == *,* ]] && head=${cur%,*},\n"
        "    COMPREPLY=($(compgen -P \"$head\" -W \"$1\" -- \"${cur##*,}\"))\n"
        "    compopt -o nospace\n}\n"
        "_relais()\n{\n"
        "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command='' word names=''\n"
        "    COMPREPLY=()\n"
        "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
        "        case $word in -*) ;; *) command=$word; break ;; esac\n"
        "    done\n"
        "    case $command:$prev in\n");
    for (int i = 0; rel_commands[i]; i++)
        if (!rel_commands[i]->hidden) bash_values(out, rel_commands[i]->name, rel_commands[i]->options);
    bash_values(out, "*", rel_global_options);
    rel_outfile_puts(out, "    esac\n    case $command in\n");
    for (int i = 0; rel_commands[i]; i++) {
        if (rel_commands[i]->hidden) continue;
        rel_outfile_printf(out, "        %s) names='", rel_commands[i]->name);
        bash_names(out, rel_commands[i]->options);
        rel_outfile_puts(out, "' ;;\n");
    }
    rel_outfile_puts(out, "    esac\n    if [[ $cur == -* ]]; then\n        _relais_words \"$names");
    bash_names(out, rel_global_options);
    rel_outfile_puts(out, "\"\n        return\n    fi\n    case $command in\n        '') _relais_words '");
    put_words(out, rel_command_word);
    rel_outfile_puts(out, "' ;;\n");
    for (int i = 0; rel_commands[i]; i++)
        if (!rel_commands[i]->hidden) bash_arguments(out, rel_commands[i]);
    rel_outfile_puts(out, "        *) compopt -o default ;;\n    esac\n}\ncomplete -F _relais relais\n");
}

/* --- zsh ---------------------------------------------------------------------------------------------------
 */

/* zsh takes brackets and colons of an explanation for its own. */
static void zsh_text(rel_outfile *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '[' || *text == ']' || *text == ':' || *text == '\\') rel_outfile_puts(out, "\\");
        if (*text == '\'')
            rel_outfile_puts(out, "'\\''");
        else
            rel_outfile_add(out, text, 1);
    }
}

static void zsh_value(rel_outfile *out, const rel_opt *o)
{
    rel_outfile_puts(out, ":");
    zsh_text(out, _(rel_opt_is_argument(o) ? o->name : o->value));
    rel_outfile_puts(out, ":");
    if (o->words && o->type == REL_OPT_LIST) {
        rel_outfile_puts(out, "_sequence compadd - ");
        put_words(out, o->words);
    } else if (o->words) {
        rel_outfile_puts(out, "(");
        put_words(out, o->words);
        rel_outfile_puts(out, ")");
    } else if (o->type == REL_OPT_FILE || rel_opt_is_argument(o)) {
        rel_outfile_puts(out, "_files");
    }
}

static void zsh_options(rel_outfile *out, const rel_opt *table)
{
    for (const rel_opt *o = table; o && o->type != REL_OPT_END; o++) {
        if (o->type == REL_OPT_GROUP) continue;
        rel_outfile_puts(out, " \\\n                '");
        if (rel_opt_is_argument(o)) {
            rel_outfile_puts(out, o->type == REL_OPT_REST ? "*" : o->required ? "" : ":");
            zsh_value(out, o);
        } else {
            rel_outfile_printf(out, "--%s[", o->name);
            zsh_text(out, _(o->help));
            rel_outfile_puts(out, "]");
            if (rel_opt_takes_value(o)) zsh_value(out, o);
        }
        rel_outfile_puts(out, "'");
    }
}

static void write_zsh(rel_outfile *out)
{
    rel_outfile_puts(out, "#compdef relais\n# zsh completion for relais; made from its option tables\n"
                          "_relais()\n{\n    local -a commands\n    local state\n    commands=(\n");
    for (int i = 0; rel_commands[i]; i++) {
        if (rel_commands[i]->hidden) continue;
        rel_outfile_printf(out, "        '%s:", rel_commands[i]->name);
        zsh_text(out, _(rel_commands[i]->summary));
        rel_outfile_puts(out, "'\n");
    }
    rel_outfile_puts(out,
                     "    )\n    _arguments -C ':command:->command' '*::argument:->arguments' && return\n"
                     "    case $state in\n        command) _describe command commands ;;\n"
                     "        arguments)\n            case $words[1] in\n");
    for (int i = 0; rel_commands[i]; i++) {
        if (rel_commands[i]->hidden) continue;
        rel_outfile_printf(out, "            %s) _arguments -s", rel_commands[i]->name);
        zsh_options(out, rel_commands[i]->options);
        zsh_options(out, rel_global_options);
        rel_outfile_puts(out, " ;;\n");
    }
    rel_outfile_puts(out, "            esac ;;\n    esac\n}\n_relais \"$@\"\n");
}

/* --- fish --------------------------------------------------------------------------------------------------
 */

static void fish_options(rel_outfile *out, const char *command, const rel_opt *table)
{
    for (const rel_opt *o = table; o && o->type != REL_OPT_END; o++) {
        if (!rel_opt_is_named(o) && !(rel_opt_is_argument(o) && o->words)) continue;
        rel_outfile_puts(out, "complete -c relais");
        if (command) rel_outfile_printf(out, " -n '__fish_seen_subcommand_from %s'", command);
        if (rel_opt_is_named(o)) rel_outfile_printf(out, " -l %s", o->name);
        if (o->letter) rel_outfile_printf(out, " -s %c", o->letter);
        if (o->words || (rel_opt_takes_value(o) && o->type != REL_OPT_FILE)) rel_outfile_puts(out, " -x");
        if (o->type == REL_OPT_FILE) rel_outfile_puts(out, " -r");
        if (o->words) {
            rel_outfile_puts(out, " -a '");
            put_words(out, o->words);
            rel_outfile_puts(out, "'");
        }
        rel_outfile_puts(out, " -d '");
        put_quoted(out, _(o->help), "\\'");
        rel_outfile_puts(out, "'\n");
    }
}

static void write_fish(rel_outfile *out)
{
    rel_outfile_puts(out, "# fish completion for relais; made from its option tables\n");
    for (int i = 0; rel_commands[i]; i++) {
        if (rel_commands[i]->hidden) continue;
        rel_outfile_printf(out, "complete -c relais -n __fish_use_subcommand -f -a %s -d '",
                           rel_commands[i]->name);
        put_quoted(out, _(rel_commands[i]->summary), "\\'");
        rel_outfile_puts(out, "'\n");
        fish_options(out, rel_commands[i]->name, rel_commands[i]->options);
    }
    fish_options(out, NULL, rel_global_options);
}

static rel_status run(rel_cli *cli, const void *given)
{
    const completion_args *a = given;
    const int shell = rel_word_index(rel_str_of(a->shell), shell_word);
    if (shell < 0) return rel_fail(cli->ctx, REL_E_USAGE, "'%s' is not one of bash, zsh, fish", a->shell);
    (shell == 0 ? write_bash : shell == 1 ? write_zsh : write_fish)(&cli->out);
    return REL_OK;
}

const rel_command rel_cmd_completion = {
    .name = "completion",
    .summary = N_("write the completion of a shell"),
    .text = N_("Writes the completion of relais for bash, zsh or fish."),
    .example = "relais completion bash",
    .options = options,
    .args_size = sizeof(completion_args),
    .run = run,
    .hidden = true,
};
