/* The tables: follows, sales, and the truth. Formats in docs/datasets.md. */
#include "datasets/campaign_model.h"
#include "datasets/sheet.h"
#include "datasets/tally.h"

typedef struct table_writer {
    const rel_campaign *c;
    rel_sheet sheet;
    rel_file_tally *tally; /* NULL for the truth */
} table_writer;

static const char *message_platform(const rel_campaign *c, int64_t i)
{
    return rel_platform_words[c->member[c->message[i].author].platform];
}

static void comma(table_writer *w)
{
    rel_pen_raw(&w->sheet.pen, ",", 1);
}

static void number(table_writer *w, int64_t value)
{
    rel_sheet_printf(&w->sheet, ",%lld", (long long)value);
}

static void when(table_writer *w, int64_t utc_ms)
{
    comma(w);
    rel_pen_time(&w->sheet.pen, utc_ms);
}

static void message_id(table_writer *w, int64_t i)
{
    char id[REL_MESSAGE_ID] = "";
    if (i != REL_NO_POST) rel_campaign_message_id(w->c, i, id);
    comma(w);
    rel_pen_puts(&w->sheet.pen, id);
}

static void end_row(table_writer *w)
{
    rel_pen_raw(&w->sheet.pen, "\n", 1);
    rel_sheet_flush(&w->sheet);
    if (w->tally) w->tally->records++;
}

/* What is followed at the end: follows that were taken back are not there. */
static void write_follows(table_writer *w)
{
    const rel_campaign *c = w->c;
    rel_sheet_printf(&w->sheet, "platform,kind,source_id,target_id\n");
    for (uint32_t v = 0; v < c->inside; v++)
        for (int64_t e = c->in_off[v]; e < c->in_off[v + 1]; e++) {
            const rel_member *who = &c->member[c->follower[e]];
            if (rel_campaign_follow_is_undone(c, e)) continue;
            rel_sheet_printf(&w->sheet, "%s,follow,%s,%s", rel_platform_words[who->platform], who->native,
                             c->member[v].native);
            rel_tally_name(w->tally, v);
            rel_tally_name(w->tally, c->follower[e]);
            w->tally->interactions[REL_KIND_FOLLOW]++;
            end_row(w);
        }
}

static const rel_message *cause_of(const rel_campaign *c, const rel_sale *s)
{
    return s->cause == REL_NO_POST ? NULL : &c->message[s->cause];
}

static uint32_t code_owner(const rel_campaign *c, const rel_message *m)
{
    return m->act == REL_ACT_SHARE ? c->message[m->target].author : m->author;
}

static void write_conversions(table_writer *w)
{
    const rel_campaign *c = w->c;
    rel_sheet_printf(&w->sheet, "conversion,time,code,link,amount,currency\n");
    for (size_t i = 0; i < c->sales; i++) {
        const rel_sale *s = &c->sale[i];
        const rel_message *m = cause_of(c, s);
        char code[16] = "", link[96] = "";
        if (m && s->has_code) rel_campaign_code(c, code_owner(c, m), code);
        if (m && s->has_link) rel_campaign_link(c, code_owner(c, m), link);
        rel_sheet_printf(&w->sheet, "C%05zu", i + 1);
        when(w, s->time_ms / 1000 * 1000);
        rel_sheet_printf(&w->sheet, ",%s,%s,%lld.%02lld,EUR", code, link, (long long)(s->cents / 100),
                         (long long)(s->cents % 100));
        end_row(w);
    }
}

static void truth_communities(table_writer *w)
{
    const rel_campaign *c = w->c;
    rel_sheet_printf(&w->sheet, "platform,account,handle,person,community,lang,brand,code\n");
    for (uint32_t v = 0; v < c->inside; v++) {
        const rel_member *m = &c->member[v];
        char code[16];
        rel_campaign_code(c, v, code);
        rel_sheet_printf(&w->sheet, "%s,%s,%s,%u,%u,%s,%s,%s", rel_platform_words[m->platform], m->native,
                         m->handle, m->person, m->community, rel_lang_code(m->lang),
                         m->brand >= 0 ? rel_brand_words_of[m->brand].name : "", code);
        end_row(w);
    }
}

static void truth_edges(table_writer *w)
{
    const rel_campaign *c = w->c;
    rel_sheet_printf(&w->sheet, "platform,influencer,follower,probability,tried,passed\n");
    for (uint32_t v = 0; v < c->inside; v++)
        for (int64_t e = c->in_off[v]; e < c->in_off[v + 1]; e++) {
            rel_sheet_printf(&w->sheet, "%s,%s,%s,%.6f,%u,%u", rel_platform_words[c->member[v].platform],
                             c->member[v].native, c->member[c->follower[e]].native, c->probability[e],
                             c->tried[e], c->passed[e]);
            end_row(w);
        }
}

