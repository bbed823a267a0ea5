/* Traits that acts tell: answers, shares in concert, momentum of attention; and profiles over time. */
#include <stdlib.h>

#include "src/base/hash.h"
#include "src/base/time.h"
#include "src/insight/score_card_parts.h"

enum { HOUR = 3600, DAY = 24 * HOUR, WEEK = 7 * DAY, MONTH = 30 * DAY, JUMP_FOLLOWERS = 100 };
#define NO_TIME UINT32_MAX /* and whatever lies behind 2106 */

typedef struct reading {
    rel_card_work *w;
    uint64_t *early, *late;   /* n: acts received before the middle of the period, and from it on */
    rel_card_items addressed; /* account and post to it -> account, time */
    rel_card_items answers;   /* account and post that it answers -> account, time */
    rel_card_items shares;    /* post -> time, account */
} reading;

static uint64_t key_of(rel_vid v, rel_str post)
{
    return rel_hash64(post.s, post.len) ^ (v + UINT64_C(1)) * UINT64_C(0x9e3779b97f4a7c15);
}

/* -------- one act -------- */

static bool addresses(rel_kind kind)
{
    return kind == REL_KIND_MENTION || kind == REL_KIND_REPLY || kind == REL_KIND_QUOTE ||
           kind == REL_KIND_COMMENT;
}

static void count_attention(reading *r, const rel_act_fact *a)
{
    const rel_score_cards *c = r->w->c;
    if (a->target == REL_VID_NONE || a->time == REL_TIME_MISSING || c->first == REL_TIME_MISSING) return;
    const int64_t middle = c->first + (c->last - c->first) / 2;
    *(a->time < middle ? &r->early[a->target] : &r->late[a->target]) += (uint64_t)a->count;
}

static rel_status take_act(void *user, const rel_act_fact *a)
{
    rel_status st = REL_OK;
    reading *r = user;
    rel_card_work *w = r->w;
    const uint32_t time = a->time >= 0 && a->time < NO_TIME ? (uint32_t)a->time : NO_TIME;
    if (a->post && a->target_row) w->names[a->post] |= w->account[a->target_row];
    count_attention(r, a);
    if (addresses(a->kind) && a->target != REL_VID_NONE && a->post_id.len)
        REL_TRY(rel_card_items_add(w->ctx, &r->addressed, key_of(a->target, a->post_id),
                                   (uint64_t)a->target << 32 | time));
    if (a->source == REL_VID_NONE || !a->target_post.len) return st;
    if (a->kind == REL_KIND_REPLY || a->kind == REL_KIND_COMMENT)
        REL_TRY(rel_card_items_add(w->ctx, &r->answers, key_of(a->source, a->target_post),
                                   (uint64_t)a->source << 32 | time));
    if (a->kind == REL_KIND_SHARE && time != NO_TIME)
        st = rel_card_items_add(w->ctx, &r->shares, rel_hash64(a->target_post.s, a->target_post.len),
                                (uint64_t)time << 32 | a->source);
out:
    return st;
}

/* -------- answers -------- */

typedef struct responses {
    uint32_t *to, *answered; /* n: posts to it, and those of them that it answered */
    rel_card_items delay;    /* account, seconds */
} responses;

static int64_t end_of_key(const rel_card_items *items, int64_t from)
{
    int64_t to = from;
    while (to < items->count && items->item[to].key == items->item[from].key) to++;
    return to;
}

/* The earliest of items[from..to) by its time, which is the lower half of the value. */
static uint64_t earliest(const rel_card_items *items, int64_t from, int64_t to)
{
    uint64_t best = items->item[from].value;
    for (int64_t i = from + 1; i < to; i++)
        if (items->item[i].value < best) best = items->item[i].value;
    return best;
}

