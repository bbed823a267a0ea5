#include "src/report/page.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "src/base/i18n.h"
#include "src/base/json_writer.h"
#include "src/base/outfile.h"
#ifdef REL_PAGE_BUNDLED
#include "src/report/page_template.h"
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
    rel_json json;
    rel_outfile out;
} writer;

/* Inside a script element only '<' could end the data. */
static void flush(writer *w)
{
    const char *at = w->json.out.data, *const end = at + w->json.out.len;
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
        rel_json_begin_array(&w->json, "values");
        for (rel_vid v = 0; v < p->graph->n; v++) {
            rel_json_f64(&w->json, NULL, rounded(p->score[i].value[v]));
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
    for (rel_vid v = 0; v < w->page->graph->n; v++) {
        /* A tenth is below a pixel at any zoom that shows the whole. */
        rel_json_f64(&w->json, NULL, round((double)at[v] * 10) / 10);
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
    for (rel_vid v = 0; v < g->n; v++) {
        rel_json_text(&w->json, NULL, rel_attribute_text(handle, v));
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
    for (rel_vid v = 0; v < p->graph->n; v++) {
        rel_json_text(&w->json, NULL, rel_names_get(&p->graph->names, v, room));
        flush_when_full(w);
    }
    rel_json_end_array(&w->json);
    put_handles(w);
    put_positions(w, "x", p->x);
    put_positions(w, "y", p->y);
    rel_json_begin_array(&w->json, "community");
    for (rel_vid v = 0; v < p->graph->n; v++)
        rel_json_i64(&w->json, NULL,
                     p->community && p->community[v] != REL_VID_NONE ? (int64_t)p->community[v] : -1);
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

/* An undirected edge stands in the rows of both its ends: the first one writes it. */
static bool is_written(const rel_graph *g, rel_vid u, rel_vid v)
{
    return g->directed || u < v;
}

enum edge_part { SOURCE, TARGET, WEIGHT };

static void put_edge_part(writer *w, const char *key, enum edge_part part)
{
    const rel_graph *g = w->page->graph;
    rel_json_begin_array(&w->json, key);
    for (rel_vid u = 0; u < g->n; u++)
        for (rel_eid e = g->out.off[u]; e < g->out.off[u + 1]; e++) {
            const rel_vid v = g->out.adj[e];
            if (!is_written(g, u, v)) continue;
            if (part == WEIGHT)
                rel_json_f64(&w->json, NULL, rounded((double)g->out.weight[e]));
            else
                rel_json_i64(&w->json, NULL, part == SOURCE ? u : v);
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

static void put_data(writer *w)
{
    rel_json_begin_object(&w->json, NULL);
    rel_json_text(&w->json, "title", w->page->title);
    if (w->page->note.s) rel_json_text(&w->json, "note", w->page->note);
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

static rel_status check_size(rel_ctx *ctx, const rel_graph *g)
{
    const int64_t edges = g->directed ? g->m : g->m / 2;
    if (g->n > REL_PAGE_ACCOUNTS_MAX || edges > REL_PAGE_EDGES_MAX)
        return rel_fail(ctx, REL_E_LIMIT,
                        "page: %" PRIu32 " accounts and %" PRId64 " edges; a browser draws up to %d and %d",
                        g->n, edges, REL_PAGE_ACCOUNTS_MAX, REL_PAGE_EDGES_MAX);
    return REL_OK;
}

rel_status rel_page_write(rel_ctx *ctx, const rel_page *page, const char *path)
{
    rel_status st;
    writer w = {.page = page};
    rel_json_init(&w.json, ctx);
    REL_TRY(check_size(ctx, page->graph));
    REL_TRY(rel_outfile_open(ctx, path, &w.out));
    put_page(&w);
    REL_TRY(w.json.status);
    REL_TRY(rel_outfile_close(&w.out));
out:
    rel_outfile_discard(&w.out);
    rel_buf_free(&w.json.out);
    return st;
}

#else

rel_status rel_page_write(rel_ctx *ctx, const rel_page *page, const char *path)
{
    (void)page;
    return rel_fail(ctx, REL_E_USAGE, "'%s': this relais was built without the interactive page", path);
}

#endif
