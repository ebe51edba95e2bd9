#include "harness/core/levels.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Levels, WholeNumbersAreNumbersAndAllElseIsText) {
  EXPECT_EQ(levels_json({{"n", "512"}, {"shift", "-3"}, {"type", "d"}, {"zero", "0"}}).dump(),
            R"({"n":512,"shift":-3,"type":"d","zero":0})");
  EXPECT_EQ(levels_json({{"a", "007"}, {"b", "1e3"}, {"c", "+1"}, {"d", ""}, {"e", "0.5"}, {"f", "-0"}}).dump(),
            R"({"a":"007","b":"1e3","c":"+1","d":"","e":"0.5","f":"-0"})");
  EXPECT_EQ(levels_json({}).dump(), "{}");
}

TEST(Levels, ComeBackAsWritten) {
  const std::map<std::string, std::string> levels = {
      {"flags", "-O3 \"x\""}, {"huge", "99999999999999999999"}, {"n", "512"}, {"threads", "all"}, {"z", "007"}};
  EXPECT_EQ(levels_from(Json::parse(levels_json(levels).dump())), levels);
}

TEST(Levels, NothingElseIsALevel) {
  EXPECT_THROW(levels_from(Json::parse(R"({"n": [1]})")), Json::exception);
  EXPECT_THROW(levels_from(Json::parse(R"({"n": 0.5})")), Json::exception);
}

}  // namespace
}  // namespace assay
