/* Who takes part: persons in communities, and their accounts. */
#include <stdio.h>

#include "datasets/campaign_model.h"
#include "datasets/generators.h"
#include "datasets/x_v2.h"
#include "src/base/rng.h"

enum { MIN_COMMUNITY = 24, MAX_COMMUNITY_SHARE = 4, PERMILLE_FRENCH = 600, PERCENT_SAME_LANG = 92 };
enum { DAY_MS = 86400000 };

const char *const rel_platform_words[REL_PLATFORMS] = {"x", "mastodon", "bluesky"};

/* Where people are: percent of first accounts, and of those who have a second one. */
static const int platform_percent[REL_PLATFORMS] = {50, 20, 30};
enum { PERCENT_SECOND = 12 };

static const char *const mastodon_hosts[] = {"mastodon.example", "piaf.example", "fediville.example",
                                             "pouet.example"};

typedef struct crowd {
    rel_campaign *c;
    uint32_t persons;
    uint32_t *community;  /* of each person */
    uint8_t *on_platform; /* bit set */
} crowd;

static uint64_t throw_of(const rel_campaign *c, uint64_t stream, uint64_t who, uint64_t which, uint64_t bound)
{
    const rel_dice d = {c->seed, stream, who};
    return rel_dice_below(&d, which, bound);
}

/* Sizes follow a power law of exponent 1.5; the last community takes what is left. */
static void cut_communities(crowd *w, uint32_t capacity)
{
    const double largest =
        capacity / MAX_COMMUNITY_SHARE > MIN_COMMUNITY ? capacity / MAX_COMMUNITY_SHARE : MIN_COMMUNITY;
    uint32_t at = 0, count = 0;
    for (; at < capacity; count++) {
        const double u = rel_rand_unit(w->c->seed, REL_DRAW_COMMUNITY, count);
        uint32_t size = (uint32_t)rel_power_law(u, 1.5, MIN_COMMUNITY, largest + 1);
        if (capacity - at < size + MIN_COMMUNITY) size = capacity - at;
        for (uint32_t i = 0; i < size; i++) w->community[at + i] = count;
        at += size;
    }
    w->c->communities = count;
}

static rel_platform draw_platform(const rel_campaign *c, uint32_t person, uint64_t which)
{
    int t = (int)throw_of(c, REL_DRAW_PERSON, person, which, 100);
    for (int p = 0; p < REL_PLATFORMS - 1; p++) {
        if (t < platform_percent[p]) return (rel_platform)p;
        t -= platform_percent[p];
    }
    return REL_ON_BLUESKY;
}

/* The brands' own persons are everywhere. The others are drawn in an order that mixes the communities, until
 * there are enough accounts, so that those who are left over come from everywhere. */
static void place_persons(crowd *w, uint32_t capacity)
{
    rel_campaign *const c = w->c;
    int64_t left = c->o.accounts - REL_BRANDS * REL_PLATFORMS;
    for (uint32_t i = 0; i < REL_BRANDS; i++) w->on_platform[(uint64_t)i * capacity / REL_BRANDS] = 7;
    for (uint64_t k = 0; left > 0 && k < capacity; k++) {
        const uint32_t person = (uint32_t)(k * 7919 % capacity);
        if (w->on_platform[person]) continue;
        w->on_platform[person] = (uint8_t)(1 << draw_platform(c, person, 0));
        left--;
        if (left > 0 && throw_of(c, REL_DRAW_PERSON, person, 1, 100) < PERCENT_SECOND) {
            const uint8_t other = (uint8_t)(1 << draw_platform(c, person, 2));
            if (other != w->on_platform[person]) left--;
            w->on_platform[person] |= other;
        }
    }
}

static void base32(char *out, size_t len, const rel_campaign *c, uint64_t who, uint64_t which)
{
    for (size_t i = 0; i < len; i++)
        out[i] =
            "abcdefghijklmnopqrstuvwxyz234567"[rel_rand(c->seed, REL_DRAW_KEY, who * 4096 + which + i) & 31];
    out[len] = '\0';
}

/* Ids and handles in the platform's form. Accounts of X from before November 2010 have short ids. */
static void identify(const rel_campaign *c, rel_member *m, uint32_t index, const char *stem)
{
    const char *const host = mastodon_hosts[throw_of(c, REL_DRAW_ACCOUNT, index, 2, 4)];
    switch (m->platform) {
    case REL_ON_MASTODON:
        m->number = (uint64_t)m->created_ms << 16 | (index & 0xffff);
        snprintf(m->native, sizeof m->native, "%s@%s", stem, host);
        memcpy(m->handle, m->native, sizeof m->native);
        break;
    case REL_ON_BLUESKY:
        memcpy(m->native, "did:plc:", 8);
        base32(m->native + 8, 24, c, index, 0);
        snprintf(m->handle, sizeof m->handle, "%s.bsky.example", stem);
        for (char *s = m->handle; *s; s++)
            if (*s == '_') *s = '-';
        break;
    default:
        m->number = m->created_ms < REL_X_EPOCH_MS ? 20000000 + (uint64_t)index * 13
                                                   : rel_x_snowflake(m->created_ms, index);
        snprintf(m->native, sizeof m->native, "%llu", (unsigned long long)m->number);
        snprintf(m->handle, sizeof m->handle, "%s", stem);
    }
}

static int64_t joined(const rel_campaign *c, rel_platform platform, uint32_t index)
{
    static const int64_t opened[REL_PLATFORMS] = {1167609600, 1480000000, 1677000000}; /* 2007, 2016, 2023 */
    const int64_t span = c->start_ms / 1000 - opened[platform] - 86400 * 30;
    return (opened[platform] + (int64_t)throw_of(c, REL_DRAW_ACCOUNT, index, 3, (uint64_t)span)) * 1000;
}

