/* What memory the machine and this program have, as the system says. */
#ifndef REL_BASE_MEMORY_H
#define REL_BASE_MEMORY_H

#include <stdint.h>

/* Bytes, or 0 where the system does not tell. */
int64_t rel_memory_available(void); /* for new work, without swapping */
int64_t rel_memory_used(void);      /* by this program now */
int64_t rel_memory_peak(void);      /* by this program, the most so far */

#endif
