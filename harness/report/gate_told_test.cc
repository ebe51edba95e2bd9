#include "harness/report/gate_told.h"

#include <gmock/gmock.h>

#include <sstream>

#include "harness/report/gate_files.h"
#include "harness/report/xml.h"

namespace assay {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// A gate with one comparison for each judgement that there is.
class Told : public testing::Test {
 protected:
  void SetUp() override {
    report_.command = "gate";
    report_.title = "Nightly <gate> & more";
    report_.run = "r1";
    report_.state = "finished";
    report_.host = {{"name", "lab\"1"}};
    report_.hosts = {"lab1: a CPU"};
    report_.started = 1800000000;
    report_.seconds = 65.4321;
    add("slow", "changed", 4.2);
    add("crashed", "failed", {});
    add("noisy", "noisy", 3);
    add("known", "changed", 3);
    add("below", "changed", 0.4);
    add("fast", "changed", -5);
    add("same", "same", 0.1);
    question_.ignore = {{"x.known", {"x.known{n=1}"}, {}, "2027-06-30", "known, see #7"},
                        {"x.slow", {"x.slow{n=1}"}, {}, "2027-01-01", "was known"},
                        {"x.same", {"x.same{n=1}"}, {{"python", {"3.13"}}}, "2027-06-30", "not needed"}};
    question_.date = "2027-01-15";
    judge();
  }

  void judge() { report_.gate = judge_gate(report_.comparisons, question_); }

  void add(const std::string& name, const std::string& verdict, std::optional<double> percent) {
    ComparisonReport each;
    each.group = "x." + name + "{n=1}";
    each.workload = "x." + name;
    each.parameters = {{"n", "1"}};
    each.a_configuration = {{"python", "3.11"}, {"flags", "-O2"}, {"runner", "local"}};
    each.b_configuration = {{"python", "3.13"}, {"flags", "-O2"}, {"runner", "local"}, {"threads", "2"}};
    each.verdict = verdict;
    each.why = "confirmed by fresh bouts: p = 0.0006 < 0.0051 at look 1 of 6 (2 flagged)";
    if (percent) each.effect = Estimate{*percent, *percent - 0.5, *percent + 0.5};
    if (percent) each.test = ComparisonReport::Test{0.0006, 0.0051, 1, 6};
    each.pairs = percent ? 9 : 0;
    each.mode = Mode::Turns;
    each.decided_on = "undisturbed";
    each.undisturbed = ComparisonReport::Part{0.83, Estimate{4.0, 3.5, 4.5}};
    each.noise = {"QUIET", 0.71};
    each.a_executed = "/usr/bin/python3.11";
    each.b_executed = percent ? "/usr/bin/python3.13" : "";
    each.seconds = 3.5;
    if (!percent) each.failed_side = "b";
    if (!percent) each.outcome = Outcome::Crashed;
    report_.comparisons.push_back(each);
  }

  const ComparisonReport& of(std::size_t place) const { return report_.comparisons[place]; }
  const GateItem& item(std::size_t place) const { return report_.gate->items[place]; }

