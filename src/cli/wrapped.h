/* Text for eyes, wrapped at a width. */
#ifndef REL_CLI_WRAPPED_H
#define REL_CLI_WRAPPED_H

#include "src/base/outfile.h"

/* Makes the text one line without control characters: white space becomes single blanks. */
void rel_wrapped_plain(rel_buf *b);
/* Writes a plain text in lines of at most width columns; those after the first begin with indent blanks,
 * which the first is taken to have. */
void rel_wrapped_put(rel_outfile *out, const char *text, int indent, int width);

#endif
