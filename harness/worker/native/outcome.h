#pragma once

#include <string>
#include <tl/expected.hpp>

#include "harness/core/bout.h"

namespace assay::native {

/// Why a process has nothing to measure: an outcome of the record, and the explanation for a person.
struct Failure {
  Outcome outcome = Outcome::Unsupported;
  std::string detail;
};

template <typename T>
using Attempt = tl::expected<T, Failure>;

inline tl::unexpected<Failure> refuse(Outcome outcome, std::string detail) {
  return tl::unexpected<Failure>({outcome, std::move(detail)});
}

}  // namespace assay::native
