/* Standard error: notes, progress and failures, for people. */
#ifndef REL_CLI_TERMINAL_H
#define REL_CLI_TERMINAL_H

#include "src/cli/cli.h"

/* Colours and progress only where a person looks; NO_COLOR and TERM=dumb are heeded. */
void rel_terminal_begin(rel_cli *cli);
/* Erases the line of progress. */
void rel_terminal_end(rel_cli *cli);
/* From here notes wait until they are released: what is wrong with the options is then said alone, without
 * notes about an answer that there will not be. After a failure they are forgotten. */
void rel_terminal_hold(rel_cli *cli);
void rel_terminal_release(rel_cli *cli);
/* "relais rank: sentence", and the hint under it. command may be NULL. */
void rel_terminal_failure(rel_cli *cli, const char *command);
/* "next: relais rank brand.relais": what one would do now; on a terminal only, and not when quiet. */
void rel_terminal_next(rel_cli *cli, const char *format, ...) REL_PRINTF(2, 3);

#endif
