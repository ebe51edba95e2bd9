#include "harness/study/from_options.h"

#include <gmock/gmock.h>

#include <fstream>

namespace assay {
namespace {

using testing::ElementsAre;

std::vector<std::string> values(const std::vector<Written>& written) {
  std::vector<std::string> all;
  for (const Written& w : written) all.push_back(w.value);
  return all;
}

std::vector<std::string> errors_of(const StudyOptions& options) {
  std::vector<std::string> all;
  const auto [study, errors] = study_from_options(options);
  if (errors.empty()) return {"no error"};
  for (const Error& error : errors) all.push_back(to_string(error));
  return all;
}

TEST(SplitLevels, SplitsNamesAndKeepsFlagsPathsAndVariables) {
  EXPECT_THAT(split_levels("blas", "openblas-pthread, blis-pthread"), ElementsAre("openblas-pthread", "blis-pthread"));
  EXPECT_THAT(split_levels("threads", "1"), ElementsAre("1"));
  EXPECT_THAT(split_levels("threads", "1,,2"), ElementsAre("1", "", "2"));
  EXPECT_THAT(split_levels("threads", ""), ElementsAre(""));
  EXPECT_THAT(split_levels("flags", "-O2 -Wl,-z,now"), ElementsAre("-O2 -Wl,-z,now"));
  EXPECT_THAT(split_levels("python", "/opt/a,b/bin/python3"), ElementsAre("/opt/a,b/bin/python3"));
  EXPECT_THAT(split_levels("env.OMP_PLACES", "{0,1},{2,3}"), ElementsAre("{0,1},{2,3}"));
  EXPECT_THAT(split_levels("command", "python3 -c 'f(1,2)'"), ElementsAre("python3 -c 'f(1,2)'"));
}

TEST(StudyFromOptions, GathersWhatIsRepeated) {
  StudyOptions options;
  options.workloads = {"linalg.gemm{n=512}"};
  options.factors = {"blas=reference,blis-serial", "flags=-O2", "flags=-O3 -march=native", "threads=1,2"};
  options.set = {"replica=1"};
  options.care = "1 %";
  options.max_time = "2m";
  const auto [study, errors] = study_from_options(options);
  ASSERT_TRUE(errors.empty()) << to_string(errors.front());
  ASSERT_EQ(study.factors.size(), 3u);
  EXPECT_THAT(values(study.factors[1].levels), ElementsAre("-O2", "-O3 -march=native"));
  EXPECT_EQ(study.factors[1].levels[1].place, "--factor \"flags=-O3 -march=native\"");
  EXPECT_EQ(study.set[0].factor.value, "replica");
  EXPECT_EQ(study.decision.rule, Rule::Estimate);
  EXPECT_EQ(study.decision.care_percent, 1);
  EXPECT_EQ(study.decision.max_seconds, 120);
  EXPECT_EQ(study.title,
            "reference against blis-serial, -O2 against -O3 -march=native, 1 against 2: linalg.gemm{n=512}");
}

TEST(StudyFromOptions, ReplicasAreMeasuredSoManyBoutsEach) {
  StudyOptions options;
  options.workloads = {"linalg.gemm"};
  options.sides = {"flags=-O2", "flags=-O3", "blas=eigen"};
  options.replicas = 3;
  const auto [study, errors] = study_from_options(options);
  ASSERT_TRUE(errors.empty()) << to_string(errors.front());
  EXPECT_EQ(study.factors[0].factor.value, "replica");
  EXPECT_THAT(values(study.factors[0].levels), ElementsAre("0", "1", "2"));
  EXPECT_EQ(study.baseline.at("replica").value, "0");
  EXPECT_EQ(study.decision.bouts, 9);
  EXPECT_TRUE(study.exclude.empty());
  EXPECT_EQ(study.title, "-O2 against -O3: linalg.gemm");
  options.replicas = 1;
  const auto wrong = study_from_options(options);
  ASSERT_EQ(wrong.errors.size(), 1u);
  EXPECT_EQ(to_string(wrong.errors.front()), "--replicas 1: between 2 and 16 replicas are compared; 3 to 5 will do");
}

TEST(StudyFromOptions, TakesTheFirstMentionAsAAndTheSecondAsB) {
  StudyOptions options;
  options.workloads = {"linalg.gemm"};
  options.sides = {"blas=eigen", "flags=-O2", "threads=1", "blas=reference", "flags=-O3"};
  const auto [study, errors] = study_from_options(options);
  ASSERT_TRUE(errors.empty()) << to_string(errors.front());
  EXPECT_EQ(study.decision.rule, Rule::Compare);
  ASSERT_EQ(study.factors.size(), 2u);
  EXPECT_THAT(values(study.factors[0].levels), ElementsAre("eigen", "reference"));
  EXPECT_EQ(study.baseline.at("flags").value, "-O2");
  EXPECT_EQ(study.set[0].factor.value, "threads");
  ASSERT_EQ(study.exclude.size(), 2u);
  EXPECT_EQ(study.exclude[0][0].levels[0].value, "eigen");
  EXPECT_EQ(study.exclude[0][1].levels[0].value, "-O3");
  EXPECT_EQ(study.exclude[1][0].levels[0].value, "-O2");
  EXPECT_EQ(study.exclude[1][1].levels[0].value, "reference");
}

TEST(StudyFromOptions, MakesAWorkloadOfWholeCommands) {
  StudyOptions options;
  options.commands = {"python3 -c pass", "python3.13 -c pass"};
  const auto [study, errors] = study_from_options(options);
  ASSERT_TRUE(errors.empty()) << to_string(errors.front());
  EXPECT_THAT(values(study.workloads), ElementsAre("command.run"));
  EXPECT_EQ(study.factors[0].factor.value, "command");
  EXPECT_EQ(study.baseline.at("command").value, "python3 -c pass");
}

TEST(StudyFromOptions, TellsAllThatIsWrongAtOnce) {
  StudyOptions options;
  options.factors = {"blas", "=x", "threads=1,1"};
  options.set = {"threads=2", "flags"};
  options.care = "much";
  options.max_time = "soon";
  EXPECT_THAT(
      errors_of(options),
      ElementsAre(
          "no workload is named; give a study file, or --workload 'python.*'; 'assay list workloads' shows them",
          "--factor \"blas\": KEY=LEVEL is expected; for example blas=openblas-pthread",
          "--factor \"=x\": KEY=LEVEL is expected; for example blas=openblas-pthread",
          "--set \"flags\": KEY=LEVEL is expected; for example blas=openblas-pthread",
          "--care: \"much\" is no percentage; write it as \"2 %\"",
          "--max-time: \"soon\" is no duration; write it as \"90s\", \"10m\" or \"1h30m\"",
          "--factor \"threads=1,1\": \"1\" stands twice in threads",
          "--set \"threads=2\": threads is both set and varied; keep one of the two"));
}

TEST(StudyFromOptions, SaysHowSidesAreTyped) {
  StudyOptions options;
  options.workloads = {"linalg.gemm"};
  options.sides = {"blas=eigen,reference"};
  EXPECT_THAT(errors_of(options), ElementsAre("\"blas=eigen,reference\": 'assay ab' takes one level a word, and blas "
                                              "has one; write blas=A blas=B"));
  options.sides = {"false"};
  options.commands = {"true", "true b"};
  EXPECT_THAT(errors_of(options), ElementsAre("\"false\": is a third command; --command takes two, each in quotes"));
}

TEST(StudyFromOptions, NeedsTwoSidesThatDiffer) {
  StudyOptions options;
  options.workloads = {"linalg.gemm"};
  options.sides = {"blas=eigen", "blas=eigen"};
  EXPECT_THAT(
      errors_of(options),
      ElementsAre(
          "assay ab: A and B are the same; mention a key twice, as in blas=openblas-pthread blas=blis-pthread; to "
          "compare a thing with itself, give it by two paths"));
  options.sides = {"blas=a", "blas=b", "blas=c"};
  EXPECT_THAT(errors_of(options),
              ElementsAre("\"blas=c\": blas is mentioned a third time; 'assay ab' compares two; 'assay run --factor' "
                          "takes any number"));
}

TEST(StudyFromOptions, TheCareOfANightIsTheFloorOfItsChangesWhereItIsTyped) {
  StudyOptions options;
  options.workloads = {"linalg.gemm"};
  options.factors = {"blas=eigen,reference"};
  options.nightly = true;
  EXPECT_FALSE(study_from_options(options).study.decision.care_given);
  EXPECT_EQ(study_from_options(options).study.decision.bouts, 10);
  options.care = "2 %";  // the usual one
  const Study study = study_from_options(options).study;
  EXPECT_TRUE(study.decision.care_given);
  EXPECT_EQ(study.decision.care_percent, 2);
  EXPECT_EQ(study.decision.rule, Rule::Compare);
}

TEST(StudyFromOptions, ANightHasTheBoutsThatItsFileStates) {
  StudyOptions options;
  options.nightly = true;
  options.file = testing::TempDir() + "/night.toml";
  std::ofstream(options.file)
      << "workloads = [\"a.b\"]\nbaseline = { blas = \"x\" }\n[factors]\nblas = [\"x\", \"y\"]\n"
         "[decision]\nbouts = 25\n";
  const auto [study, errors] = study_from_options(options);
  EXPECT_TRUE(errors.empty()) << to_string(errors.front());
  EXPECT_EQ(study.decision.bouts, 25);
}

TEST(StudyFromOptions, TellsWhatIsWrongWithAFileOnceAndWithWhatIsTypedToo) {
  StudyOptions options;
  options.file = testing::TempDir() + "/twice.toml";
  std::ofstream(options.file) << "workloads = [\"a.b\", \"a.b\"]\n";
  options.care = "much";
  EXPECT_THAT(errors_of(options), ElementsAre(options.file + ":1:21: \"a.b\" stands twice in the workloads",
                                              "--care: \"much\" is no percentage; write it as \"2 %\""));
}

TEST(StudyFromOptions, RefusesAFileBesideFactors) {
  StudyOptions options;
  options.file = "no.toml";
  options.factors = {"threads=1"};
  EXPECT_THAT(errors_of(options), ElementsAre(testing::StartsWith("no.toml: cannot be read: "),
                                              "no.toml: a study file and --workload or --factor contradict each other; "
                                              "write them into the file, or leave the file out"));
}

}  // namespace
}  // namespace assay
