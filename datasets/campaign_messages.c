/* What is written: originals, the cascades of shares and quotes that they start, answers, likes.
 *
 * A cascade is an independent cascade (Kempe, Kleinberg, Tardos, KDD 2003) with delays: whoever wrote or
 * shared the original shows it once to each follower, who passes it on with the probability of that edge,
 * after a delay; what counts is the first to arrive. Coins and delays are functions of the cascade and the
 * edge. */
#include <math.h>
#include <stdlib.h>

#include "datasets/campaign_model.h"
#include "datasets/x_v2.h"
#include "src/base/par.h"
#include "src/base/rng.h"
#include "src/base/sort.h"

enum {
    PERCENT_QUOTES = 12, /* of those who pass on */
    PERCENT_EARLIER = 4, /* originals from before the collection */
    PERCENT_GONE = 3,    /* originals deleted since */
    PERCENT_CODE = 35,   /* originals that carry a campaign link, when they speak well of the brand */
    PERCENT_MENTION = 22,
    PERCENT_OUTSIDE = 15, /* of the mentions: of somebody outside */
    CONCERTS = 14,        /* originals that the coordinated accounts share */
    MINUTE_MS = 60000,
    HOUR_MS = 60 * MINUTE_MS,
    DAY_MS = 24 * HOUR_MS,
};

typedef struct arrival {
    int64_t time_ms;
    uint32_t who;
    int64_t cause; /* message, REL_NO_POST: in concert */
} arrival;

typedef struct flow {
    rel_campaign *c;
    double *activity; /* sums of activity */
    uint32_t *seen;   /* last cascade, counted from 1, that an account shared */
    arrival *heap;
    size_t heaped, heap_capacity;
    uint32_t cascades;
} flow;

static bool sooner(const arrival *a, const arrival *b)
{
    return a->time_ms != b->time_ms ? a->time_ms < b->time_ms : a->who < b->who;
}

static rel_status push(flow *f, arrival a)
{
    const rel_status st =
        rel_grow(f->c->ctx, &f->heap, &f->heap_capacity, f->heaped + 1, sizeof *f->heap, "arrivals");
    if (st != REL_OK) return st;
    size_t at = f->heaped++;
    for (; at && sooner(&a, &f->heap[(at - 1) / 2]); at = (at - 1) / 2) f->heap[at] = f->heap[(at - 1) / 2];
    f->heap[at] = a;
    return REL_OK;
}

static arrival pop(flow *f)
{
    const arrival first = f->heap[0], last = f->heap[--f->heaped];
    size_t at = 0;
    for (size_t child; (child = 2 * at + 1) < f->heaped; at = child) {
        if (child + 1 < f->heaped && sooner(&f->heap[child + 1], &f->heap[child])) child++;
        if (!sooner(&f->heap[child], &last)) break;
        f->heap[at] = f->heap[child];
    }
    if (f->heaped) f->heap[at] = last;
    return first;
}

static rel_status add_message(rel_campaign *c, rel_message m, int64_t *where)
{
    const rel_status st =
        rel_grow(c->ctx, &c->message, &c->message_capacity, c->messages + 1, sizeof *c->message, "messages");
    if (st != REL_OK) return st;
    const uint64_t low = rel_rand(c->seed, REL_DRAW_KEY, (UINT64_C(1) << 40) + c->messages);
    switch (c->member[m.author].platform) {
    case REL_ON_X: m.number = rel_x_snowflake(m.time_ms, low); break;
    case REL_ON_MASTODON: m.number = (uint64_t)m.time_ms << 16 | (low & 0xffff); break;
    default: m.number = ((uint64_t)m.time_ms * 1000 + low % 1000) << 10 | (low >> 20 & 1023);
    }
    *where = (int64_t)c->messages;
    c->message[c->messages++] = m;
    return REL_OK;
}

