#include "ingest/edge_row.h"

#include <stdlib.h>

#include "ingest/csv_sniff.h"
#include "ingest/reading.h"
#include "ingest/table_value.h"

enum {
    ACCOUNT_MAX_BYTES = 512, /* of an id or handle */
    EPOCH_MIN = 100000000,   /* smaller numbers in a third column are weights: 1973 in seconds */
    GUESS_COLUMNS_MAX = 4,   /* a table without header and with more columns needs --map */
};

/* -------- the plan -------- */

typedef enum content { CONTENT_OTHER, CONTENT_TIME, CONTENT_NUMBER, CONTENT_KIND } content;

static bool is_time_value(rel_str s)
{
    int64_t t;
    double v;
    if (rel_str_to_f64(s, &v)) return v >= EPOCH_MIN && rel_time_parse(s, &t);
    return rel_time_parse(s, &t) || rel_date_order_of(s) != REL_DATE_ISO;
}

/* What most values of a column have in common. */
static content content_of(const rel_edge_table *t, size_t c, const rel_kind_words *words)
{
    size_t times = 0, numbers = 0, kinds = 0, rows = 0;
    for (size_t r = 0; r < t->rows; r++) {
        rel_kind kind;
        const rel_str s = t->cell[r * t->columns.count + c];
        if (rel_cell_is_empty(s)) continue;
        rows++;
        times += is_time_value(s);
        numbers += rel_looks_like_number(s);
        kinds += rel_kind_words_find(words, s, &kind) != REL_MEANS_NOTHING;
    }
    /* One in five may be damaged: that is said row by row. */
    if (rows && 5 * times >= 4 * rows) return CONTENT_TIME;
    if (rows && 5 * numbers >= 4 * rows) return CONTENT_NUMBER;
    return kinds ? CONTENT_KIND : CONTENT_OTHER;
}

static void choose_by_place(const rel_edge_table *t, const rel_kind_words *words, int *column)
{
    column[REL_EDGE_SOURCE] = 0;
    column[REL_EDGE_TARGET] = 1;
    for (size_t c = 2; c < t->columns.count; c++) {
        const content what = content_of(t, c, words);
        const int role = what == CONTENT_TIME     ? REL_EDGE_TIME
                         : what == CONTENT_NUMBER ? REL_EDGE_WEIGHT
                         : what == CONTENT_KIND   ? REL_EDGE_KIND
                                                  : -1;
        if (role >= 0 && column[role] < 0) column[role] = (int)c;
    }
}

static bool has_source(const int *column)
{
    return column[REL_EDGE_SOURCE] >= 0 || column[REL_EDGE_SOURCE_ID] >= 0 ||
           column[REL_EDGE_SOURCE_HANDLE] >= 0;
}

static bool has_target(const int *column)
{
    return column[REL_EDGE_TARGET] >= 0 || column[REL_EDGE_TARGET_ID] >= 0 ||
           column[REL_EDGE_TARGET_HANDLE] >= 0 || column[REL_EDGE_TARGET_POST] >= 0;
}

/* -------- follows by the names of the columns -------- */

#define FOLLOWERS                                                                                            \
    "follower|followers|followerid|followerusername|subscriber|subscriberid|abonne|abonn\xc3\xa9"
#define FOLLOWED "followed|followee|following|followedid|followeeid|followedusername|friend|friendid"

static bool is_named(const rel_edge_table *t, const int *column, rel_edge_role first, rel_edge_role last,
                     const char *names)
{
    for (int r = (int)first; r <= (int)last; r++)
        if (column[r] >= 0 && rel_mapping_is_named(t->columns.header[column[r]], names)) return true;
    return false;
}

/* "follower" or "followed" as the name of an end says what the edges are, whatever else stands in the table.
 */
static bool names_say_follow(const rel_edge_table *t, const int *column)
{
    return t->columns.header && (is_named(t, column, REL_EDGE_SOURCE, REL_EDGE_SOURCE_HANDLE, FOLLOWERS) ||
                                 is_named(t, column, REL_EDGE_TARGET, REL_EDGE_TARGET_HANDLE, FOLLOWED));
}

