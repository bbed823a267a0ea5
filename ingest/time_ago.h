/* How long ago, as feeds show it instead of a time: "18h", "3d • Edited", "2 weeks ago", "il y a 3 mois". */
#ifndef REL_INGEST_TIME_AGO_H
#define REL_INGEST_TIME_AGO_H

#include "src/base/str.h"

typedef struct rel_age {
    int64_t seconds; /* of as many whole units as the text says: "2w" is 14 days */
    int64_t error;   /* the true age is at most this much away: a unit, as feeds drop what is left of one, and
                      * for months and years what their lengths differ */
} rel_age;

/* Reads the text up to the first "•" (U+2022) or "·" (U+00B7): a number and a unit in English, French, German
 * or Dutch, short or long, with "ago" and the like around it; or "now", "just now". False for everything
 * else, such as "Promoted", and for a bare "j", which is a day in French and a year in Dutch. */
bool rel_age_parse(rel_str text, rel_age *age);

#endif
