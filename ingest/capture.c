#include "ingest/capture.h"

/* Where the envelope's fields stand; NULL: there is no envelope. */
static const cJSON *envelope_of(const cJSON *record)
{
    const cJSON *meta = rel_field_object(record, "__import_meta");
    if (meta) return meta;
    return rel_field_text(record, "source_platform").s && rel_field_object(record, "data") ? record : NULL;
}

rel_capture rel_capture_open(const cJSON *record, int64_t *ignored)
{
    const cJSON *envelope = envelope_of(record);
    rel_capture c = {.item = record, .collected_at = REL_TIME_MISSING, .enveloped = envelope != NULL};
    if (!envelope) return c;
    if (envelope == record) c.item = rel_field(record, "data");
    c.source = rel_field_text(envelope, "source_platform");
    c.page = rel_field_text(envelope, "source_platform_url");
    c.request = rel_field_text(envelope, "source_url");
    c.collected_at = rel_optional_time(rel_field(envelope, "timestamp_collected"), ignored);
    return c;
}

int rel_capture_score(const cJSON *record, const char *sources)
{
    const rel_str source = rel_field_text(envelope_of(record), "source_platform");
    if (!source.len) return -1;
    for (rel_str rest = rel_str_of(sources); rest.len;)
        if (rel_str_eq(source, rel_str_cut(&rest, '|'))) return 100;
    return 0;
}

rel_str rel_address_part(rel_str address, const char *before)
{
    const size_t n = strlen(before);
    for (size_t i = 0; i + n <= address.len; i++) {
        if (memcmp(address.s + i, before, n) != 0) continue;
        size_t end = i + n;
        while (end < address.len && !strchr("/?#&", address.s[end])) end++;
        if (end > i + n) return (rel_str){address.s + i + n, end - i - n};
    }
    return REL_STR_MISSING;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

rel_str rel_address_decode(rel_str part, char *room, size_t size)
{
    size_t len = 0;
    if (!part.s) return part;
    for (size_t i = 0; i < part.len && len < size; i++, len++) {
        const int high = i + 2 < part.len && part.s[i] == '%' ? hex_digit(part.s[i + 1]) : -1;
        const int low = high >= 0 ? hex_digit(part.s[i + 2]) : -1;
        room[len] = low >= 0 ? (char)(16 * high + low) : part.s[i];
        if (low >= 0) i += 2;
    }
    return (rel_str){room, len};
}

bool rel_capture_add_post(rel_batch *b, int64_t line, const rel_post_record *post,
                          const rel_post_fault *fault)
{
    if (rel_reject_post(b, line, fault)) return false;
    rel_batch_add_post(b, post);
    if (post->collected)
        rel_batch_observe(b, post->author,
                          post->retrieved_at != REL_TIME_MISSING ? post->retrieved_at : post->time);
    return true;
}

void rel_capture_reject_unknown(rel_batch *b, int64_t line, const cJSON *record)
{
    if (cJSON_IsObject(record))
        rel_batch_reject(b, REL_REJECT_UNKNOWN_RECORD, line, "%s", "");
    else
        rel_batch_reject(b, REL_REJECT_WRONG_TYPE, line, "expected an object");
}
