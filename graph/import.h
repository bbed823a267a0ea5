/* Import: a graph as a file of another program says it, and what relais makes of it. A reader of such a
 * format (read_<format>.c) walks over its file once and says what it meets: vertices by their ids, edges,
 * values of named attributes. rel_import_graph then makes a graph, by the same rules for every format.
 * Private to graph/.
 *
 * Memory: 9 bytes an edge; a vertex 8 bytes, 12 to 24 for finding it and 1 when it is declared; a column 8
 * bytes for each row up to the last that has a value. An id or value of more than 7 bytes takes its text and
 * 4 bytes besides; a value that is the one before it in the column takes nothing. Arrays grow by doubling.
 * Not for several threads at once. */
#ifndef REL_GRAPH_IMPORT_H
#define REL_GRAPH_IMPORT_H

#include "graph/builder.h"
#include "src/base/str.h"

typedef struct rel_import rel_import;

/* How often something was left out, and the line of the first time. */
typedef struct rel_import_tally {
    int64_t count, line;
} rel_import_tally;

static inline void rel_import_count(rel_import_tally *t, int64_t line)
{
    if (t->count++ == 0) t->line = line;
}

/* What a column was declared as. A column without declaration is REL_IMPORT_ANY: it becomes what all its
 * values are (truth values, whole numbers, numbers), else text; numbers that would lose digits (007, more
 * than 64 bits) are text then. A declared column whose values are not all so becomes numbers with fractions
 * or text, and that is noted with the line of the first such value. */
typedef enum rel_import_type {
    REL_IMPORT_ANY,
    REL_IMPORT_BOOL,
    REL_IMPORT_WHOLE,
    REL_IMPORT_NUMBER,
    REL_IMPORT_SINGLE, /* single precision when no value has more digits, else double */
    REL_IMPORT_TEXT,
} rel_import_type;

typedef enum rel_import_table { REL_IMPORT_VERTICES, REL_IMPORT_EDGES } rel_import_table;

/* `path` is for sentences, borrowed; ctx is kept. Errors: E_MEM (*imp is NULL). */
REL_CHECKED
rel_status rel_import_begin(rel_ctx *ctx, const char *path, rel_import **imp);
/* Accepts NULL. */
void rel_import_free(rel_import *imp);
/* Bytes that the import holds. */
size_t rel_import_bytes(const rel_import *imp);

/* What was left out or is odd, and where: rel_import_graph notes each reason with its count and first line.
 */
typedef enum rel_import_reason {
    REL_IMPORT_NO_ID,      /* a node without an id */
    REL_IMPORT_NO_END,     /* an edge without a source or target */
    REL_IMPORT_AGAIN,      /* a node that was declared before: it is one with that */
    REL_IMPORT_UNDECLARED, /* an attribute that is declared nowhere: it is called by its id */
    REL_IMPORT_REASONS,
} rel_import_reason;
void rel_import_odd(rel_import *imp, rel_import_reason reason, int64_t line);

/* The vertex with this id; added when it is new. ids are compared byte by byte; those that are no valid text
 * get U+FFFD for each fault before. Errors: E_MEM, E_LIMIT. */
REL_CHECKED
rel_status rel_import_vertex(rel_import *imp, rel_str id, rel_vid *v);
/* Nothing but a hint: these ids are asked for next. All of them are looked for at once, so that memory is
 * waited for once and not for each. At most REL_IMPORT_EXPECTED. */
enum { REL_IMPORT_EXPECTED = 32 };
void rel_import_expect(const rel_import *imp, const rel_str *id, int count);
/* rel_import_vertex for formats that declare their vertices: *again when this one was declared before.
 * Vertices that are named by edges only are counted and noted once any is declared. */
REL_CHECKED
rel_status rel_import_declare(rel_import *imp, rel_str id, rel_vid *v, bool *again);
/* The same for formats that number their vertices: 0 to n - 1 are there, named by `first` + v in decimal
 * digits unless they get ids with rel_import_rename. To be called before any vertex is added. Errors:
 * E_LIMIT. */
