/* Storing accounts: which row a key has, and what a record adds to the row. */
#include <inttypes.h>
#include <stdio.h>

#include "ingest/workspace_internal.h"

enum { DAY = 86400 };

/* Columns of the table account; the parameters of the statements are numbered one higher. */
enum {
    ID,
    KEY,
    PLATFORM,
    HANDLE,
    NAME,
    BIO,
    URL,
    LOCATION,
    LANG,
    CREATED,
    SEEN_AT,
    FOLLOWERS,
    FOLLOWING,
    POSTS,
    VERIFIED,
    BOT,
    PROTECTED,
    OBSERVED,
    BY_HANDLE
};

/* -------- the map -------- */

static uint32_t short_time(int64_t t)
{
    return t <= 0 ? 0 : t > UINT32_MAX ? UINT32_MAX : (uint32_t)t;
}

static uint32_t handle_hash(rel_str handle)
{
    uint64_t h = 0x9e3779b97f4a7c15u + handle.len;
    for (size_t i = 0; i < handle.len; i++) {
        const unsigned char c = (unsigned char)handle.s[i];
        h = (h ^ (c >= 'A' && c <= 'Z' ? c + 32u : c)) * 0x100000001b3u;
        h ^= h >> 29;
    }
    return (uint32_t)(h >> 32) ^ (uint32_t)h;
}

/* Tells apart records that would leave different rows. */
static uint64_t profile_hash(const rel_account_record *r)
{
    const rel_str texts[] = {r->handle, r->name, r->bio, r->url, r->location, r->lang};
    uint64_t part[12] = {(uint64_t)r->created, (uint64_t)r->followers, (uint64_t)r->following,
                         (uint64_t)r->posts,
                         (uint64_t)(r->verified + 1) | (uint64_t)(r->bot + 1) << 8 |
                             (uint64_t)(r->is_protected + 1) << 16 | (uint64_t)r->observed << 24};
    for (int i = 0; i < 6; i++) part[5 + i] = texts[i].s ? rel_hash64(texts[i].s, texts[i].len) + 1 : 0;
    return rel_hash64(part, sizeof part);
}

static bool has_counts(const rel_account_record *r)
{
    return r->followers != REL_COUNT_MISSING || r->following != REL_COUNT_MISSING ||
           r->posts != REL_COUNT_MISSING;
}

static rel_status find_by(rel_ctx *ctx, rel_workspace *w, rel_ws_sql which, rel_str key, uint32_t *id)
{
    sqlite3_stmt *s;
    bool row;
    rel_status st = rel_ws_get(ctx, w, which, &s);
    if (st != REL_OK) return st;
    rel_ws_bind_text(s, 1, key);
    st = rel_ws_step(ctx, w, s, &row);
    *id = st == REL_OK && row ? (uint32_t)sqlite3_column_int64(s, 0) : 0;
    sqlite3_reset(s);
    return st;
}

static bool is_by_handle(const rel_account_record *a)
{
    return a->key.len > a->platform.len + 1 && a->key.s[a->platform.len + 1] == '@';
}

/* Searches the file: first as a key, then as a handle that an account with an id is known to have had. */
static rel_status find_in_file(rel_ctx *ctx, rel_workspace *w, const rel_account_record *a, uint32_t *id)
{
    rel_status st = find_by(ctx, w, REL_WS_ACCOUNT_FIND, a->key, id);
    if (st == REL_OK && !*id && is_by_handle(a)) st = find_by(ctx, w, REL_WS_ALIAS_FIND, a->key, id);
    w->lookups++;
    return st;
}

static rel_status add_all(rel_ctx *ctx, rel_workspace *w, const char *sql)
{
    sqlite3_stmt *s = NULL;
    bool row;
    rel_account_entry *e;
    const int rc = sqlite3_prepare_v2(w->db, sql, -1, &s, NULL);
    rel_status st = rc == SQLITE_OK ? rel_ws_step(ctx, w, s, &row) : rel_ws_fail(ctx, w, rc);
    while (st == REL_OK && row) {
        const rel_str key = rel_ws_text(s, 0);
        const rel_hash128 hash = rel_hash128_of(key.s, key.len);
        if (!rel_account_map_find(&w->map, hash))
            st = rel_account_map_add(ctx, &w->map, hash, (uint32_t)sqlite3_column_int64(s, 1), &e);
        if (st == REL_OK) st = rel_ws_step(ctx, w, s, &row);
    }
    sqlite3_finalize(s);
    return st;
}

