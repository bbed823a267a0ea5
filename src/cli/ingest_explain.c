#include "src/cli/ingest_explain.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "graph/graph_file.h"
#include "ingest/csv_sniff.h"
#include "ingest/explain.h"
#include "ingest/reading.h"
#include "src/base/json_writer.h"
#include "src/base/time.h"
#include "src/base/utf8.h"

enum { RECORDS = 3, REJECTS = 3, ITEMS = 8, LINE_MAX_BYTES = 1024, TEXT_MAX = 100 };

/* What is found out about a file. */
typedef struct explained {
    rel_cli *cli;
    const char *path;
    const rel_ingest_opts *opts;
    rel_recognised file;
    rel_csv_sample table; /* of CSV */
    rel_column_view view; /* roles NULL: the format has no columns */
    rel_json json;
    rel_buf notes; /* a line each */
    int shown, rejected;
} explained;

/* -------- words -------- */

/* One line; what comes from outside is made fit for a terminal. */
static void say(const explained *e, const char *format, ...) REL_PRINTF(2, 3);
static void say(const explained *e, const char *format, ...)
{
    char text[LINE_MAX_BYTES];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    rel_utf8_printable(text);
    rel_outfile_puts(&e->cli->out, text);
    rel_outfile_puts(&e->cli->out, "\n");
}

static const char *encoding_of(const explained *e)
{
    const rel_recognised *r = &e->file;
    if (rel_input_is_utf16(r->in)) return "UTF-16";
    if (r->format->framing == REL_FRAMING_CSV && e->table.dialect.windows_1252) return "windows-1252";
    return "UTF-8";
}

static const char *separator_of(const explained *e)
{
    if (e->file.format->framing != REL_FRAMING_CSV) return NULL;
    switch (e->table.dialect.sep) {
    case ',': return N_("comma");
    case ';': return N_("semicolon");
    case '\t': return N_("tab");
    case '|': return N_("bar");
    default: return NULL;
    }
}

/* Name of a column; without one its number. */
static rel_str column_name(const explained *e, int c, char room[16])
{
    const rel_column_view *v = &e->view;
    if (v->name && (size_t)c < v->columns) return v->name[c];
    if (e->table.header && (size_t)c < e->table.dialect.columns) return e->table.header[c];
    return (rel_str){room, (size_t)snprintf(room, 16, "%d", c + 1)};
}

static bool is_read(const rel_column_view *v, int c)
{
    for (size_t r = 0; r < v->roles->roles; r++) {
        if (v->column[r] == c) return true;
        for (size_t i = 0; v->more && i < REL_ROLE_COLUMNS - 1; i++)
            if (v->more->other[r][i] == c) return true;
    }
    return false;
}

static size_t column_count(const explained *e)
{
    return e->view.name ? e->view.columns : e->table.header ? e->table.dialect.columns : 0;
}

/* -------- what the file is -------- */

static void say_role(const explained *e, size_t role)
{
    char line[LINE_MAX_BYTES], room[16];
    const rel_column_view *v = &e->view;
    const rel_str first = column_name(e, v->column[role], room);
    int n = snprintf(line, sizeof line, "'%.*s'", REL_STR_ARG(first));
    for (size_t i = 0; v->more && i < REL_ROLE_COLUMNS - 1; i++) {
        if (v->more->other[role][i] < 0 || n < 0 || (size_t)n >= sizeof line) break;
        const rel_str other = column_name(e, v->more->other[role][i], room);
        n += snprintf(line + n, sizeof line - (size_t)n, _(", else '%.*s'"), REL_STR_ARG(other));
    }
    say(e, "  %-16s %s", v->roles->role[role].name, line);
}

