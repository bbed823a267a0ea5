/* Languages that accounts write in, where their profiles do not tell. */
#ifndef REL_INGEST_POST_LANGUAGES_H
#define REL_INGEST_POST_LANGUAGES_H

#include "graph/graph.h"
#include "ingest/workspace.h"

/* Fills what is missing in the vertex column "lang" of a graph that was projected from w: the language of
 * most posts that the account wrote, of those that it shared where it wrote none; ties by the word. *found
 * counts the accounts that got one. Cost: one look at every post, a sort by author. Errors: E_USAGE (g is not
 * of this workspace), E_IO, E_DATA, E_MEM. */
REL_CHECKED
rel_status rel_post_languages_attach(rel_ctx *ctx, rel_workspace *w, rel_graph *g, rel_vid *found);

#endif