  RunReport report_;
  GateQuestion question_;
};

TEST_F(Told, TheHeadlineCounts) {
  EXPECT_EQ(gate_headline(report_),
            "Gate FAILED: 2 of 7 comparisons fail, of 1 comparison what was asked is not known, 1 is ignored");
  report_.state = "interrupted";
  EXPECT_THAT(gate_headline(report_), testing::EndsWith("1 is ignored; interrupted, the same command goes on"));
  report_.state = "finished";
  report_.comparisons.erase(report_.comparisons.begin(), report_.comparisons.begin() + 4);
  judge();
  EXPECT_EQ(gate_headline(report_), "Gate passed: 3 comparisons");
  report_.comparisons.clear();
  judge();
  EXPECT_EQ(gate_headline(report_), "Gate UNDECIDED: nothing was compared");
}

TEST_F(Told, AFindingIsASentenceWithItsInterval) {
  EXPECT_EQ(told_finding(of(0), item(0)),
            "takes 4.2 % more time than the anchor, between 3.7 and 4.7 %: slower by the floor of 1 % or more");
  EXPECT_EQ(told_finding(of(1), item(1)), "cannot be measured, and the anchor can: crashed");
  EXPECT_EQ(told_finding(of(2), item(2)),
            "+3.0 %, between +2.5 and +3.5 %: noisy: whether it changed by 1 % is not known");
  EXPECT_EQ(told_finding(of(5), item(5)),
            "takes 5 % less time than the anchor, between 4.5 and 5.5 %: faster, which does not fail here");
}

TEST_F(Told, EvidenceIsTestBoutsRoundsAndWhatExecuted) {
  EXPECT_THAT(
      told_evidence(of(0)),
      ElementsAre("confirmed by fresh bouts: p = 0.0006 < 0.0051 at look 1 of 6 (2 flagged)",
                  "9 bouts in turns mode; the undisturbed rounds decided, 83 % were undisturbed; QUIET: at this "
                  "floor, changes of 0.71 % are found in nine cases of ten",
                  "executed: the anchor /usr/bin/python3.11; this side /usr/bin/python3.13"));
  EXPECT_THAT(told_evidence(of(1)), ElementsAre("executed: the anchor /usr/bin/python3.11; this side not known"));
}

TEST_F(Told, EvidenceHasTheNotesOfTheComparison) {
  report_.comparisons[0].notes = {{"neighbour", "+4.8 % alone"}, {"two-levels", "the bouts fall into two groups"}};
  EXPECT_THAT(told_evidence(of(0)),
              ElementsAre(HasSubstr("confirmed by fresh bouts"), HasSubstr("9 bouts"), "note: +4.8 % alone",
                          "note: the bouts fall into two groups", HasSubstr("executed: ")));
  EXPECT_THAT(to_text(report_, {false, 120}), HasSubstr("\n    note: the bouts fall into two groups\n"));
}

TEST_F(Told, ASmallChangeOfCompiledCodeHasNoWordsButItsNotes) {
  report_.comparisons[0].effect = Estimate{1.5, 1.2, 1.8};
  report_.comparisons[0].b_configuration["replica"] = "0";
  EXPECT_THAT(told_evidence(of(0)), testing::SizeIs(3));
}

TEST_F(Told, TheCommandMeasuresThatComparisonAlone) {
  EXPECT_EQ(command_again(of(0), 0.5),
            "assay ab python=3.11 python=3.13 --workload 'x.slow{n=1}' --set flags=-O2 --set threads=2 --care '0.5 %'");
  EXPECT_EQ(differing_levels(of(0)), "python=3.13 threads=2");
}

TEST_F(Told, TheCommandTakesReplicas) {
  ComparisonReport& slow = report_.comparisons[0];
  slow.a_configuration["replica"] = slow.b_configuration["replica"] = "0";
  EXPECT_THAT(command_again(slow, 1), Not(HasSubstr("replica"))) << "--replicas beside --set replica is refused";
  slow.a_configuration["replica"] = slow.b_configuration["replica"] = "1";
  EXPECT_THAT(command_again(slow, 1), HasSubstr(" --set replica=1 "));
  slow.a_configuration["replica"] = "0";
  EXPECT_THAT(command_again(slow, 1), HasSubstr(" replica=0 replica=1 "));
}

TEST_F(Told, EntriesThatEndedOrAreNotNeededAreTold) {
  EXPECT_THAT(told_entries(*report_.gate),
              ElementsAre("the ignore entry for x.slow ended on 2027-01-01 and counts no more (was known)",
                          "nothing needs the ignore entry for x.same until 2027-06-30 (not needed)"));
}

TEST_F(Told, SectionsBeginWithWhatHoldsTheGateUp) {
  std::vector<std::string> all;
  for (const GateSection& section : gate_sections(*report_.gate))
    all.push_back(section.title + " " + std::to_string(section.items.size()));
  EXPECT_THAT(all, ElementsAre("Failed 2", "Not known, and asked 1", "Ignored, though it would hold the gate up 1",
                               "Changed by less than the floor 1", "Faster 1"));
}

TEST_F(Told, TextBeginsWithTheAnswer) {
  const std::string text = to_text(report_, {false, 120});
  EXPECT_THAT(text, testing::StartsWith("Gate FAILED: 2 of 7 comparisons fail, "));
  EXPECT_THAT(text, HasSubstr("  x.slow{n=1}     python=3.13 threads=2   +4.2 %  [+3.7, +4.7]      1 %      9  QUIET  "
                              "failed\n"));
  EXPECT_THAT(text, HasSubstr("\nFailed\n  x.slow{n=1}, python=3.13 threads=2: takes 4.2 % more time than the anchor"));
  EXPECT_THAT(text, HasSubstr("\n    was ignored until 2027-01-01: was known\n"));
  EXPECT_THAT(text, HasSubstr("\n    again: assay ab python=3.11 python=3.13"));
  EXPECT_THAT(text, HasSubstr("\nFaster\n  x.fast{n=1}, python=3.13 threads=2: takes 5 % less time"));
  EXPECT_THAT(to_text(report_, {true, 120}), testing::StartsWith("\033[31mGate FAILED"));
}

TEST_F(Told, ACommandToBePastedIsOneLineHoweverNarrowTheRest) {
  std::istringstream lines(to_text(report_, {false, 60}));
  int commands = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("    again: ")) continue;
    ++commands;
    EXPECT_THAT(line, testing::StartsWith("    again: assay ab python=3.11 python=3.13 --workload 'x."));
    EXPECT_THAT(line, testing::EndsWith(" --care '1 %'"));
  }
  EXPECT_EQ(commands, 4);
}

