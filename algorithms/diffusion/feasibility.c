#include "algorithms/diffusion/feasibility.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "algorithms/diffusion/pick_room.h"
#include "src/base/i18n.h"
#include "src/base/str.h"

enum { NAMED_MAX = 6 };
static const double COST_END = 4e12;

typedef enum rule_kind { RULE_LEAST, RULE_MOST, RULE_COUNT, RULE_BUDGET, RULE_INCLUDED } rule_kind;

typedef enum rule_state { RULE_KEPT, RULE_TRIED, RULE_DROPPED } rule_state;

/* One rule that a person would name. */
typedef struct rule {
    rule_kind kind;
    int quota;
    int32_t group; /* -1: the same number for all groups */
    rule_state state;
} rule;

typedef struct check {
    rel_ctx *ctx;
    const rel_pick_rules *rules;
    rel_pick_room room;
    rule *rule;
    int64_t count;
    rel_group_name_fn *group_name;
    const void *user;
} check;

static rel_status check_costs(rel_ctx *ctx, rel_vid n, const rel_pick_rules *r)
{
    if (!(r->budget >= 0 && r->budget < COST_END))
        return rel_fail(ctx, REL_E_USAGE, "budget %g: expected a number from 0 to 4e12", r->budget);
    for (rel_vid v = 0; r->cost && v < n; v++)
        if (!isnan(r->cost[v]) && !(r->cost[v] >= 0 && r->cost[v] < COST_END))
            return rel_fail(ctx, REL_E_USAGE,
                            "cost of account %" PRIu32 ": expected a number from 0 to 4e12, found %g", v,
                            r->cost[v]);
    return REL_OK;
}

static rel_status check_groups(rel_ctx *ctx, rel_vid n, const rel_pick_rules *r)
{
    for (int q = 0; q < r->quotas; q++)
        for (rel_vid v = 0; v < n; v++)
            if (r->quota[q].group[v] < -1 || r->quota[q].group[v] >= r->quota[q].groups)
                return rel_fail(ctx, REL_E_USAGE,
                                "quota '%s': account %" PRIu32 " is in group %" PRId32 " of %" PRId32,
                                r->quota[q].name, v, r->quota[q].group[v], r->quota[q].groups);
    return REL_OK;
}

static rel_status check_included(rel_ctx *ctx, rel_vid n, const rel_pick_rules *r, rel_pick_room *room)
{
    rel_status st = REL_OK;
    for (int64_t i = 0; i < r->includes && st == REL_OK; i++) {
        const rel_vid v = r->included[i];
        if (v >= n || (room->out[v] & REL_OUT_BARRED))
            st = rel_fail(ctx, REL_E_USAGE, "account %" PRIu32 " is included and may not be picked", v);
        else if (room->out[v] & REL_OUT_PICKED)
            st = rel_fail(ctx, REL_E_USAGE, "account %" PRIu32 " is included twice", v);
        else
            room->out[v] |= REL_OUT_PICKED;
    }
    return st;
}

static rel_status add(check *c, size_t *room, rule_kind kind, int quota, int32_t group)
{
    const rel_status st = rel_grow(c->ctx, &c->rule, room, (size_t)c->count + 1, sizeof *c->rule, "rules");
    if (st == REL_OK) c->rule[c->count++] = (rule){.kind = kind, .quota = quota, .group = group};
    return st;
}

/* The limits of a quota: one rule when all groups have the same, else one for each that has any. */
static rel_status add_limits(check *c, size_t *room, rule_kind kind, int q, const int64_t *limit,
                             int64_t none)
{
    const int32_t groups = c->rules->quota[q].groups;
    bool same = groups > 1 && limit;
    for (int32_t g = 0; same && g < groups; g++) same = limit[g] == limit[0] && limit[g] > none;
    if (same) return add(c, room, kind, q, -1);
    for (int32_t g = 0; limit && g < groups; g++)
        if (limit[g] > none) {
            const rel_status st = add(c, room, kind, q, g);
            if (st != REL_OK) return st;
        }
    return REL_OK;
}

