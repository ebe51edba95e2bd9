#include <fmt/format.h>

#include <ctime>
#include <filesystem>
#include <iostream>

#include "harness/cli/command.h"
#include "harness/cli/options.h"
#include "harness/cli/study_options.h"
#include "harness/cli/table.h"
#include "harness/core/json.h"
#include "harness/core/near_names.h"
#include "harness/factors/factor.h"
#include "harness/subjects/subjects.h"
#include "results/store.h"
#include "runners/registration.h"

namespace assay {
namespace {

/// What is listed: rows for people (the first names the columns) and objects for machines.
struct Listing {
  std::vector<std::vector<std::string>> rows;
  Json items = Json::array();
  std::string empty;  ///< said where there is nothing
};

using List = Checked<Listing> (*)(const Common& common);

std::string join(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
  return text;
}

/// `{n=512,type=d}`, as it is typed; a parameter without a standard shows its name only.
std::string standards(const Workload& workload) {
  std::string text;
  for (const auto& [name, spec] : workload.parameters) {
    text += (text.empty() ? "" : ",") + name + (spec.standard.empty() ? "" : "=" + spec.standard);
  }
  return text.empty() ? "" : "{" + text + "}";
}

Json parameters_json(const Workload& workload) {
  Json parameters = Json::object();
  for (const auto& [name, spec] : workload.parameters) {
    parameters[name] = {{"standard", spec.standard.empty() ? Json(nullptr) : Json(spec.standard)},
                        {"kind", spec.kind},
                        {"allowed", spec.allowed},
                        {"about", spec.about}};
  }
  return parameters;
}

Checked<Listing> list_workloads(const Common&) {
  const auto catalog = installed_catalog();
  if (!catalog) return tl::unexpected(catalog.error());
  Listing listing{{{"workload", "factors", "about"}}, Json::array(), "no workload is installed"};
  for (const Workload& w : (*catalog)->workloads()) {
    const std::string note = w.unsupported ? "(not here: " + *w.unsupported + ") " : "";
    listing.rows.push_back({w.full_name() + standards(w), join(w.factors), note + w.about});
    listing.items.push_back({{"workload", w.full_name()},
                             {"about", w.about},
                             {"kind", w.kind},
                             {"tags", w.tags},
                             {"factors", w.factors},
                             {"parameters", parameters_json(w)},
                             {"unsupported", w.unsupported ? Json(*w.unsupported) : Json(nullptr)}});
  }
  return listing;
}

Checked<Listing> list_pythons(const Common&) {
  Listing listing{{{"python", "version", "executable", "embed"}}, Json::array(), "no CPython 3.9 or newer is on PATH"};
  for (const Python& p : find_pythons()) {
    listing.rows.push_back(
        {p.name, p.version, p.executable.string(), p.library ? p.library->string() : p.library_missing});
    listing.items.push_back({{"python", p.name},
                             {"version", p.version},
                             {"executable", p.executable.string()},
                             {"library", p.library ? Json(p.library->string()) : Json(nullptr)},
                             {"facts", p.facts}});
  }
  return listing;
}

std::string where_is(const Blas& b) {
  if (!b.present) return "not here; package " + b.package;
  if (b.compiled_on_demand) return "compiled on demand from suites/";
  return b.library.string() + (b.lapack ? " + " + b.lapack->string() : "");
}

Checked<Listing> list_blas(const Common&) {
  Listing listing{{{"blas", "threading", "library"}}, Json::array(), "no BLAS is known"};
  for (const Blas& b : find_blas()) {
    listing.rows.push_back({b.name, b.threading, where_is(b)});
    listing.items.push_back({{"blas", b.name},
                             {"provider", b.provider},
                             {"threading", b.threading},
                             {"library", b.library.string()},
                             {"lapack", b.lapack ? Json(b.lapack->string()) : Json(nullptr)},
                             {"present", b.present},
                             {"package", b.package},
                             {"facts", b.facts}});
  }
  return listing;
}

Checked<Listing> list_compilers(const Common&) {
  Listing listing{
      {{"compiler", "version", "target", "path"}}, Json::array(), "no compiler is on PATH; apt install g++"};
  for (const Compiler& c : find_compilers()) {
    listing.rows.push_back({c.name, c.version, c.target, c.path.string()});
    listing.items.push_back(
        {{"compiler", c.name}, {"version", c.version}, {"target", c.target}, {"path", c.path.string()}});
  }
  return listing;
}

Checked<Listing> list_factors(const Common&) {
  Listing listing{{{"factor", "standard", "written", "about"}}, Json::array(), "no factor is known"};
  for (const auto& f : factors()) {
    if (f->hidden()) continue;
    const std::string name = f->name() + (f->name().ends_with('.') ? "NAME" : "");
    listing.rows.push_back({name, f->standard().value_or("-"), f->value(), f->about()});
    listing.items.push_back({{"factor", name},
                             {"standard", f->standard() ? Json(*f->standard()) : Json(nullptr)},
                             {"value", f->value()},
                             {"about", f->about()}});
  }
  return listing;
}

Checked<Listing> list_runners(const Common&) {
  Listing listing{{{"runner", "about"}}, Json::array(), "no runner is known"};
  for (const RunnerKind& kind : runner_kinds()) {
    if (kind.hidden) continue;
    listing.rows.push_back({kind.level, kind.about});
    listing.items.push_back({{"runner", kind.level}, {"about", kind.about}});
  }
  return listing;
}

std::string utc(double seconds) {
  const auto whole = static_cast<std::time_t>(seconds);
  std::tm parts{};
  gmtime_r(&whole, &parts);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}Z", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                     parts.tm_hour, parts.tm_min, parts.tm_sec);
}

/// `doctor --aa` makes a run for each comparison: for people those that follow each other are a single row.
bool repeats(Listing& listing, const RunRow& run) {
  std::vector<std::string>& last = listing.rows.back();
  if (run.kind != "aa" || last[3] != "aa" || last[2] != run.state) return false;
  last[4] = "A against A, several workloads and times; --json names each";
  return true;
}

Checked<Listing> list_runs(const Common& common) {
  Listing listing{{{"run", "started", "state", "command", "title"}}, Json::array(), common.db + " holds no run"};
  // Opening would create it, and a list must not leave a file behind.
  std::error_code status;
  if (!std::filesystem::exists(common.db, status)) {
    return tl::unexpected(Errors{{"no such store", common.db, "'assay run' makes one; --db names another"}});
  }
  const auto store = Store::open(common.db, Store::Access::ReadOnly);
  if (!store) return tl::unexpected(Errors{store.error()});
  const auto runs = store->runs();
  if (!runs) return tl::unexpected(Errors{runs.error()});
  for (const RunRow& run : *runs) {
    if (!repeats(listing, run)) listing.rows.push_back({run.id, utc(run.started), run.state, run.kind, run.title});
    listing.items.push_back({{"run", run.id},
                             {"started", run.started},
                             {"finished", run.finished ? Json(*run.finished) : Json(nullptr)},
                             {"state", run.state},
                             {"command", run.kind},
                             {"title", run.title},
                             {"seed", run.seed}});
  }
  return listing;
}

struct Topic {
  const char* name;
  List list;
};
constexpr Topic topics[] = {
    {"workloads", list_workloads}, {"python", list_pythons},  {"blas", list_blas}, {"compilers", list_compilers},
    {"factors", list_factors},     {"runners", list_runners}, {"runs", list_runs}};

std::vector<std::string> topic_names() {
  std::vector<std::string> names;
  for (const Topic& topic : topics) names.emplace_back(topic.name);
  return names;
}

class ListCommand final : public Subcommand {
 public:
  std::string name() const override { return "list"; }
  std::string about() const override {
    return "Lists what can be named here: workloads, interpreters, libraries, compilers, factors, runners; and stored "
           "runs.";
  }
  std::string example() const override {
    return "  assay list workloads\n  assay list python\n  assay list blas --json\n  assay list runs --db assay.db\n";
  }

  void add_options(CLI::App& app) override { add_text(app, "WHAT", what_, join(topic_names()), "", Needed::Yes); }

  Exit run(const Common& common) override {
    for (const Topic& topic : topics) {
      if (what_ == topic.name) return show(topic, common);
    }
    return complain(Error{fmt::format("unknown list \"{}\"", what_), "assay list", hint_for(what_, topic_names())});
  }

 private:
  static Exit show(const Topic& topic, const Common& common) {
    const auto listing = topic.list(common);
    if (!listing) return complain(listing.error());
    if (common.json) {
      const Json json = {{"command", "list"}, {"list", topic.name}, {"items", listing->items}};
      std::cout << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
    } else {
      std::cout << (listing->items.empty() ? listing->empty + "\n" : aligned(listing->rows));
    }
    return Exit::Fine;
  }

  std::string what_;
};

const CommandRegistration list_registration(std::make_unique<ListCommand>());

}  // namespace
}  // namespace assay
