#pragma once

#include <compare>
#include <string>
#include <vector>

#include "harness/core/json.h"
#include "results/store.h"

namespace assay {

/// What a machine is: those of one model have one id (host_id of harness/host). What is told from time to time goes by
/// it, for a runner that is made anew for each job has another name every night: the series of nights, the gate before,
/// the record of `aa` runs.
struct HostKind {
  std::string id;  ///< the machine's name where a store has none, `unknown` where it has neither

  auto operator<=>(const HostKind&) const = default;
};
HostKind host_kind_of(const Json& host);  ///< `host`: RunRow::host

/// One of them, which its name tells from the others. What is averaged, held against each other as times, or a fact of
/// one clock goes by it: `compare`, runs that go on, the base of the reference kernel.
struct Machine {
  HostKind kind;
  std::string name;  ///< may be empty

  auto operator<=>(const Machine&) const = default;
};
Machine machine_of(const Json& host);

/// `lab1`; `lab1 (0123456789abcdef)` where one of another kind among the runs has that name, too.
std::string machine_label(const Machine& machine, const std::vector<RunRow>& runs);

}  // namespace assay
