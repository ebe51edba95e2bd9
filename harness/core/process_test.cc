#include "harness/core/process.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "harness/core/process_stop.h"
#include "harness/core/process_tree.h"
#include "harness/core/testing.h"

namespace assay {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

std::string written(const fs::path& file, const std::string& text, fs::perms perms = fs::perms::owner_all) {
  std::ofstream(file, std::ios::binary) << text;
  fs::permissions(file, perms);
  return file;
}

Command shell(const std::string& script) {
  return {.argv = {"/bin/sh", "-c", script}, .environment = {{"PATH", "/usr/bin:/bin"}}};
}

std::string spawn_error(const Command& command) {
  const auto child = spawn(command);
  return child ? "it was started" : to_string(child.error());
}

TEST(Capture, KeepsBothOutputsAndTheStatus) {
  const auto captured = capture(shell("echo out; echo err >&2; exit 3"), 10);
  ASSERT_TRUE(captured.has_value()) << to_string(captured.error());
  EXPECT_EQ(captured->out, "out\n");
  EXPECT_EQ(captured->err, "err\n");
  EXPECT_EQ(to_string(captured->end), "exited with status 3");
}

TEST(Capture, KeepsTheBeginningOfAFlood) {
  const auto captured = capture(shell("head -c 3000000 /dev/zero | tr '\\0' x"), 20, 1000);
  ASSERT_TRUE(captured.has_value());
  EXPECT_EQ(captured->out, std::string(1000, 'x'));
  EXPECT_EQ(captured->end.exit_status, 0);
}

TEST(Capture, KillsTheWholeGroupWhenTheTimeIsUp) {
  const auto captured = capture(shell("sleep 1000 & sleep 1000"), 0.2);
  ASSERT_FALSE(captured.has_value());
  EXPECT_EQ(to_string(captured.error()), "/bin/sh: did not end within 0.2 s and was killed");
  kill_descendants();
  EXPECT_THAT(descendants_of(getpid()), IsEmpty());
}

TEST(Capture, DoesNotWaitForAProcessThatKeepsTheOutputOpen) {
  const auto captured = capture(shell("sleep 1000 & echo done"), 100);
  ASSERT_TRUE(captured.has_value());
  EXPECT_EQ(captured->out, "done\n");
}

TEST(Spawn, GivesExactlyTheEnvironmentDirectoryAndDescriptorsStated) {
  const Folder folder;
  const int own = open("/dev/null", O_RDONLY);  // inheritable, and still not handed on
  Command command = shell(
      "pwd; echo \"$ONLY\"; env | grep -c HOME; for i in 0 1 2 3 4 5 6 7 8 9; do [ -e /proc/$$/fd/$i ] && printf \"$i "
      "\"; done; cat");
  command.environment["ONLY"] = "this";
  command.directory = folder.path();
  const auto captured = capture(command, 10);
  close(own);
  ASSERT_TRUE(captured.has_value());
  EXPECT_EQ(captured->out, fs::canonical(folder.path()).string() + "\nthis\n0\n0 1 2 ");
}

TEST(Spawn, SwapsDescriptorsThatAreEachOthersTargets) {
  int a[2];
  int b[2];
  ASSERT_EQ(pipe2(a, O_CLOEXEC), 0);
  ASSERT_EQ(pipe2(b, O_CLOEXEC), 0);
  Command command = shell("echo a >&" + std::to_string(b[1]) + "; echo b >&" + std::to_string(a[1]));
  command.descriptors = {{a[1], b[1]}, {b[1], a[1]}};
  auto child = spawn(command);
  ASSERT_TRUE(child.has_value());
  EXPECT_EQ(child->wait().exit_status, 0);
  char text[2];
  EXPECT_EQ(read(a[0], text, 2), 2);
  EXPECT_EQ(text[0], 'a');
  for (const int end : {a[0], a[1], b[0], b[1]}) close(end);
}

TEST(Spawn, PinsLimitsAndLeadsAGroupWithSignalsReset) {
  Command command = shell(
      "grep -E '^(Cpus_allowed_list|SigIgn|SigBlk):' /proc/self/status | tr '\\n' ' '; ulimit -v; ps -o pgid= -p $$ | "
      "tr -d ' '; echo $$");
  command.cpus = {0};
  command.memory_bytes = std::uint64_t{1} << 30;
  ::signal(SIGPIPE, SIG_IGN);
  const auto captured = capture(command, 10);
  ::signal(SIGPIPE, SIG_DFL);
  ASSERT_TRUE(captured.has_value());
  EXPECT_THAT(captured->out,
              HasSubstr("SigBlk:\t0000000000000000 SigIgn:\t0000000000000000 Cpus_allowed_list:\t0 1048576\n"));
  const std::string groups = captured->out.substr(captured->out.find("1048576\n") + 8);
  const std::size_t line = groups.find('\n');
  EXPECT_EQ(groups.substr(0, line + 1), groups.substr(line + 1));
}

TEST(Spawn, SaysWhyAProgramCannotStart) {
  const Folder folder;
  const std::string text = written(folder / "text", "no program", fs::perms::owner_read);
  const std::string garbage = written(folder / "garbage", std::string("\x7f\x01garbage", 9));
  const std::string orphan = written(folder / "orphan", "#!/no/such/interpreter\n");
  EXPECT_EQ(spawn_error({.argv = {"/no/such/program"}}), "/no/such/program: no such file; check the path");
  EXPECT_EQ(spawn_error({.argv = {"no-such-command"}}),
            "no-such-command: no such command on PATH; check the name, or give a path with a slash");
  EXPECT_EQ(spawn_error({.argv = {text}}), text + ": is not executable; chmod +x makes it so, if it is a program");
  EXPECT_EQ(spawn_error({.argv = {folder.path()}}),
            folder.path().string() + ": is a directory; give the program in it");
  EXPECT_EQ(spawn_error({.argv = {garbage}}),
            garbage + ": is no program that this machine can run; give an ELF executable or a script with a #! line");
  EXPECT_EQ(spawn_error({.argv = {orphan}}),
            orphan + ": the loader or interpreter that it names is missing here; see `readelf -l` or its #! line");
  EXPECT_EQ(spawn_error({}), "an empty command cannot be started");
}

TEST(Spawn, NamesTheArchitectureOfAForeignProgram) {
  const Folder folder;
  std::string elf(64, '\0');
  elf.replace(0, 7,
              std::string("\x7f"
                          "ELF\x02\x01\x01",
                          7));
  elf[16] = 2;                     // e_type: executable
  elf[18] = static_cast<char>(8);  // e_machine: MIPS, which nobody here is
  const std::string foreign = written(folder / "foreign", elf);
  EXPECT_THAT(spawn_error({.argv = {foreign}}), HasSubstr(foreign + ": is a program for ELF machine 8, and this is "));
}

TEST(Spawn, SaysWhatCouldNotBeSetUp) {
  EXPECT_EQ(spawn_error({.argv = {"/bin/true"}, .directory = "/no/such/folder"}),
            "/bin/true: cannot enter directory /no/such/folder: No such file or directory; check the path");
  EXPECT_EQ(spawn_error({.argv = {"/bin/true"}, .cpus = {1000, 1001}}),
            "/bin/true: cannot be pinned to CPU 1000,1001: Invalid argument; `taskset -p $$` shows the CPUs there are");
}

TEST(Child, TellsTheSignalThatEndedIt) {
  auto child = spawn(shell("kill -SEGV $$"));
  ASSERT_TRUE(child.has_value());
  EXPECT_EQ(to_string(child->wait()), "ended by SIGSEGV (Segmentation fault)");
}

TEST(Capture, EndsOnceItIsStoppedAndStartsNothingMore) {
  std::atomic<bool> stop = false;
  const StopsCaptures stops(stop);
  const Command sleep{.argv = {"/bin/sleep", "1000"}};
  const std::jthread user([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    stop = true;
  });
  EXPECT_EQ(to_string(capture(sleep, 1000).error()), "/bin/sleep: was interrupted");
  EXPECT_EQ(to_string(capture(sleep, 1000).error()), "/bin/sleep: was interrupted");
  stop = false;
  EXPECT_TRUE(capture({.argv = {"/bin/true"}}, 1000));
}

TEST(Child, IsKilledAndReapedByItsDestructorEvenWhenStopped) {
  int pid = 0;
  {
    auto child = spawn(shell("sleep 1000"));
    ASSERT_TRUE(child.has_value());
    pid = child->pid();
    child->signal_group(SIGSTOP);
  }
  EXPECT_EQ(kill(pid, 0), -1);
}

TEST(Child, DiesWithItsParent) {
  become_subreaper();
  int tell[2];
  ASSERT_EQ(pipe(tell), 0);
  const pid_t parent = fork();
  if (parent == 0) {
    auto child = spawn({.argv = {"/bin/sleep", "1000"}});
    const int pid = child ? child->pid() : -1;
    if (write(tell[1], &pid, sizeof pid) < 0) _exit(1);
    kill(getpid(), SIGKILL);
  }
  int grandchild = 0;
  ASSERT_EQ(read(tell[0], &grandchild, sizeof grandchild), static_cast<ssize_t>(sizeof grandchild));
  ASSERT_GT(grandchild, 0);
  siginfo_t ended{};
  ASSERT_EQ(waitid(P_PID, static_cast<id_t>(parent), &ended, WEXITED), 0);
  ASSERT_EQ(waitid(P_PID, static_cast<id_t>(grandchild), &ended, WEXITED), 0);
  EXPECT_EQ(ended.si_status, SIGKILL);
  close(tell[0]);
  close(tell[1]);
}

TEST(KillDescendants, FindsThoseThatLeftTheGroupAndThoseThatAreStopped) {
  become_subreaper();
  auto child = spawn(shell("setsid sleep 1000 & setsid sh -c 'kill -STOP $$' & wait"));
  ASSERT_TRUE(child.has_value());
  while (descendants_of(getpid()).size() < 3) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  kill_descendants();
  EXPECT_THAT(descendants_of(getpid()), IsEmpty());
}

/// As few as there are: either it is started as it should be, or what was short is told as such.
TEST(Spawn, TellsAShortageOfDescriptorsAsOne) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "the sanitizer looks at memory by descriptors, and takes their lack for a fault";
#endif
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  int started = 0, refused = 0;
  for (rlim_t more = 1; more < 24; ++more) {
    const rlimit few{static_cast<rlim_t>(null) + more, before.rlim_max};
    Command command = shell("exit 3");
    command.descriptors = {{null, 0}, {null, 1}, {null, 2}};
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &few), 0);
    auto child = spawn(command);
    setrlimit(RLIMIT_NOFILE, &before);
    if (child) {
      EXPECT_EQ(child->wait().exit_status, 3) << more;
      ++started;
    } else {
      EXPECT_TRUE(child.error().shortage) << more;
      EXPECT_THAT(child.error().what, testing::EndsWith(": Too many open files"));
      ++refused;
    }
  }
  close(null);
  EXPECT_GT(started, 0);
  EXPECT_GT(refused, 0);
}

TEST(Spawn, TellsNoShortageWhereThereIsNone) {
  const auto child = spawn({.argv = {"/nonexistent/program"}});
  ASSERT_FALSE(child);
  EXPECT_FALSE(child.error().shortage);
}

TEST(OwnEnvironment, IsAllOfIt) {
  setenv("ASSAY_PROCESS_TEST", "a=b", 1);
  EXPECT_EQ(own_environment().at("ASSAY_PROCESS_TEST"), "a=b");
}

}  // namespace
}  // namespace assay
