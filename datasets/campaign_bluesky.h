/* What the writers of Bluesky's forms share. */
#ifndef REL_DATASETS_CAMPAIGN_BLUESKY_H
#define REL_DATASETS_CAMPAIGN_BLUESKY_H

#include "datasets/campaign_model.h"
#include "datasets/sheet.h"
#include "datasets/tally.h"
#include "src/base/sort.h"

typedef struct rel_bluesky_writer {
    const rel_campaign *c;
    rel_sheet sheet;
    rel_file_tally *tally;
    uint8_t *in_context;
    rel_draft draft;
    rel_sort_item *event; /* key: time in us; value: kind + EVENT_KINDS * index */
    size_t events, event_capacity;
} rel_bluesky_writer;

enum { REL_BLUESKY_CID = 64 };
/* The content hash of a message, made up, in Bluesky's form. */
void rel_bluesky_cid(const rel_campaign *c, int64_t message, char cid[REL_BLUESKY_CID]);
/* The record of a post, as its author's repository has it. */
void rel_bluesky_post_record(rel_bluesky_writer *w, const char *key, int64_t message);

/* Each writes a file; w->in_context has two bytes a message, zeroed. */
void rel_bluesky_write_feeds(rel_bluesky_writer *w);
void rel_bluesky_write_followers(rel_bluesky_writer *w);
void rel_bluesky_write_profiles(rel_bluesky_writer *w);

#endif
