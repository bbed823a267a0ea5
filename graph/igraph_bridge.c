#include "graph/igraph_bridge.h"

#include <igraph/igraph.h>
#include <inttypes.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#include "graph/builder.h"
#include "graph/foreign_communities.h"
#include "graph/weights.h"

struct rel_foreign {
    igraph_t graph;
    igraph_vector_int_t types[2]; /* of vertex and of edge columns */
    igraph_strvector_t names[2];
    bool graph_ready;
    int lists; /* of the four lists above, how many are ready */
};

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

/* What igraph said during the call of this thread. */
static _Thread_local char error_words[512], warning_words[512];
static _Thread_local int64_t warning_count;

/* Every level that an error passes calls this; the ones further out have less to say. A sentence with a line
 * is better than one without. */
static void keep_error(const char *reason, const char *file, int line, igraph_error_t code)
{
    (void)file;
    (void)line;
    (void)code;
    const bool has_line = strncmp(reason, "Line ", 5) == 0;
    const bool had_line = strncmp(error_words, "Line ", 5) == 0;
    if (*reason && (!*error_words || (has_line && !had_line)))
        snprintf(error_words, sizeof error_words, "%s", reason);
    IGRAPH_FINALLY_FREE();
}

static void keep_warning(const char *reason, const char *file, int line)
{
    (void)file;
    (void)line;
    if (!warning_count++) snprintf(warning_words, sizeof warning_words, "%s", reason);
}

/* igraph would end the program here. */
static void keep_fatal(const char *reason, const char *file, int line)
{
    fprintf(stderr, "igraph: %s (%s:%d)\n", reason, file, line);
    abort();
}

typedef struct session {
    igraph_error_handler_t *error;
    igraph_warning_handler_t *warning;
    igraph_fatal_handler_t *fatal;
    igraph_attribute_table_t *table;
} session;

static session begin(void)
{
    pthread_mutex_lock(&turn);
    error_words[0] = warning_words[0] = '\0';
    warning_count = 0;
    return (session){igraph_set_error_handler(keep_error), igraph_set_warning_handler(keep_warning),
                     igraph_set_fatal_handler(keep_fatal),
                     igraph_set_attribute_table(&igraph_cattribute_table)};
}

static void end(session s)
{
    igraph_set_attribute_table(s.table);
    igraph_set_fatal_handler(s.fatal);
    igraph_set_warning_handler(s.warning);
    igraph_set_error_handler(s.error);
    pthread_mutex_unlock(&turn);
}

/* -------- layouts -------- */

static igraph_error_t copy_graph(const rel_graph *g, igraph_t *to)
{
    igraph_vector_int_t ends;
    rel_eid at = 0;
    igraph_error_t code = igraph_vector_int_init(&ends, 2 * (g->directed ? g->m : g->m / 2));
    if (code) return code;
    for (rel_vid u = 0; u < g->n; u++)
        for (rel_eid e = g->out.off[u]; e < g->out.off[u + 1]; e++) {
            if (!g->directed && g->out.adj[e] < u) continue;
            VECTOR(ends)[at++] = u;
            VECTOR(ends)[at++] = g->out.adj[e];
        }
    code = igraph_create(to, &ends, g->n, false);
    igraph_vector_int_destroy(&ends);
    return code;
}

static igraph_error_t place_all(const igraph_t *g, rel_foreign_layout layout, rel_vid n, uint64_t seed,
                                igraph_matrix_t *at)
{
    enum { FR_ITERATIONS = 500, KK_ITERATIONS = 50 };
    igraph_rng_seed(igraph_rng_default(), (igraph_uint_t)seed);
    switch (layout) {
    case REL_FOREIGN_LAYOUT_FR:
        return igraph_layout_fruchterman_reingold(g, at, false, FR_ITERATIONS, sqrt((double)n),
                                                  IGRAPH_LAYOUT_NOGRID, NULL, NULL, NULL, NULL, NULL);
    case REL_FOREIGN_LAYOUT_KK:
        return igraph_layout_kamada_kawai(g, at, false, KK_ITERATIONS * (igraph_integer_t)n, 0,
                                          n > 1 ? (double)n : 1, NULL, NULL, NULL, NULL, NULL);
    case REL_FOREIGN_LAYOUT_CIRCLE: break;
    }
    return igraph_layout_circle(g, at, igraph_vss_all());
}

