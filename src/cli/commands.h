/* The commands: a file cmd_<name>.c each. */
#ifndef REL_CLI_COMMANDS_H
#define REL_CLI_COMMANDS_H

#include "src/cli/cli.h"

extern const rel_command rel_cmd_ambassadors;
extern const rel_command rel_cmd_audience;
extern const rel_command rel_cmd_card;
extern const rel_command rel_cmd_check;
extern const rel_command rel_cmd_communities;
extern const rel_command rel_cmd_completion;
extern const rel_command rel_cmd_convert;
extern const rel_command rel_cmd_datasets;
extern const rel_command rel_cmd_ego;
extern const rel_command rel_cmd_export;
extern const rel_command rel_cmd_formats;
extern const rel_command rel_cmd_help;
extern const rel_command rel_cmd_info;
extern const rel_command rel_cmd_ingest;
extern const rel_command rel_cmd_manual;
extern const rel_command rel_cmd_learn;
extern const rel_command rel_cmd_map;
extern const rel_command rel_cmd_rank;
extern const rel_command rel_cmd_simulate;
extern const rel_command rel_cmd_version;

#endif
