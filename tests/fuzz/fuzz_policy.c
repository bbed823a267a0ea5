/* Policies: any bytes are one whose numbers are in range, or are refused with a sentence. */
#include <stdlib.h>

#include "ingest/policy_file.h"
#include "src/insight/score_card.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) abort();
}

static bool is_signal(int i)
{
    return rel_signal_of((rel_trait)i) != NULL;
}

static bool has_better_end(int i)
{
    return rel_trait_about((rel_trait)i)->better != REL_TRAIT_NEITHER;
}

static void check(const rel_policy *p)
{
    require(p->known >= 0 && p->known <= 1 && strlen(p->title) < REL_POLICY_TEXT);
    require(strcmp(p->name, "fuzz") == 0);
    for (int t = 0; t < REL_POLICY_TRAITS; t++) {
        require(t < REL_TRAIT_COUNT || (!p->filter[t].set && p->weight[t] == 0 && !p->exclude[t]));
        require(!p->filter[t].set || p->filter[t].min <= p->filter[t].max);
        require(p->weight[t] >= 0 && p->weight[t] <= 1000 && p->sample[t] >= 0);
        require(!(p->weight[t] > 0) || has_better_end(t));
        require(!p->exclude[t] || is_signal(t));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const rel_policy_words words = {rel_trait_word, is_signal, has_better_end};
    static rel_policy p;
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    const rel_status st = rel_policy_parse(&ctx, (rel_str){(const char *)data, size}, "fuzz", &words, &p);
    require(st == REL_OK || ((st == REL_E_DATA || st == REL_E_LIMIT) && ctx.message[0] && !p.name[0]));
    if (st == REL_OK) check(&p);
    rel_ctx_free(&ctx);
    return 0;
}