rel_status rel_foreign_layout_make(rel_ctx *ctx, const rel_graph *g, rel_foreign_layout layout, float *x,
                                   float *y)
{
    static const char *const words[] = {
#define X(name, word, most) word,
        REL_FOREIGN_LAYOUT_LIST(X)
#undef X
    };
    static const rel_vid limits[] = {
#define X(name, word, most) most,
        REL_FOREIGN_LAYOUT_LIST(X)
#undef X
    };
    igraph_t copy;
    igraph_matrix_t at;
    if (g->n > limits[layout]) {
        rel_fail(ctx, REL_E_LIMIT, "layout %s: %" PRIu32 " accounts, it takes at most %" PRIu32,
                 words[layout], g->n, limits[layout]);
        return rel_hint(ctx, "the layouts forceatlas2 and linlog have no such limit");
    }
    const session s = begin();
    igraph_error_t code = igraph_matrix_init(&at, 0, 0);
    const bool has_matrix = !code;
    if (!code) code = copy_graph(g, &copy);
    const bool has_graph = !code;
    if (!code) code = place_all(&copy, layout, g->n, ctx->seed, &at);
    for (rel_vid v = 0; !code && v < g->n; v++) {
        x[v] = (float)MATRIX(at, v, 0);
        y[v] = (float)MATRIX(at, v, 1);
    }
    if (has_graph) igraph_destroy(&copy);
    if (has_matrix) igraph_matrix_destroy(&at);
    end(s);
    if (code == IGRAPH_ENOMEM) return rel_fail(ctx, REL_E_MEM, "no memory for layout %s", words[layout]);
    if (code)
        return rel_fail(ctx, REL_E_DATA, "layout %s: igraph refused: %s", words[layout],
                        *error_words ? error_words : igraph_strerror(code));
    return REL_OK;
}

/* -------- reading -------- */

/* The place in "Line 7: words": the line, and the words after it; 0 when the text is not of this kind. */
static int64_t line_of(rel_str text, rel_str *words)
{
    int64_t line;
    rel_str rest = text;
    if (text.len < 5 || memcmp(text.s, "Line ", 5) != 0) return 0;
    const rel_str head = rel_str_cut(&rest, ':');
    if (!rest.s || !rel_str_to_i64((rel_str){head.s + 5, head.len - 5}, &line) || line < 1) return 0;
    *words = rel_str_trim(rest);
    return line;
}

/* igraph's error as ours. */
static rel_status refuse(rel_ctx *ctx, const char *path, const char *format, igraph_error_t code)
{
    rel_str text = rel_str_trim(rel_str_of(error_words)), words;
    while (text.len && (text.s[text.len - 1] == '.' || text.s[text.len - 1] == '\n')) text.len--;
    for (char *p = error_words; *p; p++)
        if (*p == '\n') *p = ' ';
    if (code == IGRAPH_ENOMEM) return rel_fail(ctx, REL_E_MEM, "no memory to read '%s'", path);
    const int64_t line = line_of(text, &words);
    if (line)
        return rel_fail(ctx, REL_E_DATA, "'%s' line %" PRId64 ": not valid %s: %.*s", path, line, format,
                        REL_STR_ARG(words));
    if (!text.len) text = rel_str_of(igraph_strerror(code));
    return rel_fail(ctx, REL_E_DATA, "'%s' is not valid %s: %.*s", path, format, REL_STR_ARG(text));
}

/* Empty lists for the columns of vertices and of edges. */
static igraph_error_t init_lists(rel_foreign *f)
{
    igraph_error_t code = IGRAPH_SUCCESS;
    for (int side = 0; side < 2 && !code; side++) {
        code = igraph_vector_int_init(&f->types[side], 0);
        if (code) break;
        f->lists++;
        code = igraph_strvector_init(&f->names[side], 0);
        if (!code) f->lists++;
    }
    return code;
}

static void destroy_lists(rel_foreign *f)
{
    for (; f->lists > 0; f->lists--) {
        if (f->lists % 2)
            igraph_vector_int_destroy(&f->types[f->lists / 2]);
        else
            igraph_strvector_destroy(&f->names[f->lists / 2 - 1]);
    }
}

static igraph_error_t list_columns(rel_foreign *f)
{
    igraph_vector_int_t graph_types;
    igraph_strvector_t graph_names;
    igraph_error_t code = init_lists(f);
    if (code) return code;
    code = igraph_vector_int_init(&graph_types, 0);
    if (code) return code;
    code = igraph_strvector_init(&graph_names, 0);
    if (!code) {
        code = igraph_cattribute_list(&f->graph, &graph_names, &graph_types, &f->names[0], &f->types[0],
                                      &f->names[1], &f->types[1]);
        igraph_strvector_destroy(&graph_names);
    }
    igraph_vector_int_destroy(&graph_types);
    return code;
}