/* Posts to an account and answers of it, both sorted by account and post. */
static rel_status match(reading *r, responses *s)
{
    rel_status st = REL_OK;
    const rel_card_items *posts = &r->addressed, *answers = &r->answers;
    for (int64_t i = 0, to, k = 0; i < posts->count; i = to) {
        const uint64_t key = posts->item[i].key;
        to = end_of_key(posts, i);
        const uint64_t post = earliest(posts, i, to);
        const rel_vid v = (rel_vid)(post >> 32);
        s->to[v]++;
        while (k < answers->count && answers->item[k].key < key) k++;
        if (k == answers->count || answers->item[k].key != key) continue;
        s->answered[v]++;
        const uint64_t answer = earliest(answers, k, end_of_key(answers, k));
        const uint32_t from = (uint32_t)post, at = (uint32_t)answer;
        if (from != NO_TIME && at != NO_TIME && at >= from)
            REL_TRY(rel_card_items_add(r->w->ctx, &s->delay, (uint64_t)v << 32 | (at - from), v));
    }
out:
    return st;
}

static rel_status put_delays(rel_card_work *w, rel_card_items *delay)
{
    const rel_status st = rel_sort_radix(w->ctx, delay->item, delay->count);
    for (int64_t i = 0, to; st == REL_OK && i < delay->count; i = to) {
        const rel_vid v = (rel_vid)delay->item[i].value;
        for (to = i; to < delay->count && delay->item[to].value == v;) to++;
        const uint32_t low = (uint32_t)delay->item[i + (to - i - 1) / 2].key;
        const uint32_t high = (uint32_t)delay->item[i + (to - i) / 2].key;
        if (w->posts[v]) rel_card_put(w, REL_TRAIT_ANSWER_HOURS, v, ((double)low + high) / 2 / HOUR, to - i);
    }
    return st;
}

static rel_status put_answers(reading *r)
{
    rel_status st;
    rel_card_work *w = r->w;
    responses s = {0};
    const rel_arena_mark mark = rel_scratch_mark(w->ctx);
    REL_TRY(rel_scratch(w->ctx, &s.to, w->g->n, sizeof *s.to, "answers"));
    REL_TRY(rel_scratch(w->ctx, &s.answered, w->g->n, sizeof *s.answered, "answers"));
    REL_TRY(rel_card_column(w, REL_TRAIT_ANSWER_SHARE, true, REL_MISSING_NO_POSTS));
    REL_TRY(rel_card_column(w, REL_TRAIT_ANSWER_HOURS, true, REL_MISSING_NO_POSTS));
    REL_TRY(rel_sort_radix(w->ctx, r->addressed.item, r->addressed.count));
    REL_TRY(rel_sort_radix(w->ctx, r->answers.item, r->answers.count));
    REL_TRY(match(r, &s));
    for (rel_vid v = 0; v < w->g->n; v++) {
        /* Whose posts were not collected may have answered. */
        if (!w->posts[v]) continue;
        const rel_missing why = s.to[v] ? REL_MISSING_NO_ANSWERS : REL_MISSING_NOT_ADDRESSED;
        rel_card_lacks(w, REL_TRAIT_ANSWER_HOURS, v, why, 0);
        if (s.to[v])
            rel_card_put(w, REL_TRAIT_ANSWER_SHARE, v, (double)s.answered[v] / s.to[v], s.to[v]);
        else
            rel_card_lacks(w, REL_TRAIT_ANSWER_SHARE, v, why, 0);
    }
    st = put_delays(w, &s.delay);
out:
    free(s.delay.item);
    rel_scratch_release(w->ctx, mark);
    return st;
}

/* -------- shares in concert -------- */

/* By key, and by value where keys are the same. */
static rel_status sort_both(rel_ctx *ctx, rel_card_items *items)
{
    rel_status st = REL_OK;
    for (int turn = 0; turn < 2 && st == REL_OK; turn++) {
        for (int64_t i = 0; i < items->count; i++)
            items->item[i] = (rel_sort_item){items->item[i].value, items->item[i].key};
        st = rel_sort_radix(ctx, items->item, items->count);
    }
    return st;
}

