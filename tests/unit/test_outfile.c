/* Output files: whole or absent, through links, into devices and fifos. */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/outfile.h"
#include "tests/check.h"

static bool exists(const char *path)
{
    struct stat s;
    return lstat(path, &s) == 0;
}

static const char *content(const char *path, char room[256])
{
    FILE *f = fopen(path, "rb");
    const size_t n = f ? fread(room, 1, 255, f) : 0;
    room[n] = '\0';
    if (f) fclose(f);
    return room;
}

static void write_text(rel_ctx *ctx, const char *path, const char *text)
{
    rel_outfile f;
    CHECK_OK(ctx, rel_outfile_open(ctx, path, &f));
    rel_outfile_puts(&f, text);
    CHECK_OK(ctx, rel_outfile_close(&f));
}

static void whole_or_absent(rel_ctx *ctx)
{
    rel_outfile f;
    char room[256];
    write_text(ctx, "of_a.txt", "old");
    CHECK_OK(ctx, rel_outfile_open(ctx, "of_a.txt", &f));
    rel_outfile_printf(&f, "%s %d", "new", 7);
    CHECK(f.written_bytes == 5);
    CHECK(exists("of_a.txt.tmp"));
    CHECK_TEXT(content("of_a.txt", room), "old");
    CHECK_OK(ctx, rel_outfile_close(&f));
    CHECK(!exists("of_a.txt.tmp"));
    CHECK_TEXT(content("of_a.txt", room), "new 7");
    rel_outfile_discard(&f); /* a closed file: nothing happens */

    CHECK_OK(ctx, rel_outfile_open(ctx, "of_a.txt", &f));
    rel_outfile_puts(&f, "given up");
    rel_outfile_discard(&f);
    rel_outfile_discard(&f);
    CHECK(!exists("of_a.txt.tmp"));
    CHECK_TEXT(content("of_a.txt", room), "new 7");

    CHECK_OK(ctx, rel_outfile_open(ctx, "of_a.txt", &f));
    rel_outfile_puts(&f, "sealed");
    CHECK_OK(ctx, rel_outfile_seal(&f));
    CHECK_TEXT(content("of_a.txt", room), "new 7");
    CHECK_TEXT(content("of_a.txt.tmp", room), "sealed");
    CHECK_OK(ctx, rel_outfile_close(&f));
    CHECK_TEXT(content("of_a.txt", room), "sealed");

    CHECK_OK(ctx, rel_outfile_open(ctx, "of_a.txt", &f));
    CHECK_OK(ctx, rel_outfile_seal(&f));
    rel_outfile_discard(&f);
    CHECK(!exists("of_a.txt.tmp"));
    CHECK_TEXT(content("of_a.txt", room), "sealed");
    remove("of_a.txt");
    f = (rel_outfile){0};
    rel_outfile_discard(&f);
}

/* Pieces of all lengths around those where the way of writing changes. */
static void lengths(rel_ctx *ctx)
{
    static const size_t piece[] = {0, 1, 65535, 65536, 65537, 1048575, 1048576, 3000000, 7};
    size_t total = 0;
    rel_outfile f;
    char *data = malloc(3000000);
    memset(data, 'x', 3000000);
    CHECK_OK(ctx, rel_outfile_open(ctx, "of_long", &f));
    for (size_t i = 0; i < sizeof piece / sizeof *piece; i++) {
        data[0] = (char)('a' + (int)i);
        rel_outfile_add(&f, data, piece[i]);
        total += piece[i];
    }
    CHECK(f.written_bytes == (int64_t)total);
    CHECK_OK(ctx, rel_outfile_close(&f));
    CHECK(f.written_bytes == (int64_t)total);
    FILE *in = fopen("of_long", "rb");
    for (size_t i = 0; i < sizeof piece / sizeof *piece; i++) {
        if (!piece[i]) continue;
        CHECK(fread(data, 1, piece[i], in) == piece[i]);
        CHECK(data[0] == (char)('a' + (int)i));
        CHECK(piece[i] == 1 || data[piece[i] - 1] == 'x');
    }
    CHECK(fgetc(in) == EOF);
    fclose(in);
    free(data);
    remove("of_long");
}

static void links_and_permissions(rel_ctx *ctx)
{
    char room[256];
    struct stat s;
    write_text(ctx, "of_target", "1");
    CHECK(chmod("of_target", 0640) == 0);
    CHECK(symlink("of_target", "of_link") == 0);
    write_text(ctx, "of_link", "2");
    CHECK(lstat("of_link", &s) == 0 && S_ISLNK(s.st_mode));
    CHECK_TEXT(content("of_target", room), "2");
    CHECK(stat("of_target", &s) == 0 && (s.st_mode & 0777) == 0640);
    CHECK(!exists("of_target.tmp") && !exists("of_link.tmp"));
    remove("of_link");
    remove("of_target");
}

