#include "src/insight/community_talk.h"

#include <math.h>
#include <stdlib.h>

#include "src/base/hash.h"
#include "src/base/letters.h"
#include "src/base/sort.h"
#include "src/insight/talk_examples.h"
#include "src/insight/tokens.h"

double rel_log_odds(double y, double n, double y_rest, double n_rest, double prior, double *z)
{
    const double a = prior * (y + y_rest) / (n + n_rest);
    const double odds =
        log((y + a) / (n + prior - y - a)) - log((y_rest + a) / (n_rest + prior - y_rest - a));
    *z = odds / sqrt(1 / (y + a) + 1 / (y_rest + a));
    return odds;
}

/* -------- reading -------- */

enum { LANGUAGES = 64 }; /* that a community is counted in */

/* A term that enough accounts of a community used. */
typedef struct entry {
    uint32_t slot, accounts;
    rel_vid community;
} entry;

typedef struct reading {
    rel_ctx *ctx;
    rel_posts *posts;
    const rel_activity *activity;
    const rel_vid *community;
    const rel_talk_opts *opts;
    rel_vid wanted;
    rel_sort_item *order; /* posts by community and author */
    int64_t *first;       /* of a community's posts in it */
    rel_term_table table;
    int64_t (*pairs)[REL_TERM_KINDS]; /* of the wanted communities */
    entry *entry;
    size_t entries, entry_capacity;
    int64_t *first_entry; /* of the wanted communities */
    rel_talk *talk;
    rel_talk_language language[LANGUAGES]; /* of the community that is read */
    rel_vid language_last[LANGUAGES];
    int languages;
} reading;

static rel_status sort_posts(reading *r, rel_vid communities)
{
    rel_status st;
    const rel_activity *a = r->activity;
    REL_TRY(rel_scratch_unset(r->ctx, &r->order, (size_t)a->posts, sizeof *r->order, "posts"));
    REL_TRY(rel_scratch(r->ctx, &r->first, (size_t)communities + 1, sizeof *r->first, "posts"));
    for (int64_t i = 0; i < a->posts; i++) {
        const rel_vid v = a->post[i].author, c = r->community[v];
        r->order[i] = (rel_sort_item){(uint64_t)c << 32 | v, (uint64_t)i};
        r->first[c + 1]++;
    }
    for (rel_vid c = 0; c < communities; c++) r->first[c + 1] += r->first[c];
    st = rel_sort_radix(r->ctx, r->order, a->posts);
out:
    return st;
}

/* "fr" of "fr-CA"; platforms say "und", "zxx", "qme" and the like where they do not know. */
static void count_language(reading *r, rel_str lang, rel_vid account)
{
    char code[12] = "";
    size_t len = 0;
    while (len < lang.len && len + 1 < sizeof code && rel_letter_is((unsigned char)lang.s[len])) {
        code[len] = (char)rel_letter_fold((unsigned char)lang.s[len]);
        len++;
    }
    const bool private = code[0] == 'q' && strcmp(code, "qu") != 0; /* but for Quechua */
    if (len < 2 || private || strcmp(code, "und") == 0 || strcmp(code, "zxx") == 0) return;
    int k = 0;
    while (k < r->languages && strcmp(r->language[k].code, code) != 0) k++;
    if (k == LANGUAGES) return;
    if (k == r->languages) {
        memcpy(r->language[k].code, code, sizeof code);
        r->language[k].accounts = 0;
        r->language_last[k] = REL_VID_NONE;
        r->languages++;
    }
    r->language[k].accounts += r->language_last[k] != account;
    r->language_last[k] = account;
}

/* What is copied or shared by hand is one text, too. */
static int64_t text_of(const rel_post_text *p)
{
    return p->text.len ? (int64_t)rel_hash64(p->text.s, p->text.len) : p->text_row;
}

static rel_status count_terms(reading *r, const rel_post_text *p, rel_vid v, rel_vid c)
{
    rel_status st = REL_OK;
    rel_ctx *ctx = r->ctx;
    const int64_t text = text_of(p);
    rel_str word;
    char folded[REL_FOLD_MAX];
    rel_tokens tokens = rel_tokens_of(p->text);
    while (rel_tokens_next(&tokens, &word))
        REL_TRY(rel_term_use(ctx, &r->table, REL_TERM_WORD, word, v, c, text));
    for (size_t i = 0; i < p->tags; i++)
        REL_TRY(rel_term_use(ctx, &r->table, REL_TERM_TAG, rel_fold_text(p->tag[i], folded), v, c, text));
    for (size_t i = 0; i < p->links; i++) {
        REL_TRY(rel_term_use(ctx, &r->table, REL_TERM_LINK, p->link[i], v, c, text));
        REL_TRY(
            rel_term_use(ctx, &r->table, REL_TERM_DOMAIN, rel_link_domain(p->link[i], folded), v, c, text));
    }
out:
    return st;
}

