#include <charconv>

#include "harness/factors/kind.h"
#include "harness/factors/python_member.h"

namespace assay {
namespace {

/// An integer parameter becomes a number; anything else stays text.
Json value_of(const ParameterSpec& spec, const std::string& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return spec.kind == "integer" && whole ? Json(number) : Json(text);
}

/// A Python file of suites/ with make(**parameters) -> (function, what it must return).
class CPythonKind final : public Kind {
 public:
  std::string name() const override { return "cpython"; }

  Result<void> compose(Draft& draft) const override {
    Json parameters = Json::object();
    for (const auto& [key, text] : draft.cell.parameters) {
      const auto spec = draft.workload->parameters.find(key);
      parameters[key] = spec != draft.workload->parameters.end() ? value_of(spec->second, text) : Json(text);
    }
    return compose_python_member(
        draft, {{"kind", "cpython"}, {"file", draft.workload->file.string()}, {"parameters", std::move(parameters)}});
  }
};

const KindRegistration kind_cpython_registration(std::make_unique<CPythonKind>());

}  // namespace
}  // namespace assay
