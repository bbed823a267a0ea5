/* Growth: moves by hand; each period against the source opened with its bounds; threads; warm starts. */
#include <math.h>

#include "ingest/results.h"
#include "src/base/rng.h"
#include "src/insight/growth.h"
#include "tests/workspace_kit.h"

enum { PEOPLE = 60, ACTS = 3000, DAYS = 70 };
static const int64_t START = 19996 * (int64_t)KIT_DAY; /* a Wednesday */

static rel_ctx ctx;
static kit k;
static char path[512];

/* -------- the moves of a small story -------- */

static void add_share(const char *from, const char *to, int64_t day)
{
    const rel_account_ref a = kit_account(&k, from, NULL), b = kit_account(&k, to, NULL);
    kit_act(&k, REL_KIND_SHARE, a, b, START + day * KIT_DAY, NULL, NULL, NULL);
}

typedef struct story {
    const rel_timed *t;
    char text[2048];
} story;

static rel_status tell(void *user, const rel_growth_period *p)
{
    story *s = user;
    char room[REL_NAME_NUMBER_TEXT];
    size_t at = strlen(s->text);
    at += (size_t)sprintf(s->text + at, "%d:", p->index);
    for (int64_t i = 0; i < p->count + p->count_before; i++) {
        const rel_vid v = i < p->count ? p->order[i] : p->order_before[i - p->count];
        if (i >= p->count && p->rank[v]) continue;
        const rel_str name = rel_names_get(&s->t->source.graph.names, v, room);
        at += (size_t)sprintf(s->text + at, " %.*s=%u", (int)name.len - 2, name.s + 2, p->rank[v]);
        at += (size_t)sprintf(s->text + at, ",%s", rel_growth_status_word(rel_growth_status_of(p, v)));
        const int64_t change = rel_growth_change(p, v);
        if (change) at += (size_t)sprintf(s->text + at, "%+d", (int)change);
    }
    sprintf(s->text + at, " (%d acts, %d new, %d gone); ", (int)p->acts, (int)p->fresh, (int)p->gone);
    return REL_OK;
}

static rel_timed open_timed(void)
{
    rel_timed t;
    const rel_projection_opts all = rel_projection_defaults();
    CHECK_OK(&ctx, rel_timed_open(&ctx, path, &all, &t));
    return t;
}

static rel_periods make_periods(const rel_timed *t, const char *every)
{
    rel_period_every e;
    rel_periods p;
    CHECK_OK(&ctx, rel_period_parse(&ctx, every, &e));
    CHECK_OK(&ctx,
             rel_periods_make(&ctx, e, t->first_time, t->last_time, REL_TIME_MISSING, REL_TIME_MISSING, &p));
    return p;
}

/* Day 0: b is shared by a and c, a by b. Day 1: a by two, b by one. Day 2: nothing. Day 3: c is back, d new.
 * A follow without a date is left out. */
