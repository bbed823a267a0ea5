#include "src/insight/learning.h"

#include <math.h>
#include <stdlib.h>

#include "graph/builder.h"
#include "ingest/influence_results.h"
#include "src/base/i18n.h"
#include "src/insight/account_index.h"
#include "src/insight/learning_parts.h"

/* Cascades below which none is held out. */
enum { CASCADES_MIN = 20 };

static const char *const method_words[] = {"em", "bernoulli", "jaccard", "partial-credit", NULL};
static const rel_learning_method methods[] = {REL_LEARN_EM, REL_LEARN_BERNOULLI, REL_LEARN_JACCARD,
                                              REL_LEARN_PARTIAL_CREDIT};

const char *rel_learning_method_word(int i)
{
    return method_words[i];
}

const char *rel_learning_choice_word(int i)
{
    return i == 0 ? "best" : method_words[i - 1];
}

const char *rel_learning_base_word(int i)
{
    static const char *const words[] = {"rate", "weighted-cascade", "accounts", NULL};
    return words[i];
}

/* -------- reading -------- */

static rel_vid find_account(const void *user, rel_str name)
{
    bool several = false;
    const rel_vid v = rel_account_index_find(user, name, &several);
    return several ? REL_VID_NONE : v;
}

static rel_status read_workspace(rel_ctx *ctx, const rel_source *s, rel_cascades *c,
                                 rel_workspace_cascade_counts *counts)
{
    rel_workspace *w = NULL;
    rel_status st = rel_workspace_open(ctx, s->path, REL_WORKSPACE_READ, &w);
    if (st == REL_OK)
        st = rel_workspace_cascades(ctx, w, &s->graph.names, s->projection.since, s->projection.until, c,
                                    counts);
    rel_workspace_close(w);
    return st;
}

static rel_status check_request(rel_ctx *ctx, const rel_source *s, const rel_learning_request *r)
{
    if (r->cascades) return REL_OK;
    if (r->validate || r->test)
        return rel_fail(ctx, REL_E_USAGE, "option '--%s': needs --cascades, the file to learn from",
                        r->test ? "test" : "validate");
    if (s->kind == REL_SOURCE_WORKSPACE) return REL_OK;
    (void)rel_fail(ctx, REL_E_USAGE, "'%s' is a graph file: it holds no cascades", s->path);
    return rel_hint(ctx, "--cascades FILE gives some");
}

typedef struct cascade_sets {
    rel_cascades all, validate, test; /* validate and test: of files of their own */
} cascade_sets;

static rel_status read_all(rel_ctx *ctx, const rel_source *s, const rel_learning_request *r,
                           cascade_sets *sets, rel_learning *l)
{
    rel_status st;
    rel_account_index index;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(check_request(ctx, s, r));
    if (!r->cascades) {
        st = read_workspace(ctx, s, &sets->all, &l->of_workspace);
        goto out;
    }
    REL_TRY(rel_account_index_make(ctx, &s->graph, &index));
    REL_TRY(rel_cascade_file_read(ctx, r->cascades, find_account, &index, &sets->all, &l->of_files));
    if (r->validate)
        REL_TRY(rel_cascade_file_read(ctx, r->validate, find_account, &index, &sets->validate, &l->of_files));
    if (r->test) st = rel_cascade_file_read(ctx, r->test, find_account, &index, &sets->test, &l->of_files);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* -------- parts by time -------- */

/* By the first act; those of a file without dates all begin at 0 and stay in their order. */
static rel_status order_by_beginning(rel_ctx *ctx, rel_cascades *c)
{
    rel_status st;
    rel_sort_item *item = NULL;
    rel_cascades sorted = {0};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &item, (size_t)c->count, sizeof *item, "order of cascades"));
    for (int64_t i = 0; i < c->count; i++)
        item[i] = (rel_sort_item){rel_sort_key_f64(c->time[c->off[i]]), (uint64_t)i};
    REL_TRY(rel_sort_radix(ctx, item, c->count));
    for (int64_t i = 0; i < c->count; i++)
        REL_TRY(rel_cascades_append(ctx, &sorted, c, (int64_t)item[i].value, (int64_t)item[i].value + 1));
    rel_cascades_free(c);
    *c = sorted;
    sorted = (rel_cascades){0};
