/* Graph files: the table of formats that graphs are read from and written to, for graph sources, `convert`
 * and `export`. A format is one file and one line in the table of graph_file.c. */
#ifndef REL_GRAPH_GRAPH_FILE_H
#define REL_GRAPH_GRAPH_FILE_H

#include "graph/graph.h"

/* How a graph is written. Not every format has a place for everything. */
typedef struct rel_write_opts {
    const char *title; /* of the document; may be NULL */
    const char
        *description;     /* seed, options and input checksum: follows relais' version in the file's meta */
    const char *color_by; /* vertex attribute that colours follow; NULL: "community", else the colours r, g, b
                           * that came with a file; "": no colours. Edges are coloured by layer */
    const char *size_by;  /* numeric vertex attribute that sizes 4 to 100 follow; NULL: "score", else
                           * "in_degree",  else "size", else the number of in-edges; "": no sizes */
    bool one_edge_per_pair;   /* layers as columns of one edge; default is one edge per pair and layer, with
                                 `kind` */
    const char *gexf_version; /* "1.3" (default) or "1.2" */
    bool dynamic;  /* GEXF: from when to when edges and vertices are there, from first_time and last_time */
    bool timestamps; /* GEXF 1.3: at which instants edges acted, and vertices by them; from the column act_times,
                      * else first_time and last_time */
    bool excel_fr; /* CSV: ';', decimal comma, byte order mark */
} rel_write_opts;

typedef struct rel_graph_format {
    const char *name;       /* "graphml" */
    const char *title;      /* N_(): "GraphML (Gephi, Cytoscape, yEd, Neo4j)" */
    const char *extensions; /* "graphml,xml", first is the usual one */
    /* NULL when relais does not read it. 0 to 100 by first bytes. */
    int (*detect)(const char *path, rel_str first);
    rel_status (*read)(rel_ctx *ctx, const char *path, int directions, rel_graph *g);
    /* NULL when relais does not write it. */
    rel_status (*write)(rel_ctx *ctx, const rel_graph *g, const char *path, const rel_write_opts *opts);
    /* Expected size in bytes, right within a factor of 1.5; NULL: not estimated. */
    int64_t (*estimate)(const rel_graph *g, const rel_write_opts *opts);
} rel_graph_format;

/* Ends with NULL. */
extern const rel_graph_format *const rel_graph_formats[];
const rel_graph_format *rel_graph_format_find(const char *name);
/* By the extension of path, .gz and .zst ignored; NULL when none has it. */
const rel_graph_format *rel_graph_format_of_path(const char *path);

/* The format that the first bytes of a file look most like, and how sure that is, 0 to 100; NULL: none. */
const rel_graph_format *rel_graph_format_of_content(const char *path, rel_str first, int *sure);
/* The format of a file that is read, by content. Errors: E_IO; E_DATA (none, saying what was looked for). */
REL_CHECKED
rel_status rel_graph_file_format(rel_ctx *ctx, const char *path, const rel_graph_format **format);
/* Reads any graph file, by content. Errors: E_IO; E_DATA (no graph format, saying what was looked for). */
REL_CHECKED
rel_status rel_graph_file_read(rel_ctx *ctx, const char *path, int directions, rel_graph *g);
/* Writes by name of format (NULL: by extension). Errors: E_USAGE (unknown), E_DATA (a weight that no builder
 * lets in, see graph/weights.h; what the format has no place for), E_IO, E_MEM, E_STOPPED; a file is whole or
 * absent. */
REL_CHECKED
rel_status rel_graph_file_write(rel_ctx *ctx, const rel_graph *g, const char *path, const char *format,
                                const rel_write_opts *opts);

/* How many edges the writers of other programs' formats make of a graph: one for each pair and layer, or one
 * for each pair. */
int64_t rel_write_edge_count(const rel_graph *g, bool one_edge_per_pair);

#endif
