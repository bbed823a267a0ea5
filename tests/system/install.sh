#!/usr/bin/env bash
# What `cmake --install` lays down works: the program, both libraries by pkg-config, man pages, completions, French.
set -eu
source_dir=$1 build=$2
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
cmake --install "$build" --prefix "$prefix" >/dev/null
cd "$prefix"

fail() { echo "install: $*" >&2; exit 1; }
bin/relais --version | grep -q '^relais [0-9]' || fail "the program does not say its version"
bin/relais-generate --help | grep -q campaign || fail "the generator is not there"
for file in share/man/man1/relais.1 share/man/man1/relais-rank.1 share/bash-completion/completions/relais \
  share/zsh/vendor-completions/_relais share/fish/vendor_completions.d/relais.fish share/locale/fr/LC_MESSAGES/relais.mo; do
  [ -s "$file" ] || [ -s "$file.gz" ] || fail "'$file' is missing"
done
bash -n share/bash-completion/completions/relais || fail "the bash completion does not parse"
bin/relais --lang fr help | grep -qi 'commandes' || fail "the installed program does not speak French"

cat >probe.c <<'C'
#include "algorithms/centrality/pagerank.h"
#include "graph/builder.h"

#include <stdio.h>

int main(void)
{
    const rel_vid source[] = {0, 1, 2}, target[] = {1, 2, 1};
    double score[3];
    rel_ctx ctx;
    rel_graph g = {0};
    rel_ctx_init(&ctx, 2);
    const rel_edges edges = {.count = 3, .source = source, .target = target};
    if (rel_graph_build(&ctx, 3, &edges, REL_BUILD_DEFAULTS, &g) != REL_OK ||
        rel_pagerank(&ctx, &g, REL_PAGERANK_DEFAULTS, score, NULL) != REL_OK) {
        fprintf(stderr, "%s\n", ctx.message);
        return 1;
    }
    printf("%.6f %.6f %.6f\n", score[0], score[1], score[2]);
    rel_graph_free(&g);
    rel_ctx_free(&ctx);
    return 0;
}
C
libdir=$(dirname "$(find . -name relais.pc)")/..
export PKG_CONFIG_PATH="$prefix/$libdir/pkgconfig"
# shellcheck disable=SC2046
cc -std=c17 -D_POSIX_C_SOURCE=200809L probe.c $(pkg-config --define-variable=prefix="$prefix" --cflags --libs relais) -o probe-shared
# The archive with the shared libraries below it: igraph's own static dependencies are not packaged.
# shellcheck disable=SC2046
cc -std=c17 -D_POSIX_C_SOURCE=200809L probe.c $(pkg-config --define-variable=prefix="$prefix" --cflags relais) \
  "$prefix/$libdir/librelais.a" $(pkg-config --libs $(pkg-config --print-requires-private relais | sed 's/[<>=].*//')) \
  -fopenmp -lm -o probe-static
# Three vertices worked by hand: x0 = .05, x1 = .05 + .85 (x0 + x2), x2 = .05 + .85 x1.
expected="0.050000 0.486486 0.463514"
for kind in shared static; do
  found=$(LD_LIBRARY_PATH="$prefix/$libdir" ./probe-$kind)
  [ "$found" = "$expected" ] || fail "the $kind library gives '$found', expected '$expected'"
done
[ -d "$source_dir" ]
