/* Reading GraphML: names, exact numbers, what is missing, layers, parallel edges, and what malformed files
 * get. */
#include <dirent.h>
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

#include "graph/builder.h"
#include "graph/readers.h"
#include "tests/graph_check.h"

static char notes[16][REL_MESSAGE_MAX];
static int note_count;

static void keep_note(void *user, const char *sentence)
{
    (void)user;
    if (note_count < 16) snprintf(notes[note_count++], REL_MESSAGE_MAX, "%s", sentence);
}

static bool noted(const char *sentence)
{
    for (int i = 0; i < note_count; i++)
        if (strcmp(notes[i], sentence) == 0) return true;
    for (int i = 0; i < note_count; i++) fprintf(stderr, "noted: %s\n", notes[i]);
    return false;
}

static rel_status read_text(rel_ctx *ctx, const char *text, rel_graph *g)
{
    FILE *f = fopen("test.graphml", "wb");
    CHECK(f && fputs(text, f) >= 0 && fclose(f) == 0);
    note_count = 0;
    return rel_graphml_read_file(ctx, "test.graphml", REL_BUILD_BOTH, g);
}

static const char *name_of(const rel_graph *g, rel_vid v)
{
    static char text[64], room[REL_NAME_NUMBER_TEXT];
    const rel_str name = rel_names_get(&g->names, v, room);
    snprintf(text, sizeof text, "%.*s", REL_STR_ARG(name));
    return text;
}

static const rel_attribute *column(const rel_graph *g, bool edges, const char *name)
{
    static const rel_attribute none;
    const rel_attribute *a = rel_attribute_find(edges ? &g->edge_attributes : &g->vertex_attributes, name);
    CHECK(a);
    return a ? a : &none;
}

#define HEAD                                                                                                 \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml "                                                  \
    "xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
#define TAIL "</graph></graphml>\n"

static void names_and_types(rel_ctx *ctx)
{
    rel_graph g;
    CHECK_OK(ctx,
             read_text(ctx,
                       HEAD
                       "<!-- <graph> <key id='no' attr.type='long'/> -->"
                       "<key id='d0' for='node' attr.name='Twitter ID' attr.type='long'/>\n"
                       "<key attr.type = \"boolean\" attr.name=\"ok\" for=\"node\" id=\"d1\"></key>\n"
                       "<key id='d2' for='node' attr.name='score' attr.type='double'/>\n"
                       "<key id='d3' for='node' attr.name='label' attr.type='string'/>\n"
                       "<key id='d4' for='node' attr.name='half' attr.type='int'/>\n"
                       "<key id='d5' for='edge' attr.name='weight' attr.type='double'/>\n"
                       "<graph edgedefault='directed'>\n"
                       "<node id='zo\xC3\xA9'><data key='d0'>1700000000005428521</data>"
                       "<data key='d1'>true</data><data key='d2'>0.1</data><data key='d3'>Zo\xC3\xA9 "
                       "&amp; \xF0\x9F\x8C\xB4</data><data key='d4'>1.5</data></node>\n"
                       "<node id='9'><data key='d0'>-9223372036854775808</data><data key='d1'>false</data>"
                       "<data key='d4'>9007199254740994.5</data></node>\n"
                       "<node id='b'/>\n"
                       "<edge source='9' target='zo\xC3\xA9'><data key='d5'>2.5</data></edge>\n"
                       "<edge source='9' target='b'/>\n" TAIL,
                       &g));
    check_graph(&g);
    CHECK(g.n == 3 && g.m == 2 && g.directed);
    CHECK_TEXT(name_of(&g, 0), "zo\xC3\xA9");
    CHECK_TEXT(name_of(&g, 1), "9");
    CHECK(rel_names_find(&g.names, REL_STR_LIT("b")) == 2);
    CHECK(g.out.weight && g.out.weight[0] == 2.5f && g.out.weight[1] == 1);
    const rel_attribute *id = column(&g, false, "twitter id"), *ok = column(&g, false, "ok");
    CHECK(id->type == REL_ATTRIBUTE_I64 && id->value.i64[0] == 1700000000005428521 &&
          id->value.i64[1] == INT64_MIN);
    CHECK(rel_attribute_is_missing(id, 2));
    CHECK(ok->type == REL_ATTRIBUTE_BOOL && ok->value.b[0] == 1 && ok->value.b[1] == 0);
    CHECK(rel_attribute_is_missing(ok, 2) && !rel_attribute_is_missing(ok, 1));
    const rel_attribute *score = column(&g, false, "score");
    CHECK(score->type == REL_ATTRIBUTE_F64 && score->value.f64[0] == 0.1 &&
          rel_attribute_is_missing(score, 1));
    const rel_attribute *label = column(&g, false, "label");
    CHECK(rel_str_is(rel_attribute_text(label, 0), "Zo\xC3\xA9 & \xF0\x9F\x8C\xB4"));
    CHECK(!rel_attribute_text(label, 1).s);
    const rel_attribute *half = column(&g, false, "half");
    CHECK(half->type == REL_ATTRIBUTE_F64 && half->value.f64[0] == 1.5);
    CHECK(noted("'test.graphml' line 10: attribute 'half' is declared as whole numbers but 2 values are not, "
                "the first is "
                "'1.5': it is kept as numbers with fractions"));
    CHECK(g.vertex_attributes.count == 5 && g.edge_attributes.count == 0);
    rel_graph_free(&g);
}

