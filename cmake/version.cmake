# assay::version tells what this build is. The commit is read at build time, so that a build after a commit names the new one.
configure_file("${CMAKE_SOURCE_DIR}/cmake/version.h.in" "${CMAKE_BINARY_DIR}/generated/assay_version.h.part" @ONLY)
add_custom_target(assay_commit
  COMMAND "${CMAKE_COMMAND}" -DSOURCE_DIR=${CMAKE_SOURCE_DIR} -DPART=${CMAKE_BINARY_DIR}/generated/assay_version.h.part
          -DOUTPUT=${CMAKE_BINARY_DIR}/generated/assay_version.h -P "${CMAKE_SOURCE_DIR}/cmake/commit.cmake"
  BYPRODUCTS "${CMAKE_BINARY_DIR}/generated/assay_version.h" VERBATIM)
add_library(assay_version INTERFACE)
add_library(assay::version ALIAS assay_version)
target_include_directories(assay_version INTERFACE "${CMAKE_BINARY_DIR}/generated")
add_dependencies(assay_version assay_commit)
