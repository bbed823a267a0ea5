/* Score cards for programs: JSON lines and CSV; and the lists of traits and presets. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "src/base/json_writer.h"
#include "src/cli/account_args.h"
#include "src/cli/card_args.h"

/* -------- JSON -------- */

static void put_trait(rel_json *j, const rel_card_view *w, rel_trait t, rel_vid v)
{
    const double x = rel_trait_value(w->cards, t, v);
    const int64_t sample = rel_trait_sample(w->cards, t, v);
    const rel_signal *s = rel_signal_of(t);
    rel_json_begin_object(j, rel_trait_word((int)t));
    rel_json_f64(j, "value", x);
    rel_json_text(j, "unit", rel_str_of(rel_trait_about(t)->unit));
    if (sample >= 0) rel_json_i64(j, "sample", sample);
    if (isnan(x)) {
        rel_json_text(j, "missing", rel_str_of(rel_missing_word(rel_trait_why(w->cards, t, v))));
    } else {
        rel_json_f64(j, "percentile", w->percent[t][v]);
        rel_json_f64(j, "peer_percentile", w->of_size[t][v]);
        rel_json_i64(j, "peers", w->peers[t][v]);
    }
    if (s) {
        rel_json_f64(j, s->below ? "signal_below" : "signal_from", s->threshold);
        rel_json_bool(j, "raised", rel_signal_raised(w->cards, t, v));
    }
    rel_json_end_object(j);
}

static void put_traits(rel_json *j, const rel_card_view *w, rel_vid v)
{
    for (int t = 0; t < REL_TRAIT_COUNT; t++) {
        const rel_trait_group group = rel_trait_about((rel_trait)t)->group;
        const bool first = t == 0 || rel_trait_about((rel_trait)(t - 1))->group != group;
        if (first && t) rel_json_end_object(j);
        if (first) rel_json_begin_object(j, rel_trait_group_word(group));
        put_trait(j, w, (rel_trait)t, v);
    }
    rel_json_end_object(j);
}

static void put_filters(rel_json *j, const rel_card_view *w, const rel_verdict *d)
{
    rel_json_begin_object(j, "filters");
    for (int t = 0; t < REL_TRAIT_COUNT; t++) {
        const rel_policy_filter *f = &w->policy->filter[t];
        if (!f->set) continue;
        rel_json_begin_object(j, rel_trait_word(t));
        if (isfinite(f->min)) rel_json_f64(j, "min", f->min);
        if (isfinite(f->max)) rel_json_f64(j, "max", f->max);
        rel_json_text(j, "missing", rel_str_of(f->missing == REL_POLICY_PASS ? "pass" : "fail"));
        rel_json_bool(j, "met", !((d->outside | d->missing) & REL_TRAIT_BIT(t)));
        rel_json_end_object(j);
    }
    rel_json_end_object(j);
}

static void put_weights(rel_json *j, const rel_card_view *w, rel_vid v)
{
    rel_json_begin_object(j, "weights");
    for (int t = 0; t < REL_TRAIT_COUNT; t++) {
        if (!(w->policy->weight[t] > 0)) continue;
        rel_json_begin_object(j, rel_trait_word(t));
        rel_json_f64(j, "weight", w->policy->weight[t]);
        if (w->policy->sample[t]) rel_json_i64(j, "min_sample", w->policy->sample[t]);
        rel_json_f64(j, "percentile", rel_card_part(w, (rel_trait)t, v));
        rel_json_end_object(j);
    }
    rel_json_end_object(j);
}

static rel_status put_reasons(rel_json *j, const rel_card_view *w, rel_vid v, rel_buf *b)
{
    b->len = 0;
    const rel_status st = rel_verdict_codes(w->cli->ctx, &w->verdict[v], b);
    rel_str rest = b->len ? (rel_str){b->data, b->len} : REL_STR_MISSING;
    rel_json_begin_array(j, "why_not");
    while (rest.s) rel_json_text(j, NULL, rel_str_cut(&rest, ','));
    rel_json_end_array(j);
    return st;
}

static rel_status put_policy(rel_json *j, const rel_card_view *w, rel_vid v, rel_buf *b)
{
    const rel_verdict *d = &w->verdict[v];
    rel_json_begin_object(j, "policy");
    rel_json_text(j, "name", rel_str_of(w->policy->name));
    rel_json_bool(j, "allowed", rel_verdict_allowed(d));
    const rel_status st = put_reasons(j, w, v, b);
    rel_json_f64(j, "score", d->score);
    rel_json_f64(j, "known", d->known);
    rel_json_f64(j, "min_known", w->policy->known);
    put_filters(j, w, d);
    put_weights(j, w, v);
    rel_json_end_object(j);
    return st;
}

