#include "algorithms/structure/components.h"

enum { FORWARD = 1, BACKWARD = 2, GIANT = FORWARD | BACKWARD, DENSE_ROUNDS = 8 };

static bool marked(const uint8_t *mark, rel_vid v, uint8_t bit)
{
    return __atomic_load_n(&mark[v], __ATOMIC_RELAXED) & bit;
}

/* Marks every vertex with a neighbour in `from` that is marked, in parallel. What is marked early depends on
 * the threads, what is marked in the end does not. Returns how many. */
static int64_t spread(int threads, rel_vid n, const rel_csr *from, uint8_t bit, uint8_t *mark)
{
    int64_t count = 0;
    (void)threads;
/* dynamic: the rows of hubs are long */
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1024) reduction(+ : count)
    for (rel_vid v = 0; v < n; v++) {
        if (marked(mark, v, bit)) continue;
        bool found = false;
        for (rel_eid e = from->off[v]; !found && e < from->off[v + 1]; e++)
            found = marked(mark, from->adj[e], bit);
        if (!found) continue;
        __atomic_store_n(&mark[v], (uint8_t)(mark[v] | bit), __ATOMIC_RELAXED);
        count++;
    }
    return count;
}

/* Marks what is reached from the marked vertices along `to`; `from` is its reverse. A few rounds over all
 * vertices reach nearly everybody in a social graph; a queue finishes, for graphs with long ways. */
static rel_status reach(rel_ctx *ctx, rel_vid n, const rel_csr *to, const rel_csr *from, uint8_t bit,
                        uint8_t *mark, rel_vid *queue)
{
    rel_vid head = 0, tail = 0;
    int64_t more = 1;
    for (int round = 0; more && round < DENSE_ROUNDS; round++) {
        const rel_status st = rel_poll(ctx);
        if (st != REL_OK) return st;
        more = spread(ctx->threads, n, from, bit, mark);
    }
    if (!more) return REL_OK;
    for (rel_vid v = 0; v < n; v++)
        if (mark[v] & bit) queue[tail++] = v;
    while (head < tail) {
        const rel_vid v = queue[head++];
        for (rel_eid e = to->off[v]; e < to->off[v + 1]; e++) {
            const rel_vid u = to->adj[e];
            if (mark[u] & bit) continue;
            mark[u] |= bit;
            queue[tail++] = u;
        }
    }
    return REL_OK;
}

/* Ways in times ways out: a vertex of the giant component, nearly certainly. */
static rel_vid busiest(const rel_graph *g)
{
    rel_vid best = 0;
    double most = -1;
    for (rel_vid v = 0; v < g->n; v++) {
        const double ways =
            (double)(g->out.off[v + 1] - g->out.off[v]) * (double)(g->in.off[v + 1] - g->in.off[v]);
        if (ways <= most) continue;
        most = ways;
        best = v;
    }
    return best;
}

/* Tarjan's search without recursion. seen and low count from 1; 0: not seen. */
typedef struct search {
    const rel_csr *out;
    rel_vid *component;
    rel_vid *seen, *low, *stack, *path;
    rel_eid *at; /* next arc of each vertex on the path */
    rel_vid count, stacked, depth;
} search;

static void enter(search *s, rel_vid v)
{
    s->seen[v] = s->low[v] = ++s->count;
    s->stack[s->stacked++] = v;
    s->path[s->depth] = v;
    s->at[s->depth++] = s->out->off[v];
}

/* v is the first seen of its component: the top of the stack, down to v. */
static void close_component(search *s, rel_vid v)
{
    rel_vid first = s->stacked, smallest = v;
    do {
        first--;
        if (s->stack[first] < smallest) smallest = s->stack[first];
    } while (s->stack[first] != v);
    for (rel_vid i = first; i < s->stacked; i++) s->component[s->stack[i]] = smallest;
    s->stacked = first;
}

static void search_from(search *s, rel_vid root)
{
    enter(s, root);
    while (s->depth > 0) {
        const rel_vid v = s->path[s->depth - 1];
        if (s->at[s->depth - 1] < s->out->off[v + 1]) {
            const rel_vid u = s->out->adj[s->at[s->depth - 1]++];
            if (s->component[u] != REL_VID_NONE) continue;
            if (!s->seen[u])
                enter(s, u);
            else if (s->seen[u] < s->low[v])
                s->low[v] = s->seen[u];
            continue;
        }
        s->depth--;
        if (s->low[v] == s->seen[v]) close_component(s, v);
        if (s->depth == 0) break;
        const rel_vid above = s->path[s->depth - 1];
        if (s->low[v] < s->low[above]) s->low[above] = s->low[v];
    }
}

static rel_status giant(rel_ctx *ctx, const rel_graph *g, rel_vid *queue, rel_vid *component)
{
    rel_status st;
    uint8_t *mark = NULL;
    const rel_arena_mark scratch = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &mark, g->n, sizeof *mark, "component marks"));
    mark[busiest(g)] = GIANT;
    REL_TRY(reach(ctx, g->n, &g->out, &g->in, FORWARD, mark, queue));
    REL_TRY(reach(ctx, g->n, &g->in, &g->out, BACKWARD, mark, queue));
    rel_vid first = 0;
    while (mark[first] != GIANT) first++;
    for (rel_vid v = 0; v < g->n; v++) component[v] = mark[v] == GIANT ? first : REL_VID_NONE;
out:
    rel_scratch_release(ctx, scratch);
    return st;
}

rel_status rel_components_strong(rel_ctx *ctx, const rel_graph *g, rel_vid *component, rel_vid *count,
                                 rel_vid **size)
{
    rel_status st = REL_OK;
    search s = {.out = &g->out, .component = component};
    const size_t n = g->n;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (size) *size = NULL;
    if (count) *count = 0;
    if (n && (!g->out.off || !g->in.off))
        return rel_fail(ctx, REL_E_USAGE, "components: the graph was built without both directions");
    REL_TRY(rel_scratch_unset(ctx, &s.stack, n, sizeof *s.stack, "component search"));
    if (n) REL_TRY(giant(ctx, g, s.stack, component));
    REL_TRY(rel_scratch(ctx, &s.seen, n, sizeof *s.seen, "component search"));
    REL_TRY(rel_scratch_unset(ctx, &s.low, n, sizeof *s.low, "component search"));
    REL_TRY(rel_scratch_unset(ctx, &s.path, n, sizeof *s.path, "component search"));
    REL_TRY(rel_scratch_unset(ctx, &s.at, n, sizeof *s.at, "component search"));
    for (rel_vid v = 0; v < g->n; v++) {
        if ((v & 0xFFFFF) == 0) REL_TRY(rel_poll(ctx));
        if (component[v] == REL_VID_NONE) search_from(&s, v);
    }
    rel_scratch_release(ctx, mark);
    REL_TRY(rel_components_number(ctx, g->n, component, count, size));
out:
    rel_scratch_release(ctx, mark);
    return st;
}