static void counted_ids_give_way_to_names(rel_ctx *ctx)
{
    rel_graph g;
    CHECK_OK(ctx, read_text(ctx,
                            HEAD "<key id='d0' for='node' attr.name='name' attr.type='string'/>"
                                 "<graph edgedefault='undirected'>"
                                 "<node id='n0'><data key='d0'>ann</data></node>"
                                 "<node id='n1'><data key='d0'>bob</data></node>"
                                 "<edge source='n0' target='n1'/>" TAIL,
                            &g));
    CHECK(!g.directed && g.m == 2 && g.vertex_attributes.count == 0);
    CHECK_TEXT(name_of(&g, 0), "ann");
    rel_graph_free(&g);
    CHECK_OK(ctx, read_text(ctx,
                            HEAD "<key id='d0' for='node' attr.name='name' attr.type='string'/>"
                                 "<graph edgedefault='undirected'>"
                                 "<node id='n0'><data key='d0'>ann</data></node>"
                                 "<node id='n1'><data key='d0'>ann</data></node>" TAIL,
                            &g));
    CHECK_TEXT(name_of(&g, 0), "n0"); /* the names are not unique */
    CHECK(g.vertex_attributes.count == 1);
    rel_graph_free(&g);
}

static void kinds_become_layers(rel_ctx *ctx)
{
    rel_graph g;
    CHECK_OK(ctx,
             read_text(ctx,
                       HEAD
                       "<key id='k' for='edge' attr.name='layer' attr.type='string'/>"
                       "<key id='w' for='edge' attr.name='Weight' attr.type='int'/>"
                       "<key id='t' for='edge' attr.name='first_time' attr.type='long'/>"
                       "<key id='c' for='edge' attr.name='color' attr.type='string'/>"
                       "<graph edgedefault='directed'><node id='a'/><node id='b'/>"
                       "<edge id='e1' source='a' target='b'><data key='k'>share</data><data key='w'>3</data>"
                       "<data key='t'>30</data><data key='c'>red</data></edge>"
                       "<edge id='e2' source='a' target='b'><data key='k'>mention</data>"
                       "<data key='t'>20</data><data key='c'>blue</data></edge>"
                       "<edge id='e3' source='b' target='a'><data key='k'>share</data></edge>" TAIL,
                       &g));
    CHECK(g.m == 2 && g.dropped.merged == 1 && g.out.weight[0] == 4 && g.out.weight[1] == 1);
    CHECK(column(&g, true, "share")->value.f32[0] == 3 && column(&g, true, "mention")->value.f32[0] == 1);
    CHECK(column(&g, true, "first_time")->value.i64[0] == 20 &&
          rel_attribute_is_missing(column(&g, true, "first_time"), 1));
    CHECK(rel_str_is(rel_attribute_text(column(&g, true, "color"), 0), "red"));
    CHECK(g.edge_attributes.count == 4);
    CHECK(
        noted("'test.graphml': 1 parallel edges were summed; of their other attributes the first are kept"));
    rel_graph_free(&g);

    CHECK_OK(ctx,
             read_text(ctx,
                       HEAD
                       "<key id='s' for='edge' attr.name='share' attr.type='double'/>"
                       "<key id='m' for='edge' attr.name='mention' attr.type='double'/>"
                       "<graph edgedefault='directed'><node id='a'/><node id='b'/>"
                       "<edge source='a' target='b'><data key='s'>2</data><data key='m'>1</data></edge>" TAIL,
                       &g));
    CHECK(column(&g, true, "share")->type == REL_ATTRIBUTE_F32 &&
          column(&g, true, "mention")->value.f32[0] == 1);
    rel_graph_free(&g);
}

