#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "harness/core/testing.h"
#include "harness/subjects/elf.h"
#include "harness/subjects/python/places.h"
#include "harness/subjects/subjects.h"

namespace assay {
namespace fs = std::filesystem;
namespace {

using ::testing::HasSubstr;

/// Scripts that answer as interpreters do, in folders of their own. What they claim to be is /bin/sh: an ELF file that
/// is there.
class FakePythons : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::weakly_canonical(::testing::TempDir()) / fmt::format("pythons-{}", test->name());
    fs::remove_all(folder_);
    places_.folders = {folder_ / "first", folder_ / "second"};
    for (const fs::path& folder : places_.folders) fs::create_directories(folder);
  }

  void TearDown() override { fs::remove_all(folder_); }

  fs::path script(const fs::path& relative, const std::string& text) {
    const fs::path path = folder_ / relative;
    std::ofstream(path) << "#!/bin/sh\n" << text << '\n';
    fs::permissions(path, fs::perms::owner_all);
    return path;
  }

  fs::path answering(const fs::path& relative, const std::string& version, const Json& more = Json::object()) {
    const int minor = std::stoi(version.substr(2));
    Json answer{{"executable", fs::canonical("/bin/sh").string()},
                {"version", version},
                {"release", {3, minor}},
                {"implementation", "cpython"},
                {"prefix", "/" + relative.string()}};
    answer.update(more);
    return script(relative, "echo '" + answer.dump() + "'");
  }

  std::string error_of(const std::string& name_or_path) {
    const auto python = find_python(name_or_path, places_);
    return python ? "found " + python->version : to_string(python.error());
  }

  /// An ELF file of this machine with a text in it.
  fs::path library_with(const std::string& text) {
    const fs::path path = folder_ / "libpython3.12.so.1.0";
    fs::copy_file("/bin/sh", path);
    std::ofstream(path, std::ios::app | std::ios::binary) << '\0' << text << '\0';
    return path;
  }

  fs::path folder_;
  PythonPlaces places_;
};

TEST_F(FakePythons, TheFirstFolderOwnsTheName) {
  answering("first/python3.12", "3.12.1");
  answering("second/python3.12", "3.12.9");
  EXPECT_EQ(find_python("python3.12", places_)->version, "3.12.1");
  const auto all = find_pythons(places_);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].name, "python3.12");
  EXPECT_EQ(all[1].version, "3.12.9");
  EXPECT_EQ(all[1].name, all[1].executable);
}

TEST_F(FakePythons, TwoNamesOfOneThingAreListedOnce) {
  const Json prefix{{"prefix", "/same"}};
  answering("first/python3", "3.12.1", prefix);
  answering("first/python3.12", "3.12.1", prefix);
  const auto all = find_pythons(places_);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].name, "python3.12");
}

TEST_F(FakePythons, FreeThreadedBuildsHaveANameOfTheirOwn) {
  answering("first/python3", "3.14.0", {{"free_threaded", true}});
  EXPECT_EQ(find_pythons(places_).at(0).name, "python3.14t");
}

TEST_F(FakePythons, AShimWithoutItsVersionGivesWayToTheNext) {
  script("first/python3.12", "echo 'pyenv: python3.12: command not found' >&2; exit 127");
  answering("second/python3.12", "3.12.9");
  EXPECT_EQ(find_python("python3.12", places_)->version, "3.12.9");
}

TEST_F(FakePythons, WhatDoesNotAnswerIsQuoted) {
  const fs::path shim = script("first/python3.12", "echo 'pyenv: python3.12: command not found' >&2; exit 127");
  EXPECT_EQ(error_of("python3.12"), shim.string() +
                                        ": does not answer as a CPython: pyenv: python3.12: command not found; "
                                        "name another one of `assay list python`");
  const fs::path garbage = script("first/python3.13", "echo '{\"executable\": '");
  EXPECT_EQ(error_of(garbage), garbage.string() +
                                   ": does not answer as a CPython: it said nothing; "
                                   "name another one of `assay list python`");
}

