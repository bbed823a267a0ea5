/* Texts in the user's language. The source text is English; catalogues are po/<lang>.po.
 * rel_fail, rel_hint and rel_note translate their format themselves. */
#ifndef REL_BASE_I18N_H
#define REL_BASE_I18N_H

#include <libintl.h>

#define REL_TEXT_DOMAIN "relais"
/* Translated now. */
#define _(text) dgettext(REL_TEXT_DOMAIN, text)
/* Marked for the catalogue, translated later. */
#define N_(text) text
/* The form that n asks for, translated now. */
#define rel_plural(one, many, n) dngettext(REL_TEXT_DOMAIN, one, many, n)

/* Loads the catalogues and sets the language: "fr", "en", or NULL for the environment's.
 * Numbers keep their C form whatever the language: LC_NUMERIC is never set. */
void rel_i18n_init(const char *lang);

#endif
