/* Text of rows: each function writes at p, for which there is room, and returns the end. */
#ifndef REL_GRAPH_WRITE_TEXT_H
#define REL_GRAPH_WRITE_TEXT_H

#include "graph/write_common.h"
#include "src/base/number_text.h"

/* A literal. */
#define REL_PUT(p, literal) ((char *)memcpy((p), "" literal, sizeof(literal) - 1) + sizeof(literal) - 1)

/* Bytes that one byte of text may become in any of the formats. */
enum { REL_ESCAPE_MAX = 6 };

char *rel_put_str(char *p, rel_str s);
/* For XML 1.0 attributes and elements alike: markup and quotes as entities, tab and line ends as character
 * references (a parser would make blanks of them), what XML may not hold as U+FFFD. */
char *rel_put_xml(char *p, rel_str s);
/* The name of a vertex as it is; writes up to 32 bytes past its end, for which there must be room. */
char *rel_put_plain_name(char *p, const rel_write_plan *plan, rel_vid v);
/* The name of a vertex, XML. Room as above. */
char *rel_put_xml_name(char *p, const rel_write_plan *plan, rel_vid v);
/* Item i of a column as XML text; the caller asked rel_write_has. */
char *rel_put_xml_value(char *p, const rel_write_column *c, int64_t i);
/* The same without escapes for numbers, booleans and times; not for texts. */
char *rel_put_value(char *p, const rel_write_column *c, int64_t i);
/* "boolean", "long", "float", "double", "string": the words of GraphML and GEXF. */
const char *rel_write_type(const rel_write_column *c);
/* Adds s to a buffer as text of an XML element; line ends stay line ends. */
REL_CHECKED
rel_status rel_buf_xml_lines(rel_ctx *ctx, rel_buf *b, rel_str s);

#endif
