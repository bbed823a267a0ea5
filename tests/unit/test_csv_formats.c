/* CSV of posts, CSV of edges, edge lists: fixtures and what is made of them, the same at any size of block
 * and any number of threads; what is told when a file or an option is no good. */
#include "src/base/input.h"
#include "tests/check.h"
#include "tests/ingest_dump.h"
#include "tests/table_dump.h"

#define DATA REL_SOURCE_DIR "/tests/data/ingest/"

static char notes[8192];

static void keep_note(void *user, const char *sentence)
{
    (void)user;
    if (strstr(notes, sentence)) return; /* said before: files are read many times */
    const size_t used = strlen(notes);
    snprintf(notes + used, sizeof notes - used, "%s\n", sentence);
}

static rel_ctx start(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    ctx.note = keep_note;
    notes[0] = '\0';
    return ctx;
}

static const char *text(const rel_buf *b)
{
    return b->data ? b->data : "";
}

/* The counts that are not 0. */
static const char *counts_text(const rel_batch_counts *c)
{
    static char out[512];
    int n = snprintf(out, sizeof out, "records %d", (int)c->records);
    if (c->self_interactions)
        n += snprintf(out + n, sizeof out - (size_t)n, ", self %d", (int)c->self_interactions);
    if (c->ignored) n += snprintf(out + n, sizeof out - (size_t)n, ", ignored %d", (int)c->ignored);
    if (c->unresolved_targets)
        n += snprintf(out + n, sizeof out - (size_t)n, ", unresolved %d", (int)c->unresolved_targets);
    if (c->text_replaced)
        n += snprintf(out + n, sizeof out - (size_t)n, ", replaced %d", (int)c->text_replaced);
    if (c->fields_ignored) snprintf(out + n, sizeof out - (size_t)n, ", fields %d", (int)c->fields_ignored);
    return out;
}

/* Reads bytes whole and in blocks of every size from 1 to 40: all agree. */
static void read_both(rel_ctx *ctx, rel_str bytes, const rel_ingest_opts *opts, table_dump *d)
{
    *d = (table_dump){.profiles = true};
    CHECK_OK(ctx, table_read(ctx, bytes, opts, 0, d));
    table_dump whole = {0};
    CHECK_OK(ctx, table_read(ctx, bytes, opts, 0, &whole));
    for (size_t step = 1; step <= 40; step++) {
        table_dump parts = {0};
        CHECK_OK(ctx, table_read(ctx, bytes, opts, step, &parts));
        CHECK_TEXT(text(&parts.posts), text(&whole.posts));
        CHECK_TEXT(text(&parts.interactions), text(&whole.interactions));
        CHECK_TEXT(text(&parts.rejects), text(&whole.rejects));
        CHECK_TEXT(text(&parts.tags), text(&whole.tags));
        CHECK_TEXT(text(&parts.links), text(&whole.links));
        CHECK(memcmp(&parts.counts, &whole.counts, sizeof whole.counts) == 0);
        table_free(&parts);
    }
    table_free(&whole);
}

typedef struct expected {
    const char *format, *posts, *interactions, *rejects, *counts;
} expected;

static void check_bytes(rel_str bytes, const rel_ingest_opts *opts, const expected *e)
{
    rel_ctx ctx = start();
    table_dump d;
    read_both(&ctx, bytes, opts, &d);
    CHECK_TEXT(d.format ? d.format->name : NULL, e->format);
    CHECK_TEXT(text(&d.posts), e->posts ? e->posts : "");
    CHECK_TEXT(text(&d.interactions), e->interactions ? e->interactions : "");
    CHECK_TEXT(text(&d.rejects), e->rejects ? e->rejects : "");
    if (e->counts) CHECK_TEXT(counts_text(&d.counts), e->counts);
    table_free(&d);
    rel_ctx_free(&ctx);
}

