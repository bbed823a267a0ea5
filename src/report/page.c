#include "src/report/page.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "src/base/i18n.h"
#include "src/base/json_writer.h"
#include "src/base/outfile.h"
#ifdef REL_PAGE_BUNDLED
#include "src/base/sort.h"
#include "src/report/page_template.h"
#include "src/report/strongest.h"
#endif

enum { FLUSH_BYTES = 1 << 16 };

/* The page's words, by the key under which its script asks for them. {name} is a number. */
static const struct {
    const char *key, *text;
} words[] = {
    {"counts", N_("{shown} of {all} accounts shown, {edges} edges")},
    {"search", N_("Search an account")},
    {"nobody", N_("nobody has that name")},
    {"size", N_("Sizes and order by")},
    {"first", N_("The first accounts: {first}")},
    {"communities", N_("Communities")},
    {"community", N_("community")},
    {"all", N_("show all")},
    {"none", N_("hide all")},
    {"from", N_("Receives attention from")},
    {"to", N_("Gives attention to")},
    {"contacts", N_("Contacts")},
    {"missing", N_("missing")},
    {"close", N_("close")},
    {"keys", N_("Keys: / searches, Esc lets go, 0 shows the whole picture.")},
    {"licences", N_("Licences of the libraries in this page")},
    {"no_webgl", N_("This browser draws no WebGL, so the picture is missing. Search, scores and communities "
                    "work without it.")},
};

bool rel_page_available(void)
{
#ifdef REL_PAGE_BUNDLED
    return true;
#else
    return false;
#endif
}

#ifdef REL_PAGE_BUNDLED

/* -------- the data -------- */

typedef struct writer {
    const rel_page *page;
    rel_vid *account; /* drawn: vertices of the graph, ascending */
    rel_vid drawn;
    rel_vid *place; /* by vertex: its index in account */
    rel_strongest edges;
    rel_json json;
    rel_outfile out;
} writer;

/* Inside a script element only '<' could end the data. */
static void flush(writer *w)
{
    const char *at = w->json.out.data, *end = at;
    if (at) end += w->json.out.len;
    while (at < end) {
        const char *stop = memchr(at, '<', (size_t)(end - at));
        rel_outfile_add(&w->out, at, (size_t)((stop ? stop : end) - at));
        if (!stop) break;
        rel_outfile_puts(&w->out, "\\u003c");
        at = stop + 1;
    }
    w->json.out.len = 0;
}

static void flush_when_full(writer *w)
{
    if (w->json.out.len > FLUSH_BYTES) flush(w);
}

/* Six digits are more than a page shows, and a third of the bytes. */
static double rounded(double x)
{
    char text[32];
    if (!isfinite(x)) return NAN;
    snprintf(text, sizeof text, "%.6g", x);
    return strtod(text, NULL);
}

static void put_words(writer *w)
{
    rel_json_begin_object(&w->json, "words");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        rel_json_text(&w->json, words[i].key, rel_str_of(_(words[i].text)));
    rel_json_end_object(&w->json);
}

static void put_scores(writer *w)
{
    const rel_page *p = w->page;
    rel_json_begin_array(&w->json, "scores");
    for (int i = 0; i < p->scores; i++) {
        rel_json_begin_object(&w->json, NULL);
        rel_json_text(&w->json, "key", rel_str_of(p->score[i].key));
        rel_json_text(&w->json, "title", rel_str_of(p->score[i].title));
        if (p->score[i].low_first) rel_json_bool(&w->json, "low_first", true);
        rel_json_begin_array(&w->json, "values");
        for (rel_vid k = 0; k < w->drawn; k++) {
            rel_json_f64(&w->json, NULL, rounded(p->score[i].value[w->account[k]]));
            flush_when_full(w);
        }
        rel_json_end_array(&w->json);
        rel_json_end_object(&w->json);
    }
    rel_json_end_array(&w->json);
}

static void put_positions(writer *w, const char *key, const float *at)
{
    rel_json_begin_array(&w->json, key);
    for (rel_vid k = 0; k < w->drawn; k++) {
        /* A tenth is below a pixel at any zoom that shows the whole. */
        rel_json_f64(&w->json, NULL, round((double)at[w->account[k]] * 10) / 10);
        flush_when_full(w);
    }
    rel_json_end_array(&w->json);
}

