#include "datasets/x_v2_bulk.h"

#include <stdio.h>

#include "datasets/words.h"
#include "datasets/x_v2.h"
#include "src/base/outfile.h"
#include "src/base/rng.h"

enum {
    PAGE_POSTS = 100,
    PAGE_BYTES = 1 << 20, /* the longest pages seen have 500 KB */
    PAGES_A_THREAD = 8,   /* formatted before they are written */
    HOT_STEP = 400,       /* every so many posts one is shared by many */
    SEEN_SLOTS = 2048,    /* > 2 x the users or tweets that a page can mention */
    LOOK_BACK = 100000,
};

/* Streams of random numbers. */
enum { POST = 0x100, POST_WORDS, USER, USER_WORDS };

typedef enum kind { ORIGINAL, SHARE, REPLY, QUOTE } kind;

/* Share of each kind among the posts, in percent of the throws: files that we looked at have 47 to 78 %
 * shares, 0 to 31 % replies, 6 to 12 % quotes. */
enum { SHARE_PERCENT = 52, REPLY_PERCENT = 22, QUOTE_PERCENT = 8 };

typedef struct world {
    uint64_t seed;
    rel_x_v2_bulk_opts o;
    int64_t start_ms, step_ms; /* time of post 0, time between posts (at least 1 ms) */
} world;

typedef struct post {
    int64_t number; /* may be negative: before the first collected one */
    kind kind;
    int64_t author;
    int64_t target; /* number of the post it shares, answers or quotes */
    int64_t time_ms;
    uint64_t id;
    rel_draft draft;
} post;

static rel_dice post_dice(const world *w, int64_t number)
{
    return (rel_dice){w->seed, POST, (uint64_t)(number + (INT64_C(1) << 40))};
}

static kind kind_of(const world *w, int64_t number)
{
    const rel_dice d = post_dice(w, number);
    const int64_t throw_ = (int64_t)rel_dice_below(&d, 0, 100);
    if (throw_ < SHARE_PERCENT) return SHARE;
    if (throw_ < SHARE_PERCENT + REPLY_PERCENT) return REPLY;
    return throw_ < SHARE_PERCENT + REPLY_PERCENT + QUOTE_PERCENT ? QUOTE : ORIGINAL;
}

/* Few write much, most write little. */
static int64_t author_of(const world *w, int64_t number)
{
    const rel_dice d = post_dice(w, number);
    const double u = rel_dice_unit(&d, 1);
    return (int64_t)((double)w->o.users * u * u);
}

static int64_t time_of(const world *w, int64_t number)
{
    const rel_dice d = post_dice(w, number);
    return w->start_ms + number * w->step_ms + (int64_t)rel_dice_below(&d, 2, (uint64_t)w->step_ms);
}

static uint64_t id_of(const world *w, int64_t number)
{
    const rel_dice d = post_dice(w, number);
    return rel_x_snowflake(time_of(w, number),
                           rel_dice_below(&d, 3, 1024) << 12 | ((uint64_t)number & 0xfff));
}

/* Recent posts are answered more than old ones, and some attract most shares. A share points at what is no
 * share. */
static int64_t target_of(const world *w, int64_t number)
{
    const rel_dice d = post_dice(w, number);
    const double u = rel_dice_unit(&d, 4);
    int64_t target = number - 1 - (int64_t)(LOOK_BACK * u * u * u);
    if (rel_dice_below(&d, 5, 10) < 6) target -= ((target % HOT_STEP) + HOT_STEP) % HOT_STEP;
    while (kind_of(w, target) == SHARE) target--;
    return target;
}

/* One in twenty shared posts was deleted since. */
static bool is_gone(const world *w, int64_t number)
{
    const rel_dice d = post_dice(w, number);
    return rel_dice_below(&d, 6, 20) == 0;
}

static rel_lang lang_of_user(const world *w, int64_t user)
{
    return rel_rand(w->seed, USER, (uint64_t)user * 8) & 1 ? REL_LANG_FR : REL_LANG_EN;
}

static void handle_of(const world *w, int64_t user, char handle[REL_WORDS_HANDLE])
{
    const rel_dice d = {w->seed, USER_WORDS, (uint64_t)user};
    rel_words_handle(handle, &d, lang_of_user(w, user), (uint64_t)user);
}

static int64_t created_of(const world *w, int64_t user)
{
    return 1262304000000 + (int64_t)rel_rand_below(w->seed, USER, (uint64_t)user * 8 + 1, 460000000) * 1000;
}