static void check_text(const char *content, const rel_ingest_opts *opts, const expected *e)
{
    check_bytes(rel_str_of(content), opts, e);
}

static void check_file(const char *name, const rel_ingest_opts *opts, const expected *e)
{
    rel_ctx ctx = start();
    char path[512];
    rel_input *in;
    rel_str bytes;
    snprintf(path, sizeof path, "%s%s", DATA, name);
    CHECK_OK(&ctx, rel_input_open(&ctx, path, &in));
    CHECK_OK(&ctx, rel_input_whole(&ctx, in, &bytes));
    check_bytes(bytes, opts, e);
    rel_input_close(in);
    rel_ctx_free(&ctx);
}

/* Reading fails with this status and sentence; hint NULL: none is expected. */
static void check_fails(const char *content, const rel_ingest_opts *opts, rel_status status,
                        const char *sentence, const char *hint)
{
    rel_ctx ctx = start();
    table_dump d = {0};
    CHECK(table_read(&ctx, rel_str_of(content), opts, 0, &d) == status);
    CHECK_TEXT(ctx.message, sentence);
    CHECK_TEXT(ctx.hint, hint ? hint : "");
    table_free(&d);
    rel_ctx_free(&ctx);
}

static const rel_ingest_opts X = {.platform = "x"}, NONE = {0};

/* -------- fixtures -------- */

static void bad_posts(void)
{
    check_file(
        "posts-bad.csv", &X,
        &(expected){
            "csv-posts",
            "original x/1 by x:@alice at 2021-04-08T19:34:25Z text='Hello \"world\", @bob and #Été2024 "
            "https://a.example/c, ok' likes=1234 shares=5 handle='alice'\n"
            "share x/2 by x:@bob at 2021-04-08T20:00:00Z text='RT @alice: Hello\nsecond line' shares=0 "
            "handle='Bob'\n"
            "original x/9 by x:@eve at 2021-04-08T00:00:00Z text='still read' likes=1 shares=1 "
            "handle='eve'\n",
            "mention x:@alice > x:@bob at 2021-04-08T19:34:25Z post='1'\n"
            "share x:@bob > x:@alice at 2021-04-08T20:00:00Z post='2'\n",
            "5 bad_time: time 'yesterday'\n"
            "6 no_author: no author\n"
            "7 bad_number: id '1.38E+18' lost digits in a spreadsheet\n"
            "8 bad_number: likes '-3', expected a count\n"
            "9 bad_row: 3 columns, expected 6\n"
            "10 bad_quotes: a quoted field does not end before a separator\n"
            "13 no_id: no id\n",
            "records 11, ignored 1"});
}

static void windows_1252(void)
{
    check_file(
        "posts-windows-1252.csv", &X,
        &(expected){"csv-posts",
                    "original x/row-e5acc7853f39f57f427b6d7412c6600c by x:@éloïse at 2021-04-08T10:00:00Z "
                    "text='Vu à Liège, 5 € #soldes' likes=1234 handle='éloïse'\n"
                    "share x/row-09cf2712f59a9d5b5dbf0ef70d2508c0 by x:@marc at 2021-04-09T00:00:00Z "
                    "text='RT @eloise: \"Vu\"' handle='Marc'\n",
                    "share x:@marc > x:@eloise at 2021-04-09T00:00:00Z "
                    "post='row-09cf2712f59a9d5b5dbf0ef70d2508c0'\n",
                    "", "records 2"});
}