/* The two accounts of shares i and k as one key; 0 when they are one account or k is not soon after i. */
static uint64_t pair_of(const rel_card_items *s, int64_t i, int64_t k)
{
    if (k >= s->count || s->item[k].key != s->item[i].key) return 0;
    if ((s->item[k].value >> 32) - (s->item[i].value >> 32) > REL_CARD_CONCERT_SECONDS) return 0;
    const uint32_t u = (uint32_t)s->item[i].value, v = (uint32_t)s->item[k].value;
    if (u == v) return 0;
    /* No account has the largest number, so a pair is never 0. */
    return u < v ? (uint64_t)v << 32 | u : (uint64_t)u << 32 | v;
}

static int by_key(const void *a, const void *b)
{
    const uint64_t x = ((const rel_sort_item *)a)->key, y = ((const rel_sort_item *)b)->key;
    return (x > y) - (x < y);
}

/* pairs.item[first..) once each. */
static void make_unique(rel_card_items *pairs, int64_t first)
{
    int64_t to = first;
    if (pairs->count > first)
        qsort(pairs->item + first, (size_t)(pairs->count - first), sizeof *pairs->item, by_key);
    for (int64_t i = first; i < pairs->count; i++)
        if (to == first || pairs->item[to - 1].key != pairs->item[i].key) pairs->item[to++] = pairs->item[i];
    pairs->count = to;
}

/* Pairs that shared at least REL_CARD_CONCERT_POSTS posts together, ascending. */
static rel_status find_pairs(rel_ctx *ctx, const rel_card_items *s, rel_card_items *pairs)
{
    rel_status st = REL_OK;
    for (int64_t i = 0, to; i < s->count; i = to) {
        const int64_t first = pairs->count;
        to = end_of_key(s, i);
        for (int64_t k = i; k < to; k++)
            for (int64_t m = k + 1; m <= k + REL_CARD_CONCERT_CROWD; m++) {
                const uint64_t pair = pair_of(s, k, m);
                if (pair) REL_TRY(rel_card_items_add(ctx, pairs, pair, 0));
            }
        make_unique(pairs, first);
    }
    REL_TRY(rel_sort_radix(ctx, pairs->item, pairs->count));
    int64_t kept = 0;
    for (int64_t i = 0, to; i < pairs->count; i = to) {
        to = end_of_key(pairs, i);
        if (to - i >= REL_CARD_CONCERT_POSTS) pairs->item[kept++] = pairs->item[i];
    }
    pairs->count = kept;
out:
    return st;
}

/* together[i]: share i was made in concert. */
static void mark_shares(const rel_card_items *s, const rel_card_items *pairs, uint8_t *together)
{
    for (int64_t i = 0; pairs->count && i < s->count; i++)
        for (int64_t m = i + 1; m <= i + REL_CARD_CONCERT_CROWD; m++) {
            const rel_sort_item pair = {.key = pair_of(s, i, m)};
            if (!pair.key || !bsearch(&pair, pairs->item, (size_t)pairs->count, sizeof pair, by_key))
                continue;
            together[i] = together[m] = 1;
        }
}

static rel_status put_concert(reading *r)
{
    rel_status st;
    rel_card_work *w = r->w;
    uint32_t *shares, *in_concert;
    uint8_t *together;
    rel_card_items pairs = {0};
    const rel_card_items *s = &r->shares;
    const rel_arena_mark mark = rel_scratch_mark(w->ctx);
    REL_TRY(rel_scratch(w->ctx, &shares, w->g->n, sizeof *shares, "shares"));
    REL_TRY(rel_scratch(w->ctx, &in_concert, w->g->n, sizeof *in_concert, "shares"));
    REL_TRY(rel_scratch(w->ctx, &together, (size_t)s->count, 1, "shares"));
    REL_TRY(sort_both(w->ctx, &r->shares));
    REL_TRY(find_pairs(w->ctx, s, &pairs));
    mark_shares(s, &pairs, together);
    for (int64_t i = 0; i < s->count; i++) {
        const rel_vid v = (rel_vid)s->item[i].value;
        shares[v]++;
        in_concert[v] += together[i];
    }
    REL_TRY(rel_card_column(w, REL_TRAIT_IN_CONCERT, true, REL_MISSING_NO_SHARES));
    for (rel_vid v = 0; v < w->g->n; v++)
        if (shares[v]) rel_card_put(w, REL_TRAIT_IN_CONCERT, v, (double)in_concert[v] / shares[v], shares[v]);
out:
    free(pairs.item);
    rel_scratch_release(w->ctx, mark);
    return st;
}

