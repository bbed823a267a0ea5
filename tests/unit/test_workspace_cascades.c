/* Cascades of a workspace: what hangs together, who is in it from when on, and what is left out. */
#include "ingest/cascades.h"
#include "ingest/projection.h"
#include "tests/workspace_kit.h"

static rel_ctx ctx;
static char path[512];

static void post(kit *k, const char *id, rel_account_ref author, int64_t time, rel_post_kind kind,
                 const char *target, const char *conversation)
{
    rel_post_record p = kit_post_record(id, author, time);
    p.kind = kind;
    p.target_id = kit_str(target);
    p.conversation_id = kit_str(conversation);
    rel_batch_add_post(&k->b, &p);
}

static void fill(void)
{
    kit k;
    kit_init(&k, &ctx);
    rel_workspace *w = kit_open(&ctx, kit_fresh("cascades.relais", path), REL_WORKSPACE_CREATE);
    const rel_account_ref a = kit_account(&k, "1", "ann"), b = kit_account(&k, "2", "bob"),
                          c = kit_account(&k, "3", "cat"), d = kit_account(&k, "4", "dan");
    const int64_t t = KIT_NOON;
    /* One post: a reply to it, a reply to the reply, a share of that; an act without a post of its own. */
    post(&k, "p1", a, t, REL_POST_ORIGINAL, NULL, NULL);
    post(&k, "p2", b, t + 10, REL_POST_REPLY, "p1", NULL);
    kit_act(&k, REL_KIND_REPLY, b, a, t + 10, "p2", "p1", NULL);
    post(&k, "p3", c, t + 20, REL_POST_REPLY, "p2", NULL);
    kit_act(&k, REL_KIND_REPLY, c, b, t + 20, "p3", "p2", NULL);
    post(&k, "p4", a, t + 30, REL_POST_SHARE, "p3", NULL); /* ann again: not a second time */
    kit_act(&k, REL_KIND_SHARE, a, c, t + 30, "p4", "p3", NULL);
    kit_act(&k, REL_KIND_SHARE, d, c, t + 40, NULL, "p3", "act-1");
    kit_act(&k, REL_KIND_LIKE, b, c, t + 1, NULL, "p3", "act-2"); /* passes nothing on */
    /* A conversation of which the beginning is not known, earlier than that. */
    post(&k, "q1", d, t - 50, REL_POST_REPLY, "gone", "talk");
    post(&k, "q2", b, t - 60, REL_POST_REPLY, "gone too", "talk");
    /* Alone; without a time; about nothing that is known. */
    post(&k, "r1", c, t + 5, REL_POST_ORIGINAL, NULL, NULL);
    post(&k, "r2", c, REL_TIME_MISSING, REL_POST_ORIGINAL, NULL, NULL);
    kit_act(&k, REL_KIND_MENTION, a, d, t + 7, NULL, NULL, NULL);
    /* A quote that answers another post as well: both conversations are one. */
    post(&k, "s1", d, t + 100, REL_POST_ORIGINAL, NULL, NULL);
    post(&k, "s2", c, t + 110, REL_POST_ORIGINAL, NULL, NULL);
    post(&k, "s3", a, t + 120, REL_POST_QUOTE, "s1", NULL);
    kit_act(&k, REL_KIND_QUOTE, a, d, t + 120, "s3", "s1", NULL);
    kit_act(&k, REL_KIND_REPLY, a, c, t + 120, "s3", "s2", NULL);
    kit_run(&k, w, "one");
    rel_workspace_close(w);
    rel_batch_free(&k.b);
}

/* "a0 b10 | c5": handles' first letters and seconds since noon. */
static const char *shown(const rel_graph *g, const rel_cascades *c)
{
    static char text[1024];
    size_t len = 0;
    const rel_attribute *handle = rel_attribute_find(&g->vertex_attributes, "handle");
    text[0] = 0;
    for (int64_t i = 0; i < c->count; i++) {
        for (int64_t a = c->off[i]; a < c->off[i + 1]; a++)
            len += (size_t)snprintf(text + len, sizeof text - len, "%c%g ",
                                    rel_attribute_text(handle, c->account[a]).s[0],
                                    c->time[a] - (double)KIT_NOON);
        len += (size_t)snprintf(text + len, sizeof text - len, "| ");
    }
    return text;
}

static void read_all(void)
{
    rel_graph g;
    rel_cascades c;
    rel_projection_counts projected;
    rel_workspace_cascade_counts n;
    const rel_projection_opts all = rel_projection_defaults();
    rel_workspace *w = kit_open(&ctx, path, REL_WORKSPACE_READ);
    CHECK_OK(&ctx, rel_project(&ctx, w, &all, &g, &projected));
    CHECK_OK(&ctx, rel_workspace_cascades(&ctx, w, &g.names, REL_TIME_MISSING, REL_TIME_MISSING, &c, &n));
    CHECK_TEXT(shown(&g, &c), "b-60 d-50 | a0 b10 c20 d40 | c5 | d100 c110 a120 | ");
    CHECK(n.cascades == 4 && n.acts == 10 && n.single == 1 && n.repeated == 1);
    CHECK(n.without_time == 1 && n.without_post == 1 && n.outside_period == 0 && n.outside_graph == 0);
    rel_cascades_free(&c);
    CHECK_OK(&ctx, rel_workspace_cascades(&ctx, w, &g.names, KIT_NOON + 5, KIT_NOON + 40, &c, &n));
    CHECK_TEXT(shown(&g, &c), "c5 | b10 c20 a30 | ");
    CHECK(n.outside_period == 7 && n.repeated == 0);
    rel_cascades_free(&c);
    CHECK_TORTURE(&ctx, rel_workspace_cascades(&ctx, w, &g.names, REL_TIME_MISSING, REL_TIME_MISSING, &c, &n),
                  rel_cascades_free(&c));
    rel_graph_free(&g);
    rel_workspace_close(w);
}

/* Only some accounts have edges of the layers chosen. */
static void part_of_the_graph(void)
{
    rel_graph g;
    rel_cascades c;
    rel_projection_counts projected;
    rel_workspace_cascade_counts n;
    rel_projection_opts o = rel_projection_defaults();
    CHECK_OK(&ctx, rel_projection_layers(&ctx, "quote", &o));
    rel_workspace *w = kit_open(&ctx, path, REL_WORKSPACE_READ);
    CHECK_OK(&ctx, rel_project(&ctx, w, &o, &g, &projected));
    CHECK_OK(&ctx, rel_workspace_cascades(&ctx, w, &g.names, REL_TIME_MISSING, REL_TIME_MISSING, &c, &n));
    CHECK_TEXT(shown(&g, &c), "d-50 | a0 d40 | d100 a120 | ");
    CHECK(n.outside_graph == 5);
    rel_cascades_free(&c);
    rel_graph_free(&g);
    rel_workspace_close(w);
}

static void nothing_there(void)
{
    rel_cascades c;
    rel_workspace_cascade_counts n;
    const rel_names nobody = {0};
    rel_workspace *w = kit_open(&ctx, kit_fresh("cascades_none.relais", path), REL_WORKSPACE_CREATE);
    CHECK_OK(&ctx, rel_workspace_cascades(&ctx, w, &nobody, REL_TIME_MISSING, REL_TIME_MISSING, &c, &n));
    CHECK(c.count == 0 && n.cascades == 0);
    rel_cascades_free(&c);
    rel_workspace_close(w);
}

int main(void)
{
    rel_ctx_init(&ctx, 1);
    fill();
    read_all();
    part_of_the_graph();
    nothing_there();
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