static void columns_of_x(void)
{
    rel_ctx ctx = start();
    rel_input *in;
    rel_str bytes;
    table_dump d;
    CHECK_OK(&ctx, rel_input_open(&ctx, DATA "posts-x-columns.csv", &in));
    CHECK_OK(&ctx, rel_input_whole(&ctx, in, &bytes));
    read_both(&ctx, bytes, &X, &d);
    CHECK_TEXT(text(&d.interactions),
               "mention x:900000000000000001 > x:900000000000000002 at 2021-04-08T08:00:00Z "
               "post='1380000000000000001'\n"
               "reply x:900000000000000002 > x:900000000000000001 at 2021-04-08T08:05:00Z "
               "post='1380000000000000002' "
               "target='1380000000000000001'\n"
               "mention x:900000000000000002 > x:900000000000000001 at 2021-04-08T08:05:00Z "
               "post='1380000000000000002'\n"
               "share x:900000000000000003 > x:900000000000000001 at 2021-04-08T08:06:00Z "
               "post='1380000000000000003' "
               "target='1380000000000000001'\n"
               "quote x:900000000000000003 > x:900000000000000001 at 2021-04-08T08:07:00Z "
               "post='1380000000000000004' "
               "target='1380000000000000001'\n");
    CHECK_TEXT(text(&d.tags), "1380000000000000001 #acme\n");
    CHECK_TEXT(text(&d.links), "1380000000000000001 https://acme.example/launch?a=1,2\n");
    CHECK(strstr(text(&d.posts), "name='Ada, of Acme' bio='First \"user\"' followers=1500 verified=1\n"));
    CHECK(strstr(text(&d.posts), "likes=3 replies=1 shares=2 quotes=1 views=90"));
    table_free(&d);

    /* Whoever is named in a share is mentioned only when that is asked for. */
    const rel_ingest_opts again = {.platform = "x", .rt_mentions = true};
    CHECK_OK(&ctx, table_read(&ctx, bytes, &again, 0, &d));
    CHECK(strstr(text(&d.interactions), "mention x:900000000000000003 > x:900000000000000001 at"));
    table_free(&d);
    rel_input_close(in);
    rel_ctx_free(&ctx);
}

static void lists(void)
{
    check_file("posts-lists.csv", &X,
               &(expected){
                   "csv-posts",
                   "original x/101 by x:1 at 2021-04-08T08:00:00Z text='Hello all' likes=3 shares=2 "
                   "handle='ada' name='Ada' followers=1500 following=10\n"
                   "reply x/102 by x:2 at 2021-04-08T08:01:40Z text='@ada yes' target='101' likes=0 shares=0 "
                   "handle='bob' name='Bob' followers=20 following=30\n"
                   "share x/103 by x:3 at 2021-04-08T08:03:20Z text='RT' target='101' likes=0 shares=0 "
                   "handle='carol' name='Carol' followers=7 following=8\n",
                   "mention x:1 > x:2 at 2021-04-08T08:00:00Z post='101'\n"
                   "mention x:1 > x:3 at 2021-04-08T08:00:00Z post='101'\n"
                   "reply x:2 > x:1 at 2021-04-08T08:01:40Z post='102' target='101'\n"
                   "mention x:2 > x:1 at 2021-04-08T08:01:40Z post='102'\n"
                   "share x:3 > x:1 at 2021-04-08T08:03:20Z post='103' target='101'\n",
                   "", "records 3"});
}

static void nodexl(void)
{
    check_file("edges-nodexl.csv", &NONE,
               &(expected){"csv-edges", "",
                           "reply other:@alice > other:@bob at 2021-01-01T10:00:00Z weight=1.5\n"
                           "share other:@bob > other:@alice at 2021-01-01T10:02:00Z\n",
                           "7 bad_number: weight '0', expected a number above 0\n"
                           "8 bad_kind: kind 'Poke'\n"
                           "9 missing_field: no target\n",
                           "records 8, self 1, ignored 2"});
}

