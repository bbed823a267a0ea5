#include "datasets/campaign.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "datasets/campaign_model.h"
#include "datasets/tally.h"

/* Monday 3 March 2025, so that the same seed gives the same bytes in any year. */
#define CAMPAIGN_START_MS INT64_C(1740960000000)

static rel_status check_count(rel_ctx *ctx, const char *what, int64_t value, int64_t low, int64_t high)
{
    if (value >= low && value <= high) return REL_OK;
    return rel_fail(ctx, REL_E_USAGE, "campaign: %s: '%lld' is not a number from %lld to %lld", what,
                    (long long)value, (long long)low, (long long)high);
}

static rel_status check_part(rel_ctx *ctx, const char *what, double value, double low, double high)
{
    if (value >= low && value <= high) return REL_OK;
    return rel_fail(ctx, REL_E_USAGE, "campaign: %s: '%g' is not a number from %g to %g", what, value, low,
                    high);
}

static rel_status check(rel_ctx *ctx, const rel_campaign_opts *o)
{
    rel_status st;
    REL_TRY(check_count(ctx, "accounts", o->accounts, 100, 10000000));
    REL_TRY(check_count(ctx, "posts", o->posts, 100, 100000000));
    REL_TRY(check_count(ctx, "days", o->days, 1, 1000));
    REL_TRY(check_count(ctx, "coordinated", o->coordinated, 0, 1000));
    REL_TRY(check_part(ctx, "mixing", o->mixing, 0, 1));
    REL_TRY(check_part(ctx, "mean-follows", o->mean_follows, 1, 200));
    REL_TRY(check_part(ctx, "branching", o->branching, 0, 0.95));
out:
    return st;
}

static rel_status make_folder(rel_ctx *ctx, const char *path)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST) return REL_OK;
    return rel_fail(ctx, REL_E_IO, "cannot make the folder '%s': %s", path, strerror(errno));
}

static rel_status make_folders(rel_ctx *ctx, const char *folder)
{
    rel_status st;
    rel_buf truth = {0};
    REL_TRY(make_folder(ctx, folder));
    REL_TRY(rel_buf_printf(ctx, &truth, "%s/truth", folder));
    REL_TRY(make_folder(ctx, truth.data));
out:
    rel_buf_free(&truth);
    return st;
}

void rel_campaign_free(rel_campaign *c)
{
    free(c->member);
    free(c->in_off);
    free(c->follower);
    free(c->probability);
    free(c->tried);
    free(c->passed);
    free(c->message);
    free(c->sale);
    free(c->like);
    free(c->order);
    *c = (rel_campaign){0};
}

static rel_status write_all(const rel_campaign *c, const char *folder)
{
    rel_status st;
    rel_tally t = {.ctx = c->ctx, .members = c->members};
    REL_TRY(rel_campaign_write_x(c, folder, &t));
    REL_TRY(rel_campaign_write_mastodon(c, folder, &t));
    REL_TRY(rel_campaign_write_bluesky(c, folder, &t));
    REL_TRY(rel_campaign_write_tables(c, folder, &t));
    REL_TRY(rel_tally_write(&t, c, folder));
out:
    rel_tally_free(&t);
    return st;
}

rel_status rel_campaign_write(rel_ctx *ctx, const char *folder, const rel_campaign_opts *opts)
{
    rel_status st;
    rel_campaign c = {.ctx = ctx, .o = *opts, .seed = ctx->seed, .start_ms = CAMPAIGN_START_MS};
    REL_TRY(check(ctx, opts));
    REL_TRY(make_folders(ctx, folder));
    REL_TRY(rel_campaign_people(&c));
    REL_TRY(rel_campaign_follows(&c));
    REL_TRY(rel_campaign_messages(&c));
    REL_TRY(rel_campaign_sales(&c));
    REL_TRY(write_all(&c, folder));
    rel_note(ctx, "'%s': %u accounts in %u communities, %zu posts, %lld follows, %zu sales", folder, c.inside,
             c.communities, c.messages, (long long)c.follows, c.sales);
out:
    rel_campaign_free(&c);
    return st;
}
