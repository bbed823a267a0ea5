# relais_module(NAME SOURCES ... HEADERS ...): one folder of the library. Its objects go into librelais,
# static and shared; HEADERS are the public ones, installed as they lie in the tree. Which folder may
# include which is checked by tests/lint/layers.sh.
function(relais_module name)
  cmake_parse_arguments(M "" "" "SOURCES;HEADERS" ${ARGN})
  if(NOT M_SOURCES)
    return()
  endif()
  add_library(relais_${name} OBJECT ${M_SOURCES})
  target_link_libraries(relais_${name} PRIVATE relais_options)
  set_target_properties(relais_${name} PROPERTIES C_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON)
  set_property(GLOBAL APPEND PROPERTY RELAIS_MODULES relais_${name})
  foreach(header ${M_HEADERS})
    file(RELATIVE_PATH path "${PROJECT_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}/${header}")
    set_property(GLOBAL APPEND PROPERTY RELAIS_HEADERS "${path}")
  endforeach()
endfunction()
