#include "graph/graph_file.h"

#include <stdio.h>

#include "graph/builder.h"
#include "graph/readers.h"
#include "graph/snapshot.h"
#include "graph/weights.h"
#include "graph/writers.h"
#include "src/base/i18n.h"
#include "src/base/input.h"

static const rel_graph_format GRAPHML = {
    .name = "graphml",
    .title = N_("GraphML (Gephi, Cytoscape, yEd, Neo4j)"),
    .extensions = "graphml,xml",
    .detect = rel_graphml_detect,
    .read = rel_graphml_read_file,
    .write = rel_graphml_write,
    .estimate = rel_graphml_estimate,
};

static const rel_graph_format GEXF = {
    .name = "gexf",
    .title = N_("GEXF (Gephi, Gephi Lite), also with times"),
    .extensions = "gexf",
    .detect = rel_gexf_detect,
    .read = rel_gexf_read_file,
    .write = rel_gexf_write,
    .estimate = rel_gexf_estimate,
};

static const rel_graph_format CSV = {
    .name = "csv",
    .title = N_("CSV, two files (Gephi, spreadsheets)"),
    .extensions = "csv",
    .write = rel_csv_write,
    .estimate = rel_csv_estimate,
};

static const rel_graph_format DOT = {
    .name = "dot",
    .title = N_("DOT (Graphviz)"),
    .extensions = "dot,gv",
    .detect = rel_dot_detect,
    .read = rel_dot_read_file,
    .write = rel_dot_write,
    .estimate = rel_dot_estimate,
};

static const rel_graph_format PAJEK = {
    .name = "pajek",
    .title = N_("Pajek network (Pajek, igraph)"),
    .extensions = "net,paj",
    .detect = rel_pajek_detect,
    .read = rel_pajek_read_file,
    .write = rel_pajek_write,
    .estimate = rel_pajek_estimate,
};

/* A snapshot holds all there is; it knows no title, colours or sizes. */
static rel_status write_snapshot(rel_ctx *ctx, const rel_graph *g, const char *path,
                                 const rel_write_opts *opts)
{
    (void)opts;
    return rel_snapshot_write(ctx, g, path);
}

enum { SNAPSHOT_HEAD_BYTES = 1280 }; /* header, table of sections, alignment */

static int64_t estimate_snapshot(const rel_graph *g, const rel_write_opts *opts)
{
    (void)opts;
    return (int64_t)rel_graph_bytes(g) + SNAPSHOT_HEAD_BYTES;
}

static const rel_graph_format RGRAPH = {
    .name = "rgraph",
    .title = N_("relais snapshot, opened at once"),
    .extensions = "rgraph",
    .detect = rel_snapshot_detect,
    .read = rel_snapshot_read_file,
    .write = write_snapshot,
    .estimate = estimate_snapshot,
};

static const rel_graph_format EDGELIST = {
    .name = "edgelist",
    .title = N_("edge list: two names a line, perhaps a weight or a time (SNAP, ...)"),
    .extensions = "el,edgelist,edges,txt,tsv",
    .detect = rel_edgelist_detect,
    .read = rel_edgelist_read_file,
    .write = rel_edgelist_write,
    .estimate = rel_edgelist_estimate,
};

static const rel_graph_format GML = {
    .name = "gml",
    .title = "GML (collections of networks, networkx)",
    .extensions = "gml",
    .detect = rel_gml_detect,
    .read = rel_gml_read_file,
};

static const rel_graph_format METIS = {
    .name = "metis",
    .title = N_("METIS: a line of neighbours for each vertex (METIS, Chaco, DIMACS)"),
    .extensions = "graph,metis",
    .detect = rel_metis_detect,
    .read = rel_metis_read_file,
};

static const rel_graph_format MTX = {
    .name = "mtx",
    .title = N_("Matrix Market: an adjacency matrix (SuiteSparse, SciPy)"),
    .extensions = "mtx,mm",
    .detect = rel_mtx_detect,
    .read = rel_mtx_read_file,
};

static const rel_graph_format JSON = {
    .name = "json",
    .title = N_("JSON: nodes and edges (graphology, Gephi Lite, D3, sigma, networkx, Cytoscape)"),
    .extensions = "json,cyjs",
    .detect = rel_json_graph_detect,
    .read = rel_json_graph_read_file,
};

