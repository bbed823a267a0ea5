/* Cards of communities on standard output. */
#ifndef REL_CLI_COMMUNITIES_CARDS_H
#define REL_CLI_COMMUNITIES_CARDS_H

#include "src/cli/communities_args.h"
#include "src/insight/community_card.h"

/* The cards that were wanted, in the form that the user asked for: for eyes, one object a line, or a CSV row
 * each. */
REL_CHECKED
rel_status rel_communities_cards(rel_cli *cli, const rel_graph *g, const rel_cards *cards);
/* Each form by itself. */
REL_CHECKED
rel_status rel_communities_cards_eyes(rel_cli *cli, const rel_graph *g, const rel_cards *cards);
REL_CHECKED
rel_status rel_communities_cards_json(rel_cli *cli, const rel_graph *g, const rel_cards *cards);
REL_CHECKED
rel_status rel_communities_cards_csv(rel_cli *cli, const rel_graph *g, const rel_cards *cards);

#endif
