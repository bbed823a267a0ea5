#include <stdio.h>

#include "graph/graph_file.h"
#include "ingest/capture.h"
#include "ingest/framing.h"
#include "ingest/preset.h"
#include "src/base/i18n.h"

/* The table, in the order of `relais formats`. Of two formats that are equally sure of a file the first gets
 * it. */
#define FORMATS(X)                                                                                           \
    X(x_v2)                                                                                                  \
    X(x_v1)                                                                                                  \
    X(x_web)                                                                                                 \
    X(mastodon)                                                                                              \
    X(bluesky)                                                                                               \
    X(instagram)                                                                                             \
    X(tiktok)                                                                                                \
    X(linkedin)                                                                                              \
    X(pinterest)                                                                                             \
    X(threads)                                                                                               \
    X(coshare)                                                                                               \
    X(cascades)                                                                                              \
    X(youtube)                                                                                               \
    X(facebook)                                                                                              \
    X(telegram)                                                                                              \
    X(reddit)                                                                                                \
    X(csv_edges)                                                                                             \
    X(csv_posts)                                                                                             \
    X(json_edges)                                                                                            \
    X(json_posts)                                                                                            \
    X(edgelist)

#define X(name) extern const rel_format rel_format_##name;
FORMATS(X)
#undef X

const rel_format *const rel_formats[] = {
#define X(name) &rel_format_##name,
    FORMATS(X)
#undef X
        NULL,
};

const rel_format *rel_format_find(const char *name)
{
    for (const rel_format *const *f = rel_formats; *f; f++)
        if (strcmp((*f)->name, name) == 0) return *f;
    return NULL;
}

static void consider_name(const char *name, const char *candidate, const char **nearest, int *best)
{
    const int distance = rel_str_distance(name, candidate);
    if (distance >= *best) return;
    *best = distance;
    *nearest = candidate;
}

static rel_status no_such_format(rel_ctx *ctx, const char *name)
{
    const char *nearest = NULL;
    int best = 4;
    for (const rel_format *const *f = rel_formats; *f; f++) consider_name(name, (*f)->name, &nearest, &best);
    for (int i = 0; rel_preset_builtin(i); i++) consider_name(name, rel_preset_builtin(i), &nearest, &best);
    rel_fail(ctx, REL_E_USAGE, "option '--format': no format is called '%s'", name);
    return nearest ? rel_hint(ctx, "did you mean '%s'?", nearest)
                   : rel_hint(ctx, "'relais formats' lists them");
}

/* What a file is that is no export, by its first bytes. */
typedef struct magic {
    const char *bytes;
    size_t len;
    const char *what;
} magic;

static const char *is_one_of(const magic *list, rel_str first)
{
    for (; list->bytes; list++)
        if (first.len >= list->len && memcmp(first.s, list->bytes, list->len) == 0) return list->what;
    return NULL;
}

/* The format of a file that holds a graph and no acts: that it is one must be plain. Edge lists are read as
 * either. */
static const rel_graph_format *graph_file(const rel_probe *probe, int *sure)
{
    enum { SURE = 75 };
    const rel_graph_format *f = rel_graph_format_of_content(probe->path, probe->first, sure);
    return f && *sure >= SURE && strcmp(f->name, "edgelist") != 0 ? f : NULL;
}

/* Its title up to the first remark. */
static rel_status no_graphs(rel_ctx *ctx, const rel_probe *probe, const rel_graph_format *graph)
{
    const char *title = _(graph->title);
    rel_str name = {title, strcspn(title, "(,:")};
    name = rel_str_trim(name);
    rel_fail(ctx, REL_E_DATA, "'%s': a graph file (%.*s), expected an export of posts, accounts or edges",
             probe->path, REL_STR_ARG(name));
    return rel_hint(ctx, "'rank', 'export' and 'convert' read graph files directly, without 'ingest'");
}