static void undirected_edges_keep_no_attributes(rel_ctx *ctx)
{
    rel_graph g;
    CHECK_OK(ctx, read_text(ctx,
                            HEAD "<key id='c' for='edge' attr.name='color' attr.type='string'/>"
                                 "<graph edgedefault='undirected'><node id='a'/><node id='b'/>"
                                 "<edge source='a' target='b'><data key='c'>red</data></edge>" TAIL,
                            &g));
    CHECK(g.edge_attributes.count == 0);
    CHECK(noted("'test.graphml': 1 attributes of edges were left out, as the graph is undirected"));
    rel_graph_free(&g);
}

static void names_of_attributes(rel_ctx *ctx)
{
    rel_graph g;
    CHECK_OK(ctx, read_text(
                      ctx,
                      HEAD "<key id='a' for='node' attr.name='Score' attr.type='double'/>"
                           "<key id='b' for='node' attr.name='score' attr.type='double'/>"
                           "<key id='c' for='node' attr.name='a_name_of_more_than_sixty_three_bytes_which_no_"
                           "column_of_ours_can_have' attr.type='double'/>"
                           "<graph edgedefault='directed'><node id='a'><data key='a'>1</data>"
                           "<data key='b'>2</data><data key='c'>3</data></node>" TAIL,
                      &g));
    CHECK(column(&g, false, "score")->value.f64[0] == 1 && column(&g, false, "score_2")->value.f64[0] == 2);
    CHECK(column(&g, false, "a_name_of_more_than_sixty_three_bytes_which_no_column_o")->count == 1);
    CHECK(g.vertex_attributes.count == 3);
    CHECK(noted("'test.graphml': attribute 'score' is called 'score_2' here"));
    rel_graph_free(&g);
}

static void refused(rel_ctx *ctx, const char *text, const char *sentence)
{
    rel_graph g;
    CHECK(read_text(ctx, text, &g) == REL_E_DATA);
    CHECK_TEXT(ctx->message, sentence);
    CHECK(!g.owner && g.n == 0);
}

static void what_is_refused(rel_ctx *ctx)
{
    rel_graph g;
    refused(ctx, "", "'test.graphml' is empty: expected GraphML");
    refused(ctx, HEAD "<graph edgedefault='directed'>" TAIL, "'test.graphml' holds no vertices");
    refused(ctx, HEAD "<graph edgedefault='directed'>\n<node id='a'>\n</graph>\n",
            "'test.graphml' line 5 column 3: not valid GraphML: mismatched tag");
    refused(ctx, "hello\n", "'test.graphml' line 1 column 1: not valid GraphML: syntax error");
    refused(ctx, "<?xml version='1.0'?>\n<html/>", "'test.graphml' line 2: expected <graphml>, found <html>");
    refused(ctx, "<?xml version='1.0' encoding='EBCDIC'?><graphml/>",
            "'test.graphml' line 1 column 31: not valid GraphML: unknown encoding");
    refused(ctx, HEAD "<graph>\n<node id='\xE9'/></graph>",
            "'test.graphml' line 4 column 11: not valid GraphML: not well-formed (invalid token)");
    CHECK(rel_graphml_read_file(ctx, "no-such.graphml", REL_BUILD_BOTH, &g) == REL_E_IO);
}

/* Ten entities, each ten of the one before: 40 GB of text, which nobody gets. */
static void entities(rel_ctx *ctx)
{
    rel_graph g;
    char text[4096];
    int len = snprintf(text, sizeof text, "<!DOCTYPE graphml [<!ENTITY e0 'lol'>\n");
    for (int k = 1; k <= 10; k++) {
        len += snprintf(text + len, sizeof text - (size_t)len, "<!ENTITY e%d '", k);
        for (int i = 0; i < 10; i++) len += snprintf(text + len, sizeof text - (size_t)len, "&e%d;", k - 1);
        len += snprintf(text + len, sizeof text - (size_t)len, "'>\n");
    }
    snprintf(text + len, sizeof text - (size_t)len,
             "]><graphml><graph><node id='a'><data key='x'>&e10;</data></node></graph></graphml>");
    CHECK(read_text(ctx, text, &g) == REL_E_DATA);
    CHECK(strstr(ctx->message, "limit on input amplification factor"));
    /* One of reasonable size is what it says; one from elsewhere is not fetched. */
    CHECK_OK(ctx, read_text(ctx,
                            "<!DOCTYPE graphml SYSTEM 'http://example.org/graphml.dtd' [<!ENTITY who 'ann'>"
                            "<!ENTITY far SYSTEM 'file:///etc/passwd'>]><graphml><graph><node id='&who;'>"
                            "<data key='x'>&far;&who;</data></node></graph></graphml>",
                            &g));
    CHECK_TEXT(name_of(&g, 0), "ann");
    CHECK(rel_str_is(rel_attribute_text(column(&g, false, "x"), 0), "ann"));
    rel_graph_free(&g);
}