static rel_status put_card(rel_json *j, const rel_card_view *w, rel_vid v, rel_buf *b)
{
    char room[REL_NAME_NUMBER_TEXT];
    rel_status st = REL_OK;
    rel_json_begin_object(j, NULL);
    rel_json_i64(j, "rank", w->rank[v]);
    rel_json_text(j, "account", rel_names_get(&w->g->names, v, room));
    rel_json_text(j, "handle", rel_handle_of(w->g, v));
    rel_json_bool(j, "observed", w->cards->observed[v] != 0);
    rel_json_bool(j, "suspected_automation", w->cards->suspected[v] != 0);
    rel_json_begin_array(j, "signals");
    for (int t = 0; t < REL_TRAIT_COUNT; t++)
        if (rel_signal_raised(w->cards, (rel_trait)t, v))
            rel_json_text(j, NULL, rel_str_of(rel_trait_word(t)));
    rel_json_end_array(j);
    rel_json_text(j, "size", rel_str_of(rel_trait_word((int)w->cards->size)));
    put_traits(j, w, v);
    if (w->policy) st = put_policy(j, w, v, b);
    rel_json_end_object(j);
    rel_json_newline(j);
    return st;
}

rel_status rel_card_json(const rel_card_view *w)
{
    rel_status st = REL_OK;
    rel_json j;
    rel_buf b = {0};
    rel_json_init(&j, w->cli->ctx);
    for (int64_t i = 0; i < w->count && st == REL_OK; i++) {
        st = put_card(&j, w, w->order[i], &b);
        if (st == REL_OK) st = j.status;
        if (st == REL_OK) rel_outfile_add(&w->cli->out, j.out.data, j.out.len);
        j.out.len = 0;
    }
    rel_buf_free(&b);
    rel_buf_free(&j.out);
    return st;
}

/* -------- CSV -------- */

enum { HEAD = 6, VERDICT = 5, EACH = 5, KEY = 64, COLUMNS = HEAD + VERDICT + EACH * REL_TRAIT_COUNT };

typedef struct sheet {
    rel_column column[COLUMNS];
    char key[EACH * REL_TRAIT_COUNT][KEY];
    int columns;
} sheet;

static const char *const each[EACH] = {"value", "sample", "percentile", "peer_percentile", "missing"};
static const rel_cell_type each_type[EACH] = {REL_CELL_F64, REL_CELL_I64, REL_CELL_F64, REL_CELL_F64,
                                              REL_CELL_TEXT};

static void describe(sheet *s, bool policy)
{
    static const rel_column head[HEAD] = {
        {"rank", NULL, REL_CELL_I64, 0},
        {"account", NULL, REL_CELL_TEXT, 0},
        {"handle", NULL, REL_CELL_TEXT, 0},
        {"observed", NULL, REL_CELL_BOOL, 0},
        {"suspected_automation", NULL, REL_CELL_BOOL, 0},
        {"signals", NULL, REL_CELL_TEXT, 0},
    };
    static const rel_column verdict[VERDICT] = {
        {"policy.name", NULL, REL_CELL_TEXT, 0},    {"policy.allowed", NULL, REL_CELL_BOOL, 0},
        {"policy.why_not", NULL, REL_CELL_TEXT, 0}, {"policy.score", NULL, REL_CELL_F64, 0},
        {"policy.known", NULL, REL_CELL_F64, 0},
    };
    for (int i = 0; i < HEAD; i++) s->column[s->columns++] = head[i];
    for (int i = 0; policy && i < VERDICT; i++) s->column[s->columns++] = verdict[i];
    for (int t = 0, k = 0; t < REL_TRAIT_COUNT; t++)
        for (int i = 0; i < EACH; i++, k++) {
            snprintf(s->key[k], KEY, "%s.%s.%s", rel_trait_group_word(rel_trait_about((rel_trait)t)->group),
                     rel_trait_word(t), each[i]);
            s->column[s->columns++] = (rel_column){s->key[k], NULL, each_type[i], 0};
        }
}

static rel_status put_row_policy(const rel_card_view *w, rel_table *t, rel_vid v, rel_buf *b)
{
    const rel_verdict *d = &w->verdict[v];
    b->len = 0;
    const rel_status st = rel_verdict_codes(w->cli->ctx, d, b);
    rel_table_text(t, rel_str_of(w->policy->name));
    rel_table_bool(t, rel_verdict_allowed(d));
    rel_table_text(t, b->len ? (rel_str){b->data, b->len} : REL_STR_MISSING);
    rel_table_f64(t, d->score);
    rel_table_f64(t, d->known);
    return st;
}

