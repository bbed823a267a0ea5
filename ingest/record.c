#include "ingest/record.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "src/base/i18n.h"
#include "src/base/utf8.h"

enum { KEY_MAX = 1024 }; /* longer account keys are cut; no platform has ids near this */

const char *rel_reject_word(rel_reject reason)
{
    switch (reason) {
#define X(name, word, sentence)                                                                              \
    case REL_REJECT_##name: return word;
        REL_REJECT_LIST(X)
#undef X
    case REL_REJECT_COUNT: break;
    }
    return "unknown";
}

const char *rel_reject_sentence(rel_reject reason)
{
    switch (reason) {
#define X(name, word, sentence)                                                                              \
    case REL_REJECT_##name: return N_(sentence);
        REL_REJECT_LIST(X)
#undef X
    case REL_REJECT_COUNT: break;
    }
    return "unknown";
}

void rel_batch_counts_add(rel_batch_counts *sum, const rel_batch_counts *more)
{
    sum->records += more->records;
    for (int i = 0; i < REL_REJECT_COUNT; i++) sum->rejected[i] += more->rejected[i];
    sum->self_interactions += more->self_interactions;
    sum->text_replaced += more->text_replaced;
    sum->text_cut += more->text_cut;
    sum->fields_ignored += more->fields_ignored;
    sum->ignored += more->ignored;
    sum->unresolved_targets += more->unresolved_targets;
    sum->times_estimated += more->times_estimated;
}

/* 96 bits of the key's hash, so that a look-up need not touch the account, which is rarely in the cache. */
struct rel_account_slot {
    uint64_t high;
    uint32_t low;
    uint32_t position; /* of the account, + 1; 0: free */
};

void rel_batch_init(rel_batch *b)
{
    *b = (rel_batch){0};
}

void rel_batch_reset(rel_batch *b, rel_ctx *ctx)
{
    if (b->accounts) memset(b->slot, 0, b->slots * sizeof *b->slot);
    b->accounts = b->posts = b->tags = b->links = b->interactions = b->deletes = b->rejects = 0;
    b->counts = (rel_batch_counts){0};
    b->end_offset = b->end_line = 0;
    b->ctx = ctx;
    b->status = REL_OK;
    b->last_platform = b->last_post_id = REL_STR_MISSING;
    rel_arena_release(&b->text, (rel_arena_mark){0});
}

void rel_batch_free(rel_batch *b)
{
    free(b->account);
    free(b->post);
    free(b->tag);
    free(b->link);
    free(b->interaction);
    free(b->delete_);
    free(b->reject);
    free(b->slot);
    rel_arena_free(&b->text);
    *b = (rel_batch){0};
}

size_t rel_batch_memory(const rel_batch *b)
{
    return b->account_capacity * sizeof *b->account + b->post_capacity * sizeof *b->post +
           b->tag_capacity * sizeof *b->tag + b->link_capacity * sizeof *b->link +
           b->interaction_capacity * sizeof *b->interaction + b->delete_capacity * sizeof *b->delete_ +
           b->reject_capacity * sizeof *b->reject + b->slots * sizeof *b->slot + b->text.peak_bytes +
           b->parse_bytes;
}

static char *take(rel_batch *b, size_t len)
{
    /* The budget of the tests counts these like every other allocation. */
    const bool may = b->ctx->alloc_budget != 0;
    if (b->ctx->alloc_budget > 0) b->ctx->alloc_budget--;
    char *p = may ? rel_arena_take(&b->text, len ? len : 1, 1) : NULL;
    if (!p) b->status = rel_fail(b->ctx, REL_E_MEM, "no memory for a text of %zu bytes", len);
    return p;
}

static size_t cut_length(const char *s)
{
    size_t len = REL_FIELD_MAX_BYTES;
    /* Not through the middle of a character, when there are characters. */
    for (int back = 0; back < 3 && ((unsigned char)s[len] & 0xC0) == 0x80; back++) len--;
    return len;
}

rel_str rel_batch_text(rel_batch *b, rel_str s)
{
    if (!s.s || b->status != REL_OK) return REL_STR_MISSING;
    if (s.len > REL_FIELD_MAX_BYTES) {
        s.len = cut_length(s.s);
        b->counts.text_cut++;
    }
    const bool fine = rel_utf8_xml_safe(s.s, s.len);
    char *copy = take(b, fine ? s.len : REL_UTF8_CLEAN_MAX(s.len));
    if (!copy) return REL_STR_MISSING;
    if (!fine) return (rel_str){copy, rel_utf8_clean(copy, s.s, s.len, &b->counts.text_replaced)};
    if (s.len) memcpy(copy, s.s, s.len);
    return (rel_str){copy, s.len};
}

