#pragma once

#include <string>
#include <vector>

#include "harness/core/json.h"
#include "harness/report/report.h"

namespace assay {

/// What executed, by its own words.
struct Subject {
  std::string name;     ///< `OpenBLAS 0.3.21`, `CPython 3.11.2 [GCC 12.2.0]`; empty where it did not say
  std::string kernels;  ///< for which CPU it chose its code: `Prescott`
};
Subject subject_of(const Json& facts);

/// A sentence for each library that runs code for CPUs without AVX on one that has AVX2: its numbers say more about
/// that choice than about the library.
std::vector<std::string> kernel_notes(const RunReport& report);

}  // namespace assay
