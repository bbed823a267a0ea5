#include "graph/graph_file.h"

#include <strings.h>

#include "graph/writers.h"

static const rel_graph_format GRAPHML = {
    .name = "graphml",
    .title = "GraphML (Gephi, Cytoscape, yEd, Neo4j)",
    .extensions = "graphml,xml",
    .write = rel_graphml_write,
    .estimate = rel_graphml_estimate,
};

static const rel_graph_format GEXF = {
    .name = "gexf",
    .title = "GEXF (Gephi, Gephi Lite), also with times",
    .extensions = "gexf",
    .write = rel_gexf_write,
    .estimate = rel_gexf_estimate,
};

static const rel_graph_format CSV = {
    .name = "csv",
    .title = "CSV, two files (Gephi, spreadsheets)",
    .extensions = "csv",
    .write = rel_csv_write,
    .estimate = rel_csv_estimate,
};

static const rel_graph_format DOT = {
    .name = "dot",
    .title = "DOT (Graphviz)",
    .extensions = "dot,gv",
    .write = rel_dot_write,
    .estimate = rel_dot_estimate,
};

static const rel_graph_format PAJEK = {
    .name = "pajek",
    .title = "Pajek network (Pajek, igraph)",
    .extensions = "net",
    .write = rel_pajek_write,
    .estimate = rel_pajek_estimate,
};

const rel_graph_format *const rel_graph_formats[] = {&GRAPHML, &GEXF, &CSV, &DOT, &PAJEK, NULL};

const rel_graph_format *rel_graph_format_find(const char *name)
{
    for (const rel_graph_format *const *f = rel_graph_formats; *f; f++)
        if (strcasecmp((*f)->name, name) == 0) return *f;
    return NULL;
}