out:
    rel_cascades_free(&sorted);
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status split_sets(rel_ctx *ctx, const cascade_sets *sets, rel_learning_split *split)
{
    rel_status st;
    const rel_cascades *all = &sets->all;
    const int64_t known = sets->test.count ? all->count : all->count - all->count / 5;
    const int64_t train = sets->validate.count ? known : known - known / 4;
    REL_TRY(rel_cascades_append(ctx, &split->train, all, 0, train));
    REL_TRY(rel_cascades_append(ctx, &split->known, all, 0, known));
    REL_TRY(rel_cascades_append(ctx, &split->validation, all, train, known));
    REL_TRY(rel_cascades_append(ctx, &split->test, all, known, all->count));
    REL_TRY(rel_cascades_append(ctx, &split->validation, &sets->validate, 0, sets->validate.count));
    REL_TRY(rel_cascades_append(ctx, &split->known, &sets->validate, 0, sets->validate.count));
    st = rel_cascades_append(ctx, &split->test, &sets->test, 0, sets->test.count);
out:
    return st;
}

/* The edges that had acted before `time`, and those of which no time is known: they stand. */
static rel_status known_before(rel_ctx *ctx, const rel_graph *g, double time, rel_graph *part)
{
    rel_status st = REL_OK;
    rel_vid *source = NULL, *target = NULL;
    int64_t kept = 0;
    const rel_attribute *first = rel_attribute_find(&g->edge_attributes, "first_time");
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &source, (size_t)g->m, sizeof *source, "edges of a period"));
    REL_TRY(rel_scratch_unset(ctx, &target, (size_t)g->m, sizeof *target, "edges of a period"));
    for (rel_vid v = 0; v < g->n; v++) {
        for (rel_eid e = g->out.off[v]; e < g->out.off[v + 1]; e++) {
            if (first && !rel_attribute_is_missing(first, e) && !((double)first->value.i64[e] < time))
                continue;
            source[kept] = v;
            target[kept++] = g->out.adj[e];
        }
    }
    const rel_edges edges = {.count = kept, .source = source, .target = target};
    st = rel_graph_build(ctx, g->n, &edges, REL_BUILD_DEFAULTS, part);
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static void free_split(rel_learning_split *split)
{
    rel_cascades_free(&split->train);
    rel_cascades_free(&split->validation);
    rel_cascades_free(&split->test);
    rel_cascades_free(&split->known);
    rel_graph_free(&split->before_validation);
    rel_graph_free(&split->before_test);
}

/* -------- the held-out check -------- */

static rel_status count_followed(rel_ctx *ctx, const rel_graph *g, const rel_cascades *c, int64_t *followed)
{
    rel_exposures x = {0};
    const rel_status st = rel_exposures_make(ctx, g, c, 0, &x);
    *followed = x.told;
    rel_exposures_free(&x);
    return st;
}

/* Leaves learning->unchecked with the reason when there is too little. */
static rel_status hold_out(rel_ctx *ctx, const rel_source *s, const rel_learning_request *request,
                           const cascade_sets *sets, rel_learning *l)
{
    rel_status st = REL_OK;
    rel_learning_split split = {0};
    int64_t trained, validated, tested;
    const rel_graph *choosing = &s->graph, *judging = &s->graph;
    l->unchecked = N_("too few cascades");
    if (sets->all.count + sets->validate.count + sets->test.count < CASCADES_MIN) goto out;
    REL_TRY(split_sets(ctx, sets, &split));
    l->train = split.train.count;
    l->validation = split.validation.count;
    l->test = split.test.count;
    if (!request->cascades) {
        choosing = &split.before_validation;
        judging = &split.before_test;
        REL_TRY(known_before(ctx, &s->graph, split.validation.time[0], &split.before_validation));
        REL_TRY(known_before(ctx, &s->graph, split.test.time[0], &split.before_test));
    }
    REL_TRY(count_followed(ctx, choosing, &split.train, &trained));
    REL_TRY(count_followed(ctx, choosing, &split.validation, &validated));
    REL_TRY(count_followed(ctx, judging, &split.test, &tested));
    l->unchecked = N_("too few acts that follow one of somebody known before");
    if (!trained || !validated || !tested) goto out;
    l->unchecked = NULL;
    REL_TRY(rel_learning_choose(ctx, choosing, &split, request, l));
    st = rel_learning_judge(ctx, judging, &split, l);
out:
    free_split(&split);
    return st;
}

/* -------- learning from all -------- */

static void count_explained(const rel_exposures *x, rel_learning *l)
{
    int64_t acts = 0, explained = 0;
    const rel_cascades *c = x->cascades;
    for (int64_t i = 0; i < c->count; i++) {
        for (int64_t a = c->off[i] + 1; a < c->off[i + 1]; a++) {
            acts++;
            explained += x->off[a] < x->off[a + 1];
        }
    }
    l->explained = acts ? (double)explained / (double)acts : (double)NAN;
}

