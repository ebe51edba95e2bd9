# Parsing nlohmann/json, fmt and GoogleTest anew in every file was most of the build's time. Two precompiled headers, which
# nothing has to include: files still include what they use, and build without (CMAKE_DISABLE_PRECOMPILE_HEADERS).
set(headers <algorithm> <cmath> <filesystem> <fstream> <functional> <map> <memory> <optional> <set> <string> <string_view> <vector>
            <fmt/format.h> <nlohmann/json.hpp> <tl/expected.hpp>)
set(empty "${CMAKE_CURRENT_BINARY_DIR}/empty.cc")
file(CONFIGURE OUTPUT "${empty}" CONTENT "")

# They carry the flags of those that use them, or the compiler would not take them.
add_library(assay_precompiled OBJECT "${empty}")
target_link_libraries(assay_precompiled PRIVATE assay::settings assay::headers assay::warnings)
target_precompile_headers(assay_precompiled PRIVATE ${headers})
if(BUILD_TESTING AND NOT ASSAY_WORKER_ONLY)
  add_library(assay_precompiled_tests OBJECT "${empty}")
  target_link_libraries(assay_precompiled_tests PRIVATE assay::settings assay::headers assay::warnings GTest::gmock)
  target_precompile_headers(assay_precompiled_tests PRIVATE ${headers} <gmock/gmock.h> <gtest/gtest.h>)
endif()