static void say_unread(const explained *e)
{
    char line[LINE_MAX_BYTES] = "", room[16];
    size_t used = 0, left = 0;
    for (size_t c = 0; c < column_count(e); c++) {
        const rel_str name = column_name(e, (int)c, room);
        if (is_read(&e->view, (int)c)) continue;
        if (used + name.len + 8 < sizeof line)
            used += (size_t)snprintf(line + used, sizeof line - used, "%s'%.*s'", used ? ", " : "",
                                     REL_STR_ARG(name));
        else
            left++;
    }
    if (left) say(e, _("not read         %s and %zu more"), line, left);
    if (used && !left) say(e, _("not read         %s"), line);
}

static void say_columns(const explained *e)
{
    const rel_column_view *v = &e->view;
    if (!v->roles) return;
    say(e, _("columns"));
    for (size_t r = 0; r < v->roles->roles; r++) {
        if (v->column[r] >= 0)
            say_role(e, r);
        else if (v->more && v->more->constant[r].s)
            say(e, _("  %-16s always '%.*s'"), v->roles->role[r].name, REL_STR_ARG(v->more->constant[r]));
    }
    say_unread(e);
}

static void say_file(const explained *e)
{
    const rel_recognised *r = &e->file;
    const char *title = r->preset ? r->preset->title : r->format->title;
    const rel_csv_dialect *d = &e->table.dialect;
    const bool csv = r->format->framing == REL_FRAMING_CSV;
    say(e, "%s", e->path);
    say(e, _("format           %s: %s"), rel_recognised_name(r), _(title));
    if (r->score && r->second)
        say(e, _("sure             %d of 100; next best: %s, %d"), r->score, r->second->name,
            r->second_score);
    else if (r->score)
        say(e, _("sure             %d of 100; no other fits"), r->score);
    else
        say(e, _("sure             as you said"));
    say(e, _("yields           %s"), _(rel_recognised_yields(r)));
    say(e, _("encoding         %s"), encoding_of(e));
    if (csv) say(e, _("separator        %s, %zu columns"), _(separator_of(e)), d->columns);
    if (csv && d->preamble_lines) say(e, _("table            behind line %" PRId64), d->preamble_lines);
    if (csv) say(e, _("header           %s"), d->header ? _("the first row") : _("none"));
    const char *platform = e->opts->platform ? e->opts->platform : r->preset ? r->preset->platform : NULL;
    if (platform) say(e, _("platform         %s"), platform);
    const rel_list_owner owner = rel_list_owner_of(e->path, e->opts);
    const rel_str subject = owner.id.s ? owner.id : owner.handle;
    if (subject.s) say(e, _("subject          %.*s"), REL_STR_ARG(subject));
    say_columns(e);
    for (rel_str rest = {e->notes.data, e->notes.len}; rest.len;) {
        const rel_str note = rel_str_cut(&rest, '\n');
        say(e, _("note             %.*s"), REL_STR_ARG(note));
    }
}

/* -------- a record in words -------- */

static rel_str key_of(const rel_batch *b, rel_account_ref ref)
{
    return ref < b->accounts ? b->account[ref].key : REL_STR_LIT("?");
}

static void add_text(char *line, const char *format, ...) REL_PRINTF(2, 3);
static void add_text(char *line, const char *format, ...)
{
    const size_t used = strlen(line);
    va_list args;
    va_start(args, format);
    vsnprintf(line + used, LINE_MAX_BYTES - used, format, args);
    va_end(args);
}

static void add_time(char *line, int64_t time)
{
    char text[REL_TIME_TEXT];
    if (time == REL_TIME_MISSING) return;
    rel_time_text(time, text);
    add_text(line, " %s", text);
}

static void add_count(char *line, const char *name, int64_t n)
{
    if (n != REL_COUNT_MISSING) add_text(line, ", %s %" PRId64, name, n);
}

static int shown_length(rel_str text)
{
    size_t n = text.len < TEXT_MAX ? text.len : TEXT_MAX;
    while (n && n < text.len && (text.s[n] & 0xC0) == 0x80) n--;
    return (int)n;
}

