/* The interactive page: one HTML file with the graph inside, to be opened in a browser from the disk, without
 * a network. Search, filters by community and score, an account's scores and neighbours. */
#ifndef REL_REPORT_PAGE_H
#define REL_REPORT_PAGE_H

#include "graph/graph.h"

/* A browser without a graphics card draws this much. */
enum { REL_PAGE_ACCOUNTS_MAX = 20000, REL_PAGE_EDGES_MAX = 100000, REL_PAGE_SCORES_MAX = 32 };

typedef struct rel_page_score {
    const char *key;     /* "in_degree" */
    const char *title;   /* as people read it, in their language */
    const double *value; /* n of the graph; NaN: this account has none */
    bool low_first;      /* the smallest is the best */
} rel_page_score;

typedef struct rel_page_community {
    int64_t number;   /* as tables call it */
    rel_str label;    /* may be empty */
    rel_str summary;  /* may be missing */
    int64_t accounts; /* in the whole graph, drawn or not */
    uint32_t colour;  /* 0xRRGGBB */
} rel_page_community;

/* Everything is borrowed. */
typedef struct rel_page {
    const rel_graph *graph; /* needs out */
    const float *x, *y;     /* n positions, finite; y grows upwards */
    rel_str title;
    const double *rank; /* n, the larger the better: who is drawn; NaN comes last */
    const rel_page_score *score;
    int scores; /* 1 to REL_PAGE_SCORES_MAX; the first one is that of rank, and says how large accounts are at
                   first */
    const rel_vid *community; /* n places in communities[], REL_VID_NONE: none; NULL: nobody has one */
    const rel_page_community *communities;
    rel_vid community_count;
    int64_t accounts; /* the best by the first score are drawn; 0: as many as a browser draws */
    int64_t edges;    /* likewise the strongest of those between them */
} rel_page;

typedef struct rel_page_result {
    rel_vid accounts;             /* drawn */
    int64_t edges, edges_between; /* drawn; that join drawn accounts */
} rel_page_result;

/* False in a program that was built without Node.js. */
bool rel_page_available(void);

/* Writes the page to path, "-": standard output; what is left out is said in the page. The same bytes for the
 * same data. About 190 kB, 60 bytes an account and 12 an edge. Scratch: 9 bytes an account, 64 an edge
 * between drawn ones. Errors: E_USAGE (built without the page), E_LIMIT (more is asked for than a browser
 * draws), E_IO, E_MEM. */
REL_CHECKED
rel_status rel_page_write(rel_ctx *ctx, const rel_page *page, const char *path, rel_page_result *result);

#endif