static const rel_graph_format DL = {
    .name = "dl",
    .title = N_("UCINET DL: matrices and lists"),
    .extensions = "dl",
    .detect = rel_dl_detect,
    .read = rel_dl_read_file,
};

static const rel_graph_format LGL = {
    .name = "lgl",
    .title = N_("LGL: '# name', then a neighbour a line"),
    .extensions = "lgl",
    .detect = rel_lgl_detect,
    .read = rel_lgl_read_file,
};

static const rel_graph_format NCOL = {
    .name = "ncol",
    .title = N_("NCOL: an edge list without direction, told by its extension"),
    .extensions = "ncol",
    .detect = rel_ncol_detect,
    .read = rel_ncol_read_file,
};

static const rel_graph_format GDF = {
    .name = "gdf",
    .title = N_("GDF (GUESS, Gephi, DMI-TCAT, YouTube Data Tools, Netvizz)"),
    .extensions = "gdf",
    .detect = rel_gdf_detect,
    .read = rel_gdf_read_file,
};

const rel_graph_format *const rel_graph_formats[] = {&GRAPHML,  &GEXF, &CSV,  &DOT, &PAJEK, &RGRAPH,
                                                     &EDGELIST, &GML,  &DL,   &GDF, &LGL,   &NCOL,
                                                     &METIS,    &MTX,  &JSON, NULL};

enum { LIST_ROOM = 256, PEEK_BYTES = 64 * 1024 };

/* Cuts the next word off a list with commas. */
static bool next_word(rel_str *rest, rel_str *word)
{
    if (!rest->s) return false;
    *word = rel_str_cut(rest, ',');
    return true;
}

static bool has_extension(const rel_graph_format *f, rel_str extension)
{
    rel_str rest = rel_str_of(f->extensions), word;
    while (next_word(&rest, &word)) {
        char text[32];
        snprintf(text, sizeof text, "%.*s", REL_STR_ARG(word));
        if (rel_str_is_nocase(extension, text)) return true;
    }
    return false;
}

const rel_graph_format *rel_graph_format_find(const char *name)
{
    const rel_str wanted = rel_str_of(name);
    for (const rel_graph_format *const *f = rel_graph_formats; *f; f++)
        if (rel_str_is_nocase(wanted, (*f)->name) || has_extension(*f, wanted)) return *f;
    return NULL;
}

/* What stands after the last point of the file's name; missing when there is none. */
static rel_str extension_of(rel_str path)
{
    for (size_t i = path.len; i > 0 && path.s[i - 1] != '/'; i--)
        if (path.s[i - 1] == '.') return (rel_str){path.s + i, path.len - i};
    return REL_STR_MISSING;
}

static bool is_packed(rel_str extension)
{
    return rel_str_is_nocase(extension, "gz") || rel_str_is_nocase(extension, "zst");
}

static rel_str unpacked_extension(const char *path)
{
    const rel_str whole = rel_str_of(path), last = extension_of(whole);
    return is_packed(last) ? extension_of((rel_str){path, whole.len - last.len - 1}) : last;
}

bool rel_path_has_extension(const char *path, const char *extension)
{
    return rel_str_is_nocase(unpacked_extension(path), extension);
}

const rel_graph_format *rel_graph_format_of_path(const char *path)
{
    const rel_str extension = unpacked_extension(path);
    for (const rel_graph_format *const *f = rel_graph_formats; *f && extension.s; f++)
        if (has_extension(*f, extension)) return *f;
    return NULL;
}

/* "graphml, gexf, ..." of the formats that are read, or written. */
static void list_formats(char list[LIST_ROOM], bool read)
{
    int len = 0;
    list[0] = '\0';
    for (const rel_graph_format *const *f = rel_graph_formats; *f; f++) {
        rel_str rest = rel_str_of((*f)->extensions), first;
        if (!(read ? (*f)->read != NULL : (*f)->write != NULL) || !next_word(&rest, &first)) continue;
        len += snprintf(list + len, (size_t)(LIST_ROOM - len), "%s%.*s", len ? ", " : "", REL_STR_ARG(first));
    }
}

