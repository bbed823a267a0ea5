#include "graph/snapshot.h"

#include <stdio.h>
#include <stdlib.h>

#include "graph/owner.h"
#include "graph/snapshot_format.h"
#include "src/base/outfile.h"

rel_hash128 rel_snapshot_hash(int threads, const void *data, uint64_t bytes, rel_hash128 *hashes)
{
    const int64_t blocks = rel_snapshot_blocks(bytes);
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1) if (blocks > 1)
    for (int64_t b = 0; b < blocks; b++) {
        const uint64_t at = (uint64_t)b * REL_SNAPSHOT_BLOCK;
        const uint64_t len = bytes - at < REL_SNAPSHOT_BLOCK ? bytes - at : REL_SNAPSHOT_BLOCK;
        hashes[b] = rel_hash128_of((const char *)data + at, len);
    }
    return rel_hash128_of(hashes, (size_t)blocks * sizeof *hashes);
}

/* What is to be written. */
typedef struct plan {
    rel_snapshot_section *section;
    const void **data;
    size_t count, section_capacity, data_capacity;
    rel_buf meta;
} plan;

static rel_status add(rel_ctx *ctx, plan *p, rel_section_kind kind, const void *data, uint64_t bytes)
{
    rel_status st;
    if (!data) return REL_OK;
    REL_TRY(rel_grow(ctx, &p->section, &p->section_capacity, p->count + 1, sizeof *p->section, "a snapshot"));
    REL_TRY(rel_grow(ctx, &p->data, &p->data_capacity, p->count + 1, sizeof *p->data, "a snapshot"));
    p->section[p->count] = (rel_snapshot_section){.kind = kind, .bytes = bytes};
    p->data[p->count++] = data;
out:
    return st;
}

static rel_status add_csr(rel_ctx *ctx, plan *p, const rel_graph *g, const rel_csr *csr, rel_section_kind off)
{
    rel_status st;
    const uint64_t n = g->n, m = (uint64_t)g->m;
    if (!csr->off) return REL_OK;
    REL_TRY(add(ctx, p, off, csr->off, (n + 1) * sizeof *csr->off));
    REL_TRY(add(ctx, p, off + 1, csr->adj, m * sizeof *csr->adj));
    REL_TRY(add(ctx, p, off + 2, csr->weight, m * sizeof *csr->weight));
out:
    return st;
}

static rel_status add_rows(rel_ctx *ctx, plan *p, rel_vid n, const rel_packed_rows *r, rel_section_kind block)
{
    rel_status st;
    const uint64_t blocks = rel_packed_blocks(n);
    if (!r->block) return REL_OK;
    REL_TRY(add(ctx, p, block, r->block, (blocks + 1) * sizeof *r->block));
    REL_TRY(add(ctx, p, block + 1, r->row, n * sizeof *r->row));
    REL_TRY(add(ctx, p, block + 2, r->data, r->block[blocks] + REL_PACKED_PADDING));
out:
    return st;
}

static rel_status add_packed(rel_ctx *ctx, plan *p, const rel_graph *g)
{
    rel_status st;
    const rel_packed *k = &g->packed;
    if (!rel_is_packed(k)) return REL_OK;
    REL_TRY(add(ctx, p, REL_SECTION_PACKED_ORDER, k->order, g->n * sizeof *k->order));
    REL_TRY(add_rows(ctx, p, g->n, &k->out, REL_SECTION_PACKED_OUT_BLOCK));
    if (g->directed) REL_TRY(add_rows(ctx, p, g->n, &k->in, REL_SECTION_PACKED_IN_BLOCK));
    REL_TRY(add(ctx, p, REL_SECTION_PACKED_OUT_DEGREE, k->out_degree, g->n * sizeof *k->out_degree));
out:
    return st;
}

static rel_status add_names(rel_ctx *ctx, plan *p, const rel_names *names)
{
    rel_status st = REL_OK;
    const uint64_t n = names->n;
    if (names->form == REL_NAMES_U64)
        return add(ctx, p, REL_SECTION_NAME_NUMBER, names->number, n * sizeof *names->number);
    if (names->form != REL_NAMES_TEXT) return REL_OK;
    REL_TRY(add(ctx, p, REL_SECTION_NAME_OFF, names->off, (n + 1) * sizeof *names->off));
    REL_TRY(add(ctx, p, REL_SECTION_NAME_TEXT, names->text, names->off[n]));
    REL_TRY(add(ctx, p, REL_SECTION_NAME_SORTED, names->sorted, n * sizeof *names->sorted));
out:
    return st;
}

static rel_status add_table(rel_ctx *ctx, plan *p, const rel_attributes *table, rel_section_kind value)
{
    rel_status st = REL_OK;
    for (int i = 0; i < table->count; i++) {
        const rel_attribute *a = &table->column[i];
        const bool is_text = a->type == REL_ATTRIBUTE_TEXT;
        const uint64_t count = (uint64_t)a->count;
        const size_t first = p->count;
        REL_TRY(add(ctx, p, value, a->value.b, (count + is_text) * rel_attribute_size(a->type)));
        if (is_text) REL_TRY(add(ctx, p, value + 1, a->text, a->value.off[count]));
        REL_TRY(add(ctx, p, value + 2, a->present, count));
        for (size_t s = first; s < p->count; s++) {
            p->section[s].column = (uint32_t)i;
            p->section[s].type = (uint32_t)a->type;
            memcpy(p->section[s].name, a->name, strlen(a->name));
        }
    }
out:
    return st;
}

