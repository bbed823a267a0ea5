/* Opening a snapshot (declared in graph/snapshot.h): the checks that cost nothing, and where each section
 * goes. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "graph/builder.h"
#include "graph/owner.h"
#include "graph/readers.h"
#include "graph/snapshot.h"
#include "graph/snapshot_format.h"
#include "graph/snapshot_verify.h"
#include "src/base/utf8.h"

bool rel_snapshot_is(const void *first_bytes, size_t len)
{
    return len >= sizeof(((rel_snapshot_header *)0)->magic) &&
           memcmp(first_bytes, REL_SNAPSHOT_MAGIC, 8) == 0;
}

rel_str rel_snapshot_meta(const rel_graph *g)
{
    return g->owner ? g->owner->meta : REL_STR_MISSING;
}

typedef struct opening {
    rel_ctx *ctx;
    const char *path;
    const char *file; /* the mapped bytes */
    size_t bytes;
    const rel_snapshot_header *header;
    const rel_snapshot_section *section;
} opening;

static rel_status damaged(const opening *o, const char *where)
{
    return rel_fail(o->ctx, REL_E_DATA, "'%s' is damaged: its %s does not fit its checksum", o->path, where);
}

static rel_status cut_off(const opening *o, uint64_t expected)
{
    return rel_fail(o->ctx, REL_E_DATA, "'%s' is cut off: expected %" PRIu64 " bytes, found %zu", o->path,
                    expected, o->bytes);
}

static rel_status check_header(const opening *o)
{
    const rel_snapshot_header *h = o->header;
    if (!rel_snapshot_is(o->file, o->bytes))
        return rel_fail(o->ctx, REL_E_DATA, "'%s' is no snapshot of relais", o->path);
    if (o->bytes < sizeof *h) return cut_off(o, sizeof *h);
    if (h->byte_order == __builtin_bswap32(REL_SNAPSHOT_BYTE_ORDER))
        return rel_fail(o->ctx, REL_E_DATA, "'%s' was written by a machine of another byte order", o->path);
    if (h->version > REL_SNAPSHOT_VERSION)
        return rel_fail(o->ctx, REL_E_DATA,
                        "'%s' was written by a newer relais: expected format %d, found %" PRIu32, o->path,
                        REL_SNAPSHOT_VERSION, h->version);
    if (h->header_hash != rel_hash64(h, offsetof(rel_snapshot_header, header_hash)))
        return damaged(o, "header");
    if (h->version < REL_SNAPSHOT_VERSION_PLAIN || h->byte_order != REL_SNAPSHOT_BYTE_ORDER ||
        h->n > REL_VID_MAX || h->m > INT64_MAX / 16 || h->sections > REL_SNAPSHOT_SECTIONS_MAX)
        return rel_fail(o->ctx, REL_E_DATA, "'%s' is damaged: its header says what cannot be", o->path);
    if (h->file_bytes != o->bytes) return cut_off(o, h->file_bytes);
    if (o->bytes < sizeof *h + h->sections * sizeof *o->section)
        return cut_off(o, sizeof *h + h->sections * sizeof *o->section);
    const rel_hash128 hash = rel_hash128_of(o->section, h->sections * sizeof *o->section);
    if (hash.low != h->table_hash.low || hash.high != h->table_hash.high)
        return damaged(o, "table of sections");
    return REL_OK;
}

static rel_status wrong_section(const opening *o, const rel_snapshot_section *s)
{
    return rel_fail(o->ctx, REL_E_DATA,
                    "'%s' is damaged: its section of kind %" PRIu32 " is not what it should be", o->path,
                    s->kind);
}

/* The offsets of `items` things lead from 0 to `end`. */
static bool offsets_span(const uint64_t *off, uint64_t items, uint64_t end)
{
    return off[0] == 0 && off[items] == end;
}

/* Where the pointer to a section of this kind is kept, and the bytes that the section must have (UINT64_MAX:
 * any). NULL: no array of the graph itself. */
