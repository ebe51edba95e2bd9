#include "harness/factors/kind.h"

namespace assay {
namespace {

/// The factor `command` has put the words into argv already; they are run as they are.
class WholeCommand final : public Kind {
 public:
  std::string name() const override { return "command"; }

  Result<void> compose(Draft& draft) const override {
    if (draft.member.argv.empty()) {
      return fail("no command is given", draft.workload->full_name(),
                  "write --command \"A\" \"B\", or the factor command");
    }
    draft.member.whole_command = true;
    return {};
  }
};

const KindRegistration kind_command_registration(std::make_unique<WholeCommand>());

}  // namespace
}  // namespace assay