static igraph_error_t read_format(rel_foreign *f, FILE *in, rel_foreign_format format)
{
    igraph_safelocale_t locale;
    igraph_error_t code = igraph_enter_safelocale(&locale);
    if (code) return code;
    code = format == REL_FOREIGN_GML ? igraph_read_graph_gml(&f->graph, in)
                                     : igraph_read_graph_graphml(&f->graph, in, 0);
    igraph_exit_safelocale(&locale);
    return code;
}

rel_status rel_foreign_read(rel_ctx *ctx, FILE *in, const char *path, rel_foreign_format format,
                            rel_foreign **out, int64_t *warnings)
{
    rel_foreign *f;
    *out = NULL;
    *warnings = 0;
    rel_status st = rel_alloc(ctx, &f, 1, sizeof *f, "a graph of igraph");
    if (st != REL_OK) return st;
    const session s = begin();
    igraph_error_t code = read_format(f, in, format);
    f->graph_ready = !code;
    if (!code) code = list_columns(f);
    end(s);
    if (code) st = refuse(ctx, path, format == REL_FOREIGN_GML ? "GML" : "GraphML", code);
    *warnings = warning_count;
    if (st == REL_OK && warning_count) {
        char *dot = warning_words + strlen(warning_words);
        if (dot > warning_words && dot[-1] == '.') dot[-1] = '\0';
        rel_note(ctx, "'%s': igraph left something out %" PRId64 " times, first: %s", path, warning_count,
                 warning_words);
    }
    if (st != REL_OK) {
        rel_foreign_delete(f);
        return st;
    }
    *out = f;
    return st;
}

void rel_foreign_delete(rel_foreign *f)
{
    if (!f) return;
    const session s = begin();
    destroy_lists(f);
    if (f->graph_ready) igraph_destroy(&f->graph);
    end(s);
    free(f);
}

int64_t rel_foreign_vertices(const rel_foreign *f)
{
    return igraph_vcount(&f->graph);
}

int64_t rel_foreign_edges(const rel_foreign *f)
{
    return igraph_ecount(&f->graph);
}

bool rel_foreign_directed(const rel_foreign *f)
{
    return igraph_is_directed(&f->graph);
}

void rel_foreign_edge(const rel_foreign *f, int64_t i, uint32_t *source, uint32_t *target)
{
    *source = (uint32_t)IGRAPH_FROM(&f->graph, i);
    *target = (uint32_t)IGRAPH_TO(&f->graph, i);
}

int rel_foreign_columns(const rel_foreign *f, bool edges)
{
    return (int)igraph_strvector_size(&f->names[edges]);
}

rel_foreign_column rel_foreign_column_at(const rel_foreign *f, bool edges, int column)
{
    const igraph_integer_t type = VECTOR(f->types[edges])[column];
    return (rel_foreign_column){igraph_strvector_get(&f->names[edges], column),
                                type == IGRAPH_ATTRIBUTE_NUMERIC   ? REL_FOREIGN_NUMBER
                                : type == IGRAPH_ATTRIBUTE_BOOLEAN ? REL_FOREIGN_BOOL
                                                                   : REL_FOREIGN_TEXT};
}

static const char *name_of(const rel_foreign *f, bool edges, int column)
{
    return igraph_strvector_get(&f->names[edges], column);
}

double rel_foreign_number(const rel_foreign *f, bool edges, int column, int64_t i)
{
    const char *name = name_of(f, edges, column);
    return edges ? igraph_cattribute_EAN(&f->graph, name, i) : igraph_cattribute_VAN(&f->graph, name, i);
}

bool rel_foreign_bool(const rel_foreign *f, bool edges, int column, int64_t i)
{
    const char *name = name_of(f, edges, column);
    return edges ? igraph_cattribute_EAB(&f->graph, name, i) : igraph_cattribute_VAB(&f->graph, name, i);
}

rel_str rel_foreign_text(const rel_foreign *f, bool edges, int column, int64_t i)
{
    const char *name = name_of(f, edges, column);
    return rel_str_of(edges ? igraph_cattribute_EAS(&f->graph, name, i)
                            : igraph_cattribute_VAS(&f->graph, name, i));
}

/* -------- communities -------- */