static void special_files(rel_ctx *ctx)
{
    rel_outfile f;
    write_text(ctx, "/dev/null", "away");
    CHECK(!exists("/dev/null.tmp"));
    struct stat s;
    CHECK(stat("/dev/null", &s) == 0 && S_ISCHR(s.st_mode));

    CHECK_OK(ctx, rel_outfile_open(ctx, "/dev/full", &f));
    rel_outfile_puts(&f, "no room");
    CHECK(rel_outfile_close(&f) == REL_E_IO);
    CHECK_TEXT(ctx->message, "cannot write '/dev/full': No space left on device");
    CHECK(!exists("/dev/full.tmp"));

    CHECK(rel_outfile_open(ctx, ".", &f) == REL_E_IO);
    CHECK_TEXT(ctx->message, "cannot write '.': Is a directory");
    CHECK(rel_outfile_open(ctx, "of_nowhere/x", &f) == REL_E_IO);
    CHECK_TEXT(ctx->message, "cannot write 'of_nowhere/x': No such file or directory");
}

static void *read_fifo(void *text)
{
    FILE *f = fopen("of_fifo", "rb");
    const size_t n = f ? fread(text, 1, 255, f) : 0;
    ((char *)text)[n] = '\0';
    if (f) fclose(f);
    return NULL;
}

static void *close_fifo(void *unused)
{
    const int fd = open("of_fifo", O_RDONLY);
    char byte;
    if (read(fd, &byte, 1) < 0) return unused;
    close(fd);
    return NULL;
}

static void fifos(rel_ctx *ctx)
{
    char room[256];
    pthread_t reader;
    rel_outfile f;
    remove("of_fifo");
    CHECK(mkfifo("of_fifo", 0600) == 0);
    CHECK(pthread_create(&reader, NULL, read_fifo, room) == 0);
    write_text(ctx, "of_fifo", "through the pipe");
    pthread_join(reader, NULL);
    CHECK_TEXT(room, "through the pipe");
    CHECK(!exists("of_fifo.tmp"));

    signal(SIGPIPE, SIG_IGN);
    CHECK(pthread_create(&reader, NULL, close_fifo, NULL) == 0);
    CHECK_OK(ctx, rel_outfile_open(ctx, "of_fifo", &f));
    for (int i = 0; i < 100 && f.status == REL_OK; i++)
        for (int k = 0; k < 10000; k++)
            rel_outfile_puts(&f, "nobody reads this to the end, a hundred times\n");
    CHECK(rel_outfile_close(&f) == REL_E_STOPPED);
    CHECK_TEXT(ctx->message, "nobody reads the output any more");
    pthread_join(reader, NULL);
    remove("of_fifo");
}

/* A disk fills up while a file is written: nothing is left behind, and what stood there stays. */
static void full_disk(void)
{
    rel_ctx ctx;
    rel_outfile f;
    char room[256];
    rel_ctx_init(&ctx, 1);
    write_text(&ctx, "of_full", "before");
    CHECK(rel_outfile_open(&ctx, "of_full", &f) == REL_OK);
    const int full = open("/dev/full", O_WRONLY);
    CHECK(dup2(full, f.fd) >= 0); /* the descriptor leads to a device without room */
    rel_outfile_puts(&f, "after");
    CHECK(rel_outfile_close(&f) == REL_E_IO);
    CHECK_TEXT(ctx.message, "cannot write 'of_full': No space left on device");
    CHECK(!exists("of_full.tmp"));
    CHECK_TEXT(content("of_full", room), "before");
    remove("of_full");
    close(full);
    rel_ctx_free(&ctx);
}

/* Standard output: written to, never closed or renamed. */
static void standard_output(rel_ctx *ctx)
{
    char room[256];
    fflush(stdout);
    const int saved = dup(STDOUT_FILENO), file = open("of_stdout", O_RDWR | O_CREAT | O_TRUNC, 0600);
    dup2(file, STDOUT_FILENO);
    write_text(ctx, "-", "to standard output\n");
    write_text(ctx, "-", "and again");
    dup2(saved, STDOUT_FILENO);
    close(saved);
    close(file);
    CHECK_TEXT(content("of_stdout", room), "to standard output\nand again");
    CHECK(!exists("-.tmp") && !exists("-"));
    remove("of_stdout");
}

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 1);
    whole_or_absent(&ctx);
    lengths(&ctx);
    links_and_permissions(&ctx);
    special_files(&ctx);
    fifos(&ctx);
    full_disk();
    standard_output(&ctx);
    rel_ctx_free(&ctx);
    return CHECK_REPORT();
}
