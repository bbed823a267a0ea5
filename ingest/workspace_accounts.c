/* Storing accounts: which row a key has, and whether a record says anything that the row does not. */
#include <inttypes.h>
#include <stdio.h>

#include "ingest/workspace_internal.h"

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

/* So many new accounts are put into the index of keys one by one, in any case. */
enum { FEW_ACCOUNTS = 10000 };

/* -------- what the map remembers of a row -------- */

static uint32_t short_time(int64_t t)
{
    return t <= 0 ? 0 : t > UINT32_MAX ? UINT32_MAX : (uint32_t)t;
}

uint32_t rel_ws_handle_hash(rel_str handle)
{
    uint64_t h = 0x9e3779b97f4a7c15u + handle.len;
    for (size_t i = 0; i < handle.len; i++) {
        const unsigned char c = (unsigned char)handle.s[i];
        h = (h ^ (c >= 'A' && c <= 'Z' ? c + 32u : c)) * 0x100000001b3u;
        h ^= h >> 29;
    }
    return (uint32_t)(h >> 32) ^ (uint32_t)h;
}

static uint64_t words_hash(const rel_account_record *r)
{
    const rel_str texts[] = {r->handle, r->name, r->bio, r->url, r->location, r->lang};
    uint64_t part[8] = {(uint64_t)r->created, (uint64_t)(r->verified + 1) | (uint64_t)(r->bot + 1) << 8 |
                                                  (uint64_t)(r->is_protected + 1) << 16};
    for (int i = 0; i < 6; i++) part[2 + i] = texts[i].s ? rel_hash64(texts[i].s, texts[i].len) + 1 : 0;
    return rel_hash64(part, sizeof part);
}

static uint64_t counts_hash(const rel_account_record *r)
{
    const int64_t part[] = {r->followers, r->following, r->posts};
    return rel_hash64(part, sizeof part);
}

bool rel_ws_has_counts(const rel_account_record *r)
{
    return r->followers != REL_COUNT_MISSING || r->following != REL_COUNT_MISSING ||
           r->posts != REL_COUNT_MISSING;
}

static void remember(rel_account_entry *e, const rel_account_record *a)
{
    e->words = words_hash(a);
    e->counts = counts_hash(a);
    if (a->handle.s) e->handle = rel_ws_handle_hash(a->handle);
    if (a->observed && short_time(a->seen_at) > e->seen) e->seen = short_time(a->seen_at);
    e->flags = REL_ACCOUNT_KNOWN | (a->observed ? REL_ACCOUNT_OBSERVED : 0);
}

/* -------- finding accounts -------- */

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

static rel_status load_all(rel_ctx *ctx, rel_workspace *w)
{
    if (w->all_accounts) return REL_OK;
    rel_status st = add_all(ctx, w,
                            w->key_index ? "SELECT key, id FROM account INDEXED BY account_key"
                                         : "SELECT key, id FROM account");
    if (st == REL_OK)
        st = add_all(ctx, w, "SELECT key, account FROM account_alias ORDER BY key, seen_at DESC, account");
    w->all_accounts = st == REL_OK;
    return st;
}

