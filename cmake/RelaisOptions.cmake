# Compiler flags and libraries, carried by the target relais_options and never by CMAKE_C_FLAGS.
include(GNUInstallDirs)
find_package(OpenMP REQUIRED COMPONENTS C)
find_package(PkgConfig REQUIRED)
find_package(CURL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Threads REQUIRED)
find_package(Gettext REQUIRED)
# Debian's igraph CMake files refuse a project without C++; its pkg-config file does not.
pkg_check_modules(igraph REQUIRED IMPORTED_TARGET igraph>=0.10)
pkg_check_modules(cairo REQUIRED IMPORTED_TARGET cairo>=1.16)
pkg_check_modules(expat REQUIRED IMPORTED_TARGET expat>=2.4)
pkg_check_modules(cjson REQUIRED IMPORTED_TARGET libcjson>=1.7.15)
pkg_check_modules(sqlite REQUIRED IMPORTED_TARGET sqlite3>=3.38)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash>=0.8)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd>=1.5)

option(RELAIS_WERROR "Warnings are errors" OFF)
set(RELAIS_SANITIZE "" CACHE STRING "What -fsanitize= gets, empty for none")
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

add_library(relais_options INTERFACE)
target_compile_features(relais_options INTERFACE c_std_17)
target_include_directories(relais_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_definitions(relais_options INTERFACE
  _POSIX_C_SOURCE=200809L _DEFAULT_SOURCE _FILE_OFFSET_BITS=64
  REL_VERSION="${PROJECT_VERSION}" REL_LOCALE_DIR="${CMAKE_INSTALL_FULL_LOCALEDIR}")
target_compile_options(relais_options INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wvla -Wundef -Wformat=2 -Wmissing-prototypes
  # clang fuses multiply and add even under -std=c17 and gcc does not: results would differ by compiler.
  -ffp-contract=off
  # A list of SQL texts is a list of literals that go on over several lines.
  $<$<C_COMPILER_ID:Clang>:-Wno-string-concatenation>
  $<$<BOOL:${RELAIS_WERROR}>:-Werror>)
if(RELAIS_SANITIZE)
  target_compile_options(relais_options INTERFACE -fsanitize=${RELAIS_SANITIZE} -fno-omit-frame-pointer -g)
  target_link_options(relais_options INTERFACE -fsanitize=${RELAIS_SANITIZE})
endif()
target_link_libraries(relais_options INTERFACE
  OpenMP::OpenMP_C Threads::Threads CURL::libcurl ZLIB::ZLIB
  PkgConfig::igraph PkgConfig::cairo PkgConfig::cjson PkgConfig::expat PkgConfig::sqlite PkgConfig::xxhash PkgConfig::zstd m)
