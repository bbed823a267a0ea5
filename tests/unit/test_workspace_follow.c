/* A follow is a relation: one row for one account following another, whatever tells of it and in any order.
 */
#include "tests/workspace_kit.h"

static rel_ctx ctx;
static kit k;

static rel_workspace *fresh(void)
{
    char path[512];
    return kit_open(&ctx, kit_fresh("follow.relais", path), REL_WORKSPACE_CREATE);
}

static void finish(rel_workspace *w)
{
    CHECK(kit_findings(&ctx, w) == 0);
    rel_workspace_close(w);
}

static void follow(const char *from, const char *to, int64_t time, const char *id)
{
    kit_act(&k, REL_KIND_FOLLOW, kit_account(&k, from, NULL), kit_account(&k, to, NULL), time, NULL, NULL,
            id);
}

static const char *all(rel_workspace *w)
{
    return kit_rows(w, "SELECT s.key, t.key, i.time, i.count, i.weight, i.act_key FROM interaction i"
                       " JOIN account s ON s.id = i.source JOIN account t ON t.id = i.target ORDER BY 1, 2");
}

/* From a list without times, one with a time, and two acts; the last one says less than is known. */
static void tell(int which)
{
    static const char *const id[] = {NULL, NULL, "at/1", "at/2", "at/1"};
    static const int64_t time[] = {REL_TIME_MISSING, 30, 20, 40, REL_TIME_MISSING};
    follow("1", "2", time[which], id[which]);
}

static void any_order(void)
{
    for (int order = 0; order < 120; order++) {
        rel_workspace *w = fresh();
        int left[5] = {0, 1, 2, 3, 4}, n = 5, code = order;
        int64_t fresh_rows = 0;
        for (; n > 0; n--) {
            const int at = code % n;
            code /= n;
            tell(left[at]);
            left[at] = left[n - 1];
            /* Some orders as one batch, others as a run for each. */
            if (order % 2 || n == 1) fresh_rows += kit_run(&k, w, "a").interactions_new;
        }
        CHECK(fresh_rows == 1);
        CHECK_TEXT(all(w), "x:1|x:2|20|1|1.0|x:at/2;");
        finish(w);
    }
}

static void only_follows(void)
{
    rel_workspace *w = fresh();
    follow("1", "2", REL_TIME_MISSING, NULL);
    follow("1", "2", REL_TIME_MISSING, NULL);
    follow("2", "1", REL_TIME_MISSING, NULL);
    for (int i = 0; i < 2; i++)
        kit_act(&k, REL_KIND_MENTION, kit_account(&k, "1", NULL), kit_account(&k, "2", NULL),
                REL_TIME_MISSING, NULL, NULL, NULL);
    const rel_run_counts c = kit_run(&k, w, "a");
    CHECK(c.interactions_new == 4 && c.interactions_duplicate == 1);
    CHECK_TEXT(kit_rows(w, "SELECT kind, sum(count), count(*) FROM interaction GROUP BY kind"),
               "follow|2|2;mention|2|1;");
    finish(w);
}

static void taken_back(void)
{
    rel_workspace *w = fresh();
    /* Listed, then seen as an act, then taken back. */
    follow("1", "2", REL_TIME_MISSING, NULL);
    kit_run(&k, w, "list");
    follow("1", "2", 20, "at/1");
    kit_run(&k, w, "acts");
    kit_delete(&k, REL_DELETE_ACT, "at/1", 30);
    kit_run(&k, w, "deletes");
    CHECK_TEXT(all(w), "");
    follow("1", "2", 20, "at/1");
    CHECK(kit_run(&k, w, "acts").interactions_deleted_before == 1);
    CHECK_TEXT(all(w), "");
    /* Taken back and made again, all in one batch: acts are stored before deletes. */
    follow("3", "4", 20, "at/3");
    follow("3", "4", 40, "at/4");
    kit_delete(&k, REL_DELETE_ACT, "at/3", 30);
    kit_run(&k, w, "again");
    CHECK_TEXT(all(w), "x:3|x:4|20|1|1.0|x:at/4;");
    /* A list that is read afterwards says that it is there. */
    follow("1", "2", REL_TIME_MISSING, NULL);
    kit_run(&k, w, "list");
    CHECK_TEXT(all(w), "x:1|x:2|null|1|1.0|null;x:3|x:4|20|1|1.0|x:at/4;");
    finish(w);
}

/* An account known by handle and by id followed the same one, with what each knew of it. */
static void joined(void)
{
    rel_workspace *w = fresh();
    follow("1", "2", 50, NULL);
    kit_act(&k, REL_KIND_FOLLOW, kit_account(&k, NULL, "ann"), kit_account(&k, "2", NULL), 40, NULL, NULL,
            "at/9");
    kit_act(&k, REL_KIND_FOLLOW, kit_account(&k, NULL, "ann"), kit_account(&k, "1", NULL), 40, NULL, NULL,
            "at/self");
    kit_run(&k, w, "a");
    CHECK(kit_number(w, "SELECT count(*) FROM interaction") == 3);
    kit_profile(&k, "1", "ann", KIT_NOON, 70, NULL);
    CHECK(kit_run(&k, w, "b").accounts_merged == 1);
    CHECK_TEXT(all(w), "x:1|x:2|40|1|1.0|x:at/9;");
    kit_delete(&k, REL_DELETE_ACT, "at/9", 60);
    kit_run(&k, w, "c");
    CHECK_TEXT(all(w), "");
    finish(w);
}

/* Both knew an act; whichever account is the older row, the greater id stays. */
static void joined_ids(const char *by_id, const char *by_handle)
{
    rel_workspace *w = fresh();
    follow("1", "2", 50, by_id);
    kit_act(&k, REL_KIND_FOLLOW, kit_account(&k, NULL, "ann"), kit_account(&k, "2", NULL), 60, NULL, NULL,
            by_handle);
    kit_run(&k, w, "a");
    kit_profile(&k, "1", "ann", KIT_NOON, 70, NULL);
    kit_run(&k, w, "b");
    CHECK_TEXT(all(w), "x:1|x:2|50|1|1.0|x:at/2;");
    finish(w);
}

int main(void)
{
    rel_ctx_init(&ctx, 1);
    kit_init(&k, &ctx);
    any_order();
    only_follows();
    taken_back();
    joined();
    joined_ids("at/1", "at/2");
    joined_ids("at/2", "at/1");
    rel_batch_free(&k.b);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
