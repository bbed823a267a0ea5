#include "src/cli/commands.h"

typedef struct help_args {
    const char *command;
} help_args;

static const rel_opt options[] = {
    REL_OPTIONAL(help_args, command, N_("COMMAND"), rel_command_word, N_("the command to explain")),
    REL_OPTS_END,
};

static rel_status run(rel_cli *cli, const void *given)
{
    const help_args *a = given;
    const rel_command *command = a->command ? rel_command_find(a->command) : NULL;
    if (a->command && !command) return rel_command_unknown(cli->ctx, a->command);
    if (cli->given.json) return rel_help_json(cli, command);
    rel_help_write(cli, command);
    return REL_OK;
}

const rel_command rel_cmd_help = {
    .name = "help",
    .summary = N_("list the commands, or explain one"),
    .text =
        N_("Lists the commands, or explains one. With --json, prints one object per option, for programs."),
    .example = "relais help\n"
               "relais help rank",
    .options = options,
    .args_size = sizeof(help_args),
    .run = run,
};