static rel_status read_bytes(rel_ctx *ctx, const void *bytes, size_t len, rel_graph *g)
{
    FILE *f = fopen("test.graphml", "wb");
    CHECK(f && fwrite(bytes, 1, len, f) == len && fclose(f) == 0);
    note_count = 0;
    return rel_graphml_read_file(ctx, "test.graphml", REL_BUILD_BOTH, g);
}

/* The same name in every encoding. */
static void encodings(rel_ctx *ctx)
{
    static const struct {
        const char *name, *bytes;
    } CASES[] = {
        {"UTF-8", "zo\xC3\xA9\xE2\x82\xAC"}, {"windows-1252", "zo\xE9\x80"},   {"CP1252", "zo\xE9\x80"},
        {"ISO-8859-15", "zo\xE9\xA4"},       {"ISO-8859-1", "zo\xE9&#x20AC;"}, {"latin1", "zo\xE9&#x20AC;"},
        {"US-ASCII", "zo&#233;&#8364;"}};
    rel_graph g;
    char text[512], wide[1024];
    for (size_t k = 0; k < sizeof CASES / sizeof *CASES; k++) {
        snprintf(text, sizeof text,
                 "<?xml version='1.0' encoding='%s'?><graphml><graph><node id='%s'/></graph></graphml>",
                 CASES[k].name, CASES[k].bytes);
        CHECK_OK(ctx, read_text(ctx, text, &g));
        CHECK_TEXT(name_of(&g, 0), "zo\xC3\xA9\xE2\x82\xAC");
        rel_graph_free(&g);
    }
    const size_t len = (size_t)snprintf(text, sizeof text,
                                        "<?xml version='1.0' encoding='UTF-16'?>"
                                        "<graphml><graph><node id='zo&#233;'/></graph></graphml>");
    for (int big = 0; big < 2; big++) {
        wide[big] = (char)0xFE;
        wide[!big] = (char)0xFF;
        if (!big) wide[0] = (char)0xFF, wide[1] = (char)0xFE;
        for (size_t i = 0; i < len; i++) {
            wide[2 + 2 * i + (size_t)big] = text[i];
            wide[2 + 2 * i + (size_t)!big] = '\0';
        }
        if (big) wide[0] = (char)0xFE, wide[1] = (char)0xFF;
        CHECK_OK(ctx, read_bytes(ctx, wide, 2 + 2 * len, &g));
        CHECK_TEXT(name_of(&g, 0), "zo\xC3\xA9");
        CHECK(rel_graphml_detect("x", (rel_str){wide, 2 + 2 * len}) == 100);
        rel_graph_free(&g);
    }
}

/* What a file says that no graph of ours has a place for, each with its line. */
static void what_is_left_out(rel_ctx *ctx)
{
    rel_graph g;
    CHECK_OK(ctx,
             read_text(ctx,
                       HEAD
                       "<key id='g' for='graph' attr.name='mode'/>\n"
                       "<key id='all' for='all' attr.name='seen' attr.type='int'/>\n"
                       "<key id='all' for='node' attr.name='again' attr.type='int'/>\n"
                       "<graph edgedefault='directed'><data key='g'>x</data>\n"
                       "<node id='a'><port name='p'/><data key='g'>x</data></node><node/>\n"
                       "<edge source='a' target='b'><data key='all'>1</data></edge>\n"
                       "<edge source='a'><data key='all'>5</data></edge>\n"
                       "<hyperedge><endpoint node='a'/></hyperedge><node id='a'/>\n"
                       "<edge source='b' target='a'><data key='new'>2.5</data></edge>\n"
                       "</graph>\n<graph><node id='other'/><edge source='a' target='b'/></graph></graphml>",
                       &g));
    CHECK(g.n == 2 && g.m == 2);
    CHECK(note_count == 10);
    CHECK(noted("'test.graphml' holds 2 graphs; the first was read"));
    CHECK(noted("'test.graphml': 1 nodes without an id were left out, the first in line 7"));
    CHECK(noted("'test.graphml': 1 edges without a source or target were left out, the first in line 9"));
    CHECK(noted("'test.graphml': 1 nodes have the id of one before them, the first in line 10"));
    CHECK(noted("'test.graphml': 1 hyperedges were left out, the first in line 10"));
    CHECK(noted(
        "'test.graphml': 1 keys have the id of one before them and were left out, the first in line 5"));
    rel_graph_free(&g);
}

