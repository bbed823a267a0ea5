#!/usr/bin/env bash
# Who may include whom. usage: layers.sh SOURCE-DIR ...
# src/base < graph < ingest | algorithms < src/insight < src/report < src/cli; datasets: graph, ingest/record.h and ingest/http.h.
set -u
cd "$1" || exit 2
bad=0
# forbid FOLDER REGEX: no file of FOLDER includes a path that starts with REGEX
forbid() {
  local hits
  hits=$(grep -rnE "^ *# *include *\"($2)" --include='*.c' --include='*.h' "$1") || return 0
  printf '%s\n' "$hits" | sed "s|^|$1 includes from above or across: |"
  bad=1
}
forbid src/base '(graph|ingest|algorithms|datasets|src/(cli|insight|report))/'
forbid graph '(ingest|algorithms|datasets|src/(cli|insight|report))/'
forbid ingest '(algorithms|datasets|src/(cli|insight|report))/'
forbid algorithms '(ingest|datasets|src/(cli|insight|report))/'
forbid datasets '(algorithms|src/(cli|insight|report)|ingest/[^rh]|ingest/r[^e]|ingest/h[^t])/?'
forbid src/insight '(datasets|src/(cli|report))/'
forbid src/report '(src/cli)/'
for folder in src graph ingest algorithms datasets tests bench; do forbid "$folder" '\.\./'; done

# One door per library: door REGEX-OF-HEADER ALLOWED-FOLDERS...
door() {
  local header=$1 hits
  shift
  hits=$(grep -rnE "^ *# *include *<$header" --include='*.c' --include='*.h' src graph ingest algorithms datasets |
    grep -vE "^($(IFS='|'; echo "$*"))")
  [ -z "$hits" ] && return 0
  printf '%s\n' "$hits" | sed "s#^#<$header> outside its door: #"
  bad=1
}
door 'sqlite3' ingest/
door 'cjson' src/base/json_ graph/ ingest/ datasets/catalogue
door 'expat' src/base/xml
door 'curl' ingest/http
door 'igraph' graph/igraph_bridge
door 'cairo' src/report/canvas
door '(zlib|zstd)' src/base/ datasets/sheet
door 'xxhash' src/base/
hits=$(grep -rnE '^ *# *pragma +omp' --include='*.c' --include='*.h' src |
  grep -vE '^src/base/')
if [ -n "$hits" ]; then
  printf '%s\n' "$hits" | sed 's/^/parallel region above the kernels: /'
  bad=1
fi
exit $bad
