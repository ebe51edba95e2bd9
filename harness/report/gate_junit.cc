#include <fmt/format.h>

#include "harness/core/units.h"
#include "harness/report/gate_files.h"
#include "harness/report/gate_told.h"
#include "harness/report/xml.h"

namespace assay {
namespace {

constexpr const char* declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

std::string seconds_text(double seconds) {
  return fmt::format("{:.3f}", seconds);
}

/// All that a reviewer needs, line by line.
std::string details(const RunReport& report, const GateItem& item) {
  const ComparisonReport& of = report.comparisons[item.comparison];
  std::string text = told_finding(of, item) + "\n";
  if (const std::string ignore = told_ignore(report.gate->question, item); !ignore.empty()) text += ignore + "\n";
  for (const std::string& line : told_evidence(of)) text += line + "\n";
  return text + "again: " + command_again(of, item.floor_percent) + "\n";
}

std::string result(const RunReport& report, const GateItem& item) {
  const ComparisonReport& of = report.comparisons[item.comparison];
  const std::string text = xml_text(details(report, item));
  const auto element = [&](const std::string& name, const std::string& type, const std::string& message) {
    XmlTag tag(name);
    tag.with("message", message);
    if (!type.empty()) tag.with("type", type);
    return "      " + tag.open() + text + "</" + name + ">\n";
  };
  if (item.judgement == Judgement::Failed) return element("failure", of.verdict, told_finding(of, item));
  if (item.judgement == Judgement::Ignored) return element("skipped", "", told_ignore(report.gate->question, item));
  if (item.judgement == Judgement::Undecided)
    return item.holds ? element("error", of.verdict, told_finding(of, item))
                      : element("skipped", "", told_finding(of, item));
  return "      <system-out>" + text + "</system-out>\n";
}

std::string test_case(const RunReport& report, const GateItem& item) {
  const ComparisonReport& of = report.comparisons[item.comparison];
  XmlTag tag("testcase");
  tag.with("classname", of.workload).with("name", of.group + " " + differing_levels(of));
  tag.with("time", seconds_text(of.seconds));
  return "    " + tag.open() + "\n" + result(report, item) + "    </testcase>\n";
}

int count(const RunReport& report, bool (*is)(const GateItem&)) {
  int found = 0;
  for (const GateItem& item : report.gate->items) found += is(item) ? 1 : 0;
  return found;
}

/// `2026-11-21T12:59:00`, as the format wants it.
std::string timestamp(double epoch_seconds) {
  const std::string text = format_time(epoch_seconds);  // 2026-11-21 12:59 UTC
  return text.substr(0, 10) + "T" + text.substr(11, 5) + ":00";
}

}  // namespace

std::string to_junit(const RunReport& report) {
  XmlTag suite("testsuite");
  suite.with("name", report.title.empty() ? "assay gate" : report.title);
  suite.with("tests", std::to_string(report.gate->items.size()));
  suite.with("failures",
             std::to_string(count(report, [](const GateItem& item) { return item.judgement == Judgement::Failed; })));
  suite.with("errors", std::to_string(count(report, [](const GateItem& item) {
               return item.judgement == Judgement::Undecided && item.holds;
             })));
  suite.with("skipped", std::to_string(count(report, [](const GateItem& item) {
               const bool let_pass = item.judgement == Judgement::Undecided && !item.holds;
               return let_pass || item.judgement == Judgement::Ignored;
             })));
  suite.with("time", seconds_text(report.seconds)).with("timestamp", timestamp(report.started));
  if (!report.hosts.empty()) suite.with("hostname", report.host.value("name", ""));
  std::string text = declaration + std::string("<testsuites>\n  ") + suite.open() + "\n";
  for (const GateItem& item : report.gate->items) text += test_case(report, item);
  std::string told = gate_headline(report) + "\n";
  for (const std::string& line : told_anchor(report)) told += line + "\n";
  for (const std::string& line : report.hosts) told += line + "\n";
  return text + "    <system-out>" + xml_text(told) + "</system-out>\n  </testsuite>\n</testsuites>\n";
}

std::string refused_junit(const std::string& title, const std::string& why) {
  XmlTag suite("testsuite"), test("testcase"), error("error");
  suite.with("name", title).with("tests", "1").with("failures", "0").with("errors", "1").with("skipped", "0");
  test.with("classname", "assay").with("name", "anchor").with("time", "0");
  error.with("message", why).with("type", "refused");
  return declaration + std::string("<testsuites>\n  ") + suite.open() + "\n    " + test.open() + "\n      " +
         error.closed() + "\n    </testcase>\n  </testsuite>\n</testsuites>\n";
}

}  // namespace assay