static void *place_of(rel_graph *g, uint32_t kind, uint64_t *bytes)
{
    const uint64_t n = g->n, m = (uint64_t)g->m;
    switch (kind) {
    case REL_SECTION_OUT_OFF: *bytes = (n + 1) * 8; return &g->out.off;
    case REL_SECTION_OUT_ADJ: *bytes = m * 4; return &g->out.adj;
    case REL_SECTION_OUT_WEIGHT: *bytes = m * 4; return &g->out.weight;
    case REL_SECTION_IN_OFF: *bytes = (n + 1) * 8; return &g->in.off;
    case REL_SECTION_IN_ADJ: *bytes = m * 4; return &g->in.adj;
    case REL_SECTION_IN_WEIGHT: *bytes = m * 4; return &g->in.weight;
    case REL_SECTION_NAME_NUMBER: *bytes = n * 8; return &g->names.number;
    case REL_SECTION_NAME_OFF: *bytes = (n + 1) * 8; return &g->names.off;
    case REL_SECTION_NAME_TEXT: *bytes = UINT64_MAX; return &g->names.text;
    case REL_SECTION_NAME_SORTED: *bytes = n * 4; return &g->names.sorted;
    case REL_SECTION_PACKED_ORDER: *bytes = n * 4; return &g->packed.order;
    case REL_SECTION_PACKED_OUT_BLOCK:
        *bytes = (rel_packed_blocks(g->n) + 1) * 8;
        return &g->packed.out.block;
    case REL_SECTION_PACKED_OUT_ROW: *bytes = n * 4; return &g->packed.out.row;
    case REL_SECTION_PACKED_OUT_DATA: *bytes = UINT64_MAX; return &g->packed.out.data;
    case REL_SECTION_PACKED_IN_BLOCK: *bytes = (rel_packed_blocks(g->n) + 1) * 8; return &g->packed.in.block;
    case REL_SECTION_PACKED_IN_ROW: *bytes = n * 4; return &g->packed.in.row;
    case REL_SECTION_PACKED_IN_DATA: *bytes = UINT64_MAX; return &g->packed.in.data;
    case REL_SECTION_PACKED_OUT_DEGREE: *bytes = n * 4; return &g->packed.out_degree;
    default: return NULL;
    }
}

static bool good_name(const rel_snapshot_section *s)
{
    const size_t len = strnlen(s->name, sizeof s->name);
    bool lower = true;
    for (size_t i = 0; i < len; i++) lower = lower && !(s->name[i] >= 'A' && s->name[i] <= 'Z');
    return len > 0 && len < sizeof s->name && lower && rel_utf8_xml_safe(s->name, len);
}

/* A column's sections follow each other: its values, then its text, then which are present. */
static rel_status take_column(const opening *o, const rel_snapshot_section *s, const char *data,
                              rel_attributes *table, uint32_t part, int64_t count)
{
    const uint64_t items = (uint64_t)count;
    if (part == 0) {
        rel_attribute a = {.type = (rel_attribute_type)s->type, .count = count};
        size_t capacity = (size_t)table->count;
        const bool is_text = a.type == REL_ATTRIBUTE_TEXT;
        if (s->column != (uint32_t)table->count || s->type > REL_ATTRIBUTE_TEXT || !good_name(s) ||
            rel_attribute_find(table, s->name) || s->bytes != (items + is_text) * rel_attribute_size(a.type))
            return wrong_section(o, s);
        memcpy(a.name, s->name, sizeof a.name);
        a.value.b = (const uint8_t *)data;
        if (is_text && a.value.off[items] == 0) a.text = data;
        const rel_status st =
            rel_grow(o->ctx, &table->column, &capacity, capacity + 1, sizeof a, "attributes");
        if (st == REL_OK) table->column[table->count++] = a;
        return st;
    }
    if (table->count == 0 || s->column != (uint32_t)table->count - 1) return wrong_section(o, s);
    rel_attribute *a = &table->column[table->count - 1];
    if (part == 2) {
        if (a->present || s->bytes != items) return wrong_section(o, s);
        a->present = (const uint8_t *)data;
        return REL_OK;
    }
    if (a->type != REL_ATTRIBUTE_TEXT || !offsets_span(a->value.off, items, s->bytes))
        return wrong_section(o, s);
    a->text = data;
    return REL_OK;
}

