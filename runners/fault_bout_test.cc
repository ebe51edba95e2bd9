#include "runners/fault_bout.h"

#include <unistd.h>

#include <charconv>
#include <filesystem>

#include "harness/core/paths.h"
#include "harness/core/process_tree.h"
#include "runners/local.h"

namespace assay {
namespace fs = std::filesystem;

BoutSpec fault_bout(Mode mode, const std::vector<std::string>& faults) {
  BoutSpec spec;
  spec.mode = mode;
  spec.seed = 5;
  spec.cpus = {0};
  spec.warmup_rounds = 2;
  spec.rounds = 4;
  spec.iterations = 100;
  spec.limits.seconds = 20;
  const std::string program = fs::read_symlink("/proc/self/exe").parent_path() / "fault-member";
  for (const std::string& fault : faults) {
    MemberSpec member;
    member.cell = "cell-" + fault;
    member.argv = {program, fault};
    member.environment = {{"LC_ALL", "C"}};
    spec.members.push_back(std::move(member));
  }
  return spec;
}

std::string worker_of_build() {
  return installation().worker;
}

BoutRecord run(const BoutSpec& spec) {
  return LocalRunner(worker_of_build()).run(spec, go_on);
}

std::vector<int> left_of(const BoutRecord& record) {
  std::vector<int> left = descendants_of(getpid());
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    int pid = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), pid).ec != std::errc{}) continue;
    for (const ProcessRecord& process : record.processes) {
      if (process.pid > 0 && getpgid(pid) == process.pid) left.push_back(pid);
    }
  }
  return left;
}

}  // namespace assay