TEST_F(Told, JsonHasComparisonsWithTheirJudgement) {
  const Json json = to_json(report_);
  EXPECT_EQ(json["command"], "gate");
  EXPECT_EQ(json["status"], "failed");
  EXPECT_EQ(json["counts"].dump(), R"({"failed":2,"undecided":1,"ignored":1,"below":1,"faster":1,"passed":1})");
  ASSERT_EQ(json["comparisons"].size(), 7U);
  const Json& slow = json["comparisons"][0];
  EXPECT_EQ(slow["verdict"], "changed");
  EXPECT_EQ(slow["judgement"], "failed");
  EXPECT_EQ(slow["holds"], true);
  EXPECT_EQ(slow["floor_percent"], 1);
  EXPECT_EQ(slow["test"].dump(), R"({"p":0.0006,"nominal_p":0.0051,"look":1,"looks":6})");
  EXPECT_EQ(slow["ignore"]["until"], "2027-01-01");
  EXPECT_EQ(json["comparisons"][1]["test"], nullptr);
  EXPECT_EQ(json["comparisons"][4]["ignore"], nullptr);
  EXPECT_EQ(json["rules"]["ignore"][1]["expired"], true);
  EXPECT_EQ(json["rules"]["ignore"][0]["comparisons"], 1);
  EXPECT_EQ(json["rules"]["ignore"][2]["where"].dump(), R"({"python":["3.13"]})");
}

TEST_F(Told, JUnitHasATestCaseForEachComparison) {
  const std::string xml = to_junit(report_);
  EXPECT_THAT(xml,
              HasSubstr("<testsuite name=\"Nightly &lt;gate&gt; &amp; more\" tests=\"7\" failures=\"2\" errors=\"1\" "
                        "skipped=\"1\" time=\"65.432\" timestamp=\"2027-01-15T08:00:00\" hostname=\"lab&quot;1\">"));
  EXPECT_THAT(xml, HasSubstr("<testcase classname=\"x.slow\" name=\"x.slow{n=1} python=3.13 threads=2\" "
                             "time=\"3.500\">\n      <failure message=\"takes 4.2 % more time than the anchor, between "
                             "3.7 and 4.7 %: slower by the floor of 1 % or more\" type=\"changed\">"));
  EXPECT_THAT(xml,
              HasSubstr("<error message=\"+3.0 %, between +2.5 and +3.5 %: noisy: whether it changed by 1 % is not "
                        "known\" type=\"noisy\">"));
  EXPECT_THAT(xml, HasSubstr("<skipped message=\"ignored until 2027-06-30: known, see #7\">"));
  EXPECT_THAT(xml, HasSubstr("p = 0.0006 &lt; 0.0051"));
}

TEST_F(Told, MarkdownHasATableAndWhatToDo) {
  const std::string text = to_markdown(report_);
  EXPECT_THAT(text, testing::StartsWith("## Gate FAILED: 2 of 7 comparisons fail, "));
  EXPECT_THAT(text, HasSubstr("| x.slow{n=1} | python=3.13 threads=2 | +4.2 % | \\[+3.7, +4.7\\] | 1 % | 9 | QUIET | "
                              "**failed** |\n"));
  EXPECT_THAT(text, HasSubstr("\n### Failed\n\n- **x.slow{n=1}**, python=3.13 threads=2: takes 4.2 % more time"));
  EXPECT_THAT(text, HasSubstr("  - again: `assay ab python=3.11 python=3.13"));
}

