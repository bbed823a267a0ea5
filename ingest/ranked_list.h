/* Rankings read back: from what `relais rank --json` or `--csv` wrote, or from the tables of a workspace. */
#ifndef REL_INGEST_RANKED_LIST_H
#define REL_INGEST_RANKED_LIST_H

#include "ingest/workspace.h"

/* Best first, as it stands in the file. */
typedef struct rel_ranked_list {
    int64_t count;
    int64_t *rank;
    double *score; /* NaN: none */
    size_t *end;   /* of the account's name in text */
    rel_buf text;
    size_t rank_capacity, score_capacity, end_capacity;
} rel_ranked_list;

rel_str rel_ranked_account(const rel_ranked_list *list, int64_t i);
/* Errors: E_MEM. */
REL_CHECKED
rel_status rel_ranked_add(rel_ctx *ctx, rel_ranked_list *list, rel_str account, int64_t rank, double score);
/* Accepts {0}. */
void rel_ranked_free(rel_ranked_list *list);

/* Whether a file that begins so is a ranking that `relais rank` wrote. */
bool rel_ranked_is_file(const char *first, size_t len);
/* Reads such a file. Of several scores the first counts, by which the
 * accounts are ranked. JSON objects without an
 * account (what a comparison ends with) are passed over. The list is yours: rel_ranked_free. Errors: E_IO,
 * E_DATA (with file and line), E_MEM. */
REL_CHECKED
rel_status rel_ranked_read(rel_ctx *ctx, const char *path, rel_ranked_list *list);

/* Reads the scores that a run stored; run 0: the latest run that stored some by this criterion. *run becomes
 * its number. Errors: E_USAGE (there is none), E_IO, E_DATA, E_MEM. */
REL_CHECKED
rel_status rel_ranked_stored(rel_ctx *ctx, rel_workspace *w, const char *criterion, int64_t *run,
                             rel_ranked_list *list);

#endif
