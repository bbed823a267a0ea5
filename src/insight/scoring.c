#include "src/insight/scoring.h"

#include <stdio.h>

static rel_score_fn *const providers[] = {
#define X(name, provider) provider,
    REL_FAMILY_LIST(X)
#undef X
};

const char *rel_method_word(rel_method method)
{
    static const char *const words[] = {"exact", "iteration", "hyperball", "sampling"};
    return words[method];
}

static bool asks_for(const rel_scoring *s, rel_family family)
{
    for (int c = 0; c < REL_CRITERION_COUNT; c++)
        if (s->score[c] && rel_criterion_family((rel_criterion)c) == family) return true;
    return false;
}

rel_status rel_scores(rel_ctx *ctx, rel_scoring *s)
{
    char sentence[REL_MESSAGE_MAX], hint[REL_MESSAGE_MAX];
    bool early = false;
    for (int f = 0; f < REL_FAMILY_COUNT; f++) {
        if (!asks_for(s, (rel_family)f)) continue;
        const rel_status st = providers[f](ctx, s);
        if (st != REL_OK && st != REL_E_NOCONV) return st;
        if (st != REL_E_NOCONV) continue;
        /* The failure that the caller sees is the first; later ones are told at once. */
        if (early) rel_note(ctx, "%s", ctx->message);
        if (early) continue;
        early = true;
        snprintf(sentence, sizeof sentence, "%s", ctx->message);
        snprintf(hint, sizeof hint, "%s", ctx->hint);
    }
    if (!early) return REL_OK;
    rel_fail(ctx, REL_E_NOCONV, "%s", sentence);
    return *hint ? rel_hint(ctx, "%s", hint) : REL_E_NOCONV;
}
