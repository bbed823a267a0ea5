/* Labels of accounts, from a table: what is known of each, such as the community it belongs to. */
#ifndef REL_INGEST_LABELS_H
#define REL_INGEST_LABELS_H

#include "src/base/str.h"

/* In the order of the file. */
typedef struct rel_labels {
    int64_t count;
    int64_t *line;
    size_t *account_end, *label_end; /* in text, where each account stands before its label */
    rel_buf text;
    size_t line_capacity, account_capacity, label_capacity;
} rel_labels;

rel_str rel_labels_account(const rel_labels *l, int64_t i);
rel_str rel_labels_label(const rel_labels *l, int64_t i);
/* Accepts {0}. */
void rel_labels_free(rel_labels *l);

/* Reads a table of rows "account, label", parted by , ; | tab or blanks; lines that are empty or begin with #
 * are passed over. A header is known by its names: account, id, node, name, handle, user, key, vertex; label,
 * community, group, class, cluster, target, department, truth, value. With it there may be further columns,
 * and one named platform turns an account "42" of platform "x" into "x:42". A row with an empty label says
 * nothing of its account. The list is yours: rel_labels_free. Errors: E_IO, E_DATA (with file and line),
 * E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_labels_read(rel_ctx *ctx, const char *path, rel_labels *l);
/* The same of a text in memory; path is for sentences. */
REL_CHECKED
rel_status rel_labels_parse(rel_ctx *ctx, rel_str content, const char *path, rel_labels *l);

#endif