static void by_hand(void)
{
    rel_workspace *w = kit_open(&ctx, kit_fresh("growth.relais", path), REL_WORKSPACE_CREATE);
    add_share("a", "b", 0);
    add_share("c", "b", 0);
    add_share("b", "a", 0);
    add_share("b", "a", 1);
    add_share("e", "a", 1);
    add_share("a", "b", 1);
    add_share("d", "c", 3);
    kit_act(&k, REL_KIND_FOLLOW, kit_account(&k, "a", NULL), kit_account(&k, "z", NULL), REL_TIME_MISSING,
            NULL, NULL, NULL);
    kit_run(&k, w, "a");
    rel_workspace_close(w);
    rel_timed t = open_timed();
    rel_periods p = make_periods(&t, "day");
    story s = {.t = &t};
    rel_growth_opts o = {.by = REL_BY_IN_DEGREE, .scoring = REL_SCORING_DEFAULTS};
    CHECK(t.count == 7 && t.source.left_out.without_time == 1 && p.count == 4);
    CHECK_OK(&ctx, rel_growth(&ctx, &t, &p, &o, tell, &s));
    CHECK_TEXT(s.text, "0: b=1,new a=2,new c=3,new (3 acts, 3 new, 0 gone); "
                       "1: a=1,up+1 b=2,down-1 e=3,new c=0,gone (3 acts, 1 new, 1 gone); "
                       "2: a=0,gone b=0,gone e=0,gone (0 acts, 0 new, 3 gone); "
                       "3: c=1,back d=2,new (1 acts, 1 new, 0 gone); ");
    /* All that was: received on day 0 b 2, a 1, c 0; on day 1 one more way each, e -> a; the ranks are
     * shared. */
    s.text[0] = '\0';
    o.window.length = REL_WINDOW_CUMULATIVE;
    CHECK_OK(&ctx, rel_growth(&ctx, &t, &p, &o, tell, &s));
    CHECK_TEXT(s.text, "0: b=1,new a=2,new c=3,new (3 acts, 3 new, 0 gone); "
                       "1: a=1,up+1 b=1,same c=3,same e=3,new (6 acts, 1 new, 0 gone); "
                       "2: a=1,same b=1,same c=3,same e=3,same (6 acts, 0 new, 0 gone); "
                       "3: a=1,same b=1,same c=3,same d=4,new e=4,down-1 (7 acts, 1 new, 0 gone); ");
    rel_periods_free(&p);
    rel_timed_close(&t);
}

/* -------- every period is the source with its bounds -------- */

static void fill(rel_workspace *w)
{
    rel_account_ref people[PEOPLE];
    char id[16];
    for (int i = 0; i < PEOPLE; i++) {
        snprintf(id, sizeof id, "%d", i);
        people[i] = kit_account(&k, id, NULL);
    }
    for (uint64_t i = 0; i < ACTS; i++) {
        /* Who is popular changes with the weeks; nobody acts in the fifth. */
        const uint64_t day = rel_rand(7, 1, i) % DAYS;
        const uint64_t a = rel_rand(7, 2, i) % PEOPLE, x = rel_rand(7, 3, i) % PEOPLE;
        const uint64_t b = (x * x / PEOPLE + day / 7) % PEOPLE;
        if (a == b || day / 7 == 4) continue;
        kit_act(&k, i % 3 ? REL_KIND_SHARE : REL_KIND_MENTION, people[a], people[b],
                START + (int64_t)day * KIT_DAY + (int64_t)(i % KIT_DAY), NULL, NULL, NULL);
    }
    kit_run(&k, w, "random");
}

typedef struct law {
    const rel_timed *t;
    const rel_periods *periods;
    const rel_growth_opts *o;
    int64_t rounds, checked;
} law;

static rel_status check_period(void *user, const rel_growth_period *p)
{
    law *l = user;
    char room[REL_NAME_NUMBER_TEXT];
    rel_projection_opts o = rel_projection_defaults();
    rel_source s;
    rel_graph g = {0};
    rel_filter_counts filtered;
    double score[PEOPLE], apart = 0, most = 0;
    l->rounds += p->rounds;
    o.until = l->periods->start[p->index + 1];
    o.since = l->o->window.length == REL_WINDOW_WITHIN       ? l->periods->start[p->index]
              : l->o->window.length == REL_WINDOW_CUMULATIVE ? 0
                                                             : o.until - l->o->window.length;
    o.half_life = l->o->window.half_life;
    CHECK_OK(&ctx, rel_source_open(&ctx, path, &o, &s));
    CHECK_OK(&ctx, rel_graph_filter(&ctx, &s.graph, &l->o->window.filter, NULL, &g, &filtered));
    CHECK(p->acts == s.left_out.interactions && p->count == (int64_t)g.n);
    rel_scoring scoring = {.g = &g, .opts = &l->o->scoring};
    scoring.score[l->o->by] = score;
    if (g.n) CHECK_OK(&ctx, rel_scores(&ctx, &scoring));
    for (int64_t i = 0; i < p->count; i++) {
        const rel_vid v = p->order[i];
        const rel_vid u = rel_names_find(&g.names, rel_names_get(&l->t->source.graph.names, v, room));
        CHECK(u != REL_VID_NONE);
        if (u == REL_VID_NONE) continue;
        if (l->o->cold || l->o->by != REL_BY_PAGERANK) CHECK(p->score[v] == score[u]);
        apart += fabs(p->score[v] - score[u]);
        /* As many are better as the rank says, none by more than cannot be told. */
        int64_t better = 0;
        const double sign = rel_criterion_low_first(l->o->by) ? -1 : 1;
        for (rel_vid x = 0; x < g.n; x++)
            better += sign * (score[x] - score[u]) > 2 * l->o->scoring.pagerank.tol;
        CHECK(better <= p->rank[v] - 1);
        most = fmax(most, (double)p->rank[v]);
    }
    CHECK(apart <= 2 * l->o->scoring.pagerank.tol && most <= (double)p->count);
    l->checked += p->count;
    rel_graph_free(&g);
    rel_source_close(&s);
    return REL_OK;
}