/* "followers" and "following" are counts in a table of accounts: they are the ends of edges only when each
 * stands beside another name of a follow, and all columns are known ones of edges. */
static void drop_counts(const rel_edge_table *t, int *column)
{
    if (!t->columns.header) return;
    const size_t count = t->columns.count;
    const bool all_known = rel_mapping_names_in(&rel_edge_roles, t->columns.header, count) == count;
    const bool from = is_named(t, column, REL_EDGE_SOURCE, REL_EDGE_SOURCE_HANDLE, FOLLOWERS);
    const bool to = is_named(t, column, REL_EDGE_TARGET, REL_EDGE_TARGET_HANDLE, FOLLOWED);
    if (is_named(t, column, REL_EDGE_SOURCE, REL_EDGE_SOURCE, "followers") && !(to && all_known))
        column[REL_EDGE_SOURCE] = REL_NO_COLUMN;
    if (is_named(t, column, REL_EDGE_TARGET, REL_EDGE_TARGET, "following") && !(from && all_known))
        column[REL_EDGE_TARGET] = REL_NO_COLUMN;
}

static rel_status no_account(rel_ctx *ctx, const rel_edge_table *t, const int *column)
{
    const char *role = has_source(column) ? "target" : "source";
    if (!t->columns.header)
        rel_fail(ctx, REL_E_USAGE, "'%s': %zu columns without names, none is known to be the %s of an edge",
                 t->columns.path, t->columns.count, role);
    else
        rel_fail(ctx, REL_E_USAGE,
                 "'%s': none of its %zu columns ('%.*s', '%.*s', ...) is known to be the %s of an edge",
                 t->columns.path, t->columns.count, REL_STR_ARG(t->columns.header[0]),
                 REL_STR_ARG(t->columns.header[1]), role);
    return rel_hint(ctx, "say which with --map source=COLUMN,target=COLUMN (names or numbers)");
}

/* A column that its name makes one of kinds but whose values are none ("Directed") is not read. */
static void drop_foreign_kinds(rel_ctx *ctx, const rel_edge_table *t, const rel_kind_words *words,
                               int *column)
{
    const int c = column[REL_EDGE_KIND];
    if (c < 0 || t->rows == 0 || content_of(t, (size_t)c, words) == CONTENT_KIND) return;
    rel_note(ctx, "'%s': column '%.*s' holds no kinds of interaction that are known ('%.*s'): it is not read",
             t->columns.path, REL_STR_ARG(t->columns.header[c]), REL_STR_ARG(t->cell[c]));
    column[REL_EDGE_KIND] = REL_NO_COLUMN;
}

/* True when the first rows have ids in all of the columns 'source' and 'target'. */
static bool holds_ids(const rel_edge_table *t, const int *column)
{
    const int account[] = {column[REL_EDGE_SOURCE], column[REL_EDGE_TARGET]};
    size_t ids = 0;
    for (size_t r = 0; r < t->rows; r++) {
        for (int i = 0; i < 2; i++) {
            if (account[i] < 0) continue;
            const rel_str s = t->cell[r * t->columns.count + (size_t)account[i]];
            if (rel_cell_is_empty(s)) continue;
            if (!rel_cell_looks_like_id(s)) return false;
            ids++;
        }
    }
    return ids > 0;
}

/* The end that is the same in all rows and may have no column: whose followers they are. */
static bool subject_may_be(const rel_edge_plan *plan, bool source)
{
    return plan->preset && plan->preset->table == REL_PRESET_FOLLOWS &&
           plan->preset->subject_is_source == source;
}

/* Without a preset and --map the columns are guessed. */
static void guess(rel_ctx *ctx, const rel_edge_table *t, rel_edge_plan *plan)
{
    drop_counts(t, plan->column);
    if (!t->columns.header && t->columns.count <= GUESS_COLUMNS_MAX)
        choose_by_place(t, plan->words, plan->column);
    if (t->columns.header && has_source(plan->column) && has_target(plan->column))
        drop_foreign_kinds(ctx, t, plan->words, plan->column);
}

