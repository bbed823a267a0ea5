/* Criteria: what accounts can be ranked by. Each belongs to a family that is computed at once, by one
 * provider, whichever of its criteria are asked for. */
#ifndef REL_INSIGHT_CRITERIA_H
#define REL_INSIGHT_CRITERIA_H

#include "src/base/str.h"

/* family, word (of --by and JSON), title (of tables), first: which end of the scores is the top */
#define REL_CRITERION_LIST(X)                                                                                \
    X(PAGERANK, PAGERANK, "pagerank", N_("PageRank"), HIGH)                                                  \
    X(DEGREE, DEGREE, "degree", N_("degree"), HIGH)                                                          \
    X(IN_DEGREE, DEGREE, "in_degree", N_("in-degree"), HIGH)                                                 \
    X(OUT_DEGREE, DEGREE, "out_degree", N_("out-degree"), HIGH)                                              \
    X(STRENGTH, DEGREE, "strength", N_("strength"), HIGH)                                                    \
    X(IN_STRENGTH, DEGREE, "in_strength", N_("in-strength"), HIGH)                                           \
    X(OUT_STRENGTH, DEGREE, "out_strength", N_("out-strength"), HIGH)                                        \
    X(HUB, HITS, "hub", N_("hub"), HIGH)                                                                     \
    X(AUTHORITY, HITS, "authority", N_("authority"), HIGH)                                                   \
    X(EIGENVECTOR, EIGENVECTOR, "eigenvector", N_("eigenvector"), HIGH)                                      \
    X(KATZ, EIGENVECTOR, "katz", N_("Katz"), HIGH)                                                           \
    X(BETWEENNESS, BETWEENNESS, "betweenness", N_("betweenness"), HIGH)                                      \
    X(HARMONIC, DISTANCES, "harmonic", N_("harmonic"), HIGH)                                                 \
    X(CLOSENESS, DISTANCES, "closeness", N_("closeness"), HIGH)                                              \
    X(REACH, DISTANCES, "reach", N_("reach"), HIGH)                                                          \
    X(CORE, CORE, "core", N_("core"), HIGH)                                                                  \
    X(TRIANGLES, TRIANGLES, "triangles", N_("triangles"), HIGH)                                              \
    X(CLUSTERING, TRIANGLES, "clustering", N_("clustering"), HIGH)                                           \
    X(CONSTRAINT, CONSTRAINT, "constraint", N_("constraint"), LOW)                                           \
    X(PARTICIPATION, PARTICIPATION, "participation", N_("participation"), HIGH)                              \
    X(LOCAL_BRIDGES, LOCAL_BRIDGES, "local_bridges", N_("local bridges"), HIGH)                              \
    X(RECIPROCITY, RECIPROCITY, "reciprocity", N_("reciprocity"), HIGH)                                      \
    X(COMPONENT_SIZE, COMPONENT_SIZE, "component_size", N_("component size"), HIGH)                          \
    X(SHARES_PER_POST, SHARES, "shares_per_post", N_("shares per post"), HIGH)                               \
    X(SHARE_H_INDEX, SHARES, "share_h_index", N_("share h-index"), HIGH)

typedef enum rel_criterion {
#define X(name, family, word, title, first) REL_BY_##name,
    REL_CRITERION_LIST(X)
#undef X
        REL_CRITERION_COUNT
} rel_criterion;

/* name, provider (see scoring.h), in the order in which they are computed */
#define REL_FAMILY_LIST(X)                                                                                   \
    X(PAGERANK, rel_score_pagerank)                                                                          \
    X(DEGREE, rel_score_degree)                                                                              \
    X(HITS, rel_score_hits)                                                                                  \
    X(EIGENVECTOR, rel_score_eigenvector)                                                                    \
    X(CORE, rel_score_core)                                                                                  \
    X(TRIANGLES, rel_score_triangles)                                                                        \
    X(CONSTRAINT, rel_score_constraint)                                                                      \
    X(PARTICIPATION, rel_score_participation)                                                                \
    X(LOCAL_BRIDGES, rel_score_local_bridges)                                                                \
    X(RECIPROCITY, rel_score_reciprocity)                                                                    \
    X(COMPONENT_SIZE, rel_score_component_size)                                                              \
    X(SHARES, rel_score_shares)                                                                              \
    X(DISTANCES, rel_score_distances)                                                                        \
    X(BETWEENNESS, rel_score_betweenness)

typedef enum rel_family {
#define X(name, provider) REL_FAMILY_##name,
    REL_FAMILY_LIST(X)
#undef X
        REL_FAMILY_COUNT
} rel_family;

/* NULL beyond the last one. */
const char *rel_criterion_word(int criterion);
const char *rel_criterion_title(rel_criterion criterion); /* English, for gettext */
rel_family rel_criterion_family(rel_criterion criterion);
/* True where a small score is the better one (constraint: who is least constrained brokers most). */
bool rel_criterion_low_first(rel_criterion criterion);
/* True where the kernel works on packed rows (graph/packed.h). */
bool rel_criterion_reads_packed(rel_criterion criterion);
/* True where every score is a whole number. */
bool rel_criterion_is_count(rel_criterion criterion);
/* "pagerank,in-degree" into by[], each once; '-' and '_' are the same. Errors: E_USAGE with the nearest word.
 */
REL_CHECKED
rel_status rel_criteria_parse(rel_ctx *ctx, const char *text, rel_criterion by[REL_CRITERION_COUNT],
                              int *count);

#endif