/* -------- momentum -------- */

static rel_status put_momentum(const reading *r)
{
    rel_card_work *w = r->w;
    const rel_missing why =
        w->c->first == REL_TIME_MISSING ? REL_MISSING_NO_PERIOD : REL_MISSING_NO_ATTENTION;
    const rel_status st = rel_card_column(w, REL_TRAIT_MOMENTUM, true, why);
    for (rel_vid v = 0; st == REL_OK && v < w->g->n; v++) {
        const double early = (double)r->early[v], late = (double)r->late[v];
        if (early + late > 0)
            rel_card_put(w, REL_TRAIT_MOMENTUM, v, (late - early) / (late + early), (int64_t)(early + late));
    }
    return st;
}

rel_status rel_card_acts(rel_card_work *w)
{
    rel_status st;
    reading r = {.w = w};
    const rel_arena_mark mark = rel_scratch_mark(w->ctx);
    REL_TRY(rel_scratch(w->ctx, &r.early, w->g->n, sizeof *r.early, "attention"));
    REL_TRY(rel_scratch(w->ctx, &r.late, w->g->n, sizeof *r.late, "attention"));
    REL_TRY(rel_facts_acts(w->ctx, w->facts, take_act, &r));
    REL_TRY(put_momentum(&r));
    REL_TRY(put_answers(&r));
    st = put_concert(&r);
out:
    free(r.addressed.item);
    free(r.answers.item);
    free(r.shares.item);
    rel_scratch_release(w->ctx, mark);
    return st;
}

/* -------- profiles over time -------- */

/* The profiles of one account so far. */
typedef struct profiles {
    rel_card_work *w;
    rel_vid account; /* REL_VID_NONE: none yet */
    int64_t count, first_day, first, last_day, last;
    double jump; /* NaN: no two are near enough */
} profiles;

static void end_account(profiles *p)
{
    if (p->account == REL_VID_NONE) return;
    const int64_t seconds = p->last_day - p->first_day;
    if (seconds >= WEEK)
        rel_card_put(p->w, REL_TRAIT_FOLLOWER_GROWTH, p->account,
                     (double)(p->last - p->first) * MONTH / (double)seconds, p->count);
    else
        rel_card_lacks(p->w, REL_TRAIT_FOLLOWER_GROWTH, p->account, REL_MISSING_FEW_PROFILES, p->count);
    if (!isnan(p->jump))
        rel_card_put(p->w, REL_TRAIT_FOLLOWER_JUMP, p->account, p->jump, p->count);
    else
        rel_card_lacks(p->w, REL_TRAIT_FOLLOWER_JUMP, p->account, REL_MISSING_NO_WEEK, p->count);
}

static rel_status take_profile(void *user, const rel_profile_fact *f)
{
    profiles *p = user;
    if (f->followers < 0) return REL_OK;
    if (f->account != p->account) {
        end_account(p);
        *p = (profiles){
            .w = p->w, .account = f->account, .first_day = f->day, .first = f->followers, .jump = NAN};
    } else if (f->day - p->last_day <= WEEK && p->last >= JUMP_FOLLOWERS) {
        const double jump = (double)(f->followers - p->last) / (double)p->last;
        if (!(jump <= p->jump)) p->jump = jump;
    }
    p->count++;
    p->last_day = f->day;
    p->last = f->followers;
    return REL_OK;
}

rel_status rel_card_profiles(rel_card_work *w)
{
    rel_status st;
    profiles p = {.w = w, .account = REL_VID_NONE};
    REL_TRY(rel_card_column(w, REL_TRAIT_FOLLOWER_GROWTH, true, REL_MISSING_NO_PROFILE));
    REL_TRY(rel_card_column(w, REL_TRAIT_FOLLOWER_JUMP, true, REL_MISSING_NO_PROFILE));
    REL_TRY(rel_facts_profiles(w->ctx, w->facts, take_profile, &p));
    end_account(&p);
out:
    return st;
}