/* The blocks of rows lead from the first byte of the rows to the last but the padding. */
static bool blocks_span(const uint64_t *block, rel_vid n, uint64_t bytes)
{
    return block && bytes >= REL_PACKED_PADDING &&
           offsets_span(block, rel_packed_blocks(n), bytes - REL_PACKED_PADDING);
}

static bool texts_fit(const rel_snapshot_section *s, const rel_graph *g)
{
    switch (s->kind) {
    case REL_SECTION_NAME_TEXT: return g->names.off && offsets_span(g->names.off, g->n, s->bytes);
    case REL_SECTION_PACKED_OUT_DATA: return blocks_span(g->packed.out.block, g->n, s->bytes);
    case REL_SECTION_PACKED_IN_DATA: return blocks_span(g->packed.in.block, g->n, s->bytes);
    default: return true;
    }
}

static rel_status take_section(const opening *o, const rel_snapshot_section *s, rel_graph *g)
{
    const char *data = o->file + s->offset;
    uint64_t bytes;
    const void *old;
    void *place = place_of(g, s->kind, &bytes);
    if (place) {
        memcpy(&old, place, sizeof old);
        if (old || (s->bytes != bytes && bytes != UINT64_MAX)) return wrong_section(o, s);
        memcpy(place, &data, sizeof data);
        return texts_fit(s, g) ? REL_OK : wrong_section(o, s);
    }
    if (s->kind >= REL_SECTION_VERTEX_VALUE && s->kind <= REL_SECTION_VERTEX_PRESENT)
        return take_column(o, s, data, &g->vertex_attributes, s->kind - REL_SECTION_VERTEX_VALUE, g->n);
    if (s->kind >= REL_SECTION_EDGE_VALUE && s->kind <= REL_SECTION_EDGE_PRESENT)
        return take_column(o, s, data, &g->edge_attributes, s->kind - REL_SECTION_EDGE_VALUE, g->m);
    if (s->kind == REL_SECTION_META) {
        if (!rel_utf8_xml_safe(data, s->bytes)) return wrong_section(o, s);
        g->owner->meta = (rel_str){data, s->bytes};
        return REL_OK;
    }
    return wrong_section(o, s);
}

/* Sections follow each other in the order of the table, each at the next multiple of 64 bytes. */
static rel_status take_sections(const opening *o, rel_graph *g)
{
    const rel_snapshot_header *h = o->header;
    uint64_t at = sizeof *h + h->sections * sizeof *o->section;
    for (uint32_t i = 0; i < h->sections; i++) {
        const rel_snapshot_section *s = &o->section[i];
        at = (at + REL_SNAPSHOT_ALIGN - 1) / REL_SNAPSHOT_ALIGN * REL_SNAPSHOT_ALIGN;
        if (s->offset != at || at > o->bytes || s->bytes > o->bytes - at) return wrong_section(o, s);
        at += s->bytes;
        const rel_status st = take_section(o, s, g);
        if (st != REL_OK) return st;
    }
    return at == o->bytes ? REL_OK : cut_off(o, at);
}

static bool whole_csr(const rel_csr *csr, rel_vid n, rel_eid m)
{
    if (!csr->off) return !csr->adj && !csr->weight;
    return csr->adj && csr->off[0] == 0 && csr->off[n] == m;
}

static bool whole_texts(const rel_attributes *table)
{
    for (int i = 0; i < table->count; i++)
        if (table->column[i].type == REL_ATTRIBUTE_TEXT && !table->column[i].text) return false;
    return true;
}

static bool whole_rows(const rel_packed_rows *r)
{
    return !r->block == !r->row && !r->block == !r->data;
}

/* Packed rows are there instead of plain ones. */
static bool whole_packed(const rel_graph *g)
{
    const rel_packed *p = &g->packed;
    if (!whole_rows(&p->out) || !whole_rows(&p->in)) return false;
    if (!rel_is_packed(p)) return !p->order && !p->out_degree && !p->weighted;
    if (g->out.off || g->in.off) return false;
    if (!g->directed) return p->out.block && !p->in.block && !p->out_degree;
    return !p->out.block == (p->out_degree != NULL);
}

