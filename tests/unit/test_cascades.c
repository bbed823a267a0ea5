/* Cascades: put together act by act, and read from text. */
#include <math.h>

#include "ingest/cascade_file.h"
#include "tests/check.h"

static rel_ctx ctx;
static char notes[4096];

static void take_note(void *user, const char *sentence)
{
    (void)user;
    strncat(notes, sentence, sizeof notes - strlen(notes) - 2);
    strcat(notes, "\n");
}

/* "a:0 b:1.5 | c:0 |" */
static const char *shown(const rel_cascades *c)
{
    static char text[1024];
    size_t len = 0;
    text[0] = 0;
    for (int64_t i = 0; i < c->count; i++) {
        for (int64_t a = c->off[i]; a < c->off[i + 1]; a++)
            len += (size_t)snprintf(text + len, sizeof text - len, "%c:%g ", (char)('a' + c->account[a]),
                                    c->time[a]);
        len += (size_t)snprintf(text + len, sizeof text - len, "| ");
    }
    return text;
}

/* Each account once, by its first act; ties by account; nothing added is no cascade. */
static void built(void)
{
    rel_cascades c = {0}, d = {0};
    int64_t repeated = 0;
    CHECK_OK(&ctx, rel_cascades_end(&ctx, &c, &repeated));
    CHECK(c.count == 0);
    const struct {
        rel_vid v;
        double time;
    } act[] = {{2, 3}, {1, 5}, {0, 3}, {1, 4}, {2, 3}};
    for (int i = 0; i < 5; i++) CHECK_OK(&ctx, rel_cascades_add(&ctx, &c, act[i].v, act[i].time));
    CHECK_OK(&ctx, rel_cascades_end(&ctx, &c, &repeated));
    CHECK_OK(&ctx, rel_cascades_add(&ctx, &c, 4, -1));
    CHECK_OK(&ctx, rel_cascades_end(&ctx, &c, &repeated));
    CHECK_OK(&ctx, rel_cascades_end(&ctx, &c, &repeated));
    CHECK_TEXT(shown(&c), "a:3 c:3 b:4 | e:-1 | ");
    CHECK(repeated == 2 && c.acts == 4);
    CHECK_OK(&ctx, rel_cascades_append(&ctx, &d, &c, 1, 2));
    CHECK_OK(&ctx, rel_cascades_append(&ctx, &d, &c, 0, 2));
    CHECK_OK(&ctx, rel_cascades_append(&ctx, &d, &c, 2, 2));
    CHECK_TEXT(shown(&d), "e:-1 | a:3 c:3 b:4 | e:-1 | ");
    rel_cascades_free(&c);
    rel_cascades_free(&d);
    rel_cascades_free(&d);
}

/* Accounts a to f. */
static rel_vid find(const void *user, rel_str name)
{
    (void)user;
    return name.len == 1 && name.s[0] >= 'a' && name.s[0] <= 'f' ? (rel_vid)(name.s[0] - 'a') : REL_VID_NONE;
}

static rel_status parse(const char *text, rel_cascades *c, rel_cascade_file_counts *counts)
{
    *c = (rel_cascades){0};
    *counts = (rel_cascade_file_counts){0};
    notes[0] = 0;
    return rel_cascade_text_read(&ctx, rel_str_of(text), "f.txt", find, NULL, c, counts);
}

static void both_forms(void)
{
    rel_cascades c;
    rel_cascade_file_counts n;
    CHECK_OK(&ctx, parse("# past\n\na b 1.5 c 0.5\r\n\tf\n% x\nb,7 a,1970-01-01T00:00:05Z\nd,2 d,1\n"
                         "b z 1 zz 2\nz y 3\n",
                         &c, &n));
    CHECK_TEXT(shown(&c), "a:0 c:0.5 b:1.5 | f:0 | a:5 b:7 | d:1 | b:0 | ");
    CHECK(n.cascades == 5 && n.acts == 8 && n.single == 3 && n.repeated == 1 && n.unknown == 4 &&
          n.empty == 1);
    CHECK(n.bad == 0 && !notes[0]);
    rel_cascades_free(&c);
}

/* A line that is no cascade is left out whole: nothing of its beginning is taken. */
static void bad_lines(void)
{
    rel_cascades c;
    rel_cascade_file_counts n;
    CHECK_OK(&ctx, parse("a b 1 c\na b two\na b -1\na,x\n,5 a,1\na b nan\na,1 b\nc d 1\n", &c, &n));
    CHECK_TEXT(shown(&c), "c:0 d:1 | ");
    CHECK(n.bad == 7 && n.cascades == 1);
    CHECK_TEXT(notes,
               "'f.txt' line 1: left out: expected a time after each account, found 'c'\n"
               "'f.txt' line 2: left out: expected a number of seconds since the first act, found 'two'\n"
               "'f.txt' line 3: left out: expected a number of seconds since the first act, found '-1'\n"
               "'f.txt' line 4: left out: expected a time in seconds or a date, found 'x'\n"
               "'f.txt' line 5: left out: expected account,time, found ',5'\n");
    rel_cascades_free(&c);
}

static void nothing_to_read(void)
{
    rel_cascades c;
    rel_cascade_file_counts n;
    CHECK(parse("", &c, &n) == REL_E_DATA);
    CHECK_TEXT(ctx.message,
               "'f.txt': no cascades: expected lines 'seed account time ...' or 'account,time ...'");
    CHECK(parse("a b\n", &c, &n) == REL_E_DATA && n.bad == 1);
    CHECK(parse("x y 1\nz\n", &c, &n) == REL_E_DATA);
    CHECK_TEXT(ctx.message, "'f.txt': no account of its cascades is in the graph");
    CHECK(c.count == 0 && n.unknown == 3 && n.empty == 2);
    rel_cascades_free(&c);
    CHECK(rel_cascade_file_read(&ctx, "nowhere.txt", find, NULL, &c, &n) == REL_E_IO);
}

static rel_status read_some(void)
{
    rel_cascades c;
    rel_cascade_file_counts n;
    const rel_status st = parse("a b 1 c 2\nd,1 e,2\n", &c, &n);
    rel_cascades_free(&c);
    return st;
}

int main(void)
{
    rel_ctx_init(&ctx, 1);
    ctx.note = take_note;
    built();
    both_forms();
    bad_lines();
    nothing_to_read();
    CHECK_TORTURE(&ctx, read_some(), );
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
