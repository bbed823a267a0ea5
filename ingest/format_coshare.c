/* The long table of those who look for coordination (CooRTweet and its kin): account_id shared object_id by
 * the post content_id at timestamp_share. What becomes of what is documented in docs/formats/coshare.md. */
#include <stdlib.h>

#include "ingest/csv_sniff.h"
#include "ingest/post_acts.h"
#include "ingest/reading.h"
#include "ingest/table_time.h"
#include "ingest/table_value.h"
#include "src/base/i18n.h"

enum { ID_MAX_BYTES = 512 };

typedef enum column { OBJECT, ACCOUNT, CONTENT, TIME, COLUMNS } column;

static const char *const column_name[COLUMNS] = {"object_id", "account_id", "content_id", "timestamp_share"};

typedef struct plan {
    int column[COLUMNS];
    rel_date_order dates;
    bool words; /* objects that are neither links nor numbered are hashtags without '#', or domains */
} plan;

/* False when one of the four is not there. */
static bool find_columns(const rel_csv_sample *s, int found[COLUMNS])
{
    for (int k = 0; k < COLUMNS; k++) {
        found[k] = -1;
        for (size_t c = s->header ? s->dialect.columns : 0; c-- > 0;)
            if (rel_str_is_nocase(s->header[c], column_name[k])) found[k] = (int)c;
        if (found[k] < 0) return false;
    }
    return true;
}

static int detect(const rel_probe *probe)
{
    rel_ctx ctx;
    rel_csv_sample s;
    int score = 0, found[COLUMNS];
    /* Who maps the columns knows better. */
    if (!rel_looks_like_table_text(probe->first) || (probe->opts && probe->opts->map)) return 0;
    rel_ctx_init(&ctx, 1);
    if (rel_csv_sniff(&ctx, probe, &s) == REL_OK && find_columns(&s, found)) score = 98;
    rel_ctx_free(&ctx);
    return score;
}

/* -------- what an object is -------- */

typedef enum object_kind { OBJECT_LINK, OBJECT_TAG, OBJECT_TEXT, OBJECT_POST, OBJECT_WORD } object_kind;

static bool has_blank(rel_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (strchr(" \t\r\n", s.s[i]) && s.s[i]) return true;
    return false;
}

static bool has_digit(rel_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.s[i] >= '0' && s.s[i] <= '9') return true;
    return false;
}

static object_kind kind_of(rel_str object)
{
    for (size_t i = 0; i + 3 <= object.len; i++)
        if (memcmp(object.s + i, "://", 3) == 0)
            return object.len > 5 && memcmp(object.s, "at://", 5) == 0 ? OBJECT_POST
                   : has_blank(object)                                 ? OBJECT_TEXT
                                                                       : OBJECT_LINK;
    if (has_blank(object)) return OBJECT_TEXT;
    if (object.s[0] == '#' && object.len > 1) return OBJECT_TAG;
    return has_digit(object) ? OBJECT_POST : OBJECT_WORD;
}

/* Ids have digits. Where most objects have none they are words: hashtags. */
static bool holds_words(const rel_csv_sample *s, int object)
{
    size_t words = 0, posts = 0;
    for (size_t r = 0; r < s->rows; r++) {
        const rel_str cell = s->cell[r * s->dialect.columns + (size_t)object];
        if (!cell.len) continue;
        const object_kind kind = kind_of(cell);
        words += kind == OBJECT_WORD;
        posts += kind == OBJECT_POST;
    }
    return words > posts;
}

/* -------- setup -------- */

static rel_status make_plan(rel_ctx *ctx, const rel_probe *probe, const rel_csv_sample *s, plan *p)
{
    if (!find_columns(s, p->column)) {
        rel_fail(ctx, REL_E_USAGE, "'%s': expected the columns %s, %s, %s and %s", probe->path,
                 column_name[OBJECT], column_name[ACCOUNT], column_name[CONTENT], column_name[TIME]);
        return rel_hint(ctx, "other tables are read with --map");
    }
    p->words = holds_words(s, p->column[OBJECT]);
    if (p->words)
        rel_note(ctx,
                 "'%s': objects without digits are read as hashtags, those with a point in them as links",
                 probe->path);
    if (s->dialect.columns > COLUMNS)
        rel_note(ctx, "'%s': %zu columns besides the four are not read", probe->path,
                 s->dialect.columns - COLUMNS);
    return rel_date_order_find(ctx, probe->path, s->cell + p->column[TIME], s->dialect.columns, s->rows,
                               s->dialect.sep, &p->dates);
}