static void say_account(const explained *e, const rel_account_record *a)
{
    char line[LINE_MAX_BYTES] = "";
    add_text(line, "  account %.*s", REL_STR_ARG(a->key));
    if (a->handle.s) add_text(line, " @%.*s", REL_STR_ARG(a->handle));
    if (a->name.s) add_text(line, " '%.*s'", REL_STR_ARG(a->name));
    add_count(line, "followers", a->followers);
    add_count(line, "following", a->following);
    add_count(line, "posts", a->posts);
    if (!a->observed) add_text(line, "%s", _(", only mentioned"));
    say(e, "%s", line);
}

static const char *post_word(rel_post_kind kind)
{
    static const char *const words[] = {"post", "reply", "share", "quote", "comment"};
    return words[kind];
}

static void say_post(const explained *e, const rel_batch *b, const rel_post_record *p)
{
    char line[LINE_MAX_BYTES] = "";
    const rel_str author = key_of(b, p->author);
    add_text(line, "  %s %.*s", post_word(p->kind), REL_STR_ARG(p->id));
    add_text(line, _(" by %.*s"), REL_STR_ARG(author));
    add_time(line, p->time);
    if (p->time_error) add_text(line, _(" (estimated, %lld s off at most)"), (long long)p->time_error);
    if (p->target_id.s) add_text(line, _(", of %.*s"), REL_STR_ARG(p->target_id));
    add_count(line, "likes", p->likes);
    add_count(line, "replies", p->replies);
    add_count(line, "shares", p->shares);
    add_count(line, "quotes", p->quotes);
    add_count(line, "views", p->views);
    if (!p->collected) add_text(line, "%s", _(", context only"));
    if (p->text.len)
        add_text(line, ": \"%.*s%s\"", shown_length(p->text), p->text.s, p->text.len > TEXT_MAX ? "..." : "");
    say(e, "%s", line);
}

static void say_interaction(const explained *e, const rel_batch *b, const rel_interaction_record *i)
{
    char line[LINE_MAX_BYTES] = "";
    const rel_str source = key_of(b, i->source), target = key_of(b, i->target);
    add_text(line, "  %s %.*s -> %.*s", rel_kind_word(i->kind), REL_STR_ARG(source), REL_STR_ARG(target));
    add_time(line, i->time);
    if (i->target_post.s) add_text(line, _(", of %.*s"), REL_STR_ARG(i->target_post));
    say(e, "%s", line);
}

static void say_delete(const explained *e, const rel_delete_record *d)
{
    static const char *const what[] = {"post", "act", "account"};
    say(e, "  delete %s %.*s", what[d->what], REL_STR_ARG(d->id));
}

static void say_more(const explained *e, size_t count)
{
    if (count > ITEMS) say(e, _("  ... and %zu more"), count - ITEMS);
}

static void say_lists(const explained *e, const rel_batch *b)
{
    char line[LINE_MAX_BYTES] = "";
    for (size_t i = 0; i < b->tags && i < ITEMS; i++) add_text(line, " #%.*s", REL_STR_ARG(b->tag[i].tag));
    if (b->tags) say(e, _("  tags%s"), line);
    for (size_t i = 0; i < b->links && i < ITEMS; i++) say(e, _("  link %.*s"), REL_STR_ARG(b->link[i].url));
}

static void say_record(const explained *e, const rel_batch *b, int64_t line)
{
    say(e, _("record, line %" PRId64), line);
    for (size_t i = 0; i < b->posts && i < ITEMS; i++) say_post(e, b, &b->post[i]);
    say_more(e, b->posts);
    for (size_t i = 0; i < b->accounts && i < ITEMS; i++) say_account(e, &b->account[i]);
    say_more(e, b->accounts);
    for (size_t i = 0; i < b->interactions && i < ITEMS; i++) say_interaction(e, b, &b->interaction[i]);
    say_more(e, b->interactions);
    say_lists(e, b);
    for (size_t i = 0; i < b->deletes && i < ITEMS; i++) say_delete(e, &b->delete_[i]);
    say_more(e, b->deletes);
}

