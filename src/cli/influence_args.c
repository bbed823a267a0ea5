#include "src/cli/influence_args.h"

#include <math.h>

rel_status rel_influence_args_make(rel_ctx *ctx, const rel_influence_args *a, const rel_source *source,
                                   bool over_time, rel_influence_setup *setup)
{
    const rel_influence_request request = {
        .model = strcmp(a->model, rel_spread_model_word(REL_SPREAD_LT)) == 0 ? REL_SPREAD_LT : REL_SPREAD_IC,
        .probability = a->probability,
        .p = a->p < 0 ? (double)NAN : a->p,
        .deadline = a->deadline,
        .within = (double)a->within,
        .delay = (double)a->delay,
        .over_time = over_time,
        .rivals = a->rivals};
    return rel_influence_setup_make(ctx, source, &request, setup);
}

static void number_or_null(rel_json *j, const char *key, double x, bool known)
{
    known ? rel_json_f64(j, key, x) : rel_json_null(j, key);
}

void rel_influence_describe(rel_json *j, const rel_graph *g, const rel_influence_setup *s)
{
    const rel_influence_opts *o = &s->influence.opts;
    char room[REL_NAME_NUMBER_TEXT];
    rel_json_text(j, "model", rel_str_of(rel_spread_model_word((int)s->model)));
    rel_json_text(j, "probability", rel_str_of(rel_probability_word((int)s->probability)));
    rel_json_text(j, "fallback", rel_str_of(s->fallback));
    number_or_null(j, "p", s->p, !isnan(s->p));
    o->max_hops ? rel_json_i64(j, "deadline", o->max_hops) : rel_json_null(j, "deadline");
    number_or_null(j, "within", o->max_time, o->max_time > 0);
    number_or_null(j, "delay", s->mean_delay, s->mean_delay > 0);
    rel_json_begin_array(j, "rivals");
    for (int64_t i = 0; i < s->rivals.count; i++)
        rel_json_text(j, NULL, rel_names_get(&g->names, s->rivals.v[i], room));
    rel_json_end_array(j);
}
