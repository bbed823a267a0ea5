#include "src/base/progress.h"

#include <string.h>

#include "src/base/i18n.h"
#include "src/base/time.h"

void rel_human_count(char *text, int size, double count)
{
    static const char *const units[] = {"", " k", " M", " G", " T"};
    size_t u = 0;
    while (count >= 999.5 && u + 1 < sizeof units / sizeof *units) {
        count /= 1000;
        u++;
    }
    const int decimals = u == 0 || count >= 99.5 ? 0 : count >= 9.95 ? 1 : 2;
    snprintf(text, (size_t)size, "%.*f%s", decimals, count, units[u]);
}

static void human_seconds(char *text, int size, double s)
{
    if (s < 100)
        snprintf(text, (size_t)size, "%.0f s", s);
    else if (s < 6000)
        snprintf(text, (size_t)size, "%.0f min", s / 60);
    else
        snprintf(text, (size_t)size, "%.1f h", s / 3600);
}

void rel_progress_text(char *text, int size, const char *what, const char *unit, int64_t done, int64_t total,
                       double elapsed)
{
    char count[32], rate[32] = "", left[32] = "";
    char percent[16] = "";
    rel_human_count(count, sizeof count, (double)done);
    if (total > 0) snprintf(percent, sizeof percent, "%3d %%  ", (int)(100.0 * (double)done / (double)total));
    if (elapsed > 0.2 && done > 0) {
        char per[24];
        rel_human_count(per, sizeof per, (double)done / elapsed);
        snprintf(rate, sizeof rate, "  %s/s", per);
    }
    if (elapsed > 1 && done > 0 && total > done) {
        char s[24];
        human_seconds(s, sizeof s, elapsed * (double)(total - done) / (double)done);
        snprintf(left, sizeof left, _("  %s left"), s);
    }
    snprintf(text, (size_t)size, "%s  %s%s %s%s%s", _(what), percent, count, _(unit), rate, left);
}

void rel_progress_line_report(void *user, const char *what, const char *unit, int64_t done, int64_t total)
{
    rel_progress_line *p = user;
    const double now = rel_clock();
    if (!p->what || strcmp(p->what, what) != 0) {
        p->what = what;
        p->started = now;
        p->drawn = 0;
    }
    /* Short work shows nothing at all. */
    if (now - p->started < 0.5 || now - p->drawn < 0.1) return;
    char text[160];
    rel_progress_text(text, sizeof text, what, unit, done, total, now - p->started);
    fprintf(p->out, "\r\033[K%s", text);
    fflush(p->out);
    p->drawn = now;
    p->visible = true;
}

void rel_progress_line_clear(rel_progress_line *p)
{
    if (p->visible) fputs("\r\033[K", p->out);
    p->visible = false;
}

void rel_human_bytes(char *text, int size, double bytes)
{
    char count[24];
    rel_human_count(count, sizeof count, bytes);
    snprintf(text, (size_t)size, strchr(count, ' ') ? "%sB" : "%s B", count);
}