static void say_reject(const explained *e, const rel_reject_record *r)
{
    say(e, _("rejected, line %" PRId64 ": %s (a record %s): %.*s"), r->line, rel_reject_word(r->reason),
        _(rel_reject_sentence(r->reason)), REL_STR_ARG(r->detail));
}

/* -------- JSON -------- */

static void json_time(rel_json *j, const char *key, int64_t time)
{
    char text[REL_TIME_TEXT];
    if (time == REL_TIME_MISSING) return;
    rel_time_text(time, text);
    rel_json_text(j, key, rel_str_of(text));
}

static void json_count(rel_json *j, const char *key, int64_t n)
{
    if (n != REL_COUNT_MISSING) rel_json_i64(j, key, n);
}

static void json_word(rel_json *j, const char *key, rel_str text)
{
    if (text.s) rel_json_text(j, key, text);
}

static void json_columns(explained *e)
{
    const rel_column_view *v = &e->view;
    rel_json *j = &e->json;
    char room[16];
    if (!v->roles) return;
    rel_json_begin_object(j, "columns");
    for (size_t r = 0; r < v->roles->roles; r++) {
        if (v->column[r] < 0) continue;
        rel_json_begin_array(j, v->roles->role[r].name);
        rel_json_text(j, NULL, column_name(e, v->column[r], room));
        for (size_t i = 0; v->more && i < REL_ROLE_COLUMNS - 1 && v->more->other[r][i] >= 0; i++)
            rel_json_text(j, NULL, column_name(e, v->more->other[r][i], room));
        rel_json_end_array(j);
    }
    rel_json_end_object(j);
    rel_json_begin_object(j, "constants");
    for (size_t r = 0; v->more && r < v->roles->roles; r++)
        json_word(j, v->roles->role[r].name, v->more->constant[r]);
    rel_json_end_object(j);
    rel_json_begin_array(j, "columns_not_read");
    for (size_t c = 0; c < column_count(e); c++)
        if (!is_read(v, (int)c)) rel_json_text(j, NULL, column_name(e, (int)c, room));
    rel_json_end_array(j);
}

static void json_file(explained *e)
{
    const rel_recognised *r = &e->file;
    rel_json *j = &e->json;
    rel_json_begin_object(j, NULL);
    rel_json_text(j, "file", rel_str_of(e->path));
    rel_json_text(j, "use", REL_STR_LIT("ingest"));
    rel_json_text(j, "format", rel_str_of(rel_recognised_name(r)));
    rel_json_text(j, "title", rel_str_of(r->preset ? r->preset->title : r->format->title));
    rel_json_text(j, "yields", rel_str_of(rel_recognised_yields(r)));
    if (r->score) rel_json_i64(j, "score", r->score);
    if (r->score && r->second) rel_json_text(j, "second", rel_str_of(r->second->name));
    if (r->score && r->second) rel_json_i64(j, "second_score", r->second_score);
    rel_json_text(j, "encoding", rel_str_of(encoding_of(e)));
    if (separator_of(e)) {
        rel_json_text(j, "separator", rel_str_of(separator_of(e)));
        rel_json_i64(j, "lines_before", e->table.dialect.preamble_lines);
        rel_json_bool(j, "header", e->table.dialect.header);
    }
    const char *platform = e->opts->platform ? e->opts->platform : r->preset ? r->preset->platform : NULL;
    json_word(j, "platform", rel_str_of(platform));
    const rel_list_owner owner = rel_list_owner_of(e->path, e->opts);
    json_word(j, "subject", owner.id.s ? owner.id : owner.handle);
    json_columns(e);
    rel_json_begin_array(j, "notes");
    for (rel_str rest = {e->notes.data, e->notes.len}; rest.len;)
        rel_json_text(j, NULL, rel_str_cut(&rest, '\n'));
    rel_json_end_array(j);
    rel_json_begin_array(j, "records");
}

