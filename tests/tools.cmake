# Programs for people who write tests: tests/tools/*.c.
file(GLOB tool_files CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/tools/*.c")
foreach(file ${tool_files})
  get_filename_component(name "${file}" NAME_WE)
  add_executable(tool_${name} "${file}")
  target_link_libraries(tool_${name} PRIVATE relais::static)
  set_target_properties(tool_${name} PROPERTIES C_EXTENSIONS OFF RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
endforeach()
