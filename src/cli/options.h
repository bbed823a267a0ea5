/* Option tables. One table a command drives parsing, range checks, --help, the manual, shell completion and
 * the test that docs/commands/<name>.md lists the same options. */
#ifndef REL_CLI_OPTIONS_H
#define REL_CLI_OPTIONS_H

#include "src/base/str.h"

typedef enum rel_opt_type {
    REL_OPT_END,
    REL_OPT_GROUP,      /* a heading over the options that follow; help is its text */
    REL_OPT_FLAG,       /* bool */
    REL_OPT_I64,        /* int64_t, min to max */
    REL_OPT_F64,        /* double, min to max */
    REL_OPT_TEXT,       /* const char * */
    REL_OPT_FILE,       /* const char *, completed as a file */
    REL_OPT_CHOICE,     /* const char *, one of words */
    REL_OPT_LIST,       /* const char *, comma list of words, "=number" after a word when weighted */
    REL_OPT_TIME,       /* int64_t, UTC seconds */
    REL_OPT_DURATION,   /* int64_t, seconds, > 0 */
    REL_OPT_POSITIONAL, /* const char *, an argument without a name */
    REL_OPT_REST,       /* rel_opt_rest, all further arguments */
} rel_opt_type;

typedef struct rel_opt_rest {
    const char **item; /* borrowed from argv */
    int count;
} rel_opt_rest;

typedef struct rel_opt {
    rel_opt_type type;
    const char *name; /* "damping"; of an argument: "SOURCE" */
    char letter;      /* 'o', or 0 */
    bool required;
    bool weighted;     /* LIST: words may carry "=number" */
    const char *value; /* what the value is called in help: "P" */
    const char *help;  /* N_(): lower case, no full stop */
    size_t offset;     /* of the field in the command's arguments */
    double min, max;
    const char *(*words)(int i); /* CHOICE and LIST (completion: POSITIONAL and REST too); NULL ends */
} rel_opt;

#define REL_OPTS_END                                                                                         \
    {                                                                                                        \
        .type = REL_OPT_END                                                                                  \
    }
#define REL_GROUP(text)                                                                                      \
    {                                                                                                        \
        .type = REL_OPT_GROUP, .help = text                                                                  \
    }
#define REL_FLAG(args, field, name_, text)                                                                   \
    {                                                                                                        \
        .type = REL_OPT_FLAG, .name = name_, .help = text, .offset = offsetof(args, field)                   \
    }
#define REL_I64(args, field, name_, value_, low, high, text)                                                 \
    {                                                                                                        \
        .type = REL_OPT_I64, .name = name_, .value = value_, .help = text, .offset = offsetof(args, field),  \
        .min = low, .max = high                                                                              \
    }
#define REL_F64(args, field, name_, value_, low, high, text)                                                 \
    {                                                                                                        \
        .type = REL_OPT_F64, .name = name_, .value = value_, .help = text, .offset = offsetof(args, field),  \
        .min = low, .max = high                                                                              \
    }
#define REL_VALUE(type_, args, field, name_, value_, text)                                                   \
    {                                                                                                        \
        .type = type_, .name = name_, .value = value_, .help = text, .offset = offsetof(args, field)         \
    }
#define REL_TEXT(args, field, name_, value_, text) REL_VALUE(REL_OPT_TEXT, args, field, name_, value_, text)
#define REL_FILE(args, field, name_, value_, text) REL_VALUE(REL_OPT_FILE, args, field, name_, value_, text)
#define REL_TIME(args, field, name_, text) REL_VALUE(REL_OPT_TIME, args, field, name_, N_("TIME"), text)
#define REL_DURATION(args, field, name_, text)                                                               \
    REL_VALUE(REL_OPT_DURATION, args, field, name_, N_("DURATION"), text)
#define REL_CHOICE(args, field, name_, value_, words_, text)                                                 \
    {                                                                                                        \
        .type = REL_OPT_CHOICE, .name = name_, .value = value_, .help = text,                                \
        .offset = offsetof(args, field), .words = words_                                                     \
    }
#define REL_LIST(args, field, name_, value_, words_, text)                                                   \
    {                                                                                                        \
        .type = REL_OPT_LIST, .name = name_, .value = value_, .help = text, .offset = offsetof(args, field), \
        .words = words_                                                                                      \
    }
#define REL_POSITIONAL(args, field, name_, text)                                                             \
    {                                                                                                        \
        .type = REL_OPT_POSITIONAL, .name = name_, .help = text, .offset = offsetof(args, field),            \
        .required = true                                                                                     \
    }
#define REL_OPTIONAL(args, field, name_, words_, text)                                                       \
    {                                                                                                        \
        .type = REL_OPT_POSITIONAL, .name = name_, .help = text, .offset = offsetof(args, field),            \
        .words = words_                                                                                      \
    }
#define REL_REST(args, field, name_, text)                                                                   \
    {                                                                                                        \
        .type = REL_OPT_REST, .name = name_, .help = text, .offset = offsetof(args, field), .required = true \
    }

/* True for rows that stand on the command line as --name. */
bool rel_opt_is_named(const rel_opt *o);
bool rel_opt_is_argument(const rel_opt *o);
/* True when o is followed by a value. */
bool rel_opt_takes_value(const rel_opt *o);

/* Parses one argument after another. Arguments and options may be mixed; "--" ends the options. A later value
 * replaces an earlier one. */
typedef struct rel_parse {
    const rel_opt *table[2]; /* the command's own and the global options; either may be NULL */
    void *into[2];           /* where their values go */
    const char *usage;       /* for the hint about a missing argument */
    bool until_argument;     /* stop at the first argument: *next says where */
} rel_parse;

/* Errors: E_USAGE, with the option, what was found and what was expected. *next is the index of the first
 * argument that was not read. rest receives the positional arguments, in order; it has room for argc. */
REL_CHECKED
rel_status rel_parse_options(rel_ctx *ctx, const rel_parse *p, int argc, char **argv, const char **rest,
                             int *rest_count, int *next);
/* Hands the positional arguments to the rows of the first table. Errors: E_USAGE (missing, too many). */
REL_CHECKED
rel_status rel_parse_arguments(rel_ctx *ctx, const rel_parse *p, const char **rest, int rest_count);
/* E_USAGE when a required option was not given. */
REL_CHECKED
rel_status rel_parse_required(rel_ctx *ctx, const rel_parse *p);

/* One value into its field; also for environment variables. who: "option '--threads'". */
REL_CHECKED
rel_status rel_parse_value(rel_ctx *ctx, const rel_opt *o, const char *who, const char *text, void *into);

/* The word nearest to a misspelt one, NULL when none is near. */
const char *rel_nearest_word(const char *text, const char *(*words)(int i));
/* Position of a word of `words`, -1 when there is none; '_' and '-' count as the same. */
int rel_word_index(rel_str text, const char *(*words)(int i));

/* The words joined by ", ". */
REL_CHECKED
rel_status rel_words_join(rel_ctx *ctx, const char *(*words)(int i), rel_buf *b);
/* The default that stands in `into`, as text; "" when there is none to show. */
void rel_opt_default_text(const rel_opt *o, const void *into, char *text, size_t size);

#endif