static void edge_lists(void)
{
    check_file("edges-temporal.txt", &NONE,
               &(expected){"edgelist", "",
                           "mention other:12 > other:7 at 2012-07-01T00:02:52Z\n"
                           "reply other:7 > other:12 at 2012-07-01T00:02:52Z\n"
                           "share other:7 > other:99999999999999999999 at 2012-07-01T00:06:21Z\n",
                           "8 bad_row: 3 columns, expected 4\n"
                           "9 bad_time: time 'noon'\n",
                           "records 6, self 1"});
    check_file("edges-networkx.txt", &NONE,
               &(expected){"edgelist", "",
                           "follow other:@ada > other:@bob at - weight=0.5\n"
                           "follow other:@bob > other:@carol at - weight=2\n"
                           "follow other:@carol > other:@ada at -\n",
                           "", "records 3"});
}

/* -------- edges -------- */

static void edges(void)
{
    const char *follows = "follow other:1 > other:2 at -\nfollow other:2 > other:3 at -\n";
    const expected e = {"csv-edges", "", follows, "", "records 2"};
    check_text("source,target\n1,2\n2,3\n", &NONE, &e);
    check_text("1,2\n2,3\n", &NONE, &e);
    check_text("\xEF\xBB\xBFVon;to\n1;2\n2;3\n", &(rel_ingest_opts){.map = "source=Von,target=2"}, &e);
    check_text("from|TO\r\n\"1\"|\"2\"\r\n2|3", &NONE, &e);
    check_text("from\tto\n1\t2\n\n2\t3\n\n", &NONE, &(expected){"csv-edges", "", follows, "", "records 2"});
    check_text("from,to\r1,2\r2,3\r", &NONE, &e);
    check_text("# made\n1 2\n2 3\n", &NONE, &(expected){"edgelist", "", follows, "", "records 2"});
    /* A spreadsheet's ways to keep ids: all exact. */
    check_text("source,target\n\"=\"\"1\"\"\",2.0\n'2,3\n", &NONE, &e);
}

static void accounts(void)
{
    /* Handles are one account whatever their case and @; ids are exact. */
    check_text("from,to\n@Alice,bob\nALICE,@BOB\n", &NONE,
               &(expected){"csv-edges", "",
                           "follow other:@alice > other:@bob at -\nfollow other:@alice > other:@bob at -\n",
                           "", "records 2"});
    check_text("source_id,target_handle,network\nAb1,Bob,Twitter\nab1,bob,Bluesky\n", &NONE,
               &(expected){"csv-edges", "",
                           "follow x:Ab1 > x:@bob at -\nfollow bluesky:ab1 > bluesky:@bob at -\n", "",
                           "records 2"});
    check_text("from,to,weight\n9007199254740993,18446744073709551617,1\n1.2E+18,5,1\n7.0,8,"
               "2\n90071992547409931.0,8,2\n",
               &NONE,
               &(expected){"csv-edges", "",
                           "follow other:9007199254740993 > other:18446744073709551617 at -\n"
                           "follow other:7 > other:8 at - weight=2\n",
                           "3 bad_number: source '1.2E+18' lost digits in a spreadsheet\n"
                           "5 bad_number: source '90071992547409931.0' lost digits in a spreadsheet\n",
                           "records 4"});
}

static void kinds(void)
{
    const rel_ingest_opts given = {.kinds = "a=share,A=quote,B=reply,x=ignore,y=post", .kind = "like"};
    check_text(
        "from,to,kind\n1,2,a\n1,2,A\n1,2,b\n1,2,x\n1,2,y\n1,2,\n1,2,favourite\n1,2,zzz\n", &given,
        &(expected){
            "csv-edges", "",
            "share other:1 > other:2 at -\nquote other:1 > other:2 at -\nreply other:1 > other:2 at -\n"
            "like other:1 > other:2 at -\nlike other:1 > other:2 at -\n",
            "9 bad_kind: kind 'zzz'\n", "records 8, ignored 2"});
    /* A time makes an act of it, and not a standing relation. */
    check_text(
        "from,to,date\n1,2,2021-01-01\n", &NONE,
        &(expected){"csv-edges", "", "mention other:1 > other:2 at 2021-01-01T00:00:00Z\n", "", "records 1"});
    check_fails("from,to\n1,2\n", &(rel_ingest_opts){.kinds = "RT=shar"}, REL_E_USAGE,
                "option '--kinds': 'shar' is none of follow, mention, reply, share, quote, like and comment",
                "did you mean 'share'?");
    check_fails("from,to\n1,2\n", &(rel_ingest_opts){.kinds = "RT"}, REL_E_USAGE,
                "option '--kinds': 'RT' is not word=kind",
                "for instance --kinds RT=share,MT=mention,RE=reply");
    check_fails("from,to\n1,2\n", &(rel_ingest_opts){.kind = "liek"}, REL_E_USAGE,
                "option '--kind': 'liek' is none of follow, mention, reply, share, quote, like and comment",
                "did you mean 'like'?");
}