static void put_handles(writer *w)
{
    const rel_graph *g = w->page->graph;
    const rel_attribute *handle = rel_attribute_find(&g->vertex_attributes, "handle");
    if (!handle || handle->type != REL_ATTRIBUTE_TEXT) return;
    rel_json_begin_array(&w->json, "handle");
    for (rel_vid k = 0; k < w->drawn; k++) {
        rel_json_text(&w->json, NULL, rel_attribute_text(handle, w->account[k]));
        flush_when_full(w);
    }
    rel_json_end_array(&w->json);
}

static void put_accounts(writer *w)
{
    const rel_page *p = w->page;
    char room[REL_NAME_NUMBER_TEXT];
    rel_json_begin_object(&w->json, "accounts");
    rel_json_begin_array(&w->json, "name");
    for (rel_vid k = 0; k < w->drawn; k++) {
        rel_json_text(&w->json, NULL, rel_names_get(&p->graph->names, w->account[k], room));
        flush_when_full(w);
    }
    rel_json_end_array(&w->json);
    put_handles(w);
    put_positions(w, "x", p->x);
    put_positions(w, "y", p->y);
    rel_json_begin_array(&w->json, "community");
    for (rel_vid k = 0; k < w->drawn; k++) {
        const rel_vid c = p->community ? p->community[w->account[k]] : REL_VID_NONE;
        rel_json_i64(&w->json, NULL, c == REL_VID_NONE ? -1 : (int64_t)c);
        flush_when_full(w);
    }
    rel_json_end_array(&w->json);
    rel_json_end_object(&w->json);
}

static void put_communities(writer *w)
{
    rel_json_begin_array(&w->json, "communities");
    for (rel_vid c = 0; c < w->page->community_count; c++) {
        const rel_page_community *one = &w->page->communities[c];
        char colour[8];
        snprintf(colour, sizeof colour, "#%06x", (unsigned)(one->colour & 0xffffff));
        rel_json_begin_object(&w->json, NULL);
        rel_json_i64(&w->json, "number", one->number);
        rel_json_text(&w->json, "label", one->label.s ? one->label : rel_str_of(""));
        rel_json_text(&w->json, "color", rel_str_of(colour));
        rel_json_i64(&w->json, "accounts", one->accounts);
        if (one->summary.s) rel_json_text(&w->json, "summary", one->summary);
        rel_json_end_object(&w->json);
        flush_when_full(w);
    }
    rel_json_end_array(&w->json);
}

enum edge_part { SOURCE, TARGET, WEIGHT };

static void put_edge_part(writer *w, const char *key, enum edge_part part)
{
    const rel_graph *g = w->page->graph;
    rel_json_begin_array(&w->json, key);
    /* What comes later lies on top. */
    for (int64_t i = w->edges.count; i-- > 0;) {
        const rel_strong_edge e = w->edges.edge[i];
        if (part == WEIGHT)
            rel_json_f64(&w->json, NULL, rounded((double)g->out.weight[e.arc]));
        else
            rel_json_i64(&w->json, NULL, w->place[part == SOURCE ? e.from : g->out.adj[e.arc]]);
        flush_when_full(w);
    }
    rel_json_end_array(&w->json);
}

static void put_edges(writer *w)
{
    rel_json_begin_object(&w->json, "edges");
    put_edge_part(w, "source", SOURCE);
    put_edge_part(w, "target", TARGET);
    if (w->page->graph->out.weight) put_edge_part(w, "weight", WEIGHT);
    rel_json_end_object(&w->json);
}

/* What is not in the page, in its words. */
static void put_note(writer *w)
{
    const rel_page *p = w->page;
    char note[512];
    int len = 0;
    if (w->drawn < p->graph->n)
        len += snprintf(note, sizeof note, _("The best %" PRIu32 " of %" PRIu32 " accounts by %s. "),
                        w->drawn, p->graph->n, p->score[0].title);
    if (w->edges.count < w->edges.between)
        len += snprintf(note + len, sizeof note - (size_t)len,
                        _("The strongest %" PRId64 " of %" PRId64 " edges between them."), w->edges.count,
                        w->edges.between);
    if (len) rel_json_text(&w->json, "note", rel_str_trim((rel_str){note, (size_t)len}));
}