/* Accounts that joined before snowflakes have short ids. */
static uint64_t id_of_user(const world *w, int64_t user)
{
    const int64_t created = created_of(w, user);
    if (created < 1446336000000) return 12000000 + (uint64_t)user * 7;
    return rel_x_snowflake(created, (uint64_t)user);
}

static void write_user(const world *w, rel_pen *p, const char *key, int64_t user)
{
    const rel_dice d = {w->seed, USER_WORDS, (uint64_t)user};
    const rel_lang lang = lang_of_user(w, user);
    char name[REL_WORDS_NAME], handle[REL_WORDS_HANDLE], bio[REL_WORDS_BIO];
    const double u = rel_dice_unit(&d, 20), fame = 30 / (u * u + 1e-4);
    rel_words_name(name, &d, lang);
    handle_of(w, user, handle);
    rel_words_bio(bio, &d, lang, (int)rel_dice_below(&d, 21, REL_TOPICS));
    const rel_x_user x = {.id = id_of_user(w, user),
                          .created_ms = created_of(w, user),
                          .name = name,
                          .handle = handle,
                          .bio = bio,
                          .location = rel_words_place(&d, lang),
                          .followers = (int64_t)fame,
                          .following = (int64_t)rel_dice_below(&d, 22, 2000),
                          .tweets = (int64_t)rel_dice_below(&d, 23, 60000),
                          .listed = (int64_t)(fame / 90),
                          .verified = fame > 50000,
                          .is_protected = rel_dice_below(&d, 24, 200) == 0};
    rel_x_v2_user(p, key, &x);
}

static void write_text(const world *w, post *t)
{
    const rel_dice d = {w->seed, POST_WORDS, (uint64_t)(t->number + (INT64_C(1) << 40))};
    const rel_lang lang = lang_of_user(w, t->author);
    char handle[REL_WORDS_HANDLE], address[96], shown[24];
    const rel_tone tone = (rel_tone)((int)rel_dice_below(&d, 40, 3) - 1);
    rel_draft_clear(&t->draft);
    if (t->kind == REPLY) {
        const int64_t to = author_of(w, t->target);
        handle_of(w, to, handle);
        rel_draft_mention(&t->draft, handle, id_of_user(w, to));
        rel_draft_gap(&t->draft);
        rel_words_reply(&t->draft, &d, lang, tone);
    }
    if (t->kind != REPLY || rel_dice_below(&d, 41, 2)) {
        rel_draft_gap(&t->draft);
        rel_words_post(&t->draft, &d, lang, tone, (int)rel_dice_below(&d, 42, REL_BRANDS),
                       (int)rel_dice_below(&d, 43, REL_TOPICS));
    }
    if (rel_dice_below(&d, 44, 10) < 3) {
        const int64_t other = (int64_t)((double)w->o.users * rel_dice_unit(&d, 45) * rel_dice_unit(&d, 46));
        handle_of(w, other, handle);
        rel_draft_gap(&t->draft);
        rel_draft_mention(&t->draft, handle, id_of_user(w, other));
    }
    for (uint64_t tags = rel_dice_below(&d, 47, 4); tags > 2; tags--) {
        rel_draft_gap(&t->draft);
        rel_draft_tag(&t->draft, rel_topic_tag((int)rel_dice_below(&d, 48 + tags, REL_TOPICS), lang));
    }
    if (rel_dice_below(&d, 52, 5) == 0) {
        snprintf(address, sizeof address, "https://velmio.example/%s?code=V%04u", rel_lang_code(lang),
                 (unsigned)rel_dice_below(&d, 53, 2000));
        snprintf(shown, sizeof shown, "https://t.co/%010llx",
                 (unsigned long long)rel_dice_below(&d, 54, UINT64_C(1) << 40));
        rel_draft_gap(&t->draft);
        rel_draft_link(&t->draft, address, shown);
    }
}

static void load(const world *w, int64_t number, post *t)
{
    t->number = number;
    t->kind = kind_of(w, number);
    t->author = author_of(w, number);
    t->time_ms = time_of(w, number);
    t->id = id_of(w, number);
    t->target = t->kind == ORIGINAL ? number : target_of(w, number);
    if (t->kind != SHARE) write_text(w, t);
}