/* "follower" and its like say what the edges are, dated or not; counts of followers are no accounts. */
static void named_follows(void)
{
    static const char *const headers[] = {"follower,followed,date",    "Follower ID,Followee ID,created_at",
                                          "subscriber,friend,time",    "followers,following,date",
                                          "user,friend,date",          "from,followed,date",
                                          "abonn\xC3\xA9,cible,heure", "follower,following,date"};
    char table[128];
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        snprintf(table, sizeof table, "%s\n1,2,2021-01-01\n", headers[i]);
        check_text(table, &NONE,
                   &(expected){"csv-edges", "", "follow other:1 > other:2 at 2021-01-01T00:00:00Z\n", "",
                               "records 1"});
    }
    check_text(
        "follower,followed,date\n1,2,2021-01-01\n", &(rel_ingest_opts){.kind = "like"},
        &(expected){"csv-edges", "", "like other:1 > other:2 at 2021-01-01T00:00:00Z\n", "", "records 1"});
    check_fails(
        "name,followers,following\nada,1,2\nbob,3,4\n", &NONE, REL_E_USAGE,
        "'t.csv': none of its 3 columns ('name', 'followers', ...) is known to be the source of an edge",
        "say which with --map source=COLUMN,target=COLUMN (names or numbers)");
}

/* -------- tables that are damaged -------- */

static void damage(void)
{
    /* The separator changes on the way. */
    check_text("from,to,weight\n1,2,3\n1,2,3\n1;2;3\n1,2,3,4\n1,2,3\n", &NONE,
               &(expected){"csv-edges", "",
                           "follow other:1 > other:2 at - weight=3\nfollow other:1 > other:2 at - weight=3\n"
                           "follow other:1 > other:2 at - weight=3\n",
                           "4 bad_row: 1 columns, expected 3; 3 with ';' between them\n"
                           "5 bad_row: 4 columns, expected 3\n",
                           "records 5"});
    /* Text that is not UTF-8, somewhere in a file that is. */
    check_text(
        "id,author,text\n1,a,é \xFF\xFE x\n", &NONE,
        &(expected){"csv-posts",
                    "original other/1 by other:@a at - text='é \xEF\xBF\xBD\xEF\xBF\xBD x' handle='a'\n", "",
                    "", "records 1, replaced 2"});
    /* Two columns of one name: the first, and it is said. */
    check_text("from,to,to,\n1,2,9,\n", &NONE,
               &(expected){"csv-edges", "", "follow other:1 > other:2 at -\n", "", "records 1"});
    CHECK(strstr(notes, "'t.csv': two columns are named 'to', number 2 and 3: the first is read\n"));
    CHECK(strstr(notes, "'t.csv': 1 columns have no name\n"));
    /* A title above the table, and a program's own words in a column that sounds like kinds. */
    check_text("Export of today\n\nSource,Target,Type,Weight\n1,2,Directed,1\n2,3,Directed,2\n", &NONE,
               &(expected){"csv-edges", "",
                           "follow other:1 > other:2 at -\nfollow other:2 > other:3 at - weight=2\n", "",
                           "records 2"});
    CHECK(strstr(notes, "'t.csv': the table begins behind line 2\n"));
    CHECK(strstr(notes,
                 "column 'Type' holds no kinds of interaction that are known ('Directed'): it is not read"));
}

