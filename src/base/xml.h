/* XML as a stream of events, by Expat (this is its one door): elements, their attributes, their text. A file
 * of any size takes no more memory than its longest tag.
 *
 * Encodings: UTF-8, UTF-16, ISO-8859-1, US-ASCII, windows-1252 and ISO-8859-15, by mark or declaration;
 * events are UTF-8. Entities that a document declares are expanded to at most a hundred times its size;
 * nothing is fetched from elsewhere. */
#ifndef REL_BASE_XML_H
#define REL_BASE_XML_H

#include "src/base/input.h"

enum { REL_XML_DEPTH_MAX = 1000 }; /* elements within each other */

/* Where the reader stands. */
typedef struct rel_xml rel_xml;

/* Names of elements and attributes are given without their prefixes ("viz:color" is "color"). All that is
 * handed over is borrowed until the function returns. A status that is not OK ends the reading. */
typedef struct rel_xml_events {
    /* attributes: name, value, name, value, ..., NULL */
    rel_status (*open)(void *user, const rel_xml *at, const char *name, const char *const *attributes);
    rel_status (*close)(void *user, const rel_xml *at);
    /* A piece of text; one text may come in many. Only while `wants_text` is set. */
    rel_status (*text)(void *user, const char *text, size_t len);
} rel_xml_events;

/* Reads the whole document. `path` and `format` ("GraphML") are for sentences. wants_text: the user's own, it
 * says whether text matters where the reader stands. Errors: those of the input and of the events; E_DATA
 * with line and column (not well-formed, an encoding nobody knows, entities that grow); E_LIMIT (too deep, a
 * tag of more than 256 MiB); E_MEM; E_STOPPED. */
REL_CHECKED
rel_status rel_xml_read(rel_ctx *ctx, rel_input *in, const char *path, const char *format,
                        const rel_xml_events *events, void *user, const bool *wants_text);
/* The line of the event, from 1. Costs nothing to speak of. */
int64_t rel_xml_line(const rel_xml *at);
/* Whether the first bytes of a file are those of a document whose outermost element has this name (without
 * prefix), as far as they reach: marks, declarations and comments before it are skipped. UTF-16 too. */
bool rel_xml_root_is(rel_str first, const char *name);
/* The value of an attribute; missing when there is none. */
rel_str rel_xml_attribute(const char *const *attributes, const char *name);

#endif
