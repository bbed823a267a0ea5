#include "src/base/i18n.h"

#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef REL_LOCALE_DIR
#define REL_LOCALE_DIR "/usr/share/locale"
#endif

static int is_dir(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Catalogues lie beside the program: in a build tree (<bin>/../locale or <bin>/locale) or installed
 * (<prefix>/bin and <prefix>/share/locale), else where the build was told to install them. */
static void find_locale_dir(char *dir, size_t size)
{
    static const char *const tries[] = {"locale", "../locale", "../../locale", "../share/locale"};
    char exe[PATH_MAX];
    const ssize_t len = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (len > 0) {
        exe[len] = '\0';
        char *slash = strrchr(exe, '/');
        if (slash) *slash = '\0';
        for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
            char file[PATH_MAX + 64];
            snprintf(dir, size, "%.3000s/%s", exe, tries[i]);
            snprintf(file, sizeof file, "%.3000s/fr/LC_MESSAGES/%s.mo", dir, REL_TEXT_DOMAIN);
            if (access(file, R_OK) == 0 && is_dir(dir)) return;
        }
    }
    snprintf(dir, size, "%s", REL_LOCALE_DIR);
}

void rel_i18n_init(const char *lang)
{
    char dir[PATH_MAX];
    setlocale(LC_CTYPE, "");
    if (!setlocale(LC_MESSAGES, "") || lang || strcmp(setlocale(LC_MESSAGES, NULL), "C") == 0) {
        /* gettext looks at LANGUAGE only outside the "C" locale, and C.UTF-8 is always there. */
        if (lang) setenv("LANGUAGE", lang, 1);
        if (lang || getenv("LANGUAGE")) setlocale(LC_MESSAGES, "C.UTF-8");
    }
    find_locale_dir(dir, sizeof dir);
    bindtextdomain(REL_TEXT_DOMAIN, dir);
    bind_textdomain_codeset(REL_TEXT_DOMAIN, "UTF-8");
}
