#include "src/insight/picking_groups.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "ingest/post_languages.h"
#include "src/insight/grouping.h"

enum { NAME_ROOM = 64 };

/* -------- tiers -------- */

const char *rel_tier_word(int tier)
{
    static const char *const words[] = {
#define X(name, word, from) word,
        REL_TIER_LIST(X)
#undef X
    };
    return tier >= 0 && tier < REL_TIER_COUNT ? words[tier] : NULL;
}

rel_tier rel_tier_of(int64_t followers)
{
    static const int64_t from[] = {
#define X(name, word, first) first,
        REL_TIER_LIST(X)
#undef X
    };
    int tier = REL_TIER_NANO;
    if (followers < 0) return REL_TIER_UNKNOWN;
    while (tier < REL_TIER_MEGA && followers >= from[tier + 1]) tier++;
    return (rel_tier)tier;
}

static rel_status alloc_groups(rel_ctx *ctx, rel_vid n, int32_t count, rel_picking_groups *x)
{
    rel_status st;
    x->count = count;
    REL_TRY(rel_scratch_unset(ctx, &x->group, n, sizeof *x->group, "groups"));
    REL_TRY(rel_scratch(ctx, &x->name, (size_t)count, sizeof *x->name, "groups"));
    REL_TRY(rel_scratch(ctx, &x->accounts, (size_t)count, sizeof *x->accounts, "groups"));
out:
    return st;
}

static rel_status make_tiers(rel_ctx *ctx, const rel_graph *g, rel_picking_groups *x)
{
    rel_status st;
    const rel_attribute *followers = rel_attribute_find(&g->vertex_attributes, "followers");
    REL_TRY(alloc_groups(ctx, g->n, REL_TIER_COUNT, x));
    for (int t = 0; t < REL_TIER_COUNT; t++) x->name[t] = rel_str_of(rel_tier_word(t));
    for (rel_vid v = 0; v < g->n; v++) {
        const double f = followers ? rel_attribute_f64(followers, v) : NAN;
        x->group[v] = (int32_t)rel_tier_of(f >= 0 ? (f < 1e15 ? (int64_t)f : INT64_MAX) : -1);
        x->accounts[x->group[v]]++;
    }
out:
    return st;
}

/* -------- columns -------- */

static rel_status no_column(rel_ctx *ctx, const rel_graph *g, const char *option, rel_str column)
{
    rel_buf names = {0};
    const rel_attributes *a = &g->vertex_attributes;
    rel_fail(ctx, REL_E_USAGE, "option '%s': no account has anything in a column '%.*s'", option,
             REL_STR_ARG(column));
    rel_status st = rel_buf_puts(ctx, &names, "tier");
    for (int k = 0; k < a->count && st == REL_OK; k++)
        st = rel_buf_printf(ctx, &names, ", %s", a->column[k].name);
    if (st == REL_OK) rel_hint(ctx, "there are: %s", names.data);
    rel_buf_free(&names);
    return ctx->status;
}

static rel_status make_of_labels(rel_ctx *ctx, const rel_labelling *l, rel_picking_groups *x)
{
    rel_status st;
    char *text = NULL;
    REL_TRY(alloc_groups(ctx, l->n, (int32_t)l->count, x));
    REL_TRY(rel_scratch(ctx, &text, l->text.len + l->count, 1, "groups"));
    for (rel_vid c = 0; c < l->count; c++) {
        const rel_str name = rel_labelling_text(l, c);
        memcpy(text, name.s, name.len);
        x->name[c] = (rel_str){text, name.len};
        text += name.len + 1;
    }
    for (rel_vid v = 0; v < l->n; v++) {
        x->group[v] = l->label[v] == REL_VID_NONE ? -1 : (int32_t)l->label[v];
        if (x->group[v] >= 0) x->accounts[x->group[v]]++;
    }
out:
    return st;
}

rel_status rel_picking_groups_make(rel_ctx *ctx, const rel_graph *g, const char *option, rel_str column,
                                   rel_picking_groups *x)
{
    rel_labelling l = {0};
    *x = (rel_picking_groups){0};
    snprintf(x->column, sizeof x->column, "%.*s", REL_STR_ARG(column));
    const bool there = rel_attribute_find(&g->vertex_attributes, x->column) != NULL;
    if (!there && rel_str_is_nocase(column, "tier")) return make_tiers(ctx, g, x);
    if (!there) return no_column(ctx, g, option, column);
    rel_status st = rel_labelling_of_column(ctx, g, x->column, &l);
    if (st == REL_E_USAGE) {
        rel_forgive(ctx);
        st = no_column(ctx, g, option, column);
    }
    if (st == REL_OK) st = make_of_labels(ctx, &l, x);
    rel_labelling_free(&l);
    return st;
}

