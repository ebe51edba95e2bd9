option(ASSAY_WARNINGS_AS_ERRORS "Treat warnings as errors (CI does)" OFF)
add_library(assay_warnings INTERFACE)
add_library(assay::warnings ALIAS assay_warnings)
target_compile_options(assay_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow
  $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor -Woverloaded-virtual -Wextra-semi>
  $<$<BOOL:${ASSAY_WARNINGS_AS_ERRORS}>:-Werror>)