static void text_of(const rel_graph *g, bool edges, const char *name, int64_t i, const char *expected)
{
    const rel_str text = rel_attribute_text(column(g, edges, name), i);
    if (!rel_str_is(text, expected)) fprintf(stderr, "%s of %d is '%.*s'\n", name, (int)i, REL_STR_ARG(text));
    CHECK(rel_str_is(text, expected));
}

/* Groups are nodes; the label of a node or an edge stands among its graphics. */
static void yed(rel_ctx *ctx)
{
    rel_graph g;
    CHECK_OK(
        ctx,
        read_text(
            ctx,
            HEAD
            "<key for='node' id='d4' attr.name='url' attr.type='string'/>"
            "<key for='node' id='d6' yfiles.type='nodegraphics'/>"
            "<key for='edge' id='d9' yfiles.type='edgegraphics'/>"
            "<key for='graphml' id='d7' yfiles.type='resources'/>"
            "<graph edgedefault='directed' id='G'>"
            "<node id='n0'><data key='d4'/><data key='d6'><y:ShapeNode><y:Geometry x='1'/>"
            "<y:NodeLabel alignment='center'>\n ann &amp; co<y:LabelModel>no</y:LabelModel></y:NodeLabel>"
            "<y:NodeLabel>second</y:NodeLabel></y:ShapeNode></data></node>"
            "<node id='n1' yfiles.foldertype='group'><data key='d6'><y:ProxyAutoBoundsNode><y:Realizers>"
            "<y:GroupNode><y:NodeLabel>team</y:NodeLabel></y:GroupNode></y:Realizers>"
            "</y:ProxyAutoBoundsNode></data><graph edgedefault='directed' id='n1:'>"
            "<node id='n1::n0'><data key='d6'><y:ShapeNode><y:NodeLabel hasText='false'/></y:ShapeNode>"
            "</data></node><edge source='n1::n0' target='n0'/></graph><data key='d4'>after</data></node>"
            "<edge id='e0' source='n0' target='n1'><data key='d9'><y:PolyLineEdge><y:EdgeLabel>knows"
            "</y:EdgeLabel></y:PolyLineEdge></data></edge>" TAIL,
            &g));
    CHECK(g.n == 3 && g.m == 2 && g.directed && g.vertex_attributes.count == 3);
    CHECK_TEXT(name_of(&g, 2), "n1::n0");
    text_of(&g, false, "label", 0, "ann & co");
    text_of(&g, false, "label", 1, "team");
    CHECK(rel_attribute_is_missing(column(&g, false, "label"), 2));
    text_of(&g, false, "parent", 2, "n1");
    text_of(&g, false, "url", 1, "after");
    text_of(&g, true, "label", 0, "knows");
    CHECK(note_count == 0);
    rel_graph_free(&g);
}

/* Neo4j: labels and label stand beside the ids, and again as values that no key declares. */
static void neo4j(rel_ctx *ctx)
{
    rel_graph g;
    CHECK_OK(ctx,
             read_text(ctx,
                       HEAD
                       "<key id='name' for='node' attr.name='name'/><graph id='G' edgedefault='directed'>\n"
                       "<node id='n7' labels=':Person:User'><data key='labels'>:Person:User</data>"
                       "<data key='name'>Ann</data></node>\n<node id='n9'/>\n"
                       "<edge id='e1' source='n7' target='n9' label='FOLLOW'><data key='label'>FOLLOW</data>"
                       "</edge>" TAIL,
                       &g));
    CHECK(g.n == 2 && g.m == 1 && g.edge_attributes.count == 1);
    text_of(&g, false, "labels", 0, ":Person:User");
    CHECK(column(&g, true, "follow")->value.f32[0] == 1);
    CHECK(noted("'test.graphml': 2 attributes are declared nowhere and are called by their ids, the first in "
                "line 4"));
    rel_graph_free(&g);
}