static rel_status list_rules(check *c)
{
    rel_status st = REL_OK;
    size_t room = 0;
    const rel_pick_rules *r = c->rules;
    for (int q = 0; q < r->quotas; q++) {
        REL_TRY(add_limits(c, &room, RULE_LEAST, q, r->quota[q].at_least, 0));
        REL_TRY(add_limits(c, &room, RULE_MOST, q, r->quota[q].at_most, -1));
    }
    if (r->includes) REL_TRY(add(c, &room, RULE_INCLUDED, 0, 0));
    if (r->count || !(r->budget > 0)) REL_TRY(add(c, &room, RULE_COUNT, 0, 0));
    if (r->budget > 0) REL_TRY(add(c, &room, RULE_BUDGET, 0, 0));
out:
    return st;
}

static void drop_limit(check *c, const rule *x)
{
    const int64_t first = c->room.first[x->quota], groups = c->rules->quota[x->quota].groups;
    for (int64_t g = 0; g < groups; g++) {
        if (x->group >= 0 && x->group != g) continue;
        if (x->kind == RULE_LEAST)
            c->room.least[first + g] = 0;
        else
            c->room.most[first + g] = INT64_MAX;
    }
}

/* Whether the rules that are not dropped can be obeyed. */
static rel_status try_rules(check *c, bool *feasible)
{
    bool included = c->rules->includes > 0;
    rel_pick_room_reset(&c->room);
    for (int64_t i = 0; i < c->count; i++) {
        const rule *x = &c->rule[i];
        if (x->state == RULE_KEPT) continue;
        if (x->kind == RULE_COUNT)
            c->room.count_left = c->room.n;
        else if (x->kind == RULE_BUDGET)
            c->room.budget_left = INT64_MAX;
        else if (x->kind == RULE_INCLUDED)
            included = false;
        else
            drop_limit(c, x);
    }
    for (int64_t i = 0; included && i < c->rules->includes; i++)
        rel_pick_put(&c->room, c->rules->included[i]);
    return rel_pick_complete(&c->room, feasible);
}

/* Drops the rules from i to end for good if what is left still cannot be obeyed. */
static rel_status try_without(check *c, int64_t i, int64_t end)
{
    bool feasible = false, any = false;
    for (int64_t j = i; j < end; j++)
        if (c->rule[j].state == RULE_KEPT) {
            c->rule[j].state = RULE_TRIED;
            any = true;
        }
    const rel_status st = any ? try_rules(c, &feasible) : REL_OK;
    for (int64_t j = i; j < end; j++)
        if (c->rule[j].state == RULE_TRIED) c->rule[j].state = feasible ? RULE_KEPT : RULE_DROPPED;
    return st;
}

/* Drops rules, many at a time, then few, then one by one, as long as what is left cannot be obeyed. */
static rel_status drop_rules(check *c)
{
    for (int64_t size = c->count; size > 0; size /= 2)
        for (int64_t i = 0; i < c->count; i += size) {
            const rel_status st = try_without(c, i, i + size < c->count ? i + size : c->count);
            if (st != REL_OK) return st;
        }
    return REL_OK;
}

/* "'at least 8 of lang fr'", "20 picks". */
static rel_status add_words(const check *c, const rule *x, rel_buf *b)
{
    const rel_pick_rules *r = c->rules;
    if (x->kind == RULE_COUNT)
        return rel_buf_printf(c->ctx, b,
                              rel_plural("%" PRId64 " pick", "%" PRId64 " picks", (unsigned long)r->count),
                              r->count);
    if (x->kind == RULE_BUDGET) return rel_buf_printf(c->ctx, b, _("a budget of %.15g"), r->budget);
    if (x->kind == RULE_INCLUDED)
        return rel_buf_printf(c->ctx, b,
                              rel_plural("%" PRId64 " included account", "%" PRId64 " included accounts",
                                         (unsigned long)r->includes),
                              r->includes);
    const rel_quota *q = &r->quota[x->quota];
    const int64_t *limit = x->kind == RULE_LEAST ? q->at_least : q->at_most;
    if (x->group < 0)
        return rel_buf_printf(c->ctx, b,
                              x->kind == RULE_LEAST ? _("'at least %" PRId64 " per %s'")
                                                    : _("'at most %" PRId64 " per %s'"),
                              limit[0], q->name);
    char number[16];
    const char *name = c->group_name ? c->group_name(c->user, x->quota, x->group) : NULL;
    snprintf(number, sizeof number, "%" PRId32, x->group);
    return rel_buf_printf(c->ctx, b,
                          x->kind == RULE_LEAST ? _("'at least %" PRId64 " of %s %s'")
                                                : _("'at most %" PRId64 " of %s %s'"),
                          limit[x->group], q->name, name ? name : number);
}

