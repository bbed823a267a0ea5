#include "ingest/explain.h"

enum { LOOKED_MAX = 100, TRIES_MAX = 256 };

bool rel_explain_yields(const rel_batch *b)
{
    return b->posts + b->accounts + b->interactions + b->deletes > 0;
}

/* Where a record may end behind `from`: at a line end or a closing bracket. After many tries in steps that
 * double. */
static size_t next_end(rel_str text, size_t start, size_t from, int tries)
{
    if (tries > TRIES_MAX) {
        const size_t next = from + (from - start) + 1;
        return next < text.len ? next : text.len;
    }
    while (from < text.len && !strchr("\n\r}]", text.s[from])) from++;
    return from < text.len ? from + 1 : text.len;
}

/* The shortest piece from `start` on that the framing takes; 0 when there is none. *cut is brought along. */
static size_t cut_piece(const rel_recognised *r, const rel_framing_ops *ops, size_t start, rel_cut *cut)
{
    const rel_probe *probe = &r->hold.probe;
    size_t end = start;
    for (int tries = 0; end < probe->first.len; tries++) {
        end = next_end(probe->first, start, end, tries);
        const bool last = probe->whole && end == probe->first.len;
        const size_t n = ops->cut(r->dialect, cut, probe->first.s + start, end - start, last);
        if (n) return n;
    }
    return 0;
}

static rel_status read_piece(rel_ctx *ctx, const rel_recognised *r, const rel_framing_ops *ops,
                             rel_block block, rel_batch *b)
{
    rel_status st;
    char *copy;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    REL_TRY(rel_scratch(ctx, &copy, block.len + 1, 1, "a record"));
    memcpy(copy, block.data, block.len);
    block.data = copy;
    rel_batch_reset(b, ctx);
    ops->parse(r->dialect, &r->info, r->format, b, &block);
    st = b->status;
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_explain_records(rel_ctx *ctx, const rel_recognised *r, int good, rel_explain_take *take,
                               void *user)
{
    rel_status st = REL_OK;
    const rel_probe *probe = &r->hold.probe;
    const rel_framing_ops *ops = rel_framing_of(r->format->framing);
    rel_batch batch;
    rel_cut cut = {0};
    int64_t line = 1;
    int looked = 0;
    rel_batch_init(&batch);
    for (size_t at = 0, n; at < probe->first.len && good > 0 && looked < LOOKED_MAX; at += n) {
        const rel_cut before = cut;
        n = cut_piece(r, ops, at, &cut);
        if (!n) break; /* larger than what is looked at */
        const rel_block block = {.data = (char *)(uintptr_t)(probe->first.s + at),
                                 .len = n,
                                 .first_line = line,
                                 .cut = before,
                                 .at_start = at == 0,
                                 .last = probe->whole && at + n == probe->first.len};
        REL_TRY(read_piece(ctx, r, ops, block, &batch));
        if (batch.counts.records) {
            looked++;
            good -= rel_explain_yields(&batch);
            REL_TRY(take(ctx, user, &batch, line));
        }
        line += rel_framing_lines_in(ops, r->dialect, probe->first.s + at, n);
    }
out:
    rel_batch_free(&batch);
    return st;
}