/* As rel_batch_text, but a text that *last repeats is not copied again. */
static rel_str repeated_text(rel_batch *b, rel_str *last, rel_str s)
{
    if (s.s && last->s && rel_str_eq(*last, s)) return *last;
    const rel_str copy = rel_batch_text(b, s);
    if (copy.s) *last = copy;
    return copy;
}

static bool grow(rel_batch *b, void *array, size_t *capacity, size_t need, size_t size, const char *what)
{
    if (b->status == REL_OK) b->status = rel_grow(b->ctx, array, capacity, need, size, what);
    return b->status == REL_OK;
}

rel_account_record rel_account_record_empty(void)
{
    return (rel_account_record){
        .created = REL_TIME_MISSING,
        .seen_at = REL_TIME_MISSING,
        .followers = REL_COUNT_MISSING,
        .following = REL_COUNT_MISSING,
        .posts = REL_COUNT_MISSING,
        .verified = REL_FLAG_MISSING,
        .bot = REL_FLAG_MISSING,
        .is_protected = REL_FLAG_MISSING,
    };
}

rel_post_record rel_post_record_empty(void)
{
    return (rel_post_record){
        .author = REL_ACCOUNT_UNKNOWN,
        .kind = REL_POST_ORIGINAL,
        .time = REL_TIME_MISSING,
        .retrieved_at = REL_TIME_MISSING,
        .likes = REL_COUNT_MISSING,
        .replies = REL_COUNT_MISSING,
        .shares = REL_COUNT_MISSING,
        .quotes = REL_COUNT_MISSING,
        .views = REL_COUNT_MISSING,
    };
}

/* -------- accounts -------- */

/* Position of the slot of this key: the one that holds it, or the free one where it belongs. */
static size_t find_slot(const rel_batch *b, rel_hash128 hash)
{
    const size_t mask = b->slots - 1;
    /* The place comes from the upper half of `low`, as slots keep its lower half. */
    for (size_t i = (size_t)(hash.low >> 32) & mask;; i = (i + 1) & mask) {
        const struct rel_account_slot *s = &b->slot[i];
        if (!s->position || (s->high == hash.high && s->low == (uint32_t)hash.low)) return i;
    }
}

static void fill_slot(rel_batch *b, rel_hash128 hash, size_t position)
{
    b->slot[find_slot(b, hash)] =
        (struct rel_account_slot){hash.high, (uint32_t)hash.low, (uint32_t)position};
}

/* Room for one more account, with the table at most half full. */
static bool make_room(rel_batch *b)
{
    if (!grow(b, &b->account, &b->account_capacity, b->accounts + 1, sizeof *b->account,
              "accounts of a batch"))
        return false;
    if (2 * (b->accounts + 1) <= b->slots) return true;
    const size_t slots = b->slots ? 2 * b->slots : 1024;
    struct rel_account_slot *slot;
    b->status = rel_alloc(b->ctx, &slot, slots, sizeof *slot, "table of accounts");
    if (b->status != REL_OK) return false;
    free(b->slot);
    b->slot = slot;
    b->slots = slots;
    for (size_t i = 0; i < b->accounts; i++) fill_slot(b, b->account[i].key_hash, i + 1);
    return true;
}

static rel_str without_at(rel_str handle)
{
    return handle.len && handle.s[0] == '@' ? (rel_str){handle.s + 1, handle.len - 1} : handle;
}

/* Writes "platform:id" or "platform:@handle" and returns its length. */
static size_t make_key(char key[KEY_MAX], rel_str platform, rel_str id, rel_str handle)
{
    size_t len = platform.len < 64 ? platform.len : 64;
    if (len) memcpy(key, platform.s, len);
    key[len++] = ':';
    const rel_str name = id.len ? id : handle;
    if (!id.len) key[len++] = '@';
    const size_t room = KEY_MAX - len, n = name.len < room ? name.len : room;
    memcpy(key + len, name.s, n);
    if (!id.len)
        for (size_t i = len; i < len + n; i++)
            if (key[i] >= 'A' && key[i] <= 'Z') key[i] = (char)(key[i] + 32);
    return len + n;
}

static rel_account_ref add_account(rel_batch *b, rel_str platform, rel_str key, rel_hash128 hash)
{
    if (!make_room(b)) return REL_ACCOUNT_UNKNOWN;
    rel_account_record a = rel_account_record_empty();
    a.key_hash = hash;
    a.key = rel_batch_text(b, key);
    a.platform = repeated_text(b, &b->last_platform, platform);
    if (b->status != REL_OK) return REL_ACCOUNT_UNKNOWN;
    b->account[b->accounts] = a;
    fill_slot(b, hash, ++b->accounts);
    return (rel_account_ref)(b->accounts - 1);
}

