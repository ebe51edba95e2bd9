#include <fmt/format.h>

#include <algorithm>

#include "harness/core/machine.h"
#include "harness/core/near_names.h"
#include "harness/core/process.h"
#include "harness/factors/factor.h"
#include "harness/factors/kind.h"

namespace assay {
namespace {

struct Applied {
  const Factor* factor;
  std::string level;
};

Result<std::vector<Applied>> by_rank(const Cell& cell) {
  std::vector<Applied> applied;
  for (const auto& [name, level] : cell.configuration) {
    const Factor* factor = find_factor(name);
    if (factor == nullptr) {
      return fail(fmt::format("unknown factor \"{}\"", name), workload_name(cell), hint_for(name, factor_names()));
    }
    applied.push_back({factor, level});
  }
  std::ranges::stable_sort(applied, {}, [](const Applied& a) { return a.factor->rank(); });
  return applied;
}

Draft begin(const Workload& workload, const Cell& cell) {
  Draft draft;
  draft.workload = &workload;
  draft.cell = cell;
  draft.member.cell = cell_id(cell);
  draft.member.environment = own_environment();
  draft.architecture = own_architecture();
  return draft;
}

}  // namespace

Result<MemberSpec> compose(const Workload& workload, const Cell& cell, const Announce& announce) {
  const Kind* kind = find_kind(workload.kind);
  if (kind == nullptr) {
    return fail(fmt::format("unknown kind \"{}\" of workload {}", workload.kind, workload.full_name()),
                workload.file.string(), hint_for(workload.kind, kind_names()));
  }
  const auto applied = by_rank(cell);
  if (!applied) return tl::unexpected(applied.error());
  Draft draft = begin(workload, cell);
  draft.announce = announce;
  for (const auto& [factor, level] : *applied) {
    if (auto shaped = factor->apply(level, draft); !shaped) return tl::unexpected(shaped.error());
  }
  if (auto composed = kind->compose(draft); !composed) return tl::unexpected(composed.error());
  draft.member.argv.insert(draft.member.argv.begin(), draft.prefix.begin(), draft.prefix.end());
  return draft.member;
}

}  // namespace assay