/* What belongs together is there together. */
static bool is_whole(const rel_graph *g)
{
    const rel_names *names = &g->names;
    const bool text = names->off || names->text || names->sorted;
    if (!whole_csr(&g->out, g->n, g->m) || !whole_csr(&g->in, g->n, g->m)) return false;
    if (!whole_packed(g) || (!g->out.off && !g->in.off && !rel_is_packed(&g->packed))) return false;
    if (g->out.off && g->in.off && (!g->directed || !g->out.weight != !g->in.weight)) return false;
    if (text && (!names->off || !names->text || !names->sorted || names->number)) return false;
    if (g->edge_attributes.count && !g->out.off && !rel_is_packed(&g->packed)) return false;
    return whole_texts(&g->vertex_attributes) && whole_texts(&g->edge_attributes);
}

static rel_status map_file(rel_ctx *ctx, const char *path, rel_graph *g)
{
    rel_status st = REL_OK;
    struct stat info;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &info) != 0) {
        st = rel_fail(ctx, REL_E_IO, "cannot open '%s': %s", path, strerror(errno));
    } else if (!S_ISREG(info.st_mode)) {
        st = rel_fail(ctx, REL_E_IO, "cannot map '%s': %s", path,
                      strerror(S_ISDIR(info.st_mode) ? EISDIR : ENODEV));
    } else if (info.st_size == 0) {
        st = rel_fail(ctx, REL_E_DATA, "'%s' is no snapshot of relais", path);
    } else {
        void *map = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_SHARED, fd, 0);
        if (map == MAP_FAILED) {
            st = rel_fail(ctx, REL_E_IO, "cannot map '%s': %s", path, strerror(errno));
        } else {
            g->owner->map = map;
            g->owner->map_bytes = (size_t)info.st_size;
        }
    }
    if (fd >= 0) close(fd);
    return st;
}

rel_status rel_snapshot_open(rel_ctx *ctx, const char *path, bool verify, rel_graph *g)
{
    rel_status st;
    *g = (rel_graph){0};
    REL_TRY(rel_graph_reserve(ctx, g, 1));
    REL_TRY(map_file(ctx, path, g));
    const char *file = g->owner->map;
    const opening o = {ctx,
                       path,
                       file,
                       g->owner->map_bytes,
                       (const void *)file,
                       (const void *)(file + sizeof(rel_snapshot_header))};
    REL_TRY(check_header(&o));
    const rel_snapshot_header *h = o.header;
    g->n = (rel_vid)h->n;
    g->m = (rel_eid)h->m;
    g->directed = h->flags & REL_SNAPSHOT_DIRECTED;
    g->packed.weighted = h->flags & REL_SNAPSHOT_PACKED_WEIGHTS;
    g->dropped = (rel_graph_dropped){h->self_loops, h->merged, h->bad_weight};
    REL_TRY(take_sections(&o, g));
    g->names.n = g->n;
    g->names.form = g->names.off ? REL_NAMES_TEXT : g->names.number ? REL_NAMES_U64 : REL_NAMES_INDEX;
    if (!is_whole(g)) {
        st = rel_fail(ctx, REL_E_DATA, "'%s' is damaged: its sections do not make up a graph", path);
        goto out;
    }
    if (rel_is_packed(&g->packed)) g->packed.decode = rel_packed_best_decoder();
    if (!g->directed) g->packed.in = g->packed.out;
    if (!g->directed && !g->in.off) g->in = g->out;
    if (!g->directed && !g->out.off) g->out = g->in;
    if (verify) {
        REL_TRY(rel_snapshot_verify_hashes(ctx, path, file, h, o.section));
        REL_TRY(rel_graph_verify(ctx, path, g));
    }
    return REL_OK;
out:
    rel_graph_free(g);
    return st;
}

int rel_snapshot_detect(const char *path, rel_str first)
{
    (void)path;
    return rel_snapshot_is(first.s, first.len) ? 100 : 0;
}

rel_status rel_snapshot_read_file(rel_ctx *ctx, const char *path, int directions, rel_graph *g)
{
    rel_status st;
    REL_TRY(rel_snapshot_open(ctx, path, false, g));
    if (directions & REL_BUILD_OUT) REL_TRY(rel_graph_need_out(ctx, g));
    if (directions & REL_BUILD_IN) REL_TRY(rel_graph_need_in(ctx, g));
    return REL_OK;
out:
    rel_graph_free(g);
    return st;
}
