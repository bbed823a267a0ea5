#include "src/insight/authority.h"

#include <inttypes.h>
#include <math.h>

#include "src/insight/scoring.h"

/* counts[off[v] .. off[v + 1]) becomes the shares of each post of v. */
static void by_account(const rel_post_shares_list *posts, rel_vid n, int64_t *off, uint32_t *counts)
{
    for (int64_t i = 0; i < posts->count; i++) off[posts->post[i].author + 1]++;
    for (rel_vid v = 0; v < n; v++) off[v + 1] += off[v];
    /* off[v] runs to the end of v's part, which is the start of the next one's: moved back by one below. */
    for (int64_t i = 0; i < posts->count; i++) counts[off[posts->post[i].author]++] = posts->post[i].shares;
    for (rel_vid v = n; v > 0; v--) off[v] = off[v - 1];
    off[0] = 0;
}

/* at[k] counts the posts with k shares, k cut at the number of posts, which h cannot pass; left zero. */
static int64_t h_of(const uint32_t *shares, int64_t posts, uint32_t *at)
{
    int64_t h = posts, enough;
    for (int64_t i = 0; i < posts; i++) at[shares[i] < posts ? shares[i] : posts]++;
    for (enough = at[h]; enough < h; enough += at[h]) h--;
    for (int64_t k = 0; k <= posts; k++) at[k] = 0;
    return h;
}

static rel_status h_indices(rel_ctx *ctx, const rel_post_shares_list *posts, rel_vid n, double *h_index)
{
    rel_status st;
    int64_t *off, most = 0;
    uint32_t *counts, *at;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &off, (size_t)n + 1, sizeof *off, "posts of accounts"));
    REL_TRY(rel_scratch_unset(ctx, &counts, (size_t)posts->count, sizeof *counts, "shares of posts"));
    by_account(posts, n, off, counts);
    for (rel_vid v = 0; v < n; v++)
        if (off[v + 1] - off[v] > most) most = off[v + 1] - off[v];
    REL_TRY(rel_scratch(ctx, &at, (size_t)most + 1, sizeof *at, "posts by their shares"));
    for (rel_vid v = 0; v < n; v++) {
        const int64_t own = off[v + 1] - off[v];
        h_index[v] = own ? (double)h_of(counts + off[v], own, at) : NAN;
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status per_own_post(rel_ctx *ctx, const rel_post_shares_list *posts, rel_vid n, double *per_post)
{
    rel_status st;
    int64_t *own;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &own, n, sizeof *own, "posts of accounts"));
    for (rel_vid v = 0; v < n; v++) per_post[v] = 0;
    for (int64_t i = 0; i < posts->count; i++) {
        const rel_post_shares *p = &posts->post[i];
        if (!p->own) continue;
        own[p->author]++;
        per_post[p->author] += p->shares;
    }
    for (rel_vid v = 0; v < n; v++) per_post[v] = own[v] ? per_post[v] / (double)own[v] : NAN;
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_authority(rel_ctx *ctx, const rel_post_shares_list *posts, rel_vid n, double *per_post,
                         double *h_index)
{
    rel_status st = REL_OK;
    if (per_post) REL_TRY(per_own_post(ctx, posts, n, per_post));
    if (h_index) st = h_indices(ctx, posts, n, h_index);
out:
    return st;
}

/* -------- the provider of the criteria -------- */

static rel_status check_source(rel_ctx *ctx, const rel_source *s)
{
    if (!s || s->kind != REL_SOURCE_WORKSPACE)
        return rel_fail(ctx, REL_E_USAGE, "shares by post are counted in a workspace, '%s' is none",
                        s ? s->path : "this graph");
    if (!(s->projection.layer_weight[REL_KIND_SHARE] > 0))
        return rel_fail(ctx, REL_E_USAGE,
                        "shares by post need the layer 'share', which '--layers' leaves out");
    return REL_OK;
}

rel_status rel_score_shares(rel_ctx *ctx, rel_scoring *s)
{
    rel_status st;
    rel_workspace *w = NULL;
    rel_post_shares_list posts = {0};
    REL_TRY(check_source(ctx, s->source));
    const rel_projection_opts *o = &s->source->projection;
    REL_TRY(rel_workspace_open(ctx, s->source->path, REL_WORKSPACE_READ, &w));
    REL_TRY(rel_post_shares_read(ctx, w, &s->g->names, o->since, o->until, &posts));
    if (posts.without_post)
        rel_note(ctx, "left out: %" PRId64 " (shares whose post is not known)", posts.without_post);
    st =
        rel_authority(ctx, &posts, s->g->n, s->score[REL_BY_SHARES_PER_POST], s->score[REL_BY_SHARE_H_INDEX]);
out:
    rel_post_shares_free(&posts);
    rel_workspace_close(w);
    return st;
}
