/* What the shop sells because of the campaign, and without it. */
#include <math.h>
#include <stdlib.h>

#include "datasets/campaign_model.h"
#include "datasets/generators.h"
#include "src/base/rng.h"

enum {
    SALES_A_THOUSAND_VIEWERS = 3,
    PERCENT_ORGANIC = 20,
    MAX_SALES = 40,
    HOUR_MS = 3600000,
    DAY_MS = 24 * HOUR_MS
};

/* Poisson by multiplying uniform numbers (Knuth, TAOCP 2, 3.4.1); mean is small. */
static int poisson(const rel_campaign *c, uint64_t index, double mean)
{
    const double limit = exp(-mean);
    double product = 1;
    int k = 0;
    while (k < MAX_SALES) {
        product *= rel_rand_unit(c->seed, REL_DRAW_SALE, index * 64 + (uint64_t)k);
        if (product <= limit) break;
        k++;
    }
    return k;
}

static rel_status add_sale(rel_campaign *c, int64_t cause, int64_t after_ms)
{
    const rel_dice d = {c->seed, REL_DRAW_SALE, (UINT64_C(1) << 40) + c->sales};
    const rel_status st =
        rel_grow(c->ctx, &c->sale, &c->sale_capacity, c->sales + 1, sizeof *c->sale, "sales");
    if (st != REL_OK) return st;
    const uint64_t trace =
        rel_dice_below(&d, 0, 10); /* most give the code, some follow the link, some both */
    c->sale[c->sales++] =
        (rel_sale){.time_ms = after_ms - (int64_t)(log1p(-rel_dice_unit(&d, 1)) * 8 * HOUR_MS),
                   .cents = 1990 + 100 * (int64_t)(rel_power_law(rel_dice_unit(&d, 2), 1.8, 1, 400)),
                   .cause = cause,
                   .has_code = cause >= 0 && trace < 7,
                   .has_link = cause >= 0 && trace > 4};
    return REL_OK;
}

/* A shop's list is in order of time. */
static int earlier(const void *a, const void *b)
{
    const rel_sale *x = a, *y = b;
    if (x->time_ms != y->time_ms) return x->time_ms < y->time_ms ? -1 : 1;
    return x->cause != y->cause ? (x->cause < y->cause ? -1 : 1)
                                : (x->cents > y->cents) - (x->cents < y->cents);
}

rel_status rel_campaign_sales(rel_campaign *c)
{
    rel_status st = REL_OK;
    for (size_t i = 0; i < c->messages; i++) {
        const rel_message *m = &c->message[i];
        if (!m->has_code || m->fate == REL_FATE_GONE) continue;
        const double audience = (double)c->member[m->author].followers;
        const int count = poisson(c, i, audience * SALES_A_THOUSAND_VIEWERS / 1000);
        for (int k = 0; k < count; k++) REL_TRY(add_sale(c, (int64_t)i, m->time_ms));
    }
    const int64_t organic = (int64_t)c->sales * PERCENT_ORGANIC / (100 - PERCENT_ORGANIC) + 5;
    for (int64_t k = 0; k < organic; k++) {
        const double u = rel_rand_unit(c->seed, REL_DRAW_SALE, ~(uint64_t)k);
        REL_TRY(add_sale(c, REL_NO_POST, c->start_ms + (int64_t)(u * (double)c->o.days * DAY_MS)));
    }
    qsort(c->sale, c->sales, sizeof *c->sale, earlier);
out:
    return st;
}