/* Single searches are cheaper as long as they are few; then everything is read in one go. */
static rel_status maybe_load_all(rel_ctx *ctx, rel_workspace *w)
{
    return w->key_index && w->lookups < w->accounts_before / 8 ? REL_OK : load_all(ctx, w);
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

/* -------- new accounts -------- */

rel_status rel_ws_bind_account(rel_ctx *ctx, rel_workspace *w, rel_ws_sql which, uint32_t id,
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

rel_status rel_ws_add_profile(rel_ctx *ctx, rel_workspace *w, uint32_t id, const rel_account_record *r)
{
    enum { DAY = 86400 };
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

static rel_status add_account(rel_ctx *ctx, rel_workspace *w, const rel_account_record *a, uint32_t *id)
{
    sqlite3_stmt *s;
    rel_account_entry *e;
    if (w->next_account >= UINT32_MAX)
        return rel_fail(ctx, REL_E_LIMIT, "'%s': more than 2^32 accounts", w->path);
    *id = (uint32_t)w->next_account++;
    rel_status st = rel_ws_bind_account(ctx, w, REL_WS_ACCOUNT_ADD, *id, a, &s);
    if (st != REL_OK) return st;
    rel_ws_bind_text(s, KEY + 1, a->key);
    rel_ws_bind_text(s, PLATFORM + 1, a->platform);
    sqlite3_bind_int(s, BY_HANDLE + 1, is_by_handle(a));
    st = rel_ws_run(ctx, w, s);
    if (st == REL_OK && a->observed && a->seen_at >= 0 && rel_ws_has_counts(a))
        st = rel_ws_add_profile(ctx, w, *id, a);
    if (st == REL_OK) st = rel_account_map_add(ctx, &w->map, a->key_hash, *id, &e);
    if (st != REL_OK) return st;
    remember(e, a);
    w->accounts_added++;
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

/* Keys come in no order, so that keeping their index up to date writes a page for nearly every new account.
 * When a run brings more accounts than there were, the index is given up and made anew at its end: that costs
 * less, and until then the map, which must be complete, is the index. */
static rel_status maybe_drop_index(rel_ctx *ctx, rel_workspace *w)
{
    if (!w->key_index || w->accounts_added < FEW_ACCOUNTS || w->accounts_added < w->accounts_before)
        return REL_OK;
    rel_status st = load_all(ctx, w);
    if (st == REL_OK) st = rel_ws_exec(ctx, w, "DROP INDEX account_key");
    w->key_index = st != REL_OK;
    return st;
}

/* -------- accounts that are there -------- */

void rel_ws_read_profile(sqlite3_stmt *s, int i, rel_account_record *a)
{
    a->handle = rel_ws_text(s, i);
    a->name = rel_ws_text(s, i + NAME - HANDLE);
    a->bio = rel_ws_text(s, i + BIO - HANDLE);
    a->url = rel_ws_text(s, i + URL - HANDLE);
    a->location = rel_ws_text(s, i + LOCATION - HANDLE);
    a->lang = rel_ws_text(s, i + LANG - HANDLE);
    a->created = rel_ws_count(s, i + CREATED - HANDLE);
    a->seen_at = rel_ws_count(s, i + SEEN_AT - HANDLE);
    a->followers = rel_ws_count(s, i + FOLLOWERS - HANDLE);
    a->following = rel_ws_count(s, i + FOLLOWING - HANDLE);
    a->posts = rel_ws_count(s, i + POSTS - HANDLE);
    a->verified = rel_ws_flag(s, i + VERIFIED - HANDLE);
    a->bot = rel_ws_flag(s, i + BOT - HANDLE);
    a->is_protected = rel_ws_flag(s, i + PROTECTED - HANDLE);
    a->observed = sqlite3_column_int(s, i + OBSERVED - HANDLE) != 0;
}

rel_status rel_ws_read_account(rel_ctx *ctx, rel_workspace *w, uint32_t id, sqlite3_stmt **out,
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
    *a = (rel_account_record){.key = rel_ws_text(s, KEY), .platform = rel_ws_text(s, PLATFORM)};
    rel_ws_read_profile(s, HANDLE, a);
    *out = s;
    return REL_OK;
}

/* The entry by which a row is remembered: that of its own key, also when it was found by an alias. */
static rel_status know(rel_ctx *ctx, rel_workspace *w, rel_account_entry **entry)
{
    rel_account_entry *e = *entry;
    rel_account_record a;
    sqlite3_stmt *read = NULL;
    if (e->flags & REL_ACCOUNT_KNOWN) return REL_OK;
    rel_status st = rel_ws_read_account(ctx, w, e->id, &read, &a);
    if (st == REL_OK) {
        const rel_hash128 own = rel_hash128_of(a.key.s, a.key.len);
        const uint32_t id = e->id;
        e = rel_account_map_find(&w->map, own);
        if (!e) st = rel_account_map_add(ctx, &w->map, own, id, &e);
        if (st == REL_OK && !(e->flags & REL_ACCOUNT_KNOWN)) remember(e, &a);
        *entry = e;
    }
    sqlite3_reset(read);
    return st;
}

static rel_status note_handle(rel_ctx *ctx, rel_workspace *w, rel_account_entry *e,
                              const rel_account_record *r)
{
    if (!r->handle.s || rel_ws_handle_hash(r->handle) == e->handle) return REL_OK;
    if (!(e->flags & REL_ACCOUNT_OBSERVED)) e->handle = rel_ws_handle_hash(r->handle);
    rel_account_record said = rel_account_record_empty();
    said.handle = r->handle;
    said.seen_at = r->seen_at;
    return rel_ws_note_account(ctx, w, e->id, &said);
}

/* Words that the row has already are not noted again. */
static rel_status note_profile(rel_ctx *ctx, rel_workspace *w, rel_account_entry *e,
                               const rel_account_record *r)
{
    const bool observed = (e->flags & REL_ACCOUNT_OBSERVED) != 0;
    const bool same_words = observed && e->words == words_hash(r), same_counts = e->counts == counts_hash(r);
    const uint32_t seen = short_time(r->seen_at);
    if (same_words && same_counts && seen <= e->seen) return REL_OK;
    rel_account_record said = *r;
    if (same_words && seen >= e->seen) {
        said = rel_account_record_empty();
        said.observed = true;
        said.seen_at = r->seen_at;
        said.followers = r->followers;
        said.following = r->following;
        said.posts = r->posts;
    }
    if (!observed || seen >= e->seen) remember(e, r);
    return rel_ws_note_account(ctx, w, e->id, &said);
}

static rel_status note_accounts(rel_ctx *ctx, rel_workspace *w, const rel_batch *b)
{
    rel_status st = REL_OK;
    for (size_t i = 0; i < b->accounts && st == REL_OK; i++) {
        const rel_account_record *r = &b->account[i];
        if (!w->scratch.account[i] || (!r->observed && !r->handle.s)) continue;
        rel_account_entry *e = rel_account_map_find(&w->map, r->key_hash);
        st = know(ctx, w, &e);
        if (st == REL_OK) st = r->observed ? note_profile(ctx, w, e, r) : note_handle(ctx, w, e, r);
    }
    return st;
}

/* -------- a batch -------- */

rel_status rel_ws_store_accounts(rel_ctx *ctx, rel_workspace *w, const rel_batch *b)
{
    rel_ws_scratch *s = &w->scratch;
    size_t unknown = 0;
    rel_status st =
        rel_grow(ctx, &s->account, &s->account_capacity, b->accounts, sizeof *s->account, "accounts");
    if (st == REL_OK) st = find_accounts(ctx, w, b, &unknown);
    if (st == REL_OK) st = note_accounts(ctx, w, b);
    if (st == REL_OK && unknown)
        st = rel_ws_order(ctx, w, &b->account->key, sizeof *b->account, b->accounts, s->account);
    for (size_t i = 0; i < unknown && st == REL_OK; i++) {
        const size_t a = (size_t)s->order[i].value;
        bool away;
        st = stays_away(ctx, w, &b->account[a], &away);
        if (st == REL_OK && !away) st = add_account(ctx, w, &b->account[a], &s->account[a]);
    }
    return st == REL_OK ? maybe_drop_index(ctx, w) : st;
}
