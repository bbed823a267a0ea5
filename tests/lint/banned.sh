#!/usr/bin/env bash
# Functions and habits that the project does without. usage: banned.sh SOURCE-DIR ...
set -u
cd "$1" || exit 2
bad=0
code='src graph ingest algorithms datasets'
# The code with comments taken out, as file:line:text.
listing=$(mktemp) || exit 2
trap 'rm -f "$listing"' EXIT
find $code -name '*.[ch]' | sort | while read -r file; do
  # shellcheck disable=SC2016
  awk -v file="$file" '
    { line = $0 }
    inside { if (i = index(line, "*/")) { line = substr(line, i + 2); inside = 0 } else next }
    { while (i = index(line, "/*")) {
        rest = substr(line, i + 2)
        if (j = index(rest, "*/")) line = substr(line, 1, i - 1) " " substr(rest, j + 2)
        else { line = substr(line, 1, i - 1); inside = 1 } }
      print file ":" NR ":" line }' "$file"
done >"$listing"
[ -s "$listing" ] || { echo "no code found"; exit 1; }

# ban REGEX WHY [ALLOWED-PATHS-REGEX]
ban() {
  local hits
  hits=$(grep -E "^[^:]*:[0-9]+:.*$1" "$listing" | grep -vE "^(${3:-none:})")
  [ -z "$hits" ] && return 0
  printf '%s\n' "$hits" | sed "s#^#$2: #"
  bad=1
}
call() { printf '(^|[^A-Za-z0-9_>.])(%s) *\\(' "$1"; }
ban "$(call 'gets|v?sprintf|strcpy|strcat|strncat')" 'writes without a bound'
# The graph writers reserve room for a whole element first and say so (graph/write_text.h).
ban "$(call 'stpcpy')" 'writes without a bound' 'graph/write_'
ban "$(call 'strtok|localtime|gmtime|asctime|ctime|strerror_r')" 'hidden state'
ban "$(call 'ato[ifl]|atoll|sscanf|fscanf|scanf')" 'reads numbers without errors'
ban "$(call 's?rand|random|s?rand48|drand48|rand_r')" 'random numbers are rel_rand(seed, stream, index)'
# The program starts itself again with the environment that its threads need.
ban "$(call 'system|popen|exec[lv]p?e?|tmpnam|mktemp')" 'runs or guesses what it should not' 'src/cli/main\.c'
ban "$(call 'exit|_exit|quick_exit|longjmp|setjmp')" 'ends the program below main' 'src/cli/main\.c|datasets/generate_main\.c'
# igraph asks for a handler that never returns.
ban "$(call 'abort')" 'abort is REL_ASSERT' 'graph/igraph_bridge\.c'
ban "$(call 'printf|puts|putchar|vprintf')" 'writes to standard output past the table writer' 'datasets/generate_main\.c'
ban "$(call 'omp_set_num_threads|omp_set_dynamic|omp_set_nested')" 'threads come from ctx->threads'
ban '# *pragma +omp +parallel' 'region without num_threads(...)' "$(
  grep -E ':[0-9]+:.*# *pragma +omp +parallel.*num_threads' "$listing" | cut -d: -f1,2 | paste -sd'|' | sed 's/$/:/')"
ban "setlocale *\\( *LC_(ALL|NUMERIC)" 'LC_NUMERIC stays C'
ban "$(call 'alloca')" 'stack of unknown size'

# Floating sums in parallel depend on the number of threads: rel_par_sum adds in a fixed order.
while IFS=: read -r file line text; do
  for name in $(grep -oE 'reduction\( *\+ *:[^)]*' <<<"$text" | sed 's/.*://; s/,/ /g'); do
    if grep -qE "(double|float)[^;(]*[ ,*]$name( *[=,;]|\$)" "$file"; then
      echo "floating sum by reduction: $file:$line: $name"
      bad=1
    fi
  done
done < <(grep -E 'reduction\( *\+' "$listing")

# Where this machine keeps its things is nobody else's business.
hits=$(grep -rnIE '(/w[o]rk/|/f[a]rm/|/r[o]ot/|/h[o]me/[a-z])' --exclude-dir=build --exclude-dir='build-*' --exclude-dir=.git --exclude=.git \
  --exclude-dir=node_modules . | head -20)
if [ -n "$hits" ]; then
  printf '%s\n' "$hits" | sed 's/^/absolute path: /'
  bad=1
fi
exit $bad
