/* The laws that a generated campaign must obey. */
#include <math.h>
#include <stdlib.h>

#include "datasets/campaign_model.h"
#include "tests/check.h"

static void make(rel_ctx *ctx, rel_campaign_opts o, uint64_t seed, rel_campaign *c)
{
    *c = (rel_campaign){.ctx = ctx, .o = o, .seed = seed, .start_ms = 1740960000000};
    CHECK_OK(ctx, rel_campaign_people(c));
    CHECK_OK(ctx, rel_campaign_follows(c));
    CHECK_OK(ctx, rel_campaign_messages(c));
    CHECK_OK(ctx, rel_campaign_sales(c));
}

/* Position of the edge v <- follower, or -1. */
static int64_t edge(const rel_campaign *c, uint32_t v, uint32_t follower)
{
    for (int64_t e = c->in_off[v]; e < c->in_off[v + 1]; e++)
        if (c->follower[e] == follower) return e;
    return -1;
}

static int compare_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void people(const rel_campaign *c)
{
    int64_t per_platform[REL_PLATFORMS] = {0}, coordinated = 0, official = 0;
    const char **id = malloc(c->members * sizeof *id);
    CHECK(id && c->inside == (uint32_t)c->o.accounts);
    if (!id) return;
    for (uint32_t v = 0; v < c->members; v++) {
        const rel_member *m = &c->member[v];
        id[v] = m->native;
        if (v >= c->inside) {
            CHECK(m->outside);
            continue;
        }
        CHECK(!m->outside && m->community < c->communities && m->created_ms < c->start_ms);
        CHECK(v < c->platform_first[m->platform + 1] && v >= c->platform_first[m->platform]);
        CHECK(m->followers >= c->in_off[v + 1] - c->in_off[v]);
        per_platform[m->platform]++;
        coordinated += m->in_concert;
        official += m->brand >= 0;
        CHECK(!m->in_concert || (m->platform == REL_ON_X && !m->is_protected && m->brand < 0));
    }
    CHECK(coordinated == c->o.coordinated && official == REL_BRANDS * REL_PLATFORMS);
    CHECK(fabs((double)per_platform[REL_ON_X] / c->inside - 0.5) < 0.05);
    qsort(id, c->members, sizeof *id, compare_text);
    for (uint32_t v = 1; v < c->members; v++) CHECK(strcmp(id[v - 1], id[v]) != 0);
    free(id);
}

/* The follows stay on a platform, leave the community as often as asked, and nobody follows one account
 * twice. */
static void follows(const rel_campaign *c, double mixing)
{
    int64_t outside = 0, largest = 0;
    uint32_t *last = calloc(c->inside, sizeof *last);
    CHECK(last);
    if (!last) return;
    for (uint32_t v = 0; v < c->inside; v++) {
        const int64_t degree = c->in_off[v + 1] - c->in_off[v];
        if (degree > largest) largest = degree;
        for (int64_t e = c->in_off[v]; e < c->in_off[v + 1]; e++) {
            const rel_member *a = &c->member[v], *b = &c->member[c->follower[e]];
            CHECK(c->follower[e] != v && a->platform == b->platform && last[c->follower[e]] != v + 1);
            last[c->follower[e]] = v + 1;
            outside += a->community != b->community;
        }
    }
    CHECK(fabs((double)outside / (double)c->follows - mixing) < 0.03);
    CHECK(largest > 20 * c->follows / c->inside); /* the tail */
    free(last);
}

/* Every share was caused by a message of somebody whom the sharer follows, earlier, in the same cascade;
 * nobody shares twice; what is shared is the original. */
static void cascades(const rel_campaign *c)
{
    uint32_t *cascade_of = calloc(c->inside, sizeof *cascade_of);
    int64_t last_cascade = -1;
    CHECK(cascade_of);
    if (!cascade_of) return;
    for (size_t i = 0; i < c->messages; i++) {
        const rel_message *m = &c->message[i];
        CHECK(!c->member[m->author].is_protected && m->author < c->inside && m->mentioned != m->author);
        if (m->act == REL_ACT_ORIGINAL) {
            CHECK(m->cascade == (int64_t)i);
            last_cascade = (int64_t)i;
            cascade_of[m->author] = (uint32_t)i + 1;
            continue;
        }
        const rel_message *target = &c->message[m->target];
        CHECK(m->cascade == last_cascade && target->cascade == m->cascade && target->time_ms < m->time_ms);
        CHECK(target->author != m->author);
        if (m->act == REL_ACT_REPLY) continue;
        CHECK(m->target == m->cascade && cascade_of[m->author] != (uint32_t)m->cascade + 1);
        cascade_of[m->author] = (uint32_t)m->cascade + 1;
        if (m->in_concert) {
            CHECK(m->cause == REL_NO_POST && c->member[m->author].in_concert);
            continue;
        }
        const rel_message *cause = &c->message[m->cause];
        const int64_t e = edge(c, cause->author, m->author);
        CHECK(cause->cascade == m->cascade && cause->time_ms < m->time_ms && cause->act != REL_ACT_REPLY);
        CHECK(e >= 0 && c->probability[e] > 0 && c->passed[e] > 0);
    }
    free(cascade_of);
}

