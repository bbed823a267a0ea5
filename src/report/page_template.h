/* The bundled page (web/), made at build time. */
#ifndef REL_REPORT_PAGE_TEMPLATE_H
#define REL_REPORT_PAGE_TEMPLATE_H

#include <stddef.h>

typedef struct rel_page_piece {
    const unsigned char *data;
    size_t size;
} rel_page_piece;

enum { REL_PAGE_PIECES = 4 };

/* The language goes between the first two, then the title, then the data. */
extern const rel_page_piece rel_page_template[REL_PAGE_PIECES];

#endif