/* The text of a share is that of the original behind "RT @handle: ", cut at 140 characters. */
static void write_share_text(const world *w, post *t, const post *original)
{
    char handle[REL_WORDS_HANDLE];
    rel_draft_clear(&t->draft);
    rel_draft_puts(&t->draft, "RT ");
    handle_of(w, original->author, handle);
    rel_draft_mention(&t->draft, handle, id_of_user(w, original->author));
    rel_draft_puts(&t->draft, ": ");
    const rel_draft *from = &original->draft;
    const int shift_chars = t->draft.chars, shift_bytes = t->draft.bytes;
    int bytes = 0, chars = 0;
    while (bytes < from->bytes && shift_chars + chars < 139) {
        do bytes++;
        while (bytes < from->bytes && ((unsigned char)from->text[bytes] & 0xc0) == 0x80);
        chars++;
    }
    rel_draft_add(&t->draft, from->text, (size_t)bytes);
    if (bytes < from->bytes) rel_draft_puts(&t->draft, "…");
    for (int i = 0; i < from->parts && t->draft.parts < REL_DRAFT_PARTS; i++) {
        if (from->part[i].end_char > chars) continue;
        rel_part *part = &t->draft.part[t->draft.parts++];
        *part = from->part[i];
        part->first_char += shift_chars;
        part->end_char += shift_chars;
        part->first_byte += shift_bytes;
        part->end_byte += shift_bytes;
    }
}

static rel_x_tweet tweet_of(const world *w, const post *t)
{
    static const char *const reference[] = {NULL, "retweeted", "replied_to", "quoted"};
    static const char *const source[] = {"Twitter for iPhone", "Twitter for Android", "Twitter Web App",
                                         "Twitter for iPad"};
    const rel_dice d = post_dice(w, t->number);
    const double u = rel_dice_unit(&d, 10);
    const bool hot = t->number % HOT_STEP == 0;
    const int64_t likes = (int64_t)((hot ? 900 : 3) / (u + 0.05));
    return (rel_x_tweet){.id = t->id,
                         .author = id_of_user(w, t->author),
                         .conversation = t->kind == REPLY ? id_of(w, t->target) : t->id,
                         .time_ms = t->time_ms,
                         .draft = &t->draft,
                         .lang = rel_lang_code(lang_of_user(w, t->author)),
                         .source = source[rel_dice_below(&d, 11, 4)],
                         .reference = reference[t->kind],
                         .reference_id = t->kind == ORIGINAL ? 0 : id_of(w, t->target),
                         .reply_to_user = t->kind == REPLY ? id_of_user(w, author_of(w, t->target)) : 0,
                         .shares = likes / 4,
                         .replies = t->kind == SHARE ? 0 : likes / 9,
                         .likes = t->kind == SHARE ? 0 : likes,
                         .quotes = t->kind == SHARE ? 0 : likes / 30,
                         .views = t->kind == SHARE ? 0 : likes * 57 + 11,
                         .long_form = w->o.long_form};
}

/* Numbers met in a page, each once, in the order of meeting. */
typedef struct seen {
    int64_t number[SEEN_SLOTS / 2];
    int count;
    int slot[SEEN_SLOTS]; /* 1 + position, 0: free */
} seen;

static void see(seen *s, int64_t number)
{
    uint64_t at = rel_mix64((uint64_t)number) % SEEN_SLOTS;
    for (; s->slot[at]; at = (at + 1) % SEEN_SLOTS)
        if (s->number[s->slot[at] - 1] == number) return;
    if (s->count == SEEN_SLOTS / 2) return;
    s->number[s->count++] = number;
    s->slot[at] = s->count;
}

/* What a thread needs to format a page. */
typedef struct page {
    char *room; /* PAGE_BYTES */
    size_t size;
    bool full;
    post post, target;
    seen users, tweets;
    int64_t gone[PAGE_POSTS];
    int gones;
    rel_x_v2_bulk_counts counts;
} page;

static void count_mentions(page *g, const rel_draft *d)
{
    for (int i = 0; i < d->parts; i++)
        if (d->part[i].kind == REL_PART_MENTION) g->counts.mentions++;
}

static void count(page *g, const post *t)
{
    g->counts.posts++;
    g->counts.originals += t->kind == ORIGINAL;
    g->counts.shares += t->kind == SHARE;
    g->counts.replies += t->kind == REPLY;
    g->counts.quotes += t->kind == QUOTE;
}

/* Loads post `number` and, when it refers to one, its target; remembers what the page must include. */
static void meet(const world *w, page *g, int64_t number)
{
    post *t = &g->post;
    load(w, number, t);
    count(g, t);
    see(&g->users, t->author);
    if (t->kind != ORIGINAL) {
        load(w, t->target, &g->target);
        if (t->kind == SHARE) write_share_text(w, t, &g->target);
        if (is_gone(w, t->target)) {
            g->counts.unresolved++;
            g->gone[g->gones++] = t->target;
        } else {
            see(&g->tweets, t->target);
            see(&g->users, g->target.author);
        }
        if (t->kind == REPLY) see(&g->users, g->target.author);
    }
    count_mentions(g, &t->draft);
}

