#include "graph/write_text.h"

#include "src/base/utf8.h"

char *rel_put_str(char *p, rel_str s)
{
    if (s.len) memcpy(p, s.s, s.len);
    return p + s.len;
}

/* What becomes of an ASCII character in XML; NULL: it stays. */
static const char *xml_entity(unsigned char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\t': return "&#9;";
    case '\n': return "&#10;";
    case '\r': return "&#13;";
    default: return c < 0x20 ? "\xEF\xBF\xBD" : NULL;
    }
}

char *rel_put_xml(char *p, rel_str s)
{
    for (size_t i = 0; i < s.len;) {
        const unsigned char c = (unsigned char)s.s[i];
        const char *entity = xml_entity(c);
        if (entity) {
            p = stpcpy(p, entity);
            i++;
        } else if (c < 0x80) {
            *p++ = (char)c;
            i++;
        } else {
            /* Texts of a graph are valid; a graph that was put together by hand may not be. */
            uint32_t code;
            size_t n = rel_utf8_decode(s.s + i, s.len - i, &code);
            if (!n || code == 0xFFFE || code == 0xFFFF)
                p = REL_PUT(p, "\xEF\xBF\xBD");
            else
                p = rel_put_str(p, (rel_str){s.s + i, n});
            i += n ? n : 1;
        }
    }
    return p;
}

char *rel_put_plain_name(char *p, const rel_write_plan *plan, rel_vid v)
{
    enum { PIECE = 32 };
    const rel_names *names = &plan->g->names;
    if (names->form == REL_NAMES_INDEX) return rel_put_u64(p, v);
    if (names->form == REL_NAMES_U64) return rel_put_u64(p, names->number[v]);
    const uint64_t at = names->off[v], len = names->off[v + 1] - at;
    if (len > PIECE || at + PIECE > names->off[names->n])
        return rel_put_str(p, (rel_str){names->text + at, len});
    memcpy(p, names->text + at,
           PIECE); /* a copy of fixed length needs no call; what is too much is overwritten */
    return p + len;
}

char *rel_put_xml_name(char *p, const rel_write_plan *plan, rel_vid v)
{
    char room[REL_NAME_NUMBER_TEXT];
    return plan->names_plain ? rel_put_plain_name(p, plan, v) : rel_put_xml(p, rel_write_name(plan, v, room));
}

char *rel_put_value(char *p, const rel_write_column *c, int64_t i)
{
    const rel_attribute *a = c->attribute;
    switch (a->type) {
    case REL_ATTRIBUTE_BOOL: return a->value.b[i] ? REL_PUT(p, "true") : REL_PUT(p, "false");
    case REL_ATTRIBUTE_I64:
        return c->time ? rel_put_time(p, a->value.i64[i]) : rel_put_i64(p, a->value.i64[i]);
    case REL_ATTRIBUTE_F32: return rel_put_f32(p, a->value.f32[i]);
    case REL_ATTRIBUTE_F64: return rel_put_f64(p, a->value.f64[i]);
    case REL_ATTRIBUTE_TEXT: break;
    }
    return p;
}

char *rel_put_xml_value(char *p, const rel_write_column *c, int64_t i)
{
    if (c->attribute->type == REL_ATTRIBUTE_TEXT) return rel_put_xml(p, rel_attribute_text(c->attribute, i));
    return rel_put_value(p, c, i);
}

const char *rel_write_type(const rel_write_column *c)
{
    switch (c->attribute->type) {
    case REL_ATTRIBUTE_BOOL: return "boolean";
    case REL_ATTRIBUTE_I64: return c->time ? "string" : "long";
    case REL_ATTRIBUTE_F32: return "float";
    case REL_ATTRIBUTE_F64: return "double";
    case REL_ATTRIBUTE_TEXT: break;
    }
    return "string";
}

rel_status rel_buf_xml_lines(rel_ctx *ctx, rel_buf *b, rel_str s)
{
    rel_status st;
    for (rel_str rest = s; rest.s;) {
        const rel_str line = rel_str_cut(&rest, '\n');
        REL_TRY(rel_buf_reserve(ctx, b, REL_ESCAPE_MAX * line.len + 2));
        char *p = rel_put_xml(b->data + b->len, line);
        if (rest.s) *p++ = '\n';
        *p = '\0';
        b->len = (size_t)(p - b->data);
    }
    st = REL_OK;
out:
    return st;
}