REL_CHECKED
rel_status rel_import_numbered(rel_import *imp, int64_t n, int64_t first);
/* Another id for a numbered vertex. When two have the same, or some have none, the numbers stay their names
 * and these ids become the attribute `label`, which is noted; rel_import_find gives the first of them. */
REL_CHECKED
rel_status rel_import_rename(rel_import *imp, rel_vid v, rel_str id);
/* The id that a vertex was added with; valid until the next is added. */
rel_str rel_import_id(const rel_import *imp, rel_vid v);
/* REL_VID_NONE when there is none of this id. */
rel_vid rel_import_find(const rel_import *imp, rel_str id);
int64_t rel_import_vertices(const rel_import *imp);

/* Adds an edge; *edge is its row. Graphs that hold both kinds of edges become directed, with each undirected
 * edge in both directions, and that is noted. Errors: E_MEM, E_LIMIT. */
REL_CHECKED
rel_status rel_import_edge(rel_import *imp, rel_vid source, rel_vid target, bool directed, int64_t *edge);
int64_t rel_import_edges(const rel_import *imp);
/* A graph without edges is directed unless this says otherwise. */
void rel_import_default_directed(rel_import *imp, bool directed);

/* The column of that name, added when it is new; a type that is not ANY is kept from the call that first
 * gives one. Names are compared exactly. Errors: E_MEM, E_LIMIT (1024 columns in a table). */
REL_CHECKED
rel_status rel_import_column(rel_import *imp, rel_import_table table, rel_str name, rel_import_type type,
                             int *column);
/* Sets a value; the text is copied, made valid UTF-8 and safe for XML. A second value for the same place
 * replaces the first. An empty text counts as missing. line: where it stands, 0 when lines mean nothing.
 * Errors: E_MEM. */
REL_CHECKED
rel_status rel_import_set(rel_import *imp, rel_import_table table, int column, int64_t row, rel_str text,
                          int64_t line);
REL_CHECKED
rel_status rel_import_set_number(rel_import *imp, rel_import_table table, int column, int64_t row,
                                 double value);
REL_CHECKED
rel_status rel_import_set_whole(rel_import *imp, rel_import_table table, int column, int64_t row,
                                int64_t value);
/* For vertices or edges without a value of their own: GraphML's and GEXF's <default>. */
REL_CHECKED
rel_status rel_import_default(rel_import *imp, rel_import_table table, int column, rel_str text);
/* The value that was set, missing when there is none; valid until the next is set. */
rel_str rel_import_get(const rel_import *imp, rel_import_table table, int column, int64_t row);

typedef struct rel_import_rules {
    /* Ids are mere numbers, and the attribute `label`, else `name`, is the better name when every vertex has
     * one of its own. The id is kept as attribute `id` then. Else ids are names, but n0, n1, ... in order
     * count as numbers, too (`name` is tried before `label`), and nothing is kept of them. */
    bool labels_name;
    /* relais wrote the file: what only its writers added is taken out again (prefixes of columns, labels that
     * repeat a name, colours of layers). */
    bool own;
    int directions; /* REL_BUILD_... */
} rel_import_rules;

/* Weight: the edge attribute weight (or edge weight, value), 1 where it is missing, which is noted; when any
 * of its values is a word, every edge counts as 1, the attribute is one like any other, and that is noted.
 * Layers: the first of the edge attributes kind, layer, type, edge label, label whose every value is the word
 * of a layer (others that say the same are left out); else numeric edge attributes that bear such words.
 * Columns called first_time, last_time, first_seen, last_seen, created that hold nothing but ISO 8601 times
 * become UTC seconds. Parallel edges are summed; of their other attributes the first edge's stays
 * (first_time, first_seen: the earliest, last_time, last_seen: the latest; act_times: all). Undirected graphs
 * keep no edge attributes. What is left out is noted. Frees nothing. Errors: E_DATA (no vertices), E_MEM,
 * E_LIMIT, E_STOPPED. */
REL_CHECKED
rel_status rel_import_graph(rel_ctx *ctx, rel_import *imp, const rel_import_rules *rules, rel_graph *g);

#endif
