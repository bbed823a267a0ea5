#include "ingest/recognise.h"

#include <stdlib.h>

#include "ingest/csv_sniff.h"
#include "ingest/json_table.h"

/* The format that reads what a preset describes. */
static const char *format_of(const rel_preset *p)
{
    const bool edges = p->table == REL_PRESET_EDGES || p->table == REL_PRESET_FOLLOWS;
    return p->json ? (edges ? "json-edges" : "json-posts") : edges ? "csv-edges" : "csv-posts";
}

/* -------- presets by content -------- */

typedef struct search {
    const rel_probe *probe;
    const rel_csv_sample *sample; /* of a table */
    rel_preset *best;             /* the one that asks for most columns */
} search;

/* One of the first records has what the preset asks for. */
static bool fits_json(const rel_preset *p, const rel_probe *probe)
{
    for (size_t i = 0; i < probe->samples; i++) {
        const cJSON *record = probe->sample[i];
        if (p->records) record = rel_array_first(rel_json_at(record, p->records));
        size_t found = 0, wrong = 0;
        for (size_t k = 0; k < p->has_count; k++) found += rel_json_at(record, p->has[k]) != NULL;
        for (size_t k = 0; k < p->lacks_count; k++) wrong += rel_json_at(record, p->lacks[k]) != NULL;
        if (found && found == p->has_count && !wrong) return true;
    }
    return false;
}

static bool fits(const search *s, const rel_preset *p)
{
    if (s->probe->json) return p->json && fits_json(p, s->probe);
    return !p->json && rel_preset_fits(p, s->sample->header, s->sample->dialect.columns);
}

static rel_status consider(rel_ctx *ctx, void *user, rel_preset *p)
{
    search *s = user;
    (void)ctx;
    if (fits(s, p) && (!s->best || p->has_count > s->best->has_count)) {
        free(s->best);
        s->best = p;
    } else {
        free(p);
    }
    return REL_OK;
}

/* The preset that knows this header; NULL when none does. */
static rel_status detect_preset(rel_ctx *ctx, const rel_probe *probe, rel_preset **preset)
{
    rel_status st;
    rel_csv_sample sample;
    search s = {.probe = probe, .sample = &sample};
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    *preset = NULL;
    REL_TRY(rel_csv_sniff(ctx, probe, &sample));
    if (!sample.header && !probe->json) goto out;
    st = rel_preset_each(ctx, consider, &s);
    if (st != REL_OK) {
        free(s.best);
        goto out;
    }
    *preset = s.best;
out:
    rel_scratch_release(ctx, mark);
    return st;
}

/* -------- what the user says -------- */

static rel_status same_format(rel_ctx *ctx, const rel_ingest_opts *opts, const rel_preset *p)
{
    if (!opts->format || !opts->preset || strcmp(opts->format, p->name) == 0 ||
        strcmp(opts->format, format_of(p)) == 0)
        return REL_OK;
    return rel_fail(ctx, REL_E_USAGE, "option '--preset': '%s' is read as '%s', not as '%s'", p->name,
                    format_of(p), opts->format);
}

/* --preset, or --format with the name of a preset. */
static rel_status asked_preset(rel_ctx *ctx, const rel_ingest_opts *opts, rel_preset **preset)
{
    *preset = NULL;
    if (opts->preset) {
        const rel_status st = rel_preset_open(ctx, opts->preset, preset);
        return st == REL_OK ? same_format(ctx, opts, *preset) : st;
    }
    if (!opts->format || rel_format_find(opts->format)) return REL_OK;
    return rel_preset_find(ctx, opts->format, preset);
}

static rel_status choose_once(rel_ctx *ctx, const rel_ingest_opts *opts, rel_recognised *r)
{
    rel_status st;
    rel_probe *probe = &r->hold.probe;
    rel_detection found = {0};
    REL_TRY(asked_preset(ctx, opts, &r->preset));
    const bool asked = r->preset != NULL;
    if (!asked) {
        st = rel_format_detect(ctx, probe, opts, &found);
        const bool table = found.format && found.format->framing != REL_FRAMING_JSON;
        /* A header of --map is the user's own. */
        if (!opts->format && !opts->map && (table || st == REL_E_DATA) && found.score < REL_PRESET_SCORE) {
            const rel_status searched = detect_preset(ctx, probe, &r->preset);
            if (searched != REL_OK) st = searched;
        }
        if (!r->preset && st != REL_OK) goto out;
    }
    if (r->preset) {
        rel_forgive(ctx);
        r->second = found.format;
        r->second_score = found.score;
        r->score = asked ? 0 : REL_PRESET_SCORE;
        r->format = rel_format_find(format_of(r->preset));
        probe->preset = r->preset;
        st = REL_OK;
    } else {
        r->format = found.format;
        r->score = found.score;
        r->second = found.second;
        r->second_score = found.second_score;
    }
out:
    return st;
}

static rel_status choose(rel_ctx *ctx, const rel_ingest_opts *opts, rel_recognised *r)
{
    bool deeper;
    rel_status st = choose_once(ctx, opts, r);
    if (st != REL_E_DATA || r->preset) return st;
    const rel_status looked = rel_probe_deepen(ctx, r->in, &r->hold, &deeper);
    if (looked != REL_OK) return looked;
    if (!deeper) return st;
    rel_forgive(ctx);
    return choose_once(ctx, opts, r);
}

/* -------- all of it -------- */

rel_status rel_recognise(rel_ctx *ctx, const char *path, const rel_ingest_opts *opts, rel_recognised *r)
{
    rel_status st;
    *r = (rel_recognised){.info = {.path = path, .opts = opts}};
    REL_TRY(rel_input_open(ctx, path, &r->in));
    REL_TRY(rel_probe_make(ctx, path, r->in, opts, &r->hold));
    if (rel_input_is_utf16(r->in)) rel_note(ctx, "'%s' is UTF-16: it is read as such", path);
    REL_TRY(choose(ctx, opts, r));
    if (r->format->setup) REL_TRY(r->format->setup(ctx, &r->hold.probe, opts, &r->setup));
    r->info.setup = r->setup;
    const rel_framing_ops *framing = rel_framing_of(r->format->framing);
    if (framing->begin) REL_TRY(framing->begin(ctx, &r->hold.probe, r->format, opts, &r->dialect));
out:
    return st;
}

void rel_recognised_free(rel_recognised *r)
{
    if (r->format && r->format->free_setup) r->format->free_setup(r->setup);
    free(r->dialect);
    free(r->preset);
    rel_probe_free(&r->hold);
    rel_input_close(r->in);
    *r = (rel_recognised){0};
}

const char *rel_recognised_name(const rel_recognised *r)
{
    return r->preset ? r->preset->name : r->format ? r->format->name : NULL;
}

const char *rel_recognised_yields(const rel_recognised *r)
{
    return r->preset ? r->preset->yields : r->format ? r->format->yields : NULL;
}

rel_pipeline_job rel_recognised_job(const rel_recognised *r, size_t block_bytes, rel_store_fn *store,
                                    void *user)
{
    return (rel_pipeline_job){.in = r->in,
                              .format = r->format,
                              .info = &r->info,
                              .framing = rel_framing_of(r->format->framing),
                              .dialect = r->dialect,
                              .block_bytes = block_bytes ? block_bytes : REL_BLOCK_BYTES,
                              .store = store,
                              .user = user};
}