static rel_status put_row(const rel_card_view *w, rel_table *t, rel_vid v, rel_buf *b)
{
    rel_status st;
    char room[REL_NAME_NUMBER_TEXT];
    rel_table_i64(t, w->rank[v]);
    rel_table_text(t, rel_names_get(&w->g->names, v, room));
    rel_table_text(t, rel_handle_of(w->g, v));
    rel_table_bool(t, w->cards->observed[v] != 0);
    rel_table_bool(t, w->cards->suspected[v] != 0);
    REL_TRY(rel_card_signal_words(w, v, b));
    rel_table_text(t, (rel_str){b->len ? b->data : "", b->len});
    if (w->policy) REL_TRY(put_row_policy(w, t, v, b));
    for (int i = 0; i < REL_TRAIT_COUNT; i++) {
        const rel_trait x = (rel_trait)i;
        const int64_t sample = rel_trait_sample(w->cards, x, v);
        const bool known = !isnan(rel_trait_value(w->cards, x, v));
        rel_table_f64(t, rel_trait_value(w->cards, x, v));
        rel_table_i64(t, sample < 0 ? INT64_MIN : sample);
        rel_table_f64(t, known ? w->percent[x][v] : NAN);
        rel_table_f64(t, known ? w->of_size[x][v] : NAN);
        rel_table_text(t,
                       known ? REL_STR_MISSING : rel_str_of(rel_missing_word(rel_trait_why(w->cards, x, v))));
    }
    rel_table_end_row(t);
out:
    return st;
}

rel_status rel_card_csv(const rel_card_view *w)
{
    rel_status st = REL_OK;
    rel_buf b = {0};
    sheet s = {.columns = 0};
    describe(&s, w->policy != NULL);
    rel_table t = rel_cli_table(w->cli, s.column, s.columns);
    for (int64_t i = 0; i < w->count && st == REL_OK; i++) st = put_row(w, &t, w->order[i], &b);
    const rel_status ended = rel_table_end(&t);
    rel_buf_free(&b);
    return st == REL_OK ? ended : st;
}

/* -------- lists -------- */

rel_status rel_card_list_traits(rel_cli *cli)
{
    static const rel_column column[] = {
        {"group", N_("about"), REL_CELL_TEXT, 0},
        {"trait", N_("trait"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
        {"title", N_("meaning"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
        {"unit", N_("unit"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
        {"sample", N_("sample"), REL_CELL_TEXT, 0},
        {"better", N_("better"), REL_CELL_TEXT, 0},
        {"signal_from", N_("signal from"), REL_CELL_F64, 0},
        {"signal_below", N_("signal below"), REL_CELL_F64, 0},
    };
    static const char *const better[] = {"high", "low", "neither"};
    /* Programs get the same words in every language. */
    const bool eyes = cli->style.form == REL_TABLE_EYES;
    rel_table t = rel_cli_table(cli, column, sizeof column / sizeof *column);
    for (int i = 0; i < REL_TRAIT_COUNT; i++) {
        const rel_trait_info *about = rel_trait_about((rel_trait)i);
        const rel_signal *s = rel_signal_of((rel_trait)i);
        rel_table_text(&t, rel_str_of(rel_trait_group_word(about->group)));
        rel_table_text(&t, rel_str_of(about->word));
        rel_table_text(&t, rel_str_of(eyes ? _(about->title) : about->title));
        rel_table_text(&t, rel_str_of(eyes ? _(about->unit) : about->unit));
        rel_table_text(&t, !*about->sample ? REL_STR_MISSING
                                           : rel_str_of(eyes ? _(about->sample) : about->sample));
        rel_table_text(&t, rel_str_of(better[about->better]));
        rel_table_f64(&t, s && !s->below ? s->threshold : NAN);
        rel_table_f64(&t, s && s->below ? s->threshold : NAN);
        rel_table_end_row(&t);
    }
    return rel_table_end(&t);
}

rel_status rel_card_list_policies(rel_cli *cli)
{
    static const rel_column column[] = {
        {"policy", N_("policy"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
        {"title", N_("meaning"), REL_CELL_TEXT, REL_COLUMN_WHOLE},
    };
    rel_status st = REL_OK;
    rel_policy *p;
    const rel_arena_mark mark = rel_scratch_mark(cli->ctx);
    rel_table t = rel_cli_table(cli, column, sizeof column / sizeof *column);
    REL_TRY(rel_scratch(cli->ctx, &p, 1, sizeof *p, "policy"));
    for (int i = 0; rel_policy_preset(i); i++) {
        REL_TRY(rel_policy_open(cli->ctx, rel_policy_preset(i), p));
        rel_table_text(&t, rel_str_of(rel_policy_preset(i)));
        rel_table_text(&t, rel_str_of(p->title));
        rel_table_end_row(&t);
    }
out:;
    const rel_status ended = rel_table_end(&t);
    rel_scratch_release(cli->ctx, mark);
    return st == REL_OK ? ended : st;
}

rel_status rel_card_print_policy(rel_cli *cli, const char *name)
{
    for (int i = 0; rel_policy_preset(i); i++) {
        const rel_str text = rel_policy_preset_text(i);
        if (strcmp(rel_policy_preset(i), name) != 0) continue;
        rel_outfile_add(&cli->out, text.s, text.len);
        return REL_OK;
    }
    return rel_policy_no_preset(cli->ctx, name);
}
