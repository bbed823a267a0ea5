#include "ingest/x_compliance.h"

#include "ingest/reading.h"

bool rel_x_is_compliance(const cJSON *o)
{
    return rel_field(o, "action") && rel_field(o, "id") && !rel_field(o, "text");
}

/* Posts got their long ids, which hold their time, on 2010-11-04, accounts late in 2015: before, the former
 * went up to 3 * 10^10, the latter to 5 * 10^9. */
#define LONG_POST_IDS INT64_C(1288915200)    /* 2010-11-05 */
#define LONG_ACCOUNT_IDS INT64_C(1433116800) /* 2015-06-01 */

static rel_x_job shown_by(const cJSON *o)
{
    char room[REL_JSON_ID_TEXT];
    bool bad = false;
    int64_t id;
    const int64_t created = rel_value_time(rel_field(o, "created_at"), &bad);
    if (created == REL_TIME_MISSING || !rel_str_to_i64(rel_value_id(rel_field(o, "id"), room), &id))
        return REL_X_JOB_UNKNOWN;
    if (id < INT64_C(30000000000) && created >= LONG_POST_IDS) return REL_X_JOB_ACCOUNTS;
    if (id >= INT64_C(10000000000) && created < LONG_ACCOUNT_IDS) return REL_X_JOB_POSTS;
    return REL_X_JOB_UNKNOWN;
}

rel_x_job rel_x_job_of(const rel_probe *probe)
{
    static const char *const posts[] = {"tweets", "tweet", "posts", "statuses", NULL};
    static const char *const accounts[] = {"users", "user", "accounts", NULL};
    if (rel_file_name_has(probe->path, posts)) return REL_X_JOB_POSTS;
    if (rel_file_name_has(probe->path, accounts)) return REL_X_JOB_ACCOUNTS;
    for (size_t i = 0; i < probe->samples; i++) {
        const rel_x_job job =
            rel_x_is_compliance(probe->sample[i]) ? shown_by(probe->sample[i]) : REL_X_JOB_UNKNOWN;
        if (job != REL_X_JOB_UNKNOWN) return job;
    }
    return REL_X_JOB_UNKNOWN;
}

void rel_x_read_compliance(rel_batch *b, const cJSON *o, rel_x_job job, int64_t line)
{
    char room[REL_JSON_ID_TEXT];
    if (!rel_str_is(rel_field_text(o, "action"), "delete")) {
        b->counts.ignored++;
        return;
    }
    const rel_delete_record d = {
        .what = job == REL_X_JOB_ACCOUNTS ? REL_DELETE_ACCOUNT : REL_DELETE_POST,
        .platform = REL_STR_LIT("x"),
        .id = rel_value_id(rel_field(o, "id"), room),
        .time = rel_optional_time(rel_field(o, "redacted_at"), &b->counts.fields_ignored)};
    if (!d.id.s)
        rel_batch_reject(b, REL_REJECT_WRONG_TYPE, line, "id of what is deleted");
    else if (job == REL_X_JOB_UNKNOWN)
        rel_batch_reject(b, REL_REJECT_MISSING_FIELD, line,
                         "posts or accounts? name the file tweets_... or users_...");
    else
        rel_batch_add_delete(b, &d);
}