rel_status rel_picking_group_find(rel_ctx *ctx, const rel_picking_groups *x, const char *option,
                                  rel_str value, int32_t *group)
{
    char wanted[NAME_ROOM], each[NAME_ROOM];
    /* a value of one letter or digit is near to none */
    int least = value.len < 3 ? (int)value.len : 3;
    int32_t near = -1;
    for (*group = 0; *group < x->count; ++*group)
        if (rel_str_eq(x->name[*group], value)) return REL_OK;
    snprintf(wanted, sizeof wanted, "%.*s", REL_STR_ARG(value));
    for (int32_t c = 0; c < x->count; c++) {
        snprintf(each, sizeof each, "%.*s", REL_STR_ARG(x->name[c]));
        const int d = rel_str_distance(wanted, each);
        if (d >= least) continue;
        least = d;
        near = c;
    }
    rel_fail(ctx, REL_E_USAGE, "option '%s': no account has '%s' in the column '%s'", option, wanted,
             x->column);
    return near < 0 ? ctx->status : rel_hint(ctx, "did you mean '%.*s'?", REL_STR_ARG(x->name[near]));
}

/* -------- communities -------- */

static bool has_any(const rel_attribute *a, rel_vid n)
{
    for (rel_vid v = 0; a && v < n; v++)
        if (!rel_attribute_is_missing(a, v)) return true;
    return false;
}

rel_status rel_picking_need_communities(rel_ctx *ctx, rel_graph *g, rel_vid *found)
{
    rel_status st;
    rel_grouping p = {0};
    int64_t *number = NULL;
    const rel_group_opts opts = REL_GROUP_DEFAULTS;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *found = 0;
    if (has_any(rel_attribute_find(&g->vertex_attributes, "community"), g->n)) return REL_OK;
    REL_TRY(rel_group(ctx, g, &opts, &p));
    REL_TRY(rel_scratch_unset(ctx, &number, g->n, sizeof *number, "communities"));
    for (rel_vid v = 0; v < g->n; v++) number[v] = p.community[v];
    REL_TRY(rel_graph_add_vertex_attribute(ctx, g, "community", REL_ATTRIBUTE_I64, number, NULL));
    *found = p.count;
    rel_note(ctx, "no communities are known: found %" PRIu32 " (Leiden)", p.count);
out:
    rel_grouping_free(&p);
    rel_scratch_release(ctx, mark);
    return st;
}

/* -------- languages -------- */

rel_status rel_picking_need_languages(rel_ctx *ctx, rel_source *source)
{
    rel_status st;
    rel_workspace *w = NULL;
    rel_vid found;
    if (source->kind != REL_SOURCE_WORKSPACE) return REL_OK;
    REL_TRY(rel_workspace_open(ctx, source->path, REL_WORKSPACE_READ, &w));
    st = rel_post_languages_attach(ctx, w, &source->graph, &found);
out:
    rel_workspace_close(w);
    return st;
}

/* -------- items -------- */

rel_status rel_picking_item_cut(rel_ctx *ctx, const char *option, bool whole, double high, rel_str *rest,
                                rel_picking_item *item)
{
    const rel_str text = rel_str_trim(rel_str_cut(rest, ','));
    size_t at = text.len;
    while (at > 0 && text.s[at - 1] != '=') at--;
    rel_str left = at ? rel_str_trim((rel_str){text.s, at - 1}) : REL_STR_MISSING;
    const rel_str number = rel_str_trim((rel_str){text.s + at, text.len - at});
    *item = (rel_picking_item){0};
    if (left.len) item->column = rel_str_trim(rel_str_cut(&left, ':'));
    item->value = left.s ? rel_str_trim(left) : REL_STR_MISSING;
    if (!item->column.len || (item->value.s && !item->value.len)) {
        rel_fail(ctx, REL_E_USAGE, "option '%s': '%.*s' is no rule", option, REL_STR_ARG(text));
        return rel_hint(ctx, "say COLUMN=NUMBER or COLUMN:VALUE=NUMBER, as in community=3,lang:fr=8");
    }
    const bool is_number = rel_str_to_f64(number, &item->number) && item->number >= 0 && item->number <= high;
    if (is_number && (!whole || item->number == floor(item->number))) return REL_OK;
    if (whole)
        return rel_fail(ctx, REL_E_USAGE, "option '%s': '%.*s' is not a whole number from 0 to %g", option,
                        REL_STR_ARG(number), high);
    return rel_fail(ctx, REL_E_USAGE, "option '%s': '%.*s' is not a number from 0 to %g", option,
                    REL_STR_ARG(number), high);
}
