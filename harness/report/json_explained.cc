#include "harness/core/levels.h"
#include "harness/report/explained.h"

namespace assay {
namespace {

Json effects_json(const std::vector<ExplainedReport::Effect>& effects) {
  Json list = Json::array();
  for (const auto& each : effects) {
    Json effect = nullptr;
    if (each.effect)
      effect = {{"percent", each.effect->percent}, {"low", each.effect->low}, {"high", each.effect->high}};
    list.push_back({{"from", levels_json(each.from)},
                    {"to", levels_json(each.to)},
                    {"effect", std::move(effect)},
                    {"assuming_none", each.assuming_none}});
  }
  return list;
}

Json terms_json(const std::vector<ExplainedReport::Term>& terms) {
  Json list = Json::array();
  for (const auto& term : terms)
    list.push_back({{"factors", term.factors},
                    {"share", term.share},
                    {"aliased_with", term.aliased_with},
                    {"effects", effects_json(term.effects)}});
  return list;
}

}  // namespace

Json explained_json(const std::vector<ExplainedReport>& all) {
  Json list = Json::array();
  for (const ExplainedReport& each : all)
    list.push_back({{"workload", each.workload},
                    {"parameters", levels_json(each.parameters)},
                    {"factors", each.factors},
                    {"cells", each.cells},
                    {"missing", each.missing},
                    {"bouts", each.bouts},
                    {"orthogonal", each.orthogonal},
                    {"terms", terms_json(each.terms)},
                    {"higher_order", each.higher_order},
                    {"bout_to_bout", each.bout_to_bout}});
  return list;
}

}  // namespace assay
