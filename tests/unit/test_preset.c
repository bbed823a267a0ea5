/* Preset files: what they say is read, and what is wrong in them is said with its line. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ingest/preset.h"
#include "ingest/table_roles.h"
#include "tests/check.h"

#define HEAD "{\n\"version\": 1,\n\"table\": \"posts\",\n"

static rel_str str(const char *text)
{
    return rel_str_of(text);
}

static void refuses(const char *json, const char *message, const char *hint)
{
    rel_ctx ctx;
    rel_preset *p = NULL;
    rel_ctx_init(&ctx, 1);
    CHECK(rel_preset_parse(&ctx, str(json), "p.json", &p) == REL_E_DATA && !p);
    CHECK_TEXT(ctx.message, message);
    CHECK_TEXT(ctx.hint, hint);
    CHECK(ctx.arena.used_bytes == 0);
    rel_ctx_free(&ctx);
}

static void check_faults(void)
{
    refuses("", "'p.json' line 1: not JSON from here on", "");
    refuses("{\n\"version\": 1,\n\"table\": posts}", "'p.json' line 3: not JSON from here on", "");
    refuses("[1]", "'p.json': expected an object in JSON", "");
    refuses("{\"table\": \"posts\", \"columns\": {}}", "'p.json': the key 'version' is missing", "");
    refuses("{\"version\": 1, \"columns\": {}}", "'p.json': the key 'table' is missing", "");
    refuses("{\"version\": 1, \"table\": \"posts\"}", "'p.json': the key 'columns' is missing", "");
    refuses("{\"version\": 2, \"table\": \"posts\", \"columns\": {}}",
            "'p.json' line 1: 'version': expected 1, found 2", "");
    refuses("{\"version\": 1,\n \"table\": \"post\", \"columns\": {}}",
            "'p.json' line 2: 'table': expected posts, edges, follows or accounts, found 'post'",
            "did you mean 'posts'?");
    refuses(HEAD "\"colums\": {},\n\"columns\": {}}", "'p.json' line 4: unknown key 'colums'",
            "did you mean 'columns'?");
    refuses(HEAD "\"columns\": {\n \"id\": \"a\",\n \"autor\": \"b\"}}",
            "'p.json' line 6: 'columns.autor': 'autor' is not a role of posts", "did you mean 'author'?");
    refuses(HEAD "\"columns\": {\n \"id\": \"a\",\n \"time\": 7}}",
            "'p.json' line 6: 'columns.time': expected a text of at most 200 bytes, found 7", "");
    refuses(HEAD "\"columns\": {\n \"id\": \"a\",\n\n \"id\": \"b\"}}",
            "'p.json' line 7: 'columns.id' is there twice", "");
    refuses(HEAD "\"columns\": {},\n\"columns\": {}}", "'p.json' line 5: 'columns' is there twice", "");
    refuses(HEAD "\"columns\": [\"id\"]}",
            "'p.json' line 4: 'columns': expected an object of roles, found []", "");
    refuses(HEAD "\"columns\": {\"id\": [\"a\",\"b\",\"c\",\"d\",\"e\"]}}",
            "'p.json' line 4: 'columns.id' has more than 4 names", "");
    refuses(HEAD "\"columns\": {\"id\": \"a\"},\n\"header\": {\"hass\": \"a\"}}",
            "'p.json' line 5: unknown key 'header.hass', expected has or lacks", "did you mean 'has'?");
    refuses(
        HEAD "\"columns\": {\"id\": \"a\"},\n\"kinds\": {\"RT\": \"shares\"}}",
        "'p.json' line 5: 'kinds.RT': expected follow, mention, reply, share, quote, like, comment, post or "
        "ignore, found 'shares'",
        "");
    refuses(HEAD "\"columns\": {\"id\": \"a\"},\n\"kinds\": {\"a=b\": \"share\"}}",
            "'p.json' line 5: 'kinds': expected a word without , and =, found 'a=b'", "");
    refuses(HEAD "\"columns\": {\"id\": \"a\"},\n\"lists\": \"||\"}",
            "'p.json' line 5: 'lists': expected one character, found '||'", "");
    refuses(HEAD "\"file\": \"json\",\n\"columns\": {\"id\": \"a\"}}",
            "'p.json' line 5: 'columns.id': expected a JSON pointer such as '/user/name', found 'a'", "");
    refuses(
        HEAD "\"file\": \"json\",\n\"records\": \"/a/b/c/d\",\n\"columns\": {\"id\": \"/a\"}}",
        "'p.json' line 5: 'records': expected a JSON pointer of up to 3 names such as '/data/list', found "
        "'/a/b/c/d'",
        "");
    refuses(HEAD "\"columns\": {\"id\": \"a\"},\n\"from_text\": [\"likes\"]}",
            "'p.json' line 5: 'from_text': expected a list of mentions, hashtags, links and answers, found "
            "'likes'",
            "");
    /* The key within a text, and one that is escaped, are no keys. */
    refuses("{\"title\": \"\\\"version\\\": 1,\",\n\"version\": true, \"table\": \"posts\", \"columns\": {}}",
            "'p.json' line 2: 'version': expected 1, found true", "");
}