/* The rules that are left: limits first, then what all are picked from. */
static rel_status say_conflict(const check *c, rel_buf *b)
{
    rel_status st = REL_OK;
    int64_t left = 0, limits = 0, said = 0;
    for (int64_t i = 0; i < c->count; i++) {
        left += c->rule[i].state == RULE_KEPT;
        limits += c->rule[i].state == RULE_KEPT && c->rule[i].kind <= RULE_MOST;
    }
    for (int64_t i = 0; i < c->count; i++) {
        const rule *x = &c->rule[i];
        if (x->state != RULE_KEPT) continue;
        if (said == NAMED_MAX && left > NAMED_MAX + 1)
            return rel_buf_printf(c->ctx, b, _(" and %" PRId64 " more"), left - said);
        if (said && said == limits)
            REL_TRY(rel_buf_puts(c->ctx, b, _(" with ")));
        else if (said)
            REL_TRY(rel_buf_puts(c->ctx, b, said == left - 1 || said == limits - 1 ? _(" and ") : ", "));
        REL_TRY(add_words(c, x, b));
        said++;
    }
out:
    return st;
}

/* How many may be picked from the group of the only rule that is left, or -1 when there are others. */
static int64_t only_so_many(const check *c)
{
    const rule *only = NULL;
    for (int64_t i = 0; i < c->count; i++) {
        if (c->rule[i].state != RULE_KEPT) continue;
        if (only || c->rule[i].kind != RULE_LEAST || c->rule[i].group < 0) return -1;
        only = &c->rule[i];
    }
    int64_t there = 0;
    for (rel_vid v = 0; only && v < c->room.n; v++)
        there += !(c->room.out[v] & REL_OUT_BARRED) && c->rules->quota[only->quota].group[v] == only->group;
    return only ? there : -1;
}

static rel_status explain(check *c)
{
    rel_status st;
    rel_buf words = {0};
    REL_TRY(drop_rules(c));
    REL_TRY(say_conflict(c, &words));
    const int64_t there = only_so_many(c);
    if (there >= 0)
        st = rel_fail(c->ctx, REL_E_USAGE, "%s cannot be obeyed: %" PRId64 " may be picked there", words.data,
                      there);
    else
        st = rel_fail(c->ctx, REL_E_USAGE, "the constraints cannot all be obeyed: %s", words.data);
out:
    rel_buf_free(&words);
    return st;
}

rel_status rel_rules_check(rel_ctx *ctx, rel_vid n, const rel_pick_rules *rules,
                           rel_group_name_fn *group_name, const void *user)
{
    rel_status st;
    bool feasible = true;
    check c = {.ctx = ctx, .rules = rules, .group_name = group_name, .user = user};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(check_costs(ctx, n, rules));
    REL_TRY(check_groups(ctx, n, rules));
    REL_TRY(rel_pick_room_make(ctx, n, rules, &c.room));
    REL_TRY(check_included(ctx, n, rules, &c.room));
    REL_TRY(list_rules(&c));
    REL_TRY(try_rules(&c, &feasible));
    if (!feasible) st = explain(&c);
out:
    free(c.rule);
    rel_scratch_release(ctx, mark);
    return st;
}