TEST_F(Told, NamesThatAreMarkupStayText) {
  const std::string hostile = "]]> \" <b> & | `x` *y*\n\x01\xFF é";
  report_.comparisons.resize(1);
  report_.comparisons[0].group = report_.comparisons[0].workload = hostile;
  report_.comparisons[0].b_configuration["flags"] = hostile;
  report_.comparisons[0].why = hostile;
  judge();
  const std::string xml = to_junit(report_);
  EXPECT_THAT(xml, HasSubstr("classname=\"]]&gt; &quot; &lt;b&gt; &amp; | `x` *y*&#10;\xEF\xBF\xBD\xEF\xBF\xBD é\""));
  EXPECT_THAT(xml, Not(HasSubstr("<b>")));
  EXPECT_THAT(xml, Not(HasSubstr("\x01")));
  const std::string markdown = to_markdown(report_);
  EXPECT_THAT(markdown, HasSubstr("| \\]\\]\\> \" &lt;b\\> & \\| \\`x\\` \\*y\\* "));
  EXPECT_THAT(markdown, HasSubstr("again: `` assay ab "));
}

TEST_F(Told, AnAnchorIsTheSameNewOrAnother) {
  report_.gate->anchor = {{"levels", {{"python", "3.11"}, {"runner", "local"}, {"threads", 1}}},
                          {"run_before", nullptr}};
  EXPECT_THAT(told_anchor(report_), ElementsAre("Anchor: python=3.11 threads=1; recorded now, for the store has no "
                                                "earlier gate of this study on this kind of host"));
  report_.gate->anchor["run_before"] = "r0";
  EXPECT_THAT(told_anchor(report_), ElementsAre("Anchor: python=3.11 threads=1; the same as in run r0"));
  report_.gate->anchor["differences"] = {"it was python=3.10 and is python=3.11 (run r0)"};
  EXPECT_THAT(told_anchor(report_),
              ElementsAre("Anchor: python=3.11 threads=1; not what it was, and taken as it is (anchor = \"any\")",
                          "  it was python=3.10 and is python=3.11 (run r0)"));
}

TEST(Xml, HoldsNothingThatXmlCannot) {
  EXPECT_EQ(xml_text("a<b>&\"'c\n\t"), "a&lt;b&gt;&amp;&quot;&apos;c\n\t");
  EXPECT_EQ(xml_attribute("\n\t\r"), "&#10;&#9;&#13;");
  const std::string broken = "\xEF\xBF\xBD";
  EXPECT_EQ(xml_text(std::string_view("\0\x1B", 2)), broken + broken);
  EXPECT_EQ(xml_text("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"), "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
  EXPECT_EQ(xml_text("\xC0\xAF"), broken + broken) << "overlong";
  EXPECT_EQ(xml_text("\xE0\x80\x80"), broken + broken + broken) << "overlong";
  EXPECT_EQ(xml_text("\xED\xA0\x80"), broken + broken + broken) << "a surrogate";
  EXPECT_EQ(xml_text("\xEF\xBF\xBE"), broken) << "no character";
  EXPECT_EQ(xml_text("\xF4\x90\x80\x80"), broken + broken + broken + broken) << "beyond Unicode";
  EXPECT_EQ(xml_text("x\xE2\x82"), "x" + broken + broken) << "cut off";
}

TEST(Refused, IsAnErrorOfItsOwn) {
  EXPECT_EQ(
      refused_junit("a<b", "the anchor is another"),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"a&lt;b\" tests=\"1\" "
      "failures=\"0\" errors=\"1\" skipped=\"0\">\n    <testcase classname=\"assay\" name=\"anchor\" time=\"0\">\n  "
      "    <error message=\"the anchor is another\" type=\"refused\"/>\n    </testcase>\n  "
      "</testsuite>\n</testsuites>\n");
  EXPECT_EQ(refused_markdown("a|b", "c"), "## Gate REFUSED: a\\|b\n\nc\n");
}

}  // namespace
}  // namespace assay
