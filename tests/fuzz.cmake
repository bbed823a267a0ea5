# Every tests/fuzz/fuzz_<target>.c has LLVMFuzzerTestOneInput. With clang and the address sanitizer (preset asan) it
# becomes a libFuzzer program that starts from tests/fuzz/corpus/<target>/ and looks for new inputs for a few seconds;
# with other builds it runs the inputs of the corpus once. A dictionary is tests/fuzz/<target>.dict.
set(RELAIS_FUZZ_SECONDS 2 CACHE STRING "How long each fuzz target searches in the test suite")
file(GLOB fuzz_files CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/fuzz/fuzz_*.c")
set(with_libfuzzer OFF)
if(CMAKE_C_COMPILER_ID MATCHES "Clang" AND RELAIS_SANITIZE MATCHES "address")
  set(with_libfuzzer ON)
  # The library tells libFuzzer which branches an input reached.
  target_compile_options(relais_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

foreach(file ${fuzz_files})
  get_filename_component(name "${file}" NAME_WE)
  string(REGEX REPLACE "^fuzz_" "" target "${name}")
  set(seeds "${CMAKE_CURRENT_SOURCE_DIR}/fuzz/corpus/${target}")
  set(found "${CMAKE_BINARY_DIR}/fuzz/${target}")
  file(MAKE_DIRECTORY "${found}")
  add_executable(${name} "${file}")
  target_link_libraries(${name} PRIVATE relais::static)
  set_target_properties(${name} PROPERTIES C_EXTENSIONS OFF RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  if(with_libfuzzer)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    # The suite always goes the same way; scripts/fuzz takes a new one each time. A zstd frame may ask for a window of
    # 2 GiB, which is documented and not touched until it is filled: one allocation may be that large, memory in use not.
    set(arguments -max_total_time=${RELAIS_FUZZ_SECONDS} -seed=1 -timeout=20 -rss_limit_mb=2048 -malloc_limit_mb=2304
        -print_final_stats=0
        "-artifact_prefix=${found}-")
    if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/fuzz/${target}.dict")
      list(APPEND arguments "-dict=${CMAKE_CURRENT_SOURCE_DIR}/fuzz/${target}.dict")
    endif()
    add_test(NAME fuzz/${target} COMMAND ${name} ${arguments} "${found}" "${seeds}")
  else()
    target_sources(${name} PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}/fuzz/replay.c")
    add_test(NAME fuzz/${target} COMMAND ${name} "${seeds}")
  endif()
  set_tests_properties(fuzz/${target} PROPERTIES LABELS fuzz TIMEOUT 300 WORKING_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
endforeach()
