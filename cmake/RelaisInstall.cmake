# Installation (program, libraries, public headers, pkg-config file, man pages, completions, documentation) and the
# Debian package that CPack makes of it.
install(TARGETS relais RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(TARGETS relais_static relais_shared
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}")

# The headers keep their folders: a program includes "graph/graph.h" as relais does itself.
get_property(headers GLOBAL PROPERTY RELAIS_HEADERS)
foreach(header ${headers})
  get_filename_component(folder "${header}" DIRECTORY)
  install(FILES "${PROJECT_SOURCE_DIR}/${header}" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/relais/${folder}")
endforeach()

configure_file("${PROJECT_SOURCE_DIR}/cmake/relais.pc.in" "${PROJECT_BINARY_DIR}/relais.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/relais.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
install(FILES README.md README.fr.md CHANGELOG.md DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(DIRECTORY docs DESTINATION "${CMAKE_INSTALL_DOCDIR}")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME relais)
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_CONTACT "the relais project")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_STRIP_FILES ON)
include(CPack)