/* A field that nobody wrote is refused, and reading goes on. */
static void large_field(void)
{
    rel_ctx ctx = start();
    table_dump d = {0};
    const size_t large = 10 * 1000 * 1000;
    rel_buf b = {0};
    CHECK_OK(&ctx, rel_buf_puts(&ctx, &b, "id,author,text\n1,a,\""));
    CHECK_OK(&ctx, rel_buf_reserve(&ctx, &b, large));
    memset(b.data + b.len, 'x', large);
    b.data[b.len + 500] = '\n';
    b.len += large;
    CHECK_OK(&ctx, rel_buf_puts(&ctx, &b, "\"\n2,a,y\n"));
    CHECK_OK(&ctx, table_read(&ctx, (rel_str){b.data, b.len}, &NONE, 1 << 20, &d));
    CHECK_TEXT(text(&d.posts), "original other/2 by other:@a at - text='y'\n");
    CHECK_TEXT(text(&d.rejects), "2 too_large: column 3 has 10000000 bytes\n");
    table_free(&d);
    rel_buf_free(&b);
    rel_ctx_free(&ctx);
}

/* -------- options -------- */

static const char *nearest_role(const char *content, const char *map)
{
    static char hint[128];
    rel_ctx ctx = start();
    table_dump d = {0};
    const rel_ingest_opts opts = {.map = map};
    CHECK(table_read(&ctx, rel_str_of(content), &opts, 0, &d) == REL_E_USAGE);
    snprintf(hint, sizeof hint, "%.100s", ctx.hint);
    rel_ctx_free(&ctx);
    return hint;
}

static void options(void)
{
    const char *table = "Col A,col b,\"c,d\"\nada,bob,3\n";
    const expected e = {"csv-edges", "", "follow other:@ada > other:@bob at - weight=3\n", "", "records 1"};
    check_text(table, &(rel_ingest_opts){.map = "source=col a,target=2,weight=\"c,d\""}, &e);
    check_fails(
        table, &(rel_ingest_opts){.map = "sourc=1,target=2"}, REL_E_USAGE,
        "option '--map': 'sourc' is not a role of edges, which are: source, source_id, source_handle, "
        "source_name, target, target_id, target_handle, target_name, time, kind, weight, post, target_post, "
        "platform",
        "did you mean 'source'?");
    check_fails(table, &(rel_ingest_opts){.map = "source=colb,target=2"}, REL_E_USAGE,
                "'t.csv': no column 'colb', there are: 'Col A', 'col b', 'c,d'", "did you mean 'col b'?");
    check_fails(table, &(rel_ingest_opts){.map = "source=0,target=4"}, REL_E_USAGE,
                "'t.csv': no column 0, there are columns 1 to 3", NULL);
    check_fails(table, &(rel_ingest_opts){.map = "source=1,target=1"}, REL_E_USAGE,
                "option '--map': column '1' is given to both 'source' and 'target'", NULL);
    check_fails(table, &(rel_ingest_opts){.map = "source=1,source=2"}, REL_E_USAGE,
                "option '--map': role 'source' is given twice", NULL);
    check_fails(table, &(rel_ingest_opts){.map = "source"}, REL_E_USAGE,
                "option '--map': 'source' is not a list of role=column",
                "for instance --map source=1,target=2 or --map author=user,text=\"full text\"");
    check_fails(table, &(rel_ingest_opts){.map = "source=1"}, REL_E_USAGE,
                "'t.csv': none of its 3 columns ('Col A', 'col b', ...) is known to be the target of an edge",
                "say which with --map source=COLUMN,target=COLUMN (names or numbers)");
    check_fails("to,To,from\n1,2,3\n", &(rel_ingest_opts){.map = "source=from,target=TO"}, REL_E_USAGE,
                "'t.csv': two columns are named 'TO', number 1 and 2",
                "give the number of the column in place of its name");
    check_fails("name,age\nada,36\nbob,40\n", &NONE, REL_E_USAGE,
                "'t.csv': none of its 2 columns ('name', 'age', ...) is known to be the source of an edge",
                "say which with --map source=COLUMN,target=COLUMN (names or numbers)");
    check_fails("a,b\n1,2\n", &(rel_ingest_opts){.format = "csv-posts"}, REL_E_USAGE,
                "'t.csv': none of its 2 columns ('a', 'b', ...) is known to be the author of a post",
                "say which with --map author=COLUMN,text=COLUMN,time=COLUMN (names or numbers)");
    /* A table of posts by its header: the roles of posts are meant. */
    CHECK_TEXT(nearest_role("author,text\na,b\n", "autor=1"), "did you mean 'author'?");
    CHECK_TEXT(nearest_role("from,to\na,b\n", "targt=1"), "did you mean 'target'?");
    /* Posts without a header, by numbers. */
    check_text("7,ada,hi @bob\n8,bob,\"yes, #so\"\n",
               &(rel_ingest_opts){.map = "id=1,author=2,text=3", .no_header = true},
               &(expected){"csv-posts",
                           "original other/7 by other:@ada at - text='hi @bob' handle='ada'\n"
                           "original other/8 by other:@bob at - text='yes, #so' handle='bob'\n",
                           "mention other:@ada > other:@bob at - post='7'\n", "", "records 2"});
}

