#include "datasets/draft.h"

#include <stdio.h>

void rel_draft_clear(rel_draft *d)
{
    d->bytes = d->chars = d->parts = 0;
}

void rel_draft_add(rel_draft *d, const char *s, size_t len)
{
    if (len > (size_t)(REL_DRAFT_TEXT - d->bytes)) return;
    memcpy(d->text + d->bytes, s, len);
    d->bytes += (int)len;
    for (size_t i = 0; i < len; i++) d->chars += ((unsigned char)s[i] & 0xc0) != 0x80;
}

void rel_draft_puts(rel_draft *d, const char *terminated)
{
    rel_draft_add(d, terminated, strlen(terminated));
}

void rel_draft_gap(rel_draft *d)
{
    if (d->bytes && d->text[d->bytes - 1] != ' ' && d->text[d->bytes - 1] != '\n') rel_draft_add(d, " ", 1);
}

static void part(rel_draft *d, rel_part_kind kind, const char *sign, const char *shown, const char *value,
                 uint64_t account)
{
    const size_t room = (size_t)(REL_DRAFT_TEXT - d->bytes);
    if (d->parts == REL_DRAFT_PARTS || strlen(sign) + strlen(shown) > room) return;
    rel_part *p = &d->part[d->parts++];
    p->kind = kind;
    p->account = account;
    p->first_byte = d->bytes;
    p->first_char = d->chars;
    rel_draft_puts(d, sign);
    rel_draft_puts(d, shown);
    p->end_byte = d->bytes;
    p->end_char = d->chars;
    const size_t len = strnlen(value, REL_DRAFT_VALUE - 1);
    memcpy(p->value, value, len);
    p->value[len] = '\0';
}

void rel_draft_mention(rel_draft *d, const char *handle, uint64_t account)
{
    part(d, REL_PART_MENTION, "@", handle, handle, account);
}

void rel_draft_tag(rel_draft *d, const char *tag)
{
    part(d, REL_PART_TAG, "#", tag, tag, 0);
}

void rel_draft_link(rel_draft *d, const char *address, const char *shown)
{
    part(d, REL_PART_LINK, "", shown, address, 0);
}