static int64_t check_law(const rel_timed *t, const rel_periods *p, rel_growth_opts o)
{
    law l = {.t = t, .periods = p, .o = &o};
    o.scoring = REL_SCORING_DEFAULTS;
    CHECK_OK(&ctx, rel_growth(&ctx, t, p, &o, check_period, &l));
    CHECK(l.checked > 0);
    return l.rounds;
}

static void laws(void)
{
    static const char *const every[] = {"day", "week", "10 days", "month"};
    static const int64_t window[] = {REL_WINDOW_WITHIN, REL_WINDOW_CUMULATIVE, 20 * (int64_t)KIT_DAY};
    rel_workspace *w = kit_open(&ctx, kit_fresh("growth.relais", path), REL_WORKSPACE_CREATE);
    fill(w);
    rel_workspace_close(w);
    rel_timed t = open_timed();
    for (size_t i = 0; i < sizeof every / sizeof *every; i++) {
        rel_periods p = make_periods(&t, every[i]);
        for (size_t j = 0; j < sizeof window / sizeof *window; j++) {
            const rel_growth_opts warm = {.window.length = window[j]};
            rel_growth_opts o = warm;
            o.cold = true;
            const int64_t cold_rounds = check_law(&t, &p, o), warm_rounds = check_law(&t, &p, warm);
            /* A graph that only grows: the last result is near the next one. */
            if (window[j] == REL_WINDOW_CUMULATIVE && p.count > 5) CHECK(warm_rounds < cold_rounds);
            o = (rel_growth_opts){.window = {.length = window[j], .half_life = 5 * KIT_DAY},
                                  .by = REL_BY_IN_STRENGTH};
            check_law(&t, &p, o);
            o = (rel_growth_opts){.window = {.length = window[j], .filter = {.k_core = 2}},
                                  .by = REL_BY_DEGREE};
            check_law(&t, &p, o);
            o = (rel_growth_opts){.window.length = window[j], .by = REL_BY_CONSTRAINT};
            check_law(&t, &p, o);
        }
        rel_periods_free(&p);
    }
    rel_timed_close(&t);
}

/* -------- threads, memory, early ends -------- */

static rel_status add_up(void *user, const rel_growth_period *p)
{
    const size_t n = PEOPLE;
    rel_hasher_add(user, p->order, (size_t)p->count * sizeof *p->order);
    rel_hasher_add(user, p->rank, n * sizeof *p->rank);
    rel_hasher_add(user, p->score, n * sizeof *p->score);
    return REL_OK;
}

static rel_hash128 sum_of(rel_ctx *of, const rel_timed *t, const rel_periods *p, rel_status expected)
{
    rel_growth_opts o = {.scoring = REL_SCORING_DEFAULTS};
    rel_hasher *h = rel_hasher_new();
    if (expected == REL_E_NOCONV) o.scoring.max_rounds = 1;
    CHECK(rel_growth(of, t, p, &o, add_up, h) == expected);
    const rel_hash128 sum = rel_hasher_result(h);
    rel_hasher_delete(h);
    return sum;
}

