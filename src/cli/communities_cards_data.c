/* Cards for programs: JSON lines and CSV. */
#include <inttypes.h>
#include <math.h>

#include "src/base/json_writer.h"
#include "src/base/time.h"
#include "src/cli/account_args.h"
#include "src/cli/communities_cards.h"

/* -------- JSON -------- */

static void put_account(rel_json *j, const rel_graph *g, rel_vid v)
{
    char room[REL_NAME_NUMBER_TEXT];
    rel_json_text(j, "account", rel_names_get(&g->names, v, room));
    const rel_str handle = rel_handle_of(g, v);
    if (handle.s) rel_json_text(j, "handle", handle);
}

/* Missing is left out. */
static void put_number(rel_json *j, const char *key, double x)
{
    if (!isnan(x)) rel_json_f64(j, key, x);
}

static void put_structure(rel_json *j, const rel_cards *cards, rel_vid c)
{
    const rel_card *card = &cards->card[c];
    const rel_community_inside *x = &cards->inside[c];
    rel_json_i64(j, "community", c);
    rel_json_text(j, "label", cards->label[c]);
    rel_json_i64(j, "accounts", x->members);
    rel_json_f64(j, "share", card->share);
    rel_json_f64(j, "inside", cards->cut[c].inside);
    rel_json_f64(j, "outside", cards->cut[c].outside);
    put_number(j, "ratio", card->ratio);
    rel_json_f64(j, "conductance", cards->cut[c].conductance);
    rel_json_i64(j, "edges", x->edges);
    put_number(j, "density", x->density);
    put_number(j, "reciprocity", x->reciprocity);
    rel_json_f64(j, "mean_degree", card->mean_degree);
    put_number(j, "transitivity", x->transitivity);
    put_number(j, "in_centralization", x->in_centralization);
    put_number(j, "out_centralization", x->out_centralization);
    if (card->shape != REL_SHAPE_NONE) rel_json_text(j, "shape", rel_str_of(rel_shape_word(card->shape)));
    put_number(j, "sentiment", card->sentiment);
}

static void put_activity(rel_json *j, const rel_cards *cards, const rel_card *card)
{
    if (card->posts == INT64_MIN) return;
    rel_json_begin_object(j, "activity");
    rel_json_i64(j, "authors", card->talk.authors);
    rel_json_i64(j, "posts", card->posts);
    rel_json_i64(j, "shares", card->talk.shared);
    rel_json_i64(j, "acts", card->acts);
    put_number(j, "weeks", cards->weeks);
    put_number(j, "posts_per_account_week", card->posts_rate);
    put_number(j, "acts_per_account_week", card->acts_rate);
    rel_json_end_object(j);
}

static void put_people(rel_json *j, const rel_graph *g, const rel_card *card)
{
    if (card->platforms) {
        rel_json_begin_array(j, "platforms");
        for (int i = 0; i < card->platforms; i++) {
            rel_json_begin_object(j, NULL);
            rel_json_text(j, "platform", card->platform[i].name);
            rel_json_i64(j, "accounts", card->platform[i].accounts);
            rel_json_end_object(j);
        }
        rel_json_end_array(j);
    }
    if (card->languages) {
        rel_json_begin_array(j, "languages");
        for (int i = 0; i < card->languages; i++) {
            rel_json_begin_object(j, NULL);
            rel_json_text(j, "lang", rel_str_of(card->language[i].code));
            rel_json_i64(j, "accounts", card->language[i].accounts);
            rel_json_end_object(j);
        }
        rel_json_end_array(j);
    }
    rel_json_begin_array(j, "leaders");
    for (int i = 0; i < card->leaders; i++) {
        rel_json_begin_object(j, NULL);
        put_account(j, g, card->leader[i].v);
        rel_json_f64(j, "score", card->leader[i].score);
        rel_json_end_object(j);
    }
    rel_json_end_array(j);
}

static void put_bridges(rel_json *j, const rel_graph *g, const rel_cards *cards, const rel_card *card)
{
    rel_json_begin_array(j, "bridges");
    for (int i = 0; i < card->bridges; i++) {
        const rel_card_bridge *b = &card->bridge[i];
        rel_json_begin_object(j, NULL);
        rel_json_i64(j, "community", b->community);
        rel_json_text(j, "label", cards->label[b->community]);
        rel_json_f64(j, "given", b->given);
        rel_json_f64(j, "received", b->received);
        rel_json_begin_object(j, "through");
        put_account(j, g, b->through);
        rel_json_end_object(j);
        rel_json_end_object(j);
    }
    rel_json_end_array(j);
    rel_json_begin_array(j, "brokers");
    for (int i = 0; i < card->brokers; i++) {
        const rel_card_broker *b = &card->broker[i];
        rel_json_begin_object(j, NULL);
        put_account(j, g, b->v);
        rel_json_text(j, "role", rel_str_of(rel_cartography_word(b->part)));
        rel_json_f64(j, "participation", b->participation);
        rel_json_f64(j, "within_module_degree", b->z);
        for (int k = 0; k < REL_BROKERAGE_COUNT; k++)
            rel_json_i64(j, rel_brokerage_word((rel_brokerage)k), b->pairs.by[k]);
        rel_json_end_object(j);
    }
    rel_json_end_array(j);
}

