/* Options of the commands that write graph files. */
#ifndef REL_CLI_WRITE_ARGS_H
#define REL_CLI_WRITE_ARGS_H

#include "graph/graph_file.h"
#include "src/cli/cli.h"

typedef struct rel_write_args {
    const char *format, *gexf, *color_by, *size_by, *title;
    bool merge, dynamic, timestamps, excel_fr;
    bool communities; /* no option: vertices are communities, which is said of the file */
} rel_write_args;

/* Rows of an option table whose arguments hold a rel_write_args named `field`. */
#define REL_WRITE_OPTIONS(args, field)                                                                       \
    REL_GROUP(N_("The file")),                                                                               \
        REL_CHOICE(args, field.format, "format", N_("FORMAT"), rel_written_format_word,                      \
                   N_("format to write; else by the name of the file")),                                     \
        REL_TEXT(args, field.title, "title", N_("TEXT"), N_("title of the document")),                       \
        REL_FLAG(args, field.merge, "merge",                                                                 \
                 N_("one edge per pair of accounts; else one per pair and layer")),                          \
        REL_TEXT(args, field.color_by, "color-by", N_("COLUMN"),                                             \
                 N_("column that colours follow; else the community, when there is one")),                   \
        REL_TEXT(args, field.size_by, "size-by", N_("COLUMN"), N_("number that sizes follow")),              \
        REL_CHOICE(args, field.gexf, "gexf", N_("VERSION"), rel_gexf_version_word,                           \
                   N_("version of GEXF; older readers know only 1.2")),                                      \
        REL_FLAG(args, field.dynamic, "dynamic", N_("GEXF with the times of edges, for Gephi's timeline")),  \
        REL_FLAG(args, field.timestamps, "timestamps",                                                       \
                 N_("GEXF with every instant at which an edge acted, in place of its first and last time")), \
        REL_FLAG(args, field.excel_fr, "excel-fr", N_("CSV for a French Excel: semicolons, decimal commas"))

const char *rel_written_format_word(int i);
const char *rel_gexf_version_word(int i);

/* The format to write, checked before anything is read. Errors: E_USAGE. */
REL_CHECKED
rel_status rel_write_args_format(rel_ctx *ctx, const rel_write_args *a, const char *path,
                                 const rel_graph_format **format);
/* Says the expected size, writes, says what was written. input: the file that the graph comes from, whose
 * hash goes into the description; NULL: none. */
REL_CHECKED
rel_status rel_write_args_write(rel_cli *cli, const rel_write_args *a, const rel_graph *g,
                                const rel_graph_format *format, const char *path, const char *input);

#endif
