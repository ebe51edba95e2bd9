#include "harness/cli/live.h"

namespace assay {
namespace {

class Run final : public Subcommand {
 public:
  std::string name() const override { return "run"; }
  std::string about() const override {
    return "Measures a study, or finishes one that was interrupted, and prints its cells and what each factor changes.";
  }
  std::string example() const override {
    return "assay run suites/studies/first-look.toml\n"
           "assay run --workload 'linalg.gemm{n=512}' --factor blas=openblas-pthread,blis-pthread --factor "
           "threads=1,2\n"
           "assay run --workload 'python.*' --factor route=exe,embed --max-time 2m";
  }
  void add_options(CLI::App& app) override {
    options_ = {};
    add_study_options(app, options_.study);
    add_live_options(app, options_);
  }
  Exit run(const Common& common) override { return measure("run", options_, common); }

 private:
  LiveOptions options_;
};

const CommandRegistration run_registration(std::make_unique<Run>());

}  // namespace
}  // namespace assay
