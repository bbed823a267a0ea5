/* Lines of X's compliance jobs: which of the posts, or of the accounts, somebody keeps were taken back. */
#ifndef REL_INGEST_X_COMPLIANCE_H
#define REL_INGEST_X_COMPLIANCE_H

#include "ingest/format.h"
#include "ingest/json_access.h"

/* {"id": "1", "action": "delete", "created_at": "...", "reason": "..."} */
bool rel_x_is_compliance(const cJSON *o);

/* A job asks about posts or about accounts, and its lines look the same. */
typedef enum rel_x_job { REL_X_JOB_UNKNOWN, REL_X_JOB_POSTS, REL_X_JOB_ACCOUNTS } rel_x_job;

/* By the name of the file (a word "tweets", "posts", "users", "accounts"), else by its first lines: ids of
 * accounts were small until 2015, those of posts large since the end of 2010. */
rel_x_job rel_x_job_of(const rel_probe *probe);

/* Deletes purge, other actions are ignored. A delete of what is neither said nor shown by the line is
 * rejected. */
void rel_x_read_compliance(rel_batch *b, const cJSON *o, rel_x_job job, int64_t line);

#endif