TEST_F(FakePythons, AnAnswerOfOtherTypesIsQuoted) {
  const std::vector<std::pair<Json, std::string>> odd{{{{"release", "x"}}, R"(its "release" is "x")"},
                                                      {{{"release", {3, 11, 2}}}, R"(its "release" is [3,11,2])"},
                                                      {{{"release", {3, 1e300}}}, R"(its "release" is [3,1e+300])"},
                                                      {{{"implementation", 5}}, R"(its "implementation" is 5)"},
                                                      {{{"executable", nullptr}}, R"(its "executable" is null)"},
                                                      {{{"version", Json::array()}}, R"(its "version" is [])"},
                                                      {{{"free_threaded", "no"}}, R"(its "free_threaded" is "no")"},
                                                      {{{"prefix", {{"a", 1}}}}, R"(its "prefix" is {"a":1})"},
                                                      {{{"mapped", false}}, R"(its "mapped" is false)"},
                                                      {{{"libraries", {"/x", 7}}}, R"(its "libraries" is ["/x",7])"}};
  for (const auto& [more, trouble] : odd) {
    const fs::path file = answering("first/python3.13", "3.13.1", more);
    EXPECT_EQ(error_of(file), file.string() + ": does not answer as a CPython: " + trouble +
                                  "; name another one of `assay list python`");
  }
  const fs::path bare = script("first/python3.14", "echo '{\"executable\": \"/bin/sh\", \"version\": \"3.14.0\"}'");
  EXPECT_EQ(error_of(bare), bare.string() +
                                ": does not answer as a CPython: it leaves out \"release\"; "
                                "name another one of `assay list python`");
}

TEST_F(FakePythons, AnOddOneTakesNothingFromTheOthers) {
  answering("first/python3.12", "3.12.1");
  answering("first/python3.13", "3.13.1", {{"release", "x"}, {"implementation", 5}});
  answering("first/python3.14", "3.14.1", {{"prefix", std::string(100000, 'x')}});
  std::vector<std::string> names;
  for (const Python& python : find_pythons(places_)) names.push_back(python.name);
  EXPECT_THAT(names, ::testing::ElementsAre("python3.12", "python3.14"));
}

/// Where the interpreter's file is an ELF executable its answer is kept, and a kept one may have been spoilt.
TEST_F(FakePythons, AKeptAnswerOfOtherTypesIsAskedForAgain) {
  const auto here = find_pythons();
  const auto elf = std::ranges::find_if(here, [](const Python& each) { return read_elf(each.executable).has_value(); });
  if (elf == here.end()) GTEST_SKIP() << "no CPython is here";
  setenv("ASSAY_CACHE", (folder_ / "cache").c_str(), 1);
  const std::string version = sound(find_python(elf->executable, places_)).version;
  int kept = 0;
  for (const auto& file : fs::directory_iterator(folder_ / "cache/pythons")) {
    ++kept;
    std::ofstream(file.path()) << R"({"executable": "/bin/sh", "version": "9.9", "release": 9, "implementation": 5})";
  }
  const auto again = find_python(elf->executable, places_);
  unsetenv("ASSAY_CACHE");
  EXPECT_EQ(kept, 1);
  EXPECT_EQ(sound(again).version, version);
}

TEST_F(FakePythons, AreAllFoundWhereTooFewCanBeAskedAtOnce) {
  for (int minor = 10; minor < 40; ++minor)
    answering(fmt::format("first/python3.{}", minor), fmt::format("3.{}.1", minor));
  EXPECT_EQ(find_pythons(places_).size(), 30u);
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const int next = dup(0);  // what is open lies below
  const rlimit few{static_cast<rlim_t>(next) + 40, before.rlim_max};
  close(next);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &few), 0);
  const auto with_few_descriptors = find_pythons(places_);
  setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(with_few_descriptors.size(), 30u);
  const NoThreads none;
  EXPECT_EQ(find_pythons(places_).size(), 30u);
}