static const char *packed_file(rel_str first)
{
    static const magic starts[] = {{"PK\x03\x04", 4, "zip"},
                                   {"\xFD"
                                    "7zXZ",
                                    5, "xz"},
                                   {"BZh", 3, "bzip2"},
                                   {"7z\xBC\xAF", 4, "7-Zip"},
                                   {"Rar!", 4, "RAR"},
                                   {NULL, 0, NULL}};
    if (first.len > 262 && memcmp(first.s + 257, "ustar", 5) == 0) return "tar";
    return is_one_of(starts, first);
}

/* "JSON lines, CSV, edge list", out of the table. */
static void looked_for(char *text, size_t size)
{
    bool said[3] = {false};
    text[0] = '\0';
    for (const rel_format *const *f = rel_formats; *f; f++) {
        if (said[(*f)->framing]) continue;
        said[(*f)->framing] = true;
        const size_t used = strlen(text);
        snprintf(text + used, size - used, "%s%s", used ? ", " : "", _(rel_framing_of((*f)->framing)->title));
    }
}

/* The platform that a capture of web pages says it is of. */
static rel_str captured_from(const rel_probe *probe)
{
    int64_t ignored = 0;
    return rel_capture_open(probe->json, &ignored).source;
}

static rel_status no_format(rel_ctx *ctx, const rel_probe *probe)
{
    char list[256];
    const char *what;
    const rel_graph_format *graph;
    int sure;
    const rel_str first = probe->first;
    if (first.len == 0) return rel_fail(ctx, REL_E_DATA, "'%s': empty", probe->path);
    if ((graph = graph_file(probe, &sure))) return no_graphs(ctx, probe, graph);
    if (first.len >= 16 && memcmp(first.s, "SQLite format 3", 16) == 0)
        return rel_fail(ctx, REL_E_DATA, "'%s': a database, expected an export of posts, accounts or edges",
                        probe->path);
    if ((what = packed_file(first))) {
        rel_fail(ctx, REL_E_DATA, "'%s': packed as %s, expected plain, gzip or zstd", probe->path, what);
        return rel_hint(ctx, "unpack it first");
    }
    const rel_str source = captured_from(probe);
    if (source.s) {
        rel_fail(ctx, REL_E_DATA, "'%s': a capture of '%.*s', which relais does not read", probe->path,
                 REL_STR_ARG(source));
        return rel_hint(ctx, "'relais formats' lists them");
    }
    looked_for(list, sizeof list);
    rel_fail(ctx, REL_E_DATA, "'%s': not a format relais reads (looked for %s, GraphML, ...)", probe->path,
             list);
    return rel_hint(ctx, "'relais formats' lists them");
}

static int best_score(const rel_format *format, const rel_probe *probe)
{
    int best = format->detect(probe);
    rel_probe p = *probe;
    for (size_t i = 0; i < probe->samples; i++) {
        p.json = probe->sample[i];
        const int score = format->detect(&p);
        if (score > best) best = score;
    }
    return best;
}

rel_status rel_format_detect(rel_ctx *ctx, const rel_probe *probe, const rel_ingest_opts *opts,
                             rel_detection *found)
{
    *found = (rel_detection){0};
    if (opts->format) {
        found->format = rel_format_find(opts->format);
        return found->format ? REL_OK : no_such_format(ctx, opts->format);
    }
    /* A capture says itself what it is: no reader may guess. */
    const int floor = captured_from(probe).s ? 99 : 0;
    const bool by_pointers = probe->json && rel_mapping_has_pointers(opts->map);
    for (const rel_format *const *f = rel_formats; *f; f++) {
        if (by_pointers && !(*f)->by_pointers) continue;
        const int score = best_score(*f, probe);
        if (score <= floor) continue;
        if (score > found->score)
            *found = (rel_detection){*f, score, found->format, found->score};
        else if (score > found->second_score)
            *found = (rel_detection){found->format, found->score, *f, score};
    }
    /* A matrix looks like an edge list, too. */
    int sure;
    const rel_graph_format *graph = opts->map ? NULL : graph_file(probe, &sure);
    if (found->format && graph && sure > found->score) {
        *found = (rel_detection){0};
        return no_graphs(ctx, probe, graph);
    }
    return found->format ? REL_OK : no_format(ctx, probe);
}
