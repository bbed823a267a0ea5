/* Between the files of `relais card`. */
#ifndef REL_CLI_CARD_ARGS_H
#define REL_CLI_CARD_ARGS_H

#include "src/cli/cli.h"
#include "src/insight/policy.h"

/* What is printed. */
typedef struct rel_card_view {
    rel_cli *cli;
    const rel_graph *g;
    const rel_score_cards *cards;
    const rel_policy *policy;   /* NULL: none */
    const rel_verdict *verdict; /* n; NULL without a policy */
    const rel_vid *order;       /* count accounts in the order of printing */
    int64_t count;
    const int64_t *rank;              /* by vertex, from 1 */
    double *percent[REL_TRAIT_COUNT]; /* n each: among all */
    double *of_size[REL_TRAIT_COUNT]; /* n each: among accounts of similar size */
    int *peers[REL_TRAIT_COUNT];      /* n each: how many those are */
} rel_card_view;

/* A page for each account, for eyes. */
REL_CHECKED
rel_status rel_card_pages(const rel_card_view *w);
/* A row for each account, for eyes. */
REL_CHECKED
rel_status rel_card_table(const rel_card_view *w);
/* All that is known, for programs: an object, or a row. */
REL_CHECKED
rel_status rel_card_json(const rel_card_view *w);
REL_CHECKED
rel_status rel_card_csv(const rel_card_view *w);

/* The words of the signals that an account raises, by ", ", into b, which is emptied. */
REL_CHECKED
rel_status rel_card_signal_words(const rel_card_view *w, rel_vid v, rel_buf *b);
/* The percentile of a trait that the policy weighs, as the score takes it; NaN: it is not known. */
double rel_card_part(const rel_card_view *w, rel_trait t, rel_vid v);

/* `--traits`, `--policies`, `--print-policy`. */
REL_CHECKED
rel_status rel_card_list_traits(rel_cli *cli);
REL_CHECKED
rel_status rel_card_list_policies(rel_cli *cli);
REL_CHECKED
rel_status rel_card_print_policy(rel_cli *cli, const char *name);

#endif
