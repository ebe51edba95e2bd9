# assay::settings carries what every target of ours is built with.
option(ASSAY_WORKER_ONLY "Build only what runs beside the subject (for cross-compiling)" OFF)
set(ASSAY_FILES_AT_ONCE 1 CACHE STRING "How many files of a room the compiler takes as one")
set(ASSAY_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)

# -O3 takes the compiler longer for a driver and a leader that mostly wait.
set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

# The build tree has the layout of the installed one, so that paths are found in the same way in both.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(ASSAY_LIBEXEC_DIR "${CMAKE_BINARY_DIR}/libexec/assay")

find_program(CCACHE ccache)
if(CCACHE)
  # ccache takes precompiled headers only when told that their defines and times do not matter.
  set(CMAKE_C_COMPILER_LAUNCHER "${CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE}")
endif()

add_library(assay_settings INTERFACE)
add_library(assay::settings ALIAS assay_settings)
target_include_directories(assay_settings INTERFACE "${CMAKE_SOURCE_DIR}")
# The build type of the sanitizer presets. Most of their time is the compiler's, and optimising what is instrumented takes it 1.6
# times as long; the tests take little longer without. More debug information than lines is not read.
set(CMAKE_C_FLAGS_SANITIZE "-O0 -g1")
set(CMAKE_CXX_FLAGS_SANITIZE "-O0 -g1")
if(ASSAY_SANITIZE)
  target_compile_options(assay_settings INTERFACE -fsanitize=${ASSAY_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(assay_settings INTERFACE -fsanitize=${ASSAY_SANITIZE})
endif()