static bool is_enough(const reading *r, const rel_term_slot *s)
{
    const bool one_is_enough = s->kind == REL_TERM_LINK || s->kind == REL_TERM_DOMAIN;
    return s->here >= r->opts->accounts && (s->several || one_is_enough);
}

static rel_status keep_entries(reading *r, rel_vid c)
{
    rel_status st = REL_OK;
    rel_term_table *t = &r->table;
    for (size_t i = 0; i < t->touched_count; i++) {
        rel_term_slot *s = &t->slot[t->touched[i]];
        if (s->community != c || !s->len || !is_enough(r, s)) continue;
        REL_TRY(rel_grow(r->ctx, &r->entry, &r->entry_capacity, r->entries + 1, sizeof *r->entry, "terms"));
        r->entry[r->entries++] = (entry){t->touched[i], s->here, c};
        s->kept = true;
        s->here = 0; /* a slot that was forgotten and taken again stands here twice */
    }
out:
    return st;
}

static int by_accounts(const void *a, const void *b)
{
    const rel_talk_language *x = a, *y = b;
    if (x->accounts != y->accounts) return x->accounts < y->accounts ? 1 : -1;
    return strcmp(x->code, y->code);
}

static rel_status keep_languages(reading *r, rel_talk *talk)
{
    rel_status st;
    qsort(r->language, (size_t)r->languages, sizeof *r->language, by_accounts);
    talk->languages = r->languages < r->opts->languages ? r->languages : r->opts->languages;
    REL_TRY(
        rel_scratch(r->ctx, &talk->language, (size_t)talk->languages, sizeof *talk->language, "languages"));
    if (talk->languages)
        memcpy(talk->language, r->language, (size_t)talk->languages * sizeof *talk->language);
out:
    return st;
}

static rel_status read_community(reading *r, rel_vid c)
{
    rel_status st = REL_OK;
    rel_talk *talk = c < r->wanted ? &r->talk[c] : NULL;
    rel_vid last = REL_VID_NONE;
    int64_t before[REL_TERM_KINDS];
    memcpy(before, r->table.pairs, sizeof before);
    r->languages = 0;
    r->table.touched_count = 0;
    for (int64_t i = r->first[c]; i < r->first[c + 1]; i++) {
        const rel_post_ref *ref = &r->activity->post[r->order[i].value];
        rel_post_text p;
        if (i % 4096 == 0) {
            REL_TRY(rel_poll(r->ctx));
            rel_progress(r->ctx, "reading what is said", "posts", i, r->activity->posts);
        }
        REL_TRY(rel_posts_get(r->ctx, r->posts, ref->row, &p));
        REL_TRY(count_terms(r, &p, ref->author, c));
        if (!talk) continue;
        count_language(r, p.lang, ref->author);
        talk->posts++;
        talk->shared += ref->share;
        talk->authors += last != ref->author;
        last = ref->author;
    }
    if (!talk) goto out;
    for (int k = 0; k < REL_TERM_KINDS; k++) r->pairs[c][k] = r->table.pairs[k] - before[k];
    REL_TRY(keep_languages(r, talk));
    st = keep_entries(r, c);
out:
    return st;
}

/* -------- telling -------- */

static int by_z(const void *a, const void *b)
{
    const rel_term *x = a, *y = b;
    if (x->z != y->z) return x->z < y->z ? 1 : -1;
    const size_t least = x->text.len < y->text.len ? x->text.len : y->text.len;
    const int order = memcmp(x->text.s, y->text.s, least);
    return order ? order : (x->text.len > y->text.len) - (x->text.len < y->text.len);
}

static rel_status copy_text(rel_ctx *ctx, rel_str *text)
{
    char *copy;
    const rel_status st = rel_scratch(ctx, &copy, text->len + 1, 1, "terms");
    if (st != REL_OK) return st;
    memcpy(copy, text->s, text->len);
    text->s = copy;
    return REL_OK;
}

static rel_status keep_terms(reading *r, rel_vid c, rel_term_kind kind, const rel_term *found, int count)
{
    rel_status st = REL_OK;
    rel_talk *talk = &r->talk[c];
    const int told = count < r->opts->terms[kind] ? count : r->opts->terms[kind];
    REL_TRY(rel_scratch(r->ctx, &talk->term[kind], (size_t)told, sizeof **talk->term, "terms"));
    for (int i = 0; i < told; i++) {
        talk->term[kind][i] = found[i];
        REL_TRY(copy_text(r->ctx, &talk->term[kind][i].text));
    }
    talk->terms[kind] = told;
out:
    return st;
}

