#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace assay {

/// What went wrong, for a person: the thing, the place, the next step.
struct Error {
  std::string what;       ///< the thing: `unknown BLAS "openblass"`
  std::string where;      ///< the place, may be empty: `studies/mcpu.toml:7:11`, a path, a command
  std::string hint;       ///< the next step, may be empty: `did you mean "openblas-pthread"?`
  bool shortage = false;  ///< the machine had too few processes, descriptors or too little memory: it may be over soon
};

using Errors = std::vector<Error>;

template <typename T>
using Result = tl::expected<T, Error>;

/// A value, or everything that is wrong with the input at once.
template <typename T>
using Checked = tl::expected<T, Errors>;

/// `where: what; hint`, without the parts that are empty.
std::string to_string(const Error& error);

inline tl::unexpected<Error> fail(std::string what, std::string where = {}, std::string hint = {}) {
  return tl::unexpected<Error>({std::move(what), std::move(where), std::move(hint)});
}

}  // namespace assay
