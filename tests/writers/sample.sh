# For the tests of graph files: writes the samples into a folder of its own and leaves its name in $samples.
# Arguments: build folder, name of the test.
samples="$1/tests/graph_files_$2"
rm -rf "$samples"
"$1/tests/test_write_graph" "$samples"