/* Two modes, signed weights: an edge whose weight is not above 0 has no place in a graph. */
static void signed_weights(rel_ctx *ctx)
{
    rel_graph g;
    CHECK_OK(ctx, read_text(ctx,
                            HEAD "<key id='weight' for='edge' attr.name='weight' attr.type='double'/>"
                                 "<graph edgedefault='directed'><node id='a'/><node id='b'/>"
                                 "<edge source='a' target='b'><data key='weight'>-3.0</data></edge>"
                                 "<edge source='b' target='a'><data key='weight'>2.0</data></edge>" TAIL,
                            &g));
    CHECK(g.m == 1 && g.dropped.bad_weight == 1 && g.out.weight[0] == 2);
    rel_graph_free(&g);
}

/* Defaults count where nothing else stands, for weights too. */
static void defaults(rel_ctx *ctx)
{
    rel_graph g;
    CHECK_OK(
        ctx,
        read_text(ctx,
                  HEAD
                  "<key id='w' for='edge' attr.name='weight' attr.type='double'><default>3</default></key>"
                  "<key id='c' for='node' attr.name='color' attr.type='string'><desc>d</desc>"
                  "<default>yellow</default></key>"
                  "<graph edgedefault='undirected'><node id='a'><data key='c'>red</data></node><node id='b'/>"
                  "<edge source='a' target='b'/><edge directed='true' source='b' target='b'/>"
                  "<edge directed='true' source='b' target='c'><data key='w'>1</data></edge>" TAIL,
                  &g));
    CHECK(g.m == 3 && g.directed && g.out.weight[0] == 3 && g.out.weight[1] == 3 && g.out.weight[2] == 1);
    text_of(&g, false, "color", 0, "red");
    text_of(&g, false, "color", 1, "yellow");
    CHECK(noted("'test.graphml': 1 accounts are declared nowhere, but named by edges"));
    rel_graph_free(&g);
}

/* Text and tags longer than a piece of the file; packed, too. */
static void long_ones(rel_ctx *ctx)
{
    enum { LONG = CHECK_SIZE(1000000, 400000) };
    rel_graph g;
    char *text = malloc(2 * LONG + 1000);
    CHECK(text);
    if (!text) return;
    size_t len = (size_t)sprintf(text, "<graphml><graph><node id='");
    memset(text + len, 'x', LONG);
    len += LONG;
    len += (size_t)sprintf(text + len, "'><data key='t'>");
    memset(text + len, 'y', LONG);
    len += LONG;
    len += (size_t)sprintf(text + len, "</data></node></graph></graphml>");
    CHECK_OK(ctx, read_bytes(ctx, text, len, &g));
    CHECK(g.n == 1 && g.names.off[1] == LONG && column(&g, false, "t")->value.off[1] == LONG);
    rel_graph_free(&g);
    CHECK(system("gzip -kf1 test.graphml") == 0);
    CHECK_OK(ctx, rel_graphml_read_file(ctx, "test.graphml.gz", REL_BUILD_BOTH, &g));
    CHECK(g.n == 1 && g.names.off[1] == LONG);
    rel_graph_free(&g);
    unlink("test.graphml.gz");
    len = (size_t)sprintf(text, "<graphml><graph>");
    for (int i = 0; i < 1100; i++) len += (size_t)sprintf(text + len, "<node id='%d'><graph>", i);
    CHECK(read_bytes(ctx, text, len, &g) == REL_E_LIMIT);
    CHECK_TEXT(ctx->message, "'test.graphml' line 1: elements lie more than 1000 deep");
    free(text);
}

/* Every file of other programs' tests is read, or refused with a sentence of its own. */
static void files_of_others(rel_ctx *ctx)
{
    static const char *const folders[] = {
        "formats-igraph/fuzzing/test_inputs", "formats-igraph/examples/simple", "formats-igraph/tests/unit",
        "formats-igraph/tests/regression", "formats-graphology/graphml/test/resources"};
    int read = 0, sentences = 0;
    for (size_t k = 0; k < sizeof folders / sizeof *folders; k++) {
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", REL_SHARED_DATA, folders[k]);
        DIR *dir = opendir(path);
        if (!dir) {
            fprintf(stderr, "skipped: no %s\n", path);
            continue;
        }
        for (struct dirent *e = readdir(dir); e; e = readdir(dir)) {
            const size_t len = strlen(e->d_name);
            rel_graph g;
            if (len < 8 || strcmp(e->d_name + len - 8, ".graphml") != 0) continue;
            snprintf(path, sizeof path, "%s/%s/%s", REL_SHARED_DATA, folders[k], e->d_name);
            note_count = 0;
            if (rel_graphml_read_file(ctx, path, REL_BUILD_BOTH, &g) == REL_OK) {
                check_graph(&g);
                read++;
                rel_graph_free(&g);
            } else {
                CHECK(ctx->status == REL_E_DATA && strstr(ctx->message, e->d_name));
                if (getenv("SHOW")) fprintf(stderr, "%s\n", ctx->message + strlen(REL_SHARED_DATA));
                sentences++;
            }
        }
        closedir(dir);
    }
    if (read + sentences) {
        CHECK(read == 18 && sentences == 11); /* four of those read have words for weights */
        fprintf(stderr, "%d files read, %d refused\n", read, sentences);
    }
}

