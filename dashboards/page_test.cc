#include "dashboards/page.h"

#include <gmock/gmock.h>

#include "dashboards/testing/sample_report.h"

namespace assay {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string page() {
  return render_page(sample_report(), "dashboards/site").value();
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++found;
  return found;
}

TEST(Page, GroupsEffectsByFactorAndStepWithTheScoreLast) {
  const auto panels = plot_panels(sample_report());
  ASSERT_EQ(panels.size(), 2u);
  EXPECT_EQ(panels[0].title, "blas");
  ASSERT_EQ(panels[0].steps.size(), 2u);
  EXPECT_EQ(panels[0].steps[0].to, "openblas-pthread");
  ASSERT_EQ(panels[0].steps[0].rows.size(), 3u);
  EXPECT_EQ(panels[0].steps[0].rows[2].label, "Geometric mean");
  EXPECT_EQ(panels[0].steps[0].rows[2].detail, "of 2 workloads");
  EXPECT_EQ(panels[0].steps[0].rows[0].evidence, "9 bouts, turns");
  EXPECT_EQ(panels[0].steps[0].rows[1].evidence, "9 bouts, shared-cpu, 5 replicas");
  EXPECT_EQ(panels[1].steps[0].where, "python=3.11");
}

TEST(Page, PlotsWhatHasAnEffect) {
  EXPECT_EQ(
      plot_json(plot_panels(sample_report())).dump(),
      R"([[[{"percent":-88.1,"low":-88.4,"high":-87.9,"verdict":"changed","score":false,"text":"−88.1 % [−88.4, −87.9]"},)"
      R"({"percent":-1.24,"low":-3.1,"high":0.7,"verdict":"undecided","score":false,"text":"−1.2 % [−3.1, +0.7]"},)"
      R"({"percent":-66.0,"low":-70.0,"high":-61.0,"verdict":"","score":true,"text":"−66 % [−70, −61]"}],[null]],)"
      R"([[{"percent":21.4,"low":20.9,"high":21.9,"verdict":"changed","score":false,"text":"+21.4 % [+20.9, +21.9]"}]]])");
}

TEST(Page, ShowsAComparisonAsOneStep) {
  RunReport report;
  ComparisonReport comparison;
  comparison.workload = "linalg.gemm";
  comparison.parameters = {{"n", "512"}};
  comparison.a = {{"blas", "a"}};
  comparison.b = {{"blas", "b"}};
  comparison.verdict = "changed";
  comparison.effect = Estimate{3.9, 3.2, 4.7};
  comparison.mode = Mode::Turns;
  comparison.pairs = 9;
  comparison.undisturbed = ComparisonReport::Part{.share = 0.83, .effect = Estimate{3.9, 3.1, 4.8}};
  comparison.disturbed = ComparisonReport::Part{.share = 0.17, .effect = Estimate{5.1, 4, 6.2}};
  comparison.replicas = 3;
  comparison.why = "p = 0.0006 < 0.0104 at look 2 of 6";
  comparison.notes = {{"two-levels", "two groups"}};
  report.comparisons = {comparison};
  const auto panels = plot_panels(report);
  ASSERT_EQ(panels.size(), 1u);
  EXPECT_EQ(panels[0].steps[0].from, "blas=a");
  EXPECT_EQ(panels[0].steps[0].to, "blas=b");
  const PlotRow& row = panels[0].steps[0].rows[0];
  EXPECT_EQ(row.evidence, "9 pairs, turns, 3 replicas");
  EXPECT_EQ(
      row.reason,
      "B takes 3.9 % more time than A, between 3.2 and 4.7 % (p = 0.0006 < 0.0104 at look 2 of 6); turns; 83 % of "
      "the rounds undisturbed (+3.9 %), 17 % disturbed (+5.1 %)");
  EXPECT_EQ(row.notes, std::vector<std::string>{"two groups"});
}

TEST(Page, NamesNoFactorOfANoisyRowAndTheRoundsWhereRowsDifferInThem) {
  RunReport report = sample_report();
  EXPECT_THAT(page(), HasSubstr("<span class=\"ratio\">8.4× faster</span>"));
  report.effects[0].noise.name = "NOISY";
  report.effects[0].decided_on = "undisturbed";
  EXPECT_THAT(render_page(report, "dashboards/site").value(), Not(HasSubstr("8.4× faster")));
  EXPECT_EQ(plot_panels(report)[0].steps[0].rows[0].evidence, "9 bouts, turns, undisturbed rounds");
  EXPECT_EQ(plot_panels(report)[0].steps[0].rows[1].evidence, "9 bouts, shared-cpu, all rounds, 5 replicas");
}

TEST(Page, SaysOfAFailedComparisonWhichSideAndWhy) {
  RunReport report;
  ComparisonReport comparison;
  comparison.verdict = "failed";
  comparison.outcome = Outcome::Crashed;
  comparison.detail = "ended by SIGSEGV";
  report.comparisons = {comparison};
  EXPECT_EQ(plot_panels(report)[0].steps[0].rows[0].reason, "could not be measured: crashed: ended by SIGSEGV");
}

TEST(Page, SaysWhatEachVerdictRestsOnAndNotesBesideIt) {
  const std::string html = page();
  EXPECT_THAT(
      html,
      HasSubstr("<h4>What each rests on, and why measuring stopped</h4>\n<dl class=\"facts wide reasons\">\n"
                "<div><dt>linalg.gemm <span class=\"detail\">reference → openblas-pthread</span></dt><dd><span "
                "class=\"narrow\">9 bouts, turns, QUIET 0.7\u00a0%; </span>the "
                "interval is as narrow as asked for; mean of 2 settings: -91.5\u00a0% to -80.0\u00a0%</dd></div>\n"));
  EXPECT_THAT(
      html, HasSubstr("<dd><span class=\"narrow\">9 bouts, shared-cpu, 5 replicas, QUIET 0.7\u00a0%; </span>time was "
                      "up; measured in shared-cpu mode: turns disturb it<ul><li>-1.3\u00a0% alone, +4\u00a0% beside a "
                      "&lt;busy&gt; sibling</li><li>re-link it</li></ul></dd>"));
  EXPECT_THAT(html,
              HasSubstr("<td>measured, emulated<span class=\"note\">goes on changing &lt;to&gt; the end</span></td>"));
}

TEST(Page, SaysHowOftenTheHostsVerdictsWereFalse) {
  EXPECT_THAT(page(),
              HasSubstr("<p class=\"note\">this host: 2 false of 120, ≤ 5.2 % (a thing against itself: <code>assay "
                        "doctor --aa</code>)</p>\n</section>"));
}

TEST(Page, OfAGateBeginsWithItsJudgementsAndTheirFloors) {
  RunReport report;
  report.command = "gate";
  ComparisonReport comparison;
  comparison.group = "x.<a>";
  comparison.a_configuration = {{"python", "3.11"}};
  comparison.b_configuration = {{"python", "3.13"}};
  comparison.verdict = "changed";
  comparison.effect = Estimate{4.2, 3.7, 4.7};
  report.comparisons = {comparison};
  report.gate = GateReport{};
  report.gate->status = GateStatus::Failed;
  report.gate->anchor = {{"levels", {{"python", "3.11"}}}};
  GateItem item;
  item.judgement = Judgement::Failed;
  item.holds = true;
  item.floor_percent = 0.5;
  item.reason = "slower by the floor of 0.5 % or more";
  report.gate->items = {item};
  const std::string html = render_page(report, "dashboards/site").value();
  EXPECT_THAT(html, HasSubstr("<h2 id=\"answer-title\">Gate FAILED: 1 of 1 comparison fails</h2>\n<p>"));
  EXPECT_THAT(html, HasSubstr("<p>Anchor: python=3.11; recorded now, for "));
  EXPECT_THAT(html, HasSubstr("<tr><th scope=\"row\">x.&lt;a&gt;</th><td>python=3.13</td><td>+4.2 %</td><td>[+3.7, "
                              "+4.7]</td><td>0.5 %</td><td>failed</td><td>takes 4.2 % more time than the anchor, "
                              "between 3.7 and 4.7 %: slower by the floor of 0.5 % or more</td></tr>\n"));
  EXPECT_LT(html.find("answer-title"), html.find("effects-title"));
  EXPECT_THAT(page(), Not(HasSubstr("answer-title")));
}

TEST(Page, OfANightBeginsWithItsSeriesAndWhatWasTold) {
  RunReport report;
  report.command = "nightly";
  report.state = "finished";
  report.nightly = NightlyReport{};
  report.nightly->night = 20026;
  report.nightly->status = NightStatus::Slower;
  NightItem item;
  item.sides = {"x.b", "x.b", {}, {{"side", "old"}}, {{"side", "new"}}};
  item.effect = NightEstimate{3, 2.5, 3.5};
  item.nights = 26;
  item.first = 20000;
  item.floor_percent = 0.7;
  item.change = "0123abcd";
  NightItem missing = item;
  missing.effect.reset();
  missing.nights = 0;
  missing.change.clear();
  missing.why = "the anchor crashed";
  report.nightly->items = {item, missing};
  NightChange change;
  change.id = "0123abcd";
  change.state = "confirmed";
  change.course = "step";
  change.sides = item.sides;
  change.size = {3, 2, 4};
  change.told = change.confirmed = change.from = change.to = 20026;
  change.after = 20025;
  change.tonight = true;
  report.nightly->changes = {change};
  const std::string html = render_page(report, "dashboards/site").value();
  EXPECT_THAT(html, HasSubstr("<h2 id=\"answer-title\">Night of 2024-10-30: SLOWER; 2 series, 1 told tonight, 1 "
                              "open</h2>\n"));
  EXPECT_THAT(html, HasSubstr("<tr><th scope=\"row\">x.b</th><td>side=new</td><td>+3.0 %</td><td>[+2.5, "
                              "+3.5]</td><td>0.7 %</td><td>26</td><td>2024-10-04</td><td>confirmed "
                              "0123abcd</td></tr>\n"));
  EXPECT_THAT(html, HasSubstr("<td>side=new</td><td></td><td></td><td>0.7 %</td><td></td><td></td><td>no value "
                              "tonight: the anchor crashed</td></tr>\n"));
  EXPECT_THAT(html, HasSubstr("<h3>New tonight</h3>\n<ul class=\"changes\">\n<li>  0123abcd x.b, side=new: slower by 3 "
                              "%, between +2.0 and +4.0 %; the reason lies after 2024-10-29 and not after 2024-10-30\n"
                              "    told on 2024-10-30; confirmed\n    again: assay ab side=old side=new --workload "
                              "x.b --care"));
}

TEST(Page, ShowsWhatExplainsTheDifferences) {
  const std::string html = page();
  EXPECT_THAT(html, HasSubstr("<h2 id=\"explained-title\">What explains the differences</h2>"));
  EXPECT_THAT(html, HasSubstr("<h3>linalg.gemm{n=512,type=d}</h3>"));
  EXPECT_THAT(html, HasSubstr("<tr class=\"term\"><th scope=\"row\">blas</th><td class=\"num\">91 %</td><td "
                              "class=\"share\" aria-hidden=\"true\"><span style=\"width:91.20%\"></span></td>"
                              "<td></td><td></td></tr>\n"
                              "<tr class=\"of-term\"><th scope=\"row\">reference → &lt;i&gt;</th><td></td><td "
                              "class=\"share\"></td><td class=\"num\">−88.1 %</td><td class=\"num muted\">[−88.4, "
                              "−87.9]</td></tr>\n"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">&lt;i&gt; and 2, beyond each</th>"));
  EXPECT_THAT(
      html, HasSubstr("<tr class=\"rest\"><th scope=\"row\">from bout to bout</th><td class=\"num\">&lt; 0.1 %</td>"));
  EXPECT_THAT(html,
              HasSubstr("<p class=\"note\">1 of 4 combinations were not measured. Main effects are true as far as "
                        "there is no blas × threads.</p>"));
  EXPECT_THAT(render_page({}, "dashboards/site").value(), Not(HasSubstr("explained-title")));
}

TEST(Page, IsReadableWithoutScript) {
  const std::string html = page();
  EXPECT_THAT(html, HasSubstr("<th role=\"rowheader\" scope=\"row\">linalg.gemm <span class=\"detail\"></span></th>"));
  EXPECT_THAT(html, HasSubstr("−88.1 %<span class=\"ratio\">8.4× faster</span></td>"));
  EXPECT_THAT(html, HasSubstr("<td role=\"cell\" class=\"num interval\">[−88.4, −87.9]</td>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"num\" data-value=\"0.0052300000000000003\">5.23 ms [5.18, 5.33]</td>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"num\" data-value=\"51300000000\">51.3 GFLOP/s</td>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"bad\">crashed: SIGSEGV &lt;here&gt;</td>"));
  EXPECT_THAT(html, HasSubstr("The same in all cells: <code>threads=1</code>"));
  EXPECT_THAT(html, HasSubstr("<dd>AMD EPYC 9R14 (Zen 4)</dd>"));
  EXPECT_THAT(html, HasSubstr("<dd>2026-11-21 12:40 UTC, 2 min 5 s</dd>"));
  EXPECT_THAT(html, HasSubstr("<dd>3 of 4 measured</dd>"));
}

TEST(Page, SaysHowToDoItAgain) {
  EXPECT_THAT(
      page(),
      HasSubstr("<pre tabindex=\"0\">assay run &apos;first look.toml&apos; --title &quot;&lt;&amp;&gt;&quot;</pre>"));
  EXPECT_THAT(page(), HasSubstr("<code>--seed 7</code>"));
}

TEST(Page, LetsNoNameBecomeMarkup) {
  const std::string html = page();
  EXPECT_THAT(html, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  EXPECT_THAT(html, Not(HasSubstr("<tag>")));
  EXPECT_THAT(html, HasSubstr("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;"));
  EXPECT_THAT(html, HasSubstr("/tmp/&quot;quoted&quot; &amp; &apos;odd&apos;"));
  EXPECT_THAT(html, HasSubstr("<h1>Which BLAS? &lt;b&gt;{{data}}&lt;/b&gt;</h1>"));
  EXPECT_EQ(count(html, "</script>"), 2u);
}

TEST(Page, NeedsNothingFromElsewhere) {
  const std::string html = page();
  for (const char* reference : {"src=\"", "@import", "url(", "<link", "import {"})
    EXPECT_THAT(html, Not(HasSubstr(reference)));
  EXPECT_EQ(count(html, "http"), 2u);  // http-equiv and the name of SVG's namespace
}

TEST(Page, SaysWhatItHasNot) {
  RunReport empty;
  empty.run = "r1";
  const std::string html = render_page(empty, "dashboards/site").value();
  EXPECT_THAT(html, HasSubstr("<h1>Run r1</h1>"));
  EXPECT_THAT(html, HasSubstr("No effects: nothing was varied, or nothing could be measured on both sides."));
  EXPECT_THAT(html, HasSubstr("No cells were planned."));
  EXPECT_THAT(html, HasSubstr("Nothing was seen to execute."));
}

TEST(Page, NamesThePartThatIsMissing) {
  EXPECT_EQ(to_string(render_page(sample_report(), "no/site").error()),
            "no/site/index.template.html: cannot be read; it is a part of the page; is Assay installed whole?");
}

}  // namespace
}  // namespace assay
