#include "src/insight/policy.h"

#include <math.h>

#include "src/base/i18n.h"
#include "src/base/number_text.h"
#include "src/insight/policy_presets.h"

enum { NEAR = 4 };

/* -------- words -------- */

static bool is_signal(int i)
{
    return rel_signal_of((rel_trait)i) != NULL;
}

static bool has_better_end(int i)
{
    return rel_trait_about((rel_trait)i)->better != REL_TRAIT_NEITHER;
}

static const rel_policy_words words = {rel_trait_word, is_signal, has_better_end};
_Static_assert((int)REL_TRAIT_COUNT <= (int)REL_POLICY_TRAITS, "policies have room for all traits");

/* -------- presets and files -------- */

const char *rel_policy_preset(int i)
{
    return i >= 0 && i < rel_policy_presets ? rel_policy_preset_name[i] : NULL;
}

rel_str rel_policy_preset_text(int i)
{
    if (!rel_policy_preset(i)) return REL_STR_MISSING;
    return (rel_str){rel_policy_preset_json[i], rel_policy_preset_size[i]};
}

rel_status rel_policy_no_preset(rel_ctx *ctx, const char *name)
{
    const char *near = NULL;
    int distance = NEAR;
    for (int i = 0; rel_policy_preset(i); i++) {
        const int d = rel_str_distance(name, rel_policy_preset(i));
        if (d >= distance) continue;
        distance = d;
        near = rel_policy_preset(i);
    }
    rel_fail(ctx, REL_E_USAGE, "there is no policy '%s' among the presets", name);
    if (near) return rel_hint(ctx, "did you mean '%s'?", near);
    return rel_hint(ctx, "'relais card --policies' lists the presets");
}

rel_status rel_policy_open(rel_ctx *ctx, const char *name, rel_policy *policy)
{
    for (int i = 0; rel_policy_preset(i); i++)
        if (strcmp(rel_policy_preset(i), name) == 0)
            return rel_policy_parse(ctx, rel_policy_preset_text(i), name, &words, policy);
    const rel_status st = rel_policy_read(ctx, name, &words, policy);
    /* What has a dot or a slash is meant as a file. */
    if (st != REL_E_IO || strpbrk(name, "./")) return st;
    rel_forgive(ctx);
    return rel_policy_no_preset(ctx, name);
}

uint64_t rel_policy_traits(const rel_policy *p)
{
    uint64_t traits = 0;
    for (int t = 0; t < REL_TRAIT_COUNT; t++)
        if (p->filter[t].set || p->weight[t] > 0 || p->exclude[t] || (p->suspected && is_signal(t)))
            traits |= REL_TRAIT_BIT(t);
    return traits;
}

/* -------- judging -------- */

/* From too small a sample it counts as missing. */
static bool too_few(const rel_policy *p, const rel_score_cards *c, rel_trait t, rel_vid v)
{
    const int64_t sample = rel_trait_sample(c, t, v);
    return p->sample[t] > 0 && sample >= 0 && sample < p->sample[t];
}

static void filter(const rel_policy *p, const rel_score_cards *c, rel_vid v, rel_verdict *d)
{
    for (int i = 0; i < REL_TRAIT_COUNT; i++) {
        const rel_trait t = (rel_trait)i;
        if (p->exclude[t] && rel_signal_raised(c, t, v)) d->raised |= (uint16_t)(1U << rel_signal_index(t));
        if (!p->filter[t].set) continue;
        const double x = rel_trait_value(c, t, v);
        if (isnan(x) || too_few(p, c, t, v)) {
            if (p->filter[t].missing == REL_POLICY_FAIL) d->missing |= REL_TRAIT_BIT(t);
        } else if (x < p->filter[t].min || x > p->filter[t].max) {
            d->outside |= REL_TRAIT_BIT(t);
        }
    }
    d->not_observed = p->observed && !c->observed[v];
    d->suspected = p->suspected && c->suspected[v];
}

rel_status rel_policy_percentiles(rel_ctx *ctx, const rel_policy *p, const rel_score_cards *c, rel_trait t,
                                  double *percent)
{
    const bool peers = rel_trait_about(t)->group == REL_TRAITS_RESONANCE;
    const rel_status st = peers ? rel_trait_peer_percentiles(ctx, c, t, NULL, percent, NULL)
                                : rel_trait_percentiles(ctx, c, t, percent);
    for (rel_vid v = 0; st == REL_OK && v < c->n; v++)
        if (too_few(p, c, t, v)) percent[v] = NAN;
    return st;
}

/* Adds the part of a trait to the scores. */
static rel_status weigh(rel_ctx *ctx, const rel_policy *p, const rel_score_cards *c, rel_trait t,
                        double *percent, rel_verdict *verdict)
{
    const rel_status st = rel_policy_percentiles(ctx, p, c, t, percent);
    for (rel_vid v = 0; st == REL_OK && v < c->n; v++) {
        if (isnan(percent[v])) continue;
        verdict[v].score += p->weight[t] * percent[v];
        verdict[v].known += p->weight[t];
    }
    return st;
}

