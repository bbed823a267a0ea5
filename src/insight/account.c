#include "src/insight/account.h"

#include <stdio.h>

enum { NAME_MAX_BYTES = 256, NEAR_MAX = 2 };

static bool same_nocase(rel_str a, rel_str b)
{
    char terminated[NAME_MAX_BYTES];
    if (a.len != b.len || a.len >= sizeof terminated) return false;
    memcpy(terminated, a.s, a.len);
    terminated[a.len] = '\0';
    return rel_str_is_nocase(b, terminated);
}

/* The handle nearest to a misspelt one; missing when none is near. */
static rel_str nearest_handle(const rel_graph *g, rel_str text)
{
    const rel_attribute *handle = rel_attribute_find(&g->vertex_attributes, "handle");
    rel_str best = REL_STR_MISSING;
    char wanted[NAME_MAX_BYTES], each[NAME_MAX_BYTES];
    int least = NEAR_MAX + 1;
    if (!handle || handle->type != REL_ATTRIBUTE_TEXT) return best;
    snprintf(wanted, sizeof wanted, "%.*s", REL_STR_ARG(text));
    for (rel_vid v = 0; v < g->n; v++) {
        const rel_str h = rel_attribute_text(handle, v);
        if (!h.s || h.len > text.len + NEAR_MAX || text.len > h.len + NEAR_MAX) continue;
        snprintf(each, sizeof each, "%.*s", REL_STR_ARG(h));
        const int d = rel_str_distance(wanted, each);
        if (d >= least) continue;
        least = d;
        best = h;
    }
    return best;
}

static rel_status nobody(rel_ctx *ctx, const rel_graph *g, rel_str text)
{
    char room[REL_NAME_NUMBER_TEXT];
    rel_str bare = text;
    if (bare.len && *bare.s == '@') bare = (rel_str){bare.s + 1, bare.len - 1};
    const rel_str handle = memchr(text.s, ':', text.len) ? REL_STR_MISSING : nearest_handle(g, bare);
    if (handle.s) {
        rel_fail(ctx, REL_E_DATA, "no account '%.*s' in this graph", REL_STR_ARG(text));
        return rel_hint(ctx, "did you mean '%.*s'?", REL_STR_ARG(handle));
    }
    const rel_vid near = rel_names_nearest(&g->names, text);
    rel_fail(ctx, REL_E_DATA, "no account '%.*s' in this graph", REL_STR_ARG(text));
    if (near == REL_VID_NONE) return ctx->status;
    const rel_str name = rel_names_get(&g->names, near, room);
    return rel_hint(ctx, "did you mean '%.*s'?", REL_STR_ARG(name));
}

/* Handles are few enough letters to compare one after another: a graph of a million accounts takes
 * milliseconds. */
static rel_status find_handle(rel_ctx *ctx, const rel_graph *g, rel_str text, rel_vid *v)
{
    const rel_attribute *handle = rel_attribute_find(&g->vertex_attributes, "handle");
    rel_str bare = text;
    char room[REL_NAME_NUMBER_TEXT], other[REL_NAME_NUMBER_TEXT];
    if (bare.len && *bare.s == '@') bare = (rel_str){bare.s + 1, bare.len - 1};
    *v = REL_VID_NONE;
    if (!handle || handle->type != REL_ATTRIBUTE_TEXT) {
        *v = rel_names_find(&g->names, bare);
        return *v == REL_VID_NONE ? nobody(ctx, g, text) : REL_OK;
    }
    for (rel_vid u = 0; u < g->n; u++) {
        if (!same_nocase(bare, rel_attribute_text(handle, u))) continue;
        if (*v == REL_VID_NONE) {
            *v = u;
            continue;
        }
        const rel_str a = rel_names_get(&g->names, *v, room), b = rel_names_get(&g->names, u, other);
        rel_fail(ctx, REL_E_USAGE, "several accounts have the handle '%.*s'", REL_STR_ARG(text));
        return rel_hint(ctx, "say which one: '%.*s' or '%.*s'", REL_STR_ARG(a), REL_STR_ARG(b));
    }
    return *v == REL_VID_NONE ? nobody(ctx, g, text) : REL_OK;
}

rel_status rel_account_find(rel_ctx *ctx, const rel_graph *g, rel_str text, rel_vid *v)
{
    *v = rel_names_find(&g->names, text);
    return *v == REL_VID_NONE ? find_handle(ctx, g, text, v) : REL_OK;
}

rel_status rel_account_mark(rel_ctx *ctx, const rel_graph *g, const char *list, double *jump, int64_t *found)
{
    rel_status st = REL_OK;
    rel_str rest = rel_str_of(list);
    *found = 0;
    while (rest.s) {
        rel_vid v;
        const rel_str one = rel_str_trim(rel_str_cut(&rest, ','));
        if (!one.len) continue;
        REL_TRY(rel_account_find(ctx, g, one, &v));
        *found += jump[v] == 0;
        jump[v] = 1;
    }
    if (!*found) st = rel_fail(ctx, REL_E_USAGE, "'%s' names no account", list);
out:
    return st;
}

rel_str rel_handle_of(const rel_graph *g, rel_vid v)
{
    const rel_attribute *a = rel_attribute_find(&g->vertex_attributes, "handle");
    return a && a->type == REL_ATTRIBUTE_TEXT ? rel_attribute_text(a, v) : REL_STR_MISSING;
}

rel_str rel_called(const rel_graph *g, rel_vid v, char room[REL_NAME_NUMBER_TEXT])
{
    const rel_attribute *label = rel_attribute_find(&g->vertex_attributes, "label");
    rel_str handle = rel_handle_of(g, v);
    if (!handle.len && label && label->type == REL_ATTRIBUTE_TEXT) handle = rel_attribute_text(label, v);
    return handle.len ? handle : rel_names_get(&g->names, v, room);
}
