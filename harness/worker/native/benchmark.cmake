# Google Benchmark, static, so that the worker starts in any root. Distributions ship it as a shared library only: its source
# package is unpacked by scripts/fetch-packages. Its own CMake files probe the machine by running programs, which a cross
# build cannot; what they would find on Linux with a C++20 compiler is stated here instead.
set(ASSAY_BENCHMARK_SOURCE "$ENV{HOME}/.local/share/assay/src/benchmark" CACHE PATH "Google Benchmark's source, 1.7 to 1.9")
if(NOT EXISTS "${ASSAY_BENCHMARK_SOURCE}/include/benchmark/benchmark.h")
  message(FATAL_ERROR "${ASSAY_BENCHMARK_SOURCE}: no Google Benchmark source; run scripts/fetch-packages, or set "
    "ASSAY_BENCHMARK_SOURCE")
endif()
file(STRINGS "${ASSAY_BENCHMARK_SOURCE}/CMakeLists.txt" line REGEX "^project *\\(benchmark" LIMIT_COUNT 1)
string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" ASSAY_BENCHMARK_VERSION "${line}")
if(NOT ASSAY_BENCHMARK_VERSION)
  message(FATAL_ERROR "${ASSAY_BENCHMARK_SOURCE}/CMakeLists.txt: states no version")
endif()

file(GLOB benchmark_sources CONFIGURE_DEPENDS "${ASSAY_BENCHMARK_SOURCE}/src/*.cc")
list(FILTER benchmark_sources EXCLUDE REGEX "/benchmark_main\\.cc$")
add_library(assay_google_benchmark STATIC ${benchmark_sources})
target_include_directories(assay_google_benchmark SYSTEM PUBLIC "${ASSAY_BENCHMARK_SOURCE}/include")
target_include_directories(assay_google_benchmark PRIVATE "${ASSAY_BENCHMARK_SOURCE}/src")
target_compile_definitions(assay_google_benchmark PUBLIC BENCHMARK_STATIC_DEFINE PRIVATE HAVE_STD_REGEX HAVE_STEADY_CLOCK NDEBUG
  BENCHMARK_VERSION="${ASSAY_BENCHMARK_VERSION}")
target_compile_options(assay_google_benchmark PRIVATE -O2 -w)