static void check_values(void)
{
    rel_ctx ctx;
    rel_preset *p = NULL;
    rel_ctx_init(&ctx, 1);
    CHECK_OK(&ctx,
             rel_preset_parse(
                 &ctx,
                 str("{\"version\":1,\"table\":\"follows\",\"platform\":\"x\",\"header\":{\"has\":[\"A b\","
                     "\"Score*\"],\"lacks\":\"c\"},\"columns\":{\"source\":[\"a\",\"b\"]},\"constants\":{"
                     "\"kind\":\"follow\"},\"kinds\":{\"F\":\"follow\",\"G\":\"ignore\"},\"lists\":\"|\","
                     "\"escapes\":\"backslash\",\"author\":\"id\",\"handles\":\"exact\",\"dates\":\"day-"
                     "first\",\"subject\":\"source\",\"known\":\"memory\"}"),
                 "some/where/my.tool.json", &p));
    if (!p) return;
    CHECK_TEXT(p->name, "my.tool");
    CHECK(p->table == REL_PRESET_FOLLOWS && p->roles == &rel_edge_roles && p->known == REL_KNOWN_MEMORY);
    CHECK(p->has_count == 2 && p->lacks_count == 1 && p->role[REL_EDGE_SOURCE].columns == 2);
    CHECK_TEXT(p->role[REL_EDGE_SOURCE].column[1], "b");
    CHECK_TEXT(p->role[REL_EDGE_KIND].constant, "follow");
    CHECK_TEXT(p->kinds, "F=follow,G=ignore");
    CHECK(p->list_separator == '|' && p->says_escapes && p->backslash && p->author == REL_AUTHOR_ID);
    CHECK(p->exact_handles && p->dates == REL_DATE_DAY_FIRST && p->subject_is_source);
    const rel_str fits[] = {str("x"), str(" a B "), str("score (weighted 2)")},
                  less[] = {str("a b"), str("scor")}, more[] = {str("a b"), str("Score"), str("C")};
    CHECK(rel_preset_fits(p, fits, 3) && !rel_preset_fits(p, less, 2) && !rel_preset_fits(p, more, 3));
    free(p);
    rel_ctx_free(&ctx);
}

/* --map goes before the preset, and takes a column away from it. */
static void check_columns(void)
{
    rel_ctx ctx;
    rel_preset *p = NULL;
    int column[REL_ROLE_MAX];
    rel_more_columns more;
    const rel_str header[] = {str("id"), str("Name"), str("nick"), str("body")};
    const rel_columns columns = {"t.csv", header, 4};
    rel_ctx_init(&ctx, 1);
    CHECK_OK(&ctx,
             rel_preset_parse(
                 &ctx,
                 str("{\"version\":1,\"table\":\"posts\",\"columns\":{\"id\":\"ID\",\"handle\":[\"nick\","
                     "\"name\"],\"text\":[\"none\",\"body\"]},\"constants\":{\"lang\":\"fr\"}}"),
                 "p", &p));
    if (!p) return;
    CHECK_OK(&ctx, rel_preset_columns(&ctx, &rel_post_roles, &columns, NULL, p, column, &more));
    CHECK(column[REL_POST_ROLE_ID] == 0 && column[REL_POST_ROLE_HANDLE] == 2 &&
          column[REL_POST_ROLE_TEXT] == 3);
    CHECK(more.other[REL_POST_ROLE_HANDLE][0] == 1 && more.other[REL_POST_ROLE_HANDLE][1] == REL_NO_COLUMN);
    const rel_str row[] = {str("7"), str(" Ana "), str(""), str("x")};
    CHECK(rel_str_is(rel_mapping_cell(column, &more, REL_POST_ROLE_HANDLE, row, 4), "Ana"));
    CHECK(rel_str_is(rel_mapping_cell(column, &more, REL_POST_ROLE_LANG, row, 4), "fr"));
    CHECK_OK(&ctx, rel_preset_columns(&ctx, &rel_post_roles, &columns, "name=nick,text=1", p, column, &more));
    CHECK(column[REL_POST_ROLE_NAME] == 2 && column[REL_POST_ROLE_HANDLE] == 1);
    CHECK(column[REL_POST_ROLE_TEXT] == 0 && column[REL_POST_ROLE_ID] == REL_NO_COLUMN);
    free(p);
    rel_ctx_free(&ctx);
}