rel_status rel_edge_plan_make(rel_ctx *ctx, const rel_edge_table *t, const rel_ingest_opts *opts,
                              const rel_preset *preset, rel_edge_plan *plan)
{
    rel_status st;
    *plan = (rel_edge_plan){.decimal_comma = t->sep != ',', .preset = preset, .platform = opts->platform};
    if (!plan->platform && preset) plan->platform = preset->platform;
    REL_TRY(rel_kind_words_make(ctx, opts->kinds, preset ? preset->kinds : NULL, &plan->words));
    REL_TRY(
        rel_preset_columns(ctx, &rel_edge_roles, &t->columns, opts->map, preset, plan->column, &plan->more));
    if (!opts->map && !preset) guess(ctx, t, plan);
    if ((!has_source(plan->column) && !subject_may_be(plan, true)) ||
        (!has_target(plan->column) && !subject_may_be(plan, false))) {
        st = no_account(ctx, t, plan->column);
        goto out;
    }
    const rel_list_owner owner = rel_list_owner_of(t->columns.path, opts);
    plan->subject_id = owner.id;
    plan->subject_handle = owner.handle;
    plan->ids = preset && preset->author != REL_AUTHOR_BY_CONTENT ? preset->author == REL_AUTHOR_ID
                                                                  : holds_ids(t, plan->column);
    if (preset) plan->dates = preset->dates;
    if (plan->column[REL_EDGE_TIME] >= 0 && plan->dates == REL_DATE_ISO)
        REL_TRY(rel_date_order_find(ctx, t->columns.path, t->cell + plan->column[REL_EDGE_TIME],
                                    t->columns.count, t->rows, t->sep, &plan->dates));
    const bool follows = names_say_follow(t, plan->column) || (preset && preset->table == REL_PRESET_FOLLOWS);
    plan->kind = plan->column[REL_EDGE_TIME] >= 0 && !follows ? REL_KIND_MENTION : REL_KIND_FOLLOW;
    if (opts->kind) REL_TRY(rel_kind_option(ctx, "--kind", opts->kind, &plan->kind));
    if (!opts->columns_shown) rel_mapping_note(ctx, &rel_edge_roles, &t->columns, plan->column, &plan->more);
    rel_preset_note_names(ctx, t->columns.path, preset);
    const bool says_kind = plan->column[REL_EDGE_KIND] >= 0 || plan->more.constant[REL_EDGE_KIND].s;
    if (!says_kind && !opts->kind && !follows)
        rel_note(ctx, "'%s' does not say what its edges are: they are read as '%s'", t->columns.path,
                 rel_kind_word(plan->kind));
out:
    if (st != REL_OK) rel_edge_plan_free(plan);
    return st;
}

void rel_edge_plan_free(rel_edge_plan *plan)
{
    free(plan->words);
    plan->words = NULL;
}

/* -------- detection -------- */

/* All rows have two ids, or two handles, in front. */
static int score_by_place(const rel_edge_table *t)
{
    size_t words = 0;
    if (t->columns.count > GUESS_COLUMNS_MAX || t->rows == 0) return 0;
    for (size_t r = 0; r < t->rows; r++) {
        for (size_t c = 0; c < 2; c++) {
            const rel_str s = t->cell[r * t->columns.count + c];
            if (!s.len || s.len > ACCOUNT_MAX_BYTES || memchr(s.s, ' ', s.len)) return 0;
            words += !rel_cell_looks_like_id(s) && s.s[0] != '@';
        }
    }
    if (words == 0) return 60;
    /* "one two" on every line may be a list of names. */
    if (t->columns.count == 2 && t->sep == ' ') return 0;
    return t->rows >= 3 ? 25 : 0;
}

