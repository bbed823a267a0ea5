/* Peers that are programs of their own: a command that reads a graph file, does the work and prints how long
 * the work took. */
#ifndef REL_BENCH_COMMAND_H
#define REL_BENCH_COMMAND_H

#include "bench/bench.h"
#include "bench/graphs.h"

enum { BENCH_COMMANDS_MAX = 64 };

typedef struct bench_command {
    char name[32], kernel[48];
    const char *command; /* borrowed */
    const char *pattern; /* borrowed; NULL: what the programs of the GAP benchmark suite print */
} bench_command;

/* "NAME:KERNEL=COMMAND". text is borrowed. Errors: E_USAGE. */
REL_CHECKED
rel_status bench_command_parse(rel_ctx *ctx, const char *text, bench_command *c);

/* Runs the command with OMP_NUM_THREADS set, after writing the files that it names into folder, where they
 * stay for the next command. In the command stand
 *
 *     {el}            text pairs, numbers from 0, no comments; of an undirected graph each edge once
 *     {mtx}           Matrix Market, pattern, general or symmetric
 *     {metis}         METIS, undirected graphs only
 *     {graphml} ...   any format that relais writes, by its name
 *     {graph}         the name of the graph
 *     {threads}       how many threads
 *     {directed:X} {undirected:X}   X for such a graph, nothing for the other
 *
 * Seconds are the first group of the pattern, an extended regular expression, in each line that it matches:
 * their median. r gets seconds, fastest, slowest, runs and peak_bytes. Errors: E_USAGE (a form unknown), E_IO
 * (the command fails), E_DATA (no line says seconds). */
REL_CHECKED
rel_status bench_command_run(rel_ctx *ctx, const bench_command *c, const bench_graph *b, const char *folder,
                             int threads, bench_result *r);

#endif
