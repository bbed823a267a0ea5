#include <stdio.h>
#include <stdlib.h>

#include "graph/graph_file.h"
#include "ingest/format.h"
#include "ingest/preset.h"
#include "src/cli/commands.h"

/* ".graphml .xml" of "graphml,xml". */
static void extensions_text(const char *list, char *text, size_t size)
{
    size_t used = 0;
    *text = '\0';
    for (rel_str rest = rel_str_of(list); rest.s && used < size;) {
        const rel_str one = rel_str_cut(&rest, ',');
        used += (size_t)snprintf(text + used, size - used, "%s.%.*s", used ? " " : "", REL_STR_ARG(one));
    }
}

typedef struct printing {
    rel_table *table;
    bool eyes; /* programs get the same words in every language */
} printing;

static void add_ingest(const printing *p, const char *name, const char *title, const char *yields)
{
    rel_table *t = p->table;
    rel_table_text(t, rel_str_of(name));
    rel_table_text(t, rel_str_of("ingest"));
    rel_table_text(t, rel_str_of(p->eyes ? _(title) : title));
    rel_table_text(t, rel_str_of(_(yields)));
    rel_table_text(t, rel_str_of(yields));
    rel_table_missing(t);
    rel_table_bool(t, true);
    rel_table_bool(t, false);
    rel_table_bool(t, false);
    rel_table_end_row(t);
}

static rel_status add_preset(rel_ctx *ctx, void *user, rel_preset *preset)
{
    (void)ctx;
    add_ingest(user, preset->name, preset->title, preset->yields);
    free(preset);
    return REL_OK;
}

static rel_status print_rows(rel_cli *cli)
{
    static const rel_column column[] = {
        {"name", N_("name"), REL_CELL_TEXT, 0},
        {"use", N_("use"), REL_CELL_TEXT, 0},
        {"title", N_("format"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
        {NULL, N_("yields, or files"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
        {"yields", NULL, REL_CELL_TEXT, 0},
        {"extensions", NULL, REL_CELL_TEXT, 0},
        {"ingest", NULL, REL_CELL_BOOL, 0},
        {"read", NULL, REL_CELL_BOOL, 0},
        {"write", NULL, REL_CELL_BOOL, 0},
    };
    rel_status st;
    char extensions[64];
    rel_table t = rel_cli_table(cli, column, sizeof column / sizeof *column);
    printing p = {&t, cli->style.form == REL_TABLE_EYES};
    for (int i = 0; rel_formats[i]; i++)
        add_ingest(&p, rel_formats[i]->name, rel_formats[i]->title, rel_formats[i]->yields);
    REL_TRY(rel_preset_each(cli->ctx, add_preset, &p));
    for (int i = 0; rel_graph_formats[i]; i++) {
        const rel_graph_format *f = rel_graph_formats[i];
        extensions_text(f->extensions, extensions, sizeof extensions);
        rel_table_text(&t, rel_str_of(f->name));
        rel_table_text(&t, rel_str_of(f->read && f->write ? "read, write" : f->read ? "read" : "write"));
        rel_table_text(&t, rel_str_of(p.eyes ? _(f->title) : f->title));
        rel_table_text(&t, rel_str_of(extensions));
        rel_table_text(&t, rel_str_of("graph"));
        rel_table_text(&t, rel_str_of(f->extensions));
        rel_table_bool(&t, false);
        rel_table_bool(&t, f->read != NULL);
        rel_table_bool(&t, f->write != NULL);
        rel_table_end_row(&t);
    }
out:;
    const rel_status written = rel_table_end(&t);
    return st == REL_OK ? written : st;
}

static rel_status run(rel_cli *cli, const void *given)
{
    (void)given;
    return print_rows(cli);
}

const rel_command rel_cmd_formats = {
    .name = "formats",
    .summary = N_("list the formats that are read and written"),
    .text = N_(
        "Lists what 'relais ingest' reads into a workspace, with what each format yields: formats, then "
        "presets "
        "of tables, your own last (docs/formats/presets.md); and the graph files "
        "that are read (as SOURCE of any analysis, and by 'relais convert') and written. All of them may be "
        "packed as .gz or .zst when they are read; the format is told by the content."),
    .example = "relais formats\n"
               "relais formats --json",
    .run = run,
};
