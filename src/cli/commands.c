#include "src/cli/commands.h"

#include <stdlib.h>

/* clang-format off */
const rel_command *const rel_commands[] = {
    &rel_cmd_ingest,
    &rel_cmd_info,
    &rel_cmd_rank,
    &rel_cmd_communities,
    &rel_cmd_map,
    &rel_cmd_ego,
    &rel_cmd_audience,
    &rel_cmd_card,
    &rel_cmd_simulate,
    &rel_cmd_learn,
    &rel_cmd_ambassadors,
    &rel_cmd_export,
    &rel_cmd_convert,
    &rel_cmd_check,
    &rel_cmd_formats,
    &rel_cmd_datasets,
    &rel_cmd_help,
    &rel_cmd_version,
    &rel_cmd_completion,
    &rel_cmd_manual,
    NULL,
};
/* clang-format on */

const rel_command *rel_command_find(const char *name)
{
    for (int i = 0; rel_commands[i]; i++)
        if (strcmp(rel_commands[i]->name, name) == 0) return rel_commands[i];
    return NULL;
}

const char *rel_command_word(int i)
{
    for (int k = 0; rel_commands[k]; k++)
        if (!rel_commands[k]->hidden && i-- == 0) return rel_commands[k]->name;
    return NULL;
}

rel_status rel_command_unknown(rel_ctx *ctx, const char *name)
{
    const char *near = rel_nearest_word(name, rel_command_word);
    rel_fail(ctx, REL_E_USAGE, "unknown command '%s'", name);
    if (near) return rel_hint(ctx, "did you mean '%s'?", near);
    return rel_hint(ctx, "'relais help' lists the commands");
}

void *rel_command_defaults(const rel_command *command)
{
    void *args = calloc(1, command->args_size ? command->args_size : 1);
    if (args && command->defaults) command->defaults(args);
    return args;
}
