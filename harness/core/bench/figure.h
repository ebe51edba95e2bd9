#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <string>

namespace assay {

/// A speed and what is asked of it, as scripts/bench reads it: a line of JSON on standard output.
struct Figure {
  enum class Sense { AtMost, AtLeast };
  std::string name;  ///< `turns/plain`; no quotes in any of the texts
  double value = 0;
  std::string unit;
  double limit = 0;
  Sense sense = Sense::AtMost;
  std::string against;  ///< the bare thing that was measured beside it, with its value
};

inline void print(const Figure& figure) {
  fmt::print(R"({{"name": "{}", "value": {:.6g}, "unit": "{}", "limit": {:.6g}, "sense": "{}", "against": "{}"}})"
             "\n",
             figure.name, figure.value, figure.unit, figure.limit,
             figure.sense == Figure::Sense::AtMost ? "at most" : "at least", figure.against);
  std::fflush(stdout);
}

}  // namespace assay