static void put_data(writer *w)
{
    rel_json_begin_object(&w->json, NULL);
    rel_json_text(&w->json, "title", w->page->title);
    put_note(w);
    rel_json_bool(&w->json, "directed", w->page->graph->directed);
    put_words(w);
    put_scores(w);
    put_accounts(w);
    put_communities(w);
    put_edges(w);
    rel_json_end_object(&w->json);
    flush(w);
}

/* -------- the page -------- */

static void put_html_text(rel_outfile *out, rel_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.s[i];
        if (c == '<')
            rel_outfile_puts(out, "&lt;");
        else if (c == '&')
            rel_outfile_puts(out, "&amp;");
        else
            rel_outfile_add(out, &c, 1);
    }
}

static void put_piece(writer *w, int i)
{
    rel_outfile_add(&w->out, rel_page_template[i].data, rel_page_template[i].size);
}

static void put_page(writer *w)
{
    put_piece(w, 0);
    /* Translators: the language of this catalogue, as HTML names it. */
    rel_outfile_puts(&w->out, _("en"));
    put_piece(w, 1);
    put_html_text(&w->out, w->page->title);
    put_piece(w, 2);
    put_data(w);
    put_piece(w, 3);
}

/* -------- what is drawn -------- */

static rel_status check_size(rel_ctx *ctx, const rel_page *p)
{
    if (p->accounts > REL_PAGE_ACCOUNTS_MAX)
        return rel_fail(ctx, REL_E_LIMIT, "page: %" PRId64 " accounts, a browser draws up to %d", p->accounts,
                        REL_PAGE_ACCOUNTS_MAX);
    if (p->edges > REL_PAGE_EDGES_MAX)
        return rel_fail(ctx, REL_E_LIMIT, "page: %" PRId64 " edges, a browser draws up to %d", p->edges,
                        REL_PAGE_EDGES_MAX);
    return REL_OK;
}

static rel_status choose(rel_ctx *ctx, writer *w)
{
    rel_status st;
    const rel_page *p = w->page;
    const rel_vid n = p->graph->n;
    const int64_t most = p->accounts ? p->accounts : REL_PAGE_ACCOUNTS_MAX;
    int64_t found;
    uint8_t *drawn;
    REL_TRY(rel_scratch(ctx, &drawn, n, 1, "drawn accounts"));
    REL_TRY(rel_scratch_unset(ctx, &w->place, n, sizeof *w->place, "drawn accounts"));
    REL_TRY(rel_scratch_unset(ctx, &w->account, (size_t)(most < n ? most : n), sizeof *w->account,
                              "drawn accounts"));
    REL_TRY(rel_sort_top(ctx, p->rank, n, most, w->account, &found));
    for (int64_t i = 0; i < found; i++) drawn[w->account[i]] = 1;
    for (rel_vid v = 0; v < n; v++) {
        if (!drawn[v]) continue;
        w->place[v] = w->drawn;
        w->account[w->drawn++] = v;
    }
    REL_TRY(rel_strongest_edges(ctx, p->graph, drawn, p->edges ? p->edges : REL_PAGE_EDGES_MAX, &w->edges));
out:
    return st;
}

rel_status rel_page_write(rel_ctx *ctx, const rel_page *page, const char *path, rel_page_result *result)
{
    rel_status st;
    writer w = {.page = page};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    rel_json_init(&w.json, ctx);
    REL_TRY(check_size(ctx, page));
    REL_TRY(choose(ctx, &w));
    REL_TRY(rel_outfile_open(ctx, path, &w.out));
    put_page(&w);
    REL_TRY(w.json.status);
    REL_TRY(rel_outfile_close(&w.out));
    *result = (rel_page_result){w.drawn, w.edges.count, w.edges.between};
out:
    rel_outfile_discard(&w.out);
    rel_buf_free(&w.json.out);
    rel_scratch_release(ctx, mark);
    return st;
}

#else

rel_status rel_page_write(rel_ctx *ctx, const rel_page *page, const char *path, rel_page_result *result)
{
    (void)page;
    (void)result;
    return rel_fail(ctx, REL_E_USAGE, "'%s': this relais was built without the interactive page", path);
}

#endif
