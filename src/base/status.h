/* Status codes: what a function that can fail returns, and the exit code a program ends with.
 * The sentence that explains a failure lives in the context (see ctx.h), never in the code. */
#ifndef REL_BASE_STATUS_H
#define REL_BASE_STATUS_H

/* name, value, process exit code, words */
#define REL_STATUS_LIST(X)                                                                                   \
    X(OK, 0, 0, "no error")                                                                                  \
    X(E_USAGE, 1, 2, "wrong option or argument")                                                             \
    X(E_DATA, 2, 3, "a file or reply says something it may not")                                             \
    X(E_IO, 3, 4, "the system refused")                                                                      \
    X(E_NET, 4, 5, "the platform or the network refused")                                                    \
    X(E_MEM, 5, 6, "no memory")                                                                              \
    X(E_LIMIT, 6, 7, "larger than a stated limit")                                                           \
    X(E_NOCONV, 7, 8, "an iteration ended early, results so far are valid")                                  \
    X(E_STOPPED, 8, 130, "stopped on request, results so far are valid")                                     \
    X(NEGATIVE, 9, 1, "the answer is no: differences or damage found")

typedef enum rel_status {
#define X(name, value, exit_code, words) REL_##name = value,
    REL_STATUS_LIST(X)
#undef X
} rel_status;

#define REL_CHECKED __attribute__((warn_unused_result))
#define REL_PRINTF(fmt_arg, first_arg) __attribute__((format(printf, fmt_arg, first_arg)))

/* Calls something that returns rel_status; on failure keeps the status in the local `st` and goes to
 * the label `out`, where owners are freed. The function must declare both. */
#define REL_TRY(call)                                                                                        \
    do {                                                                                                     \
        st = (call);                                                                                         \
        if (st != REL_OK) goto out;                                                                          \
    } while (0)

/* Process exit code of a status. */
int rel_status_exit_code(rel_status st);
/* English words of a status, static. */
const char *rel_status_words(rel_status st);

#endif
