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

/* The language that the environment asks for in a locale that this machine may not have: "fr_FR" of
 * "fr_FR.UTF-8". False when it asks for none, or for the "C" locale. */
static int environment_language(char *language, size_t size)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (!value || !*value) continue;
        snprintf(language, size, "%.*s", (int)strcspn(value, ".@"), value);
        return strcmp(language, "C") != 0 && strcmp(language, "POSIX") != 0;
    }
    return 0;
}

/* gettext looks at LANGUAGE only outside the "C" locale. C.UTF-8 is there on every Debian; a system that
 * takes it for "C" has one of the others. */
static void leave_the_c_locale(void)
{
    static const char *const locales[] = {"fr_FR.UTF-8", "en_US.UTF-8", "C.UTF-8", "C.utf8"};
    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++)
        if (setlocale(LC_MESSAGES, locales[i])) return;
}

void rel_i18n_init(const char *lang)
{
    char dir[PATH_MAX], language[32];
    setlocale(LC_CTYPE, "");
    const char *set = setlocale(LC_MESSAGES, "");
    const int plain = !set || strcmp(set, "C") == 0 || strcmp(set, "POSIX") == 0;
    if (lang)
        setenv("LANGUAGE", lang, 1);
    else if (plain && !getenv("LANGUAGE") && environment_language(language, sizeof language))
        setenv("LANGUAGE", language, 1);
    if (lang || (plain && getenv("LANGUAGE"))) leave_the_c_locale();
    find_locale_dir(dir, sizeof dir);
    bindtextdomain(REL_TEXT_DOMAIN, dir);
    bind_textdomain_codeset(REL_TEXT_DOMAIN, "UTF-8");
}
