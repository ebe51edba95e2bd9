#include "harness/report/against_itself.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/core/units.h"
#include "harness/report/host_line.h"
#include "harness/report/table.h"
#include "harness/stats/proportion.h"

namespace assay {
namespace {

/// In percent, where anything was compared: there is no rate of nothing.
std::optional<Estimate> rate_of(const SelfTally& tally) {
  if (tally.comparisons() == 0) return std::nullopt;
  const auto [low, high] = stats::clopper_pearson(tally.changed, tally.comparisons());
  return Estimate{100.0 * tally.changed / tally.comparisons(), 100 * low, 100 * high};
}

std::optional<double> mean(double sum, int count) {
  if (count == 0) return std::nullopt;
  return sum / count;
}

Json number_or_null(const std::optional<double>& number) {
  return number ? Json(*number) : Json(nullptr);
}

Json json_of(const SelfTestRow& row) {
  const SelfTally& tally = row.tally;
  Json rate = nullptr;
  if (const auto found = rate_of(tally))
    rate = {{"percent", found->percent}, {"low", found->low}, {"high", found->high}};
  return {{"comparisons", tally.comparisons()},
          {"changed", tally.changed},
          {"same", tally.same},
          {"noisy", tally.noisy},
          {"undecided", tally.undecided},
          {"failed", tally.failed},
          {"false_positive", rate},
          {"seconds", number_or_null(mean(row.seconds, tally.comparisons()))},
          {"undisturbed", number_or_null(mean(row.undisturbed, row.with_undisturbed))}};
}

std::vector<TableCell> cells_of(const SelfTestRow& row, const std::string& label) {
  const SelfTally& tally = row.tally;
  const auto rate = rate_of(tally);
  const auto count = [](int number, Paint paint) {
    return TableCell{std::to_string(number), number > 0 ? paint : Paint::Dim};
  };
  const auto seconds = mean(row.seconds, tally.comparisons());
  const auto share = mean(row.undisturbed, row.with_undisturbed);
  return {{label, Paint::None},
          count(tally.changed, Paint::Red),
          count(tally.same, Paint::None),
          count(tally.noisy, Paint::Yellow),
          count(tally.undecided, Paint::Yellow),
          count(tally.failed, Paint::Red),
          {rate ? fmt::format("{:.1f} %", rate->percent) : "", Paint::None},
          {rate ? fmt::format("[{:.1f}, {:.1f}]", rate->low, rate->high) : "", Paint::None},
          {seconds ? fmt::format("{:.1f}", *seconds) : "", Paint::None},
          {share ? fmt::format("{:.0f} %", 100 * *share) : "", Paint::None}};
}

/// Without its parameters, where no other row has its name.
std::string label_of(const SelfTestRow& row, const SelfTestReport& report) {
  const auto name = [](const SelfTestRow& each) { return each.workload.substr(0, each.workload.find('{')); };
  const auto alike =
      std::ranges::count_if(report.workloads, [&](const SelfTestRow& each) { return name(each) == name(row); });
  return alike > 1 ? row.workload : name(row);
}

Table self_test_table(const SelfTestReport& report) {
  Table table{{{"workload", Align::Left, 9},
               {"changed", Align::Right, 9},
               {"same", Align::Right, 6},
               {"noisy", Align::Right, 5},
               {"undecided", Align::Right, 4},
               {"failed", Align::Right, 3},
               {"false", Align::Right, 9},
               {"95 %", Align::Left, 9},
               {"s each", Align::Right, 2},
               {"undisturbed", Align::Right, 1}},
              {}};
  for (const SelfTestRow& row : report.workloads) table.rows.push_back(cells_of(row, label_of(row, report)));
  if (report.workloads.size() > 1)
    table.rows.push_back(cells_of(report.pooled(), fmt::format("all {} workloads", report.workloads.size())));
  return table;
}

/// Why the line is not under verdicts yet.
std::string still_needed(const HostRecord& record) {
  const int more = kToldFrom - record.tally.comparisons();
  return more > 0 ? fmt::format("; it stands under verdicts from {} comparisons on: {} more", kToldFrom, more) : "";
}

}  // namespace

void SelfTestRow::add(const ComparisonReport& comparison) {
  tally.add(comparison.verdict);
  if (comparison.verdict == "failed") return;
  seconds += comparison.seconds;
  if (!comparison.undisturbed) return;
  undisturbed += comparison.undisturbed->share;
  ++with_undisturbed;
}

void SelfTestRow::add(const SelfTestRow& other) {
  tally.add(other.tally);
  seconds += other.seconds;
  undisturbed += other.undisturbed;
  with_undisturbed += other.with_undisturbed;
}

SelfTestRow SelfTestReport::pooled() const {
  SelfTestRow all;
  for (const SelfTestRow& row : workloads) all.add(row);
  return all;
}

Json to_json(const SelfTestReport& report) {
  Json workloads = Json::array();
  for (const SelfTestRow& row : report.workloads) {
    workloads.push_back({{"workload", row.workload}});
    workloads.back().update(json_of(row));
  }
  return {{"command", "doctor"},
          {"version", report.version},
          {"host", report.host},
          {"aa",
           {{"care_percent", report.care_percent},
            {"seconds", report.seconds},
            {"workloads", workloads},
            {"pooled", json_of(report.pooled())},
            {"left_out", report.left_out}}},
          {"host_record", report.record ? to_json(*report.record) : Json(nullptr)}};
}

std::string to_text(const SelfTestReport& report, const TextStyle& style) {
  std::string text = painted("Each workload against itself", Paint::Bold, style.colour) + "\n";
  text += wrapped(host_line(report.host), style.width, 0);
  text +=
      wrapped(fmt::format("{} comparisons in {}, each decided like a single 'assay ab' with --care {:g} %: at most "
                          "5 % of equals are said to have changed",
                          report.pooled().tally.comparisons(), format_duration(report.seconds), report.care_percent),
              style.width, 0);
  if (!report.workloads.empty()) text += "\n" + self_test_table(report).text(style.width, style.colour);
  if (report.record)
    text += "\n" + wrapped(host_record_line(*report.record) +
                               " (every stored comparison by this rule; upper limit, one-sided 95 %)" +
                               still_needed(*report.record),
                           style.width, 0);
  for (const std::string& note : report.left_out) text += wrapped("Note: " + note, style.width, 0);
  return text;
}

}  // namespace assay