/* Single searches are cheaper as long as they are few; then everything is read from the index in one go. */
static rel_status maybe_load_all(rel_ctx *ctx, rel_workspace *w)
{
    if (w->all_accounts || w->lookups < w->next_account / 8) return REL_OK;
    rel_status st = add_all(ctx, w, "SELECT key, id FROM account INDEXED BY sqlite_autoindex_account_1");
    if (st == REL_OK)
        st = add_all(ctx, w, "SELECT key, account FROM account_alias ORDER BY key, seen_at DESC, account");
    w->all_accounts = st == REL_OK;
    return st;
}

/* -------- new accounts -------- */

static rel_status bind_account(rel_ctx *ctx, rel_workspace *w, rel_ws_sql which, uint32_t id,
                               const rel_account_record *a, sqlite3_stmt **out)
{
    sqlite3_stmt *s;
    const rel_status st = rel_ws_get(ctx, w, which, &s);
    if (st != REL_OK) return st;
    const rel_account_record nothing = rel_account_record_empty();
    const rel_account_record *p = a->observed ? a : &nothing;
    sqlite3_bind_int64(s, ID + 1, id);
    rel_ws_bind_text(s, HANDLE + 1, a->handle);
    rel_ws_bind_text(s, NAME + 1, p->name);
    rel_ws_bind_text(s, BIO + 1, p->bio);
    rel_ws_bind_text(s, URL + 1, p->url);
    rel_ws_bind_text(s, LOCATION + 1, p->location);
    rel_ws_bind_text(s, LANG + 1, p->lang);
    rel_ws_bind_count(s, CREATED + 1, p->created);
    rel_ws_bind_count(s, SEEN_AT + 1, p->seen_at);
    rel_ws_bind_count(s, FOLLOWERS + 1, p->followers);
    rel_ws_bind_count(s, FOLLOWING + 1, p->following);
    rel_ws_bind_count(s, POSTS + 1, p->posts);
    rel_ws_bind_flag(s, VERIFIED + 1, p->verified);
    rel_ws_bind_flag(s, BOT + 1, p->bot);
    rel_ws_bind_flag(s, PROTECTED + 1, p->is_protected);
    sqlite3_bind_int(s, OBSERVED + 1, a->observed);
    *out = s;
    return REL_OK;
}

static rel_status add_profile(rel_ctx *ctx, rel_workspace *w, uint32_t id, const rel_account_record *r)
{
    sqlite3_stmt *s;
    const rel_status st = rel_ws_get(ctx, w, REL_WS_PROFILE_ADD, &s);
    if (st != REL_OK) return st;
    sqlite3_bind_int64(s, 1, id);
    sqlite3_bind_int64(s, 2, r->seen_at - r->seen_at % DAY);
    sqlite3_bind_int64(s, 3, r->seen_at);
    rel_ws_bind_count(s, 4, r->followers);
    rel_ws_bind_count(s, 5, r->following);
    rel_ws_bind_count(s, 6, r->posts);
    return rel_ws_run(ctx, w, s);
}

/* What the map remembers of a row that now says *a, of which the record with hash `profile` was applied last.
 */
static void remember(rel_account_entry *e, const rel_account_record *a, uint64_t profile, bool counted)
{
    e->profile = profile;
    e->handle = handle_hash(a->handle);
    e->seen = short_time(a->seen_at);
    e->flags =
        REL_ACCOUNT_KNOWN | (a->observed ? REL_ACCOUNT_OBSERVED : 0) | (counted ? REL_ACCOUNT_COUNTED : 0);
}

static rel_status add_account(rel_ctx *ctx, rel_workspace *w, const rel_account_record *a, uint32_t *id)
{
    sqlite3_stmt *s;
    rel_account_entry *e;
    if (w->next_account >= UINT32_MAX)
        return rel_fail(ctx, REL_E_LIMIT, "'%s': more than 2^32 accounts", w->path);
    *id = (uint32_t)w->next_account++;
    rel_status st = bind_account(ctx, w, REL_WS_ACCOUNT_ADD, *id, a, &s);
    if (st != REL_OK) return st;
    rel_ws_bind_text(s, KEY + 1, a->key);
    rel_ws_bind_text(s, PLATFORM + 1, a->platform);
    sqlite3_bind_int(s, BY_HANDLE + 1, is_by_handle(a));
    st = rel_ws_run(ctx, w, s);
    const bool counted = a->observed && a->seen_at >= 0 && has_counts(a);
    if (st == REL_OK && counted) st = add_profile(ctx, w, *id, a);
    if (st == REL_OK) st = rel_account_map_add(ctx, &w->map, a->key_hash, *id, &e);
    if (st != REL_OK) return st;
    rel_account_record row = *a;
    if (!a->observed) row.seen_at = REL_TIME_MISSING;
    remember(e, &row, profile_hash(a), counted);
    w->counts.accounts_new++;
    return REL_OK;
}

