/* What is read of a graph file, as the golden tests show it. usage: tool_graph_dump FILE */
#include "tests/graph_dump.h"

int main(int argc, char **argv)
{
    rel_ctx ctx;
    graph_dump d;
    const rel_graph_format *format;
    if (argc != 2) return 2;
    const char *slash = strrchr(argv[1], '/');
    rel_ctx_init(&ctx, 1);
    graph_dump_file(&ctx, argv[1], slash ? slash + 1 : argv[1], &format, &d);
    printf("format %s\n%s", format ? format->name : "none", d.text.data);
    rel_buf_free(&d.text);
    rel_buf_free(&d.notes);
    rel_ctx_free(&ctx);
    return check_failed != 0;
}
