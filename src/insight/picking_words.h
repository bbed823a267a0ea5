/* A campaign's answer in words, in the user's language. */
#ifndef REL_INSIGHT_PICKING_WORDS_H
#define REL_INSIGHT_PICKING_WORDS_H

#include "src/insight/picking.h"

/* "124", "8.3": a reach as people read it. */
enum { REL_REACH_TEXT = 32 };
void rel_reach_text(double reach, char text[REL_REACH_TEXT]);

/* Appends what speaks for pick i: whom she alone reaches, where they are, which rules she is needed for. */
REL_CHECKED
rel_status rel_picking_reason(rel_ctx *ctx, const rel_picking *k, const rel_picking_answer *a, int64_t i,
                              rel_buf *text);
/* The answer in a paragraph, a sentence after another: reach, certificate, what it gains, how many are
 * enough, what it costs, and what ended it early. */
REL_CHECKED
rel_status rel_picking_summary(rel_ctx *ctx, const rel_picking *k, const rel_picking_answer *a,
                               rel_buf *text);
/* The certificate in whole percents, never more than is proved. */
int rel_certificate_percent(double certificate);
/* "99.9": the confidence of all bounds in percent. */
void rel_confidence_text(double delta, char text[REL_REACH_TEXT]);

#endif