/* An account that was deleted comes back only in data from after that. */
static rel_status stays_away(rel_ctx *ctx, rel_workspace *w, const rel_account_record *a, bool *away)
{
    *away = false;
    if (!w->deleted_accounts) return REL_OK;
    int64_t time;
    const rel_str id = {a->key.s + a->platform.len + 1, a->key.len - a->platform.len - 1};
    const rel_status st = rel_ws_deleted(ctx, w, "account", a->platform, id, away, &time);
    if (*away && time != REL_TIME_MISSING && a->seen_at > time) *away = false;
    return st;
}

/* -------- accounts that are there -------- */

static rel_status read_account(rel_ctx *ctx, rel_workspace *w, uint32_t id, sqlite3_stmt **out,
                               rel_account_record *a)
{
    sqlite3_stmt *s;
    bool row = false;
    rel_status st = rel_ws_get(ctx, w, REL_WS_ACCOUNT_READ, &s);
    if (st != REL_OK) return st;
    sqlite3_bind_int64(s, 1, id);
    st = rel_ws_step(ctx, w, s, &row);
    if (st != REL_OK) return st;
    if (!row)
        return rel_fail(ctx, REL_E_DATA, "'%s': damaged: account %" PRIu32 " is not there", w->path, id);
    *a = (rel_account_record){
        .key = rel_ws_text(s, KEY),
        .platform = rel_ws_text(s, PLATFORM),
        .handle = rel_ws_text(s, HANDLE),
        .name = rel_ws_text(s, NAME),
        .bio = rel_ws_text(s, BIO),
        .url = rel_ws_text(s, URL),
        .location = rel_ws_text(s, LOCATION),
        .lang = rel_ws_text(s, LANG),
        .created = rel_ws_count(s, CREATED),
        .seen_at = rel_ws_count(s, SEEN_AT),
        .followers = rel_ws_count(s, FOLLOWERS),
        .following = rel_ws_count(s, FOLLOWING),
        .posts = rel_ws_count(s, POSTS),
        .verified = rel_ws_flag(s, VERIFIED),
        .bot = rel_ws_flag(s, BOT),
        .is_protected = rel_ws_flag(s, PROTECTED),
        .observed = sqlite3_column_int(s, OBSERVED) != 0,
    };
    a->key_hash = rel_hash128_of(a->key.s, a->key.len);
    *out = s;
    return REL_OK;
}

static void merge_text(rel_str *old, rel_str text, bool replace, bool *changed)
{
    if (!text.s || (old->s && (!replace || rel_str_eq(*old, text)))) return;
    *old = text;
    *changed = true;
}

static void merge_count(int64_t *old, int64_t value, bool replace, bool *changed)
{
    if (value == REL_COUNT_MISSING || value == *old || (*old != REL_COUNT_MISSING && !replace)) return;
    *old = value;
    *changed = true;
}

static void merge_flag(int8_t *old, int8_t value, bool replace, bool *changed)
{
    if (value == REL_FLAG_MISSING || value == *old || (*old != REL_FLAG_MISSING && !replace)) return;
    *old = value;
    *changed = true;
}

/* The later record wins, field by field; an earlier one only fills what is missing. */
static bool merge_profile(rel_account_record *a, const rel_account_record *r)
{
    bool changed = !a->observed;
    const bool replace = !a->observed || r->seen_at >= a->seen_at;
    merge_text(&a->handle, r->handle, replace, &changed);
    merge_text(&a->name, r->name, replace, &changed);
    merge_text(&a->bio, r->bio, replace, &changed);
    merge_text(&a->url, r->url, replace, &changed);
    merge_text(&a->location, r->location, replace, &changed);
    merge_text(&a->lang, r->lang, replace, &changed);
    merge_count(&a->created, r->created, replace, &changed);
    merge_count(&a->followers, r->followers, replace, &changed);
    merge_count(&a->following, r->following, replace, &changed);
    merge_count(&a->posts, r->posts, replace, &changed);
    merge_flag(&a->verified, r->verified, replace, &changed);
    merge_flag(&a->bot, r->bot, replace, &changed);
    merge_flag(&a->is_protected, r->is_protected, replace, &changed);
    if (replace) merge_count(&a->seen_at, r->seen_at, true, &changed);
    a->observed = true;
    return changed;
}

