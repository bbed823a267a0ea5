#include <math.h>
#include <stdio.h>

#include "ingest/influence_results.h"
#include "src/insight/learning.h"

const char *rel_learning_way_method(const rel_learning_way *way)
{
    static const char *const word[] = {[REL_LEARN_BERNOULLI] = "bernoulli",
                                       [REL_LEARN_JACCARD] = "jaccard",
                                       [REL_LEARN_PARTIAL_CREDIT] = "partial-credit",
                                       [REL_LEARN_EM] = "em"};
    return word[way->opts.method];
}

/* -------- JSON -------- */

static void put_way(rel_json *j, const rel_learning_way *way)
{
    rel_json_text(j, "method", rel_str_of(rel_learning_way_method(way)));
    rel_json_text(j, "base", rel_str_of(rel_learning_base_word((int)way->opts.base)));
    rel_json_f64(j, "prior", way->opts.prior);
    way->window > 0 ? rel_json_f64(j, "window", way->window) : rel_json_null(j, "window");
    rel_json_f64(j, "validation_log_likelihood", way->likelihood);
}

static void put_calibration(rel_json *j, const rel_learning_check *c)
{
    rel_json_begin_array(j, "calibration");
    for (int i = 0; i < REL_CALIBRATION_BINS; i++) {
        const rel_calibration *b = &c->bin[i];
        rel_json_begin_object(j, NULL);
        rel_json_f64(j, "from", b->from);
        rel_json_i64(j, "situations", b->situations);
        rel_json_f64(j, "predicted", b->predicted);
        rel_json_f64(j, "observed", b->observed);
        rel_json_end_object(j);
    }
    rel_json_end_array(j);
}

static void put_model(rel_json *j, const rel_learning_model *m)
{
    const rel_learning_check *c = &m->check;
    const rel_foretold_spread *s = &m->spread;
    rel_json_begin_object(j, NULL);
    rel_json_text(j, "model", rel_str_of(m->name));
    if (!isnan(m->p)) rel_json_f64(j, "p", m->p);
    rel_json_f64(j, "log_likelihood", c->log_likelihood);
    rel_json_f64(j, "calibration_error", c->calibration_error);
    rel_json_f64(j, "spread_predicted", s->predicted);
    rel_json_f64(j, "spread_correlation", s->correlation);
    rel_json_f64(j, "spread_mean_error", s->mean_error);
    rel_json_f64(j, "spread_root_mean_square_error", s->root_mean_square_error);
    rel_json_f64(j, "initiator_rank", c->initiator_rank);
    put_calibration(j, c);
    rel_json_end_object(j);
}

static void put_check(rel_json *j, const rel_learning *l)
{
    const rel_learning_check *c = &l->model[0].check;
    rel_json_begin_object(j, "held_out");
    rel_json_i64(j, "train", l->train);
    rel_json_i64(j, "validation", l->validation);
    rel_json_i64(j, "test", l->test);
    rel_json_i64(j, "situations", c->situations);
    rel_json_i64(j, "reached", c->reached);
    rel_json_i64(j, "untold", c->untold);
    rel_json_i64(j, "spreads", l->model[0].spread.cascades);
    rel_json_f64(j, "spread_actual", l->model[0].spread.actual);
    rel_json_i64(j, "initiators", c->initiators);
    rel_json_begin_array(j, "models");
    for (int i = 0; i < REL_LEARNING_MODELS; i++) put_model(j, &l->model[i]);
    rel_json_end_array(j);
    rel_json_begin_array(j, "tried");
    for (int i = 0; i < l->tries; i++) {
        rel_json_begin_object(j, NULL);
        put_way(j, &l->tried[i]);
        rel_json_end_object(j);
    }
    rel_json_end_array(j);
    rel_json_end_object(j);
}

static void put_left_out(rel_json *j, const rel_learning *l)
{
    const rel_cascade_file_counts *f = &l->of_files;
    const rel_workspace_cascade_counts *w = &l->of_workspace;
    rel_json_begin_object(j, "left_out");
    rel_json_i64(j, "repeated", f->repeated + w->repeated);
    rel_json_i64(j, "without_time", w->without_time);
    rel_json_i64(j, "outside_period", w->outside_period);
    rel_json_i64(j, "without_post", w->without_post);
    rel_json_i64(j, "unknown_accounts", f->unknown + w->outside_graph);
    rel_json_i64(j, "empty_cascades", f->empty);
    rel_json_i64(j, "bad_lines", f->bad);
    rel_json_end_object(j);
}

void rel_learning_describe(rel_json *j, const rel_learning *l)
{
    if (l->fallback) {
        rel_json_text(j, "method", REL_STR_LIT("cascade"));
        rel_json_text(j, "fallback", rel_str_of(l->fallback));
    } else {
        put_way(j, &l->way);
    }
    rel_json_f64(j, "rate", l->learned.rate);
    rel_json_f64(j, "mean_delay", l->learned.mean_delay);
    rel_json_i64(j, "rounds", l->learned.rounds);
    rel_json_i64(j, "cascades", l->cascades);
    rel_json_i64(j, "cascades_single", l->of_files.single + l->of_workspace.single);
    rel_json_i64(j, "acts", l->acts);
    rel_json_i64(j, "edges_followed", l->followed);
    rel_json_i64(j, "follows", l->follows);
    rel_json_f64(j, "explained", l->explained);
    rel_json_f64(j, "explained_reversed", l->explained_reversed);
    put_left_out(j, l);
    if (l->checked)
        put_check(j, l);
    else
        rel_json_text(j, "unchecked", rel_str_of(l->unchecked));
}

/* -------- the workspace -------- */

rel_status rel_learning_store(rel_ctx *ctx, const rel_source *source, const rel_learning *l,
                              const char *parameters)
{
    rel_status st;
    rel_workspace *w = NULL;
    rel_json j;
    rel_learning_record record = {
        .rate = l->learned.rate, .mean_delay = l->learned.mean_delay, .cascades = l->cascades};
    const rel_result_run run = {.command = "learn", .parameters = parameters, .seed = ctx->seed};
    snprintf(record.method, sizeof record.method, "%s",
             l->fallback ? "cascade" : rel_learning_way_method(&l->way));
    rel_json_init(&j, ctx);
    rel_json_begin_object(&j, NULL);
    rel_learning_describe(&j, l);
    rel_json_end_object(&j);
    REL_TRY(j.status);
    record.held_out = j.out;
    REL_TRY(rel_workspace_open(ctx, source->path, REL_WORKSPACE_WRITE, &w));
    st = rel_results_store_influence(ctx, w, &run, &source->graph, &record, l->learned.p, l->trials);
out:
    rel_workspace_close(w);
    rel_buf_free(&j.out);
    return st;
}