rel_account_ref rel_batch_account(rel_batch *b, rel_str platform, rel_str native_id, rel_str handle)
{
    char raw[KEY_MAX], clean[REL_UTF8_CLEAN_MAX(KEY_MAX)];
    handle = without_at(handle);
    if (b->status != REL_OK || (!native_id.len && !handle.len)) return REL_ACCOUNT_UNKNOWN;
    rel_str key = {raw, make_key(raw, platform, native_id, handle)};
    /* The hash must be that of the key as it is stored. */
    if (!rel_utf8_xml_safe(key.s, key.len))
        key = (rel_str){clean, rel_utf8_clean(clean, key.s, key.len, &b->counts.text_replaced)};
    const rel_hash128 hash = rel_hash128_of(key.s, key.len);
    const uint32_t known = b->slots ? b->slot[find_slot(b, hash)].position : 0;
    const rel_account_ref ref = known ? known - 1 : add_account(b, platform, key, hash);
    if (ref != REL_ACCOUNT_UNKNOWN && handle.len && !b->account[ref].handle.s)
        b->account[ref].handle = rel_batch_text(b, handle);
    return ref;
}

rel_account_record *rel_batch_account_at(rel_batch *b, rel_account_ref ref)
{
    return ref < b->accounts ? &b->account[ref] : NULL;
}

static void merge_text(rel_batch *b, rel_str *old, rel_str text, bool newer)
{
    if (!text.s || (old->s && (!newer || rel_str_eq(*old, text)))) return;
    const rel_str copy = rel_batch_text(b, text);
    if (copy.s) *old = copy;
}

static void merge_number(int64_t *old, int64_t number, bool newer)
{
    if (number != INT64_MIN && (newer || *old == INT64_MIN)) *old = number;
}

static void merge_flag(int8_t *old, int8_t flag, bool newer)
{
    if (flag != REL_FLAG_MISSING && (newer || *old == REL_FLAG_MISSING)) *old = flag;
}

void rel_batch_profile(rel_batch *b, rel_account_ref ref, const rel_account_record *p)
{
    rel_account_record *a = rel_batch_account_at(b, ref);
    if (!a || b->status != REL_OK) return;
    /* A missing time is INT64_MIN and so the earliest. */
    const bool newer = p->seen_at >= a->seen_at;
    merge_text(b, &a->handle, without_at(p->handle), newer);
    merge_text(b, &a->name, p->name, newer);
    merge_text(b, &a->bio, p->bio, newer);
    merge_text(b, &a->url, p->url, newer);
    merge_text(b, &a->location, p->location, newer);
    merge_text(b, &a->lang, p->lang, newer);
    merge_number(&a->created, p->created, newer);
    merge_number(&a->followers, p->followers, newer);
    merge_number(&a->following, p->following, newer);
    merge_number(&a->posts, p->posts, newer);
    merge_flag(&a->verified, p->verified, newer);
    merge_flag(&a->bot, p->bot, newer);
    merge_flag(&a->is_protected, p->is_protected, newer);
    a->observed = a->observed || p->observed;
    if (newer) a->seen_at = p->seen_at;
}

/* -------- posts and what hangs on them -------- */

/* Missing and empty differ. */
static uint64_t text_hash(rel_str text)
{
    return text.s ? rel_hash64(text.s, text.len) + 1 : 0;
}

static uint64_t hash_of_post(const rel_post_record *p)
{
    const rel_str texts[] = {p->text, p->lang, p->url, p->conversation_id, p->target_id};
    const int64_t numbers[] = {(int64_t)p->kind, p->time,   p->time_error, p->retrieved_at, p->likes,
                               p->replies,       p->shares, p->quotes,     p->views};
    enum { TEXTS = sizeof texts / sizeof *texts };
    uint64_t part[TEXTS + 1];
    for (int i = 0; i < TEXTS; i++) part[i] = text_hash(texts[i]);
    part[TEXTS] = rel_hash64(numbers, sizeof numbers);
    return rel_hash64(part, sizeof part);
}

static rel_hash128 hash_of_id(const rel_post_record *p)
{
    rel_hash128 h = rel_hash128_of(p->id.s, p->id.len);
    h.high ^= rel_hash64(p->platform.s, p->platform.len);
    return h;
}

void rel_batch_add_post(rel_batch *b, const rel_post_record *post)
{
    if (!post->id.len || !post->platform.len || post->author >= b->accounts) return;
    if (!grow(b, &b->post, &b->post_capacity, b->posts + 1, sizeof *b->post, "posts of a batch")) return;
    rel_post_record p = *post;
    if (p.time == REL_TIME_MISSING) p.time_error = 0;
    p.platform = repeated_text(b, &b->last_platform, p.platform);
    p.id = repeated_text(b, &b->last_post_id, p.id);
    p.text = rel_batch_text(b, p.text);
    p.lang = rel_batch_text(b, p.lang);
    p.url = rel_batch_text(b, p.url);
    p.conversation_id = rel_str_eq(p.conversation_id, p.id) ? p.id : rel_batch_text(b, p.conversation_id);
    p.target_id = rel_batch_text(b, p.target_id);
    if (b->status != REL_OK) return;
    p.id_hash = hash_of_id(&p);
    p.said = hash_of_post(&p);
    if (p.time_error) b->counts.times_estimated++;
    b->post[b->posts++] = p;
}