typedef struct foreign_search {
    igraph_t graph;
    igraph_vector_t weight;
    igraph_vector_int_t found;
    bool graph_ready, weight_ready, found_ready;
} foreign_search;

static igraph_error_t take_graph(const rel_graph *g, bool weighted, foreign_search *f)
{
    igraph_vector_int_t ends;
    const rel_eid edges = g->directed ? g->m : g->m / 2;
    igraph_error_t code = igraph_vector_int_init(&ends, 2 * edges);
    if (code) return code;
    rel_eid at = 0;
    code = igraph_vector_init(&f->weight, edges);
    f->weight_ready = !code;
    for (rel_vid u = 0; !code && u < g->n; u++)
        for (rel_eid e = g->out.off[u]; e < g->out.off[u + 1]; e++) {
            if (!g->directed && g->out.adj[e] < u) continue;
            VECTOR(ends)[2 * at] = u;
            VECTOR(ends)[2 * at + 1] = g->out.adj[e];
            VECTOR(f->weight)[at++] = weighted ? (double)g->out.weight[e] : 1;
        }
    if (!code) code = igraph_create(&f->graph, &ends, g->n, g->directed);
    f->graph_ready = !code;
    igraph_vector_int_destroy(&ends);
    return code;
}

/* igraph cuts the tree of merges only where it is given room for both. */
static igraph_error_t walk(foreign_search *f)
{
    igraph_vector_t modularity;
    igraph_matrix_int_t merges;
    igraph_error_t code = igraph_vector_init(&modularity, 0);
    if (code) return code;
    code = igraph_matrix_int_init(&merges, 0, 0);
    if (!code) {
        code = igraph_community_walktrap(&f->graph, &f->weight, REL_WALKTRAP_STEPS, &merges, &modularity,
                                         &f->found);
        igraph_matrix_int_destroy(&merges);
    }
    igraph_vector_destroy(&modularity);
    return code;
}

static igraph_error_t search_foreign(const rel_graph *g, rel_foreign_method method, bool weighted,
                                     uint64_t seed, foreign_search *f)
{
    igraph_real_t length;
    igraph_error_t code = take_graph(g, weighted, f);
    if (code) return code;
    code = igraph_vector_int_init(&f->found, 0);
    f->found_ready = !code;
    if (code) return code;
    if (method == REL_FOREIGN_WALKTRAP) return walk(f);
    igraph_rng_seed(igraph_rng_default(), seed);
    return igraph_community_infomap(&f->graph, &f->weight, NULL, REL_INFOMAP_TRIALS, &f->found, &length);
}

static rel_status check_small(rel_ctx *ctx, const rel_graph *g, const char *name, bool weighted)
{
    const rel_eid edges = g->directed ? g->m : g->m / 2;
    if (g->n > REL_FOREIGN_VERTICES_MAX || edges > REL_FOREIGN_EDGES_MAX) {
        rel_fail(ctx, REL_E_LIMIT,
                 "%s: %" PRIu32 " accounts and %" PRId64 " edges, it takes at most %d and %d", name, g->n,
                 edges, REL_FOREIGN_VERTICES_MAX, REL_FOREIGN_EDGES_MAX);
        return rel_hint(ctx, "the methods leiden, louvain and label-propagation have no such limit");
    }
    return weighted ? rel_graph_check_weights(ctx, g, REL_BUILD_OUT, name) : REL_OK;
}

rel_status rel_foreign_communities(rel_ctx *ctx, const rel_graph *g, rel_foreign_method method, bool weighted,
                                   rel_vid *community)
{
    const char *name = method == REL_FOREIGN_INFOMAP ? "infomap" : "walktrap";
    foreign_search f = {0};
    rel_status st = check_small(ctx, g, name, weighted);
    if (st != REL_OK) return st;
    const session s = begin();
    const igraph_error_t code = search_foreign(g, method, weighted && g->out.weight, ctx->seed, &f);
    for (rel_vid v = 0; !code && v < g->n; v++) community[v] = (rel_vid)VECTOR(f.found)[v];
    if (f.found_ready) igraph_vector_int_destroy(&f.found);
    if (f.graph_ready) igraph_destroy(&f.graph);
    if (f.weight_ready) igraph_vector_destroy(&f.weight);
    end(s);
    if (code == IGRAPH_ENOMEM)
        st = rel_fail(ctx, REL_E_MEM, "no memory for %s", name);
    else if (code)
        st = rel_fail(ctx, REL_E_DATA, "%s: igraph refused: %s", name,
                      *error_words ? error_words : igraph_strerror(code));
    return st;
}