static rel_status make_plan(rel_ctx *ctx, const rel_graph *g, const char *description, plan *p)
{
    rel_status st;
    REL_TRY(rel_buf_printf(ctx, &p->meta, "relais %s\n%s", REL_VERSION, description ? description : ""));
    REL_TRY(add_csr(ctx, p, g, &g->out, REL_SECTION_OUT_OFF));
    if (g->directed || !g->out.off) REL_TRY(add_csr(ctx, p, g, &g->in, REL_SECTION_IN_OFF));
    REL_TRY(add_names(ctx, p, &g->names));
    REL_TRY(add_table(ctx, p, &g->vertex_attributes, REL_SECTION_VERTEX_VALUE));
    if (g->out.off || rel_is_packed(&g->packed))
        REL_TRY(add_table(ctx, p, &g->edge_attributes, REL_SECTION_EDGE_VALUE));
    REL_TRY(add_packed(ctx, p, g));
    REL_TRY(add(ctx, p, REL_SECTION_META, p->meta.data, p->meta.len));
out:
    return st;
}

/* Places and checksums. */
static rel_status finish_plan(rel_ctx *ctx, const rel_graph *g, plan *p, rel_snapshot_header *h)
{
    rel_status st = REL_OK;
    uint64_t at = sizeof *h + p->count * sizeof *p->section;
    rel_hash128 *hashes;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    for (size_t s = 0; s < p->count; s++) {
        rel_snapshot_section *row = &p->section[s];
        REL_TRY(
            rel_scratch(ctx, &hashes, (size_t)rel_snapshot_blocks(row->bytes), sizeof *hashes, "checksums"));
        row->offset = at = (at + REL_SNAPSHOT_ALIGN - 1) / REL_SNAPSHOT_ALIGN * REL_SNAPSHOT_ALIGN;
        row->hash = rel_snapshot_hash(ctx->threads, p->data[s], row->bytes, hashes);
        at += row->bytes;
        REL_TRY(rel_poll(ctx));
    }
    const bool packed = rel_is_packed(&g->packed);
    *h = (rel_snapshot_header){.version = packed ? REL_SNAPSHOT_VERSION : REL_SNAPSHOT_VERSION_PLAIN,
                               .byte_order = REL_SNAPSHOT_BYTE_ORDER,
                               .file_bytes = at,
                               .n = g->n,
                               .m = (uint64_t)g->m,
                               .flags = (g->directed ? REL_SNAPSHOT_DIRECTED : 0) |
                                        (g->packed.weighted ? REL_SNAPSHOT_PACKED_WEIGHTS : 0),
                               .sections = (uint32_t)p->count,
                               .self_loops = g->dropped.self_loops,
                               .merged = g->dropped.merged,
                               .bad_weight = g->dropped.bad_weight};
    memcpy(h->magic, REL_SNAPSHOT_MAGIC, sizeof h->magic);
    h->table_hash = rel_hash128_of(p->section, p->count * sizeof *p->section);
    h->header_hash = rel_hash64(h, offsetof(rel_snapshot_header, header_hash));
out:
    rel_scratch_release(ctx, mark);
    return st;
}

static rel_status write_sections(rel_ctx *ctx, const plan *p, rel_outfile *f, uint64_t total)
{
    rel_status st = REL_OK;
    static const char zeros[REL_SNAPSHOT_ALIGN];
    for (size_t s = 0; s < p->count; s++) {
        const rel_snapshot_section *row = &p->section[s];
        const char *data = p->data[s];
        rel_outfile_add(f, zeros, row->offset - (uint64_t)f->written_bytes);
        for (uint64_t at = 0; at < row->bytes;) {
            const uint64_t step = (uint64_t)8 * REL_SNAPSHOT_BLOCK;
            const uint64_t len = row->bytes - at < step ? row->bytes - at : step;
            rel_outfile_add(f, data + at, len);
            at += len;
            REL_TRY(rel_poll(ctx));
            rel_progress(ctx, "writing", "bytes", f->written_bytes, (int64_t)total);
        }
    }
out:
    return st;
}

rel_status rel_snapshot_write_described(rel_ctx *ctx, const rel_graph *g, const char *description,
                                        const char *path)
{
    rel_status st;
    plan p = {0};
    rel_snapshot_header h;
    rel_outfile f = {0};
    REL_TRY(make_plan(ctx, g, description, &p));
    REL_TRY(finish_plan(ctx, g, &p, &h));
    REL_TRY(rel_outfile_open(ctx, path, &f));
    rel_outfile_add(&f, &h, sizeof h);
    rel_outfile_add(&f, p.section, p.count * sizeof *p.section);
    REL_TRY(write_sections(ctx, &p, &f, h.file_bytes));
    st = rel_outfile_close(&f);
out:
    rel_outfile_discard(&f);
    rel_buf_free(&p.meta);
    free(p.section);
    free(p.data);
    return st;
}

rel_status rel_snapshot_write(rel_ctx *ctx, const rel_graph *g, const char *path)
{
    return rel_snapshot_write_described(ctx, g, NULL, path);
}