/* The over-represented terms of c; weight[slot] becomes the log-odds of its words and hashtags. */
static rel_status tell_terms(reading *r, rel_vid c, rel_term *found, double *weight)
{
    rel_status st = REL_OK;
    for (int kind = 0; kind < REL_TERM_KINDS; kind++) {
        const double n = (double)r->pairs[c][kind], all = (double)r->table.pairs[kind],
                     prior = fmin(r->opts->prior, REL_TALK_PRIOR_SHARE * all);
        int count = 0;
        for (int64_t i = r->first_entry[c]; i < r->first_entry[c + 1]; i++) {
            const entry *e = &r->entry[i];
            const rel_term_slot *s = &r->table.slot[e->slot];
            rel_term t = {.accounts = e->accounts, .others = s->accounts - e->accounts};
            if (s->kind != kind) continue;
            t.log_odds = rel_log_odds(t.accounts, n, t.others, all - n, prior, &t.z);
            if (!(t.z >= r->opts->floor)) continue;
            t.text = rel_term_text(&r->table, e->slot);
            found[count++] = t;
            if (kind == REL_TERM_WORD || kind == REL_TERM_TAG) weight[e->slot] = t.log_odds;
        }
        qsort(found, (size_t)count, sizeof *found, by_z);
        REL_TRY(keep_terms(r, c, (rel_term_kind)kind, found, count));
    }
out:
    return st;
}

static rel_status tell(reading *r)
{
    rel_status st = REL_OK;
    rel_term *found = NULL;
    double *weight = NULL;
    const rel_examples_of job = {.posts = r->posts,
                                 .activity = r->activity,
                                 .order = r->order,
                                 .table = &r->table,
                                 .most = r->opts->examples};
    size_t most = 0;
    REL_TRY(rel_scratch(r->ctx, &r->first_entry, (size_t)r->wanted + 1, sizeof *r->first_entry, "terms"));
    for (size_t i = 0; i < r->entries; i++) r->first_entry[r->entry[i].community + 1]++;
    for (rel_vid c = 0; c < r->wanted; c++) {
        if ((size_t)r->first_entry[c + 1] > most) most = (size_t)r->first_entry[c + 1];
        r->first_entry[c + 1] += r->first_entry[c];
    }
    REL_TRY(rel_alloc(r->ctx, &found, most, sizeof *found, "terms"));
    REL_TRY(rel_alloc(r->ctx, &weight, r->table.slots, sizeof *weight, "terms"));
    for (uint32_t i = 0; i < r->table.slots; i++) r->table.slot[i].last = REL_VID_NONE;
    for (rel_vid c = 0; c < r->wanted; c++) {
        REL_TRY(tell_terms(r, c, found, weight));
        if (!r->talk[c].terms[REL_TERM_WORD] && !r->talk[c].terms[REL_TERM_TAG]) continue;
        REL_TRY(rel_examples_find(r->ctx, &job, r->first[c], r->first[c + 1], weight, &r->talk[c]));
        for (int64_t i = r->first_entry[c]; i < r->first_entry[c + 1]; i++) weight[r->entry[i].slot] = 0;
    }
out:
    free(found);
    free(weight);
    return st;
}

rel_status rel_talks(rel_ctx *ctx, rel_posts *posts, const rel_activity *activity, const rel_vid *community,
                     const rel_community_rows *rows, rel_vid wanted, const rel_talk_opts *opts,
                     rel_talk *talk)
{
    rel_status st;
    reading r = {.ctx = ctx,
                 .posts = posts,
                 .activity = activity,
                 .community = community,
                 .opts = opts,
                 .wanted = wanted < rows->count ? wanted : rows->count,
                 .table = rel_term_table_of(opts->max_terms),
                 .talk = talk};
    for (rel_vid c = 0; c < r.wanted; c++) talk[c] = (rel_talk){0};
    REL_TRY(sort_posts(&r, rows->count));
    REL_TRY(rel_scratch(ctx, &r.pairs, r.wanted, sizeof *r.pairs, "terms"));
    for (rel_vid c = 0; c < rows->count; c++) REL_TRY(read_community(&r, c));
    REL_TRY(tell(&r));
    if (r.table.forgotten)
        rel_note(ctx,
                 "terms that at most %u accounts used were forgotten while posts were read: "
                 "rare words may be missing",
                 (unsigned)r.table.forgotten);
out:
    free(r.entry);
    rel_term_table_free(&r.table);
    return st;
}