static void write_includes(const world *w, page *g, rel_pen *p)
{
    rel_pen_begin(p, "includes", '{');
    rel_pen_begin(p, "users", '[');
    for (int i = 0; i < g->users.count; i++) write_user(w, p, NULL, g->users.number[i]);
    rel_pen_end(p, ']');
    rel_pen_begin(p, "tweets", '[');
    for (int i = 0; i < g->tweets.count; i++) {
        load(w, g->tweets.number[i], &g->target);
        const rel_x_tweet x = tweet_of(w, &g->target);
        rel_x_v2_tweet(p, NULL, &x);
    }
    rel_pen_end(p, ']');
    rel_pen_end(p, '}');
    if (!g->gones) return;
    rel_pen_begin(p, "errors", '[');
    for (int i = 0; i < g->gones; i++) {
        char id[24];
        snprintf(id, sizeof id, "%llu", (unsigned long long)id_of(w, g->gone[i]));
        rel_x_v2_problem(p, "referenced_tweets.id", id, "Not Found Error", "tweet");
    }
    rel_pen_end(p, ']');
}

static const char search_url[] =
    "https://api.twitter.com/2/tweets/search/all?expansions=author_id%2Cin_reply_to_user_id%2C"
    "referenced_tweets.id%2Creferenced_tweets.id.author_id%2Centities.mentions.username&"
    "max_results=100&query=velmio";

/* Posts last, last - 1, ..., first. */
static void write_page(const world *w, page *g, rel_pen *p, int64_t first, int64_t last)
{
    char newest[24], oldest[24];
    rel_pen_begin(p, NULL, '{');
    rel_pen_begin(p, "data", '[');
    for (int64_t number = last; number >= first; number--) {
        meet(w, g, number);
        const rel_x_tweet x = tweet_of(w, &g->post);
        rel_x_v2_tweet(p, NULL, &x);
    }
    rel_pen_end(p, ']');
    write_includes(w, g, p);
    snprintf(newest, sizeof newest, "%llu", (unsigned long long)id_of(w, last));
    snprintf(oldest, sizeof oldest, "%llu", (unsigned long long)id_of(w, first));
    rel_pen_begin(p, "meta", '{');
    rel_pen_str(p, "newest_id", newest);
    rel_pen_str(p, "oldest_id", oldest);
    rel_pen_int(p, "result_count", last - first + 1);
    rel_pen_end(p, '}');
    rel_x_v2_origin(p, search_url, w->start_ms + w->o.days * 86400000);
    rel_pen_end(p, '}');
    rel_pen_newline(p);
}

/* As `twarc2 flatten` makes of the same page: author and referred tweet inside. */
static void write_flat(const world *w, page *g, rel_pen *p, int64_t first, int64_t last)
{
    for (int64_t number = last; number >= first; number--) {
        meet(w, g, number);
        rel_x_tweet x = tweet_of(w, &g->post);
        const char *const type = x.reference;
        x.reference = NULL;
        rel_pen_begin(p, NULL, '{');
        rel_x_v2_tweet_fields(p, &x);
        write_user(w, p, "author", g->post.author);
        if (g->post.kind == REPLY) write_user(w, p, "in_reply_to_user", g->target.author);
        if (type) {
            rel_pen_begin(p, "referenced_tweets", '[');
            rel_pen_begin(p, NULL, '{');
            rel_pen_str(p, "type", type);
            if (is_gone(w, g->post.target)) {
                rel_pen_id(p, "id", x.reference_id);
            } else {
                if (g->target.kind == SHARE) g->target.draft.parts = 0;
                const rel_x_tweet referred = tweet_of(w, &g->target);
                rel_x_v2_tweet_fields(p, &referred);
                write_user(w, p, "author", g->target.author);
            }
            rel_pen_end(p, '}');
            rel_pen_end(p, ']');
        }
        rel_x_v2_origin(p, search_url, w->start_ms + w->o.days * 86400000);
        rel_pen_end(p, '}');
        rel_pen_newline(p);
    }
}