static rel_status add_alias(rel_ctx *ctx, rel_workspace *w, uint32_t id, rel_str platform, rel_str handle,
                            int64_t seen_at)
{
    char key[512];
    sqlite3_stmt *s;
    if (platform.len + handle.len + 2 > sizeof key) return REL_OK;
    const int len = snprintf(key, sizeof key, "%.*s:@%.*s", REL_STR_ARG(platform), REL_STR_ARG(handle));
    for (size_t i = platform.len; i < (size_t)len; i++)
        if (key[i] >= 'A' && key[i] <= 'Z') key[i] = (char)(key[i] + 32);
    rel_status st = rel_ws_get(ctx, w, REL_WS_ALIAS_ADD, &s);
    if (st != REL_OK) return st;
    sqlite3_bind_text(s, 1, key, len, SQLITE_STATIC);
    sqlite3_bind_int64(s, 2, id);
    rel_ws_bind_text(s, 3, handle);
    rel_ws_bind_count(s, 4, seen_at);
    st = rel_ws_run(ctx, w, s);
    return st == REL_OK ? rel_ws_do(ctx, w, REL_WS_LOOK_AT_ALL) : st;
}

/* A handle that is not the row's own any more, or never was its latest, is kept as an alias. */
static rel_status keep_other_handle(rel_ctx *ctx, rel_workspace *w, uint32_t id,
                                    const rel_account_record *old, const rel_account_record *now,
                                    const rel_account_record *r)
{
    rel_status st = REL_OK;
    const uint32_t current = handle_hash(now->handle);
    if (old->handle.s && handle_hash(old->handle) != current)
        st = add_alias(ctx, w, id, old->platform, old->handle, old->seen_at);
    if (st == REL_OK && r->handle.s && handle_hash(r->handle) != current)
        st = add_alias(ctx, w, id, old->platform, r->handle, r->seen_at);
    if (st == REL_OK && !old->handle.s && now->handle.s) st = rel_ws_do(ctx, w, REL_WS_LOOK_AT_ALL);
    return st;
}

rel_status rel_ws_merge_account(rel_ctx *ctx, rel_workspace *w, uint32_t id, rel_account_entry *e,
                                const rel_account_record *r)
{
    rel_account_record old;
    sqlite3_stmt *read = NULL, *s;
    rel_status st = read_account(ctx, w, id, &read, &old);
    if (st != REL_OK) return st;
    rel_account_record now = old;
    bool changed = false;
    const bool latest = !old.observed || r->seen_at >= old.seen_at;
    if (r->observed)
        changed = merge_profile(&now, r);
    else
        merge_text(&now.handle, r->handle, !old.observed, &changed);
    if (changed) st = bind_account(ctx, w, REL_WS_ACCOUNT_WRITE, id, &now, &s);
    if (st == REL_OK && changed) st = rel_ws_run(ctx, w, s);
    if (st == REL_OK) st = keep_other_handle(ctx, w, id, &old, &now, r);
    const bool counted = st == REL_OK && r->observed && r->seen_at >= 0 && has_counts(r);
    if (counted) st = add_profile(ctx, w, id, r);
    /* A key that is an alias leads here too: the entry of the row's own key is the one to keep right. */
    if (!e || e->hash.low != old.key_hash.low || e->hash.high != old.key_hash.high)
        e = rel_account_map_find(&w->map, old.key_hash);
    if (st == REL_OK && e) {
        const bool was_counted = (e->flags & REL_ACCOUNT_COUNTED) != 0 && now.seen_at == old.seen_at;
        const bool applied = latest && r->observed;
        const bool known = (e->flags & REL_ACCOUNT_KNOWN) != 0;
        remember(e, &now,
                 applied ? profile_hash(r)
                 : known ? e->profile
                         : profile_hash(&now),
                 applied ? counted : was_counted);
    }
    sqlite3_reset(read);
    return st;
}