static void a_published_size(rel_ctx *ctx)
{
    rel_graph g;
    const char *path = REL_SHARED_DATA "/formats-graphology/graphml/test/resources/miserables.graphml";
    note_count = 0;
    if (access(path, R_OK) != 0) return; /* said above */
    CHECK_OK(ctx, rel_graphml_read_file(ctx, path, REL_BUILD_BOTH, &g));
    CHECK(g.n == 77 && g.m == 2 * 254);
    rel_graph_free(&g);
}

static void detection(void)
{
    CHECK(rel_graphml_detect("x", REL_STR_LIT("<?xml version='1.0'?><graphml>")) == 100);
    CHECK(rel_graphml_detect("x.graphml", REL_STR_LIT("<?xml version='1.0'?>")) == 60);
    CHECK(rel_graphml_detect("x", REL_STR_LIT("\n<!-- <gexf> --><!DOCTYPE g><ns0:graphml xmlns:ns0='n'>")) ==
          100);
    CHECK(rel_graphml_detect("x", REL_STR_LIT("{\"text\":\"<graphml>\"}")) == 0);
    CHECK(rel_graphml_detect("x", REL_STR_LIT("<html><graphml>")) == 0);
    CHECK(rel_graphml_detect("x.gexf", REL_STR_LIT("<?xml version='1.0'?><gexf>")) == 0);
}

/* Expat's own allocations are not ours to fail; ours all are. */
static void every_allocation_may_fail(rel_ctx *ctx)
{
    rel_graph g;
    CHECK_TORTURE(
        ctx,
        read_text(ctx,
                  HEAD
                  "<key id='k' for='edge' attr.name='kind' attr.type='string'/>"
                  "<key id='t' for='edge' attr.name='first_time' attr.type='long'/>"
                  "<key id='d' for='node' attr.name='d' attr.type='long'/>"
                  "<key id='e' for='node' attr.name='e' attr.type='boolean'/>"
                  "<key id='f' for='node' attr.name='f' attr.type='int'/>"
                  "<graph edgedefault='directed'><node id='a'><data key='f'>x</data></node><node id='b'/>"
                  "<edge source='a' target='b'><data key='k'>share</data></edge>" TAIL,
                  &g),
        rel_graph_free(&g));
}

#define WEIGHTED                                                                                             \
    HEAD "<key id='w' for='edge' attr.name='weight' attr.type='%s'/>"                                        \
         "<graph edgedefault='directed'><node id='a'/><node id='b'/>"                                        \
         "<edge source='a' target='b'><data key='w'>%s</data></edge>"                                        \
         "<edge source='b' target='a'/>" TAIL

/* A weight that is missing counts as 1; one that is there and none is left out. */
static void weights_are_read(rel_ctx *ctx)
{
    static const char *const types[] = {"double", "float", "int", "string"};
    for (int k = 0; k < 4; k++) {
        rel_graph g;
        char text[2000];
        snprintf(text, sizeof text, WEIGHTED, types[k], "NaN");
        CHECK_OK(ctx, read_text(ctx, text, &g));
        CHECK(g.m == 1 && g.dropped.bad_weight == 1 && rel_graph_find(&g, 1, 0) == 0);
        CHECK(noted("'test.graphml': 1 edges have no weight and count as 1"));
        rel_graph_free(&g);
        snprintf(text, sizeof text, WEIGHTED, types[k], "-2");
        CHECK_OK(ctx, read_text(ctx, text, &g));
        CHECK(g.m == 1 && g.dropped.bad_weight == 1);
        rel_graph_free(&g);
    }
}