/* A post often gives the same link twice, in its text and as a card. Looks back a little only: doubles are
 * harmless. */
enum { LOOK_BACK = 64 };

static bool has_tag(const rel_batch *b, rel_str post_id, rel_str tag)
{
    const size_t from = b->tags > LOOK_BACK ? b->tags - LOOK_BACK : 0;
    for (size_t i = b->tags; i > from && rel_str_eq(b->tag[i - 1].post_id, post_id); i--)
        if (rel_str_eq(b->tag[i - 1].tag, tag)) return true;
    return false;
}

static bool has_link(const rel_batch *b, rel_str post_id, rel_str url)
{
    const size_t from = b->links > LOOK_BACK ? b->links - LOOK_BACK : 0;
    for (size_t i = b->links; i > from && rel_str_eq(b->link[i - 1].post_id, post_id); i--)
        if (rel_str_eq(b->link[i - 1].url, url)) return true;
    return false;
}

void rel_batch_add_tag(rel_batch *b, rel_str platform, rel_str post_id, rel_str tag)
{
    if (!post_id.len || !tag.len || has_tag(b, post_id, tag)) return;
    if (!grow(b, &b->tag, &b->tag_capacity, b->tags + 1, sizeof *b->tag, "hashtags of a batch")) return;
    const rel_tag_record t = {repeated_text(b, &b->last_platform, platform),
                              repeated_text(b, &b->last_post_id, post_id), rel_batch_text(b, tag)};
    if (b->status == REL_OK) b->tag[b->tags++] = t;
}

void rel_batch_add_link(rel_batch *b, rel_str platform, rel_str post_id, rel_str url)
{
    if (!post_id.len || !url.len || has_link(b, post_id, url)) return;
    if (!grow(b, &b->link, &b->link_capacity, b->links + 1, sizeof *b->link, "links of a batch")) return;
    const rel_link_record l = {repeated_text(b, &b->last_platform, platform),
                               repeated_text(b, &b->last_post_id, post_id), rel_batch_text(b, url)};
    if (b->status == REL_OK) b->link[b->links++] = l;
}

void rel_batch_add_interaction(rel_batch *b, const rel_interaction_record *interaction)
{
    rel_interaction_record i = *interaction;
    if (i.source >= b->accounts) return;
    if (i.source == i.target) {
        b->counts.self_interactions++;
        return;
    }
    if (i.target >= b->accounts) {
        i.target = REL_ACCOUNT_UNKNOWN;
        b->counts.unresolved_targets++;
        if (!i.target_post.len) return;
    }
    if (!grow(b, &b->interaction, &b->interaction_capacity, b->interactions + 1, sizeof *b->interaction,
              "interactions of a batch"))
        return;
    i.platform = repeated_text(b, &b->last_platform, i.platform);
    i.post_id = repeated_text(b, &b->last_post_id, i.post_id);
    i.target_post = rel_batch_text(b, i.target_post);
    i.act_id = rel_batch_text(b, i.act_id);
    if (b->status == REL_OK) b->interaction[b->interactions++] = i;
}

void rel_batch_add_delete(rel_batch *b, const rel_delete_record *record)
{
    if (!record->id.len) return;
    if (!grow(b, &b->delete_, &b->delete_capacity, b->deletes + 1, sizeof *b->delete_, "deletes of a batch"))
        return;
    rel_delete_record d = *record;
    d.platform = repeated_text(b, &b->last_platform, d.platform);
    d.id = rel_batch_text(b, d.id);
    if (b->status == REL_OK) b->delete_[b->deletes++] = d;
}

void rel_batch_reject(rel_batch *b, rel_reject reason, int64_t line, const char *format, ...)
{
    b->counts.rejected[reason]++;
    if (b->rejects >= REL_BATCH_REJECT_MAX) return;
    if (!grow(b, &b->reject, &b->reject_capacity, b->rejects + 1, sizeof *b->reject, "rejects of a batch"))
        return;
    char detail[160];
    va_list args;
    va_start(args, format);
    vsnprintf(detail, sizeof detail, format, args);
    va_end(args);
    rel_utf8_printable(detail);
    const rel_reject_record r = {reason, line,
                                 detail[0] ? rel_batch_text(b, rel_str_of(detail)) : REL_STR_MISSING};
    if (b->status == REL_OK) b->reject[b->rejects++] = r;
}