static void json_account(rel_json *j, const rel_account_record *a)
{
    rel_json_begin_object(j, NULL);
    rel_json_text(j, "account", a->key);
    json_word(j, "handle", a->handle);
    json_word(j, "name", a->name);
    json_count(j, "followers", a->followers);
    json_count(j, "following", a->following);
    json_count(j, "posts", a->posts);
    rel_json_bool(j, "observed", a->observed);
    rel_json_end_object(j);
}

static void json_post(rel_json *j, const rel_batch *b, const rel_post_record *p)
{
    rel_json_begin_object(j, NULL);
    rel_json_text(j, "post", p->id);
    rel_json_text(j, "kind", rel_str_of(post_word(p->kind)));
    rel_json_text(j, "author", key_of(b, p->author));
    json_time(j, "time", p->time);
    if (p->time_error) json_count(j, "time_error", p->time_error);
    json_word(j, "target_post", p->target_id);
    json_word(j, "text", p->text);
    json_count(j, "likes", p->likes);
    json_count(j, "replies", p->replies);
    json_count(j, "shares", p->shares);
    json_count(j, "quotes", p->quotes);
    json_count(j, "views", p->views);
    rel_json_bool(j, "collected", p->collected);
    rel_json_end_object(j);
}

static void json_interaction(rel_json *j, const rel_batch *b, const rel_interaction_record *i)
{
    rel_json_begin_object(j, NULL);
    rel_json_text(j, "kind", rel_str_of(rel_kind_word(i->kind)));
    rel_json_text(j, "source", key_of(b, i->source));
    rel_json_text(j, "target", i->target == REL_ACCOUNT_UNKNOWN ? REL_STR_MISSING : key_of(b, i->target));
    json_time(j, "time", i->time);
    json_word(j, "target_post", i->target_post);
    rel_json_end_object(j);
}

static void json_record(rel_json *j, const rel_batch *b, int64_t line)
{
    rel_json_begin_object(j, NULL);
    rel_json_i64(j, "line", line);
    rel_json_begin_array(j, "posts");
    for (size_t i = 0; i < b->posts; i++) json_post(j, b, &b->post[i]);
    rel_json_end_array(j);
    rel_json_begin_array(j, "accounts");
    for (size_t i = 0; i < b->accounts; i++) json_account(j, &b->account[i]);
    rel_json_end_array(j);
    rel_json_begin_array(j, "interactions");
    for (size_t i = 0; i < b->interactions; i++) json_interaction(j, b, &b->interaction[i]);
    rel_json_end_array(j);
    rel_json_begin_array(j, "tags");
    for (size_t i = 0; i < b->tags; i++) rel_json_text(j, NULL, b->tag[i].tag);
    rel_json_end_array(j);
    rel_json_begin_array(j, "links");
    for (size_t i = 0; i < b->links; i++) rel_json_text(j, NULL, b->link[i].url);
    rel_json_end_array(j);
    rel_json_i64(j, "deletes", (int64_t)b->deletes);
    rel_json_end_object(j);
}

static void json_reject(rel_json *j, const rel_reject_record *r)
{
    rel_json_begin_object(j, NULL);
    rel_json_i64(j, "line", r->line);
    rel_json_text(j, "rejected", rel_str_of(rel_reject_word(r->reason)));
    json_word(j, "detail", r->detail);
    rel_json_end_object(j);
}

/* -------- all of it -------- */

static rel_status take_record(rel_ctx *ctx, void *user, const rel_batch *b, int64_t line)
{
    explained *e = user;
    const bool json = e->cli->given.json;
    (void)ctx;
    for (size_t i = 0; i < b->rejects && e->rejected < REJECTS; i++, e->rejected++) {
        if (json)
            json_reject(&e->json, &b->reject[i]);
        else
            say_reject(e, &b->reject[i]);
    }
    if (!rel_explain_yields(b)) return REL_OK;
    e->shown++;
    if (json)
        json_record(&e->json, b, line);
    else
        say_record(e, b, line);
    return REL_OK;
}

