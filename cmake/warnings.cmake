option(ASSAY_WARNINGS_AS_ERRORS "Treat warnings as errors (CI does)" OFF)
add_library(assay_warnings INTERFACE)
add_library(assay::warnings ALIAS assay_warnings)
target_compile_options(assay_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow
  $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor -Woverloaded-virtual -Wextra-semi>
  # GCC 12 sees overlapping copies and far reads in std::string that cannot happen (GCC bugs 105651, 105329).
  $<$<AND:$<COMPILE_LANG_AND_ID:CXX,GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict -Wno-array-bounds -Wno-stringop-overflow>
  # With a sanitizer GCC sees uninitialised members in <regex> and std::function that are not (its manual warns of that).
  $<$<AND:$<COMPILE_LANG_AND_ID:CXX,GNU>,$<CONFIG:Sanitize>>:-Wno-maybe-uninitialized>
  $<$<BOOL:${ASSAY_WARNINGS_AS_ERRORS}>:-Werror>)
