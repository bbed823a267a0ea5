#include "algorithms/community/community_names.h"

#include <stdlib.h>
#include <string.h>

#include "src/base/sort.h"

/* Members that a name and a community have in common. */
typedef struct pair {
    rel_vid name, community, shared;
} pair;

typedef struct step {
    rel_ctx *ctx;
    rel_community_names *k;
    const rel_vid *community;
    rel_vid count;
    rel_vid *name;   /* by community */
    rel_vid *size;   /* by community */
    rel_vid *known;  /* by community: members that had a name */
    rel_vid *seen;   /* by name: holders that are there in this step */
    rel_vid *heir;   /* by name: the community that has it now */
    rel_vid *kept;   /* by community: shared with its name */
    rel_vid *parent; /* by community: the name it shares most with and belongs together with */
    rel_vid *into;   /* by name: the community that most of its holders are in */
    pair *pairs;     /* by descending shared, then name, then community */
    int64_t pair_count;
} step;

rel_status rel_community_names_begin(rel_ctx *ctx, rel_vid n, rel_vid least, rel_community_names *k)
{
    rel_status st;
    *k = (rel_community_names){.n = n, .least = least ? least : 1};
    REL_TRY(rel_alloc(ctx, &k->last, n, sizeof *k->last, "names of communities"));
    for (rel_vid v = 0; v < n; v++) k->last[v] = REL_VID_NONE;
out:
    if (st != REL_OK) rel_community_names_end(k);
    return st;
}

void rel_community_names_end(rel_community_names *k)
{
    free(k->last);
    free(k->size);
    free(k->alive);
    free(k->life);
    *k = (rel_community_names){0};
}

/* -------- what names and communities share -------- */

static void count_members(step *s)
{
    const rel_community_names *k = s->k;
    for (rel_vid v = 0; v < k->n; v++) {
        const rel_vid c = s->community[v];
        if (c == REL_VID_NONE) continue;
        s->size[c]++;
        if (k->last[v] == REL_VID_NONE) continue;
        s->known[c]++;
        s->seen[k->last[v]]++;
    }
}

/* Equal neighbours of the sorted keys (name, community) are one pair. */
static int64_t count_pairs(const rel_sort_item *item, int64_t items, pair *pairs)
{
    int64_t count = 0;
    for (int64_t i = 0, end; i < items; i = end, count++) {
        for (end = i + 1; end < items && item[end].key == item[i].key;) end++;
        if (pairs)
            pairs[count] = (pair){(rel_vid)(item[i].key >> 32), (rel_vid)item[i].key, (rel_vid)(end - i)};
    }
    return count;
}

static int by_shared(const void *a, const void *b)
{
    const pair *p = a, *q = b;
    if (p->shared != q->shared) return p->shared < q->shared ? 1 : -1;
    if (p->name != q->name) return p->name < q->name ? -1 : 1;
    return p->community < q->community ? -1 : p->community > q->community;
}

static rel_status find_pairs(step *s)
{
    rel_status st;
    rel_sort_item *item;
    int64_t items = 0;
    const rel_community_names *k = s->k;
    REL_TRY(rel_scratch_unset(s->ctx, &item, k->n, sizeof *item, "members of communities"));
    for (rel_vid v = 0; v < k->n; v++)
        if (s->community[v] != REL_VID_NONE && k->last[v] != REL_VID_NONE)
            item[items++].key = (uint64_t)k->last[v] << 32 | s->community[v];
    REL_TRY(rel_sort_radix(s->ctx, item, items));
    s->pair_count = count_pairs(item, items, NULL);
    REL_TRY(rel_scratch_unset(s->ctx, &s->pairs, (size_t)s->pair_count, sizeof *s->pairs,
                              "pairs of communities"));
    count_pairs(item, items, s->pairs);
    if (s->pair_count) qsort(s->pairs, (size_t)s->pair_count, sizeof *s->pairs, by_shared);
out:
    return st;
}

/* -------- who is whose heir -------- */

static bool flows_into(const step *s, const pair *p)
{
    return 2 * (uint64_t)p->shared >= s->seen[p->name];
}

static bool comes_from(const step *s, const pair *p)
{
    return 2 * (uint64_t)p->shared >= s->known[p->community];
}

static bool is_enough(const step *s, const pair *p)
{
    const rel_vid before = s->k->size[p->name], now = s->size[p->community];
    const rel_vid smaller = before < now ? before : now;
    return 4 * (uint64_t)p->shared >= smaller && (p->shared > 1 || smaller == 1);
}

static void hand_names_on(step *s)
{
    for (int64_t i = 0; i < s->pair_count; i++) {
        const pair *p = &s->pairs[i];
        const rel_vid c = p->community;
        if (s->size[c] < s->k->least || !is_enough(s, p)) continue;
        if (flows_into(s, p) && s->into[p->name] == REL_VID_NONE) s->into[p->name] = c;
        if (!flows_into(s, p) && !comes_from(s, p)) continue;
        if (s->parent[c] == REL_VID_NONE) s->parent[c] = p->name;
        if (s->name[c] != REL_VID_NONE || s->heir[p->name] != REL_VID_NONE) continue;
        s->name[c] = p->name;
        s->heir[p->name] = c;
        s->kept[c] = p->shared;
    }
}

