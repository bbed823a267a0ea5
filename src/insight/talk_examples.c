#include "src/insight/talk_examples.h"

#include "src/base/hash.h"
#include "src/insight/tokens.h"

enum { EXAMPLES_MAX = 16 };

typedef struct candidate {
    double score;
    int64_t shares, row;
    rel_vid author;
    uint64_t text; /* its hash */
} candidate;

static bool is_better(const candidate *a, const candidate *b)
{
    if (a->score != b->score) return a->score > b->score;
    if (a->shares != b->shares) return a->shares > b->shares;
    return a->row < b->row;
}

/* best[0..*count) stays in order, with one post of an account and each text once. */
static void offer(candidate *best, int *count, int most, candidate c)
{
    int at = 0;
    for (int i = 0; i < *count; i++) {
        if (best[i].author != c.author && best[i].text != c.text) continue;
        if (!is_better(&c, &best[i])) return;
    }
    /* It beats whatever is of its author or has its text: these go. */
    for (int i = 0; i < *count; i++)
        if (best[i].author != c.author && best[i].text != c.text) best[at++] = best[i];
    *count = at;
    while (at > 0 && is_better(&c, &best[at - 1])) at--;
    if (at >= most) return;
    const int moved = *count < most ? *count : most - 1;
    for (int i = moved; i > at; i--) best[i] = best[i - 1];
    best[at] = c;
    *count = moved + 1;
}

static void add(const rel_examples_of *job, rel_term_kind kind, rel_str term, rel_vid mark,
                const double *weight, double *score)
{
    const uint32_t slot = rel_term_find(job->table, kind, term);
    if (slot == UINT32_MAX || weight[slot] == 0 || job->table->slot[slot].last == mark) return;
    job->table->slot[slot].last = mark;
    *score += weight[slot];
}

/* mark: another one for each post. */
static double score_of(const rel_examples_of *job, const rel_post_text *p, rel_vid mark, const double *weight)
{
    double score = 0;
    rel_str word;
    char folded[REL_FOLD_MAX];
    rel_tokens tokens = rel_tokens_of(p->text);
    while (rel_tokens_next(&tokens, &word)) add(job, REL_TERM_WORD, word, mark, weight, &score);
    for (size_t i = 0; i < p->tags; i++)
        add(job, REL_TERM_TAG, rel_fold_text(p->tag[i], folded), mark, weight, &score);
    return score;
}

static rel_status copy(rel_ctx *ctx, rel_str *text)
{
    char *to;
    if (!text->s) return REL_OK;
    const rel_status st = rel_scratch(ctx, &to, text->len + 1, 1, "examples");
    if (st != REL_OK) return st;
    memcpy(to, text->s, text->len);
    text->s = to;
    return REL_OK;
}

static rel_status keep(rel_ctx *ctx, const rel_examples_of *job, const candidate *c, rel_example *e)
{
    rel_status st;
    rel_post_text p;
    REL_TRY(rel_posts_get(ctx, job->posts, c->row, &p));
    *e = (rel_example){.author = c->author,
                       .time = p.time,
                       .shares = p.shares,
                       .score = c->score,
                       .platform = p.platform,
                       .native_id = p.native_id,
                       .url = p.url,
                       .text = p.text};
    REL_TRY(copy(ctx, &e->platform));
    REL_TRY(copy(ctx, &e->native_id));
    REL_TRY(copy(ctx, &e->url));
    st = copy(ctx, &e->text);
out:
    return st;
}

rel_status rel_examples_find(rel_ctx *ctx, const rel_examples_of *job, int64_t first, int64_t last,
                             const double *weight, rel_talk *talk)
{
    rel_status st = REL_OK;
    candidate best[EXAMPLES_MAX + 1];
    int count = 0;
    const int most = job->most < EXAMPLES_MAX ? job->most : EXAMPLES_MAX;
    for (int64_t i = first; i < last; i++) {
        const rel_post_ref *ref = &job->activity->post[job->order[i].value];
        rel_post_text p;
        if (ref->share) continue;
        if (i % 4096 == 0) REL_TRY(rel_poll(ctx));
        REL_TRY(rel_posts_get(ctx, job->posts, ref->row, &p));
        const double score = score_of(job, &p, (rel_vid)i, weight);
        if (score > 0)
            offer(best, &count, most,
                  (candidate){score, p.shares, ref->row, ref->author, rel_hash64(p.text.s, p.text.len)});
    }
    REL_TRY(rel_scratch(ctx, &talk->example, (size_t)count, sizeof *talk->example, "examples"));
    for (int i = 0; i < count; i++) REL_TRY(keep(ctx, job, &best[i], &talk->example[i]));
    talk->examples = count;
out:
    return st;
}
