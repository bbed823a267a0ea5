/* The test harness: CHECK, CHECK_REPORT, CHECK_TORTURE. A test file is one program: main runs the cases and
 * returns CHECK_REPORT(). */
#ifndef REL_TESTS_CHECK_H
#define REL_TESTS_CHECK_H

#include <stdio.h>
#include <string.h>

#include "src/base/ctx.h"

static int check_failed, check_done;

/* Sanitizers make a test ten times slower: what repeats the same check on more or larger input does less of
 * it there. `full` or `less`; both are constants, so that arrays may have that size. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define CHECK_SIZE(full, less) (less)
#endif
#endif
#ifndef CHECK_SIZE
#define CHECK_SIZE(full, less) (full)
#endif

#define CHECK(condition)                                                                                     \
    do {                                                                                                     \
        check_done++;                                                                                        \
        if (!(condition)) {                                                                                  \
            check_failed++;                                                                                  \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition);                        \
        }                                                                                                    \
    } while (0)

/* Compares two terminated strings and shows both when they differ. */
#define CHECK_TEXT(found, expected)                                                                          \
    do {                                                                                                     \
        const char *check_f = (found), *check_e = (expected);                                                \
        check_done++;                                                                                        \
        if (!check_f || strcmp(check_f, check_e) != 0) {                                                     \
            check_failed++;                                                                                  \
            fprintf(stderr, "%s:%d: found '%s', expected '%s'\n", __FILE__, __LINE__,                        \
                    check_f ? check_f : "(null)", check_e);                                                  \
        }                                                                                                    \
    } while (0)

/* The call succeeds; when it does not, says the context's sentence. */
#define CHECK_OK(ctx, call)                                                                                  \
    do {                                                                                                     \
        check_done++;                                                                                        \
        if ((call) != REL_OK) {                                                                              \
            check_failed++;                                                                                  \
            fprintf(stderr, "%s:%d: %s failed: %s\n", __FILE__, __LINE__, #call, (ctx)->message);            \
        }                                                                                                    \
    } while (0)

/* Fails the 1st, 2nd, ... allocation of the call: each must give E_MEM and leave no scratch, until the call
 * succeeds. `undo` runs after every try that succeeded. */
#define CHECK_TORTURE(ctx, call, undo)                                                                       \
    do {                                                                                                     \
        for (int64_t check_n = 0;; check_n++) {                                                              \
            const size_t check_used = (ctx)->arena.used_bytes;                                               \
            (ctx)->alloc_budget = check_n;                                                                   \
            const rel_status check_st = (call);                                                              \
            (ctx)->alloc_budget = -1;                                                                        \
            CHECK((ctx)->arena.used_bytes == check_used);                                                    \
            if (check_st == REL_OK) {                                                                        \
                CHECK(check_n > 0);                                                                          \
                undo;                                                                                        \
                break;                                                                                       \
            }                                                                                                \
            CHECK(check_st == REL_E_MEM);                                                                    \
            if (check_st != REL_E_MEM || check_n > 100000) break;                                            \
        }                                                                                                    \
    } while (0)

/* Two texts of many lines: says the first line that differs. */
static inline void check_same_text(const char *name, const char *found, const char *expected)
{
    int line = 1;
    CHECK(strcmp(found, expected) == 0);
    if (strcmp(found, expected) == 0) return;
    while (*found && *found == *expected) line += *found++ == '\n', expected++;
    fprintf(stderr, "%s: line %d differs at\n  found    %.120s\n  expected %.120s\n", name, line, found,
            expected);
}

#define CHECK_REPORT()                                                                                       \
    (fprintf(stderr, "%d checks, %d failed\n", check_done, check_failed), check_failed != 0)

#endif
