#include "src/insight/picking_quotas.h"

#include "src/base/str.h"

#define COUNT_MAX 1e9

enum { OPEN = -1 }; /* nothing was said of this group */

typedef struct side {
    const char *option;
    bool most;
} side;

static rel_status add_column(rel_ctx *ctx, const rel_graph *g, const side *s, rel_str column,
                             rel_picking_quotas *q, int *found)
{
    rel_status st;
    for (*found = 0; *found < q->count; ++*found)
        if (rel_str_is_nocase(column, q->groups[*found].column)) return REL_OK;
    if (q->count == REL_PICKING_QUOTAS)
        return rel_fail(ctx, REL_E_USAGE, "option '%s': more than %d columns", s->option, REL_PICKING_QUOTAS);
    rel_picking_groups *x = &q->groups[q->count];
    REL_TRY(rel_picking_groups_make(ctx, g, s->option, column, x));
    q->quota[q->count++] = (rel_quota){.name = x->column, .group = x->group, .groups = x->count};
out:
    return st;
}

/* The numbers of one side of a quota, OPEN at first. */
static rel_status need_numbers(rel_ctx *ctx, const side *s, rel_picking_quotas *q, int c, int64_t **number)
{
    rel_quota *quota = &q->quota[c];
    int64_t **mine = s->most ? &q->most[c] : &q->least[c];
    *number = *mine;
    if (*mine) return REL_OK;
    const rel_status st = rel_scratch_unset(ctx, mine, (size_t)quota->groups, sizeof **mine, "quotas");
    if (st != REL_OK) return st;
    for (int32_t i = 0; i < quota->groups; i++) (*mine)[i] = OPEN;
    *number = *mine;
    *(s->most ? &quota->at_most : &quota->at_least) = *mine;
    return REL_OK;
}

static rel_status said_twice(rel_ctx *ctx, const side *s, const rel_picking_item *item)
{
    return rel_fail(ctx, REL_E_USAGE, "option '%s': '%.*s%s%.*s' is there twice", s->option,
                    REL_STR_ARG(item->column), item->value.s ? ":" : "", REL_STR_ARG(item->value));
}

/* each[c]: the number for all of column c's groups, OPEN when nothing was said. */
static rel_status take_item(rel_ctx *ctx, const rel_graph *g, const side *s, const rel_picking_item *item,
                            rel_picking_quotas *q, int64_t each[REL_PICKING_QUOTAS])
{
    rel_status st;
    int c;
    int32_t group;
    int64_t *number;
    REL_TRY(add_column(ctx, g, s, item->column, q, &c));
    REL_TRY(need_numbers(ctx, s, q, c, &number));
    if (!item->value.s) {
        if (each[c] != OPEN) return said_twice(ctx, s, item);
        each[c] = (int64_t)item->number;
        return REL_OK;
    }
    REL_TRY(rel_picking_group_find(ctx, &q->groups[c], s->option, item->value, &group));
    if (number[group] != OPEN) return said_twice(ctx, s, item);
    number[group] = (int64_t)item->number;
out:
    return st;
}

static rel_status parse_side(rel_ctx *ctx, const rel_graph *g, const side *s, const char *text,
                             rel_picking_quotas *q)
{
    rel_status st = REL_OK;
    int64_t each[REL_PICKING_QUOTAS];
    rel_str rest = rel_str_of(text);
    for (int c = 0; c < REL_PICKING_QUOTAS; c++) each[c] = OPEN;
    while (rest.s) {
        rel_picking_item item;
        REL_TRY(rel_picking_item_cut(ctx, s->option, true, COUNT_MAX, &rest, &item));
        REL_TRY(take_item(ctx, g, s, &item, q, each));
    }
    for (int c = 0; c < q->count; c++) {
        int64_t *number;
        if (!(s->most ? q->most[c] : q->least[c])) continue;
        REL_TRY(need_numbers(ctx, s, q, c, &number));
        for (int32_t i = 0; i < q->groups[c].count; i++) {
            if (number[i] == OPEN) number[i] = each[c];
            if (number[i] == OPEN && !s->most) number[i] = 0;
        }
    }
out:
    return st;
}

rel_status rel_picking_quotas_parse(rel_ctx *ctx, const rel_graph *g, const char *max_per,
                                    const char *min_per, rel_picking_quotas *q)
{
    const side most = {"--max-per", true}, least = {"--min-per", false};
    *q = (rel_picking_quotas){0};
    const rel_status st = parse_side(ctx, g, &most, max_per, q);
    return st == REL_OK ? parse_side(ctx, g, &least, min_per, q) : st;
}

const char *rel_picking_quota_group(const void *user, int quota, int32_t group)
{
    const rel_picking_quotas *q = user;
    return q->groups[quota].name[group].s;
}
