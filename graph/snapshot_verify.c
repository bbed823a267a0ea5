#include "graph/snapshot_verify.h"

#include <stdlib.h>

#include "graph/owner.h"
#include "graph/weights.h"
#include "src/base/rng.h"
#include "src/base/utf8.h"

rel_status rel_snapshot_verify_hashes(rel_ctx *ctx, const char *path, const char *file,
                                      const rel_snapshot_header *header, const rel_snapshot_section *section)
{
    rel_status st = REL_OK;
    rel_hash128 *hashes;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    for (uint32_t i = 0; i < header->sections; i++) {
        const rel_snapshot_section *s = &section[i];
        REL_TRY(
            rel_scratch(ctx, &hashes, (size_t)rel_snapshot_blocks(s->bytes), sizeof *hashes, "checksums"));
        const rel_hash128 hash = rel_snapshot_hash(ctx->threads, file + s->offset, s->bytes, hashes);
        if (hash.low != s->hash.low || hash.high != s->hash.high) {
            st = rel_fail(ctx, REL_E_DATA, "'%s' is damaged: section %u of %u does not fit its checksum",
                          path, i + 1, header->sections);
            goto out;
        }
        rel_progress(ctx, "verifying", "bytes", (int64_t)(s->offset + s->bytes), (int64_t)header->file_bytes);
        REL_TRY(rel_poll(ctx));
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static bool ascends(int threads, const uint64_t *off, int64_t items)
{
    bool good = true;
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static) reduction(&& : good)
    for (int64_t i = 0; i < items; i++) good = good && off[i] <= off[i + 1];
    return good;
}

static bool sound_rows(int threads, const rel_csr *csr, rel_vid n)
{
    bool good = true;
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1024) reduction(&& : good)
    for (rel_vid v = 0; v < n; v++) {
        for (rel_eid e = csr->off[v]; e < csr->off[v + 1]; e++)
            good = good && csr->adj[e] < n && csr->adj[e] != v &&
                   (e == csr->off[v] || csr->adj[e - 1] < csr->adj[e]);
    }
    return good;
}

static bool sound_weights(int threads, const rel_csr *csr, rel_eid m)
{
    bool good = true;
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static) reduction(&& : good)
    for (rel_eid e = 0; e < m; e++) good = good && rel_weight_is_sound(csr->weight[e]);
    return good;
}

static rel_status verify_csr(rel_ctx *ctx, const char *path, const rel_csr *csr, rel_vid n, rel_eid m)
{
    const int threads = ctx->threads;
    if (!csr->off) return REL_OK;
    /* Ascending from 0 to m: no offset is negative, so that they may be looked at as unsigned. */
    if (!ascends(threads, (const uint64_t *)csr->off, n))
        return rel_fail(ctx, REL_E_DATA, "'%s' is damaged: the offsets of its rows do not ascend", path);
    if (!sound_rows(threads, csr, n))
        return rel_fail(ctx, REL_E_DATA, "'%s' is damaged: its rows are no sorted lists of vertices", path);
    if (csr->weight && !sound_weights(threads, csr, m))
        return rel_fail(ctx, REL_E_DATA, "'%s' is damaged: a weight is not above 0", path);
    return rel_poll(ctx);
}

/* The same for the same arcs in any order: wrapping sums of hashes. */
static uint64_t sum_of_arcs(int threads, const rel_csr *csr, rel_vid n, bool turned)
{
    uint64_t sum = 0;
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1024) reduction(+ : sum)
    for (rel_vid v = 0; v < n; v++) {
        for (rel_eid e = csr->off[v]; e < csr->off[v + 1]; e++) {
            const rel_vid u = csr->adj[e];
            uint32_t bits = 0;
            if (csr->weight) memcpy(&bits, csr->weight + e, sizeof bits);
            sum += rel_mix64(rel_mix64(turned ? (uint64_t)u << 32 | v : (uint64_t)v << 32 | u) + bits);
        }
    }
    return sum;
}

static bool sound_names(const rel_names *names, rel_vid n)
{
    const rel_str all = {names->text, names->off[n]};
    rel_str before = REL_STR_MISSING;
    if (!rel_utf8_xml_safe(all.s, all.len)) return false;
    for (rel_vid i = 0; i < n; i++) {
        const rel_vid v = names->sorted[i];
        if (v >= n) return false;
        const rel_str name = {names->text + names->off[v], names->off[v + 1] - names->off[v]};
        /* Strictly ascending: no vertex comes twice, so all come. A name may not begin or end inside a
         * character. */
        if (before.s) {
            const size_t common = before.len < name.len ? before.len : name.len;
            const int order = memcmp(before.s, name.s, common);
            if (order > 0 || (order == 0 && before.len >= name.len)) return false;
        }
        if (!rel_utf8_xml_safe(name.s, name.len)) return false;
        before = name;
    }
    return true;
}

static rel_status verify_names(rel_ctx *ctx, const char *path, const rel_names *names, rel_vid n)
{
    bool good = true;
    if (names->form == REL_NAMES_U64) {
        for (rel_vid v = 1; v < n; v++) good = good && names->number[v - 1] < names->number[v];
        if (!good)
            return rel_fail(ctx, REL_E_DATA, "'%s' is damaged: its vertex numbers do not ascend", path);
    } else if (names->form == REL_NAMES_TEXT) {
        if (!ascends(ctx->threads, names->off, n) || !sound_names(names, n))
            return rel_fail(ctx, REL_E_DATA, "'%s' is damaged: its names are no sorted, unique text", path);
    }
    return rel_poll(ctx);
}

static bool sound_column(int threads, const rel_attribute *a)
{
    bool good = true;
    (void)threads;
    if (a->type == REL_ATTRIBUTE_TEXT && !ascends(threads, a->value.off, a->count)) return false;
#pragma omp parallel for num_threads(threads) schedule(static) reduction(&& : good)
    for (int64_t i = 0; i < a->count; i++) {
        if (a->present) good = good && a->present[i] <= 1;
        if (a->type == REL_ATTRIBUTE_BOOL) good = good && a->value.b[i] <= 1;
        if (a->type == REL_ATTRIBUTE_TEXT)
            good =
                good && rel_utf8_xml_safe(a->text + a->value.off[i], a->value.off[i + 1] - a->value.off[i]);
    }
    return good;
}

static rel_status verify_table(rel_ctx *ctx, const char *path, const rel_attributes *table)
{
    for (int i = 0; i < table->count; i++)
        if (!sound_column(ctx->threads, &table->column[i]))
            return rel_fail(ctx, REL_E_DATA,
                            "'%s' is damaged: attribute '%s' holds what its type does not allow", path,
                            table->column[i].name);
    return rel_poll(ctx);
}

rel_status rel_graph_verify(rel_ctx *ctx, const char *path, const rel_graph *g)
{
    rel_status st;
    REL_TRY(verify_csr(ctx, path, &g->out, g->n, g->m));
    REL_TRY(verify_csr(ctx, path, &g->in, g->n, g->m));
    if (g->out.off && g->in.off &&
        sum_of_arcs(ctx->threads, &g->out, g->n, false) != sum_of_arcs(ctx->threads, &g->in, g->n, true))
        return rel_fail(ctx, REL_E_DATA, "'%s' is damaged: its two directions hold different edges", path);
    if (rel_is_packed(&g->packed)) REL_TRY(rel_packed_verify(ctx, path, g));
    REL_TRY(verify_names(ctx, path, &g->names, g->n));
    REL_TRY(verify_table(ctx, path, &g->vertex_attributes));
    REL_TRY(verify_table(ctx, path, &g->edge_attributes));
out:
    return st;
}