/* A column of words is no weight: every edge counts as 1, and the column is kept. */
static void words_are_no_weights(rel_ctx *ctx)
{
    static const char *const types[] = {"double", "float", "int", "string", "boolean"};
    for (int k = 0; k < 5; k++) {
        rel_graph g;
        char text[2000];
        snprintf(text, sizeof text, WEIGHTED, types[k], "abc");
        CHECK_OK(ctx, read_text(ctx, text, &g));
        check_graph(&g);
        CHECK(g.m == 2 && !g.out.weight && !g.in.weight && g.dropped.bad_weight == 0);
        CHECK(noted("'test.graphml' line 3: attribute 'weight' holds 1 words, the first is 'abc': it is no "
                    "weight, every edge counts as 1"));
        CHECK(rel_str_is(rel_attribute_text(column(&g, true, "weight"), 0), "abc"));
        CHECK(rel_attribute_is_missing(column(&g, true, "weight"), 1));
        rel_graph_free(&g);
    }
}

static void truths_are_no_weights(rel_ctx *ctx)
{
    rel_graph g;
    char text[2000];
    snprintf(text, sizeof text, WEIGHTED, "boolean", "false");
    CHECK_OK(ctx, read_text(ctx, text, &g));
    CHECK(g.m == 2 && !g.out.weight);
    CHECK(noted("'test.graphml' line 3: attribute 'weight' holds 1 words, the first is 'false': it is no "
                "weight, every edge counts as 1"));
    const rel_attribute *truth = column(&g, true, "weight");
    CHECK(truth->type == REL_ATTRIBUTE_BOOL && !truth->value.b[0] && rel_attribute_is_missing(truth, 1));
    rel_graph_free(&g);
}

/* One word among numbers is enough: the numbers say something else then. */
static void numbers_among_words(rel_ctx *ctx)
{
    rel_graph g;
    CHECK_OK(ctx, read_text(ctx,
                            HEAD "<key id='w' for='edge' attr.name='Weight' attr.type='string'/>"
                                 "<graph edgedefault='directed'><node id='a'/><node id='b'/><node id='c'/>"
                                 "<edge source='a' target='b'><data key='w'>-3</data></edge>"
                                 "<edge source='b' target='c'><data key='w'>high</data></edge>"
                                 "<edge source='c' target='a'><data key='w'>low</data></edge>" TAIL,
                            &g));
    CHECK(g.m == 3 && !g.out.weight && note_count == 1);
    CHECK(noted("'test.graphml' line 3: attribute 'Weight' holds 2 words, the first is 'high': it is no "
                "weight, every edge counts as 1"));
    CHECK(rel_str_is(rel_attribute_text(column(&g, true, "weight"), 0), "-3"));
    rel_graph_free(&g);
}

/* Keys that nothing uses: looked for among all others, they would take time by their square. */
static void too_many_keys(rel_ctx *ctx)
{
    enum { KEYS = 2049, ROOM = 200000 };
    rel_graph g;
    char *text = malloc(ROOM);
    CHECK(text != NULL);
    if (!text) return;
    int len = snprintf(text, ROOM, "<graphml>");
    for (int k = 0; k < KEYS; k++)
        len += snprintf(text + len, (size_t)(ROOM - len), "<key id='k%d' for='all' attr.name='n%d'/>", k, k);
    len += snprintf(text + len, (size_t)(ROOM - len), "<graph><node id='a'/></graph></graphml>");
    CHECK(len < ROOM && read_bytes(ctx, text, (size_t)len, &g) == REL_E_LIMIT);
    CHECK_TEXT(ctx->message, "'test.graphml': a table can have 1024 attributes, not more");
    rel_forgive(ctx);
    free(text);
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 2);
    ctx.note = keep_note;
    names_and_types(&ctx);
    counted_ids_give_way_to_names(&ctx);
    kinds_become_layers(&ctx);
    undirected_edges_keep_no_attributes(&ctx);
    names_of_attributes(&ctx);
    weights_are_read(&ctx);
    words_are_no_weights(&ctx);
    truths_are_no_weights(&ctx);
    numbers_among_words(&ctx);
    what_is_refused(&ctx);
    entities(&ctx);
    encodings(&ctx);
    what_is_left_out(&ctx);
    yed(&ctx);
    neo4j(&ctx);
    signed_weights(&ctx);
    defaults(&ctx);
    long_ones(&ctx);
    files_of_others(&ctx);
    a_published_size(&ctx);
    detection();
    every_allocation_may_fail(&ctx);
    too_many_keys(&ctx);
    unlink("test.graphml");
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