static void put_talk(rel_json *j, const rel_graph *g, const rel_talk *talk)
{
    for (int k = 0; k < REL_TERM_KINDS; k++) {
        rel_json_begin_array(j, rel_term_kind_word((rel_term_kind)k));
        for (int i = 0; i < talk->terms[k]; i++) {
            const rel_term *t = &talk->term[k][i];
            rel_json_begin_object(j, NULL);
            rel_json_text(j, "term", t->text);
            rel_json_f64(j, "z", t->z);
            rel_json_f64(j, "log_odds", t->log_odds);
            rel_json_i64(j, "accounts", t->accounts);
            rel_json_i64(j, "others", t->others);
            rel_json_end_object(j);
        }
        rel_json_end_array(j);
    }
    rel_json_begin_array(j, "examples");
    for (int i = 0; i < talk->examples; i++) {
        const rel_example *e = &talk->example[i];
        char time[REL_TIME_TEXT];
        rel_json_begin_object(j, NULL);
        put_account(j, g, e->author);
        rel_json_text(j, "post", e->native_id);
        if (e->url.s) rel_json_text(j, "url", e->url);
        if (e->time != REL_TIME_MISSING) {
            rel_time_text(e->time, time);
            rel_json_text(j, "time", rel_str_of(time));
        }
        if (e->shares >= 0) rel_json_i64(j, "shares", e->shares);
        rel_json_f64(j, "score", e->score);
        rel_json_text(j, "text", e->text);
        rel_json_end_object(j);
    }
    rel_json_end_array(j);
}

rel_status rel_communities_cards_json(rel_cli *cli, const rel_graph *g, const rel_cards *cards)
{
    rel_status st = REL_OK;
    rel_json j;
    rel_buf summary = {0};
    rel_json_init(&j, cli->ctx);
    for (rel_vid c = 0; c < cards->wanted; c++) {
        const rel_card *card = &cards->card[c];
        j.out.len = 0;
        summary.len = 0;
        rel_json_begin_object(&j, NULL);
        put_structure(&j, cards, c);
        put_activity(&j, cards, card);
        put_people(&j, g, card);
        put_bridges(&j, g, cards, card);
        if (cards->texts) put_talk(&j, g, &card->talk);
        REL_TRY(rel_card_summary(cli->ctx, g, cards, c, &summary));
        rel_json_text(&j, "summary", (rel_str){summary.data, summary.len});
        rel_json_end_object(&j);
        rel_json_newline(&j);
        REL_TRY(j.status);
        rel_outfile_add(&cli->out, j.out.data, j.out.len);
    }
out:
    rel_buf_free(&summary);
    rel_buf_free(&j.out);
    return st;
}

/* -------- CSV -------- */

static const rel_column columns[] = {
    {"community", N_("community"), REL_CELL_I64, 0},
    {"label", N_("label"), REL_CELL_TEXT, 0},
    {"accounts", N_("accounts"), REL_CELL_I64, 0},
    {"share", N_("share"), REL_CELL_F64, 0},
    {"inside", N_("weight inside"), REL_CELL_F64, 0},
    {"outside", N_("weight outside"), REL_CELL_F64, 0},
    {"ratio", N_("inside by outside"), REL_CELL_F64, 0},
    {"conductance", N_("conductance"), REL_CELL_F64, 0},
    {"edges", N_("edges"), REL_CELL_I64, 0},
    {"density", N_("density"), REL_CELL_F64, 0},
    {"reciprocity", N_("reciprocity"), REL_CELL_F64, 0},
    {"mean_degree", N_("mean degree"), REL_CELL_F64, 0},
    {"transitivity", N_("transitivity"), REL_CELL_F64, 0},
    {"in_centralization", N_("in-centralization"), REL_CELL_F64, 0},
    {"out_centralization", N_("out-centralization"), REL_CELL_F64, 0},
    {"shape", N_("shape"), REL_CELL_TEXT, 0},
    {"sentiment", N_("sentiment"), REL_CELL_F64, 0},
    {"activity.authors", N_("authors"), REL_CELL_I64, 0},
    {"activity.posts", N_("posts"), REL_CELL_I64, 0},
    {"activity.shares", N_("shares"), REL_CELL_I64, 0},
    {"activity.acts", N_("acts"), REL_CELL_I64, 0},
    {"activity.weeks", N_("weeks"), REL_CELL_F64, 0},
    {"activity.posts_per_account_week", N_("posts per account and week"), REL_CELL_F64, 0},
    {"activity.acts_per_account_week", N_("acts per account and week"), REL_CELL_F64, 0},
    {"platforms", N_("platforms"), REL_CELL_TEXT, 0},
    {"languages", N_("languages"), REL_CELL_TEXT, 0},
    {"leaders", N_("leaders"), REL_CELL_TEXT, 0},
    {"bridges", N_("bridges"), REL_CELL_TEXT, 0},
    {"brokers", N_("brokers"), REL_CELL_TEXT, 0},
    {"words", N_("words"), REL_CELL_TEXT, 0},
    {"hashtags", N_("hashtags"), REL_CELL_TEXT, 0},
    {"links", N_("links"), REL_CELL_TEXT, 0},
    {"domains", N_("domains"), REL_CELL_TEXT, 0},
    {"summary", N_("summary"), REL_CELL_TEXT, 0},
};

