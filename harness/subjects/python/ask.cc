#include "harness/subjects/python/ask.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "harness/core/digest.h"
#include "harness/core/paths.h"
#include "harness/core/process.h"
#include "harness/subjects/elf.h"

namespace assay {
namespace fs = std::filesystem;
namespace {

constexpr int kAnswerFormat = 1;
constexpr std::size_t kMostTold = 100;
constexpr double kSeconds = 20;  // an interpreter under an emulator takes about two to start

constexpr const char* kQuestion = R"python(
import json, os, sys, sysconfig
var = lambda name: sysconfig.get_config_var(name) or ''
mapped = ''
for line in open('/proc/self/maps', errors='replace'):
    path = '/' + line.rstrip('\n').partition('/')[2]
    name = os.path.basename(path)
    if name.startswith('libpython') and '.so' in name and not name.startswith('libpython3.so'):
        mapped = os.path.realpath(path)
soname = var('INSTSONAME') if '.so' in var('INSTSONAME') else 'libpython%s.so.1.0' % var('LDVERSION')
folders = [var('LIBDIR'), os.path.join(var('LIBDIR'), var('MULTIARCH')), os.path.join(sys.base_prefix, 'lib'), var('LIBPL')]
print(json.dumps({
    'executable': sys.executable,
    'version': '.'.join(map(str, sys.version_info[:3])),
    'release': list(sys.version_info[:2]),
    'implementation': sys.implementation.name,
    'build': sys.version,
    'compiler': var('CC'),
    'configure': var('CONFIG_ARGS'),
    'free_threaded': bool(var('Py_GIL_DISABLED')),
    'prefix': sys.prefix,
    'base_prefix': sys.base_prefix,
    'mapped': mapped,
    'libraries': [os.path.join(folder, soname) for folder in folders if folder],
}))
)python";

/// Changes when the file, or the environment of its venv, does.
std::string identity(const fs::path& executable) {
  std::string text;
  for (const fs::path& file : {executable, executable.parent_path().parent_path() / "pyvenv.cfg"}) {
    struct stat status {};
    if (stat(file.c_str(), &status) != 0) continue;
    text += fmt::format("{} {} {} {} {}.{}\n", file.string(), status.st_dev, status.st_ino, status.st_size,
                        status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
  }
  return text;
}

fs::path cache_file(const fs::path& executable) {
  const std::string key = fmt::format("{}\n{}", kAnswerFormat, identity(executable));
  return user_cache_dir() / "pythons" / (digest(key) + ".json");
}

bool is_release(const Json& value) {
  const auto is_part = [](const Json& part) { return part.is_number_integer() && part >= 0 && part <= 1000; };
  return value.is_array() && value.size() == 2 && std::ranges::all_of(value, is_part);
}

bool is_texts(const Json& value) {
  return value.is_array() && std::ranges::all_of(value, [](const Json& each) { return each.is_string(); });
}

struct AnswerKey {
  const char* name;
  bool (*fits)(const Json&);
  bool needed;
};

constexpr auto is_text = [](const Json& value) { return value.is_string(); };
constexpr auto is_truth = [](const Json& value) { return value.is_boolean(); };
constexpr std::array<AnswerKey, 12> kAnswerKeys{{{"executable", is_text, true},
                                                 {"version", is_text, true},
                                                 {"release", is_release, true},
                                                 {"implementation", is_text, true},
                                                 {"build", is_text, false},
                                                 {"compiler", is_text, false},
                                                 {"configure", is_text, false},
                                                 {"free_threaded", is_truth, false},
                                                 {"prefix", is_text, false},
                                                 {"base_prefix", is_text, false},
                                                 {"mapped", is_text, false},
                                                 {"libraries", is_texts, false}}};

std::string beginning_of(const std::string& text) {
  return text.size() <= kMostTold ? text : text.substr(0, kMostTold) + "…";
}

/// What is wrong with an answer: any program may be called python3, and a file of the cache may be anybody's.
std::string trouble_in(const Json& answer) {
  for (const AnswerKey& key : kAnswerKeys) {
    const auto found = answer.find(key.name);
    if (found == answer.end() && key.needed) return fmt::format("it leaves out \"{}\"", key.name);
    if (found != answer.end() && !key.fits(*found))
      return fmt::format("its \"{}\" is {}", key.name, beginning_of(found->dump()));
  }
  return {};
}

std::optional<Json> cached(const fs::path& file) {
  std::ifstream stream(file);
  if (!stream) return std::nullopt;
  Json answer = Json::parse(stream, nullptr, false);
  if (!answer.is_object() || !trouble_in(answer).empty()) return std::nullopt;
  return answer;
}

/// Losing the cache costs time only, so errors are ignored here.
void keep(const fs::path& file, const Json& answer) {
  std::error_code ignored;
  fs::create_directories(file.parent_path(), ignored);
  const fs::path part = file.string() + fmt::format(".{}", getpid());
  std::ofstream(part) << answer.dump() << '\n';
  fs::rename(part, file, ignored);
}

/// The line that says what went wrong: of a traceback the last, of a shim the first.
std::string telling_line(const std::string& text) {
  std::istringstream lines(text);
  std::string first, last;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    if (first.empty()) first = line;
    last = line;
  }
  if (first.empty()) return "it said nothing";
  // A program that is no Python may repeat the whole question.
  return beginning_of(first.starts_with("Traceback") ? last : first);
}

Result<Json> answer_of(const fs::path& executable, const PythonPlaces& places) {
  std::vector<std::string> argv = places.prefix;
  argv.insert(argv.end(), {executable.string(), "-I", "-c", kQuestion});
  auto ran = capture(Command{.argv = argv, .environment = own_environment()}, kSeconds);
  if (!ran) return tl::unexpected(ran.error());
  Json answer = Json::parse(ran->out, nullptr, false);
  const bool answered = ran->end.exit_status == 0 && answer.is_object();
  const std::string trouble = answered ? trouble_in(answer) : telling_line(ran->err);
  if (trouble.empty()) return answer;
  return fail("does not answer as a CPython: " + trouble, executable.string(),
              "name another one of `assay list python`");
}

}  // namespace

Result<Json> ask_python(const fs::path& executable, const PythonPlaces& places) {
  if (!read_elf(executable)) return answer_of(executable, places);
  const fs::path file = cache_file(executable);
  if (auto answer = cached(file)) return *std::move(answer);
  auto answer = answer_of(executable, places);
  if (answer) keep(file, *answer);
  return answer;
}

}  // namespace assay