int rel_edge_table_score(const rel_edge_table *t, const rel_ingest_opts *opts)
{
    int column[REL_EDGE_ROLES];
    if (t->columns.count < 2) return 0;
    const size_t edges = rel_mapping_roles_in(&rel_edge_roles, opts ? opts->map : NULL);
    const size_t posts = rel_mapping_roles_in(&rel_post_roles, opts ? opts->map : NULL);
    /* When the map names no role at all the header decides whose roles are meant. */
    if (edges + posts) return edges >= posts ? 88 : 0;
    if (!t->columns.header) return score_by_place(t);
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    const rel_status st = rel_mapping_make(&ctx, &rel_edge_roles, &t->columns, NULL, column);
    rel_ctx_free(&ctx);
    if (st != REL_OK) return 0;
    drop_counts(t, column);
    if (!has_source(column)) return 0;
    if (column[REL_EDGE_SOURCE] >= 0 && column[REL_EDGE_TARGET] >= 0) return 90;
    return has_target(column) ? 75 : 0;
}

/* -------- one row -------- */

typedef struct row {
    const rel_edge_plan *plan;
    const rel_str *field;
    size_t fields;
    rel_batch *b;
    int64_t line;
    rel_str platform;
} row;

static rel_str cell(const row *r, rel_edge_role role)
{
    const rel_edge_plan *p = r->plan;
    if (!p->preset) return rel_mapping_cell(p->column, NULL, role, r->field, r->fields);
    return rel_preset_cell(p->preset, p->column, &p->more, role, r->field, r->fields);
}

/* An id or a handle. False: the row was rejected. */
static bool read_name(const row *r, rel_edge_role role, rel_str *name)
{
    *name = REL_STR_MISSING;
    if (r->plan->column[role] < 0) return true;
    const rel_str s = cell(r, role);
    if (rel_cell_id(s, name) && name->len <= ACCOUNT_MAX_BYTES) return true;
    const char *what = rel_edge_roles.role[role].name;
    if (name->len > ACCOUNT_MAX_BYTES)
        rel_batch_reject(r->b, REL_REJECT_TOO_LARGE, r->line, "%s has %zu bytes", what, name->len);
    else
        rel_batch_reject(r->b, REL_REJECT_BAD_NUMBER, r->line, "%s '%.*s' lost digits in a spreadsheet", what,
                         REL_STR_ARG(s));
    return false;
}

/* What a row says of one of its accounts. */
typedef struct who {
    rel_str id, handle, name;
} who;

/* From the columns of an account: as it stands, by id, by handle. False: the row was rejected. */
static bool read_who(const row *r, const rel_edge_role role[4], who *w)
{
    rel_str any;
    *w = (who){.name = cell(r, role[3])};
    if (!read_name(r, role[0], &any) || !read_name(r, role[1], &w->id) || !read_name(r, role[2], &w->handle))
        return false;
    if (any.s && r->plan->ids && !w->id.s)
        w->id = any;
    else if (any.s && !w->handle.s)
        w->handle = any;
    return true;
}

static rel_account_ref account_of(const row *r, const who *w)
{
    rel_str id = w->id;
    if (!id.len && w->handle.len && r->plan->preset && r->plan->preset->exact_handles) id = w->handle;
    const rel_account_ref ref = rel_batch_account(r->b, r->platform, id, w->handle);
    if (w->name.len && ref != REL_ACCOUNT_UNKNOWN) {
        rel_account_record profile = rel_account_record_empty();
        profile.name = w->name;
        rel_batch_profile(r->b, ref, &profile);
    }
    return ref;
}

static bool read_values(const row *r, rel_interaction_record *i)
{
    const rel_str time = cell(r, REL_EDGE_TIME), weight = cell(r, REL_EDGE_WEIGHT);
    if (!rel_cell_is_empty(time) && !rel_table_time(time, r->plan->dates, &i->time)) {
        rel_batch_reject(r->b, REL_REJECT_BAD_TIME, r->line, "time '%.*s'", REL_STR_ARG(time));
        return false;
    }
    if (!rel_cell_weight(weight, r->plan->decimal_comma, &i->weight)) {
        rel_batch_reject(r->b, REL_REJECT_BAD_NUMBER, r->line, "weight '%.*s', expected a number above 0",
                         REL_STR_ARG(weight));
        return false;
    }
    return true;
}