typedef struct row {
    rel_ctx *ctx;
    rel_table *t;
    rel_buf list;
    rel_status st;
} row;

/* Items of a cell are parted by blanks where they cannot hold one, which is everywhere. */
static void put_item(row *r, rel_str item)
{
    if (r->st == REL_OK && r->list.len) r->st = rel_buf_puts(r->ctx, &r->list, " ");
    if (r->st == REL_OK) r->st = rel_buf_add(r->ctx, &r->list, item.s, item.len);
}

static void end_list(row *r)
{
    rel_table_text(r->t, r->list.len ? (rel_str){r->list.data, r->list.len} : REL_STR_MISSING);
    r->list.len = 0;
}

static void put_numbers(rel_table *t, const rel_cards *cards, rel_vid c)
{
    const rel_card *card = &cards->card[c];
    const rel_community_inside *x = &cards->inside[c];
    const bool said = card->posts != INT64_MIN;
    rel_table_i64(t, c);
    rel_table_text(t, cards->label[c]);
    rel_table_i64(t, x->members);
    rel_table_f64(t, card->share);
    rel_table_f64(t, cards->cut[c].inside);
    rel_table_f64(t, cards->cut[c].outside);
    rel_table_f64(t, card->ratio);
    rel_table_f64(t, cards->cut[c].conductance);
    rel_table_i64(t, x->edges);
    rel_table_f64(t, x->density);
    rel_table_f64(t, x->reciprocity);
    rel_table_f64(t, card->mean_degree);
    rel_table_f64(t, x->transitivity);
    rel_table_f64(t, x->in_centralization);
    rel_table_f64(t, x->out_centralization);
    rel_table_text(t,
                   card->shape == REL_SHAPE_NONE ? REL_STR_MISSING : rel_str_of(rel_shape_word(card->shape)));
    rel_table_f64(t, card->sentiment);
    rel_table_i64(t, said ? (int64_t)card->talk.authors : INT64_MIN);
    rel_table_i64(t, card->posts);
    rel_table_i64(t, said ? card->talk.shared : INT64_MIN);
    rel_table_i64(t, card->acts);
    rel_table_f64(t, cards->weeks);
    rel_table_f64(t, card->posts_rate);
    rel_table_f64(t, card->acts_rate);
}

static void put_lists(row *r, const rel_graph *g, const rel_card *card)
{
    char room[REL_NAME_NUMBER_TEXT];
    for (int i = 0; i < card->platforms; i++) put_item(r, card->platform[i].name);
    end_list(r);
    for (int i = 0; i < card->languages; i++) put_item(r, rel_str_of(card->language[i].code));
    end_list(r);
    for (int i = 0; i < card->leaders; i++) put_item(r, rel_names_get(&g->names, card->leader[i].v, room));
    end_list(r);
    for (int i = 0; i < card->bridges; i++) {
        char number[16];
        const int len = snprintf(number, sizeof number, "%" PRIu32, card->bridge[i].community);
        put_item(r, (rel_str){number, (size_t)len});
    }
    end_list(r);
    for (int i = 0; i < card->brokers; i++) put_item(r, rel_names_get(&g->names, card->broker[i].v, room));
    end_list(r);
    for (int k = 0; k < REL_TERM_KINDS; k++) {
        for (int i = 0; i < card->talk.terms[k]; i++) put_item(r, card->talk.term[k][i].text);
        end_list(r);
    }
}

rel_status rel_communities_cards_csv(rel_cli *cli, const rel_graph *g, const rel_cards *cards)
{
    rel_status st = REL_OK;
    rel_buf summary = {0};
    rel_table t = rel_cli_table(cli, columns, sizeof columns / sizeof *columns);
    row r = {.ctx = cli->ctx, .t = &t};
    for (rel_vid c = 0; c < cards->wanted; c++) {
        summary.len = 0;
        put_numbers(&t, cards, c);
        put_lists(&r, g, &cards->card[c]);
        REL_TRY(r.st);
        REL_TRY(rel_card_summary(cli->ctx, g, cards, c, &summary));
        rel_table_text(&t, (rel_str){summary.data, summary.len});
        rel_table_end_row(&t);
    }
out:;
    const rel_status ended = rel_table_end(&t);
    rel_buf_free(&r.list);
    rel_buf_free(&summary);
    return st == REL_OK ? ended : st;
}
