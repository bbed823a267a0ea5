#include "ingest/telegram_peer.h"

#include <inttypes.h>
#include <stdio.h>

#include "ingest/text_match.h"

void rel_telegram_peer_set(rel_telegram_peer *p, const char *type, rel_str number)
{
    const int len = snprintf(p->room, sizeof p->room, "%s%.*s", type, REL_STR_ARG(number));
    if (number.len && len < REL_TELEGRAM_PEER_MAX) p->id = (rel_str){p->room, (size_t)len};
}

static void set_numbered(rel_telegram_peer *p, const char *type, int64_t number)
{
    char digits[REL_JSON_ID_TEXT];
    snprintf(digits, sizeof digits, "%" PRId64, number);
    rel_telegram_peer_set(p, type, rel_str_of(digits));
}

/* The numbers of bots' API and of Telegram Desktop before 2021 hold the type too. */
static void set_by_number(rel_telegram_peer *p, int64_t number)
{
    const int64_t shift = INT64_C(1) << 32, bots = INT64_C(-1000000000000);
    if (number <= bots)
        set_numbered(p, "channel", bots - number);
    else if (number < 0)
        set_numbered(p, "chat", -number);
    else if (number >= 2 * shift && number < 3 * shift)
        set_numbered(p, "channel", number - 2 * shift);
    else if (number >= shift && number < 2 * shift)
        set_numbered(p, "chat", number - shift);
    else
        set_numbered(p, "user", number);
}

void rel_telegram_peer_of_id(rel_telegram_peer *p, const cJSON *item)
{
    int64_t number;
    const rel_str text = rel_value_text(item);
    if (rel_text_begins(text, "user") || rel_text_begins(text, "channel") || rel_text_begins(text, "chat"))
        rel_telegram_peer_set(p, "", text);
    else if (rel_value_i64(item, &number))
        set_by_number(p, number);
}

void rel_telegram_peer_of_name(rel_telegram_peer *p, rel_str name)
{
    p->name = name;
    if (!p->id.len) rel_telegram_peer_set(p, "name:", name);
}

void rel_telegram_peer_of_object(rel_telegram_peer *p, const cJSON *o)
{
    static const struct {
        const char *field, *type;
    } kinds[] = {{"channel_id", "channel"}, {"chat_id", "chat"}, {"user_id", "user"}};
    char room[REL_JSON_ID_TEXT], other[REL_JSON_ID_TEXT];
    for (size_t i = 0; i < 3 && !p->id.len; i++)
        rel_telegram_peer_set(p, kinds[i].type, rel_value_id(rel_field(o, kinds[i].field), room));
    const cJSON *user = rel_field_object(o, "user");
    if (!user) user = rel_array_first(rel_field(o, "users"));
    if (!p->id.len) rel_telegram_peer_set(p, "user", rel_value_id(rel_field(user, "id"), room));
    if (rel_text_begins(p->id, "user")) {
        p->handle = rel_field_text(user, "username");
        return;
    }
    for (const cJSON *c = rel_array_first(rel_field(o, "chats")); c; c = c->next) {
        if (!rel_str_eq(rel_value_id(rel_field(c, "id"), room),
                        rel_value_id(rel_field(o, "channel_id"), other)))
            continue;
        p->handle = rel_field_text(c, "username");
        p->name = rel_field_text(c, "title");
    }
}
