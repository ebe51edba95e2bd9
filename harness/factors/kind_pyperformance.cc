#include <algorithm>

#include "harness/catalog/pyperformance.h"
#include "harness/core/paths.h"
#include "harness/factors/kind.h"
#include "harness/factors/python_member.h"

namespace assay {
namespace {

/// An unmodified script of the pyperformance package, with our pyperf in front of it.
class PyperformanceKind final : public Kind {
 public:
  std::string name() const override { return "pyperformance"; }

  Result<void> compose(Draft& draft) const override {
    const auto benchmarks = read_pyperformance_index(pyperformance_index());
    if (!benchmarks) return tl::unexpected(benchmarks.error());
    const auto found = std::ranges::find(*benchmarks, draft.workload->name, &PyperformanceBenchmark::name);
    if (found == benchmarks->end()) {
      return fail("has no " + draft.workload->name, pyperformance_index(), "run scripts/prepare-pyperformance");
    }
    return compose_python_member(draft, {{"kind", "pyperformance"},
                                         {"file", found->script.string()},
                                         {"arguments", found->arguments},
                                         {"benchmark", found->benchmark},
                                         {"requires_python", found->requires_python},
                                         {"modules", found->modules},
                                         {"packages", found->packages},
                                         {"pyperf", (installation().suites / "pyperformance").string()}});
  }
};

const KindRegistration kind_pyperformance_registration(std::make_unique<PyperformanceKind>());

}  // namespace
}  // namespace assay
