/* Readers of graph files: rows of the table in graph_file.c. Detection looks at the path's extension and the
 * first bytes of the content, and is 0 to 100; reading has the meaning of rel_graph_format.read.
 * A new reader is one file read_<format>.c, its two lines here, and its row in the table. */
#ifndef REL_GRAPH_READERS_H
#define REL_GRAPH_READERS_H

#include "graph/graph.h"

/* Text edge lists, with the defaults of graph/edgelist.h. */
int rel_edgelist_detect(const char *path, rel_str first);
REL_CHECKED
rel_status rel_edgelist_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g);

/* Snapshots, mapped and unverified; a missing direction is added in memory. */
int rel_snapshot_detect(const char *path, rel_str first);
REL_CHECKED
rel_status rel_snapshot_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g);

/* GraphML and GEXF, by way of Expat: any size, packed too. */
int rel_graphml_detect(const char *path, rel_str first);
REL_CHECKED
rel_status rel_graphml_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g);
int rel_gexf_detect(const char *path, rel_str first);
REL_CHECKED
rel_status rel_gexf_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g);

/* GML: the label is the name when every vertex has one of its own, else the number. */
int rel_gml_detect(const char *path, rel_str first);
REL_CHECKED
rel_status rel_gml_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g);

/* Pajek networks and projects: the label is the name when every vertex has one of its own, else the number.
 */
int rel_pajek_detect(const char *path, rel_str first);
REL_CHECKED
rel_status rel_pajek_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g);

/* DOT: the first graph; groups are joined all to all, clusters become an attribute. */
int rel_dot_detect(const char *path, rel_str first);
REL_CHECKED
rel_status rel_dot_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g);

/* METIS and Chaco: undirected; each edge must stand in both lines. */
int rel_metis_detect(const char *path, rel_str first);
REL_CHECKED
rel_status rel_metis_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g);

/* Matrix Market: an adjacency matrix; one that is not square has rows that point at columns. */
int rel_mtx_detect(const char *path, rel_str first);
REL_CHECKED
rel_status rel_mtx_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g);

/* JSON: graphology, Gephi Lite, D3, sigma, networkx, cytoscape.js, JSON Graph Format. */
int rel_json_graph_detect(const char *path, rel_str first);
REL_CHECKED
rel_status rel_json_graph_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g);
/* UCINET DL: names are the labels, else the numbers. */
int rel_dl_detect(const char *path, rel_str first);
REL_CHECKED
rel_status rel_dl_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g);

/* GDF: names are the column `name`; when these are mere numbers, the label if every vertex has one of its
 * own. */
int rel_gdf_detect(const char *path, rel_str first);
REL_CHECKED
rel_status rel_gdf_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g);

/* LGL: undirected. */
int rel_lgl_detect(const char *path, rel_str first);
REL_CHECKED
rel_status rel_lgl_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g);

/* NCOL: a text edge list that is undirected, with weights; told by the extension alone. */
int rel_ncol_detect(const char *path, rel_str first);
REL_CHECKED
rel_status rel_ncol_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g);

/* True when the path ends in this extension ("gml"), also before .gz or .zst. */
bool rel_path_has_extension(const char *path, const char *extension);

#endif
