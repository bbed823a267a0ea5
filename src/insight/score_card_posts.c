/* Traits that posts tell: what they are about, how often and how regularly they come, what they are answered
 * with, whether their texts repeat. */
#include <stdlib.h>

#include "src/base/hash.h"
#include "src/base/time.h"
#include "src/insight/score_card_parts.h"

enum { DAY = 86400, WEEK = 7 * DAY, TEXT_BYTES = 20 /* shorter ones are alike by chance */ };
#define NO_TIME UINT32_MAX /* and whatever lies behind 2106 */
#define REGULAR_SHARE 0.02 /* intervals this near to the median one are alike */

/* What is counted of an account while posts are read. */
typedef struct reactions {
    double sum, viewed_sum, views;
    uint32_t posts, viewed;
} reactions;

typedef struct reading {
    rel_card_work *w;
    reactions *of;         /* n */
    rel_card_items posts;  /* author and time -> row */
    rel_card_items texts;  /* author and text -> author */
    rel_card_items shared; /* row -> row of what it shares */
    rel_buf plain;
} reading;

rel_status rel_card_items_add(rel_ctx *ctx, rel_card_items *items, uint64_t key, uint64_t value)
{
    const rel_status st = rel_grow(ctx, &items->item, &items->capacity, (size_t)items->count + 1,
                                   sizeof *items->item, "posts and acts");
    if (st == REL_OK) items->item[items->count++] = (rel_sort_item){key, value};
    return st;
}

/* -------- one post -------- */

static void count_reactions(reactions *r, const rel_post_fact *p)
{
    const int64_t of[] = {p->likes, p->replies, p->shares, p->quotes};
    double sum = 0;
    bool any = false;
    for (int i = 0; i < 4; i++) {
        if (of[i] < 0) continue;
        sum += (double)of[i];
        any = true;
    }
    if (!any) return;
    r->sum += sum;
    r->posts++;
    if (p->views <= 0) return;
    r->viewed_sum += sum;
    r->views += (double)p->views;
    r->viewed++;
}