static void describe(rel_campaign *c, rel_member *m, uint32_t index)
{
    const rel_dice who = {c->seed, REL_DRAW_PERSON, m->person}, it = {c->seed, REL_DRAW_ACCOUNT, index};
    char stem[REL_WORDS_HANDLE];
    m->created_ms = joined(c, m->platform, index);
    m->fame = rel_power_law(rel_dice_unit(&it, 4), 2.2, 1, 300);
    m->activity = rel_power_law(rel_dice_unit(&it, 5), 2.0, 1, 100);
    m->is_protected = m->platform == REL_ON_X && m->brand < 0 && rel_dice_below(&it, 6, 70) == 0;
    if (m->brand >= 0) {
        const rel_brand_words *brand = &rel_brand_words_of[m->brand];
        m->fame = 900 / (1 + m->brand);
        m->activity = 60;
        identify(c, m, index, brand->handle);
        snprintf(m->name, sizeof m->name, "%s", brand->name);
        snprintf(m->bio, sizeof m->bio, "%s · vélos / bikes · service 7/7", brand->name);
        return;
    }
    rel_words_handle(stem, &who, m->lang, m->person);
    identify(c, m, index, stem);
    rel_words_name(m->name, &who, m->lang);
    rel_words_bio(m->bio, &it, m->lang, m->topic);
}

static void community_habits(const rel_campaign *c, uint32_t community, rel_lang *lang, int *topic)
{
    *lang = throw_of(c, REL_DRAW_COMMUNITY, (UINT64_C(1) << 32) + community, 0, 1000) < PERMILLE_FRENCH
                ? REL_LANG_FR
                : REL_LANG_EN;
    *topic = (int)(community % REL_TOPICS);
}

static void add_member(crowd *w, uint32_t person, rel_platform platform, uint32_t capacity)
{
    rel_campaign *const c = w->c;
    rel_member *m = &c->member[c->members];
    const rel_dice who = {c->seed, REL_DRAW_PERSON, person};
    *m = (rel_member){.person = person, .community = w->community[person], .platform = platform, .brand = -1};
    for (uint32_t i = 0; i < REL_BRANDS; i++)
        if (person == (uint64_t)i * capacity / REL_BRANDS) m->brand = (int)i;
    community_habits(c, m->community, &m->lang, &m->topic);
    if (rel_dice_below(&who, 10, 100) >= PERCENT_SAME_LANG)
        m->lang = m->lang == REL_LANG_FR ? REL_LANG_EN : REL_LANG_FR;
    if (m->brand >= 0) c->official[m->brand][platform] = c->members;
    describe(c, m, c->members++);
}

/* Accounts that others mention and nothing else is known of. */
static void add_outsiders(rel_campaign *c, uint32_t count)
{
    c->inside = c->members;
    for (uint32_t i = 0; i < count; i++) {
        rel_member *m = &c->member[c->members];
        *m = (rel_member){.person = UINT32_MAX,
                          .community = UINT32_MAX,
                          .platform = (rel_platform)(i % REL_PLATFORMS),
                          .brand = -1,
                          .outside = true,
                          .lang = i & 1 ? REL_LANG_EN : REL_LANG_FR};
        char stem[32];
        m->created_ms = joined(c, m->platform, c->members);
        snprintf(stem, sizeof stem, "%s_%u", m->lang == REL_LANG_FR ? "voisine" : "neighbour", i);
        identify(c, m, c->members++, stem);
    }
}

static void choose_concert(rel_campaign *c)
{
    const uint32_t first = c->platform_first[REL_ON_X], count = c->platform_first[REL_ON_X + 1] - first;
    int64_t left = c->o.coordinated;
    for (uint64_t k = 0; left > 0 && k < (uint64_t)count * 4; k++) {
        rel_member *m =
            &c->member[first + throw_of(c, REL_DRAW_COMMUNITY, (UINT64_C(1) << 33) + k, 0, count)];
        if (m->in_concert || m->is_protected || m->brand >= 0) continue;
        m->in_concert = true;
        m->fame = 0.2; /* hardly anybody follows them */
        m->activity = 0;
        left--;
    }
}

rel_status rel_campaign_people(rel_campaign *c)
{
    rel_status st;
    crowd w = {.c = c};
    const uint32_t capacity = (uint32_t)c->o.accounts, outsiders = capacity / 60 + 6;
    const rel_arena_mark mark = rel_scratch_mark(c->ctx);
    REL_TRY(rel_scratch(c->ctx, &w.community, capacity, sizeof *w.community, "communities"));
    REL_TRY(rel_scratch(c->ctx, &w.on_platform, capacity, sizeof *w.on_platform, "platforms"));
    REL_TRY(rel_alloc(c->ctx, &c->member, (size_t)capacity + outsiders, sizeof *c->member, "accounts"));
    cut_communities(&w, capacity);
    place_persons(&w, capacity);
    for (int platform = 0; platform < REL_PLATFORMS; platform++) {
        c->platform_first[platform] = c->members;
        for (uint32_t person = 0; person < capacity; person++)
            if (w.on_platform[person] >> platform & 1)
                add_member(&w, person, (rel_platform)platform, capacity);
    }
    c->platform_first[REL_PLATFORMS] = c->members;
    add_outsiders(c, outsiders);
    choose_concert(c);
out:
    rel_scratch_release(c->ctx, mark);
    return st;
}
