#include "harness/cli/live.h"

namespace assay {
namespace {

class Ab final : public Subcommand {
 public:
  std::string name() const override { return "ab"; }
  std::string about() const override {
    return "Compares A with B, in turns, until it can tell whether they differ: use it for one question at a time.";
  }
  std::string example() const override {
    return "assay ab blas=openblas-pthread blas=blis-pthread --workload 'linalg.gemm{n=512}' --set threads=1\n"
           "assay ab python=python3.11 python=python3.13 --workload 'pyperformance.*'\n"
           "assay ab flags=\"-O2\" flags=\"-O3 -march=native\" --workload 'linalg.gemm{n=256}' --set blas=eigen\n"
           "assay ab flags=-O2 flags=-O3 --workload 'linalg.gemm{n=64}' --set blas=eigen --replicas 3\n"
           "assay ab --command \"python3 -c pass\" \"python3.13 -c pass\"";
  }
  void add_options(CLI::App& app) override {
    options_ = {};
    add_side_options(app, options_.study);
    add_measuring_options(app, options_.study);
    add_live_options(app, options_);
  }
  Exit run(const Common& common) override {
    if (options_.study.sides.empty() && options_.study.commands.empty())
      return complain(
          Error{"nothing to compare", "assay ab",
                "mention a key twice, as in blas=openblas-pthread blas=blis-pthread, or give --command A B"});
    return measure("ab", options_, common);
  }

 private:
  LiveOptions options_;
};

const CommandRegistration ab_registration(std::make_unique<Ab>());

}  // namespace
}  // namespace assay
