#include "harness/core/visible.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Visible, ControlCharactersAreShownAsSuch) {
  EXPECT_EQ(visible("a\x1b[31mred\x07 \x7f\r"), "a?[31mred? ??");
  EXPECT_EQ(visible("next\xc2\x85line \xc2\x9b"
                    "2J"),
            "next?line ?2J");
}

TEST(Visible, TextStaysAsItIs) {
  EXPECT_EQ(visible("5 µs\t± 1\nnaïve \xc2"), "5 µs\t± 1\nnaïve \xc2");
}

TEST(DisplayWidth, CountsCharacters) {
  EXPECT_EQ(display_width(""), 0U);
  EXPECT_EQ(display_width("5 µs ±1"), 7U);
}

TEST(CutToWidth, SplitsNoCharacter) {
  EXPECT_EQ(cut_to_width("µs ±1", 0), "");
  EXPECT_EQ(cut_to_width("µs ±1", 1), "µ");
  EXPECT_EQ(cut_to_width("µs ±1", 4), "µs ±");
  EXPECT_EQ(cut_to_width("µs ±1", 5), "µs ±1");
  EXPECT_EQ(cut_to_width("µs ±1", 80), "µs ±1");
}

}  // namespace
}  // namespace assay
