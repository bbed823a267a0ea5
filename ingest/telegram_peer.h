/* Who is who in Telegram's exports: accounts and chats are numbered by type, and each program writes that in its way. */
#ifndef REL_INGEST_TELEGRAM_PEER_H
#define REL_INGEST_TELEGRAM_PEER_H

#include "src/base/json_tree.h"

enum { REL_TELEGRAM_PEER_MAX = 300 };

/* An account or a chat: "user1", "channel2", "chat3"; or "name:Some Name" for who is known by name only. Starts as {0};
 * id points into it, so it is not copied. */
typedef struct rel_telegram_peer {
    char room[REL_TELEGRAM_PEER_MAX];
    rel_str id;           /* missing: nobody */
    rel_str name, handle; /* borrowed, may be missing */
} rel_telegram_peer;

/* Type and number; nothing happens when there is no number. */
void rel_telegram_peer_set(rel_telegram_peer *p, const char *type, rel_str number);
/* "user1", "channel2", or a number that holds the type; stays as it is for everything else. */
void rel_telegram_peer_of_id(rel_telegram_peer *p, const cJSON *item);
/* By what it shows, when no id is known. */
void rel_telegram_peer_of_name(rel_telegram_peer *p, rel_str name);
/* A peer of Telethon: {"channel_id"}, {"user_id"}, {"chat_id"}, or what 4CAT puts in its place. */
void rel_telegram_peer_of_object(rel_telegram_peer *p, const cJSON *o);

#endif
