/* What a command is, and what it is given to work with. */
#ifndef REL_CLI_CLI_H
#define REL_CLI_CLI_H

#include "src/base/i18n.h"
#include "src/base/outfile.h"
#include "src/base/progress.h"
#include "src/cli/options.h"
#include "src/report/table.h"

/* Values of the options that every command has. */
typedef struct rel_globals {
    int64_t threads; /* 0: as many as there are processors */
    int64_t seed;
    bool quiet, json, csv, no_color, verbose, help, version;
    const char *lang;
} rel_globals;

typedef struct rel_cli {
    rel_ctx *ctx;
    rel_globals given;
    rel_outfile out;       /* standard output: data, and only data */
    rel_table_style style; /* how tables are written: for eyes, JSON lines or CSV */
    bool color;            /* of standard error */
    rel_progress_line line;
    bool holding; /* notes wait, see terminal.h */
    rel_buf held; /* those that do, a line each */
    double started; /* rel_clock at the start of the program */
    int argc;       /* of the whole command line, for the descriptions in exported files */
    char **argv;
} rel_cli;

/* One file a command, one line in commands.c. */
typedef struct rel_command {
    const char *name;
    const char *summary; /* N_(): one line, lower case, no full stop */
    const char *text;    /* N_(): paragraphs parted by empty lines */
    const char *example; /* command lines, one a line */
    const rel_opt *options;
    size_t args_size;
    void (*defaults)(void *args); /* NULL: zeroes */
    rel_status (*run)(rel_cli *cli, const void *args);
    bool hidden; /* for the build, not listed */
} rel_command;

/* All commands in the order of `relais help`; ends with NULL. */
extern const rel_command *const rel_commands[];
/* Ends with {0}. */
extern const rel_opt rel_global_options[];
/* NULL when there is none of this name. */
const rel_command *rel_command_find(const char *name);
/* Names of the commands that are not hidden, for completion and "did you mean". */
const char *rel_command_word(int i);
/* E_USAGE with the nearest name. */
REL_CHECKED
rel_status rel_command_unknown(rel_ctx *ctx, const char *name);

/* What --help prints; command NULL: the overview. */
void rel_help_write(rel_cli *cli, const rel_command *command);
/* The same as JSON lines: one object an option, or a command. */
REL_CHECKED
rel_status rel_help_json(rel_cli *cli, const rel_command *command);
/* "relais rank SOURCE [options]" */
void rel_usage_text(const rel_command *command, char *text, size_t size);
/* "-o, --output FILE" */
void rel_option_text(const rel_opt *o, char *text, size_t size);
/* The defaults of a command's arguments; free() them. NULL when memory is out or there are none. */
void *rel_command_defaults(const rel_command *command);
/* Version, libraries and threads. */
REL_CHECKED
rel_status rel_version_write(rel_cli *cli);

/* Starts a table on standard output in the form that the user asked for. */
rel_table rel_cli_table(rel_cli *cli, const rel_column *columns, int count);

#endif