/* Tries and successes agree with the probability of the edges, over all and for weak and strong edges apart:
 * the difference is within four standard deviations. Each edge is tried once for each cascade that its head
 * joined. */
static void probabilities(const rel_campaign *c)
{
    double difference[3] = {0}, variance[3] = {0};
    int64_t *joined = calloc(c->inside, sizeof *joined);
    CHECK(joined);
    if (!joined) return;
    for (size_t i = 0; i < c->messages; i++)
        joined[c->message[i].author] += c->message[i].act != REL_ACT_REPLY;
    for (uint32_t v = 0; v < c->inside; v++)
        for (int64_t e = c->in_off[v]; e < c->in_off[v + 1]; e++) {
            const double p = c->probability[e];
            CHECK(p >= 0 && p <= 0.5 && c->passed[e] <= c->tried[e]);
            CHECK(p > 0 ? c->tried[e] == joined[v] : c->tried[e] == 0);
            const int bin = p < 0.02 ? 0 : p < 0.08 ? 1 : 2;
            difference[bin] += c->passed[e] - c->tried[e] * p;
            variance[bin] += c->tried[e] * p * (1 - p);
        }
    for (int bin = 0; bin < 3; bin++) {
        CHECK(variance[bin] > 20);
        CHECK(fabs(difference[bin]) < 4 * sqrt(variance[bin]));
    }
    free(joined);
}

/* Without looking at tries: of the followers of an author, at least as many as the coins said by that edge
 * alone come to share, and at most as many name the author as their cause. */
static void direct_shares(const rel_campaign *c)
{
    double expected = 0, variance = 0;
    int64_t direct = 0, all = 0;
    uint32_t *shared = calloc(c->inside, sizeof *shared);
    CHECK(shared);
    if (!shared) return;
    for (size_t i = 0; i < c->messages; i++) {
        if (c->message[i].act != REL_ACT_ORIGINAL) continue;
        const uint32_t author = c->message[i].author;
        for (size_t k = i + 1; k < c->messages && c->message[k].cascade == (int64_t)i; k++) {
            if (c->message[k].act == REL_ACT_REPLY) continue;
            shared[c->message[k].author] = (uint32_t)i + 1;
            direct += c->message[k].cause == (int64_t)i;
        }
        for (int64_t e = c->in_off[author]; e < c->in_off[author + 1]; e++) {
            expected += c->probability[e];
            variance += c->probability[e] * (1 - c->probability[e]);
            all += shared[c->follower[e]] == (uint32_t)i + 1;
        }
    }
    CHECK((double)direct < expected + 4 * sqrt(variance));
    CHECK((double)all > expected - 4 * sqrt(variance));
    CHECK((double)direct > 0.6 * expected);
    free(shared);
}

/* Within a minute of each other, ten minutes after a post of the first competitor. */
static void concert(const rel_campaign *c)
{
    int64_t shares = 0, groups = 0, last = -1;
    for (size_t i = 0; i < c->messages; i++) {
        const rel_message *m = &c->message[i];
        if (!m->in_concert) continue;
        const rel_message *o = &c->message[m->target];
        CHECK(m->time_ms >= o->time_ms + 600000 && m->time_ms < o->time_ms + 660000);
        CHECK(c->member[o->author].brand == 1 && c->member[m->author].platform == REL_ON_X);
        shares++;
        groups += m->target != last;
        last = m->target;
    }
    CHECK(groups >= 8 && shares > groups * c->o.coordinated / 2);
}