TEST_F(FakePythons, TooOldOrAnotherImplementation) {
  const std::string shell = fs::canonical("/bin/sh");
  EXPECT_EQ(error_of(answering("first/python3.8", "3.8.18")),
            shell + ": is CPython 3.8.18; 3.9 or newer is needed; name one of `assay list python`");
  EXPECT_EQ(error_of(answering("first/python3.10", "3.10.1", {{"implementation", "pypy"}})),
            shell + ": is pypy, not CPython; name one of `assay list python`");
}

TEST_F(FakePythons, UnknownNamesGetTheNearOnes) {
  answering("first/python3.12", "3.12.1");
  EXPECT_EQ(
      error_of("python3.21"),
      "unknown Python \"python3.21\"; did you mean \"python3.12\" or \"python3\"? Known here: python3, python3.12");
}

TEST_F(FakePythons, PathsThatAreNone) {
  const std::string hint = "; name one of `assay list python`";
  EXPECT_EQ(error_of("/nonexistent/python3"), "/nonexistent/python3: no such file or folder" + hint);
  EXPECT_EQ(error_of(folder_),
            folder_.string() + ": has no bin/python3; it is no virtual environment and no installed Python" + hint);
  const fs::path text = folder_ / "text";
  std::ofstream(text) << "text";
  EXPECT_EQ(error_of(text), text.string() + ": is not an executable" + hint);
  const fs::path library = library_with("3.12.1");
  EXPECT_EQ(error_of(library),
            library.string() + ": no interpreter here goes with this libpython; name its python3 instead");
}

TEST_F(FakePythons, AFolderWithAnInterpreterIsAnEnvironment) {
  fs::create_directories(folder_ / "venv/bin");
  answering("venv/bin/python3", "3.12.1");
  EXPECT_EQ(find_python(folder_ / "venv", places_)->version, "3.12.1");
}

TEST_F(FakePythons, ALibraryOfTheSameReleaseIsPaired) {
  const fs::path library = library_with("3.12.1");
  const Json libraries{{"libraries", {"/nonexistent/libpython3.12.so.1.0", library.string()}}};
  const fs::path file = answering("first/python3.12", "3.12.1", libraries);
  EXPECT_EQ(find_python("python3.12", places_)->library, library);
  EXPECT_EQ(find_python(library, places_)->version, "3.12.1");
}

TEST_F(FakePythons, ALibraryOfAnotherReleaseIsNot) {
  const fs::path library = library_with("3.12.10");
  answering("first/python3.12", "3.12.1", {{"libraries", {library.string()}}});
  const auto python = find_python("python3.12", places_);
  ASSERT_TRUE(python);
  EXPECT_EQ(python->library, std::nullopt);
  EXPECT_THAT(python->library_missing,
              HasSubstr(" is linked statically and " + library.string() + " is of another release; "));
}

/// 3.9 comes after 3.13 by text.
TEST_F(FakePythons, ThoseOfPyenvAreSearchedFromTheNewestOn) {
  for (const char* version : {"3.9.20", "3.13.1", "3.13.0t"})
    fs::create_directories(folder_ / "versions" / version / "bin");
  const char* set = std::getenv("PYENV_ROOT");
  const std::string before = set != nullptr ? set : "";
  setenv("PYENV_ROOT", folder_.c_str(), 1);
  std::vector<fs::path> found;
  for (const fs::path& folder : own_python_places().folders)
    if (folder.string().starts_with(folder_.string())) found.push_back(folder);
  before.empty() ? unsetenv("PYENV_ROOT") : setenv("PYENV_ROOT", before.c_str(), 1);
  const fs::path versions = folder_ / "versions";
  EXPECT_THAT(found,
              ::testing::ElementsAre(versions / "3.13.1/bin", versions / "3.13.0t/bin", versions / "3.9.20/bin"));
}

TEST_F(FakePythons, WithoutALibraryThereIsANextStep) {
  answering("first/python3.12", "3.12.1");
  EXPECT_THAT(find_python("python3.12", places_)->library_missing,
              testing::EndsWith(" is linked statically and has no libpython beside it; "
                                "install the package libpython3.12, or use route=exe"));
}

}  // namespace
}  // namespace assay