static rel_status count_preset(rel_ctx *ctx, void *user, rel_preset *p)
{
    (void)ctx;
    *(int *)user += strcmp(p->name, "my-own") == 0 ? 1000 : 1;
    free(p);
    return REL_OK;
}

static void put(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");
    CHECK(f && fputs(text, f) >= 0 && fclose(f) == 0);
}

static int notes;

static void count_note(void *user, const char *sentence)
{
    (void)user;
    notes += strstr(sentence, "left out: '") != NULL && strstr(sentence, "line 2") != NULL;
}

static void check_folders(void)
{
    rel_ctx ctx;
    rel_preset *p = NULL;
    int found = 0, builtin = 0;
    char folder[] = "/tmp/preset-XXXXXX", path[256];
    rel_ctx_init(&ctx, 1);
    ctx.note = count_note;
    CHECK(mkdtemp(folder) != NULL);
    CHECK(setenv("XDG_CONFIG_HOME", folder, 1) == 0);
    while (rel_preset_builtin(builtin)) builtin++;
    CHECK(builtin > 0);
    CHECK_OK(&ctx, rel_preset_each(&ctx, count_preset, &found));
    CHECK(found == builtin);
    snprintf(path, sizeof path, "%s/relais", folder);
    CHECK(mkdir(path, 0700) == 0);
    snprintf(path, sizeof path, "%s/relais/presets", folder);
    CHECK(mkdir(path, 0700) == 0);
    snprintf(path, sizeof path, "%s/relais/presets/my-own.json", folder);
    put(path, "{\"version\":1,\"table\":\"posts\",\"columns\":{\"id\":\"no\"}}");
    CHECK_OK(&ctx, rel_preset_open(&ctx, "my-own", &p));
    CHECK(p && strcmp(p->name, "my-own") == 0);
    free(p);
    CHECK_OK(&ctx, rel_preset_open(&ctx, path, &p));
    free(p);
    snprintf(path, sizeof path, "%s/relais/presets/bad.json", folder);
    put(path, "{\n\"versoin\":1}");
    found = 0;
    put(path, "{\"version\":1,\"table\":\"posts\",\n\"colums\":{},\"columns\":{}}");
    CHECK_OK(&ctx, rel_preset_each(&ctx, count_preset, &found));
    CHECK(found == builtin + 1000 && notes == 1);
    CHECK(rel_preset_open(&ctx, "twarc-csb", &p) == REL_E_USAGE);
    CHECK_TEXT(ctx.message, "option '--preset': no preset is called 'twarc-csb'");
    CHECK_TEXT(ctx.hint, "did you mean 'twarc-csv'?");
    CHECK(rel_preset_open(&ctx, "./nothing.json", &p) == REL_E_IO);
    CHECK_TEXT(ctx.message, "cannot open './nothing.json': No such file or directory");
    unlink(path);
    snprintf(path, sizeof path, "%s/relais/presets/my-own.json", folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/relais/presets", folder);
    rmdir(path);
    snprintf(path, sizeof path, "%s/relais", folder);
    rmdir(path);
    rmdir(folder);
    rel_ctx_free(&ctx);
}

static rel_status parse_and_free(rel_ctx *ctx, const char *json)
{
    rel_preset *p;
    const rel_status st = rel_preset_parse(ctx, str(json), "p", &p);
    free(p);
    return st;
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    check_faults();
    check_values();
    check_columns();
    check_folders();
    CHECK_TORTURE(&ctx,
                  parse_and_free(&ctx, "{\"version\":1,\"table\":\"posts\",\"columns\":{\"id\":\"a\"}}"),
                  (void)0);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