static void keep_note(void *user, const char *sentence)
{
    explained *e = user;
    /* Out of memory a note less is shown. */
    if (rel_buf_puts(e->cli->ctx, &e->notes, sentence) != REL_OK ||
        rel_buf_puts(e->cli->ctx, &e->notes, "\n") != REL_OK)
        rel_forgive(e->cli->ctx);
}

/* Recognises the file; what would be noted is kept for the answer. */
static rel_status recognise(explained *e)
{
    rel_ctx *ctx = e->cli->ctx;
    rel_note_fn *note = ctx->note;
    void *user = ctx->user;
    ctx->note = keep_note;
    ctx->user = e;
    const rel_status st = rel_recognise(ctx, e->path, e->opts, &e->file);
    ctx->note = note;
    ctx->user = user;
    return st;
}

/* What 'ingest' does not take may be a graph file. */
static rel_status explain_graph(explained *e)
{
    char message[REL_MESSAGE_MAX], hint[REL_MESSAGE_MAX];
    rel_ctx *ctx = e->cli->ctx;
    const rel_graph_format *f = NULL;
    memcpy(message, ctx->message, sizeof message);
    memcpy(hint, ctx->hint, sizeof hint);
    if (rel_graph_file_format(ctx, e->path, &f) != REL_OK || !f->read) {
        memcpy(ctx->message, message, sizeof message);
        memcpy(ctx->hint, hint, sizeof hint);
        return ctx->status = REL_E_DATA;
    }
    rel_forgive(ctx);
    if (!e->cli->given.json) {
        say(e, "%s", e->path);
        say(e, _("format           %s: %s"), f->name, _(f->title));
        say(e, _("read             directly, without 'ingest': as SOURCE of any analysis, and by 'convert'"));
        return REL_OK;
    }
    rel_json_begin_object(&e->json, NULL);
    rel_json_text(&e->json, "file", rel_str_of(e->path));
    rel_json_text(&e->json, "use", REL_STR_LIT("read"));
    rel_json_text(&e->json, "format", rel_str_of(f->name));
    rel_json_text(&e->json, "title", rel_str_of(f->title));
    rel_json_end_object(&e->json);
    rel_json_newline(&e->json);
    return REL_OK;
}

static rel_status explain_records(explained *e)
{
    rel_status st;
    rel_ctx *ctx = e->cli->ctx;
    const rel_recognised *r = &e->file;
    const bool json = e->cli->given.json;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    if (r->format->framing == REL_FRAMING_CSV) REL_TRY(rel_csv_sniff(ctx, &r->hold.probe, &e->table));
    if (r->format->view) e->view = r->format->view(r->setup);
    if (json)
        json_file(e);
    else
        say_file(e);
    REL_TRY(rel_explain_records(ctx, r, RECORDS, take_record, e));
    if (json) {
        rel_json_end_array(&e->json);
        rel_json_end_object(&e->json);
        rel_json_newline(&e->json);
    } else if (!e->shown) {
        say(e, _("no record that yields anything among the first ones"));
    }
out:
    rel_scratch_release(ctx, mark);
    return st;
}

rel_status rel_cli_explain(rel_cli *cli, const char *path, const rel_ingest_opts *opts)
{
    rel_ingest_opts how = *opts;
    explained e = {.cli = cli, .path = path, .opts = &how};
    how.columns_shown = true;
    rel_json_init(&e.json, cli->ctx);
    rel_status st = recognise(&e);
    if (st == REL_OK)
        st = explain_records(&e);
    else if (st == REL_E_DATA)
        st = explain_graph(&e);
    if (st == REL_OK) st = e.json.status;
    if (st == REL_OK && e.json.out.len) rel_outfile_add(&cli->out, e.json.out.data, e.json.out.len);
    rel_buf_free(&e.json.out);
    rel_buf_free(&e.notes);
    rel_recognised_free(&e.file);
    return st;
}
