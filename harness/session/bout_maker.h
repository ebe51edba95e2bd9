#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/session/next.h"
#include "harness/session/session.h"

namespace assay {

/// Turns the decision what to run next into a bout: composes its members (each once), chooses CPUs, runs it.
class BoutMaker {
 public:
  BoutMaker(const Plan& plan, std::string run, const Tools& tools) : plan_(plan), run_(std::move(run)), tools_(tools) {}

  /// Members that cannot be composed are in the record as unsupported, with the reason; the others are measured without
  /// them.
  BoutRecord run(const NextBout& next);
  double preparing_seconds() const { return preparing_seconds_; }

 private:
  /// False where the run was stopped meanwhile: what was given up says nothing about its cell.
  bool compose_missing(const Group& group, const std::vector<std::size_t>& cells);
  BoutSpec spec(const NextBout& next);

  const Plan& plan_;
  std::string run_;
  const Tools& tools_;
  std::map<std::string, Result<MemberSpec>> composed_;  // by cell id
  double preparing_seconds_ = 0;
};

}  // namespace assay
