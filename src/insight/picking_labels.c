#include "src/insight/picking_labels.h"

#include <inttypes.h>
#include <stdio.h>

#include "src/base/i18n.h"
#include "src/base/sort.h"
#include "src/insight/community_card.h"

/* Beyond, reading what everybody says takes longer than a name is worth. */
#define LABELS_ARCS_MAX 5000000

enum { ROOM = 128 };

static rel_status keep(rel_ctx *ctx, rel_str text, rel_str *label)
{
    char *copy = NULL;
    const rel_status st = rel_scratch(ctx, &copy, text.len + 1, 1, "names of communities");
    if (st != REL_OK) return st;
    memcpy(copy, text.s, text.len);
    *label = (rel_str){copy, text.len};
    return REL_OK;
}

static bool is_number(rel_str name)
{
    int64_t x;
    return rel_str_to_i64(name, &x);
}

static rel_status by_name(rel_ctx *ctx, const rel_picking_groups *x, rel_str *label)
{
    rel_status st = REL_OK;
    char text[ROOM];
    for (int32_t c = 0; c < x->count; c++) {
        if (!is_number(x->name[c])) {
            label[c] = x->name[c];
            continue;
        }
        snprintf(text, sizeof text, _("community %.*s"), REL_STR_ARG(x->name[c]));
        REL_TRY(keep(ctx, rel_str_of(text), &label[c]));
    }
out:
    return st;
}

/* Communities as cards want them: the largest first, and who is in none in one more. */
static rel_status number_by_size(rel_ctx *ctx, const rel_picking_groups *x, rel_vid n, rel_vid *community,
                                 int32_t **at, rel_vid *count)
{
    rel_status st;
    rel_sort_item *order = NULL;
    int64_t without = n;
    REL_TRY(rel_scratch(ctx, &order, (size_t)x->count + 1, sizeof *order, "communities"));
    REL_TRY(rel_scratch(ctx, at, (size_t)x->count + 1, sizeof **at, "communities"));
    for (int32_t c = 0; c < x->count; c++) {
        order[c] = (rel_sort_item){~(uint64_t)x->accounts[c], (uint64_t)c};
        without -= x->accounts[c];
    }
    *count = (rel_vid)x->count + (without > 0);
    order[x->count] = (rel_sort_item){~(uint64_t)without, (uint64_t)x->count};
    REL_TRY(rel_sort_radix(ctx, order, *count));
    for (rel_vid i = 0; i < *count; i++) (*at)[order[i].value] = (int32_t)i;
    for (rel_vid v = 0; v < n; v++) community[v] = (rel_vid)(*at)[x->group[v] < 0 ? x->count : x->group[v]];
out:
    return st;
}

static rel_status by_talk(rel_ctx *ctx, const rel_source *source, const rel_picking_groups *x, rel_str *label)
{
    rel_status st;
    rel_vid *community = NULL, count = 0;
    int32_t *at = NULL;
    rel_cards cards;
    const rel_graph *g = &source->graph;
    REL_TRY(rel_scratch_unset(ctx, &community, g->n, sizeof *community, "communities"));
    REL_TRY(number_by_size(ctx, x, g->n, community, &at, &count));
    REL_TRY(rel_cards_make(ctx, g, community, count, source, count, &cards));
    for (int32_t c = 0; c < x->count; c++) label[c] = cards.label[at[c]];
out:
    return st;
}

rel_status rel_picking_labels(rel_ctx *ctx, const rel_source *source, const rel_picking_groups *x,
                              rel_str **label)
{
    rel_status st;
    REL_TRY(rel_scratch(ctx, label, (size_t)x->count, sizeof **label, "names of communities"));
    const bool talks = source->kind == REL_SOURCE_WORKSPACE && source->graph.m <= LABELS_ARCS_MAX;
    st = talks ? by_talk(ctx, source, x, *label) : by_name(ctx, x, *label);
out:
    return st;
}
