/* What messages say, and what they and their links are called. */
#include <stdio.h>

#include "datasets/campaign_model.h"
#include "src/base/rng.h"

enum { SHARE_CHARS = 139, PERCENT_TAG = 45, PERCENT_LINK = 8 };

void rel_campaign_code(const rel_campaign *c, uint32_t member, char code[16])
{
    /* One person has one code on all platforms. */
    uint32_t n = c->member[member].person + 36 * 36;
    char digits[8];
    size_t at = sizeof digits;
    do {
        digits[--at] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[n % 36];
        n /= 36;
    } while (n);
    snprintf(code, 16, "V%.*s", (int)(sizeof digits - at), digits + at);
}

void rel_campaign_link(const rel_campaign *c, uint32_t member, char link[96])
{
    char code[16];
    const bool fr = c->member[member].lang == REL_LANG_FR;
    rel_campaign_code(c, member, code);
    snprintf(link, 96, "https://velmio.example/%s?code=%s", fr ? "fr/essai" : "en/try", code);
}

static void link_as_shown(const rel_campaign *c, rel_platform platform, int64_t message, const char *link,
                          char shown[96])
{
    if (platform == REL_ON_X)
        snprintf(shown, 96, "https://t.co/%08llx",
                 (unsigned long long)rel_rand(c->seed, REL_DRAW_KEY, (uint64_t)message) >> 32);
    else if (platform == REL_ON_BLUESKY)
        snprintf(shown, 96, "%.24s...", strstr(link, "://") + 3);
    else
        snprintf(shown, 96, "%s", link);
}

static void add_link(const rel_campaign *c, rel_draft *d, rel_platform platform, int64_t message,
                     const char *link)
{
    char shown[96];
    link_as_shown(c, platform, message, link, shown);
    rel_draft_gap(d);
    rel_draft_link(d, link, shown);
}

static void mention(const rel_campaign *c, rel_draft *d, uint32_t who)
{
    rel_draft_mention(d, c->member[who].handle, who);
}

static void original(const rel_campaign *c, int64_t i, rel_draft *d)
{
    const rel_message *m = &c->message[i];
    const rel_member *who = &c->member[m->author];
    const rel_dice dice = {c->seed, REL_DRAW_WORDS, (uint64_t)i};
    char link[96];
    rel_words_post(d, &dice, who->lang, m->tone, m->brand, who->topic);
    if (m->mentioned != REL_NOBODY) {
        rel_draft_puts(d, who->lang == REL_LANG_FR ? " avec " : " with ");
        mention(c, d, m->mentioned);
    }
    if (rel_dice_below(&dice, 40, 8) == 0)
        rel_draft_puts(d, "\n\n\"" /* quotes and line ends are part of real texts */
                          "👉 A < B & C\"\n");
    if (m->brand >= 0 && rel_dice_below(&dice, 41, 100) < PERCENT_TAG) {
        rel_draft_gap(d);
        rel_draft_tag(d, rel_brand_words_of[m->brand].tag);
    }
    if (rel_dice_below(&dice, 42, 100) < PERCENT_TAG) {
        rel_draft_gap(d);
        rel_draft_tag(d, rel_topic_tag(who->topic, who->lang));
    }
    if (m->has_code) {
        rel_campaign_link(c, m->author, link);
        add_link(c, d, who->platform, i, link);
    } else if (rel_dice_below(&dice, 43, 100) < PERCENT_LINK) {
        snprintf(link, sizeof link, "https://journal-%u.example/article/%u",
                 (unsigned)rel_dice_below(&dice, 44, 9), (unsigned)rel_dice_below(&dice, 45, 5000));
        add_link(c, d, who->platform, i, link);
    }
}

/* "RT @handle: " and the original's text, cut; entities that are whole go along. */
static void share_on_x(const rel_campaign *c, const rel_message *m, rel_draft *d)
{
    rel_draft from;
    rel_draft_clear(&from);
    original(c, m->target, &from);
    rel_draft_puts(d, "RT ");
    mention(c, d, c->message[m->target].author);
    rel_draft_puts(d, ": ");
    const int chars0 = d->chars, bytes0 = d->bytes;
    int bytes = 0, chars = 0;
    while (bytes < from.bytes && chars0 + chars < SHARE_CHARS) {
        do bytes++;
        while (bytes < from.bytes && ((unsigned char)from.text[bytes] & 0xc0) == 0x80);
        chars++;
    }
    rel_draft_add(d, from.text, (size_t)bytes);
    if (bytes < from.bytes) rel_draft_puts(d, "…");
    for (int i = 0; i < from.parts && d->parts < REL_DRAFT_PARTS; i++) {
        if (from.part[i].end_char > chars) continue;
        rel_part *part = &d->part[d->parts++];
        *part = from.part[i];
        part->first_char += chars0;
        part->end_char += chars0;
        part->first_byte += bytes0;
        part->end_byte += bytes0;
    }
}

void rel_campaign_draft(const rel_campaign *c, int64_t i, rel_draft *d)
{
    const rel_message *m = &c->message[i];
    const rel_member *who = &c->member[m->author];
    const rel_dice dice = {c->seed, REL_DRAW_WORDS, (uint64_t)i};
    rel_draft_clear(d);
    if (m->act == REL_ACT_ORIGINAL) original(c, i, d);
    if (m->act == REL_ACT_SHARE && who->platform == REL_ON_X) share_on_x(c, m, d);
    if (m->act == REL_ACT_REPLY && who->platform != REL_ON_BLUESKY) {
        mention(c, d, c->message[m->target].author);
        rel_draft_gap(d);
    }
    if (m->act == REL_ACT_REPLY || m->act == REL_ACT_QUOTE) rel_words_reply(d, &dice, who->lang, m->tone);
}

/* Bluesky record keys: 64 bits as 13 digits that sort like the number (atproto.com, "Timestamp identifiers").
 */
static void record_key(uint64_t number, char key[14])
{
    for (int i = 12; i >= 0; i--) {
        key[i] = "234567abcdefghijklmnopqrstuvwxyz"[number & 31];
        number >>= 5;
    }
    key[13] = '\0';
}

void rel_campaign_message_id(const rel_campaign *c, int64_t i, char id[REL_MESSAGE_ID])
{
    const rel_message *m = &c->message[i];
    const rel_member *who = &c->member[m->author];
    char key[14];
    if (who->platform != REL_ON_BLUESKY) {
        snprintf(id, REL_MESSAGE_ID, "%llu", (unsigned long long)m->number);
        return;
    }
    record_key(m->number, key);
    snprintf(id, REL_MESSAGE_ID, "at://%s/app.bsky.feed.%s/%s", who->native,
             m->act == REL_ACT_SHARE ? "repost" : "post", key);
}
