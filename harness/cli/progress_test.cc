#include "harness/cli/progress.h"

#include <gtest/gtest.h>

#include <sstream>

namespace assay {
namespace {

std::string told(ProgressKind kind, int width = 200) {
  std::ostringstream out;
  Progress progress(out, kind, width);
  progress.begins({12, 3, 3, 10, 40});
  progress.prepares("compiling eigen with g++ -O2");
  progress.bout_begins("python.call", Mode::Turns, {12, 3, 3, 10, 40});
  progress.cell_failed("python.call", "python=python3", "crashed: ended by SIGSEGV", true);
  progress.cell_failed("python.call", "python=python3", "crashed twice: ended by SIGSEGV", false);
  progress.group_ends("python.call", "p = 0.001 < 0.0104 at look 1 of 6", {14, 3, 2, 12, 30});
  progress.group_ends("python.dict", "2 bouts as asked for", {15, 3, 0, 12, 0});
  progress.stops({StopReason::Finished, "every group has ended"}, {15, 3, 0, 12.34, 0, 81.2});
  return out.str();
}

const std::string lines =
    "python.call python=python3: crashed: ended by SIGSEGV; it is tried once more\n"
    "python.call python=python3: crashed twice: ended by SIGSEGV; it is left out from here on\n"
    "python.call: p = 0.001 < 0.0104 at look 1 of 6 (2 open, about 30 s left)\n"
    "python.dict: 2 bouts as asked for\n"
    "every group has ended: 15 bouts in 12.3 s of measuring, after 81.2 s of preparing\n";

TEST(Progress, ALogHasWholeLines) {
  EXPECT_EQ(told(ProgressKind::Log),
            "12 bouts of an earlier sitting are stored already\ncompiling eigen with g++ -O2 …\n" + lines);
}

TEST(Progress, ATerminalHasALineThatIsRewritten) {
  EXPECT_EQ(told(ProgressKind::Terminal),
            "12 bouts of an earlier sitting are stored already\ncompiling eigen with g++ -O2 …\n"
            "\r\x1b[K12 bouts, 3 of 3 open, about 40 s left  python.call (turns)\r\x1b[K" +
                lines);
}

TEST(Progress, TheLineIsNeverWiderThanTheTerminal) {
  std::ostringstream out;
  Progress progress(out, ProgressKind::Terminal, 11);
  progress.bout_begins("python.call", Mode::Turns, {12, 3, 3, 10, 40});
  EXPECT_EQ(out.str(), "\r\x1b[K12 bouts, ");
}

TEST(Progress, TheLineIsCutBetweenCharacters) {
  const auto cut = [](int width) {
    std::ostringstream out;
    Progress(out, ProgressKind::Terminal, width).bout_begins("x.y{text=äöü}", Mode::Turns, {12, 3, 3, 10, 40});
    return out.str();
  };
  const std::string until = "\r\x1b[K12 bouts, 3 of 3 open, about 40 s left  x.y{text=";
  EXPECT_EQ(cut(51), until + "ä");
  EXPECT_EQ(cut(52), until + "äö");
  EXPECT_EQ(cut(54), until + "äöü}");
}

TEST(Progress, SaysBeforeConfirmingThatTheLimitWillNotSuffice) {
  const auto told = [](bool limited) {
    std::ostringstream out;
    Progress(out, ProgressKind::Log, 80).confirmation_begins(2, {.seconds_left = 3, .limited = limited});
    return out.str();
  };
  EXPECT_EQ(told(false), "all are screened: 2 differences to be confirmed by fresh bouts (about 3 s left)\n");
  EXPECT_EQ(told(true),
            "all are screened: 2 differences to be confirmed by fresh bouts (about 3 s left, which will probably not "
            "suffice: --max-time gives more)\n");
}

TEST(Progress, ControlCharactersAreShownAsInReports) {
  std::ostringstream log, terminal;
  Progress(log, ProgressKind::Log).cell_failed("x.y{text=\033[2J}", "env.A=\a", "crashed: last words\r\x7f", false);
  EXPECT_EQ(log.str(), "x.y{text=?[2J} env.A=?: crashed: last words??; it is left out from here on\n");
  Progress(terminal, ProgressKind::Terminal, 200).bout_begins("x.y{text=\033[2J\nb}", Mode::Turns, {12, 3, 3, 10, 40});
  EXPECT_EQ(terminal.str(), "\r\x1b[K12 bouts, 3 of 3 open, about 40 s left  x.y{text=?[2J?b} (turns)");
}

TEST(Progress, QuietSaysNothing) {
  EXPECT_EQ(told(ProgressKind::Quiet), "");
}

}  // namespace
}  // namespace assay