/* What the kind column says; a word that is not known rejects the row. */
static rel_kind_meaning read_kind(const row *r, rel_kind *kind)
{
    const rel_str word = cell(r, REL_EDGE_KIND);
    *kind = r->plan->kind;
    if (!word.len) return REL_MEANS_KIND;
    const rel_kind_meaning means = rel_kind_words_find(r->plan->words, word, kind);
    if (means == REL_MEANS_NOTHING)
        rel_batch_reject(r->b, REL_REJECT_BAD_KIND, r->line, "kind '%.*s'", REL_STR_ARG(word));
    return means;
}

static bool is_blank(const row *r)
{
    for (size_t i = 0; i < r->fields; i++)
        if (rel_str_trim(r->field[i]).len) return false;
    return true;
}

static void store(const row *r, const who *source, const who *target, rel_interaction_record *i, rel_str post)
{
    i->source = account_of(r, source);
    i->target = account_of(r, target);
    i->platform = r->platform;
    /* A follow or a like is an act of its own, the others are posts. */
    if (i->kind == REL_KIND_FOLLOW || i->kind == REL_KIND_LIKE)
        i->act_id = post;
    else
        i->post_id = post;
    rel_batch_add_interaction(r->b, i);
}

/* An end that no column has is the subject. False: nobody says who it is, and the row was rejected. */
static bool add_subject(const row *r, bool source, who *w)
{
    const rel_edge_plan *p = r->plan;
    if (w->id.s || w->handle.s || !subject_may_be(p, source)) return true;
    /* A column that is empty in this row: the row lacks it, and the subject is not for it. */
    if (source ? has_source(p->column) : has_target(p->column)) return true;
    w->id = p->subject_id;
    w->handle = p->subject_handle;
    if (w->id.s || w->handle.s) return true;
    rel_batch_reject(r->b, REL_REJECT_NO_SUBJECT, r->line, "say whose with --subject");
    return false;
}

void rel_edge_row(const rel_edge_plan *plan, rel_batch *b, const rel_str *field, size_t fields, int64_t line)
{
    static const rel_edge_role source_role[] = {REL_EDGE_SOURCE, REL_EDGE_SOURCE_ID, REL_EDGE_SOURCE_HANDLE,
                                                REL_EDGE_SOURCE_NAME},
                               target_role[] = {REL_EDGE_TARGET, REL_EDGE_TARGET_ID, REL_EDGE_TARGET_HANDLE,
                                                REL_EDGE_TARGET_NAME};
    char room[REL_PLATFORM_TEXT];
    row r = {plan, field, fields, b, line, REL_STR_MISSING};
    rel_interaction_record i = {.time = REL_TIME_MISSING, .weight = 1};
    who source, target;
    rel_str post;
    if (is_blank(&r)) {
        b->counts.ignored++;
        return;
    }
    r.platform = rel_cell_platform(cell(&r, REL_EDGE_PLATFORM), plan->platform, room);
    /* Everything that may reject the row comes before its accounts are made. */
    if (!read_who(&r, source_role, &source) || !read_who(&r, target_role, &target) ||
        !read_name(&r, REL_EDGE_POST, &post) || !read_name(&r, REL_EDGE_TARGET_POST, &i.target_post) ||
        !read_values(&r, &i) || !add_subject(&r, true, &source) || !add_subject(&r, false, &target))
        return;
    const rel_kind_meaning means = read_kind(&r, &i.kind);
    if (means == REL_MEANS_NOTHING) return;
    if (means == REL_MEANS_IGNORE) {
        b->counts.ignored++;
    } else if (!source.id.s && !source.handle.s) {
        rel_batch_reject(b, REL_REJECT_MISSING_FIELD, line, "no source");
    } else if (means == REL_MEANS_POST) {
        /* A post that is no edge: its author is there all the same. */
        account_of(&r, &source);
        b->counts.ignored++;
    } else if (!target.id.s && !target.handle.s && !i.target_post.s) {
        rel_batch_reject(b, REL_REJECT_MISSING_FIELD, line, "no target");
    } else {
        store(&r, &source, &target, &i, post);
    }
}