static void truth_cascades(table_writer *w)
{
    const rel_campaign *c = w->c;
    rel_sheet_printf(&w->sheet, "platform,cascade,post,account,kind,cause,time,about,in_file\n");
    for (size_t k = 0; k < c->messages; k++) {
        const int64_t i = c->order[k];
        const rel_message *m = &c->message[i];
        static const char *const acts[] = {"original", "reply", "share", "quote"};
        static const char *const fates[] = {"yes", "earlier", "deleted"};
        if (m->act == REL_ACT_REPLY) continue;
        rel_sheet_printf(&w->sheet, "%s", message_platform(c, i));
        message_id(w, m->cascade);
        message_id(w, i);
        rel_sheet_printf(&w->sheet, ",%s,%s", c->member[m->author].native, acts[m->act]);
        message_id(w, m->cause);
        when(w, m->time_ms);
        rel_sheet_printf(&w->sheet, ",%s,%s", m->brand >= 0 ? rel_brand_words_of[m->brand].name : "",
                         fates[m->fate]);
        end_row(w);
    }
}

static void truth_coordinated(table_writer *w)
{
    const rel_campaign *c = w->c;
    rel_sheet_printf(&w->sheet, "platform,group,account,post,target,time\n");
    for (size_t k = 0; k < c->messages; k++) {
        const int64_t i = c->order[k];
        const rel_message *m = &c->message[i];
        if (!m->in_concert) continue;
        rel_sheet_printf(&w->sheet, "%s,1,%s", message_platform(c, i), c->member[m->author].native);
        message_id(w, i);
        message_id(w, m->target);
        when(w, m->time_ms);
        end_row(w);
    }
}

/* Of what somebody wrote; a share repeats another's. */
static void truth_sentiment(table_writer *w)
{
    const rel_campaign *c = w->c;
    rel_sheet_printf(&w->sheet, "platform,post,lang,sentiment,about\n");
    for (size_t k = 0; k < c->messages; k++) {
        const int64_t i = c->order[k];
        const rel_message *m = &c->message[i];
        if (m->act == REL_ACT_SHARE || m->fate != REL_FATE_COLLECTED) continue;
        rel_sheet_printf(&w->sheet, "%s", message_platform(c, i));
        message_id(w, i);
        rel_sheet_printf(&w->sheet, ",%s", rel_lang_code(c->member[m->author].lang));
        number(w, m->tone);
        rel_sheet_printf(&w->sheet, ",%s", m->brand >= 0 ? rel_brand_words_of[m->brand].name : "");
        end_row(w);
    }
}

static void truth_conversions(table_writer *w)
{
    const rel_campaign *c = w->c;
    rel_sheet_printf(&w->sheet, "conversion,platform,account,post,owner\n");
    for (size_t i = 0; i < c->sales; i++) {
        const rel_message *m = cause_of(c, &c->sale[i]);
        rel_sheet_printf(&w->sheet, "C%05zu,%s,%s", i + 1, m ? message_platform(c, c->sale[i].cause) : "",
                         m ? c->member[m->author].native : "");
        message_id(w, c->sale[i].cause);
        rel_sheet_printf(&w->sheet, ",%s", m ? c->member[code_owner(c, m)].native : "");
        end_row(w);
    }
}

static rel_status write_file(table_writer *w, const char *folder, const char *name,
                             void (*write)(table_writer *))
{
    rel_status st;
    REL_TRY(rel_sheet_open(w->c->ctx, folder, name, &w->sheet));
    write(w);
    REL_TRY(rel_sheet_close(&w->sheet));
out:
    w->tally = NULL;
    return st;
}

rel_status rel_campaign_write_tables(const rel_campaign *c, const char *folder, rel_tally *t)
{
    rel_status st;
    table_writer w = {.c = c};
    REL_TRY(rel_tally_add(t, "follows.csv", "csv-edges", &w.tally));
    REL_TRY(write_file(&w, folder, "follows.csv", write_follows));
    REL_TRY(rel_tally_add(t, "conversions.csv", NULL, &w.tally));
    REL_TRY(write_file(&w, folder, "conversions.csv", write_conversions));
    REL_TRY(write_file(&w, folder, "truth/communities.csv", truth_communities));
    REL_TRY(write_file(&w, folder, "truth/edges.csv.gz", truth_edges));
    REL_TRY(write_file(&w, folder, "truth/cascades.csv", truth_cascades));
    REL_TRY(write_file(&w, folder, "truth/coordinated.csv", truth_coordinated));
    REL_TRY(write_file(&w, folder, "truth/sentiment.csv", truth_sentiment));
    REL_TRY(write_file(&w, folder, "truth/conversions.csv", truth_conversions));
out:
    return st;
}