rel_status rel_policy_judge(rel_ctx *ctx, const rel_policy *p, const rel_score_cards *c, rel_verdict *verdict)
{
    rel_status st;
    double *percent, all = 0;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch_unset(ctx, &percent, c->n, sizeof *percent, "percentiles"));
    for (rel_vid v = 0; v < c->n; v++) {
        verdict[v] = (rel_verdict){0};
        filter(p, c, v, &verdict[v]);
    }
    for (int t = 0; t < REL_TRAIT_COUNT; t++) {
        if (!(p->weight[t] > 0)) continue;
        all += p->weight[t];
        REL_TRY(rel_poll(ctx));
        REL_TRY(weigh(ctx, p, c, (rel_trait)t, percent, verdict));
    }
    for (rel_vid v = 0; v < c->n; v++) {
        rel_verdict *d = &verdict[v];
        d->score = d->known > 0 ? d->score / d->known : NAN;
        d->known = all > 0 ? d->known / all : 1;
        d->little_known = d->known < p->known;
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* -------- why not -------- */

static rel_status add_code(rel_ctx *ctx, rel_buf *b, size_t start, const char *code, const char *trait)
{
    return rel_buf_printf(ctx, b, "%s%s%s", b->len > start ? "," : "", code, trait);
}

rel_status rel_verdict_codes(rel_ctx *ctx, const rel_verdict *d, rel_buf *b)
{
    rel_status st = REL_OK;
    const size_t start = b->len;
    if (d->not_observed) REL_TRY(add_code(ctx, b, start, "not_observed", ""));
    if (d->suspected) REL_TRY(add_code(ctx, b, start, "suspected_automation", ""));
    for (int i = 0; i < REL_TRAIT_COUNT; i++) {
        const int s = rel_signal_index((rel_trait)i);
        const char *word = rel_trait_word(i);
        if (s >= 0 && (d->raised >> s & 1)) REL_TRY(add_code(ctx, b, start, "signal:", word));
        if (d->outside >> i & 1) REL_TRY(add_code(ctx, b, start, "outside:", word));
        if (d->missing >> i & 1) REL_TRY(add_code(ctx, b, start, "missing:", word));
    }
    if (d->little_known) REL_TRY(add_code(ctx, b, start, "little_known", ""));
out:
    return st;
}

static rel_status next_reason(rel_ctx *ctx, rel_buf *b, size_t start)
{
    return b->len > start ? rel_buf_puts(ctx, b, "; ") : REL_OK;
}

static rel_status say_outside(rel_ctx *ctx, const rel_policy *p, const rel_score_cards *c, rel_trait t,
                              rel_vid v, rel_buf *b)
{
    const double x = rel_trait_value(c, t, v);
    const bool low = x < p->filter[t].min;
    return rel_buf_printf(ctx, b, low ? _("%s %.4g is below %.6g") : _("%s %.4g is above %.6g"),
                          rel_trait_word((int)t), x, low ? p->filter[t].min : p->filter[t].max);
}

static rel_status say_missing(rel_ctx *ctx, const rel_policy *p, const rel_score_cards *c, rel_trait t,
                              rel_vid v, rel_buf *b)
{
    if (too_few(p, c, t, v))
        return rel_buf_printf(ctx, b, _("%s rests on %lld, fewer than %lld"), rel_trait_word((int)t),
                              (long long)rel_trait_sample(c, t, v), (long long)p->sample[t]);
    return rel_buf_printf(ctx, b, _("%s is missing: %s"), rel_trait_word((int)t),
                          _(rel_missing_words(rel_trait_why(c, t, v))));
}

rel_status rel_verdict_words(rel_ctx *ctx, const rel_policy *p, const rel_score_cards *c, rel_vid v,
                             const rel_verdict *d, rel_buf *b)
{
    rel_status st = REL_OK;
    const size_t start = b->len;
    if (d->not_observed) REL_TRY(rel_buf_puts(ctx, b, _("not observed")));
    if (d->suspected) {
        REL_TRY(next_reason(ctx, b, start));
        REL_TRY(rel_buf_puts(ctx, b, _("suspected automation")));
    }
    for (int i = 0; i < REL_TRAIT_COUNT; i++) {
        const rel_trait t = (rel_trait)i;
        const uint64_t bit = REL_TRAIT_BIT(t);
        const rel_signal *s = rel_signal_of(t);
        if (s && (d->raised >> rel_signal_index(t) & 1)) {
            REL_TRY(next_reason(ctx, b, start));
            REL_TRY(rel_buf_printf(ctx, b, _("%s %.4g raises its signal"), rel_trait_word(i),
                                   rel_trait_value(c, t, v)));
        }
        if (!((d->outside | d->missing) & bit)) continue;
        REL_TRY(next_reason(ctx, b, start));
        REL_TRY((d->outside & bit) ? say_outside(ctx, p, c, t, v, b) : say_missing(ctx, p, c, t, v, b));
    }
    if (d->little_known) {
        REL_TRY(next_reason(ctx, b, start));
        REL_TRY(
            rel_buf_printf(ctx, b, _("known is %.4g of what is weighed, below %.6g"), d->known, p->known));
    }
out:
    return st;
}