static void sales(const rel_campaign *c)
{
    int64_t organic = 0;
    for (size_t i = 0; i < c->sales; i++) {
        const rel_sale *s = &c->sale[i];
        CHECK(s->cents > 0 && (i == 0 || c->sale[i - 1].time_ms <= s->time_ms));
        if (s->cause == REL_NO_POST) {
            CHECK(!s->has_code && !s->has_link);
            organic++;
            continue;
        }
        const rel_message *m = &c->message[s->cause];
        CHECK(m->has_code && m->time_ms <= s->time_ms && m->fate != REL_FATE_GONE);
        CHECK(s->has_code || s->has_link);
    }
    CHECK(organic > 0 && (size_t)organic < c->sales);
}

/* Numbers of posts are unique on a platform, in the order of time. */
static void order_of_messages(const rel_campaign *c)
{
    uint64_t last[REL_PLATFORMS] = {0};
    int64_t fates[3] = {0};
    for (size_t k = 0; k < c->messages; k++) {
        const rel_message *m = &c->message[c->order[k]];
        if (k > 0) CHECK(c->message[c->order[k - 1]].time_ms <= m->time_ms);
        CHECK(m->fate == REL_FATE_EARLIER ? m->time_ms < c->start_ms : m->time_ms >= c->start_ms);
        fates[m->fate]++;
        const rel_platform p = c->member[m->author].platform;
        CHECK(m->number != last[p]);
        last[p] = m->number;
    }
    CHECK(fates[REL_FATE_COLLECTED] > 0 && fates[REL_FATE_EARLIER] > 0 && fates[REL_FATE_GONE] > 0);
}

static void laws(rel_ctx *ctx)
{
    rel_campaign_opts o = REL_CAMPAIGN_DEFAULTS;
    o.accounts = 6000;
    o.posts = 20000;
    for (int i = 0; i < 3; i++) {
        rel_campaign c;
        o.mixing = 0.1 + 0.25 * i;
        make(ctx, o, 11 + (uint64_t)i, &c);
        people(&c);
        follows(&c, o.mixing);
        cascades(&c);
        probabilities(&c);
        direct_shares(&c);
        concert(&c);
        sales(&c);
        order_of_messages(&c);
        rel_campaign_free(&c);
    }
}

/* More branching, longer cascades; none, no shares but those in concert. */
static void branching(rel_ctx *ctx)
{
    rel_campaign c;
    rel_campaign_opts o = REL_CAMPAIGN_DEFAULTS;
    double shares_a_post[2];
    for (int i = 0; i < 2; i++) {
        int64_t originals = 0, shares = 0;
        o.branching = i ? 0.8 : 0.2;
        make(ctx, o, 3, &c);
        for (size_t k = 0; k < c.messages; k++) {
            originals += c.message[k].act == REL_ACT_ORIGINAL;
            shares += c.message[k].act != REL_ACT_ORIGINAL && c.message[k].act != REL_ACT_REPLY;
        }
        shares_a_post[i] = (double)shares / (double)originals;
        rel_campaign_free(&c);
    }
    CHECK(shares_a_post[1] > 2 * shares_a_post[0]);
    o.branching = 0;
    o.coordinated = 0;
    make(ctx, o, 3, &c);
    for (size_t k = 0; k < c.messages; k++)
        CHECK(c.message[k].act == REL_ACT_ORIGINAL || c.message[k].act == REL_ACT_REPLY);
    rel_campaign_free(&c);
}

static void refuses(rel_ctx *ctx, rel_campaign_opts o, const char *message)
{
    CHECK(rel_campaign_write(ctx, "campaign_refused", &o) == REL_E_USAGE);
    CHECK_TEXT(ctx->message, message);
}

static void refusals(rel_ctx *ctx)
{
    rel_campaign_opts o = REL_CAMPAIGN_DEFAULTS;
    o.accounts = 99;
    refuses(ctx, o, "campaign: accounts: '99' is not a number from 100 to 10000000");
    o = REL_CAMPAIGN_DEFAULTS;
    o.branching = 1;
    refuses(ctx, o, "campaign: branching: '1' is not a number from 0 to 0.95");
    o = REL_CAMPAIGN_DEFAULTS;
    o.mixing = NAN;
    refuses(ctx, o, "campaign: mixing: 'nan' is not a number from 0 to 1");
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    laws(&ctx);
    branching(&ctx);
    refusals(&ctx);
    rel_campaign_opts small = REL_CAMPAIGN_DEFAULTS;
    small.accounts = small.posts = 100;
    CHECK_TORTURE(&ctx, rel_campaign_write(&ctx, "campaign_torture", &small), (void)0);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