/* The same with every edge turned round: somebody earlier gives attention to the account. */
static rel_status count_reversed(rel_ctx *ctx, const rel_exposures *x, rel_learning *l)
{
    rel_status st;
    const rel_cascades *c = x->cascades;
    uint8_t *in = NULL;
    int64_t acts = 0, explained = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &in, x->g->n, 1, "accounts of a cascade"));
    for (int64_t i = 0; i < c->count; i++) {
        for (int64_t a = c->off[i]; a < c->off[i + 1]; a++) {
            const rel_vid w = c->account[a];
            bool found = false;
            for (int64_t k = x->sender_off[w]; k < x->sender_off[w + 1] && !found; k++)
                found = in[x->receiver[x->sender_edge[k]]];
            in[w] = 1;
            acts += a > c->off[i];
            explained += a > c->off[i] && found;
        }
        for (int64_t a = c->off[i]; a < c->off[i + 1]; a++) in[c->account[a]] = 0;
    }
    l->explained_reversed = acts ? (double)explained / (double)acts : (double)NAN;
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status fall_back(rel_ctx *ctx, const rel_graph *g, rel_learning *l)
{
    l->learned = (rel_learned){.mean_delay = (double)NAN};
    const rel_status st = rel_alloc(ctx, &l->learned.p, (size_t)g->m, sizeof *l->learned.p, "probabilities");
    if (st == REL_OK) rel_weighted_cascade(g, l->learned.p);
    return st;
}

static rel_status learn_all(rel_ctx *ctx, const rel_graph *g, const cascade_sets *sets, rel_learning *l)
{
    rel_status st;
    rel_cascades all = {0};
    rel_exposures plain = {0}, within = {0};
    REL_TRY(rel_cascades_append(ctx, &all, &sets->all, 0, sets->all.count));
    REL_TRY(rel_cascades_append(ctx, &all, &sets->validate, 0, sets->validate.count));
    REL_TRY(rel_exposures_make(ctx, g, &all, 0, &plain));
    l->cascades = all.count;
    l->acts = all.acts;
    l->follows = plain.told;
    l->followed = plain.edges;
    count_explained(&plain, l);
    REL_TRY(count_reversed(ctx, &plain, l));
    REL_TRY(rel_alloc(ctx, &l->trials, (size_t)g->m, sizeof *l->trials, "trials"));
    for (rel_eid e = 0; e < g->m; e++) l->trials[e] = plain.trials[e];
    if (!plain.told) {
        l->fallback = all.count ? N_("no act follows one of somebody that its account gives attention to")
                                : N_("no cascades to learn from");
        st = fall_back(ctx, g, l);
        goto out;
    }
    if (l->way.window > 0) REL_TRY(rel_exposures_make(ctx, g, &all, l->way.window, &within));
    st = rel_learn(ctx, l->way.window > 0 ? &within : &plain, l->way.opts, &l->learned);
out:
    rel_exposures_free(&plain);
    rel_exposures_free(&within);
    rel_cascades_free(&all);
    return st;
}

static rel_learning_way first_way(const rel_learning_request *r)
{
    rel_learning_way way = {
        .opts = REL_LEARNING_DEFAULTS, .window = (double)r->window, .likelihood = (double)NAN};
    for (int i = 0; r->method && method_words[i]; i++)
        if (strcmp(r->method, method_words[i]) == 0) way.opts.method = methods[i];
    if (!isnan(r->prior)) way.opts.prior = r->prior;
    return way;
}

rel_status rel_learning_make(rel_ctx *ctx, const rel_source *source, const rel_learning_request *request,
                             rel_learning *l)
{
    rel_status st;
    cascade_sets sets = {0};
    *l = (rel_learning){.way = first_way(request)};
    REL_TRY(read_all(ctx, source, request, &sets, l));
    REL_TRY(order_by_beginning(ctx, &sets.all));
    REL_TRY(hold_out(ctx, source, request, &sets, l));
    st = learn_all(ctx, &source->graph, &sets, l);
out:
    rel_cascades_free(&sets.all);
    rel_cascades_free(&sets.validate);
    rel_cascades_free(&sets.test);
    if (st != REL_OK) rel_learning_free(l);
    return st;
}

void rel_learning_free(rel_learning *l)
{
    rel_learned_free(&l->learned);
    free(l->trials);
    *l = (rel_learning){0};
}
