/* Text of a small piece of HTML, as Mastodon and others keep posts and profiles: tags dropped, paragraphs and line
 * breaks kept as line feeds, entities decoded. Not for pages: scripts and styles are not known. */
#ifndef REL_INGEST_HTML_TEXT_H
#define REL_INGEST_HTML_TEXT_H

#include "src/base/str.h"

/* Told about each link that is not a mention or a hashtag (by its class). The address is valid during the call. */
typedef void rel_html_link_fn(void *user, rel_str address);

/* Writes the text to out, which has room for html.len bytes (text never grows), and returns it. link may be NULL.
 * Never fails: what is no tag or entity stays as it is. Linear time. */
rel_str rel_html_text(char *out, rel_str html, rel_html_link_fn *link, void *user);

#endif