static void format_page(const world *w, page *g, int64_t number)
{
    const int64_t last = w->o.posts - 1 - number * PAGE_POSTS;
    const int64_t first = last - PAGE_POSTS + 1 > 0 ? last - PAGE_POSTS + 1 : 0;
    g->users.count = g->tweets.count = g->gones = 0;
    memset(g->users.slot, 0, sizeof g->users.slot);
    memset(g->tweets.slot, 0, sizeof g->tweets.slot);
    g->counts = (rel_x_v2_bulk_counts){.pages = 1};
    rel_pen p = rel_pen_on(g->room, PAGE_BYTES);
    p.spaced = p.ascii = w->o.long_form;
    (w->o.flattened ? write_flat : write_page)(w, g, &p, first, last);
    g->full = p.full;
    g->size = (size_t)(p.at - g->room);
    g->counts.bytes = (int64_t)g->size;
}

static void add_counts(rel_x_v2_bulk_counts *to, const rel_x_v2_bulk_counts *from)
{
    to->posts += from->posts;
    to->pages += from->pages;
    to->bytes += from->bytes;
    to->originals += from->originals;
    to->shares += from->shares;
    to->replies += from->replies;
    to->quotes += from->quotes;
    to->mentions += from->mentions;
    to->unresolved += from->unresolved;
}

static rel_status check(rel_ctx *ctx, const rel_x_v2_bulk_opts *o)
{
    if (o->posts < 1 || o->posts > INT64_C(10000000000))
        return rel_fail(ctx, REL_E_USAGE, "x-v2: '%lld' is not a number of posts from 1 to 10000000000",
                        (long long)o->posts);
    if (o->days < 1 || o->days > 1000)
        return rel_fail(ctx, REL_E_USAGE, "x-v2: '%lld' is not a number of days from 1 to 1000",
                        (long long)o->days);
    return REL_OK;
}

static world world_of(const rel_ctx *ctx, const rel_x_v2_bulk_opts *opts)
{
    world w = {.seed = ctx->seed, .o = *opts, .start_ms = 1741000000000};
    if (w.o.users < 1) w.o.users = w.o.posts / 5 + 10;
    w.step_ms = w.o.days * 86400000 / w.o.posts;
    if (w.step_ms < 1) w.step_ms = 1;
    return w;
}

/* Formats the pages first .. first + count - 1 side by side; the work on a page hardly varies. */
static void format_pages(const world *w, int threads, page *pages, int64_t first, int count)
{
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1)
    for (int i = 0; i < count; i++) format_page(w, &pages[i], first + i);
}

static rel_status write_pages(rel_ctx *ctx, const world *w, page *pages, int slots, rel_outfile *f,
                              rel_x_v2_bulk_counts *counts)
{
    const int64_t total = (w->o.posts + PAGE_POSTS - 1) / PAGE_POSTS;
    for (int64_t first = 0; first < total; first += slots) {
        const int count = total - first < slots ? (int)(total - first) : slots;
        rel_status st = rel_poll(ctx);
        if (st != REL_OK) return st;
        format_pages(w, ctx->threads, pages, first, count);
        for (int i = 0; i < count; i++) {
            if (pages[i].full)
                return rel_fail(ctx, REL_E_LIMIT, "x-v2: a page is larger than %d bytes", PAGE_BYTES);
            rel_outfile_add(f, pages[i].room, pages[i].size);
            add_counts(counts, &pages[i].counts);
        }
        if (f->status != REL_OK) return f->status;
        rel_progress(ctx, "writing", "posts", counts->posts, w->o.posts);
    }
    return REL_OK;
}

rel_status rel_x_v2_bulk_write(rel_ctx *ctx, const char *path, const rel_x_v2_bulk_opts *opts,
                               rel_x_v2_bulk_counts *counts)
{
    rel_status st;
    rel_outfile f = {0};
    page *pages = NULL;
    rel_x_v2_bulk_counts all = {0};
    const int slots = ctx->threads * PAGES_A_THREAD;
    world w;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(check(ctx, opts));
    w = world_of(ctx, opts);
    REL_TRY(rel_scratch(ctx, &pages, (size_t)slots, sizeof *pages, "pages"));
    for (int i = 0; i < slots; i++) REL_TRY(rel_scratch(ctx, &pages[i].room, PAGE_BYTES, 1, "page text"));
    REL_TRY(rel_outfile_open(ctx, path, &f));
    REL_TRY(write_pages(ctx, &w, pages, slots, &f, &all));
    REL_TRY(rel_outfile_close(&f));
    if (counts) *counts = all;
out:
    if (st != REL_OK) rel_outfile_discard(&f);
    rel_scratch_release(ctx, mark);
    return st;
}