/* -------- what happened -------- */

static rel_community_event change_of(rel_vid before, rel_vid now, bool alive)
{
    if (!alive) return REL_COMMUNITY_BACK;
    if (10 * (uint64_t)now > 11 * (uint64_t)before) return REL_COMMUNITY_GREW;
    return 10 * (uint64_t)now < 9 * (uint64_t)before ? REL_COMMUNITY_SHRANK : REL_COMMUNITY_SAME;
}

static void tell_of_community(step *s, rel_vid c)
{
    rel_community_names *k = s->k;
    rel_community_life life = {.name = s->name[c], .other = REL_VID_NONE, .accounts = s->size[c]};
    if (s->size[c] < k->least) return;
    if (life.name == REL_VID_NONE) {
        life.name = s->name[c] = k->names++;
        life.event = s->parent[c] == REL_VID_NONE ? REL_COMMUNITY_BORN : REL_COMMUNITY_SPLIT;
        life.other = s->parent[c];
    } else {
        life.accounts_before = k->size[life.name];
        life.kept = s->kept[c];
        life.event = change_of(life.accounts_before, life.accounts, k->alive[life.name]);
    }
    k->life[k->lives++] = life;
}

static void tell_of_end(step *s, rel_vid name)
{
    rel_community_names *k = s->k;
    const rel_vid into = s->into[name];
    k->life[k->lives++] =
        (rel_community_life){.name = name,
                             .event = into == REL_VID_NONE ? REL_COMMUNITY_DIED : REL_COMMUNITY_MERGED,
                             .other = into == REL_VID_NONE ? REL_VID_NONE : s->name[into],
                             .accounts_before = k->size[name]};
}

static void take_over(step *s, rel_vid names_before)
{
    rel_community_names *k = s->k;
    for (rel_vid i = 0; i < names_before; i++) k->alive[i] = s->heir[i] != REL_VID_NONE;
    for (rel_vid c = 0; c < s->count; c++) {
        if (s->name[c] == REL_VID_NONE) continue;
        k->size[s->name[c]] = s->size[c];
        k->alive[s->name[c]] = true;
    }
    for (rel_vid v = 0; v < k->n; v++) {
        const rel_vid c = s->community[v];
        if (c != REL_VID_NONE && s->name[c] != REL_VID_NONE) k->last[v] = s->name[c];
    }
}

/* -------- the step -------- */

static rel_status none_of(rel_ctx *ctx, rel_vid **list, rel_vid count)
{
    const rel_status st = rel_scratch_unset(ctx, list, count, sizeof **list, "names of communities");
    if (st == REL_OK)
        for (rel_vid i = 0; i < count; i++) (*list)[i] = REL_VID_NONE;
    return st;
}

/* Room for a name and a life for everybody, before anything is changed. */
static rel_status reserve(step *s)
{
    rel_status st;
    rel_ctx *ctx = s->ctx;
    rel_community_names *k = s->k;
    const size_t names = (size_t)k->names + s->count;
    REL_TRY(rel_scratch(ctx, &s->size, s->count, sizeof *s->size, "communities"));
    REL_TRY(rel_scratch(ctx, &s->known, s->count, sizeof *s->known, "communities"));
    REL_TRY(rel_scratch(ctx, &s->kept, s->count, sizeof *s->kept, "communities"));
    REL_TRY(rel_scratch(ctx, &s->seen, k->names, sizeof *s->seen, "names of communities"));
    REL_TRY(none_of(ctx, &s->parent, s->count));
    REL_TRY(none_of(ctx, &s->heir, k->names));
    REL_TRY(none_of(ctx, &s->into, k->names));
    REL_TRY(rel_grow(ctx, &k->size, &k->size_room, names, sizeof *k->size, "names of communities"));
    REL_TRY(rel_grow(ctx, &k->alive, &k->alive_room, names, sizeof *k->alive, "names of communities"));
    REL_TRY(rel_grow(ctx, &k->life, &k->life_room, names, sizeof *k->life, "lives of communities"));
out:
    return st;
}

rel_status rel_community_names_step(rel_ctx *ctx, rel_community_names *k, const rel_vid *community,
                                    rel_vid count, rel_vid *name)
{
    rel_status st;
    step s = {.ctx = ctx, .k = k, .community = community, .count = count, .name = name};
    const rel_vid before = k->names;
    const rel_arena_mark mark = rel_scratch_mark(ctx);
    k->lives = 0;
    REL_TRY(reserve(&s));
    count_members(&s);
    REL_TRY(find_pairs(&s));
    for (rel_vid c = 0; c < count; c++) name[c] = REL_VID_NONE;
    hand_names_on(&s);
    for (rel_vid c = 0; c < count; c++) tell_of_community(&s, c);
    for (rel_vid i = 0; i < before; i++)
        if (k->alive[i] && s.heir[i] == REL_VID_NONE) tell_of_end(&s, i);
    take_over(&s, before);
out:
    rel_scratch_release(ctx, mark);
    return st;
}