/* -------- detection -------- */

static const char *format_of(const char *bytes, size_t len)
{
    rel_ctx ctx = start();
    const rel_probe probe = {.path = "t", .first = {bytes, len}, .whole = true};
    int best = 0;
    const char *name = "none";
    const char *const names[] = {"csv-edges", "csv-posts", "edgelist"};
    for (size_t i = 0; i < 3; i++) {
        const rel_format *f = rel_format_find(names[i]);
        const int score = f->detect(&probe);
        if (score > best) best = score, name = names[i];
    }
    rel_ctx_free(&ctx);
    return name;
}

#define FORMAT_OF(literal) format_of(literal, sizeof(literal) - 1)

static void detection(void)
{
    CHECK_TEXT(FORMAT_OF("author,text\na,b\n"), "csv-posts");
    CHECK_TEXT(FORMAT_OF("from,to,message,date\na,b,c,2021-01-01\n"), "csv-edges");
    CHECK_TEXT(FORMAT_OF("1 2\n3 4\n"), "edgelist");
    CHECK_TEXT(FORMAT_OF("source target weight\n1 2 0.5\n3 4 0.5\n"), "edgelist");
    CHECK_TEXT(FORMAT_OF("1,2\n3,4\n"), "csv-edges");
    CHECK_TEXT(FORMAT_OF("@a,@b\n@b,@c\n"), "csv-edges");
    CHECK_TEXT(FORMAT_OF("{\"id\":1,\"b\":2}\n{\"id\":1,\"b\":2}\n"), "none");
    CHECK_TEXT(FORMAT_OF("[1,2]\n[3,4]\n"), "none");
    CHECK_TEXT(FORMAT_OF("<graphml>\n<node id=\"1\"/>\n"), "none");
    CHECK_TEXT(FORMAT_OF("%PDF-1.4\n1 2\n3 4\n"), "none");
    CHECK_TEXT(FORMAT_OF("\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), "none");
    CHECK_TEXT(FORMAT_OF("\x7F"
                         "ELF\x02\x01\x01\0\0"),
               "none");
    CHECK_TEXT(FORMAT_OF("The fox, they said, ran\nover it. And then, it slept\nuntil dawn, of course\n"),
               "none");
    CHECK_TEXT(FORMAT_OF("Jean Dupont\nMarie Curie\nAda Lovelace\n"), "none");
    CHECK_TEXT(FORMAT_OF("one line\n"), "none");
    CHECK_TEXT(FORMAT_OF(""), "none");
    CHECK_TEXT(FORMAT_OF("# only a comment\n"), "none");
    check_fails("one column\n1\n2\n", &(rel_ingest_opts){.format = "csv-posts"}, REL_E_DATA,
                "'t.csv': no table: no separator (, ; tab |) gives most rows the same number of columns",
                NULL);
}

/* -------- threads -------- */

static void write_large(const char *path)
{
    FILE *f = fopen(path, "wb");
    CHECK(f != NULL);
    if (!f) return;
    fputs("id,author,author_id,text,created_at,likes,mentions\n", f);
    for (int i = 0; i < 40000; i++) {
        fprintf(f,
                "%d,user%d,%d,\"line one %d\nline, \"\"two\"\" "
                "@user%d\",2021-04-08T10:00:00Z,%d,\"user%d,user%d\"\n",
                i, i % 997, 1000 + i % 997, i, (i * 7) % 997, i % 50, (i * 3) % 997, (i * 5) % 997);
        if (i % 5000 == 77) fputs("x,\"lost\n", f);
    }
    CHECK(fclose(f) == 0);
}

static void threads(void)
{
    static const int counts[] = {1, 2, 8};
    rel_ctx ctx = start();
    dump first = {0};
    const char *path = REL_TEST_DIR "/csv_threads.csv";
    write_large(path);
    for (int i = 0; i < 3; i++) {
        dump d = {0};
        ctx.threads = counts[i];
        CHECK_OK(&ctx, dump_file(&ctx, path, &X, 100000, &d));
        CHECK(d.posts == 40000 && d.batches > 30 && d.counts.rejected[REL_REJECT_BAD_QUOTES] == 8);
        if (i == 0) {
            first = d;
            continue;
        }
        CHECK(strcmp(text(&d.text), text(&first.text)) == 0);
        rel_buf_free(&d.text);
    }
    rel_buf_free(&first.text);
    rel_ctx_free(&ctx);
}

/* -------- memory -------- */

static rel_status read_once(rel_ctx *ctx, rel_str bytes, const rel_ingest_opts *opts, table_dump *d)
{
    const rel_status st = table_read(ctx, bytes, opts, 64, d);
    if (st != REL_OK) table_free(d);
    return st;
}

/* Every allocation fails once: no memory is lost, and it is said. */
static void torture(void)
{
    rel_ctx ctx = start();
    table_dump d = {0};
    const rel_str posts =
        REL_STR_LIT("auteur;texte;date\n\xE9lo;\"a \"\"b\"\" @c #d https://e.f/g\";31/12/2021\n"
                    "@c;\"x\ny\";1/1/2022\n");
    const rel_str listed = REL_STR_LIT("id,author,text,mentions\n1,a,b,\"[{\"\"username\"\":\"\"c\"\"}]\"\n");
    const rel_str edges = REL_STR_LIT("# x\n1 2 1341100972 RT\n2 3 1341100973 MT\n");
    const rel_ingest_opts opts = {.kinds = "RT=share"};
    CHECK_TORTURE(&ctx, read_once(&ctx, posts, &opts, &d), table_free(&d));
    CHECK_TORTURE(&ctx, read_once(&ctx, listed, &opts, &d), table_free(&d));
    CHECK_TORTURE(&ctx, read_once(&ctx, edges, &opts, &d), table_free(&d));
    rel_ctx_free(&ctx);
}

int main(void)
{
    bad_posts();
    windows_1252();
    columns_of_x();
    lists();
    nodexl();
    edge_lists();
    edges();
    accounts();
    kinds();
    named_follows();
    damage();
    large_field();
    options();
    detection();
    threads();
    torture();
    return CHECK_REPORT();
}