/* The same profile as before, seen again later. */
static rel_status seen_again(rel_ctx *ctx, rel_workspace *w, rel_account_entry *e,
                             const rel_account_record *r)
{
    sqlite3_stmt *s;
    rel_status st = rel_ws_get(ctx, w, REL_WS_ACCOUNT_SEEN, &s);
    if (st != REL_OK) return st;
    sqlite3_bind_int64(s, 1, e->id);
    sqlite3_bind_int64(s, 2, r->seen_at);
    st = rel_ws_run(ctx, w, s);
    const bool same_day = (e->flags & REL_ACCOUNT_COUNTED) && e->seen / DAY == short_time(r->seen_at) / DAY;
    if (st == REL_OK && has_counts(r) && !same_day) {
        st = add_profile(ctx, w, e->id, r);
        e->flags |= REL_ACCOUNT_COUNTED;
    }
    e->seen = short_time(r->seen_at);
    return st;
}

/* Does as little as the map allows. */
static rel_status update_account(rel_ctx *ctx, rel_workspace *w, const rel_account_record *r, uint32_t id)
{
    rel_account_entry *e = rel_account_map_find(&w->map, r->key_hash);
    if (!e || !(e->flags & REL_ACCOUNT_KNOWN)) return rel_ws_merge_account(ctx, w, id, e, r);
    if (!r->observed)
        return !r->handle.s || handle_hash(r->handle) == e->handle ? REL_OK
                                                                   : rel_ws_merge_account(ctx, w, id, e, r);
    if (!(e->flags & REL_ACCOUNT_OBSERVED) || e->profile != profile_hash(r))
        return rel_ws_merge_account(ctx, w, id, e, r);
    return short_time(r->seen_at) > e->seen ? seen_again(ctx, w, e, r) : REL_OK;
}

/* -------- a batch -------- */

static bool says_something(const rel_account_record *r)
{
    return r->observed || r->handle.s;
}

/* Rows of the accounts that are known; 0 for the others. */
static rel_status find_accounts(rel_ctx *ctx, rel_workspace *w, const rel_batch *b, size_t *unknown)
{
    rel_status st = maybe_load_all(ctx, w);
    *unknown = 0;
    for (size_t i = 0; i < b->accounts && st == REL_OK; i++) {
        const rel_account_record *a = &b->account[i];
        rel_account_entry *e = rel_account_map_find(&w->map, a->key_hash);
        uint32_t id = e ? e->id : 0;
        if (!e && !w->all_accounts) st = find_in_file(ctx, w, a, &id);
        if (st == REL_OK && !e && id) st = rel_account_map_add(ctx, &w->map, a->key_hash, id, &e);
        w->scratch.account[i] = id;
        *unknown += id == 0;
    }
    return st;
}

/* In the order of their rows, so that neighbours are written together. */
static rel_status update_accounts(rel_ctx *ctx, rel_workspace *w, const rel_batch *b)
{
    rel_ws_scratch *s = &w->scratch;
    size_t n = 0;
    for (size_t i = 0; i < b->accounts; i++)
        if (s->account[i] && says_something(&b->account[i]))
            s->order[n++] = (rel_sort_item){s->account[i], i};
    rel_status st = rel_sort_radix(ctx, s->order, (int64_t)n);
    for (size_t i = 0; i < n && st == REL_OK; i++)
        st = update_account(ctx, w, &b->account[s->order[i].value], (uint32_t)s->order[i].key);
    return st;
}

rel_status rel_ws_store_accounts(rel_ctx *ctx, rel_workspace *w, const rel_batch *b)
{
    rel_ws_scratch *s = &w->scratch;
    size_t unknown;
    rel_status st =
        rel_grow(ctx, &s->account, &s->account_capacity, b->accounts, sizeof *s->account, "accounts");
    if (st == REL_OK) st = rel_ws_need_order(ctx, w, b->accounts);
    if (st == REL_OK) st = find_accounts(ctx, w, b, &unknown);
    if (st == REL_OK) st = update_accounts(ctx, w, b);
    if (st == REL_OK && unknown)
        st = rel_ws_order(ctx, w, &b->account->key, sizeof *b->account, b->accounts, s->account);
    for (size_t i = 0; i < unknown && st == REL_OK; i++) {
        const size_t a = (size_t)s->order[i].value;
        bool away;
        st = stays_away(ctx, w, &b->account[a], &away);
        if (st == REL_OK && !away) st = add_account(ctx, w, &b->account[a], &s->account[a]);
    }
    return st;
}
