#pragma once

#include <gmock/gmock.h>

#include <atomic>
#include <string>
#include <vector>

#include "harness/core/testing.h"
#include "harness/session/bout_maker.h"
#include "harness/session/next.h"
#include "harness/session/session.h"
#include "runners/mock.h"

namespace assay::simulation {

/// A machine for tests: quiet, so that schedules are exact, unless the test says otherwise.
inline MockWorld world(const std::string& text) {
  return sound(parse_mock_world(text, "world.toml"));
}

/// One workload under the levels of a factor `side`, the first being the baseline.
inline Group group(const std::string& workload, const std::vector<std::string>& sides) {
  Group group;
  for (const std::string& side : sides) group.cells.push_back({workload, {}, {{"side", side}}});
  group.id = workload_name(group.cells.front());
  return group;
}

inline Plan plan(std::vector<Group> groups, Decision decision, std::uint64_t seed = 1) {
  Plan plan;
  plan.seed = seed;
  plan.groups = std::move(groups);
  plan.study.decision = decision;
  return plan;
}

inline Decision compare(double care_percent = 2) {
  Decision decision;
  decision.rule = Rule::Compare;
  decision.care_percent = care_percent;
  return decision;
}

inline Decision exactly(int bouts) {
  Decision decision = compare();
  decision.bouts = bouts;
  return decision;
}

/// The mock runner and what a session needs beside it.
struct Machine {
  explicit Machine(const std::string& text) : runner(world(text)) {}

  MockRunner runner;
  std::atomic<bool> interrupted = false;
  std::atomic<bool> stop = false;
  Tools tools{[](const Group&, const Cell& cell) -> Result<MemberSpec> { return mock_member(cell); },
              [this](const Group&) -> Runner& { return runner; },
              {0, 1},
              [] { return 2e9; },
              &interrupted,
              &stop};
};

/// A run without a store: what was run, bout by bout, and where it led.
struct Course {
  std::vector<std::string> bouts;  ///< `python.call 0 calibrate [a b]`
  std::vector<BoutRecord> records;
  SessionState state;
  Stop stop;
};

inline std::string describe(const Plan& plan, const NextBout& bout) {
  const Group& group = plan.groups[bout.group];
  std::string text = group.id + " " + std::to_string(bout.attempt) + " " + std::string(name(bout.method.mode)) + " [";
  for (const std::size_t index : bout.cells)
    text += (text.ends_with('[') ? "" : " ") + group.cells[index].configuration.at("side");
  return text + "]";
}

inline Course run(const Plan& plan, Machine& machine) {
  Course course;
  course.state = begin_state(plan);
  BoutMaker maker(plan, "run", machine.tools);
  while (course.bouts.size() < 5000) {
    const auto what = next(plan, course.state);
    if (const auto* stop = std::get_if<Stop>(&what)) {
      course.stop = *stop;
      return course;
    }
    const auto& bout = std::get<NextBout>(what);
    course.bouts.push_back(describe(plan, bout));
    course.records.push_back(maker.run(bout));
    add_bout(course.state, plan, bout.group, course.records.back());
  }
  throw std::runtime_error("a session of 5000 bouts does not end");
}

inline Course run(const Plan& plan, const std::string& world) {
  Machine machine(world);
  return run(plan, machine);
}

}  // namespace assay::simulation