static bool is_white(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The text without links, whose ends differ where texts do not, and with single blanks. */
static rel_status make_plain(rel_ctx *ctx, rel_str text, rel_buf *b)
{
    rel_status st = REL_OK;
    b->len = 0;
    for (size_t i = 0; i < text.len;) {
        while (i < text.len && is_white(text.s[i])) i++;
        size_t end = i;
        while (end < text.len && !is_white(text.s[end])) end++;
        const rel_str word = {text.s + i, end - i};
        i = end;
        if (!word.len ||
            (word.len > 7 && (memcmp(word.s, "http://", 7) == 0 || memcmp(word.s, "https:/", 7) == 0)))
            continue;
        if (b->len) REL_TRY(rel_buf_puts(ctx, b, " "));
        REL_TRY(rel_buf_add(ctx, b, word.s, word.len));
    }
out:
    return st;
}

static rel_status note_text(reading *r, const rel_post_fact *p)
{
    rel_status st;
    REL_TRY(make_plain(r->w->ctx, p->text, &r->plain));
    if (r->plain.len < TEXT_BYTES) return REL_OK;
    const uint64_t author = (p->author + UINT64_C(1)) * UINT64_C(0x9e3779b97f4a7c15);
    st =
        rel_card_items_add(r->w->ctx, &r->texts, rel_hash64(r->plain.data, r->plain.len) ^ author, p->author);
out:
    return st;
}

static void widen_period(rel_score_cards *c, int64_t time)
{
    if (time == REL_TIME_MISSING) return;
    if (c->first == REL_TIME_MISSING || time < c->first) c->first = time;
    if (c->last == REL_TIME_MISSING || time > c->last) c->last = time;
}

static rel_status take_post(void *user, const rel_post_fact *p)
{
    rel_status st;
    reading *r = user;
    rel_card_work *w = r->w;
    /* Posts of others are what these share. */
    REL_TRY(rel_card_words_find(w->ctx, &w->words, p, &w->names[p->row]));
    if (!p->collected || p->author == REL_VID_NONE) return REL_OK;
    const bool timed = p->time >= 0 && p->time < NO_TIME;
    REL_TRY(rel_card_items_add(w->ctx, &r->posts,
                               (uint64_t)p->author << 32 | (timed ? (uint32_t)p->time : NO_TIME),
                               (uint64_t)p->row));
    widen_period(w->c, timed ? p->time : REL_TIME_MISSING);
    w->posts[p->author]++;
    w->c->posts++;
    if (p->share) {
        if (p->shared) REL_TRY(rel_card_items_add(w->ctx, &r->shared, (uint64_t)p->row, (uint64_t)p->shared));
        return st;
    }
    count_reactions(&r->of[p->author], p);
    if (p->text.s) REL_TRY(note_text(r, p));
out:
    return st;
}

/* -------- resonance -------- */

static rel_status put_resonance(reading *r)
{
    rel_status st;
    rel_card_work *w = r->w;
    REL_TRY(rel_card_column(w, REL_TRAIT_ENGAGEMENT_PER_FOLLOWER, true, REL_MISSING_NO_POSTS));
    REL_TRY(rel_card_column(w, REL_TRAIT_ENGAGEMENT_PER_VIEW, true, REL_MISSING_NO_POSTS));
    for (rel_vid v = 0; v < w->g->n; v++) {
        const reactions *of = &r->of[v];
        const double followers = rel_trait_value(w->c, REL_TRAIT_FOLLOWERS, v);
        rel_missing why = REL_MISSING_KNOWN;
        if (!w->posts[v]) continue;
        if (!(followers >= REL_CARD_MIN_FOLLOWERS))
            why = isnan(followers) ? REL_MISSING_NO_PROFILE : REL_MISSING_FEW_FOLLOWERS;
        if (of->posts < REL_CARD_MIN_POSTS) why = REL_MISSING_FEW_POSTS;
        if (why == REL_MISSING_KNOWN)
            rel_card_put(w, REL_TRAIT_ENGAGEMENT_PER_FOLLOWER, v, of->sum / of->posts / followers, of->posts);
        else
            rel_card_lacks(w, REL_TRAIT_ENGAGEMENT_PER_FOLLOWER, v, why, of->posts);
        if (of->viewed < REL_CARD_MIN_POSTS) why = REL_MISSING_FEW_VIEWS;
        if (why == REL_MISSING_KNOWN)
            rel_card_put(w, REL_TRAIT_ENGAGEMENT_PER_VIEW, v, of->viewed_sum / of->views, of->viewed);
        else
            rel_card_lacks(w, REL_TRAIT_ENGAGEMENT_PER_VIEW, v, why, of->viewed);
    }
out:
    return st;
}

/* -------- texts that repeat -------- */

static rel_status put_repeated(reading *r)
{
    rel_status st;
    uint32_t *texts, *repeated;
    rel_card_work *w = r->w;
    const rel_trait t = REL_TRAIT_REPEATED_TEXTS;
    const rel_arena_mark mark = rel_scratch_mark(w->ctx);
    REL_TRY(rel_scratch(w->ctx, &texts, w->g->n, sizeof *texts, "texts"));
    REL_TRY(rel_scratch(w->ctx, &repeated, w->g->n, sizeof *repeated, "texts"));
    REL_TRY(rel_sort_radix(w->ctx, r->texts.item, r->texts.count));
    for (int64_t i = 0; i < r->texts.count; i++) {
        const rel_sort_item *x = &r->texts.item[i];
        texts[x->value]++;
        if (i > 0 && x[-1].key == x->key) repeated[x->value]++;
    }
    REL_TRY(rel_card_column(w, t, true, REL_MISSING_NO_POSTS));
    for (rel_vid v = 0; v < w->g->n; v++) {
        if (!w->posts[v]) continue;
        if (texts[v])
            rel_card_put(w, t, v, (double)repeated[v] / texts[v], texts[v]);
        else
            rel_card_lacks(w, t, v, REL_MISSING_FEW_TEXTS, 0);
    }
out:
    rel_scratch_release(w->ctx, mark);
    return st;
}

/* -------- all posts of an account, in order of time -------- */

typedef struct stretch {
    int64_t posts, timed, brand, competitor, last_brand, days, busiest, weeks;
} stretch;

static stretch look_at(const rel_card_work *w, const rel_sort_item *item, int64_t count)
{
    stretch s = {.posts = count, .last_brand = REL_TIME_MISSING};
    int64_t day = -1, week = -1, on_day = 0;
    for (int64_t i = 0; i < count; i++) {
        const uint8_t names = w->names[item[i].value];
        const uint32_t time = (uint32_t)item[i].key;
        s.brand += (names & REL_NAMES_BRAND) != 0;
        s.competitor += (names & REL_NAMES_COMPETITOR) != 0;
        if (time == NO_TIME) continue;
        if (names & REL_NAMES_BRAND) s.last_brand = time;
        s.timed++;
        on_day = time / DAY == day ? on_day + 1 : 1;
        day = time / DAY;
        if (on_day > s.busiest) s.busiest = on_day;
        const int64_t in_week = ((int64_t)time - w->c->first) / WEEK;
        s.weeks += in_week != week;
        week = in_week;
    }
    return s;
}

static void put_activity(rel_card_work *w, rel_vid v, const stretch *s)
{
    const rel_score_cards *c = w->c;
    if (!s->timed) {
        rel_card_lacks(w, REL_TRAIT_POSTS_PER_WEEK, v, REL_MISSING_NO_TIMES, s->posts);
        rel_card_lacks(w, REL_TRAIT_ACTIVE_WEEKS, v, REL_MISSING_NO_TIMES, 0);
        rel_card_lacks(w, REL_TRAIT_BUSIEST_DAY, v, REL_MISSING_NO_TIMES, 0);
        return;
    }
    /* A shorter period says nothing of a week. */
    const double weeks = fmax(1, (double)(c->last - c->first) / WEEK);
    const int64_t all_weeks = (c->last - c->first) / WEEK + 1;
    rel_card_put(w, REL_TRAIT_POSTS_PER_WEEK, v, (double)s->timed / weeks, s->timed);
    rel_card_put(w, REL_TRAIT_ACTIVE_WEEKS, v, (double)s->weeks / (double)all_weeks, all_weeks);
    rel_card_put(w, REL_TRAIT_BUSIEST_DAY, v, (double)s->busiest, s->timed);
}

static void put_topics(rel_card_work *w, rel_vid v, const stretch *s)
{
    const rel_score_cards *c = w->c;
    const double share = (double)s->brand / (double)s->posts;
    rel_card_put(w, REL_TRAIT_BRAND_SHARE, v, share, s->posts);
    if (c->brand_posts)
        rel_card_put(w, REL_TRAIT_BRAND_LIFT, v, share / ((double)c->brand_posts / (double)c->posts),
                     s->posts);
    else
        rel_card_lacks(w, REL_TRAIT_BRAND_LIFT, v, REL_MISSING_NAMED_BY_NONE, s->posts);
    if (s->last_brand != REL_TIME_MISSING)
        rel_card_put(w, REL_TRAIT_BRAND_AGE, v, (double)(c->last - s->last_brand) / DAY, s->brand);
    else
        rel_card_lacks(w, REL_TRAIT_BRAND_AGE, v, s->brand ? REL_MISSING_NO_TIMES : REL_MISSING_NOT_NAMED, 0);
    rel_card_put(w, REL_TRAIT_COMPETITOR_SHARE, v, (double)s->competitor / (double)s->posts, s->posts);
}

/* Goh and Barabasi's B of the intervals; -1 when all are the same, 0 seconds too. */
static double burstiness(const uint32_t *gap, int64_t count)
{
    double sum = 0, squares = 0;
    for (int64_t i = 0; i < count; i++) sum += gap[i];
    const double mean = sum / (double)count;
    for (int64_t i = 0; i < count; i++) squares += (gap[i] - mean) * (gap[i] - mean);
    const double deviation = sqrt(squares / (double)count);
    return mean + deviation > 0 ? (deviation - mean) / (deviation + mean) : -1;
}

static int by_size(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Share of the intervals that are near the median one. gap is sorted by this. */
static double regular(uint32_t *gap, int64_t count)
{
    int64_t near = 0;
    qsort(gap, (size_t)count, sizeof *gap, by_size);
    const double median = gap[count / 2], room = fmax(1, REGULAR_SHARE * median);
    for (int64_t i = 0; i < count; i++) near += fabs(gap[i] - median) <= room;
    return (double)near / (double)count;
}

static void put_rhythm(rel_card_work *w, rel_vid v, const rel_sort_item *item, int64_t timed, uint32_t *gap)
{
    const int64_t gaps = timed > 0 ? timed - 1 : 0;
    for (int64_t i = 0; i < gaps; i++) gap[i] = (uint32_t)item[i + 1].key - (uint32_t)item[i].key;
    if (gaps < REL_CARD_MIN_INTERVALS) {
        rel_card_lacks(w, REL_TRAIT_BURSTINESS, v, REL_MISSING_FEW_INTERVALS, gaps);
        rel_card_lacks(w, REL_TRAIT_REGULAR_INTERVALS, v, REL_MISSING_FEW_INTERVALS, gaps);
        return;
    }
    rel_card_put(w, REL_TRAIT_BURSTINESS, v, burstiness(gap, gaps), gaps);
    rel_card_put(w, REL_TRAIT_REGULAR_INTERVALS, v, regular(gap, gaps), gaps);
}

static int64_t end_of_author(const rel_card_items *posts, int64_t from)
{
    int64_t to = from;
    while (to < posts->count && posts->item[to].key >> 32 == posts->item[from].key >> 32) to++;
    return to;
}

static rel_status make_columns(rel_card_work *w)
{
    static const struct {
        rel_trait trait;
        int needs; /* REL_NAMES_...; 0: nothing */
    } of[] = {
        {REL_TRAIT_POSTS_PER_WEEK, 0},
        {REL_TRAIT_ACTIVE_WEEKS, 0},
        {REL_TRAIT_BUSIEST_DAY, 0},
        {REL_TRAIT_BURSTINESS, 0},
        {REL_TRAIT_REGULAR_INTERVALS, 0},
        {REL_TRAIT_BRAND_SHARE, REL_NAMES_BRAND},
        {REL_TRAIT_BRAND_LIFT, REL_NAMES_BRAND},
        {REL_TRAIT_BRAND_AGE, REL_NAMES_BRAND},
        {REL_TRAIT_COMPETITOR_SHARE, REL_NAMES_COMPETITOR},
    };
    rel_status st = REL_OK;
    for (size_t i = 0; i < sizeof of / sizeof *of && st == REL_OK; i++) {
        const bool brand = of[i].needs == REL_NAMES_BRAND;
        if (brand && !w->c->brand_words)
            w->c->column[of[i].trait].all = REL_MISSING_NO_BRAND;
        else if (of[i].needs && !brand && !w->c->competitor_words)
            w->c->column[of[i].trait].all = REL_MISSING_NO_COMPETITOR;
        else
            st = rel_card_column(w, of[i].trait, true, REL_MISSING_NO_POSTS);
    }
    return st;
}

static rel_status put_authors(reading *r)
{
    rel_status st;
    rel_card_work *w = r->w;
    uint32_t *gap;
    int64_t longest = 0;
    const rel_arena_mark mark = rel_scratch_mark(w->ctx);
    REL_TRY(make_columns(w));
    REL_TRY(rel_sort_radix(w->ctx, r->posts.item, r->posts.count));
    for (int64_t i = 0, to; i < r->posts.count; i = to) {
        to = end_of_author(&r->posts, i);
        if (to - i > longest) longest = to - i;
        for (int64_t k = i; k < to; k++)
            w->c->brand_posts += (w->names[r->posts.item[k].value] & REL_NAMES_BRAND) != 0;
    }
    REL_TRY(rel_scratch_unset(w->ctx, &gap, (size_t)longest, sizeof *gap, "intervals"));
    for (int64_t i = 0, to; i < r->posts.count; i = to) {
        to = end_of_author(&r->posts, i);
        const rel_vid v = (rel_vid)(r->posts.item[i].key >> 32);
        const stretch s = look_at(w, r->posts.item + i, to - i);
        put_activity(w, v, &s);
        put_topics(w, v, &s);
        put_rhythm(w, v, r->posts.item + i, s.timed, gap);
    }
out:
    rel_scratch_release(w->ctx, mark);
    return st;
}

/* -------- in order -------- */

static rel_status mark_handle(void *user, int64_t row, rel_str platform, rel_str handle)
{
    rel_card_work *w = user;
    w->account[row] = rel_card_words_account(&w->words, platform, handle);
    return REL_OK;
}

static rel_status put_all(reading *r)
{
    rel_status st;
    rel_card_work *w = r->w;
    if (w->c->first == REL_TIME_MISSING) rel_card_period_of_edges(w);
    REL_TRY(rel_card_acts(w));
    /* A share is about what the shared post is about. */
    for (int64_t i = 0; i < r->shared.count; i++)
        w->names[r->shared.item[i].key] |= w->names[r->shared.item[i].value];
    REL_TRY(put_authors(r));
    REL_TRY(put_resonance(r));
    st = put_repeated(r);
out:
    return st;
}

rel_status rel_card_posts(rel_card_work *w)
{
    rel_status st;
    reading r = {.w = w};
    const rel_arena_mark mark = rel_scratch_mark(w->ctx);
    REL_TRY(rel_scratch(w->ctx, &r.of, w->g->n, sizeof *r.of, "reactions"));
    REL_TRY(rel_scratch(w->ctx, &w->posts, w->g->n, sizeof *w->posts, "posts of accounts"));
    REL_TRY(rel_scratch(w->ctx, &w->names, (size_t)rel_facts_post_rows(w->facts), 1, "what posts name"));
    REL_TRY(rel_scratch(w->ctx, &w->account, (size_t)rel_facts_account_rows(w->facts), 1, "whose handles"));
    REL_TRY(rel_card_words_read(w));
    if (w->words.count) REL_TRY(rel_facts_handles(w->ctx, w->facts, mark_handle, w));
    REL_TRY(rel_facts_posts(w->ctx, w->facts, take_post, &r));
    st = put_all(&r);
out:
    free(r.posts.item);
    free(r.texts.item);
    free(r.shared.item);
    rel_buf_free(&r.plain);
    rel_card_words_free(&w->words);
    rel_scratch_release(w->ctx, mark);
    return st;
}