static rel_status tortured(const rel_timed *t, const rel_periods *p)
{
    const rel_growth_opts o = {.scoring = REL_SCORING_DEFAULTS};
    rel_hasher *h = rel_hasher_new();
    const rel_status st = rel_growth(&ctx, t, p, &o, add_up, h);
    rel_hasher_delete(h);
    return st;
}

static void any_threads(void)
{
    rel_timed t = open_timed();
    rel_periods p = make_periods(&t, "month");
    const rel_hash128 one = sum_of(&ctx, &t, &p, REL_OK);
    for (int threads = 2; threads <= 8; threads *= 4) {
        rel_ctx more;
        rel_ctx_init(&more, threads);
        CHECK(kit_same(one, sum_of(&more, &t, &p, REL_OK)));
        CHECK(more.arena.used_bytes == 0);
        rel_ctx_free(&more);
    }
    (void)sum_of(&ctx, &t, &p, REL_E_NOCONV);
    CHECK_TEXT(ctx.message, "pagerank: still moving in some of the periods");
    CHECK_TORTURE(&ctx, tortured(&t, &p), (void)0);
    CHECK(ctx.arena.used_bytes == 0);
    rel_periods_free(&p);
    rel_timed_close(&t);
}

/* -------- from one day to the next -------- */

static rel_source open_until(int64_t until)
{
    rel_source s;
    rel_projection_opts o = rel_projection_defaults();
    o.until = until;
    CHECK_OK(&ctx, rel_source_open(&ctx, path, &o, &s));
    return s;
}

/* What was stored of the workspace as it was is where the next PageRank starts: fewer rounds, and both are
 * within the tolerance of the exact scores. */
static void from_stored(void)
{
    const rel_result_run run = {.command = "rank", .parameters = "{}"};
    rel_pagerank_opts o = REL_PAGERANK_DEFAULTS;
    double before[PEOPLE], start[PEOPLE], warm[PEOPLE], cold[PEOPLE], apart = 0;
    rel_vid order[PEOPLE];
    int64_t found, count;
    int warm_rounds, cold_rounds;
    rel_source old = open_until(START + (DAYS - 1) * KIT_DAY), new = open_until(REL_TIME_MISSING);
    CHECK_OK(&ctx, rel_pagerank(&ctx, &old.graph, o, before, NULL));
    CHECK_OK(&ctx, rel_ranking_order(&ctx, REL_BY_PAGERANK, before, old.graph.n, PEOPLE, order, &count));
    const rel_result_scores scores = {"pagerank", before, order, count};
    rel_workspace *w = kit_open(&ctx, path, REL_WORKSPACE_WRITE);
    CHECK_OK(&ctx, rel_results_store_scores(&ctx, w, &run, &old.graph.names, &scores, 1));
    CHECK_OK(&ctx, rel_results_read_scores(&ctx, w, &run, "pagerank", &new.graph.names, start, &found));
    rel_workspace_close(w);
    CHECK(found == (int64_t)old.graph.n && new.left_out.interactions > old.left_out.interactions);
    CHECK_OK(&ctx, rel_pagerank(&ctx, &new.graph, o, cold, &cold_rounds));
    o.start = start;
    CHECK_OK(&ctx, rel_pagerank(&ctx, &new.graph, o, warm, &warm_rounds));
    for (rel_vid v = 0; v < new.graph.n; v++) apart += fabs(warm[v] - cold[v]);
    CHECK(apart <= 2 * o.tol && warm_rounds < cold_rounds);
    rel_source_close(&old);
    rel_source_close(&new);
}

int main(void)
{
    rel_ctx_init(&ctx, 1);
    kit_init(&k, &ctx);
    by_hand();
    laws();
    any_threads();
    from_stored();
    rel_batch_free(&k.b);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
