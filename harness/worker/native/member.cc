#include "harness/worker/native/member.h"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "harness/core/json.h"
#include "harness/worker/native/identity.h"
#include "harness/worker/native/loop.h"
#include "harness/worker/native/maps.h"
#include "harness/worker/native/settings.h"
#include "harness/worker/native/threads.h"
#include "harness/worker/role.h"

namespace assay::native {
namespace {

/// A process that is set up for its turns.
struct Prepared {
  Json subject;
  Library library;
  Threads threads;
  std::unique_ptr<Workload> workload;
};

Attempt<std::string> configuration(assay_turns& turns) {
  std::vector<char> text(ASSAY_WIRE_LARGEST);
  if (assay_turns_config(&turns, text.data(), text.size()) < 0)
    return refuse(Outcome::Unsupported, "the leader sent no configuration that this worker can read");
  return std::string(text.data());
}

Attempt<Prepared> prepare(assay_turns& turns) {
  const auto text = configuration(turns);
  if (!text) return tl::unexpected(text.error());
  const auto settings = settings_from(*text);
  if (!settings) return tl::unexpected(settings.error());
  auto library = settings->blas ? Library::load(*settings->blas) : Library::none();
  if (!library) return tl::unexpected(library.error());
  if (const auto integers = check_integers(*library); !integers) return tl::unexpected(integers.error());
  if (const auto core = check_core(*library); !core) return tl::unexpected(core.error());
  const auto threads = set_threads(*library);
  if (!threads) return tl::unexpected(threads.error());
  auto workload = make_workload(settings->workload, settings->parameters, *library);
  if (!workload) return tl::unexpected(workload.error());
  return Prepared{settings->subject, std::move(*library), *threads, std::move(*workload)};
}

Json facts_of(const Prepared& prepared) {
  const Routine routine = prepared.workload->routine();
  const Work work = prepared.workload->work();
  return {{"executed", routine.file},
          {"routine", routine.name},
          {"library", prepared.library.facts()},
          {"subject", prepared.subject},
          {"work", {{"amount", work.amount}, {"unit", work.unit}}},
          {"threads", prepared.threads.number},
          {"threads_from", prepared.threads.read_from},
          {"mapped", mapped_libraries()},
          {"benchmark_version", ASSAY_BENCHMARK_VERSION}};
}

int send(assay_turns& turns, assay_message_type type, const Json& json) {
  // What a library says of itself need not be UTF-8.
  const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return assay_turns_send(&turns, static_cast<std::uint16_t>(type), text.data(), text.size()) < 0 ? 1 : 0;
}

int send_failure(assay_turns& turns, const Failure& failure) {
  return send(turns, ASSAY_FAILED, {{"outcome", name(failure.outcome)}, {"detail", failure.detail}});
}

int send_result(assay_turns& turns, Prepared& prepared, const Totals& totals) {
  // A process that was given no turn has computed nothing that could be judged yet.
  if (totals.iterations == 0) {
    prepared.workload->prepare(1);
    prepared.workload->run(1);
  }
  const auto verdict = prepared.workload->check();
  if (!verdict) return send_failure(turns, verdict.error());
  if (!(verdict->residual <= verdict->limit)) {
    const Routine routine = prepared.workload->routine();
    return send_failure(turns,
                        {Outcome::WrongResult,
                         fmt::format("the result of {} in {} is wrong: its residual is {:.2g}, and {:.2g} is allowed",
                                     routine.name, routine.file, verdict->residual, verdict->limit)});
  }
  return send(turns, ASSAY_RESULT,
              {{"residual", verdict->residual},
               {"limit", verdict->limit},
               {"iterations", totals.iterations},
               {"slices", totals.slices},
               {"seconds", totals.seconds},
               {"tasks", task_count()}});
}

int run_role(int /*argc*/, char** /*argv*/) {
  assay_turns turns;
  if (assay_turns_open(&turns) < 0) return 2;
  return run_member(turns);
}

const RegisteredRole registered{{"native", run_role}};

}  // namespace

int run_member(assay_turns& turns) {
  auto prepared = prepare(turns);
  if (!prepared) return send_failure(turns, prepared.error());
  if (send(turns, ASSAY_READY, facts_of(*prepared)) != 0) return 1;
  const Totals totals = drive(turns, *prepared->workload);
  return totals.error < 0 ? 1 : send_result(turns, *prepared, totals);
}

}  // namespace assay::native
