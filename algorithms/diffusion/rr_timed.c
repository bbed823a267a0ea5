/* Delays: an account belongs to a sample when a message of hers would come to the root in time. Dijkstra from
 * the root against the direction of influence: time is summed along the fastest live path. */
#include "algorithms/diffusion/rr_parts.h"

typedef struct queue {
    double *time;
    rel_vid *heap;
    uint32_t *slot;
    uint32_t count;
} queue;

static void place(queue *q, uint32_t at, rel_vid v)
{
    q->heap[at] = v;
    q->slot[v] = at + 1;
}

/* Times tie only when both are infinite or 0; then the smaller account goes first. */
static bool before(const queue *q, rel_vid a, rel_vid b)
{
    return q->time[a] < q->time[b] || (!(q->time[b] < q->time[a]) && a < b);
}

static void rise(queue *q, uint32_t at, rel_vid v)
{
    while (at > 0 && before(q, v, q->heap[(at - 1) / 2])) {
        place(q, at, q->heap[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    place(q, at, v);
}

static rel_vid take_first(queue *q)
{
    const rel_vid first = q->heap[0], last = q->heap[--q->count];
    q->slot[first] = 0;
    uint32_t at = 0, child;
    while ((child = 2 * at + 1) < q->count) {
        if (child + 1 < q->count && before(q, q->heap[child + 1], q->heap[child])) child++;
        if (!before(q, q->heap[child], last)) break;
        place(q, at, q->heap[child]);
        at = child;
    }
    if (q->count) place(q, at, last);
    return first;
}

static void offer(queue *q, rel_vid v, double time)
{
    if (!q->slot[v]) {
        q->time[v] = time;
        rise(q, q->count++, v);
    } else if (time < q->time[v]) {
        q->time[v] = time;
        rise(q, q->slot[v] - 1, v);
    }
}

static void hear(const rel_rr_sampler *s, rel_rr_lane *lane, queue *q, rel_vid v)
{
    const double now = q->time[v];
    rel_rr_row row = rel_rr_row_of(s->f, v);
    while (row.next < row.d) {
        const int count = rel_rr_live(s, &lane->rng, &row, lane->live, REL_RR_LIVE_MAX);
        for (int i = 0; i < count; i++) {
            const rel_vid sender = s->f->sender[lane->live[i]];
            const double time = now - log(rel_rr_positive(rel_rr_next(&lane->rng))) *
                                          rel_influence_delay(s->f, lane->live[i]);
            if (time <= s->f->opts.max_time && !(lane->visited[sender >> 6] >> (sender & 63) & 1))
                offer(q, sender, time);
        }
    }
}

int64_t rel_rr_walk_timed(const rel_rr_sampler *s, const rel_rr_watch *watch, uint64_t key, rel_rr_lane *lane,
                          rel_vid *members, int64_t room)
{
    queue q = {.time = lane->time, .heap = lane->heap, .slot = lane->slot};
    int64_t count = 0;
    bool full = false;
    lane->rng.at = key;
    lane->met = 0;
    offer(&q, rel_rr_root(s, &lane->rng), 0);
    while (q.count) {
        if (count == room) {
            full = true;
            break;
        }
        const rel_vid v = take_first(&q);
        members[count++] = v;
        lane->visited[v >> 6] |= (uint64_t)1 << (v & 63);
        lane->met |= rel_rr_seen(watch, v);
        if (watch->any && lane->met == watch->all) break;
        hear(s, lane, &q, v);
    }
    for (uint32_t i = 0; i < q.count; i++) lane->slot[q.heap[i]] = 0;
    for (int64_t i = 0; i < count; i++) lane->visited[members[i] >> 6] = 0;
    return full ? -1 : count;
}