static rel_status setup(rel_ctx *ctx, const rel_probe *probe, const rel_ingest_opts *opts, void **out)
{
    rel_status st;
    rel_csv_sample s;
    plan *p = NULL;
    rel_probe with_opts = *probe;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    with_opts.opts = opts;
    *out = NULL;
    REL_TRY(rel_csv_sniff(ctx, &with_opts, &s));
    REL_TRY(rel_csv_check(ctx, &with_opts, &s));
    REL_TRY(rel_alloc(ctx, &p, 1, sizeof *p, "plan of a table"));
    REL_TRY(make_plan(ctx, &with_opts, &s, p));
    *out = p;
    p = NULL;
out:
    free(p);
    rel_scratch_release(ctx, mark);
    return st;
}

static void free_setup(void *setup_)
{
    free(setup_);
}

/* -------- one row -------- */

static rel_str cell_of(const plan *p, column k, const rel_str *field, size_t fields)
{
    return (size_t)p->column[k] < fields ? rel_str_trim(field[p->column[k]]) : REL_STR_MISSING;
}

/* False, and rejected, when it is none. */
static bool read_id(rel_batch *b, int64_t line, column k, rel_str cell, rel_str *id)
{
    if (!rel_cell_id(cell, id)) {
        rel_batch_reject(b, REL_REJECT_BAD_NUMBER, line, "%s '%.*s' lost digits in a spreadsheet",
                         column_name[k], REL_STR_ARG(cell));
    } else if (!id->len) {
        rel_batch_reject(b, k == ACCOUNT ? REL_REJECT_NO_AUTHOR : REL_REJECT_NO_ID, line, "no %s",
                         column_name[k]);
    } else if (id->len > ID_MAX_BYTES) {
        rel_batch_reject(b, REL_REJECT_TOO_LARGE, line, "%s has %zu bytes", column_name[k], id->len);
    } else {
        return true;
    }
    return false;
}

static bool read_object(rel_batch *b, const plan *p, int64_t line, rel_str *object, object_kind *kind)
{
    if (rel_cell_is_empty(*object)) {
        rel_batch_reject(b, REL_REJECT_MISSING_FIELD, line, "no %s", column_name[OBJECT]);
        return false;
    }
    *kind = kind_of(*object);
    if (*kind == OBJECT_WORD)
        *kind = !p->words ? OBJECT_POST : memchr(object->s, '.', object->len) ? OBJECT_LINK : OBJECT_TAG;
    return *kind != OBJECT_POST || read_id(b, line, OBJECT, *object, object);
}

static void store(rel_batch *b, rel_post_record *post, rel_str account, rel_str object, object_kind kind)
{
    /* An original is listed among its shares as an object that is itself. */
    const bool share = kind == OBJECT_POST && !rel_str_eq(object, post->id);
    post->author = rel_batch_account(b, post->platform, account, REL_STR_MISSING);
    post->collected = true;
    if (kind == OBJECT_TEXT) post->text = object;
    if (share) {
        post->kind = REL_POST_SHARE;
        post->target_id = object;
    }
    rel_batch_add_post(b, post);
    rel_batch_observe(b, post->author, post->time);
    if (share) rel_post_act(b, post, REL_KIND_SHARE, REL_ACCOUNT_UNKNOWN, object);
    if (kind == OBJECT_LINK) rel_batch_add_link(b, post->platform, post->id, object);
    if (kind == OBJECT_TAG) {
        const size_t mark = object.s[0] == '#';
        rel_batch_add_tag(b, post->platform, post->id, (rel_str){object.s + mark, object.len - mark});
    }
}

static void read_row(const rel_source_info *info, rel_batch *b, const rel_str *field, size_t fields,
                     int64_t line)
{
    const plan *p = info->setup;
    rel_post_record post = rel_post_record_empty();
    rel_str account, object = cell_of(p, OBJECT, field, fields);
    const rel_str time = cell_of(p, TIME, field, fields);
    object_kind kind;
    if (!read_id(b, line, CONTENT, cell_of(p, CONTENT, field, fields), &post.id) ||
        !read_id(b, line, ACCOUNT, cell_of(p, ACCOUNT, field, fields), &account) ||
        !read_object(b, p, line, &object, &kind))
        return;
    if (!rel_cell_is_empty(time) && !rel_table_time(time, p->dates, &post.time)) {
        rel_batch_reject(b, REL_REJECT_BAD_TIME, line, "%s '%.*s'", column_name[TIME], REL_STR_ARG(time));
        return;
    }
    post.platform = rel_str_of(info->opts->platform ? info->opts->platform : "other");
    store(b, &post, account, object, kind);
}

const rel_format rel_format_coshare = {
    .name = "coshare",
    .title = N_("table of shares: object_id, account_id, content_id, timestamp_share (CooRTweet)"),
    .yields = N_("posts, accounts, shares, hashtags, links"),
    .framing = REL_FRAMING_CSV,
    .detect = detect,
    .setup = setup,
    .free_setup = free_setup,
    .read_row = read_row,
};