/* The extension nearest to a misspelt word, or "". */
static void nearest_extension(rel_str word, char near[32])
{
    char wrong[32];
    int least = 3;
    near[0] = '\0';
    snprintf(wrong, sizeof wrong, "%.*s", REL_STR_ARG(word));
    for (const rel_graph_format *const *f = rel_graph_formats; *f; f++) {
        rel_str rest = rel_str_of((*f)->extensions), each;
        while ((*f)->write && next_word(&rest, &each)) {
            char text[32];
            snprintf(text, sizeof text, "%.*s", REL_STR_ARG(each));
            const int d = rel_str_distance(wrong, text);
            if (d >= least || 3 * d > (int)each.len) continue;
            least = d;
            memcpy(near, text, sizeof text);
        }
    }
}

static rel_status unknown_format(rel_ctx *ctx, const char *subject, rel_str word)
{
    char list[LIST_ROOM], near[32];
    list_formats(list, false);
    nearest_extension(word, near);
    const rel_status st =
        rel_fail(ctx, REL_E_USAGE, "'%s': not a graph format relais writes (%s)", subject, list);
    return *near ? rel_hint(ctx, "did you mean '%s'?", near) : st;
}

const rel_graph_format *rel_graph_format_of_content(const char *path, rel_str first, int *sure)
{
    const rel_graph_format *format = NULL;
    *sure = 0;
    if (first.len > PEEK_BYTES) first.len = PEEK_BYTES;
    for (const rel_graph_format *const *f = rel_graph_formats; *f; f++) {
        const int score = (*f)->detect ? (*f)->detect(path, first) : 0;
        if (score <= *sure) continue; /* ties: the first of the table */
        *sure = score;
        format = *f;
    }
    return format;
}

rel_status rel_graph_file_format(rel_ctx *ctx, const char *path, const rel_graph_format **format)
{
    rel_status st;
    rel_input *in = NULL;
    rel_str first;
    int sure;
    *format = NULL;
    REL_TRY(rel_input_open(ctx, path, &in));
    REL_TRY(rel_input_peek(ctx, in, PEEK_BYTES, &first));
    if (!first.len) {
        st = rel_fail(ctx, REL_E_DATA, "'%s' is empty: expected a graph", path);
        goto out;
    }
    *format = rel_graph_format_of_content(path, first, &sure);
    if (!*format) {
        char list[LIST_ROOM];
        list_formats(list, true);
        rel_fail(ctx, REL_E_DATA, "'%s': not a graph file relais reads (looked for %s)", path, list);
        st = rel_hint(ctx, "'relais formats' lists them");
    }
out:
    rel_input_close(in);
    return st;
}

rel_status rel_graph_file_read(rel_ctx *ctx, const char *path, int directions, rel_graph *g)
{
    const rel_graph_format *f;
    *g = (rel_graph){0};
    /* Standard input cannot be looked at and then be read again. */
    if (strcmp(path, "-") == 0) return rel_edgelist_read_file(ctx, path, directions, g);
    const rel_status st = rel_graph_file_format(ctx, path, &f);
    return st == REL_OK ? f->read(ctx, path, directions, g) : st;
}

rel_status rel_graph_file_write(rel_ctx *ctx, const rel_graph *g, const char *path, const char *format,
                                const rel_write_opts *opts)
{
    const rel_graph_format *f = format ? rel_graph_format_find(format) : rel_graph_format_of_path(path);
    if (!f || !f->write)
        return unknown_format(ctx, format ? format : path,
                              format ? rel_str_of(format) : unpacked_extension(path));
    if (is_packed(extension_of(rel_str_of(path)))) {
        rel_fail(ctx, REL_E_USAGE, "'%s': graphs are written unpacked", path);
        return rel_hint(ctx, "leave '.gz' or '.zst' out, and pack the file afterwards");
    }
    if (opts && (opts->dynamic || opts->timestamps) && strcmp(f->name, "gexf") != 0)
        return rel_fail(ctx, REL_E_USAGE, "'%s': only GEXF holds the times of edges", path);
    const rel_status st = rel_graph_check_weights(ctx, g, REL_BUILD_BOTH, f->name);
    return st == REL_OK ? f->write(ctx, g, path, opts) : st;
}