/* Shows message `shown` of `who` to all followers: every edge gets its one try of this cascade. */
static rel_status show(flow *f, uint32_t who, int64_t shown)
{
    rel_campaign *c = f->c;
    const int64_t now = c->message[shown].time_ms;
    for (int64_t e = c->in_off[who]; e < c->in_off[who + 1]; e++) {
        if (c->probability[e] <= 0) continue;
        const uint64_t try_ = (uint64_t)f->cascades * (uint64_t)c->follows + (uint64_t)e;
        c->tried[e]++;
        if (rel_rand_unit(c->seed, REL_DRAW_COIN, try_) >= c->probability[e]) continue;
        c->passed[e]++;
        if (f->seen[c->follower[e]] == f->cascades) continue;
        const double u = rel_rand_unit(c->seed, REL_DRAW_DELAY, try_),
                     v = rel_rand_unit(c->seed, REL_DRAW_DELAY, ~try_);
        const double delay = 2 * MINUTE_MS + HOUR_MS * -log1p(-u) * (v < 0.15 ? 9 : 0.7);
        const rel_status st = push(f, (arrival){now + (int64_t)delay, c->follower[e], shown});
        if (st != REL_OK) return st;
    }
    return REL_OK;
}

/* Originals and answers may carry a mention of the brand, of somebody followed by fame, or of somebody
 * outside. */
static uint32_t draw_mention(const flow *f, const rel_dice *d, uint32_t author, int brand)
{
    const rel_campaign *c = f->c;
    const rel_platform platform = c->member[author].platform;
    if (rel_dice_below(d, 30, 100) >= PERCENT_MENTION) return REL_NOBODY;
    if (rel_dice_below(d, 31, 100) < PERCENT_OUTSIDE) {
        const uint32_t outside = c->members - c->inside, pick = (uint32_t)rel_dice_below(d, 32, outside);
        return c->inside + pick - pick % REL_PLATFORMS + (uint32_t)platform < c->members
                   ? c->inside + pick - pick % REL_PLATFORMS + (uint32_t)platform
                   : REL_NOBODY;
    }
    const uint32_t first = c->platform_first[platform], last = c->platform_first[platform + 1];
    uint32_t other = first + (uint32_t)((last - first) * rel_dice_unit(d, 34) * rel_dice_unit(d, 35));
    if (brand >= 0 && rel_dice_below(d, 33, 2)) other = c->official[brand][platform];
    return other == author ? REL_NOBODY : other;
}

/* More in the days around two announcements, and by day more than at night. */
static int64_t draw_time(const rel_campaign *c, const rel_dice *d)
{
    static const int hour_weight[24] = {2,  1,  1, 1, 1, 2, 4,  8,  10, 9,  8, 8,
                                        11, 10, 8, 7, 8, 9, 11, 12, 12, 10, 7, 4};
    double day = rel_dice_unit(d, 20) * (double)c->o.days;
    if (rel_dice_below(d, 21, 100) < 35) {
        const double peak = (double)c->o.days * (rel_dice_below(d, 22, 2) ? 0.3 : 0.7);
        day = peak - log1p(-rel_dice_unit(d, 23)) * (double)c->o.days / 20;
        if (day >= (double)c->o.days) day = peak;
    }
    int weight = 0, hour = 0;
    for (int h = 0; h < 24; h++) weight += hour_weight[h];
    for (int left = (int)rel_dice_below(d, 24, (uint64_t)weight); left >= hour_weight[hour]; hour++)
        left -= hour_weight[hour];
    return c->start_ms + (int64_t)day * DAY_MS + hour * HOUR_MS + (int64_t)rel_dice_below(d, 25, HOUR_MS);
}

