#include "src/base/json_writer.h"
#include "src/cli/commands.h"

#ifndef REL_LIBRARIES
#define REL_LIBRARIES ""
#endif

/* REL_LIBRARIES is "name version;name version", from the build. */
static void write_libraries(rel_json *j)
{
    rel_str rest = rel_str_of(REL_LIBRARIES);
    rel_json_begin_object(j, "libraries");
    while (rest.s) {
        rel_str version = rel_str_cut(&rest, ';');
        const rel_str name = rel_str_cut(&version, ' ');
        char key[32];
        snprintf(key, sizeof key, "%.*s", REL_STR_ARG(name));
        if (*key) rel_json_text(j, key, version);
    }
    rel_json_end_object(j);
}

static rel_status write_json(rel_cli *cli)
{
    rel_json j;
    rel_json_init(&j, cli->ctx);
    rel_json_begin_object(&j, NULL);
    rel_json_text(&j, "version", rel_str_of(REL_VERSION));
    write_libraries(&j);
    rel_json_i64(&j, "threads", cli->ctx->threads);
    rel_json_end_object(&j);
    rel_json_newline(&j);
    rel_outfile_add(&cli->out, j.out.data, j.out.len);
    const rel_status st = j.status;
    rel_buf_free(&j.out);
    return st;
}

rel_status rel_version_write(rel_cli *cli)
{
    rel_outfile *out = &cli->out;
    if (cli->given.json) return write_json(cli);
    rel_outfile_printf(out, "relais %s\n", REL_VERSION);
    rel_outfile_puts(out, _("built with"));
    const char *sep = " ";
    for (rel_str rest = rel_str_of(REL_LIBRARIES); rest.s; sep = ", ") {
        const rel_str library = rel_str_cut(&rest, ';');
        rel_outfile_printf(out, "%s%.*s", sep, REL_STR_ARG(library));
    }
    rel_outfile_printf(out, _("\nthreads: %d\n"), cli->ctx->threads);
    rel_outfile_puts(out, _("GPL-3.0-or-later: free software, without warranty\n"));
    return REL_OK;
}

static rel_status run(rel_cli *cli, const void *given)
{
    (void)given;
    return rel_version_write(cli);
}

const rel_command rel_cmd_version = {
    .name = "version",
    .summary = N_("print the version and the libraries"),
    .text = N_("Prints the version, the libraries that relais was built with, and the number of threads it "
               "would use."),
    .example = "relais version\n"
               "relais version --json",
    .run = run,
};
