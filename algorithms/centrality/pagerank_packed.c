#include "algorithms/centrality/pagerank_parts.h"

/* Rows are decoded in pieces; the sums of pieces are added in their order. */
#define HEAR(name, type, gather)                                                                             \
    double name(const rel_pagerank_state *s, const type *carried, rel_vid v)                                 \
    {                                                                                                        \
        rel_packed_cursor c = rel_packed_begin(s->packed, &s->packed->in, v);                                \
        rel_vid from[REL_PACKED_PIECE];                                                                      \
        float weight[REL_PACKED_PIECE];                                                                      \
        const rel_csr piece = {.adj = from, .weight = s->weighted ? weight : NULL};                          \
        double sum = 0;                                                                                      \
        for (int count; (count = rel_packed_next(&c, from, s->weighted ? weight : NULL)) > 0;)               \
            sum += gather(carried, &piece, 0, count);                                                        \
        return sum;                                                                                          \
    }
HEAR(rel_pagerank_packed_float, float, rel_pagerank_gather_float)
HEAR(rel_pagerank_packed_double, double, rel_pagerank_gather_double)