static uint32_t draw_author(const flow *f, const rel_dice *d)
{
    const rel_campaign *c = f->c;
    const double x = rel_dice_unit(d, 26) * f->activity[c->inside];
    uint32_t low = 0, high = c->inside;
    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;
        if (f->activity[middle] <= x)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static rel_tone draw_tone(const rel_dice *d, int brand)
{
    /* percent good, bad: brand, first competitor, second competitor, no brand */
    static const int good[] = {46, 30, 26, 0}, bad[] = {16, 30, 34, 0};
    const int row = brand < 0 ? REL_BRANDS : brand, t = (int)rel_dice_below(d, 27, 100);
    return t < good[row] ? REL_TONE_GOOD : t < good[row] + bad[row] ? REL_TONE_BAD : REL_TONE_NEUTRAL;
}

static int draw_brand(const rel_dice *d)
{
    const uint64_t t = rel_dice_below(d, 28, 100);
    return t < 55 ? 0 : t < 75 ? 1 : t < 88 ? 2 : -1;
}

static rel_message draw_original(const flow *f, const rel_dice *d, bool concert)
{
    const rel_campaign *c = f->c;
    rel_message m = {
        .act = REL_ACT_ORIGINAL, .target = REL_NO_POST, .cause = REL_NO_POST, .mentioned = REL_NOBODY};
    m.author = concert ? c->official[1][REL_ON_X] : draw_author(f, d);
    const rel_member *who = &c->member[m.author];
    m.brand = who->brand >= 0 ? who->brand : draw_brand(d);
    m.tone = who->brand >= 0 ? REL_TONE_GOOD : draw_tone(d, m.brand);
    m.time_ms = draw_time(c, d);
    m.has_code = m.brand == 0 && m.tone >= 0 && rel_dice_below(d, 29, 100) < PERCENT_CODE;
    m.mentioned = draw_mention(f, d, m.author, m.brand);
    m.cascade = (int64_t)c->messages;
    const uint64_t fate = rel_dice_below(d, 36, 100);
    if (concert) return m;
    if (fate < PERCENT_EARLIER) {
        m.fate = REL_FATE_EARLIER;
        m.time_ms = c->start_ms - 1 - (int64_t)rel_dice_below(d, 37, 10 * HOUR_MS);
    } else if (fate < PERCENT_EARLIER + PERCENT_GONE && who->platform != REL_ON_MASTODON) {
        m.fate = REL_FATE_GONE; /* Mastodon takes the boosts away with the post */
    }
    return m;
}

/* A share or a quote of the original, seen through `a.cause`. */
static rel_status pass_on(flow *f, int64_t original, arrival a)
{
    rel_campaign *c = f->c;
    const rel_dice d = {c->seed, REL_DRAW_POST, (UINT64_C(1) << 40) + c->messages};
    const rel_message *o = &c->message[original];
    rel_message m = {.act = REL_ACT_SHARE,
                     .author = a.who,
                     .target = original,
                     .cause = a.cause,
                     .cascade = original,
                     .time_ms = a.time_ms,
                     .brand = o->brand,
                     .tone = o->tone,
                     .has_code = o->has_code,
                     .in_concert = a.cause == REL_NO_POST,
                     .mentioned = REL_NOBODY};
    int64_t where;
    if (!m.in_concert && rel_dice_below(&d, 1, 100) < PERCENT_QUOTES) {
        m.act = REL_ACT_QUOTE;
        m.tone = draw_tone(&d, o->brand < 0 ? 0 : o->brand);
        m.has_code = false;
    }
    if (m.time_ms < c->start_ms) m.fate = REL_FATE_EARLIER;
    const rel_status st = add_message(c, m, &where);
    if (st != REL_OK) return st;
    if (m.act == REL_ACT_SHARE)
        c->message[original].shares++;
    else
        c->message[original].quotes++;
    f->seen[a.who] = f->cascades;
    return show(f, a.who, where);
}

/* The coordinated accounts share within a minute of each other, ten minutes after the original. */
static rel_status start_concert(flow *f, int64_t original, const rel_dice *d)
{
    const rel_campaign *c = f->c;
    const int64_t begin = c->message[original].time_ms + 10 * MINUTE_MS;
    uint64_t k = 0;
    for (uint32_t v = c->platform_first[REL_ON_X]; v < c->platform_first[REL_ON_X + 1]; v++) {
        if (!c->member[v].in_concert) continue;
        const uint64_t t = rel_rand_below(c->seed, REL_DRAW_CAUSE, d->index * 2048 + k++, 10);
        if (t == 0) continue; /* one in ten misses it */
        const int64_t late =
            (int64_t)rel_rand_below(c->seed, REL_DRAW_CAUSE, d->index * 2048 + 1024 + k, MINUTE_MS);
        const rel_status st = push(f, (arrival){begin + late, v, REL_NO_POST});
        if (st != REL_OK) return st;
    }
    return REL_OK;
}

static rel_status add_reply(flow *f, int64_t target, uint32_t author, const rel_dice *d, uint64_t which,
                            int64_t *where)
{
    rel_campaign *c = f->c;
    const rel_message *to = &c->message[target];
    const double wait = -log1p(-rel_dice_unit(d, which));
    rel_message m = {.act = REL_ACT_REPLY,
                     .author = author,
                     .target = target,
                     .cause = REL_NO_POST,
                     .cascade = to->cascade,
                     .time_ms = to->time_ms + MINUTE_MS + (int64_t)(wait * 2 * HOUR_MS),
                     .brand = to->brand,
                     .mentioned = REL_NOBODY};
    m.tone = draw_tone(&(rel_dice){c->seed, REL_DRAW_REPLY, c->messages}, to->brand < 0 ? 0 : to->brand);
    if (m.time_ms < c->start_ms) m.fate = REL_FATE_EARLIER;
    const rel_status st = add_message(c, m, where);
    if (st == REL_OK) c->message[target].replies++;
    return st;
}

/* Followers answer; the author sometimes answers back. */
static rel_status answer(flow *f, int64_t original)
{
    rel_campaign *c = f->c;
    const rel_dice d = {c->seed, REL_DRAW_REPLY, (UINT64_C(1) << 40) + (uint64_t)original};
    const uint32_t author = c->message[original].author;
    const int64_t first = c->in_off[author], followers = c->in_off[author + 1] - first;
    const double mean = 0.4 * log1p((double)followers);
    int64_t count = (int64_t)(-log1p(-rel_dice_unit(&d, 0)) * mean + 0.3), where;
    if (count > 12) count = 12;
    for (int64_t k = 0; k < count && followers; k++) {
        const uint64_t base = 1 + 4 * (uint64_t)k;
        const uint32_t who = c->follower[first + (int64_t)rel_dice_below(&d, base, (uint64_t)followers)];
        if (c->member[who].is_protected || c->member[who].in_concert) continue;
        rel_status st = add_reply(f, original, who, &d, base + 1, &where);
        if (st == REL_OK && rel_dice_below(&d, base + 2, 4) == 0)
            st = add_reply(f, where, author, &d, base + 3, &where);
        if (st != REL_OK) return st;
    }
    return REL_OK;
}

/* Followers like; on Bluesky every like is a record. Some take it back. */
static rel_status like(flow *f, int64_t original)
{
    rel_campaign *c = f->c;
    rel_message *o = &c->message[original];
    for (int64_t e = c->in_off[o->author]; e < c->in_off[o->author + 1]; e++) {
        const rel_dice d = {c->seed, REL_DRAW_LIKE, (uint64_t)original * (uint64_t)c->follows + (uint64_t)e};
        if (c->member[c->follower[e]].is_protected || rel_dice_below(&d, 0, 100) >= 7) continue;
        const rel_like l = {.who = c->follower[e],
                            .what = original,
                            .taken_back = rel_dice_below(&d, 2, 40) == 0,
                            .time_ms = o->time_ms + MINUTE_MS -
                                       (int64_t)(log1p(-rel_dice_unit(&d, 1)) * 3 * HOUR_MS)};
        o->likes += !l.taken_back;
        if (c->member[o->author].platform != REL_ON_BLUESKY || l.time_ms < c->start_ms) continue;
        const rel_status st =
            rel_grow(c->ctx, &c->like, &c->like_capacity, c->likes + 1, sizeof *c->like, "likes");
        if (st != REL_OK) return st;
        c->like[c->likes++] = l;
    }
    return REL_OK;
}

static void set_views(rel_campaign *c, int64_t original, size_t first)
{
    int64_t audience = c->member[c->message[original].author].followers;
    for (size_t i = first; i < c->messages; i++)
        if (c->message[i].act == REL_ACT_SHARE) audience += c->member[c->message[i].author].followers;
    const double u = rel_rand_unit(c->seed, REL_DRAW_POST, ~(uint64_t)original);
    c->message[original].views =
        (int64_t)((double)audience * (0.2 + 0.5 * u)) + c->message[original].likes + 3;
}

/* One original and all that follows from it. */
static rel_status run_cascade(flow *f, uint64_t number, bool concert)
{
    rel_status st;
    rel_campaign *c = f->c;
    const rel_dice d = {c->seed, REL_DRAW_POST, number};
    int64_t original;
    f->cascades++;
    f->heaped = 0;
    REL_TRY(add_message(c, draw_original(f, &d, concert), &original));
    f->seen[c->message[original].author] = f->cascades;
    if (concert) REL_TRY(start_concert(f, original, &d));
    REL_TRY(show(f, c->message[original].author, original));
    while (f->heaped) {
        const arrival a = pop(f);
        if (f->seen[a.who] != f->cascades) REL_TRY(pass_on(f, original, a));
    }
    REL_TRY(answer(f, original));
    REL_TRY(like(f, original));
    set_views(c, original, (size_t)original + 1);
out:
    return st;
}

static rel_status put_in_order(rel_campaign *c)
{
    rel_status st;
    rel_sort_item *items = NULL;
    const rel_arena_mark mark = rel_scratch_mark(c->ctx);
    REL_TRY(rel_scratch(c->ctx, &items, c->messages, sizeof *items, "order"));
    REL_TRY(rel_alloc(c->ctx, &c->order, c->messages, sizeof *c->order, "order"));
    for (size_t i = 0; i < c->messages; i++) {
        items[i] = (rel_sort_item){(uint64_t)c->message[i].time_ms, i};
        if (c->message[i].time_ms > c->end_ms) c->end_ms = c->message[i].time_ms;
    }
    for (size_t i = 0; i < c->likes; i++)
        if (c->like[i].time_ms > c->end_ms) c->end_ms = c->like[i].time_ms;
    REL_TRY(rel_sort_radix(c->ctx, items, (int64_t)c->messages));
    for (size_t i = 0; i < c->messages; i++) c->order[i] = (int64_t)items[i].value;
    c->retrieved_ms = (c->end_ms / DAY_MS + 2) * DAY_MS;
out:
    rel_scratch_release(c->ctx, mark);
    return st;
}

rel_status rel_campaign_messages(rel_campaign *c)
{
    rel_status st;
    flow f = {.c = c};
    const rel_arena_mark mark = rel_scratch_mark(c->ctx);
    /* An original brings about three messages after it. */
    const int64_t every = c->o.posts / (4 * CONCERTS) + 1;
    REL_TRY(rel_scratch(c->ctx, &f.activity, (size_t)c->inside + 1, sizeof *f.activity, "activity"));
    REL_TRY(rel_scratch(c->ctx, &f.seen, c->inside, sizeof *f.seen, "shares"));
    for (uint32_t i = 0; i < c->inside; i++)
        f.activity[i + 1] = f.activity[i] + (c->member[i].is_protected ? 0 : c->member[i].activity);
    for (uint64_t number = 0; c->messages < (size_t)c->o.posts; number++) {
        if (number % 256 == 0) REL_TRY(rel_poll(c->ctx));
        REL_TRY(run_cascade(&f, number, c->o.coordinated > 0 && (int64_t)number % every == every / 2));
    }
    REL_TRY(put_in_order(c));
out:
    free(f.heap);
    rel_scratch_release(c->ctx, mark);
    return st;
}
