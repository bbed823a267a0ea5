# Golden cases of the command line: tests/cli/<command>/<case>.cmd and .out, one test a folder.
file(GLOB folders CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/cli/*")
foreach(folder ${folders})
  if(IS_DIRECTORY "${folder}")
    get_filename_component(name "${folder}" NAME)
    add_test(NAME cli/${name}
      COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/cli/run.sh" "$<TARGET_FILE:relais>" "${folder}"
      WORKING_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    set_tests_properties(cli/${name} PROPERTIES LABELS cli TIMEOUT 300
      ENVIRONMENT "${test_environment}")
  endif()
endforeach()
